"""The audit trail loses nothing to a killed process, refuses when it cannot write, and shows what was changed."""

import contextlib
import fcntl
import json
import os
import signal
import string
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies import (
    AuditDamagedError,
    AuditEntry,
    AuditError,
    AuditLog,
    Outcome,
    Sequencer,
    audit,
    blank_records,
    find_slots,
    has_acted,
    read_audit,
    verify_audit,
)
from policies.audit_entry import keep_blanks, make_entry, read_line, slots_in, write_line
from policies.audit_logs import held_logs
from tests.policies.audit_trails import entry as trail_entry
from tests.policies.audit_trails import write_trail

WRITER = """
import sys
from pathlib import Path
from policies import AuditEntry, AuditLog, Outcome
log = AuditLog(Path(sys.argv[1]), node="killed")
number = 0
while True:
    number += 1
    log.append(AuditEntry(actor="a", agency="th-police", purpose="investigation", operation=f"op-{number}",
                          outcome=Outcome.ALLOWED, policy_version="v", record_ids=["r-1"]))
    sys.stdout.write(f"{number}\\n")
    sys.stdout.flush()
"""


def entry(number: int = 1) -> AuditEntry:
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


def test_entries_are_read_as_they_were_written(tmp_path: Path) -> None:
    written(tmp_path, 3)

    found = list(read_audit(tmp_path))

    assert [s.entry for s in found] == [replace(entry(n), count=2, record_ids=("r-0", f"r-{n}")) for n in (1, 2, 3)]
    assert [s.sequence for s in found] == [2, 3, 4]
    assert verify_audit(tmp_path).intact
    assert (verify_audit(tmp_path).segments, verify_audit(tmp_path).entries) == (1, 3)


