"""Commands of analysts on pairs: what waits for a human, side by side, judgements one by one or from a table."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from api.bootstrap import Application, open_application
from api.cli.absence import Absence, Sought, absent, missing
from api.cli.acting import refuse_as
from api.cli.console import check_header, fail, print_json, say, show
from api.cli.context import StoreProgressLine, run, settings
from api.cli.disclosing import announce_as, audit_shown
from api.cli.options import AsToken, Json
from api.cli.people import viewer_of_run
from api.errors import InputError
from api.judging import JUDGEMENT_PROFILE, JudgementOutcome, PairJudgement, judge_pairs, shown_by
from api.protection import NON_PUNISHMENT
from api.reasons import check_reason
from api.terminal_text import Line, as_line, as_lines
from entity_resolution.views.entities import Entity, Preview
from entity_resolution.views.review import Comparison, Explanation
from graph import ReadScope, UnknownKindError
from graph.matches import Judgement, JudgementValue
from graph.store import VisibleRecord
from policies import UnknownAgencyError, ViewerContext

_COLUMNS = ("left", "right", "value", "reason")
_EFFECTS = {
    JudgementValue.POSITIVE: "joins the two where no negative judgement stands against it",
    JudgementValue.NEGATIVE: "keeps the two apart, also where others would join them",
    JudgementValue.UNSURE: "leaves the pair open: a match of the machine does not join the two",
    JudgementValue.NO_JUDGEMENT: "takes your agency's judgement back, as if it had never been",
}


def review(
    as_token: AsToken = None,
    kind: Annotated[str | None, typer.Option(help="Keep to records of a kind, such as Person.")] = None,
    agency: Annotated[str | None, typer.Option(help="Keep to pairs of which one record is this agency's.")] = None,
    judge: Annotated[tuple[str, str] | None, typer.Option(help="Two record ids to judge.")] = None,
    value: Annotated[JudgementValue | None, typer.Option(case_sensitive=False, help="The judgement.")] = None,
    reason: Annotated[str, typer.Option(help="Why; goes with the judgement.")] = "",
    profile: Annotated[str, typer.Option(help="Handling profile of the judgement.")] = JUDGEMENT_PROFILE,
    preview: Annotated[bool, typer.Option("--preview", help="Say what the judgement would do; write nothing.")] = False,
    judgements: Annotated[
        Path | None, typer.Option(help="A CSV of many judgements: left, right, value, reason.")
    ] = None,
    limit: Annotated[int, typer.Option(help="Pairs to show.", min=1, max=1000)] = 20,
    json: Json = False,
) -> None:
    """List pairs that wait for a human, or judge one: POSITIVE, NEGATIVE (which un-merges), UNSURE, NO_JUDGEMENT."""
    _check_judging(judge, value, judgements, has_reason=bool(reason.strip()), preview=preview)
    if judge is not None and value is not None and preview:
        _tell_preview(run(_preview(viewer_of_run(as_token), judge, value)), value, json=json)
    elif judge is not None and value is not None:
        one = PairJudgement(left=judge[0], right=judge[1], value=value, reason=reason)
        _tell_outcomes(run(_judge(viewer_of_run(as_token), [one], profile)), json=json)
    elif judgements is not None:
        many = _read_judgements(judgements, reason)
        _tell_outcomes(run(_judge(viewer_of_run(as_token), many, profile)), json=json)
    else:
        _tell_queue(run(_queue(viewer_of_run(as_token), kind, agency, limit)), json=json)


def _check_judging(
    judge: tuple[str, str] | None,
    value: JudgementValue | None,
    judgements: Path | None,
    *,
    has_reason: bool,
    preview: bool,
) -> None:
    if (judge is None) != (value is None) or (judge is not None and not has_reason and not preview):
        fail("a judgement needs --judge LEFT RIGHT, --value and --reason", status=2)
    if judge is not None and judgements is not None:
        fail("give --judge or --judgements, not both", status=2)
    if preview and judge is None:
        fail("a preview needs --judge LEFT RIGHT and --value", status=2)


def compare(
    left: Annotated[str, typer.Argument(help="Id of a record.")],
    right: Annotated[str, typer.Argument(help="Id of another of the same kind.")],
    as_token: AsToken = None,
    json: Json = False,
) -> None:
    """Show two records side by side, what speaks for and against their being one, and who judged the pair."""
    found, rows, said = run(_compare(viewer_of_run(as_token), left, right))
    if json:
        print_json(_comparison_data(found, rows, said))
        return
    one, other = found.explanation.left, found.explanation.right
    show(one.kind, f"{one.id} ({one.originator})", f"{other.id} ({other.originator})")
    for name, values in rows:
        show(f"  {name}", values[0], values[1])
    show(describe_explanation(found.explanation))
    for judgement in said:
        show(f"  {_said(judgement)}")
    apart = f" (kept apart: {found.obstacle})" if found.obstacle is not None else ""
    show(f"one in your view: {'yes' if found.together else 'no'}{apart}; {_together(found)}")


def _what_it_did(value: JudgementValue) -> str:
    return "took its judgement back" if value is JudgementValue.NO_JUDGEMENT else f"judged {value}"


def _together(found: Comparison) -> str:
    """Return what the judgements that the viewer may read come to, in words."""
    if found.effect is not JudgementValue.NO_JUDGEMENT:
        return f"judgements together: {found.effect}"
    if found.judgements:
        return "no judgement of the pair stands, as far as you may see"
    return "nobody has judged the pair, as far as you may see"


_TOLD_BY_TABLES = 1e-6
"""Rarer names than this are of words that are in no table, so that how common they are is not known."""


def _how_common(frequency: float | None) -> str:
    if frequency is None or frequency >= 1:
        return ""
    if frequency < _TOLD_BY_TABLES:  # a product of what each unknown word is taken for
        return f", at most 1 name in {1 / _TOLD_BY_TABLES:,.0f}, or of words that the tables do not have"
    return f", 1 name in {1 / frequency:,.0f}"


def describe_explanation(found: Explanation) -> Line:
    """Return a pair and its comparisons as text lines."""
    lines = [
        f"  {c.evidence.feature}: {c.evidence.level} ({c.evidence.bits:+.1f}{'' if c.counts else ', not counted'})  "
        f"{c.left} | {c.right}  {c.detail}{_how_common(c.frequency)}".rstrip()
        for c in found.comparisons
    ]
    head = as_line(
        found.decision.outcome,
        f"{found.decision.bits:.1f} bits",
        f"{found.left.id} {found.right.id}",
        found.left.kind,
        f"{found.left.originator} | {found.right.originator}",
        f"worth {found.worth:.2f}",
    )
    notice = [f"  {NON_PUNISHMENT}"] if found.left.is_victim or found.right.is_victim else []
    apart = [f"  {found.kept_apart.words}"] if found.kept_apart is not None else []
    apart += [f"  {found.proposed} by who wrote neither of the two"] if found.proposed is not None else []
    return as_lines([head, *map(as_line, [*notice, *lines, *apart])])


def describe_outcome(outcome: JudgementOutcome) -> Line:
    """Return what became of a judgement as text lines: the pair, what the judgement does, what the entities are now."""
    judgement = outcome.judgement
    if outcome.problem is not None:
        return as_line(f"{judgement.value} {judgement.left} {judgement.right}: {outcome.problem.words}")
    if outcome.preview is None or len(outcome.records) < 2:
        return as_line(f"not judged: there is no pair {judgement.left} {judgement.right} in your view")
    one, other = outcome.records
    head = f"judged {judgement.value}: {one.kind} {one.id} ({one.originator}) and {other.id} ({other.originator})"
    before = [f"  in place of: {_said(j)}" for j in outcome.preview.replaces]
    return as_lines(map(as_line, [head, *before, f"  it {_EFFECTS[judgement.value]}", *_sides(outcome.preview, "now")]))


def _said(judgement: Judgement) -> str:
    """Return what an agency judged, by whom and when, and whether it still counts."""
    replaced = f", replaced {judgement.replaced_at:%Y-%m-%d}" if judgement.replaced_at is not None else ""
    why = "for a reason that is closed to you" if judgement.reason is None else judgement.reason
    by = f"{judgement.author}, " if judgement.author is not None else ""
    what = f"{judgement.agency} {_what_it_did(judgement.value)}: {why}"
    return f"{what} ({by}{judgement.at:%Y-%m-%d}{replaced})"


def _sides(preview: Preview, then: str) -> list[str]:
    if not preview.changes:
        return [f"  nothing changes: {_groups(preview.after)}"]
    return [f"  before: {_groups(preview.before)}", f"  {then}: {_groups(preview.after)}"]


def _groups(entities: Sequence[Entity]) -> str:
    parts = [f"entity {e.id} of {len(e.records)} records ({' '.join(r.id for r in e.records)})" for e in entities]
    return "; ".join(parts)


def _tell_queue(found: Sequence[Explanation], *, json: bool) -> None:
    if json:
        print_json([explanation_data(e) for e in found])
        return
    for explanation in found:
        show(describe_explanation(explanation))
    if not found:
        say("no pairs wait in your view")


def _tell_preview(preview: Preview, value: JudgementValue, *, json: bool) -> None:
    if json:
        print_json({"value": str(value), **_preview_data(preview)})
        return
    before = [f"  in place of: {_said(j)}" for j in preview.replaces]
    for line in (f"{value} {_EFFECTS[value]}; nothing was written", *before, *_sides(preview, "then")):
        show(line)


def _tell_outcomes(outcomes: Sequence[JudgementOutcome], *, json: bool) -> None:
    done, failed = [o for o in outcomes if o.is_made], [o for o in outcomes if o.problem is not None]
    if json:
        print_json([_outcome_data(o) for o in outcomes])
    else:
        for outcome in outcomes:
            show(describe_outcome(outcome))
    if any(not o.is_made for o in failed):
        fail(f"{len(done)} of {len(outcomes)} pairs were judged, then the store failed")
    if len(done) < len(outcomes):
        fail(f"{len(outcomes) - len(done)} of {len(outcomes)} pairs are not in your view and were not judged")


def _read_judgements(path: Path, reason: str) -> list[PairJudgement]:
    """Return the judgements of a table; a wrong row ends the command before anything is judged."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            check_header(str(path), [name for name in reader.fieldnames or () if name in _COLUMNS])
            rows = list(reader)
    except OSError as exc:
        fail(f"`{path}`: {(exc.strerror or 'cannot be read').lower()}")
    except (UnicodeDecodeError, csv.Error):
        fail(f"`{path}` cannot be read as a CSV in UTF-8")
    missing = set(_COLUMNS[:3]) - set(rows[0] if rows else ())
    if missing:
        fail(f"`{path}` has no column `{min(missing)}`, or no rows: it needs left, right, value and may have reason")
    return [_judgement(path, number, row, reason) for number, row in enumerate(rows, start=2)]


