"""Commands for people: development tokens, and an agency's alerts."""

from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import typer

from api.alerts.inbox import Alert
from api.authentication import LONGEST_LIFE_SECONDS, issue_development_token
from api.bootstrap import Application, open_application
from api.cli.absence import Sought, absent
from api.cli.acting import act_as
from api.cli.console import fail, flush_output, print_json, print_json_line, say, show, tell, write_data
from api.cli.context import StoreProgressLine, TokenViewer, confirming, policy_bundle, run, settings, viewer_of
from api.cli.disclosing import audit_shown
from api.cli.options import AsToken, Json, with_zone
from api.cli.request_lines import outcome_of
from api.cli.watching import follow_alerts
from api.errors import InputError
from api.keys import load_development_key
from api.requests.views import RequestView
from api.terminal_text import Line, as_line
from graph import ReadScope, UnknownKindError
from graph.matches import JudgementValue
from graph.store import NoticeReason, VisibleRecord, WantedNotices
from policies import MOST_CLEARANCE, Directory, UnknownAgencyError, ViewerContext


def token(
    agency: Annotated[str, typer.Option(help="Code of the agency.")],
    role: Annotated[list[str], typer.Option(help="A role; may be given more than once.")],
    purpose: Annotated[str, typer.Option(help="What the requests are for.")],
    subject: Annotated[str, typer.Option(help="The person.")] = "developer",
    case: Annotated[str | None, typer.Option(help="Reference of the case.")] = None,
    ttl: Annotated[int, typer.Option(help="Life in seconds.", min=1, max=LONGEST_LIFE_SECONDS)] = 3600,
    clearance: Annotated[int, typer.Option(help="The person's clearance level.", min=0, max=MOST_CLEARANCE)] = 0,
) -> None:
    """Issue a development token; production tokens come from the members' identity provider."""
    viewer = ViewerContext(
        agency=agency, subject=subject, roles=frozenset(role), purpose=purpose, case_ref=case, clearance=clearance
    )
    if case is not None and viewer.case_ref is None:
        fail("`--case` names no case: it has no letter or digit")

    async def issue() -> str:
        Directory(policy_bundle().registers).check(viewer)
        given = settings()
        key = load_development_key(given.keys, given.jwks)
        return issue_development_token(given, key, viewer, ttl_seconds=ttl)

    text = run(issue())
    say("a development token, signed with this machine's own key; not for production")
    write_data(text)


def alerts(
    as_token: AsToken = None,
    open_only: Annotated[bool, typer.Option("--open", help="Only those not acknowledged.")] = False,
    acknowledge: Annotated[
        list[str] | None,
        typer.Option(
            help="Id of an alert to acknowledge, or ID@TIME with the time that its line shows: then nothing is "
            "acknowledged where it was told again since, as when its link ended. May be given more than once."
        ),
    ] = None,
    last: Annotated[int | None, typer.Option(help="Only so many, the newest.", min=1)] = None,
    kind: Annotated[str | None, typer.Option(help="Only those on your records of this kind.")] = None,
    agency: Annotated[str | None, typer.Option(help="Only those that name this other agency.")] = None,
    reason: Annotated[NoticeReason | None, typer.Option(case_sensitive=False, help="Only for this reason.")] = None,
    since: Annotated[datetime | None, typer.Option(help="Only from this time on (UTC).")] = None,
    follow: Annotated[
        bool,
        typer.Option(
            "--follow", help="Go on with what is new as it comes, from --since on or from now on, until Ctrl-C."
        ),
    ] = False,
    json: Json = False,
) -> None:
    """List your agency's alerts, the newest last."""
    viewer = viewer_of_run(as_token)
    if follow and (acknowledge or last is not None):
        fail("`--follow` goes with neither `--acknowledge` nor `--last`", status=2)
    if acknowledge:
        run(_acknowledge(viewer, [_as_it_was_read(given) for given in dict.fromkeys(acknowledge)]))
        return
    wanted = WantedNotices(kind=kind, agency=agency, reason=reason, since=with_zone(since))
    if follow:
        run(_follow(as_token, open_only, wanted, json=json), stopped_status=0)
        return
    count, found, captions, asked = run(_alerts(viewer, open_only, last, wanted))
    if json:
        print_json([alert_map(a, captions, asked) for a in found])
        return
    what = "open alert" if open_only else "alert"
    tell((describe_alert(a, captions, asked) for a in found), otherwise=f"no {what}s")
    if found:
        say(f"{count} {what}{'s' if count > 1 else ''}{f', the last {len(found)} shown' if count > len(found) else ''}")


