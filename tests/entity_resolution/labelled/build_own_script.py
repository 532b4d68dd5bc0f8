"""Make the `open_` and `sealed_own_script_people` sets: names in scripts of India and Ethiopia, and in Latin.

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
_ROUNDS, _TITLED = 2, 0.35
Row = tuple[str, str, int, str]


class Word(NamedTuple):
    """A word of names in its own script, the Latin spellings that people use, and other names that look like it."""

    native: str
    spellings: tuple[str, ...]
    others: tuple[str, ...]


@lru_cache(maxsize=2)
def _words(half: int) -> dict[tuple[str, str], list[Word]]:
    """Return the words of a half by language and role; titles are in both."""
    found: dict[tuple[str, str], list[Word]] = {}
    for line in (HERE / "seeds" / "own_script_words.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        role, language, native, *lists = line.split("\t")
        latin, others = (tuple(word.replace("_", " ") for word in words.split()) for words in lists)
        found.setdefault((language, role), []).append(Word(native, latin, others))
    return {key: words if key[1] == "title" else words[half::2] for key, words in found.items()}


def people(half: int) -> Iterator[Row]:
    """Yield pairs of names of one person, and of two whose names look alike."""
    draw = random.Random(57 + half)  # noqa: S311 - test data
    words = _words(half)
    for language in dict.fromkeys(language for language, _ in words):
        firsts = words.get((language, "given")) or words[language, "both"]
        lasts = words.get((language, "family")) or words[language, "both"]
        for number in range(_ROUNDS * len(firsts)):
            first = firsts[number % len(firsts)]
            last = draw.choice([word for word in lasts if word is not first])
            yield from _of_person(first, last, words.get((language, "title"), []), draw, language)


def _of_person(first: Word, last: Word, titles: list[Word], draw: random.Random, language: str) -> Iterator[Row]:
    title = draw.choice(titles) if titles and draw.random() < _TITLED else None
    native = f"{first.native} {last.native}" if title is None else f"{title.native} {first.native} {last.native}"
    called = "" if title is None else f"{draw.choice(title.spellings)} "
    given, family = draw.choice(first.spellings), draw.choice(last.spellings)
    yield native, _written(called + given, family, draw), 1, language
    yield native, _written(called + draw.choice(first.others), family, draw), 0, language
    yield native, _written(called + given, draw.choice(last.others), draw), 0, language


def _written(given: str, family: str, draw: random.Random) -> str:
    way = draw.random()
    if way < 0.1:
        return f"{family.upper()}, {given}"
    return f"{given} {family}".upper() if way < 0.2 else f"{given} {family}"


def write(folder: Path) -> None:
    """Write both sets into a folder."""
    for half, name in enumerate(("open", "sealed")):
        with (folder / f"{name}_own_script_people.csv").open("w", encoding="utf-8", newline="") as file:
            file.write(f"# {_SOURCE}\n")
            rows = csv.writer(file, lineterminator="\n")
            rows.writerow(("left", "right", "label", "form"))
            rows.writerows(people(half))


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
