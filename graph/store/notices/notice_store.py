"""Reads notices: of new linkages one for each side, of hits and requests one for the holder, of answers for the asker.

Each is for its agency alone and re-authorised at every reading. `notices.py` has what they are.
"""

from collections.abc import AsyncIterator, Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from graph.matches import Judgement, Match, decode_evidence, decode_ways
from graph.ontology import load_ontology
from graph.records import RecordId
from graph.scope import ReadScope
from graph.selectors import kinds_by_key_class
from graph.store.connection import Row, Store, Transaction
from graph.store.cypher import Access, Template, both_identified, in_open, live_grants, opened, readable_key, template
from graph.store.hits.hit_index import hit_index_stand
from graph.store.notices.filing_store import held_filings, holds_any
from graph.store.notices.notices import LinkageEnd, LinkNotice, RestingNotice
from graph.store.notices.telling import TOLD_AT, first_told_since
from graph.store.notices.wanted_notices import EVERY_NOTICE, IS_WANTED, MAY_BE_WANTED, NoticeReason, WantedNotices
from graph.store.patience import ACT_TIMEOUT_SECONDS
from graph.store.reading.record_reader import visible_judgement
from graph.store.shared_readings import SharedReadings
from graph.unix_time import from_text

NOTICES_A_READ = 200  # few beside what a page may ask for, many beside what a read costs
_NO_NUMBER = 1 << 62  # above all numbers of notices

_ENDS = template(
    "linkage_ends",
    Access.SYSTEM,
    """
    UNWIND $p.rids AS rid
    MATCH (n:Record {rid: rid})
    RETURN collect({rid: n.rid, received: n.received, originator: n.originator, cmp: n.cmp, kind: n.kind}) AS rows
    """,
)
_EVIDENCE = template(
    "linkage_evidence",
    Access.SYSTEM,
    """
    UNWIND $p.pairs AS pair
    MATCH (:Record {rid: pair[0]})-[m:MATCH]->(:Record {rid: pair[1]})
    RETURN collect({left: pair[0], right: pair[1], evidence: m.evidence, ways: m.ways}) AS rows
    """,
)
_STANDING = template(
    "standing_notices",
    Access.SYSTEM,
    """
    UNWIND $p.ids AS id
    MATCH (x:Notice {id: id})
    OPTIONAL MATCH (own:Record {rid: x.own}) WHERE coalesce(x.own_kind, own.kind) = own.kind
    OPTIONAL MATCH (n:Record {rid: x.other}) WHERE own IS NOT NULL AND coalesce(x.other_kind, n.kind) = n.kind
    RETURN collect({id: id, cmp: CASE WHEN x.ended_at IS NULL THEN n.cmp END}) AS rows
    """,
)
_RESTING = template(
    "notices_resting_on",
    Access.SYSTEM,
    """
    UNWIND $p.rids AS rid
    CALL (rid) {
      MATCH (x:Notice {own: rid}) RETURN x
      UNION
      MATCH (x:Notice {other: rid}) RETURN x
    }
    WITH DISTINCT x
    MATCH (own:Record {rid: x.own})
    MATCH (n:Record {rid: x.other})
    RETURN collect({
      id: x.id, own: own.rid, own_cmp: own.cmp, agency: x.agency, other: n.rid, other_cmp: n.cmp,
      other_agency: n.originator, is_hidden: x.hidden = true,
      as_told: coalesce(x.own_kind, own.kind) = own.kind AND coalesce(x.other_kind, n.kind) = n.kind
    }) AS rows
    """,
)
_LAST = template("last_notice", Access.SYSTEM, "MATCH (c:Counter {name: 'notice'}) RETURN c.n AS n")
# Told of while both are what they were: a bank is told of no person, and must not be once that is filed as a company.
_OWN_STANDS, _OTHER_STANDS = (
    f"""{opened("own")} AND coalesce(x.own_kind, own.kind) = own.kind""",
    "other.cmp IN $p.notices AND coalesce(x.other_kind, other.kind) = other.kind",
)
# A request may be about several records: its one notice tells each reader of the first that they see, and nobody else.
_WITH_OWN = f"""
        OPTIONAL MATCH (q:InformationRequest {{id: x.request}}) USING INDEX q:InformationRequest(id)
        WHERE x.reason = '{NoticeReason.REQUEST}'
        WITH x, [rid IN coalesce(q.rids, [x.own]) WHERE $p.owned IS NULL OR rid IN $p.owned] AS concerned
        WITH x, head(COLLECT {{
          UNWIND concerned AS rid
          MATCH (own:Record {{rid: rid}}) USING INDEX own:Record(rid) WHERE {_OWN_STANDS}
          RETURN rid ORDER BY rid LIMIT 1
        }}) AS first
        OPTIONAL MATCH (own:Record {{rid: first}}) USING INDEX own:Record(rid) WHERE {_OWN_STANDS}
        WITH x, own WHERE x.own IS NULL OR own IS NOT NULL"""
