"""Policies over GraphQL: why you may see something, and for an agency's policy officers what their agency releases."""

from collections.abc import Iterable
from datetime import datetime
from typing import Self

import strawberry

from api.errors import InputError
from api.graphql.context import BenangInfo, Operation
from api.graphql.parties import Party
from api.graphql.vocabulary import Kind, LinkType
from api.policy.office import FieldChange as FoundChange
from graph import LINK_KIND, CompartmentKey, PropertyClass
from graph.grants import Grant
from graph.store import VisibleRecord
from policies import (
    ActionExplanation,
    BundleError,
    CalendarKind,
    Gap,
    PolicyAction,
    PolicyNote,
    ViewerContext,
    describe_viewer,
    explain,
    named_roles,
)

_KINDS, _LINK_TYPES = frozenset(map(str, Kind)), frozenset(map(str, LinkType))
MOST_DAYS = 3_660
MOST_CHANGES = 1_000
MAX_PACK_LENGTH = 500_000
_ANY_SUBJECT = "any"
# A simulation takes seconds of a processor: one at a time in a process.

strawberry.enum(
    PolicyAction,
    name="ReleaseAction",
    description="What a policy decides: the six property classes, a hit, a link notice.",
)


@strawberry.type(description="A policy that decided: its basis, and what its author says about it.")
class DecidingPolicy:
    """A policy.

    Attributes:
        id: of the policy, as its text has it.
        source: the floor, agreement or pack that it belongs to.
        basis: id of the instrument or agreement that it cites; null of a forbid.
        basis_title: what that is called; null likewise.
        note: what its author says about it; null where they say nothing.
        place: file and line, to those who may know the text; null to others.
    """

    id: strawberry.ID
    source: str
    basis: str | None
    basis_title: str | None
    note: str | None
    place: str | None

    @classmethod
    def of(cls, found: PolicyNote) -> "DecidingPolicy":
        """Return a note as GraphQL shows it."""
        return cls(
            id=strawberry.ID(found.id),
            source=found.source,
            basis=found.basis or None,
            basis_title=found.basis_title or None,
            note=found.note or None,
            place=found.place or None,
        )


@strawberry.type(description="A live grant that opens it: to all such viewers, or to one person or for one case.")
class OpeningGrant:
    """A grant of an explanation.

    Attributes:
        id: of the grant.
        ends: when it ends; the instant itself is excluded.
        role: the role that it is given to alone; null for all.
        person: the person that it is given to alone; null for all.
        case_ref: the case that must be named; null for any.
    """

    id: strawberry.ID
    ends: datetime
    role: str | None
    person: str | None
    case_ref: str | None

    @classmethod
    def of(cls, grant: Grant) -> "OpeningGrant":
        """Return a grant as an explanation names it."""
        to = grant.grantee
        return cls(id=strawberry.ID(grant.id), ends=grant.ends, role=to.role, person=to.person, case_ref=grant.case_ref)


@strawberry.type(
    description="Why something of a record is told or not. You learn what discloses; of its own records an originator "
    "also learns what hides, and which of the grants in its list open it (`grants`)."
)
class ReleaseExplanation:
    """An explanation of one action.

    Attributes:
        action: what is decided.
        allowed: whether it is allowed.
        by_grant: whether policies keep it back and a grant opens it.
        permits: those that apply; where a forbid overrules them, those it overrules.
        forbids: those that apply, to the originator alone.
        grants: those that open it, to the originator alone.
    """

    action: PolicyAction
    allowed: bool
    by_grant: bool
    permits: list[DecidingPolicy]
    forbids: list[DecidingPolicy]
    grants: list[OpeningGrant]

    @classmethod
    def of(cls, found: ActionExplanation) -> "ReleaseExplanation":
        """Return an explanation as GraphQL shows it."""
        return cls(
            action=found.action,
            allowed=found.allowed,
            by_grant=False,
            permits=list(map(DecidingPolicy.of, found.permits)),
            forbids=list(map(DecidingPolicy.of, found.forbids)),
            grants=[],
        )

    @classmethod
    def by(cls, action: PolicyAction, grants: Iterable[Grant] = ()) -> "ReleaseExplanation":
        """Return the explanation of what policies keep back and a grant opens."""
        shown = list(map(OpeningGrant.of, grants))
        return cls(action=action, allowed=True, by_grant=True, permits=[], forbids=[], grants=shown)


@strawberry.type(description="What a set of viewers is told of your agency's records under one profile.")
class ReleaseMatrixRow:
    """A row of the release matrix.

    Attributes:
        profile: name of the handling profile.
        told: kinds and subject roles, with a letter for each class that may be read (`i`dentity, `c`ontact,
            `f`inancial, `l`ocation, `n`arrative, `s`ource), `H` for a hit alone and `N` for a link notice; `*` is every
            kind.
        viewers: to whom: agencies, and under which purpose, role or case.
    """

    profile: str
    told: str
    viewers: list[str]


