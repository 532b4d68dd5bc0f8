"""Read the tab-separated tables that ship with this package."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

_FORM = re.compile(r'"(?P<phrase>[^"]+)"|(?P<word>\S+)')


class Form(NamedTuple):
    """A form that a cell lists; `in_quotes` if it stands in quotes there, as one of several words has to."""

    text: str
    in_quotes: bool


@lru_cache(maxsize=32)
def read_rows(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a table without its comments.

    Args:
        name: file name in this package's `data` folder.
    """
    text = (files("entity_resolution.names") / "data" / name).read_text(encoding="utf-8")
    return tuple(tuple(line.split("\t")) for line in text.splitlines() if line and not line.startswith("#"))


def forms_in(cell: str) -> list[Form]:
    """Return the forms that a cell lists between spaces, in their order: `hotel "guest house"` has two."""
    return [Form(m["phrase"] or m["word"], m["phrase"] is not None) for m in _FORM.finditer(cell)]
