"""Runs one GraphQL operation from text to answer: limits, scope, execution, masked errors, audit, in this order.

HTTP and WebSocket both come through here, so no way in skips a step.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import strawberry
import structlog
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
)
from strawberry.types import ExecutionResult

from api.audit.auditing import WITHHELD, audit_operation, refusing_on_damage, tell_of_failure
from api.authentication import Authenticated
from api.bootstrap import Application
from api.errors import (
    ApiError,
    OperationTooLargeError,
    OperationTooLongError,
    RefusedDocumentError,
    ScopeEndedError,
    TooManyRequestsError,
)
from api.graphql.context import Operation
from api.graphql.documents import Document, KnownDocuments
from api.graphql.kept_changes import KeptChanges
from api.graphql.limits import MAX_RESOLVED, OPERATION_SECONDS, check
from api.graphql.request import GraphQLRequest
from api.graphql.validation import first_errors
from api.public_errors import public_error, public_extensions, shortened
from graph import GraphError, ReadScope
from graph.errors import StoreQueryError
from graph.store import heard_within, read_for
from policies import AuditError, Outcome, PolicyError

log = structlog.get_logger()

MAX_CONCURRENT = 16
MAX_LIVE = 16
"""Live subscriptions of one person, over all connections."""
LATE_REQUEST = "late request"
"""What the trail calls a request of whom its token spoke for as it began, and not any more as its body was whole."""
REFUSED_DOCUMENT = "refused document"
"""What the trail calls a document that goes beyond the limits: it may be made so that nothing of it can be told."""
SCOPE_SECONDS = 20.0
"""How long the store may take to say what a viewer may see: as long as one of a viewer's readings."""
_SUSPENDING = "mutation suspend"  # alone: its answer tells of nothing else
_CHANGE = OperationType.MUTATION.value
_LONGEST_FIELD = 64  # of a name that a schema has; any other is refused
_MOST_LOCATIONS = 10  # of an error: of many fields that cannot be merged each has one


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphQLAnswer:
    """What goes back. `executed` is false where the document was refused before anything ran."""

    data: Mapping[str, Any] | None
    errors: Sequence[Mapping[str, Any]] = ()
    executed: bool = True

    @property
    def body(self) -> dict[str, Any]:
        """The response map; `data` is absent where nothing ran."""
        body: dict[str, Any] = {"errors": list(self.errors)} if self.errors else {}
        if self.executed:
            body["data"] = self.data
        return body


