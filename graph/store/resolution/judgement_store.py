"""Writes judgements and reads the review queue."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from graph.matches import Evidence, Judgement, JudgementValue, Way, decode_evidence, decode_ways
from graph.ontology import PropertyClass
from graph.records import RecordId
from graph.scope import ReadScope
from graph.store.changes import RESOLUTION, ChangeKind, append_change, take_position
from graph.store.connection import Row, Store, Transaction
from graph.store.cypher import Access, both_identified, in_open, live_grants, opened, record_map, template
from graph.store.patience import ACT_TIMEOUT_SECONDS
from graph.store.reading.record_reader import VisibleRecord, visible_judgement, visible_record


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPair:
    """Two visible records that may be one, with all stored evidence and ways; the view filters both by class."""

    left: VisibleRecord
    right: VisibleRecord
    evidence: tuple[Evidence, ...]
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchedPair:
    """Two visible records of one kind with all stored evidence and ways, and the classes of each that may be read."""

    left_id: RecordId
    right_id: RecordId
    kind: str
    left_readable: frozenset[PropertyClass]
    right_readable: frozenset[PropertyClass]
    evidence: tuple[Evidence, ...]
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairBesideOthers:
    """A matched pair that may have a third record beside it.

    `newest`: when the newer end was received. `component`: what is read together has one number. `is_judged_beside`: a
    visible judgement ties a visible third record to an end.
    """

    pair: MatchedPair
    newest: int
    component: int
    is_judged_beside: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedPair:
    """Two visible records of which agencies that wrote neither judged `value`; UNSURE where those disagree."""

    pair: ReviewPair
    value: JudgementValue


# Held before anything is read of the pair: of two who judge at once the second one reads what the first one said.
_HOLD = template(
    "hold_judged_pair",
    Access.SCOPED,
    f"""
    MATCH (a:Record {{rid: $p.left}}) WHERE {opened("a")}
    MATCH (b:Record {{rid: $p.right}}) WHERE {opened("b")}
    SET a.locked = true REMOVE a.locked
    RETURN a.rid AS rid
    """,
)
# What the agency judged before is kept as an edge of another type, which counts nowhere; what says the same is not kept
# twice. A judgement under terms that are closed to whoever judges stands on, beside the new one.
_JUDGE = template(
    "judge",
    Access.SCOPED,
    f"""
    MATCH (a:Record {{rid: $p.left}}) WHERE {opened("a")}
    MATCH (b:Record {{rid: $p.right}}) WHERE {opened("b")}
    OPTIONAL MATCH (a)-[old:JUDGEMENT]->(b)
    WHERE old.agency = $p.properties.agency AND ({in_open("old")} OR old.cmp = $p.properties.cmp)
    FOREACH (_ IN CASE WHEN any(name IN ['value', 'author', 'reason', 'cmp'] WHERE old[name] <> $p.properties[name])
      THEN [1] END |
      CREATE (a)-[kept:EARLIER_JUDGEMENT]->(b) SET kept = properties(old), kept.replaced = $p.properties.at)
    FOREACH (gone IN CASE WHEN old.jid <> $p.jid THEN [old] END | DELETE gone)
    WITH DISTINCT a, b
    MERGE (a)-[j:JUDGEMENT {{jid: $p.jid}}]->(b)
    SET j += $p.properties
    RETURN j.jid AS jid
    """,
)
_SAID = template(
    "judgements_said",
    Access.SCOPED,
    f"""
    UNWIND $p.pairs AS pair
    MATCH (a:Record {{rid: pair[0]}})-[j:JUDGEMENT|EARLIER_JUDGEMENT]->(b:Record {{rid: pair[1]}})
    USING INDEX a:Record(rid)
    WHERE {opened("a")} AND {in_open("j")} AND {opened("b")}
      AND (type(j) = 'JUDGEMENT' OR j.agency = $p.agency)
    RETURN collect([a.rid, b.rid, j {{.*}}, {both_identified("a", "b")}]) AS rows
    """,
)
# Named, since a planner that counts many matches goes through all records instead. What an agency judged is left out
# where pairs are read: to look at all pairs for it would go along all matches of each one's ends.
_ORDER = template(
    "review_order",
    Access.SCOPED,
    f"""
    MATCH (a:Record)-[m:MATCH]->(b:Record)
    USING INDEX m:MATCH(review)
    WHERE m.review = true AND ($p.kind IS NULL OR a.kind = $p.kind)
      AND ($p.of IS NULL OR $p.of = a.originator OR $p.of = b.originator) AND {opened("a")} AND {opened("b")}
    WITH a.rid AS one, b.rid AS other, CASE WHEN a.received > b.received THEN a.received ELSE b.received END AS newest
    WHERE newest < $p.after[0] OR (newest = $p.after[0] AND [one, other] > [$p.after[1], $p.after[2]])
    WITH newest, one, other ORDER BY newest DESC, one, other LIMIT $p.limit
    RETURN collect([newest, one, other]) AS rows
    """,
)
_REVIEW = template(
    "review_pairs",
    Access.SCOPED,
    f"""
    UNWIND $p.pairs AS pair
    MATCH (a:Record {{rid: pair[0]}})-[m:MATCH]->(b:Record {{rid: pair[1]}})
    USING INDEX a:Record(rid)
    USING INDEX b:Record(rid)
    WHERE m.review = true AND {opened("a")} AND {opened("b")}
      AND NOT EXISTS {{ (a)-[j:JUDGEMENT]->(b) WHERE j.agency = $p.agency AND {in_open("j")} AND j.value <>
      'NO_JUDGEMENT' }}
    RETURN {record_map("a")} AS left, {record_map("b")} AS right, m.evidence AS evidence,
      m.ways AS ways
    """,
)
# What the writer of one of the two says, or the viewer's agency, decides: of such a pair nothing is proposed.
_PROPOSED = template(
    "proposed_pairs",
    Access.SCOPED,
    f"""
    MATCH (a:Record)-[j:JUDGEMENT]->(b:Record)
    WHERE j.value <> 'NO_JUDGEMENT' AND NOT j.agency IN [a.originator, b.originator, $p.agency] AND {in_open("j")}
      AND a.kind = b.kind AND ($p.kind IS NULL OR a.kind = $p.kind)
      AND ($p.of IS NULL OR $p.of = a.originator OR $p.of = b.originator) AND {opened("a")} AND {opened("b")}
      AND NOT EXISTS {{ (a)-[k:JUDGEMENT]->(b) WHERE k.agency IN [a.originator, b.originator, $p.agency]
        AND {in_open("k")} AND k.value <> 'NO_JUDGEMENT' }}
    WITH a, b, max(j.at) AS at, collect(DISTINCT j.value) AS said
    ORDER BY at DESC, a.rid, b.rid LIMIT $p.limit
    OPTIONAL MATCH (a)-[m:MATCH]->(b)
    RETURN {record_map("a")} AS left, {record_map("b")} AS right, coalesce(m.evidence, []) AS evidence,
      coalesce(m.ways, []) AS ways, said
    """,
)


def _is_judged_beside(end: str, other: str) -> str:
    """Return the condition that a visible judgement ties a visible record beside the other end to one end of a pair."""
    third = f"c <> {other} AND {opened('c')}"
    return f"EXISTS {{ ({end})-[j:JUDGEMENT]-(c:Record) WHERE {in_open('j')} AND {third} }}"


def _may_have_a_third(end: str, other: str) -> str:
    """Return the condition that a visible record beside the other end is tied to one end of a pair, by whatever."""
    matched = f"EXISTS {{ ({end})-[:MATCH]-(c:Record) WHERE c <> {other} AND {opened('c')} }}"
    return f"{matched} OR {_is_judged_beside(end, other)}"


def _end(variable: str) -> str:
    """Return the projection of an end of a pair: its id, and what tells which classes of it may be read."""
    return f"{{rid: {variable}.rid, cmp: {variable}.cmp, grants: {live_grants(variable)}}}"


# Pairs that match and are not by themselves: a third record may keep them apart. Whether pair and third are there in
# the view, their evidence tells; the store knows but whether they might be.
_BESIDE_OTHERS = template(
    "pairs_beside_others",
    Access.SCOPED,
    f"""
    MATCH (a:Record)-[m:MATCH]->(b:Record)
    USING INDEX m:MATCH(review)
    WHERE m.review IN [true, false] AND a.kind = b.kind AND ($p.kind IS NULL OR a.kind = $p.kind)
      AND {opened("a")} AND {opened("b")}
    WITH a, b, m, CASE WHEN a.received > b.received THEN a.received ELSE b.received END AS newest
    WHERE newest < $p.after[0] OR (newest = $p.after[0] AND [a.rid, b.rid] > [$p.after[1], $p.after[2]])
    WITH a, b, m, newest WHERE {_may_have_a_third("a", "b")} OR {_may_have_a_third("b", "a")}
    WITH a, b, m, newest ORDER BY newest DESC, a.rid, b.rid LIMIT $p.limit
    RETURN {_end("a")} AS left, {_end("b")} AS right, a.kind AS kind, m.evidence AS evidence, m.ways AS ways,
      newest, a.component AS component, ({_is_judged_beside("a", "b")} OR {_is_judged_beside("b", "a")}) AS judged
    """,
)
_MATCHES_AT = template(
    "matches_at",
    Access.SCOPED,
    f"""
    UNWIND $p.rids AS rid
    MATCH (n:Record {{rid: rid}})-[m:MATCH]-(o:Record)
    USING INDEX n:Record(rid)
    WHERE n.kind = o.kind AND {opened("n")} AND {opened("o")}
    WITH DISTINCT m
    WITH m, startNode(m) AS a, endNode(m) AS b
    WHERE {opened("a")} AND {opened("b")}
    RETURN {_end("a")} AS left, {_end("b")} AS right, a.kind AS kind, m.evidence AS evidence, m.ways AS ways
    """,
)
_BEGINNING: Sequence[object] = (1 << 62, "", "")  # later than all
# Of so many pairs at once the order is read, three words each, and what they hold of so many.
_MOST_IN_ORDER = 50_000
_PAIRS_A_PORTION = 1_000

OnNotApart = Callable[[Transaction, Sequence[tuple[str, str]]], Awaitable[None]]
"""What follows where a pair is judged to be one, or apart no more, in the transaction that writes the judgement."""


class JudgementStore:
    """One judgement per pair and agency, as far as it sees: a new one replaces it, and the agency reads the earlier."""

    def __init__(self, store: Store, *, on_matched: OnNotApart | None = None) -> None:
        self._store = store
        self._on_matched = on_matched

    async def judge(
        self, scope: ReadScope, judgement: Judgement, *, judgement_id: str, clock: Callable[[], datetime] | None = None
    ) -> tuple[Judgement, ...] | None:
        """Write a judgement if both ends are visible in the scope; return what it takes the place of, else `None`.

        Out of scope and absent look alike, and the guard stands in the statement that writes. What is returned is what
        stood in that moment, the oldest first: of colleagues who judge a pair at once each reads what the one before
        said. Of the scope's own agency, and as far as the scope shows it.

        Args:
            scope: who judges.
            judgement: of two records.
            judgement_id: of the agency's judgement of this pair under these terms.
            clock: tells the judgement's time in that moment; without it the judgement's own stands.
        """
        pair = [judgement.left_id, judgement.right_id]
        parameters = {"left": judgement.left_id, "right": judgement.right_id, "jid": judgement_id, **scope.parameters}

        # Whatever else is said takes a NEGATIVE of one's own back, which may have held back a seal.
        follows = self._on_matched if judgement.value is not JudgementValue.NEGATIVE else None

        async def work(tx: Transaction) -> tuple[Judgement, ...] | None:
            if follows is not None:
                # Under the resolver's own lock, taken before all others as a claim takes it.
                await take_position(tx, RESOLUTION)
            if not await tx.run(_HOLD, parameters):
                return None
            rows: list[Any] = list(await tx.run(_SAID, {"pairs": [pair], "agency": scope.agency, **scope.parameters}))
            said = [visible_judgement(row, scope) for row in rows]
            at = clock() if clock is not None else judgement.at
            if not await tx.run(_JUDGE, {**parameters, "properties": _properties(judgement, at)}):
                return None
            if follows is not None:
                await follows(tx, [(judgement.left_id, judgement.right_id)])
            await append_change(tx, ChangeKind.JUDGED, [judgement.left_id, judgement.right_id])
            mine = [j for j in said if j.agency == judgement.agency and j.replaced_at is None]
            return tuple(sorted(mine, key=lambda j: (j.at, j.compartment)))

        return await self._store.write(work, timeout_seconds=ACT_TIMEOUT_SECONDS)

    async def said(self, scope: ReadScope, pairs: Iterable[tuple[str, str]]) -> list[Judgement]:
        """Return the visible judgements of these pairs, and those of the scope's own agency that were replaced.

        Args:
            scope: the viewer's.
            pairs: (left id, right id), left < right.
        """
        given = [list(pair) for pair in sorted(set(pairs))]
        rows: list[Any] = list(
            await self._store.read(_SAID, {"pairs": given, "agency": scope.agency, **scope.parameters})
        )
        return [visible_judgement(row, scope) for row in rows]

    async def review_pairs(
        self, scope: ReadScope, *, kind: str | None = None, agency: str | None = None
    ) -> AsyncIterator[list[ReviewPair]]:
        """Yield, in portions, pairs whose both ends are visible and which the viewer's agency has not judged.

        The newest come first; a pair is as new as its newer end.

        Args:
            scope: the viewer's.
            kind: keep to records of one kind.
            agency: keep to pairs of which one end at least is this agency's.
        """
        last: Any = _BEGINNING
        while last is not None:
            parameters = {"kind": kind, "of": agency, "limit": _MOST_IN_ORDER, "after": last}
            places: list[Any] = list(await self._store.read(_ORDER, {**parameters, **scope.parameters}))
            for at in range(0, len(places), _PAIRS_A_PORTION):
                yield await self._pairs_to_review(scope, [ends for _, *ends in places[at : at + _PAIRS_A_PORTION]])
            last = places[-1] if len(places) == _MOST_IN_ORDER else None

    async def _pairs_to_review(self, scope: ReadScope, pairs: Sequence[Sequence[str]]) -> list[ReviewPair]:
        parameters = {"agency": scope.agency, "pairs": pairs, **scope.parameters}
        rows = await self._store.read(_REVIEW, parameters)
        found = {(row["left"]["rid"], row["right"]["rid"]): row for row in rows}
        return [_review_pair(found[one, other], scope) for one, other in pairs if (one, other) in found]

    async def proposed_pairs(
        self, scope: ReadScope, *, limit: int, kind: str | None = None, agency: str | None = None
    ) -> list[ProposedPair]:
        """Return visible pairs that only agencies judged which wrote neither record, what was judged last first.

        As far as the scope shows judgements; none that its own agency judged. Arguments as of `review_pairs`.
        """
        parameters = {"agency": scope.agency, "kind": kind, "of": agency, "limit": limit}
        rows = await self._store.read(_PROPOSED, {**parameters, **scope.parameters})
        return [ProposedPair(pair=_review_pair(row, scope), value=_agreed(row["said"])) for row in rows]

    async def pairs_beside_others(
        self, scope: ReadScope, *, limit: int, kind: str | None = None, after: PairBesideOthers | None = None
    ) -> list[PairBesideOthers]:
        """Return the newest visible pairs that may have a visible third record beside them, the newest first.

        What matches them, and a third, may be hidden evidence alone: who asks holds each against the view.

        Args:
            scope: the viewer's.
            limit: the most pairs to return.
            kind: keep to records of one kind.
            after: the pair that they begin behind.
        """
        place = [after.newest, after.pair.left_id, after.pair.right_id] if after is not None else _BEGINNING
        parameters = {"kind": kind, "limit": limit, "after": place, **scope.parameters}
        return [
            PairBesideOthers(
                pair=_matched_pair(row, scope),
                newest=row["newest"],
                component=row["component"],
                is_judged_beside=row["judged"],
            )
            for row in await self._store.read(_BESIDE_OTHERS, parameters)
        ]

    async def matches_at(self, scope: ReadScope, ids: Iterable[RecordId]) -> list[MatchedPair]:
        """Return the stored matches of some visible records with visible ones of their kind, each once."""
        rows = await self._store.read(_MATCHES_AT, {"rids": sorted(set(ids)), **scope.parameters})
        return [_matched_pair(row, scope) for row in rows]


def _properties(judgement: Judgement, at: datetime) -> dict[str, object]:
    return {
        "agency": judgement.agency,
        "value": str(judgement.value),
        "author": judgement.author,
        "reason": judgement.reason,
        "at": at.isoformat(),
        "cmp": judgement.compartment,
    }


def _matched_pair(row: Row, scope: ReadScope) -> MatchedPair:
    left, right = row["left"], row["right"]
    return MatchedPair(
        left_id=RecordId(left["rid"]),
        right_id=RecordId(right["rid"]),
        kind=row["kind"],
        left_readable=scope.readable_classes(left["cmp"], frozenset(left["grants"] or ())),
        right_readable=scope.readable_classes(right["cmp"], frozenset(right["grants"] or ())),
        evidence=decode_evidence(row["evidence"]),
        ways=decode_ways(row["ways"]),
    )


def _review_pair(row: Row, scope: ReadScope) -> ReviewPair:
    return ReviewPair(
        left=visible_record(row["left"], scope),
        right=visible_record(row["right"], scope),
        evidence=decode_evidence(row["evidence"]),
        ways=decode_ways(row["ways"]),
    )


def _agreed(said: Sequence[str]) -> JudgementValue:
    return JudgementValue(said[0]) if len(said) == 1 else JudgementValue.UNSURE
