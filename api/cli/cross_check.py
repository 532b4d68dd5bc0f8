"""Commands for cross-checks: ask who holds exact identifiers, release what was held, make the hit index anew."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Annotated

import typer

from api.audit.auditing import audit_operation
from api.audit.operator_acts import OperatorAct
from api.bootstrap import Application, open_application
from api.cli.absence import Sought, absent
from api.cli.acting import act_as
from api.cli.asking_all import Asking, Question, ask_all
from api.cli.check_lines import check_map, describe_checked, how_to_ask
from api.cli.console import fail, flush_output, print_json, say, show, tell
from api.cli.context import StoreProgressLine, run, settings
from api.cli.disclosing import announce_as, audit_named, audit_terms
from api.cli.keyed_acts import Asked, Key
from api.cli.options import AsToken, Json
from api.cli.people import viewer_of_run
from api.cli.selector_questions import (
    Hint,
    hint_at,
    missing_words,
    no_hint,
    other_kinds,
    questions_in,
    questions_of,
)
from api.cross_checks.questions import CrossCheck, SelectorQuestion
from api.errors import InputError
from api.refusals import REFUSALS
from api.requests.texts import check_text
from api.sight.in_view import Seen
from api.suspensions import OPERATOR
from api.terminal_text import Line, as_line
from graph import ReadScope, load_ontology
from graph.store import StoredCheck
from policies import Urgency, ViewerContext


def cross_check(
    case: Annotated[str, typer.Option(help="The case; must be that of the token.")],
    purpose: Annotated[str, typer.Option(help="The purpose; must be that of the token.")],
    values: Annotated[
        str | None,
        typer.Argument(metavar="VALUES.csv", help="Columns kind, value, country, qualifier; - is standard input."),
    ] = None,
    value: Annotated[list[str] | None, typer.Option(help="One value; may be given more than once.")] = None,
    kind: Annotated[
        str | None, typer.Option(help="The kind of the values given by --value; PhoneNumber without it.")
    ] = None,
    country: Annotated[str | None, typer.Option(help="What national numbers of --value are read with.")] = None,
    qualifier: Annotated[
        str | None, typer.Option(help="Bank, chain, platform, document type or province of --value.")
    ] = None,
    request: Annotated[
        str | None, typer.Option(help="Ask this of the holder of each hit, and of the party that runs each value.")
    ] = None,
    urgency: Annotated[Urgency, typer.Option(help="How soon --request needs an answer.")] = Urgency.SEVEN_DAYS,
    key: Key = None,
    as_token: AsToken = None,
    json: Json = False,
) -> None:
    """Ask whether anybody holds exact identifiers; what is hidden and what is not there answer alike."""
    _check_request(request)
    if (values is None) == (not value):
        fail("give a file of values, or --value, and not both", status=2)
    given = questions_of(value or (), kind, country, qualifier)
    questions = given if values is None else questions_in(values)
    asked = Asked.of(key, questions=[asdict(q) for q in questions], purpose=purpose, case=case)
    wanted = _question(request, urgency, key, asked)
    hint_of = (missing_words if kind is not None else other_kinds) if value else no_hint
    order = _Order(questions=questions, purpose=purpose, case=case, asked=asked, wanted=wanted, hint_of=hint_of)
    found, requests = run(_check_and_ask(viewer_of_run(as_token), order, json=json))
    if wanted is not None and not found.held and not requests and not json:
        say("nobody to ask: no hit, and no party that runs it")
    _fail_unasked(found, requests)


def hits_held(
    open_only: Annotated[bool, typer.Option("--open", help="Only those that still wait.")] = False,
    as_token: AsToken = None,
    json: Json = False,
) -> None:
    """List cross-checks that were held: your own, and as a supervisor those that you review."""
    found = run(_held(viewer_of_run(as_token), open_only))
    if json:
        print_json([_held_map(check) for check in found])
        return
    tell(map(describe_held, found), otherwise="no held cross-checks in your view")


def hits_release(
    check: Annotated[str, typer.Argument(help="Id of a held cross-check.")],
    reason: Annotated[str, typer.Option(help="Why; is kept with the check.")],
    as_token: AsToken = None,
) -> None:
    """Let the values of a held cross-check be asked once more, within seven days; never your own."""
    if not reason.strip():
        fail("say with --reason why", status=2)
    run(_release(viewer_of_run(as_token), check, reason))
    say("released")


def hits_rebuild(json: Json = False) -> None:
    """Make the hit index anew from the records, as after a change of its key."""
    count = run(_rebuild())
    if json:
        print_json({"entries": count})
        return
    show(f"{count} selectors indexed")


def describe_held(check: StoredCheck) -> Line:
    """Return a held check as one line."""
    done = f"; released by {check.released_by}: {check.release_reason}" if check.released_by else ""
    case = f" for case {check.case_ref}" if check.case_ref else ""
    what = f"{check.values} {'filed ' if check.filed else ''}values of {', '.join(check.kinds)}"
    told = f"{what} by {check.subject}{case}"
    when = check.at.isoformat(timespec="seconds")
    return as_line(check.id, check.state, check.agency, when, f"{told}{done}")


def _show_check(order: "_Order", found: CrossCheck, seen: Seen, now: datetime, *, own: str) -> None:
    """Show what may be said of each value, with the hint at what to name, and then how whom it names is asked."""
    if found.held:
        say("held: too many neighbouring numbers. A supervisor may release it; then ask the same values again.")
        show(found.id, "held")
        return
    ontology = load_ontology()
    for question, checked in zip(order.questions, found.values, strict=True):
        hint = hint_at(question, checked, order.hint_of, ontology)
        show(describe_checked(question.value, checked, seen, now, own=own, hint=hint))
    if order.wanted is None and (how := how_to_ask(found, seen, own=own)) is not None:
        say(how)


def _check_request(request: str | None) -> None:
    """End the command where a question cannot be sent, before anything is checked."""
    if request is None:
        return
    if not request.strip():
        fail("say with --request what you ask", status=2)
    try:
        check_text("--request", request)
    except InputError as exc:
        fail(f"`--request` {exc.problem}", status=2)


def _fail_unasked(found: CrossCheck, requests: Sequence[Asking]) -> None:
    if found.held:
        fail("nothing was asked so far")
    if found.values and all(checked.problem is not None for checked in found.values):
        fail("nothing was asked: no value could be read")
    if requests and all(asking.request is None for asking in requests):
        fail("nobody was asked: no request could be sent")


def _question(request: str | None, urgency: Urgency, key: str | None, asked: Asked) -> Question | None:
    """Return what is asked of all whom the answer names; under a key with what was checked as its content."""
    if request is None:
        return None
    under = Asked.of(key, checked=asked.content, question=request, urgency=urgency)
    return Question(text=request, urgency=urgency, asked=under)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    """What is checked, for which purpose and case, under which key, and what is asked of whom the answer names."""

    questions: list[SelectorQuestion]
    purpose: str
    case: str
    asked: Asked
    wanted: Question | None
    hint_of: Hint


async def _check_and_ask(viewer: ViewerContext, order: _Order, *, json: bool) -> tuple[CrossCheck, list[Asking]]:
    """Check, and ask all whom the answer names; each answer and request is told, whatever becomes of the next."""
    requests: list[Asking] = []
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        now = app.clock.now()
        found, seen = await _check(app, viewer, order)
        if not json:
            _show_check(order, found, seen, now, own=viewer.agency)
            flush_output()
        try:
            # Without a serving process nobody else would tell the holders.
            await app.exchange.hit_notices.drain()
            if order.wanted is not None:
                async for asking in ask_all(app, viewer, order.questions, found, order.wanted):
                    requests.append(asking)
                    if not json:
                        show(asking.line())
                        flush_output()
        finally:
            if json:
                sent = {"requests": [asking.as_json() for asking in requests]} if order.wanted is not None else {}
                print_json({**check_map(found, seen, now), **sent})
    return found, requests


async def _check(app: Application, viewer: ViewerContext, order: _Order) -> tuple[CrossCheck, Seen]:
    """Return the answer and what of it is in view, once it stands in the trail."""
    scope = await app.scope_for(viewer)
    announce_as(app, viewer, "cross-check", scope)
    try:
        act = order.asked.act(app, viewer, "cross-check")
        desk = app.exchange.cross_checks
        found = await desk.check(viewer, scope, order.questions, purpose=order.purpose, case_ref=order.case, act=act)
    except REFUSALS:
        audit_operation(app.audit, viewer, "cross-check", scope, [], denied=True)
        raise
    seen = await app.in_view.read(scope, (rid for value in found.values for rid in value.in_view))
    _audit(app, viewer, scope, found, seen)
    return found, seen


def _audit(app: Application, viewer: ViewerContext, scope: ReadScope, found: CrossCheck, seen: Seen) -> None:
    """Write down what the answer names, by the terms that the check and what was read of it showed it under."""
    terms = {str(rid): compartment for value in found.values for rid, compartment in value.in_view.items()}
    tokens = [([str(rid)], grants) for value in found.values for rid, grants in value.granted.items()]
    for record in seen.records:
        terms.setdefault(str(record.id), record.compartment)
        tokens.append(([str(record.id)], record.grants))
    for link in seen.links:
        ends = [str(link.source_id), str(link.target_id)]
        tokens.append((ends, link.grants))
        terms |= {end: link.compartment for end in ends if end not in terms}
    granted: dict[str, set[str]] = {}
    for ids, grants in tokens:
        for grant_id in scope.grant_ids(grants):
            granted.setdefault(grant_id, set()).update(ids)
    audit_terms(app, viewer, "cross-check", scope, terms, granted=granted, denied=found.held, is_made=True)


async def _held(viewer: ViewerContext, open_only: bool) -> list[StoredCheck]:
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        scope = await app.scope_for(viewer)
        found = await app.exchange.cross_checks.held(viewer, open_only=open_only)
        audit_named(app, viewer, "held checks", scope, [])
        return found


async def _release(viewer: ViewerContext, check_id: str, reason: str) -> None:
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        desk = app.exchange.cross_checks
        found = await act_as(
            app,
            viewer,
            "release held check",
            lambda scope: desk.release(viewer, scope, check_id, reason=reason),
            shown=lambda _: (),
        )
        if found is None:
            fail(absent(Sought.CHECK, check_id))


async def _rebuild() -> int:
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        act = OperatorAct(audit=app.audit, agency=OPERATOR, operation="hits rebuild", policy_version=app.bundle.version)
        act.announce()
        count = await app.exchange.index.rebuild()
        act.conclude(count=count)
        return count


def _held_map(check: StoredCheck) -> dict[str, object]:
    return {
        "id": check.id,
        "state": str(check.state),
        "agency": check.agency,
        "subject": check.subject,
        "purpose": check.purpose,
        "case": check.case_ref,
        "at": check.at.isoformat(),
        "values": check.values,
        "filed": check.filed,
        "kinds": list(check.kinds),
        "reviewer": check.reviewer,
        "released_by": check.released_by,
        "released_at": check.released_at.isoformat() if check.released_at else None,
        "release_reason": check.release_reason,
    }
