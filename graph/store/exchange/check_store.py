"""Keeps cross-checks: who asked, what was used up, what was found for the notices, and what waits for a supervisor.

No value is kept. A check knows how many values were asked and which records a hit concerns; one that is held knows the
keyed hashes of what was asked, so that the same question can be asked again once it is released.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import orjson

from graph.records import RecordId
from graph.store.connection import Row, Store, Transaction
from graph.store.cypher import Access, Template, template
from graph.store.notices.filing_store import free_filed
from graph.unix_time import from_microseconds, to_microseconds

_HITS_CHARACTERS = 2_048
_FORGOTTEN_A_STEP = 2_000


class CheckState(StrEnum):
    """What became of a cross-check."""

    ANSWERED = "answered"
    HELD = "held"  # waits for a supervisor
    RELEASED = "released"  # may be asked once more
    USED = "used"  # was asked once more, and answered


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundHit:
    """A hit of one value of a check on one record. `position` is the value's place in the request, from 0.

    `token`: the keyed hash of a value whose hit the asker was told, by which a recall finds whether it still holds.
    """

    position: int
    holder: str
    record_id: RecordId
    kind: str
    tells_asker: bool
    tells_holder: bool
    token: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCheck:
    """A cross-check as it was kept.

    Attributes:
        id: what it is called.
        agency: who asked.
        subject: the person who did.
        purpose: for which purpose.
        case_ref: for which case.
        at: when.
        values: how many.
        kinds: of which kinds they were.
        state: what became of it.
        reviewer: the party whose supervisors may release it.
        hits: what it found.
        tokens: keyed digests of its values, by which the same ones are known once it was released; none once it was
            used.
        released_by: the supervisor who released it.
        released_at: when they did.
        release_reason: why.
        filed: nothing was asked; values were filed, and it holds the notices of their linkages.
        roles: the asker's.
        clearance: the asker's.
        key_id: tells the key that hashed the values of its hits.
        act: a digest of what was asked, where the asker's client named that by a key.
    """

    id: str
    agency: str
    subject: str
    purpose: str
    case_ref: str
    at: datetime
    values: int
    kinds: tuple[str, ...]
    state: CheckState
    reviewer: str
    hits: tuple[FoundHit, ...] = ()
    tokens: tuple[str, ...] = ()
    released_by: str | None = None
    released_at: datetime | None = None
    release_reason: str | None = None
    filed: bool = False
    roles: tuple[str, ...] = ()
    clearance: int = 0
    key_id: str = ""
    act: str | None = None


_USE = template(
    "use_check_budget",
    Access.WRITE,
    """
    MERGE (b:CheckBudget {agency: $p.agency}) ON CREATE SET b.day = $p.day, b.used = 0
    // The lock first: what is read next is what no other check changes meanwhile.
    SET b.locked = true
    WITH b
    SET b.used = CASE WHEN b.day = $p.day THEN b.used ELSE 0 END + $p.values, b.day = $p.day
    RETURN b.used AS used
    """,
)
_USED = template(
    "used_check_budget",
    Access.SYSTEM,
    "MATCH (b:CheckBudget {agency: $p.agency}) WHERE b.day = $p.day RETURN b.used AS used",
)
_BLOCKS = template(
    "checked_blocks",
    Access.READ_IN_WRITE,
    """
    UNWIND $p.tokens AS token
    MATCH (b:CheckedBlock {token: token}) WHERE b.last > $p.earliest
    RETURN collect({token: b.token,
      members: [i IN range(0, size(b.members) - 1) WHERE b.times[i] > $p.earliest | b.members[i]]}) AS rows
    """,
)
_PUT_BLOCKS = template(
    "put_checked_blocks",
    Access.WRITE,
    """
    UNWIND $p.rows AS row
    MERGE (b:CheckedBlock {token: row.token}) ON CREATE SET b.members = [], b.times = []
    SET b.locked = true
    WITH row, b, [i IN range(0, size(b.members) - 1)
      WHERE b.times[i] > $p.earliest AND NOT b.members[i] IN row.members | i] AS kept
    WITH row, b, [i IN kept | b.members[i]] AS members, [i IN kept | b.times[i]] AS times
    SET b.members = members + row.members, b.times = times + [m IN row.members | $p.now], b.last = $p.now
    """,
)
_PUT = template(
    "put_check",
    Access.WRITE,
    "MERGE (c:CrossCheck {id: $p.id}) SET c += $p.properties",
)
_RELEASED = template(
    "released_checks",
    Access.READ_IN_WRITE,
    """
    MATCH (c:CrossCheck {agency: $p.agency, state: 'released'})
    WHERE c.case_ref = $p.case_ref AND c.purpose = $p.purpose AND c.released_at > $p.earliest
      AND all(token IN $p.tokens WHERE token IN c.tokens)
    RETURN c.id AS id ORDER BY c.at, c.id LIMIT 1
    """,
)
_USE_RELEASED = template(
    "use_released_check",
    Access.WRITE,
    "MATCH (c:CrossCheck {id: $p.id}) SET c.state = 'used', c.tokens = null",
)
_RELEASE = template(
    "release_check",
    Access.WRITE,
    """
    MATCH (c:CrossCheck {id: $p.id}) SET c.locked = true
    WITH c WHERE c.state = 'held'
    SET c.state = 'released', c.released_by = $p.by, c.released_at = $p.at, c.release_reason = $p.reason
    RETURN c.id AS id, c.filed = true AS filed
    """,
)
_FIND = template("find_check", Access.SYSTEM, "MATCH (c:CrossCheck {id: $p.id}) RETURN c {.*} AS c")
_FIND_ALL = template(
    "find_checks",
    Access.SYSTEM,
    "UNWIND $p.ids AS id MATCH (c:CrossCheck {id: id}) RETURN c {.*} AS c",
)
_REVIEWED = template(
    "checks_to_review",
    Access.SYSTEM,
    """
    MATCH (c:CrossCheck)
    WHERE c.reviewed = true AND (c.reviewer = $p.agency OR c.agency = $p.agency)
      AND ($p.open = false OR c.state = 'held')
    RETURN c {.*} AS c ORDER BY c.at, c.id
    """,
)
_UNTOLD = template(
    "untold_checks",
    Access.SYSTEM,
    "MATCH (c:CrossCheck {untold: true}) RETURN c {.*} AS c ORDER BY c.at, c.id LIMIT $p.limit",
)
_LOCK_UNTOLD = template(
    "lock_untold_checks",
    Access.WRITE,
    """
    UNWIND $p.ids AS id
    MATCH (c:CrossCheck {id: id}) SET c.locked = true
    WITH c WHERE c.untold = true
    SET c.untold = null
    RETURN c.id AS id
    """,
)


# Holders are told first: what they are told of is read from the check. What still holds notices can be released.
_FORGET_CHECKS = template(
    "forget_checks",
    Access.WRITE,
    """
    MATCH (c:CrossCheck)
    WHERE c.at < $p.before AND c.untold IS NULL AND NOT (c.filed IS NOT NULL AND c.state = 'held')
    WITH c LIMIT $p.limit
    DELETE c
    RETURN count(*) AS gone
    """,
)
_FORGET_BLOCKS = template(
    "forget_checked_blocks",
    Access.WRITE,
    """
    MATCH (b:CheckedBlock) WHERE b.last < $p.before
    WITH b LIMIT $p.limit
    DELETE b
    RETURN count(*) AS gone
    """,
)


class CheckStore:
    """Reads checks; what a check writes is written by the functions below, in one transaction with its answer."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def used(self, agency: str, day: str) -> int:
        """Return how many values an agency has asked on a day (ISO date, UTC)."""
        rows = await self._store.read(_USED, {"agency": agency, "day": day})
        return int(rows[0]["used"]) if rows else 0

    async def find(self, check_id: str) -> StoredCheck | None:
        """Return a check by its id."""
        rows = await self._store.read(_FIND, {"id": check_id})
        return _check(rows[0]["c"]) if rows else None

    async def find_all(self, check_ids: Iterable[str]) -> dict[str, StoredCheck]:
        """Return those of these checks that are kept, by their ids."""
        rows = await self._store.read(_FIND_ALL, {"ids": sorted(set(check_ids))})
        return {check.id: check for check in (_check(row["c"]) for row in rows)}

    async def reviewed(self, agency: str, *, open_only: bool = False) -> list[StoredCheck]:
        """Return the checks that were held, of this agency or for its supervisors to review, oldest first."""
        rows = await self._store.read(_REVIEWED, {"agency": agency, "open": open_only})
        return [_check(row["c"]) for row in rows]

    async def release(self, check_id: str, *, by: str, at: datetime, reason: str) -> bool:
        """Release a held check, and the notices that it holds; return whether it was held."""

        async def work(tx: Transaction) -> bool:
            rows = await tx.run(_RELEASE, {"id": check_id, "by": by, "at": to_microseconds(at), "reason": reason})
            if any(row["filed"] for row in rows):
                await free_filed(tx, check_id, at=at)
            return bool(rows)

        return await self._store.write(work)

    async def forget(self, *, checks_before: datetime, blocks_before: datetime) -> int:
        """Delete checks and number blocks from before an instant, some at a time; return the number of checks."""
        gone = 0
        for statement, before in ((_FORGET_CHECKS, checks_before), (_FORGET_BLOCKS, blocks_before)):
            while count := await self._store.write(_Forgetting(statement, before)):
                gone += count if statement is _FORGET_CHECKS else 0
        return gone

    async def untold(self, *, limit: int = 100) -> list[StoredCheck]:
        """Return checks whose holders have not been told yet, oldest first."""
        rows = await self._store.read(_UNTOLD, {"limit": limit})
        return [_check(row["c"]) for row in rows]


