"""The keys of a record as digests, by what must be open for them: under which it is found, and how two records meet.

The texts of keys are dropped as soon as these are made: a person's are some seventy texts in thirty sets, and of a load
tens of thousands of records are kept for those that are yet to meet them.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from entity_resolution.blocking.keys import KeyGroup, key_groups
from entity_resolution.comparing.model import MatchModel
from graph import PropertyClass
from graph.blocks import BlockingKeys, block_terms, split_terms
from graph.matches import Terms, Way
from graph.parts import Part
from graph.selectors import LinkedSelector

_PUBLISHED = "published"


class TermKeys(NamedTuple):
    """The keys of a record that are visible to the same viewers, as rows of 8-byte digests in any order.

    Attributes:
        terms: what must be open for them.
        found_by: under which the record is found.
        looks_for: under which it looks for others; a pair meets if either finds the other.
        namesakes: whole names of a kind whose namesakes are looked at only where one of them is on a public list.
    """

    terms: Terms
    found_by: bytes
    looks_for: bytes
    namesakes: bool = False


class RecordKeys(NamedTuple):
    """All keys of a record: by their terms, and as the graph's index has them."""

    by_terms: tuple[TermKeys, ...]
    indexed: BlockingKeys


def record_keys(
    model: MatchModel,
    parts: Mapping[PropertyClass, Part],
    linked: Sequence[LinkedSelector] = (),
    *,
    published: bool = False,
) -> RecordKeys:
    """Return the keys of a record; `published`: it is on a public list, which matters to `indexed` alone."""
    return digest_keys(key_groups(model, parts, linked), published=published)


def digest_keys(groups: Sequence[KeyGroup], *, published: bool = False) -> RecordKeys:
    """Return groups of keys as digests, and under which of them a record is found in the graph and looks for others.

    Where a name alone is not worth a human's look, two namesakes meet only by a companion, or because one of them is on
    a public list: such a record looks for every namesake, and every record looks for namesakes on lists.
    """
    rows: list[TermKeys] = []
    found: list[bytes] = []
    sought: list[bytes] = []
    for same in _of_the_same_terms(groups):
        terms, namesakes = same[0].terms, same[0].namesakes
        here, there = _digests(same)
        rows.append(
            TermKeys(terms, row := b"".join(here), row if there is here else b"".join(there), namesakes=namesakes)
        )
        found += here
        if namesakes:
            listed = block_terms([f"{key}&{_PUBLISHED}" for group in same for key in group.keys])
            sought += listed
            if published:
                found += listed
                sought += there
        else:
            sought += there
    looks_for = _row(sought)
    return RecordKeys(tuple(rows), BlockingKeys(found_by=_row(found), looks_for=looks_for))


def meeting_ways(left: Sequence[TermKeys], right: Sequence[TermKeys], *, published: bool) -> tuple[Way, ...]:
    """Return the ways by which two records meet, each by what must be open for it; one that needs more is left out.

    Args:
        left: the keys of one record by their terms.
        right: the keys of the other.
        published: one of the two is on a public list.
    """
    ours, theirs = ([_Split.of(keys) for keys in side if published or not keys.namesakes] for side in (left, right))
    # Of hundreds of digests two have a few in common: these alone are looked for in each group of one and other.
    common = _all_of(ours) & _all_of(theirs)
    ours, theirs = ([keys.among(common) for keys in side] for side in (ours, theirs))
    met = {Way(one.terms, other.terms) for one in ours for other in theirs if one.meets(other)}
    if len(met) < 2:
        return tuple(met)
    least = [way for way in met if not any(_needs_more(way, other) for other in met if other != way)]
    return tuple(sorted(least, key=str))


class _Split(NamedTuple):
    """The keys of a record that are visible to the same viewers, digest by digest."""

    terms: Terms
    found_by: AbstractSet[bytes]
    looks_for: AbstractSet[bytes]

    @classmethod
    def of(cls, keys: TermKeys) -> "_Split":
        found_by = frozenset(split_terms(keys.found_by))
        # They are one row where the record looks for others under what it is found by, as most do.
        looks_for = found_by if keys.looks_for is keys.found_by else frozenset(split_terms(keys.looks_for))
        return cls(keys.terms, found_by, looks_for)

    def among(self, terms: AbstractSet[bytes]) -> "_Split":
        """Return these keys without all that are not among some."""
        found_by = self.found_by & terms
        return _Split(self.terms, found_by, found_by if self.looks_for is self.found_by else self.looks_for & terms)

    def meets(self, other: "_Split") -> bool:
        """Return whether one of the two finds the other."""
        return not (self.found_by.isdisjoint(other.looks_for) and other.found_by.isdisjoint(self.looks_for))


def _all_of(side: Iterable[_Split]) -> set[bytes]:
    return set[bytes]().union(*(terms for keys in side for terms in (keys.found_by, keys.looks_for)))


def _of_the_same_terms(groups: Iterable[KeyGroup]) -> Iterable[list[KeyGroup]]:
    """Return groups with those of the same terms together; a person's are three rather than fifteen."""
    found: dict[tuple[int, bool], list[KeyGroup]] = {}
    for group in groups:
        # By identity: the same terms are nearly always one object, and where they are two nothing is lost by it.
        found.setdefault((id(group.terms), group.namesakes), []).append(group)
    return found.values()


def _digests(same: Sequence[KeyGroup]) -> tuple[list[bytes], list[bytes]]:
    """Return the digests under which groups are found and look for others; one list for both where they are one."""
    found: set[str] = set()
    sought: set[str] = set()
    both: set[str] = set()
    for group in same:
        if group.seeks is group.keys:
            both |= group.keys
        else:
            found |= group.keys
            sought |= group.seeks
    # A digest costs more than all else here, so that what is in both is digested once.
    both |= found & sought
    terms = block_terms(both)
    if not found and not sought:
        return terms, terms
    return terms + block_terms(found - both), terms + block_terms(sought - both)


def _row(terms: Iterable[bytes]) -> bytes:
    return b"".join(sorted(set(terms)))


def _needs_more(way: Way, other: Way) -> bool:
    return _includes(way.left, other.left) and _includes(way.right, other.right)


def _includes(terms: Terms, other: Terms) -> bool:
    same_via = other.via is None or (other.via, other.via_class) == (terms.via, terms.via_class)
    return same_via and set(other.classes) <= set(terms.classes)
