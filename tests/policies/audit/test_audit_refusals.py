"""A disk that refuses lets no answer leave, and what it took before is not lost."""

import contextlib
import fcntl
import os
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from policies import (
    AuditDamagedError,
    AuditError,
    AuditLog,
    Sequencer,
    blank_records,
    find_slots,
    read_audit,
    verify_audit,
)
from policies.audit import segment as audit_segment
from policies.audit.line import read_line
from policies.audit.logs import LOCK_FILE, held_logs
from policies.audit.store_mark import STORE_LOCK
from tests.other_user import become_other_user
from tests.policies.audit_segments import entry


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
    monkeypatch.setattr(audit_segment, "FLUSH_SECONDS", 3600)
    monkeypatch.setattr(audit_segment, "TRY_AGAIN_SECONDS", 0)


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
    assert audit_segment.read_head(path) == (2, read_line(path.read_bytes().splitlines()[-1]).hash)
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
    assert audit_segment.read_head(path) is None
    others = other_files(tmp_path)

    log.append(entry(3))
    log.close()

    assert unharmed(others)
    assert audit_segment.read_head(path) == (2, read_line(path.read_bytes().splitlines()[1]).hash)
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

    monkeypatch.setattr(audit_segment, "TRY_AGAIN_SECONDS", 3600)
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


@pytest.mark.parametrize("lock", [LOCK_FILE, STORE_LOCK])
def test_root_writes_nothing_into_a_folder_of_another_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lock: str
) -> None:
    """That user's processes could not read its segment, and none of what stands in any would come into the logs."""
    (tmp_path / lock).touch()
    become_other_user(monkeypatch)
    with pytest.raises(AuditError, match=r"belongs to the user `.+`: run this as that user"):
        AuditLog(tmp_path, node="one")
    assert [path.name for path in tmp_path.iterdir()] == [lock]


def test_a_segment_that_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with AuditLog(tmp_path, node="one") as log:
        log.append(entry(1))
    [segment] = tmp_path.glob("*.jsonl")
    real = Path.open

    def opened(path: Path, *args: str, **named: str) -> object:
        if path == segment:
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *args, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", opened)
    with pytest.raises(AuditError, match=rf"cannot be written: Permission denied \(`{segment.name}`\)"):
        Sequencer(tmp_path).run()
