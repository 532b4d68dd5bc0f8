"""Where a record that an alert names is hidden or goes, the alert goes over to the next one of its number in silence.

Whichever follower comes first: the hit index, in which a number on a company meets another's record of it, may not have
followed yet.
"""

import random
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from graph.store import REGISTRY, Access, Template, equal_keys, still_meet
from tests.api.asking import Desk
from tests.api.recalling import NARROW, RETRACT
from tests.api.sealing import look
from tests.api.test_what_stands_is_told import ALERTS, announce_everything_anew
from tests.graph.store.database_hits import hits
from tests.world import World, link, record

NUMBER = "+66812345678"
THEIRS = "kh-police"
READERS = ("th-police", "my-telco")
MANY = 500


def told(desk: Desk, reader: str) -> list[dict[str, Any]]:
    """Return a reader's alerts with their places."""
    found: list[dict[str, Any]] = desk.data(ALERTS, token=desk.world.token(reader))["alerts"]["edges"]
    return found


def in_order_of_ids(desk: Desk, count: int) -> list[str]:
    """Return references of which the hit index has the first one first."""
    return sorted((f"k{n}" for n in range(count)), key=lambda reference: desk.world.id(THEIRS, reference))


def file_number(desk: Desk, reference: str, profile: str = "law-enforcement") -> None:
    desk.world.file(THEIRS, record("PhoneNumber", reference, number=NUMBER), profile=profile, settle=False)


def hold(desk: Desk, numbers: Sequence[str], reader: str) -> dict[str, Any]:
    """File a company's number of the reader and the other side's records of it; return the alert, of the first one."""
    for reference in numbers:
        file_number(desk, reference)
    desk.world.file(reader, record("Organization", "own", name="Lucky Desk Co", phone=NUMBER))
    [alert] = told(desk, reader)
    assert named(desk, reader) == desk.world.id(THEIRS, numbers[0])
    assert alert["node"]["stillLinked"] is True
    return alert


def named(desk: Desk, reader: str) -> str:
    own = desk.world.id(reader, "own")
    [row] = desk.world.query("MATCH (x:Notice {own: $p.own}) RETURN x.other AS other", {"own": own})
    return str(row["other"])


def seal(desk: Desk, reference: str) -> None:
    """File a presumed victim who alone uses a number."""
    victim = record("Person", "v", role="presumed-victim", name="Chan Sopheap")
    desk.world.file(THEIRS, victim, link("USES", "v", reference), profile="victim-protection", settle=False)


def narrow(desk: Desk, reference: str) -> None:
    token, rid = desk.world.token(THEIRS, "analyst+supervisor"), desk.world.id(THEIRS, reference)
    assert desk.data(NARROW, token=token, ids=[rid], profile="hit-only")["narrowRecords"]["done"]


def withdraw(desk: Desk, reference: str) -> None:
    token, rid = desk.world.token(THEIRS), desk.world.id(THEIRS, reference)
    assert desk.data(RETRACT, token=token, ids=[rid], erase=False)["retractRecords"]["done"]


def act_unseen(desk: Desk, reference: str, tie: str = "USES") -> None:
    """File a suspect whom nobody else may see, with a record that others were told of."""
    suspect = record("Person", "s", role="suspect", name="Sok Dara")
    desk.world.file(THEIRS, suspect, link(tie, "s", reference), profile="originator-controlled")


def match_before_the_index(world: World) -> None:
    world.run(world.app.resolver.drain())
    world.run(world.app.notice_matcher.drain())
    world.settle()


def follow_in_drawn_order(world: World, chance: random.Random) -> None:
    """Take the steps of a serving process's followers in any order, until none of them has anything to do."""
    app = world.app
    steps: list[Callable[[], Any]] = [
        *(app.resolver.step, app.linkages_ahead.step, app.notice_matcher.step, app.link_endings.step),
        *(app.exchange.index.step, app.exchange.meetings.step),
    ]
    idle = set[int]()
    while waiting := sorted(set(range(len(steps))) - idle):
        drawn = chance.choice(waiting)
        idle = idle | {drawn} if world.run(steps[drawn]()) is None else set()


def stays_in_silence(desk: Desk, reader: str, alert: dict[str, Any], *, hidden: str, rest: str) -> None:
    """Hold that a reader's alert goes over to another record as it is, and that no unseen act moves it."""
    read = len(desk.trail())
    assert told(desk, reader) == [alert]
    assert named(desk, reader) == desk.world.id(THEIRS, rest)
    assert look(desk, hidden, reader, owner=THEIRS) is None
    act_unseen(desk, rest)
    assert told(desk, reader) == [alert]
    answered = [e.entry for e in desk.trail()[read:]]
    assert {(entry.agency, entry.operation) for entry in answered} >= {
        (reader, "query alerts"),
        (reader, "query record"),
    }
    assert all(desk.world.id(THEIRS, hidden) not in str(entry) for entry in answered if entry.agency == reader)


