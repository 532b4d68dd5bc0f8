"""Commands for protection claims: raise and lift them, see what they do to one's own records, answer and contest."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from functools import partial
from typing import Annotated, TypeVar

import typer

from api.bootstrap import Application, open_application
from api.cli.absence import Sought, Wanted, missing
from api.cli.acting import act_or_fail, refuse_as
from api.cli.console import print_json, say, tell
from api.cli.context import StoreProgressLine, run, settings
from api.cli.disclosing import audit_named
from api.cli.keyed_acts import Asked, Key
from api.cli.options import AsToken, Json
from api.cli.people import viewer_of_run
from api.protection import NON_PUNISHMENT, ClaimOrder
from api.terminal_text import Line, as_line, as_lines
from graph import ReadScope
from graph.store import Claim, Seal
from policies import ViewerContext, is_protecting

T = TypeVar("T", Claim, Seal)
Reason = Annotated[str, typer.Option(help="Why; it is kept, and the other side of a contest reads it.")]
ClaimId = Annotated[str, typer.Argument(metavar="CLAIM", help="Id of a claim of your agency.")]
NoticeId = Annotated[str, typer.Argument(metavar="NOTICE", help="Id of a notice, from `benang protection notices`.")]
OfRecords = Annotated[
    list[str] | None,
    typer.Option(
        "--record", help="Only what is on this record of your agency, by its id. May be given more than once."
    ),
]
_Step = Callable[[Application, ReadScope], Awaitable[T | None]]


def protection_claim(
    records: Annotated[list[str], typer.Argument(metavar="RECORD...", help="Ids of your records of the person.")],
    reason: Reason,
    key: Key = None,
    as_token: AsToken = None,
    json: Json = False,
) -> None:
    """Claim that a person is a victim: your records are sealed, and so is what matches them elsewhere."""
    viewer, order = viewer_of_run(as_token), ClaimOrder(records=tuple(records), reason=reason)
    asked = Asked.of(key, records=sorted(records), reason=reason)

    def step(app: Application, scope: ReadScope) -> Awaitable[Claim | None]:
        act, renewed = asked.act(app, viewer, "claim victim"), partial(app.scope_for, viewer)
        return app.protection.claim(viewer, scope, order, renewed=renewed, act=act)

    _tell_claims([_do(viewer, "claim victim", step, Wanted(Sought.RECORD, records))], json=json)


def protection_lift_claim(claim: ClaimId, reason: Reason, as_token: AsToken = None, json: Json = False) -> None:
    """Lift a claim of your agency, with every seal that rests on it alone."""
    viewer = viewer_of_run(as_token)
    done = _do(
        viewer,
        "lift claim",
        lambda app, scope: app.protection.lift_claim(viewer, scope, claim, reason=reason),
        Wanted(Sought.CLAIM, [claim]),
    )
    _tell_claims([done], json=json)


def protection_claims(records: OfRecords = None, as_token: AsToken = None, json: Json = False) -> None:
    """List your agency's claims; for protection roles under the protection purpose."""
    viewer = viewer_of_run(as_token)
    found = run(_claims(viewer, records or ()))
    if not found and not is_protecting(viewer):
        say("claims are listed to a protection role under the protection purpose alone")
    _tell_claims(found, json=json, otherwise=f"no claims of your agency{' name such a record' if records else ''}")


def protection_notices(
    open_only: Annotated[bool, typer.Option("--open", help="Only what is sealed or asked for now.")] = False,
    records: OfRecords = None,
    as_token: AsToken = None,
    json: Json = False,
) -> None:
    """List what protection claims do to records of your agency; who claims is not told."""
    found = run(_notices(viewer_of_run(as_token), records or (), open_only=open_only))
    _tell_notices(found, json=json, otherwise=f"no claim touches {'such ' if records else ''}a record in your view")


def protection_answer(
    notice: NoticeId,
    seal: Annotated[bool, typer.Option("--seal/--decline", help="Seal the record, or decline.")],
    reason: Reason,
    as_token: AsToken = None,
    json: Json = False,
) -> None:
    """Answer a claim that asks your agency to seal its own record; declining is for protection roles."""
    viewer = viewer_of_run(as_token)
    done = _do(
        viewer,
        "answer protection claim",
        lambda app, s: app.protection.answer(viewer, s, notice, seals_it=seal, reason=reason),
        Wanted(Sought.CLAIM_NOTICE, [notice]),
    )
    _tell_notices([done], json=json)


def protection_contest(notice: NoticeId, reason: Reason, as_token: AsToken = None, json: Json = False) -> None:
    """Contest a claim that touches your agency's record: the claimant reads your reason, so write no name into it."""
    viewer = viewer_of_run(as_token)
    done = _do(
        viewer,
        "contest seal",
        lambda app, s: app.protection.contest(viewer, s, notice, reason=reason),
        Wanted(Sought.CLAIM_NOTICE, [notice]),
    )
    _tell_notices([done], json=json)


