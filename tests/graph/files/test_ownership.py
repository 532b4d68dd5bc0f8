"""What root makes beside another user's file would be root's: whoever asks is told whose folder it is."""

import os
import pwd
from pathlib import Path

import pytest

from graph.files import find_other_owner
from tests.other_user import become_other_user


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    path = tmp_path / "a.lock"
    path.touch()
    return path


def test_ones_own_file_and_one_that_is_not_there_are_nobody_elses(lock: Path) -> None:
    assert find_other_owner(lock) is None
    assert find_other_owner(lock.with_name("none.lock")) is None
    assert find_other_owner(lock.with_name("none") / "none.lock") is None


def test_another_users_file_is_theirs_by_name(lock: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    become_other_user(monkeypatch)
    assert find_other_owner(lock) == pwd.getpwuid(os.getuid()).pw_name


@pytest.mark.skipif(os.geteuid() != 0, reason="root alone gives files away")
def test_root_finds_whose_file_it_is_where_nobody_has_a_name_for_the_number(lock: Path) -> None:
    os.chown(lock, 54_321, -1)
    assert find_other_owner(lock) == "54321"


def test_on_a_disk_that_gives_all_to_one_user_nobody_is_another(lock: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.files.ownership.os.geteuid", lambda: os.getuid() + 1)
    assert find_other_owner(lock) is None  # what is made beside it is of the same user
    assert list(lock.parent.iterdir()) == [lock]


def test_where_nothing_can_be_made_whoever_only_reads_is_let_in(lock: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> int:
        raise PermissionError

    monkeypatch.setattr("graph.files.ownership.os.geteuid", lambda: os.getuid() + 1)
    monkeypatch.setattr("graph.files.ownership._owner_of_new", refuse)
    assert find_other_owner(lock) is None