@strawberry.type(description="A day on which something begins, lapses or is to be reviewed.")
class PolicyCalendarEntry:
    """An entry of the calendar.

    Attributes:
        at: from when it counts.
        event: what happens.
        name: of the instrument, agreement or policy.
        party: the party, where it concerns one alone; null where it does not.
        permits: ids of the permits that rest on it; of a condition or review, of the policy.
    """

    at: datetime
    event: CalendarKind
    name: str
    party: Party | None
    permits: list[str]


@strawberry.type(
    description="A party that may be told nothing of these kinds of your agency's data under these purposes: not a hit "
    "either, or by class nothing of `propertyClass`. `isWhole`: these are all purposes that some profile lists."
)
class PolicyGap:
    """A gap.

    Attributes:
        recipient: to whom nothing may be told.
        property_class: the class of which nothing may be told; null without `byClass`.
        kinds: of your data.
        links: whether links of your data are among it.
        purposes: for which they would ask.
        is_whole: whether these are all purposes that some profile lists.
    """

    recipient: Party
    property_class: PropertyClass | None
    kinds: list[Kind]
    links: bool
    purposes: list[str]
    is_whole: bool

    @classmethod
    def of(cls, gap: Gap, recipient: Party) -> Self:
        """Present a gap."""
        return cls(
            recipient=recipient,
            property_class=gap.property_class,
            kinds=[Kind(kind) for kind in gap.kinds if kind in _KINDS],
            links=LINK_KIND in gap.kinds,
            purposes=list(gap.purposes),
            is_whole=gap.is_whole,
        )


@strawberry.type(description="What of one of your records or links would appear to viewers, and what disappear.")
class SimulatedChange:
    """A change of a simulation.

    Attributes:
        id: of the record or link.
        kind: that of a record; null of a link.
        link_type: that of a link; null of a record.
        viewers: to whom it changes, alike: agency, purpose, roles that matter, `case` where one is named, clearance.
        appears: names of the properties that they would see, and `record`, `link`, `hit`, `notice`.
        disappears: those that they would see no more.
    """

    id: strawberry.ID
    kind: Kind | None
    link_type: LinkType | None
    viewers: list[str]
    appears: list[str]
    disappears: list[str]


@strawberry.type(description="What your agency's pack, as you give it, would change; nothing is changed by asking.")
class PolicySimulation:
    """A simulation: refused with a reason, or the changes.

    Attributes:
        policy_version: the version that the policies would have; null where the pack is refused.
        refusal: why the pack is refused, with its line; null where it is not.
        changes: as many as were asked for.
        total: how many there are of those that were looked at.
        truncated: whether there are more than were looked at.
    """

    policy_version: str | None
    refusal: str | None
    changes: list[SimulatedChange]
    total: int
    truncated: bool


@strawberry.input(description="A viewer to explain: agency, roles, purpose, and whether a case is named.")
class PolicyViewerInput:
    """A viewer.

    Attributes:
        agency: code of the party.
        purpose: one of the registered purposes.
        roles: as tokens have them, such as `analyst`.
        case_named: whether their token names a case.
        clearance: theirs, from 0.
    """

    agency: str
    purpose: str
    roles: list[str]
    case_named: bool = False
    clearance: int = 0


