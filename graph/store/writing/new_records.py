"""Creates the new records of a batch and the links among them: one statement, whichever kinds and types there are.

The links name their ends by where these stand among the records, so that the store looks for none of them. Labels and
types come from the ontology, never from input. What the records of a group have in common is sent once.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from graph.ontology import PropertyClass
from graph.store.connection import Row, Transaction
from graph.store.cypher import Access, template

_COMMON = ("kind", "originator", "profile", "role", "cmp")
_OF_RECORD = ("digest", "key", *map(str, PropertyClass))
_OWN = ("rid", "component", "content_at", *_OF_RECORD)
_LINK_COMMON = ("evaluation", "dataset", "profile", "own", "cmp")
_OF_LINK = ("digest", "reference", "since", "until", "note", "edge")
_LINK_OWN = ("lid", "content_at", *_OF_LINK)
_ENDS = 2  # of a link's row the first two are the places of its source and its target

_Terms = tuple[Any, ...]
_Values = list[Any]  # a tuple the driver would copy into a list


def _given(common: Sequence[str], own: Sequence[str], *, first: int = 0) -> str:
    """Return the properties of what is created; one that is null is not set."""
    of_group = (f"{name}: group.{name}" for name in common)
    of_row = (f"{name}: row[{at}]" for at, name in enumerate(own, first))
    return ", ".join([*of_group, *of_row, "received: $p.received"])


# A text for each kind and each type took a round trip for each, and a look for the ends of each link by ids that had
# been sent to and fro. One text with a part for each kind and each type takes seconds to plan.
_CREATE_NEW = template(
    "create_new",
    Access.WRITE,
    f"""
    CALL () {{
      UNWIND $p.records AS group
      UNWIND group.rows AS row
      CREATE (n:$(group.kind):Record {{{_given(_COMMON, _OWN)}}})
      RETURN collect(n) AS made
    }}
    CALL (made) {{
      UNWIND $p.links AS group
      UNWIND group.rows AS row
      WITH made[row[0]] AS a, made[row[1]] AS b, group, row
      CREATE (a)-[:$(group.type) {{{_given(_LINK_COMMON, _LINK_OWN, first=_ENDS)}}}]->(b)
    }}
    FINISH
    """,
)


async def create_new(
    tx: Transaction, rows: Iterable[Row], links: Iterable[Row], *, received: int, came: Mapping[str, int]
) -> None:
    """Create records, and links whose ends are among them.

    Args:
        tx: the transaction.
        rows: the records' rows, in the order of their ids: two writers of the same take their locks in one order.
        links: the links' rows, in the order of theirs.
        received: when they came, in microseconds since 1970.
        came: when the contents of those links came that are of rows tried again.

    Raises:
        StoreQueryError: a record or a link of that id is there already.
    """
    groups = _groups((_terms(row), _own(row)) for row in rows)
    made = (row[0] for _, group in groups for row in group)
    places = {rid: at for at, rid in enumerate(made)}
    joined = _groups((_link_terms(row), _link_own(row, places, came)) for row in links)
    parameters = {
        "records": [dict(zip(_COMMON, terms, strict=True), rows=group) for terms, group in groups],
        "links": [dict(zip(("type", *_LINK_COMMON), terms, strict=True), rows=group) for terms, group in joined],
        "received": received,
    }
    await tx.run(_CREATE_NEW, parameters)


def _groups(rows: Iterable[tuple[_Terms, _Values]]) -> list[tuple[_Terms, list[_Values]]]:
    """Return rows by what they have in common, these in one order for all writers."""
    groups: dict[_Terms, list[_Values]] = defaultdict(list)
    for terms, values in rows:
        groups[terms].append(values)
    return sorted(groups.items(), key=itemgetter(0))


def _terms(row: Row) -> _Terms:
    props = row["props"]
    # Where it stands until it was compared, which may be elsewhere than its properties say.
    return props["kind"], props["originator"], props["profile"], props["role"], row["first"]


def _own(row: Row) -> _Values:
    return [row["rid"], row["component"], row.get("content_at"), *map(row["props"].get, _OF_RECORD)]


def _link_terms(row: Row) -> _Terms:
    props = row["props"]
    return row["type"], *map(props.__getitem__, _LINK_COMMON)


def _link_own(row: Row, places: Mapping[str, int], came: Mapping[str, int]) -> _Values:
    ends = places[row["source"]], places[row["target"]]
    return [*ends, row["lid"], came.get(row["lid"]), *map(row["props"].get, _OF_LINK)]
