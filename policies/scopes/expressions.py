"""Compile Cedar's expressions: each comes to a value of the request alone, or to the compartments for which it holds.

A strictly validated expression cannot fail at run time unless it calculates, so `&&` and `||` are plain Boolean here.
What lies outside this subset raises `UnsupportedConstructError`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cedarpy import pst

from policies.bundles.linting import read_datetime
from policies.scopes.facts import RequestFacts, Uid, Value
from policies.scopes.world import Bits, World

ScalarFunction = Callable[[RequestFacts], Value]
Filter = Callable[[RequestFacts, World], Bits]

_SET_ATTRIBUTES = frozenset({"caveats", "purposes", "releasableTo"})
_FLAG_ATTRIBUTES = frozenset({"linkNotice", "linkNoticeVictims", "claimedVictim", "uncompared"})
_ORDER = {"less", "less_eq", "greater", "greater_eq"}
_MIRRORED = {"less": "greater", "less_eq": "greater_eq", "greater": "less", "greater_eq": "less_eq"}


class UnsupportedConstructError(Exception):
    """A construct outside the compiled subset; the engine decides instead. Never leaves the package."""


@dataclass(frozen=True, slots=True)
class OfRequest:
    """An expression over principal and context alone."""

    value: ScalarFunction


@dataclass(frozen=True, slots=True)
class OfCompartments:
    """A Boolean expression over the compartment: the set for which it holds."""

    bits: Filter


@dataclass(frozen=True, slots=True)
class _Attribute:
    """An attribute of the compartment that is not itself a Boolean."""

    name: str


@dataclass(frozen=True, slots=True)
class _Principal:
    """The principal as an entity."""


Condition = OfRequest | OfCompartments
_Compiled = Condition | _Attribute | _Principal


def compile_condition(expr: pst.Expr) -> Condition:
    """Compile an expression that comes to true or false.

    Raises:
        UnsupportedConstructError: it uses what the subset leaves to Cedar's engine.
    """
    return _boolean(_compile(expr))


def conjuncts(expr: pst.Expr) -> Iterable[pst.Expr]:
    """Yield what a row of `&&` joins, from the left; an expression that is none as it is."""
    if isinstance(expr, pst.BinaryOp) and expr.op == "and":
        yield from conjuncts(expr.left)
        yield from conjuncts(expr.right)
    else:
        yield expr


def negated(compiled: Condition) -> Condition:
    """Return the condition that holds where this one does not."""
    if isinstance(compiled, OfRequest):
        value = compiled.value
        return OfRequest(lambda facts: not value(facts))
    bits = compiled.bits
    return OfCompartments(lambda facts, world: world.all & ~bits(facts, world))


def as_filter(compiled: Condition) -> Filter:
    """Return the condition as a function to compartments: of one of the request alone, all of them or none."""
    if isinstance(compiled, OfCompartments):
        return compiled.bits
    value = compiled.value
    return lambda facts, world: world.all if value(facts) else 0


def is_of_type(name: str) -> ScalarFunction:
    """Return whether the principal is of a type, as a function of the request."""
    return lambda facts: facts.principal_type == name


def entity_uid(entity: pst.EntityOrSlot) -> Uid:
    """Return the type and id of an entity.

    Raises:
        UnsupportedConstructError: it is the slot of a template.
    """
    if isinstance(entity, pst.Slot):
        raise UnsupportedConstructError("slot")
    return (str(entity.type), entity.id)


def _compile(expr: pst.Expr) -> _Compiled:
    match expr:
        case pst.BoolLit(value=value) | pst.LongLit(value=value) | pst.StringLit(value=value):
            return _constant(value)
        case pst.EntityLit(value=uid):
            return _constant(entity_uid(uid))
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
            return OfRequest(is_of_type(str(entity_type)))
        case pst.IfThenElse():
            return _choice(expr)
    raise UnsupportedConstructError(type(expr).__name__)


def _constant(value: Value) -> OfRequest:
    return OfRequest(lambda _facts: value)


def _attribute(variable: str, name: str) -> _Compiled:
    if variable == "principal":
        return OfRequest(lambda facts: facts.principal[name])
    if variable == "context":
        return OfRequest(lambda facts: facts.context[name])
    if variable != "resource":
        raise UnsupportedConstructError(variable)
    if name in _FLAG_ATTRIBUTES:
        return OfCompartments(lambda _facts, world: world.column(name, True))
    return _Attribute(name)


def _has(variable: str, name: str) -> _Compiled:
    if variable == "principal":
        return OfRequest(lambda facts: name in facts.principal)
    if variable == "context":
        return OfRequest(lambda facts: name in facts.context)
    if variable != "resource" or name in _SET_ATTRIBUTES:
        raise UnsupportedConstructError("has")
    return OfCompartments(lambda _facts, world: world.having(name))


def _set(elements: Sequence[pst.Expr]) -> OfRequest:
    literals = [e.value for e in elements if isinstance(e, pst.BoolLit | pst.LongLit | pst.StringLit | pst.EntityLit)]
    if len(literals) == len(elements):
        return _constant(frozenset(entity_uid(v) if isinstance(v, pst.EntityUid) else v for v in literals))
    parts = [_scalar(_compile(e)) for e in elements]
    return OfRequest(lambda facts: frozenset(part(facts) for part in parts))


def _unary(expr: pst.UnaryOp) -> _Compiled:
    if expr.op == "not":
        return negated(compile_condition(expr.arg))
    if expr.op == "datetime" and isinstance(expr.arg, pst.StringLit):
        return _constant(read_datetime(expr.arg.value))
    if expr.op == "is_empty":
        compiled = _compile(expr.arg)
        if isinstance(compiled, _Attribute) and compiled.name in _SET_ATTRIBUTES:
            name = compiled.name
            return OfCompartments(lambda _facts, world: world.all & ~world.having(name))
        value = _scalar(compiled)
        return OfRequest(lambda facts: not value(facts))
    raise UnsupportedConstructError(expr.op)


def _binary(expr: pst.BinaryOp) -> _Compiled:
    if expr.op in {"and", "or"}:
        return _joined(expr.op, compile_condition(expr.left), compile_condition(expr.right))
    if expr.op == "in" and expr.left == pst.Var(name="resource"):
        # A compartment stands in its handling profile and in nothing else.
        return _stands_in(_Attribute("profile"), _compile(expr.right))
    left, right = _compile(expr.left), _compile(expr.right)
    if expr.op in {"eq", "not_eq"}:
        return _equal(left, right) if expr.op == "eq" else negated(_equal(left, right))
    if expr.op in _ORDER:
        return _ordered(expr.op, left, right)
    if expr.op == "in":
        return _stands_in(left, right)
    if expr.op == "contains":
        return _contains(left, right)
    if expr.op in {"contains_all", "contains_any"}:
        return _overlap(expr.op, left, right)
    raise UnsupportedConstructError(expr.op)


def _joined(op: str, left: Condition, right: Condition) -> _Compiled:
    """Join two Booleans; the right one is evaluated only if the left leaves some answer open, as in Cedar."""
    stops = op == "or"
    if isinstance(left, OfRequest) and isinstance(right, OfRequest):
        first, second = left.value, right.value
        # Once: a row of `||` stands on its left side, and asked twice at each it would double with every term.
        return OfRequest(lambda facts: found if bool(found := first(facts)) is stops else second(facts))
    a, b = as_filter(left), as_filter(right)
    if stops:
        return OfCompartments(lambda f, w: bits if (bits := a(f, w)) == w.all else bits | b(f, w))
    return OfCompartments(lambda f, w: bits and bits & b(f, w) if (bits := a(f, w)) else 0)


def _choice(expr: pst.IfThenElse) -> _Compiled:
    condition = compile_condition(expr.cond)
    then, other = compile_condition(expr.then_expr), compile_condition(expr.else_expr)
    if isinstance(condition, OfRequest):
        asked = condition.value
        if isinstance(then, OfRequest) and isinstance(other, OfRequest):
            yes, no = then.value, other.value
            return OfRequest(lambda facts: yes(facts) if asked(facts) else no(facts))
        some, rest = as_filter(then), as_filter(other)
        return OfCompartments(lambda f, w: some(f, w) if asked(f) else rest(f, w))
    held, some, rest = condition.bits, as_filter(then), as_filter(other)
    return OfCompartments(lambda f, w: ((bits := held(f, w)) & some(f, w)) | (rest(f, w) & ~bits))


def _equal(left: _Compiled, right: _Compiled) -> Condition:
    if isinstance(left, OfRequest) and isinstance(right, OfRequest):
        first, second = left.value, right.value
        return OfRequest(lambda facts: first(facts) == second(facts))
    if isinstance(left, OfRequest):
        left, right = right, left
    if isinstance(left, _Attribute) and left.name not in _SET_ATTRIBUTES:
        name, value = left.name, _scalar(right)
        return OfCompartments(lambda facts, world: world.column(name, value(facts)))
    if isinstance(left, OfCompartments):
        bits, value = left.bits, _scalar(right)
        return OfCompartments(lambda f, w: bits(f, w) if value(f) else w.all & ~bits(f, w))
    raise UnsupportedConstructError("==")


def _ordered(op: str, left: _Compiled, right: _Compiled) -> _Compiled:
    if isinstance(right, _Attribute):
        op, left, right = _MIRRORED[op], right, left
    bound = _scalar(right)
    if isinstance(left, _Attribute):
        name = left.name
        return OfCompartments(
            lambda f, w: w.any_of(name, [v for v in w.columns.get(name, {}) if _holds(op, v, bound(f))])
        )
    value = _scalar(left)
    return OfRequest(lambda facts: _holds(op, value(facts), bound(facts)))


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
        return OfCompartments(lambda facts, world: world.any_of(name, facts.ancestors))
    if isinstance(left, _Attribute) and left.name not in _SET_ATTRIBUTES:
        name, targets = left.name, _scalar(right)
        return OfCompartments(lambda facts, world: world.any_of(name, _as_set(targets(facts))))
    targets = _scalar(right)
    if isinstance(left, _Principal):
        return OfRequest(lambda facts: not facts.ancestors.isdisjoint(_as_set(targets(facts))))
    value = _scalar(left)
    return OfRequest(lambda facts: value(facts) in _as_set(targets(facts)))


def _contains(left: _Compiled, right: _Compiled) -> _Compiled:
    if isinstance(left, _Attribute):
        name, element = _set_name(left), _scalar(right)
        return OfCompartments(lambda facts, world: world.column(name, element(facts)))
    whole = _scalar(left)
    if isinstance(right, _Attribute) and right.name not in _SET_ATTRIBUTES:
        name = right.name
        return OfCompartments(lambda facts, world: world.any_of(name, _as_set(whole(facts))))
    element = _scalar(right)
    return OfRequest(lambda facts: element(facts) in _as_set(whole(facts)))


def _overlap(op: str, left: _Compiled, right: _Compiled) -> _Compiled:
    wants_all = op == "contains_all"
    if isinstance(left, _Attribute):
        name, values = _set_name(left), _scalar(right)
        return OfCompartments(_holding_all(name, values) if wants_all else _holding_any(name, values))
    values = _scalar(left)
    if isinstance(right, _Attribute):
        name = _set_name(right)
        return OfCompartments(_held_within(name, values) if wants_all else _holding_any(name, values))
    part = _scalar(right)
    if wants_all:
        return OfRequest(lambda facts: _as_set(values(facts)) >= _as_set(part(facts)))
    return OfRequest(lambda facts: not _as_set(values(facts)).isdisjoint(_as_set(part(facts))))


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


def _boolean(compiled: _Compiled) -> Condition:
    if isinstance(compiled, OfRequest | OfCompartments):
        return compiled
    raise UnsupportedConstructError("a Boolean that is no comparison")


def _scalar(compiled: _Compiled) -> ScalarFunction:
    if isinstance(compiled, OfRequest):
        return compiled.value
    raise UnsupportedConstructError("a compartment's attribute compared with another")


def _as_set(value: Value) -> frozenset[Value]:
    return value if isinstance(value, frozenset) else frozenset({value})
