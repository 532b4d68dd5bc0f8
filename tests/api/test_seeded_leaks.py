"""The test of the law's test: each of these leaks, put in by hand, changes an answer when something hidden changes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest

from api.notices import Alert, AlertInbox, NoticeMatcher
from entity_resolution import clustering
from entity_resolution.entities import EntityReader, Network
from graph import PropertyClass, ReadScope
from graph.store import Access, Template, VisibleRecord, notice_store, record_reader, search_store
from graph.store.cypher import opened
from tests.api.asking import Desk
from tests.api.every_question import Answers, Universe, answers, differences, documents
from tests.world import World, link, record

Seed = Callable[[pytest.MonkeyPatch], None]
NAME, NUMBER = "Kraisorn Pattanakit", "+12025550100"
BORN = {"birthDate": "1980-05-06", "nationality": "TH"}


def _unguarded(patch: pytest.MonkeyPatch, module: Any, name: str, guard: str, instead: str = "") -> None:
    made: Template = getattr(module, name)
    assert guard in made.text
    patch.setattr(module, name, replace(made, text=made.text.replace(guard, instead)))


def record_without_its_guard(patch: pytest.MonkeyPatch) -> None:
    _unguarded(patch, record_reader, "_RECORDS", f" WHERE {opened('n')}")


def links_without_their_guard(patch: pytest.MonkeyPatch) -> None:
    _unguarded(patch, record_reader, "_LINKS", f"AND {opened('r')} AND {opened('o')}")


def judgements_without_their_guard(patch: pytest.MonkeyPatch) -> None:
    _unguarded(patch, record_reader, "_MEMBERS", "WHERE j.cmp IN $p.v AND", "WHERE")


def members_without_their_guard(patch: pytest.MonkeyPatch) -> None:
    _unguarded(patch, record_reader, "_MEMBERS", f"WHERE {opened('s')}", "WHERE true")
    _unguarded(patch, record_reader, "_MEMBERS", f"WHERE {opened('n')}", "WHERE true")


def redaction_marks_from_values(patch: pytest.MonkeyPatch) -> None:
    kept = "WHEN n.narrative IS NULL THEN '{}' END"
    _unguarded(
        patch,
        record_reader,
        "_RECORDS",
        "n.cmp IN $p.narrative THEN n.narrative END",
        f"n.cmp IN $p.narrative THEN n.narrative {kept}",
    )
    found = record_reader.visible_record

    def marked(row: dict[str, Any], scope: ReadScope) -> VisibleRecord:
        made = found(row, scope)
        return replace(made, readable=made.readable | frozenset(made.parts))

    patch.setattr(record_reader, "visible_record", marked)


def scores_from_closed_texts(patch: pytest.MonkeyPatch) -> None:
    text = search_store._TEMPLATES[PropertyClass.IDENTITY]
    wide = replace(text, text=text.text.replace(opened("n", "identity"), opened("n")))
    patch.setitem(search_store._TEMPLATES, PropertyClass.IDENTITY, wide)


def hidden_links_counted_in_truncated(patch: pytest.MonkeyPatch) -> None:
    found = EntityReader.network
    count = Template(
        name="count",
        access=Access.SYSTEM,
        text="MATCH (:Record {rid: $p.rid})-[r]-(:Record) WHERE r.lid IS NOT NULL RETURN count(r) AS n",
    )

    async def counting(
        self: EntityReader, scope: ReadScope, record_id: str, *, depth: int, limit: int
    ) -> Network | None:
        made = await found(self, scope, record_id, depth=depth, limit=limit)
        [row] = await self._records._store.read(count, {"rid": record_id})
        return made and replace(made, truncated=row["n"] > sum(len(e.links) for e in made.edges))

    patch.setattr(EntityReader, "network", counting)


def evidence_without_its_class(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(clustering, "evidence_in_view", lambda _scope, _left, _right, evidence, _ways: list(evidence))


def pairs_that_a_bridge_fetches(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(clustering, "_is_told", lambda _pair, ends_inside: ends_inside > 0)


def notices_without_authorisation(patch: pytest.MonkeyPatch) -> None:
    _unguarded(patch, notice_store, "_READ", " WHERE other.cmp IN $p.notices")

    async def every(self: AlertInbox, scope: ReadScope, *, after: int = 0, open_only: bool = False) -> list[Any]:
        found = await self._notices.notices(scope, after=after, open_only=open_only)
        return [Alert(notice=n, other_party=self._parties[n.other_agency]) for n in found]

    patch.setattr(AlertInbox, "alerts", every)


def scope_key_of_hits_and_notices(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(ReadScope, "view_key", property(lambda scope: scope.key))


LEAKS: tuple[Seed, ...] = (
    record_without_its_guard,
    links_without_their_guard,
    judgements_without_their_guard,
    members_without_their_guard,
    redaction_marks_from_values,
    scores_from_closed_texts,
    hidden_links_counted_in_truncated,
    evidence_without_its_class,
    pairs_that_a_bridge_fetches,
    notices_without_authorisation,
    scope_key_of_hits_and_notices,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """The answers with each leak, and without any (`None`), before and after something hidden arrived and changed."""

    before: Mapping[Seed | None, Answers]
    after: Mapping[Seed | None, Answers]


def file_open(world: World) -> None:
    """File what is in sight of `my-telco`, `sg-fiu` and, of the hotline's site the place alone, `my-police`."""
    world.file(
        "us-ofac",
        record("Person", "o1", name=NAME, **BORN),
        record("Person", "o2", name=NAME, email="k.one@mail.example"),
        record("Person", "o3", name="Somchai Jaidee"),
        record("Person", "o4", name="Wichit Busabasombat"),
        record("PhoneNumber", "o5", number=NUMBER),
        link("USES", "o4", "o5"),
        profile="open",
    )
    world.file("th-police", record("Person", "p1", name="Wichit Busabasombat", role="suspect"))
    world.file("my-telco", record("PhoneNumber", "m1", number=NUMBER))
    world.file(
        "kh-hotline", record("Site", "s1", name="Golden Mekong Park", locality="Tachileik"), profile="victim-protection"
    )


