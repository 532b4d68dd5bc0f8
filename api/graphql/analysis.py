"""What analysts ask besides: how an entity came about, a pair side by side, what a judgement would do, many of them."""

import strawberry

from api.errors import InputError
from api.graphql.context import BenangInfo, Operation
from api.graphql.explanations import Explanation, Judgement
from api.graphql.records import Entity, Record, Value, present, property_values
from api.graphql.user_errors import NOT_FOUND, UserError, UserErrorCode
from api.judging import JUDGEMENT_PROFILE, JudgementOutcome, JudgingProblem, PairJudgement, judge_pairs, shown_by
from entity_resolution.views.entities import Entity as FoundEntity
from entity_resolution.views.entities import Preview
from entity_resolution.views.groups import Basis, Obstacle, Step
from entity_resolution.views.review import Comparison
from graph import PropertyClass
from graph.matches import JudgementValue

MAX_JUDGEMENTS = 200

strawberry.enum(Basis, name="StepBasis", description="What would join two records.")


@strawberry.type(
    description="One step in which an entity was formed: a pair that was to join two groups, and what came of it."
)
class HowStep:
    """A step.

    Attributes:
        number: its place among the steps, from 1.
        basis: what was to join the two.
        weight_bits: the evidence for the pair, in bits; null where none was weighed, as of equal identifiers.
        left_size: how many records stood together around the left one before.
        right_size: how many did around the right one.
        obstacle: what kept the two groups apart; null where they were joined.
    """

    number: int
    left_id: strawberry.ID
    right_id: strawberry.ID
    basis: Basis
    weight_bits: float | None
    left_size: int
    right_size: int
    obstacle: Obstacle | None

    @classmethod
    def of(cls, number: int, step: Step, entity: FoundEntity) -> "HowStep":
        """Return the GraphQL step of a computed one."""
        decisions = {(p.left_id, p.right_id): p.decision for p in entity.cluster.pairs}
        decision = decisions.get((step.left_id, step.right_id))
        return cls(
            number=number,
            left_id=strawberry.ID(step.left_id),
            right_id=strawberry.ID(step.right_id),
            basis=step.basis,
            weight_bits=decision.bits if decision is not None else None,
            left_size=step.left_size,
            right_size=step.right_size,
            obstacle=step.obstacle,
        )


@strawberry.type(description="How an entity came about in your view, step by step; `whyMatched` tells more of each.")
class How:
    """The steps of an entity.

    Attributes:
        entity: as it stands now.
    """

    entity: Entity
    found: strawberry.Private[FoundEntity]

    @strawberry.field
    async def steps(self, info: BenangInfo) -> list[HowStep]:
        """Each pair that was to join records, in order; one that was kept apart names a record of another entity."""
        operation = info.context
        operation.show_records(await operation.app.records.records(operation.scope, self.found.beside))
        return [HowStep.of(number, step, self.found) for number, step in enumerate(self.found.cluster.steps, start=1)]


@strawberry.type(description="A property of two records side by side; values are null where your scope redacts them.")
class ComparedProperty:
    """One row of a side-by-side view.

    Attributes:
        name: as the ontology has it.
        property_class: the class that it belongs to.
        left: its values on the left record; null where your scope closes the class, and then only.
        right: its values on the right record, likewise.
        equal: whether a normalised value is on both sides; null where one side is closed to you.
    """

    name: str
    property_class: PropertyClass
    left: list[Value] | None
    right: list[Value] | None
    equal: bool | None


@strawberry.type(description="Two records side by side, with what speaks for and against their being one.")
class PairComparison:
    """A side-by-side view.

    Attributes:
        left: one of the two records.
        right: the other.
        properties: those that have values on either side, and all that are closed, in the ontology's order.
        explanation: why the machine finds what it finds.
        judgements: those of the pair that you may see.
        judgement: the effect of all visible judgements; `UNSURE` where agencies disagree, `NO_JUDGEMENT` where there is
            none.
        together: whether the two are of one entity in your view, by this pair or by others.
        obstacle: what keeps the two, or records that stand with them, apart though something would join them; null
            where nothing does.
    """

    left: Record
    right: Record
    properties: list[ComparedProperty]
    explanation: Explanation
    judgements: list[Judgement]
    judgement: JudgementValue
    together: bool
    obstacle: Obstacle | None


