"""The reasons that people give for what they do, which are kept."""

from api.errors import InputError

LONGEST_REASON = 2_000


def check_reason(text: str) -> str:
    """Return a reason without the space around it.

    Raises:
        InputError: it is blank or too long.
    """
    reason = text.strip()
    if not 1 <= len(reason) <= LONGEST_REASON:
        raise InputError("reason", f"must have 1 to {LONGEST_REASON} characters")
    return reason
