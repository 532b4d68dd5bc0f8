"""The reader: hidden is absent, a closed class is null whether or not it has a value, and less scope is never more."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph import Link, PropertyClass, ReadScope, Record, RecordId, SubjectRole
from graph.matches import Evidence, JudgementValue, Match
from graph.selectors import LinkedSelector
from graph.store import (
    EVERY_LINK,
    Access,
    CompartmentRegistry,
    JudgementStore,
    StoredMatch,
    Template,
    Transaction,
    VisibleLink,
    VisibleRecord,
    WriteBatch,
    put_matches,
)
from tests.entity_resolution.evidence import judgement
from tests.examples import examples
from tests.graph.building import link, open_scope, record, scope_of
from tests.world import World

FULL = record(
    "Person",
    "full",
    name="Somchai Jaidee",
    phone="+66812345678",
    address="12 Beach Road",
    notes="seen at the gate",
    sourceDescription="an informant",
)
BARE = record("Person", "bare", name="Malee Thongdee", profile="open")
PHONE = record("PhoneNumber", "phone", number="+66812345678", profile="hit-only")
OTHERS = [
    record("Person", "kh", originator="kh-police", name="Somchai Jaidee"),
    record("PhoneNumber", "kh-phone", originator="kh-police", number="+66812345678"),
]
LINKS = [
    link("USES", FULL, PHONE, note="told by a friend"),
    link("RELATED_TO", FULL, BARE, profile="open"),
    link("RELATED_TO", BARE, FULL, reference="back", profile="victim-protection"),
    link("USES", OTHERS[0], OTHERS[1]),
]
EVIDENCE = Evidence(feature="name", level="exact latin", property_class=PropertyClass.IDENTITY, bits=12.0, agrees=True)


def write(world: World, *items: Record | Link) -> None:
    """Write one batch."""
    records = [i for i in items if isinstance(i, Record)]
    links = [i for i in items if isinstance(i, Link)]
    world.run(world.app.writer.write(WriteBatch(records=records, links=links)))


def compartments(world: World) -> dict[str, int]:
    """Return the compartment of each record and link by its id."""
    rows = world.query("MATCH (n:Record) RETURN n.rid AS id, n.cmp AS cmp")
    rows += world.query("MATCH ()-[r]->() WHERE r.lid IS NOT NULL RETURN r.lid AS id, r.cmp AS cmp")
    return {row["id"]: row["cmp"] for row in rows}


@pytest.fixture
def filled(world: World) -> World:
    write(world, FULL, BARE, PHONE, *OTHERS, *LINKS)
    left, right = sorted([FULL.id, OTHERS[0].id])
    match = StoredMatch(
        match=Match(left_id=left, right_id=right, evidence=(EVIDENCE,)), positive=True, reviewable=False
    )

    async def put(tx: Transaction) -> None:
        await put_matches(tx, [match])

    world.run(world.app.store.write(put))
    made = replace(judgement(1, 2, JudgementValue.UNSURE), left_id=left, right_id=right, compartment=3)
    assert world.run(JudgementStore(world.app.store).judge(world.system(), made, judgement_id="j-1")) == ()
    return world


def view(world: World, scope: ReadScope) -> dict[str, Any]:
    """Return everything that the reader gives under a scope."""
    reader, ids = world.app.records, [FULL.id, BARE.id, PHONE.id, *(o.id for o in OTHERS), "r-absent"]

    async def read() -> dict[str, Any]:
        return {
            "records": await reader.records(scope, ids),
            "near": await reader.neighbourhood(scope, ids),
            "links": await reader.links(scope, ids, limit=EVERY_LINK),
            "links of each": await reader.links_of_each(scope, ids, limit=9),
            "keys": await reader.ids_by_key(scope, ["PhoneNumber|tel:+66812345678"]),
            "linked": await reader.linked_selectors(scope, ids),
        }

    found: dict[str, Any] = world.run(read())
    return found


class TestClasses:
    @pytest.mark.parametrize("closed", list(PropertyClass))
    def test_a_closed_class_is_null_with_and_without_a_value(self, filled: World, closed: PropertyClass) -> None:
        own = {compartments(filled)[FULL.id], compartments(filled)[BARE.id]}
        scope = scope_of({c: own for c in PropertyClass if c is not closed})
        found = {r.id: r for r in filled.run(filled.app.records.records(scope, [FULL.id, BARE.id]))}
        for one in found.values():
            assert closed not in one.parts
            assert one.readable == frozenset(PropertyClass) - {closed}
            assert (one.provenance is None) == (closed is PropertyClass.SOURCE)
        everything = frozenset(PropertyClass) - {PropertyClass.FINANCIAL, closed}
        assert set(found[FULL.id].parts) == everything
        assert set(found[BARE.id].parts) == {PropertyClass.IDENTITY, PropertyClass.SOURCE} - {closed}

    def test_no_value_of_a_closed_class_leaves_the_store(self, filled: World) -> None:
        scope = scope_of({PropertyClass.IDENTITY: set(compartments(filled).values())})
        text = repr(view(filled, scope))
        for value in ("+6681", "Beach Road", "gate", "informant", "friend"):
            assert value not in text
        assert "Somchai" in text

    def test_what_is_open_is_what_was_written(self, filled: World) -> None:
        (one,) = filled.run(filled.app.records.records(filled.system(), [FULL.id]))
        assert {v.raw for part in one.parts.values() for values in part.values() for v in values} == {
            "Somchai Jaidee",
            "+66812345678",
            "12 Beach Road",
            "seen at the gate",
            "an informant",
        }
        assert (one.originator, one.profile, one.subject_role) == ("th-police", "law-enforcement", SubjectRole.NONE)
        assert one.provenance is not None
        assert one.provenance.reference == "full"


class TestHidden:
    def test_a_hidden_record_is_absent_everywhere(self, filled: World) -> None:
        own = compartments(filled)
        found = view(filled, open_scope(set(own.values()) - {own[FULL.id]}))
        assert FULL.id not in repr(found)

    def test_a_link_needs_both_ends_and_its_own_compartment(self, filled: World) -> None:
        own = compartments(filled)
        everything = set(own.values())
        tie = LINKS[1]
        assert tie.id in _link_ids(filled, open_scope(everything))
        for closed in (own[FULL.id], own[BARE.id], own[tie.id]):
            assert tie.id not in _link_ids(filled, open_scope(everything - {closed}))

    def test_a_link_between_hidden_ends_is_not_shown_though_its_own_compartment_is(self, filled: World) -> None:
        assert _link_ids(filled, open_scope([compartments(filled)[one.id] for one in LINKS])) == []

    def test_the_note_of_a_link_is_of_the_class_narrative(self, filled: World) -> None:
        own = set(compartments(filled).values())
        closed = scope_of({c: own for c in PropertyClass if c is not PropertyClass.NARRATIVE})
        links = filled.run(filled.app.records.links(closed, [FULL.id], limit=EVERY_LINK))
        assert {(one.note, one.narrative_readable) for one in links} == {(None, False)}
        links = filled.run(filled.app.records.links(open_scope(own), [FULL.id], limit=EVERY_LINK))
        assert {(one.note, one.narrative_readable) for one in links} == {("told by a friend", True), (None, True)}

    def test_the_evaluation_of_a_link_is_of_the_class_source_of_its_own_compartment(self, filled: World) -> None:
        own = compartments(filled)
        everything = set(own.values())

        def read(sources: set[int]) -> list[tuple[str, str, str | None]]:
            scope = scope_of({c: sources if c is PropertyClass.SOURCE else everything for c in PropertyClass})
            found = {one.id: one for one in filled.run(filled.app.records.links(scope, [FULL.id], limit=EVERY_LINK))}
            return [(found[k.id].originator, found[k.id].profile, found[k.id].evaluation) for k in LINKS[:3]]

        profiles = ("law-enforcement", "open", "victim-protection")
        stamped = [
            row["cmp"]
            for row in filled.query("MATCH ()-[r {lid: $p.lid}]->() RETURN r.cmp AS cmp", {"lid": LINKS[1].id})
        ]
        assert read(everything) == [("th-police", profile, "B2") for profile in profiles]
        assert read(everything - set(stamped)) == [
            ("th-police", profile, None if profile == "open" else "B2") for profile in profiles
        ]
        assert read(set()) == [("th-police", profile, None) for profile in profiles]

    def test_a_match_and_a_judgement_need_both_ends(self, filled: World) -> None:
        own = compartments(filled)
        near = view(filled, open_scope(own.values()))["near"]
        assert len(near.matches) == 1
        for closed in (own[FULL.id], own[OTHERS[0].id]):
            near = view(filled, open_scope(set(own.values()) - {closed}))["near"]
            assert (near.matches, near.judgements) == ((), ())

    def test_a_key_that_may_not_be_read_finds_nothing_and_links_nothing(self, filled: World) -> None:
        own = compartments(filled)
        closed = scope_of({c: own.values() for c in PropertyClass if c is not PropertyClass.CONTACT})
        found = view(filled, closed)
        assert (found["keys"], set(map(len, found["linked"].values()))) == ([], {0})
        found = view(filled, open_scope(own.values()))
        assert found["keys"] == sorted([PHONE.id, OTHERS[1].id])
        assert {s.key for s in found["linked"][FULL.id]} == {"PhoneNumber|tel:+66812345678"}

    def test_an_empty_scope_shows_nothing(self, filled: World) -> None:
        found = view(filled, open_scope([]))
        assert found["records"] == found["links"] == found["keys"] == []
        assert not any(found["links of each"].values())
        assert found["near"].records == ()


class TestLinksOfEach:
    def test_each_record_has_what_it_has_alone_and_no_more_than_the_limit(self, filled: World) -> None:
        reader, numbers = filled.app.records, compartments(filled)
        ids = [FULL.id, BARE.id, PHONE.id, *(o.id for o in OTHERS), "r-absent"]
        for hidden in (None, PHONE.id, LINKS[0].id):
            scope = open_scope(cmp for one, cmp in numbers.items() if hidden is None or cmp != numbers[hidden])
            for limit in (1, 2, 9):
                together = filled.run(reader.links_of_each(scope, ids, limit=limit))
                alone = {rid: filled.run(reader.links(scope, [rid], limit=limit)) for rid in ids}
                assert {rid: together.get(rid, []) for rid in ids} == alone
                assert all(len(links) <= limit for links in alone.values())
        assert any(filled.run(reader.links_of_each(open_scope(numbers.values()), ids, limit=9)).values())


def _link_ids(world: World, scope: ReadScope) -> list[str]:
    return [one.id for one in world.run(world.app.records.links(scope, [FULL.id, BARE.id, PHONE.id], limit=EVERY_LINK))]


class TestRestamping:
    def test_who_loses_a_record_loses_it_and_its_links_at_once(self, filled: World) -> None:
        scope = open_scope(compartments(filled).values())
        write(filled, replace(FULL, subject_role=SubjectRole.PRESUMED_VICTIM))
        found = view(filled, scope)
        assert FULL.id not in repr(found)
        assert LINKS[3].id in {one.id for one in found["links"]}
        again = view(filled, open_scope(compartments(filled).values()))
        assert {LINKS[0].id, LINKS[1].id, LINKS[2].id} <= {one.id for one in again["links"]}

    def test_a_record_without_a_compartment_is_invisible(self, filled: World) -> None:
        lose = Template(name="lose", access=Access.WRITE, text="MATCH (n:Record {rid: $p.rid}) REMOVE n.cmp")
        filled.run(filled.app.store.run_alone(lose, {"rid": FULL.id}))
        scope = open_scope(c.id for c in filled.run(CompartmentRegistry(filled.app.store).refresh()))
        assert FULL.id not in repr(view(filled, scope))


@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_narrowing_a_scope_never_reveals_more(filled: World, data: st.DataObject) -> None:
    numbers = sorted({*compartments(filled).values(), 3})
    some = st.frozensets(st.sampled_from(numbers))
    one, other = (scope_of({c: data.draw(some) for c in PropertyClass}) for _ in range(2))
    wide, narrow = view(filled, one), view(filled, one & other)
    _assert_within(narrow, wide)
    _assert_within(wide, view(filled, open_scope(numbers)))


def _assert_within(narrow: Mapping[str, Any], wide: Mapping[str, Any]) -> None:
    records: dict[RecordId, VisibleRecord] = {r.id: r for r in wide["records"]}
    for record_ in narrow["records"]:
        whole = records[record_.id]
        assert record_.readable <= whole.readable
        assert all(whole.parts[c] == part for c, part in record_.parts.items())
        assert record_.provenance in (None, whole.provenance)
    links: dict[str, VisibleLink] = {one.id: one for one in wide["links"]}
    for one in narrow["links"]:
        whole_link = links[one.id]
        assert one.note in (None, whole_link.note)
        assert one.evaluation in (None, whole_link.evaluation)
        assert one.narrative_readable <= whole_link.narrative_readable
    assert set(narrow["keys"]) <= set(wide["keys"])
    assert set(narrow["near"].matches) <= set(wide["near"].matches)
    judged = {(j.left_id, j.right_id, j.agency, j.compartment): j for j in wide["near"].judgements}
    for said in narrow["near"].judgements:
        whole_one = judged[said.left_id, said.right_id, said.agency, said.compartment]
        assert said.author in (None, whole_one.author)
        assert said.reason in (None, whole_one.reason)
        assert replace(said, author=None, reason=None) == replace(whole_one, author=None, reason=None)
    assert {r.id for r in narrow["near"].records} <= {r.id for r in wide["near"].records}
    linked: dict[RecordId, list[LinkedSelector]] = wide["linked"]
    for rid, selectors in narrow["linked"].items():
        assert set(selectors) <= set(linked[rid])
