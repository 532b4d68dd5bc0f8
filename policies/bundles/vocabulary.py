"""The closed vocabularies of sharing: labels, caveats, sectors, hit modes and actions."""

from enum import StrEnum

from graph import PropertyClass


class Tlp(StrEnum):
    """Traffic light protocol 2.0: what a recipient may do next. It never selects recipients.

    Source:
        FIRST, "Traffic Light Protocol (TLP)", version 2.0, 2022.
    """

    RED = "RED"
    AMBER_STRICT = "AMBER+STRICT"
    AMBER = "AMBER"
    GREEN = "GREEN"
    CLEAR = "CLEAR"


class Caveat(StrEnum):
    """What narrows a handling profile further."""

    ORCON = "ORCON"  # content only with the originator's grant
    NOFORN = "NOFORN"  # not to other jurisdictions
    NO_ONWARD = "NO_ONWARD"  # the recipient passes nothing on (Europol H2)
    NO_JUDICIAL = "NO_JUDICIAL"  # not in proceedings without permission (Europol H1)
    PRIOR_CONSENT = "PRIOR_CONSENT"  # content only after the originator said yes
    HIT_ONLY = "HIT_ONLY"  # others learn of a hit and nothing more
    NO_PRIVATE = "NO_PRIVATE"  # nothing to the private sector, no hit either
    SEALED = "SEALED"  # nothing to anybody else


class Sector(StrEnum):
    """What sort of organisation a party is."""

    POLICE = "police"
    IMMIGRATION = "immigration"
    PROSECUTION = "prosecution"
    FIU = "fiu"
    NGO = "ngo"
    INTERNATIONAL = "international"
    TELCO = "telco"
    BANK = "bank"
    EXCHANGE = "exchange"
    PLATFORM = "platform"
    PUBLISHER = "publisher"


PRIVATE_SECTORS = frozenset({Sector.TELCO, Sector.BANK, Sector.EXCHANGE, Sector.PLATFORM})


class HitMode(StrEnum):
    """Whom a hit on a record tells."""

    NONE = "none"
    BOTH_NOTIFIED = "both-notified"
    ORIGINATOR_ONLY = "originator-only"
    REQUESTER_ONLY = "requester-only"


class PolicyAction(StrEnum):
    """What a policy decides about a compartment: the six property classes, `hit` and `notice`."""

    HIT = "hit"
    NOTICE = "notice"
    IDENTITY = "identity"
    CONTACT = "contact"
    FINANCIAL = "financial"
    LOCATION = "location"
    NARRATIVE = "narrative"
    SOURCE = "source"


READ_GROUP = "read"
READ_ACTIONS: dict[PropertyClass, PolicyAction] = {c: PolicyAction(str(c)) for c in PropertyClass}
VIEWER_ACTIONS: tuple[PolicyAction, ...] = (PolicyAction.HIT, *READ_ACTIONS.values())
"""The actions asked for a viewer context; `notice` is asked for an agency, whatever its users' roles and purposes."""
