"""Commands for grants: open records of one's own agency to a grantee, approve, take back, list."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from api.audit.auditing import exposure_of, named_by
from api.bootstrap import open_application
from api.cli.absence import Sought, Wanted
from api.cli.acting import act_or_fail
from api.cli.console import fail, print_json, show, tell
from api.cli.context import StoreProgressLine, run, settings
from api.cli.disclosing import audit_named
from api.cli.keyed_acts import Asked, Key
from api.cli.options import AsToken, Json, with_zone
from api.cli.people import viewer_of_run
from api.grants.desk import GrantDesk, standing
from api.grants.orders import GrantOrder, PassingOn, Question
from api.repeated_acts import KeyedAct
from api.sight.free_texts import WITHHELD
from api.terminal_text import Line, as_line
from graph import PropertyClass, ReadScope
from graph.grants import Condition, Grant, Grantee
from policies import LONGEST_GRANT, ViewerContext

GrantId = Annotated[str, typer.Argument(metavar="GRANT", help="Id of a grant of your agency.")]
_Step = Callable[[GrantDesk, ReadScope, KeyedAct | None], Awaitable[Grant | None]]


def grants_list(
    received: Annotated[
        bool | None, typer.Option("--received/--given", help="Only those to you, or by your agency; both without it.")
    ] = None,
    as_token: AsToken = None,
    json: Json = False,
) -> None:
    """List the grants that your agency gave, or that you received."""
    viewer = viewer_of_run(as_token)
    found = run(_list(viewer, received))
    if json:
        print_json([{"direction": "given" if own else "received", **_map(g, is_own=own)} for g, own in found])
        return
    whom = {None: "to you or by your agency", True: "to you", False: "by your agency"}[received]
    tell((describe_grant(g, is_own=own) for g, own in found), otherwise=f"no grants {whom}")


def grants_give(
    agency: Annotated[str, typer.Option(help="Code of the agency that receives.")],
    classes: Annotated[list[PropertyClass], typer.Option("--class", help="A property class; more than once.")],
    purpose: Annotated[str, typer.Option(help="What the grantee may ask for under it.")],
    reason: Annotated[str, typer.Option(help="Why it is given.")],
    begins: Annotated[datetime | None, typer.Option("--from", help="From when (UTC); from now without it.")] = None,
    days: Annotated[int, typer.Option(help="For how many days from then.", min=1, max=LONGEST_GRANT.days)] = 30,
    records: Annotated[list[str] | None, typer.Argument(metavar="[RECORD]...", help="Ids of your records.")] = None,
    search: Annotated[str | None, typer.Option(help="Name your records that answer these words now.")] = None,
    around: Annotated[str | None, typer.Option(help="Name your records around this one now.")] = None,
    depth: Annotated[int, typer.Option(help="How many links around.", min=1, max=3)] = 1,
    link: Annotated[list[str] | None, typer.Option(help="Id of a link between named records; more than once.")] = None,
    links_among: Annotated[bool, typer.Option("--links-among", help="Name all links between named records.")] = False,
    role: Annotated[str | None, typer.Option(help="Only for this role of the agency.")] = None,
    person: Annotated[str | None, typer.Option(help="Only for this person of the agency.")] = None,
    case: Annotated[str | None, typer.Option(help="Only under this case of the grantee.")] = None,
    onward: Annotated[
        bool, typer.Option("--onward", help="The grantee may pass it on; who gets it so may not.")
    ] = False,
    condition: Annotated[list[Condition] | None, typer.Option(help="H0 to H3; more than once.")] = None,
    restrictions: Annotated[str | None, typer.Option(help="The words of H3.")] = None,
    key: Key = None,
    as_token: AsToken = None,
    json: Json = False,
) -> None:
    """Open records of your agency to another, or to one role or person there, for a purpose and a time."""
    question = _question(search, around, depth)
    start = with_zone(begins)
    order = GrantOrder(
        grantee=Grantee(agency=agency, role=role, person=person),
        classes=frozenset(classes),
        purpose=purpose,
        reason=reason,
        begins=start,
        ends=_end_after(days, start),
        case_ref=case,
        records=tuple(records or ()),
        links=tuple(link or ()),
        links_among=links_among,
        question=question,
        onward=onward,
        conditions=tuple(condition or ()),
        other_restrictions=restrictions,
    )
    viewer = viewer_of_run(as_token)
    asked = Asked.of(key, **{**asdict(order), "ends": days})
    _do(
        viewer,
        "grant",
        lambda desk, scope, act: desk.give(viewer, scope, order, act=act),
        (Wanted(Sought.RECORD, order.records), Wanted(Sought.LINK_BETWEEN, order.links)),
        json=json,
        asked=asked,
    )


def grants_approve(grant: GrantId, as_token: AsToken = None, json: Json = False) -> None:
    """Approve a grant that waits for a second person of your agency."""
    viewer = viewer_of_run(as_token)
    wanted = (Wanted(Sought.GRANT, [grant]),)
    _do(viewer, "approve grant", lambda desk, scope, _: desk.approve(viewer, scope, grant), wanted, json=json)


def grants_pass_on(
    grant: Annotated[str, typer.Argument(metavar="GRANT", help="Id of a grant that you received.")],
    agency: Annotated[str, typer.Option(help="Code of the agency that receives.")],
    reason: Annotated[str, typer.Option(help="Why it is passed on.")],
    days: Annotated[
        int | None, typer.Option(help="For how many days; with the grant if not given.", min=1, max=LONGEST_GRANT.days)
    ] = None,
    role: Annotated[str | None, typer.Option(help="Only for this role of the agency.")] = None,
    person: Annotated[str | None, typer.Option(help="Only for this person of the agency.")] = None,
    key: Key = None,
    as_token: AsToken = None,
    json: Json = False,
) -> None:
    """Pass on a grant that you received, where its originator lets it be passed on; it falls with that grant."""
    order = PassingOn(
        grant_id=grant,
        grantee=Grantee(agency=agency, role=role, person=person),
        reason=reason,
        ends=_end_after(days) if days is not None else None,
    )
    viewer = viewer_of_run(as_token)
    asked = Asked.of(key, **{**asdict(order), "ends": days})
    _do(
        viewer,
        "pass on grant",
        lambda desk, scope, act: desk.pass_on(viewer, scope, order, act=act),
        (Wanted(Sought.GRANT, [grant]),),
        json=json,
        asked=asked,
    )


def grants_revoke(grant: GrantId, as_token: AsToken = None, json: Json = False) -> None:
    """Take a grant back: the next answer to its grantee no longer shows what it opened."""
    viewer = viewer_of_run(as_token)
    wanted = (Wanted(Sought.GRANT, [grant]),)
    _do(viewer, "revoke grant", lambda desk, scope, _: desk.revoke(viewer, scope, grant), wanted, json=json)


def describe_grant(grant: Grant, *, is_own: bool) -> Line:
    """Return a grant as one line, for one of its two sides."""
    to = grant.grantee
    whom = f"to {to.agency}" if is_own else f"from {grant.originator}"
    by = f" by {grant.passed_by}" if grant.passed_by else ""
    narrowed = "".join(f" ({name} {value})" for name, value in (("role", to.role), ("person", to.person)) if value)
    terms = [
        grant.id,
        standing(grant, datetime.now(UTC)),
        f"{whom}{narrowed}{by}",
        f"{len(grant.records)} records, {len(grant.links)} links",
        "+".join(sorted(map(str, grant.classes))),
        f"for {grant.purpose}" + (f", case {grant.case_ref}" if grant.case_ref else ""),
        f"until {grant.ends.isoformat(timespec='seconds')}",
        " ".join(map(str, grant.conditions)) + (f": {grant.other_restrictions}" if grant.other_restrictions else ""),
        grant.reason or WITHHELD,
    ]
    return as_line(*terms)


def _end_after(days: int, start: datetime | None = None) -> datetime:
    """Return when so many days from a start, or from now, are over."""
    try:
        return (start or datetime.now(UTC)) + timedelta(days=days)
    except OverflowError:
        fail("`--from` lies so far ahead that the grant would end in no year of the calendar", status=2)


def _question(search: str | None, around: str | None, depth: int) -> Question | None:
    if search is not None and around is not None:
        fail("give --search or --around, not both", status=2)
    return Question(search=search, network_of=around, depth=depth) if search or around else None


def _do(
    viewer: ViewerContext,
    name: str,
    step: _Step,
    wanted: Sequence[Wanted],
    *,
    json: bool,
    asked: Asked | None = None,
) -> None:
    """Take a step and tell what came of it; `wanted` is what one of the ids leads to nothing of where nothing did."""
    found = run(_take(viewer, name, step, wanted, asked or Asked()))
    if json:
        print_json(_map(found, is_own=True))
        return
    show(describe_grant(found, is_own=True))


async def _list(viewer: ViewerContext, received: bool | None) -> list[tuple[Grant, bool]]:
    """Return grants, each with whether the viewer's agency gave it: those received come first."""
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        scope = await app.scope_for(viewer)
        to_viewer = await app.grants.received(viewer, scope) if received is not False else []
        by_agency = await app.grants.given(viewer, scope) if received is not True else []
        every = [*to_viewer, *by_agency]
        told = named_by(every, exposure_of("grants"))
        audit_named(app, viewer, "grants", scope, (r for g in every for r in g.records), disclosures=told)
        return [*((g, False) for g in to_viewer), *((g, True) for g in by_agency)]


