"""Looks whether policy came to let more linkages be told than it did, and has those announced that stand.

A bundle, an agreement's first or last day, a party that joins or that the register suspends no more: each changes what
a pair of agencies may be told of. What came to it is told then, and not at the next change of a record, which may be
one that nobody is to notice. What was told stays as it is where terms narrow.
"""

import asyncio
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations

from graph import Compartment
from graph.store import CompartmentRegistry, NoticeTerms, ToldUnder, Widened, drain
from policies import Bundle, Clock, ClockError, ScopeBuilder

GRACE = timedelta(seconds=10)
"""So long after a bundle came into force others that serve are given to take it: what they weigh goes by theirs."""


@dataclass(frozen=True, slots=True)
class Terms:
    """A bundle at an instant."""

    bundle: Bundle
    at: datetime

    @property
    def number(self) -> int:
        """Between which of the bundle's breakpoints that is."""
        return bisect_right(self.bundle.breakpoints, self.at)

    def are_those_of(self, other: "Terms") -> bool:
        """Return whether every decision is the same under both."""
        return self.bundle.version == other.bundle.version and self.number == other.number

    @property
    def since(self) -> datetime | None:
        """When they came to be in force of the bundle's own; `None` where that is when it did."""
        return self.bundle.breakpoints[self.number - 1] if self.number else None


class NoticeTermsWatch:
    """Follows the terms that linkages are told under. Where these stay as they are it asks the store nothing."""

    def __init__(
        self,
        terms: NoticeTerms,
        registry: CompartmentRegistry,
        scopes: ScopeBuilder,
        kept: Callable[[str], Bundle | None],
        *,
        clock: Clock,
    ) -> None:
        """Take `kept`, which returns the bundle of a version, `None` where nobody has its text."""
        self._terms = terms
        self._registry = registry
        self._scopes = scopes
        self._kept = kept
        self._clock = clock
        self._seen: Terms | None = None  # under which this process found all announced last
        self._noticed: Terms | None = None  # what it found in force behind that
        self._asks = True  # whether the store is asked though these are the same
        self._is_begun = False

    async def begin(self) -> None:
        """Keep the terms in force where a store has none."""
        if await self._terms.find() is None:
            with suppress(ClockError):  # the first step begins, once somebody has looked at the clock
                await self._terms.begin(self._told_under(self._in_force()), is_new=False)
                self._is_begun = True

    async def drain(self) -> int:
        """Announce all that may be told of since; return how many records and linkages."""
        return await drain(lambda: self.step(at_once=True))

    async def look_again(self) -> None:
        """Ask the store at the next step: another process may have been ended as it announced."""
        self._asks = True

    async def step(self, *, at_once: bool = False) -> int | None:
        """Look at the terms, or announce the next page; return how much was announced, `None` where nothing waits.

        Args:
            at_once: do not wait until others that serve have the bundle too.

        Raises:
            ClockError: the machine's clock was set: no agreement is weighed by it.
        """
        now = self._in_force()
        if not self._asks and self._seen is not None and now.are_those_of(self._seen):
            return None
        if self._noticed is None or not now.are_those_of(self._noticed):
            self._noticed = now
        told = await self._terms.find()
        if told is not None and told.is_behind:
            return await self._terms.announce_page() or 0
        if told is None:
            await self._terms.begin(self._told_under(now), is_new=self._is_begun)
        elif not await self._is_told(told, now):
            if not at_once and self._is_waited_for(now):
                return None
            widened = await self._widened(self._before(told), now)
            if not await self._terms.move(told, self._told_under(now), widened) or widened:
                return 0
        self._seen, self._asks = now, False
        return None

    def _in_force(self) -> Terms:
        return Terms(self._scopes.bundle, self._clock())

    async def _is_told(self, told: ToldUnder, now: Terms) -> bool:
        """Return whether what stands was announced under these terms, and this process went by no older ones then."""
        if told.version != now.bundle.version or not Terms(now.bundle, told.at).are_those_of(now):
            return False
        return self._seen is None or self._noticed is None or told.at >= self._came(self._noticed)

    def _came(self, terms: Terms) -> datetime:
        """Return when this process began to decide by these terms."""
        is_bundle = self._seen is None or self._seen.bundle.version != terms.bundle.version
        return terms.at if is_bundle or terms.since is None else terms.since

    def _is_waited_for(self, now: Terms) -> bool:
        is_bundle = self._seen is not None and self._seen.bundle.version != now.bundle.version
        return is_bundle and self._noticed is not None and now.at < self._noticed.at + GRACE

    def _before(self, told: ToldUnder) -> Terms | None:
        """Return the terms that linkages were weighed by last; `None` where nobody knows them."""
        if self._seen is not None and (told.version in {self._seen.bundle.version, self._scopes.bundle.version}):
            return self._seen
        if told.version == self._scopes.bundle.version:
            return Terms(self._scopes.bundle, told.at)
        bundle = self._kept(told.version) if told.version else None
        return None if bundle is None else Terms(bundle, told.at)

    async def _widened(self, before: Terms | None, now: Terms) -> Widened:
        every = await self._registry.refresh()
        return await asyncio.to_thread(widened, before, now, every)

    @staticmethod
    def _told_under(terms: Terms) -> ToldUnder:
        return ToldUnder(version=terms.bundle.version, at=terms.at)


