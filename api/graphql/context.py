"""What one GraphQL operation carries.

The viewer, the scope it was answered under, and which records its answer shows.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from graphql import DocumentNode
from strawberry.types import Info

from api.bootstrap import Application
from entity_resolution.entities import Entity
from graph import ReadScope
from graph.store import VisibleRecord
from policies import ViewerContext


@dataclass(slots=True, kw_only=True)
class Operation:
    """One operation under way. `shown` and `denied` are what its audit entry says."""

    app: Application
    viewer: ViewerContext
    scope: ReadScope
    expires_at: float
    document: DocumentNode
    shown: set[str] = field(default_factory=set)
    denied: bool = False
    entities: dict[str, Entity] = field(default_factory=dict)

    def show_records(self, records: Iterable[VisibleRecord]) -> None:
        """Note that the answer shows these records."""
        self.shown.update(record.id for record in records)

    def show_entities(self, entities: Iterable[Entity]) -> None:
        """Note that the answer shows these entities, and keep them for nested fields."""
        for entity in entities:
            self.show_records(entity.records)
            self.entities.update({record.id: entity for record in entity.records})


BenangInfo = Info[Operation, None]
