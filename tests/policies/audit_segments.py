"""Audit segments for tests: numbered entries, and a closed segment of some."""

from pathlib import Path

from policies import AuditEntry, AuditLog, Outcome


def entry(number: int = 1) -> AuditEntry:
    """Return an entry that tells of its number, of the record of that number and of record 0."""
    return AuditEntry(
        actor="officer-1",
        agency="th-police",
        purpose="investigation",
        operation=f"op-{number}",
        outcome=Outcome.ALLOWED,
        policy_version="v1",
        scope_key="k1",
        case_ref="คดี 7",
        record_ids=(f"r-{number}", "r-0"),
    )


def written(folder: Path, count: int = 5) -> Path:
    """Write a closed segment of so many entries and return its file."""
    with AuditLog(folder, node="one") as log:
        for number in range(1, count + 1):
            log.append(entry(number))
    return next(folder.glob("one-*.jsonl"))
