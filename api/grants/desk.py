"""The desk where grants are given, approved, taken back and listed; GraphQL and the command line both come here.

Every decision is made on the records as the store holds them, never as the request describes them. What the giver does
not see, and what does not exist, answer alike.
"""

import asyncio
import uuid
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from api.errors import GrantStepError, InputError, OperationTooLongError
from api.grants.bounds import GrantBounds
from api.grants.orders import GrantOrder, PassingOn, Question, check_grantee, check_terms, end_of
from api.grants.view import GrantView, is_told
from api.repeated_acts import KeyedAct
from api.sight.free_texts import FreeTexts
from api.sight.own_view import OwnView
from entity_resolution.networks.networks import MAX_NETWORK_ENTITIES, NetworkReader
from entity_resolution.search.entities import EntitySearch
from graph import IdMinter, ReadScope
from graph.grants import Condition, Grant, GrantState
from graph.store import (
    CompartmentRegistry,
    GrantStore,
    NamedLink,
    NamedRecord,
    RecordReader,
    SurroundingsReader,
    VisibleLink,
    VisibleRecord,
)
from policies import (
    Clock,
    Directory,
    GivenGrant,
    GrantedRecord,
    MutationAction,
    NewGrant,
    ReceivedGrant,
    Registers,
    ScopeBuilder,
    ViewerContext,
    authorise,
    check_purpose,
    conditions_of,
)

