"""What parts a cell that holds several values: one text or any of several, as `/`, a line's end and `และ`."""

import re
from functools import cached_property

# Scripts from Thai on write words without spaces between them.
_FIRST_UNSPACED = "\u0e00"
_LETTER = r"[^\W\d_]"


class Separators(tuple[str, ...]):
    """The texts that part a cell, in the order of the mapping; none of them empty."""

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        # The longest first, so that none is taken apart by one that it holds.
        return re.compile("|".join(map(_pattern, sorted(self, key=len, reverse=True))))

    def parts(self, text: str) -> list[str]:
        """Return the parts of a cell with the spaces around them; the whole text where nothing parts it."""
        return self._pattern.split(text)

    def __str__(self) -> str:
        return ", ".join(f"`{_shown(separator)}`" for separator in self)


def _pattern(separator: str) -> str:
    pattern = re.escape(separator)
    if separator.isalpha() and separator < _FIRST_UNSPACED:
        return f"(?<!{_LETTER}){pattern}(?!{_LETTER})"
    return pattern


def _shown(separator: str) -> str:
    return separator.replace("\r", "\\r").replace("\n", "\\n").replace("\t", "\\t")
