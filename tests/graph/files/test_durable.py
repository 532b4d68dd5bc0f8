"""What is written on from a place or replaced stands whole, for its owner alone, and leaves nothing beside it."""

import errno
import os
from pathlib import Path

import pytest

from graph.files import overwrite, replace_whole, write_at
from tests.full_disk import files_up_to


def test_a_file_is_written_on_from_a_place_and_what_stood_behind_is_cut(tmp_path: Path) -> None:
    path = tmp_path / "log"
    write_at(path, 0, b"one two three")
    write_at(path, 4, b"2")
    assert path.read_bytes() == b"one 2"
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_file_takes_the_place_of_another_and_no_draft_is_left(tmp_path: Path) -> None:
    path = tmp_path / "state"
    path.write_bytes(b"before, and longer")
    replace_whole(path, b"after")
    assert [p.name for p in tmp_path.iterdir()] == ["state"]
    assert path.read_bytes() == b"after"
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_a_full_disk_does_not_take_leaves_the_file_as_it_was_and_no_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "state"
    replace_whole(path, b"before")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fdatasync", full)
    for _ in range(3):
        with pytest.raises(OSError, match="No space left"):
            replace_whole(path, b"after")
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("state", b"before")]


def test_what_the_disk_takes_in_parts_is_written_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.pwrite
    monkeypatch.setattr(os, "pwrite", lambda file, data, place: write(file, data[:3], place))
    path = tmp_path / "log"
    write_at(path, 0, b"one two three")
    with path.open("r+b") as file:
        overwrite(file.fileno(), b"2, four", 4)
    assert path.read_bytes() == b"one 2, fouree"


def test_a_disk_that_takes_a_part_or_nothing_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "log"
    write_at(path, 0, b"one")
    with files_up_to(4096), pytest.raises(OSError, match="File too large"):
        write_at(path, 3, bytes(5000))
    monkeypatch.setattr(os, "pwrite", lambda *_: 0)
    with pytest.raises(OSError, match="No space left") as told:
        write_at(path, 3, b"two")
    assert (told.value.errno, path.read_bytes()) == (errno.ENOSPC, b"one")


def test_what_cannot_be_replaced_is_named_and_not_its_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fdatasync", refuse)
    with pytest.raises(OSError, match="No space left") as refused:
        replace_whole(tmp_path / "state", b"content")
    assert refused.value.filename == str(tmp_path / "state")
    assert list(tmp_path.iterdir()) == []
