"""The hit index: what it holds, how it follows, and that it is never the graph that answers."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import pytest

from graph import load_ontology
from graph.errors import HitIndexBehindError, HitIndexKeyError, HitIndexOvertakenError
from graph.store import HIT_INDEX, REGISTRY, Access, HitIndex, SelectorHasher, Store, Template, Transaction
from graph.store.hits import hit_index
from graph.store.hits import rebuilding as hit_index_rebuilding
from tests.graph.store.same_store import SameStore
from tests.world import World, link, record

T = TypeVar("T")
NUMBER, OTHER = "+85512000001", "+85512000002"
KEY = f"PhoneNumber|tel:{NUMBER}"
OTHER_SECRET = b"another secret, also of 32 bytes."


def entries(world: World) -> dict[str, dict[str, Any]]:
    """Return the index's nodes by record, whole."""
    rows = world.query("MATCH (h:HitEntry) RETURN properties(h) AS p")
    return {row["p"]["eid"]: row["p"] for row in rows}


def found(world: World, index: HitIndex, token: str, told: list[int], carried: str = "") -> list[str]:
    async def look(tx: Transaction) -> list[str]:
        return [entry.record_id for entry in await index.find(tx, [token], [(c, carried) for c in told])]

    names: list[str] = world.run(world.app.store.write(look))
    return names


def index_of(world: World) -> HitIndex:
    return world.app.exchange.index


def hasher(world: World) -> SelectorHasher:
    return index_of(world)._hasher


def test_an_entry_holds_a_keyed_hash_a_compartment_and_a_record_id_and_nothing_else(world: World) -> None:
    [n, p, _] = world.file(
        "th-police",
        record("PhoneNumber", "n", number=NUMBER, notes="a note"),
        record("Person", "p", name="Wichit Busabasombat"),
        link("USES", "p", "n"),
    )
    held = entries(world)
    assert held.keys() == {n}
    assert held[n].keys() == {"eid", "record", "token", "cmp", "carried", "generation"}
    assert held[n]["token"] == hasher(world).token(KEY)
    assert re.fullmatch(r"[0-9a-f]{40}", held[n]["token"])
    assert NUMBER[1:] not in str(held)
    # Nothing ties it to the graph.
    assert world.query("MATCH (h:HitEntry)-[r]-() RETURN count(r) AS n") == [{"n": 0}]
    assert p not in held


def test_what_a_check_asks_names_the_index_alone() -> None:
    for name in ("find_hit_entries", "hit_entries_of_records", "hit_index_state"):
        labels = set(re.findall(r"\(\w*:(\w+)", REGISTRY[name].text))
        assert labels <= {"HitEntry", "HitIndex"}, name


def test_it_follows_new_values_new_terms_other_kinds_and_what_is_gone(world: World) -> None:
    [rid] = world.file("th-police", record("PhoneNumber", "n", number=NUMBER))
    first = entries(world)[rid]
    world.file("th-police", record("PhoneNumber", "n", number=OTHER), profile="hit-only")
    second = entries(world)[rid]
    assert second["token"] == hasher(world).token(f"PhoneNumber|tel:{OTHER}")
    assert second["cmp"] != first["cmp"]
    world.file("th-police", record("Person", "n", name="Wichit Busabasombat"))
    assert entries(world) == {}
    world.file("th-police", record("PhoneNumber", "n", number=NUMBER))
    assert entries(world)[rid]["token"] == first["token"]
    erase = Template(name="erase", access=Access.WRITE, text="MATCH (n:Record {rid: $p.rid}) DETACH DELETE n")
    world.run(world.app.store.run_alone(erase, {"rid": rid}))
    again = Template(
        name="again",
        access=Access.WRITE,
        text="MATCH (c:Counter {name: 'change'}) SET c.n = c.n + 1 "
        "CREATE (:Change {seq: c.n, kind: 'records', rids: [$p.rid], at: 0})",
    )
    world.run(world.app.store.run_alone(again, {"rid": rid}))
    world.run(index_of(world).drain())
    assert entries(world) == {}


