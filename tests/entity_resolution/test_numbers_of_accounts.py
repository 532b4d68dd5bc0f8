"""An account that is a phone number is compared as that number, and counts as one with it. All values are invented."""

from collections.abc import Sequence
from typing import Any

import pytest

from entity_resolution.blocking.keys import blocking_keys
from entity_resolution.comparing.decision import Outcome, decide
from entity_resolution.comparing.model import load_models
from entity_resolution.comparing.scoring import mark_counted, score
from graph import PropertyClass, load_ontology
from graph.matches import Via
from graph.selectors import (
    LinkedSelector,
    kinds_held_as,
    kinds_that_meet,
    linked_selectors,
    meeting_classes,
    meeting_key,
    stored_keys,
)
from ingest import SubmittedItem, SubmittedRecord
from tests.entity_resolution.evidence import KEY_CLASSES, parts_of
from tests.entity_resolution.resolved_records import edges, together
from tests.world import World, link, record

NUMBER, OTHER = "+6281234567813", "+6281234567899"
PHONE, ACCOUNT = f"PhoneNumber|tel:{NUMBER}", f"OnlineAccount|tel:{NUMBER}"
TELEGRAM = "OnlineAccount|handle:telegram:lucky_desk_hr"
PERSON, ADVERTISEMENT = load_models()["Person"], load_models()["JobAdvertisement"]
TEXT = "Typists wanted in Bavet: 1,100 USD, visa and room provided, ages 20 to 33, write to Lucky Desk today"


def linked(*keys: str) -> list[LinkedSelector]:
    return linked_selectors([[key.partition("|")[0], key, 5, 6] for key in keys], KEY_CLASSES)


def test_an_account_that_is_a_number_meets_it_and_any_other_selector_its_own_kind() -> None:
    ontology = load_ontology()
    assert meeting_key(ACCOUNT) == meeting_key(PHONE) == PHONE
    assert stored_keys(ontology, PHONE) == (PHONE, ACCOUNT)
    for other in (TELEGRAM, "Wallet|tron:T1", "PhoneNumber|short:4455", "WebResource|host:lucky-desk.example"):
        assert (meeting_key(other), stored_keys(ontology, other)) == (other, (other,))
    assert kinds_that_meet(ontology, "PhoneNumber") == ("PhoneNumber", "OnlineAccount")
    assert kinds_held_as(ontology, "OnlineAccount") == {"PhoneNumber", "OnlineAccount"}
    assert kinds_held_as(ontology, "Wallet") == {"Wallet"}


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ("PhoneNumber", "OnlineAccount", True),
        ("Person", "OnlineAccount", True),
        ("JobAdvertisement", "PhoneNumber", True),
        ("OnlineAccount", "OnlineAccount", True),
        ("OnlineAccount", "WebResource", False),
        ("OnlineAccount", "IdentityDocument", False),
    ],
)
def test_whether_records_of_two_kinds_can_meet_follows_from_what_their_values_may_be(
    one: str, other: str, meet: bool
) -> None:
    kinds = load_ontology().kinds
    found = meeting_classes(kinds[one], kinds[other], KEY_CLASSES)
    assert found == (frozenset({PropertyClass.CONTACT}) if meet else frozenset())


def test_it_is_compared_as_the_number_with_the_class_and_terms_that_it_has() -> None:
    [selector] = linked(ACCOUNT)
    assert selector == LinkedSelector("PhoneNumber", PHONE, PropertyClass.CONTACT, Via(link=5, selector=6))
    assert linked(TELEGRAM)[0].key == TELEGRAM


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (({}, [ACCOUNT]), ({}, [PHONE])),
        (({"phone": NUMBER}, []), ({}, [ACCOUNT])),
        (({}, [ACCOUNT]), ({}, [ACCOUNT])),
        (({}, [ACCOUNT, PHONE]), ({}, [ACCOUNT, PHONE])),
        (({"phone": NUMBER}, [ACCOUNT]), ({"phone": NUMBER}, [PHONE])),
    ],
)
def test_however_two_persons_have_a_number_it_counts_once(left: Any, right: Any) -> None:
    one, other = (parts_of("Person", name="Malinee Boonyarat", **own) for own, _ in (left, right))
    scored = mark_counted(PERSON, score(PERSON, one, other, linked(*left[1]), linked(*right[1])))
    [counting] = [c for c in scored if c.counts and c.evidence.feature != "name"]
    assert (counting.evidence.bits, counting.evidence.agrees) == (7.5, True)
    assert decide(PERSON, [c.evidence for c in scored]).outcome is Outcome.MATCH


def test_who_is_linked_to_either_stands_under_one_key() -> None:
    parts = parts_of("Person", name="Nguyen Van Hung")
    found = [blocking_keys(PERSON, parts, linked(key)) for key in (ACCOUNT, PHONE)]
    assert found[0] == found[1]


