"""Audit trails for tests: entries that disclose records of several originators, sequenced and signed."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, tzinfo
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from policies import AuditEntry, AuditLog, CheckpointSigner, Disclosure, Exposure, Outcome, Sequencer
from policies.audit import segment as audit_segment

SIGNER = CheckpointSigner(Ed25519PrivateKey.from_private_bytes(bytes(range(32))), name="benang.invalid/test")
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def rid(number: int) -> str:
    """Return a record id of the form that the product mints."""
    return f"r-{number:032x}"


def entry(
    number: int = 1,
    *,
    agency: str = "kh-police",
    of: Sequence[str] = ("th-police",),
    exposure: Exposure = Exposure.SHOWN,
    case: str | None = "C-1",
) -> AuditEntry:
    """Return an entry that discloses one record of each originator, numbered `number`, and record 7 of all of them."""
    return AuditEntry(
        actor=f"officer {number}",
        agency=agency,
        purpose="investigation",
        operation=f"op-{number}",
        outcome=Outcome.ALLOWED,
        policy_version="v1",
        scope_key="k1",
        case_ref=case,
        disclosures=[
            Disclosure(
                originator=o,
                record_ids=[f"{rid(number)[:-2]}{place:02d}", rid(7)] if place == 0 else [rid(number * 1000 + place)],
                exposure=exposure,
                profile="law-enforcement",
                permits=[f"{o}/permit"],
            )
            for place, o in enumerate(of)
        ],
    )


def write_trail(folder: Path, *entries: AuditEntry, node: str = "one") -> Path:
    """Append entries in a segment of their own and return its file."""
    with AuditLog(folder, node=node) as log:
        for item in entries:
            log.append(item)
    return max(folder.glob(f"{node}-*.jsonl"), key=lambda p: p.stat().st_mtime_ns)


@contextmanager
def clock_at(instant: datetime) -> Iterator[None]:
    """Let entries be written at a time, as by a process whose clock says so."""

    class Stopped(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return instant

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(audit_segment, "datetime", Stopped)
        yield


def signed_trail(folder: Path, count: int = 6) -> Path:
    """Write, sequence and sign a trail of so many entries over three originators, in two steps."""
    originators = (("th-police",), ("th-police", "my-police"), ("my-police",), ())
    half = count // 2
    path = write_trail(folder, *(entry(n, of=originators[n % 4]) for n in range(1, half + 1)))
    Sequencer(folder).run()
    Sequencer(folder).checkpoint(SIGNER, now=NOW)
    write_trail(folder, *(entry(n, of=originators[n % 4]) for n in range(half + 1, count + 1)), node="two")
    Sequencer(folder).run()
    Sequencer(folder).checkpoint(SIGNER, now=NOW)
    return path
