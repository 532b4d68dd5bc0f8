"""What of a request a condition reads: two requests that agree in it are answered alike by the condition."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from cedarpy import pst

from policies.scopes.facts import RequestFacts, Value

ANCESTORS, TYPE, CONTEXT = "ancestors", "type", "context"
Reads = frozenset[str]
"""Names as `principal.agency` and `context.purpose`; `ancestors` and `type` of the principal."""
_BARE = {"principal": (ANCESTORS, TYPE), "context": (CONTEXT,), "resource": (), "action": ()}
_ABSENT = object()


def reads_of(node: object) -> Reads:
    """Return what an expression, clause or head reads of principal and context, whichever branch is taken."""
    return frozenset(_reads(node))


def read(facts: RequestFacts, reads: Reads) -> tuple[object, ...]:
    """Return what stands in a request where these are read, in a settled order."""
    return tuple(_one(facts, name) for name in sorted(reads))


def _one(facts: RequestFacts, name: str) -> Value | object:
    if name == ANCESTORS:
        return facts.ancestors
    if name == TYPE:
        return facts.principal_type
    if name == CONTEXT:
        return tuple(sorted(facts.context.items(), key=lambda item: item[0]))
    variable, _, attribute = name.partition(".")
    return (facts.principal if variable == "principal" else facts.context).get(attribute, _ABSENT)


def _reads(node: object) -> Iterator[str]:
    stack = [node]
    while stack:
        current = stack.pop()
        if isinstance(current, pst.GetAttr) and isinstance(current.base, pst.Var):
            yield from _attributes(current.base, (current.attr,))
        elif isinstance(current, pst.HasAttr) and isinstance(current.base, pst.Var):
            yield from _attributes(current.base, current.attrs[:1])
        elif isinstance(current, pst.Var):
            yield from _BARE[current.name]
        elif isinstance(current, tuple):
            stack.extend(current)
        elif isinstance(current, dict):
            stack.extend(current.values())
        elif is_dataclass(current):
            stack.extend(getattr(current, f.name) for f in fields(current))


def _attributes(variable: pst.Var, names: tuple[str, ...]) -> Iterator[str]:
    if variable.name in {"principal", "context"}:
        yield from (f"{variable.name}.{name}" for name in names)