class GraphQLService:
    """Executes operations for authenticated viewers."""

    def __init__(self, app: Application, schema: strawberry.Schema) -> None:
        self._app = app
        self.schema = schema
        self._running: Counter[tuple[str, str]] = Counter()
        self._listening: Counter[tuple[str, str]] = Counter()
        self._changes = KeptChanges()
        self._documents = KnownDocuments()
        self.seconds = OPERATION_SECONDS

    async def execute(
        self, request: GraphQLRequest, who: Authenticated, *, confirm: Callable[[], object] = lambda: None
    ) -> GraphQLAnswer:
        """Execute a query or mutation and write its audit entry; the answer may leave when this returns.

        Where this is cancelled, as for a client that is gone, a query is given up; a change goes on without it.

        Args:
            request: the operation.
            who: who asks, as their token said.
            confirm: raises an `ApiError` where it says so no more; asked when the answer is made.

        Raises:
            TooManyRequestsError: the viewer has too many operations under way.
            AuditError: the entry could not be written; no answer.
        """
        try:
            document = self._admit(request, who)
        except Exception as exc:
            # Of any sort, from a parser that met what it did not expect: nothing has run, and no cause is told.
            await self._audit_refused(exc, who)
            return GraphQLAnswer(data=None, errors=[self._error(exc)], executed=False)
        name = describe(document.node, request.operation_name)
        work = self._executed(request, who, document, name, confirm)
        return await (self._changes.make(work) if name.startswith(_CHANGE) else work)

    async def finish(self) -> None:
        """Wait for changes under way whose clients are gone, as before a process stops."""
        await self._changes.finish()

    async def note_late(self, who: Authenticated) -> None:
        """Write down who sent a request to its end when their token had ended: nothing of it was asked.

        Raises:
            AuditError: the entry could not be written.
        """
        await self._audit_denied(LATE_REQUEST, who)

    async def _executed(
        self,
        request: GraphQLRequest,
        who: Authenticated,
        document: Document,
        name: str,
        confirm: Callable[[], object],
    ) -> GraphQLAnswer:
        ends = asyncio.get_running_loop().time() + self.seconds
        with _counted(self._running, who, MAX_CONCURRENT):
            operation = await self._operation(who, document)
            operation.change = name if name.startswith(_CHANGE) else None
            operation.is_closed = self._app.scopes.directory.is_closed_to(who.viewer)
            with refusing_on_damage(
                self._app.audit, who.viewer, name, operation.scope, is_announced=lambda: operation.announced
            ):
                try:
                    return await self._answer(request, operation, name, confirm, ends=ends)
                except asyncio.CancelledError:
                    # Wherever it stood: no entry of its answer is followed by anything that could be given up.
                    if not operation.change:
                        self._audit_given_up(operation, name)
                    raise

    async def _answer(
        self, request: GraphQLRequest, operation: Operation, name: str, confirm: Callable[[], object], *, ends: float
    ) -> GraphQLAnswer:
        """Execute an operation and write its entry: nothing of it leaves before."""
        try:
            result = await self._run(request, operation, ends=ends)
        except (TimeoutError, OperationTooLargeError) as exc:
            audit_operation(self._app.audit, operation.viewer, name, operation.scope, (), denied=True)
            told = exc if isinstance(exc, ApiError) else OperationTooLongError(self.seconds)
            return GraphQLAnswer(data=None, errors=[self._error(told)])
        operation.note_stopped(result.errors or [])
        # What the caller was refused before any field ran shows nothing; it is no answer to audit.
        refused = _refused(result)
        if not refused and (withheld := await self._withheld(operation, name, confirm, ends=ends)) is not None:
            self._audit_withheld(operation, name)
            return GraphQLAnswer(data=None, errors=[self._error(withheld)])
        errors = [self._formatted(e, fits=operation.document.is_valid) for e in _told(result)]
        if not refused or operation.announced:
            audit_operation(
                self._app.audit,
                operation.viewer,
                name,
                operation.scope,
                operation.named,
                outcome=Outcome.DENIED if refused else operation.outcome(),
                disclosures=operation.disclosures(),
            )
        return GraphQLAnswer(data=None if refused else result.data, errors=errors, executed=not refused)

    async def _withheld(
        self, operation: Operation, name: str, confirm: Callable[[], object], *, ends: float
    ) -> Exception | None:
        """Return why an answer may not leave: who asked was suspended while it was made, or let in no more.

        Or a policy or grant that opened something to them ended by its time, or nobody can say. Who was suspended
        before has nothing in it, and who suspends their own agency is told of that. It costs a look into the store, as
        each operation has at its beginning: the suspension may be another process's. It belongs to the time of a query.
        """
        seconds = SCOPE_SECONDS if operation.change else max(0.0, ends - asyncio.get_running_loop().time())
        try:
            if not operation.is_closed and name != _SUSPENDING:
                async with heard_within(seconds):
                    await self._app.refuse_suspended(operation.viewer)
                    if not await self._app.still_opens(operation.viewer, operation.scope):
                        return ScopeEndedError(change=operation.change is not None)
            confirm()
        except (ApiError, GraphError, PolicyError) as exc:
            return exc
        return None

    def _audit_withheld(self, operation: Operation, name: str) -> None:
        """Write down that nothing of an answer left; a change was made all the same, as its announcement says."""
        is_made = operation.change is not None and operation.announced
        outcome = operation.outcome() if is_made else Outcome.DENIED
        audit_operation(self._app.audit, operation.viewer, f"{name}{WITHHELD}", operation.scope, (), outcome=outcome)

    async def _audit_refused(self, exc: Exception, who: Authenticated) -> None:
        """Write down who sent a document that goes beyond the limits: many of them are an attack, whatever they ask."""
        if isinstance(exc, RefusedDocumentError):
            await self._audit_denied(REFUSED_DOCUMENT, who)

    async def _audit_denied(self, what: str, who: Authenticated) -> None:
        scope = await self._scope(who)
        audit_operation(self._app.audit, who.viewer, what, scope, (), denied=True, despite_damage=True)

    def _audit_given_up(self, operation: Operation, name: str) -> None:
        """Write down that a query whose client is gone showed nothing, whatever it had read."""
        try:
            audit_operation(self._app.audit, operation.viewer, name, operation.scope, (), denied=True)
        except AuditError as exc:
            tell_of_failure(exc)  # nothing leaves, and nobody is there to hear of it

    async def _run(self, request: GraphQLRequest, operation: Operation, *, ends: float) -> ExecutionResult:
        """Execute an operation; a query is given up after a time, a change is not: it may have been made.

        Args:
            request: the operation.
            operation: whose it is.
            ends: when the time of a query is over, by the clock of the loop.

        Raises:
            TimeoutError: it was given up.
            OperationTooLargeError: it was given up, having resolved too much.
        """
        try:
            async with asyncio.timeout_at(None if operation.change else ends) as limit:
                if not operation.change:
                    operation.effort.on_spent(lambda: limit.reschedule(0))
                result = await self.schema.execute(
                    request.query,
                    variable_values=dict(request.variables),
                    context_value=operation,
                    operation_name=request.operation_name,
                )
        except TimeoutError as exc:
            if operation.effort.is_spent:
                raise OperationTooLargeError(MAX_RESOLVED) from exc
            raise
        if operation.effort.is_spent and not operation.change:
            raise OperationTooLargeError(MAX_RESOLVED)
        return result

    async def subscribe(
        self, request: GraphQLRequest, who: Authenticated, *, confirm: Callable[[], object] = lambda: None
    ) -> AsyncGenerator[GraphQLAnswer, None]:
        """Run a subscription; every event is re-authorised and audited where it is made.

        Each event that this yields may leave at once.

        Args:
            request: the parsed request.
            who: the caller, whose token was verified.
            confirm: raises an `ApiError` where it says so no more; asked before each event is audited.

        Raises:
            TooManyRequestsError: the viewer has too many subscriptions, over whatever connections.
            AuditError: an entry could not be written; no further event.
        """
        try:
            document = self._admit(request, who, live=True)
        except Exception as exc:  # as in `execute`
            await self._audit_refused(exc, who)
            yield GraphQLAnswer(data=None, errors=[self._error(exc)], executed=False)
            return
        name = describe(document.node, request.operation_name)
        with _counted(self._listening, who, MAX_LIVE):
            operation = await self._operation(who, document)
            operation.confirm = confirm
            with refusing_on_damage(
                self._app.audit, who.viewer, name, operation.scope, is_announced=lambda: operation.announced
            ):
                stream = await self.schema.subscribe(
                    request.query,
                    variable_values=dict(request.variables),
                    context_value=operation,
                    operation_name=request.operation_name,
                )
                async for result in stream:
                    errors = [self._formatted(e, fits=document.is_valid) for e in _told(result)]
                    yield GraphQLAnswer(data=result.data, errors=errors, executed=not _refused(result))

    def is_subscription(self, request: GraphQLRequest, who: Authenticated) -> bool:
        """Return whether the operation is a subscription; false for what cannot be parsed."""
        try:
            found = _operation_of(self._read(request, who).node, request.operation_name)
        except (GraphQLError, ApiError):
            return False  # the refusal is made where it is answered
        return found is not None and found.operation is OperationType.SUBSCRIPTION

    def _read(self, request: GraphQLRequest, who: Authenticated) -> Document:
        return self._documents.read(request.query, agency=who.viewer.agency)

    def _admit(self, request: GraphQLRequest, who: Authenticated, *, live: bool = False) -> Document:
        document = self._read(request, who)
        check(document.node, request.operation_name, request.variables, self.schema._schema)
        operation = _operation_of(document.node, request.operation_name)
        if operation is None:
            raise GraphQLError("the document has no such operation, or several and no `operationName`")
        if (operation.operation is OperationType.SUBSCRIPTION) is not live:
            raise GraphQLError(
                "subscriptions are served over WebSocket, and queries and mutations are not subscribed to"
            )
        return document

    async def _operation(self, who: Authenticated, document: Document) -> Operation:
        read_for(who.viewer.agency)
        scope = await self._scope(who)
        return Operation(app=self._app, viewer=who.viewer, scope=scope, expires_at=who.expires_at, document=document)

    async def _scope(self, who: Authenticated) -> ReadScope:
        async with heard_within(SCOPE_SECONDS):
            return await self._app.scope_for(who.viewer)

    def _error(self, exc: Exception) -> dict[str, Any]:
        if isinstance(exc, GraphQLError):
            return self._formatted(exc)
        _, message = public_error(exc)
        return {"message": message, "extensions": public_extensions(exc)}

    def _formatted(self, error: GraphQLError, *, fits: bool = False) -> dict[str, Any]:
        """Return the error as a caller may see it: the cause is told in our words or not at all.

        Args:
            error: what went wrong.
            fits: whether the document fits the schema, so that what is wrong is a value that came with it.
        """
        formatted: dict[str, Any] = {**error.formatted, "message": shortened(error.message)}
        if "locations" in formatted:
            formatted["locations"] = formatted["locations"][:_MOST_LOCATIONS]
        original = error.original_error
        if original is None or isinstance(original, GraphQLError):
            code = "GRAPHQL_VALIDATION_FAILED" if error.path is None and not fits else "BAD_USER_INPUT"
            if type(error).__name__ == "GraphQLSyntaxError":
                code = "GRAPHQL_PARSE_FAILED"
            formatted["extensions"] = {**formatted.get("extensions", {}), "code": code}
            return formatted
        if isinstance(original, AuditError):
            raise original
        code, message = public_error(original)
        if code == "INTERNAL_SERVER_ERROR" or isinstance(original, StoreQueryError):
            # Of a statement that failed, its name and the store's own code: neither holds a value.
            where = original.store_code if isinstance(original, StoreQueryError) else None
            path = ".".join(map(str, error.path or []))
            log.error("field_failed", error=type(original).__name__, path=path, store_code=where)
        return {**formatted, "message": message, "extensions": public_extensions(original)}


