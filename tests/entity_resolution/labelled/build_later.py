"""Make the `open_` and `sealed_` sets: Khmer people and places, and people of many countries.

Their words were written from knowledge of the languages before anything was measured on them. Even rows make the open
sets, which may be looked into; odd ones the sealed sets, of which the figures alone may be. Every positive has two
negatives, the right side with another word that looks like its own.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

from anyascii import anyascii
from rapidfuzz.fuzz import ratio

from tests.entity_resolution.labelled.set_files import HALVES, INVENTED, Row, folder_named, lines_of, write_set

_COMPOUNDS, _FULL_NAMES, _PLACES = 60, 40, 100
# From how many of the words nearest in Latin letters a negative is drawn.
_NEAREST = 3


class Word(NamedTuple):
    """A Khmer word and the ways in which people spell it in Latin letters."""

    khmer: str
    latin: tuple[str, ...]


def _lines(name: str) -> list[list[str]]:
    return [line.split("\t") for line in lines_of(name)]


@lru_cache(maxsize=1)
def _words() -> dict[str, list[Word]]:
    found: dict[str, list[Word]] = {}
    for role, khmer, latin in _lines("later_khmer_words"):
        found.setdefault(role, []).append(Word(khmer, tuple(latin.split())))
    return found


def _others(word: Word, words: Sequence[Word], spelling: str) -> list[str]:
    """Return the spellings of other words that look most like one of this; words that share a spelling are left out."""
    strangers = [other for other in words if not set(word.latin) & set(other.latin)]
    ranked = sorted(strangers, key=lambda other: -max(ratio(spelling, latin) for latin in other.latin))
    return [max(other.latin, key=lambda latin: ratio(spelling, latin)) for other in ranked[:_NEAREST]]


def khmer_people(half: int, draw: random.Random) -> Iterator[Row]:
    """Yield lone names, given names of two parts, and full names, in Khmer and in Latin letters."""
    words = _words()
    names, firsts, seconds = words["name"][half::2], words["first"], words["second"][half::2]
    for word in names:
        for spelling in word.latin:
            yield word.khmer, spelling, 1, "alone"
            yield from ((word.khmer, other, 0, "alone") for other in _others(word, names, spelling)[:2])
    for form, count in (("compound", _COMPOUNDS), ("full", _FULL_NAMES)):
        for _ in range(count):
            parts = [(draw.choice(firsts), firsts), (draw.choice(seconds), seconds)]
            if form == "full":
                parts.insert(0, (draw.choice(names), names))
            yield from _composed(parts, form, draw)


def _composed(parts: list[tuple[Word, list[Word]]], form: str, draw: random.Random) -> Iterator[Row]:
    """Yield a name of several words as a positive, and two with one of its last two words another."""
    spaced = form == "full"
    latin = [draw.choice(word.latin) for word, _ in parts]
    khmer = [word.khmer for word, _ in parts]
    left = f"{khmer[0]} {''.join(khmer[1:])}" if spaced else "".join(khmer)

    def written(words: list[str]) -> str:
        return f"{words[0]} {''.join(words[1:])}".title() if spaced else "".join(words)

    yield left, written(latin), 1, form
    for at in draw.sample(range(len(parts)), 2):
        word, words = parts[at]
        wrong = [*latin]
        wrong[at] = draw.choice(_others(word, words, latin[at]))
        yield left, written(wrong), 0, form


def khmer_places(half: int, draw: random.Random) -> Iterator[Row]:
    """Yield places of two common words, in Khmer and in Latin letters."""
    heads, tails = _words()["head"], _words()["tail"][half::2]
    for at in range(_PLACES):
        head, tail = draw.choice(heads), tails[at % len(tails)]
        latin = [draw.choice(head.latin), draw.choice(tail.latin)]
        gap, form = ("", "joined") if draw.random() < 0.15 else (" ", "spaced")
        left = head.khmer + tail.khmer
        wrong = [
            [draw.choice(_others(head, heads, latin[0])), latin[1]],
            [latin[0], draw.choice(_others(tail, tails, latin[1]))],
        ]
        yield left, gap.join(latin).title(), 1, form
        yield from ((left, gap.join(words).title(), 0, form) for words in wrong)


class Part(NamedTuple):
    """A part of a name: its ways, what its owner is called for short, and names of others that look like it."""

    ways: tuple[str, ...]
    short: tuple[str, ...]
    others: tuple[str, ...]


def _part(cell: str) -> Part:
    own, _, others = cell.replace("_", " ").partition("!")
    ways = own.split("/")
    short = tuple(way[1:] for way in ways if way.startswith("~"))
    return Part(tuple(way for way in ways if not way.startswith("~")), short, tuple(others.split("/")))


def people(half: int, draw: random.Random) -> Iterator[Row]:
    """Yield each person twice: in another spelling or order, and with a short form, an initial or a slip."""
    for _, given_cell, middle, family_cell in _lines("later_people")[half::2]:
        given, family = _part(given_cell), _part(family_cell)
        left = f"{given.ways[0]} {family.ways[0]}"
        ways = list(zip_longest(given.ways[1:], family.ways[1:]))
        one, other = draw.choice(ways) if ways else (None, None)
        first, last = one or given.ways[0], other or family.ways[0]
        form = draw.choice(["plain", "comma", "surname first", "capitals", *(["middle"] if middle else [])])
        if form == "plain" and f"{first} {last}" == left:
            form = "comma"
        yield from _written(left, Written(first, last, middle, form), (given, family), draw)
        forms = ["initial", "slip in given", "slip in family"]
        form = "short form" if given.short else draw.choice(forms)
        first = draw.choice(given.short) if given.short else given.ways[0]
        yield from _written(left, Written(first, family.ways[0], middle, form), (given, family), draw)


class Written(NamedTuple):
    """A name's parts as they are written, and in which form."""

    first: str
    last: str
    middle: str
    form: str


