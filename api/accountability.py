"""What a deployment answers for: its trail with receipts, recalls, and retention; built once for an application."""

from dataclasses import dataclass

from api.alert_inbox import AlertInbox
from api.hit_recalls import HitRecalls
from api.hit_standings import HitStandings
from api.keys import load_checkpoint_signer, load_selector_hasher
from api.own_view import OwnView
from api.recalls import RecallDesk
from api.receipts import DisclosureBook, ReceiptDesk, TrailKeeper
from api.retention import RetentionKeeper
from api.settings import Settings
from entity_resolution.entities import EntityReader
from graph import IdMinter, load_ontology
from graph.store import CompartmentRegistry, HitIndex, OwnRecordReader, Store, TrailMarkStore
from policies import AuditLog, Clock, ScopeBuilder, load_budgets, shipped_budgets_file, utc_now


def name_trail(settings: Settings) -> str:
    """Return by which name a store knows the audit folder: hosts may each have one, under one path."""
    return f"{settings.node}:{settings.audit.resolve()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Accountability:
    """What disclosures leave behind: entries, receipts, recalls and dates of erasure."""

    disclosures: DisclosureBook
    trail: TrailKeeper
    receipts: ReceiptDesk
    recalls: RecallDesk
    retention: RetentionKeeper

    @classmethod
    def wired(
        cls,
        settings: Settings,
        *,
        store: Store,
        audit: AuditLog,
        scopes: ScopeBuilder,
        registry: CompartmentRegistry,
        entities: EntityReader,
        inbox: AlertInbox,
        minter: IdMinter,
        own: OwnView,
        clock: Clock = utc_now,
    ) -> "Accountability":
        """Return the parts, joined; `clock` tells recalls and retention the present."""
        signer = load_checkpoint_signer(settings.keys)
        marks = TrailMarkStore(store, name_trail(settings))
        trail = TrailKeeper(audit, OwnRecordReader(store), signer, scopes, marks)
        budgets = load_budgets(settings.budgets or shipped_budgets_file(), scopes.bundle.registers.parties)
        ontology, hasher = load_ontology(), load_selector_hasher(settings.keys)
        standings = HitStandings(registry, scopes, ontology, clock=clock)
        index = HitIndex(store, hasher, ontology)
        hits = HitRecalls(store, index, hasher, standings, registry, scopes, minter, clock=clock)
        recalls = RecallDesk(
            store, trail, entities, inbox, registry, scopes, minter, hits, own=own, ontology=ontology, clock=clock
        )
        return cls(
            disclosures=DisclosureBook(registry, clock=clock),
            trail=trail,
            receipts=ReceiptDesk(trail, own, clock=clock),
            recalls=recalls,
            retention=RetentionKeeper(store, recalls, scopes, minter, budgets, own=own, clock=clock),
        )

    async def keep_trail(self) -> None:
        """Bring what waits into the logs, and keep in the store how far they are."""
        await self.trail.sequence(wait_seconds=0)
        await self.trail.keep_marks()

    async def follow_recalls(self) -> None:
        """Recall what was filed again under narrower terms, complete recalls, and tell of hits that have ended."""
        await self.recalls.drain()
        await self.recalls.complete()
        await self.recalls.decide()

    async def step(self) -> None:
        """Do all that waits."""
        await self.keep_trail()
        await self.follow_recalls()
