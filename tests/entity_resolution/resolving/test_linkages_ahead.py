"""A number that is filed behind a load is told of before the load is resolved, and never before a seal could fall."""

import asyncio

import pytest

from api.background import workers
from entity_resolution.resolving.linkages_ahead import LinkagesAhead
from entity_resolution.resolving.resolver import Resolver
from graph.store.resolution.linkages_ahead import AheadStore
from tests.entity_resolution.resolved_records import NAME, PERSON, linkages
from tests.world import World, link, record, viewer

NUMBER = "+66899999991"
MANY = 60


def ahead_of(world: World, *, is_needed: bool = True) -> LinkagesAhead:
    """Return the follower, beside a resolver that is at work on a load or is not."""
    return LinkagesAhead(AheadStore(world.app.store, world.app.registry), is_needed=lambda: is_needed)


def step(world: World, follower: LinkagesAhead) -> int | None:
    found: int | None = world.run(follower.step())
    return found


def load(world: World) -> None:
    """File a load that waits to be resolved."""
    cards = [record("PhoneNumber", f"l-{n}", number=f"+6681000{n:04d}") for n in range(MANY)]
    world.file("my-telco", *cards, settle=False)


def told(world: World, agency: str) -> list[str]:
    """Return the records whose linkage an agency was told of."""
    who = viewer(agency)
    world.run(world.app.notice_matcher.drain())
    found = world.run(world.app.inbox.alerts(world.run(world.app.scope_for(who)), viewer=who))
    return [str(alert.notice.own_id) for alert in found]


def test_both_sides_are_told_before_the_load_is_resolved_and_once(world: World) -> None:
    [theirs] = world.file("th-police", record("PhoneNumber", "n", number=NUMBER))
    load(world)
    [ours] = world.file("kh-police", record("PhoneNumber", "n", number="089 999 9991"), country="TH", settle=False)
    place = world.query("MATCH (f:Follower {name: 'resolution'}) RETURN f.seq AS seq")
    assert step(world, ahead_of(world)) == 1
    assert (told(world, "kh-police"), told(world, "th-police")) == ([ours], [theirs])
    assert world.query("MATCH (f:Follower {name: 'resolution'}) RETURN f.seq AS seq") == place
    made = world.query("MATCH (x:Notice) RETURN properties(x) AS x ORDER BY x.id")

    world.settle()
    # Once ahead of the load, and once in its turn.
    assert [set(pair) for pair in linkages(world)] == [{ours, theirs}] * 2
    assert world.query("MATCH (x:Notice) RETURN properties(x) AS x ORDER BY x.id") == made


def test_what_was_looked_at_or_resolved_is_not_looked_at_again(world: World) -> None:
    world.file("th-police", record("PhoneNumber", "n", number=NUMBER))
    world.file("kh-police", record("PhoneNumber", "n", number=NUMBER))
    before = linkages(world)
    assert step(world, ahead_of(world)) is None
    load(world)
    assert step(world, ahead_of(world)) == 0
    assert step(world, ahead_of(world)) is None
    assert linkages(world) == before


def test_two_processes_tell_it_once(world: World) -> None:
    world.file("th-police", record("PhoneNumber", "n", number=NUMBER))
    load(world)
    world.file("kh-police", record("PhoneNumber", "n", number=NUMBER), settle=False)

    async def both() -> None:
        await asyncio.gather(ahead_of(world).step(), ahead_of(world).step())

    world.run(both())
    assert len(linkages(world)) == 1


def test_nothing_is_asked_of_the_store_where_nothing_waits_behind_a_load(world: World) -> None:
    world.file("th-police", record("PhoneNumber", "n", number=NUMBER))
    world.file("kh-police", record("PhoneNumber", "n", number=NUMBER), settle=False)
    assert step(world, ahead_of(world, is_needed=False)) is None
    assert linkages(world) == []
    assert world.query("MATCH (f:Follower {name: 'ahead'}) RETURN f") == []


@pytest.mark.parametrize("waiting", ["kh-police", "th-police"])
def test_of_a_number_of_a_person_who_waits_to_be_compared_nothing_is_told(world: World, waiting: str) -> None:
    """She may be a victim whom a seal takes out of sight, and her number with her."""
    number = record("PhoneNumber", "n", number=NUMBER)
    person = (record("Person", "p", name=NAME, **PERSON), link("USES", "p", "n"))
    if waiting == "kh-police":
        world.file("th-police", number)
        load(world)
        world.file("kh-police", number, *person, settle=False)
    else:
        load(world)
        world.file("th-police", number, *person, settle=False)
        world.file("kh-police", number, settle=False)
    assert step(world, ahead_of(world)) == 0
    assert (told(world, "kh-police"), told(world, "th-police")) == ([], [])
    world.settle()
    assert (len(told(world, "kh-police")), len(told(world, "th-police"))) == (1, 1)


def test_of_a_number_whose_owner_was_compared_it_is_told(world: World) -> None:
    world.file(
        "th-police",
        record("PhoneNumber", "n", number=NUMBER),
        record("Person", "p", name=NAME, **PERSON),
        link("USES", "p", "n"),
    )
    load(world)
    world.file("kh-police", record("PhoneNumber", "n", number=NUMBER), settle=False)
    assert step(world, ahead_of(world)) == 1
    assert len(told(world, "th-police")) == 1


def test_the_resolver_is_in_a_load_until_it_has_nothing_more(world: World) -> None:
    resolver = world.app.resolver
    assert not resolver.is_in_a_load
    load(world)
    world.run(resolver.step())
    assert resolver.is_in_a_load
    assert world.run(resolver.step()) is None
    assert not resolver.is_in_a_load
    world.file("th-police", record("PhoneNumber", "n", number=NUMBER), settle=False)
    world.run(resolver.step())
    assert not resolver.is_in_a_load


def test_a_serving_process_tells_while_its_resolver_is_at_work(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    [theirs] = world.file("th-police", record("PhoneNumber", "n", number=NUMBER))
    load(world)
    world.file("kh-police", record("PhoneNumber", "n", number=NUMBER), settle=False)

    async def never(_: Resolver) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(Resolver, "step", never)
    monkeypatch.setattr(Resolver, "is_in_a_load", True)
    who = viewer("th-police")

    async def serve() -> list[str]:
        async with workers.running_workers(world.app), asyncio.timeout(60):
            while True:
                if found := await world.app.inbox.alerts(await world.app.scope_for(who), viewer=who):
                    break
                await asyncio.sleep(0.05)
        return [str(alert.notice.own_id) for alert in found]

    assert world.run(serve()) == [theirs]
