"""Whoever was shown the notice of a withdrawn link may answer it: of a page what it shows, and nothing that it leaves out."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api.authentication import issue_development_token
from api.keys import load_development_key
from graph.store import RecallStore
from policies import Outcome, PreparedBundle
from tests.api.asking import Desk
from tests.api.recalls.test_link_recalls import ANSWER, LINKS, RETRACT, TO_THE_CLEARED, ends, link_id, told
from tests.policies.edited_bundles import pack, wide_bundle, with_policies
from tests.world import World, link, record, viewer

PAGE = "query($first: Int!) { recalls(first: $first) { edges { node { id } } } }"


@pytest.fixture
def narrowing(world: World, tmp_path: Path) -> PreparedBundle:
    """Open links under `cleared` to kh-police, and give the bundle that does so no more."""
    bundle = wide_bundle(tmp_path / "wide")
    world.app.scopes.activate(PreparedBundle.of(with_policies(bundle, pack("th-police"), [TO_THE_CLEARED])))
    world.file(
        "th-police",
        *(
            record("Person", "p", name="Qanarywit Zzyzx", role="suspect"),
            record("PhoneNumber", "n", number="+66865551122"),
        ),
        record("PhoneNumber", "m", number="+66811110000"),
        replace(link("USES", "p", "n"), profile="cleared"),
        replace(link("USES", "p", "m"), profile="cleared"),
    )
    return PreparedBundle.of(bundle)


def token(world: World, subject: str, agency: str = "kh-police") -> str:
    key = load_development_key(world.app.settings.keys, world.app.settings.jwks)
    who = replace(viewer(agency), subject=subject, clearance=2)
    return issue_development_token(world.app.settings, key, who, ttl_seconds=600)


def withdrawn(desk: Desk, *targets: str) -> None:
    """Have one of kh-police look at the person and her links, and withdraw these."""
    world = desk.world
    desk.data(LINKS, token=token(world, "had it"), id=ends(world)[0])
    lids = [link_id(world, "p", target) for target in targets]
    assert desk.data(RETRACT, token=token(world, "own", "th-police"), ids=lids)["retractLinks"]["done"]


def test_what_a_page_leaves_out_nobody_was_told(desk: Desk, narrowing: PreparedBundle) -> None:
    withdrawn(desk, "n", "m")
    colleague = token(desk.world, "a colleague")
    shown = desk.data(PAGE, token=colleague, first=1)["recalls"]["edges"]
    desk.world.app.scopes.activate(narrowing)
    assert desk.data(PAGE, token=colleague, first=5)["recalls"]["edges"] == shown
    assert len(shown) == 1


def test_an_answer_that_was_kept_is_said_to_be_whatever_was_closed_meanwhile(
    desk: Desk, narrowing: PreparedBundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    withdrawn(desk, "n")
    [notice] = told(desk, "kh-police", token=token(desk.world, "had it"))
    answer = RecallStore.answer

    async def and_then(self: RecallStore, *given: Any, **named: Any) -> bool:
        kept = await answer(self, *given, **named)
        desk.world.app.scopes.activate(narrowing)
        return kept

    monkeypatch.setattr(RecallStore, "answer", and_then)
    found = desk.data(ANSWER, token=token(desk.world, "a colleague"), id=notice["id"])["acknowledgeRecall"]
    assert found == {"notice": {"answer": "DONE"}, "userErrors": []}
    assert desk.trail()[-1].entry.outcome is Outcome.ALLOWED
    [stored] = desk.world.query("MATCH (x:RecallNotice) RETURN x.answer AS answer")
    assert stored == {"answer": "done"}


def test_nothing_of_the_store_is_read_because_there_is_a_notice_that_is_closed(
    desk: Desk, narrowing: PreparedBundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How long an answer takes would tell of it."""
    uncleared = desk.world.token("kh-police")
    registry, looks = desk.world.app.registry, list[int]()
    refresh = registry.refresh

    async def counted() -> Any:
        looks.append(1)
        return await refresh()

    monkeypatch.setattr(registry, "refresh", counted)
    desk.data(PAGE, token=uncleared, first=5)
    without, looks[:] = len(looks), []
    withdrawn(desk, "n")
    looks[:] = []
    desk.world.app.scopes.activate(narrowing)
    assert desk.data(PAGE, token=uncleared, first=5)["recalls"]["edges"] == []
    assert len(looks) == without
