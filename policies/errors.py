"""Errors of the policies package.

PolicyError
├── BundleError            a policy bundle is refused: file, line and the nearest known word
├── SignatureError         nobody who is trusted vouches for a bundle
├── KeptBundleError        a bundle that comes into force cannot be kept, or one that was kept not be had
├── ClockError             the machine's clock was set back; nothing is decided by it
│   ├── ClockLeapError     it leapt forward; nobody has confirmed it
│   └── ClockForgottenError what it was decided by last cannot be read
├── ViewerError            a viewer context cannot be trusted
│   ├── UnknownAgencyError
│   ├── UnknownRoleError
│   └── UnknownPurposeError
├── UnknownTermError       no such kind or handling profile
├── OverCeilingError       a grant would open what no grant may
├── ForbiddenError         an action is not the viewer's to take
├── BudgetError            an agency has asked all that it may ask for now
├── LogsHeldError          another process holds the logs of the trail: what needs them is asked for again
└── AuditError             an audit entry could not be written or read; then no answer leaves
    └── AuditDamagedError  what was written is cut short, changed or gone, and nobody has looked at it yet
        └── StoreSetBackError  the store lacks what the trail tells of, and nobody has looked at it yet
"""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from graph import all_known, nearest_or_all


class PolicyError(Exception):
    """Base of all errors of the policies package."""

    code = "POLICY_ERROR"


class BundleError(PolicyError):
    """A policy bundle is refused; nothing of it takes effect. `line` is 0 where a file or folder is the problem."""

    code = "BUNDLE_REFUSED"

    def __init__(self, file: str, line: int, problem: str) -> None:
        super().__init__(f"{file}:{line}: {problem}" if line else f"{file}: {problem}")
        self.file = file
        self.line = line
        self.problem = problem


class SignatureError(PolicyError):
    """Nobody who is trusted vouches for a bundle; nothing of it takes effect."""

    code = "BUNDLE_REFUSED"

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class KeptBundleError(PolicyError):
    """A bundle cannot be kept, so that it does not come into force; or one that was kept cannot be had."""

    code = "BUNDLE_NOT_KEPT"


class ClockError(PolicyError):
    """The machine's clock stands before an instant that was decided by: nothing is disclosed or written by it."""

    code = "CLOCK_SET_BACK"
    problem = "the clock was set back: nothing is disclosed or written until it is right again"

    def __init__(self, *, now: datetime, latest: datetime | None) -> None:
        super().__init__(self.problem)
        self.now = now
        self.latest = latest


class ClockLeapError(ClockError):
    """The machine's clock went much further forward than time passed; nothing lapses or begins by it unconfirmed."""

    code = "CLOCK_LEAPT"
    problem = (
        "the clock leapt forward: nothing is disclosed or written until it is right again or confirmed by "
        "`benang policy clock --confirm`"
    )


class ClockForgottenError(ClockError):
    """The file of the latest instant that was decided by tells none: a clock that was set back would not be noticed.

    `unread` is why it cannot be read, as of another user's file; `None` of one that is damaged.
    """

    code = "CLOCK_FORGOTTEN"

    def __init__(self, *, now: datetime, unread: str | None = None) -> None:
        what = "is damaged" if unread is None else f"cannot be read ({unread})"
        self.problem = (
            f"what says when was decided last (policy-clock in the data folder) {what}: nothing is disclosed or "
            "written until somebody has looked at the clock and confirmed it by `benang policy clock --confirm`"
        )
        super().__init__(now=now, latest=None)


class ViewerError(PolicyError):
    """A viewer context names what the registers do not know; access fails closed."""

    code = "VIEWER_REFUSED"


class UnknownAgencyError(ViewerError):
    """No party has this code."""

    code = "UNKNOWN_AGENCY"

    def __init__(self, agency: str, known: Iterable[str]) -> None:
        super().__init__(f"unknown agency `{agency}`{nearest_or_all(agency, known)}")
        self.agency = agency


