"""What stands is told when it may be: no later change of a record makes an alert, least of all one that nobody sees."""

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from graph.store import Access, Store, Template
from policies import PreparedBundle, load_bundle
from tests.api.asking import Desk
from tests.api.recalling import NARROW, RETRACT
from tests.policies.edited_bundles import copied_bundle, edit
from tests.world import World, link, record

NUMBER, ANOTHER = "+66812345678", "+66812345699"
WHO = {"name": "Somchai Jaidee", "birthDate": "1987-03-04", "nationality": "TH", "passportNumber": "AA1234567"}
AGENCIES = ("th-police", "kh-police", "my-telco")
NOTHING: dict[str, list[object]] = {agency: [] for agency in AGENCIES}
ALERTS = """{ alerts(first: 100) { edges { cursor node { id recordId kind reason strength otherRecordId createdAt toldAt
  acknowledgedAt endedAt stillLinked otherAgency { code } } } } }"""

# Every record as if it had been filed again, and every match as if it had just been found.
_ANEW = (
    """
    MATCH (n:Record) WITH n ORDER BY n.rid
    WITH collect(n.rid) AS rids
    MATCH (c:Counter {name: 'change'}) SET c.n = c.n + 1
    CREATE (:Change {seq: c.n, kind: 'records', rids: rids, at: timestamp()})
    """,
    """
    MATCH (n:Record)-[m:MATCH]->(o:Record) WHERE m.positive = true
    WITH n, o ORDER BY n.rid, o.rid
    WITH collect([n.rid, o.rid]) AS pairs WHERE size(pairs) > 0
    MATCH (c:Counter {name: 'change'}) SET c.n = c.n + 1
    CREATE (:Change {seq: c.n, kind: 'linkage', rids: reduce(all = [], p IN pairs | all + p), at: timestamp()})
    """,
)


def announce_everything_anew(world: World) -> None:
    for text in _ANEW:
        world.run(world.app.store.run_alone(Template(name="test", access=Access.WRITE, text=text), {}))
    world.settle()


def told(desk: Desk) -> dict[str, list[dict[str, Any]]]:
    """Return all alerts of all agencies, with their places."""
    return {a: desk.data(ALERTS, token=desk.world.token(a))["alerts"]["edges"] for a in AGENCIES}


def number(reference: str, value: str = NUMBER, **more: str) -> Any:
    return record("PhoneNumber", reference, number=value, **more)


def without_notices(folder: Path) -> PreparedBundle:
    """Return the shipped bundle where no agency is alerted of what police hold."""
    file = copied_bundle(folder) / "profiles.yml"
    head, mark, tail = file.read_text(encoding="utf-8").partition("law-enforcement:")
    assert "link_notice: true" in tail
    file.write_text(head + mark + tail.replace("link_notice: true", "link_notice: false", 1), encoding="utf-8")
    return PreparedBundle.of(load_bundle(file.parent))


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> PreparedBundle:
    return without_notices(tmp_path_factory.mktemp("policy"))


def _victim(desk: Desk) -> None:
    victim = record("Person", "v", role="presumed-victim", name="Chan Sopheap", phone=NUMBER)
    desk.world.file("kh-police", victim)


def _victims_number(desk: Desk) -> None:
    victim = record("Person", "v", role="presumed-victim", name="Chan Sopheap")
    desk.world.file("kh-police", victim, number("vn"), link("USES", "v", "vn"), profile="victim-protection")


def _hidden_number(desk: Desk, profile: str = "originator-controlled") -> None:
    desk.world.file("kh-police", number("h"), profile=profile)


def _hit_only(desk: Desk) -> None:
    _hidden_number(desk, "hit-only")


def _hidden_user(desk: Desk) -> None:
    desk.world.file(
        "kh-police", record("Person", "s", role="suspect", name="Sok Dara"), profile="originator-controlled"
    )
    desk.world.file("kh-police", link("USES", "s", "k1"), profile="originator-controlled")


def _hidden_phone_of_a_suspect(desk: Desk) -> None:
    desk.world.file("kh-police", number("hp", ANOTHER), profile="originator-controlled")
    desk.world.file("kh-police", link("USES", "ks", "hp"), profile="originator-controlled")


def _hidden_correction(desk: Desk) -> None:
    desk.world.file("kh-police", number("h", ANOTHER), profile="originator-controlled")
    _hidden_number(desk)


def _another_agencys(desk: Desk) -> None:
    desk.world.file("my-telco", number("h"), profile="originator-controlled")


HIDDEN: Sequence[Callable[[Desk], None]] = (
    *(_victim, _victims_number, _hidden_number, _hit_only, _hidden_user, _hidden_phone_of_a_suspect),
    *(_hidden_correction, _another_agencys),
)


