"""Commands of who may not, and of the clock: suspend, reinstate, list, and look at the time that decisions go by."""

from collections.abc import Awaitable, Callable
from typing import Annotated

import typer

from api.bootstrap import Application, open_application
from api.cli.console import fail, print_json, say, show, tell
from api.cli.context import StoreProgressLine, guarded, run, settings
from api.cli.disclosing import ask_again
from api.cli.options import Json
from api.cli.people import viewer_of_run
from api.suspensions import note_confirmation
from api.terminal_text import Line, as_line
from graph.store import Suspension
from policies import AuditLog, ClockError, PolicyClock, ViewerContext

Agency = Annotated[str, typer.Argument(metavar="AGENCY", help="Code of the agency.")]
Person = Annotated[
    str | None, typer.Argument(metavar="[PERSON]", help="The person, as tokens name them; without it the agency.")
]
Reason = Annotated[str, typer.Option(help="Why; is kept.")]
AsToken = Annotated[str | None, typer.Option("--as", help="A supervisor's token; without it, BENANG_TOKEN.")]
Operator = Annotated[
    bool, typer.Option("--operator", help="As who runs the deployment and holds the store's login; without a token.")
]
_Step = Callable[[Application, ViewerContext | None], Awaitable[Suspension | None]]


def policy_suspend(
    agency: Agency,
    reason: Reason,
    person: Person = None,
    as_token: AsToken = None,
    operator: Operator = False,
    json: Json = False,
) -> None:
    """Suspend an agency or one of its people: from the next answer on they get nothing, from any serving process."""

    async def step(app: Application, viewer: ViewerContext | None) -> Suspension | None:
        found = await app.suspensions.suspend(viewer, agency, person, reason=reason)
        if found is not None and await app.suspensions.was_seen(found) is False:
            say(f"no token of that name of `{agency}` has asked anything here yet: a misspelt name suspends nobody")
        return found

    _do(step, as_token, operator=operator, json=json, otherwise="suspended already")


def policy_reinstate(
    agency: Agency,
    reason: Reason,
    person: Person = None,
    as_token: AsToken = None,
    operator: Operator = False,
    json: Json = False,
) -> None:
    """Reinstate an agency or person that was suspended by command; what a register suspends, another bundle lifts."""

    def step(app: Application, viewer: ViewerContext | None) -> Awaitable[Suspension | None]:
        return app.suspensions.reinstate(viewer, agency, person, reason=reason)

    _do(step, as_token, operator=operator, json=json, otherwise="not suspended by command")


def policy_suspensions(as_token: AsToken = None, operator: Operator = False, json: Json = False) -> None:
    """List who was suspended by command, lifted ones included: your agency's, or all to the operator."""
    viewer = None if operator else viewer_of_run(as_token)

    async def find() -> list[Suspension]:
        async with open_application(settings(), on_progress=StoreProgressLine()) as app:
            await _scoped(app, viewer)
            return list(await app.suspensions.listed(viewer))

    found = run(find())
    if json:
        print_json([_map(s) for s in found])
        return
    tell(map(describe_suspension, found), otherwise="nobody was suspended by command")


def policy_clock(
    confirm: Annotated[
        bool, typer.Option("--confirm", help="The machine's clock is right: decide by it, in running processes too.")
    ] = False,
) -> None:
    """Tell whether the machine's clock is believed, and confirm one that was set."""
    with guarded():
        found = settings()
        # Opened to be told also: what is asked of the clock is kept in a file, which must stay the service's own.
        with AuditLog(found.audit, node=found.node) as audit:
            if confirm:
                note_confirmation(audit)
        clock = PolicyClock(found.clock_file)
        if confirm:
            show(f"decisions go by {clock.confirm().isoformat(timespec='seconds')}")
            return
        try:
            show(f"believed: {clock.now().isoformat(timespec='seconds')}")
        except ClockError as exc:
            say(f"the machine says {exc.now.isoformat(timespec='seconds')}")
            if exc.latest is not None:
                say(f"decided by last: {exc.latest.isoformat(timespec='seconds')}")
            raise


def describe_suspension(found: Suspension) -> Line:
    """Return a suspension as one line."""
    whom = f"{found.agency} {found.subject}" if found.subject is not None else found.agency
    since = f"since {found.at.isoformat(timespec='seconds')} by {found.by or 'the operator'}: {found.reason}"
    lifted = (
        [f"lifted {found.lifted_at.isoformat(timespec='seconds')} by {found.lifted_by}: {found.lift_reason}"]
        if found.lifted_at is not None
        else []
    )
    return as_line(whom, since, *lifted)


def _do(step: _Step, as_token: str | None, *, operator: bool, json: bool, otherwise: str) -> None:
    viewer = None if operator else viewer_of_run(as_token)

    async def work() -> Suspension | None:
        async with open_application(settings(), on_progress=StoreProgressLine()) as app:
            await _scoped(app, viewer)
            return await step(app, viewer)

    found = run(work())
    if found is None:
        fail(otherwise)
    if json:
        print_json(_map(found))
        return
    show(describe_suspension(found))


async def _scoped(app: Application, viewer: ViewerContext | None) -> None:
    """Learn who is suspended, so that a suspended supervisor does nothing, nor one whose token ended meanwhile."""
    if viewer is not None:
        ask_again(app, viewer, "suspensions", await app.scope_for(viewer))


def _map(found: Suspension) -> dict[str, object]:
    return {
        "id": found.id,
        "agency": found.agency,
        "person": found.subject,
        "reason": found.reason,
        "by": found.by or "operator",
        "at": found.at.isoformat(),
        "lifted_by": found.lifted_by,
        "lifted_at": found.lifted_at.isoformat() if found.lifted_at is not None else None,
        "lift_reason": found.lift_reason,
    }
