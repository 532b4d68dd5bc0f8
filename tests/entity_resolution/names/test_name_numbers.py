"""Numbers of companies and places: written in any way one number, and another number another thing."""

import pytest

from entity_resolution.names import NameKind, NameLevel, compare_names, organisation_name, site_name
from entity_resolution.names.numbers import numbers_agree, numbers_of


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("everest global fund iii", {"3"}),
        ("everest global fund 03", {"3"}),
        ("data centre two", {"2"}),
        ("1st national bank", {"1"}),
        ("kowalski i synowie", set()),
        ("malcolm x foundation", set()),
        ("victory fund v", {"5"}),
        ("one", set()),
    ],
)
def test_numbers_are_read_in_digits_words_and_roman(name: str, numbers: set[str]) -> None:
    assert numbers_of(tuple(name.split())) == numbers


def test_another_number_counts_more_than_none() -> None:
    fund = ("fund", "iii")
    assert numbers_agree(fund, ("fund", "3")) == 1.0
    assert numbers_agree(fund, ("fund", "ii")) < numbers_agree(fund, ("fund",)) < 1.0


def test_the_next_fund_is_another_company_and_the_next_block_another_place() -> None:
    third = organisation_name("Everest Global Fund III")
    same = compare_names(third, organisation_name("Everest Global Fund 3 Ltd"), NameKind.ORGANISATION)
    other = compare_names(third, organisation_name("Everest Global Fund II"), NameKind.ORGANISATION)
    assert same.agrees
    assert not other.agrees
    assert same.bits > other.bits + 5
    block = compare_names(site_name("Blue Gate Park Block 7"), site_name("Blue Gate Park Block 9"), NameKind.SITE)
    assert block.level not in (NameLevel.EXACT_LATIN, NameLevel.VARIANT)
