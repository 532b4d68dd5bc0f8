"""A private folder is its owner's alone with all that is made along, whatever the umask."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.files import make_private_folder


@pytest.fixture(params=[0o000, 0o002, 0o022])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    """Hold the process's umask for a test."""
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.usefixtures("umask")
def test_every_folder_that_is_made_is_the_owners_alone_and_what_is_there_keeps_its_mode(tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.mkdir()
    there.chmod(0o750)
    for _ in range(2):
        make_private_folder(there / "home" / "keys")
        assert [mode(p) for p in (there, there / "home", there / "home" / "keys")] == [0o750, 0o700, 0o700]


def test_a_file_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    with pytest.raises(FileExistsError):
        make_private_folder(tmp_path / "home")
    with pytest.raises(NotADirectoryError):
        make_private_folder(tmp_path / "home" / "keys")
    assert (tmp_path / "home").read_text() == ""
