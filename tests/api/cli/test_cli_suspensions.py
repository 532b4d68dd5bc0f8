"""The commands that suspend and reinstate, and the one that looks at the clock."""

import errno
import os
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import typer

from api.cli import context, server, suspensions
from api.cli.main import app
from policies import PolicyClock
from tests.api.shells import open_shell
from tests.other_user import become_other_user
from tests.world import World, viewer


@pytest.fixture
def shell(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(suspensions, "settings", lambda: world.app.settings)
    return open_shell(world, monkeypatch, suspensions)


def test_a_person_is_suspended_listed_and_reinstated(shell: World, capsys: pytest.CaptureFixture[str]) -> None:
    token = "kh-police/supervisor"
    suspensions.policy_suspend("kh-police", "lost token", "dara", as_token=token)
    told = capsys.readouterr()
    assert told.out.startswith("kh-police dara\tsince ")
    assert "no token of that name of `kh-police` has asked anything here yet" in told.err
    with pytest.raises(typer.Exit):
        suspensions.policy_suspend("kh-police", "again", "dara", as_token=token)
    assert "suspended already" in capsys.readouterr().err
    suspensions.policy_reinstate("kh-police", "renewed", "dara", as_token=token)
    suspensions.policy_suspensions(operator=True)
    [_, line] = capsys.readouterr().out.strip().split("\n")
    assert line.endswith("by supervisor of kh-police: renewed")
    with pytest.raises(typer.Exit):
        suspensions.policy_suspend("kh-police", "no", None, as_token="th-police/supervisor")
    assert "an agency suspends and reinstates its own people alone" in capsys.readouterr().err


def test_the_clock_is_looked_at_and_confirmed(shell: World, capsys: pytest.CaptureFixture[str]) -> None:
    path = shell.app.settings.clock_file
    ahead = datetime.now(UTC) + timedelta(days=3)
    path.unlink(missing_ok=True)
    PolicyClock(path, read=lambda: ahead).now()

    with pytest.raises(typer.Exit):
        suspensions.policy_clock()
    assert "the clock was set back" in capsys.readouterr().err
    suspensions.policy_clock(confirm=True)
    assert capsys.readouterr().out.startswith("decisions go by ")
    [noted] = [path for path in shell.app.settings.audit.glob("*.jsonl") if b'"confirm clock"' in path.read_bytes()]
    assert noted.read_bytes().count(b'"operator"') >= 1
    suspensions.policy_clock()
    assert capsys.readouterr().out.startswith("believed: ")


@pytest.mark.parametrize(
    "case",
    [
        ("damaged", "CLOCK_FORGOTTEN", "(policy-clock in the data folder) is damaged: nothing is disclosed"),
        ("another user's", "CLOCK_FORGOTTEN", "(policy-clock in the data folder) cannot be read ("),
        ("ahead", "CLOCK_SET_BACK", "the clock was set back: nothing is disclosed"),
    ],
)
def test_status_ends_with_1_where_the_clock_is_not_believed(
    shell: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], case: tuple[str, str, str]
) -> None:
    (found, code, said), path = case, shell.app.settings.clock_file
    path.unlink(missing_ok=True)
    if found == "damaged":
        path.write_bytes(b"")
    elif found == "ahead":
        PolicyClock(path, read=lambda: datetime.now(UTC) + timedelta(days=3)).now()
    else:
        path.mkdir()  # refused to every user, to root as well
    doubting = replace(shell, app=replace(shell.app, clock=PolicyClock(path)))
    open_shell(doubting, monkeypatch, server)

    with pytest.raises(typer.Exit) as ended:
        server.status()

    told = capsys.readouterr()
    assert (ended.value.exit_code, f"clock\t{code}\n" in told.out, "audit\twhole\n" in told.out) == (1, True, True)
    assert said in told.err


def test_status_ends_with_0_where_the_clock_is_believed(
    shell: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    open_shell(shell, monkeypatch, server)
    server.status()
    assert "clock\tbelieved\n" in capsys.readouterr().out


def test_a_serving_process_goes_on_once_the_clock_is_confirmed(shell: World) -> None:
    off = [timedelta(0)]
    clock = PolicyClock(shell.app.settings.clock_file, read=lambda: datetime.now(UTC) + off[0])
    app = replace(shell.app, clock=clock)
    shell.run(app.scope_for(viewer("kh-police")))
    off[0] = timedelta(hours=2)
    with pytest.raises(context.KNOWN_ERRORS, match="the clock leapt forward"):
        shell.run(app.scope_for(viewer("kh-police")))

    PolicyClock(shell.app.settings.clock_file, read=lambda: datetime.now(UTC) + off[0]).confirm()

    assert shell.run(app.scope_for(viewer("kh-police"))).agency == "kh-police"


def test_root_leaves_no_clock_file_that_the_services_user_cannot_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BENANG_HOME", str(tmp_path))
    suspensions.policy_clock()
    before = (tmp_path / "policy-clock").read_bytes()
    (tmp_path / "audit" / "logs.lock").touch()
    become_other_user(monkeypatch)
    for confirm in (False, True):
        with pytest.raises(typer.Exit):
            suspensions.policy_clock(confirm=confirm)
        assert "run this as that user" in capsys.readouterr().err
    assert (tmp_path / "policy-clock").read_bytes() == before


def test_a_confirmation_that_the_disk_does_not_take_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "no-folder").touch()
    monkeypatch.setenv("BENANG_HOME", str(tmp_path / "no-folder"))
    monkeypatch.setenv("BENANG_AUDIT", str(tmp_path / "audit"))
    monkeypatch.setattr(sys, "argv", ["benang", "policy", "clock", "--confirm"])
    with pytest.raises(SystemExit) as ended:
        app()
    assert ended.value.code == 1
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", f"benang: `{tmp_path / 'no-folder'}` cannot be read or written (file exists)\n")


def test_what_the_system_refuses_without_a_name_is_not_called_a_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused() -> None:
        raise ConnectionResetError(errno.ECONNRESET, os.strerror(errno.ECONNRESET))

    monkeypatch.setattr(suspensions, "policy_clock", refused)
    monkeypatch.setattr(sys, "argv", ["benang", "policy", "clock"])
    with pytest.raises(SystemExit) as ended:
        app()
    assert ended.value.code == 1
    told = capsys.readouterr().err
    assert told.startswith("benang: the system refused what this command needs (connection reset by peer);")
