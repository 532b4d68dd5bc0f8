"""Lists of entities by kind."""

import strawberry

from api.graphql.pages import PageInfo
from api.graphql.records import Entity


@strawberry.type(description="An entity of a list.")
class EntityEdge:
    """An edge of a list of entities."""

    cursor: str
    node: Entity


@strawberry.type(description="Entities in your view, in the order in which the first record of each was received.")
class EntityConnection:
    """A page of a list of entities."""

    edges: list[EntityEdge]
    page_info: PageInfo
