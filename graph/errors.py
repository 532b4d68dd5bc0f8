"""Errors of the graph package.

GraphError
├── OntologyError          the ontology files contradict themselves
├── UnknownKindError       no kind or link type has this name
├── UnknownPropertyError   a kind has no property of this name
├── StoreQueryError        a statement failed in the store
├── StoreUnavailableError  the store does not answer, or cannot write
│   ├── StoreSilentError   it took a request and has not answered in time
│   ├── StoreLoginError    it refuses the login
│   ├── StorePasswordError it wants another password first
│   ├── StoreTlsError      no connection comes about because of TLS
│   ├── StoreReadOnlyError its database may only be read
│   ├── StoreFullError     its disk has next to no room left
│   ├── DatabaseDownError  its server is up, and the database has failed
│   └── NoDatabaseError    it has no such database, or one that holds no graph
├── StoreSchemaError       the store was made by a newer version of the product
├── OlderProgramError      a program of an older version still uses a store that is to be brought up to date
├── StoreIndexError        an index of the store has failed, or one that is gone cannot be made again
├── ForeignDataError       the database holds somebody else's data
├── DeploymentKeyError     the deployment key is not the one that the ids in the store were minted with
├── HitIndexBehindError    the hit index has not taken in all that was written
├── HitIndexKeyError       the hit index was made with another key
├── HitIndexOvertakenError somebody else began to make the hit index anew meanwhile
├── GrantMovedError        what a grant was to name no longer stands under the terms that were weighed
├── RecordMovedError       what was to be written or put under other terms no longer stands as it was weighed
└── CursorError            a page cursor does not belong to this query and view
"""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

_NEAR = 0.6  # of 1: how alike two words are, of which one is proposed for the other


class GraphError(Exception):
    """Base of all errors of the graph package."""

    code = "GRAPH_ERROR"


class OntologyError(GraphError):
    """The ontology files contradict themselves."""

    code = "ONTOLOGY"

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(f"{where}: {problem}")
        self.where = where
        self.problem = problem


class UnknownKindError(GraphError):
    """No kind or link type has this name."""

    code = "UNKNOWN_KIND"

    def __init__(self, name: str, known: Iterable[str] = ()) -> None:
        super().__init__(f"unknown kind `{name}`{nearest_hint(name, known)}")
        self.name = name


class UnknownPropertyError(GraphError):
    """A kind has no property of this name."""

    code = "UNKNOWN_PROPERTY"

    def __init__(self, kind: str, name: str, known: Iterable[str] = ()) -> None:
        super().__init__(f"`{kind}` has no property `{name}`{nearest_hint(name, known)}")
        self.kind = kind
        self.name = name


_ANOTHER_NAME = "the same stands there under another name"
# A time limit is reached on a busy machine by what takes milliseconds otherwise.
_PASSING = ("Neo.TransientError.", "Neo.ClientError.Transaction.TransactionTimedOut")


class StoreQueryError(GraphError):
    """A statement failed in the store. The store's own words may hold values, so only its code is kept."""

    code = "STORE_QUERY"

    def __init__(self, statement: str, store_code: str) -> None:
        super().__init__(f"statement `{statement}` failed in the store with `{store_code}`")
        self.statement = statement
        self.store_code = store_code

    @property
    def passes(self) -> bool:
        """Whether the same may succeed later: the store was too busy, or short of memory, and not at fault."""
        return self.store_code.startswith(_PASSING)


class StoreUnavailableError(GraphError):
    """The store does not answer, or cannot write."""

    code = "STORE_UNAVAILABLE"

    def __init__(self, reason: str) -> None:
        super().__init__(f"the store does not answer (`{reason}`)")
        self.reason = reason


class StoreSilentError(StoreUnavailableError):
    """The store took a request and has not answered in time, as one that hangs."""

    def __init__(self, seconds: float, *, writes: bool) -> None:
        self.reason = "it is silent"
        self.seconds = seconds
        unknown = "; what it was to write may be written or not" if writes else ""
        GraphError.__init__(self, f"the store has not answered within {seconds:g} s{unknown}")


