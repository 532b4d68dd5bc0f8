"""Every entry comes into the logs exactly once, and whatever is changed afterwards in any file is found."""

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policies import (
    AuditError,
    AuditLog,
    LogsHeldError,
    Outcome,
    Sequencer,
    blank_records,
    find_slots,
    open_log,
    read_audit,
    segment_lengths,
    verify_audit,
)
from policies.audit.entry import AuditEntry
from policies.audit.line import make_entry, read_line, write_line
from policies.audit.logs import LogState, PartyLog, pack_tag, record_tag
from tests.policies.audit_trails import NOW, SIGNER, entry, rid, signed_trail, write_trail

RUN = """
import sys
from pathlib import Path
from policies import Sequencer
while True:
    Sequencer(Path(sys.argv[1])).run()
    print("run", flush=True)
"""


HOLD = """
import fcntl, sys
file = open(sys.argv[1], "w")
fcntl.flock(file, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""


def sizes(folder: Path) -> Mapping[str, int]:
    return LogState.read(folder).sizes


def test_an_entry_is_a_leaf_of_the_acting_agency_and_of_every_originator(tmp_path: Path) -> None:
    write_trail(
        tmp_path,
        entry(1, of=("th-police", "my-police")),
        entry(2, agency="th-police", of=("th-police",)),
        entry(3, of=()),
    )

    assert Sequencer(tmp_path).run() == 3
    assert sizes(tmp_path) == {
        "agencies/kh-police": 2,
        "agencies/th-police": 1,
        "originators/my-police": 1,
        "originators/th-police": 2,
    }
    assert Sequencer(tmp_path).run() == 0
    found = verify_audit(tmp_path)
    assert (found.intact, found.entries, found.leaves, found.waiting) == (True, 3, 6, 0)


def test_an_originators_leaf_holds_nothing_of_the_others(tmp_path: Path) -> None:
    path = write_trail(tmp_path, entry(1, of=("th-police", "my-police")))
    Sequencer(tmp_path).run()
    line = open_log(tmp_path, "originators/my-police").line(0)

    groups = line.disclosures({})["my-police"]

    assert [s.record_id for g in groups for s in g.slots] == [rid(1001)]
    assert {key for key in line.facts if key not in {"time"}} == {
        "actor", "agency", "purpose", "case", "outcome", "policy"
    }  # fmt: skip
    assert b"th-police" in path.read_bytes()
    assert "th-police" not in orjson.dumps(dict(line.facts)).decode()


def test_ids_without_an_originator_are_attributed_when_they_are_sequenced(tmp_path: Path) -> None:
    bare = AuditEntry(
        actor="a", agency="kh-police", purpose="p", operation="o", outcome=Outcome.ALLOWED, policy_version="v",
        record_ids=[rid(1), rid(2), rid(3)],
    )  # fmt: skip
    write_trail(tmp_path, bare)
    asked = []

    def attribute(ids: frozenset[str]) -> Mapping[str, str]:
        asked.append(ids)
        return {rid(1): "th-police", rid(3): "my-police"}

    Sequencer(tmp_path).run(attribute=attribute)
    Sequencer(tmp_path).run(attribute=attribute)

    assert asked == [frozenset({rid(1), rid(2), rid(3)})]
    assert sizes(tmp_path) == {"agencies/kh-police": 1, "originators/my-police": 1, "originators/th-police": 1}
    assert open_log(tmp_path, "originators/th-police").leaves_of([rid(1)]) == [0]
    assert open_log(tmp_path, "originators/th-police").leaves_of([rid(3)]) == []
    assert verify_audit(tmp_path).intact


def test_many_processes_write_while_one_sequences(tmp_path: Path) -> None:
    writers = [AuditLog(tmp_path, node=f"n{n}") for n in range(4)]

    def write(log: AuditLog) -> None:
        for number in range(150):
            log.append(entry(number, of=("th-police", "my-police")))

    threads = [threading.Thread(target=write, args=(log,)) for log in writers]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        Sequencer(tmp_path).run()
        Sequencer(tmp_path).checkpoint(SIGNER, now=NOW)
    for log in writers:
        log.close()
    Sequencer(tmp_path).run()
    found = verify_audit(tmp_path, key=SIGNER.key)

    assert found.intact, found.problems
    assert (found.entries, found.leaves, found.waiting) == (600, 1_800, 0)
    assert sizes(tmp_path)["originators/th-police"] == 600


@pytest.mark.long
def test_a_killed_sequencer_neither_repeats_nor_loses_an_entry(tmp_path: Path) -> None:
    expected = 0
    for turn in range(4):
        process = subprocess.Popen([sys.executable, "-c", RUN, str(tmp_path)], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        process.stdout.readline()
        with AuditLog(tmp_path, node="one") as log:
            for number in range(60 * (turn + 1)):
                log.append(entry(number))
        expected += 60 * (turn + 1)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
    Sequencer(tmp_path).run()
    found = verify_audit(tmp_path)

    assert found.intact, found.problems
    assert sizes(tmp_path) == {"agencies/kh-police": expected, "originators/th-police": expected}


def test_the_state_of_the_logs_is_on_the_disk_by_its_name_when_a_run_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_trail(tmp_path, entry(1))
    real, synced = os.fsync, list[tuple[int, bool]]()

    def note(descriptor: int) -> None:
        synced.append((os.fstat(descriptor).st_ino, (tmp_path / "logs.json").exists()))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", note)
    assert Sequencer(tmp_path).run() == 1
    assert (tmp_path.stat().st_ino, True) in synced
    assert [path.name for path in tmp_path.glob(".*")] == []


def test_one_sequences_at_a_time(tmp_path: Path) -> None:
    write_trail(tmp_path, entry(1))
    holding = subprocess.Popen(
        [
            sys.executable,
            "-c",
            HOLD,
            str(tmp_path / "logs.lock"),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holding.stdout is not None
    holding.stdout.readline()

    for act in (Sequencer.run, partial(Sequencer.checkpoint, signer=SIGNER)):
        with pytest.raises(LogsHeldError) as told:
            act(Sequencer(tmp_path), wait_seconds=0)
        lock = tmp_path / "logs.lock"
        assert str(told.value) == f"process {holding.pid} holds the audit logs (`{lock}`): try again"

    holding.communicate()
    assert Sequencer(tmp_path).run(wait_seconds=0) == 1
    assert set(Sequencer(tmp_path).checkpoint(SIGNER)) == {"agencies/kh-police", "originators/th-police"}


def test_a_checkpoint_is_made_only_of_what_grew(tmp_path: Path) -> None:
    write_trail(tmp_path, entry(1))
    Sequencer(tmp_path).run()

    notes = Sequencer(tmp_path).checkpoint(SIGNER, now=NOW)

    assert set(notes) == {"agencies/kh-police", "originators/th-police"}
    found = SIGNER.key.verify(notes["originators/th-police"])
    assert (found.origin, found.size, found.time) == ("benang.invalid/test/originators/th-police", 1, NOW)
    assert Sequencer(tmp_path).checkpoint(SIGNER, now=NOW) == {}
    assert verify_audit(tmp_path, key=SIGNER.key).checkpoints == 2


def every_file(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file() and p.name != "logs.lock")


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("signed")
    signed_trail(folder)
    assert verify_audit(folder, key=SIGNER.key).intact
    return folder


@pytest.mark.long
def test_any_bit_that_is_changed_in_the_state_is_found(signed: Path, tmp_path: Path) -> None:
    work = tmp_path / "work"
    shutil.copytree(signed, work)
    path = work / "logs.json"
    original = path.read_bytes()
    unseen = []
    for place in range(len(original)):
        for bit in range(8):
            changed = bytearray(original)
            changed[place] ^= 1 << bit
            path.write_bytes(changed)
            if verify_audit(work, key=SIGNER.key).intact:
                unseen.append((place, bytes(original[place : place + 1]), bit))
    assert unseen == []


@pytest.mark.long
def test_any_byte_that_is_changed_in_any_file_is_found(signed: Path, tmp_path: Path) -> None:
    """Every file of the trail, 25 places in each that has more."""
    dice = random.Random(11)  # noqa: S311 - a choice of places, no secret
    work = tmp_path / "work"
    shutil.copytree(signed, work)
    unseen = []
    for path in every_file(work):
        original = path.read_bytes()
        places = range(len(original)) if len(original) <= 25 else sorted(dice.sample(range(len(original)), 25))
        for place in places:
            changed = bytearray(original)
            changed[place] ^= 1 << dice.randrange(8)
            path.write_bytes(changed)
            if verify_audit(work, key=SIGNER.key).intact:
                unseen.append((path.name, place, bytes(original[place : place + 1])))
        path.write_bytes(original)
    assert unseen == []


def rewrite(path: Path, change: Callable[[list[bytes]], list[bytes]]) -> None:
    path.write_bytes(b"".join(change(path.read_bytes().splitlines(keepends=True))))


def rebuilt(folder: Path, change: Callable[[list[AuditEntry]], list[AuditEntry]]) -> None:
    """Rewrite the first segment with fitting salts and hashes, and sequence everything anew, as a forger would."""
    path = min(folder.glob("one-*.jsonl"))
    lines = [read_line(raw) for raw in path.read_bytes().splitlines()]
    forged, previous = [lines[0]], lines[0].hash
    for number, item in enumerate(change([line.entry() for line in lines[1:]]), start=2):
        forged.append(make_entry(item, sequence=number, time=lines[1].time, previous=previous))
        previous = forged[-1].hash
    path.write_bytes(b"".join(map(write_line, forged)))
    path.with_suffix(".head").write_text(f"{len(forged):020d} {previous}\n")
    for later in folder.glob("two-*"):
        later.unlink()
    notes = {p: p.read_bytes() for p in folder.glob("*/*/checkpoints")}
    for family in ("agencies", "originators"):
        shutil.rmtree(folder / family)
    for name in ("logs.json", "claims"):
        (folder / name).unlink(missing_ok=True)
    Sequencer(folder).run()
    for kept, text in notes.items():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(text)


MANIPULATIONS: dict[str, Callable[[Path, Path], object]] = {
    "an entry is dropped": lambda _, path: rewrite(path, lambda lines: lines[:2] + lines[3:]),
    "two entries are swapped": lambda _, path: rewrite(
        path, lambda lines: [*lines[:1], lines[2], lines[1], *lines[3:]]
    ),
    "the segment is truncated": lambda _, path: rewrite(path, lambda lines: lines[:-1]),
    "the segment is gone": lambda _, path: path.unlink(),
    "the segment and its mark are gone": lambda _, path: removed_with_mark(path),
    "a record's salt is replaced": lambda _, path: path.write_bytes(
        path.read_bytes().replace(salt_of(path), b"0" * 32, 1)
    ),
    "the salt of the facts is replaced": lambda _, path: path.write_bytes(
        path.read_bytes().replace(b'"factsSalt":"' + facts_salt_of(path), b'"factsSalt":"' + b"0" * 32, 1)
    ),
    "a record id is blanked without a proof": lambda folder, _: blanked(folder),
    "the logs are gone": lambda folder, _: shutil.rmtree(folder / "originators"),
    "the state is gone": lambda folder, _: (folder / "logs.json").unlink(),
    "a log is truncated": lambda folder, _: truncate(folder / "originators/th-police/level-00", 32),
    "an index is truncated": lambda folder, _: truncate(folder / "originators/th-police/index", 20),
    "all was rewritten without an entry": lambda folder, _: rebuilt(folder, lambda found: found[1:]),
    "all was rewritten with another entry": lambda folder, _: rebuilt(folder, lambda found: [entry(99), *found[1:]]),
}


def removed_with_mark(path: Path) -> None:
    path.unlink()
    path.with_suffix(".head").unlink()


def blanked(folder: Path) -> None:
    blank_records(folder, [rid(7)], find_slots(folder, [rid(7)]))


def truncate(path: Path, count: int) -> None:
    path.write_bytes(path.read_bytes()[:-count])


def salt_of(path: Path) -> bytes:
    return path.read_bytes().split(rid(7).encode() + b'","', 1)[1][:32]


def facts_salt_of(path: Path) -> bytes:
    return path.read_bytes().split(b'"factsSalt":"', 1)[1][:32]


@pytest.mark.parametrize("name", list(MANIPULATIONS))
def test_a_manipulation_is_found(signed: Path, tmp_path: Path, name: str) -> None:
    work = tmp_path / "work"
    shutil.copytree(signed, work)

    MANIPULATIONS[name](work, min(work.glob("one-*.jsonl")))

    assert not verify_audit(work, key=SIGNER.key).intact


def test_a_fork_shows_by_a_checkpoint_kept_elsewhere(signed: Path, tmp_path: Path) -> None:
    """Whoever holds disk and key rewrites everything, checkpoints too: only what others kept tells."""
    kept = open_log(signed, "originators/th-police").notes()
    work = tmp_path / "work"
    shutil.copytree(signed, work)
    rebuilt(work, lambda found: [entry(99), *found[1:]])
    for path in work.glob("*/*/checkpoints"):
        path.unlink()
    Sequencer(work).checkpoint(SIGNER, now=NOW)

    assert verify_audit(work, key=SIGNER.key).intact
    problems = verify_audit(work, key=SIGNER.key, notes=kept[:1]).problems
    assert [(p.segment, p.problem) for p in problems] == [
        ("originators/th-police", "the log is not the one that a checkpoint was signed of")
    ]


def test_the_signer_signs_nothing_over_a_log_that_differs_from_its_checkpoint(signed: Path, tmp_path: Path) -> None:
    work = tmp_path / "work"
    shutil.copytree(signed, work)
    rebuilt(work, lambda found: [entry(99), *found[1:]])
    write_trail(work, *(entry(n, of=("th-police",)) for n in range(9)), node="three")
    Sequencer(work).run()

    with pytest.raises(AuditError, match="is not what its last checkpoint says"):
        Sequencer(work).checkpoint(SIGNER, now=NOW)


def test_a_log_tells_which_of_many_records_it_names_and_which_since(tmp_path: Path) -> None:
    write_trail(tmp_path, *(entry(n, of=("th-police",)) for n in range(3)))
    Sequencer(tmp_path).run()
    log = open_log(tmp_path, "originators/th-police")
    [first, *_], everybody = read_audit(tmp_path), [rid(n) for n in range(5_000)]
    before, named = log.tag_count, log.named(everybody)
    assert set(first.entry.record_ids) & set(everybody) <= set(named)
    assert {leaf for one in named for leaf in log.leaves_of([one])} == set(log.leaves_of(named)) == {0, 1, 2}

    write_trail(tmp_path, entry(3, of=("th-police",)), node="three")
    Sequencer(tmp_path).run()
    log = open_log(tmp_path, "originators/th-police")
    assert log.leaves_of(everybody, after=before) and set(log.leaves_of(everybody, after=before)) == {3}
    assert set(log.named(everybody, after=before)) == {one for one in everybody if 3 in log.leaves_of([one])}
    assert (log.named([]), log.named([rid(4_999)]), log.leaves_of([], after=before)) == ([], [], [])
    assert open_log(tmp_path, "originators/nobody").named(everybody) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    stands=st.lists(st.integers(0, 40), max_size=60),
    asked=st.lists(st.integers(0, 60), max_size=40),
    after=st.integers(0, 70),
)
def test_a_log_tells_which_records_it_names_as_a_walk_through_it_does(
    tmp_path: Path, stands: list[int], asked: list[int], after: int
) -> None:
    name = "originators/th-police"
    log = PartyLog(tmp_path, name, LogState(tagged={name: len(stands)}))
    (tmp_path / name).mkdir(parents=True, exist_ok=True)
    rows = [pack_tag(rid(number), leaf) for leaf, number in enumerate(stands)]
    (tmp_path / name / "records").write_bytes(b"".join(rows))
    walked = list(log.tagged(after=after))

    ids = [rid(number) for number in asked]
    assert log.named(ids, after=after) == [one for one in ids if record_tag(one) in {tag for tag, _ in walked}]
    assert log.leaves_of(ids, after=after) == [leaf for tag, leaf in walked if tag in set(map(record_tag, ids))]


def test_nobody_asked_for_is_found_without_a_look_into_the_log(tmp_path: Path) -> None:
    name = "originators/th-police"
    log = PartyLog(tmp_path, name, LogState(tagged={name: 2_000_000}))
    assert (log.named([]), log.leaves_of([])) == ([], [])
    with pytest.raises(FileNotFoundError):
        log.named([rid(1)])


def test_slots_are_found_alike_for_few_records_and_for_many_and_behind_a_place(tmp_path: Path) -> None:
    write_trail(tmp_path, *(entry(n) for n in range(5)))
    lengths = segment_lengths(tmp_path)
    many = [rid(n) for n in range(100)]
    one_by_one = {digest for one in many for digest in find_slots(tmp_path, [one]).digests}
    assert one_by_one
    assert set(find_slots(tmp_path, many).digests) == one_by_one
    assert find_slots(tmp_path, []).digests == ()

    write_trail(tmp_path, *(entry(n) for n in range(2)), node="three")
    later = set(find_slots(tmp_path, many).digests) - one_by_one
    assert later
    # What stands in a segment that has not grown is not read again.
    assert set(find_slots(tmp_path, many, after=lengths).digests) == later
    assert find_slots(tmp_path, many, after=segment_lengths(tmp_path)).digests == ()


def test_an_erasure_with_its_proof_leaves_all_else_verified(tmp_path: Path) -> None:
    signed_trail(tmp_path)
    slots = find_slots(tmp_path, [rid(7)])
    write_trail(tmp_path, erasure(slots.digests), node="three")

    blank_records(tmp_path, [rid(7)], slots)
    blank_records(tmp_path, [rid(7)], slots)
    Sequencer(tmp_path).run()
    found = verify_audit(tmp_path, key=SIGNER.key)

    assert find_slots(tmp_path, [rid(7)]).digests == ()
    assert found.intact, found.problems
    assert found.erased == len(slots.digests) > 1
    left = b"".join(path.read_bytes() for path in every_file(tmp_path))
    assert rid(7).encode() not in left
    assert f"{rid(1)[:-2]}00".encode() in left
    assert open_log(tmp_path, "originators/th-police").leaves_of([rid(7)]) == []


def erasure(digests: tuple[str, ...]) -> AuditEntry:
    return AuditEntry(
        actor="retention", agency="th-police", purpose="retention", operation="erase", outcome=Outcome.ALLOWED,
        policy_version="v1", erased=digests,
    )  # fmt: skip


def test_over_a_truncated_segment_nothing_is_sequenced(tmp_path: Path) -> None:
    path = signed_trail(tmp_path)
    rewrite(path, lambda lines: lines[:-1])
    write_trail(tmp_path, entry(9), node="three")

    with pytest.raises(AuditError, match=r"is shorter than it was; run `benang audit verify`"):
        Sequencer(tmp_path).run()

    assert not verify_audit(tmp_path, key=SIGNER.key).intact


def test_damaged_books_are_a_clear_refusal(tmp_path: Path) -> None:
    path = signed_trail(tmp_path)
    (tmp_path / "logs.json").write_text("{")
    with pytest.raises(AuditError, match=r"`logs.json` of the audit folder is damaged"):
        Sequencer(tmp_path).run()
    (tmp_path / "logs.json").unlink()
    path.write_bytes(path.read_bytes().replace(b"op-1", b'op"1'))
    with pytest.raises(AuditError, match="holds a line that is no entry"):
        Sequencer(tmp_path).run()
    assert Sequencer(tmp_path / "nowhere").run() == 0