def persons(agency: str, *selectors: SubmittedRecord, **own: str) -> tuple[str, Sequence[SubmittedItem]]:
    links = [link("USES", "p", item.reference) for item in selectors]
    return agency, [
        record("Person", "p", role="suspect", name="Malinee Boonyarat", birthDate="1981", **own),
        *selectors,
        *links,
    ]


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("own", [False, True])
def test_two_agencies_persons_are_one_by_a_number_and_an_account(world: World, *, own: bool, turned: bool) -> None:
    with_number = (
        persons("th-police", phone=NUMBER) if own else persons("th-police", record("PhoneNumber", "n", number=NUMBER))
    )
    with_account = persons("kh-police", record("OnlineAccount", "a", handle=f"WhatsApp: {NUMBER}"))
    for agency, items in (with_account, with_number) if turned else (with_number, with_account):
        world.file(agency, *items)
    assert together(world, ("th-police", "p"), ("kh-police", "p"))


def test_who_does_not_read_the_account_sees_no_match_by_it(world: World) -> None:
    agency, items = persons("th-police", phone=NUMBER)
    world.file(agency, *items)
    person, held, link_to = persons(
        "kh-police", record("OnlineAccount", "a", handle=f"Viber: {NUMBER}", profile="hit-only")
    )[1]
    world.file("kh-police", person, held, link_to)
    entity = world.run(world.app.entities.find_entity(world.scope("th-police"), world.id("th-police", "p")))
    assert [r.id for r in entity.records] == [world.id("th-police", "p")]
    assert together(world, ("th-police", "p"), ("kh-police", "p"))


def test_a_view_counts_who_shares_a_number_as_phone_and_as_account_together(world: World) -> None:
    for n in range(6):
        kind, name, value = [("PhoneNumber", "number", NUMBER), ("OnlineAccount", "handle", f"WhatsApp: {NUMBER}")][
            n % 2
        ]
        who = record("Person", f"p{n}", role="suspect", name=f"Wichit Busabasombat {n}")
        world.file(
            "th-police", who, record(kind, f"s{n}", **{name: value}), link("USES", f"p{n}", f"s{n}"), settle=False
        )
    world.settle()
    reader, scope = world.app.records, world.scope("th-police")
    assert world.run(reader.sharers(scope, [PHONE])) == {PHONE: 6}
    ids = [world.id("th-police", f"p{n}") for n in range(6)]
    first = world.run(reader.holders(scope, {PHONE: None}, limit=4))[PHONE]
    assert [r.id for r in first] == ids[:4]
    rest = world.run(reader.holders(scope, {PHONE: first[-1]}, limit=4))[PHONE]
    assert [r.id for r in rest] == ids[4:]


@pytest.mark.parametrize(
    ("one", "other", "bits"),
    [
        ({"phone": NUMBER}, {"contactHandle": f"WhatsApp: {NUMBER}"}, 9.0),
        (
            {"phone": NUMBER, "contactHandle": "t.me/lucky_desk_hr"},
            {"phone": OTHER, "contactHandle": f"WhatsApp: {NUMBER}"},
            9.0,
        ),
        ({"phone": NUMBER}, {"phone": NUMBER, "contactHandle": f"WhatsApp: {NUMBER}"}, 9.0),
        ({"phone": NUMBER}, {"contactHandle": f"WhatsApp: {OTHER}"}, 0.0),
        ({"phone": NUMBER}, {"contactHandle": "t.me/lucky_desk_hr"}, 0.0),
    ],
)
def test_a_number_to_call_is_another_advertisements_number_to_write_to(
    one: dict[str, Any], other: dict[str, Any], bits: float
) -> None:
    parts = [parts_of("JobAdvertisement", text=TEXT, **own) for own in (one, other)]
    for left, right in (parts, parts[::-1]):
        scored = mark_counted(ADVERTISEMENT, score(ADVERTISEMENT, left, right, (), ()))
        for_it = [c.evidence.bits for c in scored if c.counts and "phone" in c.evidence.feature and c.evidence.agrees]
        assert sum(for_it) == bits


def test_a_copied_advertisement_meets_the_other_by_a_number_to_write_to(world: World) -> None:
    title = "Typists for Bavet"
    world.file("th-police", record("JobAdvertisement", "a", title=title, text=TEXT, phone=NUMBER))
    world.file(
        "kh-police", record("JobAdvertisement", "a", title=title, text=TEXT, contactHandle=f"WhatsApp: {NUMBER}")
    )
    [edge] = edges(world)
    assert edge["p"]
    assert together(world, ("th-police", "a"), ("kh-police", "a"))
