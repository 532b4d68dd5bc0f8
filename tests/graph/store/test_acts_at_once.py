"""Two who change one thing at the same moment: the second sees what the first made of it, and writes over nothing."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from graph.store import (
    Access,
    CheckState,
    CheckStore,
    LegalHold,
    RetentionStore,
    StoredCheck,
    StoredRequest,
    Template,
    Transaction,
    change_request,
    create_request,
    put_check,
)
from tests.world import World

T = TypeVar("T")
NOW = datetime(2026, 1, 2, 3, tzinfo=UTC)


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
    hold = LegalHold(id="h-1", originator="th-police", record_id="r-1", reason="trial", by="a", at=NOW)
    world.run(store.hold([hold]))

    def lift(by: str) -> Callable[[], Awaitable[LegalHold | None]]:
        return lambda: store.lift("th-police", "h-1", by=by, reason="over", at=NOW)

    found = [h for h in at_once(world, "LegalHold", {"id": "h-1"}, lift("one"), lift("other")) if h is not None]
    assert len(found) == 1
    assert world.run(store.holds("th-police", active_only=False)) == found


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
