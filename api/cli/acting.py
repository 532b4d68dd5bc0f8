"""The frame of a command that changes something as a viewer: announced, authorised, audited, whatever becomes of it."""

from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from typing import NoReturn, TypeVar

from api.audit.auditing import audit_operation
from api.bootstrap import Application, open_application
from api.cli.absence import Absence, Wanted, why_absent
from api.cli.console import fail
from api.cli.context import StoreProgressLine, settings
from api.cli.disclosing import announce_as, audit_named, audit_shown
from api.recalls.desk import Announce
from api.refusals import REFUSALS
from graph import ReadScope
from graph.grants import Grant
from graph.store import VisibleRecord
from policies import Disclosure, ViewerContext

T = TypeVar("T")
Work = Callable[[Application, ReadScope, Announce], Awaitable[T | None]]


async def act_as(
    app: Application,
    viewer: ViewerContext,
    operation: str,
    step: Callable[[ReadScope], Awaitable[T | None]],
    *,
    shown: Callable[[T], Iterable[str]],
    records: Callable[[T], Iterable[VisibleRecord]] = lambda _: (),
    grants: Callable[[T], Iterable[Grant]] = lambda _: (),
) -> T | None:
    """Take a step and write down what became of it.

    Args:
        app: the application.
        viewer: who acts.
        operation: what is done, for the trail.
        step: does it under the viewer's scope; `None` where nothing was done.
        shown: the records that the outcome names.
        records: those that it shows to be in view.
        grants: the grants that it tells of, which name records.

    Raises:
        One of the refusals: nothing was done, and the trail says so.
        AuthenticationError, KeysUnreadableError: the token ended meanwhile; the trail says whether it was done.
    """
    scope, found = await _taken(app, viewer, operation, step)
    named = shown(found) if found is not None else ()
    seen = records(found) if found is not None else ()
    told = grants(found) if found is not None else ()
    audit_shown(app, viewer, operation, scope, seen, grants=told, others=named, denied=found is None, is_made=True)
    return found


async def act_or_fail(
    app: Application,
    viewer: ViewerContext,
    operation: str,
    step: Callable[[ReadScope], Awaitable[T | None]],
    *,
    shown: Callable[[T], Iterable[str]],
    grants: Callable[[T], Iterable[Grant]] = lambda _: (),
    wanted: Sequence[Wanted],
) -> T:
    """Take a step as `act_as` does, and end where nothing was done; `wanted` are the ids that were given."""
    scope, found = await _taken(app, viewer, operation, step)
    if found is None:
        await refuse_as(app, viewer, operation, scope, why_absent(app, scope, wanted))
    audit_shown(app, viewer, operation, scope, (), grants=grants(found), others=shown(found), is_made=True)
    return found


async def _taken(
    app: Application, viewer: ViewerContext, operation: str, step: Callable[[ReadScope], Awaitable[T | None]]
) -> tuple[ReadScope, T | None]:
    """Announce a step and take it; return under which scope, and what it made, which is not in the trail yet."""
    scope = await app.scope_for(viewer)
    announce_as(app, viewer, operation, scope)
    try:
        return scope, await step(scope)
    except REFUSALS:
        audit_operation(app.audit, viewer, operation, scope, [], denied=True)
        raise


async def refuse_as(
    app: Application,
    viewer: ViewerContext,
    operation: str,
    scope: ReadScope,
    why: Awaitable[Absence],
    *,
    denied: bool = True,
) -> NoReturn:
    """Write down that nothing was done, or with `denied=False` shown, and end with the reason.

    Who reads that one of two ids leads to nothing, or that both do not go together, reads of the others that they are
    there: the trail names these. The entry is written also where the store fails as it is asked for the reason.
    """
    there: Sequence[str] = ()
    try:
        found = await why
        there = found.there
    finally:
        audit_named(app, viewer, operation, scope, there, denied=denied)
    fail(found.text)


async def open_and_change_as(
    viewer: ViewerContext,
    operation: str,
    work: Work[T],
    *,
    wanted: Wanted,
    records: Collection[str] = (),
) -> T:
    """Run what may be refused or find nothing, and audit what became of it; `records` are the agency's own."""
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        return await change_as(app, viewer, operation, work, wanted=wanted, records=records)


async def change_as(
    app: Application,
    viewer: ViewerContext,
    operation: str,
    work: Work[T],
    *,
    wanted: Wanted,
    records: Collection[str],
) -> T:
    """Do the work of a change and audit what became of it at once: what stands is in the trail with its ids.

    The work may add to `records`: of a link it finds the ends.
    """
    scope = await app.scope_for(viewer)

    def announce() -> None:
        announce_as(app, viewer, operation, scope)

    try:
        found = await work(app, scope, announce)
    except REFUSALS:
        audit_operation(app.audit, viewer, operation, scope, [], denied=True)
        raise
    if found is None:
        await refuse_as(app, viewer, operation, scope, wanted.absent(app, scope))
    named = sorted(set(records))
    told = [Disclosure(originator=viewer.agency, record_ids=named)] if named else []
    audit_named(app, viewer, operation, scope, named, is_made=True, disclosures=told)
    return found
