"""What the kinds of recalls work with, put together once by their desk."""

from dataclasses import dataclass

from api.audit.receipts import TrailKeeper
from api.recalls.fallout import FalloutReader
from api.recalls.hit_recalls import HitRecalls
from graph import IdMinter, Ontology
from graph.store import CompartmentRegistry, OwnRecordReader, RecallStore, Store
from policies import Clock, ScopeBuilder


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallParts:
    """The readers, stores and terms of a deployment by which recalls are found and made."""

    store: Store
    ontology: Ontology
    recalls: RecallStore
    own: OwnRecordReader
    trail: TrailKeeper
    fallouts: FalloutReader
    hits: HitRecalls
    registry: CompartmentRegistry
    scopes: ScopeBuilder
    minter: IdMinter
    clock: Clock
