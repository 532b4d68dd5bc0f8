"""The registry of legal bases at work: what begins and ends when, and who has no basis for which kind of data."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from enum import StrEnum
from functools import reduce
from itertools import product
from operator import or_

from graph import LINK_KIND, CompartmentKey, PropertyClass, SubjectRole
from policies.bundles.linting import now_literals
from policies.bundles.model import Bundle, Policy
from policies.bundles.registers import Period
from policies.bundles.vocabulary import READ_ACTIONS, PolicyAction
from policies.checks.many_viewers import ACTIONS, ManyViewers, Told
from policies.checks.viewer_classes import viewer_classes
from policies.scopes.world import Bits
from policies.viewer import ViewerContext


class CalendarKind(StrEnum):
    """What a day in the calendar brings."""

    INSTRUMENT_BEGINS = "instrument begins"
    INSTRUMENT_ENDS = "instrument ends"
    AGREEMENT_BEGINS = "agreement begins"
    AGREEMENT_ENDS = "agreement ends"
    ADOPTION_BEGINS = "adoption begins"
    ADOPTION_ENDS = "adoption ends"
    PARTY_WITHDRAWS = "party withdraws"
    CONDITION_CHANGES = "condition changes"
    REVIEW = "review"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """One event: what it is of, the party that it concerns alone, and the permits that begin or stop with it.

    Attributes:
        at: the instant from which it counts.
        kind: what happens.
        name: the instrument, agreement or policy.
        party: the party, where it concerns one alone.
        permits: ids of the permits that rest on it; for a condition or review, of the policy.
    """

    at: datetime
    kind: CalendarKind
    name: str
    party: str | None
    permits: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Kinds of an originator's data of which a recipient may be told nothing under some purposes, on any basis.

    Attributes:
        originator: whose data.
        recipient: who may not be told.
        property_class: of which class nothing may be read; `None` where not even a hit may be told.
        kinds: of which kinds, sorted.
        purposes: under which purposes, sorted.
        is_whole: whether these are all purposes that some profile lists.
    """

    originator: str
    recipient: str
    property_class: PropertyClass | None = None
    kinds: tuple[str, ...]
    purposes: tuple[str, ...]
    is_whole: bool


def basis_calendar(
    bundle: Bundle, *, since: datetime, until: datetime | None = None, originator: str | None = None
) -> list[CalendarEntry]:
    """Return what begins, ends or is to be reviewed, soonest first.

    Args:
        bundle: the bundle.
        since: the first instant that counts.
        until: where to stop, excluded; `None` for never.
        originator: only what concerns this originator's data.
    """
    found = [e for e in _entries(bundle) if since <= e.at and (until is None or e.at < until)]
    if originator is not None:
        touched = {p.id for p in bundle.policies if _touches(p, originator)}
        found = [
            replace(e, permits=tuple(i for i in e.permits if i in touched))
            for e in found
            if _concerns(e, bundle, originator, touched)
        ]
    return sorted(found, key=lambda e: (e.at, e.kind, e.name, e.party or ""))


def lapsed_permits(bundle: Bundle, now: datetime) -> list[Policy]:
    """Return the permits whose basis is not in force, or no longer."""
    return [p for p in bundle.policies if p.is_permit and now not in p.force]


def parties_without_own_records(bundle: Bundle, now: datetime) -> tuple[str, ...]:
    """Return the parties of whose own records there are some that none of their viewers may read whole.

    So it is of nearly all where the basis of the floor's permit of own records has lapsed. Suspended parties are left
    out, and victims, whose seal stands above that permit.
    """
    viewers: dict[str, list[ViewerContext]] = {}
    for viewer in viewer_classes(bundle):
        viewers.setdefault(viewer.agency, []).append(viewer)
    parties = (party for party, entry in sorted(bundle.registers.parties.items()) if not entry.suspended)
    return tuple(party for party in parties if not _reads_all(bundle, party, viewers.get(party, ()), now))


def _reads_all(bundle: Bundle, party: str, viewers: Sequence[ViewerContext], now: datetime) -> bool:
    """Return whether each class of each compartment of a party is open to some of these viewers of its own.

    Nobody else is asked: a party that a policy leaves to Cedar's engine is a thousand times slower for each.
    """
    keys = [
        CompartmentKey(originator=party, profile=profile, kind=kind, role=SubjectRole.NONE)
        for profile in bundle.registers.profiles
        for kind in sorted(bundle.kinds - {LINK_KIND})
    ]
    told = ManyViewers(bundle, viewers, keys, now=now).told(party)
    everything = (1 << len(told.keys)) - 1
    return all(
        reduce(or_, (answer[place] for answer in told.answers), 0) == everything
        for place in map(ACTIONS.index, READ_ACTIONS.values())
    )


