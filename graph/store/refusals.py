"""What a connection that does not come about is told as: the server away, its TLS, the login, the database."""

import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

from neo4j.exceptions import DriverError, Neo4jError, ServiceUnavailable

from graph.errors import NoDatabaseError, StoreLoginError, StorePasswordError, StoreTlsError, StoreUnavailableError

_SECURITY = "Neo.ClientError.Security."
_EXPIRED = "Neo.ClientError.Security.CredentialsExpired"  # as the one of a new server is from the first
_NO_DATABASE = "Neo.ClientError.Database.DatabaseNotFound"
# The driver's words where the other side closed before it had said which protocol it speaks. Nothing else tells it.
_CLOSED_AT_ONCE = "incomplete handshake"


def refusal(exc: Neo4jError | DriverError, *, uri: str, database: str) -> StoreUnavailableError:
    """Return what a connection that does not come about is told as.

    Args:
        exc: what the driver says; its words can hold what nobody is to read, so none are taken over.
        uri: where the store was looked for.
        database: what was asked for there.
    """
    code = (exc.code or "") if isinstance(exc, Neo4jError) else ""
    if code == _EXPIRED:
        return StorePasswordError()
    if code.startswith(_SECURITY):
        return StoreLoginError()
    if code == _NO_DATABASE:
        return NoDatabaseError(database)
    if (reason := _of_tls(exc, encrypted="+" in urlsplit(uri).scheme)) is not None:
        return StoreTlsError(*reason)
    return StoreUnavailableError(code or type(exc).__name__)


def _of_tls(exc: BaseException, *, encrypted: bool) -> tuple[str, str] | None:
    """Return what speaks for TLS that does not fit, and what to do about it."""
    causes = list(_causes(exc))
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return (
            "its certificate is not trusted here, or is another host's",
            "let this machine trust who signed it, or take `+ssc` where nobody can stand in between",
        )
    if encrypted and any(isinstance(cause, ssl.SSLError | ConnectionResetError) for cause in causes):
        return "it seems to speak no TLS there", "`+s` and `+ssc` ask for TLS"
    if not encrypted and any(
        isinstance(cause, ServiceUnavailable) and _CLOSED_AT_ONCE in str(cause) for cause in causes
    ):
        return "it closed the connection at once", "it may want TLS, which `+s` asks for"
    return None


def _causes(exc: BaseException) -> Iterator[BaseException]:
    """Yield an error and all behind it; whoever asks several servers has one of each."""
    yield exc
    if isinstance(exc, BaseExceptionGroup):
        for one in exc.exceptions:
            yield from _causes(one)
    if exc.__cause__ is not None:
        yield from _causes(exc.__cause__)
