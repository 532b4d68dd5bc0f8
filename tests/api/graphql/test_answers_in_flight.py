"""An answer is made and written down by the rules that it began under, and leaves none of others behind it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from api.authentication import issue_development_token
from api.keys import load_development_key
from graph.store import RecordReader, VisibleRecord
from policies import AuditEntry, Bundle, Outcome, PreparedBundle, ViewerContext, shipped_bundle_folder
from policies.bundles.files import read_bundle_files
from policies.bundles.loading import assemble_bundle
from tests.api.asking import Desk
from tests.api.exchanging import CHECK, holders, phone
from tests.world import World, record, viewer

NUMBER = "+66812345678"
PACK = "packs/th/pack.cedar"
CLOSED = """@id("th.nobody")
forbid (principal, action, resource)
when { resource.originator == Party::"th-police" && principal.agency != resource.originator };

"""
LOOK = "query($id: ID!) { record(id: $id) { id caption } }"


@pytest.fixture
def desk(world: World) -> Desk:
    """Return a desk over a phone number that stands on a suspect, of whom only hits are told."""
    world.file(
        "th-police", record("Person", "p", role="suspect", name="Somchai Invented", phone=NUMBER), profile="hit-only"
    )
    world.run(world.app.exchange.drain())
    return Desk(world)


def opening_and_closing() -> tuple[Bundle, Bundle]:
    """Return the sample bundle, and one that closes to all others what the originator of the number holds."""
    files = read_bundle_files(shipped_bundle_folder())
    return assemble_bundle(files), assemble_bundle(files.replacing(PACK, CLOSED + files.text(PACK)))


def check(desk: Desk, who: ViewerContext) -> Any:
    """Return the payload of a person's check of the number, or `None` where they are refused."""
    settings = desk.world.app.settings
    key = load_development_key(settings.keys, settings.jwks)
    token = issue_development_token(settings, key, who, ttl_seconds=600)
    found = desk.ask(CHECK, token=token, values=[phone(NUMBER)], purpose="investigation", case="T-1")
    return found["data"] and found["data"]["crossCheck"]


def last_check(desk: Desk) -> AuditEntry:
    """Return what the trail says of the last check."""
    return [e.entry for e in desk.trail() if e.entry.operation.startswith("cross-check k-")][-1]


def during_a_check(desk: Desk, monkeypatch: pytest.MonkeyPatch, happens: Callable[[], Awaitable[None]]) -> None:
    """Let something happen in the next check, between its scope and its look into the index."""
    index = desk.world.app.exchange.cross_checks._index
    real = index.catch_up

    async def catch_up() -> None:
        monkeypatch.setattr(index, "catch_up", real)
        await happens()
        await real()

    monkeypatch.setattr(index, "catch_up", catch_up)


@pytest.mark.parametrize("is_suspended", [False, True])
def test_who_is_suspended_during_a_check_takes_no_hit_from_colleagues(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, is_suspended: bool
) -> None:
    app, one = desk.world.app, viewer("kh-police")
    colleague = replace(one, subject="a colleague")

    async def suspend() -> None:
        if is_suspended:
            await app.suspensions.suspend(None, "kh-police", one.subject, reason="lost token")
            await app.refuse_suspended(colleague)  # whatever anybody asks of this process

    during_a_check(desk, monkeypatch, suspend)
    assert (check(desk, one) is None) is is_suspended
    assert holders(check(desk, colleague)) == [["th-police"]]


def test_a_check_in_flight_leaves_no_hits_to_the_bundle_that_forbids_them(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = desk.world.app
    opening, closing = opening_and_closing()
    app.scopes.activate(PreparedBundle.of(closing))

    async def open_up() -> None:
        app.scopes.activate(PreparedBundle.of(opening))

    during_a_check(desk, monkeypatch, open_up)
    # What was begun under the old bundle ends under it.
    assert holders(check(desk, viewer("kh-police"))) == [[]]
    assert holders(check(desk, viewer("kh-police"))) == [["th-police"]]
    app.scopes.activate(PreparedBundle.of(closing))
    assert holders(check(desk, viewer("kh-police"))) == [[]]
    last = last_check(desk)
    assert (last.policy_version, last.outcome, last.disclosures) == (closing.version, Outcome.ALLOWED, ())


def test_a_hit_in_flight_is_written_down_with_the_permits_that_it_was_told_by(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = desk.world.app
    opening, closing = opening_and_closing()
    app.scopes.activate(PreparedBundle.of(opening))

    async def close() -> None:
        app.scopes.activate(PreparedBundle.of(closing))

    during_a_check(desk, monkeypatch, close)
    assert holders(check(desk, viewer("kh-police"))) == [["th-police"]]
    in_flight = last_check(desk)
    app.scopes.activate(PreparedBundle.of(opening))
    assert holders(check(desk, viewer("kh-police"))) == [["th-police"]]
    behind = last_check(desk)
    for entry in (in_flight, behind):
        assert entry.policy_version == opening.version
        assert [d.permits for d in entry.disclosures] == [("arrangement.hits", "th.hit-only")]


def test_a_record_in_flight_is_written_down_with_the_permits_that_it_was_shown_by(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, app = Desk(world), world.app
    opening, closing = opening_and_closing()
    app.scopes.activate(PreparedBundle.of(opening))
    [rid] = world.file("th-police", record("Person", "p", role="suspect", name="Somchai Invented"))
    real = RecordReader.records

    async def records(self: RecordReader, *args: Any, **named: Any) -> list[VisibleRecord]:
        found = await real(self, *args, **named)
        app.scopes.activate(PreparedBundle.of(closing))
        return found

    def look() -> tuple[str, list[Sequence[str]]]:
        found = desk.data(LOOK, token=world.token("kh-police"), id=str(rid))["record"]
        entry = desk.trail()[-1].entry
        assert entry.policy_version == opening.version
        return found["id"], [d.permits for d in entry.disclosures]

    with monkeypatch.context() as patched:
        patched.setattr(RecordReader, "records", records)
        in_flight = look()
    app.scopes.activate(PreparedBundle.of(opening))
    assert in_flight == look() == (str(rid), [("th.police-narrative-to-police", "th.police-to-partners")])