def _judgement(path: Path, number: int, row: dict[str, str | None], reason: str) -> PairJudgement:
    left, right, value, why = ((row.get(name) or "").strip() for name in _COLUMNS)
    if value not in JudgementValue.__members__:
        fail(f"`{path}`, row {number}: `value` is one of {', '.join(JudgementValue)}")
    if not left or not right or left == right:
        fail(f"`{path}`, row {number}: `left` and `right` are the ids of two records")
    if not (why or reason.strip()):
        fail(f"`{path}`, row {number}: a judgement needs a reason, in the row or by --reason")
    try:
        kept = check_reason(why or reason)
    except InputError as exc:
        fail(f"`{path}`, row {number}: `{exc.argument}` {exc.problem}")
    return PairJudgement(left=left, right=right, value=JudgementValue(value), reason=kept)


async def _queue(viewer: ViewerContext, kind: str | None, agency: str | None, limit: int) -> list[Explanation]:
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        if kind is not None and kind not in app.ontology.kinds:
            raise UnknownKindError(kind, app.ontology.kinds)
        if agency is not None and agency not in app.bundle.registers.parties:
            raise UnknownAgencyError(agency, app.bundle.registers.parties)
        scope = await app.scope_for(viewer)
        found = (await app.review.queue(scope, kind=kind, agency=agency))[:limit]
        records = [r for e in found for r in (e.left, e.right)]
        audit_shown(app, viewer, "review queue", scope, records, selectors=[s for e in found for s in e.selectors])
        return found


