"""Keeps how far the logs of each audit folder were, beside the folder itself: one that was set back is found by it."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from graph.store.connection import Store
from graph.store.cypher import Access, template
from graph.unix_time import from_microseconds

_FIND = template(
    "find_trail_mark",
    Access.SYSTEM,
    "OPTIONAL MATCH (m:TrailMark {place: $p.place}) RETURN m.names AS names, m.sizes AS sizes, m.roots AS roots",
)
# What is kept gives way to what is further, or where it is just what whoever writes has held the folder against. It is
# locked by the change of its time, before it is read.
_KEEP = template(
    "keep_trail_mark",
    Access.WRITE,
    """
    MERGE (m:TrailMark {place: $p.place})
    SET m.at = timestamp()
    WITH m, [i IN range(0, size(coalesce(m.names, [])) - 1) |
      {was: {size: m.sizes[i], root: m.roots[i]}, now: $p.marks[m.names[i]]}] AS logs
    WITH m, all(log IN logs WHERE log.now.size > log.was.size OR log.now = log.was) AS grew
    WITH m, coalesce(grew, false)
         OR (m.names = $p.known.names AND m.sizes = $p.known.sizes AND m.roots = $p.known.roots) AS gives_way
    FOREACH (_ IN CASE WHEN gives_way THEN [1] ELSE [] END |
      SET m.names = $p.kept.names, m.sizes = $p.kept.sizes, m.roots = $p.kept.roots)
    RETURN gives_way AS kept
    """,
)
_NEWEST = template("newest_trail_mark", Access.SYSTEM, "MATCH (m:TrailMark) RETURN max(m.at) AS at")
_NOTHING: Mapping[str, tuple[int, bytes]] = MappingProxyType({})


class TrailMarkStore:
    """Reads and writes the marks of one audit folder."""

    def __init__(self, store: Store, place: str) -> None:
        """Take the store and the folder's name, which is another one for each."""
        self._store = store
        self._place = place

    async def find(self) -> dict[str, tuple[int, bytes]]:
        """Return size and root of each log when they were last kept; nothing of a folder that was never marked."""
        [row] = await self._store.read(_FIND, {"place": self._place})
        if row["names"] is None:
            return {}
        kept = zip(row["names"], row["sizes"], row["roots"], strict=True)
        return {name: (int(size), bytes.fromhex(root)) for name, size, root in kept}

    async def keep(
        self, marks: Mapping[str, tuple[int, bytes]], *, known: Mapping[str, tuple[int, bytes]] = _NOTHING
    ) -> bool:
        """Keep size and root of each log in place of what was kept; return whether that gave way.

        It does where each log is as far as it was, or further. Logs that are behind it lower nothing, unless what is
        kept is just what the caller knows, who has held the folder against it.

        Args:
            marks: size and root of each log.
            known: what the caller knows to be kept.
        """
        parameters = {
            "place": self._place,
            "kept": _columns(marks),
            "known": _columns(known),
            "marks": {name: {"size": size, "root": root.hex()} for name, (size, root) in marks.items()},
        }
        [row] = await self._store.write_at_once(_KEEP, parameters, is_mark=True)
        return bool(row["kept"])


async def newest_trail_mark(store: Store) -> datetime | None:
    """Return when a mark of any folder was kept last, by the clock of the store's server; `None` where none was.

    Every process that writes keeps one, as it starts, as it goes on and as it ends.
    """
    [row] = await store.read(_NEWEST, {})
    return None if row["at"] is None else from_microseconds(row["at"] * 1_000)


def _columns(marks: Mapping[str, tuple[int, bytes]]) -> dict[str, list[Any]]:
    names = sorted(marks)
    return {
        "names": names,
        "sizes": [marks[name][0] for name in names],
        "roots": [marks[name][1].hex() for name in names],
    }
