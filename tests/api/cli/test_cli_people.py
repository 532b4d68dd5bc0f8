"""The commands of people who act: what is refused changes nothing, and the trail says so."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import typer

from api.cli import people
from graph.store import Access, LinkNotice, Template
from policies import Outcome
from tests.api.asking import Desk
from tests.api.shells import open_shell
from tests.world import World, record, viewer

NUMBER = "+85512345671"
STATE = "MATCH (x:Notice) RETURN x.id AS id, x.acknowledged_by AS by ORDER BY id"


def test_who_may_not_acknowledge_changes_nothing_and_the_trail_says_so(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shell = open_shell(world, monkeypatch, people)
    monkeypatch.setattr(people, "settings", lambda: world.app.settings)
    for agency in ("th-police", "kh-police"):
        shell.file(agency, record("PhoneNumber", "n", number=NUMBER))
    who = viewer("th-police", "supervisor")
    scope = shell.run(shell.app.scope_for(who))
    [alert] = shell.run(shell.app.inbox.alerts(scope))
    before = world.query(STATE)

    with pytest.raises(typer.Exit):
        people.alerts(acknowledge=[alert.notice.id], as_token="th-police/supervisor")

    told = capsys.readouterr()
    assert "is not allowed" in told.err
    assert NUMBER not in told.out + told.err
    assert world.query(STATE) == before
    last = Desk(world).trail()[-1].entry
    assert (last.operation, last.outcome, last.record_ids) == ("acknowledge alert", Outcome.DENIED, ())


@pytest.fixture
def linked(world: World, monkeypatch: pytest.MonkeyPatch) -> Callable[[], LinkNotice]:
    """Return a way to read the one alert of the Khmer police, on a number that the Thai police holds as well."""
    open_shell(world, monkeypatch, people)
    monkeypatch.setattr(people, "settings", lambda: world.app.settings)
    for agency in ("th-police", "kh-police"):
        world.file(agency, record("PhoneNumber", "n", number=NUMBER))

    def read() -> LinkNotice:
        [alert] = world.run(world.app.inbox.alerts(world.run(world.app.scope_for(viewer("kh-police", "duty-officer")))))
        found: LinkNotice = alert.notice
        return found

    return read


def acknowledge(*given: str) -> int:
    try:
        people.alerts(acknowledge=list(given), as_token="kh-police/duty-officer")
    except typer.Exit as exc:
        return exc.exit_code
    return 0


def line_of(capsys: pytest.CaptureFixture[str]) -> list[str]:
    people.alerts(as_token="kh-police/duty-officer")
    return capsys.readouterr().out.splitlines()[-1].split("\t")


def test_an_end_that_nobody_saw_is_not_acknowledged_with_the_time_that_was_read(
    world: World, linked: Callable[[], LinkNotice], capsys: pytest.CaptureFixture[str]
) -> None:
    alert_id, told_at, *_ = line_of(capsys)
    world.file("th-police", record("PhoneNumber", "n", number="+85512345672"))
    before = world.query(STATE)

    assert acknowledge(f"{alert_id}@{told_at}") == 1

    assert "the alert was told again" in capsys.readouterr().err
    assert world.query(STATE) == before
    last = Desk(world).trail()[-1].entry
    assert (last.operation, last.outcome, last.record_ids) == ("acknowledge alert", Outcome.DENIED, ())

    alert_id, told_again, text = line_of(capsys)
    assert (told_again > told_at, "no longer linked" in text) == (True, True)
    assert acknowledge(f"{alert_id}@{told_again}") == 0
    assert linked().acknowledged_by == "duty-officer of kh-police"


def test_an_acknowledgement_without_a_time_says_that_it_took_the_end_too(
    world: World, linked: Callable[[], LinkNotice], capsys: pytest.CaptureFixture[str]
) -> None:
    world.file("th-police", record("PhoneNumber", "n", number="+85512345672"))
    assert acknowledge(linked().id) == 0
    assert "acknowledged, with the end of its link, told of 20" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["iso", "milliseconds", "no zone"])
def test_the_time_may_be_given_as_each_listing_shows_it(linked: Callable[[], LinkNotice], form: str) -> None:
    told_at = linked().told_at
    text: dict[str, Any] = {
        "iso": told_at.isoformat(),
        "milliseconds": told_at.isoformat(timespec="milliseconds"),
        "no zone": told_at.replace(tzinfo=None).isoformat(),
    }
    assert acknowledge(f"{linked().id}@{text[form]}") == 0


def test_what_is_no_time_is_a_misuse(linked: Callable[[], LinkNotice], capsys: pytest.CaptureFixture[str]) -> None:
    assert acknowledge(f"{linked().id}@yesterday") == 2
    assert "`yesterday` is no time" in capsys.readouterr().err
    assert linked().acknowledged_by is None


def test_a_time_to_come_is_refused_unless_an_alert_has_it(
    world: World, linked: Callable[[], LinkNotice], capsys: pytest.CaptureFixture[str]
) -> None:
    """Times of telling rise: behind a clock that ran ahead they stand in a time to come, and one goes on from there."""
    told_at = linked().told_at
    ahead = told_at + timedelta(days=40)
    with pytest.raises(typer.Exit):
        people.alerts(as_token="kh-police/duty-officer", since=ahead)
    assert "`--since` is a time to come; give the year of the common era" in capsys.readouterr().err

    late = Template(name="test", access=Access.WRITE, text="MATCH (x:Notice) SET x.told_at = $p.at")
    world.run(world.app.store.run_alone(late, {"at": ahead.isoformat()}))
    people.alerts(as_token="kh-police/duty-officer", since=linked().told_at)
    assert len(capsys.readouterr().out.splitlines()) == 1
    people.alerts(as_token="kh-police/duty-officer", since=ahead, kind="Person")
    assert capsys.readouterr().out == ""
    with pytest.raises(typer.Exit):
        people.alerts(as_token="kh-police/duty-officer", since=ahead + timedelta(days=1))
