"""Errors of the policies package.

PolicyError
├── BundleError            a policy bundle is refused: file, line and the nearest known word
├── ViewerError            a viewer context cannot be trusted
│   ├── UnknownAgencyError
│   ├── UnknownRoleError
│   └── UnknownPurposeError
├── ForbiddenError         an action is not the viewer's to take
└── AuditError             an audit entry could not be written or read; then no answer leaves
"""

from collections.abc import Iterable

from graph import nearest_hint


class PolicyError(Exception):
    """Base of all errors of the policies package."""

    code = "POLICY_ERROR"


class BundleError(PolicyError):
    """A policy bundle is refused; nothing of it takes effect."""

    code = "BUNDLE_REFUSED"

    def __init__(self, file: str, line: int, problem: str) -> None:
        super().__init__(f"{file}:{line}: {problem}")
        self.file = file
        self.line = line
        self.problem = problem


class ViewerError(PolicyError):
    """A viewer context names what the registers do not know; access fails closed."""

    code = "VIEWER_REFUSED"


class UnknownAgencyError(ViewerError):
    """No party has this code."""

    code = "UNKNOWN_AGENCY"

    def __init__(self, agency: str, known: Iterable[str]) -> None:
        super().__init__(f"unknown agency `{agency}`{nearest_hint(agency, known)}")
        self.agency = agency


class UnknownRoleError(ViewerError):
    """No role has this name."""

    code = "UNKNOWN_ROLE"

    def __init__(self, role: str, known: Iterable[str]) -> None:
        super().__init__(f"unknown role `{role}`{nearest_hint(role, known)}")
        self.role = role


class UnknownPurposeError(ViewerError):
    """No purpose has this name."""

    code = "UNKNOWN_PURPOSE"

    def __init__(self, purpose: str, known: Iterable[str]) -> None:
        super().__init__(f"unknown purpose `{purpose}`{nearest_hint(purpose, known)}")
        self.purpose = purpose


class ForbiddenError(PolicyError):
    """An action is not the viewer's to take. Names the action and the rule, never what stands behind it."""

    code = "FORBIDDEN"

    def __init__(self, action: str, rule: str) -> None:
        super().__init__(f"`{action}` is not allowed: {rule}")
        self.action = action
        self.rule = rule


class AuditError(PolicyError):
    """An audit entry could not be written or read."""

    code = "AUDIT"

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem
