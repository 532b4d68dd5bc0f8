"""What no bundle may release, as code of its own: it holds whatever the text of the floor says.

Each law names compartments that must stay closed to a viewer; it is checked over all viewers that a bundle tells apart.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from graph import CompartmentKey, SubjectRole
from policies.model import Bundle
from policies.registers import Party
from policies.scope_builder import ScopeBuilder
from policies.viewer import Directory, ViewerContext
from policies.vocabulary import PRIVATE_SECTORS, READ_ACTIONS, Caveat, PolicyAction, Tlp
from policies.world import Bits, World

PROTECTION_ROLE = "victim-support"
PROTECTION_PURPOSE = "victim-protection"
_READS = tuple(READ_ACTIONS.values())
_ASKED = (*_READS, PolicyAction.HIT)
_EVERYTHING = (*_ASKED, PolicyAction.NOTICE)
_WHOM_AND_WHERE = (PolicyAction.IDENTITY, PolicyAction.CONTACT, PolicyAction.LOCATION)
Closing = tuple["Law", tuple[PolicyAction, ...], Bits]


class Law(StrEnum):
    """The laws of the floor."""

    SUSPENDED = "a suspended agency gets nothing"
    VICTIM_SEALED = "whom and where a victim is needs the protection role and purpose, at the originator too"
    VICTIM_SEALED_TO_OTHERS = "of a victim others get nothing without the protection role and purpose"
    UNCOMPARED = "what is not compared yet stays with its originator"
    PRIVATE_SECTOR = "the private sector reads no record of others"
    RED = "what is TLP:RED stays with its originator"
    SEALED = "what is sealed stays with its originator"
    CONTROLLED = "content under the originator's control, prior consent or hit-only needs a grant"
    PURPOSE = "others read and hit only under a purpose that the profile lists"
    FOREIGN = "what is NOFORN stays in its jurisdiction"
    CLEARANCE = "nobody below a profile's clearance reads"


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """A decision that a law forbids."""

    law: Law
    viewer: ViewerContext
    action: PolicyAction
    key: CompartmentKey


def find_breaches(
    bundle: Bundle, viewers: Iterable[ViewerContext], keys: Iterable[CompartmentKey], now: datetime
) -> Iterator[Breach]:
    """Yield every decision of a bundle that a law forbids, without grants, at one instant."""
    world, builder = World.over(keys, bundle), ScopeBuilder(bundle)
    silenced = ScopeBuilder(bundle, Directory(bundle.registers))
    for agency in bundle.registers.parties:
        silenced.directory.suspend(agency)
    asked: set[str] = set()
    for viewer in viewers:
        allowed = builder.evaluate(viewer, world, now=now)
        for closing in _closed(viewer, world, bundle):
            yield from _breaches(closing, viewer, allowed, world)
        if viewer.agency not in asked:
            asked.add(viewer.agency)
            refused = silenced.evaluate(viewer, world, now=now)
            yield from _breaches((Law.SUSPENDED, _EVERYTHING, world.all), viewer, refused, world)


def _breaches(
    closing: Closing, viewer: ViewerContext, allowed: Mapping[PolicyAction, Bits], world: World
) -> Iterator[Breach]:
    law, actions, closed = closing
    for action in actions:
        if wrong := allowed[action] & closed:
            position = (wrong & -wrong).bit_length() - 1
            yield Breach(law=law, viewer=viewer, action=action, key=world.keys[position])


def _closed(viewer: ViewerContext, world: World, bundle: Bundle) -> Iterator[Closing]:
    party = bundle.registers.parties[viewer.agency]
    others = world.all & ~world.owned_by([viewer.agency])
    victims = world.any_of("subject", [("SubjectRole", str(r)) for r in SubjectRole if r.is_victim])
    if not (PROTECTION_ROLE in viewer.roles and viewer.purpose == PROTECTION_PURPOSE):
        yield Law.VICTIM_SEALED, _WHOM_AND_WHERE, victims
        yield Law.VICTIM_SEALED_TO_OTHERS, _ASKED, (victims | world.column("claimedVictim", True)) & others
    yield Law.UNCOMPARED, _EVERYTHING, world.column("uncompared", True) & others
    if party.sector in PRIVATE_SECTORS:
        yield Law.PRIVATE_SECTOR, _READS, others
    yield from _closed_by_profile(viewer, party, world, others)


def _closed_by_profile(viewer: ViewerContext, party: Party, world: World, others: Bits) -> Iterator[Closing]:
    caveats = {c: world.column("caveats", ("Caveat", str(c))) & others for c in Caveat}
    yield Law.RED, _EVERYTHING, world.column("tlp", ("Tlp", str(Tlp.RED))) & others
    yield Law.SEALED, _EVERYTHING, caveats[Caveat.SEALED]
    controlled = caveats[Caveat.ORCON] | caveats[Caveat.PRIOR_CONSENT] | caveats[Caveat.HIT_ONLY]
    yield Law.CONTROLLED, _READS, controlled
    yield Law.PURPOSE, _ASKED, others & ~world.column("purposes", ("Purpose", viewer.purpose))
    at_home = world.column("jurisdiction", ("Jurisdiction", party.jurisdiction))
    yield Law.FOREIGN, _EVERYTHING, caveats[Caveat.NOFORN] & ~at_home
    above = [n for n in world.columns.get("minClearance", {}) if isinstance(n, int) and n > viewer.clearance]
    yield Law.CLEARANCE, _READS, world.any_of("minClearance", above)
