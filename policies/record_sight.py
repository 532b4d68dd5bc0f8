"""Whether those of an agency who had a record are left nothing of it under other terms, by what policies open to them.

Both terms are asked of one bundle at one instant: what a policy or an agreement closes under both was not closed by who
put the record under the others. A receipt tells agency, purpose and case of a reader, not roles and clearance: all that
a bundle tells apart under these are asked.
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
    """Answers for one bundle at one instant, whoever is suspended then; the same question again costs nothing."""

    def __init__(self, bundle: Bundle, *, now: datetime) -> None:
        self._scopes = ScopeBuilder(bundle)
        self._bundle = bundle
        self._now = now
        self._known: dict[tuple[object, ...], bool] = {}
        self._alike = AlikeViewers(bundle)

    def are_lost(
        self, agency: str, purpose: str, *, has_case: bool, before: CompartmentKey, after: CompartmentKey
    ) -> bool:
        """Return whether some of an agency see something of one compartment, and none of them anything of another.

        Args:
            agency: whose people had a record.
            purpose: for which.
            has_case: whether they named a case.
            before: where it stood.
            after: where it stands.
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
