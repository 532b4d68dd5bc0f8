"""Errors of the API package.

ApiError
├── SettingError          a setting is missing or impossible
├── AuthenticationError   the token is missing, wrong, expired, or names what the registers do not know
├── KeysUnreadableError   there are no keys to verify tokens with: a fault of the service, whoever asks
├── TooManyRequestsError  the caller has too many requests under way
├── BodyTooLargeError     a body is larger than one may be
├── BodyTooSlowError      a body was not whole in time
├── RefusedDocumentError  a document is too deep, too broad or too costly
├── OperationTooLongError an operation was given up after too long
├── OperationTooLargeError an operation was given up as it resolved too much
├── GrantStepError        a grant is past this step already
├── HeldError             a legal hold keeps a record from being withdrawn
├── AlertMovedError       an alert was told again since whoever acknowledges it read it
├── LiftedError           a claim or a legal hold was lifted before
├── NoticeStateError      a protection notice does not stand where this act begins
├── SamplesError          the folder of samples is not one
├── ScopeEndedError       what an operation showed ended before its answer left
├── RequestStepError      a request for information does not stand where this step begins
├── OwnRecordError        an agency asks itself about a record of its own
├── NoOperatorError       no party is registered as running an identifier
├── ActKeyError           the key of an act was used for another one
└── InputError            an argument is outside its limits
    ├── UnknownGrantError a grant to answer with is none that the viewer is listed
    └── GrantOpensNothingError  a grant to answer with was not approved, or has ended
"""

from collections.abc import Mapping
from pathlib import Path

RETRY_AFTER_SECONDS = 1
"""When it is worth asking again, where there were too many requests or the service cannot answer for now."""


class ApiError(Exception):
    """Base of all errors of this package."""

    code = "INTERNAL_SERVER_ERROR"
    details: Mapping[str, int | str] = {}
    """What a client's program can go by, for `extensions`: a bound, and what was measured of its own request."""


class SettingError(ApiError):
    """A setting is missing or impossible."""

    code = "SETTING"

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"setting `{name}` {problem}")
        self.name = name


class SamplesError(ApiError):
    """The folder of samples is not one."""

    code = "SAMPLES"

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"`{folder}` is no folder of samples: it has no readable `manifest.yml`; name it by `--samples`"
        )
        self.folder = folder


class AuthenticationError(ApiError):
    """The bearer token does not say who asks. The reason never repeats the token."""

    code = "UNAUTHENTICATED"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class KeysUnreadableError(ApiError):
    """The file of keys cannot be read, so that no token can be told from another. The caller's may be good."""

    code = "SERVICE_UNAVAILABLE"

    def __init__(self) -> None:
        super().__init__("no keys to verify tokens with")


class TooManyRequestsError(ApiError):
    """The caller, or the caller's agency, has as many requests of a sort under way as it may."""

    code = "TOO_MANY_REQUESTS"

    def __init__(self, limit: int) -> None:
        super().__init__("too many requests under way; wait for one to end")
        self.details = {"limit": limit, "retryAfterSeconds": RETRY_AFTER_SECONDS}


class BodyTooLargeError(ApiError):
    """A request's body is larger than the service takes."""

    code = "BODY_TOO_LARGE"

    def __init__(self) -> None:
        super().__init__("the body is too large")


class BodyTooSlowError(ApiError):
    """A request's body was not whole in time; nothing was asked."""

    code = "BODY_TOO_SLOW"

    def __init__(self) -> None:
        super().__init__("the body did not come in time")


class RefusedDocumentError(ApiError):
    """A document costs more than a request may."""

    code = "DOCUMENT_REFUSED"

    def __init__(self, measure: str, found: int, limit: int, *, costliest: str | None = None) -> None:
        most = f"; most of it is `{costliest}`" if costliest is not None else ""
        super().__init__(f"the document's {measure} is {found}, at most {limit} is allowed{most}")
        self.details = {"measure": measure, "found": found, "limit": limit}
        if costliest is not None:
            self.details["costliest"] = costliest


class OperationTooLongError(ApiError):
    """A query took too long as a whole and was given up; nothing of it was answered."""

    code = "OPERATION_TOO_LONG"

    def __init__(self, seconds: float) -> None:
        super().__init__(f"the query was given up after {seconds:g} s; ask for less at once")
        self.seconds = seconds