def test_segments_are_for_the_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "audit"
    path = written(folder)

    assert folder.stat().st_mode & 0o777 == 0o700
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_killed_writer_loses_no_appended_entry(tmp_path: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    acknowledged = 0
    while acknowledged < 300:
        acknowledged = int(process.stdout.readline())
    process.send_signal(signal.SIGKILL)
    acknowledged = max([acknowledged, *(int(line) for line in process.stdout if line.endswith("\n"))])
    process.wait()
    process.stdout.close()

    operations = [s.entry.operation for s in read_audit(tmp_path)]

    assert operations[:acknowledged] == [f"op-{n}" for n in range(1, acknowledged + 1)]
    assert len(operations) - acknowledged in {0, 1}
    assert verify_audit(tmp_path).intact


def test_an_entry_that_the_kill_cut_in_two_was_never_answered_on(tmp_path: Path) -> None:
    path = written(tmp_path, 3)
    line = path.read_bytes().splitlines()[-1]
    with path.open("ab") as file:
        file.write(line.replace(b'"sequence":4', b'"sequence":5')[:-30])

    verified = verify_audit(tmp_path)

    assert (verified.entries, verified.unfinished, verified.intact) == (3, 1, True)
    assert [s.entry.operation for s in read_audit(tmp_path)] == ["op-1", "op-2", "op-3"]
    assert Sequencer(tmp_path).run() == 3
    assert verify_audit(tmp_path).intact


def test_several_processes_write_without_waiting_for_each_other(tmp_path: Path) -> None:
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for process in writers:
        assert process.stdout is not None
        while int(process.stdout.readline()) < 100:
            pass
        process.kill()
        process.wait()
        process.stdout.close()
    written(tmp_path, 1)

    verified = verify_audit(tmp_path)

    assert (verified.segments, verified.intact) == (3, True)
    times = [s.time for s in read_audit(tmp_path)]
    assert times == sorted(times)
    assert len(times) == verified.entries >= 201


def test_a_full_segment_is_followed_by_another(tmp_path: Path) -> None:
    with AuditLog(tmp_path, node="one", segment_bytes=2000) as log, ThreadPoolExecutor(4) as pool:

        def act(number: int) -> None:
            log.append(entry(number))
            log.flush()

        list(pool.map(act, range(40)))
    sizes = [path.stat().st_size for path in tmp_path.glob("*.jsonl")]

    verified = verify_audit(tmp_path)
    assert (verified.segments, verified.entries, verified.intact) == (len(sizes), 40, True)
    assert len(sizes) > 5
    assert max(sizes) < 3500
    times = [s.time for s in read_audit(tmp_path)]
    assert times == sorted(times)
    assert Sequencer(tmp_path).run() == 40
    assert verify_audit(tmp_path).intact


def test_more_segments_than_files_may_be_open_are_read_and_sequenced(tmp_path: Path) -> None:
    for number in range(140):
        with AuditLog(tmp_path, node="one") as log:
            log.append(entry(number))
    read = f"""
import resource
from pathlib import Path
from policies import Sequencer, read_audit
resource.setrlimit(resource.RLIMIT_NOFILE, (120, 120))
folder = Path({str(tmp_path)!r})
print(len(list(read_audit(folder))), Sequencer(folder).run())
"""
    found = subprocess.run([sys.executable, "-c", read], check=True, capture_output=True, text=True)

    assert found.stdout == "140 140\n"
    assert verify_audit(tmp_path).intact


def test_the_end_of_a_segment_is_named_once_by_a_later_one(tmp_path: Path) -> None:
    for _ in range(12):
        with AuditLog(tmp_path, node="one") as log:
            log.append(entry())
    openings = [read_line(path.read_bytes().splitlines()[0]).heads for path in tmp_path.glob("*.jsonl")]
    named = [name for heads in openings for name in heads or ()]

    assert (len(named), len(set(named))) == (11, 11)
    assert verify_audit(tmp_path).intact


@pytest.mark.parametrize("number", [0, 1])
def test_a_full_segment_that_is_taken_away_is_missed(tmp_path: Path, number: int) -> None:
    with AuditLog(tmp_path, node="one", segment_bytes=2000) as log:
        for count in range(16):
            log.append(entry(count))
    paths = sorted(tmp_path.glob("*.jsonl"), key=lambda p: read_line(p.read_bytes().splitlines()[1]).time)
    paths[number].unlink()
    paths[number].with_suffix(".head").unlink()

    assert (paths[number].stem, "the segment is missing") in {
        (p.segment, p.problem) for p in verify_audit(tmp_path).problems
    }


def test_a_pipe_in_the_place_of_a_segment_is_damage_and_not_waited_for(tmp_path: Path) -> None:
    [path] = written(tmp_path).parent.glob("*.jsonl")
    path.unlink()
    os.mkfifo(path)

    assert [(p.segment, p.problem) for p in verify_audit(tmp_path).problems][:1] == [
        (path.stem, "the segment is no regular file")
    ]


def test_threads_share_a_log(tmp_path: Path) -> None:
    with AuditLog(tmp_path, node="one") as log, ThreadPoolExecutor(4) as pool:
        numbers = sorted(pool.map(lambda n: log.append(entry(n)), range(200)))

    assert numbers == list(range(2, 202))
    assert verify_audit(tmp_path).intact


def test_a_forked_child_gets_a_segment_of_its_own(tmp_path: Path) -> None:
    log = AuditLog(tmp_path, node="one")
    log.append(entry(1))
    child = subprocess.run([sys.executable, "-c", FORK, str(tmp_path)], check=True, capture_output=True)
    log.close()

    assert child.returncode == 0
    verified = verify_audit(tmp_path)
    assert (verified.segments, verified.entries, verified.intact) == (3, 3, True)


FORK = """
import os, sys
from pathlib import Path
from policies import AuditEntry, AuditLog, Outcome
entry = AuditEntry(actor="a", agency="x", purpose="p", operation="o", outcome=Outcome.DENIED, policy_version="v")
log = AuditLog(Path(sys.argv[1]), node="forked")
log.append(entry)
child = os.fork()
if child == 0:
    log.append(entry)
    os._exit(0)
assert os.waitpid(child, 0)[1] == 0
log.close()
"""


def test_entries_reach_the_disk_in_groups_within_the_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[float] = []
    real = os.fdatasync

    def timed(descriptor: int) -> None:
        real(descriptor)
        flushed.append(time.perf_counter())

    monkeypatch.setattr(os, "fdatasync", timed)
    with AuditLog(tmp_path, node="one") as log:
        start = time.perf_counter()
        for number in range(200):
            log.append(entry(number))
        appended = time.perf_counter()
        while not flushed or flushed[-1] < appended:
            time.sleep(0.001)
            assert time.perf_counter() - appended < 5
    # 25 ms between flushes, and what a busy disk of the test machine adds.
    assert flushed[0] - start < 1
    assert len(flushed) < 50


def test_a_full_disk_refuses_and_the_chain_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, full = os.write, threading.Event()

    def write(descriptor: int, data: bytes) -> int:
        return real(descriptor, data[:40]) if full.is_set() and data.endswith(b"}\n") else real(descriptor, data)

    monkeypatch.setattr(os, "write", write)
    with AuditLog(tmp_path, node="one") as log:
        log.append(entry(1))
        full.set()
        with pytest.raises(AuditError, match="cannot be written whole"):
            log.append(entry(2))
        full.clear()
        log.append(entry(3))

    assert [s.entry.operation for s in read_audit(tmp_path)] == ["op-1", "op-3"]
    assert verify_audit(tmp_path).intact


def refuse(*_: object) -> int:
    raise OSError(28, "No space left on device")


@pytest.fixture
def by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is flushed but by the test, and a disk that refused is asked again with the very next entry."""
    monkeypatch.setattr(audit, "FLUSH_SECONDS", 3600)
    monkeypatch.setattr(audit, "TRY_AGAIN_SECONDS", 0)


def descriptors() -> int:
    """Return how many files this process has open."""
    return len(list(Path("/proc/self/fd").iterdir()))


def test_a_refused_write_lets_no_answer_leave(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = AuditLog(tmp_path, node="one")
    log.append(entry(1))
    monkeypatch.setattr(os, "write", refuse)
    with pytest.raises(AuditError, match="No space left on device"):
        log.append(entry(2))


@pytest.mark.usefixtures("by_hand")
def test_a_refused_flush_lets_no_answer_leave_until_all_is_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = AuditLog(tmp_path, node="one")
    log.append(entry(1))
    log.flush()
    with monkeypatch.context() as patched:
        patched.setattr(os, "fdatasync", refuse)
        log.append(entry(2))
        for _ in range(3):
            with pytest.raises(AuditError, match="cannot be flushed"):
                log.flush()
            with pytest.raises(AuditError, match="cannot be flushed"):
                log.append(entry(3))
    files = list(tmp_path.glob("one-*"))
    # What the kernel could not write it may drop, and says so once: a flush that succeeds later means nothing.
    [path] = tmp_path.glob("*.jsonl")
    kept = path.read_bytes()[: -len(path.read_bytes().splitlines(keepends=True)[-1])]
    path.write_bytes(kept + bytes(path.stat().st_size - len(kept)))

    log.append(entry(4))
    log.close()

    assert len(files) == 2
    assert [s.entry.operation for s in read_audit(tmp_path)] == ["op-1", "op-2", "op-4"]
    verified = verify_audit(tmp_path)
    assert (verified.segments, verified.unfinished, verified.intact) == (2, 0, True)
    assert Sequencer(tmp_path).run() == 3


def other_files(folder: Path) -> list[Path]:
    """Open files of the process, which take the numbers of descriptors that were closed before."""
    paths = [folder / f"other-{number}" for number in range(12)]
    for path in paths:
        path.write_bytes(b"x" * 200)
        os.open(path, os.O_RDWR)
    return paths


def unharmed(paths: list[Path]) -> bool:
    for number in Path("/proc/self/fd").iterdir():
        if number.resolve() in paths:
            os.close(int(number.name))
    return {path.read_bytes() for path in paths} == {b"x" * 200}


@pytest.mark.usefixtures("by_hand")
@pytest.mark.parametrize("refused", [1, 2])
def test_a_full_segment_whose_flush_was_refused_is_rescued_by_its_name_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: int
) -> None:
    log, real, asked = AuditLog(tmp_path / "audit", node="one", segment_bytes=1), os.fdatasync, list[int]()
    log.append(entry(1))
    [path] = log.folder.glob("*.jsonl")

    def refuse_one(descriptor: int) -> None:
        # The log of another test's application may be flushed by its thread meanwhile.
        if os.fstat(descriptor).st_ino in {file.stat().st_ino for file in log.folder.iterdir()}:
            asked.append(descriptor)
            if len(asked) == refused:
                refuse()
        real(descriptor)

    with monkeypatch.context() as patched, contextlib.suppress(AuditError):
        patched.setattr(os, "fdatasync", refuse_one)
        log.append(entry(2))
        log.append(entry(3))
    others = other_files(tmp_path)

    log.append(entry(4))
    log.close()

    assert unharmed(others)
    assert audit.read_head(path) == (2, read_line(path.read_bytes().splitlines()[-1]).hash)
    taken = {1: ["op-1", "op-4"], 2: ["op-1", "op-2", "op-4"]}
    assert [s.entry.operation for s in read_audit(log.folder)] == taken[refused]
    assert verify_audit(log.folder).intact


@pytest.mark.usefixtures("by_hand")
def test_a_descriptor_that_goes_on_refusing_after_the_rescue_holds_up_no_entry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log, real = AuditLog(tmp_path / "audit", node="one"), os.fdatasync
    log.append(entry(1))
    [first] = log.folder.glob("*.jsonl")

    def refuse_its_own(descriptor: int) -> None:
        is_first = os.fstat(descriptor).st_ino == first.stat().st_ino
        if is_first and fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_APPEND:
            refuse()
        real(descriptor)

    monkeypatch.setattr(os, "fdatasync", refuse_its_own)
    with pytest.raises(AuditError, match="cannot be flushed"):
        log.flush()
    before = descriptors()
    for number in (2, 3):
        log.append(entry(number))
    assert descriptors() == before
    log.close()

    assert [s.entry.operation for s in read_audit(log.folder)] == ["op-1", "op-2", "op-3"]
    assert verify_audit(log.folder).intact


def erase(folder: Path, record_id: str, proofs: AuditLog) -> None:
    """Erase a record's id as another process does."""
    slots = find_slots(folder, [record_id])
    proofs.append(replace(entry(9), record_ids=(), erased=slots.digests))
    proofs.flush()
    blank_records(folder, [record_id], slots)


@pytest.mark.usefixtures("by_hand")
@pytest.mark.parametrize("lost", [False, True])
def test_what_was_erased_while_a_flush_failed_stays_erased_and_all_else_is_rescued(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, lost: bool
) -> None:
    with AuditLog(tmp_path, node="one") as log, AuditLog(tmp_path, node="two") as proofs:
        log.append(entry(1))
        log.flush()
        log.append(entry(2))
        log.append(entry(3))
        with monkeypatch.context() as patched:
            patched.setattr(os, "fdatasync", refuse)
            with pytest.raises(AuditError, match="cannot be flushed"):
                log.flush()
        [path] = tmp_path.glob("one-*.jsonl")
        erase(tmp_path, "r-2", proofs)
        if lost:  # the last line was dropped with its page
            last = path.read_bytes().splitlines(keepends=True)[-1]
            path.write_bytes(path.read_bytes()[: -len(last)] + bytes(len(last)))
        log.append(entry(4))

    assert [path for path in tmp_path.glob("*.jsonl") if b'"r-2"' in path.read_bytes()] == []
    told = {s.entry.operation: s.entry.record_ids for s in read_audit(tmp_path) if s.segment == path.stem}
    assert told == {"op-1": ("r-0", "r-1"), "op-2": ("r-0",), "op-3": ("r-0", "r-3")}
    assert verify_audit(tmp_path).intact
    assert Sequencer(tmp_path).run() == 5
    assert verify_audit(tmp_path).intact


@pytest.mark.usefixtures("by_hand")
def test_no_rescue_passes_by_an_erasure_that_is_at_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = AuditLog(tmp_path, node="one")
    log.append(entry(1))
    with monkeypatch.context() as patched:
        patched.setattr(os, "fdatasync", refuse)
        with pytest.raises(AuditError):
            log.flush()
    with held_logs(tmp_path), pytest.raises(AuditError, match="Resource temporarily unavailable"):
        log.append(entry(2))
    log.append(entry(3))
    log.close()
    assert [s.entry.operation for s in read_audit(tmp_path)] == ["op-1", "op-3"]


@given(
    data=st.data(),
    ids=st.lists(st.text(string.ascii_lowercase + "-", min_size=1, max_size=70), min_size=1, max_size=9, unique=True),
)
def test_a_line_that_is_written_again_keeps_just_the_blanks_that_stand_there(
    data: st.DataObject, ids: list[str]
) -> None:
    line = make_entry(
        replace(entry(1), record_ids=ids), sequence=2, time=datetime(2026, 5, 1, tzinfo=UTC), previous="0"
    )
    raw = write_line(line)
    standing = bytearray(raw)
    erased = data.draw(st.sets(st.sampled_from(ids)))
    for place, blank, _ in slots_in(raw, erased):
        standing[place : place + len(blank)] = blank

    assert keep_blanks(raw, bytes(standing)) == standing
    assert keep_blanks(raw, raw) == raw
    # Of what the disk has lost nothing is known.
    assert keep_blanks(raw, bytes(len(raw))) == raw


@pytest.mark.usefixtures("by_hand")
def test_a_segment_that_ends_in_half_an_entry_is_left_once_its_whole_ones_are_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log, real = AuditLog(tmp_path / "audit", node="one"), os.write
    log.append(entry(1))
    with monkeypatch.context() as patched:
        patched.setattr(os, "write", lambda descriptor, data: real(descriptor, data[:40]))
        patched.setattr(os, "ftruncate", refuse)
        patched.setattr(os, "fdatasync", refuse)
        for problem in ("cannot be written whole", "cannot be flushed", "cannot be flushed"):
            with pytest.raises(AuditError, match=problem):
                log.append(entry(2))
    [path] = log.folder.glob("*.jsonl")
    assert audit.read_head(path) is None
    others = other_files(tmp_path)

    log.append(entry(3))
    log.close()

    assert unharmed(others)
    assert audit.read_head(path) == (2, read_line(path.read_bytes().splitlines()[1]).hash)
    assert [s.entry.operation for s in read_audit(log.folder)] == ["op-1", "op-3"]


@pytest.mark.usefixtures("by_hand")
def test_the_first_answer_after_a_refused_flush_waits_for_the_disk_to_take_the_new_segment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log, real = AuditLog(tmp_path, node="one"), os.fdatasync
    log.append(entry(1))
    [first] = tmp_path.glob("*.jsonl")

    def refuse_others(descriptor: int) -> None:
        if os.fstat(descriptor).st_ino != first.stat().st_ino:
            refuse()
        real(descriptor)

    with monkeypatch.context() as patched:
        patched.setattr(os, "fdatasync", refuse)
        with pytest.raises(AuditError):
            log.flush()
        patched.setattr(os, "fdatasync", refuse_others)
        for _ in range(2):
            with pytest.raises(AuditError, match="cannot be flushed"):
                log.append(entry(2))
    log.append(entry(3))
    log.close()
    assert [s.entry.operation for s in read_audit(tmp_path)] == ["op-1", "op-3"]
    assert verify_audit(tmp_path).intact


@pytest.mark.usefixtures("by_hand")
def test_a_disk_that_refuses_is_not_asked_at_every_entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log, asked = AuditLog(tmp_path, node="one"), list[int]()
    log.append(entry(1))

    def refuse_and_count(descriptor: int) -> None:
        asked.append(descriptor)
        refuse()

    monkeypatch.setattr(audit, "TRY_AGAIN_SECONDS", 3600)
    monkeypatch.setattr(os, "fdatasync", refuse_and_count)
    with pytest.raises(AuditError):
        log.flush()
    known = len(asked)
    for number in range(20):
        with pytest.raises(AuditError, match="cannot be flushed"):
            log.append(entry(number))
    assert len(asked) == known == 1


@pytest.mark.usefixtures("by_hand")
def test_a_segment_that_was_cut_while_its_flush_failed_is_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = AuditLog(tmp_path, node="one")
    log.append(entry(1))
    monkeypatch.setattr(os, "fdatasync", refuse)
    with pytest.raises(AuditError):
        log.flush()
    monkeypatch.undo()
    [path] = tmp_path.glob("*.jsonl")
    path.write_bytes(b"")
    with pytest.raises(AuditDamagedError, match="is shorter than what was written to it"):
        log.append(entry(2))


def test_a_segment_that_ends_in_half_an_entry_is_followed_by_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.write
    log = AuditLog(tmp_path, node="one")
    log.append(entry(1))
    with monkeypatch.context() as patched:
        patched.setattr(os, "write", lambda descriptor, data: real(descriptor, data[:40]))
        patched.setattr(os, "ftruncate", refuse)
        with pytest.raises(AuditError, match="cannot be written whole"):
            log.append(entry(2))
    log.append(entry(3))
    log.close()
    assert [s.entry.operation for s in read_audit(tmp_path)] == ["op-1", "op-3"]
    verified = verify_audit(tmp_path)
    assert (verified.segments, verified.unfinished, verified.intact) == (2, 1, True)


@pytest.mark.parametrize("failing", ["fsync", "write", "fstat"])
def test_a_segment_that_cannot_be_made_leaves_neither_files_nor_descriptors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    log = AuditLog(tmp_path, node="one")
    before = descriptors()
    with monkeypatch.context() as patched:
        patched.setattr(os, failing, refuse)
        for _ in range(3):
            with pytest.raises(AuditError, match="No space left on device"):
                log.append(entry(1))
    assert (descriptors(), list(tmp_path.iterdir())) == (before, [])
    log.append(entry(2))
    log.close()
    assert descriptors() == before


def test_a_closed_log_refuses(tmp_path: Path) -> None:
    log = AuditLog(tmp_path, node="one")
    log.close()

    with pytest.raises(AuditError, match="the audit log is closed"):
        log.append(entry())
    with pytest.raises(AuditError, match="small letters, digits and hyphens"):
        AuditLog(tmp_path, node="../one")
    (tmp_path / "file").write_text("", encoding="ascii")
    with pytest.raises(AuditError, match="cannot be made"):
        AuditLog(tmp_path / "file", node="one")


def changed_outcome(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b'"outcome":"allowed"', b'"outcome":"denied"', 1))


