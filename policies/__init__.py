"""Who may see and do what: the policy bundle, the scopes compiled from it, action authorisation and the audit trail.

This package reads no graph and keeps no records: it turns a viewer context and the registered compartments into a
`graph.ReadScope`. Start reading at `policies.model`, then `policies.scope_builder`, then `docs/policies.md`.
"""

from policies.actions import (
    ACTING_ROLES,
    AddressedAlert,
    AddressedRecall,
    AddressedRequest,
    CheckedValues,
    ClaimedRecords,
    GivenGrant,
    GrantedRecord,
    JudgedPair,
    MutationAction,
    NewGrant,
    OwnRecords,
    ReviewedCheck,
    SealedRecord,
    Submission,
    Target,
    authorise,
    is_protecting,
)
from policies.audit import AuditLog, StoredEntry, read_audit
from policies.audit_entry import AuditEntry, Disclosure, Exposure, Outcome
from policies.audit_erasure import ErasedSlots, blank_records, find_slots
from policies.audit_logs import PartyLog, Sequencer, open_log
from policies.audit_verification import AuditProblem, AuditVerification, read_notes, verify_audit
from policies.budgets import (
    BlockLimits,
    Budgets,
    CheckBudget,
    NumberBlock,
    is_crowded,
    load_budgets,
    number_blocks,
    shipped_budgets_file,
)
from policies.checkpoints import Checkpoint, CheckpointKey, CheckpointSigner, origin_of, read_unverified
from policies.cross_checks import Finding, Standing, find_standing
from policies.differential import Mismatch, find_mismatches
from policies.engine import Decision
from policies.errors import (
    AuditError,
    BudgetError,
    BundleError,
    ForbiddenError,
    OverCeilingError,
    PolicyError,
    UnknownAgencyError,
    UnknownPurposeError,
    UnknownRoleError,
    ViewerError,
)
from policies.grants import (
    LONGEST_GRANT,
    best_viewers,
    check_ceiling,
    conditions_of,
    needs_second,
)
from policies.loading import load_bundle, shipped_bundle_folder
from policies.model import Bundle, Policy, Source, SourceKind
from policies.permits import PermitBook
from policies.receipts import ExportVerification, OpenedLeaf, Receipt, ReceiptReader, verify_export
from policies.registers import Agreement, HandlingProfile, Instrument, Party, Period, Registers
from policies.requests import RequestHistory, RequestState, RequestStep, Urgency
from policies.scope_builder import ScopeBuilder
from policies.viewer import Directory, ViewerContext
from policies.vocabulary import Caveat, HitMode, PolicyAction, Sector, Tlp

__all__ = [
    "ACTING_ROLES",
    "LONGEST_GRANT",
    "AddressedAlert",
    "AddressedRecall",
    "AddressedRequest",
    "Agreement",
    "AuditEntry",
    "AuditError",
    "AuditLog",
    "AuditProblem",
    "AuditVerification",
    "BlockLimits",
    "BudgetError",
    "Budgets",
    "Bundle",
    "BundleError",
    "Caveat",
    "CheckBudget",
    "CheckedValues",
    "Checkpoint",
    "CheckpointKey",
    "CheckpointSigner",
    "ClaimedRecords",
    "Decision",
    "Directory",
    "Disclosure",
    "ErasedSlots",
    "ExportVerification",
    "Exposure",
    "Finding",
    "ForbiddenError",
    "GivenGrant",
    "GrantedRecord",
    "HandlingProfile",
    "HitMode",
    "Instrument",
    "JudgedPair",
    "Mismatch",
    "MutationAction",
    "NewGrant",
    "NumberBlock",
    "OpenedLeaf",
    "Outcome",
    "OverCeilingError",
    "OwnRecords",
    "Party",
    "PartyLog",
    "Period",
    "PermitBook",
    "Policy",
    "PolicyAction",
    "PolicyError",
    "Receipt",
    "ReceiptReader",
    "Registers",
    "RequestHistory",
    "RequestState",
    "RequestStep",
    "ReviewedCheck",
    "ScopeBuilder",
    "SealedRecord",
    "Sector",
    "Sequencer",
    "Source",
    "SourceKind",
    "Standing",
    "StoredEntry",
    "Submission",
    "Target",
    "Tlp",
    "UnknownAgencyError",
    "UnknownPurposeError",
    "UnknownRoleError",
    "Urgency",
    "ViewerContext",
    "ViewerError",
    "authorise",
    "best_viewers",
    "blank_records",
    "check_ceiling",
    "conditions_of",
    "find_mismatches",
    "find_slots",
    "find_standing",
    "is_crowded",
    "is_protecting",
    "load_budgets",
    "load_bundle",
    "needs_second",
    "number_blocks",
    "open_log",
    "origin_of",
    "read_audit",
    "read_notes",
    "read_unverified",
    "shipped_budgets_file",
    "shipped_bundle_folder",
    "verify_audit",
    "verify_export",
]
