"""Decisions on companies and places: what those of one house, name or park have in common joins no two of them."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from entity_resolution.comparing.decision import Outcome, decide, potential
from entity_resolution.comparing.model import linked_feature, load_models
from graph import PropertyClass
from graph.matches import Evidence
from tests.entity_resolution.evidence import ACCOUNT, ADDRESS, PHONE, REGISTRATION

MODELS = load_models()
SISTER = Evidence(feature="name", level="sister", property_class=PropertyClass.IDENTITY, bits=8.0, agrees=True)
PHONE_OF_FIRM = Evidence(feature="phone", level="equal", property_class=PropertyClass.CONTACT, bits=9.0, agrees=True)
MAILBOX_OF_FIRM = replace(PHONE_OF_FIRM, feature="email")
HOUSE_OF_FIRM = Evidence(feature="address", level="equal", property_class=PropertyClass.LOCATION, bits=9.0, agrees=True)
FOUNDED = Evidence(
    feature="incorporation-date", level="exact", property_class=PropertyClass.IDENTITY, bits=9.0, agrees=True
)


@pytest.mark.parametrize(
    ("shared", "outcome"),
    [
        ([ADDRESS], Outcome.REVIEW),
        ([ADDRESS, FOUNDED], Outcome.REVIEW),
        ([ACCOUNT], Outcome.MATCH),
        ([ADDRESS, ACCOUNT], Outcome.MATCH),
    ],
)
def test_what_companies_of_one_house_share_joins_no_sisters(shared: Sequence[Evidence], outcome: Outcome) -> None:
    model = MODELS["Organization"]
    assert decide(model, [SISTER, *shared]).outcome is outcome
    own_name = Evidence(feature="name", level="variant", property_class=PropertyClass.IDENTITY, bits=8.0, agrees=True)
    assert decide(model, [own_name, *shared]).outcome is Outcome.MATCH


@pytest.mark.parametrize(
    ("shared", "outcome"),
    [
        ([PHONE_OF_FIRM], Outcome.REVIEW),
        ([ADDRESS, PHONE], Outcome.REVIEW),
        ([ADDRESS, PHONE, FOUNDED], Outcome.REVIEW),
        ([PHONE_OF_FIRM, MAILBOX_OF_FIRM, HOUSE_OF_FIRM, FOUNDED], Outcome.REVIEW),
        ([PHONE_OF_FIRM, replace(PHONE_OF_FIRM, feature=linked_feature("PhoneNumber"))], Outcome.REVIEW),
        ([PHONE, ACCOUNT], Outcome.MATCH),
        ([ADDRESS, REGISTRATION], Outcome.MATCH),
        ([PHONE_OF_FIRM, REGISTRATION], Outcome.MATCH),
        ([replace(MAILBOX_OF_FIRM, feature="website", bits=10.0)], Outcome.MATCH),
    ],
)
def test_a_switchboard_joins_no_sisters(shared: Sequence[Evidence], outcome: Outcome) -> None:
    """Whether each has a word unlike the other's, one a word more, or both exclude each other's form."""
    model = MODELS["Organization"]
    assert decide(model, [SISTER, *shared]).outcome is outcome
    assert decide(model, [replace(SISTER, level="another form"), *shared]).outcome is outcome


@pytest.mark.parametrize(
    ("shared", "outcome"),
    [([ADDRESS, PHONE], Outcome.REVIEW), ([PHONE, ACCOUNT], Outcome.MATCH), ([ADDRESS, REGISTRATION], Outcome.MATCH)],
)
def test_a_switchboard_joins_no_sisters_whose_names_have_a_word_unlike_the_others(
    shared: Sequence[Evidence], outcome: Outcome
) -> None:
    assert decide(MODELS["Organization"], [replace(SISTER, bits=0.1), *shared]).outcome is outcome


def test_a_mailbox_joins_no_sisters_whose_names_have_a_word_unlike_the_others() -> None:
    names = replace(SISTER, bits=0.1)
    found = [names, PHONE_OF_FIRM, MAILBOX_OF_FIRM, HOUSE_OF_FIRM]
    assert decide(MODELS["Organization"], found).outcome is Outcome.REVIEW
    assert decide(MODELS["Organization"], [*found, ACCOUNT]).outcome is Outcome.MATCH


HERE = Evidence(
    feature="coordinates", level="within-300-m", property_class=PropertyClass.LOCATION, bits=9.0, agrees=True
)
THERE = Evidence(feature="locality", level="agrees", property_class=PropertyClass.LOCATION, bits=6.0, agrees=True)
PHONE_OF_SITE = Evidence(
    feature="linked-phone-number", level="equal", property_class=PropertyClass.CONTACT, bits=7.0, agrees=True
)


@pytest.mark.parametrize(
    ("shared", "outcome"),
    [
        ([HERE], Outcome.REVIEW),
        ([ADDRESS, HERE, THERE], Outcome.REVIEW),
        ([PHONE_OF_SITE], Outcome.MATCH),
        ([HERE, PHONE_OF_SITE], Outcome.MATCH),
    ],
)
def test_a_place_joins_no_two_kinds_of_house(shared: Sequence[Evidence], outcome: Outcome) -> None:
    assert decide(MODELS["Site"], [SISTER, *shared]).outcome is outcome


def _agreeing(feature: str, level: str, bits: float, property_class: PropertyClass) -> Evidence:
    return Evidence(feature=feature, level=level, property_class=property_class, bits=bits, agrees=True)


def test_a_place_and_its_part_are_joined_by_one_address_and_not_by_town_coordinates_or_phone() -> None:
    site, location = MODELS["Site"], PropertyClass.LOCATION
    found = [
        _agreeing("name", "part of a place", 2.5, PropertyClass.IDENTITY),
        _agreeing("coordinates", "within-300-m", 9.0, location),
        _agreeing("locality", "agrees", 6.0, location),
        _agreeing(linked_feature("PhoneNumber"), "equal", 7.0, PropertyClass.CONTACT),
    ]
    assert decide(site, found).outcome is decide(site, found, name_alone=True).outcome is Outcome.REVIEW
    assert potential(site, found).outcome is Outcome.REVIEW
    similar, equal = (
        _agreeing("address", level, bits, location) for level, bits in (("similar", 6.0), ("equal", 11.0))
    )
    assert decide(site, [*found, similar]).outcome is Outcome.REVIEW
    assert decide(site, [*found, equal]).outcome is Outcome.MATCH


IDENTITY = PropertyClass.IDENTITY
COMPANY_NAME = _agreeing("name", "exact native", 12.0, IDENTITY)
ELSEWHERE = Evidence(feature="jurisdiction", level="different", property_class=IDENTITY, bits=-2.5, agrees=False)
OTHER_DAY = Evidence(feature="incorporation-date", level="conflict", property_class=IDENTITY, bits=-3.0, agrees=False)
WEBSITE_OF_FIRM = replace(MAILBOX_OF_FIRM, feature="website", bits=10.0)


@pytest.mark.parametrize("apart", [[ELSEWHERE], [OTHER_DAY], [ELSEWHERE, OTHER_DAY]])
def test_what_one_agent_gives_for_all_of_his_companies_joins_none_of_two(apart: Sequence[Evidence]) -> None:
    company, agents = MODELS["Organization"], [PHONE_OF_FIRM, MAILBOX_OF_FIRM, WEBSITE_OF_FIRM, HOUSE_OF_FIRM]
    linked = replace(PHONE_OF_FIRM, feature=linked_feature("PhoneNumber"))
    for shared in ([PHONE_OF_FIRM], [linked], [WEBSITE_OF_FIRM], agents):
        assert decide(company, [COMPANY_NAME, *shared]).outcome is Outcome.MATCH
        assert decide(company, [COMPANY_NAME, *apart, *shared]).outcome is Outcome.REVIEW
    for own in (REGISTRATION, ACCOUNT):
        assert decide(company, [COMPANY_NAME, *apart, PHONE_OF_FIRM, own]).outcome is Outcome.MATCH


def test_a_day_joins_no_two_companies_of_two_countries() -> None:
    company, day = MODELS["Organization"], FOUNDED
    assert decide(company, [COMPANY_NAME, day]).outcome is Outcome.MATCH
    assert decide(company, [COMPANY_NAME, day, ELSEWHERE]).outcome is Outcome.REVIEW
    assert decide(company, [COMPANY_NAME, day, ELSEWHERE, PHONE_OF_FIRM]).outcome is Outcome.REVIEW
