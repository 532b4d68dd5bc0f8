"""Networks, paths and searches: what is around an entity, and which entities answer a text."""

import strawberry

from api.graphql.pages import PageInfo
from api.graphql.records import Entity, Link
from api.graphql.vocabulary import LinkType
from entity_resolution.networks.networks import Edge as FoundEdge
from entity_resolution.networks.networks import Network as FoundNetwork
from entity_resolution.networks.parallel_payments import MAX_NAMED_PAYMENTS
from entity_resolution.networks.parallel_payments import ParallelPayments as FoundPayments


@strawberry.type(description="Links of one type between two entities, in one direction.")
class Edge:
    """An edge of a network.

    Attributes:
        type: what the links assert, read from source to target.
        source_id: id of the entity that they lead from.
        target_id: id of the entity that they lead to.
        links: the links themselves, each between a record of the one and a record of the other.
    """

    type: LinkType
    source_id: strawberry.ID
    target_id: strawberry.ID
    links: list[Link]

    @classmethod
    def of(cls, edge: FoundEdge) -> "Edge":
        """Return the GraphQL edge of a computed one."""
        return cls(
            type=LinkType(edge.type),
            source_id=strawberry.ID(edge.source_id),
            target_id=strawberry.ID(edge.target_id),
            links=[Link.of(link) for link in edge.links],
        )


@strawberry.type(
    description="The other payments between the same two as one on a path, from what stands before it to what stands "
    "behind it: money may have gone by any of them. They are told whenever they were made."
)
class ParallelPayments:
    """The payments beside one on a path.

    Attributes:
        payment_id: id of the payment on the path.
        count: how many others there are, also of those that are not listed.
    """

    payment_id: strawberry.ID
    count: int
    entities: list[Entity] = strawberry.field(
        description=f"The first {MAX_NAMED_PAYMENTS} of them, in the order received."
    )

    @classmethod
    def of(cls, found: FoundPayments) -> "ParallelPayments":
        """Return the GraphQL form of computed ones."""
        entities = [Entity.of(entity) for entity in found.entities]
        return cls(payment_id=strawberry.ID(found.payment_id), count=found.count, entities=entities)


@strawberry.type(
    description="Entities and the edges among them. `truncated`: of a network, more is visible than you asked for; of "
    "a path, the search was given up, and there may be one; where it has edges, the search for one without `tooEarly`."
)
class Network:
    """A network or a path.

    Attributes:
        entities: of a network by distance, beginning with the one that was asked about; of a path in its order, both
            ends included.
        edges: those among these entities, each way for itself.
        truncated: whether there is more: see the type.
    """

    entities: list[Entity]
    edges: list[Edge]
    truncated: bool
    following: strawberry.ID | None = strawberry.field(
        description="A cursor: give it as `after`, with the same `id`, `linkTypes`, `kinds` and `directed`, for the "
        "rest of the direct neighbours, also where what stood there has left since. Null where nothing is left, and at "
        "a greater depth. Where your view has changed it is refused with the code `CURSOR`: start again without it."
    )
    too_early: list[strawberry.ID] = strawberry.field(
        description="Of a directed path the payments that were paid before one that stands before them on it: no money "
        "went on so. Then no path of at most `maxLength` links is without, unless `truncated`. A payment without a "
        "time, or of which a day alone, or a time without a zone, is known that allows both, is none."
    )
    shorter_against_time: int | None = strawberry.field(
        description="Of a directed path how many links a shorter one has that was passed over, since a payment on it "
        "is too early: ask with this `maxLength` to see it, as a time may be wrong. Null where there is none."
    )
    parallel: list[ParallelPayments] = strawberry.field(
        description="Of a directed path the payments beside those on it, in the order of the way."
    )

    @classmethod
    def of(cls, network: FoundNetwork, following: str | None = None) -> "Network":
        """Return the GraphQL network of a computed one."""
        return cls(
            entities=[Entity.of(entity) for entity in network.entities],
            edges=[Edge.of(edge) for edge in network.edges],
            truncated=network.truncated,
            following=strawberry.ID(following) if following is not None else None,
            too_early=[strawberry.ID(rid) for rid in network.too_early],
            shorter_against_time=network.shorter_against_time,
            parallel=[ParallelPayments.of(found) for found in network.parallel],
        )


@strawberry.type(description="An entity that answers a search.")
class SearchEdge:
    """An edge of a search connection."""

    cursor: str
    node: Entity
    score: float = strawberry.field(
        description="How well it answers, from 0 to 1, by what you may read alone: 1 is the name or identifier itself, "
        "above 0.87 another spelling of the name, below 0.62 is noise and left out."
    )


@strawberry.type(
    description="Entities that answer a search, in your view, best first. A name answers in any script and spelling, "
    "an identifier whole and in any notation, a plate or a document also by its first four characters or more; of "
    "words most must be there. An originator's own reference is not searched."
)
class SearchConnection:
    """A page of a search."""

    edges: list[SearchEdge]
    page_info: PageInfo
    truncated: bool = strawberry.field(
        description="Whether more records in your view have something of the question than the 500 most promising, "
        "which were looked at: ask for more words, or a kind."
    )
