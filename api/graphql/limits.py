"""Limits on documents, measured before the store sees anything: tokens, operations, depth, breadth and cost.

One pass with memory: a fragment is measured once however often it is spread, so a chain of fragments that each spread
the next twice costs no more than its text.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    parse,
)

from api.errors import RefusedDocumentError

MAX_TOKENS = 4_000
MAX_DEPTH = 16  # the standard introspection query is 15 deep
MAX_ROOTS = 20
MAX_BREADTH = 300  # fields of one selection set; a record with the fields of all kinds has some 230
MAX_OPERATIONS = 20
MAX_VARIABLES = 200  # each is validated against all others
MAX_COST = 20_000
OPERATION_SECONDS = 30.0
"""How long a query may take as a whole; each statement of it has a limit of its own."""
MAX_RESOLVED = 100_000
"""How many fields and items of lists an operation may resolve, whatever its document was measured as."""
LARGEST_LIST = 500
_LISTS = {"records", "links", "matches", "properties", "comparisons", "edges", "entities", "originators"} | {
    "steps", "judgements", "before", "after", "stops", "names", "sites", "moves", "outcomes",
}  # fmt: skip
_USUAL_LIST = 5
# Records lead to their entity and that to its records: whoever asks for them there again asks for each as often as
# there are records, and an entity may have dozens.
_REPEATED, _REPEATED_LIST = "records", 100
_SIZES = ("first", "limit")
# What the store and the view do before a field of it is shown, in the same measure: about 100 for each millisecond of
# Python that it takes in a small graph, and more where it grows with what there is. Beside a network, a comparison,
# which weighs all of both sides, took twice as long, a report on fallout, which looks through its owner's log of
# receipts, four times and more, and what weighs the policies of all parties for all kinds of viewers ten times. What
# many fields of one answer ask for is read together, as records and entities are, and has no price of its own.
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
}
_ENDLESS = 1 << 40


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentMeasure:
    """What one operation of a document asks for.

    `breadth` is the largest number of fields in one selection set: what checks that fields can be merged compares them
    pair by pair. `cost` counts fields, multiplied by the lists that they stand in, and what goes along links or looks
    through many records as some hundreds.
    """

    depth: int
    roots: int
    breadth: int
    cost: int


def parse_within_limits(text: str) -> DocumentNode:
    """Parse a document, giving up after too many tokens.

    Raises:
        GraphQLError: a syntax error, or too many tokens.
        RefusedDocumentError: it is nested too deep to be parsed.
    """
    try:
        return parse(text, max_tokens=MAX_TOKENS)
    except RecursionError as exc:
        raise RefusedDocumentError("depth", MAX_TOKENS, MAX_DEPTH) from exc


def check(document: DocumentNode, operation_name: str | None, variables: Mapping[str, Any]) -> None:
    """Return if the operation is within the limits.

    Raises:
        RefusedDocumentError: it is too deep, too broad or too costly; the message names measure and limit.
    """
    found = measure(document, operation_name, variables)
    defined = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    operations = len(defined)
    declared = sum(len(d.variable_definitions or ()) for d in defined)
    for name, value, limit in (
        ("number of operations", operations, MAX_OPERATIONS),
        ("number of variables", declared, MAX_VARIABLES),
        ("depth", found.depth, MAX_DEPTH),
        ("number of root fields", found.roots, MAX_ROOTS),
        ("breadth", found.breadth, MAX_BREADTH),
        ("cost", found.cost, MAX_COST),
    ):
        if value > limit:
            raise RefusedDocumentError(name, value, limit)


def measure(document: DocumentNode, operation_name: str | None, variables: Mapping[str, Any]) -> DocumentMeasure:
    """Measure the operation that would run; without a name, the costliest."""
    meter = _Meter(document, variables)
    operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    chosen = [o for o in operations if operation_name is None or (o.name and o.name.value == operation_name)]
    measures = [meter.operation(o) for o in chosen] or [DocumentMeasure(depth=0, roots=0, breadth=0, cost=0)]
    return max(measures, key=lambda m: (m.cost, m.depth))


class _Meter:
    def __init__(self, document: DocumentNode, variables: Mapping[str, Any]) -> None:
        self._fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
        self._variables = variables
        # A fragment costs one thing below a list of records and another elsewhere: it is measured twice at most.
        self._known: dict[tuple[str, bool], tuple[int, int, int]] = {}
        self._open: set[str] = set()
        self._breadth = 0

    def operation(self, node: OperationDefinitionNode) -> DocumentMeasure:
        """Return the measure of one operation."""
        depth, cost, roots = self._selections(node.selection_set, within=False)
        return DocumentMeasure(depth=depth, roots=roots, breadth=self._breadth, cost=cost)

    def _selections(self, node: SelectionSetNode | None, *, within: bool) -> tuple[int, int, int]:
        """Return depth, cost and number of direct fields of a selection set.

        Args:
            node: the set.
            within: whether it stands below a list of records.
        """
        depth = cost = fields = 0
        for selection in node.selections if node else ():
            if isinstance(selection, FieldNode):
                name = selection.name.value
                inner = self._selections(selection.selection_set, within=within or name == _REPEATED)
                price = 1 + PRICES.get(name, 0)
                found = inner[0] + 1, price + inner[1] * self._size(selection, within=within), 1
            elif isinstance(selection, FragmentSpreadNode):
                found = self._fragment(selection.name.value, within=within)
            elif isinstance(selection, InlineFragmentNode):
                found = self._selections(selection.selection_set, within=within)
            else:
                continue
            depth, cost, fields = max(depth, found[0]), min(cost + found[1], _ENDLESS), min(fields + found[2], _ENDLESS)
        self._breadth = max(self._breadth, fields)
        return depth, cost, fields

    def _fragment(self, name: str, *, within: bool) -> tuple[int, int, int]:
        if name in self._open or name not in self._fragments:
            return 0, 0, 0  # a cycle or an unknown name: validation refuses the document
        if (name, within) not in self._known:
            self._open.add(name)
            self._known[name, within] = self._selections(self._fragments[name].selection_set, within=within)
            self._open.discard(name)
        return self._known[name, within]

    def _size(self, field: FieldNode, *, within: bool) -> int:
        for argument in field.arguments or ():
            if argument.name.value in _SIZES:
                return max(1, min(self._number(argument.value), LARGEST_LIST))
        if within and field.name.value == _REPEATED:
            return _REPEATED_LIST
        return _USUAL_LIST if field.name.value in _LISTS else 1

    def _number(self, value: object) -> int:
        if isinstance(value, IntValueNode):
            return int(value.value) if len(value.value) < 10 else LARGEST_LIST
        if isinstance(value, VariableNode):
            given = self._variables.get(value.name.value)
            return given if isinstance(given, int) and not isinstance(given, bool) else LARGEST_LIST
        return LARGEST_LIST
