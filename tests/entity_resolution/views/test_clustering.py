"""Clusters: connected components where nothing speaks against it, and never by the order in which things arrived."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from random import Random
from time import thread_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from entity_resolution.comparing.decision import Outcome
from entity_resolution.comparing.model import load_models
from entity_resolution.views.clustering import Cluster, cluster
from entity_resolution.views.contested import Apartness
from entity_resolution.views.groups import Basis, Groups, Obstacle, sort_pair
from entity_resolution.views.judgement_effects import Effect, effects_of
from entity_resolution.views.plausibility import Facts
from graph import PropertyClass, ReadScope, RecordId, load_ontology, without_cycle_collection
from graph.matches import Evidence, Judgement, JudgementValue, Pair
from graph.parts import StoredValue
from graph.store import Neighbourhood, VisibleMatch, VisibleRecord
from tests.entity_resolution.evidence import (
    DOCUMENT,
    NAME,
    PHONE,
    judgement,
    match,
    neighbourhood,
    parts_of,
    visible,
)
from tests.graph.building import open_scope, scope_of

OPEN = open_scope([1, 2, 3])
POSITIVE, NEGATIVE = JudgementValue.POSITIVE, JudgementValue.NEGATIVE
COUNT = 8
NUMBERS = st.integers(1, COUNT)
PAIR = (RecordId("r-01"), RecordId("r-02"))
PAIRS = st.tuples(NUMBERS, NUMBERS).filter(lambda p: p[0] < p[1])


def groups(found: Neighbourhood, scope: ReadScope = OPEN) -> list[list[int]]:
    """Return the numbers of the records of each cluster, in the order that the product gives them."""
    return [[_number(r.id) for r in c.records] for c in clusters(found, scope)]


def clusters(found: Neighbourhood, scope: ReadScope = OPEN) -> list[Cluster]:
    """Cluster with the shipped models."""
    return cluster(found, scope, load_models(), load_ontology())


def _number(rid: str) -> int:
    return int(rid.removeprefix("r-"))


def connected(numbers: Iterable[int], edges: Iterable[tuple[int, int]]) -> list[list[int]]:
    """The slow reference: walk from every record along every edge, again and again."""
    neighbours: dict[int, set[int]] = {n: {n} for n in numbers}
    for a, b in edges:
        neighbours[a].add(b)
        neighbours[b].add(a)
    reached = dict(neighbours)
    while True:
        wider = {n: set().union(*(neighbours[m] for m in found)) for n, found in reached.items()}
        if wider == reached:
            return sorted(map(list, {tuple(sorted(found)) for found in reached.values()}))
        reached = wider


@given(st.sets(PAIRS, max_size=12))
def test_without_objections_clusters_are_connected_components(edges: set[tuple[int, int]]) -> None:
    people = [visible(n) for n in range(1, COUNT + 1)]
    found = groups(neighbourhood(people, [match(a, b) for a, b in edges]))
    assert found == connected(range(1, COUNT + 1), edges)


WEIGHTS = st.sampled_from([12.0, 15.0, 20.0])
BIRTHS = st.sampled_from([None, "1980-02-03", "1980-02-04", "1975-07-08"])


@st.composite
def worlds(draw: st.DrawFn) -> Neighbourhood:
    """Return records of the agencies a and b, judged by these and two others."""
    births = [draw(BIRTHS) for _ in range(COUNT)]
    sexes = [draw(st.sampled_from([None, "male", "female"])) for _ in range(COUNT)]
    people = []
    for n, (born, sex) in enumerate(zip(births, sexes, strict=True), start=1):
        known: dict[str, str] = {k: v for k, v in (("birthDate", born), ("sex", sex)) if v is not None}
        originator = draw(st.sampled_from("ab"))
        people.append(visible(n, compartment=1 + n % 3, parts=parts_of("Person", known), originator=originator))
    matches = [
        match(a, b, replace(NAME, bits=draw(WEIGHTS)), draw(st.sampled_from([DOCUMENT, PHONE])))
        for a, b in draw(st.sets(PAIRS, max_size=10))
    ]
    judged = [
        judgement(a, b, draw(st.sampled_from(JudgementValue)), agency=draw(st.sampled_from("abcd")))
        for a, b in draw(st.sets(PAIRS, max_size=3))
    ]
    return neighbourhood(people, matches, judged)


@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_records_edges_and_judgements_changes_nothing(found: Neighbourhood, random: Random) -> None:
    def shuffled(items: Sequence[object]) -> tuple[object, ...]:
        copy = list(items)
        random.shuffle(copy)
        return tuple(copy)

    mixed = Neighbourhood(
        records=shuffled(found.records),  # type: ignore[arg-type]  # the same items
        components=found.components,
        matches=shuffled(found.matches),  # type: ignore[arg-type]
        judgements=shuffled(found.judgements),  # type: ignore[arg-type]
    )
    assert clusters(mixed) == clusters(found)


@given(worlds())
def test_every_record_is_in_one_cluster_in_canonical_order(found: Neighbourhood) -> None:
    made = clusters(found)
    assert sorted(r.id for c in made for r in c.records) == [r.id for r in found.records]
    for one in made:
        assert list(one.records) == sorted(one.records, key=lambda r: r.order)
        assert one.id == one.records[0].id
    assert made == sorted(made, key=lambda c: c.records[0].order)


@given(worlds())
def test_nothing_joins_what_is_known_to_be_apart(found: Neighbourhood) -> None:
    effect = effects(found)
    apart = {pair for pair, said in effect.items() if said == Effect(value=NEGATIVE, binds=True)}
    human = {pair for pair, said in effect.items() if said == Effect(value=POSITIVE, binds=True)}
    for one in clusters(found):
        ids = {r.id for r in one.records}
        assert not any(a in ids and b in ids for a, b in apart)
        if not any(a in ids and b in ids for a, b in human):
            assert len({v.value for r in one.records for v in _values(r, "sex")}) <= 1


def effects(found: Neighbourhood, viewer: str = "viewer") -> dict[Pair, Effect]:
    """Return what the judgements of a neighbourhood come to."""
    return effects_of(found.judgements, {r.id: r.originator for r in found.records}, viewer=viewer)


@given(worlds())
def test_the_word_of_others_parts_nobody_and_joins_only_what_was_left_to_review(found: Neighbourhood) -> None:
    """Without it each entity is a part of one with it, and the parts came together by such pairs alone."""
    said = effects(found)
    bound = replace(found, judgements=tuple(j for j in found.judgements if _ends(j) in said and said[_ends(j)].binds))
    before = clusters(bound)
    group = {r.id: at for at, one in enumerate(before) for r in one.records}
    after = clusters(found)
    assert len({(group[r.id], at) for at, other in enumerate(after) for r in other.records}) == len(before)
    for other in after:
        by_word = [(s.left_id, s.right_id) for s in other.steps if s.basis is Basis.JUDGEMENT and s.obstacle is None]
        proposed = [pair for pair in by_word if not said[pair].binds]
        assert len({group[r.id] for r in other.records}) == 1 + len(proposed)
        told = {(p.left_id, p.right_id): p for p in other.pairs}
        for pair in proposed:
            decision = told[pair].decision
            assert (said[pair].value, told[pair].joins, decision and decision.outcome) == (
                POSITIVE,
                True,
                Outcome.REVIEW,
            )


def _ends(judgement: Judgement) -> Pair:
    return judgement.left_id, judgement.right_id


def _values(record: VisibleRecord, name: str) -> Sequence[StoredValue]:
    return record.parts.get(PropertyClass.IDENTITY, {}).get(name, ())


@st.composite
def narrower(draw: st.DrawFn) -> tuple[ReadScope, ReadScope]:
    numbers = st.frozensets(st.integers(1, 3))
    one = scope_of({c: draw(numbers) for c in (PropertyClass.IDENTITY, PropertyClass.CONTACT)})
    other = scope_of({c: draw(numbers) for c in (PropertyClass.IDENTITY, PropertyClass.CONTACT)})
    return one, one & other


def seen_by(found: Neighbourhood, scope: ReadScope) -> Neighbourhood:
    """Return what a reader gives of a neighbourhood under a scope."""
    kept = [visible(_number(r.id), compartment=r.compartment, scope=scope, parts=r.parts) for r in found.records]
    kept = [r for r in kept if r.compartment in scope.visible]
    ids = {r.id for r in kept}
    return neighbourhood(
        kept,
        [m for m in found.matches if {m.left_id, m.right_id} <= ids],
        [j for j in found.judgements if {j.left_id, j.right_id} <= ids and j.compartment in scope.visible],
    )


@given(worlds(), narrower())
def test_a_narrower_scope_never_shows_a_record_that_the_wider_one_lacks(
    found: Neighbourhood, scopes: tuple[ReadScope, ReadScope]
) -> None:
    wide, narrow = ({r.id for c in clusters(seen_by(found, s), s) for r in c.records} for s in scopes)
    assert narrow <= wide


@given(st.sets(PAIRS, max_size=12), st.data())
def test_without_objections_a_narrower_scope_splits_and_never_joins(
    edges: set[tuple[int, int]], data: st.DataObject
) -> None:
    people = [visible(n, compartment=1 + n % 3) for n in range(1, COUNT + 1)]
    found = neighbourhood(people, [match(a, b, NAME, data.draw(st.sampled_from([DOCUMENT, PHONE]))) for a, b in edges])
    one, narrow = data.draw(narrower())
    wider = [set(g) for g in groups(seen_by(found, one), one)]
    for group in groups(seen_by(found, narrow), narrow):
        assert any(set(group) <= other for other in wider)


@example({(1, 2), (3, 4)}, [(1, 3), (1, 2), (3, 4), (2, 3), (4, 1)])  # both that are joined are apart from another
@given(st.sets(PAIRS, max_size=8), st.lists(PAIRS, max_size=16))
def test_groups_are_kept_apart_where_a_negative_stands_between_any_two_of_theirs(
    apart: set[tuple[int, int]], asked: list[tuple[int, int]]
) -> None:
    """The slow reference holds each group's records, and looks at every pair of them."""
    ids = {n: RecordId(f"r-{n:02}") for n in range(1, COUNT + 1)}
    facts = {rid: Facts() for rid in ids.values()}
    nothing = Apartness({}, {}, facts=facts, judged={}, joining={})
    made = Groups(facts, {(ids[a], ids[b]) for a, b in apart}, facts, nothing)
    slow = {n: {n} for n in ids}
    steps = []
    for a, b in asked:
        one, other = slow[a], slow[b]
        kept_apart = any((min(m, n), max(m, n)) in apart for m in one for n in other)
        assert made.join(ids[a], ids[b], Basis.JUDGEMENT) is not (one is not other and kept_apart)
        if one is not other:
            steps.append((len(one), len(other), Obstacle.NEGATIVE_JUDGEMENT if kept_apart else None))
            if not kept_apart:
                one |= other
                slow.update(dict.fromkeys(other, one))
    assert [(s.left_size, s.right_size, s.obstacle) for s in made.steps] == steps
    assert {frozenset(n for n in ids if made.root(ids[n]) == made.root(ids[m])) for m in ids} == {
        frozenset(found) for found in slow.values()
    }


