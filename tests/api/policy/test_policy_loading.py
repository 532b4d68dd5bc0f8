"""A changed bundle comes into force while serving; a bad one and a clock set back disclose nothing."""

import asyncio
import os
from collections.abc import AsyncGenerator, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog

from api.authentication import Authenticated
from api.background.workers import running_workers
from api.bootstrap import Application, application_on
from api.graphql import build_schema
from api.graphql.request import GraphQLRequest
from api.graphql.service import GraphQLService
from api.policy import loading as policy_loading
from api.policy.history import PolicyHistory, kept_bundles
from api.policy.loading import PolicyLoader
from graph import RecordId
from graph.store import StoreLease
from policies import PolicyClock, load_bundle
from tests.api.asking import Desk
from tests.conftest import Loop
from tests.policies.deep_texts import CONDITION, DEEP
from tests.policies.edited_bundles import NOBODY, THAI_PACK, copied_bundle, edit
from tests.world import World, empty_store, record, settings_in, viewer

RECORD = "query($id: ID!) { viewer { policyVersion } record(id: $id) { id } }"


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """A world whose bundle is a folder that the test may change, with one record that KH may see."""

    world: World
    desk: Desk
    folder: Path
    record: RecordId

    def seen(self) -> bool:
        """Return whether KH sees the record, asked over HTTP; the answer names the bundle in force."""
        data = self.desk.data(RECORD, token=self.world.token("kh-police"), id=self.record)
        assert data["viewer"]["policyVersion"] == self.world.app.bundle.version
        return data["record"] is not None

    def reload(self) -> bool:
        """Read the folder again."""
        done: bool = self.world.run(self.world.app.policy.reload())
        return done


