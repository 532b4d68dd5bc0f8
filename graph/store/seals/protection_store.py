"""Keeps protection claims and the seals that follow from them, and restamps what is sealed.

A claim says that the subject of an agency's own records is a victim. A seal is what a claim does to one record more: it
lies on another of the claimant's own, or of an originator that adopted the agreement, or only tells and asks. Nothing
that an originator may read of a seal names the claimant, and nothing that a claimant may read tells how many records a
claim touches.

INVARIANT: a sealed record stands in a compartment of its own; its links, and the selectors that identify its person
alone, follow in the same transaction. Whatever makes or lifts seals takes the resolver's lock first: both look at what
the other writes.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from graph.compartments import VICTIM_KIND
from graph.ontology import Ontology
from graph.records import VICTIM_ROLE_NAMES, RecordId
from graph.scope import ReadScope
from graph.store.changes import RESOLUTION, ChangeKind, append_change, lock_changes, take_position
from graph.store.compartment_registry import CompartmentRegistry
from graph.store.connection import Row, Store, Transaction
from graph.store.cypher import Access, opened, template
from graph.store.links.link_stamps import LinkStamps
from graph.store.seals.reached_records import MatchedRecord, Seals, reached_around, reached_by_pairs, reached_from
from graph.store.seals.seal_stamps import stamp_seals
from graph.store.seals.selector_seals import SelectorSeals
from graph.store.seals.uncompared_users import sealed_selectors_of
from graph.unix_time import from_microseconds, from_text


class SealState(StrEnum):
    """What a claim does to a record of another originator."""

    SEALED = "sealed"
    ASKED = "asked"  # who did not adopt the agreement, or has it by a third agency's word alone, is told, and may seal
    DECLINED = "declined"
    LIFTED = "lifted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A protection claim with the contests that were raised against it; `lifted_at` once it was lifted.

    `raised`: by an officer; another one follows from how the record was filed, and is kept here from the first seal on,
    or from when the record was withdrawn or erased (`outlives_record`). `act`: a digest of what was asked for under the
    key that its client gave it, if it gave one.
    """

    id: str
    agency: str
    records: tuple[str, ...]
    raised: bool
    reason: str
    claimed_by: str
    claimed_at: datetime
    lifted_at: datetime | None
    lift_reason: str | None
    contests: tuple[str, ...]
    outlives_record: bool = False
    act: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """A seal as its record's originator knows it, with the claim and the claimant, which no answer names.

    `accused`: the originator held the person as a suspect or convict when it was made.
    """

    id: str
    record_id: RecordId
    originator: str
    claim: str
    claimant: str
    state: SealState
    accused: bool
    made_at: datetime
    contested_at: datetime | None
    contest_reason: str | None
    answer_reason: str | None
    lift_reason: str | None

    @property
    def in_conflict(self) -> bool:
        """Return whether a claim that holds says a victim of whom the originator accuses."""
        return self.accused and self.state is not SealState.LIFTED

    @property
    def is_open(self) -> bool:
        """Return whether it seals the record, or asks for that."""
        return self.state in {SealState.SEALED, SealState.ASKED}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSeal:
    """A seal that is to be made; the id stands for the claimed record and the touched one, so it is made once."""

    id: str
    claim_id: str
    matched: MatchedRecord
    state: SealState
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SealRules:
    """What the registers say of matched records: `seals` are those that they ask for, each with the claim it is of.

    `binds`: whether a claim of one agency seals the records of another.
    """

    seals: Callable[[Sequence[MatchedRecord]], Sequence[tuple[Claim, NewSeal]]]
    binds: Seals


