"""Commands for requests for information about a hit, a record in view, or an identifier that a party runs."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import asdict
from functools import partial
from typing import Annotated

import typer

from api.bootstrap import Application, open_application
from api.cli.absence import Sought, Wanted, absent
from api.cli.acting import act_as
from api.cli.console import fail, print_json, show, tell
from api.cli.context import StoreProgressLine, run, settings
from api.cli.disclosing import audit_shown
from api.cli.keyed_acts import Asked, Key
from api.cli.options import AsToken, Json
from api.cli.people import viewer_of_run
from api.cli.request_lines import describe_request, request_map
from api.cli.selector_questions import questions_of
from api.cross_checks.questions import SelectorQuestion
from api.requests.views import Direction, RequestView
from graph import ReadScope
from policies import Urgency, ViewerContext

RequestId = Annotated[str, typer.Argument(metavar="REQUEST", help="Id of a request.")]
_RECORD = "r-"  # what ids of records begin with
_Step = Callable[[Application, ReadScope], Awaitable[RequestView | None]]


def requests_list(
    incoming: Annotated[bool, typer.Option("--incoming/--outgoing", help="Sent to your agency, or by it.")] = True,
    open_only: Annotated[bool, typer.Option("--open", help="Only those that are not closed.")] = False,
    as_token: AsToken = None,
    json: Json = False,
) -> None:
    """List requests for information that your agency was sent, or sent itself."""
    direction = Direction.INCOMING if incoming else Direction.OUTGOING
    found = run(_list(viewer_of_run(as_token), direction, open_only))
    if json:
        print_json([request_map(view) for view in found])
        return
    whom = "to your agency" if incoming else "by your agency"
    tell(map(describe_request, found), otherwise=f"no {'open ' if open_only else ''}requests {whom}")


def requests_show(request: RequestId, as_token: AsToken = None, json: Json = False) -> None:
    """Show a request for information that your agency was sent, or sent itself, with its answer."""
    found = run(_find(viewer_of_run(as_token), request))
    if json:
        print_json(request_map(found))
        return
    show(describe_request(found))


def requests_send(
    question: Annotated[str, typer.Option(help="What you ask.")],
    subject: Annotated[
        str | None,
        typer.Argument(metavar="HIT|RECORD", help="Id of a hit of `benang cross-check`, or of a record in view."),
    ] = None,
    value: Annotated[
        str | None, typer.Option(help="An identifier, put to the party that runs it, in place of HIT|RECORD.")
    ] = None,
    kind: Annotated[str | None, typer.Option(help="The kind of --value; PhoneNumber without it.")] = None,
    country: Annotated[str | None, typer.Option(help="What a national number of --value is read with.")] = None,
    qualifier: Annotated[str | None, typer.Option(help="Bank or platform of --value.")] = None,
    urgency: Annotated[Urgency, typer.Option(help="How soon an answer is needed.")] = Urgency.SEVEN_DAYS,
    draft: Annotated[bool, typer.Option("--draft", help="Keep it; send it later.")] = False,
    key: Key = None,
    as_token: AsToken = None,
    json: Json = False,
) -> None:
    """Ask the holder of a hit or of a record in your view, or the party that runs an identifier."""
    given = _subject(subject, value, kind, country, qualifier)
    viewer = viewer_of_run(as_token)
    named = given if isinstance(given, str) else asdict(given)
    asked = Asked.of(key, subject=named, question=question, urgency=urgency, draft=draft)

    async def step(app: Application, scope: ReadScope) -> RequestView | None:
        desk, act = app.exchange.requests, asked.act(app, viewer, "send request")
        if isinstance(given, SelectorQuestion):
            ask = partial(desk.ask_operator, value=given)
        elif given.startswith(_RECORD):
            ask = partial(desk.ask_about, record_id=given)
        else:
            ask = partial(desk.send, hit=given)
        return await ask(viewer, scope, question=question, urgency=urgency, draft=draft, act=act)

    # Whoever puts an identifier to a party gives no id: where nobody may be asked, that is refused in words.
    wanted = Wanted(Sought.HIT_OR_RECORD, [given if isinstance(given, str) else ""])
    _do(viewer, "send request", step, wanted=wanted, json=json)


def requests_send_draft(request: RequestId, as_token: AsToken = None, json: Json = False) -> None:
    """Send a draft of your agency."""
    viewer = viewer_of_run(as_token)
    _do(
        viewer,
        "send draft",
        lambda app, scope: app.exchange.requests.send_draft(viewer, scope, request),
        wanted=Wanted(Sought.REQUEST, [request]),
        json=json,
    )


def requests_withdraw(request: RequestId, as_token: AsToken = None, json: Json = False) -> None:
    """Take back a request of your agency, or drop a draft."""
    viewer = viewer_of_run(as_token)
    _do(
        viewer,
        "withdraw request",
        lambda app, scope: app.exchange.requests.withdraw(viewer, scope, request),
        wanted=Wanted(Sought.REQUEST, [request]),
        json=json,
    )


def requests_acknowledge(request: RequestId, as_token: AsToken = None, json: Json = False) -> None:
    """Say that a request to your agency has been received."""
    viewer = viewer_of_run(as_token)
    _do(
        viewer,
        "acknowledge request",
        lambda app, scope: app.exchange.requests.acknowledge(viewer, scope, request),
        wanted=Wanted(Sought.REQUEST, [request]),
        json=json,
    )


def requests_answer(
    request: RequestId,
    text: Annotated[str, typer.Option(help="The answer, in words.")],
    grant: Annotated[str | None, typer.Option(help="Id of a grant of your agency that goes with it.")] = None,
    as_token: AsToken = None,
    json: Json = False,
) -> None:
    """Answer a request to your agency."""
    viewer = viewer_of_run(as_token)
    _do(
        viewer,
        "answer request",
        lambda app, scope: app.exchange.requests.answer(viewer, scope, request, text=text, grant_id=grant),
        wanted=Wanted(Sought.REQUEST, [request]),
        json=json,
    )


def requests_refuse(
    request: RequestId,
    ground: Annotated[str, typer.Option(help="Why; the asker is told where the refusal is open.")],
    silently: Annotated[bool, typer.Option("--silently", help="Let it look like a request nobody answered.")] = False,
    as_token: AsToken = None,
    json: Json = False,
) -> None:
    """Refuse a request to your agency, openly or so that it looks unanswered."""
    viewer = viewer_of_run(as_token)
    _do(
        viewer,
        "refuse request",
        lambda app, scope: app.exchange.requests.refuse(viewer, scope, request, ground=ground, silently=silently),
        wanted=Wanted(Sought.REQUEST, [request]),
        json=json,
    )


def _subject(
    subject: str | None, value: str | None, kind: str | None, country: str | None, qualifier: str | None
) -> str | SelectorQuestion:
    """Return what a request is about: the id that was given, or the identifier that options say."""
    if (subject is None) == (value is None):
        fail("give the id of a hit or of a record, or --value, and not both", status=2)
    if value is not None:
        return questions_of([value], kind, country, qualifier)[0]
    stray = next((n for n, v in (("kind", kind), ("country", country), ("qualifier", qualifier)) if v is not None), "")
    if stray:
        fail(f"--{stray} belongs to --value", status=2)
    return str(subject)


def _do(viewer: ViewerContext, name: str, step: _Step, *, wanted: Wanted, json: bool) -> None:
    found = run(_take(viewer, name, step, wanted))
    if json:
        print_json(request_map(found))
        return
    show(describe_request(found))


async def _list(viewer: ViewerContext, direction: Direction, open_only: bool) -> list[RequestView]:
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        scope = await app.scope_for(viewer)
        await app.exchange.timer.drain()
        found = await app.exchange.requests.listed(viewer, scope, direction, open_only=open_only)
        _audit(app, viewer, scope, found)
        return found


async def _find(viewer: ViewerContext, request_id: str) -> RequestView:
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        scope = await app.scope_for(viewer)
        await app.exchange.timer.drain()
        found = await app.exchange.requests.find_each(viewer, scope, [request_id])
        _audit(app, viewer, scope, found.values())
        if request_id not in found:
            fail(absent(Sought.REQUEST, request_id))
        return found[request_id]


def _audit(app: Application, viewer: ViewerContext, scope: ReadScope, views: Collection[RequestView]) -> None:
    about = [view.about for view in views if view.about is not None]
    audit_shown(app, viewer, "requests", scope, about, others=[rid for view in views for rid in view.record_ids])


async def _take(viewer: ViewerContext, name: str, step: _Step, wanted: Wanted) -> RequestView:
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        found = await _taken(app, viewer, name, step)
        if found is None:
            fail(absent(wanted.sought, *wanted.ids))
        return found


async def _taken(app: Application, viewer: ViewerContext, name: str, step: _Step) -> RequestView | None:
    return await act_as(
        app,
        viewer,
        name,
        lambda scope: step(app, scope),
        shown=lambda found: found.record_ids,
        records=lambda found: [found.about] if found.about is not None else [],
    )
