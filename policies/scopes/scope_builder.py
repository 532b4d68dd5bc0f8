"""Builds scopes: what a viewer may see now, for all compartments in one pass, cached until the next breakpoint."""

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import RLock
from typing import TypeVar

from graph import Compartment, CompartmentKey, PropertyClass, ReadScope
from graph.grants import Grant
from policies.bundles.model import Bundle
from policies.bundles.vocabulary import READ_ACTIONS, VIEWER_ACTIONS, PolicyAction
from policies.scopes.engine import Decision
from policies.scopes.evaluator import Evaluator, PreparedBundle, to_the_millisecond
from policies.scopes.facts import RequestFacts, agency_facts, viewer_facts
from policies.scopes.grant_overlay import GrantTable, Overlay
from policies.scopes.scope_rules import ScopeRules
from policies.scopes.world import Bits, Layout, World
from policies.viewer import Directory, ViewerContext

K = TypeVar("K")
V = TypeVar("V")
_MAX_CACHED = 4096
_Key = tuple[object, ...]


@dataclass(slots=True)
class _Registered:
    """The compartments that a builder knows, and how they were given."""

    given: Sequence[Compartment]
    seen: tuple[Compartment, ...]
    layout: Layout
    world: World


@dataclass(frozen=True, slots=True)
class _Cached:
    """What was computed for one key over the first `count` base compartments."""

    count: int
    world: World
    bits: Mapping[PolicyAction, Bits]
    result: ReadScope | frozenset[int] | None

    @property
    def scope(self) -> ReadScope:
        """The scope, where the key is that of one."""
        assert isinstance(self.result, ReadScope)  # noqa: S101 - the key says which
        return self.result


