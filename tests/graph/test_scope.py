"""Scopes as values: narrowing only narrows, and a key stands for everything that a scope opens."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from graph import PropertyClass, ReadScope, SystemScope
from graph.grants import COMPARTMENT_BITS, TOKEN_SHELVES

NUMBERS = st.frozensets(st.integers(1, 6))


@st.composite
def scopes(draw: st.DrawFn, agency: str = "th-police") -> ReadScope:
    until = draw(st.none() | st.integers(1, 3).map(lambda day: datetime(2026, 1, day, tzinfo=UTC)))
    return ReadScope(
        agency=agency,
        classes=draw(st.dictionaries(st.sampled_from(PropertyClass), NUMBERS)),
        notices=draw(NUMBERS),
        hits=draw(NUMBERS),
        policy_version="1",
        exact_until=until,
    )


@given(scopes(), scopes())
def test_a_conjunction_opens_what_both_open_and_ends_with_the_first(one: ReadScope, other: ReadScope) -> None:
    both = one & other
    for compartment in range(1, 7):
        for name in PropertyClass:
            expected = one.may_read(name, compartment) and other.may_read(name, compartment)
            assert both.may_read(name, compartment) == expected
    assert both.visible <= one.visible & other.visible
    assert both.notices == one.notices & other.notices
    assert both.hits == one.hits & other.hits
    ends = [t for t in (one.exact_until, other.exact_until) if t is not None]
    assert both.exact_until == (min(ends) if ends else None)


@given(scopes(), scopes())
def test_a_conjunction_opens_the_same_in_either_order(one: ReadScope, other: ReadScope) -> None:
    assert (one & other).parameters == (other & one).parameters


@given(scopes(), scopes())
def test_equal_keys_mean_equal_views(one: ReadScope, other: ReadScope) -> None:
    same = one.parameters == other.parameters and one.notices == other.notices and one.hits == other.hits
    assert (one.key == other.key) == same


def test_the_key_tells_agencies_and_policies_apart() -> None:
    made = {
        ReadScope(agency=agency, classes={}, policy_version=version).key
        for agency in ("a", "b")
        for version in ("1", "2")
    }
    assert len(made) == 4


@given(scopes())
def test_visible_means_that_at_least_one_class_may_be_read(scope: ReadScope) -> None:
    for compartment in range(1, 7):
        readable = scope.readable_classes(compartment)
        assert (compartment in scope.visible) == bool(readable)
        assert readable == {c for c in PropertyClass if _numbers(scope.parameters[c]) >= {compartment}}
    assert _numbers(scope.parameters["v"]) == scope.visible


@given(NUMBERS.filter(bool), st.frozensets(st.tuples(st.integers(1, 120), st.integers(1, 70))))
def test_the_tables_hold_what_is_open_and_nothing_else(
    compartments: frozenset[int], pairs: frozenset[tuple[int, int]]
) -> None:
    tokens = frozenset((number << COMPARTMENT_BITS) + compartment for number, compartment in pairs)
    name = PropertyClass.CONTACT
    scope = ReadScope(agency="a", classes={name: compartments}, granted={name: tokens}, policy_version="1")
    tables = scope.parameters
    assert _numbers(tables[name]) == _numbers(tables["v"]) == compartments
    # It ends with the last open one: an unknown number is no index.
    assert len(tables[name]) == max(compartments) + 1
    assert _numbers(tables[PropertyClass.IDENTITY]) == frozenset()
    assert tables["g"] == ({name: 0, "v": 0} if pairs else {})
    for shelves in tables["shelves"]:
        found = set()
        for place, shelf in enumerate(shelves):
            assert shelf[0] == shelf[-1] == ","
            for entry in filter(None, shelf.split(",")):
                compartment, number = map(int, entry.split(":"))
                assert compartment % len(shelves) == place
                found.add((number, compartment))
        assert found == pairs
        assert len(shelves) == TOKEN_SHELVES
    assert len(tables["shelves"]) == bool(pairs)


def _numbers(table: bytes) -> frozenset[int]:
    assert set(table) <= {0, 1}
    return frozenset(number for number, byte in enumerate(table) if byte)


def test_a_system_scope_opens_all_that_it_is_given() -> None:
    scope = SystemScope.over([3, 1])
    assert scope.visible == {1, 3}
    assert scope.readable_classes(1) == frozenset(PropertyClass)
    assert scope.readable_classes(2) == frozenset()
