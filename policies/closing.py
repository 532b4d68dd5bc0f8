"""Says whether a change of handling profile takes a record away from somebody who had it under the old one.

Only the terms in the register are compared, as the floor and the laws read them, since these never change. What packs
permit, who is suspended, what is sealed and who holds which role is left out: it changes without any act on the record.
"""

from dataclasses import dataclass

from policies.audit.entry import Exposure
from policies.bundles.profiles import HandlingProfile
from policies.bundles.registers import Party
from policies.bundles.vocabulary import PRIVATE_SECTORS, Caveat, HitMode, Tlp


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Somebody of another agency who learned of a record.

    Attributes:
        party: the agency.
        home: the jurisdiction of the record's originator.
        purpose: the purpose for which they asked.
        exposure: how they learned of it.
        by_grant: whether a grant showed it to them.
    """

    party: Party
    home: str
    purpose: str
    exposure: Exposure
    by_grant: bool = False


def takes_away(profile: HandlingProfile, before: HandlingProfile, recipient: Recipient) -> bool:
    """Return whether the new terms leave a recipient nothing of what the old ones left them, for their purpose."""
    return leaves_something(before, recipient) and not leaves_something(profile, recipient)


def leaves_something(profile: HandlingProfile, recipient: Recipient) -> bool:
    """Return whether a profile lets a recipient learn of a record as they did, if policies permit it as well."""
    if _shuts_out(profile, recipient):
        return False
    if recipient.exposure is Exposure.HIT:
        return _is_hit(profile, recipient)
    return _is_read(profile, recipient) or (recipient.exposure is Exposure.NOTIFIED and profile.link_notice)


def _shuts_out(profile: HandlingProfile, recipient: Recipient) -> bool:
    """Return whether a profile tells a party nothing at all: no content, no hit, no notice."""
    party, caveats = recipient.party, profile.caveats
    return (
        profile.tlp is Tlp.RED
        or Caveat.SEALED in caveats
        or (profile.community is not None and profile.community not in party.communities)
        or (bool(profile.releasable_to) and party.code not in profile.releasable_to)
        or (Caveat.NOFORN in caveats and party.jurisdiction != recipient.home)
        or (Caveat.NO_PRIVATE in caveats and party.sector in PRIVATE_SECTORS)
    )


def _is_read(profile: HandlingProfile, recipient: Recipient) -> bool:
    if Caveat.HIT_ONLY in profile.caveats or recipient.purpose not in profile.purposes:
        return False
    return recipient.by_grant or profile.caveats.isdisjoint({Caveat.ORCON, Caveat.PRIOR_CONSENT})


def _is_hit(profile: HandlingProfile, recipient: Recipient) -> bool:
    # Which of the other modes it is: the hits of a recall are asked anew, each by itself.
    return profile.hit_mode is not HitMode.NONE and recipient.purpose in profile.purposes