class _Forgetting:
    """One step of forgetting, as the work of a transaction."""

    def __init__(self, statement: Template, before: datetime) -> None:
        self._statement = statement
        self._before = before

    async def __call__(self, tx: Transaction) -> int:
        rows = await tx.run(self._statement, {"before": to_microseconds(self._before), "limit": _FORGOTTEN_A_STEP})
        return int(rows[0]["gone"])


async def use_budget(tx: Transaction, agency: str, *, day: str, values: int) -> int:
    """Count values against an agency's day and return how many it has used with them.

    Takes the agency's lock: its checks run one after the other.
    """
    return int((await tx.run(_USE, {"agency": agency, "day": day, "values": values}))[0]["used"])


async def checked_blocks(
    tx: Transaction, tokens: Iterable[str], *, now: datetime, window: timedelta
) -> dict[str, frozenset[str]]:
    """Return which members of number blocks were checked within a window that ends now."""
    rows = await tx.run(_BLOCKS, {"tokens": sorted(set(tokens)), "earliest": to_microseconds(now - window)})
    return {row["token"]: frozenset(row["members"]) for row in rows}


async def put_blocks(
    tx: Transaction, members: Mapping[str, Iterable[str]], *, now: datetime, window: timedelta
) -> None:
    """Add members to number blocks, as asked now; each is forgotten by itself once a window has passed since."""
    rows = [{"token": token, "members": sorted(set(found))} for token, found in sorted(members.items())]
    await tx.run(_PUT_BLOCKS, {"rows": rows, "now": to_microseconds(now), "earliest": to_microseconds(now - window)})


