"""Evaluate a bundle for many viewers at once, one originator after the other.

A scope asks for one viewer what all rules open. Here each rule is asked for all viewers: a condition is decided once
for those that look alike to it, and a rule becomes a set of viewers beside a set of compartments. Viewers that stand in
the same sets are told the same, and an originator's own rules tell few of them apart.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from graph import CompartmentKey
from policies.bundles.model import Bundle
from policies.bundles.vocabulary import PolicyAction
from policies.scopes.compiler import RequestTest, Rule, compile_policies
from policies.scopes.evaluator import to_the_millisecond
from policies.scopes.facts import AGENCY_TYPE, VIEWER_TYPE, RequestFacts, Uid, agency_facts, viewer_facts
from policies.scopes.request_reads import ANCESTORS, TYPE, Reads, read, reads_of
from policies.scopes.scope_builder import ScopeBuilder
from policies.scopes.world import Bits, World
from policies.viewer import Directory, ViewerContext

Answer = tuple[Bits, ...]
"""For each action in the order of `PolicyAction` the compartments for which it is allowed."""
ACTIONS = tuple(PolicyAction)
_NOTHING: Answer = (0,) * len(ACTIONS)
_NOTICE = ACTIONS.index(PolicyAction.NOTICE)
_HEAD_READS: Reads = frozenset({ANCESTORS, TYPE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What all viewers are told of one originator's compartments.

    Attributes:
        keys: the compartments; bit `i` of an answer stands for the one at position `i`.
        labels: for each viewer the position of its answer, with grants then once more for each.
        answers: the different answers.
    """

    keys: tuple[CompartmentKey, ...]
    labels: NDArray[np.int64]
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class _Block:
    """A rule where it holds: for which viewers and for which of an originator's compartments."""

    rule: Rule
    actions: tuple[int, ...]
    viewers: Bits
    compartments: Bits


_owner = attrgetter("originator")


