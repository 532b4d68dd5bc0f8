"""Which records of their own agency a viewer may hear of, for lists that depend on the agency and not on a scope.

A record above the viewer, or sealed from them, is neither named nor counted, and leaves no gap.
"""

from collections.abc import Iterable

from graph import ReadScope
from graph.store import OwnRecordReader
from policies import Clock, OwnTerms, ScopeBuilder, ViewerContext

_NO_RECORD = "r-"  # has the id of none


class OwnView:
    """Tells which own records exist for a viewer, those that have gone included."""

    def __init__(self, records: OwnRecordReader, scopes: ScopeBuilder, *, clock: Clock) -> None:
        self._records = records
        self._terms = OwnTerms(scopes)
        self._clock = clock

    def is_whole(self, viewer: ViewerContext) -> bool:
        """Return whether the agency could file nothing that is hidden from a viewer, whatever it has filed."""
        return self._terms.are_all_open(viewer, now=self._clock())

    async def look_in_vain(self, viewer: ViewerContext, scope: ReadScope) -> None:
        """Read what `open` reads for one record that is closed to a viewer.

        Whoever asks by an id for what names own records and is not there waits as for what is closed to them.
        """
        await self.open(viewer, scope, [_NO_RECORD])

    async def open(self, viewer: ViewerContext, scope: ReadScope, ids: Iterable[str]) -> frozenset[str]:
        """Return those of the agency's own records that exist for a viewer.

        A record that has gone counts under its last terms. Where nothing says what these were, it is closed to all
        viewers but those from whom nothing of their agency is hidden.
        """
        wanted = frozenset(ids)
        if not wanted or self.is_whole(viewer):
            return wanted
        standing = await self._records.own_in_view(scope, wanted)
        gone = await self._records.gone_terms(viewer.agency, wanted - standing)
        return standing | {rid for rid, compartment in gone.items() if compartment in scope.visible}
