"""Limits on documents, measured before the store sees anything: length, tokens, operations, depth, breadth and cost.

One pass with memory: a fragment is measured once however often it is spread, so a chain of fragments that each spread
the next twice costs no more than its text.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    NamedTypeNode,
    ObjectValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    TokenKind,
    ValueNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_list_type,
    parse,
)

from api.errors import RefusedDocumentError
from api.graphql.merging import ENDLESS, count_pairs

MAX_CHARACTERS = 100_000  # of a document: long texts are sent as variables
MAX_NAME = 100  # characters; a name stands in the answer as often as what it is a name of
MAX_TOKENS = 4_000
MAX_DEPTH = 16  # the standard introspection query is 15 deep
MAX_ROOTS = 20
MAX_INPUT_FIELDS = 100  # of one object that is written in a document; no type of input has a fifth of that
MAX_BREADTH = 300  # fields of one selection set; a record with the fields of all kinds has some 230
MAX_PAIRS = 5_000  # of fields or fragments that may have to be merged: each takes validation some ten microseconds
MAX_OPERATIONS = 20
MAX_VARIABLES = 200  # each is validated against all others
MAX_COST = 20_000
OPERATION_SECONDS = 30.0
"""How long a query may take as a whole; each statement of it has a limit of its own."""
MAX_RESOLVED = 100_000
"""How many fields and items of lists an operation may resolve, whatever its document was measured as."""
LARGEST_LIST = 500
_LISTS = {"records", "links", "matches", "properties", "comparisons", "edges", "entities", "originators"} | {
    "steps", "judgements", "before", "after", "stops", "names", "sites", "moves", "outcomes", "changes",
}  # fmt: skip
_USUAL_LIST = 5
# Records lead to their entity and that to its records: whoever asks for them there again asks for each as often as
# there are records, and an entity may have dozens.
_REPEATED, _REPEATED_LIST = "records", 100
_WITH_FIELDS = GraphQLObjectType | GraphQLInterfaceType
_RECORDS = {_REPEATED, "recordsConnection"}
# What says how many items there are, without which the schema's default does: of a page or a network, that many are in
# each list directly in it.
_SIZES = ("first", "limit")
# What the store and the view do before a field of it is shown, in the same measure: about 100 for each millisecond of
# Python that it takes in a small graph, and more where it grows with what there is. Beside a network, a comparison,
# which weighs all of both sides, took twice as long, a report on fallout, which looks through its owner's log of
# receipts, four times and more, and what weighs the policies of all parties for all kinds of viewers ten times. What
# many fields of one answer ask for is read together, as records and entities are, and has no price of its own. A grant
# may name a network of the largest size.
PRICES = {
    "network": 500,
    "path": 1_500,
    "search": 200,
    "reviewQueue": 500,
    "alerts": 100,
    "whyMatched": 500,
    "comparePair": 1_000,
    "judgementPreview": 1_000,
    "judge": 1_500,
    "judgeMany": 10_000,
    "stationPath": 500,
    "siteHistory": 500,
    "receipts": 500,
    "falloutReport": 2_000,
    "policyExplanation": 1_000,
    "releaseExplanation": 1_000,
    "policyCalendar": 1_000,
    "releaseMatrix": 5_000,
    "policyGaps": 5_000,
    "simulatePolicy": 5_000,
    "grant": 2_000,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentMeasure:
    """What one operation of a document asks for, and what it takes to see that the document is valid.

    `depth`, `breadth` and `input_fields` are those of the whole document: all of it is validated, whatever runs.

    Attributes:
        depth: how deep selections are nested.
        roots: fields at the root.
        breadth: the largest number of fields in one selection set.
        input_fields: the largest number of fields in one object among the arguments.
        cost: fields, multiplied by the lists that they stand in; what goes along links or looks through many records
            counts as some hundreds.
    """

    depth: int
    roots: int
    breadth: int
    input_fields: int
    cost: int


def parse_within_limits(text: str) -> DocumentNode:
    """Parse a document, giving up after too many tokens.

    Raises:
        GraphQLError: a syntax error, or too many tokens.
        RefusedDocumentError: it is too long, or nested too deep, to be parsed, or a name in it is too long.
    """
    if len(text) > MAX_CHARACTERS:
        raise RefusedDocumentError("number of characters", len(text), MAX_CHARACTERS)
    try:
        document = parse(text, max_tokens=MAX_TOKENS)
    except RecursionError as exc:
        raise RefusedDocumentError("depth", MAX_TOKENS, MAX_DEPTH) from exc
    if (longest := _longest_name(document)) > MAX_NAME:
        raise RefusedDocumentError("longest name", longest, MAX_NAME)
    return document


def check(
    document: DocumentNode, operation_name: str | None, variables: Mapping[str, Any], schema: GraphQLSchema
) -> None:
    """Return if the operation is within the limits.

    Raises:
        RefusedDocumentError: it is too costly, or the document too deep or too broad, or its fields take too long to be
            merged; the message names measure and limit.
    """
    found = measure(document, operation_name, variables, schema)
    defined = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    operations = len(defined)
    declared = sum(len(d.variable_definitions or ()) for d in defined)
    for name, value, limit in (
        ("number of operations", operations, MAX_OPERATIONS),
        ("number of variables", declared, MAX_VARIABLES),
        ("depth", found.depth, MAX_DEPTH),
        ("number of root fields", found.roots, MAX_ROOTS),
        ("breadth", found.breadth, MAX_BREADTH),
        ("number of fields of an input", found.input_fields, MAX_INPUT_FIELDS),
        ("cost", found.cost, MAX_COST),
    ):
        if value > limit:
            costliest = costliest_field(document, operation_name, variables, schema) if name == "cost" else None
            raise RefusedDocumentError(name, value, limit, costliest=costliest)
    # At last: of a document within the other limits it takes a few milliseconds.
    pairs = count_pairs(document, most_selections=MAX_COST)
    if pairs > MAX_PAIRS:
        raise RefusedDocumentError("number of pairs of fields to merge", pairs, MAX_PAIRS)


def measure(
    document: DocumentNode, operation_name: str | None, variables: Mapping[str, Any], schema: GraphQLSchema
) -> DocumentMeasure:
    """Measure a document and the operation of it that would run; without a name, the costliest."""
    meter = _Meter(document, variables, schema)
    operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    sums = [(o, meter.operation(o)) for o in operations]
    chosen = [found for o, found in sums if operation_name is None or (o.name and o.name.value == operation_name)]
    run = max(chosen, key=lambda found: (found.cost(), found.depth), default=_Sum())
    return DocumentMeasure(
        depth=max((found.depth for _, found in sums), default=0),
        roots=run.fields,
        breadth=meter.breadth(),
        input_fields=meter.input_fields,
        cost=run.cost(),
    )


def costliest_field(
    document: DocumentNode, operation_name: str | None, variables: Mapping[str, Any], schema: GraphQLSchema
) -> str | None:
    """Return the way from the root to the field in which most of the cost arises; `None` where it is in none.

    By the names that the answer would have, such as `network.entities.links`.
    """
    meter = _Meter(document, variables, schema)
    operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    run = max(
        (o for o in operations if operation_name is None or (o.name and o.name.value == operation_name)),
        key=lambda o: meter.operation(o).cost(),
    )
    return ".".join(meter.costliest(run.selection_set, schema.get_root_type(run.operation))) or None


class _Sum(NamedTuple):
    """What a selection set asks for, depth and number of direct fields among it.

    Its cost is `once`, and `each` for every item of the list that it stands in directly; `each` is of lists whose
    length the page or network around it says.
    """

    depth: int = 0
    once: int = 0
    each: int = 0
    fields: int = 0

    def cost(self, size: int = _USUAL_LIST) -> int:
        """Return the cost where a list directly in the set has so many items."""
        return min(self.once + size * self.each, ENDLESS)

    def plus(self, other: "_Sum") -> "_Sum":
        """Return what both ask for, side by side."""
        return _Sum(
            depth=max(self.depth, other.depth),
            once=min(self.once + other.once, ENDLESS),
            each=min(self.each + other.each, ENDLESS),
            fields=min(self.fields + other.fields, ENDLESS),
        )


class _Meter:
    def __init__(self, document: DocumentNode, variables: Mapping[str, Any], schema: GraphQLSchema) -> None:
        self._fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
        self._variables = variables
        self._schema = schema
        self._roots = (schema.query_type, schema.mutation_type, schema.subscription_type)
        # A fragment costs one thing below a list of records and another elsewhere: it is measured twice at most.
        self._known: dict[tuple[str, bool], _Sum] = {}
        self._open: set[str] = set()
        self._breadth = 0
        self.input_fields = 0
        """The largest number of fields of an object among the arguments of the fields that were measured."""

    def operation(self, node: OperationDefinitionNode) -> _Sum:
        """Return what one operation asks for."""
        return self._selections(node.selection_set, self._schema.get_root_type(node.operation), within=False)

    def breadth(self) -> int:
        """Return the largest number of fields in one selection set, also of fragments that nothing spreads."""
        for name in self._fragments:
            self._fragment(name, within=False)
        return self._breadth

    def _selections(self, node: SelectionSetNode | None, kind: GraphQLNamedType | None, *, within: bool) -> _Sum:
        """Return what a selection set asks for.

        Args:
            node: the set.
            kind: the type that it selects from, `None` where the schema has none such: validation refuses that.
            within: whether it stands below a list of records.
        """
        total = _Sum()
        for selection in node.selections if node else ():
            if isinstance(selection, FieldNode):
                found = self._field(selection, kind, within=within)
            elif isinstance(selection, FragmentSpreadNode):
                found = self._fragment(selection.name.value, within=within)
            elif isinstance(selection, InlineFragmentNode):
                condition = self._named(selection.type_condition) if selection.type_condition else kind
                found = self._selections(selection.selection_set, condition, within=within)
            else:
                continue
            total = total.plus(found)
        self._breadth = max(self._breadth, total.fields)
        return total

    def _field(self, node: FieldNode, kind: GraphQLNamedType | None, *, within: bool) -> _Sum:
        self._note_inputs([argument.value for argument in node.arguments or ()])
        name = node.name.value
        defined = kind.fields.get(name) if isinstance(kind, _WITH_FIELDS) else None
        inner = self._selections(
            node.selection_set, get_named_type(defined.type) if defined else None, within=within or name in _RECORDS
        )
        depth, price, size = inner.depth + 1, self._price(name, kind), self._size(node, defined)
        if size is not None:
            # Of a page, what stands once and each list in it; of a list that is asked for in a size, all of it.
            cost = size * inner.cost() if defined is None or _is_list(defined) else inner.cost(size)
        elif within and name == _REPEATED:
            cost = _REPEATED_LIST * inner.cost()
        elif name in _LISTS:
            return _Sum(depth=depth, once=price, each=inner.cost(), fields=1)
        else:
            cost = inner.cost()
        return _Sum(depth=depth, once=min(price + cost, ENDLESS), fields=1)

    def costliest(self, node: SelectionSetNode | None, kind: GraphQLNamedType | None) -> list[str]:
        """Return the keys of the fields below one another that each have more than half of the cost of their set.

        It ends in a document whose fragments are a cycle, too: that one was not validated yet.
        """
        way: list[str] = []
        within, passed = False, frozenset[str]()
        while fields := self._flat(node, kind, passed):
            costs = [self._field(field, parent, within=within).cost() for field, parent, _ in fields]
            field, parent, passed = fields[costs.index(max(costs))]
            if max(costs) * 2 <= sum(costs) or field.selection_set is None:
                break
            way.append(field.alias.value if field.alias else field.name.value)
            defined = parent.fields.get(field.name.value) if isinstance(parent, _WITH_FIELDS) else None
            node, kind = field.selection_set, get_named_type(defined.type) if defined else None
            within = within or field.name.value in _RECORDS
        return way

    def _flat(
        self, node: SelectionSetNode | None, kind: GraphQLNamedType | None, passed: frozenset[str]
    ) -> list[tuple[FieldNode, GraphQLNamedType | None, frozenset[str]]]:
        """Return the fields of a selection set with the types that they are selected from, those in fragments too.

        With each come the names of the fragments that it stands in, of those around the set as well, which are `passed`
        and are not spread again.
        """
        found: list[tuple[FieldNode, GraphQLNamedType | None, frozenset[str]]] = []
        waiting, spread = [(node, kind, passed)], set(passed)
        while waiting:
            node, kind, inside = waiting.pop()
            for selection in node.selections if node else ():
                if isinstance(selection, FieldNode):
                    found.append((selection, kind, inside))
                elif isinstance(selection, InlineFragmentNode):
                    condition = self._named(selection.type_condition) if selection.type_condition else kind
                    waiting.append((selection.selection_set, condition, inside))
                elif isinstance(selection, FragmentSpreadNode) and (name := selection.name.value) not in spread:
                    spread.add(name)
                    if (fragment := self._fragments.get(name)) is not None:
                        condition = self._named(fragment.type_condition)
                        waiting.append((fragment.selection_set, condition, inside | {name}))
        return found

    def _note_inputs(self, values: list[ValueNode]) -> None:
        while values:
            value = values.pop()
            if isinstance(value, ObjectValueNode):
                self.input_fields = max(self.input_fields, len(value.fields))
                values += [field.value for field in value.fields]
            elif isinstance(value, ListValueNode):
                values += value.values

    def _price(self, name: str, kind: GraphQLNamedType | None) -> int:
        """Return what a field counts itself: the `grant` of a payload or a receipt asks the store for nothing more."""
        return 1 + (PRICES.get(name, 0) if kind is None or kind in self._roots else 0)

    def _fragment(self, name: str, *, within: bool) -> _Sum:
        if name in self._open or name not in self._fragments:
            return _Sum()  # a cycle or an unknown name: validation refuses the document
        if (name, within) not in self._known:
            self._open.add(name)
            fragment = self._fragments[name]
            condition = self._named(fragment.type_condition)
            self._known[name, within] = self._selections(fragment.selection_set, condition, within=within)
            self._open.discard(name)
        return self._known[name, within]

    def _named(self, node: NamedTypeNode) -> GraphQLNamedType | None:
        return self._schema.get_type(node.name.value)

    def _size(self, node: FieldNode, defined: GraphQLField | None) -> int | None:
        """Return how many items a field is asked for, `None` where nothing says so."""
        for argument in node.arguments or ():
            if argument.name.value in _SIZES:
                return max(1, min(self._number(argument.value), LARGEST_LIST))
        sizes = (a.default_value for n, a in defined.args.items() if n in _SIZES) if defined else ()
        return next((size for size in sizes if isinstance(size, int)), None)

    def _number(self, value: object) -> int:
        if isinstance(value, IntValueNode):
            return int(value.value) if len(value.value) < 10 else LARGEST_LIST
        if isinstance(value, VariableNode):
            given = self._variables.get(value.name.value)
            return given if isinstance(given, int) and not isinstance(given, bool) else LARGEST_LIST
        return LARGEST_LIST


def _longest_name(document: DocumentNode) -> int:
    """Return how many characters the longest name of a document has."""
    longest, token = 0, document.loc.start_token if document.loc else None
    while token is not None:
        if token.kind is TokenKind.NAME:
            longest = max(longest, token.end - token.start)
        token = token.next
    return longest


def _is_list(field: GraphQLField) -> bool:
    return is_list_type(get_nullable_type(field.type))
