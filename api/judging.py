"""Judging pairs as a viewer: authorised on the records as they are stored, announced first, one pair or many.

GraphQL and the command line both come through here, and each writes its own audit entry afterwards. Each judgement is
made by itself: where the store fails on the way, those made before stand, and the outcomes say so.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import structlog

from api.bootstrap import Application
from api.reasons import check_reason
from entity_resolution.errors import SamePairError
from entity_resolution.views.entities import Preview, preview_of
from graph import JUDGEMENT_KIND, CompartmentKey, GraphError, ReadScope
from graph.errors import StoreQueryError
from graph.matches import Judgement, JudgementValue
from graph.store import VisibleRecord
from ingest import UnknownProfileError
from policies import JudgedPair, MutationAction, ViewerContext, authorise

log = structlog.get_logger()

JUDGEMENT_PROFILE = "law-enforcement"
Pair = tuple[VisibleRecord, VisibleRecord]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairJudgement:
    """What an agency decides about a pair, and why. `left` and `right` are two different record ids, in any order."""

    left: str
    right: str
    value: JudgementValue
    reason: str


class JudgingProblem(StrEnum):
    """How far a judgement came when the store failed."""

    NOT_REACHED = "NOT_JUDGED"
    UNKNOWN = "JUDGEMENT_UNKNOWN"
    UNREAD = "EFFECT_UNREAD"

    @property
    def words(self) -> str:
        """What is to be told of it."""
        return _WORDS[self]


_WORDS = {
    JudgingProblem.NOT_REACHED: "the store failed before this pair was judged: judge it again",
    JudgingProblem.UNKNOWN: "the store failed as this pair was judged: look whether that stands before you judge again",
    JudgingProblem.UNREAD: "the judgement stands, but what it changes could not be read: look at the records",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementOutcome:
    """The outcome of a judgement. `preview` shows what it changes, before and after.

    `is_made`: the judgement stands. `problem`: how far it came if the store failed, otherwise `None`; `cause`: the
    error, if it failed at this pair. If the judgement does not stand and has no problem, the viewer sees no such pair,
    and nothing was written.
    """

    judgement: PairJudgement
    records: tuple[VisibleRecord, ...] = ()
    is_made: bool = False
    preview: Preview | None = None
    problem: JudgingProblem | None = None
    cause: GraphError | None = None


async def judge_pairs(
    app: Application,
    viewer: ViewerContext,
    scope: ReadScope,
    judgements: Sequence[PairJudgement],
    *,
    on_judging: Callable[[Pair], None],
    profile: str = JUDGEMENT_PROFILE,
) -> list[JudgementOutcome]:
    """Judge pairs one by one, in their order, and return the outcome of each.

    The caller announces the change before, and writes the entry about it afterwards. Every pair is authorised before
    the first is written, so a batch with a pair that may not be judged changes nothing. Once the store fails, no
    further pair is judged.

    Args:
        app: the application.
        viewer: who judges.
        scope: the viewer's scope.
        judgements: the pairs, in this order.
        on_judging: called with each pair before its judgement is written, for the audit entry. So the trail names the
            records of every judgement that stands, even if this is cancelled.
        profile: the handling profile of the judgements.

    Raises:
        InputError: a reason is blank or too long; nothing was written.
        UnknownProfileError: `profile` is not registered.
        SamePairError: a judgement names one visible record twice; nothing was written.
        ForbiddenError: the viewer may not judge a visible pair; nothing was written.
        GraphError: the store failed before any judgement was certain to be made.
    """
    judgements = [replace(j, reason=check_reason(j.reason)) for j in judgements]
    if profile not in app.bundle.registers.profiles:
        raise UnknownProfileError(profile, app.bundle.registers.profiles)
    ids = {end for j in judgements for end in (j.left, j.right)}
    records = {str(r.id): r for r in await app.records.records(scope, ids)}
    ends = [_ends(j, records) for j in judgements]
    # Of what is not in view nothing else is told than that.
    if any(pair is not None and pair[0].id == pair[1].id for pair in ends):
        raise SamePairError
    for pair in ends:
        if pair is not None:
            _authorise(app, viewer, scope, *pair)
    if not any(ends):
        return [JudgementOutcome(judgement=judgement) for judgement in judgements]  # a denial changes nothing at all
    compartment = await app.registry.base(
        CompartmentKey(originator=viewer.agency, profile=profile, kind=JUDGEMENT_KIND)
    )
    # The agency's first judgement makes a compartment that the scope before it did not know.
    judging = _Judging(app, await app.scope_for(viewer), viewer.subject, compartment, on_judging)
    return await judging.judge_all(list(zip(judgements, ends, strict=True)))


def shown_by(outcomes: Sequence[JudgementOutcome]) -> list[VisibleRecord]:
    """Return the records that these outcomes show."""
    shown = [r for o in outcomes for r in o.records]
    for preview in (o.preview for o in outcomes if o.preview is not None):
        shown += [r for e in (*preview.before, *preview.after) for r in e.records]
    return shown


@dataclass(frozen=True, slots=True)
class _Judging:
    """One batch under way: as whom, under which terms, and who is told before each judgement is written."""

    app: Application
    scope: ReadScope
    author: str
    compartment: int
    on_judging: Callable[[Pair], None]

    async def judge_all(self, given: Sequence[tuple[PairJudgement, Pair | None]]) -> list[JudgementOutcome]:
        """Judge pairs, `None` where there is none in view, up to the first at which the store fails."""
        outcomes: list[JudgementOutcome] = []
        has_failed = False
        for judgement, pair in given:
            if pair is None:
                outcomes.append(JudgementOutcome(judgement=judgement))
            elif has_failed:
                outcomes.append(JudgementOutcome(judgement=judgement, problem=JudgingProblem.NOT_REACHED))
            else:
                outcomes.append(await self._judge(judgement, pair))
                has_failed = outcomes[-1].problem is not None
                if outcomes[-1].cause is not None and not any(o.is_made for o in outcomes):
                    raise outcomes[-1].cause
        return outcomes

    async def _judge(self, judgement: PairJudgement, pair: Pair) -> JudgementOutcome:
        both, reached = {judgement.left, judgement.right}, JudgingProblem.NOT_REACHED
        try:
            before = await self.app.entities.around(self.scope, both)
            self.on_judging(pair)
            reached = JudgingProblem.UNKNOWN
            if (replaces := await self._write(judgement)) is None:
                return JudgementOutcome(judgement=judgement)
            reached = JudgingProblem.UNREAD
            preview = preview_of(before, await self.app.entities.around(self.scope, both), both, replaces)
        except GraphError as exc:
            log_unread(exc)
            is_made = reached is JudgingProblem.UNREAD
            return JudgementOutcome(judgement=judgement, records=pair, is_made=is_made, problem=reached, cause=exc)
        return JudgementOutcome(judgement=judgement, records=pair, is_made=True, preview=preview)

    async def _write(self, judgement: PairJudgement) -> tuple[Judgement, ...] | None:
        return await self.app.review.judge(
            self.scope,
            judgement.left,
            judgement.right,
            value=judgement.value,
            author=self.author,
            reason=judgement.reason,
            compartment=self.compartment,
        )


def log_unread(exc: GraphError) -> None:
    """Log that the store failed while judgements were made or their effects were read: its code, no values."""
    where = exc.store_code if isinstance(exc, StoreQueryError) else None
    log.error("judging_failed", error=type(exc).__name__, store_code=where)


def _ends(judgement: PairJudgement, records: dict[str, VisibleRecord]) -> Pair | None:
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
