"""Directed paths of money, against all paths of random graphs through the store. All values are invented."""

from collections.abc import Iterator
from itertools import pairwise
from random import Random

import pytest

from entity_resolution.networks.networks import Along, Network
from graph import ReadScope, Record, RecordId
from graph.store import Access, CompartmentRegistry, Template, WriteBatch
from tests.graph.building import link, open_scope, record
from tests.world import World

MONEY = Along(types=["TRANSFERRED_TO"])
LONGEST = 8
REMOVAL = Template(name="test", access=Access.WRITE, text="MATCH (n:Record {rid: $p.rid}) DETACH DELETE n")


def account(reference: str) -> Record:
    return record("BankAccount", reference, number=f"53{sum(map(ord, reference)):08d}", bank="006", country="TH")


def paid(reference: str, day: int | None) -> Record:
    """Return a payment at noon of a day of May, in UTC; of `None` at no time that is known."""
    if day is None:
        return record("Payment", reference, amount="1 THB")
    return record("Payment", reference, amount="1 THB", paidAt=f"2026-05-{day:02d}T12:00:00Z")


class Money:
    """Accounts, and payments from one to another on a day: filed in batches, so that times received differ."""

    def __init__(self, world: World, name: str, payments: list[tuple[int, int, int | None]]) -> None:
        self.accounts = [account(f"{name}{n}") for n in range(1 + max(max(a, b) for a, b, _ in payments))]
        self.payments = [paid(f"{name}p{n}", day) for n, (_, _, day) in enumerate(payments)]
        ties = []
        for one, (a, b, _) in zip(self.payments, payments, strict=True):
            ties += [link("TRANSFERRED_TO", self.accounts[a], one), link("TRANSFERRED_TO", one, self.accounts[b])]
        world.run(world.app.writer.write(WriteBatch(records=self.accounts)))
        for start in range(0, len(self.payments), 5):
            world.run(world.app.writer.write(WriteBatch(records=self.payments[start : start + 5])))
        world.run(world.app.writer.write(WriteBatch(links=ties)))
        self.world = world
        self.days = {one.id: day for one, (*_, day) in zip(self.payments, payments, strict=True)}
        self.onward: dict[RecordId, set[RecordId]] = {r.id: set() for r in (*self.accounts, *self.payments)}
        for tie in ties:
            self.onward[tie.source_id].add(tie.target_id)

    def path(
        self, source: int, target: int, max_length: int = LONGEST, scope: ReadScope | None = None
    ) -> Network | None:
        ends = self.accounts[source].id, self.accounts[target].id
        found: Network | None = self.world.run(
            self.world.app.networks.path(
                scope or self.world.system(), *ends, max_length=max_length, along=MONEY, directed=True
            )
        )
        return found

    def ways(self, source: int, target: int) -> Iterator[list[RecordId]]:
        """Yield all paths of at most `LONGEST` links, each through nothing twice."""
        todo = [[self.accounts[source].id]]
        while todo:
            way = todo.pop()
            if way[-1] == self.accounts[target].id:
                yield way
            elif len(way) <= LONGEST:
                todo += [[*way, end] for end in self.onward[way[-1]] if end not in way]

    def is_in_time(self, way: list[RecordId]) -> bool:
        days = [day for day in map(self.days.get, way) if day is not None]
        return days == sorted(days)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(3))
