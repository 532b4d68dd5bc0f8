"""Korean names: the surname as its bearers spell it, the given name by syllables. All names are invented."""

import pytest

from entity_resolution.names import NameKind, compare_names, person_name
from entity_resolution.names.hangul import romanise_hangul


@pytest.mark.parametrize(
    ("hangul", "first"),
    [
        ("김영철", "kim yeong cheol"),
        ("이 민정", "lee min jeong"),
        ("남궁민수", "namgung min su"),
        ("최", "choe"),
        ("", ""),
    ],
)
def test_the_commonest_spelling_comes_first(hangul: str, first: str) -> None:
    assert (romanise_hangul(hangul) or ("",))[0] == first


@pytest.mark.parametrize(
    ("latin", "hangul", "agrees"),
    [
        ("Kim Young-chul", "김영철", True),
        ("Pak Sang-hun", "박상훈", True),
        ("Yi Min-jeong", "이민정", True),
        ("Min-jung Lee", "이민정", True),
        ("Kim Young-soo", "김영철", False),
    ],
)
def test_a_name_in_hangul_meets_its_spellings_and_shares_a_key(latin: str, hangul: str, agrees: bool) -> None:
    one, other = person_name(latin), person_name(hangul)
    assert compare_names(one, other, NameKind.PERSON).agrees is agrees
    if agrees:
        assert one.keys & other.keys


def test_a_name_for_the_other_sex_does_not_agree_by_its_last_letter() -> None:
    one, other = person_name("Francisco Moreno"), person_name("Francisca Moreno")
    assert not compare_names(one, other, NameKind.PERSON).agrees
