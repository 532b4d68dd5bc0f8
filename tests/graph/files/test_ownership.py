"""What root makes beside another user's file would be root's: whoever asks is told whose folder it is."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from graph.files import find_other_owner
from tests.other_user import become_other_user

_USER, _GROUP = 54_322, 54_323
# Becomes who the service runs as once all is imported: that user need not be let to where this Python stands.
_LOOK = """
import os, pathlib, sys
from graph.files import find_other_owner
path, user, group = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
os.setgroups([]), os.setgid(group), os.setuid(user)
print(find_other_owner(path))
"""


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
@pytest.mark.parametrize(("mode", "is_let_in"), [(0o600, False), (0o640, True), (0o660, True)])
def test_a_volume_that_was_given_to_the_group_of_a_service_is_its_own(mode: int, *, is_let_in: bool) -> None:
    """As an orchestrator gives a volume whose files are root's to the group of whom the service runs as now."""
    folder = Path(tempfile.mkdtemp())  # pytest's own is open to its user alone
    path = folder / "a.lock"
    path.touch(mode=0o600)
    for each, of_each in ((folder, 0o2770), (path, mode)):
        os.chown(each, 0, _GROUP)
        each.chmod(of_each)
    try:
        command = [sys.executable, "-c", _LOOK, str(path), str(_USER), str(_GROUP)]
        found = subprocess.run(command, capture_output=True, text=True, check=True)
        assert found.stdout.strip() == ("None" if is_let_in else "root")
        assert find_other_owner(path) is None
    finally:
        shutil.rmtree(folder)


@pytest.mark.skipif(os.geteuid() != 0, reason="root alone gives files away")
def test_root_finds_whose_file_it_is_where_nobody_has_a_name_for_the_number(lock: Path) -> None:
    os.chown(lock, 54_321, -1)
    assert find_other_owner(lock) == "54321"


def test_on_a_disk_that_gives_all_to_one_user_nobody_is_another(lock: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.files.ownership.os.geteuid", lambda: os.getuid() + 1)
    monkeypatch.setattr("graph.files.ownership._is_let_in", lambda _: False)
    assert find_other_owner(lock) is None  # what is made beside it is of the same user
    assert list(lock.parent.iterdir()) == [lock]


def test_where_nothing_can_be_made_whoever_only_reads_is_let_in(lock: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> int:
        raise PermissionError

    become_other_user(monkeypatch)
    monkeypatch.setattr("graph.files.ownership._owner_of_new", refuse)
    assert find_other_owner(lock) is None
