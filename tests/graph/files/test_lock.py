import os
import subprocess
import sys
from pathlib import Path

from graph.files import FileLock, exclusively, find_holder

HOLDER = """
import sys
from pathlib import Path
from graph.files import FileLock

lock = FileLock(Path(sys.argv[1]))
assert lock.try_acquire(shared=True)
print("held", flush=True)
sys.stdin.read()
"""


def test_shared_holders_keep_out_the_one_that_wants_it_alone(tmp_path: Path) -> None:
    one, two, three = (FileLock(tmp_path / "lock") for _ in range(3))
    assert one.try_acquire(shared=True)
    assert two.try_acquire(shared=True)
    assert not three.acquire(timeout_seconds=0.05)
    one.release()
    assert not three.try_acquire()
    two.close()
    assert three.try_acquire()
    assert not one.try_acquire(shared=True)
    one.close()
    three.close()
    three.close()


def test_a_lock_for_a_block_is_yielded_or_not(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    with exclusively(lock, timeout_seconds=1) as first, exclusively(lock, timeout_seconds=0.05) as second:
        assert (first, second) == (True, False)
    with exclusively(lock, timeout_seconds=0) as third:
        assert third
        assert find_holder(lock) == os.getpid()
    assert find_holder(lock) is None
    assert find_holder(tmp_path / "none") is None


def test_the_kernel_releases_the_lock_of_a_killed_process(tmp_path: Path) -> None:
    lock = FileLock(tmp_path / "lock")
    command = [sys.executable, "-c", HOLDER, str(lock.path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        assert not lock.try_acquire()
        assert find_holder(lock.path) is None  # it is shared
        holder.kill()
        holder.wait()
        assert lock.acquire(timeout_seconds=5)
    lock.close()