class ManyViewers:
    """One bundle at one instant, asked by many viewers about many compartments.

    A viewer whom the bundle does not know is told nothing. With `with_grants` each asks once more, behind all others,
    as if a grant were live: for the most that grants can open, never to disclose by.
    """

    def __init__(
        self,
        bundle: Bundle,
        viewers: Sequence[ViewerContext],
        keys: Iterable[CompartmentKey] | World,
        *,
        now: datetime,
        directory: Directory | None = None,
        with_grants: bool = False,
    ) -> None:
        """Take what is asked: of some compartments, or of another one's `world` of the same bundle."""
        self._bundle, self._now = bundle, to_the_millisecond(now)
        self._directory = directory or Directory(bundle.registers)
        self._viewers = (*viewers, *viewers) if with_grants else viewers
        self._first_granted = len(viewers)
        self._spans: dict[str, tuple[int, int]] = {}
        self.world = keys if isinstance(keys, World) else World.over(sorted(keys, key=_owner), bundle)
        for position, key in enumerate(self.world.keys):
            self._spans[key.originator] = (self._spans.get(key.originator, (position, 0))[0], position + 1)
        owners = [(p, p.owners(self._now)) for p in bundle.policies if self._now in p.force]
        self._touching = [(p, named) for p, named in owners if named is None or not named.isdisjoint(self._spans)]
        self._rules, self._left = compile_policies(p for p, _ in self._touching)

    @property
    def originators(self) -> tuple[str, ...]:
        """The originators of the compartments."""
        return tuple(self._spans)

    def world_of(self, originator: str) -> World:
        """Return an originator's compartments."""
        return self.world.part(*self._spans[originator])

    def told(self, originator: str) -> Told:
        """Return what every viewer is told of an originator's compartments."""
        if self._is_left_to_engine(originator):
            answer_of = self._by_engine(originator)
        else:
            blocks = self._blocks.get(originator, [])
            answer_of = {members: _answer(held) for members, held in self._alike(blocks)}
        labels, answers = np.zeros(len(self._viewers), dtype=np.int64), {_NOTHING: 0}
        for members, answer in answer_of.items():
            labels[_flags(members, len(self._viewers))] = answers.setdefault(answer, len(answers))
        return Told(keys=self._keys(originator), labels=labels, answers=tuple(answers))

    def deciding(self, originator: str) -> frozenset[str] | None:
        """Return ids of the policies without one of which some viewer is told otherwise; `None` if not compiled."""
        if self._is_left_to_engine(originator):
            return None
        return frozenset(
            rule.policy.id for _, held in self._alike(self._blocks.get(originator, [])) for rule in _decisive(held)
        )

    def holding(self) -> frozenset[str]:
        """Return ids of the policies that hold for some viewer and compartment, and of all that are not compiled."""
        held = {block.rule.policy.id for blocks in self._blocks.values() for block in blocks}
        return frozenset(held | {policy.id for policy in self._left})

    def _keys(self, originator: str) -> tuple[CompartmentKey, ...]:
        first, last = self._spans[originator]
        return self.world.keys[first:last]

    @cached_property
    def _askers(self) -> Mapping[str, "_Askers"]:
        """The requests of all viewers known: one of each viewer, and for notices one of each agency."""
        viewers: list[tuple[RequestFacts, Bits]] = []
        agencies: dict[str, Bits] = {}
        for position, viewer in enumerate(self._viewers):
            if self._knows(viewer):
                granted = position >= self._first_granted
                facts = viewer_facts(viewer, self._bundle, self._directory, self._now, granted=granted)
                viewers.append((facts, 1 << position))
                agencies[viewer.agency] = agencies.get(viewer.agency, 0) | 1 << position
        by_agency = [
            (agency_facts(code, self._bundle, self._directory, self._now), members)
            for code, members in agencies.items()
        ]
        return {VIEWER_TYPE: _Askers(viewers), AGENCY_TYPE: _Askers(by_agency)}

    def _knows(self, viewer: ViewerContext) -> bool:
        registers = self._bundle.registers
        words = viewer.purpose in registers.purposes and viewer.roles <= registers.roles.keys()
        return viewer.agency in registers.parties and words

    @cached_property
    def _blocks(self) -> Mapping[str, list[_Block]]:
        """Where each rule holds, by originator."""
        owners = {id(policy): named for policy, named in self._touching}
        found: dict[str, list[_Block]] = {}
        for rule in self._rules:
            named = owners[id(rule.policy)]
            for kind in rule.principal_types:
                actions = _decided(rule, kind)
                for originator, sets in self._held(rule, kind, named).items():
                    blocks = [_Block(rule, actions, viewers, bits) for bits, viewers in sets.items()]
                    found.setdefault(originator, []).extend(blocks)
        return found

    def _held(self, rule: Rule, kind: str, named: frozenset[str] | None) -> dict[str, dict[Bits, Bits]]:
        """Return by originator for which compartments a rule holds, and for whom."""
        askers = self._askers[kind]
        asking = askers.within(rule.audience)
        for test in rule.tests:
            asking = asking and asking & askers.passing(test)
        if not asking:
            return {}
        owners = [o for o in self._spans if named is None or o in named]
        found: dict[str, dict[Bits, Bits]] = {o: {} for o in owners}
        standing = rule.standing(askers.first, self.world)
        for facts, alike in askers.groups(rule.filter_reads):
            if (some := asking & alike) and (bits := rule.narrowed(facts, self.world, standing)):
                for originator in owners:
                    first, last = self._spans[originator]
                    if own := bits >> first & (1 << last - first) - 1:
                        found[originator][own] = found[originator].get(own, 0) | some
        return found

    def _alike(self, blocks: Sequence[_Block]) -> Iterator[tuple[Bits, list[_Block]]]:
        """Yield sets of viewers that stand in the same blocks, with these; who stands in none is left out."""
        if not blocks:
            return
        count = len(self._viewers)
        stands = np.stack([_flags(block.viewers, count) for block in blocks])
        columns = np.ascontiguousarray(np.packbits(stands, axis=0).T)
        _, first, labels = np.unique(columns, axis=0, return_index=True, return_inverse=True)
        labels = labels.reshape(-1)
        for label, position in enumerate(first.tolist()):
            if held := [blocks[n] for n in np.flatnonzero(stands[:, position]).tolist()]:
                yield _bits(labels == label), held

    def _is_left_to_engine(self, originator: str) -> bool:
        return any(p.applies(originator, self._now) for p in self._left)

    def _by_engine(self, originator: str) -> dict[Bits, Answer]:
        """Return answers by Cedar's engine, asked once for viewers whom no policy of the originator tells apart."""
        policies = self._bundle.effective(originator, self._now)
        reads = _HEAD_READS.union(*(reads_of(p.tree.clauses) for p in policies))
        world = self.world_of(originator)
        found: dict[Bits, Answer] = {}
        for members in self._told_alike(reads):
            first = (members & -members).bit_length() - 1
            granted = first >= self._first_granted
            bits = self._builder.evaluate(self._viewers[first], world, now=self._now, granted=granted)
            found[members] = tuple(bits[action] for action in ACTIONS)
        return found

    @cached_property
    def _builder(self) -> ScopeBuilder:
        return ScopeBuilder(self._bundle, self._directory)

    def _told_alike(self, reads: Reads) -> Iterator[Bits]:
        """Yield sets of viewers that look alike, as viewers and as agencies, to whoever reads these."""
        for _, viewers in self._askers[VIEWER_TYPE].groups(reads):
            for _, agencies in self._askers[AGENCY_TYPE].groups(reads):
                if both := viewers & agencies:
                    yield both


