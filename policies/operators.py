"""Who can be asked about an identifier that nobody filed: the party that runs it, if the asker may tell it.

Both follow from the bundle alone. The asking agency gives away an identifier of its own case, so its own law has to
permit that. What the other party holds is not looked at.
"""

from collections.abc import Mapping
from datetime import datetime

from policies.bundles.registers import Inquiry, Party, Registers


def operator_of(value_key: str, parties: Mapping[str, Party]) -> Party | None:
    """Return the party that runs an identifier; `None` where no register names one.

    Args:
        value_key: the identifier's key without its kind, as `acct:KH:ABAAKHPP:000123456`.
        parties: by their codes; no two run the same identifiers.
    """
    return next((party for party in parties.values() if party.operates.runs(value_key)), None)


def may_inquire(asker: str, operator: str, purpose: str, registers: Registers, now: datetime) -> bool:
    """Return whether an agency may put identifiers to the party that runs them, for a purpose, at an instant.

    The registers have to list such an inquiry, with a legal basis in force, and may not have suspended that party.
    Suspensions by command are the `Directory`'s.
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
