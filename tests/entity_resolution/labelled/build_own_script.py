"""Make the `open_` and `sealed_own_script_people` sets: names in scripts of India and Ethiopia, and in Latin.

Their words were written from knowledge of the languages before the rules were. Of each language and role the even words
make the open set, which may be looked into; the odd ones the sealed set, of which the figures alone may be. Every
positive has two negatives, the right side with another name that looks like its own: of one family, a letter apart.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from tests.entity_resolution.labelled.set_files import (
    HALVES,
    INVENTED,
    NativeWord,
    Row,
    folder_named,
    native_words,
    write_set,
)

_ROUNDS, _TITLED = 2, 0.35


def people(half: int) -> Iterator[Row]:
    """Yield pairs of names of one person, and of two whose names look alike."""
    draw = random.Random(57 + half)  # noqa: S311 - test data
    words = native_words("own_script_words", half, in_both="title")
    for language in dict.fromkeys(language for language, _ in words):
        firsts = words.get((language, "given")) or words[language, "both"]
        lasts = words.get((language, "family")) or words[language, "both"]
        for number in range(_ROUNDS * len(firsts)):
            first = firsts[number % len(firsts)]
            last = draw.choice([word for word in lasts if word is not first])
            yield from _of_person(first, last, words.get((language, "title"), []), draw, language)


def _of_person(
    first: NativeWord, last: NativeWord, titles: list[NativeWord], draw: random.Random, language: str
) -> Iterator[Row]:
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
    for half, name in enumerate(HALVES):
        write_set(folder, f"{name}_own_script_people", INVENTED, people(half), repeats=True)


if __name__ == "__main__":
    write(folder_named())