@strawberry.type
class PolicyQueries:
    """What is asked about policies."""

    @strawberry.field
    async def policy_explanation(self, info: BenangInfo, record_id: strawberry.ID) -> list[ReleaseExplanation] | None:
        """By which permits you are told what you are told of a record; null where it is not in your view."""
        operation = info.context
        record = await _visible(operation, record_id)
        if record is None:
            return None
        operation.show_records([record])
        viewer = operation.viewer
        found = explain(
            operation.app.scopes, viewer, _key(operation, record), operation.app.clock.now(), asker=viewer.agency
        )
        told = {e.action for e in found if e.allowed}
        granted = [c for c in PropertyClass if c in record.readable and PolicyAction(str(c)) not in told]
        explained = [e for e in found if e.allowed or str(e.action) not in granted]
        return [
            *map(ReleaseExplanation.of, explained),
            *(ReleaseExplanation.by(PolicyAction(str(c))) for c in granted),
        ]

    @strawberry.field
    async def release_explanation(
        self, info: BenangInfo, record_id: strawberry.ID, viewer: PolicyViewerInput
    ) -> list[ReleaseExplanation] | None:
        """For policy officers: why a viewer is told what of a record of your agency, and what hides the rest.

        A grant that is live and in your list counts: it may be for one person, whom it names.

        Args:
            viewer: whose access is explained.
        """
        operation = info.context
        with operation.noting_refusals():
            operation.app.office.check(operation.viewer, "explain a release")
        record = await _visible(operation, record_id)
        if record is None or record.originator != operation.viewer.agency:
            operation.deny()
            return None
        operation.show_records([record])
        asked = ViewerContext(
            agency=viewer.agency,
            subject=_ANY_SUBJECT,
            roles=frozenset(viewer.roles),
            purpose=viewer.purpose,
            case_ref=_ANY_SUBJECT if viewer.case_named else None,
            clearance=max(viewer.clearance, 0),
        )
        found = explain(
            operation.app.scopes,
            asked,
            _key(operation, record),
            operation.app.clock.now(),
            asker=operation.viewer.agency,
        )
        opened = await _granted(operation, record, asked)
        return [
            ReleaseExplanation.by(e.action, opened[e.action])
            if not e.allowed and e.action in opened
            else ReleaseExplanation.of(e)
            for e in found
        ]

    @strawberry.field
    async def release_matrix(self, info: BenangInfo) -> list[ReleaseMatrixRow]:
        """For policy officers: what your agency releases to whom."""
        operation = info.context
        with operation.noting_refusals():
            rows = await operation.app.office.matrix(operation.viewer, now=operation.app.clock.now())
        return [ReleaseMatrixRow(profile=r.profile, told=r.told, viewers=list(r.viewers)) for r in rows]

    @strawberry.field
    async def policy_calendar(self, info: BenangInfo, days: int = 365) -> list[PolicyCalendarEntry]:
        """For policy officers: what begins, lapses or is to be reviewed of what your agency's releases rest on.

        Args:
            days: how many days ahead, from 1 to 3,660.
        """
        operation = info.context
        if not 1 <= days <= MOST_DAYS:
            raise InputError("days", f"must be from 1 to {MOST_DAYS}")
        with operation.noting_refusals():
            found = operation.app.office.calendar(operation.viewer, now=operation.app.clock.now(), days=days)
        registers = operation.app.bundle.registers
        return [
            PolicyCalendarEntry(
                at=e.at,
                event=e.kind,
                name=e.name,
                party=Party.called(e.party, registers) if e.party is not None else None,
                permits=list(e.permits),
            )
            for e in found
        ]

    @strawberry.field
    async def policy_gaps(self, info: BenangInfo, by_class: bool = False) -> list[PolicyGap]:
        """For policy officers: to whom nothing of your agency's data may be told, by kind and purpose.

        Args:
            by_class: lists gaps for each property class instead of those where nothing at all may be told.
        """
        operation = info.context
        with operation.noting_refusals():
            found = await operation.app.office.gaps(operation.viewer, now=operation.app.clock.now(), by_class=by_class)
        parties = operation.app.bundle.registers.parties
        return [PolicyGap.of(g, Party.of(parties[g.recipient])) for g in found]

    @strawberry.field
    async def simulate_policy(self, info: BenangInfo, pack: str, first: int = 100) -> PolicySimulation:
        """For policy officers: which fields of which of your records another text of your pack shows or hides.

        Args:
            pack: the whole text of the pack, with at most 500,000 characters.
            first: how many changes at most, from 1 to 1,000.
        """
        operation = info.context
        if len(pack) > MAX_PACK_LENGTH:
            raise InputError("pack", f"may have {MAX_PACK_LENGTH} characters")
        if not 1 <= first <= MOST_CHANGES:
            raise InputError("first", f"must be from 1 to {MOST_CHANGES}")
        with operation.noting_refusals():
            operation.app.office.check(operation.viewer, "simulate policy")
        with operation.app.office.turn(operation.viewer.agency):
            operation.announce_candidate("simulatePolicy")
            return await _simulate(operation, pack, first)


async def _simulate(operation: Operation, pack: str, first: int) -> PolicySimulation:
    office, now = operation.app.office, operation.app.clock.now()
    try:
        candidate = await office.candidate_of(operation.viewer, pack, now=now)
        found = await office.simulate(operation.viewer, operation.scope, candidate, now=now)
    except BundleError as exc:
        return PolicySimulation(policy_version=None, refusal=str(exc), changes=[], total=0, truncated=False)
    roles = named_roles(operation.app.bundle, candidate)
    shown = found.changes[:first]
    operation.shown.update(c.id for c in shown)
    return PolicySimulation(
        policy_version=found.policy_version,
        refusal=None,
        changes=[_change(c, roles) for c in shown],
        total=len(found.changes),
        truncated=found.truncated,
    )


def _change(found: FoundChange, roles: frozenset[str]) -> SimulatedChange:
    return SimulatedChange(
        id=strawberry.ID(found.id),
        kind=Kind(found.kind) if found.kind in _KINDS else None,
        link_type=LinkType(found.kind) if found.kind in _LINK_TYPES else None,
        viewers=[describe_viewer(v, named_roles=roles) for v in found.viewers],
        appears=list(found.appears),
        disappears=list(found.disappears),
    )


async def _granted(
    operation: Operation, record: VisibleRecord, asked: ViewerContext
) -> dict[PolicyAction, list[Grant]]:
    """Return what of a record of the officer's agency grants open to such a viewer."""
    app = operation.app
    grants = await app.grants.live_on(operation.viewer, operation.scope, record.id, agency=asked.agency)
    found = await app.office.opened_by(grants, asked, record, now=app.clock.now()) if grants else {}
    return {PolicyAction(str(c)): mine for c, mine in found.items()}


async def _visible(operation: Operation, record_id: str) -> VisibleRecord | None:
    found = await operation.app.records.records(operation.scope, [record_id])
    return found[0] if found else None


def _key(operation: Operation, record: VisibleRecord) -> CompartmentKey:
    key = operation.app.registry.get(record.compartment).key
    assert key is not None  # noqa: S101 - a record stands in a base compartment
    return key