@dataclass(frozen=True, slots=True)
class _Told:
    """What a pair of agencies may be told of: compartments of the one, of the other, and which likeness."""

    sides: tuple[frozenset[int], frozenset[int]]
    sectors: tuple[str, str]

    def adds_to(self, before: "_Told | None") -> bool:
        """Return whether there is a linkage that may be told now and might not be before."""
        if not all(self.sides):
            return False
        if before is None or not all(before.sides) or self.sectors != before.sectors:
            return True
        return any(now - then for now, then in zip(self.sides, before.sides, strict=True))


def widened(before: Terms | None, now: Terms, compartments: Sequence[Compartment]) -> Widened:
    """Return what has to be announced so that all is told that may be and might not be before.

    One side of each pair of agencies: what is announced of it is told to both. Of a party that joins these are its own
    records, and not those of all others.

    Args:
        before: the terms that went before; `None` where nobody knows them.
        now: those in force.
        compartments: all that are registered.
    """
    then = _by_pair(before, compartments) if before is not None else {}
    new = {pair: told for pair, told in _by_pair(now, compartments).items() if told.adds_to(then.get(pair))}
    wider, agencies = set[int](), set[str]()
    while new:
        counted = [agency for pair in new for agency in pair]
        agency = max(sorted(set(counted)), key=counted.count)
        agencies.add(agency)
        for pair in [pair for pair in new if agency in pair]:
            wider |= new.pop(pair).sides[pair.index(agency)]
    return Widened(compartments=frozenset(wider), agencies=frozenset(agencies))


def _by_pair(terms: Terms, compartments: Sequence[Compartment]) -> Mapping[tuple[str, str], _Told]:
    """Return what pairs of agencies may be told of; whoever is suspended by command is weighed as if they were not."""
    scopes, parties = ScopeBuilder(terms.bundle), terms.bundle.registers.parties
    own: dict[str, set[int]] = {}
    for compartment in compartments:
        if compartment.key is not None and compartment.key.originator in parties:
            own.setdefault(compartment.key.originator, set()).add(compartment.id)
    heard = {agency: scopes.notice_compartments(agency, compartments, terms.at) for agency in sorted(own)}
    found: dict[tuple[str, str], _Told] = {}
    for one, other in combinations(sorted(own), 2):
        both = heard[one] & heard[other]
        sectors = (str(parties[one].sector), str(parties[other].sector))
        found[one, other] = _Told((both & own[one], both & own[other]), sectors)
    return found
