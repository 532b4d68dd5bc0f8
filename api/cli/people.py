"""Commands for people: development tokens, the review queue, alerts."""

from typing import Annotated

import typer

from api.auditing import announce_change, audit_operation
from api.authentication import LONGEST_LIFE_SECONDS, issue_development_token
from api.bootstrap import Application, open_application
from api.cli.console import StoreProgressLine, fail, policy_bundle, print_json, run, say, settings, viewer_of
from api.keys import load_development_key
from api.notices import Alert
from entity_resolution.review import Explanation
from graph import JUDGEMENT_KIND, CompartmentKey
from graph.matches import JudgementValue
from graph.store import NoticeReason
from ingest import UnknownProfileError
from policies import (
    Directory,
    JudgedPair,
    MutationAction,
    ViewerContext,
    authorise,
)

Json = Annotated[bool, typer.Option("--json", help="Machine-readable output.")]
AsToken = Annotated[str | None, typer.Option("--as", help="A token; without it, BENANG_TOKEN.")]


def token(
    agency: Annotated[str, typer.Option(help="Code of the agency.")],
    role: Annotated[list[str], typer.Option(help="A role; may be given more than once.")],
    purpose: Annotated[str, typer.Option(help="What the requests are for.")],
    subject: Annotated[str, typer.Option(help="The person.")] = "developer",
    case: Annotated[str | None, typer.Option(help="Reference of the case.")] = None,
    ttl: Annotated[int, typer.Option(help="Life in seconds.", min=1, max=LONGEST_LIFE_SECONDS)] = 3600,
) -> None:
    """Issue a development token; production tokens come from the members' identity provider."""
    viewer = ViewerContext(agency=agency, subject=subject, roles=frozenset(role), purpose=purpose, case_ref=case)

    async def issue() -> str:
        Directory(policy_bundle().registers).check(viewer)
        given = settings()
        key = load_development_key(given.keys, given.jwks)
        return issue_development_token(given, key, viewer, ttl_seconds=ttl)

    text = run(issue())
    say("a development token, signed with this machine's own key; not for production")
    typer.echo(text)


def review(
    as_token: AsToken = None,
    judge: Annotated[tuple[str, str] | None, typer.Option(help="Two record ids to judge.")] = None,
    value: Annotated[JudgementValue | None, typer.Option(help="The judgement.")] = None,
    reason: Annotated[str, typer.Option(help="Why; goes with the judgement.")] = "",
    profile: Annotated[str, typer.Option(help="Handling profile of the judgement.")] = "law-enforcement",
    limit: Annotated[int, typer.Option(help="Pairs to show.", min=1, max=1000)] = 20,
    json: Json = False,
) -> None:
    """List pairs that wait for a human, or judge one: POSITIVE, NEGATIVE (which un-merges), UNSURE, NO_JUDGEMENT."""
    if (judge is None) != (value is None) or (judge is not None and not reason.strip()):
        fail("a judgement needs --judge LEFT RIGHT, --value and --reason", status=2)
    if judge is not None and value is not None:
        run(_judge(viewer_of_run(as_token), judge, value, reason, profile))
        say("judged")
        return
    found = run(_queue(viewer_of_run(as_token), limit))
    if json:
        print_json([_explanation(e) for e in found])
        return
    for explanation in found:
        typer.echo(describe_explanation(explanation))


def alerts(
    as_token: AsToken = None,
    open_only: Annotated[bool, typer.Option("--open", help="Only those not acknowledged.")] = False,
    acknowledge: Annotated[str | None, typer.Option(help="Id of an alert to acknowledge.")] = None,
    json: Json = False,
) -> None:
    """List your agency's alerts on new linkages."""
    viewer = viewer_of_run(as_token)
    if acknowledge is not None:
        run(_acknowledge(viewer, acknowledge))
        say("acknowledged")
        return
    found = run(_alerts(viewer, open_only))
    if json:
        print_json([_alert(a) for a in found])
        return
    for alert in found:
        typer.echo(describe_alert(alert))


_TOLD = {
    NoticeReason.LINKAGE: "is also known to",
    NoticeReason.HIT: "was cross-checked by",
    NoticeReason.REQUEST: "is asked about by",
}


def viewer_of_run(token_text: str | None) -> ViewerContext:
    """Return the viewer of a token; an unusable one ends the command in one line."""

    async def find() -> ViewerContext:
        return viewer_of(token_text)

    return run(find())


def describe_explanation(found: Explanation) -> str:
    """Return a pair and its comparisons as text lines."""
    head = f"{found.decision.outcome}\t{found.decision.bits:.1f} bits\t{found.left.id} {found.right.id}"
    lines = [
        f"  {c.evidence.feature}: {c.evidence.level} ({c.evidence.bits:+.1f})  "
        f"{c.left} | {c.right}  {c.detail}".rstrip()
        for c in found.comparisons
    ]
    return "\n".join([f"{head}\t{found.left.originator} | {found.right.originator}", *lines])


