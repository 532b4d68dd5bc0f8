"""An originator learns who got its records and can prove each receipt by itself; nothing of others is in it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import orjson
import pytest

from policies import (
    AuditError,
    Disclosure,
    Exposure,
    Receipt,
    ReceiptReader,
    Sequencer,
    blank_records,
    find_slots,
    place_in_time,
    start_in_time,
    verify_audit,
    verify_export,
)
from policies.audit import line as audit_line
from policies.audit.line import START, is_true, make_entry, read_line, write_line
from tests.policies.audit_trails import NOW, SIGNER, clock_at, entry, rid, signed_trail, write_trail


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("trail")
    signed_trail(made, 9)
    write_trail(made, entry(50, agency="th-police", of=("th-police",)), node="own")
    Sequencer(made).run()
    return made


def bundle(folder: Path, originator: str = "th-police") -> bytes:
    return b"".join(ReceiptReader(folder, originator).bundle(SIGNER.key))


def test_a_receipt_says_who_got_what_on_which_basis(tmp_path: Path) -> None:
    write_trail(tmp_path, entry(1, of=("th-police", "my-police"), exposure=Exposure.EXPORTED))
    Sequencer(tmp_path).run()

    [found] = ReceiptReader(tmp_path, "my-police").latest()

    assert (found.originator, found.index, found.agency, found.actor) == ("my-police", 0, "kh-police", "officer 1")
    assert (found.purpose, found.case_ref, found.operation) == ("investigation", "C-1", "op-1")
    assert found.disclosures == (
        Disclosure(
            originator="my-police", record_ids=(rid(1001),), exposure=Exposure.EXPORTED, profile="law-enforcement",
            permits=("my-police/permit",),
        ),
    )  # fmt: skip
    assert found.exposures == {Exposure.EXPORTED}
    assert list(ReceiptReader(tmp_path, "sg-police").latest()) == []


def test_a_line_of_an_older_version_reads_and_verifies() -> None:
    """It opened the operation to the originators, which nothing does now."""
    new = make_entry(entry(1), sequence=2, time=NOW, previous=START)
    internal = {key: value for key, value in new.internal.items() if key != "operation"}
    old = replace(new, facts={**new.facts, "operation": "op-1"}, internal=internal)
    line = read_line(write_line(audit_line._hashed(old, old.commitment))[:-1])

    assert is_true(line)
    assert not is_true(replace(line, facts={**line.facts, "operation": "op-2"}))
    assert (line.operation, line.entry()) == ("op-1", new.entry())
    assert line.facts_digest != new.facts_digest


def test_receipts_are_read_from_the_newest_and_found_by_record(folder: Path) -> None:
    reader = ReceiptReader(folder, "th-police")
    operations = [r.operation for r in reader.latest()]

    assert operations == ["op-9", "op-8", "op-5", "op-4", "op-1"]
    assert [r.operation for r in reader.latest(include_own=True)] == ["op-50", *operations]
    assert [r.operation for r in reader.latest(before=reader.size - 2)] == operations[1:]
    assert [r.operation for r in reader.latest(record_id=rid(7))] == operations
    assert list(reader.latest(record_id=rid(123_456))) == []


@pytest.fixture
def unequal(tmp_path: Path) -> Path:
    """A log whose leaves are not in the order of times: one process's clock was hours ahead, one entry came late."""
    for number, hours in ((1, 0), (2, 5), (3, 2), (4, 2), (5, -30)):
        with clock_at(NOW + timedelta(hours=hours)):
            write_trail(tmp_path, entry(number), node=f"node-{number}")
        Sequencer(tmp_path).run()
    return tmp_path


def told(receipts: Iterator[Receipt]) -> list[str]:
    return [r.operation for r in receipts]


def test_receipts_of_a_time_are_all_found_wherever_in_the_log_they_stand(unequal: Path) -> None:
    reader, two, five = ReceiptReader(unequal, "th-police"), NOW + timedelta(hours=2), NOW + timedelta(hours=5)

    assert told(reader.latest(since=NOW)) == ["op-4", "op-3", "op-2", "op-1"]
    assert told(reader.latest(since=five)) == ["op-2"]
    assert told(reader.latest(until=five)) == ["op-5", "op-4", "op-3", "op-1"]
    assert told(reader.latest(since=two, until=five, record_id=rid(7))) == ["op-4", "op-3"]


def test_receipts_are_read_backwards_in_time_without_loss(unequal: Path) -> None:
    reader = ReceiptReader(unequal, "th-police")
    every = list(reader.backwards(end=None, since=None, until=None))

    assert told(iter(every)) == ["op-2", "op-4", "op-3", "op-1", "op-5"]
    for place, receipt in enumerate(every):
        rest = reader.backwards(end=place_in_time(receipt), since=None, until=None)
        assert told(rest) == told(iter(every[place + 1 :]))
    # Where a time begins, what is of that time stands behind the place.
    assert told(reader.backwards(end=start_in_time(every[1].time), since=None, until=None)) == ["op-1", "op-5"]
    assert told(reader.backwards(end=None, since=NOW, until=every[0].time)) == ["op-4", "op-3", "op-1"]


