"""Compile Cedar's syntax trees to set-wise evaluation: one pass gives a policy's answer for all compartments.

A strictly validated policy cannot fail at run time unless it calculates, so `&&` and `||` are plain Boolean here and
conditions on the request may come before those on the compartment. What lies outside this subset raises
`UnsupportedConstructError`, and Cedar's engine decides for the originators that the policy touches.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cedarpy import pst

from policies.bundles.linting import read_datetime
from policies.bundles.model import Policy
from policies.bundles.vocabulary import READ_ACTIONS, READ_GROUP, PolicyAction
from policies.scopes.facts import AGENCY_TYPE, COMPARTMENT_TYPE, VIEWER_TYPE, RequestFacts, Uid, Value
from policies.scopes.request_reads import TYPE, Reads, reads_of
from policies.scopes.world import Bits, World

ScalarFunction = Callable[[RequestFacts], Value]
Filter = Callable[[RequestFacts, World], Bits]

_NOTHING: Reads = frozenset()
_SET_ATTRIBUTES = frozenset({"caveats", "purposes", "releasableTo"})
_FLAG_ATTRIBUTES = frozenset({"linkNotice", "linkNoticeVictims", "claimedVictim", "uncompared"})
_ORDER = {"less", "less_eq", "greater", "greater_eq"}
_MIRRORED = {"less": "greater", "less_eq": "greater_eq", "greater": "less", "greater_eq": "less_eq"}


class UnsupportedConstructError(Exception):
    """A construct outside the compiled subset; the engine decides instead. Never leaves the package."""


@dataclass(frozen=True, slots=True)
class _OfRequest:
    """An expression over principal and context alone."""

    value: ScalarFunction


@dataclass(frozen=True, slots=True)
class _OfCompartments:
    """A Boolean expression over the compartment: the set for which it holds."""

    bits: Filter


@dataclass(frozen=True, slots=True)
class _Attribute:
    """An attribute of the compartment that is not itself a Boolean."""

    name: str


@dataclass(frozen=True, slots=True)
class _Principal:
    """The principal as an entity."""


_Compiled = _OfRequest | _OfCompartments | _Attribute | _Principal


@dataclass(frozen=True, slots=True)
class RequestTest:
    """A condition on the request alone, and what of it is read."""

    holds: ScalarFunction
    reads: Reads


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rule:
    """A compiled policy; two are the same only if they are one object.

    Attributes:
        policy: the policy.
        reach: key of what decides whose data it touches.
        is_permit: whether it permits.
        actions: what it decides, groups resolved.
        audience: the entity that the principal must stand in, `None` for anybody; rules are indexed by it.
        tests: conditions on principal and context, in the policy's order.
        fixed: conditions on the compartment alone: whoever asks, they hold for the same ones.
        filters: conditions on the compartment that read the request as well, in the policy's order.
        filter_reads: what these read.
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
        """Return the compartments within a set for which the policy's conditions hold."""
        for test in self.tests:
            if not test.holds(facts):
                return 0
        return self.narrowed(facts, world, within & self.standing(facts, world))

    def standing(self, facts: RequestFacts, world: World) -> Bits:
        """Return the compartments for which the conditions hold that do not read the request; once for each world."""
        known = world.standing.get(self)
        if known is None:
            known = world.all
            for keep in self.fixed:
                known = known and known & keep(facts, world)
            world.standing[self] = known
        return known

    def narrowed(self, facts: RequestFacts, world: World, within: Bits) -> Bits:
        """Return the compartments within a set for which the conditions hold that read the request too."""
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
        UnsupportedConstructError: the policy uses what the subset leaves to Cedar's engine.
    """
    actions = policy_actions(policy.tree.action)
    # A policy for viewers and agencies may ask for `roles` behind `principal is Viewer`: there the order counts.
    keeps_order = PolicyAction.NOTICE in actions and len(actions) > 1
    tests = _head_tests(policy.tree.principal)
    filters: list[tuple[Filter, Reads]] = [(keep, _NOTHING) for keep in _resource_head(policy.tree.resource)]
    for compiled, reads in _conditions(policy.tree.clauses):
        if isinstance(compiled, _OfRequest) and not keeps_order:
            tests.append(RequestTest(compiled.value, reads))
        else:
            filters.append((_as_filter(compiled), reads))
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
    """Return the compiled policies, and those that are left to Cedar's engine."""
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


def _conditions(clauses: Iterable[pst.Clause]) -> Iterable[tuple["_OfRequest | _OfCompartments", Reads]]:
    for clause in clauses:
        if isinstance(clause, pst.When):
            yield from ((_boolean(_compile(part)), reads_of(part)) for part in _conjuncts(clause.expr))
        else:
            yield _negated(_boolean(_compile(clause.expr))), reads_of(clause.expr)


