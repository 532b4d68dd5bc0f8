"""Commands for recalls: what originators withdrew or narrowed, and what became of the copies."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import Annotated, TypeVar

import typer

from api.bootstrap import Application, open_application
from api.cli.absence import Sought, Wanted
from api.cli.acting import Work, change_as, open_and_change_as
from api.cli.afterwards import SETTLING, afterwards
from api.cli.console import print_json, say, show, tell
from api.cli.context import StoreProgressLine, run, settings
from api.cli.disclosing import audit_shown
from api.cli.options import AsToken, Json, Reason, Records
from api.cli.people import viewer_of_run
from api.recalls.desk import Announce, IssuedRecall
from api.recalls.fallout import Fallout
from api.recalls.returned import Returned, returned
from api.sight.free_texts import WITHHELD
from api.terminal_text import Line, as_line, as_lines
from graph import ReadScope
from graph.store import Recall, RecallAnswer, RecallForm, RecallNotice
from policies import ViewerContext

T = TypeVar("T")
Links = Annotated[list[str], typer.Argument(help="Ids of links of your agency, as answers give them.")]
STANDS_AGAIN = "filed again since, and in your view"


def recall_list(
    open_only: Annotated[bool, typer.Option("--open", help="Only those not answered.")] = False,
    as_token: AsToken = None,
    json: Json = False,
) -> None:
    """List recalls to your agency: what others withdrew or narrowed after your agency had it."""
    viewer = viewer_of_run(as_token)

    async def work(app: Application, scope: ReadScope) -> tuple[list[RecallNotice], list[Recall]]:
        notices = await app.accountability.recalls.addressed(viewer, scope, open_only=open_only)
        await app.accountability.recalls.tell(viewer, notices)
        return notices, [n.recall for n in notices if n.form is not RecallForm.HIT]

    found, again = run(_listing(viewer, "recalls", work))
    if json:
        print_json([notice_map(n, again) for n in found])
        return
    tell(
        (describe_notice(n, again) for n in found), otherwise=f"no {'open ' if open_only else ''}recalls to your agency"
    )


def recall_issued(
    record: Annotated[str | None, typer.Option(help="Only of this record.")] = None,
    outstanding: Annotated[bool, typer.Option("--outstanding", help="Only those with an answer missing.")] = False,
    as_token: AsToken = None,
    json: Json = False,
) -> None:
    """List recalls that your agency issued, with who has answered and who has not."""
    viewer = viewer_of_run(as_token)

    async def work(app: Application, scope: ReadScope) -> tuple[list[IssuedRecall], list[Recall]]:
        issued = await app.accountability.recalls.issued(viewer, scope, record_id=record)
        wanted = [i for i in issued if i.outstanding or not outstanding]
        return wanted, [i.recall for i in wanted]

    found, again = run(_listing(viewer, "issued recalls", work))
    if json:
        print_json([issued_map(i, again) for i in found])
        return
    what = "recalls by your agency with an answer missing" if outstanding else "recalls by your agency"
    tell((describe_issued(i, again) for i in found), otherwise=f"no {what}")


def recall_acknowledge(
    notice: Annotated[str, typer.Argument(help="Id of a recall notice to your agency.")],
    not_done: Annotated[bool, typer.Option("--not-done", help="Nothing was done; say why.")] = False,
    reason: Annotated[str | None, typer.Option(help="What was done, or why nothing was.")] = None,
    as_token: AsToken = None,
) -> None:
    """Say what your agency did about a recall: done, or not done and why."""
    viewer = viewer_of_run(as_token)
    answer = RecallAnswer.NOT_DONE if not_done else RecallAnswer.DONE

    async def work(app: Application, scope: ReadScope, announce: Announce) -> RecallNotice | None:
        desk = app.accountability.recalls
        return await desk.acknowledge(viewer, scope, notice, answer=answer, reason=reason, announce=announce)

    run(open_and_change_as(viewer, "acknowledge recall", work, wanted=Wanted(Sought.RECALL, [notice])))
    say("answered")


def recall_retract(
    records: Records,
    reason: Reason,
    erase: Annotated[bool, typer.Option("--erase", help="Also take the ids out of the audit trail.")] = False,
    as_token: AsToken = None,
    json: Json = False,
) -> None:
    """Withdraw records of your agency: they leave the graph at once, and whoever had them is told."""
    viewer = viewer_of_run(as_token)

    async def work(app: Application, scope: ReadScope, announce: Announce) -> list[Recall] | None:
        desk = app.accountability.recalls
        return await desk.retract(viewer, scope, records, reason=reason, erase=erase, announce=announce)

    named, wanted = ([] if erase else records), Wanted(Sought.OWN_RECORD, records)
    run(_recalling(viewer, "retract records", work, wanted=wanted, records=named, claimed=records, json=json))


def recall_retract_link(links: Links, reason: Reason, as_token: AsToken = None, json: Json = False) -> None:
    """Withdraw links of your agency: their records stay, and whoever had them is told."""
    viewer, ends = viewer_of_run(as_token), set[str]()

    async def work(app: Application, scope: ReadScope, announce: Announce) -> list[Recall] | None:
        desk = app.accountability.recalls
        found = await desk.retract_links(viewer, scope, links, reason=reason, announce=announce)
        ends.update(rid for recall in found or () for rid in recall.record_ids)
        return found

    run(_recalling(viewer, "retract links", work, wanted=Wanted(Sought.LINK, links), records=ends, json=json))


def recall_narrow(
    records: Records,
    profile: Annotated[str, typer.Option(help="The narrower handling profile.")],
    reason: Reason,
    as_token: AsToken = None,
    json: Json = False,
) -> None:
    """Put records of your agency under a narrower handling profile; whoever had them is told."""
    viewer = viewer_of_run(as_token)

    async def work(app: Application, scope: ReadScope, announce: Announce) -> list[Recall] | None:
        desk = app.accountability.recalls
        return await desk.narrow(viewer, scope, records, profile=profile, reason=reason, announce=announce)

    wanted = Wanted(Sought.OWN_RECORD, records)
    run(_recalling(viewer, "narrow records", work, wanted=wanted, records=records, json=json))


def recall_fallout(
    record: Annotated[str, typer.Argument(help="Id of a record of your agency, also of a withdrawn one.")],
    as_token: AsToken = None,
    json: Json = False,
) -> None:
    """Show what relies on a record of your agency, or relied on it when it was recalled."""
    viewer = viewer_of_run(as_token)

    async def work(app: Application, scope: ReadScope, _: Announce) -> Fallout | None:
        return await app.accountability.recalls.fallout(viewer, scope, record)

    found = run(open_and_change_as(viewer, "fallout report", work, wanted=Wanted(Sought.OWN_RECORD, [record])))
    if json:
        print_json(found.as_map())
        return
    tell(describe_fallout(found), otherwise="nothing relies on it, as far as your agency may see")


def describe_notice(notice: RecallNotice, again: Returned) -> Line:
    """Return a recall notice as one line."""
    recall = notice.recall
    what = f"export {notice.operation} by {notice.person}" if notice.operation else "what your people were shown"
    if notice.hit is not None:
        what = "the hit no longer holds"
    state = f"{notice.answer} by {notice.answered_by}" if notice.answer is not None else "open"
    when = recall.at.isoformat(timespec="seconds")
    about = notice.hit or recall.record_id
    stands = [STANDS_AGAIN] if _stands_again(notice, again) else []
    return as_line(
        notice.id, when, recall.originator, recall.cause, str(about), what, state, recall.reason or WITHHELD, *stands
    )


def describe_issued(issued: IssuedRecall, again: Returned) -> Line:
    """Return an issued recall as text lines: what is recalled, then for each notice what the agency had of it."""
    recall = issued.recall
    when = recall.at.isoformat(timespec="seconds")
    what = f"link {recall.link.type}" if recall.link is not None else "record"
    stands = [STANDS_AGAIN] if again.has(recall) else []
    head = as_line(recall.id, when, recall.cause, what, recall.record_id, f"{issued.outstanding} outstanding", *stands)
    told = [
        as_line(f"  {n.agency}", _had(n), n.answer or "open", *([n.answer_reason] if n.answer_reason else []))
        for n in issued.notices
    ]
    return as_lines([head, *told])


def _had(notice: RecallNotice) -> str:
    """Return what of a recalled record or link an agency had, as its originator may know it."""
    if notice.form is RecallForm.EXPORT:
        return f"export by {notice.person}" if notice.person else "export"
    return "a hit" if notice.form is RecallForm.HIT else "what its people were shown"


def describe_fallout(found: Fallout) -> list[Line]:
    """Return a fallout report as lines."""
    return [
        *(as_line("alert", a, other) for a, other in found.alerts),
        *(as_line("match", m, whose) for m, whose in found.matches),
        *(as_line("grant", g) for g in found.grants),
        *(as_line("recipient", agency) for agency in found.recipients),
        *(as_line("export", agency, at.isoformat(timespec="seconds")) for agency, at in found.exports),
        *(
            as_line("own", look.person, str(look.count), look.last_at.isoformat(timespec="seconds"))
            for look in found.own_looks
        ),
    ]


def notice_map(notice: RecallNotice, again: Returned) -> dict[str, object]:
    """Return a recall notice for machines."""
    recall = notice.recall
    return {
        "id": notice.id,
        "record": notice.record_id,
        "link": link_map(recall),
        "hit": notice.hit,
        "originator": recall.originator,
        "agency": notice.agency,
        "cause": str(recall.cause),
        "reason": recall.reason,
        "form": str(notice.form),
        "operation": notice.operation,
        "person": notice.person,
        "issued_at": recall.at.isoformat(),
        "stands_again": _stands_again(notice, again),
        "answer": str(notice.answer) if notice.answer is not None else None,
        "answer_reason": notice.answer_reason,
        "answered_by": notice.answered_by,
    }


def link_map(recall: Recall) -> dict[str, object] | None:
    """Return the link that a recall is of for machines; `None` where it is of a record."""
    if recall.link is None:
        return None
    source, target = recall.link.ends or (None, None)
    return {"id": recall.record_id, "type": recall.link.type, "source": source, "target": target}


def issued_map(issued: IssuedRecall, again: Returned) -> dict[str, object]:
    """Return an issued recall for machines."""
    recall = issued.recall
    return {
        "id": recall.id,
        "record": recall.record_id if recall.link is None else None,
        "link": link_map(recall),
        "cause": str(recall.cause),
        "reason": recall.reason,
        "issued_at": recall.at.isoformat(),
        "issued_by": recall.by,
        "outstanding": issued.outstanding,
        "stands_again": again.has(recall),
        "notices": [notice_map(n, again) for n in issued.notices],
    }


def _stands_again(notice: RecallNotice, again: Returned) -> bool:
    """Tell whether what was withdrawn stands again in view; a hit tells of no record."""
    return notice.form is not RecallForm.HIT and again.has(notice.recall)


async def _listing(
    viewer: ViewerContext,
    operation: str,
    work: Callable[[Application, ReadScope], Awaitable[tuple[T, Sequence[Recall]]]],
) -> tuple[T, Returned]:
    """Read a list, and audit it with the records of its recalls, and with what it tells to stand again."""
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        scope = await app.scope_for(viewer)
        found, recalls = await work(app, scope)
        again = await returned(app.records, scope, recalls)
        recalled = await app.accountability.recalls.named_by(recalls)
        audit_shown(app, viewer, operation, scope, again.records, links=again.links, recalled=recalled)
        return found, again


async def _recalling(
    viewer: ViewerContext,
    operation: str,
    work: Work[list[Recall]],
    *,
    wanted: Wanted,
    json: bool,
    records: Collection[str] = (),
    claimed: Collection[str] = (),
) -> None:
    """Withdraw or narrow, audit it, tell it with the claims that stand on `claimed`, and then do what follows."""
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        recalls = await change_as(app, viewer, operation, work, wanted=wanted, records=records)
        with afterwards("`benang recall issued` lists who had it"):
            _tell_issued(await _issued(app, viewer, recalls), json=json)
            await _tell_claims(app, viewer, claimed)
        with afterwards(SETTLING):
            await app.settle()


async def _tell_claims(app: Application, viewer: ViewerContext, records: Collection[str]) -> None:
    claims = await app.protection.standing_claims(viewer, await app.scope_for(viewer), records) if records else []
    for claim in claims:
        say(f"protection claim {claim.id} stands: `benang protection lift-claim` lifts it, with what it seals")


async def _issued(app: Application, viewer: ViewerContext, found: Sequence[Recall]) -> list[IssuedRecall]:
    wanted = {recall.id for recall in found}
    # The narrower terms may be new ones, which the scope of the command does not hold.
    issued = await app.accountability.recalls.issued(viewer, await app.scope_for(viewer))
    return [i for i in issued if i.recall.id in wanted]


def _tell_issued(found: Sequence[IssuedRecall], *, json: bool) -> None:
    if json:
        print_json([issued_map(i, Returned()) for i in found])
        return
    say("done; nobody had it" if not found else "done")
    for issued in found:
        show(describe_issued(issued, Returned()))
