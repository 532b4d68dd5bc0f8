"""Why two records match, what was judged of them, and the pairs that wait for a human."""

from datetime import datetime

import strawberry

from api.graphql.context import BenangInfo
from api.graphql.pages import PageInfo
from api.graphql.parties import Party
from api.graphql.records import Record, present
from entity_resolution.comparing.decision import Outcome
from entity_resolution.views.groups import Obstacle
from entity_resolution.views.review import Explanation as PairExplanation
from graph import PropertyClass, RecordId
from graph.matches import Judgement as VisibleJudgement
from graph.matches import JudgementValue

strawberry.enum(Obstacle, description="What keeps two groups apart although something would join them.")


@strawberry.type(
    description="One comparison of two records: both values, the level that they reach, and what it weighs."
)
class Comparison:
    """One line of an explanation.

    Attributes:
        feature: what is compared, such as `name`, `birth-date` or `phone`.
        property_class: the class that it rests on; a comparison of a class that is closed to you is left out, of the
            sum as well.
        level: how far the two agree, a word of the feature's own scale, such as `exact` or `year`.
        weight_bits: what it says, in bits (log2 of a likelihood ratio): positive speaks for one thing, negative
            against.
        left: the value or values of the left record that were compared.
        right: those of the right record.
        detail: how they were found to agree or differ, in words; empty where there is no more to say.
    """

    feature: str
    property_class: PropertyClass
    level: str
    weight_bits: float
    left: str
    right: str
    detail: str
    frequency: float | None = strawberry.field(
        description="Of names: the share of names that have all parts of the more common one; common ones weigh less."
    )
    counts: bool = strawberry.field(
        description="Whether it is part of the sum; what says the same again as a stronger comparison is not."
    )


@strawberry.type(description="What an agency decided about a pair, as far as its decision was released to you.")
class Judgement:
    """A visible judgement.

    Attributes:
        value: what was decided.
        at: when it was.
    """

    whose: strawberry.Private[str]
    value: JudgementValue
    author: str | None = strawberry.field(description="Who judged; null where the source of it is closed to you.")
    reason: str | None = strawberry.field(
        description="Why; null where the narrative of it, or who one of the two is, is closed to you."
    )
    at: datetime
    replaced_at: datetime | None = strawberry.field(
        description="When a later judgement of your agency took its place; null while it counts."
    )

    @strawberry.field
    def agency(self, info: BenangInfo) -> Party:
        """The agency that decided."""
        return Party.called(self.whose, info.context.app.bundle.registers)

    @classmethod
    def of(cls, found: VisibleJudgement) -> "Judgement":
        """Return the GraphQL judgement of a visible one."""
        return cls(
            whose=found.agency,
            value=found.value,
            author=found.author,
            reason=found.reason,
            at=found.at,
            replaced_at=found.replaced_at,
        )


@strawberry.type(description="Why two records match, or do not, as far as you may read them.")
class Explanation:
    """An explanation of a pair.

    Attributes:
        left: one of the two records.
        right: the other.
        outcome: what the machine finds by itself, from what you may read.
        weight_bits: the sum of the comparisons that count, in bits.
        name_agrees: whether a name agrees, without which the machine joins none but persons of one birth date and one
            more identifier.
        strong_features: the strong identifiers that agree, of which a match needs one, in alphabetical order, as
            `feature` calls them.
        comparisons: each comparison that you may read, also of what differs.
    """

    left: Record
    right: Record
    outcome: Outcome
    weight_bits: float
    name_agrees: bool
    strong_features: list[str]
    comparisons: list[Comparison]
    worth: float = strawberry.field(
        description="What a judgement is worth: P(one thing) times what would come together, as far as you see it."
    )
    kept_apart: Obstacle | None = strawberry.field(
        description="What leaves a pair to a human that weighs enough for a match: facts that one person cannot have."
    )
    proposed: JudgementValue | None = strawberry.field(
        description="In the queue: what agencies judged that wrote neither record and that changes nothing in your "
        "view, as the machine finds otherwise; null where the pair waits for another reason."
    )

    pair: strawberry.Private[tuple[RecordId, RecordId]]

    @strawberry.field
    async def judgements(self, info: BenangInfo) -> list[Judgement]:
        """What was judged of the pair, oldest first; of your own agency also what a later judgement replaced."""
        return [Judgement.of(j) for j in await info.context.judgements_of(self.pair)]

    @classmethod
    def of(cls, found: PairExplanation) -> "Explanation":
        """Return the GraphQL explanation of a computed one."""
        return cls(
            pair=(found.left.id, found.right.id),
            left=present(found.left),
            right=present(found.right),
            outcome=found.decision.outcome,
            weight_bits=found.decision.bits,
            name_agrees=found.decision.name_agrees,
            strong_features=list(found.decision.strong),
            worth=found.worth,
            kept_apart=Obstacle(str(found.kept_apart)) if found.kept_apart is not None else None,
            proposed=found.proposed,
            comparisons=[
                Comparison(
                    feature=c.evidence.feature,
                    property_class=c.evidence.property_class,
                    level=c.evidence.level,
                    weight_bits=c.evidence.bits,
                    left=c.left,
                    right=c.right,
                    detail=c.detail,
                    frequency=c.frequency,
                    counts=c.counts,
                )
                for c in found.comparisons
            ],
        )


@strawberry.type(description="A pair that waits for a human.")
class ReviewEdge:
    """An edge of the review queue."""

    cursor: str
    node: Explanation


@strawberry.type(
    description="Pairs that wait for a human and whose both ends you see, those worth most first. `truncated`: so many "
    "wait that the newest alone were looked through."
)
class ReviewConnection:
    """A page of the review queue.

    Attributes:
        truncated: whether so many wait that the newest alone were looked through.
    """

    edges: list[ReviewEdge]
    page_info: PageInfo
    truncated: bool
