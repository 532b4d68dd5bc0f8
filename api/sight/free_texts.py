"""Who may read the free texts about an agency's own records: reasons and saved questions, which often name somebody.

The list in which a text stands goes by the record's id; the text goes by the class of what tells whose record it is.
"""

from collections.abc import Iterable

from graph import LINK_KIND, CompartmentKey, PropertyClass, ReadScope
from graph.store import CompartmentRegistry, OwnRecordReader
from policies import Clock, OwnTerms, ScopeBuilder, ViewerContext

WITHHELD = "(withheld)"
"""What a line of text says where a free text is withheld."""


class FreeTexts:
    """Tells about which own records a viewer may not read what others of the agency wrote."""

    def __init__(
        self, records: OwnRecordReader, registry: CompartmentRegistry, scopes: ScopeBuilder, *, clock: Clock
    ) -> None:
        self._records = records
        self._registry = registry
        self._terms = OwnTerms(scopes)
        self._clock = clock

    async def closed(self, viewer: ViewerContext, scope: ReadScope, ids: Iterable[str]) -> frozenset[str]:
        """Return those of the agency's own records about which a viewer may not read free texts.

        These are the records whose identity is closed to the viewer, and those that a link of the agency's own ties to
        a presumed victim whose identity is. One that has gone counts by the terms under which it went; where nothing
        says which they were, its texts are closed to all but those to whom every identity of their agency is open.
        """
        wanted = frozenset(ids)
        if not wanted or self.are_all_open(viewer):
            return frozenset()
        stood = await self._compartments(viewer.agency, wanted)
        linked = await self._records.compartments_of_links(wanted)
        await self._registry.meet([*stood.values(), *(number for _, number in linked)])
        named = {rid for rid in wanted if not _is_open(scope, stood.get(rid))}
        reaching = {rid for rid, number in linked if self._leads_to_a_closed_victim(viewer, scope, number)}
        return frozenset(named | reaching)

    async def closed_terms(
        self, viewer: ViewerContext, scope: ReadScope, compartments: Iterable[int]
    ) -> frozenset[int]:
        """Return those of some terms of own records and links under which an identity is closed to a viewer."""
        wanted = frozenset(compartments)
        if not wanted or self.are_all_open(viewer):
            return frozenset()
        await self._registry.meet(wanted)
        return frozenset(
            n for n in wanted if not all(scope.may_read(PropertyClass.IDENTITY, m) for m in self._of_records(n))
        )

    def are_all_open(self, viewer: ViewerContext) -> bool:
        """Return whether no identity that the agency could file is closed to a viewer; what it filed plays no part."""
        return self._terms.are_all_open(viewer, now=self._clock(), classes=[PropertyClass.IDENTITY])

    async def _compartments(self, agency: str, ids: frozenset[str]) -> dict[str, int]:
        standing = {str(r.id): r.compartment for r in await self._records.own_records(agency, ids)}
        gone = await self._records.gone_terms(agency, ids - standing.keys())
        return standing | {rid: number for rid, number in gone.items() if number is not None}

    def _of_records(self, number: int) -> dict[int, CompartmentKey]:
        """Return the terms of records that are in a compartment: its own, or those of a link's ends."""
        return {m: key for m, key in self._registry.base_keys(number).items() if key.kind != LINK_KIND}

    def _leads_to_a_closed_victim(self, viewer: ViewerContext, scope: ReadScope, number: int) -> bool:
        """Tell whether a link has an own end that is sealed and closed; what others filed would be told of by it."""
        return any(
            key.originator == viewer.agency and key.is_sealed and not scope.may_read(PropertyClass.IDENTITY, member)
            for member, key in self._of_records(number).items()
        )


def _is_open(scope: ReadScope, compartment: int | None) -> bool:
    return compartment is not None and scope.may_read(PropertyClass.IDENTITY, compartment)
