"""What one GraphQL operation carries.

The viewer, the scope it was answered under, and which records its answer shows.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from graphql import DocumentNode
from strawberry.types import Info

from api.auditing import announce_change
from api.bootstrap import Application
from entity_resolution.entities import Entity
from graph import ReadScope
from graph.store import VisibleLink, VisibleRecord
from policies import ViewerContext


@dataclass(slots=True, kw_only=True)
class Operation:
    """One operation under way. `shown`, `granted` and `denied` are what its audit entry says.

    `granted` maps a grant to the records that the answer shows under it.

    `change` describes an operation that changes something; `announced` says that the trail holds it.
    """

    app: Application
    viewer: ViewerContext
    scope: ReadScope
    expires_at: float
    document: DocumentNode
    shown: set[str] = field(default_factory=set)
    granted: dict[str, set[str]] = field(default_factory=dict)
    denied: bool = False
    change: str | None = None
    announced: bool = False
    entities: dict[str, Entity] = field(default_factory=dict)

    def announce(self) -> None:
        """Write down that a change is about to be made; what changes nothing is not announced.

        Raises:
            AuditError: it could not be written, so nothing may change.
        """
        if self.change is not None:
            announce_change(self.app.audit, self.viewer, self.change, self.scope)
            self.announced = True

    def show_records(self, records: Iterable[VisibleRecord]) -> None:
        """Note that the answer shows these records, and under which grants."""
        for record in records:
            self.shown.add(record.id)
            for grant_id in self.scope.grant_ids(record.grants):
                self.granted.setdefault(grant_id, set()).add(record.id)

    def show_links(self, links: Iterable[VisibleLink]) -> None:
        """Note that the answer names the ends of these links, and under which grants."""
        for link in links:
            self.shown.update((link.source_id, link.target_id))
            for grant_id in self.scope.grant_ids(link.grants):
                self.granted.setdefault(grant_id, set()).update((link.source_id, link.target_id))

    def show_entities(self, entities: Iterable[Entity]) -> None:
        """Note that the answer shows these entities, and keep them for nested fields."""
        for entity in entities:
            self.show_records(entity.records)
            self.entities.update({record.id: entity for record in entity.records})


BenangInfo = Info[Operation, None]
