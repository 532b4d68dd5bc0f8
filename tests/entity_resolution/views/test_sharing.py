"""Sharing in a view: what many visible records share weighs less there, and never more. All values are invented."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entity_resolution.comparing.damping import FREE_SHARERS, HUB_SHARERS, damp
from entity_resolution.comparing.decision import decide
from entity_resolution.comparing.hubs import HUB_BITS, HUB_LEVEL
from entity_resolution.comparing.model import load_models
from entity_resolution.views.clustering import cluster
from entity_resolution.views.sharing import Sharing, read_sharing
from graph import PropertyClass, RecordId, load_ontology
from graph.matches import Evidence, Via
from tests.entity_resolution.evidence import NAME, PERSON, match, neighbourhood, parts_of, visible
from tests.entity_resolution.populations import AGENCIES
from tests.graph.building import open_scope
from tests.world import World, link, record

KEY = "PhoneNumber|tel:+66812340678"
OTHER = "PhoneNumber|tel:+66898760432"
LINKED = Evidence(
    feature="linked-phone-number",
    level="equal",
    property_class=PropertyClass.CONTACT,
    bits=9.0,
    agrees=True,
    left=Via(link=1, selector=1),
    right=Via(link=1, selector=1),
)
ENDS = (visible(1), visible(2))


def sharing(sharers: int, *, second: int | None = None) -> Sharing:
    keys = frozenset({KEY} if second is None else {KEY, OTHER})
    degrees = {KEY: sharers, **({} if second is None else {OTHER: second})}
    return Sharing({RecordId("r-01"): keys, RecordId("r-02"): keys}, degrees)


@given(st.integers(0, 100_000), st.integers(0, 100_000))
def test_more_sharers_never_weigh_more(one: int, other: int) -> None:
    few, many = sorted((one, other))
    assert damp(LINKED, many).bits <= damp(LINKED, few).bits <= LINKED.bits
    assert damp(LINKED, many).bits >= HUB_BITS
    assert (damp(LINKED, many).level == HUB_LEVEL) == (many >= HUB_SHARERS)


def test_a_household_keeps_the_full_weight() -> None:
    assert damp(LINKED, FREE_SHARERS) == LINKED


def test_what_many_share_weighs_less_and_less_until_it_weighs_as_what_is_published() -> None:
    told = [damp(LINKED, sharers) for sharers in (9, 11, 13, 15, 16, 19, 1_000)]
    assert [(round(e.bits, 1), e.level) for e in told[:4]] == [
        (7.6, LINKED.level),
        (5.1, LINKED.level),
        (3.0, LINKED.level),
        (1.3, LINKED.level),
    ]
    assert {(e.bits, e.level, e.agrees) for e in told[4:]} == {(HUB_BITS, HUB_LEVEL, False)}


def test_the_least_shared_identifier_speaks() -> None:
    assert sharing(5_000, second=2).damped(PERSON, *ENDS, [NAME, LINKED]) == [NAME, LINKED]
    [name, damped] = sharing(5_000).damped(PERSON, *ENDS, [NAME, LINKED])
    assert (name, damped.level) == (NAME, HUB_LEVEL)


@pytest.mark.parametrize(("sharers", "together"), [(2, True), (FREE_SHARERS, True), (HUB_SHARERS, False)])
def test_a_number_that_a_view_sees_everywhere_joins_nobody_in_it(sharers: int, *, together: bool) -> None:
    people = [visible(n, parts=parts_of("Person", name="Wichit Busabamintra")) for n in (1, 2)]
    found = neighbourhood(people, [match(1, 2, NAME, LINKED)])
    made = cluster(found, open_scope([1, 2, 3]), load_models(), load_ontology(), sharing(sharers))
    assert (len(made) == 1) is together
    assert decide(PERSON, [NAME, LINKED]).strong == ("linked-phone-number",)


@pytest.mark.long
def test_sharers_are_those_that_the_viewer_sees(world: World) -> None:
    """A number on forty people joins nobody for whoever sees the forty, and two for whoever sees two."""

    def person(agency: str, n: int, name: str, profile: str = "law-enforcement") -> None:
        world.file(
            agency,
            record("Person", f"p{n}", name=name, role="suspect"),
            record("PhoneNumber", f"n{n}", number="+66812340678"),
            link("USES", f"p{n}", f"n{n}"),
            profile=profile,
            settle=False,
        )

    person("th-police", 1, "Wichit Busabamintra")
    person("kh-police", 1, "Wichit Busabamintra")
    world.settle()
    scope = world.scope("kh-police")
    assert world.run(world.app.records.sharers(scope, [KEY])) == {KEY: 2}
    first = world.id("th-police", "p1")
    entity = world.run(world.app.entities.find_entity(scope, first))
    assert len(entity.records) == 2
    for n in range(2, 40):
        # Hit-only: nobody but its owner sees it.
        person("my-telco", n, f"Somsak Numbered{n:02}", profile="hit-only")
    world.settle()
    assert world.run(world.app.records.sharers(scope, [KEY])) == {KEY: 2}
    assert world.run(world.app.entities.find_entity(scope, first)) == entity
    for n in range(2, 40):
        person("th-police", n, f"Somsak Numbered{n:02}")
    world.settle()
    wide = world.run(world.app.records.sharers(scope, [KEY]))[KEY]
    assert wide == 40
    assert len(world.run(world.app.entities.find_entity(scope, first)).records) == 1


@pytest.mark.parametrize(("records", "types"), [(8, ["USES"]), (8, ["USES", "OWNS"]), (40, ["USES", "OWNS"])])
def test_a_number_is_of_one_person_however_often_he_is_filed(world: World, records: int, types: list[str]) -> None:
    for n in range(records):
        _file(world, AGENCIES[n % 4], n, ("Wichit Busabamintra", "วิชิต บุษบามินทรา")[n % 2], types)
    world.settle()
    first = world.run(world.app.entities.find_entity(world.system(), world.id(AGENCIES[0], "p0")))
    assert len(first.records) == records
    assert world.run(world.app.records.sharers(world.system(), [KEY])) == {KEY: records}


def test_who_cannot_see_the_names_counts_records(world: World) -> None:
    for n in range(20):
        _file(world, "th-police", n, "Wichit Busabamintra", ["USES"])
    world.settle()
    every = {compartment.id for compartment in world.run(world.app.registry.refresh())}
    whole = open_scope(every)
    closed = replace(whole, classes={**whole.classes, PropertyClass.IDENTITY: frozenset()})
    pair = [(world.id("th-police", "p0"), world.id("th-police", "p1"))]
    told = [world.run(read_sharing(world.app.records, scope, load_models(), pair)) for scope in (whole, closed)]
    assert [found._degrees[KEY] for found in told] == [1, HUB_SHARERS]


def _file(world: World, agency: str, n: int, name: str, types: list[str]) -> None:
    number = record("PhoneNumber", f"n{n}", number="+66812340678")
    links = [link(name, f"p{n}", f"n{n}") for name in types]
    world.file(agency, record("Person", f"p{n}", name=name, role="suspect"), number, *links, settle=False)
