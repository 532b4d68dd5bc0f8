"""Says whether one handling profile is narrower than another: it opens nothing more, and something less."""

from policies.registers import HandlingProfile
from policies.vocabulary import HitMode, Tlp

_TLP = (Tlp.CLEAR, Tlp.GREEN, Tlp.AMBER, Tlp.AMBER_STRICT, Tlp.RED)


def is_narrower(profile: HandlingProfile, than: HandlingProfile) -> bool:
    """Return whether a profile releases nothing that another would not, and is not the same terms by another name.

    Compared are the terms of the register, each by itself: label, community, caveats, purposes, recipients, clearance,
    hits and notices. Policies that name a profile are not looked at.
    """
    return _is_within(profile, than) and not _is_within(than, profile)


def _is_within(inner: HandlingProfile, outer: HandlingProfile) -> bool:
    recipients = not outer.releasable_to or (bool(inner.releasable_to) and inner.releasable_to <= outer.releasable_to)
    hits = inner.hit_mode in {outer.hit_mode, HitMode.NONE}
    community = inner.community == outer.community or inner.tlp is not Tlp.GREEN
    return (
        _TLP.index(inner.tlp) >= _TLP.index(outer.tlp)
        and community
        and inner.caveats >= outer.caveats
        and inner.purposes <= outer.purposes
        and recipients
        and inner.min_clearance >= outer.min_clearance
        and hits
        and inner.link_notice <= outer.link_notice
        and inner.link_notice_victims <= outer.link_notice_victims
    )
