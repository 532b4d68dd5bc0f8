"""Writes an operation's audit entry, before its answer leaves; a change is announced before it is made as well.

No entry, no answer; no announcement, no change.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import structlog

from graph import ReadScope
from graph.grants import Grant
from policies import (
    AuditDamagedError,
    AuditEntry,
    AuditError,
    AuditLog,
    Disclosure,
    Exposure,
    Outcome,
    StoreSetBackError,
    ViewerContext,
)

log = structlog.get_logger()

ANNOUNCED = "about to: "
WITHHELD = " (answer withheld)"
"""Ends the operation of an entry of which nothing left: who asked was let in no more when the answer was made."""
ERASING = "erasure"
_ASKED = frozenset({"query", "mutation", "subscription"})  # operations of GraphQL; the others are commands


def audit_operation(
    audit: AuditLog,
    viewer: ViewerContext,
    operation: str,
    scope: ReadScope,
    shown: Iterable[str],
    *,
    denied: bool = False,
    outcome: Outcome | None = None,
    disclosures: Sequence[Disclosure] = (),
    despite_damage: bool = False,
) -> None:
    """Append who was answered what, for which purpose and case, under which scope.

    Args:
        audit: the trail.
        viewer: who asked.
        operation: what was asked, never its arguments.
        scope: what it was answered under.
        shown: the records that the answer names.
        denied: whether it was refused.
        outcome: the same of what asked several things, instead of `denied`.
        disclosures: of these, whose they are and on which basis they were shown.
        despite_damage: append it though damage of the trail waits for somebody: nothing was disclosed.

    Raises:
        AuditError: the entry could not be written; then the answer must not leave.
    """
    ids = sorted(set(shown))
    entry = entry_of(
        viewer,
        operation,
        scope,
        outcome or (Outcome.DENIED if denied else Outcome.ALLOWED),
        record_ids=ids,
        count=len(ids),
        disclosures=disclosures,
        exposure=exposure_of(operation),
    )
    audit.append(entry, despite_damage=despite_damage)


def entry_of(
    viewer: ViewerContext,
    operation: str,
    scope: ReadScope,
    outcome: Outcome,
    *,
    record_ids: Iterable[str] = (),
    count: int | None = None,
    disclosures: Sequence[Disclosure] = (),
    exposure: Exposure = Exposure.SHOWN,
) -> AuditEntry:
    """Return the entry of what a viewer did under a scope, as the trail keeps it; `record_ids` come in any order."""
    return AuditEntry(
        exposure=exposure,
        actor=viewer.subject,
        agency=viewer.agency,
        purpose=viewer.purpose,
        case_ref=viewer.case_ref,
        operation=operation,
        outcome=outcome,
        policy_version=scope.policy_version,
        scope_key=scope.key,
        record_ids=tuple(sorted(record_ids)),
        count=count,
        disclosures=disclosures,
    )


@contextmanager
def refusing_on_damage(
    audit: AuditLog, viewer: ViewerContext, operation: str, scope: ReadScope, *, is_announced: Callable[[], bool]
) -> Iterator[None]:
    """Do an operation while the trail is whole; else write down that it was refused, whenever that comes out.

    Args:
        audit: the trail.
        viewer: who asked.
        operation: what was asked, never its arguments.
        scope: what it was to be answered under.
        is_announced: tells whether a change was announced by then: it may have been made, which its announcement alone
            says, and a refusal would deny.

    Raises:
        AuditDamagedError: the trail was cut short or changed, and nobody has looked at it.
    """
    try:
        audit.check()
        yield
    except AuditDamagedError:
        if not is_announced():
            audit_operation(audit, viewer, operation, scope, [], denied=True, despite_damage=True)
        raise


def tell_of_failure(exc: AuditError) -> None:
    """Log that an entry could not be written, and why; of what waits for somebody, what and what is to be done."""
    if isinstance(exc, AuditDamagedError):
        event = "store_set_back" if isinstance(exc, StoreSetBackError) else "audit_damaged"
        log.error(event, code=exc.code, damage=list(exc.damage), remedy=exc.remedy)
    else:
        log.error("audit_failed", problem=exc.problem)


PROJECTION = "bloom projection"
"""The operation that writes a copy of a view into another store."""


def exposure_of(operation: str) -> Exposure:
    """Return how an operation's records leave: what a command prints is a copy that nobody can take back."""
    return Exposure.SHOWN if operation.split(" ", 1)[0] in _ASKED else Exposure.EXPORTED


def named_by(grants: Iterable[Grant], exposure: Exposure = Exposure.SHOWN) -> list[Disclosure]:
    """Return what a list of grants discloses: each names its records, which no policy opened."""
    return [
        Disclosure(
            originator=g.originator, record_ids=sorted(map(str, g.records)), exposure=exposure, grant=g.id, classes=()
        )
        for g in sorted(grants, key=lambda g: g.id)
        if g.records
    ]


def recalled_by(named: Mapping[str, Collection[str]], shown: Collection[str]) -> list[Disclosure]:
    """Return what lists of recalls disclose: that these records of each originator are recalled, and nothing of them.

    Of what the same answer shows besides, that counts.
    """
    left = {originator: sorted(set(ids).difference(shown)) for originator, ids in sorted(named.items())}
    return [
        Disclosure(originator=o, record_ids=ids, exposure=Exposure.RECALLED, classes=())
        for o, ids in left.items()
        if ids
    ]


def filed_by(filed: Mapping[str, Collection[str]]) -> list[Disclosure]:
    """Return what filings leave in the log of their originators: these records were filed, which shows nothing."""
    return [
        Disclosure(originator=o, record_ids=sorted(ids), exposure=Exposure.FILED)
        for o, ids in sorted(filed.items())
        if ids
    ]


def announce_change(audit: AuditLog, viewer: ViewerContext, operation: str, scope: ReadScope) -> None:
    """Append that a change is about to be made; the operation's own entry follows and says what became of it.

    An announcement without that entry, as after a killed process, says that a change may have been made.

    Raises:
        AuditError: the entry could not be written; then the change must not be made.
    """
    audit_operation(audit, viewer, f"{ANNOUNCED}{operation}", scope, [])