class ScopeBuilder:
    """Builds the scopes of the bundle in force over one deployment's compartments.

    A builder belongs to one store: its cache follows the compartments that it was given last. If compartments were only
    added, only these cost anything; passing the same tuple again is cheapest. Threads may share a builder.
    """

    def __init__(self, bundle: Bundle, directory: Directory | None = None) -> None:
        self.directory = directory or Directory(bundle.registers)
        self._lock = RLock()
        self._take(PreparedBundle.of(bundle))

    def activate(self, prepared: PreparedBundle) -> None:
        """Put another bundle in force: it decides from the next call on, and no scope of the old one is returned again.

        Suspensions stay. The caller has checked the bundle.
        """
        with self._lock:
            self.directory.adopt(prepared.bundle.registers)
            self._take(prepared)

    def _take(self, prepared: PreparedBundle) -> None:
        bundle = prepared.bundle
        self._evaluator = Evaluator(prepared)
        self._cache: OrderedDict[_Key, _Cached] = OrderedDict()
        self._registered = _Registered((), (), Layout.of(()), World.over((), bundle))
        self._overlays: OrderedDict[_Key, tuple[ReadScope, tuple[Grant, ...], Overlay]] = OrderedDict()
        self._last_tail: tuple[World, int, World] | None = None
        self._tables: OrderedDict[str, tuple[tuple[Grant, ...], Layout, GrantTable]] = OrderedDict()

    @property
    def bundle(self) -> Bundle:
        """The bundle in force."""
        return self._evaluator.bundle

    def build_scope(
        self,
        viewer: ViewerContext,
        compartments: Sequence[Compartment],
        *,
        now: datetime,
        grants: tuple[Grant, ...] = (),
    ) -> ReadScope:
        """Return what a viewer may see now.

        Args:
            viewer: who asks, with which roles, purpose and clearance.
            compartments: all registered compartments, base ones and conjunctions.
            now: the present, with its zone.
            grants: the active grants given to the viewer's agency; passing the same tuple again is cheapest.

        Raises:
            ViewerError: the context names something unknown; nothing is opened.
        """
        with self._lock:
            viewed = self._viewed(viewer, compartments, now)
            return self._with_grants(viewed, viewer, compartments, grants, now) if grants else viewed.scope

    def ceiling(self, viewer: ViewerContext, compartments: Sequence[Compartment], *, now: datetime) -> ReadScope:
        """Return the most that grants can open: what a viewer could see if a live grant named all. Not to read by.

        Raises:
            ViewerError: the context names something unknown.
        """
        with self._lock:
            bits = self._ceiling(viewer, compartments, now).bits
            return self._scope(viewer, bits, self._registered.layout, now, rules=None)

    def _with_grants(
        self,
        viewed: _Cached,
        viewer: ViewerContext,
        compartments: Sequence[Compartment],
        grants: tuple[Grant, ...],
        now: datetime,
    ) -> ReadScope:
        scope = viewed.scope
        key = (viewer.agency, viewer.roles, viewer.clearance, viewer.purpose, viewer.case_ref, viewer.subject)
        held = self._overlays.get(key)
        if held is not None and held[0] is scope and held[1] is grants and held[2].holds(now):
            return held[2].scope
        ceiling = self._ceiling(viewer, compartments, now)
        table = self._table(viewer.agency, grants)
        overlay = table.over(scope, viewer, seen=viewed.bits, ceiling=ceiling.bits, now=now)
        _keep(self._overlays, key, (scope, grants, overlay))
        return overlay.scope

    def _table(self, agency: str, grants: tuple[Grant, ...]) -> GrantTable:
        """Return an agency's grants made ready; for all its people until one changes or a compartment comes."""
        held, layout = self._tables.get(agency), self._registered.layout
        if held is not None and held[0] is grants and held[1] is layout:
            return held[2]
        table = GrantTable(grants, layout)
        _keep(self._tables, agency, (grants, layout, table))
        return table

    def _viewed(self, viewer: ViewerContext, compartments: Sequence[Compartment], now: datetime) -> _Cached:
        def scope(bits: Mapping[PolicyAction, Bits], layout: Layout, facts: RequestFacts) -> ReadScope:
            rules = ScopeRules(evaluator=self._evaluator, facts=facts, at=to_the_millisecond(now))
            return self._scope(viewer, bits, layout, now, rules=rules)

        return self._asked("scope", viewer, compartments, now, scope)

    def _ceiling(self, viewer: ViewerContext, compartments: Sequence[Compartment], now: datetime) -> _Cached:
        return self._asked("ceiling", viewer, compartments, now, lambda _bits, _layout, _facts: None)

    def _asked(
        self,
        what: str,
        viewer: ViewerContext,
        compartments: Sequence[Compartment],
        now: datetime,
        result: Callable[[Mapping[PolicyAction, Bits], Layout, RequestFacts], ReadScope | None],
    ) -> _Cached:
        now = to_the_millisecond(now)
        with self._lock:
            self.directory.check(viewer)
            key = (what, self._facets(viewer), bisect_right(self.bundle.breakpoints, now))
            registered = self._register(compartments)
            cached = self._cache.get(key)
            if cached is None or cached.world is not registered.world or cached.count != len(registered.seen):
                facts = viewer_facts(viewer, self.bundle, self.directory, now, granted=what == "ceiling")
                bits = self._bits(cached, facts, VIEWER_ACTIONS, registered.world, now)
                found = result(bits, registered.layout, facts)
                made = _Cached(len(registered.seen), registered.world, bits, found)
                cached = self._remember(key, made)
            return cached

    def _facets(self, viewer: ViewerContext) -> tuple[object, ...]:
        """Return all that rules can know of a viewer."""
        roles, suspended = tuple(sorted(viewer.roles)), self.directory.is_closed_to(viewer)
        return (viewer.agency, roles, viewer.clearance, viewer.purpose, bool(viewer.case_ref), suspended)

    def notice_compartments(
        self, agency: str, compartments: Sequence[Compartment], now: datetime, *, despite_suspension: bool = False
    ) -> frozenset[int]:
        """Return the base compartments whose records a link notice to an agency may name.

        It depends on the agency alone, never on a person's roles or purpose.

        Args:
            agency: the agency.
            compartments: all that are registered.
            now: the instant.
            despite_suspension: decide as if no command had suspended the agency. For making notices, never for showing
                them: what comes during a suspension is told after it.

        Raises:
            UnknownAgencyError: no party has this code.
        """
        now = to_the_millisecond(now)
        with self._lock:
            directory = Directory(self.bundle.registers) if despite_suspension else self.directory
            key = ("notice", agency, directory.is_suspended(agency), bisect_right(self.bundle.breakpoints, now))
            registered = self._register(compartments)
            cached = self._cache.get(key)
            if cached is None or cached.world is not registered.world:
                facts = agency_facts(agency, self.bundle, directory, now)
                bits = self._bits(cached, facts, (PolicyAction.NOTICE,), registered.world, now)
                named = registered.layout.base(bits[PolicyAction.NOTICE])
                cached = self._remember(key, _Cached(len(registered.seen), registered.world, bits, named))
            assert isinstance(cached.result, frozenset)  # noqa: S101 - the key says which
            return cached.result

    def left_to_engine(self, now: datetime) -> tuple[str, ...]:
        """Return the originators for whom Cedar's engine decides at an instant, since a policy is not compiled."""
        found = self._evaluator.interval(to_the_millisecond(now)).by_engine
        return tuple(sorted(self.bundle.registers.parties if found is None else found))

    def evaluate(
        self, viewer: ViewerContext, world: World, *, now: datetime, granted: bool = False
    ) -> Mapping[PolicyAction, Bits]:
        """Return the positions of a world for which each action is allowed, notices included; never cached.

        With `granted`, decide as if a live grant named everything, for the most that grants can open. Never for
        disclosing.

        Raises:
            ViewerError: the context names something unknown.
        """
        now, evaluator = to_the_millisecond(now), self._evaluator
        as_viewer = viewer_facts(viewer, evaluator.bundle, self.directory, now, granted=granted)
        as_agency = agency_facts(viewer.agency, evaluator.bundle, self.directory, now)
        bits = evaluator.evaluate(as_viewer, VIEWER_ACTIONS, world, now)
        return {**bits, **evaluator.evaluate(as_agency, (PolicyAction.NOTICE,), world, now)}

    def decide(
        self, viewer: ViewerContext, action: PolicyAction, key: CompartmentKey, now: datetime, *, granted: bool = False
    ) -> Decision:
        """Let Cedar's engine decide one action on one base compartment, and name the policies that determined it.

        For `notice` only the viewer's agency counts. With `granted`, decide as if a live grant named the record.

        Raises:
            ViewerError: the context names something unknown.
        """
        return self.decide_all(viewer, [(action, key)], now, granted=granted)[0]

    def decide_all(
        self,
        viewer: ViewerContext,
        requests: Sequence[tuple[PolicyAction, CompartmentKey]],
        now: datetime,
        *,
        permits_only: bool = False,
        granted: bool = False,
    ) -> list[Decision]:
        """Decide many actions of one viewer as `decide` does, in the order given.

        Args:
            viewer: who asks.
            requests: what is asked.
            now: the instant.
            permits_only: leave out every forbid, to learn which permits are overruled. Never for disclosing.
            granted: decide as if a live grant named the records, for the most that grants can open. Never for
                disclosing.

        Raises:
            ViewerError: the context names something unknown.
        """
        now, evaluator = to_the_millisecond(now), self._evaluator
        as_viewer = viewer_facts(viewer, evaluator.bundle, self.directory, now, granted=granted)
        as_agency = agency_facts(viewer.agency, evaluator.bundle, self.directory, now)
        decided: dict[int, Decision] = {}
        for facts, notices in ((as_viewer, False), (as_agency, True)):
            positions = [p for p, (action, _) in enumerate(requests) if (action is PolicyAction.NOTICE) is notices]
            asked = [requests[p] for p in positions]
            answers = evaluator.decide(facts, asked, now, permits_only=permits_only)
            decided.update(zip(positions, answers, strict=True))
        return [decided[position] for position in range(len(requests))]

    def _register(self, compartments: Sequence[Compartment]) -> _Registered:
        known = self._registered
        if compartments is known.given and isinstance(compartments, tuple):
            return known
        given = tuple(compartments)
        if given == known.seen:
            known.given = compartments
            return known
        more = given[len(known.seen) :] if given[: len(known.seen)] == known.seen else None
        keys = [c.key for c in (given if more is None else more) if c.key is not None]
        added = World.over(keys, self.bundle)
        world = added if more is None else known.world.extended(added) if keys else known.world
        if more is None:
            self._cache.clear()
        self._registered = _Registered(compartments, given, Layout.of(given), world)
        return self._registered

    def _remember(self, key: _Key, cached: _Cached) -> _Cached:
        _keep(self._cache, key, cached)
        return cached

    def _bits(
        self, cached: _Cached | None, facts: RequestFacts, actions: Sequence[PolicyAction], world: World, now: datetime
    ) -> Mapping[PolicyAction, Bits]:
        """Evaluate what is not known yet: everything, or only the compartments that were added since."""
        if cached is None:
            return self._evaluator.evaluate(facts, actions, world, now)
        done = len(cached.world.keys)
        if done == len(world.keys):
            return cached.bits
        more = self._evaluator.evaluate(facts, actions, self._tail(world, done), now)
        return {action: cached.bits[action] | more[action] << done for action in actions}

    def _tail(self, world: World, done: int) -> World:
        """Return the compartments behind the first ones; the same again for all viewers who lack just these."""
        held = self._last_tail
        if held is None or held[0] is not world or held[1] != done:
            held = self._last_tail = (world, done, World.over(world.keys[done:], self.bundle))
        return held[2]

    def _scope(
        self,
        viewer: ViewerContext,
        bits: Mapping[PolicyAction, Bits],
        layout: Layout,
        now: datetime,
        *,
        rules: ScopeRules | None,
    ) -> ReadScope:
        by_class = layout.readable([bits[READ_ACTIONS[c]] for c in PropertyClass])
        seen = 0
        for property_class in PropertyClass:
            seen |= bits[READ_ACTIONS[property_class]]
        interval = self._evaluator.interval(now)
        return ReadScope(
            agency=viewer.agency,
            classes=dict(zip(PropertyClass, by_class, strict=True)),
            notices=self.notice_compartments(viewer.agency, self._registered.given, now),
            hits=layout.base(bits[PolicyAction.HIT] & ~seen),
            checkable=layout.base(bits[PolicyAction.HIT]),
            policy_version=self.bundle.version,
            terms=repr((self._facets(viewer), interval.number)),
            exact_until=interval.until,
            rules=rules,
        )


def _keep(cache: OrderedDict[K, V], key: K, value: V) -> None:
    """Put something into a cache and drop what was put there longest ago where that is full."""
    cache[key] = value
    cache.move_to_end(key)
    if len(cache) > _MAX_CACHED:
        cache.popitem(last=False)