# Of two kinds no other record is named: that one it stands on has the number may be closed to who may see the record.
# What is held is told to who may look it up anyway: a selector whose key they may read, and of no other kind.
_LET_THROUGH = readable_key("other")


def _reading(name: str, bound: str, order: str = "", found_by: str = "MATCH (x:Notice) WHERE true") -> Template:
    """Return the statement that reads some notices from a number on, of all or of those that an index finds.

    Ordered by both properties of the index: the store would sort by the second alone. The limit counts what passed the
    guards; it cuts portions and no answer, since who reads goes on until there is enough.
    """
    return template(
        name,
        Access.SCOPED,
        f"""
        {found_by} AND x.agency = $p.agency AND {bound}
          AND ($p.open = false OR x.acknowledged_at IS NULL)
          AND {MAY_BE_WANTED}{_WITH_OWN}
        OPTIONAL MATCH (other:Record {{rid: x.other}}) USING INDEX other:Record(rid)
        WHERE {_OTHER_STANDS}
        WITH x, own, other WHERE (x.other IS NULL OR other IS NOT NULL) AND {IS_WANTED}
        WITH x, own, other WHERE x.held IS NULL OR ({_LET_THROUGH})
        RETURN x.id AS id, x.seq AS seq, x.agency AS agency, own.rid AS own_id,
          coalesce(own.kind, x.kind) AS own_kind, own.cmp AS own_cmp,
          coalesce(other.originator, x.other_agency) AS other_agency, other.cmp AS other_cmp,
          coalesce(x.reason, 'linkage') AS reason, x.purpose AS purpose, x.request AS request,
          x.for_protection = true AS for_protection, x.held IS NOT NULL AS held,
          coalesce({_LET_THROUGH}, false) AS may_look_up,
          CASE WHEN own.kind = other.kind AND {opened("other")} THEN other.rid END AS other_id,
          CASE WHEN own.kind = other.kind THEN other.rid END AS matched_id, {live_grants("other")} AS grants,
          x.strength AS strength, x.created_at AS created_at, {TOLD_AT} AS told_at,
          x.acknowledged_at AS acknowledged_at, x.acknowledged_by AS acknowledged_by, x.ended_at AS ended_at
        ORDER BY x.agency{order}, x.seq{order} LIMIT $p.limit
        """,
    )


_BEHIND = "x.seq > $p.beyond"
_READ = _reading("notices", _BEHIND)
_READ_NEWEST = _reading("newest_notices", "x.seq < $p.beyond AND x.seq >= $p.first", " DESC")
_READ_OWNED = _reading(
    "notices_of_records", _BEHIND, found_by="MATCH (x:Notice) USING INDEX x:Notice(own) WHERE x.own IN $p.owned"
)
_READ_ONE = _reading("one_notice", _BEHIND, found_by="MATCH (x:Notice) USING INDEX x:Notice(id) WHERE x.id = $p.id")
_JUDGED = template(
    "judgements_of_pairs",
    Access.SCOPED,
    f"""
    UNWIND $p.pairs AS pair
    MATCH (a:Record {{rid: pair[0]}})-[j:JUDGEMENT]->(b:Record {{rid: pair[1]}})
    USING INDEX a:Record(rid)
    WHERE {opened("a")} AND {in_open("j")} AND {opened("b")}
    RETURN collect([a.rid, b.rid, j {{.*}}, {both_identified("a", "b")}]) AS rows
    """,
)
# Of notices that were authorised. Few records have entries of the hit index, and few each.
_STILL_MEETING = template(
    "notices_still_meeting",
    Access.SYSTEM,
    """
    UNWIND $p.ids AS id
    MATCH (x:Notice {id: id})
    MATCH (a:Record {rid: x.own})
    MATCH (b:Record {rid: x.other})
    WHERE a.key = b.key OR a.kind <> b.kind AND EXISTS {
      MATCH (h:HitEntry {record: a.rid})
      MATCH (o:HitEntry {record: b.rid})
      WHERE h.token = o.token AND (h.carried <> '' OR o.carried <> '')
    }
    RETURN collect(id) AS ids
    """,
)
_ACKNOWLEDGE = template(
    "acknowledge_notice",
    Access.SCOPED,
    f"""
    MATCH (x:Notice {{id: $p.id}}) WHERE x.agency = $p.agency
      AND ($p.told_at IS NULL OR {TOLD_AT} = $p.told_at){_WITH_OWN}
    OPTIONAL MATCH (other:Record {{rid: x.other}}) USING INDEX other:Record(rid)
        WHERE {_OTHER_STANDS}
    WITH x, own, other WHERE x.other IS NULL OR other IS NOT NULL
    WITH x, own, other WHERE x.held IS NULL OR ({_LET_THROUGH})
    SET x.acknowledged_at = coalesce(x.acknowledged_at, $p.at), x.acknowledged_by = coalesce(x.acknowledged_by, $p.by)
    RETURN x.id AS id
    """,
)


