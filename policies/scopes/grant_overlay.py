"""What live grants add to a viewer's scope, for all grants of an agency at once.

The grants given to an agency become one table, with a line for each grant and each compartment that it names. Which of
these lines a viewer's ceiling opens takes a few operations on columns, however many grants there are.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from graph import PropertyClass, ReadScope, from_microseconds, to_microseconds
from graph.grants import Grant, Grantee
from policies.bundles.vocabulary import READ_ACTIONS, PolicyAction
from policies.scopes.world import Bits, Layout
from policies.viewer import ViewerContext

_CLASSES = tuple(PropertyClass)
_IDENTITY = _CLASSES.index(PropertyClass.IDENTITY)
Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]
_Terms = tuple[Grantee, str, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """A scope with the viewer's live grants, and the time span for which these stay the same."""

    scope: ReadScope
    since: datetime
    until: datetime | None

    def holds(self, now: datetime) -> bool:
        """Return whether it is still right at an instant: no grant has begun or ended, and no clock was set back."""
        return self.since <= now and (self.until is None or now < self.until)


def reaches(terms: _Terms, viewer: ViewerContext) -> bool:
    """Return whether a viewer belongs to the grantee, and asks for the grant's purpose and case."""
    to, purpose, case_ref = terms
    return (
        to.agency == viewer.agency
        and (to.role is None or to.role in viewer.roles)
        and (to.person is None or to.person == viewer.subject)
        and purpose == viewer.purpose
        and (case_ref is None or case_ref == viewer.case_ref)
    )


def may_use(grant: Grant, viewer: ViewerContext) -> bool:
    """Return whether a viewer belongs to a grant's grantee and asks for its purpose and case, live or not."""
    return reaches((grant.grantee, grant.purpose, grant.case_ref), viewer)


class GrantTable:
    """The active grants of one agency over a deployment's compartments, prepared for all of its viewers."""

    def __init__(self, grants: Sequence[Grant], layout: Layout) -> None:
        self._grants = tuple(grants)
        self._layout = layout
        self._terms: dict[_Terms, int] = {}
        for g in self._grants:
            self._terms.setdefault((g.grantee, g.purpose, g.case_ref), len(self._terms))
        self._term_of = _numbers(self._terms[g.grantee, g.purpose, g.case_ref] for g in self._grants)
        self._begins = _numbers(to_microseconds(g.begins) for g in self._grants)
        self._ends = _numbers(to_microseconds(g.ends) for g in self._grants)
        self._marks = _numbers(g.mark for g in self._grants)
        # Most grants share few sets of classes, and a look-up by a class costs more than one of a set.
        opened = {classes: [c in classes for c in _CLASSES] for classes in {g.classes for g in self._grants}}
        self._opens = np.array([opened[g.classes] for g in self._grants], dtype=np.bool_).T
        self._place_lines()

    def _place_lines(self) -> None:
        """Lay out one line for each grant and compartment that it names: records' apart from links'."""
        lengths = [len(g.compartments) for g in self._grants]
        of_grant = np.repeat(np.arange(len(self._grants), dtype=np.int64), lengths)
        named = np.fromiter(chain.from_iterable(g.compartments for g in self._grants), np.int64, count=sum(lengths))
        at, joined = self._layout.positions(named), self._layout.joined_positions(named)
        self._record_grant, self._record_at = of_grant[at >= 0], at[at >= 0]
        self._record_token = self._marks[self._record_grant] + named[at >= 0]
        self._link_grant, link_at = of_grant[joined >= 0], joined[joined >= 0]
        self._link_token = self._marks[self._link_grant] + named[joined >= 0]
        members = self._layout.members[link_at]
        self._link_own, self._link_ends = members[:, 0], members[:, 1:]
        self._is_end = np.arange(1, members.shape[1]) < self._layout.sizes[link_at][:, None]
        width = len(self._layout.base_ids)
        record_lines = np.sort(self._record_grant * width + self._record_at)
        ends = self._link_grant[:, None] * width + self._link_ends
        # Whether a link's end is among the compartments that the same grant names.
        place = np.minimum(np.searchsorted(record_lines, ends), max(len(record_lines) - 1, 0))
        self._end_named = record_lines[place] == ends if len(record_lines) else np.zeros(ends.shape, dtype=np.bool_)

    def over(
        self,
        scope: ReadScope,
        viewer: ViewerContext,
        *,
        seen: Mapping[PolicyAction, Bits],
        ceiling: Mapping[PolicyAction, Bits],
        now: datetime,
    ) -> Overlay:
        """Return a viewer's scope with what live grants add to it.

        Args:
            scope: what the viewer sees without grants.
            viewer: who asks.
            seen: the same, as sets of base compartments.
            ceiling: what the viewer would see if a live grant named everything.
            now: the present.
        """
        instant = to_microseconds(now)
        mine = np.array([reaches(terms, viewer) for terms in self._terms], dtype=np.bool_)[self._term_of]
        live = mine & (self._begins <= instant) & (instant < self._ends)
        most = self._flags(ceiling)
        open_link = live[self._link_grant] & self._open_ends(self._flags(seen), most)
        granted: dict[PropertyClass, frozenset[int]] = {}
        opening = np.zeros(len(self._grants), dtype=np.bool_)
        for number, name in enumerate(_CLASSES):
            gives = self._opens[number] & live
            records = gives[self._record_grant] & most[number][self._record_at]
            links = gives[self._link_grant] & open_link & most[number][self._link_own]
            tokens = self._record_token[records].tolist() + self._link_token[links].tolist()
            if tokens:
                granted[name] = frozenset(tokens)
                opening[self._record_grant[records]] = True
                opening[self._link_grant[links]] = True
        until = self._edge(mine, instant, scope.exact_until)
        by_number = sorted((self._grants[n] for n in np.flatnonzero(opening).tolist()), key=lambda g: g.number)
        # The scope's own end stays that of its policies: this one would tell of grants that open nothing to the viewer.
        made = replace(scope, granted=granted, grants={g.number: g for g in by_number})
        return Overlay(scope=made, since=now, until=until)

    def _flags(self, bits: Mapping[PolicyAction, Bits]) -> Flags:
        """Return for each class the base compartments that are open, as one flag per position."""
        return np.stack([self._layout.flags(bits[READ_ACTIONS[c]]) for c in _CLASSES])

    def _open_ends(self, seen: Flags, most: Flags) -> Flags:
        """Return for each line of a link whether both its ends are open.

        An end is open that the viewer sees anyway or that the same grant opens, and where it is a sealed victim only
        where her identity may be read.
        """
        gives = self._opens[:, self._link_grant][:, :, None] & self._end_named & most[:, self._link_ends]
        reads = gives | seen[:, self._link_ends]
        whole = reads.any(axis=0) & (reads[_IDENTITY] | ~self._layout.sealed[self._link_ends])
        opened: Flags = (whole | ~self._is_end).all(axis=1)
        return opened

    def _edge(self, mine: Flags, instant: int, scope_until: datetime | None) -> datetime | None:
        """Return the next instant at which one of these grants begins or ends, or the scope is no longer exact."""
        begins = self._begins[mine & (self._begins > instant)].tolist()
        ends = self._ends[mine & (self._ends > instant)].tolist()
        ahead = [from_microseconds(min(times)) for times in (begins, ends) if times]
        return min([*ahead, *([] if scope_until is None else [scope_until])], default=None)


def _numbers(values: Iterable[int]) -> Numbers:
    return np.fromiter(values, dtype=np.int64)
