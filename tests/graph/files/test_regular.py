"""Tests that only a regular file is read, and that nothing else is waited for."""

import os
import socket
from pathlib import Path

import pytest

from graph.files import check_regular_file, read_regular_file


def test_a_regular_file_is_read_also_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"abc")
    (tmp_path / "link").symlink_to(tmp_path / "file")
    assert read_regular_file(tmp_path / "file") == b"abc"
    assert read_regular_file(tmp_path / "link", most=2) == b"ab"
    check_regular_file(tmp_path / "link")


@pytest.mark.parametrize("what", ["pipe", "device", "socket"])
def test_what_is_no_regular_file_is_refused_and_not_waited_for(tmp_path: Path, what: str) -> None:
    path = tmp_path / "x"
    if what == "pipe":
        os.mkfifo(path)
    elif what == "device":
        path.symlink_to("/dev/zero")
    else:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(path))
    for read in (read_regular_file, check_regular_file):
        with pytest.raises(OSError, match="no regular file but a pipe, socket or device"):
            read(path)


def test_a_file_that_is_not_there_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_regular_file(tmp_path / "none")
    with pytest.raises(IsADirectoryError):
        read_regular_file(tmp_path)