class NoticeStore:
    """Writes and reads notices."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._readings = SharedReadings[int]()
        self._kinds = kinds_by_key_class(load_ontology())

    async def ends(self, ids: Iterable[str]) -> dict[RecordId, LinkageEnd]:
        """Return originator and compartment of linkage ends; for the notice matcher alone."""
        rows = await self._store.read(_ENDS, {"rids": sorted(set(ids))})
        return {
            row["rid"]: LinkageEnd(
                id=row["rid"],
                received=row["received"],
                originator=row["originator"],
                compartment=row["cmp"],
                kind=row["kind"],
            )
            for row in rows
        }

    async def matches(self, pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Match]:
        """Return stored matches: words, weights and compartments, no values.

        For the notice matcher alone.
        """
        rows = await self._store.read(_EVIDENCE, {"pairs": [list(pair) for pair in sorted(set(pairs))]})
        return {
            (row["left"], row["right"]): Match(
                left_id=row["left"],
                right_id=row["right"],
                evidence=decode_evidence(row["evidence"]),
                ways=decode_ways(row["ways"]),
            )
            for row in rows
        }

    async def last(self) -> int:
        """Return the number of the newest notice of all: none gets a lower one any more. To keep a place by."""
        return await self._readings.share(None, self._read_last)

    async def _read_last(self) -> int:
        rows = await self._store.read(_LAST, {})
        return int(rows[0]["n"]) if rows else 0

    async def standing(self, ids: Iterable[str]) -> dict[str, int | None]:
        """Return where the other record of each of these notices that exist stands now.

        `None` where it is gone, or what linked the two is.

        For the notice matcher alone.
        """
        rows = await self._store.read(_STANDING, {"ids": sorted(ids)})
        return {row["id"]: row["cmp"] for row in rows}

    async def resting_on(self, ids: Iterable[str]) -> list[RestingNotice]:
        """Return the notices of linkages that have one of these records at either end, where both are there.

        For the notice matcher alone.
        """
        return [
            RestingNotice(
                id=row["id"],
                own_id=RecordId(row["own"]),
                own_compartment=row["own_cmp"],
                agency=row["agency"],
                other_id=RecordId(row["other"]),
                other_compartment=row["other_cmp"],
                other_agency=row["other_agency"],
                as_told=row["as_told"],
                is_hidden=bool(row["is_hidden"]),
            )
            for row in await self._store.read(_RESTING, {"rids": sorted(set(ids))})
        ]

    async def portions(
        self,
        scope: ReadScope,
        *,
        after: int | None = None,
        open_only: bool = False,
        newest_first: bool = False,
        wanted: WantedNotices = EVERY_NOTICE,
    ) -> AsyncIterator[list[LinkNotice]]:
        """Yield the notices of the scope's agency, some at a time.

        Args:
            scope: the reader's.
            after: the number behind which, in the order of reading, they begin; there need be no such notice any more.
            open_only: leave out what was acknowledged.
            newest_first: from the last one back, not from the first one on.
            wanted: pass by the others; of those that were told before a time as far as that is known without reading.
        """
        statement, end = (_READ_NEWEST, _NO_NUMBER) if newest_first else (_READ, 0)
        beyond, first = end if after is None else after, 0
        if wanted.since is not None:
            first = await self.told_before(scope, wanted.since) + 1
            beyond = beyond if newest_first else max(beyond, first - 1)
        bounds = {"beyond": beyond, "first": first}
        async for found in self._portions(statement, scope, wanted.parameters, **bounds, open_only=open_only):
            yield found

    async def portion(self, scope: ReadScope, *, after: int) -> tuple[list[LinkNotice], int | None]:
        """Return the first notices of the scope's agency behind a number, and the number that the rest stands behind.

        That is `None` where nothing is left.
        """
        async for found in self._portions(_READ, scope, beyond=after):
            return found, found[-1].seq if len(found) >= NOTICES_A_READ else None
        return [], None

    async def told_before(self, scope: ReadScope, since: datetime) -> int:
        """Return a number behind which stands all that the scope's agency was told of at a time or later."""
        last = await self.last()
        return max(0, await first_told_since(self._store, scope.agency, since, last=last) - 1)

    async def of_records(self, scope: ReadScope, own_ids: Iterable[str]) -> list[LinkNotice]:
        """Return the notices of the scope's agency on these records of its own, oldest first."""
        wanted = {"owned": sorted(set(own_ids))}
        return [n async for found in self._portions(_READ_OWNED, scope, wanted) for n in found]

    async def one(self, scope: ReadScope, notice_id: str) -> LinkNotice | None:
        """Return a notice of the scope's agency by its id."""
        found = [n async for some in self._portions(_READ_ONE, scope, {"id": notice_id}) for n in some]
        return found[0] if found else None

    async def _portions(
        self,
        statement: Template,
        scope: ReadScope,
        wanted: Mapping[str, object] = MappingProxyType({}),
        *,
        beyond: int = 0,
        first: int = 0,
        open_only: bool = False,
    ) -> AsyncIterator[list[LinkNotice]]:
        given = {
            "agency": scope.agency,
            "first": first,
            "open": open_only,
            "owned": None,
            "notices": sorted(scope.notices),
            "kinds": self._kinds,
            **EVERY_NOTICE.parameters,
        }
        while True:
            bounds = {"beyond": beyond, "limit": NOTICES_A_READ}
            rows = await self._store.read(statement, {**bounds, **given, **wanted, **scope.parameters})
            found = list(map(_notice, rows))
            if found:
                yield found
                beyond = found[-1].seq
            if len(found) < NOTICES_A_READ:
                return

    async def waiting(self, notices: Iterable[LinkNotice]) -> frozenset[str]:
        """Return the ids of those linkages whose own record was filed anew and is held, for this reader.

        What has become of them since is told once a supervisor has released the filing.
        """
        linkages = [n for n in notices if n.reason is NoticeReason.LINKAGE and n.own_id is not None]
        asked = [n for n in linkages if not n.may_look_up]
        if not asked or not await holds_any(self._store):
            return frozenset()
        held = await held_filings(self._store, {str(n.own_id) for n in asked})
        return frozenset(n.id for n in asked if n.own_id in held)

    async def is_index_whole(self) -> bool:
        """Return whether the hit index, in which two kinds meet, has tokens of one key."""
        return not (await hit_index_stand(self._store)).is_building

    async def still_meeting(self, ids: Iterable[str]) -> set[str]:
        """Return which of these notices name two records that hold one selector as they stand now.

        For notices that may be read now: it is asked whatever the reader may see of the two. Of two kinds it holds
        while the hit index is whole.
        """
        wanted = sorted(set(ids))
        return set((await self._store.read(_STILL_MEETING, {"ids": wanted}))[0]["ids"]) if wanted else set()

    async def judgements(self, scope: ReadScope, pairs: Iterable[tuple[str, str]]) -> list[Judgement]:
        """Return what the scope shows of the judgements of these pairs, each in the order of its ids."""
        given = [list(pair) for pair in sorted(set(pairs))]
        rows: list[Any] = list(await self._store.read(_JUDGED, {"pairs": given, **scope.parameters}))
        return [visible_judgement(row, scope) for row in rows]

    async def acknowledge(
        self, scope: ReadScope, notice_id: str, *, by: str, at: datetime, told_at: datetime | None = None
    ) -> bool:
        """Acknowledge a notice of the scope's agency; return whether there is such a notice in this scope.

        With `told_at` only as it was told then.
        """

        async def work(tx: Transaction) -> bool:
            parameters = {"id": notice_id, "agency": scope.agency, "by": by, "at": at.isoformat(), "owned": None}
            parameters["told_at"] = told_at.isoformat() if told_at is not None else None
            given = {**parameters, "notices": sorted(scope.notices), "kinds": self._kinds, **scope.parameters}
            rows = await tx.run(_ACKNOWLEDGE, given)
            return bool(rows)

        return await self._store.write(work, timeout_seconds=ACT_TIMEOUT_SECONDS)


def _notice(row: Row) -> LinkNotice:
    return LinkNotice(
        id=row["id"],
        seq=row["seq"],
        agency=row["agency"],
        own_id=row["own_id"],
        own_kind=row["own_kind"],
        own_compartment=row["own_cmp"],
        other_agency=row["other_agency"],
        other_compartment=row["other_cmp"],
        other_id=row["other_id"],
        matched_id=row["matched_id"],
        grants=frozenset(row["grants"] or ()),
        strength=row["strength"],
        created_at=datetime.fromisoformat(row["created_at"]),
        told_at=datetime.fromisoformat(row["told_at"]),
        acknowledged_at=from_text(row["acknowledged_at"]),
        acknowledged_by=row["acknowledged_by"],
        reason=NoticeReason(row["reason"]),
        purpose=row["purpose"],
        request_id=row["request"],
        for_protection=bool(row["for_protection"]),
        held=bool(row["held"]),
        may_look_up=bool(row["may_look_up"]),
        ended_at=from_text(row["ended_at"]),
    )