def hide(world: World, desk: Desk) -> None:
    """File and change what is hidden from the three viewers, with notices made against the rules."""
    hidden = "originator-controlled"
    world.file("kh-police", record("Person", "x1", name=NAME, email="k.one@mail.example", **BORN), profile=hidden)
    world.file("kh-police", record("PhoneNumber", "x2", number=NUMBER), profile="hit-only")
    world.file("th-police", record("PhoneNumber", "x3", number=NUMBER), link("USES", "p1", "x3"), profile=hidden)
    site = record("Site", "s1", name="Qqxwv Palace", notes="a word", locality="Tachileik")
    world.file("kh-hotline", site, profile="victim-protection")
    query = """mutation($a: ID!, $b: ID!) { judge(input: {left: $a, right: $b, value: POSITIVE, reason: "unseen",
      profile: "originator-controlled"}) { userErrors { code } } }"""
    ids = {"a": world.id("us-ofac", "o1"), "b": world.id("us-ofac", "o3")}
    assert desk.data(query, token=world.token("kh-police"), **ids) == {"judge": {"userErrors": []}}


@pytest.fixture(scope="module")
def trial(module_world: World) -> Trial:
    world, desk = module_world, Desk(module_world)
    file_open(world)
    seen = [("us-ofac", f"o{n}") for n in range(1, 6)] + [("th-police", "p1"), ("my-telco", "m1"), ("kh-hotline", "s1")]
    unseen = [("kh-police", "x1"), ("kh-police", "x2"), ("th-police", "x3")]
    ids = [world.id(*place) for place in seen]
    universe = Universe(
        ids=ids,
        hidden=[world.id(*place) for place in unseen],
        pairs=[(ids[0], ids[1]), (ids[3], ids[5])],
        words=(NUMBER, "qqxwv"),
    )
    agencies = (("my-telco", "investigation"), ("sg-fiu", "investigation"), ("my-police", "investigation"))
    tokens = {agency: world.token(agency, purpose=purpose) for agency, purpose in agencies}
    texts = documents(universe, mistakes=False)

    def ask() -> dict[Seed | None, Answers]:
        found: dict[Seed | None, Answers] = {None: answers(desk, tokens, texts)}
        for leak in LEAKS:
            with pytest.MonkeyPatch.context() as patch:
                leak(patch)
                found[leak] = answers(desk, tokens, texts)
        return found

    before = ask()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(NoticeMatcher, "_told", lambda self, *_: frozenset(c.id for c in self._registry.all))
        hide(world, desk)
    return Trial(before=before, after=ask())


def test_without_a_leak_nothing_changes_though_forbidden_notices_were_made(trial: Trial) -> None:
    assert differences(trial.before[None], trial.after[None]) == []


@pytest.mark.parametrize("leak", LEAKS, ids=lambda leak: leak.__name__)
def test_a_leak_is_found(trial: Trial, leak: Seed) -> None:
    assert differences(trial.before[leak], trial.after[leak]) != []
