"""Why two records match, and the pairs that wait for a human."""

import strawberry

from api.graphql.pages import PageInfo
from api.graphql.records import Record, present
from entity_resolution.clustering import Obstacle
from entity_resolution.decision import Outcome
from entity_resolution.review import Explanation as PairExplanation
from graph import PropertyClass

strawberry.enum(Obstacle, description="What keeps two groups apart although something would join them.")


@strawberry.type(
    description="One comparison of two records: both values, the level that they reach, and what it weighs."
)
class Comparison:
    """One line of an explanation."""

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


@strawberry.type(description="Why two records match, or do not, as far as you may read them.")
class Explanation:
    """An explanation of a pair."""

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

    @classmethod
    def of(cls, found: PairExplanation) -> "Explanation":
        """Return the GraphQL explanation of a computed one."""
        return cls(
            left=present(found.left),
            right=present(found.right),
            outcome=found.decision.outcome,
            weight_bits=found.decision.bits,
            name_agrees=found.decision.name_agrees,
            strong_features=list(found.decision.strong),
            worth=found.worth,
            kept_apart=Obstacle(str(found.kept_apart)) if found.kept_apart is not None else None,
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
    """A page of the review queue."""

    edges: list[ReviewEdge]
    page_info: PageInfo
    truncated: bool