class StoreLoginError(StoreUnavailableError):
    """The store refuses the login."""

    def __init__(self) -> None:
        GraphError.__init__(self, "the store refuses the login; look at `NEO4J_USERNAME` and `NEO4J_PASSWORD`")
        self.reason = "the login is refused"


class StorePasswordError(StoreUnavailableError):
    """The store takes the login and wants another password first, as a new one does of its initial password."""

    def __init__(self) -> None:
        self.reason = "its password is an initial one or has expired"
        GraphError.__init__(
            self,
            "the store wants another password first: this one is the initial one or has expired; change it by "
            "`ALTER CURRENT USER SET PASSWORD`, then set `NEO4J_PASSWORD`",
        )


class StoreTlsError(StoreUnavailableError):
    """No connection to the store comes about, and it looks like TLS."""

    def __init__(self, reason: str, advice: str) -> None:
        self.reason = reason
        GraphError.__init__(self, f"no connection to the store: {reason}; look at `NEO4J_URI`: {advice}")


class StoreReadOnlyError(StoreUnavailableError):
    """The store's database is set so that it may only be read; nothing was written."""

    def __init__(self) -> None:
        self.reason = "its database may only be read"
        GraphError.__init__(
            self,
            "the store's database may only be read; look at `server.databases.read_only`, "
            "`server.databases.default_to_read_only` and the access mode of the database in Neo4j",
        )


class StoreFullError(StoreUnavailableError):
    """The disk of the embedded store has next to no room left; nothing was written, and what is read is answered."""

    def __init__(self, folder: str) -> None:
        self.reason = "its disk is all but full"
        GraphError.__init__(
            self, f"nothing was written: `{folder}` has next to no room left on its disk; make room and try again"
        )


class DatabaseDownError(StoreUnavailableError):
    """The store's server is up, and its database has failed."""

    def __init__(self, database: str, reason: str) -> None:
        self.reason = f"its database `{database}` has failed"
        GraphError.__init__(
            self,
            f"the store is up and its database `{database}` is not ({reason}); whoever runs Neo4j finds why by "
            f"`SHOW DATABASES` and in its `debug.log`",
        )
        self.database = database


class NoDatabaseError(StoreUnavailableError):
    """The store has no database of this name, or it is the one in which Neo4j keeps its own matters."""

    def __init__(self, database: str) -> None:
        self.reason = f"there is no database `{database}` for a graph"
        GraphError.__init__(self, f"{self.reason} in the store; look at `NEO4J_DATABASE`")
        self.database = database


class StoreSchemaError(GraphError):
    """The store was made by a newer version of the product."""

    code = "STORE_SCHEMA"

    def __init__(self, found: int, known: int) -> None:
        super().__init__(f"the store has schema version {found}, this version of benang knows up to {known}; update it")
        self.found = found
        self.known = known


class OlderProgramError(GraphError):
    """A program of an older version still uses a store that is to be brought up to date."""

    code = "OLDER_PROGRAM"

    def __init__(self, found: int, known: int, addresses: Sequence[str]) -> None:
        super().__init__(
            f"the store has schema version {found} and is to be brought to {known}, and a program of an older version "
            f"still uses it, from `{addresses[0]}`: end it, then start again; nothing was changed"
        )
        self.addresses = tuple(addresses)


class StoreIndexError(GraphError):
    """Constraints or indexes of the store have failed, or are gone and cannot be made again."""

    code = "STORE_INDEX"

    def __init__(self, *, failed: Iterable[str], lacking: Mapping[str, str | None]) -> None:
        """Name them.

        Args:
            failed: names of indexes that the store could not fill.
            lacking: names of those that are gone, with the store's code of why; `None` where it made none because the
                same stands there under another name.
        """
        self.failed, self.lacking = tuple(failed), dict(lacking)
        gone = [f"`{n}` is gone and cannot be made ({f'`{c}`' if c else _ANOTHER_NAME})" for n, c in lacking.items()]
        super().__init__(
            f"the store's indexes: {', '.join([*(f'`{name}` has failed' for name in self.failed), *gone])}"
        )


