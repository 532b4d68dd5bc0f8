"""Korean surnames that Latin letters spell in two ways. All names are invented."""

import pytest

from entity_resolution.names import NameLevel
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
