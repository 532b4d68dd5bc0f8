"""Keeps grants: given, approved, passed on, taken back, and over; what one names is marked in the same transaction.

Giving and revoking are one transaction each: the grant, the marks, its number under the counter's lock, and the change.
A read looks at the marks (`grant_marks.py`) in its own statement, so the first one after a revocation no longer sees
what was granted.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from graph.grants import Condition, Grant, Grantee, GrantState
from graph.ontology import PropertyClass, load_ontology
from graph.store.changes import ChangeKind, append_change
from graph.store.connection import Row, Store, Transaction
from graph.store.cypher import Access, Template, template
from graph.store.grants.grant_marks import NamedLink, NamedRecord, mark_granted, unmark_granted
from graph.store.notices.near_held import is_near_held


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyGrants:
    """The grants given to one agency that could be live, as of one number of the grants' counter."""

    version: int
    grants: tuple[Grant, ...]


_SWEPT_AT_ONCE = 100

_NUMBER = template(
    "next_grant_number",
    Access.WRITE,
    "MATCH (counter:Counter {name: 'grant'}) SET counter.n = counter.n + 1 RETURN counter.n AS number",
)
_PUT = template(
    "put_grant",
    Access.WRITE,
    "CREATE (g:Grant) SET g = $p.properties",
)
_CHANGE = template(
    "change_grant",
    Access.WRITE,
    """
    MATCH (g:Grant {id: $p.id}) SET g.locked = true
    WITH g WHERE g.originator = $p.originator AND g.state IN $p.states
    SET g += $p.properties REMOVE g.locked
    RETURN g {.*} AS g
    """,
)
_REVOKE = template(
    "revoke_grant",
    Access.WRITE,
    """
    MATCH (g:Grant {id: $p.id}) SET g.locked = true
    WITH g WHERE g.originator = $p.originator AND g.state IN $p.states
    // Behind the lock: what was a proposal a moment ago may have been approved since, and opened something.
    SET g.was_live = g.state <> 'proposed'
    SET g += $p.properties REMOVE g.locked
    RETURN g {.*} AS g
    """,
)
_OVER = template(
    "grants_that_are_over",
    Access.SYSTEM,
    """
    // Else the planner may go through all grants by their numbers, for the order's sake.
    MATCH (g:Grant) USING INDEX SEEK g:Grant(state, ends) WHERE g.state = 'active' AND g.ends < $p.before
    WITH g ORDER BY g.number LIMIT $p.limit
    RETURN collect(g.id) AS rows
    """,
)
_EXPIRE = template(
    "expire_grant",
    Access.WRITE,
    """
    MATCH (g:Grant {id: $p.id}) SET g.locked = true
    WITH g WHERE g.state = 'active' AND g.ends < $p.before
    SET g.state = 'expired', g.was_live = true REMOVE g.locked
    RETURN g {.*} AS g
    """,
)
# Only what could open something: a proposal and what was revoked or is over stay in the lists of their agencies.
_OF_AGENCY = template(
    "grants_of_agency",
    Access.SYSTEM,
    """
    MATCH (g:Grant {grantee: $p.agency}) WHERE g.state = 'active' AND g.ends > $p.now
    RETURN collect(g {.*, records: [], links: []}) AS rows
    """,
)
_RESTING = template(
    "grants_resting_on",
    Access.WRITE,
    """
    MATCH (g:Grant {passed_from: $p.id}) SET g.locked = true
    WITH g WHERE g.state = 'active'
    SET g += $p.properties REMOVE g.locked
    RETURN collect(g {.*}) AS rows
    """,
)
_PASSED_ON = template(
    "grants_passed_on",
    Access.SYSTEM,
    "MATCH (g:Grant {passed_by: $p.agency}) WITH g ORDER BY g.number RETURN collect(g {.*}) AS rows",
)
_GIVEN = template(
    "grants_given",
    Access.SYSTEM,
    "MATCH (g:Grant {originator: $p.agency}) WITH g ORDER BY g.number RETURN collect(g {.*}) AS rows",
)
_RECEIVED = template(
    "grants_received",
    Access.SYSTEM,
    """
    MATCH (g:Grant {grantee: $p.agency}) WHERE g.state <> 'proposed' AND (g.state = 'active' OR g.was_live = true)
      AND (g.role IS NULL OR g.role IN $p.roles) AND (g.person IS NULL OR g.person = $p.person)
    WITH g ORDER BY coalesce(g.told, g.number) RETURN collect(g {.*}) AS rows
    """,
)
# What has gone counts by the terms under which it went; one that nothing says them of has none.
_TERMS = template(
    "terms_of_granted_records",
    Access.SYSTEM,
    """
    UNWIND $p.rids AS rid
    OPTIONAL MATCH (n:Record {rid: rid})
    RETURN collect([rid, coalesce(n.cmp, head(COLLECT {
      MATCH (c:Recall {record: rid}) WHERE NOT c.cause IN ['narrowed', 'corrected']
      WITH c ORDER BY c.at DESC, c.id RETURN c.cmp }))]) AS rows
    """,
)
_FIND = template("find_grant", Access.SYSTEM, "MATCH (g:Grant {id: $p.id}) RETURN g {.*} AS g")