@pytest.mark.parametrize("kept", [0, 2])
def test_times_of_an_older_folder_are_read_from_its_entries(unequal: Path, kept: int) -> None:
    times = unequal / "originators" / "th-police" / "times"
    whole = times.read_bytes()
    times.write_bytes(whole[: kept * 8])

    assert told(ReceiptReader(unequal, "th-police").latest(since=NOW + timedelta(hours=5))) == ["op-2"]
    with clock_at(NOW):
        write_trail(unequal, entry(6), node="six")
    Sequencer(unequal).run()
    assert times.read_bytes()[: len(whole)] == whole
    assert len(times.read_bytes()) == len(whole) + 8
    assert verify_audit(unequal).intact


def test_a_time_that_was_changed_in_the_list_is_found(unequal: Path) -> None:
    times = unequal / "originators" / "th-police" / "times"
    times.write_bytes(bytes(8) + times.read_bytes()[8:])

    found = verify_audit(unequal).problems
    assert [(p.segment, p.line, p.problem) for p in found] == [
        ("originators/th-police", 0, "the list of its times is not that of the entries")
    ]


def test_every_receipt_is_proved_and_growth_too(folder: Path) -> None:
    reader = ReceiptReader(folder, "th-police")
    for index in range(reader.size - 1):
        found = verify_export(reader.prove(index, SIGNER.key), key=SIGNER.key)
        assert (found.intact, found.originator, found.own_key) == (True, "th-police", False)
    first, *_ = reader.checkpoints()
    assert verify_export(reader.prove_growth(first, SIGNER.key), key=SIGNER.key).intact
    with pytest.raises(AuditError, match="no checkpoint covers this receipt yet"):
        reader.prove(reader.size - 1, SIGNER.key)
    with pytest.raises(AuditError, match="no such leaf"):
        reader.prove(reader.size, SIGNER.key)


def test_a_bundle_is_verified_anywhere(folder: Path) -> None:
    found = verify_export(bundle(folder))

    assert (found.intact, found.leaves, found.own_key, found.key) == (True, 5, True, str(SIGNER.key))
    assert b"my-police/permit" not in bundle(folder)
    kept = ReceiptReader(folder, "th-police").checkpoints()
    assert verify_export(bundle(folder), key=SIGNER.key, notes=kept).intact


MANIPULATIONS: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "a leaf is dropped": lambda lines: lines[:1] + lines[2:],
    "two leaves are swapped": lambda lines: [lines[0], lines[2], lines[1], *lines[3:]],
    "the end is cut": lambda lines: lines[:-1],
    "a leaf is repeated": lambda lines: [*lines, lines[-1]],
    "an actor is changed": lambda lines: [lines[0], lines[1].replace(b"officer", b"0fficer"), *lines[2:]],
    "a record is changed": lambda lines: [lines[0], lines[1].replace(b'"r-00', b'"r-01', 1), *lines[2:]],
    "a permit is changed": lambda lines: [lines[0], lines[1].replace(b"/permit", b"/p3rmit", 1), *lines[2:]],
    "a space is put in": lambda lines: [lines[0], lines[1].replace(b'":"', b'": "', 1), *lines[2:]],
    "a checkpoint is changed": lambda lines: [lines[0].replace(b"/th-police\\n", b"/my-police\\n", 1), *lines[1:]],
    "the checkpoints are gone": lambda lines: [
        orjson.dumps({**orjson.loads(lines[0]), "checkpoints": []}) + b"\n", *lines[1:],
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", list(MANIPULATIONS))
def test_a_manipulated_bundle_is_found(folder: Path, name: str) -> None:
    lines = bundle(folder).splitlines(keepends=True)

    assert not verify_export(b"".join(MANIPULATIONS[name](lines)), key=SIGNER.key).intact


def test_a_proof_for_another_leaf_is_found(folder: Path) -> None:
    reader = ReceiptReader(folder, "th-police")
    one, other = (orjson.loads(reader.prove(index, SIGNER.key)) for index in (0, 1))
    for forged in (
        {**one, "leaf": other["leaf"]},
        {**one, "index": 1},
        {**one, "path": [*one["path"][::-1], one["path"][0]]},
    ):
        assert not verify_export(orjson.dumps(forged), key=SIGNER.key).intact
    old, new = reader.checkpoints()
    growth = orjson.loads(reader.prove_growth(old, SIGNER.key))
    assert not verify_export(orjson.dumps({**growth, "path": growth["path"][::-1]}), key=SIGNER.key).intact
    assert not verify_export(orjson.dumps({**growth, "old": new, "new": old}), key=SIGNER.key).intact


def test_what_is_no_export_is_refused() -> None:
    for data in (b"", b"{}", b"[1]", b'{"type":"benang-audit-bundle"}', b"\xff"):
        with pytest.raises(AuditError, match="no bundle or proof"):
            verify_export(data)


def test_an_erased_record_leaves_its_receipt_provable(tmp_path: Path) -> None:
    signed_trail(tmp_path)
    blank_records(tmp_path, [rid(7)], find_slots(tmp_path, [rid(7)]))
    reader = ReceiptReader(tmp_path, "th-police")

    receipts = list(reader.latest())

    assert [r.erased for r in receipts] == [1] * len(receipts)
    assert all(rid(7) not in r.record_ids for r in receipts)
    assert list(reader.latest(record_id=rid(7))) == []
    assert verify_export(bundle(tmp_path), key=SIGNER.key).intact
    assert rid(7).encode() not in bundle(tmp_path)
    assert verify_export(reader.prove(0, SIGNER.key), key=SIGNER.key).intact
    assert Sequencer(tmp_path).checkpoint(SIGNER, now=NOW) == {}