_TOLD = {
    NoticeReason.LINKAGE: "is also known to",
    NoticeReason.HIT: "was cross-checked by",
    NoticeReason.REQUEST: "is asked about by",
    NoticeReason.ANSWER: "was dealt with by",
}

_JUDGED = {
    JudgementValue.POSITIVE: "to be one",
    JudgementValue.NEGATIVE: "not to be one",
    JudgementValue.UNSURE: "to be unsure",
}


def viewer_of_run(token_text: str | None) -> TokenViewer:
    """Return the viewer of a token; an unusable one ends the command in one line."""

    async def find() -> TokenViewer:
        return viewer_of(token_text)

    return run(find())


def describe_alert(
    alert: Alert, captions: Mapping[str, str] | None = None, requests: Mapping[str, RequestView] | None = None
) -> Line:
    """Return an alert as one line.

    Args:
        alert: as its recipient may see it.
        captions: record id to the short name that the recipient may read, of both ends.
        requests: by their ids those to or from the recipient's agency that the recipient is listed.
    """
    notice, names = alert.notice, captions or {}
    own = f"{notice.own_id}{_named(names.get(notice.own_id))}" if notice.own_id is not None else ""
    other = f"{notice.other_id}{_named(names.get(notice.other_id))}" if notice.other_id is not None else ""
    seen = f"; you may see it: {other}" if other else ""
    judged = f"; judged {_JUDGED[alert.judgement]}" if alert.judgement in _JUDGED else ""
    gone = "; no longer linked: a record was corrected or closed since" if alert.still_linked is False else ""
    told_at = f"; told of that {_instant(notice.ended_at)}" if gone and notice.ended_at is not None else ""
    done = f"; acknowledged by {notice.acknowledged_by}" if notice.acknowledged_by else ""
    what = f"your {notice.own_kind} {own}" if own else f"your request {notice.request_id}"
    if notice.reason is NoticeReason.REQUEST and not own:
        what = f"a {notice.own_kind} that you run"
    told = f"{what} {_TOLD[notice.reason]} {alert.other_party.code} ({notice.strength})"
    when = notice.told_at.isoformat(timespec="milliseconds")  # as it is given back to acknowledge it
    asked = f"; {_asked(notice.request_id, requests or {})}" if notice.request_id is not None else ""
    ask = f"ask {alert.other_party.contact}{asked}"
    return as_line(notice.id, when, f"{told}; {ask}{seen}{judged}{gone}{told_at}{done}")


def _asked(request_id: str, requests: Mapping[str, RequestView]) -> str:
    """Return a request by its id, with its state, its clock and its question where it is listed to the recipient."""
    view = requests.get(request_id)
    if view is None:
        return f"request {request_id}"
    due = view.history.answer_due
    until = f", answer due {due.isoformat(timespec='minutes')}" if due is not None and view.state.is_open else ""
    said = "".join(f"; {part}" for part in outcome_of(view))
    return f"request {request_id} {view.state}, {view.history.urgency}{until}: {view.question}{said}"


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def _named(caption: str | None) -> str:
    return f" ({caption})" if caption is not None else ""