_OPEN = [str(SealState.SEALED), str(SealState.ASKED)]
_STANDING = [*_OPEN, str(SealState.DECLINED)]
# Which seal lies on a record follows from the claims and seals that stand, whatever was stamped before.
_PUT_CLAIM = template(
    "put_claim",
    Access.WRITE,
    "MERGE (c:Claim {id: $p.id}) ON CREATE SET c += $p.properties RETURN c.lifted_at IS NULL AS holds",
)
_FIND_CLAIM = template("find_claim", Access.READ_IN_WRITE, "MATCH (c:Claim {id: $p.id}) RETURN c.id AS id")
# It has the time of the filing, as it is listed: that of the first seal would tell when somebody else filed the same.
_KEEP_CLAIMS = template(
    "keep_claims_of_filings",
    Access.WRITE,
    """
    UNWIND $p.rows AS row
    MATCH (n:Record {rid: row.rid}) WHERE n.kind = $p.kind AND coalesce(n.filed_role, n.role) IN $p.victims
    MERGE (c:Claim {id: row.id}) ON CREATE SET c += row.properties
    SET c.claimed_at = row.properties.claimed_at, c.outlives_record = true
    """,
)
# What was asked about is sealed once more than a word ties it to her, or its originator has adopted the agreement: else
# an early word, or a late adoption, would keep it open. What was declined or lifted stays so.
_PUT_SEALS = template(
    "put_seals",
    Access.WRITE,
    """
    UNWIND $p.rows AS row
    OPTIONAL MATCH (known:Seal {id: row.id})
    WITH row, known
    WHERE known IS NULL OR (known.state = 'asked' AND row.properties.state = 'sealed')
    MERGE (z:Seal {id: row.id}) SET z += row.properties
    RETURN z.record AS record, z.state AS state
    """,
)
_LIFT_CLAIM = template(
    "lift_claim",
    Access.WRITE,
    """
    MATCH (c:Claim {id: $p.id}) SET c.locked = true
    WITH c WHERE c.agency = $p.agency AND c.lifted_at IS NULL
    SET c.lifted_at = $p.at, c.lifted_by = $p.by, c.lift_reason = $p.reason REMOVE c.locked
    RETURN c.records AS records,
      COLLECT { MATCH (z:Seal {claim: c.id}) WHERE z.state <> 'lifted' RETURN z.id } AS seals
    """,
)
_CHANGE_SEALS = template(
    "change_seals",
    Access.WRITE,
    """
    UNWIND $p.ids AS id
    MATCH (z:Seal {id: id}) SET z.locked = true
    WITH z, z.state AS before WHERE before IN $p.states
    SET z += $p.properties REMOVE z.locked
    RETURN z.record AS record, before
    """,
)
_ERASE_WORDS = template(
    "erase_words_of_seals",
    Access.WRITE,
    "UNWIND $p.rids AS rid MATCH (z:Seal {record: rid}) REMOVE z.answer_reason, z.lift_reason",
)
_CLAIMS = template(
    "claims_of",
    Access.SYSTEM,
    """
    MATCH (c:Claim {agency: $p.agency})
    WITH c ORDER BY c.claimed_at, c.id
    RETURN c {.*} AS c, COLLECT { MATCH (z:Seal {claim: c.id}) WHERE z.contested_at IS NOT NULL
      WITH z ORDER BY z.contested_at RETURN z.contest_reason } AS contests
    """,
)
_FILED_VICTIMS = template(
    "filed_victims",
    Access.SYSTEM,
    f"""
    MATCH (n:{VICTIM_KIND}) USING INDEX n:{VICTIM_KIND}(role)
    WHERE n.role IN $p.victims AND n.originator = $p.agency AND coalesce(n.filed_role, n.role) IN $p.victims
    WITH n ORDER BY n.received, n.rid
    RETURN collect([n.rid, n.received]) AS rows
    """,
)
_SEALS = template(
    "seals_of",
    Access.SCOPED,
    f"""
    MATCH (z:Seal {{originator: $p.agency}})
    MATCH (n:Record {{rid: z.record}})
    WHERE {opened("n")} AND (z.told = true OR NOT EXISTS {{ MATCH (:HeldRecord {{rid: z.record}}) }})
    WITH z ORDER BY z.made_at, z.id
    RETURN collect(z {{.*}}) AS rows
    """,
)


