"""`benang alerts --follow`: what an agency is told comes as it is told, for as long as the token speaks for somebody."""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import typer

from api import live_alerts
from api.alerts.inbox import AlertInbox
from api.authentication import Authenticated
from api.cli import context, people, watching
from api.errors import AuthenticationError
from graph.errors import StoreUnavailableError
from graph.store import NoticeReason
from ingest import submit
from policies import Exposure
from tests.api.asking import Desk
from tests.api.shells import open_shell
from tests.world import World, record, viewer

OFFICER = "th-police/duty-officer/investigation"


@pytest.fixture
def shell(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(watching, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(watching, "RETRY_SECONDS", 0.01)
    monkeypatch.setattr(live_alerts, "RETRY_SECONDS", 0.01)
    return open_shell(world, monkeypatch, people)


class Watch:
    """The command, with what happens while it runs: an act is called at each question who the token speaks for."""

    def __init__(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        self._world, self._patch = world, monkeypatch

    def run(self, acts: Any, **options: Any) -> None:
        """Follow until the acts are over, when the token has ended; an act that returns something is waited for."""
        steps: Iterator[Any] = iter(acts)
        who = Authenticated(viewer=viewer(*OFFICER.split("/")), expires_at=9e9, token_id="t")

        def confirm() -> Authenticated:
            try:
                next(steps)
            except StopIteration:
                raise AuthenticationError("the token has expired") from None
            return who

        self._patch.setattr(people, "confirming", lambda *_: confirm)
        with pytest.raises(typer.Exit) as ended:
            people.alerts(as_token=OFFICER, follow=True, **options)
        assert ended.value.exit_code == 1


@pytest.fixture
def watch(shell: World, monkeypatch: pytest.MonkeyPatch) -> Watch:
    return Watch(shell, monkeypatch)


def meet(world: World, number: str) -> None:
    """Let the officer's agency and another come to hold one number."""
    for agency in ("th-police", "kh-police"):
        world.file(agency, record("PhoneNumber", number, number=number))


def later(world: World, number: str) -> Iterator[None]:
    """Yield a few times, and have two agencies meet by a number on the way."""
    tasks = []

    async def work() -> None:
        for agency in ("th-police", "kh-police"):
            await submit(
                [record("PhoneNumber", number, number=number)],
                originator=agency,
                dataset="cases",
                known_profiles=world.app.bundle.registers.profiles,
                writer=world.app.writer,
                minter=world.app.minter,
                profile="law-enforcement",
                country=None,
                ontology=world.app.ontology,
            )
        await world.app.settle()

    yield None
    yield None
    tasks.append(asyncio.get_running_loop().create_task(work()))
    while not tasks[0].done():
        yield None
    tasks[0].result()
    for _ in range(4):
        yield None


def test_what_is_new_is_printed_as_it_comes_and_nothing_that_was_told_before(
    watch: Watch, shell: World, capsys: pytest.CaptureFixture[str]
) -> None:
    meet(shell, "+66812345601")
    watch.run(later(shell, "+66812345602"))
    out, err = capsys.readouterr()
    [line] = out.splitlines()
    assert shell.id("th-police", "+66812345602") in line
    assert "is also known to kh-police" in line
    assert "following alerts; Ctrl-C ends it" in err
    assert "to go on: --since 20" in err
    entries = [e.entry for e in Desk(shell).trail()]
    told = [e for e in entries if e.operation == "follow alerts"]
    assert [e.record_ids for e in told] == [
        tuple(sorted([shell.id("th-police", "+66812345602"), shell.id("kh-police", "+66812345602")]))
    ]
    assert {d.exposure for e in told for d in e.disclosures} == {Exposure.EXPORTED}
    assert [e.operation for e in entries if e.operation.startswith("follow alerts:")] == [
        "follow alerts: begun",
        "follow alerts: over",
    ]


def test_with_a_time_those_from_then_on_come_first_once_each(
    watch: Watch, shell: World, capsys: pytest.CaptureFixture[str]
) -> None:
    meet(shell, "+66812345601")
    since = datetime.now(UTC) - timedelta(minutes=1)
    watch.run(later(shell, "+66812345602"), since=since, json=True)
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [alert["caption"] for alert in found] == ["+66812345601", "+66812345602"]


def test_only_what_is_asked_for_is_printed(watch: Watch, shell: World, capsys: pytest.CaptureFixture[str]) -> None:
    meet(shell, "+66812345601")
    since = datetime.now(UTC) - timedelta(minutes=1)
    for left_out in ({"kind": "Person"}, {"agency": "my-police"}, {"reason": NoticeReason.HIT}):
        watch.run([None] * 6, since=since, **left_out)
        assert capsys.readouterr().out == ""
    watch.run([None] * 6, since=since, kind="PhoneNumber", agency="kh-police", reason=NoticeReason.LINKAGE)
    assert len(capsys.readouterr().out.splitlines()) == 1
    with pytest.raises(typer.Exit):
        people.alerts(as_token=OFFICER, follow=True, kind="Phone")
    for misuse in ({"last": 1}, {"acknowledge": ["a"]}):
        with pytest.raises(typer.Exit) as ended:
            people.alerts(as_token=OFFICER, follow=True, **misuse)
        assert ended.value.exit_code == 2


def test_a_store_that_does_not_answer_for_a_while_ends_no_watch_and_loses_nothing(
    watch: Watch, shell: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    since = datetime.now(UTC) - timedelta(minutes=1)
    meet(shell, "+66812345601")
    away = iter([True, True, False])
    newest = AlertInbox.newest

    async def failing(inbox: AlertInbox) -> int:
        if next(away, False):
            raise StoreUnavailableError("it is gone")
        return await newest(inbox)

    records = type(shell.app.records).records
    gone = iter([True])

    async def failing_once(*given: Any) -> Any:
        if next(gone, False):
            raise StoreUnavailableError("it is gone")
        return await records(*given)

    monkeypatch.setattr(AlertInbox, "newest", failing)
    monkeypatch.setattr(type(shell.app.records), "records", failing_once)
    watch.run([None] * 10, since=since)
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 1
    assert err.count("the store does not answer; waiting for it") == 1
    assert err.count("the store answers again") == 1


def test_who_is_suspended_is_told_nothing_and_of_that_time_once_reinstated(
    watch: Watch, shell: World, capsys: pytest.CaptureFixture[str]
) -> None:
    meet(shell, "+66812345601")
    since = datetime.now(UTC) - timedelta(minutes=1)
    desk = Desk(shell)
    given = {"person": viewer(*OFFICER.split("/")).subject, "reason": "a lost token"}
    suspend = """mutation($input: SuspensionInput!) { %s(input: $input) { userErrors { code } } }"""
    supervisor = shell.token("th-police", "supervisor")
    desk.data(suspend % "suspend", token=supervisor, input=given)
    watch.run([None] * 6, since=since)
    assert capsys.readouterr().out == ""
    desk.data(suspend % "reinstate", token=supervisor, input=given)
    watch.run([None] * 6, since=since)
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_a_bundle_that_is_put_in_force_meanwhile_counts(
    watch: Watch, shell: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    async def next_change(*_: Any) -> None:
        asked.append(True)
        await asyncio.Event().wait()

    monkeypatch.setattr(type(shell.app.policy), "next_change", next_change)
    watch.run([None] * 6)
    assert asked == [True]


def test_ctrl_c_ends_it_well(shell: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(work: Any) -> None:
        work.close()
        raise KeyboardInterrupt

    monkeypatch.setattr(context, "run_on_fast_loop", interrupted)
    monkeypatch.setattr(people, "run", context.run)
    monkeypatch.setattr(people, "viewer_of_run", lambda _: replace(viewer(*OFFICER.split("/"))))
    for follow, status in ((True, 0), (False, 130)):
        with pytest.raises(typer.Exit) as ended:
            people.alerts(as_token=OFFICER, follow=follow)
        assert ended.value.exit_code == status


def test_what_ended_while_it_was_read_is_read_anew_and_a_key_that_was_taken_out_is_told_nothing(
    watch: Watch, shell: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    meet(shell, "+66812345601")
    since = datetime.now(UTC) - timedelta(minutes=1)
    opens = iter([False])

    async def still_opens(*_: Any) -> bool:
        return next(opens, True)

    monkeypatch.setattr(type(shell.app), "still_opens", still_opens)
    # The token is asked to begin, and then once a reading and once before anything is printed.
    watch.run([None] * 4, since=since)
    assert capsys.readouterr().out == ""
    assert [e.entry for e in Desk(shell).trail() if e.entry.operation == "follow alerts"] == []
    opens = iter([False])
    watch.run([None] * 6, since=since)
    assert len(capsys.readouterr().out.splitlines()) == 1
