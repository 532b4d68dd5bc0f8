"""What a filing corrects: the parts of a record in which a value that stood there stands no more.

A class that only gained values is not corrected, nor one whose values are only written in another way: nobody who was
shown it was shown anything that is wrong now. Nor was whoever was shown the class before the value that is gone came,
so a correction says since when that stood there. Words that a seal may close stand for themselves: who was shown the
class while it closed them was not shown these, and receipts say which were left out.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from graph.ontology import Ontology, PropertyClass
from graph.parts import whole_parts
from graph.store.connection import Row, Store
from graph.store.cypher import Access, template
from graph.store.writing.value_times import Values, came_at, values_of
from graph.unix_time import from_microseconds

_NAMED = {str(c): c for c in PropertyClass}
_CORRECTED = template(
    "corrected_records",
    Access.SYSTEM,
    """
    MATCH (c:Change) WHERE c.seq > $p.after AND c.seq <= $p.until AND c.corrected IS NOT NULL
    UNWIND c.corrected AS told
    RETURN collect(DISTINCT told) AS rows
    """,
)


class CorrectedPart(NamedTuple):
    """What of a record is corrected: a class, or one property of it that a victim's seal may close beside the rest.

    `words`: the property, `None` for the others of the class. `were_closed`: a seal closed it when it was corrected.
    """

    property_class: PropertyClass
    words: str | None = None
    were_closed: bool = False

    @property
    def text(self) -> str:
        """As a change and a recall tell it."""
        mark = "~" if self.were_closed else ":"
        return str(self.property_class) if self.words is None else f"{self.property_class}{mark}{self.words}"

    @classmethod
    def of_text(cls, text: str) -> "CorrectedPart":
        """Return the part of a text; earlier versions tell of classes alone."""
        mark = "~" if "~" in text else ":"
        name, _, words = text.partition(mark)
        return cls(PropertyClass(name), words or None, mark == "~")


Corrected = Mapping[CorrectedPart, int | None]
"""The parts of a record that a filing corrects, each with when the first of the values that are gone from it came, in
microseconds since 1970; `None` where that was with the record, or is not known."""


def corrected_parts(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    times: Sequence[str] | None = None,
    *,
    words: frozenset[str] = frozenset(),
    tells_closed: bool = True,
    at: int = 0,
) -> dict[CorrectedPart, int | None]:
    """Return the parts in which a value that stood there stands no more, in the order of their classes.

    Args:
        before: how the record stood: the text of each class under its name, and the whole where a seal left a part.
        after: how it is filed: the text of each class that has values.
        times: when values of it came that came after it did.
        words: the properties that a seal may close.
        tells_closed: also of what a seal closes now; else it is as if nobody had filed that.
        at: when it is filed, in microseconds since 1970.
    """
    found: dict[CorrectedPart, int | None] = {}
    for name, text in whole_parts(before).items():
        if text is not None and after.get(name) != text:
            gone, c = values_of(text) - values_of(after.get(name)), _NAMED[name]
            left = gone if text == before.get(name) else gone & values_of(before.get(name))
            parts = _parts_of(c, left, words, were_closed=False)
            if tells_closed:
                parts |= _parts_of(c, gone - left, words, were_closed=True)
            found |= {part: came_at(times, name, parts[part], at=at) for part in sorted(parts, key=_order)}
    return found


def _parts_of(
    property_class: PropertyClass, gone: Values, words: frozenset[str], *, were_closed: bool
) -> dict[CorrectedPart, Values]:
    by_part: dict[CorrectedPart, set[tuple[str, str]]] = defaultdict(set)
    for value in gone:
        named = value[0] if were_closed or value[0] in words else None
        by_part[CorrectedPart(property_class, named, were_closed)].add(value)
    return {part: frozenset(values) for part, values in by_part.items()}


def _order(part: CorrectedPart) -> tuple[str, bool]:
    return part.words or "", part.were_closed


def told_corrections(rids: Sequence[str], corrected: Mapping[str, Corrected]) -> list[str] | None:
    """Return what a change says of which of its records were corrected; `None` where none was."""
    return [" ".join([rid, *map(_told, corrected[rid].items())]) for rid in rids if rid in corrected] or None


def _told(of_part: tuple[CorrectedPart, int | None]) -> str:
    part, since = of_part
    return part.text if since is None else f"{part.text}@{since}"


def corrections_among(
    rows: Sequence[Row],
    after: Mapping[str, Row],
    ontology: Ontology,
    *,
    is_kept_open: Callable[[int], bool],
    at: int,
) -> dict[str, Corrected]:
    """Return which of some records are corrected by what is filed, and how.

    Args:
        rows: how they stand.
        after: what is filed, by their ids.
        ontology: says which words of a kind a seal may close.
        is_kept_open: whether keepers keep open what stands in a compartment, which its receipts tell by.
        at: when it is filed, in microseconds since 1970.
    """
    found: dict[str, Corrected] = {}
    for row in rows:
        parts = corrected_parts(
            row["parts"],
            after[row["rid"]]["props"],
            row["times"],
            words=ontology.kind(row["kind"]).of_users,
            tells_closed=is_kept_open(row["cmp"]),
            at=at,
        )
        if parts:
            found[row["rid"]] = parts
    return found


async def find_corrections(store: Store, *, after: int, until: int) -> dict[str, dict[CorrectedPart, datetime | None]]:
    """Return which records the changes behind a number, up to another, corrected, and in which parts.

    Each part with when the first of the values that are gone from it came; `None` where that was with the record, or
    is not known: of changes that an earlier version wrote nothing is.
    """
    rows: list[Any] = list(await store.read(_CORRECTED, {"after": after, "until": until}))
    found: dict[str, dict[CorrectedPart, datetime | None]] = {}
    for told in rows:
        rid, *classes = str(told).split(" ")
        mine = found.setdefault(rid, {})
        for name, _, since in (text.partition("@") for text in classes):
            part, time = CorrectedPart.of_text(name), from_microseconds(int(since)) if since else None
            known = mine.get(part, time)
            mine[part] = None if time is None or known is None else min(time, known)
    return found
