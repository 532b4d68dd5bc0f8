"""Compare scopes with Cedar's engine, decision by decision: the check that a bundle's compilation is sound."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from graph import Compartment, CompartmentKey, PropertyClass, ReadScope
from policies.bundles.vocabulary import PolicyAction
from policies.scopes.engine import Decision
from policies.scopes.scope_builder import ScopeBuilder
from policies.viewer import ViewerContext


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """A decision on which scope and engine differ."""

    viewer: ViewerContext
    action: PolicyAction
    key: CompartmentKey
    now: datetime
    in_scope: bool
    decision: Decision


def find_mismatches(
    builder: ScopeBuilder,
    viewers: Iterable[ViewerContext],
    keys: Iterable[CompartmentKey],
    now: datetime,
    *,
    with_errors: bool = False,
) -> Iterator[Mismatch]:
    """Yield every decision at one instant on which the built scope and the engine differ.

    `with_errors` yields decisions that erred as well, though both agree that these are denials.
    """
    compartments = tuple(Compartment(id=number, key=key) for number, key in enumerate(keys, start=1))
    for viewer in viewers:
        scope = builder.build_scope(viewer, compartments, now=now)
        requests = [(action, c.id, c.key) for c in compartments for action in PolicyAction if c.key is not None]
        decisions = builder.decide_all(viewer, [(action, key) for action, _, key in requests], now)
        for (action, number, key), decision in zip(requests, decisions, strict=True):
            opened = _opened(scope, action, number)
            if opened != _expected(scope, action, number, decision) or (with_errors and decision.errors):
                yield Mismatch(viewer=viewer, action=action, key=key, now=now, in_scope=opened, decision=decision)


def _opened(scope: ReadScope, action: PolicyAction, compartment: int) -> bool:
    if action is PolicyAction.HIT:
        return compartment in scope.hits
    if action is PolicyAction.NOTICE:
        return compartment in scope.notices
    return scope.may_read(PropertyClass(str(action)), compartment)


def _expected(scope: ReadScope, action: PolicyAction, compartment: int, decision: Decision) -> bool:
    # What may be read is no mere hit.
    if action is PolicyAction.HIT and compartment in scope.visible:
        return False
    return decision.allowed
