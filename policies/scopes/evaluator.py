"""Decides by one bundle: over many compartments at once by its compiled rules, or one by one by Cedar's engine.

What was begun under a bundle can be ended and explained by its evaluator, whatever has come into force since.
"""

from bisect import bisect_right
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from graph import CompartmentKey
from policies.bundles.model import Bundle, Policy
from policies.bundles.vocabulary import VIEWER_ACTIONS, PolicyAction
from policies.kept_open import close_without_keepers
from policies.narrowing import laxer_terms
from policies.scopes.compiler import Rule, compile_policies
from policies.scopes.engine import CedarEngine, Decision
from policies.scopes.facts import RequestFacts, Uid
from policies.scopes.world import Bits, World


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedBundle:
    """A bundle with its policies compiled, ready to be put in force at once."""

    bundle: Bundle
    rules: tuple[Rule, ...]
    left: tuple[Policy, ...]

    @classmethod
    def of(cls, bundle: Bundle) -> "PreparedBundle":
        """Compile a bundle's policies, or return what was compiled of this very bundle; takes tens of milliseconds."""
        for known in tuple(_PREPARED):
            if known.bundle is bundle:
                return known
        rules, left = compile_policies(bundle.policies)
        prepared = cls(bundle=bundle, rules=rules, left=left)
        _PREPARED.append(prepared)
        return prepared


