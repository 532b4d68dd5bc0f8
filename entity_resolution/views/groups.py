"""Groups of records that are being joined: a union-find that refuses what is known to be apart, and says why."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Protocol, TypeVar

from entity_resolution.views.contested import CLEARLY_MORE_BITS, MOST_PARTNERS, Apartness, Outside, heaviest_partners
from entity_resolution.views.plausibility import Facts, Objection, has_passports_of_both, objection
from graph import RecordId
from graph.matches import Pair


class Basis(StrEnum):
    """What would join two records."""

    JUDGEMENT = "judgement"
    MATCH = "match"
    EQUAL_KEY = "equal-key"


class Rank(Enum):
    """By whose word records are joined, in the order in which it is heeded."""

    JUDGED = 1
    MATCHED = 2
    PROPOSED = 3


class Obstacle(StrEnum):
    """What keeps two groups apart although something would join them."""

    NEGATIVE_JUDGEMENT = "negative-judgement"
    BIRTH_DATES = str(Objection.BIRTH_DATES)
    SEXES = str(Objection.SEXES)
    DOCUMENTS = str(Objection.DOCUMENTS)
    COMPANY_NUMBERS = str(Objection.COMPANY_NUMBERS)
    LEGAL_FORMS = str(Objection.LEGAL_FORMS)
    SITE_TYPES = str(Objection.SITE_TYPES)
    CONTACTS = str(Objection.CONTACTS)
    NAMES = str(Objection.NAMES)
    FITS_TWO = str(Objection.FITS_TWO)
    PROPOSED = "proposed"  # an agency that wrote neither record alone says that they are one


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step in which an entity was formed: a pair that was to join two groups of records, and what came of it.

    `left_size` and `right_size` are the groups' numbers of records before; `obstacle` is `None` where they were joined.
    """

    left_id: RecordId
    right_id: RecordId
    basis: Basis
    left_size: int
    right_size: int
    obstacle: Obstacle | None


class OfTwo(Protocol):
    """What is of two records."""

    @property
    def left_id(self) -> RecordId:
        """The one."""

    @property
    def right_id(self) -> RecordId:
        """The other."""


Told = TypeVar("Told", bound=OfTwo)


