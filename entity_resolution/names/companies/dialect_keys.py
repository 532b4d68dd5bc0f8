"""How dialects of Chinese spell a company's characters, and the keys that it has by that: 永利豐 is Wing Lee Fung."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from entity_resolution.names.companies.divisions import place_in_front
from entity_resolution.names.key_sorts import KeySort
from entity_resolution.names.scripts.han import DIALECTS, spelled_in
from entity_resolution.names.scripts.skeletons import skeleton
from entity_resolution.names.words.glosses import gloss_inside

_WHOLE = KeySort.WHOLE.value

# Of so many characters a name is: one alone is any of the many that sound so, and a description is translated.
_FEWEST, _MOST = 2, 6
# From so many characters on the first one may be the owner's surname: 周大興.
_WITH_SURNAME = 3
# What shops are called behind their names, and no one's given name has.
_OF_SHOPS = {"行": ("hong", "hang"), "记": ("kee", "ki"), "記": ("kee", "ki"), "号": ("ho",), "號": ("ho",)}
_CANTONESE = DIALECTS[0]
# A key of fewer sounds gathers too many.
_LEAST_OF_KEY = 3
# Brackets around a place, and stops.
_NO_CHARACTER = re.compile(r"[^\w\s]")


@lru_cache(maxsize=10_000)
def ways_in_dialects(characters: str) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """Return how each dialect that has all of a company's characters spells them: of each character its spellings.

    Args:
        characters: Hanzi, without the words for what the company is.
    """
    if not _FEWEST <= len(characters) <= _MOST:
        return ()
    found = (tuple(_spellings(characters, at, dialect) for at in range(len(characters))) for dialect in DIALECTS)
    return tuple(ways for ways in found if all(ways))


def own_characters(native: str) -> tuple[str, tuple[str, ...]]:
    """Return a company's characters without known words for what and where it is, and these in English: 永利（香港）.

    Args:
        native: a cleaned name without its legal form.
    """
    called, words = gloss_inside(native)
    return _NO_CHARACTER.sub("", called).strip(), words


def _spellings(characters: str, at: int, dialect: int) -> tuple[str, ...]:
    of_surname = at == 0 and len(characters) >= _WITH_SURNAME
    found = spelled_in(characters[at], dialect, of_surname=of_surname)
    if dialect == _CANTONESE:
        # Hong Kong writes one rhyme in two ways: Cheung, Cheong.
        found += tuple(spelling.replace("eung", "eong") for spelling in found if spelling.endswith("eung"))
    return found or (_OF_SHOPS.get(characters[at], ()) if at == len(characters) - 1 else ())


def keys_in_dialects(native: str) -> Iterator[str]:
    """Yield the keys that a company in Hanzi shares with its name as a dialect spells it.

    Args:
        native: a cleaned name without its legal form.
    """
    characters, _ = own_characters(native)
    # What is a city's name may as well be the company's own: 金華發, Kam Wah Fat.
    for size, place in dict.fromkeys(((0, ""), place_in_front(characters))):
        for ways in ways_in_dialects(characters[size:]):
            bone = skeleton(place + "".join(spellings[0] for spellings in ways))
            if len(bone) >= _LEAST_OF_KEY:
                yield f"{_WHOLE}{bone}"
