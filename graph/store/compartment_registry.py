"""Registers compartments: each distinct key or conjunction gets one small integer, for ever."""

from collections.abc import Iterable, Mapping, Sequence

from graph.compartments import Compartment, CompartmentKey
from graph.records import SubjectRole
from graph.store.connection import Row, Store, Transaction
from graph.store.cypher import Access, template

# Asked for at every operation, so the grants' counter and who is suspended come along: a round trip of its own would
# cost as much again.
_ALL = template(
    "all_compartments",
    Access.SYSTEM,
    """
    OPTIONAL MATCH (g:Counter {name: 'grant'})
    RETURN coalesce(g.n, 0) AS grants,
      COLLECT { MATCH (s:ActiveSuspension) RETURN [s.agency, s.subject] } AS suspended,
      COLLECT { MATCH (c:Compartment) WHERE c.id > $p.after WITH c ORDER BY c.id RETURN c {.*} } AS compartments
    """,
)
_REGISTER = template(
    "register_compartment",
    Access.WRITE,
    """
    MATCH (counter:Counter {name: 'compartment'})
    SET counter.locked = true
    MERGE (c:Compartment {name: $p.name})
    ON CREATE SET counter.n = counter.n + 1, c.id = counter.n, c += $p.properties
    RETURN c {.*} AS c
    """,
)


class CompartmentRegistry:
    """The registered compartments, cached in the process. Compartments are only ever added."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._by_id: dict[int, Compartment] = {}
        self._id_by_name: dict[str, int] = {}
        self._sorted: tuple[Compartment, ...] = ()
        # Up to here all is known. An own registration does not move it: others may have registered just before.
        self._read_to = 0
        self._grants = 0
        self._suspended: frozenset[tuple[str, str | None]] = frozenset()

    async def refresh(self) -> Sequence[Compartment]:
        """Read what other processes have registered since, and return all in the order of their ids."""
        [row] = await self._store.read(_ALL, {"after": self._read_to})
        self._grants = row["grants"]
        self._suspended = frozenset((agency, subject) for agency, subject in row["suspended"])
        for found in row["compartments"]:
            # Numbers have no gaps: what lies behind one has not been read, and is asked for again.
            if self._remember(found) == self._read_to + 1:
                self._read_to += 1
        return self.all

    @property
    def grant_changes(self) -> int:
        """How many changes of grants there were when `refresh` last looked."""
        return self._grants

    @property
    def suspended(self) -> frozenset[tuple[str, str | None]]:
        """Who was suspended when `refresh` last looked: an agency and a person, or an agency and `None` for all."""
        return self._suspended

    @property
    def all(self) -> Sequence[Compartment]:
        """The compartments known to this process, in the order of their ids."""
        if len(self._sorted) != len(self._by_id):
            self._sorted = tuple(self._by_id[i] for i in sorted(self._by_id))
        return self._sorted

    def get(self, compartment_id: int) -> Compartment:
        """Return a compartment that this process knows."""
        return self._by_id[compartment_id]

    def may_be_sealed(self, compartment_id: int) -> bool:
        """Return whether a victim's seal may lie on a base compartment: it does, or this process has not met it."""
        known = self._by_id.get(compartment_id)
        return known is None or (known.key is not None and known.key.is_sealed)

    async def base(self, key: CompartmentKey) -> int:
        """Return the id of a base compartment, registering it if it is new."""
        name = f"{key.originator}|{key.profile}|{key.kind}|{key.role}"
        properties = {"originator": key.originator, "profile": key.profile, "kind": key.kind, "role": str(key.role)}
        if key.claimed:
            return await self._find_or_register(f"{name}|claimed", {**properties, "claimed": True})
        return await self._find_or_register(name, properties)

    async def conjunction(self, own: int, ends: Iterable[int]) -> int:
        """Return the id of the conjunction of a link's own compartment with those of its ends."""
        members = (own, *sorted(set(ends) - {own}))
        name = "&".join(map(str, members))
        return await self._find_or_register(name, {"members": list(members)})

    async def _find_or_register(self, name: str, properties: Mapping[str, object]) -> int:
        known = self._id_by_name.get(name)
        if known is not None:
            return known

        async def register(tx: Transaction) -> list[Row]:
            return await tx.run(_REGISTER, {"name": name, "properties": properties})

        rows = await self._store.write(register)
        return self._remember(rows[0]["c"])

    def _remember(self, row: Row) -> int:
        key = None
        if "originator" in row:
            role = SubjectRole(row["role"])
            key = CompartmentKey(
                originator=row["originator"],
                profile=row["profile"],
                kind=row["kind"],
                role=role,
                claimed=row.get("claimed", False),
            )
        compartment = Compartment(id=row["id"], key=key, members=tuple(row.get("members", ())))
        self._by_id[compartment.id] = compartment
        self._id_by_name[row["name"]] = compartment.id
        return compartment.id
