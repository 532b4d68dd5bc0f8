"""Counts how often each audit folder marked the store: a store that counted less was put back from an older copy."""

from dataclasses import dataclass
from datetime import datetime

from graph.store.connection import Store
from graph.store.cypher import Access, template
from graph.unix_time import from_microseconds, to_microseconds

# Locked by the time of the look, before the number is read. A read of its own may be answered by a server of a cluster
# that is behind.
_ADVANCE = template(
    "advance_store_mark",
    Access.WRITE,
    """
    MERGE (m:StoreMark {folder: $p.folder})
    SET m.looked_at = $p.now
    WITH m, coalesce(m.number, 0) AS was, m.at AS since
    SET m.number = CASE WHEN was >= $p.known THEN was + 1 WHEN $p.accepted THEN $p.known + 1 ELSE was END
    SET m.at = CASE WHEN m.number > was THEN $p.now ELSE since END
    RETURN m.number AS number, since
    """,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreStanding:
    """How many marks of a folder a store has, and when it was marked before; `None` of one that never was."""

    number: int
    since: datetime | None


class StoreMarkStore:
    """Counts the marks of audit folders."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def advance(self, folder: str, *, known: int, accepted: bool, now: datetime) -> StoreStanding:
        """Count one more mark of a folder, unless the store has fewer than are known; return what it has then.

        Args:
            folder: by which name the store knows the folder.
            known: how many marks the store had at least.
            accepted: go on counting from there, though the store has fewer.
            now: the time of the mark.
        """
        parameters = {"folder": folder, "known": known, "accepted": accepted, "now": to_microseconds(now)}
        [row] = await self._store.write_at_once(_ADVANCE, parameters, is_mark=True)
        since = None if row["since"] is None else from_microseconds(row["since"])
        return StoreStanding(number=int(row["number"]), since=since)
