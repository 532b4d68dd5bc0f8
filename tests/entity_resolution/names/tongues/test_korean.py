"""Korean surnames that Latin letters spell in two ways. All names are invented."""

import pytest

from entity_resolution.names import NameKind, NameLevel, compare_names, person_name
from tests.entity_resolution.names.one_or_another import assert_another, assert_one


@pytest.mark.parametrize(
    ("left", "right", "level", "bits"),
    [
        ("Lim Su-bin", "Im Su-bin", NameLevel.VARIANT, 7.5),
        ("Lim Chae-young", "Im Chae-young", NameLevel.VARIANT, 9.2),
    ],
)
def test_im_and_lim_are_one_surname_before_a_korean_given_name(
    left: str, right: str, level: NameLevel, bits: float
) -> None:
    assert_one(left, right, level, bits)


@pytest.mark.parametrize(
    ("left", "right", "level", "bits"),
    [
        ("Lim Su-bin", "Im Soo-min", NameLevel.WEAK, -4.4),
        ("Im Su-bin", "Kim Su-bin", NameLevel.WEAK, -4.4),
        ("Im Sok Bin", "Lim Sok Bin", NameLevel.WEAK, -4.4),
        ("Kim Su-bin", "Lee Su-bin", NameLevel.DIFFERENT, -6.5),
    ],
)
def test_another_korean_or_khmer_name_stays_another(left: str, right: str, level: NameLevel, bits: float) -> None:
    assert_another(left, right, level, bits)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("유재석", "Yu Jae-suk"),
        ("유재석", "Jae-suk Yoo"),
        ("Yoo Byung-hak", "Yu Byung-hak"),
        ("Ryu Byung-hak", "Yu Byung-hak"),
        ("류병학", "Yu Byung-hak"),
        ("윤여경", "Youn Yuh-kyung"),
        ("제갈병학", "Jaegal Byung-hak"),
    ],
)
def test_a_surname_is_one_in_each_spelling_of_it(left: str, right: str) -> None:
    assert compare_names(person_name(left), person_name(right), NameKind.PERSON).bits > 7
    assert person_name(left).keys & person_name(right).keys


@pytest.mark.parametrize("right", ["Yun Jae-suk", "Yoon Jae-suk", "Yuk Jae-suk"])
def test_another_surname_stays_another(right: str) -> None:
    assert not compare_names(person_name("유재석"), person_name(right), NameKind.PERSON).agrees
