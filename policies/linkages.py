"""Which linkages a private party may be told of: equal numbers, which it could cross-check, but never mere likeness.

The floor closes to such a party what has no number. A person, a company or an advertisement may be told of because of a
number on it, and policies alone cannot tell whether the number agreed or the name.
"""

from collections.abc import Iterable

from policies.bundles.registers import Party
from policies.bundles.vocabulary import PRIVATE_SECTORS, Sector

STATION_KIND = "FalseBaseStation"
NUMBER_KINDS = (
    "PhoneNumber",
    "Wallet",
    "BankAccount",
    "OnlineAccount",
    "WebResource",
    "IdentityDocument",
    "Vehicle",
    "Device",
)
"""The selectors: kinds of which equal keys are one thing."""
CARRIER_KINDS = ("Person", "Organization", "JobAdvertisement")
"""The kinds of records that selectors may stand on."""


def may_tell_of_likeness(kind: str, sides: Iterable[Party]) -> bool:
    """Return whether both sides may be told that two records of a kind, compared by what they say, are one.

    Otherwise a company could file the names and addresses of its customers and learn whom the police look at, without a
    number, a case or a budget. Its other side is not told either, since its receipts would tell the company. A false
    base station is nobody's customer: two telcos look for the same device.
    """
    sectors = {party.sector for party in sides}
    return PRIVATE_SECTORS.isdisjoint(sectors) or (kind == STATION_KIND and sectors == {Sector.TELCO})
