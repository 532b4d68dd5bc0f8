"""Lists of words as the modules here write them, a line or a semicolon between two, and patterns of any of them."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

# From here on scripts write no space between words; Hangul writes few.
_UNSPACED = re.compile("[\u0e00-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7a3]")


def listed(words: str) -> list[str]:
    """Return the words of a list in their order, each once; a word may have spaces."""
    return list(dict.fromkeys(words.strip().replace("\n", ";").split(";")))


def any_of(words: Iterable[str]) -> str:
    """Return a pattern for any of some words, the longest first, so that no word hides one that it begins."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def parts_of(text: str) -> Iterator[str]:
    """Yield what a text may leave in either of two fields that it is written over, of a script without spaces.

    So `客服` is 客 and 服. No part begins with a mark of the letter before it. Of other scripts there is none.
    """
    if _UNSPACED.match(text) is None:
        return
    for at in range(1, len(text)):
        if unicodedata.category(text[at])[0] != "M" and " " not in (text[at], text[at - 1]):
            yield from (text[:at], text[at:])