@pytest.mark.parametrize("reader", READERS)
def test_a_victims_seal_on_the_record_that_an_alert_names_is_silent(desk: Desk, reader: str) -> None:
    hidden, rest = in_order_of_ids(desk, 2)
    alert = hold(desk, [hidden, rest], reader)
    seal(desk, hidden)
    match_before_the_index(desk.world)
    stays_in_silence(desk, reader, alert, hidden=hidden, rest=rest)


@pytest.mark.parametrize("is_filed_again", [False, True])
def test_narrower_terms_of_the_record_that_an_alert_names_are_silent(desk: Desk, *, is_filed_again: bool) -> None:
    hidden, rest = in_order_of_ids(desk, 2)
    alert = hold(desk, [hidden, rest], READERS[0])
    if is_filed_again:
        file_number(desk, hidden, "originator-controlled")
    else:
        narrow(desk, hidden)
    match_before_the_index(desk.world)
    stays_in_silence(desk, READERS[0], alert, hidden=hidden, rest=rest)


def test_a_seal_is_silent_where_the_other_record_was_filed_a_moment_before(desk: Desk) -> None:
    """The hit index does not know that one yet."""
    hidden, rest = in_order_of_ids(desk, 2)
    alert = hold(desk, [hidden], READERS[0])
    file_number(desk, rest)
    seal(desk, hidden)
    match_before_the_index(desk.world)
    stays_in_silence(desk, READERS[0], alert, hidden=hidden, rest=rest)


@pytest.mark.parametrize("goes", [narrow, withdraw], ids=lambda way: way.__name__)
def test_a_withdrawal_behind_what_the_index_has_not_followed_leaves_the_third_record_told_of(
    desk: Desk, goes: Callable[[Desk, str], None]
) -> None:
    reader, (gone, withdrawn, rest) = READERS[0], in_order_of_ids(desk, 3)
    alert = hold(desk, [withdrawn, gone, rest], reader)
    goes(desk, gone)
    withdraw(desk, withdrawn)
    desk.world.settle()
    # Its notice fell with the record, so that the other one is told of by a new one.
    [other] = told(desk, reader)
    assert (other["node"]["id"], other["node"]["stillLinked"]) == (alert["node"]["id"], True)
    stays_in_silence(desk, reader, other, hidden=gone, rest=rest)


def test_what_is_narrowed_before_its_meeting_is_announced_leaves_another_to_be_told_of(desk: Desk) -> None:
    world, reader, (hidden, rest) = desk.world, READERS[0], in_order_of_ids(desk, 2)
    for reference in (hidden, rest):
        file_number(desk, reference)
    # Of an agency's companies each one but the first is announced with the first of the other's records alone.
    first, own = sorted(("o0", "own"), key=lambda reference: world.id(reader, reference))
    for reference in (first, own):
        world.file(
            reader, record("Organization", reference, name=f"Lucky Desk {reference} Co", phone=NUMBER), settle=False
        )
        world.run(world.app.resolver.drain())
        world.run(world.app.exchange.index.drain())
        if reference == own:
            narrow(desk, hidden)
        world.run(world.app.exchange.meetings.drain())
        world.settle()
    alerts = told(desk, reader)
    assert {a["node"]["recordId"] for a in alerts} == {world.id(reader, reference) for reference in (first, own)}
    act_unseen(desk, rest)
    assert told(desk, reader) == alerts


def test_who_is_told_next_is_told_behind_a_withdrawal_that_the_index_has_not_followed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(equal_keys, "MOST_TOLD", 2)
    world, reader = desk.world, READERS[0]
    numbers = sorted((f"n{n}" for n in range(4)), key=lambda reference: world.id(reader, reference))
    world.file(reader, *(record("PhoneNumber", reference, number=NUMBER) for reference in numbers))
    world.file(THEIRS, record("Person", "k", role="suspect", name="Niran Wongsa", phone=NUMBER))
    assert {a["node"]["recordId"] for a in told(desk, reader)} == {world.id(reader, n) for n in numbers[:2]}
    token = world.token(reader)
    for reference in numbers[:2]:
        gone = [world.id(reader, reference)]
        assert desk.data(RETRACT, token=token, ids=gone, erase=False)["retractRecords"]["done"]
    world.settle()
    alerts = told(desk, reader)
    assert {a["node"]["recordId"] for a in alerts} == {world.id(reader, n) for n in numbers[2:]}
    act_unseen(desk, "k", "RELATED_TO")
    assert told(desk, reader) == alerts


def test_an_alert_made_before_the_index_followed_a_correction_goes_over(desk: Desk) -> None:
    """Two kinds that do not meet any more are told as of before, which ends or goes over as every correction has it."""
    world, reader, (corrected, rest) = desk.world, READERS[0], in_order_of_ids(desk, 2)
    for reference in (corrected, rest):
        file_number(desk, reference)
    world.settle()
    world.file(reader, record("Organization", "own", name="Lucky Desk Co", phone=NUMBER), settle=False)
    world.run(world.app.resolver.drain())
    world.run(world.app.exchange.drain())
    world.run(world.app.exchange.meetings.drain())
    world.file(THEIRS, record("PhoneNumber", corrected, number="+66812345699"), settle=False)
    world.run(world.app.notice_matcher.drain())
    [alert] = told(desk, reader)
    assert named(desk, reader) == world.id(THEIRS, corrected)
    pair = sorted((world.id(reader, "own"), world.id(THEIRS, corrected)))
    world.settle()
    assert world.run(still_meet(world.app.store, [(pair[0], pair[1])])) == set()
    assert told(desk, reader) == [alert]
    assert named(desk, reader) == world.id(THEIRS, rest)