def _head_tests(head: pst.PrincipalOrResourceConstraint) -> list[RequestTest]:
    if isinstance(head, pst.ScopeIs | pst.ScopeIsIn):
        return [RequestTest(_is_type(str(head.entity_type)), frozenset({TYPE}))]
    return []


def _audience(head: pst.PrincipalOrResourceConstraint) -> Uid | None:
    if isinstance(head, pst.ScopeIn | pst.ScopeIsIn):
        return _entity(head.entity)
    if isinstance(head, pst.ScopeEq):
        raise UnsupportedConstructError("principal ==")
    return None


def _resource_head(head: pst.PrincipalOrResourceConstraint) -> Iterable[Filter]:
    if isinstance(head, pst.ScopeEq):
        raise UnsupportedConstructError("resource ==")
    if isinstance(head, pst.ScopeIs | pst.ScopeIsIn) and str(head.entity_type) != COMPARTMENT_TYPE:
        yield lambda _facts, _world: 0
    if isinstance(head, pst.ScopeIn | pst.ScopeIsIn):
        profile = _entity(head.entity)
        yield lambda _facts, world: world.column("profile", profile)


def _is_type(name: str) -> ScalarFunction:
    return lambda facts: facts.principal_type == name


def _entity(entity: pst.EntityOrSlot) -> Uid:
    if isinstance(entity, pst.Slot):
        raise UnsupportedConstructError("slot")
    return (str(entity.type), entity.id)


def _conjuncts(expr: pst.Expr) -> Iterable[pst.Expr]:
    if isinstance(expr, pst.BinaryOp) and expr.op == "and":
        yield from _conjuncts(expr.left)
        yield from _conjuncts(expr.right)
    else:
        yield expr


def _compile(expr: pst.Expr) -> _Compiled:
    match expr:
        case pst.BoolLit(value=value) | pst.LongLit(value=value) | pst.StringLit(value=value):
            return _constant(value)
        case pst.EntityLit(value=uid):
            return _constant(_entity(uid))
        case pst.Var(name="principal"):
            return _Principal()
        case pst.GetAttr(base=pst.Var(name=name), attr=attribute):
            return _attribute(name, attribute)
        case pst.HasAttr(base=pst.Var(name=name), attrs=(attribute,)):
            return _has(name, attribute)
        case pst.UnaryOp():
            return _unary(expr)
        case pst.BinaryOp():
            return _binary(expr)
        case pst.Set(elements=elements):
            return _set(elements)
        case pst.Is(base=pst.Var(name="principal"), entity_type=entity_type, in_expr=None):
            return _OfRequest(_is_type(str(entity_type)))
        case pst.IfThenElse():
            return _choice(expr)
    raise UnsupportedConstructError(type(expr).__name__)


def _constant(value: Value) -> _OfRequest:
    return _OfRequest(lambda _facts: value)


def _attribute(variable: str, name: str) -> _Compiled:
    if variable == "principal":
        return _OfRequest(lambda facts: facts.principal[name])
    if variable == "context":
        return _OfRequest(lambda facts: facts.context[name])
    if variable != "resource":
        raise UnsupportedConstructError(variable)
    if name in _FLAG_ATTRIBUTES:
        return _OfCompartments(lambda _facts, world: world.column(name, True))
    return _Attribute(name)


def _has(variable: str, name: str) -> _Compiled:
    if variable == "principal":
        return _OfRequest(lambda facts: name in facts.principal)
    if variable == "context":
        return _OfRequest(lambda facts: name in facts.context)
    if variable != "resource" or name in _SET_ATTRIBUTES:
        raise UnsupportedConstructError("has")
    return _OfCompartments(lambda _facts, world: world.having(name))


def _set(elements: Sequence[pst.Expr]) -> _OfRequest:
    literals = [e.value for e in elements if isinstance(e, pst.BoolLit | pst.LongLit | pst.StringLit | pst.EntityLit)]
    if len(literals) == len(elements):
        return _constant(frozenset(_entity(v) if isinstance(v, pst.EntityUid) else v for v in literals))
    parts = [_scalar(_compile(e)) for e in elements]
    return _OfRequest(lambda facts: frozenset(part(facts) for part in parts))


