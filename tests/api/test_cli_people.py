"""The commands of people who act: what is refused changes nothing, and the trail says so."""

import pytest
import typer

from api.cli import people
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