class _Askers:
    """Requests of one type of principal, each with the viewers on whose behalf it is made."""

    def __init__(self, requests: Sequence[tuple[RequestFacts, Bits]]) -> None:
        self._requests = requests
        self._groups: dict[Reads, list[tuple[RequestFacts, Bits]]] = {}
        self._within: dict[Uid | None, Bits] = {}

    @property
    def first(self) -> RequestFacts:
        """Some request, for what reads none."""
        return self._requests[0][0]

    def groups(self, reads: Reads) -> list[tuple[RequestFacts, Bits]]:
        """Return the requests that differ in what is read, one for all that do not."""
        if reads not in self._groups:
            alike: dict[tuple[object, ...], tuple[RequestFacts, Bits]] = {}
            for facts, members in self._requests:
                seen = read(facts, reads)
                one, more = alike.get(seen, (facts, 0))
                alike[seen] = (one, more | members)
            self._groups[reads] = list(alike.values())
        return self._groups[reads]

    def passing(self, test: RequestTest) -> Bits:
        """Return the viewers for whom a condition holds."""
        return _union(members for facts, members in self.groups(test.reads) if test.holds(facts))

    def within(self, audience: Uid | None) -> Bits:
        """Return the viewers whose principal stands in an entity; everybody for `None`."""
        if audience not in self._within:
            self._within[audience] = _union(
                members
                for facts, members in self.groups(frozenset({ANCESTORS}))
                if audience is None or audience in facts.ancestors
            )
        return self._within[audience]


def _decided(rule: Rule, kind: str) -> tuple[int, ...]:
    """Return the positions of the actions that a rule decides for one type of principal."""
    return tuple(n for n, a in enumerate(ACTIONS) if a in rule.actions and (n == _NOTICE) is (kind == AGENCY_TYPE))


def _answer(blocks: Iterable[_Block]) -> Answer:
    permitted, forbidden = [0] * len(ACTIONS), [0] * len(ACTIONS)
    for block in blocks:
        sums = permitted if block.rule.is_permit else forbidden
        for action in block.actions:
            sums[action] |= block.compartments
    return tuple(p & ~f for p, f in zip(permitted, forbidden, strict=True))


def _decisive(blocks: Sequence[_Block]) -> Iterator[Rule]:
    """Yield the rules of blocks without one of which the answer would be another."""
    once = {True: [0] * len(ACTIONS), False: [0] * len(ACTIONS)}
    twice = {True: [0] * len(ACTIONS), False: [0] * len(ACTIONS)}
    # A rule may hold by several blocks; together they are one voice.
    voices: dict[tuple[Rule, int], Bits] = {}
    for block in blocks:
        for action in block.actions:
            voices[block.rule, action] = voices.get((block.rule, action), 0) | block.compartments
    for (rule, action), bits in voices.items():
        twice[rule.is_permit][action] |= once[rule.is_permit][action] & bits
        once[rule.is_permit][action] |= bits
    for (rule, action), bits in voices.items():
        alone = bits & ~twice[rule.is_permit][action]
        if alone & (~once[False][action] if rule.is_permit else once[True][action]):
            yield rule


def _union(sets: Iterable[Bits]) -> Bits:
    bits = 0
    for members in sets:
        bits |= members
    return bits


def _flags(members: Bits, count: int) -> NDArray[np.bool_]:
    packed = np.frombuffer(members.to_bytes((count + 7) // 8, "little"), dtype=np.uint8)
    return np.unpackbits(packed, count=count, bitorder="little").astype(np.bool_)


def _bits(flags: NDArray[np.bool_]) -> Bits:
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")
