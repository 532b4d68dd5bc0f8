"""Make the `open_` and `sealed_south_asian_people` sets: people of Bangladesh, India, Nepal, Pakistan and Sri Lanka.

Their words were written from knowledge of the languages before there was a rule for them. Even names make the open set,
which may be looked into; odd ones the sealed set, of which the figures alone may be. Every positive has two negatives,
the right side with another word that looks like its own.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from rapidfuzz.fuzz import ratio

from tests.entity_resolution.labelled.set_files import HALVES, INVENTED, Row, folder_named, lines_of, write_set

_NAMES, _NEAREST = 200, 4


class Word(NamedTuple):
    """A word of names and the ways in which people spell it."""

    tradition: str
    spellings: tuple[str, ...]


@lru_cache(maxsize=1)
def _words() -> dict[str, list[Word]]:
    found: dict[str, list[Word]] = {}
    for line in lines_of("south_asian_words"):
        role, tradition, spellings = line.split("\t")
        found.setdefault(role, []).append(Word(tradition, tuple(s.replace("_", " ") for s in spellings.split())))
    return found


def _other(word: Word, words: Sequence[Word], spelling: str, draw: random.Random) -> str:
    """Return a spelling of another word that looks much like one of this."""
    strangers = [other for other in words if other is not word and not set(word.spellings) & set(other.spellings)]
    ranked = sorted(strangers, key=lambda other: -max(ratio(spelling, latin) for latin in other.spellings))
    return max(draw.choice(ranked[:_NEAREST]).spellings, key=lambda latin: ratio(spelling, latin))


def people(half: int) -> Iterator[Row]:
    """Yield pairs of names of one person, and of two whose names look alike."""
    draw = random.Random(31 + half)  # noqa: S311 - test data
    words = _words()
    families = words["family"]
    for number in range(half, _NAMES, 2):
        given = words["given"][number % len(words["given"])]
        same = [family for family in families if family.tradition == given.tradition]
        family = draw.choice(same if same and draw.random() < 0.8 else families)
        left = f"{given.spellings[0]} {family.spellings[0]}"
        one, other = draw.choice(given.spellings), draw.choice(family.spellings[1:] or family.spellings)
        yield left, _written(one, other, draw), 1, given.tradition
        yield left, _written(_other(given, words["given"], one, draw), other, draw), 0, given.tradition
        yield left, _written(one, _other(family, families, other, draw), draw), 0, given.tradition


def _written(given: str, family: str, draw: random.Random) -> str:
    way = draw.random()
    if way < 0.1:
        return f"{family.upper()}, {given}"
    return f"{family} {given}".upper() if way < 0.2 else f"{given} {family}"


def write(folder: Path) -> None:
    """Write both sets into a folder."""
    for half, name in enumerate(HALVES):
        write_set(folder, f"{name}_south_asian_people", INVENTED, people(half), repeats=True)


if __name__ == "__main__":
    write(folder_named())
