"""The Neo4j store: an embedded server or an external one, migrations, and every Cypher statement of the product.

Start reading at `cypher` (templates and their guards), then `writing.record_writer` and `reading.record_reader`. Other
packages import from here; Cypher stands nowhere else.
"""

from graph.store.bloom.phrases import PhraseParameter, SearchPhrase, search_phrases
from graph.store.bloom.projection import (
    DESCRIBES,
    ENTITY_LABEL,
    MATCHES,
    MAY_BE_SAME_AS,
    RECORD_LABEL,
    ProjectedEntity,
    ProjectedRelationship,
    ProjectionTakenOverError,
    ProjectionWriter,
    TargetState,
    database_id,
)
from graph.store.changes import (
    NOTICES,
    NOWHERE,
    RESOLUTION,
    Change,
    ChangeFeed,
    ChangeKind,
    advance_position,
    append_change,
    drain,
    in_changes,
    in_parts,
    lock_changes,
    of_one_step,
    take_position,
    write_in_parts,
)
from graph.store.compartment_registry import CompartmentRegistry
from graph.store.config import SHORT_RUN_OPTIONS, ExternalStore, StoreConfig, is_store_address
from graph.store.connection import Store, Transaction, connected
from graph.store.cypher import REGISTRY, Access, Template
from graph.store.erasure.late_erasures import LateErasure, WithdrawnRecords, erase_withdrawn
from graph.store.erasure.removal import Removal, remove_records, restamp_records
from graph.store.errors import DownloadError, StoreConfigError, StoreError, StoreFolderError, StoreStartError
from graph.store.event_loop import new_event_loop, run_on_fast_loop
from graph.store.exchange.check_store import (
    CheckState,
    CheckStore,
    FoundHit,
    StoredCheck,
    checked_blocks,
    find_check,
    find_released,
    put_blocks,
    put_check,
    take_untold,
    use_budget,
    use_released,
)
from graph.store.exchange.request_store import RequestStore, StoredRequest, change_request, create_request, find_request
from graph.store.grants.grant_marks import NamedLink, NamedRecord
from graph.store.grants.grant_store import AgencyGrants, GrantStore
from graph.store.hits.hit_index import (
    HIT_INDEX,
    HitEntry,
    HitIndex,
    HitPlace,
    SelectorHasher,
    hit_index_has_followed,
    read_of_whole_index,
)
from graph.store.marks.key_mark import KeyMark
from graph.store.marks.store_marks import StoreMarkStore, StoreStanding
from graph.store.marks.trail_marks import TrailMarkStore, newest_trail_mark
from graph.store.migrating import migrate
from graph.store.notices.carried_meetings import MEETINGS, CarriedMeetings, still_meet
from graph.store.notices.equal_keys import LinkedByKey
from graph.store.notices.filing_store import (
    held_filings,
    hold_filed,
    hold_standing_users,
    hold_users,
    holds_any,
    standing_holds,
    undo_hold,
)
from graph.store.notices.link_endings import ENDINGS, Ending, LinkEndingStore, TellingNotice, mark_endings
from graph.store.notices.linked_beside import linked_beside, linked_instead
from graph.store.notices.notice_store import NoticeStore
from graph.store.notices.notice_terms import NoticeTerms, ToldUnder, Widened
from graph.store.notices.notice_writer import NewNotice, hide_notices, put_notices
from graph.store.notices.notices import LinkageEnd, LinkNotice, RestingNotice
from graph.store.notices.telling import tell_again
from graph.store.notices.wanted_notices import EVERY_NOTICE, NoticeReason, WantedNotices
from graph.store.overview import StoreOverview
from graph.store.patience import heard_within
from graph.store.progress import OnProgress, Progress, Step
from graph.store.quarantine.rows import QuarantinedRow, QuarantineStore, WaitingRow
from graph.store.quarantine.waiting_look import WaitingLook
from graph.store.reading.listing import ListedRecord, RecordLister
from graph.store.reading.own_record_reader import OwnRecord, OwnRecordReader, standing_records
from graph.store.reading.record_reader import (
    EVERY_LINK,
    Neighbourhood,
    RecordReader,
    VisibleLink,
    VisibleMatch,
    VisibleRecord,
)
from graph.store.reading.release_reader import ReleasedLink, ReleaseReader
from graph.store.reading.search_store import SearchHit, SearchStore
from graph.store.reading.surroundings import RecordOrder, SurroundingsReader
from graph.store.resolution.judgement_store import JudgementStore, MatchedPair, PairBesideOthers, ReviewPair
from graph.store.resolution.kept_judgements import keep_judgements
from graph.store.resolution.linkages_ahead import AheadStore
from graph.store.resolution.owners import forget_linked
from graph.store.resolution.resolution_store import (
    Arrivals,
    Found,
    ResolutionStore,
    ResolvableRecord,
    StoredKeys,
)
from graph.store.resolution.resolution_writes import (
    Compared,
    ResolvedRecord,
    StoredMatch,
    component_sizes,
    drop_matches,
    filed_since_read,
    opened_carriers,
    put_matches,
    put_resolved,
    relabel_components,
)
from graph.store.resolution.small_step import SmallStep, Written, put_step
from graph.store.schema.former_ids import FormerIds
from graph.store.schema.planning import plan_ahead
from graph.store.scratch import empty_scratch_store, projected_content
from graph.store.seals.protection_store import (
    Claim,
    NewSeal,
    ProtectionStore,
    Seal,
    SealRules,
    SealState,
    erase_words_of_seals,
)
from graph.store.seals.reached_records import MatchedRecord
from graph.store.seals.selector_seals import victims_among
from graph.store.server.disk_room import find_full_folder
from graph.store.server.embedded import StoreLease, discard_store, has_store, open_store
from graph.store.shared_readings import SharedReadings
from graph.store.suspension_store import Suspension, SuspensionStore
from graph.store.turns import Turn, Turns, read_for
from graph.store.withdrawal.hit_recall_store import HitRecallStore, UndecidedHit, decide_hits
from graph.store.withdrawal.recall_store import RecallStore, put_recalls
from graph.store.withdrawal.recalls import (
    EarlierNotice,
    NewRecallNotice,
    OpenCorrection,
    Recall,
    RecallAnswer,
    RecallCause,
    RecalledLink,
    RecallForm,
    RecallNotice,
)
from graph.store.withdrawal.retention_rows import LegalHold, Schedule
from graph.store.withdrawal.retention_store import (
    ProfileDates,
    RetentionStore,
    ScheduleAct,
    forget_schedules,
    held_among,
)
from graph.store.withdrawal.withdrawn_references import forget_links
from graph.store.writing.corrections import CorrectedPart, find_corrections
from graph.store.writing.link_removal import OwnLink, OwnLinkReader, remove_links
from graph.store.writing.record_rows import selector_key
from graph.store.writing.record_writer import RecordWriter
from graph.store.writing.reprofiled import find_reprofiled
from graph.store.writing.write_batch import (
    Checkpoint,
    FormerLink,
    RetriedRow,
    SourceEdge,
    Stood,
    WriteBatch,
    WriteSummary,
)

