"""When the values of a record came that came after it did: each time it is filed again, what it gained is dated.

Whoever was shown a class was not shown what it gained since, so they are not told that this is gone again. A record
says nothing of the values that it came with, nor does one that an older version wrote of any: they may have been among
what was shown at any time. Values stand here as digests, and go with the value.
"""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from graph.ontology import PropertyClass
from graph.parts import decode_part, whole_parts
from graph.store.connection import Row

Values = frozenset[tuple[str, str]]
"""The values of a class, each under the name of its property: as they are meant where that could be read."""

_NAMES = tuple(map(str, PropertyClass))


def values_of(text: str | None) -> Values:
    """Return the values of a class, nothing where it has none."""
    found = decode_part(text).items()
    return frozenset((name, v.raw if v.value is None else v.value) for name, values in found for v in values)


def value_times(
    before: Mapping[str, Any], after: Mapping[str, Any], times: Sequence[str] | None, *, at: int
) -> list[str]:
    """Return when the values of a record came, once it is filed anew, of those that came after it did.

    Args:
        before: how it stood: the text of each class, with those that a seal closed in part.
        after: how it is filed.
        times: when values of it came, as this returned it the last time.
        at: when it is filed, in microseconds since 1970.
    """
    stood, known, kept = whole_parts(before), _known(times), list[str]()
    for name in _NAMES:
        mine = known.get(name, {})
        if stood[name] == after.get(name):
            kept += _noted(name, mine)
            continue
        old, new = values_of(stood[name]), values_of(after.get(name))
        there = {digest: mine[digest] for digest in map(_digest, old & new) if digest in mine} if mine else {}
        kept += _noted(name, there | {_digest(value): at for value in new - old})
    return kept


def times_among(rows: Sequence[Row], after: Mapping[str, Row], *, at: int) -> dict[str, list[str]]:
    """Return of the records that stand as `rows` say when their values came, once they are filed anew."""
    return {r["rid"]: value_times(r["parts"], after[r["rid"]]["props"], r["times"], at=at) for r in rows}


def came_at(times: Sequence[str] | None, name: str, values: Collection[tuple[str, str]], *, at: int) -> int | None:
    """Return when the first of some values of a class came; `None` where that was with the record, or is not known.

    What is dated in a time to come, seen from `at`, was filed under a clock that ran ahead: when it came is not known.
    """
    mine = _known(times).get(name)
    if not mine:
        return None
    found = [mine.get(_digest(value)) for value in values]
    dated = [time for time in found if time is not None and time <= at]
    return min(dated) if len(dated) == len(found) else None


def _known(times: Sequence[str] | None) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for text in times or ():
        name, digest, time = text.split(" ")
        found.setdefault(name, {})[digest] = int(time)
    return found


def _noted(name: str, times: Mapping[str, int]) -> Iterator[str]:
    return (f"{name} {digest} {time}" for digest, time in sorted(times.items()))


def _digest(value: tuple[str, str]) -> str:
    return hashlib.blake2b("\n".join(value).encode(), digest_size=9).hexdigest()
