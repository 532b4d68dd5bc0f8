"""The composition root: the one place where store, ingest, resolution, policies and notices meet.

Everything is built once, from settings, and passed down; tests boot the same function. The only `SystemScope` is made
here.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any

from api.accountability import Accountability
from api.alerts.hub import AlertHub
from api.alerts.inbox import AlertInbox
from api.alerts.link_endings import LinkEndings
from api.alerts.notice_terms import NoticeTermsWatch
from api.alerts.notices import NoticeMatcher
from api.audit.operator_acts import OperatorAct
from api.audit.store_reading import StoreReading
from api.cross_checks.hit_standings import HitStandings
from api.exchange import Exchange
from api.foundation import Foundation
from api.grants.desk import GrantDesk
from api.keys import load_minter, load_selector_hasher
from api.policy.history import PolicyHistory, kept_bundles
from api.policy.loading import (
    PolicyLoader,
    PublishedProfiles,
    begin_to_load,
    load_policy,
    look_at_folder,
    tell_what_is_gone,
)
from api.policy.office import PolicyOffice
from api.protection import ProtectionDesk
from api.review_queues import ReviewQueues
from api.settings import Settings
from api.sight.free_texts import FreeTexts
from api.sight.in_view import InViewReader
from api.sight.own_view import OwnView
from api.store_watch import StoreWatch
from api.suspensions import OPERATOR, SuspensionDesk
from entity_resolution.comparing.model import load_models
from entity_resolution.networks.networks import NetworkReader
from entity_resolution.networks.relocation import RelocationReader
from entity_resolution.networks.stations import StationReader
from entity_resolution.resolving.linkages_ahead import LinkagesAhead
from entity_resolution.resolving.resolver import Resolver
from entity_resolution.resolving.tally import ResolutionReport
from entity_resolution.search.entities import EntitySearch
from entity_resolution.search.text import kinds_with_numbers
from entity_resolution.views.entities import EntityReader
from entity_resolution.views.review import Review
from graph import VICTIM_ROLES, GraphError, IdMinter, Ontology, ReadScope, SystemScope, load_ontology
from graph.store import (
    AheadStore,
    ChangeFeed,
    CompartmentRegistry,
    FormerIds,
    GrantStore,
    HitIndex,
    JudgementStore,
    KeyMark,
    LinkEndingStore,
    NoticeStore,
    NoticeTerms,
    OwnRecordReader,
    Progress,
    ProtectionStore,
    QuarantineStore,
    RecordReader,
    RecordWriter,
    ReleaseReader,
    ResolutionStore,
    SearchStore,
    Store,
    StoreLease,
    StoreOverview,
    SurroundingsReader,
    SuspensionStore,
    connected,
    migrate,
    newest_trail_mark,
    open_store,
)
from policies import (
    AuditLog,
    Bundle,
    PolicyClock,
    PolicyError,
    ScopeBuilder,
    ViewerContext,
    load_budgets,
    refuse_suspended,
    shipped_budgets_file,
)

_LOOK_AGAIN_SECONDS = 0.1
_FEW_RECORDS_SECONDS = 0.25  # what takes the resolver longer is a load


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """The parts of one running process."""

    foundation: Foundation
    clock: PolicyClock
    policy: PolicyLoader
    office: PolicyOffice
    writer: RecordWriter
    quarantine: QuarantineStore
    networks: NetworkReader
    in_view: InViewReader
    stations: StationReader
    relocations: RelocationReader
    search: EntitySearch
    review: Review
    review_queues: ReviewQueues
    resolver: Resolver
    linkages_ahead: LinkagesAhead
    notice_terms: NoticeTermsWatch
    notice_matcher: NoticeMatcher
    link_endings: LinkEndings
    inbox: AlertInbox
    hub: AlertHub
    feed: ChangeFeed
    overview: StoreOverview
    wake: asyncio.Event
    watch: StoreWatch
    reading: StoreReading
    grants: GrantDesk
    protection: ProtectionDesk
    suspensions: SuspensionDesk
    exchange: Exchange
    accountability: Accountability

    @property
    def settings(self) -> Settings:
        """This deployment's settings, from the environment and defaults."""
        return self.foundation.settings

    @property
    def store(self) -> Store:
        """The graph's store, for statements that no reader offers."""
        return self.foundation.store

    @property
    def ontology(self) -> Ontology:
        """The kinds, properties and link types."""
        return self.foundation.ontology

    @property
    def minter(self) -> IdMinter:
        """Makes ids with the deployment's key."""
        return self.foundation.minter

    @property
    def registry(self) -> CompartmentRegistry:
        """The registered compartments."""
        return self.foundation.registry

    @property
    def scopes(self) -> ScopeBuilder:
        """Builds scopes by the bundle in force."""
        return self.foundation.scopes

    @property
    def audit(self) -> AuditLog:
        """The audit trail."""
        return self.foundation.audit

    @property
    def records(self) -> RecordReader:
        """Reads records and links through a scope."""
        return self.foundation.records

    @property
    def entities(self) -> EntityReader:
        """Reads entities through a scope."""
        return self.foundation.entities

    @property
    def bundle(self) -> Bundle:
        """The policy bundle in force."""
        return self.scopes.bundle

    def unknown_parties(self) -> list[str]:
        """Return the originators of records that the bundle in force does not know: nobody sees or hears of those.

        A bundle may follow another only with all its parties; a start takes whatever bundle it is given.
        """
        filed = {c.key.originator for c in self.registry.all if c.key is not None}
        return sorted(filed - self.bundle.registers.parties.keys())

    async def scope_for(self, viewer: ViewerContext) -> ReadScope:
        """Return what a viewer may see now.

        Raises:
            ViewerError: the context names something unknown.
            ClockError: the clock was set back, or leapt forward.
        """
        compartments, now = await self.reading.refresh(), self.clock.now()
        given = await self.foundation.grants.of_agency(viewer.agency, version=self.registry.grant_changes, now=now)
        # INVARIANT: nothing is awaited between this and the scope.
        self.scopes.directory.keep(self.registry.suspended)
        return self.scopes.build_scope(viewer, compartments, now=now, grants=given.grants)

    async def refuse_suspended(self, viewer: ViewerContext) -> None:
        """Return if neither a viewer nor the agency is suspended at this moment, as the store has it.

        Raises:
            ForbiddenError: one of them is.
            UnknownAgencyError: the bundle in force knows the agency no more.
        """
        await self.reading.refresh()
        self.scopes.directory.keep(self.registry.suspended)
        refuse_suspended(viewer, "answer", directory=self.scopes.directory)

    async def still_opens(self, viewer: ViewerContext, scope: ReadScope) -> bool:
        """Return whether all that a scope opens is open to its viewer at this moment, whatever ended by its time.

        Raises:
            ClockError: the clock was set back, or leapt forward.
        """
        if scope.ends is None or self.clock.now() < scope.ends:
            return True
        return (await self.scope_for(viewer)).covers(scope)

    async def settle(
        self, on_progress: Callable[[int, int], None] | None = None, *, in_order: bool = False
    ) -> ResolutionReport:
        """Resolve everything that waits, and make the notices that follow from it.

        Args:
            on_progress: called as the resolver goes on.
            in_order: make the notices at the end, so that their order does not depend on how long anything took.

        Raises:
            ClockError: the machine's clock was set.
        """
        self.clock.now()
        await self.notice_terms.drain()
        resolving = asyncio.create_task(self.resolver.drain(on_progress))
        try:
            # Few records are resolved before the rest of the work could begin, which is less once they are.
            if not (await asyncio.wait([resolving], timeout=_FEW_RECORDS_SECONDS))[0]:
                await self._follow_beside(resolving, in_order=in_order)
            report = await resolving
        finally:
            await _ended(resolving)
        await self._make_notices()
        await self._follow_records()
        # After all other linkages, so that what one load tells stands in the same order each time.
        await self.exchange.meetings.drain()
        await self._make_notices()
        if await self.link_endings.drain():
            await self._make_notices()
        # Notices are changes as well: the resolver and the index have nothing to do with them and move on.
        report += await self.resolver.drain()
        await self.exchange.index.drain()
        await self.resolver.indexed()
        # Last: a trail that cannot be read, or that another process holds, keeps nothing else from being done.
        await self.accountability.follow_recalls()
        return report

    async def finish_rebuilding(self) -> None:
        """Go on with a rebuilding of the hit index that was left, as of a killed command; its act is concluded then."""
        entries = await self.exchange.index.finish_left()
        if entries is not None:
            version = self.bundle.version
            act = OperatorAct(audit=self.audit, agency=OPERATOR, operation="hits rebuild", policy_version=version)
            act.conclude(count=entries, told="it had been left, and was finished")

    async def _follow_beside(self, resolving: asyncio.Task[ResolutionReport], *, in_order: bool) -> None:
        """Do what follows the records and the linkages until all are resolved, as in a serving process."""
        beside = asyncio.create_task(self._follow_and_recall())
        try:
            with suppress(GraphError, PolicyError):  # resolution goes on; what it is comes up again in the end
                while not (in_order or resolving.done()):
                    if await self.notice_matcher.step() is None or not self.notice_matcher.waits:
                        await asyncio.wait([resolving], timeout=_LOOK_AGAIN_SECONDS)
            await resolving
            await beside
        finally:
            await _ended(beside)

    async def _make_notices(self) -> None:
        """Make the notices, and keep the hit index where these wait for it."""
        await self.notice_matcher.drain()
        while self.notice_matcher.waits_for_index:
            await self.exchange.index.drain()
            await self.notice_matcher.drain()

    async def _follow_records(self) -> None:
        """Keep the hit index, and tell of hits and requests."""
        await self.finish_rebuilding()
        await self.exchange.drain()

    async def _follow_and_recall(self) -> None:
        await self._follow_records()
        await self.accountability.recalls.drain()