def test_what_stands_as_it_is_is_not_written_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    [rid, car] = world.file(
        "th-police", record("PhoneNumber", "n", number=NUMBER), record("Person", "p", name="Wichit", phone=OTHER)
    )
    before, written = entries(world), set[str]()
    run = Transaction.run

    async def watched(self: Transaction, statement: Template, parameters: Any) -> Any:
        if statement.name in {"add_hit_entries", "put_hit_entries", "drop_hit_entries"}:
            written.update(row if isinstance(row, str) else row[0] for row in next(iter(parameters.values())))
        return await run(self, statement, parameters)

    monkeypatch.setattr(Transaction, "run", watched)
    world.file(
        "th-police",
        record("PhoneNumber", "n", number=NUMBER, notes="seen again"),
        record("Person", "p", name="Wichit B", phone=OTHER),
    )
    assert (entries(world), written) == (before, set())
    world.file("th-police", record("PhoneNumber", "n", number=NUMBER), profile="hit-only")
    assert written == {rid}
    world.file("th-police", record("Person", "p", name="Wichit B", phone=NUMBER))
    carried = {eid for eid, entry in [*before.items(), *entries(world).items()] if entry["record"] == car}
    assert (len(carried), written) == (2, {rid, *carried})


def test_only_compartments_that_may_be_told_are_found(world: World) -> None:
    [mine] = world.file("th-police", record("PhoneNumber", "n", number=NUMBER))
    [theirs] = world.file("kh-police", record("PhoneNumber", "n", number=NUMBER), profile="hit-only")
    held, token = entries(world), hasher(world).token(KEY)
    index = index_of(world)
    assert found(world, index, token, [held[mine]["cmp"]]) == [mine]
    assert found(world, index, token, [held[theirs]["cmp"]]) == [theirs]
    assert found(world, index, token, [held[mine]["cmp"], held[theirs]["cmp"]]) == sorted([mine, theirs])
    assert found(world, index, token, []) == []


def test_a_check_waits_for_what_was_written_before_it(world: World) -> None:
    world.file("th-police", record("PhoneNumber", "n", number=NUMBER))
    [rid] = world.file("th-police", record("PhoneNumber", "n", number=NUMBER), profile="hit-only", settle=False)
    stale = entries(world)[rid]["cmp"]
    world.run(index_of(world).catch_up())
    assert entries(world)[rid]["cmp"] != stale
    assert world.run(world.app.feed.position(HIT_INDEX)) == world.run(world.app.feed.last())


