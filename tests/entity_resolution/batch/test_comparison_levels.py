"""Levels of sexes, numbers, mail addresses, dates and streets that the records of an invented list do not reach."""

import numpy as np
import pyarrow as pa
import pytest

from entity_resolution.batch.comparators import LEVELS, Comparator
from entity_resolution.batch.comparison_levels import comparison_levels
from entity_resolution.batch.dictionary import UNKNOWN, Dictionary, FieldPairs
from entity_resolution.batch.fields import SEX_BY_TITLE, FieldType, clean_texts, sexes_by_titles
from entity_resolution.batch.parameters import shipped_model
from entity_resolution.batch.weights import pair_levels


@pytest.mark.parametrize("field", ["givenName", "familyName"])
@pytest.mark.parametrize(
    ("left", "right", "two"),
    [
        ("Mr Kanok", "Ms Kanok", True),
        ("Mr Kanok", "Mr Kanog", False),
        ("นายกนก", "นางสาวกนก", True),
        ("นายกนก", "Ms Kanok", True),
        ("นายกนก", "Mr Kanok", False),
        ("Ma Wei Min", "Ko Wei Min", False),  # perhaps surnames
    ],
)
def test_a_man_and_a_woman_of_one_name_are_two(field: str, left: str, right: str, two: bool) -> None:
    texts = pa.array([left, right])
    fields = {field: _pair(clean_texts(FieldType.NAME, texts, None)), SEX_BY_TITLE: _pair(sexes_by_titles([texts]))}
    model = shipped_model("Person")
    found = dict(zip((c.comparator for c in model.comparisons), pair_levels(model, fields, 1), strict=True))
    given = int(found[Comparator.GIVEN_NAME][0])
    assert (given == LEVELS[Comparator.GIVEN_NAME].index("other-name")) is two


def _pair(texts: pa.Array) -> FieldPairs:
    encoded = texts.dictionary_encode()
    left, right = (np.array([UNKNOWN if code is None else code], np.int32) for code in encoded.indices.to_pylist())
    return FieldPairs(dictionary=Dictionary(encoded.dictionary.to_pylist()), left=left, right=right)


def test_a_number_of_one_batch_is_no_slip_of_another() -> None:
    """SIM cards are sold by the batch, also to those who use them for one fraud together."""
    texts = ("66812345678", "66812345679", "66812345698", "66812345578", "66812345687", "6681234567")
    size = len(texts) - 1
    pairs = FieldPairs(
        dictionary=Dictionary(texts), left=np.zeros(size, np.int32), right=np.arange(1, size + 1, dtype=np.int32)
    )
    levels = comparison_levels(Comparator.NUMBER, ["phone"], {"phone": pairs}, size)
    names = [LEVELS[Comparator.NUMBER][level] for level in levels.tolist()]
    assert names == ["neighbour", "neighbour", "one-edit", "neighbour", "one-edit"]


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        ("66812345678", "812345678", "one-edit"),
        ("85512345678", "12345678", "one-edit"),
        ("12075550123", "2075550123", "one-edit"),
        ("66812345678", "812345679", "different"),
        ("66812345678", "62812345678", "one-edit"),  # a slip
        ("66812345678", "855812345678", "different"),
        ("99812345678", "812345678", "different"),  # no country has the code
        ("66812345678", "5678", "different"),
    ],
)
def test_a_number_without_the_code_of_its_country_is_no_other_number(left: str, right: str, level: str) -> None:
    for texts in ((left, right), (right, left)):
        pairs = FieldPairs(dictionary=Dictionary(texts), left=np.array([0], np.int32), right=np.array([1], np.int32))
        found = comparison_levels(Comparator.NUMBER, ["phone"], {"phone": pairs}, 1)
        assert LEVELS[Comparator.NUMBER][int(found[0])] == level