@strawberry.type(
    description="What a judgement does, or would do: the entities of both records and each that it changes."
)
class JudgementPreview:
    """A preview.

    Attributes:
        before: the entities of both records as they are without it, and each that it changes.
        after: the same as they are with it.
        changes: whether anything in your view is another entity by it.
    """

    before: list[Entity]
    after: list[Entity]
    changes: bool
    replaces: list[Judgement] = strawberry.field(
        description="What your agency judged of the pair so far, by you or a colleague, and this takes the place of."
    )

    @classmethod
    def of(cls, preview: Preview) -> "JudgementPreview":
        """Return the GraphQL preview of a computed one."""
        before, after = ([Entity.of(e) for e in side] for side in (preview.before, preview.after))
        replaces = [Judgement.of(j) for j in preview.replaces]
        return cls(before=before, after=after, changes=preview.changes, replaces=replaces)


@strawberry.input(description="Your agency's judgement of one pair among many.")
class PairJudgementInput:
    """A judgement of a batch.

    Attributes:
        value: what your agency decides.
        reason: why, with 1 to 2,000 characters; without it that of the whole batch.
    """

    left: strawberry.ID
    right: strawberry.ID
    value: JudgementValue
    reason: str | None = None


@strawberry.input(description="Judgements of your agency under one handling profile; `reason` where a pair has none.")
class JudgeManyInput:
    """A batch of judgements.

    Attributes:
        judgements: from 1 to 200 pairs, of two different records each.
        reason: why, for pairs without a reason of their own.
        profile: name of the handling profile that says who may read the judgements; `law-enforcement` where it is left
            out.
    """

    judgements: list[PairJudgementInput]
    reason: str | None = None
    profile: str | None = None


@strawberry.type(
    description="What became of one judgement. Where there is no such pair in your view, it is not done, `preview` is "
    "null and `error` says `NOT_FOUND`."
)
class PairJudged:
    """The outcome of one judgement of a batch.

    Attributes:
        preview: what the judgement changed; null where it was not done, or its effect could not be read.
    """

    left_id: strawberry.ID
    right_id: strawberry.ID
    done: bool = strawberry.field(description="Whether the judgement stands, as far as the answer can say.")
    preview: JudgementPreview | None
    error: UserError | None = strawberry.field(
        description="Why it was not done: `NOT_FOUND`; or how far it came where the store failed on the way: "
        "`NOT_JUDGED` before it, `JUDGEMENT_UNKNOWN` as it was made, so that it may stand, `EFFECT_UNREAD` behind it, "
        "so that it stands and `preview` is null. Null otherwise."
    )

    @classmethod
    def of(cls, outcome: JudgementOutcome) -> "PairJudged":
        """Return the GraphQL outcome of a computed one."""
        preview = outcome.preview
        return cls(
            left_id=strawberry.ID(outcome.judgement.left),
            right_id=strawberry.ID(outcome.judgement.right),
            done=outcome.is_made,
            preview=JudgementPreview.of(preview) if preview is not None else None,
            error=_error_of(outcome),
        )


@strawberry.type(
    description="The outcomes of a batch, in your order; pairs that are not in your view change nothing. Where the "
    "store fails on the way, the judgements before stand, and those behind are not made. Where none was made by then, "
    "the whole answer is that error."
)
class JudgeManyPayload:
    """The outcome of a batch.

    Attributes:
        outcomes: one for each judgement, in your order.
        judged: how many of them stand now.
    """

    outcomes: list[PairJudged]
    judged: int
    user_errors: list[UserError] = strawberry.field(
        description="Those of the outcomes, in their order; empty where all was done."
    )