class OperationTooLargeError(ApiError):
    """An operation resolved more than one may: fields, and items of lists. Counts what the viewer is shown alone."""

    code = "OPERATION_TOO_LARGE"

    def __init__(self, limit: int) -> None:
        super().__init__(f"the answer has more than {limit} fields and items of lists; ask for less at once")
        self.details = {"limit": limit}


class ScopeEndedError(ApiError):
    """A policy or grant that opened something to the viewer ended before the answer left; nothing of that was told."""

    code = "SCOPE_ENDED"

    def __init__(self, *, change: bool) -> None:
        then = "look whether the change was made" if change else "ask again"
        super().__init__(f"something that was open to you ended while this was answered; {then}")


class RequestStepError(ApiError):
    """A request for information does not stand where this step begins. Names the state that the viewer's side sees."""

    code = "REQUEST_STATE"

    def __init__(self, step: str, state: str) -> None:
        super().__init__(f"`{step}` does not fit a request that is `{state}`")
        self.step = step
        self.state = state


class OwnRecordError(ApiError):
    """A request for information about a record of the asking agency's own, which is in its view."""

    code = "OWN_RECORD"

    def __init__(self) -> None:
        super().__init__("the record is your own agency's: look it up, and ask others about theirs")


class NoOperatorError(ApiError):
    """An identifier is to be put to the party that runs it, and none is certain by the registers, whoever holds it."""

    code = "NO_OPERATOR"

    def __init__(self) -> None:
        super().__init__("the registers name no party that runs it, or how it is read is in doubt: cross-check it")


class ActKeyError(ApiError):
    """The key that a client gave an act is that of another act of the same person."""

    code = "IDEMPOTENCY_KEY"

    def __init__(self) -> None:
        super().__init__("this key was used for something else; give each act a key of its own")


class NoticeStateError(ApiError):
    """A protection notice does not stand where this act begins; only for those who are shown the notice."""

    code = "NOTICE_STATE"

    def __init__(self, act: str, state: str) -> None:
        super().__init__(f"`{act}` does not fit a notice that is `{state}`")
        self.act = act
        self.state = state


class LiftedError(ApiError):
    """A claim or a legal hold was lifted before; only for those who are listed it."""

    code = "UNCHANGED"

    def __init__(self, what: str) -> None:
        super().__init__(f"this {what} was lifted already; nothing was changed")
        self.what = what


class AlertMovedError(ApiError):
    """An alert was told again, as its link ended, came back or was released, since whoever acknowledges it read it."""

    code = "ALERT_MOVED"

    def __init__(self) -> None:
        super().__init__("the alert was told again since `toldAt`; read it anew")


class GrantStepError(ApiError):
    """A grant in the viewer's list is past this step already. Names the state that the list shows."""

    code = "GRANT_STATE"

    def __init__(self, step: str, state: str) -> None:
        super().__init__(f"`{step}` does not fit a grant that is `{state}` already")
        self.step = step
        self.state = state


class HeldError(ApiError):
    """A legal hold, or a presumed victim's protection, keeps records or what they are linked to as they are.

    Which of the two, is not told: it would tell of a record or a link that may be closed to whoever asks.
    """

    code = "LEGAL_HOLD"

    def __init__(self, count: int) -> None:
        super().__init__(
            f"a legal hold or a presumed victim's protection keeps {count} of these records, or what they are linked "
            "to; lift the hold first, or ask who protects victims"
        )
        self.count = count


class InputError(ApiError):
    """An argument is outside its limits."""

    code = "BAD_USER_INPUT"

    def __init__(self, argument: str, problem: str) -> None:
        super().__init__(f"argument `{argument}` {problem}")
        self.argument = argument
        self.problem = problem


class GrantOpensNothingError(InputError):
    """A grant to answer with waits for a second person, or was taken back, or is over: who asks it would not help."""

    def __init__(self, grant_id: str, state: str) -> None:
        super().__init__("grantId", f"names a grant that opens nothing: `{grant_id}` is {state}")


class UnknownGrantError(InputError):
    """A grant to answer with is none that the viewer is listed, whether there is one or not."""

    def __init__(self) -> None:
        super().__init__("grantId", "is no grant of your agency to the one that asks")