class ProtectionStore:
    """Writes and reads claims and seals. Whether one may be made or lifted is decided before it comes here."""

    def __init__(self, store: Store, registry: CompartmentRegistry, ontology: Ontology) -> None:
        self._store = store
        self._registry = registry
        self._selectors = SelectorSeals(registry, ontology)
        self._stamps = LinkStamps(registry, ontology)

    async def claim(
        self, claim: Claim, seals: Callable[[Sequence[MatchedRecord]], Sequence[NewSeal]], *, binds: Seals
    ) -> bool:
        """Raise a claim: seal its own records, and make the seals on what matches them, in one transaction.

        Return whether it was made: one of this id that exists stays as it is, as its client sent the same act again.

        Args:
            claim: the claim.
            seals: gives the seals that the registers ask for on these matched records.
            binds: whether a claim of one agency seals the records of another.
        """

        async def work(tx: Transaction) -> bool:
            # Under the resolver's own lock: no match is written between the look for matches and the seals.
            await take_position(tx, RESOLUTION)
            if claim.act is not None and await tx.run(_FIND_CLAIM, {"id": claim.id}):
                return False
            await _put_claim(tx, claim)
            reached = await reached_from(tx, claim.records, claim=claim.id, seals=binds)
            sealed = await _put_seals(tx, seals(reached))
            await self._restamp(tx, [*claim.records, *sealed])
            return True

        return await self._store.write(work)

    async def seal_matched(self, tx: Transaction, pairs: Iterable[tuple[str, str]], rules: SealRules) -> None:
        """Seal what newly matches a victim's record, within the transaction that writes the matches or judges them."""
        reached = await reached_by_pairs(tx, pairs, seals=rules.binds)
        await self._restamp(tx, await _seal_reached(tx, reached, rules))

    async def open_awaited(self, tx: Transaction, rids: Sequence[str]) -> None:
        """Open sealed selectors whose only other users are records that were just compared, and that no seal closes."""
        awaited = await sealed_selectors_of(tx, rids)
        if not awaited:
            return
        await lock_changes(tx)
        if moved := await self._selectors.follow(tx, awaited):
            await self._stamps.follow(tx, moved)
            await append_change(tx, ChangeKind.RECORDS, moved)

    async def lift_claim(self, claim: Claim, rules: SealRules, *, by: str, at: datetime, reason: str) -> bool:
        """Lift a claim of an agency and every seal that follows from it alone; return whether there was one to lift.

        What another claim closes of what it closed is sealed under that one in the same transaction.
        """

        async def work(tx: Transaction) -> bool:
            # As for a claim: no seal is made by a claim that was read before it was lifted.
            await take_position(tx, RESOLUTION)
            if not claim.raised:
                await _put_claim(tx, claim)  # that of a filing which nothing has matched so far
            parameters = {"id": claim.id, "agency": claim.agency, "by": by, "at": at.isoformat(), "reason": reason}
            rows = await tx.run(_LIFT_CLAIM, parameters)
            if not rows:
                return False
            properties = {"lift_reason": "the claim was lifted", "lifted_at": at.isoformat()}
            # Declined ones as well: there is nothing any more that they could be sealed under, or in conflict with.
            lifted = await _lift(tx, rows[0]["seals"], properties, of=_STANDING)
            await self._release(tx, [*rows[0]["records"], *_freed(lifted)], rules)
            return True

        return await self._store.write(work)

    async def lift_seal(self, seal: Seal, rules: SealRules, *, by: str, at: datetime, reason: str) -> bool:
        """Lift one seal; the same claim does not make it again. Return whether it was there to be lifted."""

        async def work(tx: Transaction) -> bool:
            await take_position(tx, RESOLUTION)
            properties = {"lift_reason": reason, "lifted_at": at.isoformat(), "lifted_by": by}
            lifted = await _lift(tx, [seal.id], properties, of=_OPEN)
            await self._release(tx, _freed(lifted), rules)
            return bool(lifted)

        return await self._store.write(work)

    async def contest(self, seal: Seal, *, by: str, at: datetime, reason: str) -> bool:
        """Contest a seal: the claimant is told the reason. Return whether it was there to be contested."""

        async def work(tx: Transaction) -> bool:
            properties = {"contested_at": at.isoformat(), "contested_by": by, "contest_reason": reason}
            return bool(await tx.run(_CHANGE_SEALS, {"ids": [seal.id], "states": _OPEN, "properties": properties}))

        return await self._store.write(work)

    async def answer(self, seal: Seal, rules: SealRules, *, seals: bool, by: str, reason: str) -> bool:
        """Answer a claim that asked: seal the record, also after it was declined, or decline.

        What the claim reaches through the record is sealed with it. Return whether it was there to be answered so.
        """

        async def work(tx: Transaction) -> bool:
            await take_position(tx, RESOLUTION)
            state = SealState.SEALED if seals else SealState.DECLINED
            properties = {"state": str(state), "answered_by": by, "answer_reason": reason}
            states = [str(SealState.ASKED), *([str(SealState.DECLINED)] if seals else [])]
            found = await tx.run(_CHANGE_SEALS, {"ids": [seal.id], "states": states, "properties": properties})
            if found and seals:
                reached = await reached_around(tx, [seal.record_id], seals=rules.binds)
                await self._restamp(tx, [seal.record_id, *await _seal_reached(tx, reached, rules)])
            return bool(found)

        return await self._store.write(work)

    async def claims(self, agency: str) -> list[Claim]:
        """Return the claims of an agency, oldest first, with the reasons of contests and nothing of who raised them."""
        return [_claim(row["c"], row["contests"]) for row in await self._store.read(_CLAIMS, {"agency": agency})]

    async def filed_victims(self, agency: str) -> list[tuple[RecordId, datetime]]:
        """Return the records that an agency filed as a victim's, with when each came first, oldest first."""
        rows: Sequence[Any] = await self._store.read(_FILED_VICTIMS, {"agency": agency, "victims": VICTIM_ROLE_NAMES})
        return [(RecordId(rid), from_microseconds(received)) for rid, received in rows]

    async def seals(self, scope: ReadScope) -> list[Seal]:
        """Return the seals on visible records of the scope's agency, oldest first."""
        rows = await self._store.read(_SEALS, {"agency": scope.agency, **scope.parameters})
        return [_seal(row) for row in rows]

    async def _release(self, tx: Transaction, rids: Sequence[str], rules: SealRules) -> None:
        """Stamp records of which a seal or claim was lifted, and seal what other claims reach through them."""
        # Before the look, as a claim seals none that is a victim's itself: they have the roles again that were filed.
        await stamp_seals(tx, self._registry, rids)
        sealed = await _seal_reached(tx, await reached_around(tx, rids, seals=rules.binds), rules)
        await self._restamp(tx, [*rids, *sealed], lifted=True)

    async def _restamp(self, tx: Transaction, rids: Iterable[str], *, lifted: bool = False) -> None:
        """Stamp records by the seals that stand now, then their selectors and links, and tell the followers.

        Args:
            tx: the transaction.
            rids: the records.
            lifted: a seal or claim on them was lifted. Another one may close them still, and what is theirs.
        """
        ids = sorted(set(rids))
        if not ids:
            return
        stamped = await stamp_seals(tx, self._registry, ids)
        await lock_changes(tx)
        freed = [rid for rid, cmp in stamped.items() if lifted and not self._registry.may_be_sealed(cmp)]
        moved = await self._selectors.follow(tx, set(ids).difference(freed))
        moved += await self._selectors.follow(tx, freed, lifting=True)
        ids = sorted({*ids, *moved})
        await self._stamps.follow(tx, ids)
        await append_change(tx, ChangeKind.RECORDS, ids)