def test_too_much_to_catch_up_with_is_said_and_not_answered(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.file("th-police", record("PhoneNumber", "n", number=NUMBER), settle=False)

    async def stuck(self: HitIndex) -> int:
        return 0

    monkeypatch.setattr(HitIndex, "step", stuck)
    monkeypatch.setattr(hit_index, "_SECONDS_TO_CATCH_UP", 0.2)
    with pytest.raises(HitIndexBehindError):
        world.run(index_of(world).catch_up())


def test_a_rebuilding_makes_the_same_index_and_drops_what_is_stale(world: World) -> None:
    numbers = [record("PhoneNumber", f"n{n}", number=f"+855120010{n:02}") for n in range(20)]
    world.file("th-police", *numbers, record("Person", "p", name="Wichit Busabasombat"))
    before = {rid: (e["token"], e["cmp"]) for rid, e in entries(world).items()}
    stray = Template(
        name="stray",
        access=Access.WRITE,
        text="CREATE (:HitEntry {rid: 'r-gone', token: 'x', cmp: 1, generation: 1}) "
        "WITH 1 AS x MATCH (h:HitEntry {token: $p.token}) DELETE h",
    )
    world.run(world.app.store.run_alone(stray, {"token": next(iter(before.values()))[0]}))
    assert world.run(index_of(world).rebuild()) == 20
    assert {rid: (e["token"], e["cmp"]) for rid, e in entries(world).items()} == before
    assert world.run(index_of(world).entries()) == 20


def test_another_key_is_noticed_and_made_good_by_a_rebuilding(world: World) -> None:
    [rid] = world.file("th-police", record("PhoneNumber", "n", number=NUMBER))
    told = [entries(world)[rid]["cmp"]]
    old, other = hasher(world), SelectorHasher(secret=OTHER_SECRET)
    assert old.token(KEY) != other.token(KEY)
    assert old.key_id != other.key_id
    changed = HitIndex(world.app.store, other, load_ontology())
    with pytest.raises(HitIndexKeyError, match="run `benang hits rebuild`"):
        found(world, changed, other.token(KEY), told)
    world.file("th-police", record("PhoneNumber", "m", number=OTHER), settle=False)
    with pytest.raises(HitIndexKeyError):
        world.run(changed.drain())
    assert world.run(changed.rebuild()) == 2
    assert found(world, changed, other.token(KEY), told) == [rid]
    with pytest.raises(HitIndexKeyError):
        found(world, index_of(world), old.token(KEY), told)


def test_while_a_new_key_is_taken_up_no_check_is_answered_in_part(world: World) -> None:
    [rid] = world.file("th-police", record("PhoneNumber", "n", number=NUMBER))
    told = [entries(world)[rid]["cmp"]]
    changed = HitIndex(world.app.store, SelectorHasher(secret=OTHER_SECRET), load_ontology())
    begun = Template(name="b", access=Access.WRITE, text="MATCH (s:HitIndex) SET s.key_id = $p.k, s.building = true")
    world.run(world.app.store.run_alone(begun, {"k": changed._hasher.key_id}))
    with pytest.raises(HitIndexBehindError):
        found(world, changed, "x", told)
    # One that was broken off is begun again, and then it is whole.
    world.run(changed.rebuild())
    assert found(world, changed, changed._hasher.token(KEY), told) == [rid]


class BrokenOffError(Exception):
    """Somebody stops it."""


class Interrupted(SameStore):
    """The same store; before the write of this number something else happens."""

    def __init__(self, store: Store, number: int, act: Callable[[], Awaitable[object]]) -> None:
        super().__init__(store)
        self._number, self._act = number, act
        self._writes = 0

    async def write(self, work: Callable[[Transaction], Awaitable[T]], *, timeout_seconds: float = 60.0) -> T:
        self._writes += 1
        if self._writes == self._number:
            await self._act()
        return await super().write(work, timeout_seconds=timeout_seconds)


@pytest.mark.parametrize("secret", [None, OTHER_SECRET])
def test_of_two_rebuildings_at_once_the_younger_one_makes_the_index_whole(
    world: World, monkeypatch: pytest.MonkeyPatch, secret: bytes | None
) -> None:
    """The older one goes on when the younger one is about to drop what is stale."""
    monkeypatch.setattr(hit_index, "RECORDS_A_STEP", 5)
    numbers = [record("PhoneNumber", f"n{n}", number=f"+855120010{n:02}") for n in range(20)]
    world.file("th-police", *numbers)
    told = sorted({e["cmp"] for e in entries(world).values()})
    younger_hasher = hasher(world) if secret is None else SelectorHasher(secret=secret)

    async def run() -> HitIndex:
        begun, go = asyncio.Event(), asyncio.Event()

        async def wait() -> None:
            begun.set()
            await go.wait()

        # Begun, and one step taken of the records.
        older = HitIndex(Interrupted(world.app.store, 3, wait), hasher(world), load_ontology())
        making = asyncio.ensure_future(older.rebuild())
        await begun.wait()

        async def end_older() -> None:
            go.set()
            with pytest.raises(HitIndexOvertakenError):
                await making

        # Begun, four steps, and the look for a fifth, which ends the first pass.
        younger = HitIndex(Interrupted(world.app.store, 7, end_older), younger_hasher, load_ontology())
        assert await younger.rebuild() == 20
        assert making.done()
        return younger

    index = world.run(run())
    assert {e["generation"] for e in entries(world).values()} == {3}
    assert all(len(found(world, index, e["token"], told)) == 1 for e in entries(world).values())
    assert world.run(index.entries()) == 20


def test_a_rebuilding_that_was_overtaken_does_not_say_that_the_younger_one_is_done(world: World) -> None:
    """A check would be answered in part."""
    [rid] = world.file("th-police", record("PhoneNumber", "n", number=NUMBER))
    told = [entries(world)[rid]["cmp"]]
    changed = SelectorHasher(secret=OTHER_SECRET)

    async def begin() -> None:
        broken_off = HitIndex(Interrupted(world.app.store, 2, stop), changed, load_ontology())
        with pytest.raises(BrokenOffError):
            await broken_off.rebuild()

    async def stop() -> None:
        raise BrokenOffError

    # Begun, and one step: all is there, and the look that says so is to come.
    older = HitIndex(Interrupted(world.app.store, 3, begin), hasher(world), load_ontology())
    with pytest.raises(HitIndexOvertakenError):
        world.run(older.rebuild())
    with pytest.raises(HitIndexBehindError):
        found(world, HitIndex(world.app.store, changed, load_ontology()), "x", told)


def broken_off(world: World, write: int) -> None:
    """Begin to make the index anew with the other key, and be killed before a write of this number."""

    async def stop() -> None:
        raise BrokenOffError

    other = SelectorHasher(secret=OTHER_SECRET)
    index = HitIndex(Interrupted(world.app.store, write, stop), other, load_ontology())
    with pytest.raises(BrokenOffError):
        world.run(index.rebuild())


def with_other_key(world: World) -> HitIndex:
    return HitIndex(world.app.store, SelectorHasher(secret=OTHER_SECRET), load_ontology())


# Before the second page, before the look that ends the first pass, before what is stale goes, and before the end.
@pytest.mark.parametrize("write", [3, 6, 7, 8])
def test_a_rebuilding_that_was_killed_is_gone_on_with_once_nobody_is_at_work_on_it(
    world: World, monkeypatch: pytest.MonkeyPatch, write: int
) -> None:
    monkeypatch.setattr(hit_index, "RECORDS_A_STEP", 5)
    world.file("th-police", *(record("PhoneNumber", f"n{n}", number=f"+855120010{n:02}") for n in range(20)))
    told = sorted({e["cmp"] for e in entries(world).values()})
    assert world.run(index_of(world).condition()) == "whole"
    broken_off(world, write)
    index = with_other_key(world)
    assert world.run(index.condition()) == "rebuilding"
    assert world.run(index.finish_left()) is None  # whoever began it may be at work on it still
    assert world.run(index_of(world).condition()) == "other-key"

    monkeypatch.setattr(hit_index_rebuilding, "QUIET_MILLISECONDS", -1)
    assert world.run(index.condition()) == "interrupted"
    assert world.run(index_of(world).finish_left()) is None  # it was begun with another key than this one
    before = {rid: e["token"] for rid, e in entries(world).items()}
    assert world.run(index.finish_left()) == 20
    assert world.run(index.condition()) == "whole"
    assert world.run(index.finish_left()) is None
    after = entries(world)
    assert {e["generation"] for e in after.values()} == {2}
    assert all(len(found(world, index, e["token"], told)) == 1 for e in after.values())
    assert sum(before[rid] == e["token"] for rid, e in after.items()) == min(20, (write - 2) * 5)


def test_a_rebuilding_that_was_killed_before_the_clock_was_set_back_is_gone_on_with(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hit_index, "RECORDS_A_STEP", 5)
    world.file("th-police", *(record("PhoneNumber", f"n{n}", number=f"+855120010{n:02}") for n in range(20)))
    broken_off(world, 3)
    index = with_other_key(world)
    text = "MATCH (s:HitIndex) SET s.worked_at = timestamp() + $p.ahead"
    ahead = Template(name="ahead", access=Access.WRITE, text=text)
    world.run(world.app.store.run_alone(ahead, {"ahead": 10_000}))
    assert world.run(index.condition()) == "rebuilding"  # clocks are put right by seconds all the time

    world.run(world.app.store.run_alone(ahead, {"ahead": 3_600_000}))

    assert world.run(index.condition()) == "interrupted"
    assert world.run(index.finish_left()) == 20
    assert world.run(index.condition()) == "whole"


def test_two_that_go_on_with_one_rebuilding_make_it_whole(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hit_index, "RECORDS_A_STEP", 2)
    monkeypatch.setattr(hit_index_rebuilding, "QUIET_MILLISECONDS", -1)
    world.file("th-police", *(record("PhoneNumber", f"n{n}", number=f"+855120010{n:02}") for n in range(20)))
    broken_off(world, 3)
    both_found_it, to_end = asyncio.Barrier(2), hit_index_rebuilding.HitIndexRebuilding._to_end

    async def together(self: hit_index_rebuilding.HitIndexRebuilding, generation: int) -> int:
        await both_found_it.wait()
        return await to_end(self, generation)

    async def both() -> list[int | None]:
        return [*await asyncio.gather(with_other_key(world).finish_left(), with_other_key(world).finish_left())]

    monkeypatch.setattr(hit_index_rebuilding.HitIndexRebuilding, "_to_end", together)
    assert world.run(both()) == [20, 20]
    assert {e["generation"] for e in entries(world).values()} == {2}
    assert world.run(with_other_key(world).condition()) == "whole"


def test_a_rebuilding_that_an_older_version_left_is_gone_on_with(world: World) -> None:
    [rid] = world.file("th-police", record("PhoneNumber", "n", number=NUMBER))
    told = [entries(world)[rid]["cmp"]]
    changed = with_other_key(world)
    begun = Template(
        name="b",
        access=Access.WRITE,
        text="MATCH (s:HitIndex) SET s.key_id = $p.k, s.building = true, s.generation = s.generation + 1",
    )
    world.run(world.app.store.run_alone(begun, {"k": changed.key_id}))
    assert world.run(changed.condition()) == "interrupted"
    assert world.run(changed.finish_left()) == 1
    assert found(world, changed, changed._hasher.token(KEY), told) == [rid]


def test_one_block_has_another_token_for_every_agency() -> None:
    made = SelectorHasher(secret=OTHER_SECRET)
    assert made.block_token("th-police", "3|x") != made.block_token("kh-police", "3|x")
    assert made.block_token("th-police", "x") != made.token("th-police|x")
