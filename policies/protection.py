"""Protection claims as the registers see them: which bodies may claim a victim, and whose records a claim seals."""

from datetime import datetime

from policies.bundles.registers import Agreement, Registers


def may_claim(agency: str, registers: Registers, now: datetime) -> bool:
    """Return whether an agency may claim victims now: as a claimant of a protection agreement that it is a party to."""
    return any(_claims_under(agency, agreement, now) for agreement in registers.agreements.values())


def seals(claimant: str, originator: str, registers: Registers, now: datetime) -> bool:
    """Return whether a claim of one agency seals records of another.

    It does where, at this instant, an agreement names the first as a claimant and the second has adopted it.
    """
    return any(
        _claims_under(claimant, agreement, now)
        and originator in agreement.adopted_by
        and now in agreement.adopted_by[originator]
        for agreement in registers.agreements.values()
    )


def _claims_under(agency: str, agreement: Agreement, now: datetime) -> bool:
    return agency in agreement.claimants and now in agreement.memberships[agency]
