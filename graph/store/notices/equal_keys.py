"""Between which records of an equal key linkages are announced: not between all, which would be the square of a hub.

Each record with the first one of every other originator, and the first of an originator with all of the others' as
well: whichever came last, each is told of each other originator. What is first or later stands under the same terms, so
that what is hidden decides nothing of it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Protocol

from graph.records import RecordId
from graph.store.cypher import Access, template

MOST_TOLD = 1_000
"""Records of one key under the same terms of one originator that are told of another's first one."""
_HOLDERS_A_READ = 20_000

KEY_GROUPS = template(
    "same_key_elsewhere",
    Access.SYSTEM,
    """
    UNWIND $p.rows AS row
    MATCH (o:Record {component: row[0]})
    USING INDEX o:Record(component)
    WHERE o.key = row[1]
    WITH row[1] AS key, o.originator AS originator, o.cmp AS cmp, min([o.received, o.rid]) AS first, count(o) AS size
    RETURN collect([key, originator, first[1], size, cmp]) AS rows
    """,
)
# Behind the bound come back those alone whose alerts of one of these agencies ended or were hidden.
HOLDERS_OF_KEYS = template(
    "holders_of_keys",
    Access.SYSTEM,
    """
    UNWIND $p.rows AS row
    CALL (row) {
      MATCH (o:Record {component: row[0]})
      USING INDEX o:Record(component)
      WHERE o.key = row[1]
      WITH o ORDER BY o.received, o.rid
      WITH o.originator AS originator, o.cmp AS cmp, collect(o.rid) AS all
      RETURN originator, cmp, all[..$p.most] + COLLECT {
        UNWIND all[$p.most..] AS rid
        MATCH (x:Notice {own: rid})
        WHERE x.other_agency IN row[2] AND (x.ended_at IS NOT NULL OR x.hidden = true)
        RETURN DISTINCT rid
      } AS rids
    }
    RETURN collect([row[1], originator, rids, cmp]) AS rows
    """,
)


class Keyed(Protocol):
    """A record that may have a key."""

    @property
    def id(self) -> RecordId:
        """Its id."""
        ...

    @property
    def originator(self) -> str:
        """Whose it is."""
        ...

    @property
    def key(self) -> str | None:
        """Its key, if it has one."""
        ...

    @property
    def component(self) -> int:
        """Of what has a key a digest of it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyGroup:
    """Records of one key that stand under the same terms of one originator: the first one, and how many there are."""

    originator: str
    first: RecordId
    size: int
    compartment: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Holders:
    """Records of one key that stand under the same terms of one originator, up to `MOST_TOLD` and who comes back."""

    originator: str
    records: Sequence[RecordId]
    compartment: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedByKey:
    """Pairs of a selector with others of its key, and where these others stood as they were found."""

    pairs: Sequence[tuple[RecordId, RecordId]] = ()
    compartments: Mapping[RecordId, int] = field(default_factory=dict)


Groups = Mapping[str, Sequence[KeyGroup]]
"""By key all its groups, a record's own one included."""


def linked_to_first(selectors: Iterable[Keyed], groups: Groups) -> list[tuple[RecordId, RecordId]]:
    """Return for each selector the first record with its key under each of the terms of every other originator.

    The first of all would not do: where its terms permit no notice, it would stand before one whose terms do.
    """
    return [
        (r.id, group.first)
        for r in selectors
        for group in groups.get(r.key or "", ())
        if group.originator != r.originator
    ]


def first_ones(selectors: Iterable[Keyed], groups: Groups) -> list[Keyed]:
    """Return those that are the first of their group, where another originator has more than one record of the key."""
    return [
        r
        for r in selectors
        if (of_key := groups.get(r.key or "", ()))
        and any(group.first == r.id for group in of_key)
        and any(group.originator != r.originator and group.size > 1 for group in of_key)
    ]


def linked_to_all(firsts: Iterable[Keyed], holders: Mapping[str, Sequence[Holders]]) -> list[tuple[RecordId, RecordId]]:
    """Return the pairs of each of these with the records of other originators that hold its key.

    Args:
        firsts: the first of their groups.
        holders: by key who holds it.
    """
    return [
        (r.id, rid)
        for r in firsts
        for of_terms in holders.get(r.key or "", ())
        if of_terms.originator != r.originator
        for rid in of_terms.records
    ]


def where_they_stood(groups: Groups, holders: Mapping[str, Sequence[Holders]]) -> dict[RecordId, int]:
    """Return the compartments of the records that selectors may be linked to."""
    found = {rid: h.compartment for of_key in holders.values() for h in of_key for rid in h.records}
    return found | {group.first: group.compartment for of_key in groups.values() for group in of_key}


def holders_asked_for(firsts: Iterable[Keyed], groups: Groups) -> Iterator[list[list[object]]]:
    """Yield what `HOLDERS_OF_KEYS` is asked for, in parts of which the answers are of bounded size."""
    agencies: dict[tuple[int, str], AbstractSet[str]] = {}
    for r in firsts:
        place = (r.component, r.key or "")
        agencies[place] = agencies.get(place, frozenset()) | {r.originator}
    part: list[list[object]] = []
    size = 0
    for (component, key), asking in sorted(agencies.items(), key=lambda item: item[0]):
        held = sum(min(group.size, MOST_TOLD) for group in groups[key])
        if part and size + held > _HOLDERS_A_READ:
            yield part
            part, size = [], 0
        part.append([component, key, sorted(asking)])
        size += held
    if part:
        yield part
