"""Whether a viewer may see every record that their agency could file: then nothing of its own is hidden from them.

The question is put to all terms that such records may have, registered or not, and never to the records that exist: so
the answer reveals nothing about records that are hidden.
"""

from collections.abc import Iterable
from datetime import datetime

from graph import COMPARTMENT_STATES, JUDGEMENT_KIND, LINK_KIND, CompartmentKey, PropertyClass, SubjectRole
from policies.bundles.vocabulary import READ_ACTIONS
from policies.scopes.scope_builder import ScopeBuilder
from policies.scopes.world import World
from policies.viewer import ViewerContext


class OwnTerms:
    """The terms that an agency's records may have, some thousand, and who sees records under them."""

    def __init__(self, scopes: ScopeBuilder) -> None:
        self._scopes = scopes
        self._version = ""
        self._worlds: dict[str, World] = {}

    def are_all_open(
        self, viewer: ViewerContext, *, now: datetime, classes: Iterable[PropertyClass] = tuple(PropertyClass)
    ) -> bool:
        """Return whether one of these classes is open to the viewer on each record that their agency could file.

        By any class a record exists for the viewer, whatever terms it is filed under.

        Raises:
            ViewerError: the context names something unknown.
        """
        world = self._possible(viewer.agency)
        allowed = self._scopes.evaluate(viewer, world, now=now)
        seen = 0
        for property_class in classes:
            seen |= allowed[READ_ACTIONS[property_class]]
        return bool(world.all) and seen == world.all

    def _possible(self, agency: str) -> World:
        bundle = self._scopes.bundle
        if bundle.version != self._version:
            self._version, self._worlds = bundle.version, {}
        if agency not in self._worlds:
            keys = (
                CompartmentKey(
                    originator=agency, profile=profile, kind=kind, role=role, claimed=claimed, uncompared=uncompared
                )
                for profile in sorted(bundle.registers.profiles)
                for kind in sorted(bundle.kinds - {LINK_KIND, JUDGEMENT_KIND})
                for role in SubjectRole
                for claimed, uncompared in COMPARTMENT_STATES
            )
            self._worlds[agency] = World.over(keys, bundle)
        return self._worlds[agency]
