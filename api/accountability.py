"""What a deployment is accountable by: the audit trail with receipts, recalls, and retention."""

from contextlib import suppress
from dataclasses import dataclass

from api.alerts.inbox import AlertInbox
from api.audit.auditing import tell_of_failure
from api.audit.receipts import DisclosureBook, ReceiptDesk, TrailKeeper
from api.audit.store_standing import StoreComparison
from api.foundation import Foundation
from api.keys import load_checkpoint_signer
from api.recalls.desk import RecallDesk
from api.recalls.hit_recalls import HitRecalls
from api.recalls.retention import RetentionKeeper
from api.settings import Settings
from graph import GraphError
from graph.store import StoreMarkStore, TrailMarkStore
from policies import AuditError, LogsHeldError, PolicyError, refusal_of


def name_trail(settings: Settings) -> str:
    """Return the name by which a store knows an audit folder: hosts may have different ones at the same path."""
    return f"{settings.node}:{settings.audit.resolve()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Accountability:
    """What disclosures leave behind: entries, receipts, recalls and dates of erasure."""

    disclosures: DisclosureBook
    standing: StoreComparison
    trail: TrailKeeper
    receipts: ReceiptDesk
    recalls: RecallDesk
    retention: RetentionKeeper

    @classmethod
    def wired(cls, on: Foundation, inbox: AlertInbox) -> "Accountability":
        """Return the parts, joined."""
        settings, store, scopes, own, now = on.settings, on.store, on.scopes, on.own, on.now
        signer = load_checkpoint_signer(settings.keys)
        marks = TrailMarkStore(store, name_trail(settings))
        standing = StoreComparison(on.audit, StoreMarkStore(store))
        trail = TrailKeeper(on.audit, on.own_records, signer, scopes, marks=marks, store=standing)
        hits = HitRecalls(store, on.index, on.hasher, on.standings, on.registry, scopes, on.minter, clock=now)
        recalls = RecallDesk(on, trail, inbox, hits)
        return cls(
            disclosures=DisclosureBook(on.registry, on.ontology),
            standing=standing,
            trail=trail,
            receipts=ReceiptDesk(trail, own, clock=now),
            recalls=recalls,
            retention=RetentionKeeper(
                store,
                recalls,
                scopes,
                on.budgets,
                own_records=on.own_records,
                own=own,
                texts=on.texts,
                audit=on.audit,
                clock=now,
            ),
        )

    async def begin(self) -> None:
        """Compare trail and store when a process starts, and keep in the store how far a whole trail is.

        What was cut short or set back while no process ran, in the store as well, is noted as damage: nothing is
        answered until somebody has looked at it.
        """
        if damage := await self.trail.look():
            tell_of_failure(refusal_of(damage))
            return
        with suppress(AuditError, OSError):  # a log that cannot be read stops no start
            await self.trail.keep_marks()

    async def end(self) -> None:
        """Keep in the store how far the trail is, as a command ends: there may be no other process to do it.

        The command's work is done and stands; if this fails, it is left to the next process.
        """
        with suppress(GraphError, PolicyError, OSError):
            await self.keep_trail()

    async def keep_trail(self) -> None:
        """Bring what waits into the logs, and keep in the store how far they are."""
        with suppress(LogsHeldError):  # who holds them is at it; what is left waits for the next turn
            await self.trail.sequence(wait_seconds=0)
        await self.trail.keep_marks()

    async def follow_recalls(self) -> None:
        """Recall what was filed again under narrower terms, complete recalls, and tell of hits that have ended."""
        await self.recalls.drain()
        await self.recalls.complete()
        await self.recalls.decide()

    async def step(self) -> None:
        """Do everything that waits."""
        await self.keep_trail()
        await self.follow_recalls()
