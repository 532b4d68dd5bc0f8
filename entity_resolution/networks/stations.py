"""False base stations as moving devices: the sightings of one device, of however many networks, in the order of time.

A device is an entity like any other: records of several telcos that match in the view. Its path is made of the
sightings that those records were observed in, so each telco sees its own stretch until others are granted to it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from entity_resolution.views.entities import Entity, EntityReader
from graph import PropertyClass, ReadScope, RecordId
from graph.store import EVERY_LINK, RecordReader, VisibleLink, VisibleRecord

STATION = "FalseBaseStation"
SIGHTING = "Sighting"
OBSERVED = "OBSERVED_AT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One sighting of a device. What the viewer may not read of it, or nobody wrote down, is `None`.

    `observed_at` is an instant or a date, as precise as its source; `link_since` stands in where the sighting has none.
    """

    station_id: RecordId
    sighting: VisibleRecord
    link: VisibleLink
    observed_at: str | None
    locality: str | None
    country: str | None
    coordinates: str | None
    cell: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StationPath:
    """A device and its stops in the order of time; those without a time stand at the end, in the order of receipt."""

    device: Entity
    stops: tuple[Stop, ...]
    links: tuple[VisibleLink, ...]


class StationReader:
    """Reads the paths of devices through a scope."""

    def __init__(self, entities: EntityReader, records: RecordReader) -> None:
        self._entities = entities
        self._records = records

    async def path(self, scope: ReadScope, record_id: str) -> StationPath | None:
        """Return the path of the device that a record describes; `None` where no visible station has this id."""
        device = await self._entities.find_entity(scope, record_id)
        if device is None or device.kind != STATION:
            return None
        own = {record.id for record in device.records}
        observed = await self._records.links(scope, own, limit=EVERY_LINK, types=[OBSERVED])
        links = [link for link in observed if link.source_id in own]
        found = {r.id: r for r in await self._records.records(scope, {link.target_id for link in links})}
        pairs = [(link, found[link.target_id]) for link in links if link.target_id in found]
        stops = sorted((_stop(link, r) for link, r in pairs if r.kind == SIGHTING), key=_order)
        return StationPath(device=device, stops=tuple(stops), links=tuple(link for link, _ in pairs))


def _stop(link: VisibleLink, sighting: VisibleRecord) -> Stop:
    return Stop(
        station_id=link.source_id,
        sighting=sighting,
        link=link,
        observed_at=_value(sighting, PropertyClass.NARRATIVE, "observedAt") or link.since,
        locality=_value(sighting, PropertyClass.LOCATION, "locality", raw=True),
        country=_value(sighting, PropertyClass.LOCATION, "country"),
        coordinates=_value(sighting, PropertyClass.LOCATION, "coordinates"),
        cell=_value(sighting, PropertyClass.LOCATION, "cell"),
    )


def _value(record: VisibleRecord, property_class: PropertyClass, name: str, *, raw: bool = False) -> str | None:
    values: Iterable[str | None] = (
        v.raw if raw else v.value for v in record.parts.get(property_class, {}).get(name, ())
    )
    return next((v for v in values if v), None)


def _order(stop: Stop) -> tuple[bool, str, tuple[int, str], str]:
    return stop.observed_at is None, stop.observed_at or "", stop.sighting.order, stop.link.id
