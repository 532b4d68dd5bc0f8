"""What the driver's errors are told as once a connection stands, and which of the server's codes pass by themselves."""

from neo4j.exceptions import DriverError, Neo4jError

from graph.errors import GraphError, StoreQueryError, StoreReadOnlyError, StoreUnavailableError

_NOT_LEADER = "Neo.ClientError.Cluster.NotALeader"
_READ_ONLY = "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase"
# The database is stopped, or is still starting.
NOT_STARTED = frozenset(
    {
        "Neo.TransientError.General.DatabaseUnavailable",
        "Neo.TransientError.Database.DatabaseUnavailable",
        "Neo.DatabaseError.Database.UnableToStartDatabase",
        "Neo.DatabaseError.Transaction.TransactionStartFailed",
    }
)
# Besides these: it cannot write its log, as on a full disk, and refuses every transaction from then on; or another
# server of the cluster is the one that writes.
_CANNOT_SERVE = NOT_STARTED | {
    "Neo.DatabaseError.Transaction.TransactionLogError",
    "Neo.DatabaseError.Transaction.TransactionCommitFailed",
    _NOT_LEADER,
    _READ_ONLY,
}
_MAY_ONLY_BE_READ = "Neo.ClientError.General.WriteOnReadOnlyAccessDatabase"  # by the server's settings
_DEADLOCK = "Neo.TransientError.Transaction.DeadlockDetected"
# The driver repeats its own transactions after these, and so do we with ours. A refusal of memory is not among them: it
# does not pass within a second. A session expires when the connection to a cluster breaks.
_WORTH_REPEATING = frozenset({_DEADLOCK, _NOT_LEADER, _READ_ONLY, "SessionExpired"})


def is_worth_repeating(exc: StoreQueryError | StoreUnavailableError) -> bool:
    """Whether the same statement may well succeed a moment later."""
    return (exc.store_code if isinstance(exc, StoreQueryError) else exc.reason) in _WORTH_REPEATING


class Translated:
    """Turns the driver's errors inside this block into ours, without its messages: they can hold stored values.

    Raises:
        StoreQueryError: the statement failed or ran into its time limit.
        StoreReadOnlyError: the server's settings let nothing be written.
        StoreUnavailableError: the server or its database does not answer.
    """

    def __init__(self, statement: str) -> None:
        self._statement = statement

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, exc: BaseException | None, trace: object) -> None:
        if isinstance(exc, Neo4jError):
            raise self._told(exc.code or "unknown") from exc
        if isinstance(exc, DriverError):
            raise StoreUnavailableError(type(exc).__name__) from exc

    def _told(self, code: str) -> GraphError:
        if code == _MAY_ONLY_BE_READ:
            return StoreReadOnlyError()
        return StoreUnavailableError(code) if code in _CANNOT_SERVE else StoreQueryError(self._statement, code)