def protection_lift(notice: NoticeId, reason: Reason, as_token: AsToken = None, json: Json = False) -> None:
    """Lift the seal that a claim laid on a record of your agency; for protection roles."""
    viewer = viewer_of_run(as_token)
    done = _do(
        viewer,
        "lift seal",
        lambda app, s: app.protection.lift_seal(viewer, s, notice, reason=reason),
        Wanted(Sought.CLAIM_NOTICE, [notice]),
    )
    _tell_notices([done], json=json)


def describe_claim(claim: Claim) -> Line:
    """Return a claim as one line, and one for each contest."""
    state = f"lifted: {claim.lift_reason}" if claim.lifted_at is not None else "holds"
    when = claim.claimed_at.isoformat(timespec="seconds")
    head = as_line(claim.id, when, state, ", ".join(claim.records), claim.reason)
    return as_lines([head, *(as_line(f"  contested: {reason}") for reason in claim.contests)])


def describe_notice(seal: Seal) -> Line:
    """Return a notice as one line."""
    parts = [seal.id, seal.made_at.isoformat(timespec="seconds"), str(seal.state), f"your {seal.record_id}"]
    if seal.in_conflict:
        parts.append("status conflict: your agency holds this person as a suspect or convict")
    reasons = (("contested", seal.contest_reason), ("answered", seal.answer_reason), ("lifted", seal.lift_reason))
    parts += [f"{name}: {reason}" for name, reason in reasons if reason is not None]
    return as_line(*parts)


def _tell_claims(claims: Sequence[Claim], *, json: bool, otherwise: str = "") -> None:
    if json:
        print_json([_claim(c) for c in claims])
        return
    tell(map(describe_claim, claims), otherwise=otherwise)


def _tell_notices(seals: Sequence[Seal], *, json: bool, otherwise: str = "") -> None:
    if seals:
        say(NON_PUNISHMENT)
    if json:
        print_json([_notice(s) for s in seals])
        return
    tell(map(describe_notice, seals), otherwise=otherwise)


def _do(viewer: ViewerContext, name: str, step: _Step[T], wanted: Wanted) -> T:
    return run(_take(viewer, name, step, wanted))


async def _take(viewer: ViewerContext, name: str, step: _Step[T], wanted: Wanted) -> T:
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        return await act_or_fail(app, viewer, name, lambda scope: step(app, scope), shown=_shown, wanted=[wanted])


async def _claims(viewer: ViewerContext, records: Sequence[str]) -> list[Claim]:
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        scope = await app.scope_for(viewer)
        found = await app.protection.claims(viewer, scope)
        if records:
            found = [c for c in found if not frozenset(records).isdisjoint(c.records)]
            await _refuse_unknown(
                app, viewer, "protection claims", scope, records, {r for c in found for r in c.records}
            )
        audit_named(app, viewer, "protection claims", scope, [r for c in found for r in c.records])
        return found


async def _notices(viewer: ViewerContext, records: Sequence[str], *, open_only: bool) -> list[Seal]:
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        scope = await app.scope_for(viewer)
        found = await app.protection.notices(scope, open_only=open_only)
        if records:
            found = [s for s in found if s.record_id in records]
            await _refuse_unknown(app, viewer, "protection notices", scope, records, {s.record_id for s in found})
        audit_named(app, viewer, "protection notices", scope, [s.record_id for s in found])
        return found


async def _refuse_unknown(
    app: Application,
    viewer: ViewerContext,
    operation: str,
    scope: ReadScope,
    records: Sequence[str],
    named: Collection[str],
) -> None:
    """End the command where an id that the answer does not name is of no own record in view: silence is no answer.

    One that it names may have gone meanwhile: the claim of a filing outlives its record.
    """
    wanted = Wanted(Sought.OWN_RECORD, [rid for rid in records if rid not in named])
    if await missing(app, scope, wanted.sought, wanted.ids):
        await refuse_as(app, viewer, operation, scope, wanted.absent(app, scope), denied=False)


def _shown(found: Claim | Seal) -> Sequence[str]:
    return found.records if isinstance(found, Claim) else [found.record_id]


def _claim(claim: Claim) -> dict[str, object]:
    return {
        "id": claim.id,
        "records": list(claim.records),
        "reason": claim.reason,
        "claimed_by": claim.claimed_by,
        "claimed_at": claim.claimed_at.isoformat(),
        "lifted_at": claim.lifted_at.isoformat() if claim.lifted_at else None,
        "lift_reason": claim.lift_reason,
        "contests": list(claim.contests),
    }


def _notice(seal: Seal) -> dict[str, object]:
    return {
        "id": seal.id,
        "record": seal.record_id,
        "state": str(seal.state),
        "status_conflict": seal.in_conflict,
        "made_at": seal.made_at.isoformat(),
        "contested_at": seal.contested_at.isoformat() if seal.contested_at else None,
        "contest_reason": seal.contest_reason,
        "answer_reason": seal.answer_reason,
        "lift_reason": seal.lift_reason,
        "non_punishment_notice": NON_PUNISHMENT,
    }