@contextmanager
def _counted(counts: Counter[tuple[str, str]], who: Authenticated, most: int) -> Iterator[None]:
    """Count something of a person's while it is under way.

    Raises:
        TooManyRequestsError: there is as much of it as may be.
    """
    person = (who.viewer.agency, who.viewer.subject)
    if counts[person] >= most:
        raise TooManyRequestsError(most)
    counts[person] += 1
    try:
        yield
    finally:
        counts[person] -= 1
        if not counts[person]:
            del counts[person]


def describe(document: DocumentNode, operation_name: str | None) -> str:
    """Return what an operation is, for the audit trail: its type and root fields, never its arguments.

    Fields are told through fragments as well: neither may a fragment hide what was asked, nor its name stand for it.
    """
    found = _operation_of(document, operation_name)
    if found is None:
        return "unknown"
    fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
    fields, waiting, spread = set[str](), [found.selection_set], set[str]()
    while waiting:
        for selection in waiting.pop().selections:
            if isinstance(selection, FieldNode):
                fields.add(selection.name.value)
            elif isinstance(selection, InlineFragmentNode):
                waiting.append(selection.selection_set)
            elif isinstance(selection, FragmentSpreadNode) and selection.name.value not in spread:
                spread.add(selection.name.value)
                waiting += [fragments[n].selection_set for n in (selection.name.value,) if n in fragments]
    # All of them, which `check` bounds in number: what is cut off would be asked for unseen.
    return f"{found.operation.value} {', '.join(sorted(name[:_LONGEST_FIELD] for name in fields))}"


def _operation_of(document: DocumentNode, operation_name: str | None) -> OperationDefinitionNode | None:
    operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    if operation_name is None:
        return operations[0] if len(operations) == 1 else None
    return next((o for o in operations if o.name and o.name.value == operation_name), None)


def _told(result: ExecutionResult) -> list[GraphQLError]:
    """Return the errors of an answer that are told: of an operation that was refused the first ones."""
    errors = result.errors or []
    return first_errors(errors) if _refused(result) else _without_repeats(errors)


def _without_repeats(errors: Sequence[GraphQLError]) -> list[GraphQLError]:
    """Return the errors of an answer; that it grew too large, which each further field of a change says, only once."""
    large = [e for e in errors if isinstance(e.original_error, OperationTooLargeError)]
    return [e for e in errors if e not in large[1:]] if large else list(errors)


def _refused(result: ExecutionResult) -> bool:
    """Return whether validation or coercion refused the operation: no data, and errors without a path."""
    return result.data is None and bool(result.errors) and all(e.path is None for e in result.errors or [])
