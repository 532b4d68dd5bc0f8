"""In which currency or by whose clocks the cells of a column are, where its heading says so in brackets."""

import re

from graph.values import currency_of, normalise

_BRACKETS = re.compile(r"[(\uff08\[]([^()\uff08\uff09\[\]]+)[)\uff09\]]\s*$")
_UTC = frozenset({"utc", "gmt"})


def currency_in(heading: str) -> str | None:
    """Return the code of the currency that a heading has in brackets: `Value (ETH)`, `จำนวนเงิน (บาท)`."""
    found = _BRACKETS.search(heading)
    value = normalise("amount", f"1 {found[1]}").value if found is not None else None
    return currency_of(value) if value is not None else None


def without_unit(heading: str) -> str:
    """Return a heading without the currency or UTC that it has in brackets, which say nothing of what the column is."""
    found = _BRACKETS.search(heading)
    if found is None:
        return heading
    is_unit = found[1].strip().casefold() in _UTC or currency_in(heading) is not None
    return heading[: found.start()] if is_unit else heading
