"""Make the `open_` and `sealed_foreign_people` sets: foreign names in letters of the region, and in Latin ones.

Their words were written from knowledge of the languages before the rules were. Of each language and role the even words
make the open set, which may be looked into; the odd ones the sealed set, of which the figures alone may be. Every
positive has two negatives, the right side with another name that looks like its own: of one family, a letter apart.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from tests.entity_resolution.labelled.set_files import HALVES, INVENTED, Row, folder_named, native_words, write_set

# Whose surname stands in front.
_SURNAME_FIRST = ("dialects", "Vietnamese")


def people(half: int) -> Iterator[Row]:
    """Yield pairs of names of one person, and of two whose names look alike."""
    draw = random.Random(244 + half)  # noqa: S311 - test data
    words = native_words("foreign_words", half)
    for language in dict.fromkeys(language for language, _ in words):
        for given in words[language, "given"]:
            family = draw.choice(words[language, "family"])
            first, last = draw.choice(given.spellings), draw.choice(family.spellings)
            native = _in_order(language, given.native, family.native)
            yield native, _written(language, first, last, draw), 1, language
            yield native, _written(language, draw.choice(given.others), last, draw), 0, language
            yield native, _written(language, first, draw.choice(family.others), draw), 0, language


def _in_order(language: str, given: str, family: str) -> str:
    return f"{family} {given}" if language.startswith(_SURNAME_FIRST) else f"{given} {family}"


def _written(language: str, given: str, family: str, draw: random.Random) -> str:
    way = draw.random()
    if way < 0.1:
        return f"{family.upper()}, {given}"
    name = _in_order(language, given, family)
    return name.upper() if way < 0.2 else name


def write(folder: Path) -> None:
    """Write both sets into a folder."""
    for half, name in enumerate(HALVES):
        write_set(folder, f"{name}_foreign_people", INVENTED, people(half))


if __name__ == "__main__":
    write(folder_named())