MOST_RECORDS = 5_000
NAMING_SECONDS = 30.0
"""So long what an order names may be looked for: as long as a query may take."""
KEEP_MARKS = timedelta(hours=1)
"""For so long after its end a grant could open again what it names, where a clock that ran ahead was put right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    """What an order names, as the giver sees it."""

    records: tuple[VisibleRecord, ...]
    links: tuple[VisibleLink, ...]

    @property
    def compartments(self) -> frozenset[int]:
        """The terms that they stand under."""
        return frozenset({r.compartment for r in self.records} | {x.compartment for x in self.links})


class GrantDesk:
    """Gives, approves, takes back and lists grants."""

    def __init__(  # noqa: PLR0917 - the parts it joins, given once in the composition root
        self,
        grants: GrantStore,
        records: RecordReader,
        networks: NetworkReader,
        surroundings: SurroundingsReader,
        search: EntitySearch,
        registry: CompartmentRegistry,
        scopes: ScopeBuilder,
        minter: IdMinter,
        own: OwnView,
        texts: FreeTexts,
        *,
        clock: Clock,
    ) -> None:
        self._clock = clock
        self._grants = grants
        self._view = GrantView(grants, registry, own, texts, surroundings=surroundings, scopes=scopes, clock=clock)
        self._records = records
        self._networks = networks
        self._surroundings = surroundings
        self._search = search
        self._registry = registry
        self._scopes = scopes
        self._bounds = GrantBounds(grants, records, registry, scopes)
        self._minter = minter

    @property
    def _registers(self) -> Registers:
        return self._scopes.bundle.registers

    @property
    def _directory(self) -> Directory:
        return self._scopes.directory

    async def give(
        self, viewer: ViewerContext, scope: ReadScope, order: GrantOrder, *, act: KeyedAct | None = None
    ) -> Grant | None:
        """Give a grant; `None` where a record or link of the order is not in the giver's view.

        An act that gave one before gives none anew: it is answered with that grant, as the giver's list shows it now.

        Raises:
            ActKeyError: the act's key was used for another one.
            InputError: a term of the grant is outside its limits.
            OperationTooLongError: what it names was not found in time; nothing is granted.
            ForbiddenError: the grant is not the viewer's to give.
            OverCeilingError: it would open what no grant may open to this grantee.
            GrantMovedError: a record changed its terms meanwhile.
        """
        now = self._clock()
        if act is not None and (before := await self._made_before(viewer, act)) is not None:
            return next(iter(await self._view.known(viewer, scope, [before])), None)
        named = await self._named(viewer, scope, order)
        if named is None:
            return None
        target = NewGrant(
            records=tuple(_weighed(r) for r in named.records), grantee=order.grantee.agency, classes=order.classes
        )
        authorise(viewer, MutationAction.GRANT, target, directory=self._directory)
        check_terms(order, self._registers, now=now)
        await self._bounds.check_settled(named.records)
        await self._bounds.check_confided(scope, order.grantee, named.records)
        check_purpose(order.purpose, {r.profile for r in named.records}, self._registers)
        await self._bounds.check_opens(
            order.grantee,
            order,
            [r.compartment for r in named.records],
            [link.compartment for link in named.links],
            now,
        )
        given = await self._grants.give(
            _under(act, self._granted(viewer, order, named, now)),
            [NamedRecord(id=r.id, compartment=r.compartment) for r in named.records],
            [NamedLink(id=x.id, source_id=x.source_id, compartment=x.compartment) for x in named.links],
            devices_alone=self._bounds.is_private(order.grantee),
        )
        if act is not None:
            act.check_same(given.act)
        return await self._worded(viewer, scope, given)

    async def approve(self, viewer: ViewerContext, scope: ReadScope, grant_id: str) -> Grant | None:
        """Approve a proposed grant as a second person; `None` where the agency has no such proposal.

        Raises:
            ForbiddenError: the approval is not the viewer's.
            GrantStepError: it is none that waits, as the viewer's list shows.
            InputError: a record waits for the review of a filing.
            GrantMovedError: a record changed its terms since; the grant has to be given anew.
        """
        grant = await self._own(viewer, grant_id)
        if grant is None:
            return None
        if grant.state is not GrantState.PROPOSED:
            if self._directory.is_closed_to(viewer) or not await self._view.known(viewer, scope, [grant]):
                return None
            raise GrantStepError("approve", str(standing(grant, self._clock())))
        records = await self._records.records(scope, grant.records)
        if len(records) != len(grant.records):
            return None
        target = GivenGrant(
            originator=grant.originator,
            given_by=grant.given_by,
            classes=grant.classes,
            records=tuple(_weighed(r) for r in records),
        )
        authorise(viewer, MutationAction.APPROVE_GRANT, target, directory=self._directory)
        await self._bounds.check_settled(records)  # it may be held since
        confides = self._bounds.is_private(grant.grantee)
        approved = await self._grants.approve(grant, by=viewer.subject, devices_alone=confides)
        return await self._worded(viewer, scope, approved)

    async def pass_on(
        self, viewer: ViewerContext, scope: ReadScope, order: PassingOn, *, act: KeyedAct | None = None
    ) -> Grant | None:
        """Pass a received grant on to a third agency; `None` where no such grant is live for the viewer.

        It is passed on as far as it reaches the viewer, who may not learn whether it names more: what is above them, or
        left it since, stays out. What is passed on opens no more than the originator's policies let any grant open to
        the third agency, lets nothing be passed on further, and falls with the grant that it rests on. An act that
        passed it on before is answered as in `give`.

        Raises:
            ActKeyError: the act's key was used for another one.
            InputError: a term is outside its limits.
            ForbiddenError: it is not the viewer's to pass on.
            OverCeilingError: it would open what no grant may open to this grantee.
            GrantMovedError: a record changed its terms meanwhile.
        """
        now = self._clock()
        if act is not None and (before := await self._made_before(viewer, act)) is not None:
            return next(iter(await self._view.known(viewer, scope, [before])), None)
        parent = next((g for g in scope.grants.values() if g.id == order.grant_id), None)
        found = await self._grants.find(order.grant_id) if parent is not None else None
        if parent is None or found is None or not await self._view.unsealed(viewer, [found]):
            return None
        reached = await self._reached(scope, found)
        if not reached.records:
            return None
        check_grantee(order.grantee, order.reason, self._registers, now=now, ends=end_of(order, found))
        target = ReceivedGrant(
            originator=found.originator,
            onward=found.onward,
            needs_second=self._bounds.needs_second(reached.records),
            to=order.grantee.agency,
            classes=found.classes,
            records=tuple(_weighed(r) for r in reached.records),
        )
        authorise(viewer, MutationAction.FORWARD_GRANT, target, directory=self._directory)
        await self._bounds.check_confided(scope, order.grantee, reached.records)
        of_records, of_links = ([x.compartment for x in named] for named in (reached.records, reached.links))
        await self._bounds.check_opens(order.grantee, found, of_records, of_links, now)
        rids, lids = ({x.id for x in named} for named in (reached.records, reached.links))
        passed = replace(
            _under(act, self._passed_on(viewer, order, found, now)),
            records=tuple(rid for rid in found.records if rid in rids),
            links=tuple(lid for lid in found.links if lid in lids),
            compartments=frozenset({*of_records, *of_links}),
        )
        made = await self._grants.pass_on(found, passed, devices_alone=self._bounds.is_private(order.grantee))
        if act is not None and made is not None:
            act.check_same(made.act)
        return made

    async def revoke(self, viewer: ViewerContext, scope: ReadScope, grant_id: str) -> Grant | None:
        """Take a grant back, or what one passed on; `None` where the viewer is listed no such grant to take back.

        Raises:
            ForbiddenError: it is not the viewer's to take back.
            GrantStepError: it was taken back already, as the viewer's list shows.
        """
        grant = await self._grants.find(grant_id)
        told = await self._view.known_one(viewer, scope, grant)
        if grant is None or told is None:
            return None
        target = GivenGrant(originator=grant.originator, given_by=grant.given_by, passed_by=grant.passed_by)
        authorise(viewer, MutationAction.REVOKE_GRANT, target, directory=self._directory)
        if grant.state is GrantState.REVOKED:
            raise GrantStepError("revoke", str(standing(grant, self._clock())))
        revoked = await self._grants.revoke(grant, by=viewer.subject, at=self._clock())
        # What was passed on is told as the list tells it.
        shown = replace(revoked, records=told.records, links=told.links) if revoked is not None else None
        return await self._worded(viewer, scope, shown)

    async def sweep(self) -> int:
        """Take the marks of grants that are over off what they name; return how many grants."""
        return await self._grants.sweep(before=self._clock() - KEEP_MARKS)

    async def given(self, viewer: ViewerContext, scope: ReadScope) -> list[Grant]:
        """Return the grants of the agency's records and those that it passed on, oldest first; none if closed to.

        One that names an own record above the viewer is as if it were not there, with its words.
        """
        if self._directory.is_closed_to(viewer):
            return []
        return await self._view.known(viewer, scope, await self._grants.given(viewer.agency))

    async def live_on(self, viewer: ViewerContext, scope: ReadScope, record_id: str, *, agency: str) -> list[Grant]:
        """Return the live grants of a record of the viewer's agency to another one, as far as they are listed to it."""
        if self._directory.is_closed_to(viewer):
            return []
        now = self._clock()
        live = [
            g
            for g in await self._grants.given(viewer.agency)
            if g.originator == viewer.agency
            and g.grantee.agency == agency
            and record_id in g.records
            and g.state is GrantState.ACTIVE
            and g.begins <= now < g.ends
        ]
        return await self._view.known(viewer, scope, live)

    async def find_known(self, viewer: ViewerContext, scope: ReadScope, grant_id: str) -> Grant | None:
        """Return a grant that the viewer's agency gave or passed on; `None` where the viewer is not listed it."""
        return await self._view.known_one(viewer, scope, await self._grants.find(grant_id))

    async def received(self, viewer: ViewerContext, scope: ReadScope) -> list[Grant]:
        """Return the grants to the viewer that were ever live, in the order in which they were first listed.

        They are told to whoever may use them, or could while they were live, under the purpose and case asked under;
        to the agency's policy officers all that are given to them by role and name. Each names what may be opened to
        the viewer alone, and one of which that leaves nothing is as if it were not there. One that names a sealed
        person's record is known to those who protect victims alone while the seal stands: else the list would tell
        their colleagues that there is such a person.
        """
        if self._directory.is_closed_to(viewer):
            return []
        found = await self._grants.received(viewer.agency, roles=sorted(viewer.roles), person=viewer.subject)
        return await self._view.told(viewer, scope, [g for g in found if is_told(viewer, g)])

    async def _reached(self, scope: ReadScope, grant: Grant) -> _Named:
        """Return the records and links that a received grant opens to whoever has the scope."""
        records = tuple(r for r in await self._records.records(scope, grant.records) if _opens(scope, grant, r))
        seen = await self._surroundings.links_among(scope, {r.id for r in records}) if records else ()
        return _Named(records=records, links=tuple(x for x in seen if x.id in grant.links and _opens(scope, grant, x)))

    async def _made_before(self, viewer: ViewerContext, act: KeyedAct) -> Grant | None:
        """Return the grant that an act made before; none to who is suspended: they are refused as for a new one.

        Raises:
            ActKeyError: the act's key was used for another one.
        """
        before = await self._grants.find(_grant_id(act)) if not self._directory.is_closed_to(viewer) else None
        if before is not None:
            act.check_same(before.act)
        return before

    async def _own(self, viewer: ViewerContext, grant_id: str) -> Grant | None:
        """Return a grant of the viewer's agency; another's answers like one that is not there."""
        grant = await self._grants.find(grant_id)
        return grant if grant is not None and grant.originator == viewer.agency else None

    async def _named(self, viewer: ViewerContext, scope: ReadScope, order: GrantOrder) -> _Named | None:
        """Return what an order names, found in time; `None` where some of it is not in view."""
        try:
            async with asyncio.timeout(NAMING_SECONDS):
                return await self._looked_up(viewer, scope, order)
        except TimeoutError as exc:
            raise OperationTooLongError(NAMING_SECONDS) from exc

    async def _looked_up(self, viewer: ViewerContext, scope: ReadScope, order: GrantOrder) -> _Named | None:
        wanted = set(order.records)
        if order.question is not None:
            wanted |= await self._answering(viewer, scope, order.question)
            if not wanted:
                raise InputError("question", "finds no record of yours")
        if not 1 <= len(wanted) <= MOST_RECORDS:
            raise InputError("records", f"must name 1 to {MOST_RECORDS} records")
        records = await self._records.records(scope, wanted)
        if {r.id for r in records} != wanted:
            return None
        links = await self._links(scope, order, wanted)
        return None if links is None else _Named(records=tuple(records), links=links)

    async def _links(self, scope: ReadScope, order: GrantOrder, records: set[str]) -> tuple[VisibleLink, ...] | None:
        """Return the links that are named; only between named records, since a link shows both its ends."""
        if not order.links and not order.links_among:
            return ()
        found = await self._surroundings.links_among(scope, records)
        if not set(order.links) <= {link.id for link in found}:
            return None
        return tuple(link for link in found if order.links_among or link.id in order.links)

    async def _answering(self, viewer: ViewerContext, scope: ReadScope, question: Question) -> set[str]:
        if question.network_of is not None:
            network = await self._networks.network(
                scope, question.network_of, depth=question.depth, limit=MAX_NETWORK_ENTITIES
            )
            if network is not None and network.truncated:  # a part of it is not what was asked for
                raise InputError("question", f"finds more than {MAX_NETWORK_ENTITIES} things; ask a nearer one")
            entities = network.entities if network is not None else ()
        else:
            found = await self._search.find(scope, question.search or "", kind=question.kind)
            entities = tuple(result.entity for result in found.results)
        return {r.id for entity in entities for r in entity.records if r.originator == viewer.agency}

    def _granted(self, viewer: ViewerContext, order: GrantOrder, named: _Named, now: datetime) -> Grant:
        """Return the grant that an order makes; it waits for a second person where one is asked for."""
        profiles = {r.profile for r in named.records}
        return Grant(
            id=self._minter.derived_id("g", viewer.agency, uuid.uuid4().hex),
            number=0,
            originator=viewer.agency,
            grantee=order.grantee,
            classes=order.classes,
            purpose=order.purpose,
            case_ref=order.case_ref,
            begins=order.begins or now,
            ends=order.ends,
            onward=order.onward,
            conditions=conditions_of(order.conditions, profiles, self._registers, onward=order.onward),
            other_restrictions=order.other_restrictions,
            reason=order.reason.strip(),
            question=str(order.question) if order.question is not None else None,
            records=tuple(r.id for r in named.records),
            links=tuple(link.id for link in named.links),
            compartments=named.compartments,
            state=GrantState.PROPOSED if self._bounds.needs_second(named.records) else GrantState.ACTIVE,
            given_by=viewer.subject,
            given_at=now,
        )

    def _passed_on(self, viewer: ViewerContext, order: PassingOn, parent: Grant, now: datetime) -> Grant:
        """Return the grant that passing another on makes: it names the same, and lets nothing be passed on further."""
        return replace(
            parent,
            id=self._minter.derived_id("g", viewer.agency, uuid.uuid4().hex),
            grantee=order.grantee,
            begins=now,
            ends=end_of(order, parent),
            onward=False,
            conditions=tuple(sorted({*parent.conditions, Condition.H2} - {Condition.H0})),
            reason=order.reason.strip(),
            question=None,
            given_by=viewer.subject,
            given_at=now,
            approved_by=None,
            passed_from=parent.id,
            passed_by=viewer.agency,
            act=None,
        )

    async def _worded(self, viewer: ViewerContext, scope: ReadScope, grant: Grant | None) -> Grant | None:
        """Return a grant that somebody did something with, as their list shows it."""
        return next(iter(await self._view.worded(viewer, scope, [grant])), None) if grant is not None else None


def _opens(scope: ReadScope, grant: Grant, shown: VisibleRecord | VisibleLink) -> bool:
    """Return whether a grant opens to a scope what it shows, as it stands."""
    return grant.id in scope.grant_ids(shown.grants)


def _weighed(record: VisibleRecord) -> GrantedRecord:
    return GrantedRecord(originator=record.originator, readable=record.readable)


def standing(grant: Grant, now: datetime) -> str:
    """Return what a grant is at an instant: proposed, active, waiting for its time, expired or revoked."""
    if grant.state is not GrantState.ACTIVE:
        return str(grant.state)
    if now < grant.begins:
        return "waiting"
    return "active" if now < grant.ends else "expired"


def _under(act: KeyedAct | None, grant: Grant) -> Grant:
    """Return a new grant called by the act that makes it, if its client named that."""
    return replace(grant, id=_grant_id(act), act=act.content) if act is not None else grant


def _grant_id(act: KeyedAct) -> str:
    return f"g-{act.name}"