@strawberry.type
class AnalysisQueries:
    """Questions of analysts."""

    @strawberry.field
    async def how(self, info: BenangInfo, id: strawberry.ID) -> How | None:  # noqa: A002 - GraphQL's word
        """How the entity of a record came about in your view: each pair that was to join records, in order.

        Args:
            id: of any record of the entity that you see.
        """
        found = await info.context.find_entity(id)
        return None if found is None else How(entity=Entity.of(found), found=found)

    @strawberry.field
    async def compare_pair(self, info: BenangInfo, left: strawberry.ID, right: strawberry.ID) -> PairComparison | None:
        """Two records side by side; null where one is not in your view or the kinds differ."""
        operation = info.context
        found = await operation.app.review.compare(operation.scope, left, right)
        if found is None:
            return None
        operation.show_explanations([found.explanation])
        return _comparison(operation, found)

    @strawberry.field
    async def judgement_preview(
        self, info: BenangInfo, left: strawberry.ID, right: strawberry.ID, value: JudgementValue
    ) -> JudgementPreview | None:
        """What a judgement by your agency would do in your view: NEGATIVE un-merges, NO_JUDGEMENT takes yours back.

        Args:
            value: what your agency would decide.
        """
        operation = info.context
        found = await operation.app.entities.preview(operation.scope, left, right, value)
        if found is None:
            return None
        operation.show_entities((*found.before, *found.after))
        return JudgementPreview.of(found)


@strawberry.type
class AnalysisMutations:
    """Changes that analysts make."""

    @strawberry.mutation
    async def judge_many(self, info: BenangInfo, input: JudgeManyInput) -> JudgeManyPayload:  # noqa: A002
        """Judge many pairs at once, in order; each answer says what it did. All are authorised before one is made.

        For an analyst, a duty officer or victim support. User errors, with each outcome as well: `NOT_FOUND`,
        `NOT_JUDGED`, `JUDGEMENT_UNKNOWN`, `EFFECT_UNREAD`.
        """
        operation = info.context
        judgements = _judgements(input)
        with operation.noting_refusals():
            outcomes = await judge_pairs(
                operation.app,
                operation.viewer,
                operation.scope,
                judgements,
                on_judging=operation.show_records,
                profile=input.profile or JUDGEMENT_PROFILE,
            )
        for preview in (o.preview for o in outcomes if o.preview is not None):
            operation.show_entities((*preview.before, *preview.after))
        operation.show_records(shown_by(outcomes))
        operation.forget_entities()  # what a field asks for further on is as it stands after all judgements
        judged = sum(1 for o in outcomes if o.is_made)
        if not judged:
            operation.deny()
        told = [PairJudged.of(o) for o in outcomes]
        errors = [o.error for o in told if o.error is not None]
        return JudgeManyPayload(outcomes=told, judged=judged, user_errors=errors)


def judging_error(problem: JudgingProblem) -> UserError:
    """Return what is told of a judgement on whose way the store failed."""
    return UserError(code=UserErrorCode(problem), message=problem.words)


def _error_of(outcome: JudgementOutcome) -> UserError | None:
    if outcome.problem is not None:
        return judging_error(outcome.problem)
    return None if outcome.is_made else NOT_FOUND


def _comparison(operation: Operation, found: Comparison) -> PairComparison:
    left, right = found.explanation.left, found.explanation.right
    rows = []
    for schema in operation.app.ontology.kind(left.kind).properties.values():
        sides = (property_values(left, schema), property_values(right, schema))
        if not all(side == [] for side in sides):
            equal = None if sides[0] is None or sides[1] is None else _share(sides[0], sides[1])
            rows.append(
                ComparedProperty(
                    name=schema.name,
                    property_class=schema.property_class,
                    left=sides[0],
                    right=sides[1],
                    equal=equal,
                )
            )
    return PairComparison(
        left=present(left),
        right=present(right),
        properties=rows,
        explanation=Explanation.of(found.explanation),
        judgements=[Judgement.of(j) for j in found.judgements],
        judgement=found.effect,
        together=found.together,
        obstacle=found.obstacle,
    )


def _share(left: list[Value], right: list[Value]) -> bool:
    return bool({v.value or v.raw for v in left} & {v.value or v.raw for v in right})


def _judgements(given: JudgeManyInput) -> list[PairJudgement]:
    if not 1 <= len(given.judgements) <= MAX_JUDGEMENTS:
        raise InputError("judgements", f"must be from 1 to {MAX_JUDGEMENTS} pairs")
    made = [
        PairJudgement(left=j.left, right=j.right, value=j.value, reason=j.reason or given.reason or "")
        for j in given.judgements
    ]
    if any(j.left == j.right for j in made):
        raise InputError("judgements", "must be of two different records each")
    return made
