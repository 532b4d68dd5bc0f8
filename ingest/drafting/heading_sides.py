"""On which side of a transfer or a call a column stands, by words of its heading: where it comes from, where it goes.

Which of two accounts paid the other is what a table of payments is about; the wrong way round it accuses the payer.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

from ingest.drafting.column_words import folded_heading, holds_word


class Side(StrEnum):
    """Where money or a call comes from, and where it goes."""

    SOURCE = "source"
    TARGET = "target"


def heading_side(heading: str) -> Side | None:
    """Return the side that a heading names, None where it names none or both: a word within another names none.

    So `bị gọi` is who was called, though `gọi` alone may be who called.
    """
    folded = folded_heading(heading)
    joined = folded.replace(" ", "")
    found = [word for word in side_words() if holds_word(folded, joined, word)]
    sides = {side_words()[word] for word in found if not any(word != other and word in other for other in found)}
    return sides.pop() if len(sides) == 1 else None


@lru_cache(maxsize=1)
def side_words() -> Mapping[str, Side]:
    """Return the words of the list, folded, with their sides."""
    text = (files("ingest.drafting") / "data" / "heading_sides.tsv").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return {folded_heading(word): Side(side) for side, _, words in lines for word in words.split(";")}