async def _judge(viewer: ViewerContext, judgements: Sequence[PairJudgement], profile: str) -> list[JudgementOutcome]:
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        scope = await app.scope_for(viewer)
        announce_as(app, viewer, "judge", scope)
        begun: list[VisibleRecord] = []
        try:
            outcomes = await judge_pairs(app, viewer, scope, judgements, on_judging=begun.extend, profile=profile)
        except BaseException:
            audit_shown(app, viewer, "judge", scope, begun, denied=not begun, is_made=True)  # what was begun may stand
            raise
        denied = not any(o.is_made for o in outcomes)
        pair = (judgements[0].left, judgements[0].right)
        if denied and not begun and len(outcomes) == 1:
            await refuse_as(app, viewer, "judge", scope, _no_pair(app, scope, pair))
        audit_shown(app, viewer, "judge", scope, [*begun, *shown_by(outcomes)], denied=denied, is_made=True)
        if denied and len(outcomes) == 1 and outcomes[0].problem is None:
            fail(absent(Sought.RECORD, *pair))  # one of the two has gone since they were read
        return outcomes


async def _preview(viewer: ViewerContext, pair: tuple[str, str], value: JudgementValue) -> Preview:
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        scope = await app.scope_for(viewer)
        found = await app.entities.preview(scope, *pair, value)
        if found is None:
            await refuse_as(app, viewer, "judgement preview", scope, _no_pair(app, scope, pair), denied=False)
        entities = (*found.before, *found.after)
        audit_shown(app, viewer, "judgement preview", scope, [r for e in entities for r in e.records])
        return found