def _written(left: str, written: Written, parts: tuple[Part, Part], draw: random.Random) -> Iterator[Row]:
    """Yield a name in a form as a positive, and two with another given or family name."""
    given, family = parts
    first, last, middle, form = written
    others = [(draw.choice(given.others), last), (first, draw.choice(family.others))]
    if form == "initial":
        # Of others with this initial nothing but the family name tells.
        others = [(first, other) for other in family.others]
    if form == "slip in given":
        first, others[1] = (slipped := _slip(first, draw)), (slipped, others[1][1])
    if form == "slip in family":
        last, others[0] = (slipped := _slip(last, draw)), (others[0][0], slipped)
    yield left, _in_form(first, last, middle, form), 1, form
    yield from ((left, _in_form(*other, middle, form), 0, form) for other in others)


def _in_form(given: str, family: str, middle: str, form: str) -> str:
    if form == "comma":
        return f"{family}, {given}"
    if form == "surname first":
        return f"{family} {given}"
    if form == "capitals":
        return f"{family.upper()} {given}"
    if form == "initial":
        return f"{given[0]}. {family}"
    return f"{given} {middle} {family}" if form == "middle" else f"{given} {family}"


def _slip(name: str, draw: random.Random) -> str:
    """Leave out, double, swap or replace one letter inside a name; one too short for that stays."""
    if len(name) < 4:
        return name
    at = draw.randrange(1, len(name) - 1)
    kind = draw.randrange(4)
    if kind == 0:
        return name[:at] + name[at + 1 :]
    if kind == 1:
        return name[:at] + name[at] + name[at:]
    if kind == 2:
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    return name[:at] + _BESIDE.get(anyascii(name[at]).lower()[:1], "e") + name[at + 1 :]


# The key beside each on a keyboard.
_BESIDE = dict(zip("qwertyuiopasdfghjklzxcvbnm", "wertyuioposdfghjklkxcvbnmn", strict=True))


def main(folder: Path) -> None:
    """Write the sets into a folder."""
    for half, part in enumerate(HALVES):
        for number, (name, make) in enumerate(
            (("khmer_people", khmer_people), ("khmer_localities", khmer_places), ("people", people))
        ):
            draw = random.Random(900 + 10 * number + half)  # noqa: S311  a fixed draw, nothing secret
            write_set(folder, f"{part}_{name}", INVENTED, make(half, draw))


if __name__ == "__main__":
    main(folder_named())