def both_hold(desk: Desk) -> None:
    """File what both police forces hold: a number, a suspect by document, and persons who carry the number."""
    carrying = [record("Person", f"p{n}", role="suspect", name=f"Niran Wongsa {n}", phone=NUMBER) for n in range(2)]
    desk.world.file("th-police", number("t1"), record("Person", "ts", role="suspect", **WHO), *carrying)
    desk.world.file("kh-police", number("k1"), record("Person", "ks", role="suspect", **WHO))


def test_what_both_hold_already_is_told_as_a_bundle_permits_it_and_once(desk: Desk, closed: PreparedBundle) -> None:
    scopes, open_bundle = desk.world.app.scopes, PreparedBundle.of(desk.world.app.bundle)
    scopes.activate(closed)
    both_hold(desk)
    assert told(desk) == NOTHING
    scopes.activate(open_bundle)
    desk.world.settle()
    found = told(desk)
    own = {desk.world.id("th-police", r) for r in ("t1", "ts", "p0", "p1")}
    assert {a["node"]["recordId"] for a in found["th-police"]} == own
    assert {a["node"]["recordId"] for a in found["kh-police"]} >= {desk.world.id("kh-police", r) for r in ("k1", "ks")}
    announce_everything_anew(desk.world)
    assert told(desk) == found


@pytest.mark.parametrize("act", HIDDEN, ids=lambda act: act.__name__)
@pytest.mark.parametrize("is_permitted", [True, False])
def test_after_a_bundle_a_hidden_act_makes_no_alert(
    desk: Desk, closed: PreparedBundle, act: Callable[[Desk], None], *, is_permitted: bool
) -> None:
    scopes, open_bundle = desk.world.app.scopes, PreparedBundle.of(desk.world.app.bundle)
    scopes.activate(closed)
    both_hold(desk)
    if is_permitted:
        scopes.activate(open_bundle)
        desk.world.settle()
    before = {a: told(desk)[a] for a in ("th-police", "kh-police")}
    act(desk)
    assert {a: told(desk)[a] for a in ("th-police", "kh-police")} == before


