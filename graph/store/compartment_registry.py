"""Registers compartments: each distinct key or conjunction gets one small integer, for ever.

INVARIANT: a compartment is registered in a transaction of its own, whatever becomes of the transaction that needs it. A
number taken by a transaction that is undone would be known to this process and later be given to something else. Within
a transaction, use `get_bases`, `get_conjunctions` and `require`, which open no other transaction.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from graph.compartments import Compartment, CompartmentKey
from graph.records import SubjectRole
from graph.store.connection import NotPreparedError, Row, Store
from graph.store.cypher import Access, template
from graph.store.shared_readings import SharedReadings

# Asked for at every operation, so what else each rests on comes along: the grants' counter, who is suspended, and how
# far the store is, by which an older copy shows. A round trip of its own would cost as much again.
_ALL = template(
    "all_compartments",
    Access.SYSTEM,
    """
    OPTIONAL MATCH (g:Counter {name: 'grant'})
    OPTIONAL MATCH (r:Counter {name: 'compartment'})
    RETURN coalesce(g.n, 0) AS grants, coalesce(r.n, 0) AS registered,
      COLLECT { MATCH (m:StoreMark) RETURN [m.folder, m.number] } AS marks,
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
    WITH counter
    UNWIND $p.rows AS row
    MERGE (c:Compartment {name: row.name})
    ON CREATE SET counter.n = counter.n + 1, c.id = counter.n, c += row.properties
    RETURN collect(c {.*}) AS rows
    """,
)


class CompartmentRegistry:
    """The registered compartments, cached in the process. Compartments are only ever added."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._readings = SharedReadings[Sequence[Compartment]]()
        self._by_id: dict[int, Compartment] = {}
        self._id_by_name: dict[str, int] = {}
        self._sorted: tuple[Compartment, ...] = ()
        # Up to here all is known. An own registration does not move it: others may have registered just before.
        self._read_to = 0
        self._highest = 0
        self._asked = self._answered = 0
        self._grants = 0
        self._suspended: frozenset[tuple[str, str | None]] = frozenset()
        self._marks: Mapping[str, int] = {}
        self._is_ahead = False

    async def refresh(self) -> Sequence[Compartment]:
        """Read what other processes have registered since, and return all compartments in the order of their ids.

        Every answer needs this, and every subscription for each alert: callers that ask at once share one read.
        """
        return await self._readings.share(None, self._read)

    async def _read(self) -> Sequence[Compartment]:
        self._asked = asked = self._asked + 1
        # Taken before it is asked: what others write meanwhile is no more than what the answer may have.
        known, grants = self._highest, self._grants
        [row] = await self._store.read(_ALL, {"after": self._read_to})
        # INVARIANT: of two readings at once the older never undoes what the younger saw: a suspension holds at once.
        if asked > self._answered:
            self._answered = asked
            self._grants = row["grants"]
            self._suspended = frozenset((agency, subject) for agency, subject in row["suspended"])
            self._marks = dict(row["marks"])
            self._is_ahead = row["registered"] < known or row["grants"] < grants
        for found in row["compartments"]:
            # Numbers have no gaps: what lies behind one has not been read, and is asked for again.
            if self._remember(found) == self._read_to + 1:
                self._read_to += 1
        return self.all

    @property
    def grant_changes(self) -> int:
        """How many changes of grants there had been at the last `refresh`."""
        return self._grants

    @property
    def suspended(self) -> frozenset[tuple[str, str | None]]:
        """Who was suspended at the last `refresh`: pairs of an agency and a person, or `None` for the whole agency."""
        return self._suspended

    @property
    def store_marks(self) -> Mapping[str, int]:
        """How often each audit folder had marked the store when `refresh` last looked, by the folder's name."""
        return self._marks

    @property
    def is_ahead(self) -> bool:
        """Whether `refresh` last found fewer compartments or changes of grants than were known, as of an older copy.

        The numbers that are known here and not there may be given to others.
        """
        return self._is_ahead

    @property
    def all(self) -> Sequence[Compartment]:
        """The compartments known to this process, in the order of their ids."""
        if len(self._sorted) != len(self._by_id):
            self._sorted = tuple(self._by_id[i] for i in sorted(self._by_id))
        return self._sorted

    def get(self, compartment_id: int) -> Compartment:
        """Return a compartment that this process knows."""
        return self._by_id[compartment_id]

    async def meet(self, compartment_ids: Iterable[int]) -> None:
        """Make sure that this process knows these compartments, which another process may have registered."""
        if not self._by_id.keys() >= set(compartment_ids):
            await self.refresh()

    def may_be_sealed(self, compartment_id: int) -> bool:
        """Return whether a victim's seal may lie on a base compartment: it does, or this process does not know it."""
        known = self._by_id.get(compartment_id)
        return known is None or (known.key is not None and known.key.is_sealed)

    def may_follow_seals(self, compartment_id: int) -> bool:
        """Return whether a record in a base compartment may pass a seal on to linked records, or get one from them."""
        return self.may_be_sealed(compartment_id) or self.is_kept_open(compartment_id)

    def base_keys(self, compartment_id: int) -> dict[int, CompartmentKey]:
        """Return the keys of a known compartment: its own, or for a link's those of the link and both ends."""
        found = self._by_id[compartment_id]
        keys = {member: self._by_id[member].key for member in found.members or (compartment_id,)}
        return {member: key for member, key in keys.items() if key is not None}

    @property
    def kept_open(self) -> list[int]:
        """The known compartments of records that keepers keep open although a sealed person uses them."""
        return [number for number in self._by_id if self.is_kept_open(number)]

    def is_kept_open(self, compartment_id: int) -> bool:
        """Return whether a known compartment is one of `kept_open`."""
        key = self._by_id[compartment_id].key
        return key is not None and bool(key.kept_by)

    def terms_of_words(self, compartment_id: int) -> int | None:
        """Return the compartment whose terms close words of what keepers keep open in a known base compartment.

        `None` where nothing closes any words, or this process does not know that compartment.
        """
        key = self._by_id[compartment_id].key
        return self._id_by_name.get(self._base_name(key.sealed_with_her)) if key is not None and key.kept_by else None

    def key_of(self, compartment_id: int) -> CompartmentKey:
        """Return what a known base compartment stands for."""
        key = self._by_id[compartment_id].key
        assert key is not None  # noqa: S101 - the caller knows that it is no conjunction
        return key

    def is_victims(self, compartment_id: int) -> bool:
        """Return whether a known compartment holds victims' records, or links with a victim at one end."""
        return any(key.role.is_victim for key in self.base_keys(compartment_id).values())

    @property
    def uncompared(self) -> list[int]:
        """The known compartments of records that have not been compared yet."""
        return [number for number in self._by_id if self.is_uncompared(number)]

    def is_uncompared(self, compartment_id: int) -> bool:
        """Return whether a known compartment holds records that have not been compared yet."""
        key = self._by_id[compartment_id].key
        return key is not None and key.uncompared

    def before_seal(self, compartment_id: int) -> tuple[int, ...]:
        """Return the known compartments in which records of a sealed base compartment may have been before, in order.

        All have the same profile. The claim of another agency leaves the role as it was filed, while a record whose
        originator now calls its subject a victim may have been filed under any role. Without a seal there are none.
        """
        key = self._by_id[compartment_id].key
        if key is None or not key.is_sealed:
            return ()
        roles = [key.role] if key.claimed else [role for role in SubjectRole if not role.is_victim]
        names = (self._base_name(replace(key.filed, role=role)) for role in roles)
        return tuple(sorted(self._id_by_name[name] for name in names if name in self._id_by_name))

    def compared(self, compartment_id: int) -> int:
        """Return the compartment that a record moves to once it has been compared; for most it is the same."""
        key = self._by_id[compartment_id].key
        if key is None or not key.uncompared:
            return compartment_id
        return self._id_by_name[self._base_name(replace(key, uncompared=False))]

    async def base(self, key: CompartmentKey) -> int:
        """Return the id of a base compartment, registering it if it is new."""
        return (await self.bases([key]))[key]

    async def bases(self, keys: Collection[CompartmentKey]) -> dict[CompartmentKey, int]:
        """Return the ids of base compartments; new ones are registered in one transaction."""
        if keepers := _keepers_among(keys):
            await self.bases(keepers)
        # What a record that is new comes to stand in is registered with what it stands in first.
        names = {k: self._base_name(k) for key in keys for k in (replace(key, uncompared=False), key)}
        await self._register({name: self._base_properties(key) for key, name in names.items()})
        return {key: self._id_by_name[name] for key, name in names.items()}

    async def conjunctions(self, links: Iterable[tuple[int, ...]]) -> dict[tuple[int, ...], int]:
        """Return the ids of conjunctions; new ones are registered in one transaction.

        Whether an end has been compared makes no difference here: who may not see the end does not see its links
        either.

        Args:
            links: for each link its own compartment, then those of its two ends.
        """
        links = list(links)
        await self.meet({end for link in links for end in link[1:]})
        members = {link: self._members_of(link) for link in links}
        names = {link: _conjunction_name(found) for link, found in members.items()}
        await self._register({names[link]: {"members": list(found)} for link, found in members.items()})
        return {link: self._id_by_name[name] for link, name in names.items()}

    def get_bases(self, keys: Collection[CompartmentKey]) -> dict[CompartmentKey, int]:
        """Return the ids of base compartments, within a transaction.

        Raises:
            NotPreparedError: this process knows no registered compartment for one of them.
        """
        if (keepers := _keepers_among(keys)) and not self._knows(keepers):
            raise NotPreparedError(lambda: self.bases(keys))
        names = {key: self._base_name(key) for key in keys}
        if not self._id_by_name.keys() >= set(names.values()):
            raise NotPreparedError(lambda: self.bases(names.keys()))
        return {key: self._id_by_name[name] for key, name in names.items()}

    def get_conjunctions(self, links: Collection[tuple[int, ...]]) -> dict[tuple[int, ...], int]:
        """Return the ids of conjunctions, within a transaction.

        Args:
            links: as `conjunctions` takes them.

        Raises:
            NotPreparedError: this process knows no registered compartment for one of them, or not that of an end.
        """
        self.require({end for link in links for end in link[1:]})
        names = {link: _conjunction_name(self._members_of(link)) for link in links}
        if not self._id_by_name.keys() >= set(names.values()):
            raise NotPreparedError(lambda: self.conjunctions(names))
        return {link: self._id_by_name[name] for link, name in names.items()}

    def require(self, compartment_ids: Iterable[int]) -> None:
        """Make sure, within a transaction, that this process knows these compartments.

        Raises:
            NotPreparedError: it does not know one of them.
        """
        if not self._by_id.keys() >= set(compartment_ids):
            raise NotPreparedError(self.refresh)

    def _members_of(self, link: tuple[int, ...]) -> tuple[int, ...]:
        own, *ends = link
        return _members(own, map(self.compared, ends))

    async def _register(self, wanted: Mapping[str, Mapping[str, object]]) -> None:
        rows = [{"name": name, "properties": of} for name, of in wanted.items() if name not in self._id_by_name]
        if rows:
            for found in await self._store.write(lambda tx: tx.run(_REGISTER, {"rows": rows})):
                self._remember(found)

    def _knows(self, keys: Collection[CompartmentKey]) -> bool:
        """Return whether base compartments are registered, as far as this process knows, and their keepers' are."""
        return all(self._knows(_keepers_among([k])) and self._base_name(k) in self._id_by_name for k in keys)

    def _base_name(self, key: CompartmentKey) -> str:
        name = f"{key.originator}|{key.profile}|{key.kind}|{key.role}"
        kept = f"|kept by {','.join(self._keeper_names(key))}" if key.kept_by else ""
        return name + "|claimed" * key.claimed + "|uncompared" * key.uncompared + kept

    def _base_properties(self, key: CompartmentKey) -> dict[str, object]:
        properties: dict[str, object] = {
            "originator": key.originator,
            "profile": key.profile,
            "kind": key.kind,
            "role": str(key.role),
        }
        marks = {"claimed": key.claimed, "uncompared": key.uncompared, "keepers": self._keeper_names(key)}
        return properties | {name: mark for name, mark in marks.items() if mark}

    def _keeper_names(self, key: CompartmentKey) -> list[str]:
        """Return the keepers of a base compartment by the numbers of theirs, which are registered."""
        return [_conjunction_name([self._id_by_name[self._base_name(m)] for m in keeper]) for keeper in key.kept_by]

    def _keepers(self, names: Iterable[str]) -> tuple[tuple[CompartmentKey, ...], ...]:
        return tuple(tuple(self.key_of(int(number)) for number in name.split("&")) for name in names)

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
                uncompared=row.get("uncompared", False),
                kept_by=self._keepers(row.get("keepers", ())),
            )
        compartment = Compartment(id=row["id"], key=key, members=tuple(row.get("members", ())))
        self._by_id[compartment.id] = compartment
        self._highest = max(self._highest, compartment.id)
        self._id_by_name[row["name"]] = compartment.id
        return compartment.id


def _keepers_among(keys: Iterable[CompartmentKey]) -> set[CompartmentKey]:
    return {member for key in keys for keeper in key.kept_by for member in keeper}


def _conjunction_name(members: Sequence[int]) -> str:
    return "&".join(map(str, members))


def _members(own: int, ends: Iterable[int]) -> tuple[int, ...]:
    return (own, *sorted(set(ends) - {own}))
