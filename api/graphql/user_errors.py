"""Why something was not done: what the payloads of changes say to whoever asked for them."""

from enum import StrEnum

import strawberry

from api.errors import ApiError
from graph import GraphError
from policies import PolicyError


@strawberry.enum(description="Why something was not done, for programs; docs/errors.md says what to do about each.")
class UserErrorCode(StrEnum):
    """The codes of user errors; each is its own name."""

    ALERT_MOVED = "ALERT_MOVED"
    BUDGET_EXHAUSTED = "BUDGET_EXHAUSTED"
    EFFECT_UNREAD = "EFFECT_UNREAD"
    GRANT_MOVED = "GRANT_MOVED"
    GRANT_STATE = "GRANT_STATE"
    IDEMPOTENCY_KEY = "IDEMPOTENCY_KEY"
    JUDGEMENT_UNKNOWN = "JUDGEMENT_UNKNOWN"
    LEGAL_HOLD = "LEGAL_HOLD"
    NOTICE_STATE = "NOTICE_STATE"
    NOT_FOUND = "NOT_FOUND"
    NOT_JUDGED = "NOT_JUDGED"
    NO_OPERATOR = "NO_OPERATOR"
    OWN_RECORD = "OWN_RECORD"
    QUARANTINED = "QUARANTINED"
    RECORD_MOVED = "RECORD_MOVED"
    REQUEST_STATE = "REQUEST_STATE"
    UNCHANGED = "UNCHANGED"


@strawberry.type(description="Why something was not done.")
class UserError:
    """An error that the caller can mend.

    Attributes:
        code: for programs; codes do not change.
        message: for people, in English; it may change, and holds no stored value.
    """

    code: UserErrorCode
    message: str

    @classmethod
    def of(cls, exc: ApiError | GraphError | PolicyError) -> "UserError":
        """Return what is told of an error that a change foresees."""
        return cls(code=UserErrorCode(exc.code), message=str(exc))


UNCHANGED = UserError(code=UserErrorCode.UNCHANGED, message="that is so already")
NOT_FOUND = UserError(code=UserErrorCode.NOT_FOUND, message="there is no such thing in your view")
