"""Commands for retention and legal holds: until when records are kept, and what keeps them longer."""

from datetime import datetime
from typing import Annotated, TypeVar

import typer

from api.bootstrap import Application, open_application
from api.cli.absence import Sought, Wanted
from api.cli.acting import Work, open_and_change_as
from api.cli.afterwards import SETTLING, afterwards
from api.cli.console import print_json, say, show, tell
from api.cli.context import StoreProgressLine, run, settings
from api.cli.disclosing import audit_named
from api.cli.keyed_acts import Asked, Key
from api.cli.options import AsToken, Json, Reason, Records, with_zone
from api.cli.people import viewer_of_run
from api.recalls.desk import Announce
from api.recalls.retention import Held, RetentionReport
from api.sight.free_texts import WITHHELD
from api.terminal_text import Line, as_line
from graph import ReadScope
from graph.store import LegalHold, Schedule
from policies import ViewerContext

T = TypeVar("T")


def retention_due(
    everything: Annotated[bool, typer.Option("--all", help="Every date that was set.")] = False,
    as_token: AsToken = None,
    json: Json = False,
) -> None:
    """List records of your agency that are due for review, or with --all every date that was set."""
    viewer = viewer_of_run(as_token)

    async def work(app: Application, scope: ReadScope, _: Announce) -> list[Schedule]:
        pages = app.accountability.retention.schedules(viewer, scope, due_only=not everything)
        return [schedule async for page in pages for schedule in page]

    found = run(_reading(viewer, "retention schedules", work))
    if json:
        print_json([schedule_map(s) for s in found])
        return
    what = "no dates were set for records of your agency" if everything else "nothing is due for review"
    tell(map(describe_schedule, found), otherwise=what)


def retention_set(
    records: Records,
    review: Annotated[datetime | None, typer.Option(help="When to look at them again (UTC).")] = None,
    until: Annotated[datetime | None, typer.Option(help="Until when to keep them (UTC).")] = None,
    reason: Annotated[
        str | None, typer.Option(help="Why for less long than their handling profile says; is kept, and told.")
    ] = None,
    key: Key = None,
    as_token: AsToken = None,
) -> None:
    """Set when records of your agency are looked at again, and until when they are kept."""
    viewer = viewer_of_run(as_token)
    asked = Asked.of(key, records=sorted(records), review=review, until=until, reason=reason)

    async def work(app: Application, scope: ReadScope, announce: Announce) -> list[Schedule] | None:
        keeper = app.accountability.retention
        return await keeper.schedule(
            viewer,
            scope,
            records,
            review_at=with_zone(review),
            retain_until=with_zone(until),
            reason=reason,
            act=asked.act(app, viewer, "schedule retention"),
            announce=announce,
        )

    wanted = Wanted(Sought.OWN_RECORD, records)
    run(open_and_change_as(viewer, "schedule retention", work, wanted=wanted, records=records))
    say("set")


def retention_hold(records: Records, reason: Reason, key: Key = None, as_token: AsToken = None) -> None:
    """Keep records of your agency from being erased or withdrawn, until the hold is lifted."""
    viewer = viewer_of_run(as_token)
    asked = Asked.of(key, records=sorted(records), reason=reason)

    async def work(app: Application, scope: ReadScope, announce: Announce) -> Held | None:
        act = asked.act(app, viewer, "place hold")
        keeper = app.accountability.retention
        return await keeper.hold(viewer, scope, records, reason=reason, act=act, announce=announce)

    wanted = Wanted(Sought.OWN_RECORD, records)
    found = run(open_and_change_as(viewer, "place hold", work, wanted=wanted, records=records))
    for hold in found.holds:
        show(describe_hold(hold))
    if found.is_unchanged:
        say("held for this reason already; no second hold was placed")