def _unary(expr: pst.UnaryOp) -> _Compiled:
    if expr.op == "not":
        return _negated(_boolean(_compile(expr.arg)))
    if expr.op == "datetime" and isinstance(expr.arg, pst.StringLit):
        return _constant(read_datetime(expr.arg.value))
    if expr.op == "is_empty":
        compiled = _compile(expr.arg)
        if isinstance(compiled, _Attribute) and compiled.name in _SET_ATTRIBUTES:
            name = compiled.name
            return _OfCompartments(lambda _facts, world: world.all & ~world.having(name))
        value = _scalar(compiled)
        return _OfRequest(lambda facts: not value(facts))
    raise UnsupportedConstructError(expr.op)


def _binary(expr: pst.BinaryOp) -> _Compiled:
    if expr.op in {"and", "or"}:
        return _joined(expr.op, _boolean(_compile(expr.left)), _boolean(_compile(expr.right)))
    if expr.op == "in" and expr.left == pst.Var(name="resource"):
        # A compartment stands in its handling profile and in nothing else.
        return _stands_in(_Attribute("profile"), _compile(expr.right))
    left, right = _compile(expr.left), _compile(expr.right)
    if expr.op in {"eq", "not_eq"}:
        return _equal(left, right) if expr.op == "eq" else _negated(_equal(left, right))
    if expr.op in _ORDER:
        return _ordered(expr.op, left, right)
    if expr.op == "in":
        return _stands_in(left, right)
    if expr.op == "contains":
        return _contains(left, right)
    if expr.op in {"contains_all", "contains_any"}:
        return _overlap(expr.op, left, right)
    raise UnsupportedConstructError(expr.op)


def _joined(op: str, left: "_OfRequest | _OfCompartments", right: "_OfRequest | _OfCompartments") -> _Compiled:
    """Join two Booleans; the right one is evaluated only if the left leaves some answer open, as in Cedar."""
    stops = op == "or"
    if isinstance(left, _OfRequest) and isinstance(right, _OfRequest):
        first, second = left.value, right.value
        # Once: a row of `||` stands on its left side, and asked twice at each it would double with every term.
        return _OfRequest(lambda facts: found if bool(found := first(facts)) is stops else second(facts))
    a, b = _as_filter(left), _as_filter(right)
    if stops:
        return _OfCompartments(lambda f, w: bits if (bits := a(f, w)) == w.all else bits | b(f, w))
    return _OfCompartments(lambda f, w: bits and bits & b(f, w) if (bits := a(f, w)) else 0)


def _choice(expr: pst.IfThenElse) -> _Compiled:
    condition = _boolean(_compile(expr.cond))
    then, other = _boolean(_compile(expr.then_expr)), _boolean(_compile(expr.else_expr))
    if isinstance(condition, _OfRequest):
        asked = condition.value
        if isinstance(then, _OfRequest) and isinstance(other, _OfRequest):
            yes, no = then.value, other.value
            return _OfRequest(lambda facts: yes(facts) if asked(facts) else no(facts))
        some, rest = _as_filter(then), _as_filter(other)
        return _OfCompartments(lambda f, w: some(f, w) if asked(f) else rest(f, w))
    held, some, rest = condition.bits, _as_filter(then), _as_filter(other)
    return _OfCompartments(lambda f, w: ((bits := held(f, w)) & some(f, w)) | (rest(f, w) & ~bits))


def _negated(compiled: "_OfRequest | _OfCompartments") -> "_OfRequest | _OfCompartments":
    if isinstance(compiled, _OfRequest):
        value = compiled.value
        return _OfRequest(lambda facts: not value(facts))
    bits = compiled.bits
    return _OfCompartments(lambda facts, world: world.all & ~bits(facts, world))


def _equal(left: _Compiled, right: _Compiled) -> "_OfRequest | _OfCompartments":
    if isinstance(left, _OfRequest) and isinstance(right, _OfRequest):
        first, second = left.value, right.value
        return _OfRequest(lambda facts: first(facts) == second(facts))
    if isinstance(left, _OfRequest):
        left, right = right, left
    if isinstance(left, _Attribute) and left.name not in _SET_ATTRIBUTES:
        name, value = left.name, _scalar(right)
        return _OfCompartments(lambda facts, world: world.column(name, value(facts)))
    if isinstance(left, _OfCompartments):
        bits, value = left.bits, _scalar(right)
        return _OfCompartments(lambda f, w: bits(f, w) if value(f) else w.all & ~bits(f, w))
    raise UnsupportedConstructError("==")