async def _take(viewer: ViewerContext, name: str, step: _Step, wanted: Sequence[Wanted], asked: Asked) -> Grant:
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        act = asked.act(app, viewer, name)
        return await act_or_fail(
            app,
            viewer,
            name,
            lambda scope: step(app.grants, scope, act),
            shown=lambda g: g.records,
            grants=lambda g: [g],
            wanted=wanted,
        )


def _map(grant: Grant, *, is_own: bool) -> dict[str, object]:
    return {
        "id": grant.id,
        "standing": standing(grant, datetime.now(UTC)),
        "originator": grant.originator,
        "agency": grant.grantee.agency,
        "role": grant.grantee.role,
        "person": grant.grantee.person,
        "classes": sorted(map(str, grant.classes)),
        "purpose": grant.purpose,
        "case": grant.case_ref,
        "from": grant.begins.isoformat(),
        "until": grant.ends.isoformat(),
        "onward": grant.onward,
        "passed_on_by": grant.passed_by,
        "conditions": list(map(str, grant.conditions)),
        "other_restrictions": grant.other_restrictions,
        "reason": grant.reason,
        "records": list(grant.records),
        "links": list(grant.links),
        **(
            {"given_by": grant.given_by, "approved_by": grant.approved_by, "question": grant.question} if is_own else {}
        ),
        "revoked_at": grant.revoked_at.isoformat() if grant.revoked_at else None,
    }
