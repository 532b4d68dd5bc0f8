"""Hubs: what is published as shared by many weighs next to nothing, in every view alike. All entries are invented."""

from dataclasses import replace

import pytest

from entity_resolution.comparing.decision import Outcome, decide
from entity_resolution.comparing.hubs import HUB_BITS, HUB_LEVEL, load_hubs, parse_hubs
from entity_resolution.comparing.model import Comparator, load_models
from entity_resolution.comparing.scoring import score
from entity_resolution.errors import HubRegisterError
from graph import PropertyClass
from graph.matches import Evidence
from tests.entity_resolution.evidence import PERSON, linked, parts_of

HOTLINE = "+66 2 555 0100"
PRIVATE = "+66812340678"
NAMED = {"name": "Wichit Busabamintra", "nationality": "TH"}


def evidence(
    left: dict[str, str], right: dict[str, str], *, keys: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
) -> dict[str, Evidence]:
    sides = [[linked("PhoneNumber", key) for key in side] for side in keys]
    scored = score(PERSON, parts_of("Person", left, country="TH"), parts_of("Person", right, country="TH"), *sides)
    return {s.evidence.feature: s.evidence for s in scored}


def test_the_shipped_register_reads_and_knows_its_entries_in_any_notation() -> None:
    hubs = load_hubs()
    assert hubs.version == 1
    assert hubs.holds_key("tel:+6625550100")
    assert hubs.holds_key("PhoneNumber|tel:+6625550100")
    assert not hubs.holds_key("tel:+66812340678")
    assert hubs.holds_address("1 Sample Riverside Rd., Bangkok")
    assert not hubs.holds_address("2 Sample Riverside Road, Bangkok")


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ("{kind: Person, value: A}", "entry 1: its kind is neither a selector's nor `Address`"),
        ("{kind: Telephone, value: A}", "entry 1: its kind is neither a selector's nor `Address`"),
        ("{kind: PhoneNumber, value: secret}", "entry 1: its value has no key"),
    ],
)
def test_an_entry_that_cannot_be_read_is_told_by_its_number(entry: str, problem: str) -> None:
    with pytest.raises(HubRegisterError, match=problem) as caught:
        parse_hubs(f"version: 1\nhubs:\n  - {entry}\n")
    assert "secret" not in str(caught.value)


def test_an_own_hotline_in_common_is_no_strong_evidence_and_a_private_number_is() -> None:
    same = evidence({**NAMED, "phone": HOTLINE}, {**NAMED, "phone": "02-555-0100"})
    assert (same["phone"].level, same["phone"].bits, same["phone"].agrees) == (HUB_LEVEL, HUB_BITS, False)
    assert decide(PERSON, list(same.values())).strong == ()
    private = evidence({**NAMED, "phone": PRIVATE}, {**NAMED, "phone": PRIVATE})
    assert (private["phone"].level, decide(PERSON, list(private.values())).outcome) == ("equal", Outcome.MATCH)


@pytest.mark.parametrize("example", ["0812345678", "0987654321", "0810000000", "+8613800138000", "+60 12-345 6789"])
def test_a_number_that_forms_show_as_an_example_joins_no_namesakes(example: str) -> None:
    same = evidence({**NAMED, "phone": example}, {**NAMED, "phone": example})
    assert (same["phone"].level, same["phone"].bits, same["phone"].agrees) == (HUB_LEVEL, HUB_BITS, False)
    assert decide(PERSON, list(same.values())).outcome is not Outcome.MATCH
    number = parts_of("PhoneNumber", number=example, country="TH")[PropertyClass.CONTACT]["number"][0]
    assert number.key is not None  # it is somebody's all the same
    found = evidence(NAMED, NAMED, keys=((number.key,), (number.key,)))["linked-phone-number"]
    assert (found.level, found.bits, found.agrees) == (HUB_LEVEL, HUB_BITS, False)


@pytest.mark.parametrize("sides", [(("tel:+6625550100",), ("tel:+6625550100",))])
def test_a_linked_hotline_in_common_joins_nobody(sides: tuple[tuple[str, ...], tuple[str, ...]]) -> None:
    found = evidence(NAMED, NAMED, keys=sides)["linked-phone-number"]
    assert (found.level, found.bits) == (HUB_LEVEL, HUB_BITS)
    assert decide(PERSON, list(evidence(NAMED, NAMED, keys=sides).values())).outcome is not Outcome.MATCH


def test_a_hotline_beside_a_private_number_does_not_stand_in_for_it() -> None:
    both = ("tel:+6625550100", "tel:+66812340678")
    found = evidence(NAMED, NAMED, keys=(both, both))["linked-phone-number"]
    assert (found.level, found.bits) == ("equal", 7.5)


def test_a_hotel_in_common_says_little() -> None:
    found = evidence(
        {**NAMED, "address": "1 Sample Riverside Road, Bangkok"},
        {**NAMED, "address": "1 Sample Riverside Road Bangkok"},
    )["address"]
    assert (found.level, found.bits) == (HUB_LEVEL, HUB_BITS)


def test_another_word_for_the_street_or_another_city_is_no_hub() -> None:
    hubs = parse_hubs("version: 1\nhubs:\n  - {kind: Address, value: 'Lindenstraße 12, Berlin'}\n")
    assert hubs.holds_address("Lindenstr. 12, Berlin")
    assert hubs.holds_address("2nd Floor, Lindenstraße 12")
    assert not hubs.holds_address("Lindenweg 12, Berlin")
    assert not hubs.holds_address("Lindenstraße 12, Hamburg")


def test_an_identifier_alone_stays_below_the_merge_threshold_in_every_model() -> None:
    for model in load_models().values():
        own = [b for c in model.comparisons if c.comparator is Comparator.KEYS for b in c.levels.values()]
        assert max([*own, *(item.bits for item in model.linked.values())]) < model.match_bits


def test_a_hub_is_neither_strong_nor_telling_even_where_its_kind_is() -> None:
    document = Evidence(
        feature="linked-identity-document",
        level="equal",
        property_class=next(c.property_class for c in PERSON.comparisons if c.feature == "document"),
        bits=15.5,
        agrees=True,
    )
    assert decide(PERSON, [document]).strong == ("linked-identity-document",)
    hub = replace(document, level=HUB_LEVEL)
    assert (decide(PERSON, [hub]).strong, decide(PERSON, [hub]).outcome) == ((), Outcome.NONE)
