"""The facts that a decision rests on, in one form that the compiled evaluation and Cedar's engine both read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from graph import CompartmentKey
from policies.bundles.model import Bundle
from policies.bundles.profiles import HandlingProfile
from policies.bundles.registers import Party
from policies.viewer import Directory, ViewerContext

Uid = tuple[str, str]
"""A Cedar entity: its type and its id."""
Value = Uid | int | bool | str | datetime | frozenset["Value"]

VIEWER_TYPE = "Viewer"
AGENCY_TYPE = "Agency"
COMPARTMENT_TYPE = "Compartment"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestFacts:
    """Everything about a request but the compartment.

    Attributes:
        principal_type: `Viewer`, or `Agency` for notices.
        principal: the principal's attributes.
        ancestors: the entities that the principal stands in.
        context: the request's context.
    """

    principal_type: str
    principal: Mapping[str, Value]
    ancestors: frozenset[Uid]
    context: Mapping[str, Value]


def viewer_facts(
    viewer: ViewerContext, bundle: Bundle, directory: Directory, now: datetime, *, granted: bool = False
) -> RequestFacts:
    """Return the facts of a viewer's request at an instant.

    Args:
        viewer: who asks.
        bundle: the registers.
        directory: who is suspended.
        now: the instant.
        granted: whether to ask as if a grant were live, which gives the ceiling of all grants.

    Raises:
        ViewerError: the context names something unknown.
    """
    party = directory.check(viewer)
    roles = frozenset(("Role", role) for role in viewer.roles)
    suspended = directory.is_closed_to(viewer)
    principal = {**_agency_attributes(party, suspended), "roles": roles, "clearance": viewer.clearance}
    context: dict[str, Value] = {
        "now": now,
        "purpose": ("Purpose", viewer.purpose),
        "caseNamed": bool(viewer.case_ref),
        "granted": granted,
    }
    return RequestFacts(
        principal_type=VIEWER_TYPE, principal=principal, ancestors=_ancestors(party, bundle, now), context=context
    )


def agency_facts(agency: str, bundle: Bundle, directory: Directory, now: datetime) -> RequestFacts:
    """Return the facts of a link notice to an agency: no roles, no purpose.

    Raises:
        UnknownAgencyError: no party has this code.
    """
    party = directory.party(agency)
    return RequestFacts(
        principal_type=AGENCY_TYPE,
        principal=_agency_attributes(party, directory.is_suspended(agency)),
        ancestors=_ancestors(party, bundle, now),
        context={"now": now},
    )


def compartment_facts(key: CompartmentKey, bundle: Bundle) -> dict[str, Value] | None:
    """Return a compartment's attributes; `None` where originator, profile or kind is unknown: then nobody sees it."""
    party = bundle.registers.parties.get(key.originator)
    profile = bundle.registers.profiles.get(key.profile)
    if party is None or profile is None or key.kind not in bundle.kinds:
        return None
    own: dict[str, Value] = {
        "kind": ("Kind", key.kind),
        "subject": ("SubjectRole", str(key.role)),
        "claimedVictim": key.claimed,
        "uncompared": key.uncompared,
    }
    return own | originator_facts(party) | profile_facts(profile)


def originator_facts(party: Party) -> dict[str, Value]:
    """Return the attributes that a compartment has from its originator."""
    return {
        "originator": ("Party", party.code),
        "jurisdiction": ("Jurisdiction", party.jurisdiction),
        "sector": ("Sector", str(party.sector)),
    }


def profile_facts(profile: HandlingProfile) -> dict[str, Value]:
    """Return the attributes that a compartment has from its handling profile."""
    facts: dict[str, Value] = {
        "profile": ("Profile", profile.name),
        "tlp": ("Tlp", str(profile.tlp)),
        "caveats": frozenset(("Caveat", str(c)) for c in profile.caveats),
        "purposes": frozenset(("Purpose", p) for p in profile.purposes),
        "releasableTo": frozenset(("Party", p) for p in profile.releasable_to),
        "minClearance": profile.min_clearance,
        "hitMode": ("HitMode", str(profile.hit_mode)),
        "linkNotice": profile.link_notice,
        "linkNoticeVictims": profile.link_notice_victims,
    }
    return facts if profile.community is None else {**facts, "community": ("Community", profile.community)}


def _agency_attributes(party: Party, suspended: bool) -> dict[str, Value]:
    return {
        "agency": ("Party", party.code),
        "sector": ("Sector", str(party.sector)),
        "jurisdiction": ("Jurisdiction", party.jurisdiction),
        "suspended": suspended,
    }


def _ancestors(party: Party, bundle: Bundle, now: datetime) -> frozenset[Uid]:
    """Return what a party stands in: an agreement only while it is in force and the party has not left it."""
    agreements = (
        a.id
        for a in bundle.registers.agreements.values()
        if party.code in a.memberships and now in a.memberships[party.code]
    )
    return frozenset(
        {
            ("Party", party.code),
            ("Sector", str(party.sector)),
            ("Jurisdiction", party.jurisdiction),
            *(("Community", c) for c in party.communities),
            *(("Agreement", a) for a in agreements),
        }
    )