async def _ended(task: asyncio.Task[Any]) -> None:
    """Return once a task has ended; one that goes on is cancelled."""
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def open_application(
    settings: Settings, *, on_progress: Callable[[Progress], None] | None = None
) -> AsyncIterator[Application]:
    """Open the store (start or join an embedded one), migrate its schema, and wire the parts on it.

    For commands: when the block ends, the store is told how far the audit trail is.
    """
    begin_to_load(settings)  # two seconds of this process, while the store starts in another
    with open_store(settings.store, on_progress=on_progress) as lease:
        async with application_on(settings, lease, on_progress=on_progress) as application:
            yield application
            await application.accountability.end()


@asynccontextmanager
async def application_on(
    settings: Settings, lease: StoreLease, *, on_progress: Callable[[Progress], None] | None = None
) -> AsyncIterator[Application]:
    """Wire the parts on a store that is already open.

    Raises:
        StoreUnavailableError: the store does not answer, refuses the login, or has no such database.
        StoreSchemaError, ForeignDataError: the store is a newer version's, or holds somebody else's data.
        DeploymentKeyError: its ids were made with another key than the one that is here.
    """
    ontology = load_ontology()
    async with connected(
        uri=lease.uri,
        username=lease.username,
        password=lease.password,
        database=lease.database,
        folder=lease.folder,
    ) as store:
        await migrate(store, ontology, on_progress=on_progress)
        minter = await load_minter(settings.keys, KeyMark(store))
        minter = replace(minter, former=await FormerIds(store).find(minter))
        with AuditLog(settings.audit, node=settings.node) as audit:
            application = await _wire(settings, store, ontology, audit, minter, watch=StoreWatch(store, lease))
            await application.accountability.begin()
            await application.notice_terms.begin()
            yield application