def _ordered(op: str, left: _Compiled, right: _Compiled) -> _Compiled:
    if isinstance(right, _Attribute):
        op, left, right = _MIRRORED[op], right, left
    bound = _scalar(right)
    if isinstance(left, _Attribute):
        name = left.name
        return _OfCompartments(
            lambda f, w: w.any_of(name, [v for v in w.columns.get(name, {}) if _holds(op, v, bound(f))])
        )
    value = _scalar(left)
    return _OfRequest(lambda facts: _holds(op, value(facts), bound(facts)))


def _holds(op: str, left: Value, right: Value) -> bool:
    if isinstance(left, int) and isinstance(right, int):
        return _compares(op, left, right)
    if isinstance(left, datetime) and isinstance(right, datetime):
        return _compares(op, left.timestamp(), right.timestamp())
    raise UnsupportedConstructError(op)


def _compares(op: str, left: float, right: float) -> bool:
    if op == "less":
        return left < right
    if op == "less_eq":
        return left <= right
    return left > right if op == "greater" else left >= right


def _stands_in(left: _Compiled, right: _Compiled) -> _Compiled:
    if isinstance(left, _Principal) and isinstance(right, _Attribute):
        name = right.name
        return _OfCompartments(lambda facts, world: world.any_of(name, facts.ancestors))
    if isinstance(left, _Attribute) and left.name not in _SET_ATTRIBUTES:
        name, targets = left.name, _scalar(right)
        return _OfCompartments(lambda facts, world: world.any_of(name, _as_set(targets(facts))))
    targets = _scalar(right)
    if isinstance(left, _Principal):
        return _OfRequest(lambda facts: not facts.ancestors.isdisjoint(_as_set(targets(facts))))
    value = _scalar(left)
    return _OfRequest(lambda facts: value(facts) in _as_set(targets(facts)))


def _contains(left: _Compiled, right: _Compiled) -> _Compiled:
    if isinstance(left, _Attribute):
        name, element = _set_name(left), _scalar(right)
        return _OfCompartments(lambda facts, world: world.column(name, element(facts)))
    whole = _scalar(left)
    if isinstance(right, _Attribute) and right.name not in _SET_ATTRIBUTES:
        name = right.name
        return _OfCompartments(lambda facts, world: world.any_of(name, _as_set(whole(facts))))
    element = _scalar(right)
    return _OfRequest(lambda facts: element(facts) in _as_set(whole(facts)))


def _overlap(op: str, left: _Compiled, right: _Compiled) -> _Compiled:
    wants_all = op == "contains_all"
    if isinstance(left, _Attribute):
        name, values = _set_name(left), _scalar(right)
        return _OfCompartments(_holding_all(name, values) if wants_all else _holding_any(name, values))
    values = _scalar(left)
    if isinstance(right, _Attribute):
        name = _set_name(right)
        return _OfCompartments(_held_within(name, values) if wants_all else _holding_any(name, values))
    part = _scalar(right)
    if wants_all:
        return _OfRequest(lambda facts: _as_set(values(facts)) >= _as_set(part(facts)))
    return _OfRequest(lambda facts: not _as_set(values(facts)).isdisjoint(_as_set(part(facts))))


def _holding_any(name: str, values: ScalarFunction) -> Filter:
    return lambda facts, world: world.any_of(name, _as_set(values(facts)))


def _holding_all(name: str, values: ScalarFunction) -> Filter:
    def bits(facts: RequestFacts, world: World) -> Bits:
        held = world.all
        for value in _as_set(values(facts)):
            held &= world.column(name, value)
        return held

    return bits


def _held_within(name: str, values: ScalarFunction) -> Filter:
    def bits(facts: RequestFacts, world: World) -> Bits:
        allowed = _as_set(values(facts))
        return world.all & ~world.any_of(name, [v for v in world.columns.get(name, {}) if v not in allowed])

    return bits


def _set_name(attribute: _Attribute) -> str:
    if attribute.name not in _SET_ATTRIBUTES:
        raise UnsupportedConstructError(attribute.name)
    return attribute.name


def _boolean(compiled: _Compiled) -> "_OfRequest | _OfCompartments":
    if isinstance(compiled, _OfRequest | _OfCompartments):
        return compiled
    raise UnsupportedConstructError("a Boolean that is no comparison")


def _scalar(compiled: _Compiled) -> ScalarFunction:
    if isinstance(compiled, _OfRequest):
        return compiled.value
    raise UnsupportedConstructError("a compartment's attribute compared with another")


def _as_filter(compiled: "_OfRequest | _OfCompartments") -> Filter:
    if isinstance(compiled, _OfCompartments):
        return compiled.bits
    value = compiled.value
    return lambda facts, world: world.all if value(facts) else 0


def _as_set(value: Value) -> frozenset[Value]:
    return value if isinstance(value, frozenset) else frozenset({value})
