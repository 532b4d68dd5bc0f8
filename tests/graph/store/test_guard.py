"""The guard in the store against the slow, obvious reference: lists of numbers, looked through one by one."""

import random
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph import PropertyClass, ReadScope
from graph.grants import COMPARTMENT_BITS
from graph.store import Access, Template
from graph.store.cypher import granted_parts, guarded_parts, in_open, live_grants, opened, sent
from tests.examples import examples
from tests.world import World

# What no scope opens stands among them: no number, none registered, one behind every table, and a far one.
STAMPS = (None, 0, 1, 2, 3, 4, 5, 6, 7, 9, 33, 34, 4_000)
MARKS: tuple[tuple[int, ...] | None, ...] = (None, (), (1,), (2,), (1, 12), (2, 11, 21))
NAMES = ("v", *(str(c) for c in PropertyClass))
_NUMBERS = st.frozensets(st.integers(1, 6))
_PAIRS = st.frozensets(
    st.tuples(st.sampled_from([1, 2, 11, 12, 21, 121]), st.sampled_from([1, 2, 3, 4, 5, 6, 7, 33, 34])), max_size=8
)


def listed(variable: str, name: str = "v") -> str:
    """Return the guard as one would write it first: the compartment, or a token of a grant, is in a list."""
    marked = f"any(g IN {variable}.granted WHERE g + {variable}.cmp IN $p.lists.g.{name})"
    return f"({variable}.cmp IN $p.lists.{name} OR {marked})"


def lists(scope: ReadScope) -> dict[str, Any]:
    """Return a scope as lists of numbers."""
    grants = {str(c): sorted(scope.granted.get(c, frozenset())) for c in PropertyClass}
    classes = {str(c): sorted(scope.classes.get(c, frozenset())) for c in PropertyClass}
    return {"v": sorted(scope.visible), **classes, "g": {"v": sorted(scope.tokens), **grants}}


@st.composite
def scopes(draw: st.DrawFn) -> ReadScope:
    """Draw a scope that opens some compartments and some of what is granted, each class its own."""
    pairs = draw(st.dictionaries(st.sampled_from(PropertyClass), _PAIRS, max_size=3))
    return ReadScope(
        agency="viewer",
        classes=draw(st.dictionaries(st.sampled_from(PropertyClass), _NUMBERS, max_size=3)),
        granted={c: frozenset(_token(*pair) for pair in found) for c, found in pairs.items()},
        policy_version="test",
    )


def _token(number: int, compartment: int) -> int:
    return (number << COMPARTMENT_BITS) + compartment


def _marks(dice: random.Random) -> tuple[int, ...]:
    drawn: tuple[int, ...] | None = dice.choice(list(MARKS))
    return drawn or ()


def _read(world: World, text: str, scope: ReadScope) -> list[dict[str, Any]]:
    made = Template(name="guard", access=Access.SCOPED, text=text)
    found: list[dict[str, Any]] = world.run(
        world.app.store.read(made, {"lists": lists(scope), "one": "a0", **scope.parameters})
    )
    return found


def _shows(scope: ReadScope, name: str, stamp: int | None, marks: Iterable[int]) -> bool:
    """Return what the scope itself says, in Python."""
    if stamp is None:
        return False
    tokens = {_token(number, stamp) for number in marks}
    if name == "v":
        return scope.shows(stamp, tokens)
    return PropertyClass(name) in scope.readable_classes(stamp, tokens)


@pytest.fixture
def stamped(world: World) -> World:
    """A world with a record under each stamp and each set of marks, all parts filled."""
    rows = [
        {
            "rid": f"r{number}",
            "cmp": stamp,
            "granted": None if marks is None else [m << COMPARTMENT_BITS for m in marks],
            **{str(c): f"{c} of r{number}" for c in PropertyClass},
        }
        for number, (stamp, marks) in enumerate(product(STAMPS, MARKS))
    ]
    _write(world, "UNWIND $p.rows AS row CREATE (n:Record) SET n = row", rows)
    return world


def _write(world: World, text: str, rows: Sequence[dict[str, Any]]) -> None:
    made = Template(name="fill", access=Access.WRITE, text=text)
    world.run(world.app.store.run_alone(made, {"rows": rows}))


@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(scopes())
def test_a_guard_opens_what_the_lists_open_and_nothing_else(stamped: World, scope: ReadScope) -> None:
    fast = ", ".join(f"{name}: coalesce({opened('n', name)}, false)" for name in NAMES)
    slow = ", ".join(f"{name}: coalesce({listed('n', name)}, false)" for name in NAMES)
    rows = _read(
        stamped,
        f"MATCH (n:Record) RETURN n.rid AS rid, {{{fast}}} AS fast, {{{slow}}} AS slow, {live_grants('n')} AS live",
        scope,
    )
    assert len(rows) == len(STAMPS) * len(MARKS)
    for row in rows:
        stamp, marks = list(product(STAMPS, MARKS))[int(row["rid"][1:])]
        said = {name: _shows(scope, name, stamp, marks or ()) for name in NAMES}
        assert row["fast"] == row["slow"] == said, (stamp, marks)
        tokens = [_token(m, stamp) for m in marks or ()] if stamp is not None else []
        assert (row["live"] or []) == [t for t in tokens if t in scope.tokens]


