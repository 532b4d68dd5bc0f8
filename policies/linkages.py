"""Which linkages may be told of to a private party: equal numbers, which it could cross-check, and no likeness.

The floor closes what has no number to it. A person, a company or an advertisement may be told of for the number that
stands on it, and by policy alone nobody could tell that from its name.
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
    """Return whether the two sides may be told that records of a kind, compared by what they say, are one.

    Else a company would learn by filing the names and addresses of its customers whom police look at: without a number,
    a case or a budget. Its other side is not told either: its receipts would tell the company of it. A false base
    station is nobody's customer, and two telcos look for the same device.
    """
    sectors = {party.sector for party in sides}
    return PRIVATE_SECTORS.isdisjoint(sectors) or (kind == STATION_KIND and sectors == {Sector.TELCO})
