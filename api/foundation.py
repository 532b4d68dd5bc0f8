"""What several parts of an application are built on, each made once by the composition root and passed down as one."""

from collections.abc import Mapping
from dataclasses import dataclass

from api.cross_checks.hit_standings import HitStandings
from api.policy.history import PolicyHistory
from api.policy.loading import PublishedProfiles
from api.settings import Settings
from api.sight.free_texts import FreeTexts
from api.sight.own_view import OwnView
from entity_resolution.comparing.model import MatchModel
from entity_resolution.views.entities import EntityReader
from graph import IdMinter, Ontology
from graph.store import (
    CompartmentRegistry,
    GrantStore,
    HitIndex,
    NoticeStore,
    OwnRecordReader,
    RecordReader,
    ResolutionStore,
    SelectorHasher,
    Store,
    SurroundingsReader,
)
from policies import AuditLog, Budgets, Clock, ScopeBuilder


@dataclass(frozen=True, slots=True, kw_only=True)
class Foundation:
    """The parts on which desks and workers are built. `now`: the present by which all of them go."""

    settings: Settings
    store: Store
    ontology: Ontology
    audit: AuditLog
    minter: IdMinter
    now: Clock
    registry: CompartmentRegistry
    scopes: ScopeBuilder
    history: PolicyHistory
    budgets: Budgets
    models: Mapping[str, MatchModel]
    records: RecordReader
    entities: EntityReader
    surroundings: SurroundingsReader
    resolvable: ResolutionStore
    notices: NoticeStore
    grants: GrantStore
    hasher: SelectorHasher
    index: HitIndex
    standings: HitStandings
    own_records: OwnRecordReader
    own: OwnView
    texts: FreeTexts
    public: PublishedProfiles
