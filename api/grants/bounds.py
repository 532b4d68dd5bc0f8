"""What bounds a grant, given or passed on: records that are held, the ceiling of the grantee, a second person."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from api.errors import InputError
from api.grants.orders import GrantOrder
from entity_resolution.networks.stations import OBSERVED, SIGHTING, STATION
from graph import ReadScope
from graph.grants import Grant, Grantee
from graph.store import EVERY_LINK, CompartmentRegistry, GrantStore, RecordReader, VisibleRecord
from policies import PRIVATE_SECTORS, OverCeilingError, Registers, ScopeBuilder, best_viewers, check_ceiling
from policies import needs_second as profiles_need_second


class GrantBounds:
    """Checks what is to be granted against what the store and the policies in force say of it."""

    def __init__(
        self, grants: GrantStore, records: RecordReader, registry: CompartmentRegistry, scopes: ScopeBuilder
    ) -> None:
        self._grants = grants
        self._records = records
        self._registry = registry
        self._scopes = scopes

    @property
    def _registers(self) -> Registers:
        return self._scopes.bundle.registers

    async def check_settled(self, records: Sequence[VisibleRecord]) -> None:
        """Return if all were compared, and none is held: what else refuses a grant of one would tell of a claim."""
        if any(self._registry.is_uncompared(r.compartment) for r in records):
            raise InputError("records", "names one that is not compared with others' yet; give the grant again then")
        if await self._grants.names_held(r.id for r in records):
            raise InputError(
                "records", "names one that waits for the review of a filing; try again once it is released"
            )

    def needs_second(self, records: Iterable[VisibleRecord]) -> bool:
        """Return whether a record's profile asks for a second person, or its subject is a victim, by whoever's word.

        Whatever the profile is now: else one person files her anew under another one, and grants.
        """
        found = tuple(records)
        by_profile = profiles_need_second({r.profile for r in found}, self._registers)
        return by_profile or any(self._registry.may_be_sealed(r.compartment) for r in found)

    def is_private(self, grantee: Grantee) -> bool:
        """Return whether a grantee is of the private sector."""
        return self._registers.parties[grantee.agency].sector in PRIVATE_SECTORS

    async def check_confided(self, scope: ReadScope, grantee: Grantee, records: Iterable[VisibleRecord]) -> None:
        """Return if the sightings for a private party are of false base stations, as far as the giver sees.

        Their kind does not say of what they are. What the giver does not see is looked at where the grant is written.
        """
        sightings = {r.id for r in records if r.kind == SIGHTING}
        if not sightings or not self.is_private(grantee):
            return
        links = await self._records.links(scope, sightings, limit=EVERY_LINK, types=[OBSERVED])
        seen = await self._records.records(scope, {x.source_id for x in links})
        if any(r.kind != STATION for r in seen) or not sightings <= {x.target_id for x in links}:
            raise OverCeilingError(["records"])

    async def check_opens(
        self,
        grantee: Grantee,
        terms: GrantOrder | Grant,
        records: Sequence[int],
        links: Sequence[int],
        now: datetime,
    ) -> None:
        """Return if the grantee could be shown all that is to be opened, records and links by their compartments."""
        compartments = await self._registry.refresh()
        viewers = best_viewers(grantee, terms.purpose, terms.case_ref, self._registers)
        ceilings = [self._scopes.ceiling(v, compartments, now=now) for v in viewers]
        check_ceiling(terms.classes, records, ceilings)
        for link in links:
            own = self._registry.get(link).members[0]
            if not any(c.readable_classes(own) & terms.classes for c in ceilings):
                raise OverCeilingError(["links"])