class UnknownRoleError(ViewerError):
    """No role has this name."""

    code = "UNKNOWN_ROLE"

    def __init__(self, role: str, known: Iterable[str]) -> None:
        super().__init__(f"unknown role `{role}`{nearest_or_all(role, known)}")
        self.role = role


class UnknownPurposeError(ViewerError):
    """No purpose has this name."""

    code = "UNKNOWN_PURPOSE"

    def __init__(self, purpose: str, known: Iterable[str]) -> None:
        super().__init__(f"unknown purpose `{purpose}`{nearest_or_all(purpose, known)}")
        self.purpose = purpose


class UnknownTermError(PolicyError):
    """A compartment names a kind or a handling profile that nobody knows.

    Of profiles all are named, never the nearest, see `all_known`.
    """

    code = "UNKNOWN_TERM"

    def __init__(self, what: str, name: str, known: Iterable[str], *, guess: bool = True) -> None:
        hint = nearest_or_all(name, known) if guess else all_known(known)
        super().__init__(f"unknown {what} `{name}`{hint}")
        self.what = what
        self.name = name


class OverCeilingError(PolicyError):
    """A grant would open what the originator's policies let no grant open to this grantee.

    `what` says before the words what they are, where they are no property classes.
    """

    code = "OVER_CEILING"

    def __init__(self, words: Iterable[str], *, what: str = "") -> None:
        found = tuple(words)
        named = ", ".join(f"`{w}`" for w in found)
        super().__init__(f"over the ceiling of what may be granted: {what + ' ' if what else ''}{named}")
        self.words = found


class ForbiddenError(PolicyError):
    """An action is not the viewer's to take. Names the action and the rule, never what stands behind it."""

    code = "FORBIDDEN"

    def __init__(self, action: str, rule: str) -> None:
        super().__init__(f"`{action}` is not allowed: {rule}")
        self.action = action
        self.rule = rule


class BudgetError(PolicyError):
    """An agency has asked all that it may ask for now. Counts what was asked, never what was found."""

    code = "BUDGET_EXHAUSTED"

    def __init__(self, *, per_day: int, left: int) -> None:
        super().__init__(f"of the agency's {per_day} values a day {left} are left")
        self.per_day = per_day
        self.left = left


class LogsHeldError(PolicyError):
    """Another process holds the logs of the trail: what waits in the segments could not be brought into them in time.

    What goes by the logs would take somebody for one who had nothing. Nothing was done; the same may be asked again.
    """

    code = "AUDIT_LOGS_HELD"
    public = "another process holds the audit logs: try again"

    def __init__(self, lock: Path, process: int | None) -> None:
        who = f"process {process}" if process is not None else "another process"
        super().__init__(f"{who} holds the audit logs (`{lock}`): try again")
        self.process = process


class AuditError(PolicyError):
    """An audit entry could not be written or read."""

    code = "AUDIT"

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class AuditDamagedError(AuditError):
    """The audit trail was cut short, changed or taken away; nothing is disclosed until somebody has looked at it.

    `damage` says of which files and how, for the operator; `public` is what anybody may be told.
    """

    code = "AUDIT_DAMAGED"
    state = "the audit trail is damaged"
    public = "the audit trail is damaged: nothing is disclosed until it is whole again or an operator has looked at it"
    remedy = "run `benang audit verify`, restore what is missing, then `benang audit accept-damage --reason WHY`"

    def __init__(self, damage: Iterable[str]) -> None:
        self.damage = tuple(damage)
        super().__init__(f"{self.state}: {'; '.join(self.damage)}; {self.remedy}")


class StoreSetBackError(AuditDamagedError):
    """The store was put back from an older copy: what was closed since is open in it, and nobody has looked yet."""

    code = "STORE_SET_BACK"
    state = "the store is older than the audit trail"
    public = "the store was put back from an older copy: nothing is disclosed until an operator has looked at it"
    remedy = (
        "put the newer store back, or suspend whom the trail says was suspended, then run `benang audit accept-damage "
        "--reason WHY` and do again what is missing"
    )