@settings(max_examples=examples(15), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(scopes())
def test_a_part_leaves_the_store_where_its_class_is_open_and_nowhere_else(stamped: World, scope: ReadScope) -> None:
    assert granted_parts("n") in guarded_parts("n")
    for row in _read(stamped, f"MATCH (n:Record) RETURN n.rid AS rid, {{{guarded_parts('n')}}} AS parts", scope):
        stamp, marks = list(product(STAMPS, MARKS))[int(row["rid"][1:])]
        granted = dict(row["parts"]["granted"] or ())
        told = {c for c in PropertyClass if row["parts"][c] is not None} | granted.keys()
        assert told == {c for c in PropertyClass if _shows(scope, str(c), stamp, marks or ())}
        assert all(text == f"{c} of {row['rid']}" for c, text in granted.items())


def _write_graph(
    world: World,
    records: Mapping[str, tuple[int | None, tuple[int, ...]]],
    links: Sequence[tuple[str, str, int | None, tuple[int, ...]]],
) -> None:
    """Put a graph in place of what the store holds: of records and links the compartments and the marks of grants."""
    _write(world, "MATCH (n:Record) DETACH DELETE n", [])
    _write(
        world,
        "UNWIND $p.rows AS row CREATE (n:Record) SET n = row",
        [
            {"rid": rid, "cmp": cmp, "granted": [m << COMPARTMENT_BITS for m in marks]}
            for rid, (cmp, marks) in records.items()
        ],
    )
    _write(
        world,
        "UNWIND $p.rows AS row MATCH (a:Record {rid: row.a}) MATCH (b:Record {rid: row.b}) "
        "CREATE (a)-[r:USES]->(b) SET r.cmp = row.cmp, r.granted = row.granted, r.lid = row.lid",
        [
            {"a": a, "b": b, "cmp": cmp, "granted": [m << COMPARTMENT_BITS for m in marks], "lid": f"guard-{n}"}
            for n, (a, b, cmp, marks) in enumerate(links)
        ],
    )


@settings(max_examples=examples(15), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 5), _NUMBERS, _PAIRS)
def test_no_way_leads_through_what_is_hidden(
    world: World, seed: int, compartments: frozenset[int], pairs: frozenset[tuple[int, int]]
) -> None:
    """Of a random graph, against a walk in Python; stamps of links here do not follow those of their ends."""
    dice = random.Random(seed)  # noqa: S311 - a graph to draw, not a secret
    records = {f"a{n}": (dice.choice(STAMPS), _marks(dice)) for n in range(14)}
    links = [
        (dice.choice(list(records)), dice.choice(list(records)), dice.choice(STAMPS), _marks(dice)) for _ in range(40)
    ]
    _write_graph(world, records, links)
    name = PropertyClass.CONTACT
    tokens = frozenset(_token(*pair) for pair in pairs)
    scope = ReadScope(agency="viewer", classes={name: compartments}, granted={name: tokens}, policy_version="test")
    shown = {rid for rid, terms in records.items() if _shows(scope, "v", *terms)}
    ways = [(a, b) for a, b, cmp, marks in links if _shows(scope, "v", cmp, marks) and {a, b} <= shown]
    reached = {"a0"} & shown
    for hops in range(1, 4):
        reached = {far for a, b in ways for near, far in ((a, b), (b, a)) if near in reached}
        path = "".join(f"-[r{h}:USES]-(n{h}:Record)" for h in range(1, hops + 1))
        guards = " AND ".join(f"{opened(f'r{h}')} AND {opened(f'n{h}')}" for h in range(1, hops + 1))
        rows = _read(
            world,
            f"MATCH (n0:Record {{rid: $p.one}}){path} WHERE {opened('n0')} AND {guards} "
            f"RETURN collect(DISTINCT n{hops}.rid) AS rows",
            scope,
        )
        # The store goes along a link once; a walk may turn round, so it reaches these and perhaps others.
        assert set(map(str, rows)) <= reached
        if hops == 1:
            assert set(map(str, rows)) == reached


def test_a_statement_is_sent_the_tables_that_it_names() -> None:
    scope = ReadScope(agency="viewer", classes={PropertyClass.CONTACT: frozenset([2])}, policy_version="test")
    parameters = {"rids": ["a"], "unnamed": 1, **scope.parameters}
    assert sent(f"UNWIND $p.rids AS rid MATCH (n:Record {{rid: rid}}) WHERE {opened('n')} RETURN 1", parameters) == {
        "rids": ["a"],
        "v": b"\0\0\1",
        "g": {},
        "shelves": [],
    }
    assert sent(f"RETURN {in_open('n', 'contact')} AS n", parameters) == {"contact": b"\0\0\1"}


def test_a_statement_is_sent_what_grants_open_of_the_classes_that_it_names_each_once() -> None:
    contact, identity = frozenset([_token(1, 2)]), frozenset([_token(1, 2), _token(3, 4)])
    scope = ReadScope(
        agency="viewer",
        classes={},
        granted={PropertyClass.CONTACT: contact, PropertyClass.LOCATION: contact, PropertyClass.IDENTITY: identity},
        policy_version="test",
    )
    texts = _shelves_of(scope)
    everything = sent(f"RETURN {opened('n')}, {granted_parts('n')}", scope.parameters)
    # A text that goes through all classes is sent those of all, whatever else it names.
    assert everything["g"].keys() == {"v", "contact", "location", "identity"}
    assert len(everything["shelves"]) == 2
    one = sent(f"RETURN {opened('n', 'contact')}, {opened('n', 'location')}", scope.parameters)
    assert one["g"] == {"contact": 0, "location": 0}
    assert one["shelves"] == [texts["contact"]]
    other = sent(f"RETURN {opened('n', 'financial')}, {opened('n')}", scope.parameters)
    assert other["g"] == {"v": 0}
    assert other["shelves"] == [texts["identity"]]


def _shelves_of(scope: ReadScope) -> dict[str, list[str]]:
    return {name: scope.parameters["shelves"][place] for name, place in scope.parameters["g"].items()}
