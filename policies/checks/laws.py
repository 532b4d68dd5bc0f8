"""What no bundle may release, as code of its own: it holds whatever the text of the floor says.

Each law names compartments that must stay closed to a viewer; it is checked over all viewers that a bundle tells apart,
without a grant and as if one were live.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from graph import LINK_KIND, VICTIM_ROLES, CompartmentKey
from policies.bundles.model import Bundle
from policies.bundles.registers import Party, Registers
from policies.bundles.vocabulary import PRIVATE_SECTORS, READ_ACTIONS, Caveat, HitMode, PolicyAction, Sector, Tlp
from policies.checks.many_viewers import ACTIONS, Answer, ManyViewers, Told
from policies.linkages import CARRIER_KINDS, NUMBER_KINDS, STATION_KIND
from policies.scopes.world import Bits, World
from policies.viewer import Directory, ViewerContext

PROTECTION_ROLE = "victim-support"
PROTECTION_PURPOSE = "victim-protection"
_READS = tuple(READ_ACTIONS.values())
_ASKED = (*_READS, PolicyAction.HIT)
_EVERYTHING = (*_ASKED, PolicyAction.NOTICE)
_NOTICE = (PolicyAction.NOTICE,)
_PLACES = {action: place for place, action in enumerate(ACTIONS)}
# What a telco may confide to another: a device that sends false texts, where it was seen, and links between these.
_OF_STATIONS = tuple(("Kind", kind) for kind in (STATION_KIND, "Sighting", LINK_KIND))
_WITH_NUMBERS = tuple(("Kind", kind) for kind in (*NUMBER_KINDS, *CARRIER_KINDS))
_WHOM_AND_WHERE = (PolicyAction.IDENTITY, PolicyAction.CONTACT, PolicyAction.LOCATION)
Closing = tuple["Law", tuple[PolicyAction, ...], Bits]


class Law(StrEnum):
    """The laws of the floor."""

    SUSPENDED = "a suspended agency gets nothing"
    VICTIM_SEALED = "whom and where a victim is needs the protection role and purpose, at the originator too"
    VICTIM_SEALED_TO_OTHERS = "of a victim others get nothing without the protection role and purpose"
    UNCOMPARED = "what is not compared yet stays with its originator"
    PRIVATE_SECTOR = (
        "the private sector reads no record of others, but a telco of false base stations that a telco granted"
    )
    RED = "what is TLP:RED stays with its originator"
    SEALED = "what is sealed stays with its originator"
    COMMUNITY = "what is TLP:GREEN stays in the community that its profile names"
    CONTROLLED = "content under the originator's control or prior consent needs a grant"
    HIT_ONLY = "what is hit-only is read by nobody else, under a grant neither"
    PURPOSE = "others read and hit only under a purpose that the profile lists"
    FOREIGN = "what is NOFORN stays in its jurisdiction"
    NO_PRIVATE = "of what is NO_PRIVATE the private sector learns nothing"
    RELEASABLE = "what is releasable to some parties is for no others"
    CLEARANCE = "nobody below a profile's clearance reads"
    HIT_MODE = "of what has the hit mode none there is no hit"
    PRIVATE_LINKAGES = (
        "the private sector is alerted of numbers and of what they stand on alone, but telcos of each other's stations"
    )
    LINK_NOTICE = "others are named a record in a link notice only where its profile says so"
    LINK_NOTICE_VICTIMS = "others are named a victim in a link notice only where her profile says so"


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """A decision that a law forbids."""

    law: Law
    viewer: ViewerContext
    action: PolicyAction
    key: CompartmentKey
    granted: bool = False


def find_breaches(
    bundle: Bundle, viewers: Iterable[ViewerContext], keys: Iterable[CompartmentKey], now: datetime
) -> Iterator[Breach]:
    """Yield decisions of a bundle that a law forbids, with and without a grant, at one instant.

    Of viewers whom an originator's rules and the laws tell apart by nothing one stands for all.
    """
    viewers, keys = tuple(viewers), tuple(keys)
    many = ManyViewers(bundle, viewers, keys, now=now, with_grants=True)
    for originator in many.originators:
        alike = _alike(viewers, originator, bundle.registers)
        yield from _broken(many.told(originator), many.world_of(originator), alike, viewers, bundle)
    silenced = Directory(bundle.registers)
    for agency in bundle.registers.parties:
        silenced.suspend(agency)
    some = tuple({v.agency: v for v in viewers}.values())
    many = ManyViewers(bundle, some, many.world, now=now, directory=silenced)
    for originator in many.originators:
        told, everything = many.told(originator), (1 << len(keys)) - 1
        for position, label in enumerate(told.labels.tolist()):
            closing = (Law.SUSPENDED, _EVERYTHING, everything)
            yield from _breaches(closing, some[position], told.answers[label], told, granted=False)


def _broken(
    told: Told, world: World, alike: NDArray[np.int64], viewers: Sequence[ViewerContext], bundle: Bundle
) -> Iterator[Breach]:
    """Yield what breaks a law in one originator's compartments, once for viewers who are alike to laws and answers."""
    pairs = told.labels * 2 * len(viewers) + np.concatenate([alike, alike + len(viewers)])
    _, first = np.unique(pairs, return_index=True)
    for position in sorted(first.tolist()):  # without a grant first
        granted = position >= len(viewers)
        viewer, answer = viewers[position % len(viewers)], told.answers[told.labels[position]]
        if any(answer):
            for closing in _closed(viewer, world, bundle, granted=granted):
                yield from _breaches(closing, viewer, answer, told, granted=granted)


