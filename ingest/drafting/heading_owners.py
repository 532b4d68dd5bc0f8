"""Whose what a column has is, by words of its heading: the person's of the row, or another's, a document's, a place's.

A relative's phone that stands as the person's own joins two people.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

from ingest.drafting.column_words import folded_heading, holds_word


class Owner(StrEnum):
    """Whose a value is that is not the person's of the row.

    The first that a heading names counts: a place of arrest is a place's, an employer's address another person's.
    """

    ANOTHER_PERSON = "another-person"
    DOCUMENT = "document"
    PLACE = "place"
    EVENT = "event"


def heading_owner(heading: str) -> Owner | None:
    """Return whose what a heading names is, None where it does not say that it is not the person's of the row."""
    folded = folded_heading(heading)
    joined = folded.replace(" ", "")
    named = (owner for owner in Owner if any(holds_word(folded, joined, word) for word in owner_words()[owner]))
    return next(named, None)


@lru_cache(maxsize=1)
def owner_words() -> Mapping[Owner, frozenset[str]]:
    """Return the words of the list, folded."""
    text = (files("ingest.drafting") / "data" / "heading_owners.tsv").read_text(encoding="utf-8")
    found: dict[Owner, frozenset[str]] = dict.fromkeys(Owner, frozenset())
    for line in text.splitlines():
        if not line.startswith("#"):
            owner, _, words = line.split("\t")
            found[Owner(owner)] |= {folded_heading(word) for word in words.split(";")}
    return found
