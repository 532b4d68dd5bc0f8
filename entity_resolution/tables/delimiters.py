"""Tells a table whose cells are parted by something else than commas, which is then read as one of a single column."""

from collections.abc import Collection

# What parts cells instead, and how a message names it.
_DELIMITERS = {";": "`;`", "\t": "tabs", "|": "`|`"}


def other_delimiter(columns: Collection[str]) -> str | None:
    """Return in words what parts the cells of a table of one column that is rather one of several, else `None`."""
    only = next(iter(columns)) if len(columns) == 1 else ""
    parted = next((sign for sign in _DELIMITERS if sign in only), None)
    return f"its cells are parted by {_DELIMITERS[parted]}, and not by commas" if parted is not None else None