class GrantStore:
    """Writes and reads grants. Whether one may be given or used is decided elsewhere, before it comes here."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, AgencyGrants] = {}

    async def names_held(self, ids: Iterable[str]) -> bool:
        """Return whether one of these records waits for a review, or would be closed by a seal on one that does."""
        return await is_near_held(self._store, ids, load_ontology())

    async def give(
        self, grant: Grant, records: Sequence[NamedRecord], links: Sequence[NamedLink], *, devices_alone: bool = False
    ) -> Grant:
        """Write a grant and return it with its number; an active one opens its records from this moment.

        One of this id that exists stays as it is and is returned: its giver's client sent the same act twice at once.

        Args:
            grant: the grant.
            records: what it names.
            links: likewise.
            devices_alone: of sightings it opens those of false base stations and of nothing else.

        Raises:
            GrantMovedError: a record or link no longer stands under the terms that were weighed; nothing was written.
        """

        async def work(tx: Transaction) -> Grant:
            rows = await tx.run(_NUMBER, {})
            if standing := await tx.run(_FIND, {"id": grant.id}):  # behind the lock of all grants
                return _grant(standing[0]["g"])
            numbered = replace(grant, number=int(rows[0]["number"]))
            await tx.run(_PUT, {"properties": _properties(numbered, records, links)})
            if numbered.state is GrantState.ACTIVE:
                await mark_granted(tx, numbered, records, links, devices_alone=devices_alone)
            await append_change(tx, ChangeKind.GRANT, [])
            return numbered

        return await self._store.write(work)

    async def approve(self, grant: Grant, *, by: str, devices_alone: bool = False) -> Grant | None:
        """Make a proposed grant active, which opens what `give` says; `None` where it is no longer proposed.

        Raises:
            GrantMovedError: a record or link no longer stands under the terms that were weighed; nothing was written.
        """

        async def work(tx: Transaction) -> Grant | None:
            [numbered] = await tx.run(_NUMBER, {})
            properties = {"state": str(GrantState.ACTIVE), "approved_by": by, "told": int(numbered["number"])}
            row = await self._lock(tx, grant, (GrantState.PROPOSED,), properties)
            if row is None:
                return None
            await mark_granted(tx, grant, *_named(row), devices_alone=devices_alone)
            await append_change(tx, ChangeKind.GRANT, [])
            return _grant(row)

        return await self._store.write(work)

    async def pass_on(self, parent: Grant, passed: Grant, *, devices_alone: bool = False) -> Grant | None:
        """Write a grant that a grantee passes on; it names of what its parent names what `passed` has, as `give` does.

        One of this id that exists stays as it is, as in `give`.

        Returns:
            The grant with its number; `None` where the parent was taken back meanwhile.

        Raises:
            GrantMovedError: a record or link no longer stands under the terms that were weighed; nothing was written.
        """

        async def work(tx: Transaction) -> Grant | None:
            rows = await tx.run(_NUMBER, {})
            if standing := await tx.run(_FIND, {"id": passed.id}):
                return _grant(standing[0]["g"])
            row = await self._lock(tx, parent, (GrantState.ACTIVE,), {})
            if row is None:
                return None
            numbered = replace(passed, number=int(rows[0]["number"]))
            all_records, all_links = _named(row)
            records = [r for r in all_records if r.id in passed.records]
            links = [link for link in all_links if link.id in passed.links]
            await tx.run(_PUT, {"properties": _properties(numbered, records, links)})
            await mark_granted(tx, numbered, records, links, devices_alone=devices_alone)
            await append_change(tx, ChangeKind.GRANT, [])
            return numbered

        return await self._store.write(work)

    async def revoke(self, grant: Grant, *, by: str, at: datetime) -> Grant | None:
        """Take a grant back, and what was passed on of it; `None` where it was taken back before."""

        async def work(tx: Transaction) -> Grant | None:
            properties = {
                "state": str(GrantState.REVOKED),
                "revoked_by": by,
                "revoked_at": at.isoformat(),
            }
            await tx.run(_NUMBER, {})
            states = (GrantState.PROPOSED, GrantState.ACTIVE, GrantState.EXPIRED)
            row = await self._lock(tx, grant, states, properties, statement=_REVOKE)
            if row is None:
                return None
            resting = await tx.run(_RESTING, {"id": grant.id, "properties": {**properties, "was_live": True}})
            for one in (row, *resting):
                await _unmark(tx, one)
            await append_change(tx, ChangeKind.GRANT, [])
            return _grant(row)

        return await self._store.write(work)

    async def sweep(self, *, before: datetime) -> int:
        """Take the marks off what grants name that ended before an instant; return how many grants.

        They opened nothing any more; but every reading of what they name looked at their marks. Each has a transaction
        of its own: one may name thousands of records.
        """
        total = 0
        while over := await self._store.read(_OVER, {"before": before.isoformat(), "limit": _SWEPT_AT_ONCE}):
            for grant_id in over:
                total += await self._store.write(partial(_expire, grant_id=str(grant_id), before=before))
        return total

    async def of_agency(self, agency: str, *, version: int, now: datetime) -> AgencyGrants:
        """Return the grants given to an agency that could be live; read again only when the counter has moved.

        Args:
            agency: code of the grantee.
            version: the counter's number as the caller has just read it.
            now: the present.
        """
        known = self._known.get(agency)
        if known is None or known.version != version:
            rows = await self._store.read(_OF_AGENCY, {"agency": agency, "now": now.isoformat()}) if version else []
            known = AgencyGrants(version=version, grants=tuple(sorted(map(_grant, rows), key=lambda g: g.number)))
            self._known[agency] = known
        return known

    async def given(self, agency: str) -> list[Grant]:
        """Return all grants of an agency's records, passed on by others or not, and those that it passed on itself."""
        rows = await self._store.read(_GIVEN, {"agency": agency})
        passed = await self._store.read(_PASSED_ON, {"agency": agency})
        return sorted(map(_grant, (*rows, *passed)), key=lambda g: g.number)

    async def received(self, agency: str, *, roles: Sequence[str], person: str) -> list[Grant]:
        """Return the grants that were ever live for a person of an agency, in the order in which they became so."""
        parameters = {"agency": agency, "roles": list(roles), "person": person}
        return [_grant(row) for row in await self._store.read(_RECEIVED, parameters)]

    async def terms_of(self, ids: Iterable[str]) -> dict[str, int | None]:
        """Return under which compartment each of these records stands now, or went; `None` where nothing says.

        It tells whom a grant may be named to, and is told to nobody.
        """
        wanted = sorted(set(ids))
        rows: list[Any] = list(await self._store.read(_TERMS, {"rids": wanted})) if wanted else []
        return {str(rid): compartment for rid, compartment in rows}

    async def find(self, grant_id: str) -> Grant | None:
        """Return a grant by its id, whoever's it is; the caller says who may hear of it."""
        rows = await self._store.read(_FIND, {"id": grant_id})
        return _grant(rows[0]["g"]) if rows else None

    @staticmethod
    async def _lock(
        tx: Transaction,
        grant: Grant,
        states: Sequence[GrantState],
        properties: Mapping[str, object],
        *,
        statement: Template = _CHANGE,
    ) -> Row | None:
        parameters = {"id": grant.id, "originator": grant.originator, "states": list(map(str, states))}
        rows = await tx.run(statement, {**parameters, "properties": dict(properties)})
        return rows[0]["g"] if rows else None


