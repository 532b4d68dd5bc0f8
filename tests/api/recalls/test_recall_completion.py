"""Recalls are completed from what was written since the last turn: a large trail is not read again every two seconds."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

import pytest

from api.audit.receipts import TrailKeeper
from api.bootstrap import application_on
from graph.store import NewRecallNotice, RecallStore, StoreLease
from policies import ReceiptReader, verify_audit
from policies.audit.line import slots_in
from tests.api.asking import Desk
from tests.world import World, record

NAMES = ("a", "b", "c")
LOOK = "query($id: ID!) { record(id: $id) { caption } }"
RETRACT = """mutation($ids: [ID!]!, $erase: Boolean!) { retractRecords(input: {ids: $ids, reason: "a mistake", erase: $erase}) {
  done userErrors { code } } }"""
NOTICES = """MATCH (x:RecallNotice) MATCH (c:Recall {id: x.recall})
  RETURN c.record AS record, x.agency AS agency, x.first_at < x.last_at AS again ORDER BY record, agency"""


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter[str]]:
    """Count receipts' passes, the writing of notices, and the bytes in which ids were looked for."""
    counted: Counter[str] = Counter()
    receipts, put = ReceiptReader.of_records, RecallStore.put

    def passing(self: ReceiptReader, record_ids: Collection[str]) -> Any:
        counted["receipts of"] += len(record_ids)
        return receipts(self, record_ids)

    async def putting(self: RecallStore, notices: list[NewRecallNotice]) -> None:
        counted["notices"] += len(notices)
        await put(self, notices)

    def looking(raw: bytes, record_ids: Collection[str]) -> Any:
        counted["segments"] += 1
        return slots_in(raw, record_ids)

    monkeypatch.setattr(ReceiptReader, "of_records", passing)
    monkeypatch.setattr(RecallStore, "put", putting)
    monkeypatch.setattr("policies.audit.erasure.slots_in", looking)
    yield counted


@pytest.mark.parametrize("erase", [True, False])
def test_a_turn_looks_only_at_what_was_written_since_the_last_one(desk: Desk, work: Counter[str], erase: bool) -> None:
    world, complete = desk.world, desk.world.app.accountability.recalls.complete
    numbers = {name: f"+6689999988{place}" for place, name in enumerate(NAMES)}
    world.file("th-police", *(record("PhoneNumber", name, number=number) for name, number in numbers.items()))
    ids = [world.id("th-police", name) for name in NAMES]
    for rid in ids:
        desk.data(LOOK, token=world.token("kh-police"), id=rid)
    late = [s for s in desk.trail() if s.entry.operation == "query record"][-1].entry
    desk.data(RETRACT, token=world.token("th-police", "analyst+supervisor"), ids=ids, erase=erase)
    assert world.run(complete()) == len(ids)
    world.app.audit.flush()
    assert [(row["record"], row["agency"]) for row in world.query(NOTICES)] == [
        (rid, "kh-police") for rid in sorted(ids)
    ]
    world.run(complete())  # what the first turn wrote itself is news once

    work.clear()
    assert [world.run(complete()), world.run(complete())] == [len(ids), len(ids)]
    assert not work

    [told] = late.disclosures
    again = replace(told, record_ids=(ids[0],))
    for agency in ("kh-police", "my-police"):
        world.app.audit.append(replace(late, agency=agency, record_ids=(ids[0],), disclosures=(again,)))
    assert world.run(complete()) == len(ids)
    assert work["receipts of"] == 1
    found = {(row["record"], row["agency"]): row["again"] for row in world.query(NOTICES)}
    known = {(rid, "kh-police"): False for rid in ids}
    assert found == {**known, (ids[0], "kh-police"): True, (ids[0], "my-police"): False}
    trail = b"".join(path.read_bytes() for path in world.app.settings.audit.rglob("*") if path.is_file())
    assert (ids[0].encode() in trail) is not erase
    assert verify_audit(world.app.settings.audit).intact


@pytest.fixture
def seen(desk: Desk) -> str:
    """Return a record that the Khmer police were shown."""
    desk.world.file("th-police", record("PhoneNumber", "a", number="+66899999880"))
    rid = desk.world.id("th-police", "a")
    desk.data(LOOK, token=desk.world.token("kh-police"), id=rid)
    return str(rid)


def _in_trail(world: World, rid: str) -> int:
    return sum(path.read_bytes().count(rid.encode()) for path in world.app.settings.audit.glob("*.jsonl"))


def test_an_erasure_that_was_killed_before_its_blanks_is_done_by_who_resolves_next(
    desk: Desk, seen: str, neo4j_lease: StoreLease, monkeypatch: pytest.MonkeyPatch
) -> None:
    class KilledError(BaseException):
        pass

    async def killed(*_: object, **__: object) -> int:
        raise KilledError

    async def resolving() -> None:
        async with application_on(world.app.settings, neo4j_lease) as app:
            await app.settle()

    world = desk.world
    variables = {"ids": [seen], "erase": True}
    with monkeypatch.context() as patch, pytest.raises(KilledError):
        patch.setattr(TrailKeeper, "erase", killed)
        desk.data(RETRACT, token=world.token("th-police", "analyst+supervisor"), **variables)
    world.app.audit.flush()
    assert world.query("MATCH (n:Record {rid: $p.rid}) RETURN n", {"rid": seen}) == []
    assert _in_trail(world, seen) > 0

    world.run(resolving())

    assert _in_trail(world, seen) == 0
    assert verify_audit(world.app.settings.audit).intact


def test_who_was_answered_while_a_record_left_is_asked_too_where_nothing_serves(desk: Desk, seen: str) -> None:
    world = desk.world
    late = [s for s in desk.trail() if s.entry.operation == "query record"][-1].entry
    desk.data(RETRACT, token=world.token("th-police", "analyst+supervisor"), ids=[seen], erase=False)
    [told] = late.disclosures
    world.app.audit.append(replace(late, agency="my-police", disclosures=(replace(told, record_ids=(seen,)),)))

    world.settle()

    assert [row["agency"] for row in world.query(NOTICES)] == ["kh-police", "my-police"]
