"""Writes an operation's audit entry before its answer leaves. A change is also announced before it is made.

Without the entry there is no answer, and without the announcement no change.
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
    """Append who was answered what, for which purpose and case, and under which scope.

    Args:
        audit: the trail.
        viewer: who asked.
        operation: what was asked, never its arguments.
        scope: the scope of the answer.
        shown: the records that the answer names.
        denied: whether the operation was refused.
        outcome: given instead of `denied` by operations that ask several things.
        disclosures: for each record shown, whose it is and on which basis it was shown.
        despite_damage: append the entry although damage to the trail waits for somebody; for answers that disclose
            nothing.

    Raises:
        AuditError: the entry could not be written; the answer must not leave then.
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
    """Return the trail's entry about what a viewer did under a scope; `record_ids` may come in any order."""
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
    """Run an operation; where the trail turns out to be damaged, before or on the way, write a refusal down and raise.

    Args:
        audit: the trail.
        viewer: who asked.
        operation: what was asked, never its arguments.
        scope: the scope that it was to be answered under.
        is_announced: whether a change has been announced so far. It may have been made then; its announcement alone
            says so, and an entry of a refusal would deny it.

    Raises:
        AuditDamagedError: the trail was cut short or changed, and nobody has looked at it yet.
    """
    try:
        audit.check()
        yield
    except AuditDamagedError:
        if not is_announced():
            audit_operation(audit, viewer, operation, scope, [], denied=True, despite_damage=True)
        raise


def tell_of_failure(exc: AuditError) -> None:
    """Log that an entry could not be written, and why; of damage that waits for somebody, also what to do."""
    if isinstance(exc, AuditDamagedError):
        event = "store_set_back" if isinstance(exc, StoreSetBackError) else "audit_damaged"
        log.error(event, code=exc.code, damage=list(exc.damage), remedy=exc.remedy)
    else:
        log.error("audit_failed", problem=exc.problem)


PROJECTION = "bloom projection"
"""The operation that writes a copy of a view into another store."""


def exposure_of(operation: str) -> Exposure:
    """Return how an operation exposes records: what a command prints is a copy that nobody can take back."""
    return Exposure.SHOWN if operation.split(" ", 1)[0] in _ASKED else Exposure.EXPORTED


def named_by(grants: Iterable[Grant], exposure: Exposure = Exposure.SHOWN) -> list[Disclosure]:
    """Return what a list of grants discloses: each grant names its records, which no policy opened."""
    return [
        Disclosure(
            originator=g.originator, record_ids=sorted(map(str, g.records)), exposure=exposure, grant=g.id, classes=()
        )
        for g in sorted(grants, key=lambda g: g.id)
        if g.records
    ]


def recalled_by(named: Mapping[str, Collection[str]], shown: Collection[str]) -> list[Disclosure]:
    """Return what lists of recalls disclose: that records of each originator are recalled, and nothing in them.

    Where the same answer also shows such a record, that disclosure counts instead.
    """
    left = {originator: sorted(set(ids).difference(shown)) for originator, ids in sorted(named.items())}
    return [
        Disclosure(originator=o, record_ids=ids, exposure=Exposure.RECALLED, classes=())
        for o, ids in left.items()
        if ids
    ]


def filed_by(filed: Mapping[str, Collection[str]]) -> list[Disclosure]:
    """Return what filings leave in the logs of the originators: which records were filed; it shows nothing of them."""
    return [
        Disclosure(originator=o, record_ids=sorted(ids), exposure=Exposure.FILED)
        for o, ids in sorted(filed.items())
        if ids
    ]


def announce_change(audit: AuditLog, viewer: ViewerContext, operation: str, scope: ReadScope) -> None:
    """Append that a change is about to be made. The operation's own entry follows and says what came of it.

    An announcement without such an entry, as after a process was killed, means that the change may have been made.

    Raises:
        AuditError: the entry could not be written; the change must not be made then.
    """
    audit_operation(audit, viewer, f"{ANNOUNCED}{operation}", scope, [])
