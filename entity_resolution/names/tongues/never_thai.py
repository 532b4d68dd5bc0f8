"""Words of names that are no Thai ones, however an ear for Thai would hear them: Jane, Blake, Chandler."""

from __future__ import annotations

import re
from functools import lru_cache

from entity_resolution.names.tables import read_rows

# Letters with which no Thai word begins, and with which none ends, in whichever way it is spelt.
_NEVER_THAI = re.compile(
    "^(?:bl|cl|cr|fl|fr|gl|sch)"
    "|(?:[^aeiou]ers?|[^aeiou]ett|ell?|[cv]e|[ai]se|nge|[bdgkpt]le|(?<![aeiou][^aeiou])[ai][dgklmnpt]e|[kln]ins?g?s|(?:a|e|o|ell)ns|ors|ands"
    "|ck|dd|ff|ey|ll|ld|lt|(?<!aa)rd|r?st|ss|xon|[dlmnpt]son|[gtr]ton|[dklnt]ing|field|wood|sen|berg|stein)$"
)


def is_never_thai(word: str) -> bool:
    """Tell whether a lower-case word is a known given name of the West, or of letters that no Thai word has."""
    return is_western_given_name(word) or _NEVER_THAI.search(word) is not None


def is_western_given_name(word: str) -> bool:
    """Tell whether a lower-case word is a given name of the West that is widely known."""
    return word in western_given_names()


@lru_cache(maxsize=1)
def western_given_names() -> frozenset[str]:
    """Return the given names of the West that are widely known, in lower case."""
    return frozenset(name for row in read_rows("western_names.tsv") for name in row[1].split())