def _level(comparator: Comparator, field: str, left: str, right: str) -> str:
    encoded = pa.array([left, right]).dictionary_encode()
    one, other = (np.array([code], np.int32) for code in encoded.indices.to_pylist())
    pair = FieldPairs(dictionary=Dictionary(encoded.dictionary.to_pylist()), left=one, right=other)
    return LEVELS[comparator][int(comparison_levels(comparator, [field], {field: pair}, 1)[0])]


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        ("kalyan.ly965@gmail.com", "kalyan.ly335@gmail.com", "other-digits"),
        ("kalyan.ly9@gmail.com", "kalyan.ly8@gmail.com", "other-digits"),
        ("kalyan.ly@gmail.com", "kalyan.ly7@gmail.com", "other-digits"),
        ("lin.wei@163.com", "lin.wei@126.com", "other-digits"),
        ("12345678@qq.com", "12345679@qq.com", "other-digits"),
        ("kalyan.ly965@gmail.com", "kalyna.ly965@gmail.com", "one-edit"),
        ("kalyan.ly965@gmail.com", "kalyna.ly956@gmail.com", "two-edits"),  # a slip of letters as well
        ("kalyan.ly0@gmail.com", "kalyan.lyo@gmail.com", "one-edit"),
        ("kalyan.ly123@gmail.com", "kalyan.ly456@gmail.com", "different"),
        ("kalyan.ly965@gmail.com", "kalyan.ly965@gmail.com", "equal"),
    ],
)
def test_a_mail_address_with_other_digits_is_another_mailbox_and_no_slip(left: str, right: str, level: str) -> None:
    for one, other in ((left, right), (right, left)):
        assert _level(Comparator.MAIL, "email", one, other) == level


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        ("1990-07-15", "1990-07-16", "near-day"),
        ("1990-07-15", "1990-07-25", "near-day"),
        ("1990-07-21", "1990-07-12", "near-day"),
        ("1990-07-09", "1990-07-10", "near-day"),  # the next day, by a clock elsewhere
        ("1990-07-15", "1990-07", "near-day"),  # as far as it is known
        ("1987-06-11", "1987-06-23", "year-month"),
        ("1959-10-06", "1959-10-13", "year-month"),
        ("1959-10-06", "1959-10-06", "equal"),
        ("1959-10-06", "1959-11-06", "near-month"),
    ],
)
def test_two_days_of_one_month_are_a_slip_or_two_days(left: str, right: str, level: str) -> None:
    for one, other in ((left, right), (right, left)):
        assert _level(Comparator.DATE, "birthDate", one, other) == level


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        ("1987-04-30", "1987-05-01", "near-day"),  # the next day, of another month
        ("1988-02-29", "1988-03-01", "near-day"),
        ("1987-02-28", "1987-03-02", "year"),
        ("1999-12-31", "2000-01-01", "default-day"),  # a 1 January by a clock to the west
        ("1999-12-30", "2000-01-01", "year"),
        ("1987-06-30", "1987-07-01", "default-day"),
        ("1987-06-17", "1978-06-17", "near-year"),  # two digits changed places
        ("1987-06-17", "1997-06-17", "near-year"),
        ("1987-06-17", "1957-06-17", "one-digit"),
        ("1987-06-17", "1983-06-17", "one-digit"),
        ("1987-06-17", "1964-06-17", "month-day"),
        ("1987-02-17", "1987-08-17", "one-digit"),
        ("1987-10-17", "1987-01-17", "near-month"),
        ("1987-03-17", "1987-10-17", "year"),
    ],
)
def test_a_date_a_slip_apart_is_told_from_another(left: str, right: str, level: str) -> None:
    for one, other in ((left, right), (right, left)):
        assert _level(Comparator.DATE, "birthDate", one, other) == level


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        ("1990-01-01", "1991-01-01", "year"),  # an age told a year wrong
        ("1990-01-01", "1991-05-17", "year"),
        ("1990", "1991", "year"),
        ("1990", "1991-05-17", "year"),
        ("1971-07-01", "1972-07-01", "year"),
        ("1990-01-01", "1980-01-01", "month-day"),  # a slip of the year or two years, and no day
        ("1990-01-01", "1985-01-01", "conflict"),
        ("1990-01-01", "1992-05-17", "conflict"),
        ("1990", "1992", "conflict"),
        ("1990-01-01", "1990-01-01", "default-day"),
    ],
)
def test_days_that_nobody_knows_tell_their_years_alone(left: str, right: str, level: str) -> None:
    for one, other in ((left, right), (right, left)):
        assert _level(Comparator.DATE, "birthDate", one, other) == level


def _address_level(left: dict[str, str], right: dict[str, str]) -> str:
    reads = ("houseNumber", "street", "locality", "postalCode")
    fields = {name: _pair(pa.array([left.get(name), right.get(name)], pa.string())) for name in reads}
    return LEVELS[Comparator.ADDRESS][int(comparison_levels(Comparator.ADDRESS, reads, fields, 1)[0])]


@pytest.mark.parametrize(
    ("house", "one", "other", "level"),
    [
        ("5", "street 602", "street 603", "same-area"),
        ("12", "street 271", "street 217", "same-area"),
        ("8", "soi 11", "soi 12", "same-area"),
        ("8", "barangay 5", "barangay 15", "same-area"),
        ("21", "moo 3", "หมู่ ๘", "same-area"),
        ("5", "rama iv road", "rama vi road", "same-area"),
        ("", "5 street 602", "6 street 603", "same-area"),
        ("", "5 street 602", "6 street 602", "same-area"),
        ("5", "street 602", "stret 602", "similar-house"),
        ("5", "lotus street", "lotos street", "similar-house"),
        ("", "lotus street", "lotos street", "same-street-and-area"),
        ("5", "soi 11", "soi 11/2", "similar-house"),
    ],
)
def test_another_number_of_a_street_or_village_is_no_slip(house: str, one: str, other: str, level: str) -> None:
    left, right = (
        {name: text for name, text in (("houseNumber", house), ("street", street), ("postalCode", "12000")) if text}
        for street in (one, other)
    )
    assert _address_level(left, right) == level
    assert _address_level(right, left) == level
