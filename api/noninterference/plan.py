"""How much the kit does."""

from dataclasses import dataclass

from api.noninterference.verdicts import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much is done.

    Attributes:
        examples: groups of secrets for each viewer; everything is asked after each.
        secrets: how many there are in a group, at most.
        seed: of all choices.
        records: how many records in sight are asked about one by one.
        deletion: also run what needs further worlds: the deletion form, and closed keys exchanged.
        timing_requests: how often hidden and absent are each asked for; 0 for never.
        whether: end where something was found: who asks whether there is a leak need not know what else tells.
    """

    examples: int = 3
    secrets: int = 4
    seed: int = 1
    records: int = 14
    deletion: bool = True
    timing_requests: int = 0
    whether: bool = False

    def is_over(self, report: Report) -> bool:
        """Return whether nothing more needs to be asked."""
        return self.whether and not report.passed