async def _no_pair(app: Application, scope: ReadScope, pair: tuple[str, str]) -> Absence:
    """Return why two ids are no pair: one leads to no record in view, they are one, or their kinds differ."""
    if gone := await missing(app, scope, Sought.RECORD, pair):
        return Absence(absent(Sought.RECORD, *gone), [given for given in pair if given not in gone])
    if pair[0] == pair[1]:
        return Absence("one record is no pair: the ids of two are needed", pair[:1])
    return Absence("the two are not of one kind, and only records of one kind are compared", pair)


async def _compare(
    viewer: ViewerContext, left: str, right: str
) -> tuple[Comparison, list[tuple[str, tuple[str, str]]], list[Judgement]]:
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        scope = await app.scope_for(viewer)
        found = await app.review.compare(scope, left, right)
        if found is None:
            await refuse_as(app, viewer, "compare pair", scope, _no_pair(app, scope, (left, right)), denied=False)
        ends = [found.explanation.left, found.explanation.right]
        audit_shown(app, viewer, "compare pair", scope, ends, selectors=found.explanation.selectors)
        pair = (ends[0].id, ends[1].id)
        return found, _rows(app, ends[0], ends[1]), (await app.review.said(scope, [pair])).get(pair, [])


def _rows(app: Application, left: VisibleRecord, right: VisibleRecord) -> list[tuple[str, tuple[str, str]]]:
    """Return the properties that one of two records has values of, or that are redacted, as texts."""
    found = []
    for schema in app.ontology.kind(left.kind).properties.values():
        sides = []
        for record in (left, right):
            values = record.parts.get(schema.property_class, {}).get(schema.name, ())
            redacted = schema.property_class not in record.readable
            sides.append("redacted" if redacted else ", ".join(v.raw for v in values))
        if any(sides):
            found.append((schema.name, (sides[0], sides[1])))
    return found


def explanation_data(found: Explanation) -> dict[str, object]:
    """Return an explanation for machines."""
    return {
        "left": found.left.id,
        "right": found.right.id,
        "kind": found.left.kind,
        "agencies": [found.left.originator, found.right.originator],
        "outcome": str(found.decision.outcome),
        "weight_bits": found.decision.bits,
        "worth": found.worth,
        "kept_apart": str(found.kept_apart) if found.kept_apart is not None else None,
        "proposed": str(found.proposed) if found.proposed is not None else None,
        "comparisons": [
            {
                "feature": c.evidence.feature,
                "level": c.evidence.level,
                "weight_bits": c.evidence.bits,
                "counts": c.counts,
                "left": c.left,
                "right": c.right,
                "detail": c.detail,
                "frequency": c.frequency,
            }
            for c in found.comparisons
        ],
    }


def _preview_data(preview: Preview) -> dict[str, object]:
    sides = {"before": preview.before, "after": preview.after}
    return {
        "changes": preview.changes,
        "replaces": [_judgement_data(j) for j in preview.replaces],
        **{name: [{"id": e.id, "records": [r.id for r in e.records]} for e in side] for name, side in sides.items()},
    }


def _outcome_data(outcome: JudgementOutcome) -> dict[str, object]:
    judgement = outcome.judgement
    return {
        "left": judgement.left,
        "right": judgement.right,
        "value": str(judgement.value),
        "done": outcome.is_made,
        "problem": outcome.problem.words if outcome.problem is not None else None,
        **(_preview_data(outcome.preview) if outcome.preview is not None else {}),
    }


def _judgement_data(judgement: Judgement) -> dict[str, object]:
    return {
        "agency": judgement.agency,
        "value": str(judgement.value),
        "author": judgement.author,
        "reason": judgement.reason,
        "at": judgement.at.isoformat(),
        "replaced_at": judgement.replaced_at.isoformat() if judgement.replaced_at is not None else None,
    }


def _comparison_data(
    found: Comparison, rows: Sequence[tuple[str, tuple[str, str]]], said: Sequence[Judgement]
) -> dict[str, object]:
    return {
        **explanation_data(found.explanation),
        "together": found.together,
        "obstacle": str(found.obstacle) if found.obstacle is not None else None,
        "judgement": str(found.effect),
        "judgements": [_judgement_data(j) for j in said if j.replaced_at is None],
        "earlier_judgements": [_judgement_data(j) for j in said if j.replaced_at is not None],
        "properties": [{"name": name, "left": values[0], "right": values[1]} for name, values in rows],
    }
