"""Whether two names are one person's: at what level, by how many bits, in either order, and under a key of both."""

import pytest

from entity_resolution.names import NameKind, NameLevel, compare_names, person_name

_WITHIN = 0.06  # of a bit, as tests round them


def assert_one(left: str, right: str, level: NameLevel, bits: float) -> None:
    """Assert that two persons' names agree so in either order, and that each is found by the other."""
    one, other = person_name(left), person_name(right)
    found = compare_names(one, other, NameKind.PERSON)
    assert found.level is level
    assert found.bits == pytest.approx(bits, abs=_WITHIN)
    assert found.agrees
    assert compare_names(other, one, NameKind.PERSON).bits == found.bits
    assert not one.keys.isdisjoint(other.keys)


def assert_another(left: str, right: str, level: NameLevel, bits: float) -> None:
    """Assert that two persons' names do not agree, and how near they come."""
    found = compare_names(person_name(left), person_name(right), NameKind.PERSON)
    assert found.level is level
    assert found.bits == pytest.approx(bits, abs=_WITHIN)
    assert not found.agrees