async def _expire(tx: Transaction, *, grant_id: str, before: datetime) -> int:
    for row in await tx.run(_EXPIRE, {"id": grant_id, "before": before.isoformat()}):
        await _unmark(tx, row["g"])
        return 1
    return 0


async def _unmark(tx: Transaction, row: Row) -> None:
    await unmark_granted(tx, _grant(row).mark, record_ids=row["records"], source_ids=row["link_sources"])


def _named(row: Row) -> tuple[list[NamedRecord], list[NamedLink]]:
    """Return what a stored grant names, under the terms that were weighed."""
    records = zip(row["records"], row["record_cmps"], strict=True)
    links = zip(row["links"], row["link_sources"], row["link_cmps"], strict=True)
    return (
        [NamedRecord(id=rid, compartment=cmp) for rid, cmp in records],
        [NamedLink(id=lid, source_id=source, compartment=cmp) for lid, source, cmp in links],
    )


def _properties(grant: Grant, records: Sequence[NamedRecord], links: Sequence[NamedLink]) -> dict[str, object]:
    return {
        "id": grant.id,
        "number": grant.number,
        "originator": grant.originator,
        "grantee": grant.grantee.agency,
        "role": grant.grantee.role,
        "person": grant.grantee.person,
        "classes": sorted(map(str, grant.classes)),
        "purpose": grant.purpose,
        "case_ref": grant.case_ref,
        "begins": grant.begins.isoformat(),
        "ends": grant.ends.isoformat(),
        "onward": grant.onward,
        "conditions": list(map(str, grant.conditions)),
        "other_restrictions": grant.other_restrictions,
        "reason": grant.reason,
        "question": grant.question,
        "records": [r.id for r in records],
        "record_cmps": [r.compartment for r in records],
        "links": [link.id for link in links],
        "link_sources": [link.source_id for link in links],
        "link_cmps": [link.compartment for link in links],
        "compartments": sorted(grant.compartments),
        "state": str(grant.state),
        "given_by": grant.given_by,
        "given_at": grant.given_at.isoformat(),
        "passed_from": grant.passed_from,
        "passed_by": grant.passed_by,
        "act": grant.act,
    }


def _grant(row: Row) -> Grant:
    return Grant(
        id=row["id"],
        number=row["number"],
        originator=row["originator"],
        grantee=Grantee(agency=row["grantee"], role=row.get("role"), person=row.get("person")),
        classes=frozenset(map(PropertyClass, row["classes"])),
        purpose=row["purpose"],
        case_ref=row.get("case_ref"),
        begins=datetime.fromisoformat(row["begins"]),
        ends=datetime.fromisoformat(row["ends"]),
        onward=row["onward"],
        conditions=tuple(map(Condition, row["conditions"])),
        other_restrictions=row.get("other_restrictions"),
        reason=row["reason"],
        question=row.get("question"),
        records=tuple(row["records"]),
        links=tuple(row["links"]),
        compartments=frozenset(row["compartments"]),
        state=GrantState(row["state"]),
        given_by=row["given_by"],
        given_at=datetime.fromisoformat(row["given_at"]),
        approved_by=row.get("approved_by"),
        revoked_by=row.get("revoked_by"),
        revoked_at=datetime.fromisoformat(row["revoked_at"]) if row.get("revoked_at") else None,
        passed_from=row.get("passed_from"),
        passed_by=row.get("passed_by"),
        act=row.get("act"),
        told=row.get("told"),
    )
