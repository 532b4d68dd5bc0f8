"""What agencies do with one another without opening their records: cross-checks, hits and requests, wired together."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from api.cross_checks import CrossCheckDesk
from api.filings import FilingDesk
from api.grants import GrantDesk
from api.hit_notices import HitNoticeMaker
from api.keys import load_selector_hasher
from api.own_view import OwnView
from api.request_timer import RequestTimer
from api.requests import RequestDesk
from api.settings import Settings
from entity_resolution.model import MatchModel
from graph import IdMinter, Ontology
from graph.store import CarriedMeetings, CompartmentRegistry, HitIndex, RecordReader, ResolutionStore, Store
from policies import AuditLog, Clock, ScopeBuilder, load_budgets, shipped_budgets_file, utc_now


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """The desks that people come to, and the workers behind them."""

    index: HitIndex
    meetings: CarriedMeetings
    cross_checks: CrossCheckDesk
    filings: FilingDesk
    requests: RequestDesk
    hit_notices: HitNoticeMaker
    timer: RequestTimer

    @classmethod
    def wired(
        cls,
        settings: Settings,
        *,
        store: Store,
        registry: CompartmentRegistry,
        scopes: ScopeBuilder,
        audit: AuditLog,
        ontology: Ontology,
        minter: IdMinter,
        records: RecordReader,
        grants: GrantDesk,
        own: OwnView,
        resolvable: ResolutionStore,
        models: Mapping[str, MatchModel],
        clock: Clock = utc_now,
    ) -> Self:
        """Wire the parts on a store.

        Raises:
            SettingError: the key of the hit index is not what it should be.
            BundleError: the file of the budgets is refused.
        """
        hasher = load_selector_hasher(settings.keys)
        index = HitIndex(store, hasher, ontology)
        budgets = load_budgets(settings.budgets or shipped_budgets_file(), scopes.bundle.registers.parties)
        checks = CrossCheckDesk(
            store=store,
            index=index,
            hasher=hasher,
            registry=registry,
            scopes=scopes,
            audit=audit,
            ontology=ontology,
            budgets=budgets,
            clock=clock,
        )
        filings = FilingDesk(
            store=store,
            index=index,
            hasher=hasher,
            registry=registry,
            scopes=scopes,
            ontology=ontology,
            budgets=budgets,
            resolvable=resolvable,
            models=models,
            clock=clock,
        )
        requests = RequestDesk(
            store=store,
            own=own,
            checks=checks,
            records=records,
            grants=grants,
            scopes=scopes,
            audit=audit,
            minter=minter,
            clock=clock,
        )
        return cls(
            index=index,
            meetings=CarriedMeetings(store),
            cross_checks=checks,
            filings=filings,
            requests=requests,
            hit_notices=HitNoticeMaker(store, minter),
            timer=RequestTimer(store, minter, clock=clock),
        )

    async def drain(self) -> None:
        """Do all that waits, but for announcing who meets in the index."""
        await self.index.drain()
        if await self.hit_notices.drain() + await self.timer.drain():
            await self.index.drain()  # notices are changes as well
