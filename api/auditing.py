"""Writes an operation's audit entry, before its answer leaves; a change is announced before it is made as well.

No entry, no answer; no announcement, no change.
"""

from collections.abc import Iterable

from graph import ReadScope
from policies import AuditEntry, AuditLog, Outcome, ViewerContext

ANNOUNCED = "about to: "


def audit_operation(
    log: AuditLog,
    viewer: ViewerContext,
    operation: str,
    scope: ReadScope,
    shown: Iterable[str],
    *,
    denied: bool = False,
) -> None:
    """Append who was answered what, for which purpose and case, under which scope.

    Raises:
        AuditError: the entry could not be written; then the answer must not leave.
    """
    ids = sorted(set(shown))
    log.append(
        AuditEntry(
            actor=viewer.subject,
            agency=viewer.agency,
            purpose=viewer.purpose,
            case_ref=viewer.case_ref,
            operation=operation,
            outcome=Outcome.DENIED if denied else Outcome.ALLOWED,
            policy_version=scope.policy_version,
            scope_key=scope.key,
            record_ids=tuple(ids),
            count=len(ids),
        )
    )


def announce_change(log: AuditLog, viewer: ViewerContext, operation: str, scope: ReadScope) -> None:
    """Append that a change is about to be made; the operation's own entry follows and says what became of it.

    An announcement without that entry, as after a killed process, says that a change may have been made.

    Raises:
        AuditError: the entry could not be written; then the change must not be made.
    """
    audit_operation(log, viewer, f"{ANNOUNCED}{operation}", scope, [])
