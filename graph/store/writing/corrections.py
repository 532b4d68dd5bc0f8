"""What a filing corrects: the property classes of a record in which a value that stood there stands no more.

A class that only gained values is not corrected, nor one whose values are only written in another way: nobody who was
shown it was shown anything that is wrong now. Nor was whoever was shown the class before the value that is gone came,
so a correction says since when that stood there.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from graph.ontology import PropertyClass
from graph.store.connection import Row, Store
from graph.store.cypher import Access, template
from graph.store.writing.value_times import came_at, values_of
from graph.unix_time import from_microseconds

_NAMED = tuple((str(c), c) for c in PropertyClass)
_CORRECTED = template(
    "corrected_records",
    Access.SYSTEM,
    """
    MATCH (c:Change) WHERE c.seq > $p.after AND c.seq <= $p.until AND c.corrected IS NOT NULL
    UNWIND c.corrected AS told
    RETURN collect(DISTINCT told) AS rows
    """,
)


Corrected = Mapping[PropertyClass, int | None]
"""The classes of a record that a filing corrects, each with when the first of the values that are gone from it came, in
microseconds since 1970; `None` where that was with the record, or is not known."""


def corrected_classes(
    before: Mapping[str, Any], after: Mapping[str, Any], times: Sequence[str] | None = None, *, at: int = 0
) -> dict[PropertyClass, int | None]:
    """Return the classes in which a value that stood there stands no more, in their order.

    Args:
        before: how the record stood: the text of each class under its name. What a seal closes of it is not asked: for
            others it is as if nobody had filed that.
        after: how it is filed: the text of each class that has values.
        times: when values of it came that came after it did.
        at: when it is filed, in microseconds since 1970.
    """
    found: dict[PropertyClass, int | None] = {}
    for name, c in _NAMED:
        if (text := before.get(name)) is not None and after.get(name) != text:
            gone = values_of(text) - values_of(after.get(name))
            if gone:
                found[c] = came_at(times, name, gone, at=at)
    return found


def told_corrections(rids: Sequence[str], corrected: Mapping[str, Corrected]) -> list[str] | None:
    """Return what a change says of which of its records were corrected; `None` where none was."""
    return [" ".join([rid, *map(_told, corrected[rid].items())]) for rid in rids if rid in corrected] or None


def _told(of_class: tuple[PropertyClass, int | None]) -> str:
    name, since = of_class
    return str(name) if since is None else f"{name}@{since}"


def corrections_among(rows: Sequence[Row], after: Mapping[str, Row], *, at: int) -> dict[str, Corrected]:
    """Return which of the records that stand as `rows` say are corrected by what is filed at a time, and how."""
    found = {r["rid"]: corrected_classes(r["parts"], after[r["rid"]]["props"], r["times"], at=at) for r in rows}
    return {rid: classes for rid, classes in found.items() if classes}


async def find_corrections(store: Store, *, after: int, until: int) -> dict[str, dict[PropertyClass, datetime | None]]:
    """Return which records the changes behind a number, up to another, corrected, and in which classes.

    Each class with when the first of the values that are gone from it came; `None` where that was with the record, or
    is not known: of changes that an earlier version wrote nothing is.
    """
    rows: list[Any] = list(await store.read(_CORRECTED, {"after": after, "until": until}))
    found: dict[str, dict[PropertyClass, datetime | None]] = {}
    for told in rows:
        rid, *classes = str(told).split(" ")
        mine = found.setdefault(rid, {})
        for name, _, since in (text.partition("@") for text in classes):
            c, time = PropertyClass(name), from_microseconds(int(since)) if since else None
            known = mine.get(c, time)
            mine[c] = None if time is None or known is None else min(time, known)
    return found
