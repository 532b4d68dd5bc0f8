"""Who may change what: the one place where a mutation is authorised, on the object that it actually changes."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from graph import ReadScope
from policies.errors import ForbiddenError
from policies.viewer import Directory, ViewerContext

ACTING_ROLES = frozenset({"analyst", "duty-officer", "victim-support"})


class MutationAction(StrEnum):
    """What changes the graph or its work queues."""

    SUBMIT = "submit"
    JUDGE = "judge"
    ACKNOWLEDGE = "acknowledge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """Records and links that are to be filed under an originator."""

    originator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedPair:
    """Two records that are to be judged: the compartments of both, and the scope that the viewer has now."""

    left_compartment: int
    right_compartment: int
    scope: ReadScope


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressedAlert:
    """An alert, by the agency that it is addressed to."""

    agency: str


Target = Submission | JudgedPair | AddressedAlert


def authorise(viewer: ViewerContext, action: MutationAction, target: Target, *, directory: Directory) -> None:
    """Return if a viewer may take an action on a target, and raise otherwise.

    Args:
        viewer: who acts.
        action: what is to be done.
        target: the object that changes, as the store holds it, never as the request describes it.
        directory: who is known and who is suspended.

    Raises:
        ForbiddenError: the action is not the viewer's to take on this target.
        ViewerError: the context names something unknown.
    """
    directory.check(viewer)
    if directory.is_suspended(viewer.agency):
        raise ForbiddenError(action, "the agency is suspended")
    if directory.is_closed_to(viewer):
        raise ForbiddenError(action, "the person is suspended")
    if not viewer.roles & ACTING_ROLES:
        raise ForbiddenError(action, "it needs the role of an analyst, a duty officer or victim support")
    rule = _RULES[action](viewer, target)
    if rule is not None:
        raise ForbiddenError(action, rule)


def _submit(viewer: ViewerContext, target: Target) -> str | None:
    if isinstance(target, Submission) and target.originator == viewer.agency:
        return None
    return "an agency files records under its own code alone"


def _judge(viewer: ViewerContext, target: Target) -> str | None:
    # A pair of which one end is hidden answers like a pair that does not exist; the caller turns this into that answer.
    if isinstance(target, JudgedPair) and target.scope.agency == viewer.agency:
        ends = {target.left_compartment, target.right_compartment}
        if ends <= target.scope.visible:
            return None
    return "only who sees both records can judge the pair"


def _acknowledge(viewer: ViewerContext, target: Target) -> str | None:
    if isinstance(target, AddressedAlert) and target.agency == viewer.agency:
        return None
    return "an agency acknowledges its own alerts alone"


_RULES: dict[MutationAction, Callable[[ViewerContext, Target], str | None]] = {
    MutationAction.SUBMIT: _submit,
    MutationAction.JUDGE: _judge,
    MutationAction.ACKNOWLEDGE: _acknowledge,
}
