"""Review: what waits for a human in this view, why a pair is as it is, and judgements by who sees both ends."""

import asyncio
import threading
from collections.abc import Iterable
from dataclasses import replace

import pytest

from entity_resolution.comparing.decision import Outcome
from entity_resolution.errors import SamePairError
from entity_resolution.views import review
from entity_resolution.views.groups import Obstacle
from entity_resolution.views.plausibility import Objection
from entity_resolution.views.review import Review
from graph import JUDGEMENT_KIND, CompartmentKey, PropertyClass, ReadScope
from graph.errors import StoreQueryError
from graph.matches import JudgementValue
from graph.store import Neighbourhood, RecordReader
from graph.store.resolution import judgement_store
from tests.graph.building import open_scope, scope_of
from tests.world import World, link, record

NAME = "Wichit Busabasombat"
EVERYTHING = (
    "MATCH ()-[j:JUDGEMENT]->() RETURN j.agency AS agency, j.value AS value, j.author AS author ORDER BY agency"
)


@pytest.fixture
def pair(world: World) -> World:
    """Two agencies know a name, a birth year and a number; a third has the number under another name."""
    for agency, name in (("th-police", NAME), ("kh-police", NAME), ("my-police", "Zaw Min Htet")):
        world.file(
            agency,
            record("Person", "1", name=name, birthDate="1987"),
            record("PhoneNumber", "p", number="+66812340678"),
            link("USES", "1", "p"),
        )
    return world


def judge(
    world: World,
    scope: ReadScope,
    value: JudgementValue,
    *,
    other: str = "kh-police",
    author: str = "a",
    terms: int = 1,
) -> bool:
    """Judge the pair of `th-police` and another."""
    one, two = world.id("th-police", "1"), world.id(other, "1")
    work = world.app.review.judge(scope, one, two, value=value, author=author, reason="r", compartment=terms)
    return world.run(work) is not None


def without(world: World, *closed: PropertyClass) -> ReadScope:
    """Return a scope over everything but these classes."""
    whole = world.system()
    return scope_of({c: whole.visible for c in PropertyClass if c not in closed}, agency="th-police")


