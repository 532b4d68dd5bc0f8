"""Every question that a viewer can ask, with all fields and arguments, made from the schema.

A new field, argument or operation is asked for the day it appears: nothing here names one, save for words and sizes
that make a known argument worth asking.
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    is_leaf_type,
    is_required_argument,
    is_required_input_field,
)
from graphql import build_schema as parse_schema

from api.graphql import served_schema
from api.noninterference.arguments import Fill, Filler, holds_id, ids_of, is_id, literal
from api.noninterference.documents import Operation, Question, is_within_limits

Composite = GraphQLObjectType | GraphQLInterfaceType | GraphQLUnionType

# Sizes and words that make an argument of this name worth asking; any other is made from its type.
_NUMBERS: Mapping[str, Sequence[int]] = {"first": (30, 2, 1), "limit": (12, 2, 1), "depth": (1, 3), "maxLength": (4, 2)}

_TEXTS: Mapping[str, Sequence[str]] = {
    "agency": ("th-police",),  # no party is a mistake, which takes the answers beside it with it
    "country": ("TH",),
    "reason": ("asked by the kit",),
    "justification": ("asked by the kit",),
    "dataset": ("kit",),
    "profile": ("law-enforcement",),
    "purpose": ("investigation",),
    "caseRef": ("T-1",),
}

_MOST_VALUES = 4  # of an optional argument

_CURSORS = frozenset({"after", "before"})

_ALONE = frozenset({"simulatePolicy"})  # the service runs one at a time: two in a document fail

_TIME = "2027-01-01T00:00:00+00:00"
_PAST = "2020-01-01T00:00:00+00:00"  # where a list begins at a time, all of it

_DEPTH = 3  # levels of objects; every further one multiplies what is read
_ACT_DEPTH = 5  # what an act answers stands within its payload, beside the errors

_LAST = {
    "retractLinks": 1,
    "narrowRecords": 2,
    "retractRecords": 3,
}  # done last, in this order: what is gone cannot be acted on

_OF_LINKS = frozenset({"retractLinks"})  # their ids are those of links

_PAGE_SIZES = frozenset({"first", "limit"})
_INNER_PAGE = 60  # below the root, where as many as there may be would leave no room for further levels
_INNER_CONNECTION = 5  # has a level more, and what stands on it is in the plain list beside it as well


@dataclass(frozen=True, slots=True, kw_only=True)
class Universe:
    """What there is to ask about.

    Attributes:
        ids: record ids in sight of somebody.
        hidden: ids of what is hidden, or will be.
        absent: ids that no record has, of the same form.
        pairs: pairs of ids to ask about together.
        words: words and identifiers to search for.
        own: ids of records of the viewer's own agency, which alone it may do most things with.
        own_links: ids of links of its agency.
        hidden_links: ids of links that are hidden from it.
        texts: what arguments of a name are given, such as a purpose that is the viewer's and a number that is held.
    """

    ids: Sequence[str]
    hidden: Sequence[str]
    absent: Sequence[str] = ()
    pairs: Sequence[tuple[str, str]] = ()
    words: Sequence[str] = ("a",)
    own: Sequence[str] = ()
    own_links: Sequence[str] = ()
    hidden_links: Sequence[str] = ()
    texts: Mapping[str, Sequence[str]] = field(default_factory=dict)


class QuestionMaker:
    """Makes questions from a schema."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self.schema = self._schema = schema
        self._fragments: dict[str, str] = {}
        self._needs: dict[str, frozenset[str]] = {}

    def queries(self, universe: Universe) -> list[Question]:
        """Return the queries about a universe: every root field, every argument, ids in sight and hidden ones."""
        root = self._schema.query_type
        return [q for name, made in root.fields.items() for q in self._queries(name, made, universe)] if root else []

    def mistakes(self, universe: Universe) -> list[Question]:
        """Return queries with arguments outside their limits, whose errors are answers as well."""
        root = self._schema.query_type
        found = []
        for name, made in (root.fields if root else {}).items():
            for wrong, argument in made.args.items():
                values = self._wrong(wrong, argument.type, universe)
                required = self._required(made.args, universe)
                found += [
                    self._question(Operation.QUERY, name, made, {**required, wrong: v}, 1, alone=True) for v in values
                ]
        return found

    def acts(self, universe: Universe) -> list[Question]:
        """Return mutations on what is in sight, one for each way to fill an enum or give an optional argument.

        On what is the viewer's own besides, with one optional place of an id filled at a time.
        """
        ids = universe.pairs[0] if universe.pairs else universe.ids[:2]
        found = [q for name in self._mutations() for q in self._acts(name, universe, ids)]
        found += [q for name in self._mutations() if universe.own for q in self._acts_on_own(name, universe)]
        return sorted(found, key=lambda q: _LAST.get(q.root_field, 0))

    def _acts_on_own(self, name: str, universe: Universe) -> Iterator[Question]:
        made = self._mutations()[name]
        inputs = [get_named_type(argument.type) for argument in made.args.values()]
        fields = [item for kind in inputs if isinstance(kind, GraphQLInputObjectType) for item in kind.fields.items()]
        optional = [n for n, f in fields if holds_id(f.type) and not is_required_input_field(f)]
        for only in optional or [""]:
            ids = itertools.cycle((name in _OF_LINKS and universe.own_links) or universe.own)
            arguments, _ = self._filled(made, universe, ids, fill=Fill.IDS, only=only)
            yield self._question(Operation.MUTATION, name, made, arguments, _ACT_DEPTH, alone=True)

    def lists(self, universe: Universe) -> list[Question]:
        """Return one query for each root field that gives, without any id, what an act can be about."""
        acted = frozenset().union(*(self._acted_on(made) for made in self._mutations().values()))
        root = self._schema.query_type
        given = {} if root is None else {n: f for n, f in root.fields.items() if not acted.isdisjoint(_items_of(f))}
        return [
            self._question(Operation.QUERY, name, made, arguments, _DEPTH + _is_page(made))
            for name, made in given.items()
            if not any(is_id(a.type) and is_required_argument(a) for a in made.args.values())
            for arguments in self._combinations(made, universe)
        ]

    def follow_ups(self, universe: Universe, met: Mapping[str, Sequence[str]]) -> list[Question]:
        """Return mutations on what acts and lists gave: a request about a hit, the end of a grant.

        Args:
            universe: where all else comes from.
            met: ids by the type of what they name, the first of which is acted on.
        """
        found = []
        for name, made in self._mutations().items():
            types = sorted(self._acted_on(made) & met.keys())
            for kind in types:
                arguments, taken = self._filled(made, universe, itertools.repeat(met[kind][0]))
                if taken:
                    found.append(self._question(Operation.MUTATION, name, made, arguments, _ACT_DEPTH, alone=True))
        return found

    def _acted_on(self, made: GraphQLField) -> frozenset[str]:
        """Return the types that the ids of a mutation name: what its payload gives back, or what the id is called."""
        payload = get_named_type(made.type)
        names = {name for argument in made.args.values() for name in ids_of(argument.type)}
        found = {
            kind
            for kind in self._schema.type_map
            if any(kind.lower().endswith(name.lower().removesuffix("id")) for name in names - {"id"})
        }
        if "id" in names and isinstance(payload, GraphQLObjectType):
            given = (get_named_type(f.type) for f in payload.fields.values())
            found |= {kind.name for kind in given if isinstance(kind, GraphQLObjectType)}
        return frozenset(found)

    def probes(self, universe: Universe) -> list[tuple[Question, Question]]:
        """Return pairs of operations that name something hidden, and in its place something absent.

        Both must be answered alike. One pair for each id that an operation takes, wherever in its arguments.
        """
        found = []
        for operation, fields in self._roots():
            for name, made in fields.items():
                count = len(self._filled(made, universe, itertools.repeat("x"), fill=Fill.IDS)[1])
                for place in range(count):
                    hidden, absent = (
                        self._probe(operation, name, made, universe, place, ids[place % len(ids)])
                        for ids in ((name in _OF_LINKS and universe.hidden_links) or universe.hidden, universe.absent)
                    )
                    found.append((hidden, absent))
        return found

    def subscriptions(self) -> list[Question]:
        """Return the subscriptions."""
        root = self._schema.subscription_type
        empty = Universe(ids=("r-none",), hidden=(), absent=())
        return [
            self._question(Operation.SUBSCRIPTION, name, made, self._required(made.args, empty), 3)
            for name, made in (root.fields if root else {}).items()
        ]

    def _roots(self) -> Iterator[tuple[Operation, Mapping[str, GraphQLField]]]:
        if self._schema.query_type:
            yield Operation.QUERY, self._schema.query_type.fields
        yield Operation.MUTATION, self._mutations()

    def _mutations(self) -> Mapping[str, GraphQLField]:
        return self._schema.mutation_type.fields if self._schema.mutation_type else {}

    def _queries(self, name: str, made: GraphQLField, universe: Universe) -> Iterator[Question]:
        needed = list(self._combinations(made, universe))
        variants = list(self._variants(made, universe))
        # All combinations and all variants, but not each with each: the shorter list is gone through again.
        for number in range(max(len(needed), len(variants))):
            arguments = {**needed[number % len(needed)], **variants[number % len(variants)]}
            yield self._question(Operation.QUERY, name, made, arguments, _DEPTH + _is_page(made))
        ids = [a for a, argument in made.args.items() if is_id(argument.type) and is_required_argument(argument)]
        if len(ids) == 1:
            for rid in universe.hidden:
                yield self._question(Operation.QUERY, name, made, {**needed[0], ids[0]: literal(rid)}, 1)

    def _combinations(self, made: GraphQLField, universe: Universe) -> Iterator[dict[str, str]]:
        """Yield what the required arguments are given: every id, every pair, every word, every member of an enum."""
        required = {name: a for name, a in made.args.items() if is_required_argument(a)}
        ids = [name for name, argument in required.items() if is_id(argument.type)]
        rest = {name: self._values(name, a.type, universe) for name, a in required.items() if name not in ids}
        given: list[dict[str, str]] = [{}]
        if len(ids) == 1:
            given = [{ids[0]: literal(rid)} for rid in dict.fromkeys((*universe.ids, *universe.own))]
        elif ids:
            given = [dict(zip(ids, map(literal, itertools.cycle(pair)), strict=False)) for pair in universe.pairs] or [
                dict.fromkeys(ids, literal(universe.ids[0]))
            ]
        longest = max((len(values) for values in rest.values()), default=1)
        for one, number in itertools.product(given, range(longest)):
            yield {**one, **{name: values[number % len(values)] for name, values in rest.items()}}

    def _variants(self, made: GraphQLField, universe: Universe) -> Iterator[dict[str, str]]:
        """Yield what the optional arguments are given, one at a time; pages in a large and a small size."""
        sizes = [name for name in made.args if name in _PAGE_SIZES]
        small = dict.fromkeys(sizes, "2")
        yield {}
        for name, argument in made.args.items():
            if not is_required_argument(argument) and name not in _CURSORS:
                for value in _some(self._values(name, argument.type, universe)):
                    yield {**({} if name in sizes else small), name: value}

    def _acts(self, name: str, universe: Universe, ids: Sequence[str]) -> Iterator[Question]:
        made = self._mutations()[name]
        enums = self._enums(made.args)
        for number in range(max((len(values) for values in enums.values()), default=1)):
            chosen = {place: values[number % len(values)] for place, values in enums.items()}
            arguments, _ = self._filled(made, universe, itertools.cycle(ids), enums=chosen)
            yield self._question(Operation.MUTATION, name, made, arguments, _ACT_DEPTH, alone=True)
        whole, _ = self._filled(made, universe, itertools.cycle(ids), fill=Fill.EVERYTHING)
        yield self._question(Operation.MUTATION, name, made, whole, _ACT_DEPTH, alone=True)

    def _probe(  # noqa: PLR0917 - what a question is made of
        self, operation: Operation, name: str, made: GraphQLField, universe: Universe, place: int, rid: str
    ) -> Question:
        count = len(self._filled(made, universe, itertools.repeat("x"), fill=Fill.IDS)[1])
        seen = itertools.cycle(universe.ids)
        chosen = [rid if number == place else next(seen) for number in range(count)]
        arguments, _ = self._filled(made, universe, iter(chosen), fill=Fill.IDS)
        return self._question(operation, name, made, arguments, 2, alone=True)

    def _filled(
        self,
        made: GraphQLField,
        universe: Universe,
        ids: Iterator[str],
        *,
        enums: Mapping[str, str] | None = None,
        fill: Fill = Fill.REQUIRED,
        only: str | None = None,
    ) -> tuple[dict[str, str], list[str]]:
        """Return arguments with an id taken for every place of one, and the ids taken.

        Args:
            made: the root field.
            universe: where words come from.
            ids: the ids to put in, in order.
            enums: what enums are given, by their path.
            fill: which optional places are filled as well.
            only: the one optional field that is filled, of those; all without it.
        """
        taken: list[str] = []
        filler = Filler(lambda n, k: self._values(n, k, universe), ids, taken, enums or {}, fill, only)
        return filler.arguments(made.args), taken

    def _enums(self, args: Mapping[str, GraphQLArgument]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        waiting: list[tuple[str, GraphQLInputType]] = [
            (name, a.type) for name, a in args.items() if is_required_argument(a)
        ]
        while waiting:
            path, kind = waiting.pop()
            inner = get_named_type(kind)
            if isinstance(inner, GraphQLEnumType):
                found[path] = list(inner.values)
            elif isinstance(inner, GraphQLInputObjectType):
                waiting += [(f"{path}.{n}", f.type) for n, f in inner.fields.items() if is_required_input_field(f)]
        return found

    def _required(self, args: Mapping[str, GraphQLArgument], universe: Universe) -> dict[str, str]:
        return {
            name: self._values(name, argument.type, universe)[0]
            for name, argument in args.items()
            if is_required_argument(argument)
        }

    def _values(self, name: str, kind: GraphQLInputType, universe: Universe) -> list[str]:
        """Return literals for an argument, the most telling first."""
        if isinstance(kind, GraphQLNonNull):
            return self._values(name, kind.of_type, universe)
        if isinstance(kind, GraphQLList):
            return [f"[{value}]" for value in self._values(name, kind.of_type, universe)[:2]]
        inner = get_named_type(kind)
        if isinstance(inner, GraphQLInputObjectType):
            taken: list[str] = []
            return [
                Filler(
                    lambda n, k: self._values(n, k, universe), itertools.cycle(universe.ids), taken, {}, Fill.REQUIRED
                ).object(inner, name)
            ]
        if isinstance(inner, GraphQLEnumType):
            return list(inner.values)
        return self._scalars(name, inner.name, universe)

    @staticmethod
    def _scalars(name: str, kind: str, universe: Universe) -> list[str]:
        if kind == "ID":
            return [literal(rid) for rid in universe.ids]
        if kind == "Int":
            return [str(n) for n in _NUMBERS.get(name, (1, 2))]
        if kind == "Boolean":
            return ["true", "false"]
        if kind == "Float":
            return ["1.0"]
        if kind == "String":
            return [literal(t) for t in universe.texts.get(name) or _TEXTS.get(name, universe.words)]
        return [literal(_TIME), literal(_PAST)]

    def _wrong(self, name: str, kind: GraphQLInputType, universe: Universe) -> list[str]:
        inner = get_named_type(kind).name
        if name in _CURSORS:
            return [literal("x"), literal((*universe.hidden, *universe.ids)[0])]
        if inner == "Int":
            return ["0", "1001"]
        if inner == "String":
            return [literal("x" * 600)]
        return [literal("no id at all")] if inner == "ID" else []

    def _question(
        self,
        operation: Operation,
        name: str,
        made: GraphQLField,
        arguments: Mapping[str, str],
        depth: int,
        *,
        alone: bool = False,
    ) -> Question:
        """Return the question with the deepest selection that the limits on documents allow."""
        kind = get_named_type(made.type)
        alone = alone or name in _ALONE
        question = Question(operation=operation, root_field=name, arguments=arguments, selection="", alone=alone)
        if not isinstance(kind, Composite):
            return question
        for level in range(depth, 0, -1):
            selection = f"{{ ...{self._fragment(kind, level)} }}"
            question = Question(
                operation=operation,
                root_field=name,
                arguments=arguments,
                selection=selection,
                fragments=self._fragments_of(f"{kind.name}{level}"),
                alone=alone,
            )
            if is_within_limits(question):
                break
        return question

    def _fragment(self, kind: Composite, depth: int) -> str:
        """Return the name of the fragment that selects all of a type, `depth` levels of objects deep."""
        name = f"{kind.name}{depth}"
        if name not in self._fragments:
            self._fragments[name] = ""
            self._needs[name] = frozenset()
            inner = list(self._selected(kind, depth))
            self._fragments[name] = f"on {kind.name} {{ __typename {' '.join(text for text, _ in inner)} }}"
            self._needs[name] = frozenset().union(*(needs for _, needs in inner))
        return name

    def _selected(self, kind: Composite, depth: int) -> Iterator[tuple[str, frozenset[str]]]:
        fields = {} if isinstance(kind, GraphQLUnionType) else kind.fields
        for name, made in fields.items():
            yield from self._select(name, made, depth)
        if isinstance(kind, GraphQLObjectType) or depth < _INTERFACES_FROM:
            return
        for possible in self._schema.get_possible_types(kind):
            own = [s for n, f in possible.fields.items() if n not in fields for s in self._select(n, f, 2)]
            if own:
                needs = frozenset().union(*(needs for _, needs in own))
                yield f"... on {possible.name} {{ {' '.join(text for text, _ in own)} }}", needs

    def _select(self, name: str, made: GraphQLField, depth: int) -> Iterator[tuple[str, frozenset[str]]]:
        empty = Universe(ids=("r-none",), hidden=(), absent=())
        size = _INNER_CONNECTION if _is_page(made) else _INNER_PAGE
        sizes = {n: str(size) for n in made.args if n in _PAGE_SIZES}
        given = ", ".join(f"{n}: {value}" for n, value in {**self._required(made.args, empty), **sizes}.items())
        head = f"{name}({given})" if given else name
        inner = get_named_type(made.type)
        if is_leaf_type(inner):
            yield head, frozenset()
        elif isinstance(inner, Composite) and depth > 1:
            # Of a page that is reached last the edges would be edges of nothing: their nodes come with them.
            fragment = self._fragment(inner, max(depth - 1, 2) if _is_edge(inner) else depth - 1)
            yield f"{head} {{ ...{fragment} }}", frozenset({fragment})

    def _fragments_of(self, name: str) -> dict[str, str]:
        found: dict[str, str] = {}
        waiting = [name]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found[one] = self._fragments[one]
                waiting += self._needs[one]
        return {one: found[one] for one in sorted(found)}


# An interface is spelt out kind by kind only where it stands near the root: elsewhere its own fields hold the same.
_INTERFACES_FROM = 3


def _some(values: Sequence[str]) -> Sequence[str]:
    """Return a few of many values, from all over them: a long enum would else multiply every question."""
    return values[:: -(-len(values) // _MOST_VALUES)] if values else values


def _is_page(made: GraphQLField) -> bool:
    """Return whether a field gives a page, whose items stand one level deeper."""
    kind = get_named_type(made.type)
    return isinstance(kind, GraphQLObjectType) and "edges" in kind.fields


def _is_edge(kind: object) -> bool:
    """Return whether a type is an edge of a page."""
    return isinstance(kind, GraphQLObjectType) and {"cursor", "node"} <= kind.fields.keys()


def _items_of(made: GraphQLField) -> frozenset[str]:
    """Return the types of what a field gives: its own, or that of the items on its page."""
    kind = get_named_type(made.type)
    edges = kind.fields.get("edges") if isinstance(kind, GraphQLObjectType) else None
    edge = get_named_type(edges.type) if edges is not None else None
    if isinstance(edge, GraphQLObjectType) and "node" in edge.fields:
        return _items_of(edge.fields["node"])
    return frozenset({kind.name})


@lru_cache(maxsize=1)
def question_maker() -> QuestionMaker:
    """Return what makes questions from the schema as it is served: one, since it holds what follows from that alone."""
    return QuestionMaker(parse_schema(served_schema().as_str()))