async def find_released(
    tx: Transaction, *, agency: str, case_ref: str, purpose: str, tokens: Sequence[str], earliest: datetime
) -> str | None:
    """Return the id of a released check of this case that asked all of these values, if there is one."""
    parameters = {"agency": agency, "case_ref": case_ref, "purpose": purpose, "tokens": list(tokens)}
    rows = await tx.run(_RELEASED, {**parameters, "earliest": to_microseconds(earliest)})
    return str(rows[0]["id"]) if rows else None


async def use_released(tx: Transaction, check_id: str) -> None:
    """Mark a released check as used: it is answered once."""
    await tx.run(_USE_RELEASED, {"id": check_id})


async def find_check(tx: Transaction, check_id: str) -> StoredCheck | None:
    """Return a check by its id, as this transaction sees it."""
    rows = await tx.run(_FIND, {"id": check_id})
    return _check(rows[0]["c"]) if rows else None


async def put_check(tx: Transaction, check: StoredCheck) -> None:
    """Write a check; every one waits for the notices, whether there are any to make or not."""
    properties = {
        "agency": check.agency,
        "subject": check.subject,
        "purpose": check.purpose,
        "case_ref": check.case_ref,
        "at": to_microseconds(check.at),
        "values": check.values,
        "kinds": list(check.kinds),
        "state": str(check.state),
        "reviewer": check.reviewer,
        "reviewed": check.state is CheckState.HELD,
        "filed": check.filed or None,
        "tokens": list(check.tokens) or None,
        "hits": _padded(orjson.dumps([_packed(hit) for hit in check.hits]).decode()),
        "roles": list(check.roles),
        "clearance": check.clearance,
        "key_id": check.key_id,
        "untold": True,
        "act": check.act,
    }
    await tx.run(_PUT, {"id": check.id, "properties": properties})


async def take_untold(tx: Transaction, check_ids: Iterable[str]) -> frozenset[str]:
    """Mark checks as told and return those that no other process has taken."""
    return frozenset(row["id"] for row in await tx.run(_LOCK_UNTOLD, {"ids": sorted(set(check_ids))}))


def _padded(text: str) -> str:
    """Return a text of one of few lengths: the store keeps short ones elsewhere, and a silent hit would show."""
    return text.ljust(-(-len(text) // _HITS_CHARACTERS) * _HITS_CHARACTERS)


def _packed(hit: FoundHit) -> list[object]:
    return [hit.position, hit.holder, hit.record_id, hit.kind, hit.tells_asker, hit.tells_holder, hit.token]


def _check(row: Row) -> StoredCheck:
    return StoredCheck(
        id=row["id"],
        agency=row["agency"],
        subject=row["subject"],
        purpose=row["purpose"],
        case_ref=row["case_ref"],
        at=from_microseconds(row["at"]),
        values=row["values"],
        kinds=tuple(row["kinds"]),
        state=CheckState(row["state"]),
        reviewer=row["reviewer"],
        hits=tuple(
            FoundHit(position=p, holder=h, record_id=r, kind=k, tells_asker=a, tells_holder=o, token="".join(token))
            for p, h, r, k, a, o, *token in orjson.loads(row["hits"])
        ),
        tokens=tuple(row.get("tokens") or ()),
        released_by=row.get("released_by"),
        released_at=from_microseconds(row["released_at"]) if row.get("released_at") is not None else None,
        release_reason=row.get("release_reason"),
        filed=bool(row.get("filed")),
        roles=tuple(row.get("roles") or ()),
        clearance=row.get("clearance") or 0,
        key_id=row.get("key_id") or "",
        act=row.get("act"),
    )
