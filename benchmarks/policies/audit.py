"""Measure the audit trail: what one entry costs the answer it precedes, and how much a process appends.

Run: python -m benchmarks.policies.audit [--entries 20000] [--ids 20] [--json]
"""

import argparse
import json
import statistics
import tempfile
from pathlib import Path
from time import perf_counter

from policies import AuditEntry, AuditLog, Outcome, verify_audit


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder), options.entries, options.ids)
    print(json.dumps(figures, indent=None if options.json else 2))


def measure(folder: Path, entries: int, ids: int) -> dict[str, float]:
    """Return all figures in the units that their names say."""
    log = AuditLog(folder, node="bench")
    costs = []
    start = perf_counter()
    for number in range(entries):
        entry = _entry(number, ids)
        before = perf_counter()
        log.append(entry)
        costs.append(perf_counter() - before)
    elapsed = perf_counter() - start
    log.close()
    before = perf_counter()
    verified = verify_audit(folder)
    assert verified.intact
    assert verified.entries == entries
    return {
        "entries": entries,
        "ids_per_entry": ids,
        "append_p50_us": round(statistics.median(costs) * 1e6, 1),
        "append_p95_us": round(statistics.quantiles(costs, n=20)[-1] * 1e6, 1),
        "append_max_ms": round(max(costs) * 1e3, 2),
        "entries_per_second": round(entries / elapsed),
        "verify_entries_per_second": round(entries / (perf_counter() - before)),
    }


def _entry(number: int, ids: int) -> AuditEntry:
    return AuditEntry(
        actor="officer-7",
        agency="th-police",
        purpose="investigation",
        operation="search",
        outcome=Outcome.ALLOWED,
        policy_version="0" * 64,
        scope_key="0" * 24,
        case_ref="C-1",
        record_ids=[f"r-{number:08x}{n:024x}" for n in range(ids)],
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--entries", type=int, default=20_000)
    parser.add_argument("--ids", type=int, default=20)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