async def _lay_foundation(
    settings: Settings, store: Store, ontology: Ontology, audit: AuditLog, minter: IdMinter, *, clock: PolicyClock
) -> Foundation:
    history = PolicyHistory(audit, kept_bundles(settings))
    bundle = await _enter_policy(settings, history, clock)
    registry = CompartmentRegistry(store)
    system = SystemScope.over(c.id for c in await registry.refresh())
    scopes, models, records = ScopeBuilder(bundle), load_models(), RecordReader(store, ontology)
    hasher, own_records = load_selector_hasher(settings.keys), OwnRecordReader(store)
    return Foundation(
        settings=settings,
        store=store,
        ontology=ontology,
        audit=audit,
        minter=minter,
        now=clock.now,
        registry=registry,
        scopes=scopes,
        history=history,
        budgets=load_budgets(settings.budgets or shipped_budgets_file(), bundle.registers.parties),
        models=models,
        records=records,
        entities=EntityReader(records, ontology, models),
        surroundings=SurroundingsReader(store, ontology),
        resolvable=ResolutionStore(
            store, ontology, registry, system, compared={*models, *kinds_with_numbers(ontology)}
        ),
        notices=NoticeStore(store),
        grants=GrantStore(store),
        hasher=hasher,
        index=HitIndex(store, hasher, ontology),
        standings=HitStandings(registry, ontology),
        own_records=own_records,
        own=OwnView(own_records, scopes, clock=clock.now),
        texts=FreeTexts(own_records, registry, scopes, clock=clock.now),
        public=PublishedProfiles(scopes),
    )


