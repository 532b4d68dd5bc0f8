"""Initials of all words of a company's name tell which one is meant from four letters on, and not before."""

from __future__ import annotations

import pytest

from entity_resolution.comparing.decision import Outcome, decide
from entity_resolution.comparing.model import load_models
from entity_resolution.names import NameComparison, NameKind, NameLevel, compare_names, may_agree, organisation_name
from graph import PropertyClass
from graph.matches import Evidence

KIND = NameKind.ORGANISATION


def compared(left: str, right: str) -> NameComparison:
    return compare_names(organisation_name(left), organisation_name(right), KIND)


@pytest.mark.parametrize(
    ("initials", "whole"),
    [
        ("MDRT", "Mekong Delta Rubber Trading Co"),
        ("GDRC", "Golden Delta Rubber Corporation"),
        ("IRPSL", "Islamic Republic of Parsland Shipping Lines"),
    ],
)
def test_four_initials_or_more_are_for_a_human(initials: str, whole: str) -> None:
    for pair in ((initials, whole), (whole, initials)):
        found = compared(*pair)
        assert found.level is NameLevel.PARTIAL
        assert not found.agrees
        assert found.bits > 7.0
        assert not may_agree(organisation_name(pair[0]), organisation_name(pair[1]), KIND)


def test_capitals_say_nothing_where_all_names_have_them() -> None:
    assert compared("GDRC", "GOLDEN DELTA RUBBER CORPORATION").bits < compared("GDRC", "Golden Delta Rubber Corp").bits


@pytest.mark.parametrize("whole", ["Golden Delta Rubber Corporation", "Great Dragon Realty Corporation"])
def test_one_phone_joins_initials_to_nobody(whole: str) -> None:
    name = Evidence(
        feature="name",
        level=compared("GDRC", whole).level,
        property_class=PropertyClass.IDENTITY,
        bits=compared("GDRC", whole).bits,
        agrees=compared("GDRC", whole).agrees,
    )
    phone = Evidence(feature="phone", level="equal", property_class=PropertyClass.CONTACT, bits=9.0, agrees=True)
    assert decide(load_models()["Organization"], [name, phone]).outcome is Outcome.REVIEW


@pytest.mark.parametrize(
    ("initials", "whole"),
    [
        ("GDR", "Golden Delta Rubber"),
        ("Lion", "Lotus Inter Oil Network"),
        ("MDRX", "Mekong Delta Rubber Trading Co"),
        ("MDRT", "Mekong Delta Rubber Trading Transport Co"),
    ],
)
def test_fewer_or_other_letters_are_not(initials: str, whole: str) -> None:
    assert compared(initials, whole).bits < 7.0
    assert not compared(initials, whole).agrees
