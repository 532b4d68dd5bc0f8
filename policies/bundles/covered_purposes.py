"""Finds the purposes under which a permit may hold, so that it covers none that its legal basis does not.

A condition is read for one purpose at a time, with all else left open: what is compared with the purpose is decided,
what is not may be either. So a purpose is left out only where the permit surely does not hold for it.
"""

from collections.abc import Iterable

from cedarpy import pst

PURPOSE = pst.GetAttr(base=pst.Var(name="context"), attr="purpose")
_NOTICE = "notice"
_Answer = bool | None  # `None` is open


def held_purposes(tree: pst.Template, purposes: Iterable[str]) -> tuple[str, ...]:
    """Return those of some purposes under which a policy may hold, sorted; none where it decides of notices alone.

    A link notice is asked for an agency, whatever its people's purposes.
    """
    if _is_of_notices(tree.action):
        return ()
    return tuple(sorted(p for p in purposes if _may_hold(tree, p)))


def _is_of_notices(action: pst.ActionConstraint) -> bool:
    if isinstance(action, pst.ScopeAny):
        return False
    named = action.entities if isinstance(action, pst.ActionIn) else (action.entity,)
    return all(uid.id == _NOTICE for uid in named)


def _may_hold(tree: pst.Template, purpose: str) -> bool:
    return all(_answer(clause.expr, purpose) in {None, isinstance(clause, pst.When)} for clause in tree.clauses)


def _answer(expr: object, purpose: str) -> _Answer:
    """Return what an expression comes to under a purpose."""
    if isinstance(expr, pst.BoolLit):
        return expr.value
    if isinstance(expr, pst.UnaryOp) and expr.op == "not":
        inner = _answer(expr.arg, purpose)
        return None if inner is None else not inner
    if isinstance(expr, pst.IfThenElse):
        return _of_branches(expr, purpose)
    if not isinstance(expr, pst.BinaryOp):
        return None
    if expr.op in {"and", "or"}:
        return _joined(expr, purpose, ends=expr.op == "or")
    return _compared(expr, purpose)


def _joined(expr: pst.BinaryOp, purpose: str, *, ends: bool) -> _Answer:
    """Return what `||` (which a true side ends) or `&&` (which a false one ends) comes to."""
    sides = _answer(expr.left, purpose), _answer(expr.right, purpose)
    if ends in sides:
        return ends
    return None if None in sides else not ends


def _of_branches(expr: pst.IfThenElse, purpose: str) -> _Answer:
    condition = _answer(expr.cond, purpose)
    then, other = _answer(expr.then_expr, purpose), _answer(expr.else_expr, purpose)
    if condition is None:
        return then if then is other else None
    return then if condition else other


def _compared(expr: pst.BinaryOp, purpose: str) -> _Answer:
    """Return what a comparison of the purpose with words comes to; any other one is open."""
    sides = (expr.left, expr.right)
    if PURPOSE not in sides:
        return None
    words = _words(expr.right if expr.left == PURPOSE else expr.left)
    if words is None:
        return None
    is_word = purpose in words
    if expr.op in {"eq", "in", "contains"}:
        return is_word
    return not is_word if expr.op == "not_eq" else None


def _words(node: object) -> frozenset[str] | None:
    """Return the purposes that a word or a list of words names; `None` for anything else."""
    elements = node.elements if isinstance(node, pst.Set) else (node,)
    named = [e.value.id for e in elements if isinstance(e, pst.EntityLit)]
    return frozenset(named) if len(named) == len(elements) else None
