"""Who may see and do what: the policy bundle, the scopes compiled from it, action authorisation and the audit trail.

This package reads no graph and keeps no records: it turns a viewer context and the registered compartments into a
`graph.ReadScope`. Start reading at `policies.model`, then `policies.scope_builder`, then `docs/policies.md`.
"""

from policies.actions import (
    ACTING_ROLES,
    AddressedAlert,
    JudgedPair,
    MutationAction,
    Submission,
    Target,
    authorise,
)
from policies.audit import (
    AuditEntry,
    AuditLog,
    AuditProblem,
    AuditVerification,
    Outcome,
    StoredEntry,
    read_audit,
    verify_audit,
)
from policies.differential import Mismatch, find_mismatches
from policies.engine import Decision
from policies.errors import (
    AuditError,
    BundleError,
    ForbiddenError,
    PolicyError,
    UnknownAgencyError,
    UnknownPurposeError,
    UnknownRoleError,
    ViewerError,
)
from policies.loading import load_bundle, shipped_bundle_folder
from policies.model import Bundle, Policy, Source, SourceKind
from policies.registers import Agreement, HandlingProfile, Instrument, Party, Period, Registers
from policies.scope_builder import ScopeBuilder
from policies.viewer import Directory, ViewerContext
from policies.vocabulary import Caveat, HitMode, PolicyAction, Sector, Tlp

__all__ = [
    "ACTING_ROLES",
    "AddressedAlert",
    "Agreement",
    "AuditEntry",
    "AuditError",
    "AuditLog",
    "AuditProblem",
    "AuditVerification",
    "Bundle",
    "BundleError",
    "Caveat",
    "Decision",
    "Directory",
    "ForbiddenError",
    "HandlingProfile",
    "HitMode",
    "Instrument",
    "JudgedPair",
    "Mismatch",
    "MutationAction",
    "Outcome",
    "Party",
    "Period",
    "Policy",
    "PolicyAction",
    "PolicyError",
    "Registers",
    "ScopeBuilder",
    "Sector",
    "Source",
    "SourceKind",
    "StoredEntry",
    "Submission",
    "Target",
    "Tlp",
    "UnknownAgencyError",
    "UnknownPurposeError",
    "UnknownRoleError",
    "ViewerContext",
    "ViewerError",
    "authorise",
    "find_mismatches",
    "load_bundle",
    "read_audit",
    "shipped_bundle_folder",
    "verify_audit",
]
