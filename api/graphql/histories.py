"""The histories of what moves: the path of a false base station, the names and relocations of a site."""

import strawberry

from api.graphql.context import BenangInfo
from api.graphql.parties import Party
from api.graphql.records import Entity, Link, Record, present
from entity_resolution.networks.relocation import KnownName, Relocation
from entity_resolution.networks.stations import Stop


@strawberry.type(description="One sighting of a false base station; what is redacted or unknown is null.")
class StationStop:
    """A stop of a device.

    Attributes:
        station_id: id of the record of the station, by which you see which network reports it.
        sighting: the record of the observation.
        observed_at: an instant or a day, as precise as its source; where the sighting has none, the day on which the
            link to it began.
        locality: town or place, as the source wrote it.
        country: as the source gave it.
        coordinates: latitude and longitude, WGS 84, in degrees.
        cell: the cell that observed it.
    """

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
    """The path of a device.

    Attributes:
        device: the station, with all records that are one in your view.
        stops: in the order of time; those without a time stand at the end, in the order of receipt.
    """

    device: Entity
    stops: list[StationStop]


@strawberry.type(description="A name that records give, with who gives it.")
class KnownNameOf:
    """A name of a site or organisation.

    Attributes:
        name: as records write it.
        is_alias: whether all records that give it give it as another or former name.
        record_ids: ids of the records that give it, in the order in which they were received.
    """

    name: str
    is_alias: bool
    record_ids: list[strawberry.ID]
    whose: strawberry.Private[tuple[str, ...]]

    @strawberry.field
    def originators(self, info: BenangInfo) -> list[Party]:
        """The agencies whose records these are."""
        return [Party.called(code, info.context.app.bundle.registers) for code in self.whose]

    @classmethod
    def of(cls, found: KnownName) -> "KnownNameOf":
        """Return the GraphQL name of a computed one."""
        return cls(
            name=found.name,
            is_alias=found.is_alias,
            record_ids=[strawberry.ID(rid) for rid in found.records],
            whose=tuple(found.originators),
        )


@strawberry.type(description="A move from one place to another, with the links that assert it.")
class SiteMove:
    """A relocation.

    Attributes:
        source_id: id of the entity that it moved from.
        target_id: id of the entity that it moved to.
        since: the earliest day that a link gives; null where none does that you may read.
        links: the links `MOVED_TO` that assert it.
    """

    source_id: strawberry.ID
    target_id: strawberry.ID
    since: str | None
    links: list[Link]


@strawberry.type(description="The names of a site or organisation, and all the places that it moved between.")
class SiteHistory:
    """The history of a site or organisation.

    Attributes:
        subject: the site or organisation that was asked about.
        names: its own, those that records are known by first, then aliases, in the order of the records.
        sites: all that it moved between, itself among them, in the order of the moves.
        moves: in the order of time, those without a time last.
    """

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


@strawberry.type
class HistoryQueries:
    """Questions of where something was."""

    @strawberry.field
    async def station_path(self, info: BenangInfo, id: strawberry.ID) -> StationPath | None:  # noqa: A002
        """Where a false base station was seen, in the order of time, from all records that are one in your view.

        Args:
            id: of any record of a false base station that you see.
        """
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
        """By which names a site or organisation is known, in all scripts, and where it moved from and to.

        Args:
            id: of any record of a site or organisation that you see.
        """
        operation = info.context
        found = await operation.app.relocations.history(operation.scope, id)
        if found is None:
            return None
        operation.show_entities([*found.sites, found.subject])
        operation.show_links(link for move in found.moves for link in move.links)
        return SiteHistory.of(found)
