"""Names in two writings side by side, as in two scripts: what they share without a letter in common.

A name in another script stands for its Latin readings, likeliest first. These are looked at to bring records together
and to tell a slip of the hand from another name; whether two are one name is said by `names.compare_names`.
"""

from functools import lru_cache

from rapidfuzz.distance import OSA

from entity_resolution.names import Script, person_name
from entity_resolution.names.scripts.script import script_of
from entity_resolution.names.scripts.skeletons import skeleton

# Two consonants of a name's skeleton: they outlast most ways of spelling it.
BEGINNING = 2


def writing(name: str) -> str:
    """Return the script of a name's first letter that is not Latin; of Latin ones, whether all are `plain` or not."""
    if name.isascii():
        return "plain"
    others = (found for found in map(script_of, name) if found not in (None, Script.LATIN))
    return next(others, None) or "marked"


def readings(name: str) -> tuple[str, ...]:
    """Return the Latin readings of a name without spaces, likeliest first; of one in plain Latin letters itself."""
    found = (name,) if name.isascii() else person_name(name).latin
    return tuple(reading.replace(" ", "").replace("-", "") for reading in found)


@lru_cache(maxsize=200_000)
def name_skeleton(name: str) -> str:
    """Return the merged consonants of a name's likeliest Latin reading, empty where it has none."""
    found = readings(name)
    return skeleton(found[0]) if found else ""


def begin_alike(one: str, other: str) -> bool:
    """Return whether two names begin with the same consonants in Latin letters, as spellings of one name do."""
    beginning = name_skeleton(one)[:BEGINNING]
    return beginning != "" and beginning == name_skeleton(other)[:BEGINNING]


@lru_cache(maxsize=200_000)
def reading_edits(one: str, other: str) -> tuple[int, int]:
    """Return the fewest edits between Latin readings of two names, and the letters of the shorter of those two."""
    pairs = [(mine, theirs) for mine in readings(one) for theirs in readings(other)]
    found = ((OSA.distance(mine, theirs), min(len(mine), len(theirs))) for mine, theirs in pairs)
    return min(found, default=(0, 0))
