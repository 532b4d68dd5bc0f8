"""Why something is shown or hidden.

A viewer learns by which permit something was disclosed, and of what is hidden nothing; an originator learns of its own
records also what hides them, and which permits a forbid overrules.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from graph import CompartmentKey
from policies.bundles.model import Bundle, Policy
from policies.bundles.vocabulary import PolicyAction
from policies.errors import ForbiddenError, UnknownTermError
from policies.scopes.scope_builder import ScopeBuilder
from policies.viewer import ViewerContext


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyNote:
    """A policy as an explanation names it.

    Attributes:
        id: its `@id`.
        source: the floor, agreement or pack that it belongs to.
        basis: the instrument or agreement that it cites; empty for a forbid.
        basis_title: what that is called.
        note: what its author says about it.
        place: file and line, for those who may know the text; empty for others.
    """

    id: str
    source: str
    basis: str
    basis_title: str
    note: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionExplanation:
    """Why one action is allowed or not.

    Attributes:
        action: a property class, `hit` or `notice`.
        allowed: whether it is.
        permits: the permits that apply; where a forbid overrules them, those it overrules.
        forbids: the forbids that apply.
    """

    action: PolicyAction
    allowed: bool
    permits: tuple[PolicyNote, ...]
    forbids: tuple[PolicyNote, ...]


def explain(
    builder: ScopeBuilder, viewer: ViewerContext, key: CompartmentKey, now: datetime, *, asker: str
) -> tuple[ActionExplanation, ...]:
    """Explain every action of a viewer on one base compartment, as far as the asker may know.

    Args:
        builder: the bundle in force.
        viewer: whose access is explained.
        key: the compartment.
        now: the instant.
        asker: the agency that asks: the originator, which learns all, or the viewer's, which learns what is allowed.

    Raises:
        ForbiddenError: the asker is neither.
        ViewerError: the context, the compartment or the asker names an unknown agency, role or purpose.
        UnknownTermError: the compartment names an unknown kind or profile.
    """
    _check(builder, key, asker)
    if asker not in {key.originator, viewer.agency}:
        raise ForbiddenError("explain", "only the originator, or the viewer's own agency, learns why")
    actions = list(PolicyAction)
    decisions = builder.decide_all(viewer, [(a, key) for a in actions], now)
    as_originator = asker == key.originator
    overruled = _overruled(builder, viewer, key, now) if as_originator else {}
    found: list[ActionExplanation] = []
    for action, decision in zip(actions, decisions, strict=True):
        if not (decision.allowed or as_originator):
            continue
        determining = _notes(builder.bundle, decision.determining, with_place=as_originator)
        found.append(
            ActionExplanation(
                action=action,
                allowed=decision.allowed,
                permits=determining if decision.allowed else overruled.get(action, ()),
                forbids=() if decision.allowed else determining,
            )
        )
    return tuple(found)


def _check(builder: ScopeBuilder, key: CompartmentKey, asker: str) -> None:
    """Return if all that is asked about is known: of a slip it must not be said that nothing permits it."""
    for agency in (key.originator, asker):
        builder.directory.party(agency)
    profiles, kinds = builder.bundle.registers.profiles, builder.bundle.kinds
    if key.profile not in profiles:
        raise UnknownTermError("handling profile", key.profile, profiles, guess=False)
    if key.kind not in kinds:
        raise UnknownTermError("kind", key.kind, kinds)


def _overruled(
    builder: ScopeBuilder, viewer: ViewerContext, key: CompartmentKey, now: datetime
) -> dict[PolicyAction, tuple[PolicyNote, ...]]:
    """Return the permits that would apply if no forbid did."""
    actions = list(PolicyAction)
    decisions = builder.decide_all(viewer, [(a, key) for a in actions], now, permits_only=True)
    return {
        action: _notes(builder.bundle, decision.determining, with_place=True)
        for action, decision in zip(actions, decisions, strict=True)
    }


def _notes(bundle: Bundle, ids: Iterable[str], *, with_place: bool) -> tuple[PolicyNote, ...]:
    policies = {p.id: p for p in bundle.policies}
    return tuple(_note(bundle, policies[i], with_place=with_place) for i in ids)


def _note(bundle: Bundle, policy: Policy, *, with_place: bool) -> PolicyNote:
    titles = {n: i.title for n, i in bundle.registers.instruments.items()}
    titles |= {n: a.title for n, a in bundle.registers.agreements.items()}
    return PolicyNote(
        id=policy.id,
        source=policy.source.key,
        basis=policy.basis,
        basis_title=titles.get(policy.basis, ""),
        note=policy.tree.annotations.get("note", ""),
        place=f"{policy.file}:{policy.line}" if with_place else "",
    )
