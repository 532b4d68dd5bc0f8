"""The schemata of FollowTheMoney: which of them is also which other one, and which are not taken.

Source: the model of FollowTheMoney 4.11.2.
"""

from collections.abc import Mapping
from typing import Final

_PARENTS: Final[Mapping[str, tuple[str, ...]]] = {
    "Address": ("Thing",),
    "Airplane": ("Vehicle",),
    "Asset": ("Thing", "Value"),
    "Associate": ("Interval",),
    "BankAccount": ("Asset",),
    "Company": ("Organization", "Asset"),
    "CryptoWallet": ("Thing", "Value"),
    "Directorship": ("Interest",),
    "Employment": ("Interest",),
    "Family": ("Interval",),
    "Identification": ("Interval",),
    "Interest": ("Interval",),
    "LegalEntity": ("Thing",),
    "Membership": ("Interest",),
    "Organization": ("LegalEntity",),
    "Ownership": ("Interest",),
    "Passport": ("Identification",),
    "Payment": ("Interval", "Value"),
    "Person": ("LegalEntity",),
    "PublicBody": ("Organization",),
    "RealEstate": ("Asset",),
    "Representation": ("Interest",),
    "Sanction": ("Interval",),
    "Succession": ("Interest",),
    "UnknownLink": ("Interest",),
    "UserAccount": ("Thing",),
    "Vehicle": ("Asset",),
    "Vessel": ("Vehicle",),
}
"""What a schema extends, of those that are taken and those above them."""
_NOT_TAKEN_WORDS = """
Airplane Analyzable Article Asset Audio Call CallForTenders Contract ContractAward Control CourtCase
CourtCaseParty Debt Document Documentation EconomicActivity Email Event Folder HyperText Image Interest
Interval License Mention Message Note Occupancy Package Page Pages PlainText Position Project
ProjectParticipant Risk Security Similar Table TaxRoll Territory Thing Trip Value Video Workbook
"""
NOT_TAKEN = frozenset(_NOT_TAKEN_WORDS.split())
"""Schemata that become neither records nor links."""


def common_schema(left: str, right: str) -> str | None:
    """Return the narrower of two schemata where one is the other as well, else None: no entity is both.

    Source: `Model.common_schema` of FollowTheMoney 4.11.2.
    """
    if _is_a(left, right):
        return left
    return right if _is_a(right, left) else None


def _is_a(schema: str, other: str) -> bool:
    return schema == other or any(_is_a(parent, other) for parent in _PARENTS.get(schema, ()))