_PREPARED: deque[PreparedBundle] = deque(maxlen=4)
"""The bundles compiled last: as many as `assemble_bundle` keeps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """The rules in force between two breakpoints.

    Attributes:
        number: which interval of the bundle, from 0.
        until: the breakpoint that ends it; `None` for the last.
        indexed: type of principal and audience in the head to the rules that decide for them. A rule is never evaluated
            for the other type, whose facts it may lack.
        by_engine: whose compartments are left to Cedar's engine; `None` is everybody's.
        owners: reach to whose compartments it touches; `None` is everybody's.
    """

    number: int
    until: datetime | None
    indexed: Mapping[tuple[str, Uid | None], tuple[Rule, ...]]
    by_engine: frozenset[str] | None
    owners: Mapping[str, frozenset[str] | None]


class Evaluator:
    """Decides by one bundle for the principals that it is given the facts of; remembers nothing of them."""

    def __init__(self, prepared: PreparedBundle) -> None:
        self.bundle = prepared.bundle
        self._engine = CedarEngine(prepared.bundle)
        self._rules, self._left_to_engine = prepared.rules, prepared.left
        self._intervals: dict[int, Interval] = {}
        self._as_wide: dict[tuple[str, str], bool] = {}

    def interval(self, now: datetime) -> Interval:
        """Return what is in force at an instant."""
        number = bisect_right(self.bundle.breakpoints, now)
        if number not in self._intervals:
            self._intervals[number] = self._new_interval(number, now)
        return self._intervals[number]

    def evaluate(
        self, facts: RequestFacts, actions: Sequence[PolicyAction], world: World, now: datetime
    ) -> dict[PolicyAction, Bits]:
        """Return for each action the positions of a world for which it is allowed; `now` is that of the facts.

        All classes are among the actions, or notices stand alone: what is kept open hangs on who sees its keeper.
        """
        allowed = self._evaluate_as_open(facts, actions, world, now)
        if world.behind is not None:
            behind = self.evaluate(facts, actions, world.behind, now)
            close_without_keepers(allowed, world.kept, behind, self._is_as_wide)
        return allowed

    def _evaluate_as_open(
        self, facts: RequestFacts, actions: Sequence[PolicyAction], world: World, now: datetime
    ) -> dict[PolicyAction, Bits]:
        """Return what is allowed as if each keeper were open."""
        interval = self.interval(now)
        permitted, forbidden = dict.fromkeys(actions, 0), dict.fromkeys(actions, 0)
        within: dict[str, Bits] = {}
        for rule in _addressed(interval, facts):
            if rule.reach not in within:
                owners = interval.owners[rule.reach]
                within[rule.reach] = world.all if owners is None else world.owned_by(owners)
            if bits := within[rule.reach] and rule.matches(facts, world, within[rule.reach]):
                sums = permitted if rule.is_permit else forbidden
                for action in rule.actions:
                    if action in sums:
                        sums[action] |= bits
        allowed = {action: permitted[action] & ~forbidden[action] for action in actions}
        return self._with_engine(allowed, interval, facts, world, now)

    def decide(
        self,
        facts: RequestFacts,
        requests: Sequence[tuple[PolicyAction, CompartmentKey]],
        now: datetime,
        *,
        permits_only: bool = False,
    ) -> list[Decision]:
        """Decide requests of one principal by Cedar's engine, with the policies that determined each, in their order.

        With `permits_only` every forbid is left out, to learn which permits it overrules; never to disclose by.
        """
        standing = self._standing(facts, requests, now)
        return self._decide_as_open(facts, standing, now, permits_only=permits_only)

    def _standing(
        self, facts: RequestFacts, requests: Sequence[tuple[PolicyAction, CompartmentKey]], now: datetime
    ) -> Sequence[tuple[PolicyAction, CompartmentKey]]:
        """Return requests by the terms that hold: of what is kept open those without the seal, or those under it."""
        kept = tuple(dict.fromkeys(key for _, key in requests if key.kept_by))
        if not kept:
            return requests
        world = World.over(kept, self.bundle)
        actions = (PolicyAction.NOTICE,) if requests[0][0] is PolicyAction.NOTICE else VIEWER_ACTIONS
        as_open = self._evaluate_as_open(facts, actions, world, now)
        allowed = self.evaluate(facts, actions, world, now)
        holds = {
            (action, key): key.kept_open if (as_open[action] & allowed[action]) >> p & 1 else key.sealed_with_her
            for p, key in enumerate(kept)
            for action in actions
        }
        return [(action, holds.get((action, key), key)) for action, key in requests]

    def _decide_as_open(
        self,
        facts: RequestFacts,
        requests: Sequence[tuple[PolicyAction, CompartmentKey]],
        now: datetime,
        *,
        permits_only: bool = False,
    ) -> list[Decision]:
        groups: dict[str, list[int]] = {}
        for position, (_, key) in enumerate(requests):
            groups.setdefault(key.originator, []).append(position)
        decided: dict[int, Decision] = {}
        for originator, positions in groups.items():
            policies = self.bundle.effective(originator, now)
            if permits_only:
                policies = tuple(p for p in policies if p.is_permit)
            answers = self._engine.decide(facts, [requests[p] for p in positions], policies)
            decided.update(zip(positions, answers, strict=True))
        return [decided[position] for position in range(len(requests))]

    def _with_engine(
        self, allowed: dict[PolicyAction, Bits], interval: Interval, facts: RequestFacts, world: World, now: datetime
    ) -> dict[PolicyAction, Bits]:
        """Replace the answers of the originators that are left to the engine by the engine's."""
        if interval.by_engine is not None and not interval.by_engine:
            return allowed
        left = world.all if interval.by_engine is None else world.owned_by(interval.by_engine)
        allowed = {action: bits & ~left for action, bits in allowed.items()}
        positions = [position for position in range(len(world.keys)) if left >> position & 1]
        requests = [(action, position) for position in positions for action in allowed]
        decisions = self._decide_as_open(facts, [(action, world.keys[p]) for action, p in requests], now)
        for (action, position), decision in zip(requests, decisions, strict=True):
            allowed[action] |= decision.allowed << position
        return allowed

    def _is_as_wide(self, profile: str, other: str) -> bool:
        """Return whether another profile is known and releases all that a profile does, by their terms."""
        pair, known = (profile, other), self.bundle.registers.profiles
        if pair not in self._as_wide:
            self._as_wide[pair] = known.keys() >= set(pair) and not laxer_terms(known[profile], known[other])
        return self._as_wide[pair]

    def _new_interval(self, number: int, now: datetime) -> Interval:
        indexed: dict[tuple[str, Uid | None], list[Rule]] = {}
        for rule in self._rules:
            if now in rule.policy.force:
                for principal_type in rule.principal_types:
                    indexed.setdefault((principal_type, rule.audience), []).append(rule)
        owners = {p.reach: p.owners(now) for p in self.bundle.policies if now in p.force}
        left = [owners[p.reach] for p in self._left_to_engine if now in p.force]
        return Interval(
            number=number,
            until=self.bundle.breakpoints[number] if number < len(self.bundle.breakpoints) else None,
            indexed={place: tuple(rules) for place, rules in indexed.items()},
            by_engine=None if None in left else frozenset().union(*(o for o in left if o is not None)),
            owners=owners,
        )


def to_the_millisecond(now: datetime) -> datetime:
    """Return an instant in UTC, cut to the millisecond, which is Cedar's smallest step."""
    if now.tzinfo is None:
        raise ValueError("`now` needs a zone")
    now = now.astimezone(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def _addressed(interval: Interval, facts: RequestFacts) -> Iterator[Rule]:
    """Yield the rules whose head addresses the principal."""
    for audience in (None, *facts.ancestors):
        yield from interval.indexed.get((facts.principal_type, audience), ())