def overdue_reviews(bundle: Bundle, now: datetime) -> list[Policy]:
    """Return the permits whose day of review has passed."""
    return [p for p in bundle.policies if p.is_permit and (at := _review(p)) is not None and at < now]


def overdue_agreements(bundle: Bundle, now: datetime) -> list[str]:
    """Return the ids of the agreements whose own day of review has passed, those that lapsed since among them."""
    agreements = bundle.registers.agreements.values()
    return [a.id for a in agreements if a.review_by is not None and a.review_by < now]


def find_gaps(
    bundle: Bundle, *, now: datetime, originators: Iterable[str] | None = None, by_class: bool = False
) -> list[Gap]:
    """Return for each pair of parties the kinds of data that have no basis at an instant, by the purposes that lack it.

    All viewers of the recipient are asked, under every role and case, over all profiles and subject roles: a kind is a
    gap under a purpose where none of them may read a class or learn of a hit. Purposes that no profile lists are no
    gaps: nobody is told anything under them.

    Args:
        bundle: the bundle.
        now: the instant.
        originators: whose data; that of all parties by default.
        by_class: look at each property class apart, and at no hits.
    """
    owners = sorted(bundle.registers.parties) if originators is None else sorted(originators)
    viewers, kinds = viewer_classes(bundle), sorted(bundle.kinds)
    many = ManyViewers(bundle, viewers, _every_compartment(bundle, owners), now=now)
    told = {originator: many.told(originator) for originator in many.originators}
    listed = _listed_purposes(bundle)
    without = _Without(kinds=kinds, purposes=listed, width=_width(bundle))
    found = []
    for property_class, actions in _looked_at(by_class=by_class):
        opened = {originator: _told_by(answer, viewers, actions) for originator, answer in told.items()}
        for recipient, originator in product(sorted(bundle.registers.parties), owners):
            if originator != recipient:
                found += [
                    Gap(
                        originator=originator,
                        recipient=recipient,
                        property_class=property_class,
                        kinds=missing,
                        purposes=purposes,
                        is_whole=len(purposes) == len(listed),
                    )
                    for purposes, missing in without.basis(opened[originator], recipient)
                ]
    return found


def _every_compartment(bundle: Bundle, owners: Sequence[str]) -> list[CompartmentKey]:
    """Return compartments by originator, then by kind: those of one kind are `_width` many, side by side."""
    return [
        CompartmentKey(originator=o, profile=p, kind=k, role=r)
        for o in owners
        for k in sorted(bundle.kinds)
        for p in bundle.registers.profiles
        for r in SubjectRole
    ]


def _width(bundle: Bundle) -> int:
    return len(bundle.registers.profiles) * len(SubjectRole)


def _listed_purposes(bundle: Bundle) -> list[str]:
    return sorted(frozenset[str]().union(*(p.purposes for p in bundle.registers.profiles.values())))


def _looked_at(*, by_class: bool) -> list[tuple[PropertyClass | None, frozenset[PolicyAction]]]:
    """Return which actions are looked at together: all but notices, or each class apart."""
    if by_class:
        return [(property_class, frozenset({action})) for property_class, action in READ_ACTIONS.items()]
    return [(None, frozenset(PolicyAction) - {PolicyAction.NOTICE})]


def _told_by(
    told: Told, viewers: Sequence[ViewerContext], actions: frozenset[PolicyAction]
) -> dict[tuple[str, str], Bits]:
    """Return for each agency and purpose the compartments of which some viewer is allowed one of the actions."""
    opened = [0] * len(told.answers)
    for label, answer in enumerate(told.answers):
        for action, bits in zip(ACTIONS, answer, strict=True):
            opened[label] |= bits if action in actions else 0
    found: dict[tuple[str, str], Bits] = {}
    for viewer, label in zip(viewers, told.labels.tolist(), strict=True):
        asker = viewer.agency, viewer.purpose
        found[asker] = found.get(asker, 0) | opened[label]
    return found