def _alike(viewers: Sequence[ViewerContext], originator: str, registers: Registers) -> NDArray[np.int64]:
    """Return for each viewer a number that it shares with those whom no law tells apart from it."""
    home = registers.parties[originator].jurisdiction
    restricted = [p.releasable_to for p in registers.profiles.values() if p.releasable_to]
    numbers: dict[tuple[object, ...], int] = {}
    terms: dict[str, tuple[object, ...]] = {}
    for code, party in registers.parties.items():
        named = tuple(code in some for some in restricted)
        at_home = party.jurisdiction == home
        sector = party.sector if party.sector in PRIVATE_SECTORS else None
        terms[code] = (code == originator, at_home, sector, party.communities, named)
    found = [numbers.setdefault((terms[v.agency], v.purpose, _protects(v), v.clearance), len(numbers)) for v in viewers]
    return np.array(found, dtype=np.int64)


def _breaches(
    closing: Closing, viewer: ViewerContext, answer: Answer, told: Told, *, granted: bool
) -> Iterator[Breach]:
    law, actions, closed = closing
    for action in actions:
        if wrong := answer[_PLACES[action]] & closed:
            key = told.keys[(wrong & -wrong).bit_length() - 1]
            yield Breach(law=law, viewer=viewer, action=action, key=key, granted=granted)


def _protects(viewer: ViewerContext) -> bool:
    return PROTECTION_ROLE in viewer.roles and viewer.purpose == PROTECTION_PURPOSE


def _closed(viewer: ViewerContext, world: World, bundle: Bundle, *, granted: bool) -> Iterator[Closing]:
    party = bundle.registers.parties[viewer.agency]
    others = world.all & ~world.owned_by([viewer.agency])
    victims = world.any_of("subject", [("SubjectRole", str(r)) for r in VICTIM_ROLES])
    sealed = victims | world.column("claimedVictim", True)
    if not _protects(viewer):
        yield Law.VICTIM_SEALED, _WHOM_AND_WHERE, victims
        yield Law.VICTIM_SEALED_TO_OTHERS, _ASKED, sealed & others
    yield Law.UNCOMPARED, _EVERYTHING, world.column("uncompared", True) & others
    if party.sector in PRIVATE_SECTORS:
        of_telcos = world.column("sector", ("Sector", str(Sector.TELCO))) & world.any_of("kind", _OF_STATIONS)
        confided = of_telcos if granted and party.sector is Sector.TELCO else 0
        yield Law.PRIVATE_SECTOR, _READS, others & ~confided
        yield Law.PRIVATE_LINKAGES, _NOTICE, others & ~_told_to_private(party, world)
    above = [n for n in world.columns.get("minClearance", {}) if isinstance(n, int) and n > viewer.clearance]
    yield Law.CLEARANCE, _READS, world.any_of("minClearance", above)
    yield Law.PURPOSE, _ASKED, others & ~world.column("purposes", ("Purpose", viewer.purpose))
    yield Law.LINK_NOTICE_VICTIMS, _NOTICE, sealed & others & ~world.column("linkNoticeVictims", True)
    yield Law.LINK_NOTICE, _NOTICE, others & ~world.column("linkNotice", True)
    yield Law.HIT_MODE, (PolicyAction.HIT,), others & world.column("hitMode", ("HitMode", str(HitMode.NONE)))
    yield from _closed_by_marking(party, world, others)
    yield from _closed_by_caveat(party, world, others, granted=granted)


def _told_to_private(party: Party, world: World) -> Bits:
    """Return what a private party may be told of in a link notice, as far as its kind goes."""
    told = world.any_of("kind", _WITH_NUMBERS)
    if party.sector is not Sector.TELCO:
        return told
    return told | world.column("sector", ("Sector", str(Sector.TELCO))) & world.column("kind", ("Kind", STATION_KIND))


def _closed_by_marking(party: Party, world: World, others: Bits) -> Iterator[Closing]:
    yield Law.RED, _EVERYTHING, world.column("tlp", ("Tlp", str(Tlp.RED))) & others
    own = world.any_of("community", [("Community", c) for c in party.communities])
    yield Law.COMMUNITY, _EVERYTHING, world.having("community") & ~own & others
    named = world.column("releasableTo", ("Party", party.code))
    yield Law.RELEASABLE, _EVERYTHING, world.having("releasableTo") & ~named & others


def _closed_by_caveat(party: Party, world: World, others: Bits, *, granted: bool) -> Iterator[Closing]:
    caveats = {c: world.column("caveats", ("Caveat", str(c))) & others for c in Caveat}
    yield Law.SEALED, _EVERYTHING, caveats[Caveat.SEALED]
    yield Law.HIT_ONLY, _READS, caveats[Caveat.HIT_ONLY]
    if not granted:
        yield Law.CONTROLLED, _READS, caveats[Caveat.ORCON] | caveats[Caveat.PRIOR_CONSENT]
    at_home = world.column("jurisdiction", ("Jurisdiction", party.jurisdiction))
    yield Law.FOREIGN, _EVERYTHING, caveats[Caveat.NOFORN] & ~at_home
    if party.sector in PRIVATE_SECTORS:
        yield Law.NO_PRIVATE, _EVERYTHING, caveats[Caveat.NO_PRIVATE]