def test_of_a_call_centres_number_the_records_of_the_asked_agency_alone_are_looked_up(desk: Desk) -> None:
    hold(desk, ["k0"], READERS[0])
    fill = """
        MATCH (h:HitEntry {record: $p.like}) MATCH (n:Record {rid: $p.like})
        UNWIND range(1, $p.many) AS i
        CREATE (:HitEntry {eid: 'x' + i, record: 'x' + i, token: h.token, cmp: h.cmp, carried: ''})
        CREATE (:Record {rid: 'x' + i, originator: n.originator, cmp: n.cmp, kind: n.kind, component: -i})
    """
    like = {"like": desk.world.id(THEIRS, "k0"), "many": MANY}
    desk.world.run(desk.world.app.store.run_alone(Template(name="test", access=Access.WRITE, text=fill), like))
    own = desk.world.id(READERS[0], "own")
    cost = {
        agency: hits(desk.world, REGISTRY["linked_beside"], {"rows": [[own, agency]], "gone": []})
        for agency in (THEIRS, READERS[1])
    }
    # Four of each entry, and of a record that stands three: one to find it, two for what it says.
    assert cost[READERS[1]] < 4 * MANY + 100
    assert cost[THEIRS] < 7 * MANY + 100


class Acts:
    """What the other side may do with records of one number; the followers come later, or in between for a while."""

    def __init__(self, desk: Desk, chance: random.Random, number: str) -> None:
        self.desk, self.chance, self.number = desk, chance, number
        self.open = list[str]()
        self.count = 0

    def do(self) -> None:
        """Do one thing."""
        done = [self.file, *[self.seal, self.narrow, self.withdraw, self.narrow_by_filing] * bool(self.open)]
        self.chance.choice(done)()

    def named(self, mark: str) -> str:
        self.count += 1
        return f"{mark}-{self.number}-{self.count}"

    def file(self) -> None:
        reference = self.named("k")
        self.desk.world.file(THEIRS, self._made(reference), settle=False)
        self.open.append(reference)

    def _made(self, reference: str) -> Any:
        if reference.endswith(("3", "6")):
            name = f"Niran Wongsa {reference}"
            return record("Person", reference, role="suspect", name=name, phone=self.number)
        return record("PhoneNumber", reference, number=self.number)

    def _one(self) -> str:
        return self.open.pop(self.chance.randrange(len(self.open)))

    def seal(self) -> None:
        victim, link_type, number = self.named("v"), "USES", self._one()
        link_type = "RELATED_TO" if number.endswith(("3", "6")) else link_type
        person = record("Person", victim, role="presumed-victim", name="Chan Sopheap")
        items = (person, link(link_type, victim, number))
        self.desk.world.file(THEIRS, *items, profile="victim-protection", settle=False)

    def narrow(self) -> None:
        narrow(self.desk, self._one())

    def narrow_by_filing(self) -> None:
        self.desk.world.file(THEIRS, self._made(self._one()), profile="originator-controlled", settle=False)

    def withdraw(self) -> None:
        withdraw(self.desk, self._one())

    def act_unseen(self) -> None:
        """File a suspect whom nobody else may see, and tie every record of the number that is left to that one."""
        suspect = self.named("s")
        links = [link("RELATED_TO" if r.endswith(("3", "6")) else "USES", suspect, r) for r in self.open]
        person = record("Person", suspect, role="suspect", name="Sok Dara")
        self.desk.world.file(THEIRS, person, *links, profile="originator-controlled", settle=False)


@pytest.mark.parametrize("seeds", [range(4), *(range(first, first + 6) for first in range(4, 100, 6))], ids=str)
def test_in_whatever_order_the_followers_come_nothing_is_left_to_be_told(desk: Desk, seeds: Sequence[int]) -> None:
    for seed in seeds:
        chance = random.Random(seed)  # noqa: S311 - what happens in a test, no secret
        acts = Acts(desk, chance, f"+668120{seed:05}")
        own = [record("Organization", f"o{seed}", name=f"Lucky Desk {seed} Co", phone=acts.number)]
        own.append(record("PhoneNumber", f"n{seed}", number=acts.number))
        for reader in READERS:
            desk.world.file(reader, *own, settle=False)
        for _ in range(chance.randint(3, 7)):
            acts.do()
            if chance.random() < 0.5:
                follow_in_drawn_order(desk.world, chance)
        follow_in_drawn_order(desk.world, chance)
        before = {reader: told(desk, reader) for reader in READERS}
        acts.act_unseen()
        follow_in_drawn_order(desk.world, chance)
        assert {reader: told(desk, reader) for reader in READERS} == before, seed
    announce_everything_anew(desk.world)
    assert {reader: told(desk, reader) for reader in READERS} == before
