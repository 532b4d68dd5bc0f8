"""Holds the hit index to the records after every write: what comes under other terms is told to who follows.

An entry under the terms that its record had goes on hitting whatever these are now, and nobody hears of it: a number
that a seal closed would name whose it is.
"""

from dataclasses import dataclass, field
from typing import Any

import pytest

from graph.store import Access, Store, Template
from tests.world import World

_LEFT_BEHIND = Template(
    name="left_behind",
    access=Access.SYSTEM,
    text="""
    MATCH (h:HitEntry)
    OPTIONAL MATCH (n:Record {rid: h.record})
    WITH h, n WHERE n IS NULL OR n.cmp <> h.cmp
    OPTIONAL MATCH (f:Follower {name: 'hit-index'})
    WITH h, n, coalesce(f.seq, 0) AS seq
    WHERE NOT EXISTS { MATCH (c:Change) WHERE c.seq > seq AND c.kind IN ['records', 'opened'] AND h.record IN c.rids }
    RETURN DISTINCT n.kind AS kind, h.cmp AS told, n.cmp AS stands ORDER BY kind, told
    """,
)


@dataclass(slots=True)
class StandingHits:
    """Watches a store: `found` are entries whose record stands elsewhere without a change that waits to say so."""

    found: list[dict[str, Any]] = field(default_factory=list)
    writes: int = 0

    def watch(self, patch: pytest.MonkeyPatch) -> None:
        """Look behind each transaction from now, and bring the index up to date whenever a world is settled."""
        write, settle = Store.write, World.settle

        async def looked_at(store: Store, *given: Any, **named: Any) -> Any:
            done = await write(store, *given, **named)
            self.writes += 1
            self.found += await store.read(_LEFT_BEHIND, {})
            return done

        def brought_up(world: World) -> None:
            settle(world)
            world.run(world.app.exchange.index.drain())

        patch.setattr(Store, "write", looked_at)
        patch.setattr(World, "settle", brought_up)
