"""Judging pairs as a viewer: authorised on the records as stored, announced before, one pair or many alike.

Both ways in, GraphQL and the command line, come through here; each writes its own audit entry afterwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from api.bootstrap import Application
from entity_resolution.entities import Preview, preview_of
from graph import JUDGEMENT_KIND, CompartmentKey, ReadScope
from graph.matches import JudgementValue
from graph.store import VisibleRecord
from ingest import UnknownProfileError
from policies import JudgedPair, MutationAction, ViewerContext, authorise

JUDGEMENT_PROFILE = "law-enforcement"


@dataclass(frozen=True, slots=True, kw_only=True)
class PairJudgement:
    """What an agency decides about a pair, and why. `left` and `right` are two different record ids in any order."""

    left: str
    right: str
    value: JudgementValue
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementOutcome:
    """What became of a judgement: `preview` holds what it changes, before and after it.

    `preview` is `None` where there is no such pair in the viewer's view; then nothing was written.
    """

    judgement: PairJudgement
    records: tuple[VisibleRecord, ...] = ()
    preview: Preview | None = None


async def judge_pairs(
    app: Application,
    viewer: ViewerContext,
    scope: ReadScope,
    judgements: Sequence[PairJudgement],
    *,
    profile: str = JUDGEMENT_PROFILE,
) -> list[JudgementOutcome]:
    """Judge pairs one by one, in their order, and return what became of each.

    The caller has announced the change and writes the entry about it. Every pair is authorised before the first one is
    written, so a batch that may not be judged changes nothing.

    Raises:
        UnknownProfileError: `profile` is not registered.
        ForbiddenError: a visible pair is not the viewer's to judge; nothing was written.
    """
    if profile not in app.bundle.registers.profiles:
        raise UnknownProfileError(profile, app.bundle.registers.profiles)
    ids = {end for j in judgements for end in (j.left, j.right)}
    records = {str(r.id): r for r in await app.records.records(scope, ids)}
    ends = [_ends(j, records) for j in judgements]
    for pair in ends:
        if pair is not None:
            _authorise(app, viewer, scope, *pair)
    if not any(ends):
        return [JudgementOutcome(judgement=judgement) for judgement in judgements]  # a denial changes nothing at all
    compartment = await app.registry.base(
        CompartmentKey(originator=viewer.agency, profile=profile, kind=JUDGEMENT_KIND)
    )
    # The agency's first judgement makes a compartment that the scope before it did not know.
    scope = await app.scope_for(viewer)
    return [
        await _judge_one(app, scope, judgement, pair, author=viewer.subject, compartment=compartment)
        for judgement, pair in zip(judgements, ends, strict=True)
    ]


def shown_by(outcomes: Sequence[JudgementOutcome]) -> list[VisibleRecord]:
    """Return the records that outcomes show."""
    shown = [r for o in outcomes for r in o.records]
    for preview in (o.preview for o in outcomes if o.preview is not None):
        shown += [r for e in (*preview.before, *preview.after) for r in e.records]
    return shown


async def _judge_one(
    app: Application,
    scope: ReadScope,
    judgement: PairJudgement,
    ends: tuple[VisibleRecord, VisibleRecord] | None,
    *,
    author: str,
    compartment: int,
) -> JudgementOutcome:
    both = {judgement.left, judgement.right}
    before = await app.entities.around(scope, both) if ends is not None else []
    replaces = await app.review.own_judgements(scope, judgement.left, judgement.right) if ends is not None else ()
    done = ends is not None and await app.review.judge(
        scope,
        judgement.left,
        judgement.right,
        value=judgement.value,
        author=author,
        reason=judgement.reason,
        compartment=compartment,
    )
    if ends is None or not done:
        return JudgementOutcome(judgement=judgement)
    preview = preview_of(before, await app.entities.around(scope, both), both, replaces)
    return JudgementOutcome(judgement=judgement, records=ends, preview=preview)


def _ends(judgement: PairJudgement, records: dict[str, VisibleRecord]) -> tuple[VisibleRecord, VisibleRecord] | None:
    left, right = records.get(judgement.left), records.get(judgement.right)
    return (left, right) if left is not None and right is not None and left.kind == right.kind else None


def _authorise(
    app: Application, viewer: ViewerContext, scope: ReadScope, left: VisibleRecord, right: VisibleRecord
) -> None:
    target = JudgedPair(
        left_compartment=left.compartment,
        right_compartment=right.compartment,
        left_grants=left.grants,
        right_grants=right.grants,
        scope=scope,
    )
    authorise(viewer, MutationAction.JUDGE, target, directory=app.scopes.directory)
