"""What stands behind a name for father and son counts where two contradict, and little where one lacks it."""

import pytest

from entity_resolution.names import NameComparison, NameKind, NameLevel, compare_names, may_agree, person_name


def compared(left: str, right: str) -> NameComparison:
    return compare_names(person_name(left), person_name(right), NameKind.PERSON)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Juan Cruz Jr.", "Juan Cruz Sr."),
        ("Juan Cruz II", "Juan Cruz III"),
        ("Juan Cruz Jr.", "Juan Cruz II"),
        ("CRUZ, Juan, Jr.", "Juan Cruz, Sr."),
        ("Cruz Jr., Juan", "CRUZ, JUAN SR."),
        ("Juan Jr. Cruz", "Juan Cruz, 3rd"),
    ],
)
def test_generations_that_contradict_count_against_a_pair(left: str, right: str) -> None:
    assert compared(left, right).level is NameLevel.WEAK
    assert compared(left, right).bits < -3
    assert not may_agree(person_name(left), person_name(right), NameKind.PERSON)
    assert "against" in compared(left, right).how


@pytest.mark.parametrize(
    ("left", "right"),
    [("Juan Cruz Jr.", "CRUZ, Juan Jr."), ("Juan Jr. Cruz", "Juan Cruz Junior"), ("Juan Cruz 2nd", "Juan Cruz II")],
)
def test_one_generation_says_nothing(left: str, right: str) -> None:
    plain = compared("Juan Cruz", "Juan Cruz")
    assert (compared(left, right).level, compared(left, right).bits) == (NameLevel.EXACT_NATIVE, plain.bits)


@pytest.mark.parametrize(
    ("left", "right"),
    [("Juan Cruz Jr.", "Juan Cruz"), ("Juan Cruz", "CRUZ, Juan, III"), ("Juan Cruz, Ph.D.", "Juan Cruz Jr.")],
)
def test_a_son_whom_one_name_does_not_say_may_be_the_father(left: str, right: str) -> None:
    plain = compared("Juan Cruz", "Juan Cruz")
    assert compared(left, right).agrees
    assert may_agree(person_name(left), person_name(right), NameKind.PERSON)
    assert plain.bits - 3 < compared(left, right).bits < plain.bits - 1
    assert compared("Juan Cruz Sr.", "Juan Cruz").bits == plain.bits


@pytest.mark.parametrize(
    ("left", "right", "one"),
    [
        ("Khon228 Namsai228", "Khon28 Namsai28", False),
        ("Boss 2", "Boss 3", False),
        ("Khon228 Namsai", "Khon228 Namsai", True),
        ("Khon Namsai 7", "Khon Namsai", True),
    ],
)
def test_other_digits_in_what_two_people_call_themselves_keep_them_apart(left: str, right: str, one: bool) -> None:
    for a, b in ((left, right), (right, left)):
        found = compare_names(person_name(a), person_name(b), NameKind.PERSON)
        assert (found.bits > 2) is one
        assert found.agrees or not one
