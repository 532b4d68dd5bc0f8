"""Compiles Cedar policies to operations on sets: one pass gives a policy's answer for all compartments at once.

A policy becomes its head and a row of conditions (`expressions.py`). Conditions on the request may come before those on
the compartment. `UnsupportedConstructError` says that a policy uses something outside the compiled subset; Cedar's
engine then decides for the originators whose data the policy touches.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from cedarpy import pst

from policies.bundles.model import Policy
from policies.bundles.vocabulary import READ_ACTIONS, READ_GROUP, PolicyAction
from policies.scopes.expressions import (
    Condition,
    Filter,
    OfRequest,
    ScalarFunction,
    UnsupportedConstructError,
    as_filter,
    compile_condition,
    conjuncts,
    entity_uid,
    is_of_type,
    negated,
)
from policies.scopes.facts import AGENCY_TYPE, COMPARTMENT_TYPE, VIEWER_TYPE, RequestFacts, Uid
from policies.scopes.request_reads import TYPE, Reads, reads_of
from policies.scopes.world import Bits, World

_NOTHING: Reads = frozenset()


@dataclass(frozen=True, slots=True)
class RequestTest:
    """A condition on the request alone, and which parts of the request it reads."""

    holds: ScalarFunction
    reads: Reads


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rule:
    """A compiled policy. Two are equal only if they are the same object.

    Attributes:
        policy: the policy.
        reach: a key for what decides whose data it touches.
        is_permit: whether it permits.
        actions: the actions that it decides, with groups resolved.
        audience: the entity that the principal must be in, `None` for anybody; rules are indexed by it.
        tests: conditions on principal and context, in the policy's order.
        fixed: conditions on the compartment alone, which hold for the same compartments whoever asks.
        filters: conditions on the compartment that also read the request, in the policy's order.
        filter_reads: the parts of the request that these read.
    """

    policy: Policy
    reach: str
    is_permit: bool
    actions: tuple[PolicyAction, ...]
    audience: Uid | None
    tests: tuple[RequestTest, ...]
    fixed: tuple[Filter, ...]
    filters: tuple[Filter, ...]
    filter_reads: Reads

    @property
    def principal_types(self) -> tuple[str, ...]:
        """The types of principal whose requests the policy can decide."""
        agencies = (AGENCY_TYPE,) if PolicyAction.NOTICE in self.actions else ()
        return (VIEWER_TYPE, *agencies) if set(self.actions) - {PolicyAction.NOTICE} else agencies

    def matches(self, facts: RequestFacts, world: World, within: Bits) -> Bits:
        """Return those of these compartments for which all of the policy's conditions on compartments hold."""
        for test in self.tests:
            if not test.holds(facts):
                return 0
        return self.narrowed(facts, world, within & self.standing(facts, world))

    def standing(self, facts: RequestFacts, world: World) -> Bits:
        """Return the compartments for which the fixed conditions hold; found once for each world."""
        known = world.standing.get(self)
        if known is None:
            known = world.all
            for keep in self.fixed:
                known = known and known & keep(facts, world)
            world.standing[self] = known
        return known

    def narrowed(self, facts: RequestFacts, world: World, within: Bits) -> Bits:
        """Return those of these compartments for which the conditions that also read the request hold."""
        if not within:
            return 0
        for keep in self.filters:
            within &= keep(facts, world)
            if not within:
                return 0
        return within


def compile_policy(policy: Policy) -> Rule:
    """Compile one policy.

    Raises:
        UnsupportedConstructError: the policy uses something that only Cedar's engine decides.
    """
    actions = policy_actions(policy.tree.action)
    # A policy for viewers and agencies may ask for `roles` behind `principal is Viewer`: there the order counts.
    keeps_order = PolicyAction.NOTICE in actions and len(actions) > 1
    tests = _head_tests(policy.tree.principal)
    filters: list[tuple[Filter, Reads]] = [(keep, _NOTHING) for keep in _resource_head(policy.tree.resource)]
    for compiled, reads in _conditions(policy.tree.clauses):
        if isinstance(compiled, OfRequest) and not keeps_order:
            tests.append(RequestTest(compiled.value, reads))
        else:
            filters.append((as_filter(compiled), reads))
    return Rule(
        policy=policy,
        reach=policy.reach,
        is_permit=policy.is_permit,
        actions=actions,
        audience=_audience(policy.tree.principal),
        tests=tuple(tests),
        fixed=tuple(keep for keep, reads in filters if not reads),
        filters=tuple(keep for keep, reads in filters if reads),
        filter_reads=_NOTHING.union(*(reads for _, reads in filters)),
    )


def compile_policies(policies: Iterable[Policy]) -> tuple[tuple[Rule, ...], tuple[Policy, ...]]:
    """Return the compiled policies, and those that only Cedar's engine can decide."""
    rules: list[Rule] = []
    left: list[Policy] = []
    for policy in policies:
        try:
            rules.append(compile_policy(policy))
        except UnsupportedConstructError:
            left.append(policy)
    return tuple(rules), tuple(left)


def policy_actions(head: pst.ActionConstraint) -> tuple[PolicyAction, ...]:
    """Return the actions that a policy's head names, with the group `read` resolved."""
    if isinstance(head, pst.ScopeAny):
        return tuple(PolicyAction)
    if isinstance(head, pst.ActionEq):
        return () if head.entity.id == READ_GROUP else (PolicyAction(head.entity.id),)
    named: set[PolicyAction] = set()
    for entity in head.entities:
        named |= set(READ_ACTIONS.values()) if entity.id == READ_GROUP else {PolicyAction(entity.id)}
    return tuple(a for a in PolicyAction if a in named)


def _conditions(clauses: Iterable[pst.Clause]) -> Iterable[tuple[Condition, Reads]]:
    for clause in clauses:
        if isinstance(clause, pst.When):
            yield from ((compile_condition(part), reads_of(part)) for part in conjuncts(clause.expr))
        else:
            yield negated(compile_condition(clause.expr)), reads_of(clause.expr)


def _head_tests(head: pst.PrincipalOrResourceConstraint) -> list[RequestTest]:
    if isinstance(head, pst.ScopeIs | pst.ScopeIsIn):
        return [RequestTest(is_of_type(str(head.entity_type)), frozenset({TYPE}))]
    return []


def _audience(head: pst.PrincipalOrResourceConstraint) -> Uid | None:
    if isinstance(head, pst.ScopeIn | pst.ScopeIsIn):
        return entity_uid(head.entity)
    if isinstance(head, pst.ScopeEq):
        raise UnsupportedConstructError("principal ==")
    return None


def _resource_head(head: pst.PrincipalOrResourceConstraint) -> Iterable[Filter]:
    if isinstance(head, pst.ScopeEq):
        raise UnsupportedConstructError("resource ==")
    if isinstance(head, pst.ScopeIs | pst.ScopeIsIn) and str(head.entity_type) != COMPARTMENT_TYPE:
        yield lambda _facts, _world: 0
    if isinstance(head, pst.ScopeIn | pst.ScopeIsIn):
        profile = entity_uid(head.entity)
        yield lambda _facts, world: world.column("profile", profile)
