"""Two who change one thing at the same moment: the second sees what the first made of it, and writes over nothing."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeVar

import pytest

from graph import CompartmentKey, Record, SubjectRole
from graph.errors import RecordMovedError
from graph.store import (
    RESOLUTION,
    Access,
    CheckState,
    CheckStore,
    Claim,
    LegalHold,
    MatchedRecord,
    NewSeal,
    ProtectionStore,
    RecordWriter,
    RetentionStore,
    SealRules,
    SealState,
    Store,
    StoredCheck,
    StoredRequest,
    Template,
    Transaction,
    WaitingLook,
    WriteBatch,
    WriteSummary,
    change_request,
    create_request,
    held_among,
    put_check,
    remove_records,
    restamp_records,
    take_position,
)
from graph.unix_time import machine_time
from tests.graph.building import record
from tests.graph.store.same_store import SameStore
from tests.graph.store.written_records import NO_SEALS
from tests.world import World

T = TypeVar("T")
ONE = record("Person", "1", name="Somchai")
ORIGINATOR = ONE.provenance.originator
NOW = datetime(2026, 1, 2, 3, tzinfo=UTC)


def _binds(_claimant: str, _originator: str) -> bool:
    return True


class HeldForTestError(Exception):
    """A hold keeps the record."""


def at_once(world: World, label: str, key: Mapping[str, str], *acts: Callable[[], Awaitable[T]]) -> list[T]:
    """Start acts while the node that they change is locked, and let go of it once all of them wait for it."""
    (name,) = key
    text = f"MATCH (n:{label} {{{name}: $p.value}}) SET n.held = true REMOVE n.held"
    lock = Template(name="lock_for_test", access=Access.WRITE, text=text)

    async def run() -> list[T]:
        held, go = asyncio.Event(), asyncio.Event()

        async def hold(tx: Transaction) -> None:
            await tx.run(lock, {"value": key[name]})
            held.set()
            await go.wait()

        holding = asyncio.ensure_future(world.app.store.write(hold))
        await held.wait()
        acting = [asyncio.ensure_future(_awaited(act)) for act in acts]
        await asyncio.sleep(0.5)
        assert not any(act.done() for act in acting)
        go.set()
        await holding
        return list(await asyncio.gather(*acting))

    found: list[T] = world.run(run())
    return found


async def _awaited(act: Callable[[], Awaitable[T]]) -> T:
    return await act()


def test_of_two_changes_of_a_request_one_is_written(world: World) -> None:
    request = StoredRequest(
        id="q-1", version=1, asker="th-police", holder="kh-police", asked_by="a", purpose="investigation", case_ref="c",
        kind="phone", hit="exact", question="who", urgency="ROUTINE", record_ids=(), created_at=NOW, sent_at=NOW,
    )  # fmt: skip
    world.run(world.app.store.write(lambda tx: create_request(tx, request, next_moment=None)))

    def change(**fields: Any) -> Callable[[], Awaitable[bool]]:
        changed = replace(request, **fields)
        return lambda: world.app.store.write(lambda tx: change_request(tx, changed, next_moment=None))

    acts = (change(answered_at=NOW, answer="he"), change(refused_at=NOW, ground="no"))
    assert sorted(at_once(world, "InformationRequest", {"id": "q-1"}, *acts)) == [False, True]
    (row,) = world.query("MATCH (r:InformationRequest {id: 'q-1'}) RETURN r {.*} AS r", {})
    assert ("answer" in row["r"]) is not ("ground" in row["r"])
    assert row["r"]["version"] == 2


def test_a_hold_is_lifted_once(world: World) -> None:
    store = RetentionStore(world.app.store)
    world.run(world.app.writer.write(WriteBatch(records=[ONE])))
    hold = LegalHold(id="h-1", originator=ORIGINATOR, record_id=ONE.id, reason="trial", by="a", at=NOW)
    world.run(store.hold([hold]))

    def lift(by: str) -> Callable[[], Awaitable[LegalHold | None]]:
        return lambda: store.lift(ORIGINATOR, "h-1", by=by, reason="over", at=NOW)

    found = [h for h in at_once(world, "LegalHold", {"id": "h-1"}, lift("one"), lift("other")) if h is not None]
    assert len(found) == 1
    assert world.collect(store.holds(ORIGINATOR, active_only=False)) == found


def test_a_record_is_held_or_removed_but_not_both(world: World) -> None:
    store, app = RetentionStore(world.app.store), world.app
    world.run(app.writer.write(WriteBatch(records=[ONE])))
    hold = LegalHold(id="h-1", originator=ORIGINATOR, record_id=ONE.id, reason="trial", by="a", at=NOW)

    weighed = {str(ONE.id): world.query("MATCH (n:Record) RETURN n.cmp AS cmp", {})[0]["cmp"]}

    look = WaitingLook(app.store, ORIGINATOR, weighed, app.ontology)
    world.run(look.look())

    async def remove(tx: Transaction) -> frozenset[str]:
        await remove_records(tx, ORIGINATOR, weighed, look=look, registry=app.registry, ontology=app.ontology)
        if held := await held_among(tx, [ONE.id]):
            raise HeldForTestError(held)
        return frozenset()

    async def held() -> bool:
        try:
            await store.hold([hold])
        except RecordMovedError:
            return False
        return True

    async def removed() -> bool:
        try:
            await app.store.write(remove)
        except HeldForTestError:
            return False
        return True

    assert sorted(at_once(world, "Follower", {"name": RESOLUTION}, held, removed)) == [False, True]
    left = world.query("MATCH (n:Record) RETURN count(n) AS n", {})[0]["n"]
    assert len(world.collect(store.holds(ORIGINATOR))) == left


def test_a_record_that_moved_meanwhile_is_not_put_under_other_terms(world: World) -> None:
    app = world.app
    world.run(app.writer.write(WriteBatch(records=[ONE])))
    look = "MATCH (n:Record) RETURN n.cmp AS cmp, n.profile AS profile, n.digest AS digest"
    (before,) = world.query(look, {})

    async def narrow(tx: Transaction) -> None:
        moves = {str(ONE.id): (before["cmp"] + 1, before["cmp"] + 2)}
        await restamp_records(tx, ORIGINATOR, moves, profile="hit-only", registry=app.registry, ontology=app.ontology)

    with pytest.raises(RecordMovedError):
        world.run(app.store.write(narrow))
    assert world.query(look, {}) == [before]


def test_a_check_is_released_once(world: World) -> None:
    store = CheckStore(world.app.store)
    check = StoredCheck(
        id="x-1", agency="th-police", subject="a", purpose="investigation", case_ref="c", at=NOW, values=1,
        kinds=("phone",), state=CheckState.HELD, reviewer="th-police",
    )  # fmt: skip
    world.run(world.app.store.write(lambda tx: put_check(tx, check)))

    def release(by: str) -> Callable[[], Awaitable[bool]]:
        return lambda: store.release("x-1", by=by, at=NOW, reason="known")

    assert sorted(at_once(world, "CrossCheck", {"id": "x-1"}, release("one"), release("other"))) == [False, True]


def test_a_claim_waits_for_the_matches_that_are_being_written(world: World) -> None:
    app = world.app
    world.run(app.writer.write(WriteBatch(records=[ONE])))
    store = ProtectionStore(app.store, app.registry, app.ontology)
    claim = Claim(
        id="v-1", agency=ORIGINATOR, records=(str(ONE.id),), raised=True, reason="interviewed", claimed_by="a",
        claimed_at=NOW, lifted_at=None, lift_reason=None, contests=(),
    )  # fmt: skip
    asked: list[int] = []

    def seals(matched: Sequence[MatchedRecord]) -> list[NewSeal]:
        asked.append(len(matched))
        return []

    at_once(world, "Follower", {"name": RESOLUTION}, lambda: store.claim(claim, seals, binds=_binds))
    # It may begin anew, with compartments that it lacked.
    assert set(asked) == {0}
    assert [c.id for c in world.run(store.claims(ORIGINATOR))] == ["v-1"]


class Paused(Transaction):
    """A transaction that stops after a statement until it may go on."""

    def __init__(self, tx: Transaction, statement: str) -> None:
        self._tx = tx
        self._statement = statement
        self.stopped, self.go = asyncio.Event(), asyncio.Event()

    async def run(self, statement: Template, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
        rows = await self._tx.run(statement, parameters)
        if statement.name == self._statement:
            self.stopped.set()
            await self.go.wait()
        return rows


def claim_of(*records: Record) -> Claim:
    return Claim(
        id="v-1", agency=records[0].provenance.originator, records=tuple(str(r.id) for r in records),
        raised=True, reason="interviewed", claimed_by="a", claimed_at=NOW, lifted_at=None, lift_reason=None,
        contests=(),
    )  # fmt: skip


@pytest.mark.long
def test_a_claim_that_is_lifted_while_matches_are_written_leaves_no_seal(world: World) -> None:
    """The resolver has read that the claim holds, and makes its seal while somebody lifts the claim."""
    app = world.app
    victim, other = record("Person", "v", name="Anong"), record("Person", "o", originator="kh-police", name="Anong")
    world.run(app.writer.write(WriteBatch(records=[victim, other])))
    store, claim = ProtectionStore(app.store, app.registry, app.ontology), claim_of(victim)
    world.run(store.claim(claim, lambda _: [], binds=_binds))
    # Else it would begin anew with it, and find the claim lifted.
    sealed = CompartmentKey(originator="kh-police", profile="law-enforcement", kind="Person", claimed=True)
    world.run(app.registry.bases([sealed, replace(sealed, uncompared=True)]))
    match = "MATCH (a:Record {rid: $p.a}), (b:Record {rid: $p.b}) CREATE (a)-[:MATCH {positive: true}]->(b)"
    pair = (str(victim.id), str(other.id))
    world.run(app.store.run_alone(Template(name="t", access=Access.WRITE, text=match), {"a": pair[0], "b": pair[1]}))

    def seals(matched: Sequence[MatchedRecord]) -> list[tuple[Claim, NewSeal]]:
        return [
            (claim, NewSeal(id="s-1", claim_id="v-1", matched=m, state=SealState.SEALED, made_at=NOW)) for m in matched
        ]

    rules = SealRules(seals=seals, binds=_binds)

    async def resolved_while_lifted() -> bool:
        paused: asyncio.Future[Paused] = asyncio.get_running_loop().create_future()

        async def resolve(tx: Transaction) -> None:
            await take_position(tx, RESOLUTION)
            paused.set_result(Paused(tx, "put_claim"))
            await store.seal_matched(paused.result(), [pair], rules)

        resolving = asyncio.ensure_future(app.store.write(resolve))
        await (await paused).stopped.wait()
        lifting = asyncio.ensure_future(store.lift_claim(claim, rules, by="a", at=NOW, reason="a namesake"))
        await asyncio.wait([lifting], timeout=1)
        paused.result().go.set()
        await resolving
        return await lifting

    assert world.run(resolved_while_lifted())
    assert world.query("MATCH (z:Seal) RETURN z.id AS id, z.state AS state") == [{"id": "s-1", "state": "lifted"}]
    assert world.query("MATCH (n:Record) RETURN collect(n.seal) AS seals") == [{"seals": []}]


def test_a_seal_is_lifted_and_a_claim_answered_after_the_matches_that_are_being_written(world: World) -> None:
    app = world.app
    held, asked = record("Person", "h", name="Anong"), record("Person", "k", name="Malee")
    world.run(app.writer.write(WriteBatch(records=[held, asked])))
    store = ProtectionStore(app.store, app.registry, app.ontology)

    def seal(number: int, of: Record, state: SealState) -> NewSeal:
        matched = MatchedRecord(
            claimed="r-x", claimant="kh-hotline", claim="v-1", record=of.id, originator=ORIGINATOR,
            role=of.subject_role or SubjectRole.NONE, was_there=True, certain=True,
        )  # fmt: skip
        return NewSeal(id=f"s-{number}", claim_id="v-1", matched=matched, state=state, made_at=NOW)

    made = [seal(1, held, SealState.SEALED), seal(2, asked, SealState.ASKED)]
    world.run(store.claim(replace(claim_of(held), agency="kh-hotline", records=()), lambda _: made, binds=_binds))
    first, second = world.run(store.seals(world.scope(ORIGINATOR, "victim-support", "victim-protection")))
    acts: list[Callable[[], Awaitable[bool]]] = [
        lambda: store.lift_seal(first, NO_SEALS, by="a", at=NOW, reason="a namesake"),
        lambda: store.answer(second, NO_SEALS, seals=True, by="a", reason="hers"),
    ]
    assert at_once(world, "Follower", {"name": RESOLUTION}, *acts) == [True, True]
    states = world.query("MATCH (z:Seal) WITH z ORDER BY z.id RETURN collect(z.state) AS states")
    assert states == [{"states": ["lifted", "sealed"]}]


class PausingStore(SameStore):
    """The same store, of which the first transaction stops after a statement until it may go on."""

    def __init__(self, store: Store, statement: str) -> None:
        super().__init__(store)
        self._statement = statement
        self._paused: list[Paused] = []
        self.stopped, self.go = asyncio.Event(), asyncio.Event()

    async def write(self, work: Callable[[Transaction], Awaitable[T]], *, timeout_seconds: float = 60.0) -> T:
        async def paused(tx: Transaction) -> T:
            if self._paused:
                return await work(tx)
            made = Paused(tx, self._statement)
            made.stopped, made.go = self.stopped, self.go
            self._paused.append(made)
            return await work(made)

        return await super().write(paused, timeout_seconds=timeout_seconds)


def written_meanwhile(
    world: World, batch: WriteBatch, act: Callable[[], Awaitable[object]], *, after: str, blocked: bool = False
) -> WriteSummary:
    """Write a batch that stops after a statement until somebody has acted, or waits for it to end: `blocked`."""

    async def run() -> WriteSummary:
        store = PausingStore(world.app.store, after)
        writer = RecordWriter(store, world.app.registry, world.app.ontology, clock=machine_time)
        writing = asyncio.ensure_future(writer.write(batch))
        await store.stopped.wait()
        acting = asyncio.ensure_future(_awaited(act))
        await asyncio.wait([acting], timeout=0.5 if blocked else 60)
        assert acting.done() is not blocked
        store.go.set()
        summary = await writing
        await acting
        return summary

    found: WriteSummary = world.run(run())
    return found


def names_stored(world: World) -> str:
    [row] = world.query("MATCH (n:Record) RETURN n.identity AS identity")
    return str(row["identity"])


@pytest.mark.parametrize("confirmed", [True, False])
def test_what_a_hold_keeps_is_not_written_over_by_a_batch_that_was_under_way(world: World, confirmed: bool) -> None:
    """Confirmed first, it keeps what stood; else it keeps what the batch made of it."""
    world.run(world.app.writer.write(WriteBatch(records=[ONE])))
    hold = LegalHold(id="h-1", originator=ORIGINATOR, record_id=ONE.id, reason="trial", by="a", at=NOW)
    batch = WriteBatch(records=[record("Person", "1", name="Malee")])

    statement = "existing_records" if confirmed else "held_records"
    summary = written_meanwhile(
        world, batch, lambda: RetentionStore(world.app.store).hold([hold]), after=statement, blocked=not confirmed
    )

    assert ("Somchai" in names_stored(world)) is confirmed
    assert (set(summary.held) == {ONE.id}) is confirmed
    assert len(world.collect(RetentionStore(world.app.store).holds(ORIGINATOR))) == 1


def test_a_victim_who_is_claimed_while_somebody_files_her_record_stays_as_she_was(world: World) -> None:
    app = world.app
    world.run(app.writer.write(WriteBatch(records=[ONE])))
    store = ProtectionStore(app.store, app.registry, app.ontology)
    batch = WriteBatch(records=[record("Person", "1", name="Malee")], guards_victims=True)

    summary = written_meanwhile(
        world, batch, lambda: store.claim(claim_of(ONE), lambda _: [], binds=_binds), after="existing_records"
    )

    assert summary.guarded == {ONE.id}
    assert "Somchai" in names_stored(world)


def test_a_record_that_goes_while_it_is_filed_again_is_filed_as_new(world: World) -> None:
    app = world.app
    world.run(app.writer.write(WriteBatch(records=[ONE])))
    [row] = world.query("MATCH (n:Record) RETURN n.cmp AS cmp")

    async def remove() -> None:
        weighed = {str(ONE.id): int(row["cmp"])}
        look = WaitingLook(app.store, ORIGINATOR, weighed, app.ontology)
        await app.store.write(
            lambda tx: remove_records(tx, ORIGINATOR, weighed, look=look, registry=app.registry, ontology=app.ontology)
        )

    batch = WriteBatch(records=[record("Person", "1", name="Malee")])
    summary = written_meanwhile(world, batch, remove, after="existing_records")
    assert (summary.created, summary.changed) == (1, 0)
    assert "Malee" in names_stored(world)


def test_a_record_that_another_writer_makes_and_somebody_holds_meanwhile_is_kept(world: World) -> None:
    app = world.app
    hold = LegalHold(id="h-1", originator=ORIGINATOR, record_id=ONE.id, reason="trial", by="a", at=NOW)

    async def make_and_hold() -> None:
        await app.writer.write(WriteBatch(records=[ONE]))
        await RetentionStore(app.store).hold([hold])

    batch = WriteBatch(records=[record("Person", "1", name="Malee")])
    summary = written_meanwhile(world, batch, make_and_hold, after="existing_records")
    assert set(summary.held) == {ONE.id}
    assert "Somchai" in names_stored(world)