def describe_alert(alert: Alert) -> str:
    """Return an alert as one line."""
    notice = alert.notice
    seen = f"; you may see it: {notice.other_id}" if notice.other_id is not None else ""
    done = f"; acknowledged by {notice.acknowledged_by}" if notice.acknowledged_by else ""
    told = f"your {notice.own_kind} {notice.own_id} {_TOLD[notice.reason]} {alert.other_party.code} ({notice.strength})"
    when = notice.created_at.isoformat(timespec="seconds")
    return f"{notice.id}\t{when}\t{told}; ask {alert.other_party.contact}{seen}{done}"


async def _queue(viewer: ViewerContext, limit: int) -> list[Explanation]:
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        scope = await app.scope_for(viewer)
        found = (await app.review.queue(scope))[:limit]
        records = [r for e in found for r in (e.left, e.right)]
        told = app.accountability.disclosures.of_records(viewer, scope, records, scopes=app.scopes)
        audit_operation(app.audit, viewer, "review queue", scope, [r.id for r in records], disclosures=told)
        return found


async def _judge(
    viewer: ViewerContext, pair: tuple[str, str], value: JudgementValue, reason: str, profile: str
) -> None:
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        if profile not in app.bundle.registers.profiles:
            raise UnknownProfileError(profile, app.bundle.registers.profiles)
        done = await judge_pair(app, viewer, pair, value, reason.strip(), profile)
        if not done:
            fail("there is no such pair in your view")


async def judge_pair(
    app: Application, viewer: ViewerContext, pair: tuple[str, str], value: JudgementValue, reason: str, profile: str
) -> bool:
    """Judge a pair as a viewer: authorised on the records as stored, audited; return whether both are visible."""
    scope = await app.scope_for(viewer)
    records = await app.records.records(scope, pair)
    visible = len(records) == 2 and records[0].kind == records[1].kind
    try:
        if visible:
            ends = JudgedPair(
                left_compartment=records[0].compartment,
                right_compartment=records[1].compartment,
                left_grants=records[0].grants,
                right_grants=records[1].grants,
                scope=scope,
            )
            authorise(viewer, MutationAction.JUDGE, ends, directory=app.scopes.directory)
            key = CompartmentKey(originator=viewer.agency, profile=profile, kind=JUDGEMENT_KIND)
            compartment = await app.registry.base(key)
            announce_change(app.audit, viewer, "judge", scope)
            visible = await app.review.judge(
                scope, *pair, value=value, author=viewer.subject, reason=reason, compartment=compartment
            )
    except BaseException:
        audit_operation(app.audit, viewer, "judge", scope, [], denied=True)
        raise
    shown = records if visible else []
    told = app.accountability.disclosures.of_records(viewer, scope, shown, scopes=app.scopes)
    audit_operation(app.audit, viewer, "judge", scope, [r.id for r in shown], denied=not visible, disclosures=told)
    return visible


async def _alerts(viewer: ViewerContext, open_only: bool) -> list[Alert]:
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        scope = await app.scope_for(viewer)
        found = await app.inbox.alerts(scope, open_only=open_only)
        audit_operation(app.audit, viewer, "alerts", scope, [a.notice.own_id for a in found])
        return found


async def _acknowledge(viewer: ViewerContext, alert_id: str) -> None:
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        scope = await app.scope_for(viewer)
        announce_change(app.audit, viewer, "acknowledge alert", scope)
        found = await app.inbox.acknowledge_as(viewer, scope, alert_id, directory=app.scopes.directory)
        shown = [found.notice.own_id] if found is not None else []
        audit_operation(app.audit, viewer, "acknowledge alert", scope, shown, denied=found is None)
        if found is None:
            fail("there is no such alert in your view")


def _explanation(found: Explanation) -> dict[str, object]:
    return {
        "left": found.left.id,
        "right": found.right.id,
        "outcome": str(found.decision.outcome),
        "weight_bits": found.decision.bits,
        "comparisons": [
            {
                "feature": c.evidence.feature,
                "level": c.evidence.level,
                "weight_bits": c.evidence.bits,
                "left": c.left,
                "right": c.right,
                "detail": c.detail,
            }
            for c in found.comparisons
        ],
    }


def _alert(alert: Alert) -> dict[str, object]:
    notice = alert.notice
    return {
        "id": notice.id,
        "created_at": notice.created_at.isoformat(),
        "record": notice.own_id,
        "kind": notice.own_kind,
        "strength": notice.strength,
        "other_agency": alert.other_party.code,
        "contact": alert.other_party.contact,
        "other_record": notice.other_id,
        "reason": str(notice.reason),
        "purpose": notice.purpose,
        "request": notice.request_id,
        "acknowledged_by": notice.acknowledged_by,
    }
