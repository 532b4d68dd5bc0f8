"""A file is there whole or not at all, and nothing is replaced that is no file."""

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from entity_resolution.whole_file import whole_file


def write(path: Path, text: str) -> None:
    with whole_file(path) as part:
        part.write_text(text)


def test_what_stood_there_stays_until_all_is_written(tmp_path: Path) -> None:
    path = tmp_path / "scores.csv"
    path.write_text("old")
    with whole_file(path) as part:
        part.write_text("new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"

    with pytest.raises(ZeroDivisionError), whole_file(path) as part:
        part.write_text("half")
        raise ZeroDivisionError
    assert path.read_text() == "new"
    assert [p.name for p in tmp_path.iterdir()] == ["scores.csv"]


def test_a_file_keeps_its_mode_and_a_new_one_follows_the_mask(tmp_path: Path) -> None:
    kept, new = tmp_path / "kept.csv", tmp_path / "new.csv"
    kept.write_text("")
    kept.chmod(0o600)
    mask = os.umask(0o027)
    try:
        write(kept, "a")
        write(new, "a")
    finally:
        os.umask(mask)
    assert [stat.S_IMODE(p.stat().st_mode) for p in (kept, new)] == [0o600, 0o640]


def test_a_link_is_followed(tmp_path: Path) -> None:
    target, link = tmp_path / "there.csv", tmp_path / "link.csv"
    target.write_text("old")
    link.symlink_to(target)
    write(link, "new")
    assert link.is_symlink()
    assert target.read_text() == "new"


def test_a_pipe_takes_what_comes_and_stays_one(tmp_path: Path) -> None:
    pipe, heard = tmp_path / "pipe", list[str]()
    os.mkfifo(pipe)
    listener = threading.Thread(target=lambda: heard.append(pipe.read_text()))
    listener.start()
    write(pipe, "all of it")
    listener.join(10)
    assert heard == ["all of it"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_full_device_is_told_and_stays_one() -> None:
    with pytest.raises(OSError, match="No space left"):
        write(Path("/dev/full"), "x" * 100_000)
    assert stat.S_ISCHR(Path("/dev/full").stat().st_mode)


def test_what_a_killed_process_left_goes_and_what_a_living_one_writes_stays(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left, living = (tmp_path / f".out.csv.{pid}.part" for pid in (gone.pid, os.getppid()))
    other = tmp_path / f".else.csv.{gone.pid}.part"
    for path in (left, living, other):
        path.write_text("names")
    write(tmp_path / "out.csv", "a")
    assert not left.exists()
    assert living.exists()
    assert other.exists()