@pytest.fixture(scope="module")
def serving(neo4j_lease: StoreLease, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    loop, home = Loop(), tmp_path_factory.mktemp("serving")
    folder = copied_bundle(home)
    settings = replace(settings_in(home), policy=folder)
    empty_store(neo4j_lease)
    context = application_on(settings, neo4j_lease)
    app: Application = loop.run(context.__aenter__())
    world = World(app=app, run=loop.run)
    [rid] = world.file("th-police", record("Person", "swap", role="suspect", name="Somchai Invented"))
    yield Serving(world=world, desk=Desk(world), folder=folder, record=rid)
    loop.run(context.__aexit__(None, None, None))
    loop.close()


@pytest.fixture(autouse=True)
def restored(serving: Serving) -> Iterator[None]:
    """Put the text and the bundle of before back after each test."""
    before = (serving.folder / THAI_PACK).read_text(encoding="utf-8")
    yield
    (serving.folder / THAI_PACK).write_text(before, encoding="utf-8")
    serving.reload()


@pytest.mark.long
def test_a_changed_bundle_decides_the_very_next_answer(serving: Serving) -> None:
    version = serving.world.app.bundle.version
    assert serving.seen()
    edit(serving.folder, THAI_PACK, *NOBODY)
    assert serving.seen()

    assert serving.reload()

    assert not serving.seen()
    assert serving.world.app.bundle.version != version
    assert serving.desk.raw(method="GET", path="/health/ready").json()["policyVersion"] != version
    assert serving.desk.trail()[-1].entry.policy_version == serving.world.app.bundle.version


def test_a_bad_bundle_is_refused_with_one_line_and_the_old_one_stays(serving: Serving) -> None:
    version = serving.world.app.bundle.version
    line = edit(serving.folder, THAI_PACK, 'Kind::"Report"', 'Kind::"Reprot"')

    with structlog.testing.capture_logs() as logs:
        assert not serving.reload()

    problem = f"{THAI_PACK}:{line}: unknown Kind `Reprot`, did you mean `Report`?"
    assert logs == [{"event": "policy_refused", "log_level": "error", "problem": problem, "in_force": version}]
    assert serving.seen()
    assert serving.world.app.bundle.version == version


def test_a_bundle_that_was_refused_and_is_mended_as_it_was_is_told_once(serving: Serving) -> None:
    version = serving.world.app.bundle.version
    before = (serving.folder / THAI_PACK).read_bytes()
    edit(serving.folder, THAI_PACK, 'Kind::"Report"', 'Kind::"Reprot"')
    assert not serving.reload()
    (serving.folder / THAI_PACK).write_bytes(before)

    with structlog.testing.capture_logs() as logs:
        assert not serving.reload()
        assert not serving.reload()

    told = {"event": "policy_in_force", "log_level": "info", "policy_version": version, "signed_by": "development"}
    assert logs == [told]


@pytest.mark.parametrize("shape", DEEP)
def test_a_text_that_would_end_the_process_is_refused_while_serving(serving: Serving, shape: str) -> None:
    version = serving.world.app.bundle.version
    edit(serving.folder, THAI_PACK, CONDITION, f"{DEEP[shape]} &&\n  {CONDITION}")

    with structlog.testing.capture_logs() as logs:
        assert not serving.reload()

    assert [entry["event"] for entry in logs] == ["policy_refused"]
    assert logs[0]["problem"].startswith(f"{THAI_PACK}:")
    assert serving.seen()
    assert serving.world.app.bundle.version == version


@pytest.mark.long
def test_a_pipe_in_the_folder_is_refused_and_later_bundles_are_taken(serving: Serving) -> None:
    version, register = serving.world.app.bundle.version, serving.folder / "roles.yml"
    before = register.read_bytes()
    register.unlink()
    os.mkfifo(register)

    with structlog.testing.capture_logs() as logs:
        assert not serving.reload()

    problem = "roles.yml: cannot be read: no regular file but a pipe, socket or device"
    assert logs == [{"event": "policy_refused", "log_level": "error", "problem": problem, "in_force": version}]
    register.unlink()
    register.write_bytes(before)
    edit(serving.folder, "parties.yml", "duty@police.th.example", "desk@police.th.example")
    assert serving.reload()
    assert serving.world.app.bundle.version != version


@pytest.mark.long
def test_a_bundle_that_breaks_a_law_is_refused_while_serving(serving: Serving) -> None:
    floor = (serving.folder / "floor.cedar").read_text(encoding="utf-8")
    edit(serving.folder, "floor.cedar", "when { principal.suspended };", "when { false };")
    try:
        with structlog.testing.capture_logs() as logs:
            assert not serving.reload()
    finally:
        (serving.folder / "floor.cedar").write_text(floor, encoding="utf-8")
    assert "breaks a law: a suspended agency gets nothing" in logs[0]["problem"]


@pytest.mark.long
def test_a_party_that_is_struck_out_while_serving_is_refused(serving: Serving) -> None:
    parties = (serving.folder / "parties.yml").read_text(encoding="utf-8")
    edit(serving.folder, "parties.yml", "  tl-police:", "  tl-polis:")
    try:
        assert not serving.reload()
    finally:
        (serving.folder / "parties.yml").write_text(parties, encoding="utf-8")
    assert "tl-police" in serving.world.app.bundle.registers.parties


@pytest.mark.long
def test_suspension_outlives_a_swap(serving: Serving) -> None:
    serving.world.app.scopes.directory.suspend("kh-police")
    try:
        edit(serving.folder, THAI_PACK, '@review_by("2027-03-31")', '@review_by("2027-03-30")')
        assert serving.reload()
        assert not serving.seen()
    finally:
        serving.world.app.scopes.directory.reinstate(["kh-police"])
    assert serving.seen()


def loader_of(serving: Serving, *, still_seconds: float) -> PolicyLoader:
    """Return another loader of the same folder."""
    app = serving.world.app
    history = PolicyHistory(app.audit, kept_bundles(app.settings))
    return PolicyLoader(app.settings, app.scopes, history, still_seconds=still_seconds)


@pytest.mark.long
def test_the_folder_is_watched_and_a_signal_asks(serving: Serving) -> None:
    policy = serving.world.app.policy

    async def noticed(change: bool) -> None:
        policy.ask()
        await policy.next_change()
        waiting = asyncio.create_task(policy.next_change(every_seconds=0.05))
        await asyncio.sleep(0.2)
        assert not waiting.done()
        if change:
            edit(serving.folder, THAI_PACK, *NOBODY)
        else:
            policy.ask()
        await asyncio.wait_for(waiting, 20)

    serving.world.run(noticed(True))
    serving.world.run(noticed(False))


@pytest.mark.long
def test_a_folder_is_read_once_it_is_still(serving: Serving) -> None:
    """A pack that is saved in parts is a whole one only when nothing more changes."""
    loader = loader_of(serving, still_seconds=0.6)
    pack = serving.folder / THAI_PACK

    async def saved_in_parts() -> None:
        waiting = asyncio.create_task(loader.next_change(every_seconds=0.05))
        for _ in range(8):
            pack.write_bytes(pack.read_bytes() + b"\n")
            await asyncio.sleep(0.2)
            assert not waiting.done()
        await asyncio.wait_for(waiting, 20)

    serving.world.run(saved_in_parts())


def test_a_hidden_file_is_no_change_of_the_folder(serving: Serving) -> None:
    loader = loader_of(serving, still_seconds=0.0)

    async def edited() -> bool:
        waiting = asyncio.create_task(loader.next_change(every_seconds=0.05))
        (serving.folder / "packs/th/.pack.cedar.swp").write_text("half", encoding="utf-8")
        await asyncio.sleep(0.5)
        waiting.cancel()
        return waiting.done()

    assert not serving.world.run(edited())
    (serving.folder / "packs/th/.pack.cedar.swp").unlink()


@pytest.mark.long
def test_a_bundle_that_changes_while_it_is_read_is_not_taken(serving: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    version, load, pack = serving.world.app.bundle.version, policy_loading.load_policy, serving.folder / THAI_PACK
    edit(serving.folder, THAI_PACK, *NOBODY)

    async def load_and_save(*given: Any, **named: Any) -> Any:
        found = await load(*given, **named)
        pack.write_bytes(pack.read_bytes() + b"\n")
        return found

    with monkeypatch.context() as patched:
        patched.setattr(policy_loading, "load_policy", load_and_save)
        assert not serving.reload()
    assert serving.world.app.bundle.version == version
    assert serving.seen()

    assert serving.reload()
    assert not serving.seen()


class Panic(BaseException):
    """What a library in Rust raises where it meets what its authors did not foresee: no `Exception`."""


@pytest.mark.long
@pytest.mark.parametrize("unforeseen", [Panic, ZeroDivisionError])
def test_a_bundle_that_could_not_be_read_for_what_nobody_foresaw_is_read_again_unchanged(
    serving: Serving, monkeypatch: pytest.MonkeyPatch, unforeseen: type[BaseException]
) -> None:
    loader = loader_of(serving, still_seconds=0.0)
    version = serving.world.app.bundle.version
    edit(serving.folder, THAI_PACK, *NOBODY)

    async def failing(*_: Any, **__: Any) -> Any:
        raise unforeseen

    async def followed() -> bool:
        await asyncio.wait_for(loader.next_change(every_seconds=0.05), 20)
        return await loader.reload()

    with monkeypatch.context() as patched:
        patched.setattr(policy_loading, "load_policy", failing)
        with pytest.raises(unforeseen):
            serving.world.run(followed())
    assert serving.world.app.bundle.version == version
    assert serving.world.run(followed())
    assert serving.world.app.bundle.version != version


@pytest.mark.long
def test_the_log_names_the_forbids_that_a_new_bundle_lacks(serving: Serving) -> None:
    pack = "packs/vn/pack.cedar"
    before = (serving.folder / pack).read_text(encoding="utf-8")
    head, _, rest = before.partition('@id("vn.no-source")')
    try:
        (serving.folder / pack).write_text(head + rest.partition("};")[2], encoding="utf-8")
        with structlog.testing.capture_logs() as logs:
            assert serving.reload()
    finally:
        (serving.folder / pack).write_text(before, encoding="utf-8")

    version = serving.world.app.bundle.version
    assert logs == [
        {"event": "policy_in_force", "log_level": "info", "policy_version": version, "signed_by": "development"},
        {
            "event": "policy_forbids_gone", "log_level": "warning", "count": 1, "policies": ["vn.no-source"],
            "policy_version": version,
        },
    ]  # fmt: skip
    with structlog.testing.capture_logs() as logs:
        assert serving.reload()
    assert [entry["event"] for entry in logs] == ["policy_in_force"]


@pytest.mark.long
def test_the_log_names_whose_claims_seal_whose_records_no_longer(serving: Serving) -> None:
    file = serving.folder / "agreements.yml"
    before = file.read_text(encoding="utf-8")
    assert "claimants: [kh-hotline, mm-shelter, id-shelter, ph-police]" in before
    try:
        file.write_text(before.replace("claimants: [kh-hotline, mm-shelter", "claimants: [mm-shelter", 1), "utf-8")
        with structlog.testing.capture_logs() as logs:
            assert serving.reload()
    finally:
        file.write_text(before, encoding="utf-8")

    adopted = (
        "au-police",
        "id-police",
        "id-shelter",
        "kh-hotline",
        "mm-shelter",
        "ph-police",
        "th-police",
        "vn-police",
    )
    assert logs[1:] == [
        {
            "event": "policy_seals_gone", "log_level": "warning", "count": 8,
            "claimants_and_originators": [f"kh-hotline {code}" for code in adopted],
            "policy_version": serving.world.app.bundle.version,
        },
    ]  # fmt: skip
    with structlog.testing.capture_logs() as logs:
        assert serving.reload()
    assert [entry["event"] for entry in logs] == ["policy_in_force"]


SILENCE = """
@id("th.silence")
forbid (principal, action == Action::"notice", resource)
when { resource.originator == Party::"th-police" && principal.agency != resource.originator };
"""


@pytest.mark.long
def test_a_serving_process_follows_the_folder_by_itself(serving: Serving) -> None:
    app = serving.world.app

    async def serve_until_changed() -> bool:
        before = app.bundle.version
        async with running_workers(app):
            edit(serving.folder, THAI_PACK, *NOBODY)
            for _ in range(300):
                if app.bundle.version != before:
                    return True
                await asyncio.sleep(0.1)
        return False

    assert serving.world.run(serve_until_changed())
    assert not serving.seen()


@pytest.mark.long
@pytest.mark.parametrize("silenced", [False, True])
def test_an_open_subscription_is_authorised_anew_under_the_new_bundle(serving: Serving, silenced: bool) -> None:
    world, number = serving.world, "+6681234567" + ("1" if silenced else "2")
    service = GraphQLService(world.app, build_schema())
    who = Authenticated(viewer=viewer("kh-police"), expires_at=datetime.now(UTC).timestamp() + 600, token_id="t")
    events = service.subscribe(GraphQLRequest(query="subscription { alerts { id } }"), who)

    async def listen() -> "asyncio.Task[object]":
        task = asyncio.ensure_future(anext(events))
        async with asyncio.timeout(20):
            while not world.app.hub.waiting:
                await asyncio.sleep(0.01)
        return task

    heard = world.run(listen())
    world.file("kh-police", record("PhoneNumber", f"n{silenced}", number=number))
    world.file("th-police", record("PhoneNumber", f"n{silenced}", number=number))
    if silenced:
        with (serving.folder / THAI_PACK).open("a", encoding="utf-8") as pack:
            pack.write(SILENCE)
        assert serving.reload()
    world.run(world.app.hub.wake())
    world.run(asyncio.wait([heard], timeout=3 if silenced else 60))

    assert heard.done() is not silenced
    heard.cancel()
    world.run(asyncio.wait([heard]))
    assert isinstance(events, AsyncGenerator)
    world.run(events.aclose())


@pytest.mark.parametrize(
    ("by", "code", "message"),
    [
        (
            -timedelta(days=30),
            "CLOCK_SET_BACK",
            "the clock was set back: nothing is disclosed or written until it is right again",
        ),
        (
            timedelta(days=30),
            "CLOCK_LEAPT",
            "the clock leapt forward: nothing is disclosed or written until it is right again or confirmed by "
            "`benang policy clock --confirm`",
        ),
    ],
)
def test_a_clock_that_was_set_answers_nothing(serving: Serving, by: timedelta, code: str, message: str) -> None:
    hands = [datetime.now(UTC)]
    app = replace(serving.world.app, clock=PolicyClock(read=lambda: hands[0]))
    desk = Desk(replace(serving.world, app=app))
    token = serving.world.token("kh-police")
    assert desk.data(RECORD, token=token, id=serving.record)["record"] is not None
    assert desk.raw(method="GET", path="/health/ready").status_code == 200
    hands[0] += by

    not_ready = desk.raw(method="GET", path="/health/ready")
    assert (not_ready.status_code, not_ready.json()) == (503, {"status": "not ready", "code": code})
    response = desk.post(RECORD, token=token, variables={"id": serving.record})

    assert response.status_code == 503
    assert response.json() == {
        "errors": [
            {
                "message": message,
                "extensions": {"code": code},
            }
        ]
    }


def test_a_damaged_memory_of_the_clock_answers_nothing(serving: Serving, tmp_path: Path) -> None:
    mark = tmp_path / "policy-clock"
    mark.write_bytes(b"")
    clock = PolicyClock(mark)
    desk = Desk(replace(serving.world, app=replace(serving.world.app, clock=clock)))
    token = serving.world.token("kh-police")

    not_ready = desk.raw(method="GET", path="/health/ready")
    response = desk.post(RECORD, token=token, variables={"id": serving.record})

    assert (not_ready.status_code, not_ready.json()) == (503, {"status": "not ready", "code": "CLOCK_FORGOTTEN"})
    assert response.status_code == 503
    [error] = response.json()["errors"]
    assert error["extensions"]["code"] == "CLOCK_FORGOTTEN"
    assert "confirmed it by `benang policy clock --confirm`" in error["message"]
    clock.confirm()
    assert desk.data(RECORD, token=token, id=serving.record)["record"] is not None


# The last one: it empties the store, which the ones before share.
@pytest.mark.long
def test_what_is_saved_while_a_process_starts_comes_into_force_behind_the_start(
    neo4j_lease: StoreLease, loop: Loop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, load = copied_bundle(tmp_path), policy_loading.load_policy

    async def load_and_save(*given: Any, **named: Any) -> Any:
        found = await load(*given, **named)
        edit(folder, THAI_PACK, *NOBODY)
        return found

    async def started() -> tuple[str, bool, str]:
        async with application_on(replace(settings_in(tmp_path), policy=folder), neo4j_lease) as app:
            before = app.bundle.version
            await asyncio.wait_for(app.policy.next_change(every_seconds=0.05), 60)
            return before, await app.policy.reload(), app.bundle.version

    empty_store(neo4j_lease)
    before = load_bundle(folder).version
    monkeypatch.setattr("api.bootstrap.load_policy", load_and_save)
    assert loop.run(started()) == (before, True, load_bundle(folder).version)
    assert before != load_bundle(folder).version
