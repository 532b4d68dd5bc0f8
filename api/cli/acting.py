"""The frame of a command that changes something as a viewer: announced, authorised, audited, whatever becomes of it."""

from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

from api.auditing import announce_change, audit_operation
from api.bootstrap import Application
from api.cli.disclosing import audit_shown
from api.refusals import REFUSALS
from graph import ReadScope
from graph.grants import Grant
from graph.store import VisibleRecord
from policies import ViewerContext

T = TypeVar("T")


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
    """
    scope = await app.scope_for(viewer)
    announce_change(app.audit, viewer, operation, scope)
    try:
        found = await step(scope)
    except REFUSALS:
        audit_operation(app.audit, viewer, operation, scope, [], denied=True)
        raise
    named = shown(found) if found is not None else ()
    seen = records(found) if found is not None else ()
    told = grants(found) if found is not None else ()
    audit_shown(app, viewer, operation, scope, seen, grants=told, others=named, denied=found is None)
    return found
