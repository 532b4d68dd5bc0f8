"""Make the `open_` and `sealed_foreign_people` sets: foreign names in letters of the region, and in Latin ones.

Their words were written from knowledge of the languages before the rules were. Of each language and role the even words
make the open set, which may be looked into; the odd ones the sealed set, of which the figures alone may be. Every
positive has two negatives, the right side with another name that looks like its own: of one family, a letter apart. Run
as a script, writes beside it or into a folder.
"""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
_SOURCE = "Invented names, written by rules from words of the languages. Not taken from any list of names."
# Whose surname stands in front.
_SURNAME_FIRST = ("dialects", "Vietnamese")
Row = tuple[str, str, int, str]


class Word(NamedTuple):
    """A word of names in letters of the region, its Latin spellings, and other names that look like it."""

    native: str
    spellings: tuple[str, ...]
    others: tuple[str, ...]


@lru_cache(maxsize=2)
def _words(half: int) -> dict[tuple[str, str], list[Word]]:
    """Return the words of a half by language and role."""
    found: dict[tuple[str, str], list[Word]] = {}
    for line in (HERE / "seeds" / "foreign_words.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        role, language, native, *lists = line.split("\t")
        latin, others = (tuple(word.replace("_", " ") for word in words.split()) for words in lists)
        found.setdefault((language, role), []).append(Word(native, latin, others))
    return {key: words[half::2] for key, words in found.items()}


def people(half: int) -> Iterator[Row]:
    """Yield pairs of names of one person, and of two whose names look alike."""
    draw = random.Random(244 + half)  # noqa: S311 - test data
    words = _words(half)
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
    for half, name in enumerate(("open", "sealed")):
        with (folder / f"{name}_foreign_people.csv").open("w", encoding="utf-8", newline="") as file:
            file.write(f"# {_SOURCE}\n")
            rows = csv.writer(file, lineterminator="\n")
            rows.writerow(("left", "right", "label", "form"))
            rows.writerows(people(half))


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