class TestExplaining:
    def test_a_match_says_what_it_rests_on(self, pair: World) -> None:
        ids = pair.id("th-police", "1"), pair.id("kh-police", "1")
        found = pair.run(pair.app.review.explain(pair.system(), *ids))
        assert found.decision.outcome is Outcome.MATCH
        assert {c.evidence.feature for c in found.comparisons} == {"name", "birth-date", "linked-phone-number"}
        name = next(c for c in found.comparisons if c.evidence.feature == "name")
        assert (name.left, name.right) == (NAME, NAME)
        assert pair.run(pair.app.review.explain(pair.system(), *reversed(ids))) == found

    def test_comparisons_that_were_given_up_leave_the_threads_of_others_free(
        self, pair: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ids, gate, begun = (pair.id("th-police", "1"), pair.id("kh-police", "1")), threading.Event(), threading.Event()

        def waiting(*_: object) -> None:
            begun.set()
            gate.wait(30)

        monkeypatch.setattr(review, "holds_many", lambda _: True)
        scope = pair.system()
        monkeypatch.setattr(Review, "_explain", waiting)

        async def scene() -> int:
            tasks = [asyncio.create_task(pair.app.review.explain(scope, *ids)) for _ in range(40)]
            await asyncio.to_thread(begun.wait, 20)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            try:
                return len(await asyncio.wait_for(asyncio.gather(*(asyncio.to_thread(int) for _ in range(40))), 20))
            finally:
                gate.set()

        assert pair.run(scene()) == 40

    def test_a_closed_class_explains_nothing(self, pair: World) -> None:
        ids = pair.id("th-police", "1"), pair.id("kh-police", "1")
        found = pair.run(pair.app.review.explain(without(pair, PropertyClass.CONTACT), *ids))
        assert [c.evidence.feature for c in found.comparisons] == ["name", "birth-date"]
        assert found.decision.outcome is Outcome.REVIEW
        assert "66812340678" not in repr(found)

    def test_selectors_are_told_by_their_key(self, pair: World) -> None:
        ids = pair.id("th-police", "p"), pair.id("kh-police", "p")
        found = pair.run(pair.app.review.explain(pair.system(), *ids))
        assert (found.decision.outcome, found.decision.strong) == (Outcome.MATCH, ("key",))
        found = pair.run(pair.app.review.explain(without(pair, PropertyClass.CONTACT), *ids))
        assert (found.decision.outcome, found.decision.strong) == (Outcome.NONE, ())

    def test_hidden_absent_and_of_another_kind_are_all_none(self, pair: World) -> None:
        own = pair.id("th-police", "1")
        for other in ("r-absent", pair.id("kh-police", "p")):
            assert pair.run(pair.app.review.explain(pair.system(), own, other)) is None
        assert pair.run(pair.app.review.explain(scope_of({}), own, pair.id("kh-police", "1"))) is None


class TestQueue:
    def test_what_is_a_match_for_one_waits_for_a_human_in_another_view(self, pair: World) -> None:
        assert pair.run(pair.app.review.queue(pair.system())) == []
        waiting = pair.run(pair.app.review.queue(without(pair, PropertyClass.CONTACT)))
        assert [{e.left.id, e.right.id} for e in waiting] == [{pair.id("th-police", "1"), pair.id("kh-police", "1")}]
        assert pair.run(pair.app.review.queue(without(pair, PropertyClass.CONTACT), kind="Site")) == []
        assert pair.run(pair.app.review.queue(without(pair, PropertyClass.IDENTITY))) == []

    def test_a_judged_pair_waits_no_longer_for_its_agency_alone(self, pair: World) -> None:
        scope = without(pair, PropertyClass.CONTACT)
        assert judge(pair, scope, JudgementValue.UNSURE) is True
        assert pair.run(pair.app.review.queue(scope)) == []
        assert len(pair.run(pair.app.review.queue(replace(scope, agency="kh-police")))) == 1
        judge(pair, scope, JudgementValue.NO_JUDGEMENT)
        assert len(pair.run(pair.app.review.queue(scope))) == 1

    def test_it_is_read_in_portions_and_of_too_many_pairs_the_newest_are_kept(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        names = (
            "Wichit Busabasombat",
            "Malee Thongdeesuk",
            "Anong Siriwattana",
            "Kraisorn Boonmee",
            "Somsak Rattanakul",
        )
        for agency in ("th-police", "kh-police"):
            for number, name in enumerate(names):
                world.file(agency, record("Person", str(number), name=name, birthDate=f"198{number}"))
        whole = world.run(world.app.review.queue(world.system()))
        assert len(whole) == len(names)
        for portion, in_order in ((1, 2), (2, 5), (5, 9)):
            monkeypatch.setattr(judgement_store, "_PAIRS_A_PORTION", portion)
            monkeypatch.setattr(judgement_store, "_MOST_IN_ORDER", in_order)
            assert world.run(world.app.review.queue(world.system())) == whole
        monkeypatch.setattr("entity_resolution.views.review.MAX_WAITING", 3)
        newest = {world.id("kh-police", str(number)) for number in (2, 3, 4)}
        kept = world.run(world.app.review.queue(world.system()))
        assert [e for e in whole if {e.left.id, e.right.id} & newest] == kept
        one = world.run(world.app.review.queue(world.system(), kind="Person", agency="th-police"))
        assert one == kept
        assert world.run(world.app.review.queue(world.system(), agency="my-police")) == []

    def test_the_likeliest_comes_first(self, world: World) -> None:
        for agency in ("th-police", "kh-police"):
            world.file(
                agency,
                record("Person", "1", name=NAME, birthDate="1987"),
                record("Person", "2", name="Malee Thongdeesuk", birthDate="1990", sex="female"),
            )
        bits = [e.decision.bits for e in world.run(world.app.review.queue(world.system()))]
        assert len(bits) == 2
        assert bits == sorted(bits, reverse=True)

    @pytest.mark.parametrize("pairs_a_read", [1, 3, 50])
    def test_a_pair_that_is_one_already_comes_last_and_is_worth_nothing(
        self, world: World, monkeypatch: pytest.MonkeyPatch, pairs_a_read: int
    ) -> None:
        """Two records with a name and a year in common are one by a third that has the number of either."""
        monkeypatch.setattr(review, "_A_READ", pairs_a_read)
        _file_four_of_whom_three_are_one(world)
        queue = world.run(world.app.review.queue(world.system()))
        ends = [{p.left.originator, p.right.originator} for p in queue]
        assert ends[-1] == {"th-police", "my-police"}
        assert [p.worth > 0 for p in queue] == [*[True] * (len(queue) - 1), False]
        assert len(queue) == 4
        ids = world.id("th-police", "1"), world.id("my-police", "1")
        found = world.run(world.app.review.compare(world.system(), *ids))
        assert (found.together, found.explanation.worth) == (True, 0.0)

    @pytest.mark.parametrize("code", ["Transaction.TransactionTimedOut", "Statement.TypeError"])
    def test_what_the_order_goes_by_is_known_or_there_is_no_queue(
        self, world: World, monkeypatch: pytest.MonkeyPatch, code: str
    ) -> None:
        """One read of several fails: in an order that rests on the failure, pages would skip pairs and repeat some."""
        _file_four_of_whom_three_are_one(world)
        whole = world.run(world.app.review.queue(world.system()))
        ids: set[str] = {world.id("th-police", "1"), world.id("my-police", "1")}
        real = RecordReader.neighbourhood

        async def neighbourhood(self: RecordReader, scope: ReadScope, wanted: Iterable[str]) -> Neighbourhood:
            if set(wanted) == ids:
                raise StoreQueryError("members", f"Neo.ClientError.{code}")
            return await real(self, scope, wanted)

        monkeypatch.setattr(review, "_A_READ", 1)
        with monkeypatch.context() as failing:
            failing.setattr(RecordReader, "neighbourhood", neighbourhood)
            with pytest.raises(StoreQueryError):
                world.run(world.app.review.queue(world.system()))
        assert world.run(world.app.review.queue(world.system())) == whole


def _file_four_of_whom_three_are_one(world: World) -> None:
    numbers = {"th-police": ["p"], "kh-police": ["p", "q"], "my-police": ["q"], "vn-police": ["r"]}
    for agency, held in numbers.items():
        world.file(
            agency,
            record("Person", "1", name=NAME, birthDate="1987"),
            *(record("PhoneNumber", n, number=f"+6681239567{ord(n) % 10}") for n in held),
            *(link("USES", "1", n) for n in held),
        )


@pytest.fixture
def neighbours(world: World) -> World:
    """Two agencies know a name and a birth date, whose national numbers are neighbours in the register."""
    for agency, number in (("th-police", "3171014503900001"), ("kh-police", "3171014503900002")):
        card = {"nationality": "ID", "nationalId": number}
        world.file(agency, record("Person", "1", name="Tiur Sihaloho", birthDate="1990-03-05", **card))
    return world


class TestKeptApart:
    def test_a_match_that_cannot_be_one_waits_for_who_sees_both_ends(self, neighbours: World) -> None:
        ids = {neighbours.id(agency, "1") for agency in ("th-police", "kh-police")}
        for scope in (neighbours.system(), without(neighbours, PropertyClass.CONTACT, PropertyClass.LOCATION)):
            [waiting] = neighbours.run(neighbours.app.review.queue(scope))
            assert {waiting.left.id, waiting.right.id} == ids
            assert (waiting.decision.outcome, waiting.kept_apart) == (Outcome.REVIEW, Objection.DOCUMENTS)
            assert waiting.decision.bits >= 16
            assert neighbours.run(neighbours.app.review.explain(scope, *ids)) == waiting
        assert neighbours.run(neighbours.app.review.queue(without(neighbours, PropertyClass.IDENTITY))) == []

    @pytest.mark.long
    def test_side_by_side_says_what_keeps_them_apart_until_somebody_judges(self, neighbours: World) -> None:
        ids = neighbours.id("th-police", "1"), neighbours.id("kh-police", "1")
        scope = replace(neighbours.system(), agency="th-police")
        found = neighbours.run(neighbours.app.review.compare(scope, *ids))
        assert (found.together, found.obstacle) == (False, Obstacle.DOCUMENTS)
        judge(neighbours, scope, JudgementValue.POSITIVE)
        found = neighbours.run(neighbours.app.review.compare(scope, *ids))
        assert (found.together, found.obstacle) == (True, None)
        assert neighbours.run(neighbours.app.review.queue(scope)) == []

    def test_a_slip_joins(self, world: World) -> None:
        for agency, number in (("th-police", "1101700230708"), ("kh-police", "1101700230709")):
            card = {"nationality": "TH", "nationalId": number}
            world.file(agency, record("Person", "1", name=NAME, birthDate="1987-03-04", **card))
        assert world.run(world.app.review.queue(world.system())) == []
        found = world.run(
            world.app.review.compare(world.system(), world.id("th-police", "1"), world.id("kh-police", "1"))
        )
        assert (found.together, found.obstacle, found.explanation.kept_apart) == (True, None, None)

    def test_what_others_keep_apart_is_told_as_well(self, world: World) -> None:
        """A woman and a man of one passport: a third record that says neither is with her whose house it gives."""
        passport = {"nationality": "TH", "passportNumber": "AA1234567", "birthDate": "1987-03-04"}
        house = {"address": "12 Soi Kasem Suk, Mae Sot, Tak 63110"}
        world.file("th-police", record("Person", "1", name=NAME, sex="female", **passport, **house))
        world.file("kh-police", record("Person", "1", name=NAME, sex="male", **passport))
        world.file("my-police", record("Person", "1", name=NAME, **passport, **house))
        scope, third = world.system(), world.id("my-police", "1")
        sides = [
            world.run(world.app.review.compare(scope, third, world.id(agency, "1")))
            for agency in ("th-police", "kh-police")
        ]
        assert {(side.together, side.obstacle) for side in sides} == {(True, None), (False, Obstacle.SEXES)}
        assert [side.explanation.kept_apart for side in sides] == [None, Objection.SEXES]


class TestJudging:
    def test_one_judgement_for_each_pair_and_agency(self, pair: World) -> None:
        scope = without(pair)
        judge(pair, scope, JudgementValue.POSITIVE)
        judge(pair, scope, JudgementValue.NEGATIVE, author="b")
        judge(pair, replace(scope, agency="kh-police"), JudgementValue.POSITIVE)
        assert pair.query(EVERYTHING) == [
            {"agency": "kh-police", "value": "POSITIVE", "author": "a"},
            {"agency": "th-police", "value": "NEGATIVE", "author": "b"},
        ]

    def test_who_does_not_see_both_ends_changes_nothing(self, pair: World) -> None:
        last = pair.run(pair.app.feed.last())
        own = pair.query("MATCH (n:Record {rid: $p.rid}) RETURN n.cmp AS cmp", {"rid": pair.id("kh-police", "1")})
        whole = without(pair)
        blind = scope_of({c: whole.visible - {own[0]["cmp"]} for c in PropertyClass}, agency="th-police")
        assert judge(pair, blind, JudgementValue.NEGATIVE) is False
        assert judge(pair, scope_of({}), JudgementValue.NEGATIVE) is False
        assert pair.query(EVERYTHING) == []
        assert pair.run(pair.app.feed.last()) == last

    def test_a_record_is_never_judged_against_itself(self, pair: World) -> None:
        with pytest.raises(SamePairError, match="two different records"):
            judge(pair, without(pair), JudgementValue.NEGATIVE, other="th-police")

    def test_a_judgement_that_a_viewer_may_not_read_has_no_effect_on_it(self, pair: World) -> None:
        key = CompartmentKey(originator="th-police", profile="originator-controlled", kind=JUDGEMENT_KIND)
        terms = pair.run(pair.app.registry.base(key))
        before = pair.system()
        judge(pair, before, JudgementValue.NEGATIVE, terms=terms)
        own = pair.id("th-police", "1")
        assert len(pair.run(pair.app.entities.find_entity(pair.system(), own)).records) == 1
        hidden = open_scope(before.visible - {terms})
        assert len(pair.run(pair.app.entities.find_entity(hidden, own)).records) == 2
