"""Keeps how far the logs of each audit folder were, beside the folder itself: one that was set back is found by it."""

from collections.abc import Mapping

from graph.store.connection import Store
from graph.store.cypher import Access, template

_FIND = template(
    "find_trail_mark",
    Access.SYSTEM,
    "OPTIONAL MATCH (m:TrailMark {place: $p.place}) RETURN m.names AS names, m.sizes AS sizes, m.roots AS roots",
)
_KEEP = template(
    "keep_trail_mark",
    Access.WRITE,
    """
    MERGE (m:TrailMark {place: $p.place})
    SET m.names = $p.names, m.sizes = $p.sizes, m.roots = $p.roots, m.at = timestamp()
    """,
)


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

    async def keep(self, marks: Mapping[str, tuple[int, bytes]]) -> None:
        """Keep size and root of each log in place of what was kept."""
        names = sorted(marks)
        parameters = {
            "place": self._place,
            "names": names,
            "sizes": [marks[name][0] for name in names],
            "roots": [marks[name][1].hex() for name in names],
        }
        await self._store.write_at_once(_KEEP, parameters)
