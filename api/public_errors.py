"""What a caller may see of an error: the one table that turns errors of all packages into GraphQL and HTTP."""

from collections.abc import Mapping
from http import HTTPStatus

from api.errors import ApiError
from entity_resolution.errors import SamePairError
from graph import CursorError, GraphError
from graph.errors import RecordMovedError, StoreQueryError, StoreUnavailableError
from ingest import SettingError as IngestSettingError
from policies import AuditDamagedError, AuditError, LogsHeldError, PolicyError

# Only what stops a whole request has a status of its own; errors inside an answer keep 200, as GraphQL over HTTP says.
_HTTP = {
    "UNAUTHENTICATED": HTTPStatus.UNAUTHORIZED,
    "FORBIDDEN": HTTPStatus.FORBIDDEN,
    "BODY_TOO_LARGE": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "BODY_TOO_SLOW": HTTPStatus.REQUEST_TIMEOUT,
    "TOO_MANY_REQUESTS": HTTPStatus.TOO_MANY_REQUESTS,
    "SERVICE_UNAVAILABLE": HTTPStatus.SERVICE_UNAVAILABLE,
    "CLOCK_SET_BACK": HTTPStatus.SERVICE_UNAVAILABLE,
    "CLOCK_LEAPT": HTTPStatus.SERVICE_UNAVAILABLE,
    "CLOCK_FORGOTTEN": HTTPStatus.SERVICE_UNAVAILABLE,
    "AUDIT_DAMAGED": HTTPStatus.SERVICE_UNAVAILABLE,
    "STORE_SET_BACK": HTTPStatus.SERVICE_UNAVAILABLE,
}


LONGEST_MESSAGE = 1_000
"""Characters of a message: what is named in it, a caller may have sent as long as a request may be, and many times."""
_LONGEST_END = 200


def shortened(message: str) -> str:
    """Return a message as it is told: of a long one its beginning, which says what is wrong, and its end."""
    if len(message) <= LONGEST_MESSAGE:
        return message
    gap = " [...] "
    return message[: LONGEST_MESSAGE - _LONGEST_END - len(gap)] + gap + message[-_LONGEST_END:]


def public_error(exc: BaseException) -> tuple[str, str]:
    """Return the code and message that a caller may see for an exception, the message no longer than one may be.

    Messages of the store, of the driver and of programming errors are masked: they can name what is hidden.
    """
    code, message = _public_error(exc)
    return code, shortened(message)


def _public_error(exc: BaseException) -> tuple[str, str]:
    if isinstance(exc, ApiError):
        return exc.code, str(exc)
    if isinstance(exc, AuditDamagedError):
        return exc.code, exc.public
    if isinstance(exc, AuditError):
        return "SERVICE_UNAVAILABLE", "the service cannot answer now"
    if isinstance(exc, LogsHeldError):
        return "SERVICE_UNAVAILABLE", exc.public
    if isinstance(exc, PolicyError):
        return exc.code, str(exc)
    if isinstance(exc, SamePairError | IngestSettingError):
        return "BAD_USER_INPUT", str(exc)
    if isinstance(exc, GraphError) and exc.code in {"UNKNOWN_KIND", "UNKNOWN_PROPERTY"}:
        return "BAD_USER_INPUT", str(exc)
    if isinstance(exc, CursorError | RecordMovedError):
        return exc.code, str(exc)
    if store_may_answer_later(exc) or (
        isinstance(exc, GraphError) and exc.code in {"HIT_INDEX_BEHIND", "HIT_INDEX_KEY"}
    ):
        return "SERVICE_UNAVAILABLE", "the service cannot answer now"
    return "INTERNAL_SERVER_ERROR", "the request failed"


def public_extensions(exc: BaseException) -> Mapping[str, int | str]:
    """Return what stands under `extensions` of an error: its code, and what a client's program can go by besides."""
    code, _ = public_error(exc)
    return {"code": code, **(exc.details if isinstance(exc, ApiError) else {})}


def store_may_answer_later(exc: BaseException) -> bool:
    """Return whether the store failed for now, so that the same may be asked again: it is away, or had no time."""
    return isinstance(exc, StoreUnavailableError) or (isinstance(exc, StoreQueryError) and exc.passes)


def http_status(code: str) -> HTTPStatus:
    """Return the HTTP status of an error that stops a whole request."""
    return _HTTP.get(code, HTTPStatus.BAD_REQUEST)