async def _alerts(
    viewer: ViewerContext, open_only: bool, last: int | None, wanted: WantedNotices
) -> tuple[int, list[Alert], dict[str, str], dict[str, RequestView]]:
    """Return how many alerts there are, the last of them, the captions of both sides, and the requests they are of.

    Of captions and requests those that the viewer may read.
    """
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        _check_wanted(app, wanted)
        scope = await app.scope_for(viewer)
        every = await app.inbox.alerts(scope, open_only=open_only, viewer=viewer, wanted=wanted)
        if not every and wanted.since is not None:
            await _refuse_time_to_come(app, viewer, scope, wanted.since)
        found = every[-last:] if last is not None else every
        beside = await beside_alerts(app, viewer, scope, found)
        beside.note_shown(app, viewer, scope, "alerts")
        return len(every), found, beside.captions, beside.asked


async def _follow(token_text: str | None, open_only: bool, wanted: WantedNotices, *, json: bool) -> None:
    """Print alerts as they come, a line or an object of JSON each, until somebody ends that."""
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        _check_wanted(app, wanted)
        confirm = confirming(token_text, app.scopes.directory)
        viewer = confirm().viewer
        if wanted.since is not None:
            await _refuse_time_to_come(app, viewer, await app.scope_for(viewer), wanted.since)

        async def show_some(scope: ReadScope, found: Sequence[Alert]) -> bool:
            beside = await beside_alerts(app, viewer, scope, found)
            if not await app.still_opens(viewer, scope):
                return False
            confirm()  # whose key was taken out is told nothing, and the trail must not say so
            beside.note_shown(app, viewer, scope, "follow alerts")
            for alert in found:
                if json:
                    print_json_line(alert_map(alert, beside.captions, beside.asked))
                else:
                    show(describe_alert(alert, beside.captions, beside.asked))
            flush_output()
            return True

        say("following alerts; Ctrl-C ends it")
        await follow_alerts(app, confirm, wanted, open_only=open_only, tell=show_some)


def _check_wanted(app: Application, wanted: WantedNotices) -> None:
    """Refuse a kind or an agency that nobody knows: a slip must not read as silence."""
    if wanted.kind is not None and wanted.kind not in app.ontology.kinds:
        raise UnknownKindError(wanted.kind, app.ontology.kinds)
    if wanted.agency is not None and wanted.agency not in app.bundle.registers.parties:
        raise UnknownAgencyError(wanted.agency, app.bundle.registers.parties)


@dataclass(frozen=True, slots=True, kw_only=True)
class BesideAlerts:
    """What stands beside alerts: their records, the captions of these by their ids, and the requests by theirs."""

    ids: frozenset[str]
    records: Sequence[VisibleRecord]
    captions: dict[str, str]
    asked: dict[str, RequestView]

    def note_shown(self, app: Application, viewer: ViewerContext, scope: ReadScope, operation: str) -> None:
        """Write down that the alerts are shown with this."""
        audit_shown(app, viewer, operation, scope, self.records, others=self.named)

    @property
    def named(self) -> frozenset[str]:
        """The ids of all records that alerts and requests name."""
        return self.ids.union(*(view.record_ids for view in self.asked.values()))


async def beside_alerts(
    app: Application, viewer: ViewerContext, scope: ReadScope, found: Sequence[Alert]
) -> BesideAlerts:
    """Return what the viewer may read of both sides of alerts, and of the requests that they are of."""
    ids = frozenset(rid for a in found for rid in (a.notice.own_id, a.notice.other_id) if rid is not None)
    records = await app.records.records(scope, ids)
    named = ((str(r.id), app.entities.caption([r])) for r in records)
    captions = {rid: caption for rid, caption in named if caption is not None}
    return BesideAlerts(
        ids=ids, records=records, captions=captions, asked=await _requests_of(app, viewer, scope, found)
    )


