"""Where a record that an alert names is hidden or goes, the alert goes over to the next one of its number in silence.

Whichever follower comes first: the hit index, in which a number on a company meets another's record of it, may not have
followed yet.
"""

import random
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from graph.store import REGISTRY, Access, Template, Transaction, still_meet
from graph.store.notices import equal_keys
from graph.store.notices.next_told import told_next_of_gone
from ingest import SubmittedRecord
from tests.api.alerts.test_what_stands_is_told import ALERTS, announce_everything_anew
from tests.api.asking import Desk
from tests.api.recalling import NARROW, RETRACT
from tests.api.sealing import look
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


@pytest.mark.long
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


@pytest.mark.long
def test_a_seal_is_silent_where_the_other_record_was_filed_a_moment_before(desk: Desk) -> None:
    """The hit index does not know that one yet."""
    hidden, rest = in_order_of_ids(desk, 2)
    alert = hold(desk, [hidden], READERS[0])
    file_number(desk, rest)
    seal(desk, hidden)
    match_before_the_index(desk.world)
    stays_in_silence(desk, READERS[0], alert, hidden=hidden, rest=rest)


@pytest.mark.long
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


def test_who_comes_in_is_counted_by_where_records_stand(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(equal_keys, "MOST_TOLD", 2)
    world, reader = desk.world, READERS[0]
    ids = sorted(world.id(reader, f"n{n}") for n in range(4))
    world.file(reader, *(record("PhoneNumber", f"n{n}", number=NUMBER) for n in range(4)))
    world.file(THEIRS, record("Person", "k", role="suspect", name="Niran Wongsa", phone=NUMBER))
    assert {alert["node"]["recordId"] for alert in told(desk, reader)} == set(ids[:2])
    token = world.token(reader, "analyst+supervisor")
    assert desk.data(NARROW, token=token, ids=ids[:1], profile="hit-only")["narrowRecords"]["done"]

    async def come_in(tx: Transaction) -> list[str]:
        return await told_next_of_gone(tx, ids[1:2])

    k = world.id(THEIRS, "k")
    found = world.run(world.app.store.write(come_in))
    assert sorted(rid for rid in found if rid != k) == ids[2:]


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


class Held:
    """What the other side has of one number, numbers or persons who carry it, in the order of their ids."""

    def __init__(self, desk: Desk, chance: random.Random, seed: int) -> None:
        self.desk, self.chance, self.seed = desk, chance, seed
        self.number = f"+668120{seed:05}"
        self.are_persons = chance.random() < 0.3
        references = (f"{seed}-{n}" for n in range(4))
        self.open = sorted(references, key=lambda reference: desk.world.id(THEIRS, reference))
        for reference in self.open:
            desk.world.file(THEIRS, self._made(reference), settle=False)

    def _made(self, reference: str) -> SubmittedRecord:
        if self.are_persons:
            return record("Person", reference, role="suspect", name=f"Niran Wongsa {reference}", phone=self.number)
        return record("PhoneNumber", reference, number=self.number)

    def _tied(self, role: str, references: Sequence[str], profile: str) -> None:
        tie, name = "RELATED_TO" if self.are_persons else "USES", f"{role}-{self.seed}-{len(self.open)}"
        links = [link(tie, name, reference) for reference in references]
        person = record("Person", name, role=role, name="Chan Sopheap")
        self.desk.world.file(THEIRS, person, *links, profile=profile, settle=False)

    def go(self) -> bool:
        """Hide one or withdraw it, mostly the first one; return whether it is hidden, of which nobody may notice."""
        gone = self.open.pop(0 if self.chance.random() < 0.7 else -1)
        way = self.chance.choice(["seal", "narrow", "file again", "withdraw"])
        if way == "withdraw":
            withdraw(self.desk, gone)
        elif way == "narrow":
            narrow(self.desk, gone)
        elif way == "file again" or self.are_persons:
            self.desk.world.file(THEIRS, self._made(gone), profile="originator-controlled", settle=False)
        else:
            self._tied("presumed-victim", [gone], "victim-protection")
        return way != "withdraw"

    def act_unseen(self) -> None:
        """File a suspect whom nobody else may see, tied to all that is open."""
        self._tied("suspect", self.open, "originator-controlled")


def told_of(desk: Desk, seed: int) -> dict[str, list[dict[str, Any]]]:
    own = {reader: desk.world.id(reader, f"o{seed}") for reader in READERS}
    return {reader: [a for a in told(desk, reader) if a["node"]["recordId"] == own[reader]] for reader in READERS}


@pytest.mark.parametrize("seeds", [range(3), *(range(first, first + 6) for first in range(3, 60, 6))], ids=str)
def test_in_whatever_order_the_followers_come_nobody_notices_what_is_hidden(desk: Desk, seeds: Sequence[int]) -> None:
    for seed in seeds:
        chance = random.Random(seed)  # noqa: S311 - what happens in a test, no secret
        held = Held(desk, chance, seed)
        own = record("Organization", f"o{seed}", name=f"Lucky Desk {seed} Co", phone=held.number)
        for reader in READERS:
            desk.world.file(reader, own, settle=False)
        follow_in_drawn_order(desk.world, chance)
        before = told_of(desk, seed)
        assert [len(before[reader]) for reader in READERS] == [1, 1]
        for acts in (1, 2):
            are_unseen = [held.go() for _ in range(acts)]
            follow_in_drawn_order(desk.world, chance)
            after = told_of(desk, seed)
            if all(are_unseen):
                assert after == before, seed
            # A withdrawal is told, and leaves what stands beside it told of.
            linked = [[alert["node"]["stillLinked"] for alert in after[reader]] for reader in READERS]
            assert linked == [[True], [True]], seed
            before = after
        held.act_unseen()
        follow_in_drawn_order(desk.world, chance)
        assert told_of(desk, seed) == before, seed
    announce_everything_anew(desk.world)
    assert told_of(desk, seeds[-1]) == before