async def _enter_policy(settings: Settings, history: PolicyHistory, clock: PolicyClock) -> Bundle:
    """Return the bundle of the settings, once the trail says that it is in force."""
    found = await load_policy(settings)
    before = await asyncio.to_thread(history.find_before, found.bundle.version)
    # A damaged trail keeps nothing from saying under which policy it is that nothing is answered.
    await asyncio.to_thread(history.enter, found, despite_damage=True)
    if before is not None:
        tell_what_is_gone(before, found.bundle, now=clock.now())
    return found.bundle


async def _wire(
    settings: Settings, store: Store, ontology: Ontology, audit: AuditLog, minter: IdMinter, *, watch: StoreWatch
) -> Application:
    # What acts by itself goes by this clock too: a leap must erase nothing and let no request expire.
    clock = PolicyClock(settings.clock_file)
    clock.learn(await newest_trail_mark(store))
    # Before it is read: what is saved while the process starts comes into force behind the start.
    seen = await look_at_folder(settings)
    on = await _lay_foundation(settings, store, ontology, audit, minter, clock=clock)
    records, entities, registry, scopes, now = on.records, on.entities, on.registry, on.scopes, on.now
    networks = NetworkReader(entities, records, on.surroundings)
    search = EntitySearch(entities, records, SearchStore(store), ontology)
    inbox = AlertInbox(on.notices, registry, scopes, on.models, ontology, clock=now)
    protection = ProtectionDesk(ProtectionStore(store, registry, ontology), records, scopes, minter, on.own, clock=now)
    grants = GrantDesk(
        on.grants, records, networks, on.surroundings, search, registry, scopes, minter, on.own, on.texts, clock=now
    )
    resolver = _resolver(on, protection)
    review, feed = _review(on, protection), ChangeFeed(store)
    accountability = Accountability.wired(on, inbox)
    return Application(
        foundation=on,
        policy=PolicyLoader(settings, scopes, on.history, seen=seen),
        office=PolicyOffice(scopes, registry, ReleaseReader(store), ontology),
        clock=clock,
        writer=RecordWriter(store, registry, ontology, clock=now),
        quarantine=QuarantineStore(store),
        networks=networks,
        in_view=InViewReader(records, on.surroundings, entities, scopes),
        stations=StationReader(entities, records),
        relocations=RelocationReader(entities, records),
        search=search,
        review=review,
        review_queues=ReviewQueues(review, feed),
        resolver=resolver,
        linkages_ahead=LinkagesAhead(AheadStore(store, registry), is_needed=lambda: resolver.is_in_a_load),
        notice_terms=NoticeTermsWatch(NoticeTerms(store), registry, scopes, on.history.find_kept, clock=now),
        notice_matcher=NoticeMatcher(store, on.notices, registry, scopes, minter, on.models, clock=now),
        link_endings=LinkEndings(store, LinkEndingStore(store), on.notices, registry, scopes, on.models, clock=now),
        inbox=inbox,
        hub=AlertHub(store),
        feed=feed,
        overview=StoreOverview(store),
        wake=asyncio.Event(),
        watch=watch,
        reading=StoreReading(registry, accountability.standing, audit, watch),
        grants=grants,
        protection=protection,
        suspensions=SuspensionDesk(SuspensionStore(store), scopes, audit, clock=now),
        accountability=accountability,
        exchange=Exchange.wired(on, grants),
    )


def _review(on: Foundation, protection: ProtectionDesk) -> Review:
    return Review(
        JudgementStore(on.store, on_matched=protection.on_matched),
        on.records,
        on.ontology,
        on.models,
        on.minter,
        clock=on.now,
        public_profiles=on.public,
    )


def _resolver(on: Foundation, protection: ProtectionDesk) -> Resolver:
    return Resolver(
        on.store,
        on.resolvable,
        on.ontology,
        on.models,
        public_profiles=on.public,
        on_matched=protection.on_matched,
        watched_roles=frozenset(VICTIM_ROLES),
        on_compared=protection.on_compared,
    )
