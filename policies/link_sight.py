"""Whether people who had both records of a link also had the link, as far as policies open it to their agency.

The audit trail names records and no links. Of a reader it tells agency, purpose and case, not roles and clearance, so
every combination of these that the bundle distinguishes is tried.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from graph import CompartmentKey, PropertyClass
from policies.bundles.model import Bundle
from policies.bundles.vocabulary import READ_ACTIONS, PolicyAction
from policies.checks.viewer_classes import AlikeViewers
from policies.scopes.scope_builder import ScopeBuilder
from policies.scopes.world import Bits, World


class LinkSight(StrEnum):
    """Whether all, some or none of those in an agency who may see both records see the link between them."""

    ALL = "all"
    SOME = "some"
    NONE = "none"


class LinkSights:
    """Answers for one bundle at one instant, for whoever is suspended then. Repeated questions cost nothing."""

    def __init__(self, bundle: Bundle, *, now: datetime) -> None:
        self._scopes = ScopeBuilder(bundle)
        self._bundle = bundle
        self._now = now
        self._known: dict[tuple[object, ...], LinkSight] = {}
        self._alike = AlikeViewers(bundle)

    def sight(
        self, agency: str, purpose: str, *, has_case: bool, members: Sequence[CompartmentKey], by_policy: bool
    ) -> LinkSight:
        """Return who of an agency sees a link under a purpose.

        Args:
            agency: whose people had both records.
            purpose: the purpose for which they had them.
            has_case: whether they named a case.
            members: the link's own compartment, then those of its records.
            by_policy: policies opened the records to them, not grants alone. Where no policy does so now, one did then.
        """
        asked = (agency, purpose, has_case, tuple(members), by_policy)
        if asked not in self._known:
            self._known[asked] = self._found(agency, purpose, has_case, members, by_policy)
        return self._known[asked]

    def _found(
        self, agency: str, purpose: str, has_case: bool, members: Sequence[CompartmentKey], by_policy: bool
    ) -> LinkSight:
        world = World.over(members, self._bundle)
        alike = self._alike.find(agency, purpose, has_case=has_case)
        every = [self._scopes.evaluate(viewer, world, now=self._now) for viewer in alike]
        readers = [allowed for allowed in every if _sees_records(allowed, len(members))]
        if not readers and by_policy:
            readers = every
        seen = sum(_sees_link(allowed, members) for allowed in readers)
        if seen == 0:
            return LinkSight.NONE
        return LinkSight.ALL if seen == len(readers) else LinkSight.SOME


def _sees_records(allowed: Mapping[PolicyAction, Bits], count: int) -> bool:
    seen = visible(allowed)
    return all(seen >> position & 1 for position in range(1, count))


def _sees_link(allowed: Mapping[PolicyAction, Bits], members: Sequence[CompartmentKey]) -> bool:
    """Return whether a link is seen beside its records; that of a victim, where her identity may be read.

    As scopes have it, but for a seal that a claim laid on her: it may have come since.
    """
    identity = allowed[READ_ACTIONS[PropertyClass.IDENTITY]]
    victims = [position for position, key in enumerate(members) if key.role.is_victim]
    return bool(visible(allowed) & 1) and all(identity >> position & 1 for position in victims)


def visible(allowed: Mapping[PolicyAction, Bits]) -> Bits:
    """Return of which compartments of a world any class may be read."""
    seen = 0
    for action in READ_ACTIONS.values():
        seen |= allowed[action]
    return seen
