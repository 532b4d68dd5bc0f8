"""What a candidate bundle would change in the views of others, over the compartments that a deployment really has.

Compartments and classes alone are compared here; whoever has the records finds out which fields stand behind them.
Grants are left out: they belong to persons and cases, and the candidate's ceiling meets them at the next reading.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from graph import Compartment, PropertyClass
from policies.bundles.model import Bundle
from policies.checks.bundle_diff import compare_bundles
from policies.checks.viewer_classes import viewer_classes
from policies.errors import ForbiddenError
from policies.scopes.scope_builder import ScopeBuilder
from policies.viewer import Directory, ViewerContext

POLICY_ROLE = "policy-officer"
Numbers = frozenset[int]
_NONE: Numbers = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewDelta:
    """What becomes open, or closes, in one view: compartments per class, whole records, hits and notices."""

    classes: Mapping[PropertyClass, Numbers]
    records: Numbers
    hits: Numbers
    notices: Numbers

    @property
    def compartments(self) -> Numbers:
        """Every compartment of which something changes."""
        return _NONE.union(*self.classes.values(), self.hits, self.notices)


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewChange:
    """What viewers gain and lose alike when a candidate is put in force; the viewers by their places among all."""

    viewers: Mapping[int, ViewerContext]
    appears: ViewDelta
    disappears: ViewDelta


def check_policy_officer(viewer: ViewerContext, directory: Directory, *, operation: str) -> None:
    """Return if a viewer may ask what its agency releases, and raise otherwise.

    Raises:
        ForbiddenError: the viewer does not hold the policy role, or is suspended.
        ViewerError: the context names something unknown.
    """
    directory.check(viewer)
    if directory.is_closed_to(viewer):
        raise ForbiddenError(operation, "the agency or the person is suspended")
    if POLICY_ROLE not in viewer.roles:
        raise ForbiddenError(operation, "it needs the role of a policy officer")


def simulate_views(
    old: Bundle,
    new: Bundle,
    compartments: Sequence[Compartment],
    *,
    originator: str,
    now: datetime,
    directory: Directory,
) -> list[ViewChange]:
    """Return what a candidate changes in all views of one originator's records, views with equal changes together.

    Args:
        old: the bundle in force.
        new: the candidate.
        compartments: all registered compartments.
        originator: whose records.
        now: the instant.
        directory: who is suspended.
    """
    own = owned_compartments(compartments, originator)
    # What keepers keep open changes with these, and with its own terms, which its originator has filed.
    keys = [c.key for c in own if c.key is not None and not c.key.kept_by]
    every = viewer_classes(old, new)
    touched = {change.viewer for change in compare_bundles(old, new, now=now, keys=keys, viewers=every)}
    before, after = (ScopeBuilder(b, directory.with_registers(b.registers)) for b in (old, new))
    found: dict[tuple[object, ...], tuple[dict[int, ViewerContext], ViewDelta, ViewDelta]] = {}
    for place, viewer in ((n, v) for n, v in enumerate(every) if v in touched):
        one, other = _view(before, viewer, own, now), _view(after, viewer, own, now)
        appears, disappears = _delta(other, one), _delta(one, other)
        if appears.compartments or disappears.compartments:
            key = (*_key(appears), *_key(disappears))
            found.setdefault(key, ({}, appears, disappears))[0][place] = viewer
    return [ViewChange(viewers=who, appears=a, disappears=d) for who, a, d in found.values()]


def owned_compartments(compartments: Sequence[Compartment], originator: str) -> tuple[Compartment, ...]:
    """Return the base compartments of an originator and the conjunctions that stand on them; both are of one owner."""
    base = {c.id for c in compartments if c.key is not None and c.key.originator == originator}
    return tuple(c for c in compartments if c.id in base or (c.members and base.issuperset(c.members)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    """What of a scope is compared; empty where a bundle does not know the viewer."""

    classes: Mapping[PropertyClass, Numbers]
    visible: Numbers = _NONE
    hits: Numbers = _NONE
    notices: Numbers = _NONE


def _view(builder: ScopeBuilder, viewer: ViewerContext, own: Sequence[Compartment], now: datetime) -> _View:
    registers = builder.bundle.registers
    known = viewer.agency in registers.parties and viewer.purpose in registers.purposes
    if not known or not viewer.roles <= registers.roles.keys():
        return _View(classes={})
    scope = builder.build_scope(viewer, own, now=now)
    return _View(classes=scope.classes, visible=scope.visible, hits=scope.hits, notices=scope.notices)


def _delta(mine: _View, theirs: _View) -> ViewDelta:
    """Return what one view opens and the other does not."""
    return ViewDelta(
        classes={c: mine.classes.get(c, _NONE) - theirs.classes.get(c, _NONE) for c in PropertyClass},
        records=mine.visible - theirs.visible,
        hits=mine.hits - theirs.hits,
        notices=mine.notices - theirs.notices,
    )


def _key(delta: ViewDelta) -> Iterator[Numbers]:
    yield from (delta.classes[c] for c in PropertyClass)
    yield from (delta.records, delta.hits, delta.notices)
