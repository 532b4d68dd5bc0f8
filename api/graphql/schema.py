"""Builds the schema from its parts; `schema.graphql` at the root of the repository is its golden file."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any

import strawberry
from strawberry.extensions import SchemaExtension
from strawberry.schema.config import StrawberryConfig

from api.graphql.analysis import AnalysisMutations, AnalysisQueries
from api.graphql.cross_checks import CrossCheckMutations, CrossCheckQueries
from api.graphql.descriptions import describe_fields
from api.graphql.documents import Document
from api.graphql.effort import count_effort
from api.graphql.enum_values import describe_values
from api.graphql.fallout import FalloutQueries
from api.graphql.grants import GrantMutations, GrantQueries
from api.graphql.histories import HistoryQueries
from api.graphql.limits import MAX_COST, MAX_DEPTH, MAX_RESOLVED, MAX_ROOTS, OPERATION_SECONDS, PRICES
from api.graphql.mutations import Mutation
from api.graphql.pages import LARGEST_PAGE
from api.graphql.policy_office import PolicyQueries
from api.graphql.protection import ProtectionMutations, ProtectionQueries
from api.graphql.queries import Query
from api.graphql.recalls import RecallMutations, RecallQueries
from api.graphql.receipts import ReceiptQueries
from api.graphql.records import RECORD_TYPES
from api.graphql.requests import RequestMutations, RequestQueries
from api.graphql.retention import RetentionMutations, RetentionQueries
from api.graphql.roots import let_fail_alone, note_roots
from api.graphql.subscriptions import Subscription
from api.graphql.suspensions import SuspensionMutations, SuspensionQueries
from api.graphql.validation import validate_document
from graph import load_ontology

# The fields of a topic stand in its own module.
QUERIES = (
    Query,
    AnalysisQueries,
    HistoryQueries,
    GrantQueries,
    ProtectionQueries,
    CrossCheckQueries,
    RequestQueries,
    ReceiptQueries,
    RecallQueries,
    FalloutQueries,
    RetentionQueries,
    PolicyQueries,
    SuspensionQueries,
)
MUTATIONS = (
    Mutation,
    AnalysisMutations,
    GrantMutations,
    ProtectionMutations,
    CrossCheckMutations,
    RequestMutations,
    RecallMutations,
    RetentionMutations,
    SuspensionMutations,
)
SUBSCRIPTIONS = (Subscription,)


_BOUNDS = (
    "What goes beyond a bound is refused before anything is read. A document may be "
    f"{MAX_DEPTH} levels deep and have {MAX_ROOTS} fields at its root; a page has 1 to {LARGEST_PAGE} items (`first`). "
    f"A document may cost {MAX_COST}: each field counts 1, in a list as often as its `first` or `limit` says or by "
    f"itself is, and besides {', '.join(f'`{name}` {price}' for name, price in PRICES.items())}. "
    f"A query is given up after {OPERATION_SECONDS:.0f} s as a whole, and where its answer would have more than "
    f"{MAX_RESOLVED} fields and items of lists."
)


class _KnownDocument(SchemaExtension):
    """Hands on the document that was read when it was admitted, and whether it is known to be valid.

    To parse and validate one takes as long as all else that an answer takes of Python.
    """

    def on_parse(self) -> Iterator[None]:
        """Take the document from the operation."""
        self.execution_context.graphql_document = self.execution_context.context.document.node
        yield

    def on_validate(self) -> Iterator[None]:
        """Validate the document, unless it has passed the rules before."""
        document: Document = self.execution_context.context.document
        running = self.execution_context
        if document.is_valid:
            running.pre_execution_errors = []
        elif running.pre_execution_errors is None:  # nobody before has said that it is valid
            running.pre_execution_errors = validate_document(
                running.schema._schema, document.node, running.validation_rules
            )
        yield
        document.is_valid = not self.execution_context.pre_execution_errors


class _AnnouncedChange(SchemaExtension):
    """Writes to the audit trail that a change is about to be made, once the document is valid and before it runs."""

    def on_execute(self) -> Iterator[None]:
        """Announce the change."""
        self.execution_context.context.announce()
        yield


class _QuietSchema(strawberry.Schema):
    """A schema that logs no errors by itself: a driver's or resolver's message can hold stored values.

    Its fields at the root say which of them is being answered, each fails by itself, and all count what they resolve.
    """

    def __init__(self, **parts: Any) -> None:
        super().__init__(**parts)
        for root in (self._schema.query_type, self._schema.mutation_type):
            if root is not None:
                note_roots(root)
                let_fail_alone(root)
        count_effort(self._schema)
        describe_values(self._schema, load_ontology())
        describe_fields(self._schema)

    def process_errors(self, *_: object, **__: object) -> None:
        """Leave errors to the service, which masks and logs them."""


def build_schema(extensions: Sequence[Callable[[], SchemaExtension]] = ()) -> strawberry.Schema:
    """Return the schema.

    Args:
        extensions: what an operation goes through before the schema's own.
    """
    return _QuietSchema(
        query=_root("Query", QUERIES, f"Reads of the graph, in your view. {_BOUNDS}"),
        mutation=_root("Mutation", MUTATIONS, "Changes."),
        subscription=_root("Subscription", SUBSCRIPTIONS, "What you are told by itself."),
        types=list(RECORD_TYPES.values()),
        extensions=[*extensions, _KnownDocument, _AnnouncedChange],
        config=StrawberryConfig(auto_camel_case=True),
    )


@lru_cache(maxsize=1)
def served_schema() -> strawberry.Schema:
    """Return the schema as it is served, made once: it holds nothing of an application, and making it takes 0.1 s."""
    return build_schema()


def _root(name: str, topics: tuple[type, ...], description: str) -> type:
    """Return one root type with the fields of all topics."""
    return strawberry.type(type(name, topics, {}), name=name, description=description)