class ForeignDataError(GraphError):
    """The database holds data, and no store of this product. Nothing was written."""

    code = "STORE_FOREIGN_DATA"

    def __init__(self) -> None:
        super().__init__(
            "the database holds data that is no store of benang; give an empty one, by `NEO4J_URI` or "
            "`NEO4J_DATABASE`; nothing was written"
        )


class DeploymentKeyError(GraphError):
    """The deployment key is gone, or is not the one that the ids in the store were minted with."""

    code = "DEPLOYMENT_KEY"

    def __init__(self, file: str, problem: str) -> None:
        super().__init__(
            f"`{file}` {problem} the ids in this store were minted with; put that one back from the backup, as with "
            "another key every record would get another id"
        )
        self.file = file


class HitIndexBehindError(GraphError):
    """The hit index has not taken in all that was written, so it could answer by old terms."""

    code = "HIT_INDEX_BEHIND"

    def __init__(self) -> None:
        super().__init__("the hit index has not taken in all that was written; try again shortly")


class HitIndexKeyError(GraphError):
    """The hit index was made with another key, so nothing would be found in it."""

    code = "HIT_INDEX_KEY"

    def __init__(self) -> None:
        super().__init__("the hit index was made with another key; run `benang hits rebuild`")


class HitIndexOvertakenError(GraphError):
    """Somebody else began to make the hit index anew, so this rebuilding ended without having made it."""

    code = "HIT_INDEX_OVERTAKEN"

    def __init__(self) -> None:
        super().__init__("another rebuilding of the hit index has begun since; it goes on, and this one ends")


class GrantMovedError(GraphError):
    """What a grant was to name no longer stands under the terms that were weighed; it has to be given anew."""

    code = "GRANT_MOVED"

    def __init__(self) -> None:
        super().__init__("a record or link has changed its terms since; give the grant anew")


class RecordMovedError(GraphError):
    """A record that was to be written, withdrawn or put under other terms no longer stands as it was weighed."""

    code = "RECORD_MOVED"

    def __init__(self) -> None:
        super().__init__("a record has changed its terms meanwhile, and nothing was done; try again")


class CursorError(GraphError):
    """A page cursor was changed, or belongs to another view or query."""

    code = "CURSOR"

    def __init__(self) -> None:
        super().__init__("the cursor does not belong to this query in your present view; start from the first page")


def nearest_hint(name: str, known: Iterable[str]) -> str:
    """Return `, did you mean ...?` for the closest known word, or an empty text.

    Where none is close, small letters may stand for large ones or the other way round.
    """
    words = list(known)
    folded = {word.casefold(): word for word in words}
    close = _closest(name, words) or [folded[word] for word in _closest(name.casefold(), list(folded))]
    return f", did you mean `{close[0]}`?" if close else ""


def _closest(name: str, words: Sequence[str]) -> list[str]:
    """Return the closest word, if one is near.

    What is too long to be near any is compared with none: a caller may send as much as a request may hold.
    """
    # What two have in common, at most the shorter one, is 0.6 of their mean length where they are near (`difflib`).
    longest = max(map(len, words), default=0)
    may_be_near = longest > 0 and 2 * longest / (len(name) + longest) >= _NEAR
    return get_close_matches(name, words, n=1, cutoff=_NEAR) if may_be_near else []


def all_known(known: Iterable[str]) -> str:
    """Return `: known are ...` with all known words, or an empty text where there are none.

    For handling profiles, of which none is proposed: the nearest word may be the more open one, and who takes it over
    unread gives away what was to be kept.
    """
    names = ", ".join(f"`{word}`" for word in sorted(known))
    return f": known are {names}" if names else ""


def nearest_or_all(name: str, known: Iterable[str]) -> str:
    """Return `, did you mean ...?` for the closest known word, or all known words where none is close."""
    words = sorted(known)
    return nearest_hint(name, words) or f"; known are {', '.join(words)}"