__all__ = [
    "DESCRIBES",
    "ENDINGS",
    "ENTITY_LABEL",
    "EVERY_LINK",
    "EVERY_NOTICE",
    "HIT_INDEX",
    "MATCHES",
    "MAY_BE_SAME_AS",
    "MEETINGS",
    "NOTICES",
    "NOWHERE",
    "RECORD_LABEL",
    "REGISTRY",
    "RESOLUTION",
    "SHORT_RUN_OPTIONS",
    "Access",
    "AgencyGrants",
    "AheadStore",
    "Arrivals",
    "CarriedMeetings",
    "Change",
    "ChangeFeed",
    "ChangeKind",
    "CheckState",
    "CheckStore",
    "Checkpoint",
    "Claim",
    "Compared",
    "CompartmentRegistry",
    "CorrectedPart",
    "DownloadError",
    "EarlierNotice",
    "Ending",
    "ExternalStore",
    "FormerIds",
    "FormerLink",
    "Found",
    "FoundHit",
    "GrantStore",
    "HitEntry",
    "HitIndex",
    "HitPlace",
    "HitRecallStore",
    "JudgementStore",
    "KeyMark",
    "LateErasure",
    "LegalHold",
    "LinkEndingStore",
    "LinkNotice",
    "LinkageEnd",
    "LinkedByKey",
    "ListedRecord",
    "MatchedPair",
    "MatchedRecord",
    "NamedLink",
    "NamedRecord",
    "Neighbourhood",
    "NewNotice",
    "NewRecallNotice",
    "NewSeal",
    "NoticeReason",
    "NoticeStore",
    "NoticeTerms",
    "OnProgress",
    "OpenCorrection",
    "OwnLink",
    "OwnLinkReader",
    "OwnRecord",
    "OwnRecordReader",
    "PairBesideOthers",
    "PhraseParameter",
    "ProfileDates",
    "Progress",
    "ProjectedEntity",
    "ProjectedRelationship",
    "ProjectionTakenOverError",
    "ProjectionWriter",
    "ProtectionStore",
    "QuarantineStore",
    "QuarantinedRow",
    "Recall",
    "RecallAnswer",
    "RecallCause",
    "RecallForm",
    "RecallNotice",
    "RecallStore",
    "RecalledLink",
    "RecordLister",
    "RecordOrder",
    "RecordReader",
    "RecordWriter",
    "ReleaseReader",
    "ReleasedLink",
    "Removal",
    "RequestStore",
    "ResolutionStore",
    "ResolvableRecord",
    "ResolvedRecord",
    "RestingNotice",
    "RetentionStore",
    "RetriedRow",
    "ReviewPair",
    "Schedule",
    "ScheduleAct",
    "Seal",
    "SealRules",
    "SealState",
    "SearchHit",
    "SearchPhrase",
    "SearchStore",
    "SelectorHasher",
    "SharedReadings",
    "SmallStep",
    "SourceEdge",
    "Step",
    "Stood",
    "Store",
    "StoreConfig",
    "StoreConfigError",
    "StoreError",
    "StoreFolderError",
    "StoreLease",
    "StoreMarkStore",
    "StoreOverview",
    "StoreStanding",
    "StoreStartError",
    "StoredCheck",
    "StoredKeys",
    "StoredMatch",
    "StoredRequest",
    "SurroundingsReader",
    "Suspension",
    "SuspensionStore",
    "TargetState",
    "TellingNotice",
    "Template",
    "ToldUnder",
    "TrailMarkStore",
    "Transaction",
    "Turn",
    "Turns",
    "UndecidedHit",
    "VisibleLink",
    "VisibleMatch",
    "VisibleRecord",
    "WaitingLook",
    "WaitingRow",
    "WantedNotices",
    "Widened",
    "WithdrawnRecords",
    "WriteBatch",
    "WriteSummary",
    "Written",
    "advance_position",
    "append_change",
    "change_request",
    "checked_blocks",
    "component_sizes",
    "connected",
    "create_request",
    "database_id",
    "decide_hits",
    "discard_store",
    "drain",
    "drop_matches",
    "empty_scratch_store",
    "erase_withdrawn",
    "erase_words_of_seals",
    "filed_since_read",
    "find_check",
    "find_corrections",
    "find_full_folder",
    "find_released",
    "find_reprofiled",
    "find_request",
    "forget_linked",
    "forget_links",
    "forget_schedules",
    "has_store",
    "heard_within",
    "held_among",
    "held_filings",
    "hide_notices",
    "hit_index_has_followed",
    "hold_filed",
    "hold_standing_users",
    "hold_users",
    "holds_any",
    "in_changes",
    "in_parts",
    "is_store_address",
    "keep_judgements",
    "linked_beside",
    "linked_instead",
    "lock_changes",
    "mark_endings",
    "migrate",
    "new_event_loop",
    "newest_trail_mark",
    "of_one_step",
    "open_store",
    "opened_carriers",
    "plan_ahead",
    "projected_content",
    "put_blocks",
    "put_check",
    "put_matches",
    "put_notices",
    "put_recalls",
    "put_resolved",
    "put_step",
    "read_for",
    "read_of_whole_index",
    "relabel_components",
    "remove_links",
    "remove_records",
    "restamp_records",
    "run_on_fast_loop",
    "search_phrases",
    "selector_key",
    "standing_holds",
    "standing_records",
    "still_meet",
    "take_position",
    "take_untold",
    "tell_again",
    "undo_hold",
    "use_budget",
    "use_released",
    "victims_among",
    "write_in_parts",
]