@pytest.mark.parametrize("held", [True, False])
def test_what_clustering_costs_grows_with_its_records(*, held: bool) -> None:
    """A key that all of them hold, one held apart from another; and as many pairs of two persons each."""
    count = 12_000
    if held:
        text = parts_of("PhoneNumber", number=PHONES[0])
        records = [visible(n, kind="PhoneNumber", scope=OPEN, parts=text) for n in range(1, count + 1)]
        given = neighbourhood(records, [], [judgement(1, count, NEGATIVE)], {r.id: 7 for r in records})
    else:
        records = [visible(n, scope=OPEN) for n in range(1, count + 1)]
        given = neighbourhood(records, [match(n, n + 1) for n in range(1, count, 2)])
    # A look for cycles passes over all that the tests before have made, which takes longer than what is measured.
    with without_cycle_collection():
        begun = thread_time()
        found = clusters(given)
        assert thread_time() - begun < 2
    assert [len(c.records) for c in found] == ([count - 1, 1] if held else [2] * (count // 2))
    assert [len(c.steps) for c in found] == ([count - 1, 1] if held else [1] * (count // 2))
    assert [len(c.pairs) for c in found] == [1] * len(found)


class TestHumans:
    PEOPLE = tuple(visible(n) for n in range(1, 5))

    def test_a_negative_keeps_two_apart_even_through_a_chain(self) -> None:
        chain = [match(1, 2), match(2, 3), match(3, 4)]
        found = groups(neighbourhood(self.PEOPLE, chain, [judgement(1, 4, NEGATIVE)]))
        assert found == [[1], [2, 3], [4]]  # what is between the two fits both

    def test_the_weakest_link_of_the_chain_gives_way(self) -> None:
        weak = match(2, 3, NAME, PHONE)
        found = groups(neighbourhood(self.PEOPLE, [match(1, 2), weak, match(3, 4)], [judgement(1, 4, NEGATIVE)]))
        assert found == [[1, 2], [3, 4]]

    def test_agencies_that_disagree_leave_it_open(self) -> None:
        both = [judgement(1, 2, POSITIVE, agency="a"), judgement(1, 2, NEGATIVE, agency="b")]
        people = (visible(1, originator="a"), visible(2, originator="b"))
        assert groups(neighbourhood(people, [match(1, 2)], both)) == [[1], [2]]
        assert effects(neighbourhood(people, [], both)) == {PAIR: Effect(value=JudgementValue.UNSURE, binds=True)}

    def test_a_withdrawn_judgement_has_no_effect(self) -> None:
        none = judgement(1, 2, JudgementValue.NO_JUDGEMENT)
        assert groups(neighbourhood(self.PEOPLE[:2], [match(1, 2)], [none])) == [[1, 2]]
        people = (visible(1, originator="a"), visible(2, originator="b"))
        withdrawn = [judgement(1, 2, POSITIVE, agency="a"), replace(none, agency="b")]
        assert effects(neighbourhood(people, [], withdrawn)) == {PAIR: Effect(value=POSITIVE, binds=True)}
        said = [replace(none, agency="a"), judgement(1, 2, NEGATIVE, agency="c")]
        assert effects(neighbourhood(people, [], said)) == {PAIR: Effect(value=NEGATIVE, binds=False)}

    def test_an_unsure_human_holds_the_machine_back(self) -> None:
        assert groups(neighbourhood(self.PEOPLE[:2], [match(1, 2)], [judgement(1, 2, JudgementValue.UNSURE)])) == [
            [1],
            [2],
        ]

    def test_a_positive_joins_over_implausibility_and_without_evidence(self) -> None:
        man = visible(1, parts=parts_of(sex="male", birthDate="1980-02-03"))
        woman = visible(2, parts=parts_of(sex="female", birthDate="1975-07-08"))
        assert groups(neighbourhood([man, woman], [match(1, 2)])) == [[1], [2]]
        assert groups(neighbourhood([man, woman], [], [judgement(1, 2, POSITIVE)])) == [[1, 2]]

    def test_a_positive_does_not_join_over_a_negative(self) -> None:
        judged = [judgement(1, 2, POSITIVE), judgement(2, 3, POSITIVE), judgement(1, 3, NEGATIVE)]
        found = groups(neighbourhood(self.PEOPLE[:3], [], judged))
        assert found == [[1], [2], [3]]  # whose the second is, nobody can tell

    def test_a_human_comes_before_the_heaviest_match(self) -> None:
        heavy = match(1, 2, replace(NAME, bits=40.0), DOCUMENT)
        judged = [judgement(2, 3, POSITIVE), judgement(1, 3, NEGATIVE)]
        assert groups(neighbourhood(self.PEOPLE[:3], [heavy], judged)) == [[1], [2, 3]]


class TestWhoseJudgement:
    """Records of the agencies `a` and `b`; `c` and `d` wrote none, and everything is read as `viewer`."""

    BORN = parts_of(birthDate="1980-02-03")
    BORN_LATER = parts_of(birthDate="1985-07-08")
    PEOPLE = tuple(visible(n, originator="ab"[n % 2]) for n in range(1, 4))
    REVIEW = match(1, 2, replace(NAME, bits=3.0), PHONE)

    def told(self, matches: Sequence[VisibleMatch], *judged: Judgement, viewer: str = "viewer") -> list[list[int]]:
        return groups(neighbourhood(self.PEOPLE, matches, judged), replace(OPEN, agency=viewer))

    @pytest.mark.parametrize("value", [NEGATIVE, JudgementValue.UNSURE])
    def test_the_word_of_another_parts_no_match_but_in_its_own_view(self, value: JudgementValue) -> None:
        said = judgement(1, 2, value, agency="c")
        assert self.told([match(1, 2)], said) == [[1, 2], [3]]
        assert self.told([match(1, 2)], said, viewer="c") == [[1], [2], [3]]
        [found, _] = clusters(neighbourhood(self.PEOPLE, [match(1, 2)], [said]))
        assert [(pair.judgement, pair.joins) for pair in found.pairs] == [(value, True)]

    def test_it_parts_no_two_whom_the_machine_joins_by_a_third(self) -> None:
        said = judgement(1, 3, NEGATIVE, agency="c")
        assert self.told([match(1, 2), match(2, 3)], said) == [[1, 2, 3]]
        assert self.told([match(1, 2), match(2, 3)], said, viewer="c") == [[1], [2], [3]]  # it fits two

    def test_it_joins_none_of_whom_the_machine_makes_nothing_but_in_its_own_view(self) -> None:
        said = judgement(1, 2, POSITIVE, agency="c")
        assert self.told([], said) == [[1], [2], [3]]
        assert self.told([], said, viewer="c") == [[1, 2], [3]]
        [first, second, _] = clusters(neighbourhood(self.PEOPLE, [], [said]))
        assert [(s.basis, s.obstacle) for s in first.steps] == [(Basis.JUDGEMENT, Obstacle.PROPOSED)]
        assert [(p.judgement, p.joins) for p in second.pairs] == [(POSITIVE, False)]

    def test_it_settles_what_the_machine_leaves_to_review(self) -> None:
        assert self.told([self.REVIEW]) == [[1], [2], [3]]
        said = judgement(1, 2, POSITIVE, agency="c")
        assert self.told([self.REVIEW], said) == [[1, 2], [3]]
        [first, _] = clusters(neighbourhood(self.PEOPLE, [self.REVIEW], [said]))
        assert [(p.judgement, p.joins) for p in first.pairs] == [(POSITIVE, True)]
        assert [(s.basis, s.obstacle) for s in first.steps] == [(Basis.JUDGEMENT, None)]

    def test_others_who_disagree_settle_nothing(self) -> None:
        both = (judgement(1, 2, POSITIVE, agency="c"), judgement(1, 2, NEGATIVE, agency="d"))
        assert self.told([self.REVIEW], *both) == [[1], [2], [3]]
        assert self.told([match(1, 2)], *both) == [[1, 2], [3]]

    def test_the_word_of_a_writer_goes_before_that_of_others(self) -> None:
        for value, joined in ((POSITIVE, [[1, 2], [3]]), (NEGATIVE, [[1], [2], [3]])):
            other = NEGATIVE if value is POSITIVE else POSITIVE
            said = [judgement(1, 2, value, agency="b"), *(judgement(1, 2, other, agency=c) for c in "cd")]
            for found in ([], [self.REVIEW], [match(1, 2)]):
                assert self.told(found, *said) == joined

    def test_in_its_own_view_its_word_stands_beside_a_writers(self) -> None:
        said = (judgement(1, 2, POSITIVE, agency="b"), judgement(1, 2, NEGATIVE, agency="c"))
        assert self.told([match(1, 2)], *said, viewer="c") == [[1], [2], [3]]
        assert self.told([match(1, 2)], *said) == [[1, 2], [3]]

    @pytest.mark.parametrize("weighs", [3.0, 12.0], ids=["review", "match"])
    def test_it_joins_nobody_whom_facts_keep_apart(self, weighs: float) -> None:
        people = [visible(1, originator="b", parts=self.BORN), visible(2, originator="a", parts=self.BORN_LATER)]
        weighed = match(1, 2, replace(NAME, bits=weighs), PHONE)
        given = neighbourhood(people, [weighed], [judgement(1, 2, POSITIVE, agency="c")])
        [first, _] = clusters(given)
        assert [pair.joins for pair in first.pairs] == [False]
        assert [step.obstacle for step in first.steps] == [Obstacle.BIRTH_DATES]
        assert groups(given, replace(OPEN, agency="c")) == [[1, 2]]

    def test_it_parts_none_by_joining_another_first(self) -> None:
        """The machine joins the second and the third; the first, of another birth date, goes to neither before it."""
        people = [
            visible(1, originator="a", parts=self.BORN),
            visible(2, originator="a"),
            visible(3, originator="b", parts=self.BORN_LATER),
        ]
        given = neighbourhood(people, [self.REVIEW, match(2, 3)], [judgement(1, 2, POSITIVE, agency="c")])
        assert groups(given) == [[1], [2, 3]]
        assert groups(given, replace(OPEN, agency="c")) == [[1, 2], [3]]

    @pytest.mark.parametrize(("value", "own"), [(POSITIVE, [[1, 2], [3]]), (NEGATIVE, [[1], [2, 3]])])
    def test_it_decides_not_which_of_two_a_record_is_that_fits_both(
        self, value: JudgementValue, own: list[list[int]]
    ) -> None:
        people = [
            visible(1, originator="a", parts=self.BORN),
            visible(2, originator="b"),
            visible(3, originator="a", parts=self.BORN_LATER),
        ]
        given = neighbourhood(people, [match(1, 2), match(2, 3)], [judgement(1, 2, value, agency="c")])
        assert groups(given) == [[1], [2], [3]]
        assert groups(given, replace(OPEN, agency="c")) == own

    def test_between_two_of_its_proposals_its_negative_stands(self) -> None:
        review = [match(one, other, replace(NAME, bits=3.0), PHONE) for one, other in ((1, 2), (2, 3))]
        said = [judgement(1, 2, POSITIVE, agency="c"), judgement(2, 3, POSITIVE, agency="c")]
        assert self.told(review, *said) == [[1, 2, 3]]
        assert self.told(review, *said, judgement(1, 3, NEGATIVE, agency="c")) == [[1], [2], [3]]


class TestImplausibility:
    def test_a_pair_that_its_own_facts_keep_apart_is_told_as_a_review_and_joins_nobody(self) -> None:
        man, woman = (visible(at, parts=parts_of(sex=sex)) for at, sex in ((1, "male"), (2, "female")))
        for found in clusters(neighbourhood([man, woman], [match(1, 2)])):
            [pair] = found.pairs
            assert pair.decision is not None
            assert (pair.decision.outcome, pair.joins) == (Outcome.REVIEW, False)
            assert [step.obstacle for step in found.steps] == [Obstacle.SEXES]
        [found] = clusters(neighbourhood([man, woman], [match(1, 2)], [judgement(1, 2, POSITIVE)]))
        assert [pair.joins for pair in found.pairs] == [True]

    def test_a_match_that_others_keep_apart_stays_a_match_and_joins_nobody(self) -> None:
        one, other = (visible(at, parts=parts_of(birthDate=day)) for at, day in ((1, "1980-02-03"), (3, "1975-07-08")))
        first, last = clusters(neighbourhood([one, visible(2), other], [match(1, 2), match(2, 3, NAME, PHONE)]))
        told = {(p.left_id, p.right_id): p for p in (*first.pairs, *last.pairs)}
        outcomes = {_number(left): (p.decision and p.decision.outcome, p.joins) for (left, _), p in told.items()}
        assert outcomes == {1: (Outcome.MATCH, True), 2: (Outcome.MATCH, False)}

    def test_two_birth_dates_in_a_chain_are_not_swallowed(self) -> None:
        one = visible(1, parts=parts_of(birthDate="1980-02-03"))
        middle = visible(2)
        other = visible(3, parts=parts_of(birthDate="1975-07-08"))
        found = groups(neighbourhood([one, middle, other], [match(1, 2), match(2, 3, NAME, PHONE)]))
        assert found == [[1, 2], [3]]

    @pytest.mark.parametrize("born", ["1980-03-02", "1981-02-03", "1980-01-01", "1980", "1980-02", "1980-02-04"])
    def test_what_may_be_a_slip_of_the_pen_still_joins(self, born: str) -> None:
        people = [visible(1, parts=parts_of(birthDate="1980-02-03")), visible(2, parts=parts_of(birthDate=born))]
        assert groups(neighbourhood(people, [match(1, 2)])) == [[1, 2]]


PHONES = ["+66812340678", "+66812340678", "+66812345679"]


class TestSelectors:
    @staticmethod
    def numbers(scope: ReadScope = OPEN) -> list[VisibleRecord]:
        return [
            visible(i, kind="PhoneNumber", scope=scope, parts=parts_of("PhoneNumber", number=text))
            for i, text in enumerate(PHONES, start=1)
        ]

    COMPONENTS = {RecordId("r-01"): 7, RecordId("r-02"): 7, RecordId("r-03"): 8}  # noqa: RUF012 - read only

    def test_equal_keys_are_one(self) -> None:
        assert groups(neighbourhood(self.numbers(), components=self.COMPONENTS)) == [[1, 2], [3]]

    def test_a_negative_separates_them(self) -> None:
        judged = [judgement(1, 2, NEGATIVE)]
        assert groups(neighbourhood(self.numbers(), [], judged, self.COMPONENTS)) == [[1], [2], [3]]

    def test_one_of_whoever_wrote_neither_does_not_but_in_its_own_view(self) -> None:
        given = neighbourhood(self.numbers(), [], [judgement(1, 2, NEGATIVE, agency="c")], self.COMPONENTS)
        assert groups(given) == [[1, 2], [3]]
        assert groups(given, replace(OPEN, agency="c")) == [[1], [2], [3]]

    def test_a_third_of_the_key_joins_one_side_of_a_negative(self) -> None:
        three = [visible(n, kind="PhoneNumber", parts=parts_of("PhoneNumber", number=PHONES[0])) for n in (1, 2, 3)]
        same = {r.id: 7 for r in three}
        assert groups(neighbourhood(three, [], [judgement(1, 2, NEGATIVE)], same)) == [[1, 3], [2]]

    def test_where_the_key_may_not_be_read_they_are_not_one(self) -> None:
        scope = scope_of({PropertyClass.NARRATIVE: [1]})
        assert groups(neighbourhood(self.numbers(scope), components=self.COMPONENTS), scope) == [[1], [2], [3]]


def test_evidence_of_a_closed_class_joins_nobody() -> None:
    phone_only: tuple[Evidence, ...] = (NAME, PHONE)
    scope = scope_of({PropertyClass.IDENTITY: [1]})
    people = [visible(1, scope=scope), visible(2, scope=scope)]
    assert groups(neighbourhood(people, [match(1, 2, *phone_only)]), scope) == [[1], [2]]
    opened = [visible(1), visible(2)]
    assert groups(neighbourhood(opened, [match(1, 2, *phone_only)])) == [[1, 2]]


def test_a_judgement_of_a_record_out_of_sight_changes_nothing() -> None:
    judged: list[Judgement] = [judgement(1, 9, POSITIVE)]
    assert groups(neighbourhood([visible(1)], [match(1, 9)], judged)) == [[1]]


def test_a_pair_is_stored_in_one_order() -> None:
    pair: Pair = (RecordId("r-2"), RecordId("r-1"))
    assert sort_pair(pair) == ("r-1", "r-2")
