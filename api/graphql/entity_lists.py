"""Lists of entities by kind."""

import strawberry

from api.graphql.pages import PageInfo
from api.graphql.records import Entity


@strawberry.type(description="An entity of a list.")
class EntityEdge:
    """An edge of a list of entities."""

    cursor: str
    node: Entity


@strawberry.type(
    description="Entities in your view, in the order in which the first record of each was received. A cursor is a "
    "place in that order, and no feed of what is new: what was still being stored as you read may come to stand before "
    "it, and what comes to an entity that stands before it moves nothing. A walk from the first page finds both."
)
class EntityConnection:
    """A page of a list of entities."""

    edges: list[EntityEdge]
    page_info: PageInfo
