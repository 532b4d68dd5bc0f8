"""Which deployment key minted the ids in a store: the store keeps a keyed digest of it, which tells nothing of it.

With another key the same reference would get another id: a file that comes again would double the graph and bring back
what was withdrawn. So the key is compared at every start (decision 108).
"""

from graph.parts import decode_provenance
from graph.records import IdMinter
from graph.store.connection import Store
from graph.store.cypher import Access, template

_FIND = template(
    "find_key_mark",
    Access.SYSTEM,
    """
    OPTIONAL MATCH (k:DeploymentKey {name: 'ids'})
    RETURN k.key_id AS key_id, EXISTS { MATCH (:Record) } AS filled
    """,
)
_PUT = template(
    "put_key_mark",
    Access.WRITE,
    "MERGE (k:DeploymentKey {name: 'ids'}) ON CREATE SET k.key_id = $p.key_id RETURN k.key_id AS key_id",
)
# The oldest one: where two keys have been at work already, the first is the one that the store belongs to.
_WITNESS = template(
    "key_witness",
    Access.SYSTEM,
    """
    MATCH (n:Record) WHERE n.source IS NOT NULL
    RETURN n.rid AS rid, n.originator AS originator, n.source AS source
    ORDER BY n.received, rid LIMIT 1
    """,
)


class KeyMark:
    """The mark of the key that a store's ids are minted with."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def stands(self) -> bool:
        """Return whether a key has been at work here already, so that a new one must not be made."""
        found = (await self._store.read(_FIND, {}))[0]
        return found["key_id"] is not None or bool(found["filled"])

    async def agrees(self, minter: IdMinter) -> bool:
        """Return whether the ids here are minted with this key; a store without a mark is given this one's.

        Where records stand in a store without a mark, as an older version left it, the key has to mint the id of one.
        """
        key_id = (await self._store.read(_FIND, {}))[0]["key_id"]
        if key_id is None:
            if not await self._minted(minter):
                return False
            # Another process may have been first; then its key decides.
            key_id = (await self._store.write_at_once(_PUT, {"key_id": minter.key_id}))[0]["key_id"]
        return bool(key_id == minter.key_id)

    async def _minted(self, minter: IdMinter) -> bool:
        rows = await self._store.read(_WITNESS, {})
        if not rows:
            return True
        given = decode_provenance(rows[0]["source"])
        named = (rows[0]["originator"], given.dataset, given.reference)
        # An older version did not fold the reference.
        return rows[0]["rid"] in {minter.record_id(*named), minter.unfolded_record_id(*named)}
