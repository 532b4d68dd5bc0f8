"""What the operator does to an agency's data, in that agency's log: announced before it is done, and what it came to.

The operator is no viewer: there is no token, and no scope. No announcement, no change.
"""

from dataclasses import dataclass

from api.audit.auditing import ANNOUNCED
from api.suspensions import OPERATING, OPERATOR
from policies import AuditEntry, AuditLog, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorAct:
    """Something that the operator does; `agency` is whose data it touches, the operator's own where it is all of it.

    `operation` names the act with codes and digests, never a value.
    """

    audit: AuditLog
    agency: str
    operation: str
    policy_version: str

    def announce(self, *, count: int | None = None) -> None:
        """Write down that it is about to be done.

        Raises:
            AuditError: that cannot be written; then it must not be done.
        """
        self._append(f"{ANNOUNCED}{self.operation}", count, "")

    def conclude(self, *, count: int, told: str = "") -> None:
        """Write down that it was done: how much was written, and in words with more counts what it came to.

        Raises:
            AuditError: that cannot be written; the announcement says that it may have been done.
        """
        self._append(self.operation, count, told)

    def _append(self, operation: str, count: int | None, told: str) -> None:
        self.audit.append(
            AuditEntry(
                actor=OPERATOR,
                agency=self.agency,
                purpose=OPERATING,
                operation=operation,
                outcome=Outcome.ALLOWED,
                policy_version=self.policy_version,
                count=count,
                reason=told,
            )
        )
        self.audit.flush()