@pytest.mark.long
def test_a_hidden_act_before_what_a_bundle_permits_is_announced_makes_no_alert(
    desk: Desk, closed: PreparedBundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was never permitted is not gone, whatever is still to be announced."""
    scopes, open_bundle = desk.world.app.scopes, PreparedBundle.of(desk.world.app.bundle)
    scopes.activate(closed)
    desk.world.file("th-police", number("t1"))
    desk.world.file("kh-police", number("k1"))

    async def nothing() -> int:
        return 0

    monkeypatch.setattr(type(desk.world.app.notice_terms), "drain", lambda _: nothing())
    scopes.activate(open_bundle)
    for act in (_victim, _hidden_number, _hidden_correction):
        act(desk)
        assert told(desk) == NOTHING


@pytest.mark.parametrize("ends", [True, False])
def test_an_alert_that_a_bundle_hid_is_told_again_with_the_bundle_and_its_end_is(
    desk: Desk, closed: PreparedBundle, *, ends: bool
) -> None:
    scopes, open_bundle = desk.world.app.scopes, PreparedBundle.of(desk.world.app.bundle)
    desk.world.file("my-telco", number("t1"))
    desk.world.file("kh-police", number("k1"))
    [first] = told(desk)["my-telco"]
    scopes.activate(closed)
    desk.world.file("kh-police", number("k1", ANOTHER if ends else NUMBER, notes="one"))
    assert told(desk)["my-telco"] == []
    scopes.activate(open_bundle)
    desk.world.settle()
    [again] = told(desk)["my-telco"]
    assert again["node"]["id"] == first["node"]["id"]
    assert again["node"]["toldAt"] > first["node"]["toldAt"]
    assert (again["node"]["stillLinked"], again["node"]["endedAt"] is not None) == (not ends, ends)
    desk.world.file("kh-police", number("k1", ANOTHER if ends else NUMBER, notes="two"))
    assert told(desk)["my-telco"] == [again]


def test_a_bundle_that_changes_nothing_of_notices_announces_nothing(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    both_hold(desk)
    folder = copied_bundle(tmp_path)
    edit(folder, "profiles.yml", "Published by its originator", "Published")
    same = load_bundle(folder)
    before, last = told(desk), desk.world.run(desk.world.app.feed.last())
    assert same.version != desk.world.app.bundle.version
    desk.world.app.scopes.activate(PreparedBundle.of(same))
    run: list[str] = []
    _count(monkeypatch, run)
    assert desk.world.run(desk.world.app.notice_terms.drain()) == 0
    assert run == ["told_under", "move_terms"]
    assert desk.world.run(desk.world.app.notice_terms.drain()) == 0
    assert len(run) == 2
    assert desk.world.run(desk.world.app.feed.last()) == last
    assert _without_places(told(desk)) == _without_places(before)  # a cursor is good under one bundle


def _without_places(found: dict[str, list[dict[str, Any]]]) -> list[object]:
    return [(agency, edge["node"]) for agency in AGENCIES for edge in found[agency]]


def _count(patch: pytest.MonkeyPatch, run: list[str]) -> None:
    read, write = Store.read, Store.write_at_once

    async def reading(store: Store, statement: Template, parameters: Any) -> Any:
        if "terms" in statement.name or statement.name == "told_under":
            run.append(statement.name)
        return await read(store, statement, parameters)

    async def writing(store: Store, statement: Template, parameters: Any) -> Any:
        run.append(statement.name)
        return await write(store, statement, parameters)

    patch.setattr(Store, "read", reading)
    patch.setattr(Store, "write_at_once", writing)


class Acts:
    """What may happen between two police forces and a telecoms company; each leaves all settled."""

    def __init__(self, desk: Desk, closed: PreparedBundle) -> None:
        self.desk, self.world = desk, desk.world
        self.bundles = [PreparedBundle.of(desk.world.app.bundle), closed]

    def do(self, act: str, agency: str, reference: int) -> None:
        name, rid = f"{agency}-{reference}", self.world.id(agency, f"{agency}-{reference}")
        if act == "bundle":
            bundles = self.bundles
            bundles.reverse()
            self.world.app.scopes.activate(bundles[0])
            self.world.settle()
        elif act == "withdraw":
            self.desk.ask(RETRACT, token=self.world.token(agency), ids=[rid], erase=False)
            self.world.settle()
        elif act == "narrow":
            token = self.world.token(agency, "analyst+supervisor")
            self.desk.ask(NARROW, token=token, ids=[rid], profile="originator-controlled")
            self.world.settle()
        elif act == "person":
            self.world.file(agency, record("Person", name, role="suspect", name=f"Niran Wongsa {name}", phone=NUMBER))
        else:
            profile = {"hidden": "originator-controlled", "hit-only": "hit-only"}.get(act, "law-enforcement")
            self.world.file(agency, number(name, ANOTHER if act == "other" else NUMBER), profile=profile)


WHAT = ("phone", "phone", "phone", "person", "person", "other", "hidden", "hit-only", "withdraw", "narrow", "bundle")


def history(seed: int) -> list[tuple[str, str, int]]:
    """Return acts as they fall."""
    chance = random.Random(seed)  # noqa: S311 - what happens in a test, no secret
    return [(chance.choice(WHAT), chance.choice(AGENCIES), chance.randrange(3)) for _ in range(9)]


def holds(desk: Desk, closed: PreparedBundle, acts: Sequence[tuple[str, str, int]]) -> None:
    """Hold after each act that nothing is left to be told, and that a hidden filing tells the others nothing."""
    doing = Acts(desk, closed)
    for at, act in enumerate(acts):
        doing.do(*act)
        before = told(desk)
        announce_everything_anew(desk.world)
        assert told(desk) == before, (at, acts)
    before = told(desk)
    _hidden_number(desk)
    assert told(desk) == before, acts


BUNDLE = ("bundle", "", 0)
TELLING: dict[str, list[tuple[str, str, int]]] = {
    "permitted": [BUNDLE, ("phone", "th-police", 0), ("phone", "kh-police", 0), BUNDLE],
    "carriers": [("person", "th-police", n) for n in (0, 1)]
    + [("phone", "kh-police", 0), ("withdraw", "th-police", 0)],
    "ended": [("phone", "my-telco", 0), ("phone", "kh-police", 0), BUNDLE, ("other", "kh-police", 0), BUNDLE],
    "narrowed": [("phone", "th-police", n) for n in (0, 1)] + [("phone", "kh-police", 0), ("narrow", "th-police", 0)],
}


@pytest.mark.parametrize("acts", TELLING.values(), ids=TELLING)
def test_after_any_act_nothing_is_left_to_be_told(
    desk: Desk, closed: PreparedBundle, acts: Sequence[tuple[str, str, int]]
) -> None:
    holds(desk, closed, acts)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(24))
def test_after_any_act_of_a_history_nothing_is_left_to_be_told(desk: Desk, closed: PreparedBundle, seed: int) -> None:
    holds(desk, closed, history(seed))
