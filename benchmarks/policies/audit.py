"""Measure the audit trail: what an entry costs its answer, and what sequencing, signing, proving and verifying cost.

Run: python -m benchmarks.policies.audit [--entries 20000] [--ids 20] [--originators 4] [--json]
"""

import statistics
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, process_time

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from benchmarks.figures import options_of, show_figures
from graph import Compartment, CompartmentKey, PropertyClass
from policies import (
    AuditEntry,
    AuditLog,
    CheckpointSigner,
    Disclosure,
    Outcome,
    PermitBook,
    ReceiptReader,
    ScopeBuilder,
    Sequencer,
    ViewerContext,
    blank_records,
    find_slots,
    load_bundle,
    verify_audit,
    verify_export,
)

AGENCIES = ("th-police", "kh-police", "my-police", "sg-fiu", "ph-police", "la-police", "my-telco", "us-ofac")


def main() -> None:
    parser = options_of(__doc__, entries=20_000, ids=20)
    parser.add_argument("--originators", type=int, default=4, choices=range(1, len(AGENCIES) + 1))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder), options.entries, options.ids, AGENCIES[: options.originators])
    figures |= measure_permits()
    show_figures(figures, as_json=options.json)


def measure(folder: Path, entries: int, ids: int, originators: Sequence[str]) -> dict[str, float]:
    """Return the figures of a trail in the units that their names say; processor time where no name says wall."""
    figures: dict[str, float] = {"entries": entries, "ids_per_entry": ids, "originators_per_entry": len(originators)}
    figures |= _append(folder, entries, ids, originators)
    signer = CheckpointSigner(Ed25519PrivateKey.generate())
    start = process_time()
    assert Sequencer(folder).run() == entries
    figures["sequence_entries_per_second"] = round(entries / (process_time() - start))
    start = process_time()
    notes = Sequencer(folder).checkpoint(signer)
    figures["checkpoint_us_per_log"] = round((process_time() - start) / len(notes) * 1e6)
    figures |= _read(folder, originators[0], signer)
    start = process_time()
    verified = verify_audit(folder, key=signer.key)
    assert verified.intact
    assert verified.entries == entries
    figures["verify_entries_per_second"] = round(entries / (process_time() - start))
    start = process_time()
    wanted = [_id(0, 0)]
    blank_records(folder, wanted, find_slots(folder, wanted))
    figures["blank_one_record_ms"] = round((process_time() - start) * 1e3, 1)
    return figures


def measure_permits() -> dict[str, float]:
    """Return what naming the permits of an answer costs: of compartments that were never seen, and of known ones."""
    keys = [
        CompartmentKey(originator=o, profile=p, kind=k)
        for o in AGENCIES
        for p in ("open", "law-enforcement")
        for k in ("Person", "PhoneNumber", "Site")
    ]
    compartments = tuple(Compartment(id=n, key=key) for n, key in enumerate(keys, start=1))
    scopes, now = ScopeBuilder(load_bundle()), datetime.now(UTC)
    viewer = ViewerContext(
        agency="th-police", subject="bench", roles=frozenset({"analyst"}), purpose="investigation", case_ref="C-1"
    )
    scope = scopes.build_scope(viewer, compartments, now=now)
    shown = {c.id: c.key for c in compartments if c.id in scope.visible and c.key is not None}
    book = PermitBook()
    start = process_time()
    book.permits(scope, shown)
    cold = process_time() - start
    start = process_time()
    for _ in range(1_000):
        book.permits(scope, shown)
    return {
        "permits_cold_us_per_compartment": round(cold / len(shown) * 1e6),
        "permits_known_us_per_answer": round((process_time() - start) * 1e3, 1),
        "permits_compartments": len(shown),
    }


def _append(folder: Path, entries: int, ids: int, originators: Sequence[str]) -> dict[str, float]:
    log = AuditLog(folder, node="bench")
    costs = []
    start, busy = perf_counter(), process_time()
    for number in range(entries):
        entry = _entry(number, ids, originators)
        before = perf_counter()
        log.append(entry)
        costs.append(perf_counter() - before)
    elapsed, worked = perf_counter() - start, process_time() - busy
    log.close()
    size = sum(path.stat().st_size for path in folder.glob("*.jsonl"))
    return {
        "append_wall_p50_us": round(statistics.median(costs) * 1e6, 1),
        "append_wall_p95_us": round(statistics.quantiles(costs, n=20)[-1] * 1e6, 1),
        "append_wall_max_ms": round(max(costs) * 1e3, 2),
        "append_us": round(worked / entries * 1e6, 1),
        "entries_per_second_wall": round(entries / elapsed),
        "bytes_per_entry": round(size / entries),
    }


def _read(folder: Path, originator: str, signer: CheckpointSigner) -> dict[str, float]:
    reader = ReceiptReader(folder, originator)
    start = process_time()
    page = [receipt for receipt, _ in zip(reader.latest(), range(20), strict=False)]
    read = process_time() - start
    start = process_time()
    proofs = [reader.prove(receipt.index, signer.key) for receipt in page]
    proved = process_time() - start
    assert all(verify_export(proof, key=signer.key).intact for proof in proofs)
    start = process_time()
    found = len(list(reader.latest(record_id=_id(0, 0))))
    by_record = process_time() - start
    return {
        "receipts_page_of_20_ms": round(read * 1e3, 1),
        "proof_us": round(proved / len(proofs) * 1e6),
        "receipts_of_one_record_ms": round(by_record * 1e3, 1),
        "receipts_of_one_record": found,
    }


def _id(number: int, place: int) -> str:
    return f"r-{number:08x}{place:024x}"


def _entry(number: int, ids: int, originators: Sequence[str]) -> AuditEntry:
    # Every thousandth entry names the same records, so that one of them has a history.
    seed = 0 if number % 1_000 == 0 else number
    shown = [_id(seed, place) for place in range(ids)]
    share = -(-ids // len(originators))
    return AuditEntry(
        actor="officer-7",
        agency="vn-police",
        purpose="investigation",
        operation="query search",
        outcome=Outcome.ALLOWED,
        policy_version="0" * 64,
        scope_key="0" * 24,
        case_ref="C-1",
        disclosures=[
            Disclosure(
                originator=originator,
                record_ids=shown[start : start + share],
                profile="law-enforcement",
                permits=[f"{originator}/permit"],
                classes=tuple(PropertyClass),
            )
            for originator, start in zip(originators, range(0, ids, share), strict=False)
        ],
    )


if __name__ == "__main__":
    main()