async def _seal_reached(tx: Transaction, reached: Sequence[MatchedRecord], rules: SealRules) -> list[str]:
    """Write the seals that claims which hold make on what they reach, and return the records that they seal."""
    made = [seal for claim, seal in (rules.seals(reached) if reached else ()) if await _put_claim(tx, claim)]
    return await _put_seals(tx, made)


async def _put_seals(tx: Transaction, seals: Sequence[NewSeal]) -> list[str]:
    """Write the seals that are new, and return the records that they seal."""
    rows = [{"id": s.id, "properties": _seal_properties(s)} for s in {s.id: s for s in seals}.values()]
    made = await tx.run(_PUT_SEALS, {"rows": rows}) if rows else []
    return sorted({row["record"] for row in made if row["state"] == SealState.SEALED})


async def _lift(
    tx: Transaction, ids: Sequence[str], properties: Mapping[str, object], *, of: Sequence[str]
) -> list[Row]:
    """Lift those of these seals that are in some states; return of each its record and its state before."""
    parameters = {"ids": sorted(ids), "states": of}
    return await tx.run(_CHANGE_SEALS, {**parameters, "properties": {**properties, "state": str(SealState.LIFTED)}})


def _freed(lifted: Iterable[Row]) -> list[str]:
    """Return the records that lay under seals that were lifted.

    What was only asked about, or declined, was open: stamped as freed, it would open what another sealed person uses.
    """
    return [row["record"] for row in lifted if row["before"] == SealState.SEALED]


