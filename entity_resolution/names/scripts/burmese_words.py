"""Burmese given names of several syllables that Latin letters write as one word: Thida, Sandar."""

from __future__ import annotations

import re
from functools import lru_cache

from entity_resolution.names.tables import read_rows

_COMMUNITY = "burmese syllables"
# Behind another syllable of a word a stop is voiced, and often so spelt: thi-ta is Thida, than-tar Thandar.
_VOICED = {"t": "d", "k": "g", "p": "b", "s": "z"}
_STOP = re.compile("^[tkps](?!h)")


def spells_one_burmese_word(reading: str) -> bool:
    """Tell whether the syllables of a reading are a name that the table has as one word.

    Args:
        reading: lower-case ASCII, syllables separated by spaces.
    """
    first, *others = reading.split()
    voiced = [_STOP.sub(lambda found: _VOICED[found.group()], syllable) for syllable in others]
    return not _words().isdisjoint(("".join((first, *others)), "".join((first, *voiced))))


@lru_cache(maxsize=1)
def _words() -> frozenset[str]:
    return frozenset(row[0] for row in read_rows("token_frequencies.tsv") if row[2] == _COMMUNITY)
