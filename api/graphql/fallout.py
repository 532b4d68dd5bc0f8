"""What relied on a record, over GraphQL: for its originator before and after it is recalled."""

from datetime import datetime

import strawberry

from api.graphql.context import BenangInfo
from api.graphql.parties import Party
from api.recalls.fallout import Fallout


@strawberry.type(description="A copy of a record that left the product.")
class FalloutExport:
    """An export.

    Attributes:
        at: when.
    """

    whose: strawberry.Private[str]
    at: datetime

    @strawberry.field
    def agency(self, info: BenangInfo) -> Party:
        """The agency that made the copy."""
        return Party.called(self.whose, info.context.app.bundle.registers)


@strawberry.type(description="Another record of your view that the record was one with.")
class FalloutMatch:
    """A match.

    Attributes:
        record_id: id of the other record.
    """

    record_id: strawberry.ID
    whose: strawberry.Private[str]

    @strawberry.field
    def originator(self, info: BenangInfo) -> Party:
        """The agency whose record that is."""
        return Party.called(self.whose, info.context.app.bundle.registers)


@strawberry.type(description="An alert of your agency on the record.")
class FalloutAlert:
    """An alert.

    Attributes:
        id: of the alert.
    """

    id: strawberry.ID
    whose: strawberry.Private[str]

    @strawberry.field
    def other_agency(self, info: BenangInfo) -> Party:
        """The other agency."""
        return Party.called(self.whose, info.context.app.bundle.registers)


@strawberry.type(
    description="One of your own people to whom the record was shown before its ids were erased from the trail."
)
class FalloutLooks:
    """The looks of one person.

    Attributes:
        person: as their token names them.
        count: how often they were shown it.
        first_at: when first.
        last_at: when last.
    """

    person: str
    count: int
    first_at: datetime
    last_at: datetime


@strawberry.type(description="What relies on a record of yours, or relied on it when it was recalled.")
class FalloutReport:
    """A fallout report, as far as you may see it.

    Attributes:
        alerts: those of your agency on it.
        matches: other records that it was one with in your view.
        grants: ids of the grants that name it.
        exports: copies of it that left the product.
    """

    record_id: strawberry.ID
    alerts: list[FalloutAlert]
    matches: list[FalloutMatch]
    grants: list[strawberry.ID]
    told: strawberry.Private[tuple[str, ...]]
    exports: list[FalloutExport]
    own_looks: list[FalloutLooks] = strawberry.field(
        description="Who of your own people was shown it before its ids were erased; receipts tell of the others."
    )

    @strawberry.field
    def recipients(self, info: BenangInfo) -> list[Party]:
        """The other agencies that were shown it or told of it."""
        return [Party.called(code, info.context.app.bundle.registers) for code in self.told]

    @classmethod
    def of(cls, found: Fallout) -> "FalloutReport":
        """Return the GraphQL report of a computed one."""
        return cls(
            record_id=strawberry.ID(found.record_id),
            alerts=[FalloutAlert(id=strawberry.ID(a), whose=other) for a, other in found.alerts],
            matches=[FalloutMatch(record_id=strawberry.ID(m), whose=whose) for m, whose in found.matches],
            grants=[strawberry.ID(g) for g in found.grants],
            told=found.recipients,
            exports=[FalloutExport(whose=a, at=at) for a, at in found.exports],
            own_looks=[
                FalloutLooks(person=x.person, count=x.count, first_at=x.first_at, last_at=x.last_at)
                for x in found.own_looks
            ],
        )


@strawberry.type
class FalloutQueries:
    """Reads of what relied on records."""

    @strawberry.field
    async def fallout_report(self, info: BenangInfo, record_id: strawberry.ID) -> FalloutReport | None:
        """What relies on a record of your agency, or relied on it when it was recalled.

        Null where you see no such record. For a supervisor, a duty officer or a policy officer.
        """
        operation = info.context
        desk = operation.app.accountability.recalls
        with operation.noting_refusals():
            found = await desk.fallout(operation.viewer, operation.scope, record_id)
        if found is None:
            return None
        operation.shown.update(await desk.named_of(operation.viewer.agency, found.record_id))
        operation.shown.update(m for m, _ in found.matches)
        return FalloutReport.of(found)