async def _refuse_time_to_come(app: Application, viewer: ViewerContext, scope: ReadScope, since: datetime) -> None:
    """Refuse a time to come, unless an alert has it: times of telling rise, also behind a clock that ran ahead."""
    if since > app.clock.now() and not await app.inbox.alerts(scope, viewer=viewer, wanted=WantedNotices(since=since)):
        raise InputError("--since", "is a time to come; give the year of the common era")


async def _requests_of(
    app: Application, viewer: ViewerContext, scope: ReadScope, alerts: Sequence[Alert]
) -> dict[str, RequestView]:
    """Return the requests that alerts are of, by their ids, as they are listed to the viewer."""
    wanted = {a.notice.request_id for a in alerts if a.notice.request_id is not None}
    return await app.exchange.requests.find_each(viewer, scope, wanted) if wanted else {}


def _as_it_was_read(given: str) -> tuple[str, datetime | None]:
    """Return the id of an alert, and when it was told as whoever acknowledges it read it."""
    alert_id, has_time, text = given.partition("@")
    if not has_time:
        return alert_id, None
    try:
        return alert_id, with_zone(datetime.fromisoformat(text))
    except ValueError:
        fail(f"`--acknowledge`: `{text}` is no time; give the one that the alert's line shows", status=2)


async def _acknowledge(viewer: ViewerContext, wanted: Sequence[tuple[str, datetime | None]]) -> None:
    """Acknowledge alerts, each by itself; one that is none in view ends the command, and what came before is told."""
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        for alert_id, told_at in wanted:
            found, which = await _acknowledge_one(app, viewer, alert_id, told_at), f" {alert_id}" * (len(wanted) > 1)
            if found is None:
                fail(absent(Sought.ALERT, alert_id))
            ended = found.notice.ended_at
            # Without a time nobody says that they have seen it.
            end = f", with the end of its link, told of {_instant(ended)}" if ended is not None else ""
            say(f"acknowledged{which}{end}")


async def _acknowledge_one(
    app: Application, viewer: ViewerContext, alert_id: str, told_at: datetime | None
) -> Alert | None:
    def step(scope: ReadScope) -> Awaitable[Alert | None]:
        return app.inbox.acknowledge_as(viewer, scope, alert_id, directory=app.scopes.directory, told_at=told_at)

    def shown(found: Alert) -> list[str]:
        return [found.notice.own_id] if found.notice.own_id is not None else []

    return await act_as(app, viewer, "acknowledge alert", step, shown=shown)


def alert_map(alert: Alert, captions: Mapping[str, str], requests: Mapping[str, RequestView]) -> dict[str, object]:
    """Return an alert as JSON has it; see `describe_alert`."""
    notice = alert.notice
    asked = requests.get(notice.request_id) if notice.request_id is not None else None
    due = asked.history.answer_due if asked is not None else None
    other = captions.get(notice.other_id) if notice.other_id is not None else None
    return {
        "id": notice.id,
        "created_at": notice.created_at.isoformat(),
        "told_at": notice.told_at.isoformat(),
        "record": notice.own_id,
        "caption": captions.get(notice.own_id) if notice.own_id is not None else None,
        "other_caption": other,
        "kind": notice.own_kind,
        "strength": notice.strength,
        "other_agency": alert.other_party.code,
        "contact": alert.other_party.contact,
        "other_record": notice.other_id,
        "judgement": str(alert.judgement) if alert.judgement is not None else None,
        "still_linked": alert.still_linked,
        "ended_at": notice.ended_at.isoformat() if notice.ended_at is not None else None,
        "reason": str(notice.reason),
        "purpose": notice.purpose,
        "request": notice.request_id,
        "urgency": str(asked.history.urgency) if asked is not None else None,
        "answer_due": due.isoformat() if due is not None else None,
        "question": asked.question if asked is not None else None,
        "request_state": str(asked.state) if asked is not None else None,
        "answer": asked.answer if asked is not None else None,
        "refusal_ground": asked.ground if asked is not None else None,
        "acknowledged_by": notice.acknowledged_by,
    }
