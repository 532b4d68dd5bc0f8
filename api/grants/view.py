"""Which grants a viewer may hear of: grants that the agency gave, passed on or received."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from api.sight.free_texts import FreeTexts
from api.sight.own_view import OwnView
from graph import ReadScope
from graph.grants import Grant, Grantee
from graph.store import CompartmentRegistry, GrantStore, SurroundingsReader
from policies import POLICY_ROLE, Clock, ScopeBuilder, ViewerContext, is_protecting, may_use

_ANY_CASE = "any"
_Terms = Mapping[str, int | None]
"""Record id to the compartment that it stands in, or went under; `None` where nothing says."""


class GrantView:
    """Removes from grants what a viewer may not know of."""

    def __init__(
        self,
        grants: GrantStore,
        registry: CompartmentRegistry,
        own: OwnView,
        texts: FreeTexts,
        *,
        surroundings: SurroundingsReader,
        scopes: ScopeBuilder,
        clock: Clock,
    ) -> None:
        self._grants = grants
        self._registry = registry
        self._own = own
        self._texts = texts
        self._surroundings = surroundings
        self._scopes = scopes
        self._clock = clock

    async def known(self, viewer: ViewerContext, scope: ReadScope, grants: Sequence[Grant]) -> list[Grant]:
        """Return those of the grants given or passed on by the viewer's agency that the viewer may know of."""
        own = [g for g in grants if g.originator == viewer.agency]
        seen = await self._own.open(viewer, scope, {rid for g in own for rid in g.records})
        whole = self._own.is_whole(viewer)
        # Records that have gone since left the grant; the terms that it was given under stay.
        known = [g for g in own if whole or (seen >= set(g.records) and scope.visible >= g.compartments)]
        passed = [g for g in grants if g.originator != viewer.agency and _is_told_of_passing(viewer, g)]
        told = {g.id: g for g in [*known, *await self.told(viewer, scope, passed)]}
        return await self.worded(viewer, scope, [told[g.id] for g in grants if g.id in told])

    async def known_one(self, viewer: ViewerContext, scope: ReadScope, grant: Grant | None) -> Grant | None:
        """Return a grant that was looked up by its id, if the viewer may know of it.

        Where there is none, or it is another agency's, as much is read as for one that is closed to the viewer.
        """
        is_ours = grant is not None and viewer.agency in {grant.originator, grant.passed_by}
        if grant is None or grant.originator != viewer.agency or not grant.records:
            await self._own.look_in_vain(viewer, scope)
        return next(iter(await self.known(viewer, scope, [grant] if grant is not None and is_ours else [])), None)

    async def worded(self, viewer: ViewerContext, scope: ReadScope, grants: Sequence[Grant]) -> list[Grant]:
        """Return grants as they are shown at the originator: without free texts about whom is closed to the viewer.

        The texts are the reason, the saved question and other restrictions. What counts is how the records stand now,
        how they stood when they were granted, and how they stood when they went.
        """
        own = [g for g in grants if g.originator == viewer.agency]
        records = await self._texts.closed(viewer, scope, {rid for g in own for rid in g.records})
        terms = await self._texts.closed_terms(viewer, scope, {n for g in own for n in g.compartments})
        closed = {g.id for g in own if not (records.isdisjoint(g.records) and terms.isdisjoint(g.compartments))}
        return [
            replace(g, reason=None, question=None, other_restrictions=None) if g.id in closed else g for g in grants
        ]

    async def unsealed(self, viewer: ViewerContext, grants: Sequence[Grant]) -> list[Grant]:
        """Return those of another's grants that name no sealed person's record; all of them to those who protect.

        A seal counts that lay on a record when it was granted, that lies on it now, or lay on it when it went.
        """
        return self._unsealed(viewer, grants, await self._terms(grants))

    async def told(self, viewer: ViewerContext, scope: ReadScope, grants: Sequence[Grant]) -> list[Grant]:
        """Return those of another's unsealed grants that name what may be opened to the viewer, and name that alone.

        What none of them could open to this viewer under their clearance, the list may not tell of either: neither by
        an id, nor by the reason of a grant of which nothing is left.
        """
        terms = await self._terms(grants)
        left = self._unsealed(viewer, grants, terms)
        ceilings = await self._ceilings(viewer, left)
        made = [await self._narrowed(scope, g, ceilings[g.purpose, g.case_ref], terms) for g in left]
        return [g for g in made if g.records]

    async def _terms(self, grants: Sequence[Grant]) -> _Terms:
        # Looked up after the grants were read: a seal that was laid meanwhile is seen.
        return await self._grants.terms_of(rid for g in grants for rid in g.records)

    def _unsealed(self, viewer: ViewerContext, grants: Sequence[Grant], terms: _Terms) -> list[Grant]:
        if is_protecting(viewer):
            return list(grants)
        may_be_sealed = self._registry.may_be_sealed
        left = [g for g in grants if not any(map(may_be_sealed, g.compartments))]
        sealed = {rid for rid, compartment in terms.items() if compartment is None or may_be_sealed(compartment)}
        return [g for g in left if sealed.isdisjoint(g.records)]

    async def _ceilings(
        self, viewer: ViewerContext, grants: Sequence[Grant]
    ) -> dict[tuple[str, str | None], ReadScope]:
        """Return by purpose and case what grants could open to the viewer at most."""
        if not grants:
            return {}
        compartments, now = await self._registry.refresh(), self._clock()
        asked = {(g.purpose, g.case_ref) for g in grants}
        return {
            terms: self._scopes.ceiling(self._asking_under(viewer, *terms), compartments, now=now) for terms in asked
        }

    def _asking_under(self, viewer: ViewerContext, purpose: str, case_ref: str | None) -> ViewerContext:
        """Return a viewer under a grant's own terms: who answers for the agency lists those of others, too."""
        if purpose == viewer.purpose and case_ref in {None, viewer.case_ref}:
            return viewer
        known = purpose if purpose in self._scopes.bundle.registers.purposes else viewer.purpose  # one may be retired
        return replace(viewer, purpose=known, case_ref=case_ref or _ANY_CASE)

    async def _narrowed(self, scope: ReadScope, grant: Grant, ceiling: ReadScope, terms: _Terms) -> Grant:
        """Return a grant as it names what is below a ceiling.

        Links are named as they are where all is below it; else those that the scope shows, since a link tells of both
        its ends.
        """

        def is_open(compartment: int | None) -> bool:
            return compartment is not None and not grant.classes.isdisjoint(ceiling.readable_classes(compartment))

        records = tuple(rid for rid in grant.records if is_open(terms.get(rid)))
        if not grant.links or (len(records) == len(grant.records) and all(map(is_open, grant.compartments))):
            return replace(grant, records=records)
        among = await self._surroundings.links_among(scope, grant.records)
        shown = {link.id for link in among if link.source_id in records or link.target_id in records}
        return replace(grant, records=records, links=tuple(x for x in grant.links if x in shown))


def is_told(viewer: ViewerContext, grant: Grant) -> bool:
    """Return whether one of the grantee's people hears of a grant: who could use it, or answers for the agency."""
    return POLICY_ROLE in viewer.roles or may_use(grant, viewer)


def _is_told_of_passing(viewer: ViewerContext, grant: Grant) -> bool:
    """Return whether a viewer of the agency that passed a grant on hears of it; its terms are those it rests on."""
    return is_told(viewer, replace(grant, grantee=Grantee(agency=viewer.agency)))
