"""Suspensions: an agency or one of its people gets nothing, in every serving process, from the next answer on.

An agency's supervisors suspend and reinstate its people; the operator of the deployment, who holds the store's login,
anybody. Each step is in the audit trail before it is taken.
"""

import asyncio
import secrets
from collections.abc import Sequence

from api.errors import InputError
from api.reasons import check_reason
from graph.store import Suspension, SuspensionStore
from policies import (
    AuditEntry,
    AuditLog,
    Clock,
    ForbiddenError,
    MutationAction,
    Outcome,
    ScopeBuilder,
    SuspendedParty,
    ViewerContext,
    authorise,
    has_acted,
)

LONGEST_SUBJECT = 200
OPERATOR = "operator"
OPERATING = "operation of the deployment"


class SuspensionDesk:
    """Suspends, reinstates and lists. Without a viewer it is the operator who acts."""

    def __init__(
        self,
        suspensions: SuspensionStore,
        scopes: ScopeBuilder,
        audit: AuditLog,
        *,
        clock: Clock,
    ) -> None:
        self._suspensions = suspensions
        self._scopes = scopes
        self._audit = audit
        self._clock = clock

    async def suspend(
        self, viewer: ViewerContext | None, agency: str, subject: str | None, *, reason: str
    ) -> Suspension | None:
        """Suspend an agency, or one person of it; `None` where that is so already.

        Whom a supervisor suspended the operator can suspend as well: it is the operator's to lift then.

        Raises:
            ForbiddenError: it is not the viewer's to do.
            InputError: the reason or the person is outside its limits.
            UnknownAgencyError: no party has this code.
        """
        _check(reason, subject)
        self._scopes.directory.party(agency)
        target = SuspendedParty(agency=agency, subject=subject)
        self._announce(viewer, MutationAction.SUSPEND, target)
        return await self._suspensions.suspend(
            Suspension(
                id=f"s-{secrets.token_hex(16)}",
                agency=agency,
                subject=subject,
                reason=reason.strip(),
                by=viewer.subject if viewer is not None else "",
                at=self._clock(),
            )
        )

    async def reinstate(
        self, viewer: ViewerContext | None, agency: str, subject: str | None, *, reason: str
    ) -> Suspension | None:
        """Reinstate an agency, or one person of it; `None` where neither is suspended here.

        Raises:
            ForbiddenError: it is not the viewer's to do.
            InputError: the reason or the person is outside its limits.
            UnknownAgencyError: no party has this code.
        """
        _check(reason, subject)
        self._scopes.directory.party(agency)
        found = [s for s in await self._in_force(agency) if s.subject == subject]
        target = SuspendedParty(agency=agency, subject=subject, by_operator=any(not s.by for s in found))
        self._announce(viewer, MutationAction.REINSTATE, target)
        by = viewer.subject if viewer is not None else OPERATOR
        ids = [s.id for s in found]
        lifted = await self._suspensions.lift(ids, by=by, reason=reason.strip(), at=self._clock()) if ids else []
        return lifted[-1] if lifted else None

    async def was_seen(self, found: Suspension) -> bool | None:
        """Return whether a token of the suspended person's name ever asked anything, by the trail of this folder.

        `None` where an agency is suspended, or the trail cannot be read. Nobody knows all people of an agency: this
        tells a slip from a name.
        """
        if found.subject is None:
            return None
        try:
            return await asyncio.to_thread(has_acted, self._audit.folder, found.agency, found.subject)
        except OSError:
            return None  # the person is suspended, whoever that is

    async def listed(self, viewer: ViewerContext | None) -> Sequence[Suspension]:
        """Return suspensions, lifted ones included, oldest first: a supervisor's own agency's, or all to the operator.

        Raises:
            ForbiddenError: the viewer is no supervisor, or suspended.
        """
        if viewer is None:
            self._append(None, OPERATOR, "suspensions", Outcome.ALLOWED)
            return await self._suspensions.listed()
        own = SuspendedParty(agency=viewer.agency, subject=None)
        self._permit(viewer, MutationAction.SUSPEND, own, "suspensions")
        return await self._suspensions.listed(viewer.agency)

    async def _in_force(self, agency: str) -> list[Suspension]:
        return [s for s in await self._suspensions.listed(agency) if s.lifted_at is None]

    def _announce(self, viewer: ViewerContext | None, action: MutationAction, target: SuspendedParty) -> None:
        what = f"{action} {target.agency}" + (" person" if target.subject is not None else "")
        # Whom a store that was put back forgot is suspended again before anything is disclosed: that shows nothing.
        by_operator = viewer is None and action is MutationAction.SUSPEND
        self._permit(viewer, action, target, what, despite_damage=by_operator)

    def _permit(
        self,
        viewer: ViewerContext | None,
        action: MutationAction,
        target: SuspendedParty,
        what: str,
        *,
        despite_damage: bool = False,
    ) -> None:
        """Write down what is about to be done, or that it was refused, before it is."""
        if viewer is not None:
            try:
                authorise(viewer, action, target, directory=self._scopes.directory)
            except ForbiddenError:
                self._append(viewer, target.agency, what, Outcome.DENIED)
                raise
        self._append(viewer, target.agency, what, Outcome.ALLOWED, despite_damage=despite_damage)

    def _append(
        self,
        viewer: ViewerContext | None,
        agency: str,
        operation: str,
        outcome: Outcome,
        *,
        despite_damage: bool = False,
    ) -> None:
        # What the operator does to an agency stands in that agency's log: it has none of its own.
        self._audit.append(
            AuditEntry(
                actor=viewer.subject if viewer is not None else OPERATOR,
                agency=viewer.agency if viewer is not None else agency,
                purpose=viewer.purpose if viewer is not None else OPERATING,
                case_ref=viewer.case_ref if viewer is not None else None,
                operation=operation,
                outcome=outcome,
                policy_version=self._scopes.bundle.version,
            ),
            despite_damage=despite_damage,
        )
        self._audit.flush()


def note_confirmation(audit: AuditLog) -> None:
    """Write down that the operator is about to vouch for the machine's clock, by which all decisions go."""
    audit.append(
        AuditEntry(
            actor=OPERATOR,
            agency=OPERATOR,
            purpose=OPERATING,
            operation="confirm clock",
            outcome=Outcome.ALLOWED,
            policy_version="",
        )
    )
    audit.flush()


def _check(reason: str, subject: str | None) -> None:
    check_reason(reason)
    if subject is not None and not 1 <= len(subject) <= LONGEST_SUBJECT:
        raise InputError("person", f"must have 1 to {LONGEST_SUBJECT} characters")
