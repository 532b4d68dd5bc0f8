"""A file is there whole or not at all, and nothing is replaced that is no file."""

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from graph.files import whole_file


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


def test_a_private_file_is_its_owners_alone_whatever_stood_there(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_text("old")
    path.chmod(0o644)
    with whole_file(path, private=True) as part:
        part.write_text("new")
    assert (path.read_text(), stat.S_IMODE(path.stat().st_mode)) == ("new", 0o600)


def test_what_a_killed_process_left_goes_and_what_a_living_one_writes_stays(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    code = (
        "import os, sys; from pathlib import Path; from graph.files import whole_file\n"
        "with whole_file(Path(sys.argv[1])) as part: part.write_text('names'); os.kill(os.getpid(), 9)"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(out)], cwd=Path(__file__).parents[2], check=False)
    assert killed.returncode == -9
    [left] = tmp_path.iterdir()
    other = tmp_path / ".else.csv.abc.part"
    other.write_text("names")
    with whole_file(out) as living:
        assert not left.exists()
        write(out, "meanwhile")
        assert living.exists()
        living.write_text("last")
    assert out.read_text() == "last"
    assert sorted(p.name for p in tmp_path.iterdir()) == [other.name, out.name]


def test_a_link_that_lies_beside_is_not_written_through(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("mine")
    (tmp_path / ".out.csv.1.part").symlink_to(victim)
    write(tmp_path / "out.csv", "a")
    assert victim.read_text() == "mine"
