"""Read the tab-separated tables that ship with this package."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=32)
def read_rows(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a table without its comments.

    Args:
        name: file name in this package's `data` folder.
    """
    text = (files("entity_resolution.names") / "data" / name).read_text(encoding="utf-8")
    return tuple(tuple(line.split("\t")) for line in text.splitlines() if line and not line.startswith("#"))
