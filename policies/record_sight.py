"""Whether a change of terms leaves nothing of a record to the people of an agency who had it.

Both terms are put to one bundle at one instant. What a policy or an agreement closes under both terms was not closed by
whoever changed the terms. Of a reader the receipts tell agency, purpose and case, not roles and clearance, so every
combination of these that the bundle distinguishes is tried.
"""

from datetime import datetime

from graph import CompartmentKey
from policies.bundles.model import Bundle
from policies.checks.viewer_classes import AlikeViewers
from policies.link_sight import visible
from policies.scopes.scope_builder import ScopeBuilder
from policies.scopes.world import World

_BEFORE, _AFTER = 0b01, 0b10


class RecordSights:
    """Answers for one bundle at one instant, for whoever is suspended then. Repeated questions cost nothing."""

    def __init__(self, bundle: Bundle, *, now: datetime) -> None:
        self._scopes = ScopeBuilder(bundle)
        self._bundle = bundle
        self._now = now
        self._known: dict[tuple[object, ...], bool] = {}
        self._alike = AlikeViewers(bundle)

    def are_lost(
        self, agency: str, purpose: str, *, has_case: bool, before: CompartmentKey, after: CompartmentKey
    ) -> bool:
        """Return whether some of an agency see something in the first compartment, and nobody anything in the second.

        Args:
            agency: whose people had a record.
            purpose: the purpose for which they had it.
            has_case: whether they named a case.
            before: the record's compartment at that time.
            after: its compartment now.
        """
        asked = (agency, purpose, has_case, before, after)
        if asked not in self._known:
            self._known[asked] = self._found(agency, purpose, has_case, before, after)
        return self._known[asked]

    def _found(self, agency: str, purpose: str, has_case: bool, before: CompartmentKey, after: CompartmentKey) -> bool:
        world = World.over([before, after], self._bundle)
        alike = self._alike.find(agency, purpose, has_case=has_case)
        seen = [visible(self._scopes.evaluate(viewer, world, now=self._now)) for viewer in alike]
        readers = [bits for bits in seen if bits & _BEFORE]
        return bool(readers) and not any(bits & _AFTER for bits in readers)
