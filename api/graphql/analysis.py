"""What analysts ask besides: how an entity came about, a pair side by side, what a judgement would do, many judgements.

And the histories of what moves: the path of a false base station, the names and relocations of a site.
"""

import strawberry

from api.errors import InputError
from api.graphql.context import BenangInfo, Operation
from api.graphql.explanations import Explanation, Judgement
from api.graphql.records import Entity, Link, Record, Value, present, property_values
from api.graphql.user_errors import UserError
from api.judging import JUDGEMENT_PROFILE, JudgementOutcome, PairJudgement, judge_pairs, shown_by
from entity_resolution.networks.relocation import KnownName, Relocation
from entity_resolution.networks.stations import Stop
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
    """A step; `obstacle` is null where the groups were joined."""

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
    """The steps of an entity."""

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
    """One row of a side-by-side view. `equal`: a normalised value is on both sides; null where one is redacted."""

    name: str
    property_class: PropertyClass
    left: list[Value] | None
    right: list[Value] | None
    equal: bool | None


@strawberry.type(description="Two records side by side, with what speaks for and against their being one.")
class PairComparison:
    """A side-by-side view. `judgement`: the effect of all visible judgements; UNSURE where agencies disagree.

    `obstacle`: what keeps the two, or records that stand with them, apart though something would join them.
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
    """A preview."""

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


@strawberry.type(description="One sighting of a false base station; what is redacted or unknown is null.")
class StationStop:
    """A stop of a device."""

    station_id: strawberry.ID
    sighting: Record
    observed_at: str | None
    locality: str | None
    country: str | None
    coordinates: str | None
    cell: str | None

    @classmethod
    def of(cls, stop: Stop) -> "StationStop":
        """Return the GraphQL stop of a computed one."""
        return cls(
            station_id=strawberry.ID(stop.station_id),
            sighting=present(stop.sighting),
            observed_at=stop.observed_at,
            locality=stop.locality,
            country=stop.country,
            coordinates=stop.coordinates,
            cell=stop.cell,
        )


@strawberry.type(description="A false base station of one or several networks, and where it was seen, in time's order.")
class StationPath:
    """The path of a device."""

    device: Entity
    stops: list[StationStop]


@strawberry.type(description="A name that records give, with who gives it.")
class KnownNameOf:
    """A name of a site or organisation."""

    name: str
    is_alias: bool
    record_ids: list[strawberry.ID]
    originators: list[str]

    @classmethod
    def of(cls, found: KnownName) -> "KnownNameOf":
        """Return the GraphQL name of a computed one."""
        return cls(
            name=found.name,
            is_alias=found.is_alias,
            record_ids=[strawberry.ID(rid) for rid in found.records],
            originators=list(found.originators),
        )


@strawberry.type(description="A move from one place to another, with the links that assert it.")
class SiteMove:
    """A relocation."""

    source_id: strawberry.ID
    target_id: strawberry.ID
    since: str | None
    links: list[Link]


@strawberry.type(description="The names of a site or organisation, and all the places that it moved between.")
class SiteHistory:
    """The history of a site or organisation."""

    subject: Entity
    names: list[KnownNameOf]
    sites: list[Entity]
    moves: list[SiteMove]

    @classmethod
    def of(cls, found: Relocation) -> "SiteHistory":
        """Return the GraphQL history of a computed one."""
        moves = [
            SiteMove(
                source_id=strawberry.ID(m.source_id),
                target_id=strawberry.ID(m.target_id),
                since=m.since,
                links=[Link.of(link) for link in m.links],
            )
            for m in found.moves
        ]
        return cls(
            subject=Entity.of(found.subject),
            names=[KnownNameOf.of(n) for n in found.names],
            sites=[Entity.of(e) for e in found.sites],
            moves=moves,
        )


@strawberry.input(description="Your agency's judgement of one pair among many.")
class PairJudgementInput:
    """A judgement of a batch."""

    left: strawberry.ID
    right: strawberry.ID
    value: JudgementValue
    reason: str | None = None


@strawberry.input(description="Judgements of your agency under one handling profile; `reason` where a pair has none.")
class JudgeManyInput:
    """A batch of judgements."""

    judgements: list[PairJudgementInput]
    reason: str | None = None
    profile: str | None = None


@strawberry.type(
    description="What became of one judgement. Where there is no such pair in your view, it is not done, and `preview` "
    "and `error` are null."
)
class PairJudged:
    """The outcome of one judgement of a batch."""

    left_id: strawberry.ID
    right_id: strawberry.ID
    done: bool = strawberry.field(description="Whether the judgement stands, as far as the answer can say.")
    preview: JudgementPreview | None
    error: UserError | None = strawberry.field(
        description="How far it came where the store failed on the way: `NOT_JUDGED` before it, `JUDGEMENT_UNKNOWN` as "
        "it was made, so that it may stand, `EFFECT_UNREAD` behind it, so that it stands and `preview` is null."
    )

    @classmethod
    def of(cls, outcome: JudgementOutcome) -> "PairJudged":
        """Return the GraphQL outcome of a computed one."""
        preview, problem = outcome.preview, outcome.problem
        return cls(
            left_id=strawberry.ID(outcome.judgement.left),
            right_id=strawberry.ID(outcome.judgement.right),
            done=outcome.is_made,
            preview=JudgementPreview.of(preview) if preview is not None else None,
            error=UserError(code=problem, message=problem.words) if problem is not None else None,
        )


@strawberry.type(
    description="The outcomes of a batch, in your order; pairs that are not in your view change nothing. Where the "
    "store fails on the way, the judgements before stand, and those behind are not made. Where none was made by then, "
    "the whole answer is that error."
)
class JudgeManyPayload:
    """The outcome of a batch."""

    outcomes: list[PairJudged]
    judged: int


@strawberry.type
class AnalysisQueries:
    """Questions of analysts."""

    @strawberry.field
    async def how(self, info: BenangInfo, id: strawberry.ID) -> How | None:  # noqa: A002 - GraphQL's word
        """How the entity of a record came about in your view: each pair that was to join records, in order."""
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
        """What a judgement by your agency would do in your view: NEGATIVE un-merges, NO_JUDGEMENT takes yours back."""
        operation = info.context
        found = await operation.app.entities.preview(operation.scope, left, right, value)
        if found is None:
            return None
        operation.show_entities((*found.before, *found.after))
        return JudgementPreview.of(found)

    @strawberry.field
    async def station_path(self, info: BenangInfo, id: strawberry.ID) -> StationPath | None:  # noqa: A002
        """Where a false base station was seen, in the order of time, from all records that are one in your view."""
        operation = info.context
        found = await operation.app.stations.path(operation.scope, id)
        if found is None:
            return None
        operation.show_entities([found.device])
        operation.show_links(found.links)
        operation.show_records(stop.sighting for stop in found.stops)
        return StationPath(device=Entity.of(found.device), stops=[StationStop.of(stop) for stop in found.stops])

    @strawberry.field
    async def site_history(self, info: BenangInfo, id: strawberry.ID) -> SiteHistory | None:  # noqa: A002
        """By which names a site or organisation is known, in all scripts, and where it moved from and to."""
        operation = info.context
        found = await operation.app.relocations.history(operation.scope, id)
        if found is None:
            return None
        operation.show_entities([*found.sites, found.subject])
        operation.show_links(link for move in found.moves for link in move.links)
        return SiteHistory.of(found)


@strawberry.type
class AnalysisMutations:
    """Changes that analysts make."""

    @strawberry.mutation
    async def judge_many(self, info: BenangInfo, input: JudgeManyInput) -> JudgeManyPayload:  # noqa: A002
        """Judge many pairs at once, in order; each answer says what it did. All are authorised before one is made."""
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
        return JudgeManyPayload(outcomes=[PairJudged.of(o) for o in outcomes], judged=judged)


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