def retention_lift(
    hold: Annotated[str, typer.Argument(help="Id of a hold of your agency.")],
    reason: Reason,
    as_token: AsToken = None,
) -> None:
    """Lift a legal hold of your agency."""
    viewer = viewer_of_run(as_token)

    async def work(app: Application, scope: ReadScope, announce: Announce) -> LegalHold | None:
        return await app.accountability.retention.lift(viewer, scope, hold, reason=reason, announce=announce)

    run(open_and_change_as(viewer, "lift hold", work, wanted=Wanted(Sought.HOLD, [hold])))
    say("lifted")


def retention_holds(
    everything: Annotated[bool, typer.Option("--all", help="Lifted ones too.")] = False,
    as_token: AsToken = None,
    json: Json = False,
) -> None:
    """List legal holds of your agency."""
    viewer = viewer_of_run(as_token)

    async def work(app: Application, scope: ReadScope, _: Announce) -> list[LegalHold]:
        pages = app.accountability.retention.holds(viewer, scope, active_only=not everything)
        return [hold async for page in pages for hold in page]

    found = run(_reading(viewer, "legal holds", work))
    if json:
        print_json([hold_map(h) for h in found])
        return
    tell(map(describe_hold, found), otherwise="no legal holds of your agency")


def retention_run(json: Json = False) -> None:
    """Erase now what is over and mark what is due, as a serving process does by itself."""
    run(_run_retention(json=json))


def describe_schedule(found: Schedule) -> Line:
    """Return a schedule as one line."""
    review = found.review_at.isoformat(timespec="seconds") if found.review_at else "by its profile"
    until = found.retain_until.isoformat(timespec="seconds") if found.retain_until else "by its profile"
    why = f": {found.reason}" if found.reason else ""
    due = ["due"] if found.review_due else []
    return as_line(found.record_id, f"review {review}", f"keep until {until}{why}", *due)


def describe_hold(found: LegalHold) -> Line:
    """Return a hold as one line."""
    state = f"lifted by {found.lifted_by}" if found.lifted_by else f"placed by {found.by}"
    return as_line(found.id, found.record_id, state, found.reason or WITHHELD)


def schedule_map(found: Schedule) -> dict[str, object]:
    """Return a schedule for machines."""
    return {
        "record": found.record_id,
        "review_at": found.review_at.isoformat() if found.review_at else None,
        "retain_until": found.retain_until.isoformat() if found.retain_until else None,
        "review_due": found.review_due,
        "reason": found.reason,
    }


def hold_map(found: LegalHold) -> dict[str, object]:
    """Return a hold for machines."""
    return {
        "id": found.id,
        "record": found.record_id,
        "reason": found.reason,
        "placed_by": found.by,
        "placed_at": found.at.isoformat(),
        "lifted_by": found.lifted_by,
        "lifted_at": found.lifted_at.isoformat() if found.lifted_at else None,
    }


async def _reading(viewer: ViewerContext, operation: str, work: Work[T]) -> T:
    """Run what only reads, and audit it."""
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        scope = await app.scope_for(viewer)
        found = await work(app, scope, lambda: None)
        audit_named(app, viewer, operation, scope, [])
        assert found is not None  # noqa: S101 - a list is always there
        return found


async def _run_retention(*, json: bool) -> None:
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        _tell_retention(await app.accountability.retention.run(), json=json)
        with afterwards(SETTLING):
            await app.settle()


def _tell_retention(found: RetentionReport, *, json: bool) -> None:
    if json:
        print_json(
            {
                "erased": found.erased,
                "dueForReview": found.due_for_review,
                "checks": found.checks,
                "falselyDated": found.falsely_dated,
            }
        )
        return
    told = f"{found.erased} records erased, {found.due_for_review} more due for review"
    show(f"{told}, {found.checks} cross-checks deleted")
    if found.falsely_dated:
        say(
            f"{found.falsely_dated} records are dated before the store was made, so by a clock that was wrong, and are "
            "kept: their agencies say until when (`benang retention set`)"
        )