class Groups:
    """Union-find that refuses to join what is known to be apart, and keeps what it was asked to do."""

    def __init__(
        self,
        records: Iterable[RecordId],
        negative: Iterable[Pair],
        facts: Mapping[RecordId, Facts],
        apart: Apartness,
    ) -> None:
        """Begin with each record as a group of its own.

        Args:
            records: the records.
            negative: the pairs that a judgement keeps apart.
            facts: what each record says of its subject that another may contradict.
            apart: what matches each record, and which of them are two by their names.
        """
        self._parent = {rid: rid for rid in records}
        self._sizes = dict.fromkeys(self._parent, 1)
        self._facts = dict(facts)
        self._members = {rid: [rid] for rid in self._parent}
        self._first = {rid: [rid] for rid in self._parent}  # of its members, those whose names are looked at
        self._names = apart
        # By what would join them: of each group, which records outside it fit it.
        self._outside = {rank: Outside({}, self.root) for rank in Rank}
        self._outside[Rank.MATCHED] = Outside(apart.partners, self.root)
        # By group: the records that a negative keeps apart from one of its own.
        self._apart: dict[RecordId, set[RecordId]] = {rid: set() for rid in self._parent}
        self._placed: set[RecordId] = set()  # by a human
        self._known_names: dict[tuple[RecordId, int], frozenset[int]] = {}  # by group of a size
        # What two groups came to, as long as neither grows.
        self._refused: set[tuple[RecordId, int, RecordId, int]] = set()
        self.contested: set[Pair] = set()
        self.steps: list[Step] = []
        for a, b in negative:
            self._apart[a].add(b)
            self._apart[b].add(a)

    def take(self, rank: Rank, pairs: Mapping[Pair, float]) -> None:
        """Take the pairs that will be joined by one rank, with their weights, before the first of them is."""
        self._outside[rank] = Outside(heaviest_partners(pairs), self.root)

    def root(self, rid: RecordId) -> RecordId:
        """Return the representative of a record's group."""
        while self._parent[rid] != rid:
            self._parent[rid] = self._parent[self._parent[rid]]
            rid = self._parent[rid]
        return rid

    def join(
        self, left: RecordId, right: RecordId, basis: Basis, *, bits: float = 0.0, is_proposed: bool = False
    ) -> bool:
        """Join two groups unless a negative keeps them apart, or implausibility where that is heeded. Return whether.

        Args:
            left: a record of one.
            right: a record of the other.
            basis: what would join them.
            bits: the weight of a match, or of one that was judged.
            is_proposed: facts and names are heeded as for a match, though it is a judgement.
        """
        a, b = self.root(left), self.root(right)
        if a == b:
            return True
        obstacle = self._obstacle(a, b, heeds_facts=is_proposed or basis is Basis.MATCH)
        if obstacle is None and basis is Basis.MATCH:
            obstacle = self._obstacle_by_others(left, right, bits)
        elif obstacle is None and is_proposed:
            obstacle = self._obstacle_by_names(left, right) or self._fits_two(left, right, bits, Rank.PROPOSED)
        elif obstacle is None and basis is Basis.JUDGEMENT:
            obstacle = self._fits_two(left, right, bits, Rank.JUDGED)
        self._tell(left, right, basis, obstacle)
        if obstacle is None:
            self._merge(a, b)
            self._placed |= {left, right} if basis is Basis.JUDGEMENT and not is_proposed else set()
        elif obstacle is Obstacle.FITS_TWO:
            self.contested.add(sort_pair((left, right)))
        return obstacle is None

    def keep_apart(self, left: RecordId, right: RecordId, basis: Basis, obstacle: Obstacle) -> None:
        """Keep what would join two records, and what leaves them to a human."""
        if self.root(left) != self.root(right):
            self._tell(left, right, basis, obstacle)

    def part(self, pairs: Iterable[Pair]) -> None:
        """Keep the groups of these pairs apart from now on, where they are not one already."""
        for one, other in pairs:
            a, b = self.root(one), self.root(other)
            if a != b:
                self._apart[a].add(other)
                self._apart[b].add(one)

    def _tell(self, left: RecordId, right: RecordId, basis: Basis, obstacle: Obstacle | None) -> None:
        a, b = self.root(left), self.root(right)
        self.steps.append(
            Step(
                left_id=left,
                right_id=right,
                basis=basis,
                left_size=self._sizes[a],
                right_size=self._sizes[b],
                obstacle=obstacle,
            )
        )

    def _merge(self, a: RecordId, b: RecordId) -> None:
        small, large = sorted((a, b), key=lambda r: (self._sizes[r], r))
        self._facts[large] = self._facts[a] | self._facts[b]
        self._parent[small] = large
        self._sizes[large] += self._sizes.pop(small)
        for outside in self._outside.values():
            joined = [rid for rid in outside.records(small) if self.root(rid) == large]
            outside.merge(small, large, members=self._members[small], joined=joined)
        self._members[large] += self._members.pop(small)
        self._first[large] = sorted((*self._first[large], *self._first.pop(small)))[:MOST_PARTNERS]
        fewer, more = sorted((self._apart.pop(a), self._apart.pop(b)), key=len)
        more |= fewer
        self._apart[large] = more

    def _obstacle_by_others(self, left: RecordId, right: RecordId, bits: float) -> Obstacle | None:
        """Return what others say against a match: they are two, or two whom one of the groups fits as well are."""
        a, b = self.root(left), self.root(right)
        state = (a, self._sizes[a], b, self._sizes[b])
        is_known = state in self._refused and self._placed.isdisjoint((left, right))
        if is_known or self._fits_two(left, right, bits, Rank.MATCHED) is not None:
            self._refused.add(state)
            return Obstacle.FITS_TWO
        return self._obstacle_by_names(left, right)

    def _fits_two(self, left: RecordId, right: RecordId, bits: float, rank: Rank) -> Obstacle | None:
        if self._fits_another(left, right, bits, rank) or self._fits_another(right, left, bits, rank):
            return Obstacle.FITS_TWO
        return None

    def _fits_another(self, own: RecordId, far: RecordId, bits: float, rank: Rank) -> bool:
        """Tell whether one record's group fits a third as well as another's, and those two are not one.

        What binding judgements make one goes past facts and names, so that another judgement alone says they are two.
        """
        mine, theirs = self.root(own), self.root(far)
        fits: dict[RecordId, list[Pair]] = defaultdict(list)
        for _, near, other in self._outside[rank].of(mine, more_than=bits - CLEARLY_MORE_BITS):
            fits[self.root(other)].append((near, other))
        fits.pop(theirs, None)
        if rank is Rank.JUDGED:
            return any(self._are_judged_apart(theirs, t) and not self._are_judged_apart(mine, t) for t in fits)
        return any(
            self._obstacle(mine, third, heeds_facts=True) is None
            and self._are_two(theirs, third, own, far, pairs)
            and not self._is_placed_between(far, third, bits)
            for third, pairs in fits.items()
        )

    def _are_two(self, a: RecordId, b: RecordId, own: RecordId, far: RecordId, pairs: Iterable[Pair]) -> bool:
        """Tell whether two groups that a third fits are two, by themselves or as it shows less of a name than both.

        Args:
            a: the one group.
            b: the other.
            own: of the third group, what matches the one.
            far: of the one, what it matches.
            pairs: the matches of the third group with the other.
        """
        if self._are_judged_apart(a, b):
            return True
        mine, left, right = (self._facts[root] for root in (self.root(own), a, b))
        if objection(left, right) is not None and not has_passports_of_both(mine, left, right):
            return True
        return any(
            self._are_two_by_names(a, b, between, (far, other)) for near, other in pairs for between in {own, near}
        )

    def _are_two_by_names(self, a: RecordId, b: RecordId, between: RecordId, ends: Pair) -> bool:
        one, other = ends
        if len({*map(self._names.names_of, ends), *self._names_in(a), *self._names_in(b)}) == 1:
            return False
        pairs = [*((rid, other) for rid in self._first[a]), *((one, rid) for rid in self._first[b])]
        return any(self._names.are_two_by_name(between, *pair) for pair in pairs)

    def _names_in(self, group: RecordId) -> frozenset[int]:
        """Return the names of a group's first members, by number."""
        state = (group, self._sizes[group])
        if state not in self._known_names:
            self._known_names[state] = frozenset(map(self._names.names_of, self._first[group]))
        return self._known_names[state]

    def _is_placed_between(self, rid: RecordId, third: RecordId, bits: float) -> bool:
        """Tell whether a human put a record where it is, though it fits a third group as well: its like follow it."""
        least = bits - CLEARLY_MORE_BITS
        partners = self._names.partners.get(rid, ())
        fits = (self.root(other) == third for weight, other in partners if weight > least)
        return rid in self._placed and any(fits)

    def _obstacle_by_names(self, left: RecordId, right: RecordId) -> Obstacle | None:
        """Return that one of two records shows less of a name than two of their groups have, who are not one."""
        for between, end in ((left, right), (right, left)):
            near = (rid for rid in self._first[self.root(between)] if rid != between)
            if any(self._names.are_two_by_name(between, rid, end) for rid in near):
                return Obstacle.NAMES
        return None

    def _obstacle(self, a: RecordId, b: RecordId, *, heeds_facts: bool) -> Obstacle | None:
        if self._are_judged_apart(a, b):
            return Obstacle.NEGATIVE_JUDGEMENT
        found = objection(self._facts[a], self._facts[b]) if heeds_facts else None
        return Obstacle(str(found)) if found is not None else None

    def _are_judged_apart(self, a: RecordId, b: RecordId) -> bool:
        # By what stands against the group with less of it: records alone are many, where thousands hold one number.
        few, other = (a, b) if len(self._apart[a]) <= len(self._apart[b]) else (b, a)
        return any(self.root(rid) == other for rid in self._apart[few])

    def by_group(self, items: Iterable[Told]) -> dict[RecordId, list[Told]]:
        """Return pairs or steps, in their order, by the groups that they have an end in."""
        found: dict[RecordId, list[Told]] = defaultdict(list)
        for item in items:
            for root in {self.root(item.left_id), self.root(item.right_id)}:
                found[root].append(item)
        return found


def sort_pair(one: Sequence[RecordId] | Pair) -> Pair:
    """Return a pair in the order in which pairs are stored."""
    a, b = sorted(one)
    return a, b
