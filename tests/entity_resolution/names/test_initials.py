"""Initials of all words of a company's name tell which one is meant from four letters on, and not before."""

from __future__ import annotations

import pytest

from entity_resolution.names import NameComparison, NameKind, NameLevel, compare_names, may_agree, organisation_name

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
        assert found.level is NameLevel.VARIANT
        assert found.bits > 7.0
        assert may_agree(organisation_name(pair[0]), organisation_name(pair[1]), KIND)


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
