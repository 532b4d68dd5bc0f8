"""What a filing corrects: the property classes of a record in which a value that stood there stands no more.

A class that only gained values is not corrected, nor one whose values are only written in another way: nobody who was
shown it was shown anything that is wrong now.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from graph.ontology import PropertyClass
from graph.parts import decode_part
from graph.store.connection import Row, Store
from graph.store.cypher import Access, template

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


def corrected_classes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[PropertyClass]:
    """Return the classes in which a value that stood there stands no more, in their order.

    Args:
        before: how the record stood: the text of each class under its name. What a seal closes of it is not asked: for
            others it is as if nobody had filed that.
        after: how it is filed: the text of each class that has values.
    """
    return [c for name, c in _NAMED if (text := before.get(name)) is not None and _lacks(after.get(name), text)]


def _lacks(after: str | None, before: str) -> bool:
    if after == before:
        return False
    kept = _values(after)
    return any(not values <= kept.get(name, frozenset()) for name, values in _values(before).items())


def _values(text: str | None) -> dict[str, frozenset[str]]:
    return {
        name: frozenset(v.raw if v.value is None else v.value for v in values)
        for name, values in decode_part(text).items()
    }


def told_corrections(rids: Sequence[str], corrected: Mapping[str, Sequence[PropertyClass]]) -> list[str] | None:
    """Return what a change says of which of its records were corrected; `None` where none was."""
    return [f"{rid} {' '.join(corrected[rid])}" for rid in rids if rid in corrected] or None


def corrections_among(rows: Sequence[Row], after: Mapping[str, Row]) -> dict[str, list[PropertyClass]]:
    """Return which of the records that stand as `rows` say are corrected by what is filed, and in which classes."""
    found = {row["rid"]: corrected_classes(row["parts"], after[row["rid"]]["props"]) for row in rows}
    return {rid: classes for rid, classes in found.items() if classes}


async def find_corrections(store: Store, *, after: int, until: int) -> dict[str, frozenset[PropertyClass]]:
    """Return which records the changes behind a number, up to another, corrected, and in which classes."""
    rows: list[Any] = list(await store.read(_CORRECTED, {"after": after, "until": until}))
    found: dict[str, frozenset[PropertyClass]] = {}
    for told in rows:
        rid, *classes = str(told).split(" ")
        found[rid] = found.get(rid, frozenset()) | frozenset(map(PropertyClass, classes))
    return found
