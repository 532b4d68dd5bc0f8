"""Numbers of companies and places: written in any way one number, and another number another thing."""

import pytest

from entity_resolution.names import NameKind, NameLevel, compare_names, may_agree, organisation_name, site_name
from entity_resolution.names.scripts.numbers import counts_of, numbers_agree
from entity_resolution.names.scripts.small_numbers import numbers_said, with_number_in_digits


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
        ("club fifty seven", {"57"}),
        ("club fifty", {"50"}),
        ("club twenty first", {"21"}),
        ("club 21st", {"21"}),
        ("twenty second street", {"22"}),
    ],
)
def test_numbers_are_read_in_digits_words_and_roman(name: str, numbers: set[str]) -> None:
    assert counts_of(tuple(name.split())).numbers == numbers


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


@pytest.mark.parametrize(
    ("left", "right", "agree"),
    [
        ("Blue Gate Park Block A", "Blue Gate Park Block B", False),
        ("Block A Blue Gate Park", "Block B Blue Gate Park", False),
        ("Blue Gate Park A Zone", "Blue Gate Park Zone C", False),
        ("Blue Gate Tower A", "Blue Gate Tower B", False),
        ("Blue Gate Park A Zone", "Blue Gate Park Zone A", True),
        ("Blue Gate Park Block A", "Blue Gate Park", True),
        ("Block A Blue Gate Park", "Blue Gate Park Blok A", True),
        ("J P Blue Gate Tower", "Tower J P Blue Gate", True),
    ],
)
def test_parts_of_a_site_with_other_letters_are_two(left: str, right: str, agree: bool) -> None:
    one, other = site_name(left), site_name(right)
    assert compare_names(one, other, NameKind.SITE).agrees is agree
    assert compare_names(other, one, NameKind.SITE).agrees is agree


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("7 Lotus Seas Shipping", "Seven Lotus Seas Shipping"),
        ("Vee One Pay Plc", "Veeone Pay PLC"),
        ("Club Fifty Seven Holding", "Club 57 Holding"),
    ],
)
def test_a_number_in_words_is_the_same_in_digits_or_a_part_of_a_word(left: str, right: str) -> None:
    one, other = organisation_name(left), organisation_name(right)
    assert compare_names(one, other, NameKind.ORGANISATION).agrees
    assert one.keys & other.keys


def test_another_number_at_the_beginning_is_another_company() -> None:
    left, right = organisation_name("7 Lotus Seas Shipping"), organisation_name("9 Lotus Seas Shipping")
    assert not compare_names(left, right, NameKind.ORGANISATION).agrees


@pytest.mark.parametrize(
    ("left", "right"),
    [("K9 Group", "K99 Group"), ("A1 Trading", "AA1 Trading"), ("3M Co", "33M Co"), ("K9 Group", "K 99 Group")],
)
def test_letters_and_digits_are_a_code_that_no_ear_doubles(left: str, right: str) -> None:
    one, other = organisation_name(left), organisation_name(right)
    assert compare_names(one, other, NameKind.ORGANISATION).level is NameLevel.WEAK
    park, another = site_name(left.replace("Group", "Park")), site_name(right.replace("Group", "Park"))
    assert not compare_names(park, another, NameKind.SITE).agrees


@pytest.mark.parametrize(
    ("left", "right", "factor"),
    [
        (("b2", "park"), ("b", "2", "park"), 1.0),
        (("12a",), ("12a",), 1.0),
        (("12a",), ("12",), 0.94),
        (("2nd", "chance"), ("second", "chance"), 0.94),  # a word for a place in a row is read where it spells a number
        (("harris0n",), ("harrison",), 1.0),  # a reader's slip
        (("k9",), ("k99",), 0.72),
        (("k9",), ("k", "99"), 0.72),
    ],
)
def test_a_code_agrees_with_itself_however_it_is_spaced(
    left: tuple[str, ...], right: tuple[str, ...], factor: float
) -> None:
    assert numbers_agree(left, right) == numbers_agree(right, left) == factor


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("ទួលទំពូងទីមួយ", "Tuol Tumpung 1"),
        ("ទួលទំពូងទី ១", "Tuol Tumpung Ti Muoy"),
        ("Tuol Tumpung Ti Pir", "Tuol Tumpung II"),
        ("Tuol Tumpung Muoy", "Toul Tompong 1"),
        ("Tuol Tumpung Ti 2", "Tuol Tumpung II"),
    ],
)
def test_a_commune_of_phnom_penh_has_its_number_in_khmer_or_digits(left: str, right: str) -> None:
    one, other = site_name(left), site_name(right)
    assert compare_names(one, other, NameKind.SITE).agrees
    assert one.keys & other.keys


@pytest.mark.parametrize(
    ("left", "right"),
    [("ទួលទំពូងទីមួយ", "Tuol Tumpung 2"), ("Tuol Tumpung Ti Pir", "Tuol Tumpung Ti Bei"), ("Pir Tumpung", "Tuol Tumpung")],
)
def test_another_number_is_another_commune(left: str, right: str) -> None:
    assert compare_names(site_name(left), site_name(right), NameKind.SITE).bits < 0


def test_a_khmer_number_that_ends_no_name_is_a_word() -> None:
    assert site_name("Muoy").native == "Muoy"
    assert site_name("Pir Tumpung").native == "Pir Tumpung"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Els Quatre Lliris", "Els 4 Lliris"),
        ("Three Marigolds", "3 Marigolds"),
        ("Three Marigolds", "The 3 Marigolds"),
        ("Trois Soucis", "3 Soucis"),
        ("Zu den Drei Lilien", "Zu den 3 Lilien"),
        ("Trattoria ai Due Gelsi", "Trattoria ai 2 Gelsi"),
        ("Los Siete Lirios", "Los 7 Lirios"),
        ("Três Lírios", "3 Lírios"),
        ("De Drie Lelies", "De 3 Lelies"),
        ("Kedai Tiga Melati", "Kedai 3 Melati"),
    ],
)
def test_a_small_number_of_a_place_may_be_in_words_of_its_language(left: str, right: str) -> None:
    one, other = site_name(left), site_name(right)
    found = compare_names(one, other, NameKind.SITE)
    assert found.level in (NameLevel.VARIANT, NameLevel.EXACT_LATIN)
    assert compare_names(other, one, NameKind.SITE).bits == found.bits
    assert may_agree(one, other, NameKind.SITE)
    assert one.keys & other.keys


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Trois Soucis", "4 Soucis"),
        ("Trois Soucis", "Quatre Soucis"),
        ("Ban Song Melati", "Ban Sam Melati"),
        ("Onze", "Nou"),
    ],
)
def test_another_small_number_is_another_place(left: str, right: str) -> None:
    assert not compare_names(site_name(left), site_name(right), NameKind.SITE).agrees


def test_a_word_says_the_numbers_of_each_language_that_has_it() -> None:
    assert numbers_said("six") == numbers_said("6") == {"6"}
    assert numbers_said("sis") == {"6"}
    assert numbers_said("once") == {"11"}
    assert numbers_said("13") == numbers_said("lotus") == frozenset()
    assert with_number_in_digits(("kedai", "tiga", "melati")) == ("kedai", "3", "melati")
    assert with_number_in_digits(("ban", "song", "melati")) == ("ban", "song", "melati")
