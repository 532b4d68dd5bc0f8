"""Korean surnames that Latin letters spell in two ways. All names are invented."""

import pytest

from entity_resolution.names import NameKind, NameLevel, compare_names, person_name


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
    one, other = person_name(left), person_name(right)
    found = compare_names(one, other, NameKind.PERSON)
    assert found.level is level
    assert found.bits == pytest.approx(bits, abs=0.06)
    assert found.agrees
    assert compare_names(other, one, NameKind.PERSON).bits == found.bits
    assert not one.keys.isdisjoint(other.keys)


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
    found = compare_names(person_name(left), person_name(right), NameKind.PERSON)
    assert found.level is level
    assert found.bits == pytest.approx(bits, abs=0.06)
    assert not found.agrees
