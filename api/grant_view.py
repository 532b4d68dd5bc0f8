"""Which grants somebody may hear of: those that their agency gave, those that it passed on, those that it received."""

from collections.abc import Sequence
from dataclasses import replace

from api.own_view import OwnView
from graph import ReadScope
from graph.grants import Grant, Grantee
from graph.store import CompartmentRegistry, GrantStore
from policies import POLICY_ROLE, ViewerContext, is_protecting, may_use


class GrantView:
    """Leaves out of grants what a viewer may not know of."""

    def __init__(self, grants: GrantStore, registry: CompartmentRegistry, own: OwnView) -> None:
        self._grants = grants
        self._registry = registry
        self._own = own

    async def known(self, viewer: ViewerContext, scope: ReadScope, grants: Sequence[Grant]) -> list[Grant]:
        """Return those of the grants that a viewer's agency gave or passed on that the viewer may know of."""
        own = [g for g in grants if g.originator == viewer.agency]
        seen = await self._own.open(viewer, scope, {rid for g in own for rid in g.records})
        whole = self._own.is_whole(viewer)
        # Records that have gone since left the grant; the terms that it was given under stay.
        known = [g for g in own if whole or (seen >= set(g.records) and scope.visible >= g.compartments)]
        passed = [g for g in grants if g.originator != viewer.agency and _is_told_of_passing(viewer, g)]
        ids = {g.id for g in [*known, *await self.unsealed(viewer, passed)]}
        return [g for g in grants if g.id in ids]

    async def unsealed(self, viewer: ViewerContext, grants: Sequence[Grant]) -> list[Grant]:
        """Return those of another's grants that name no sealed person's record; all of them to those who protect.

        A seal counts that lay on a record when it was granted, that lies on it now, or lay on it when it went.
        """
        if is_protecting(viewer):
            return list(grants)
        may_be_sealed = self._registry.may_be_sealed
        left = [g for g in grants if not any(map(may_be_sealed, g.compartments))]
        # Looked up after the grants were read: a seal that was laid meanwhile is seen.
        terms = await self._grants.terms_of(rid for g in left for rid in g.records)
        sealed = {rid for rid, compartment in terms.items() if compartment is None or may_be_sealed(compartment)}
        return [g for g in left if sealed.isdisjoint(g.records)]


def is_told(viewer: ViewerContext, grant: Grant) -> bool:
    """Return whether a viewer of the grantee hears of a grant: who could use it, and who answers for the agency."""
    return POLICY_ROLE in viewer.roles or may_use(grant, viewer)


def _is_told_of_passing(viewer: ViewerContext, grant: Grant) -> bool:
    """Return whether a viewer of the agency that passed a grant on hears of it; its terms are those it rests on."""
    return is_told(viewer, replace(grant, grantee=Grantee(agency=viewer.agency)))