def test_a_directed_path_is_a_shortest_that_is_in_time_and_else_a_shortest(world: World, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - test data
    days: list[int | None] = [*range(1, 9), None]
    ends = [random.sample(range(7), 2) for _ in range(16)]
    payments = [(a, b, random.choice(days)) for a, b in ends]
    money = Money(world, f"r{seed}-", payments)
    met = set()
    for target in range(1, len(money.accounts)):
        ways = sorted(money.ways(0, target), key=len)
        found = money.path(0, target)
        assert (found is None) is (not ways)
        if found is None:
            continue
        way = [entity.id for entity in found.entities]
        in_time = [w for w in ways if money.is_in_time(w)]
        assert way in ways
        assert len(way) == len((in_time or ways)[0])
        assert money.is_in_time(way) is bool(in_time) is (found.too_early == ())
        assert found.shorter_against_time == (len(ways[0]) - 1 if len(way) > len(ways[0]) else None)
        assert [(e.source_id, e.target_id) for e in found.edges] == list(pairwise(way))
        met.add((bool(in_time), found.shorter_against_time is not None))
    assert (True, False) in met


def test_of_two_payments_of_one_step_that_is_taken_which_can_have_carried_the_money(world: World) -> None:
    """And the other one is named, whenever it was."""
    for number, (first, second) in enumerate(((1, 12), (12, 1))):
        money = Money(world, f"two{number}-", [(0, 1, 10), (1, 2, first), (1, 2, second)])
        found = money.path(0, 2)
        assert found is not None
        late, early = sorted(money.payments[1:], key=lambda one: -(money.days[one.id] or 0))
        assert [e.id for e in found.entities if e.kind == "Payment"] == [money.payments[0].id, late.id]
        assert found.too_early == ()
        [beside] = found.parallel
        assert (beside.payment_id, beside.count, [e.id for e in beside.entities]) == (late.id, 1, [early.id])
        # Only what is on the path has edges on it.
        assert len(found.edges) == 4


def test_where_every_short_path_is_too_early_a_longer_one_is_looked_for_as_far_as_asked(world: World) -> None:
    money = Money(world, "long-", [(0, 1, 10), (1, 2, 1), (1, 3, 11), (3, 2, 12)])
    found, near = money.path(0, 2), money.path(0, 2, max_length=4)
    assert found is not None
    assert near is not None
    assert [e.id for e in found.entities if e.kind == "Payment"] == [money.payments[n].id for n in (0, 2, 3)]
    assert (found.too_early, found.shorter_against_time, found.truncated) == ((), 4, False)
    assert [e.id for e in near.entities if e.kind == "Payment"] == [money.payments[n].id for n in (0, 1)]
    assert (near.too_early, near.shorter_against_time) == ((money.payments[1].id,), None)


def test_a_longer_way_round_that_comes_early_enough_is_gone_on_from(world: World) -> None:
    """An account is reached by one late payment, and by two early ones: only behind these the rest is in time."""
    money = Money(world, "early-", [(0, 1, 20), (0, 2, 1), (2, 1, 2), (1, 3, 5), (3, 4, 6)])
    found = money.path(0, 4)
    assert found is not None
    assert [e.id for e in found.entities if e.kind == "Payment"] == [money.payments[n].id for n in (1, 2, 3, 4)]
    assert (found.too_early, found.shorter_against_time) == ((), 6)


def test_a_search_for_a_path_in_time_that_is_given_up_is_told(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    out, back = [(3, 4 + n, 12) for n in range(30)], [(50 + n, 2, 13) for n in range(30)]
    money = Money(world, "hub-", [(0, 1, 10), (1, 2, 1), (1, 3, 11), (4, 2, 13), *out, *back])
    monkeypatch.setattr("entity_resolution.networks.networks.MAX_PATH_LINKS", 20)
    found = money.path(0, 2)
    assert found is not None
    assert [e.id for e in found.entities if e.kind == "Payment"] == [money.payments[n].id for n in (0, 1)]
    assert (found.too_early, found.truncated) == ((money.payments[1].id,), True)
    monkeypatch.setattr("entity_resolution.networks.networks.MAX_PATH_LINKS", 400)
    whole = money.path(0, 2)
    assert whole is not None
    assert (whole.too_early, whole.truncated, len(whole.entities)) == ((), False, 9)


def test_no_more_payments_beside_one_are_named_than_may_be(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("entity_resolution.networks.parallel_payments.MAX_NAMED_PAYMENTS", 2)
    money = Money(world, "many-", [(0, 1, day) for day in (3, 1, 2, None)])
    found = money.path(0, 1)
    assert found is not None
    [beside] = found.parallel
    order = [p.id for p in money.payments if p.id != beside.payment_id]
    received = {e.id: e.records[0].order for e in beside.entities}
    assert beside.count == 3
    assert list(received) == sorted(received, key=lambda rid: received[rid])
    assert set(received) < set(order)


def test_a_closed_payment_is_neither_gone_by_nor_named_nor_counted(world: World) -> None:
    """Of two payments of one step that which is in time is closed: the answer is as if it were not there."""
    money = Money(world, "closed-", [(0, 1, 10), (1, 2, 1)])
    before = money.path(0, 2)
    ends = [money.accounts[n] for n in (1, 2)]
    hidden = record("Payment", "closed-hidden", profile="hit-only", amount="1 THB", paidAt="2026-05-12T12:00:00Z")
    ties = [link("TRANSFERRED_TO", ends[0], hidden), link("TRANSFERRED_TO", hidden, ends[1])]
    world.run(world.app.writer.write(WriteBatch(records=[hidden], links=ties)))
    found = {c.id: c for c in world.run(CompartmentRegistry(world.app.store).refresh())}
    shown = {i for i, c in found.items() if c.key is not None and c.key.profile != "hit-only"}
    shown |= {i for i, c in found.items() if c.key is None and set(c.members) <= shown}
    assert before is not None
    assert before.too_early == (money.payments[1].id,)
    assert money.path(0, 2, scope=open_scope(shown)) == before
    # The test of the test: to whom it is open it is the path.
    whole = money.path(0, 2)
    assert whole is not None
    assert (whole.too_early, [p.payment_id for p in whole.parallel]) == ((), [hidden.id])


@pytest.mark.parametrize(
    "written", ["2026-05-01 10:00", "2026-05-01T10:00", "1 May 2026 10:00", "01/05/2026 10:00", "2026-05-01 10:00 CST"]
)
def test_a_time_of_which_no_zone_is_known_accuses_no_payment(world: World, written: str) -> None:
    """Ten in the morning in Bangkok is before noon there, though ten in UTC is not."""
    accounts = [account(f"zone-{written}-{n}") for n in range(3)]
    first = record("Payment", f"zone-{written}-first", amount="1 THB", paidAt=written)
    for day, early in (("2026-05-01", False), ("2026-04-29", True)):
        second = record("Payment", f"zone-{written}-{day}", amount="1 THB", paidAt=f"{day}T12:00:00+07:00")
        way = [accounts[0], first, accounts[1], second, accounts[2]]
        ties = [link("TRANSFERRED_TO", a, b) for a, b in pairwise(way)]
        world.run(world.app.writer.write(WriteBatch(records=way, links=ties)))
        found = world.run(
            world.app.networks.path(
                world.system(), accounts[0].id, accounts[2].id, max_length=4, along=MONEY, directed=True
            )
        )
        # Of two readings of the day, 1 May and 5 January, one is early enough.
        assert found.too_early == ((second.id,) if early and not written.startswith("01/05") else ())
        world.run(world.app.store.run_alone(REMOVAL, {"rid": second.id}))
