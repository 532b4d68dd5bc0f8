"""The audit trail loses nothing to a killed process, and is written by many at once."""

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from policies import AuditError, AuditLog, Sequencer, has_acted, read_audit, verify_audit
from policies.audit import reader as audit_reader
from policies.audit import segment as audit_segment
from policies.audit.line import read_line
from policies.audit.logs import LogState
from tests.policies.audit_segments import entry, written
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


def test_the_folders_of_logs_are_for_the_owner_alone_whatever_the_umask(tmp_path: Path) -> None:
    written(tmp_path)
    before = os.umask(0)
    try:
        assert Sequencer(tmp_path).run()
    finally:
        os.umask(before)
    made = [path for path in tmp_path.rglob("*") if path.is_dir()]
    assert {path.name for path in made} >= {"agencies", "th-police"}
    assert {path.stat().st_mode & 0o777 for path in made} == {0o700}


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


@pytest.mark.long
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


@pytest.mark.parametrize("tail", [b"", b'{"half of'])
def test_segments_without_an_entry_keep_none_behind_them_from_the_logs(tmp_path: Path, tail: bytes) -> None:
    for _ in range(130):
        audit_segment.Segment.create(tmp_path, "begun").close()
    for path in tmp_path.glob("*.jsonl"):
        path.write_bytes(path.read_bytes() + tail)
    with AuditLog(tmp_path, node="written") as log:
        log.append(entry())

    assert Sequencer(tmp_path).run() == 1
    assert Sequencer(tmp_path).run() == 0
    assert LogState.read(tmp_path).positions.keys() == {path.stem for path in tmp_path.glob("*.jsonl")}


def test_openings_alone_are_read_once(tmp_path: Path) -> None:
    audit_segment.Segment.create(tmp_path, "begun").close()
    [path] = tmp_path.glob("*.jsonl")

    assert Sequencer(tmp_path).run() == 0
    assert LogState.read(tmp_path).positions == {path.stem: (1, path.stat().st_size)}


def test_where_no_thread_can_be_started_entries_are_refused_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bound(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with AuditLog(tmp_path, node="one") as log:
        descriptors = len(list(Path("/proc/self/fd").iterdir()))
        with monkeypatch.context() as patched:
            patched.setattr(threading.Thread, "start", bound)
            for _ in range(3):
                with pytest.raises(AuditError, match="no thread can be started"):
                    log.append(entry())
        assert list(tmp_path.iterdir()) == []
        assert len(list(Path("/proc/self/fd").iterdir())) == descriptors
        log.append(entry())
    assert verify_audit(tmp_path).intact


def test_the_end_of_a_segment_is_named_once_by_a_later_one(tmp_path: Path) -> None:
    for _ in range(12):
        with AuditLog(tmp_path, node="one") as log:
            log.append(entry())
    openings = [read_line(path.read_bytes().splitlines()[0]).heads for path in tmp_path.glob("*.jsonl")]
    named = [name for heads in openings for name in heads or ()]

    assert (len(named), len(set(named))) == (11, 11)
    assert verify_audit(tmp_path).intact


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


def test_a_clock_that_is_set_back_keeps_the_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Clock(datetime):
        days = iter((20, 20, 20, 10, 15))

        @classmethod
        def now(cls, _tz: object = None) -> "Clock":
            return cls(2026, 5, next(cls.days), tzinfo=UTC)

    monkeypatch.setattr("policies.audit.segment.datetime", Clock)
    with AuditLog(tmp_path, node="one") as log:
        for number in (1, 2, 3):
            log.append(entry(number))
    monkeypatch.undo()

    assert [s.entry.operation for s in read_audit(tmp_path)] == ["op-1", "op-2", "op-3"]
    assert {s.time.day for s in read_audit(tmp_path)} == {20}


def test_who_has_acted_is_found_wherever_blocks_are_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_trail(tmp_path, trail_entry(1), trail_entry(2, agency="th-police"), trail_entry(3))
    for size in (1, 37, 4 * 2**20):
        monkeypatch.setattr(audit_reader, "_BLOCK_BYTES", size)
        assert has_acted(tmp_path, "kh-police", "officer 3")
        assert has_acted(tmp_path, "th-police", "officer 2")
        for agency, actor in (("kh-police", "officer 2"), ("kh-police", "officer"), ("kh-police", 'officer 3"')):
            assert not has_acted(tmp_path, agency, actor)
    assert not has_acted(tmp_path / "none", "kh-police", "officer 3")