class _Without:
    """Finds the kinds without a basis; many pairs of parties are told the same, which is looked at once."""

    def __init__(self, *, kinds: Sequence[str], purposes: Sequence[str], width: int) -> None:
        self._kinds, self._purposes, self._width = kinds, purposes, width
        self._known: dict[tuple[Bits, ...], list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}

    def basis(
        self, told: Mapping[tuple[str, str], Bits], recipient: str
    ) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
        """Return purposes and the kinds that have no basis under them, kinds without any first."""
        by_purpose = tuple(told.get((recipient, purpose), 0) for purpose in self._purposes)
        if by_purpose not in self._known:
            self._known[by_purpose] = self._found(by_purpose)
        return self._known[by_purpose]

    def _found(self, by_purpose: tuple[Bits, ...]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
        block, kinds_of = (1 << self._width) - 1, dict[tuple[str, ...], list[str]]()
        for number, kind in enumerate(self._kinds):
            own = block << number * self._width
            lacking = tuple(p for p, told in zip(self._purposes, by_purpose, strict=True) if not told & own)
            if lacking:
                kinds_of.setdefault(lacking, []).append(kind)
        return sorted(((p, tuple(k)) for p, k in kinds_of.items()), key=lambda entry: (-len(entry[0]), entry[0]))


def _entries(bundle: Bundle) -> Iterator[CalendarEntry]:
    resting: dict[str, tuple[str, ...]] = {}
    for policy in bundle.policies:
        if policy.basis:
            resting[policy.basis] = (*resting.get(policy.basis, ()), policy.id)
    for name, instrument in bundle.registers.instruments.items():
        kinds = (CalendarKind.INSTRUMENT_BEGINS, CalendarKind.INSTRUMENT_ENDS)
        yield from _edges(instrument.force, kinds, name, None, resting.get(name, ()))
    yield from _of_agreements(bundle, resting)
    for policy in bundle.policies:
        for at in sorted(now_literals(policy.tree)):
            yield _entry(at, CalendarKind.CONDITION_CHANGES, policy.id, None, (policy.id,))
        if (review := _review(policy)) is not None:
            yield _entry(review, CalendarKind.REVIEW, policy.id, None, (policy.id,))


def _of_agreements(bundle: Bundle, resting: dict[str, tuple[str, ...]]) -> Iterator[CalendarEntry]:
    for name, agreement in bundle.registers.agreements.items():
        permits = resting.get(name, ())
        kinds = (CalendarKind.AGREEMENT_BEGINS, CalendarKind.AGREEMENT_ENDS)
        yield from _edges(agreement.force, kinds, name, None, permits)
        if agreement.review_by is not None:
            yield _entry(agreement.review_by, CalendarKind.REVIEW, name, None, permits)
        for party, period in sorted(agreement.memberships.items()):
            if period.end is not None and period.end != agreement.force.end:
                yield _entry(period.end, CalendarKind.PARTY_WITHDRAWS, name, party, permits)
        own = tuple(p.id for p in bundle.policies if p.source.name == name)
        for party, period in sorted(agreement.adopted_by.items()):
            apart = Period(
                start=period.start if period.start != agreement.force.start else None,
                end=period.end if period.end != agreement.memberships[party].end else None,
            )
            yield from _edges(apart, (CalendarKind.ADOPTION_BEGINS, CalendarKind.ADOPTION_ENDS), name, party, own)


def _edges(
    period: Period, kinds: tuple[CalendarKind, CalendarKind], name: str, party: str | None, permits: tuple[str, ...]
) -> Iterator[CalendarEntry]:
    for at, kind in zip((period.start, period.end), kinds, strict=True):
        if at is not None:
            yield _entry(at, kind, name, party, permits)


def _entry(at: datetime, kind: CalendarKind, name: str, party: str | None, permits: tuple[str, ...]) -> CalendarEntry:
    return CalendarEntry(at=at, kind=kind, name=name, party=party, permits=permits)


def _review(policy: Policy) -> datetime | None:
    text = policy.tree.annotations.get("review_by")
    return datetime.combine(date.fromisoformat(text), time(), tzinfo=UTC) if text else None


def _touches(policy: Policy, originator: str) -> bool:
    """Return whether a policy can at some time be part of an originator's effective set."""
    named = (policy.members, policy.source.originators)
    return all(parties is None or originator in parties for parties in named)


def _concerns(entry: CalendarEntry, bundle: Bundle, originator: str, touched: set[str]) -> bool:
    agreement = bundle.registers.agreements.get(entry.name)
    is_party = agreement is not None and originator in agreement.parties
    if entry.party is not None and entry.party != originator:
        # A partner's withdrawal ends what it received; a partner's adoption concerns the partner's own data alone.
        return entry.kind is CalendarKind.PARTY_WITHDRAWS and is_party
    return is_party or not touched.isdisjoint(entry.permits)