def changed_layout(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b'"agency":"th', b'"agency": "th', 1))


def rehashed(path: Path) -> None:
    """Change an entry and give it a fitting hash, but leave the next entry as it was."""
    lines = path.read_bytes().splitlines(keepends=True)
    line = read_line(lines[2].rstrip())
    forged = replace(line.entry(), actor="nobody")
    made = make_entry(forged, sequence=line.sequence, time=line.time, previous=line.previous)
    lines[2] = write_line(made)
    path.write_bytes(b"".join(lines))


def removed_middle(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:3] + lines[4:]))


def swapped(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:2], lines[3], lines[2], *lines[4:]]))


def repeated(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines, lines[-1]]))


def cut_at_an_entry(path: Path) -> None:
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))


def cut_within_an_entry(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-30])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def removed(path: Path) -> None:
    path.unlink()


def without_its_mark(path: Path) -> None:
    path.with_suffix(".head").unlink()


def garbage(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\x00\xff\n")


@pytest.mark.parametrize(
    ("manipulation", "line", "problem"),
    [
        (changed_outcome, 2, "the entry was changed"),
        (changed_layout, 2, "is not an entry"),
        (rehashed, 4, "an entry before this one is missing"),
        (removed_middle, 4, "an entry before this one is missing"),
        (swapped, 3, "an entry before this one is missing"),
        (repeated, 7, "an entry before this one is missing"),
        (cut_at_an_entry, 6, "an entry that was flushed is missing"),
        (cut_within_an_entry, 6, "the last entry is cut short"),
        (emptied, 6, "an entry that was flushed is missing"),
        (removed, 0, "the segment is missing"),
        (without_its_mark, 0, "the mark of its last flush is missing"),
        (garbage, 7, "is not an entry"),
    ],
)
def test_a_manipulation_is_found(tmp_path: Path, manipulation: Callable[[Path], None], line: int, problem: str) -> None:
    path = written(tmp_path)
    assert verify_audit(tmp_path).intact

    manipulation(path)
    verified = verify_audit(tmp_path)

    assert not verified.intact
    found = [p for p in verified.problems if problem in p.problem]
    assert [(p.segment, p.line) for p in found] == [(path.stem, line)]


def test_a_segment_cut_and_marked_anew_is_missed_by_a_later_one(tmp_path: Path) -> None:
    path = written(tmp_path)
    with AuditLog(tmp_path, node="two") as log:
        log.append(entry())
    cut_at_an_entry(path)
    last = json.loads(path.read_bytes().splitlines()[-1])
    path.with_suffix(".head").write_text(f"{last['sequence']:020d} {last['hash']}\n", encoding="ascii")

    problems = verify_audit(tmp_path).problems

    assert [(p.segment, p.line) for p in problems] == [(path.stem, 6)]


def test_a_segment_taken_away_with_its_mark_is_missed_by_a_later_one(tmp_path: Path) -> None:
    path = written(tmp_path)
    with AuditLog(tmp_path, node="two") as log:
        log.append(entry())
    path.unlink()
    path.with_suffix(".head").unlink()

    assert [(p.segment, p.problem) for p in verify_audit(tmp_path).problems] == [(path.stem, "the segment is missing")]


def test_reading_a_broken_segment_is_an_error(tmp_path: Path) -> None:
    garbage(written(tmp_path))

    with pytest.raises(AuditError, match="holds a line that is no entry"):
        list(read_audit(tmp_path))


def test_a_clock_that_is_set_back_keeps_the_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Clock(datetime):
        days = iter((20, 20, 20, 10, 15))

        @classmethod
        def now(cls, _tz: object = None) -> "Clock":
            return cls(2026, 5, next(cls.days), tzinfo=UTC)

    monkeypatch.setattr("policies.audit.datetime", Clock)
    with AuditLog(tmp_path, node="one") as log:
        for number in (1, 2, 3):
            log.append(entry(number))
    monkeypatch.undo()

    assert [s.entry.operation for s in read_audit(tmp_path)] == ["op-1", "op-2", "op-3"]
    assert {s.time.day for s in read_audit(tmp_path)} == {20}


def test_who_has_acted_is_found_wherever_blocks_are_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_trail(tmp_path, trail_entry(1), trail_entry(2, agency="th-police"), trail_entry(3))
    for size in (1, 37, 4 * 2**20):
        monkeypatch.setattr(audit, "_BLOCK_BYTES", size)
        assert has_acted(tmp_path, "kh-police", "officer 3")
        assert has_acted(tmp_path, "th-police", "officer 2")
        for agency, actor in (("kh-police", "officer 2"), ("kh-police", "officer"), ("kh-police", 'officer 3"')):
            assert not has_acted(tmp_path, agency, actor)
    assert not has_acted(tmp_path / "none", "kh-police", "officer 3")
