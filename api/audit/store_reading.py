"""Reads what every answer rests on, and asks a store no more that was put back from an older copy beneath the process.

`api.audit.store_standing` notices such a store when the logs grow, some seconds later. What was suspended, withdrawn,
revoked or sealed since the copy would be open meanwhile. So each answer looks, at its beginning and before it leaves.
"""

from collections.abc import Sequence

from api.audit.store_standing import StoreComparison
from api.store_watch import EXCHANGED, StoreWatch
from graph import Compartment
from graph.errors import StoreUnavailableError
from graph.store import CompartmentRegistry
from policies import STORE, AuditLog, StoreMark

_BEHIND = "it is behind"


class StoreReading:
    """The compartments, grants and suspensions of the store that this process opened, and of no older copy."""

    def __init__(
        self, registry: CompartmentRegistry, standing: StoreComparison, audit: AuditLog, watch: StoreWatch
    ) -> None:
        self._registry = registry
        self._standing = standing
        self._audit = audit
        self._watch = watch

    async def refresh(self) -> Sequence[Compartment]:
        """Return the compartments as `CompartmentRegistry.refresh` does, with what it reads besides.

        Of an older copy damage waits from here on, and no audit entry is taken: nothing leaves.

        Raises:
            StoreUnavailableError: the store does not answer, or it is older than this process knows it to be.
        """
        # Taken before it is asked: the store had this mark by then.
        counted = self._standing.counted
        compartments = await self._registry.refresh()
        if self._registry.is_ahead or self._is_older(counted):
            await self._refuse_older()
        return compartments

    def _is_older(self, counted: StoreMark | None) -> bool:
        return counted is not None and self._registry.store_marks.get(counted.folder, 0) < counted.number

    async def _refuse_older(self) -> None:
        """Find out by a write whether the store is older, since a read may have been answered by who is behind.

        Where it is, this process is done with it, also once an operator accepts it: what is known here of compartments
        is of the newer one, and their numbers may come to mean something else.
        """
        await self._standing.look()
        if any(damage.name == STORE for damage in self._audit.damage.standing()):
            await self._watch.turn_away()
            return  # what it was for is refused, and written down as refused, by the trail
        await self._registry.refresh()
        if self._registry.is_ahead:
            await self._watch.turn_away()
        raise StoreUnavailableError(EXCHANGED if self._registry.is_ahead else _BEHIND)