async def keep_claims_of_filings(tx: Transaction, claims: Iterable[Claim]) -> None:
    """Keep the claims that filings of victims are, before their records go; what they sealed stays sealed.

    Each is kept, whatever it sealed. Of a record that was not filed as a victim's there is none.

    Args:
        tx: the transaction, which holds the resolver's lock.
        claims: those of records that may have been filed so, each of one record.
    """
    rows = [
        {"id": claim.id, "rid": rid, "properties": _claim_properties(claim)}
        for claim in sorted(claims, key=lambda claim: claim.id)
        for rid in claim.records
    ]
    if rows:
        await tx.run(_KEEP_CLAIMS, {"rows": rows, "kind": VICTIM_KIND, "victims": VICTIM_ROLE_NAMES})


async def erase_words_of_seals(tx: Transaction, rids: Iterable[str]) -> None:
    """Remove what officers wrote about the seals of erased records, save for contests, which the claimant has read.

    The seals themselves stay, as the claims do: a record that is filed again under such an id stands under them.
    """
    await tx.run(_ERASE_WORDS, {"rids": sorted(rids)})


async def _put_claim(tx: Transaction, claim: Claim) -> bool:
    """Write a claim if it is new; return whether it holds, which one that was lifted does not."""
    rows = await tx.run(_PUT_CLAIM, {"id": claim.id, "properties": _claim_properties(claim)})
    return bool(rows[0]["holds"])


def _claim_properties(claim: Claim) -> dict[str, object]:
    return {
        "agency": claim.agency,
        "records": list(claim.records),
        "reason": claim.reason,
        "claimed_by": claim.claimed_by,
        "claimed_at": claim.claimed_at.isoformat(),
        "raised": claim.raised,
        "act": claim.act,
    }


def _seal_properties(seal: NewSeal) -> dict[str, object]:
    return {
        "id": seal.id,
        "claim": seal.claim_id,
        "claimant": seal.matched.claimant,
        "record": seal.matched.record,
        "originator": seal.matched.originator,
        "state": str(seal.state),
        "conflict": seal.matched.role.is_accused,
        "made_at": seal.made_at.isoformat(),
        "on_a_word": seal.matched.on_a_word or None,
    }


def _claim(row: Row, contests: Sequence[str]) -> Claim:
    return Claim(
        id=row["id"],
        agency=row["agency"],
        records=tuple(row["records"]),
        raised=row["raised"],
        reason=row["reason"],
        claimed_by=row["claimed_by"],
        claimed_at=datetime.fromisoformat(row["claimed_at"]),
        lifted_at=from_text(row.get("lifted_at")),
        lift_reason=row.get("lift_reason"),
        contests=tuple(contests),
        outlives_record=bool(row.get("outlives_record")),
        act=row.get("act"),
    )


def _seal(row: Row) -> Seal:
    return Seal(
        id=row["id"],
        record_id=RecordId(row["record"]),
        originator=row["originator"],
        claim=row["claim"],
        claimant=row["claimant"],
        state=SealState(row["state"]),
        accused=row["conflict"],
        made_at=datetime.fromisoformat(row["made_at"]),
        contested_at=from_text(row.get("contested_at")),
        contest_reason=row.get("contest_reason"),
        answer_reason=row.get("answer_reason"),
        lift_reason=row.get("lift_reason"),
    )
