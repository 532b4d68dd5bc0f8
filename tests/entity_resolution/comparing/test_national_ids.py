"""National numbers: two are two persons', unless one of them breaks a rule that the other keeps. All are invented."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.th import pin

from entity_resolution.comparing.national_ids import (
    NationalId,
    Relation,
    is_within,
    national_id_of,
    near,
    objects,
    relate,
)
from graph.parts import StoredValue
from graph.values import normalise, normalise_document
from tests.entity_resolution.evidence import stored


def number(text: str, country: str | None = "TH") -> NationalId:
    """Return a national number as it is read from the store."""
    found = national_id_of(stored("document", text, country=country, hints={"type": "national-id"}))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (number("1101700230708"), number("1-1017-00230-70-8"), Relation.SAME),
        (number("1101700230708"), number("1101700230708", None), Relation.SAME),
        (number("1101700230708"), number("1101700230709"), Relation.SLIP),  # another check digit
        (number("1101700230708"), number("1101700230780"), Relation.SLIP),  # two digits swapped
        (number("1101700230708"), number("110170023070"), Relation.SLIP),  # a digit less
        (number("1101700230708"), number("1101700230709", None), Relation.SLIP),
        (number("1101700230708"), number("1111700230708"), Relation.TWO),  # both right
        (number("1101700230708"), number("1111700230708", None), Relation.TWO),
        (number("1101700230709"), number("1101700230706"), Relation.NEIGHBOURS),  # both wrong
        (number("1101700230708"), number("1409901234567"), Relation.TWO),
        (number("1409901234567"), number("1101700230717"), Relation.TWO),
        (number("1101700230708"), number("1409901234560", None), Relation.UNKNOWN),
        (number("3171014503900001", "ID"), number("3171014503900002", "ID"), Relation.NEIGHBOURS),
        (number("3171014503900001", "ID"), number("3171014593900001", "ID"), Relation.SLIP),  # born on no day
        (number("870304145677", "MY"), number("870304145678", "MY"), Relation.NEIGHBOURS),
        (number("213456789", "KH"), number("2134567890", "KH"), Relation.SLIP),  # a digit too many
        (number("213456789", "KH"), number("213456798", "KH"), Relation.NEIGHBOURS),
        (number("3171014503900001", None), number("3171014503900002", None), Relation.NEIGHBOURS),
        (number("1101700230708"), number("1101700230709", "RU"), Relation.UNKNOWN),
        (number("N1234507", "KH"), number("213456789", "KH"), Relation.UNKNOWN),  # a passport's number in its place
        (number("01034568701", "KH"), number("010345687", "KH"), Relation.UNKNOWN),  # with its issue
        (number("QN 900514-10-5123", "MY"), number("900514105123", "MY"), Relation.UNKNOWN),  # invalid
        (number("QN 900514-10-5123", "MY"), number("QN 880514105987", "MY"), Relation.TWO),  # of one shape
        (number("QN 900514-10-5123", "MY"), number("880514105987", "MY"), Relation.UNKNOWN),
        (number("QN 1101700230708"), number("110170023", "MM"), Relation.UNKNOWN),
        (number("QN 900514-10-5123", "MY"), number("1101700230709"), Relation.UNKNOWN),  # both wrong, of two shapes
        (number("90-1-7012", "NP"), number("27-01-70-12385", "NP"), Relation.TWO),  # of no known form
        (number("QN 27-01-70-12385", "NP"), number("27-01-70-12385", "NP"), Relation.UNKNOWN),
        (number("QN 35-01-70-12385", "NP"), number("27-01-70-12385", "NP"), Relation.TWO),
    ],
)
def test_what_two_numbers_say_of_each_other(left: NationalId, right: NationalId, expected: Relation) -> None:
    assert relate(left, right) is expected
    assert relate(right, left) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("QNAA1234567", "AA1234567", True),
        ("အမှတ်1234567", "1234567", True),
        ("AA1234567", "AA1234567", True),
        ("9AA1234567", "AA1234567", False),  # a digit before it is another number
        ("AA1234567", "1234568", False),
        ("QN12345", "12345", False),  # too short to say so
    ],
)
def test_a_number_behind_letters_may_be_that_number(one: str, other: str, expected: bool) -> None:
    assert is_within(one, other) is is_within(other, one) is expected


def test_other_documents_and_what_cannot_be_read_are_no_national_numbers() -> None:
    assert national_id_of(stored("document", "AA1234567", country="TH", hints={"type": "passport"})) is None
    unread = normalise("document", "none", country="TH", hints={"type": "national-id"})
    assert national_id_of(StoredValue(raw="none", value=unread.value, status=unread.status, type=unread.type)) is None


TWELVE = st.text("0123456789", min_size=12, max_size=12).filter(lambda digits: digits[0] != "0" and len({*digits}) > 1)
THAI = TWELVE.map(lambda digits: digits + pin.calc_check_digit(digits)).filter(pin.is_valid)


@given(THAI, st.integers(0, 12), st.sampled_from("0123456789"))
def test_a_digit_mistyped_is_a_slip_wherever_the_check_digit_tells(right: str, place: int, digit: str) -> None:
    typed = right[:place] + digit + right[place + 1 :]
    assume(typed != right and normalise_document(typed, country="TH", kind="national-id").value)
    expected = Relation.TWO if pin.is_valid(typed) else Relation.SLIP
    assert relate(number(right), number(typed)) is expected


@given(THAI, THAI)
def test_two_right_numbers_are_never_near(one: str, other: str) -> None:
    assert relate(number(one), number(other)) is (Relation.SAME if one == other else Relation.TWO)


NUMBERS = st.sampled_from([number(t) for t in ("1101700230708", "1101700230709", "1111700230708", "1409901234567")])


@given(st.frozensets(NUMBERS), st.frozensets(NUMBERS))
def test_groups_object_on_either_side_alike_and_never_where_a_number_agrees(
    lefts: frozenset[NationalId], rights: frozenset[NationalId]
) -> None:
    assert objects(lefts, rights) is objects(rights, lefts)
    assert not (lefts & rights and objects(lefts, rights))
    assert objects(lefts, rights) is False or (lefts and rights)


@given(st.text("0123456789AB", min_size=6, max_size=9))
def test_near_counts_one_slip(text: str) -> None:
    assert near(text, text + "X")
    assert not near(text, text + "XY")
    assert not near(text[:5], text[:4] + "X")
