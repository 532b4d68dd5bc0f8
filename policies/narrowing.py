"""Says whether one handling profile is narrower than another: it opens nothing more, and something less.

A term is not compared where another term of the same profile leaves it nothing to decide: what is RED stays with its
originator, whatever caveats it has.
"""

from collections.abc import Iterable, Iterator

from cedarpy import pst

from policies.bundles.model import Bundle
from policies.bundles.profiles import HandlingProfile
from policies.bundles.vocabulary import Caveat, HitMode, Tlp

_TLP = (Tlp.CLEAR, Tlp.GREEN, Tlp.AMBER, Tlp.AMBER_STRICT, Tlp.RED)
_OF_READING = frozenset({Caveat.ORCON, Caveat.PRIOR_CONSENT})
"""Caveats about who reads, which is nobody else where a record is hit-only."""
_TOLD_NO_MORE = {HitMode.ORIGINATOR_ONLY: {HitMode.BOTH_NOTIFIED, HitMode.REQUESTER_ONLY}}
"""Hit modes that tell whoever asks less than these do."""
_NONE_IS = "your agency's policies name none that is"


def is_narrower(profile: HandlingProfile, than: HandlingProfile) -> bool:
    """Return whether a profile releases nothing that another would not, and is not the same terms by another name.

    Compared are the terms of the register, each by itself: label, community, caveats, purposes, recipients, clearance,
    hits and notices. Policies that name a profile are not looked at.
    """
    return not laxer_terms(profile, than) and bool(laxer_terms(than, profile))


def laxer_terms(profile: HandlingProfile, than: HandlingProfile) -> tuple[str, ...]:
    """Return the terms by which a profile opens what another one closes, each in the register's words."""
    found = list(_clearance(profile, than))
    if not keeps_to_originator(profile):
        found += [
            *_label(profile, than),
            *_caveats(profile, than),
            *_lists(profile, than),
            *_hits(profile, than),
            *_notices(profile, than),
        ]
    return tuple(found)


def find_narrowing_problem(bundle: Bundle, originator: str, profile: str, stood_under: Iterable[str]) -> str | None:
    """Return why a profile narrows nothing that stands under some, and which profiles would; `None` where it does.

    Profiles are named that no policy names, or one that touches the originator: those for others' data alone are not.

    Args:
        bundle: the one in force, which knows the profile.
        originator: whose records they are.
        profile: the profile.
        stood_under: the names of those that its records stand under.
    """
    known, found = bundle.registers.profiles, sorted(set(stood_under))
    if gone := [name for name in found if name not in known]:
        return f"is wider than `{gone[0]}`, which left the bundle and releases to nobody"
    wider = next((name for name in found if not is_narrower(known[profile], known[name])), None)
    if wider is None:
        return None
    laxer = ", ".join(laxer_terms(known[profile], known[wider])) or "no term of it is stricter"
    others = _of_others(bundle, originator)
    fit = [n for n, p in known.items() if n not in others and all(is_narrower(p, known[x]) for x in found)]
    would_do = f"narrower are {', '.join(f'`{n}`' for n in sorted(fit))}" if fit else _NONE_IS
    return f"is not narrower than `{wider}`: {laxer}; {would_do}"


def _of_others(bundle: Bundle, originator: str) -> set[str]:
    """Return the profiles that policies name which touch others' data, and none that touches an originator's."""
    own, others = set[str](), set[str]()
    for policy in bundle.policies:
        touched = policy.source.originators
        (own if touched is None or originator in touched else others).update(
            uid.id for uid in pst.entity_uids(policy.tree) if uid.type.basename == "Profile"
        )
    return others - own


def keeps_to_originator(profile: HandlingProfile) -> bool:
    """Return whether a profile leaves nothing to anybody but the originator: no content, no hit, no notice."""
    says_nothing = profile.hit_mode is HitMode.NONE and not profile.link_notice
    is_unread = Caveat.HIT_ONLY in profile.caveats
    return profile.tlp is Tlp.RED or Caveat.SEALED in profile.caveats or (is_unread and says_nothing)


def _clearance(profile: HandlingProfile, than: HandlingProfile) -> Iterator[str]:
    """Yield the clearance, which holds at the originator too, whatever others are left."""
    if profile.min_clearance < than.min_clearance:
        yield f"`min_clearance` {profile.min_clearance} for {than.min_clearance}"


def _label(profile: HandlingProfile, than: HandlingProfile) -> Iterator[str]:
    if _TLP.index(profile.tlp) < _TLP.index(than.tlp):
        yield f"`tlp` {profile.tlp} for {than.tlp}"
    # CLEAR names no community, and keeps to none: any is narrower.
    if profile.tlp is than.tlp is Tlp.GREEN and profile.community != than.community:
        yield f"another `community`, {profile.community}"


def _caveats(profile: HandlingProfile, than: HandlingProfile) -> Iterator[str]:
    moot = _OF_READING if Caveat.HIT_ONLY in profile.caveats else frozenset[Caveat]()
    for caveat in sorted(than.caveats - profile.caveats - moot):
        yield f"no caveat `{caveat}`"


def _lists(profile: HandlingProfile, than: HandlingProfile) -> Iterator[str]:
    if more := sorted(profile.purposes - than.purposes):
        yield f"`purposes` with {', '.join(more)}"
    if than.releasable_to and not profile.releasable_to:
        yield "no `releasable_to`"
    elif than.releasable_to and (more := sorted(profile.releasable_to - than.releasable_to)):
        yield f"`releasable_to` with {', '.join(more)}"


def _hits(profile: HandlingProfile, than: HandlingProfile) -> Iterator[str]:
    known = {than.hit_mode, HitMode.NONE}
    if profile.hit_mode not in known and than.hit_mode not in _TOLD_NO_MORE.get(profile.hit_mode, set()):
        yield f"`hit_mode` {profile.hit_mode} for {than.hit_mode}"


def _notices(profile: HandlingProfile, than: HandlingProfile) -> Iterator[str]:
    if profile.link_notice and not than.link_notice:
        yield "`link_notice`"
    if _names_victims(profile) and not _names_victims(than):
        yield "`link_notice_victims`"


def _names_victims(profile: HandlingProfile) -> bool:
    return profile.link_notice and profile.link_notice_victims
