"""Whom an identifier can be put to that nobody filed: the party that runs it, and whether an agency may tell it.

Both are told by the bundle alone. An agency tells another party an identifier of its own case, so its own law has to
permit that; what the other party holds is not asked, and plays no part.
"""

from collections.abc import Mapping
from datetime import datetime

from policies.bundles.registers import Inquiry, Party, Registers


def operator_of(value_key: str, parties: Mapping[str, Party]) -> Party | None:
    """Return the party that runs an identifier, `None` where no register says of any that it does.

    Args:
        value_key: the identifier's key without its kind, as `acct:KH:ABAAKHPP:000123456`.
        parties: by their codes; no two run the same.
    """
    return next((party for party in parties.values() if party.operates.runs(value_key)), None)


def may_inquire(asker: str, operator: str, purpose: str, registers: Registers, now: datetime) -> bool:
    """Return whether an agency may put identifiers to a party that runs them, for a purpose, at an instant.

    Nobody may without an inquiry of the registers whose legal basis is in force, nor put one to a party that the
    registers suspend; who was suspended by command the `Directory` knows.
    """
    if operator not in registers.parties or registers.parties[operator].suspended:
        return False
    return any(
        asker in inquiry.askers
        and operator in inquiry.operators
        and purpose in inquiry.purposes
        and _is_in_force(inquiry, asker, operator, registers, now)
        for inquiry in registers.inquiries.values()
    )


def _is_in_force(inquiry: Inquiry, asker: str, operator: str, registers: Registers, now: datetime) -> bool:
    """Return whether the basis of an inquiry lets its asker give an identifier and its operator receive one."""
    basis = registers.basis(inquiry.legal_basis)
    if basis is None or now not in basis:
        return False
    agreement = registers.agreements.get(inquiry.legal_basis)
    if agreement is None:
        return True
    # It is the asker that gives: as with its records, by an agreement that it adopted. Who receives is a party to it.
    adoption, membership = agreement.adopted_by.get(asker), agreement.memberships.get(operator)
    return adoption is not None and now in adoption and membership is not None and now in membership
