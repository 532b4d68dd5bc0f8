"""What agencies do with one another without opening their records: cross-checks, hits and requests."""

from dataclasses import dataclass
from typing import Self

from api.alerts.filings import FilingDesk
from api.cross_checks.desk import CrossCheckDesk
from api.cross_checks.hit_notices import HitNoticeMaker
from api.foundation import Foundation
from api.grants.desk import GrantDesk
from api.requests.desk import RequestDesk
from api.requests.timer import RequestTimer
from graph.store import CarriedMeetings, HitIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """The desks that people come to, and the workers that serve them."""

    index: HitIndex
    meetings: CarriedMeetings
    cross_checks: CrossCheckDesk
    filings: FilingDesk
    requests: RequestDesk
    hit_notices: HitNoticeMaker
    timer: RequestTimer

    @classmethod
    def wired(cls, on: Foundation, grants: GrantDesk) -> Self:
        """Wire the parts on a foundation."""
        checks = _check_desk(on)
        return cls(
            index=on.index,
            meetings=CarriedMeetings(on.store),
            cross_checks=checks,
            filings=_filing_desk(on),
            requests=_request_desk(on, checks, grants),
            hit_notices=HitNoticeMaker(on.store, on.minter, clock=on.now),
            timer=RequestTimer(on.store, on.minter, clock=on.now),
        )

    async def drain(self) -> None:
        """Do everything that waits, except announcing who meets in the hit index."""
        await self.index.drain()
        if await self.hit_notices.drain() + await self.timer.drain():
            await self.index.drain()  # notices are changes as well


def _check_desk(on: Foundation) -> CrossCheckDesk:
    return CrossCheckDesk(
        store=on.store,
        index=on.index,
        hasher=on.hasher,
        registry=on.registry,
        scopes=on.scopes,
        audit=on.audit,
        ontology=on.ontology,
        budgets=on.budgets,
        standings=on.standings,
        clock=on.now,
    )


def _filing_desk(on: Foundation) -> FilingDesk:
    return FilingDesk(
        store=on.store,
        index=on.index,
        hasher=on.hasher,
        registry=on.registry,
        scopes=on.scopes,
        ontology=on.ontology,
        budgets=on.budgets,
        resolvable=on.resolvable,
        own_records=on.own_records,
        models=on.models,
        clock=on.now,
    )


def _request_desk(on: Foundation, checks: CrossCheckDesk, grants: GrantDesk) -> RequestDesk:
    return RequestDesk(
        store=on.store,
        own=on.own,
        checks=checks,
        records=on.records,
        grants=grants,
        scopes=on.scopes,
        audit=on.audit,
        minter=on.minter,
        ontology=on.ontology,
        clock=on.now,
    )
