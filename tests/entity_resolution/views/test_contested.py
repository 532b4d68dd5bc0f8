"""A record that matches two who are not one is left to a human, and shows less of a name than makes one of the two."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations, permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entity_resolution.comparing.decision import Outcome
from entity_resolution.views.entities import preview_of
from entity_resolution.views.groups import Obstacle
from entity_resolution.views.refused import refused_pairs
from graph import PropertyClass, ReadScope
from graph.matches import Evidence, Judgement, JudgementValue
from graph.store import VisibleMatch, VisibleRecord
from tests.entity_resolution.batch.test_list_sharing import NAMES
from tests.entity_resolution.evidence import DOCUMENT, NAME, PHONE, judgement, match, neighbourhood, parts_of, visible
from tests.entity_resolution.resolved_records import together
from tests.entity_resolution.views.test_clustering import clusters, groups
from tests.graph.building import scope_of
from tests.world import World, link, record

HEAVIER = replace(DOCUMENT, bits=15.5)
ADDRESS = Evidence(feature="address", level="equal", property_class=PropertyClass.LOCATION, bits=11.0, agrees=True)
CONTACT = {"Person": PHONE, "Organization": PHONE, "Site": ADDRESS}


def called(kind: str, names: Sequence[str], **more: str) -> list[VisibleRecord]:
    return [visible(n, kind=kind, parts=parts_of(kind, {"name": name, **more})) for n, name in enumerate(names, 1)]


def dated(*days: str | None) -> list[VisibleRecord]:
    """Return records of one name, each with a birth date or none."""
    born = [{} if day is None else {"birthDate": day} for day in days]
    return [
        visible(n, parts=parts_of("Person", {"name": "Tek Nath Pokharel", **more})) for n, more in enumerate(born, 1)
    ]


def test_a_record_that_fits_two_of_two_birth_dates_goes_to_neither() -> None:
    people = dated("1988-03-02", "2001-11-20", None)
    found = neighbourhood(people, [match(1, 3, NAME, PHONE), match(2, 3, NAME, PHONE)])
    assert groups(found) == [[1], [2], [3]]
    for one in clusters(found):
        assert {step.obstacle for step in one.steps} == {Obstacle.FITS_TWO}
        assert [pair.decision.outcome for pair in one.pairs if pair.decision] == [Outcome.REVIEW] * len(one.pairs)
        assert not any(pair.joins for pair in one.pairs)


def test_it_goes_to_the_one_for_whom_clearly_more_speaks_and_where_a_human_said() -> None:
    people = dated("1988-03-02", "2001-11-20", None)
    matches = [match(1, 3, NAME, PHONE), match(2, 3, NAME, PHONE)]
    assert groups(neighbourhood(people, [match(1, 3, NAME, PHONE, HEAVIER), matches[1]])) == [[1, 3], [2]]
    judged = [judgement(2, 3, JudgementValue.POSITIVE)]
    assert groups(neighbourhood(people, matches, judged)) == [[1], [2, 3]]
    apart = [judgement(1, 2, JudgementValue.NEGATIVE)]
    assert groups(neighbourhood(dated(None, None, None), matches, apart)) == [[1], [2], [3]]


def test_what_its_own_date_tells_is_not_contested() -> None:
    people = dated("1988-03-02", "2001-11-20", "1988-03-02")
    found = neighbourhood(people, [match(1, 3, NAME, PHONE), match(2, 3, NAME, PHONE)])
    assert groups(found) == [[1, 3], [2]]


@pytest.mark.parametrize(
    ("kind", "between", "one", "other"),
    [
        ("Person", "Otieno Odhiambo", "Brian Otieno Odhiambo", "Kevin Otieno Odhiambo"),
        ("Person", "LI WEI", "李伟", "李薇"),
        ("Person", "PHAM THI HOA", "Phạm Thị Hoa", "Phạm Thị Hòa"),
        ("Person", "SOMCHAI THONGSUK", "สมชัย ทองสุข", "สมชาย ทองสุข"),
        ("Person", "J. Magsalin Dimaculangan", "Juan Magsalin Dimaculangan", "Jose Magsalin Dimaculangan"),
        ("Person", "Bahadur Thapa Magar", "Dil Bahadur Thapa Magar", "Man Bahadur Thapa Magar"),
        ("Person", "Tesfaye Girma", "Abebe Tesfaye Girma", "Tesfaye Girma Wolde"),
        ("Organization", "Golden Lotus", "Golden Lotus Trading", "Golden Lotus Construction"),
        ("Organization", "Rajawali Cakra", "PT Rajawali Cakra", "CV Rajawali Cakra"),
        ("Site", "Kings Crown", "Kings Crown Casino", "Kings Crown Hotel"),
    ],
)
@pytest.mark.parametrize("extra", [(), (HEAVIER,)], ids=["even", "one heavier"])
def test_less_of_a_name_makes_no_one_of_two(
    kind: str, between: str, one: str, other: str, extra: tuple[Evidence, ...]
) -> None:
    matches = [match(1, 3, NAME, CONTACT[kind], *extra), match(2, 3, NAME, CONTACT[kind])]
    found = neighbourhood(called(kind, [one, other, between]), matches)
    assert groups(found) == ([[1, 3], [2]] if extra else [[1], [2], [3]])
    obstacles = {step.obstacle for one_of in clusters(found) for step in one_of.steps}
    assert obstacles == ({None, Obstacle.NAMES} if extra else {Obstacle.FITS_TWO})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"jurisdiction": "HK"}, {"jurisdiction": "VG"}),
        ({"incorporationDate": "2009-02-03"}, {"incorporationDate": "2021-05-06"}),
        ({"name": "PT Saffron Civet"}, {"name": "CV Saffron Civet"}),
    ],
)
def test_a_company_of_no_country_day_or_form_joins_no_two_of_two(one: dict[str, str], other: dict[str, str]) -> None:
    def found(*companies: dict[str, str]) -> list[list[int]]:
        named = [{"name": "Saffron Civet"} | company for company in companies]
        records = [
            visible(n, kind="Organization", parts=parts_of("Organization", values)) for n, values in enumerate(named, 1)
        ]
        return groups(neighbourhood(records, [match(1, 3, NAME, PHONE), match(2, 3, NAME, PHONE)]))

    assert found(one, other, {}) == [[1], [2], [3]]
    assert found(one, one, {}) == [[1, 2, 3]]
    assert found(one, {}, {}) == [[1, 2, 3]]


@pytest.mark.parametrize(
    ("kind", "between", "one", "other"),
    [
        ("Person", "Tek Nath Pokharel", "Teknath Pokharel", "Tek Nath Pokhrel"),
        ("Person", "Somchai Jadee", "Somchai Jaidee", "Somchia Jadee"),
        ("Person", "Nay Myo Thu", "နေမျိုးသူ", "เนย์ เมียว ตู"),
        ("Person", "LI WEI", "李伟", "李偉"),
        ("Person", "Juan Dimaculangan", "Juan Magsalin Dimaculangan", "Juan M. Dimaculangan"),
        ("Organization", "Golden Lotus", "Golden Lotus Co., Ltd", "Golden Lotus Limited"),
        ("Organization", "Rajawali Cakra", "PT Rajawali Cakra", "P.T. Rajawali Cakra"),
        ("Site", "Jinbei", "Jinbei Casino", "Jinbei Casino & Hotel"),
    ],
)
def test_spellings_and_fuller_forms_of_one_name_stay_together(kind: str, between: str, one: str, other: str) -> None:
    matches = [match(1, 3, NAME, CONTACT[kind]), match(2, 3, NAME, CONTACT[kind])]
    assert groups(neighbourhood(called(kind, [one, other, between]), matches)) == [[1, 2, 3]]


def test_another_name_of_one_person_brings_together_whoever_goes_by_each() -> None:
    """Two names on one record are not less of a name."""
    people = [
        visible(1, parts=parts_of(name="Somchai Jaidee")),
        visible(2, parts=parts_of(name="Lek")),
        visible(3, parts=parts_of(name="Somchai Jaidee", alias="Lek")),
    ]
    assert groups(neighbourhood(people, [match(1, 3), match(2, 3)])) == [[1, 2, 3]]


def test_one_birth_date_tells_that_native_spellings_are_slips() -> None:
    people = called("Person", ["สมชัย ทองสุข", "สมชาย ทองสุข", "SOMCHAI THONGSUK"], birthDate="1990-03-04")
    assert groups(neighbourhood(people, [match(1, 3), match(2, 3)])) == [[1, 2, 3]]
    twins = called("Person", ["Brian Otieno Were", "Daniel Otieno Were", "Otieno Were"], birthDate="1990-03-04")
    assert groups(neighbourhood(twins, [match(1, 3), match(2, 3)])) == [[1], [2], [3]]
    sisters = called("Person", ["Ei Phyu", "Aye Phyu", "E Phyu"], birthDate="1990-03-04")
    assert groups(neighbourhood(sisters, [match(1, 3), match(2, 3)])) == [[1], [2], [3]]


POSITIVE, NEGATIVE = JudgementValue.POSITIVE, JudgementValue.NEGATIVE


def tied(one: int, other: int, *evidence: Evidence) -> VisibleMatch:
    """Return a match of two, whichever comes first."""
    return match(min(one, other), max(one, other), *evidence)


def said_of(one: int, other: int, value: JudgementValue, *, agency: str = "th-police") -> Judgement:
    """Return a judgement of two, whichever comes first."""
    return judgement(min(one, other), max(one, other), value, agency=agency)


@pytest.mark.parametrize("order", list(permutations((1, 2, 3))))
@pytest.mark.parametrize("heavier", [0.0, 0.1, 3.9])
def test_whom_two_yes_and_a_no_set_between_two_goes_to_neither_by_any_order_of_ids(
    order: tuple[int, int, int], heavier: float
) -> None:
    a, b, c = order
    weighed = [
        tied(a, b, NAME, PHONE),
        tied(b, c, NAME, replace(PHONE, bits=PHONE.bits + heavier)),
    ]
    said = [(a, b, POSITIVE), (b, c, POSITIVE), (a, c, NEGATIVE)]
    judged = [said_of(one, other, value) for one, other, value in said]
    found = neighbourhood(dated(None, None, None), weighed, judged)
    assert groups(found) == [[1], [2], [3]]
    ends = {(m.left_id, m.right_id) for m in weighed}
    told = refused_pairs(found, clusters(found), among=ends)
    assert {(t.pair.left.id, t.pair.right.id): t.obstacle for t in told} == dict.fromkeys(ends, Obstacle.FITS_TWO)


def test_whom_clearly_more_speaks_for_has_whom_two_yes_and_a_no_are_about() -> None:
    judged = [judgement(1, 2, POSITIVE), judgement(2, 3, POSITIVE), judgement(1, 3, NEGATIVE)]
    weighed = [match(1, 2, NAME, PHONE), match(2, 3, NAME, replace(PHONE, bits=PHONE.bits + 4.0))]
    found = neighbourhood(dated(None, None, None), weighed, judged)
    assert groups(found) == [[1], [2, 3]]
    [told] = refused_pairs(found, clusters(found), among={(m.left_id, m.right_id) for m in weighed})
    assert (told.pair.left.id, told.obstacle, told.kept_apart) == ("r-01", Obstacle.NEGATIVE_JUDGEMENT, None)
    # A no to the one leaves the other as it was judged.
    no = neighbourhood(dated(None, None, None), weighed[:1], [*judged, judgement(2, 3, NEGATIVE, agency="kh-police")])
    assert groups(no) == [[1, 2], [3]]


@pytest.mark.parametrize("order", list(permutations(range(1, 5))))
def test_a_chain_of_yes_between_two_who_are_judged_apart_parts_at_its_ends(order: tuple[int, ...]) -> None:
    a, b, c, d = order
    said = [(a, b, POSITIVE), (b, c, POSITIVE), (c, d, POSITIVE), (a, d, NEGATIVE)]
    judged = [said_of(one, other, value) for one, other, value in said]
    found = {frozenset(group) for group in groups(neighbourhood(dated(None, None, None, None), [], judged))}
    assert found == {frozenset({a}), frozenset({b, c}), frozenset({d})}


@pytest.mark.parametrize("order", list(permutations((1, 2, 3))))
def test_whom_two_others_propose_between_two_birth_dates_goes_to_neither(order: tuple[int, int, int]) -> None:
    a, b, c = order
    born = {a: "1988-03-02", c: "2001-11-20"}
    weak = replace(PHONE, bits=2.5)
    weighed = [tied(*pair, NAME, weak) for pair in ((a, b), (b, c))]
    said = [
        said_of(a, b, POSITIVE, agency="sg-fiu"),
        said_of(b, c, POSITIVE, agency="kh-hotline"),
    ]
    people = [replace(one, originator="my-police") for one in dated(*(born.get(n) for n in (1, 2, 3)))]
    assert groups(neighbourhood(people, weighed, said)) == [[1], [2], [3]]
    assert len(groups(neighbourhood(people, weighed, said[:1]))) == 2


@given(
    order=st.permutations(range(4)),
    bits=st.lists(st.sampled_from([9.0, 10.0, 14.0, 20.0]), min_size=6, max_size=6),
)
def test_who_fits_two_does_not_depend_on_the_order_of_what_came(order: list[int], bits: list[float]) -> None:
    people = dated("1988-03-02", "2001-11-20", None, None)
    weighed = [
        match(a + 1, b + 1, NAME, replace(DOCUMENT, bits=weight))
        for (a, b), weight in zip(combinations(range(4), 2), bits, strict=True)
    ]
    there = groups(neighbourhood(people, weighed))
    back = groups(neighbourhood([people[at] for at in order], weighed[::-1]))
    assert sorted(there) == sorted(back)
    assert not any({1, 2} <= set(group) for group in there)


def weighing(one: int, other: int, bits: float) -> VisibleMatch:
    return match(one, other, replace(NAME, bits=bits - PHONE.bits), PHONE)


def groups_in_every_order(days: Sequence[str | None], weighed: Sequence[tuple[int, int, float]]) -> set[str]:
    """Return what some records come to, whichever ids they have."""
    found = set()
    for ids in permutations(range(1, len(days) + 1)):
        people = dated(*(days[ids.index(n)] for n in range(1, len(days) + 1)))
        matches = [weighing(ids[a - 1], ids[b - 1], bits) for a, b, bits in weighed]
        made = [sorted(ids.index(n) + 1 for n in group) for group in groups(neighbourhood(people, matches))]
        found.add(str(sorted(made)))
    return found


@pytest.mark.parametrize(
    ("weighed", "expected"),
    [
        # The second has the phone of the first, the fourth that phone and the mail address of the third.
        ([(1, 2, 18.3), (1, 4, 18.3), (2, 4, 18.3), (3, 4, 21.2)], [[1, 2], [3], [4]]),
        ([(1, 2, 18.3), (1, 4, 18.3), (2, 4, 30.0), (3, 4, 21.2)], [[1], [2, 4], [3]]),
        # Two who are one by their mail address have a phone of each of two.
        ([(1, 2, 19.5), (2, 4, 20.5), (3, 4, 19.5)], [[1], [2, 4], [3]]),
        ([(1, 2, 19.5), (2, 4, 19.5), (3, 4, 19.5)], [[1], [2, 4], [3]]),
        # Clearly more speaks for the first.
        ([(1, 2, 24.0), (2, 4, 27.0), (3, 4, 19.5)], [[1, 2, 4], [3]]),
    ],
)
def test_a_third_record_brings_nobody_to_one_of_two_whom_it_fits(
    weighed: Sequence[tuple[int, int, float]], expected: list[list[int]]
) -> None:
    assert groups_in_every_order(["1988-03-02", None, "2001-11-20", None], weighed) == {str(expected)}


def test_a_company_between_two_register_numbers_waits_however_many_have_none() -> None:
    numbers = [{"registrationNumber": "00011111"}, {}, {"registrationNumber": "00022222"}, {}]
    companies = [
        visible(
            n, kind="Organization", parts=parts_of("Organization", {"name": "Verdant Mongoose", **own}, country="KH")
        )
        for n, own in enumerate(numbers, 1)
    ]
    found = [weighing(1, 2, 18.3), weighing(1, 4, 18.3), weighing(2, 4, 18.3), weighing(3, 4, 21.2)]
    assert groups(neighbourhood(companies, found)) == [[1, 2], [3], [4]]


def test_less_of_a_name_follows_no_other_that_shows_less_to_one_of_two() -> None:
    names = ["Brian Otieno Odhiambo", "Otieno Odhiambo", "Kevin Otieno Odhiambo", "Otieno Odhiambo"]
    found = [weighing(1, 2, 18.3), weighing(1, 4, 18.3), weighing(2, 4, 18.3), weighing(3, 4, 21.2)]
    assert groups(neighbourhood(called("Person", names), found)) == [[1, 2], [3], [4]]


def test_a_no_parts_what_fits_both_as_one_and_a_yes_to_one_of_it_settles_all() -> None:
    people, everybody = dated(*[None] * 6), [weighing(a, b, 18.3) for a, b in combinations(range(1, 7), 2)]
    no = judgement(1, 2, JudgementValue.NEGATIVE)
    assert groups(neighbourhood(people, everybody)) == [[1, 2, 3, 4, 5, 6]]
    assert groups(neighbourhood(people, everybody, [no])) == [[1], [2], [3, 4, 5, 6]]
    for one in (3, 6):
        yes = judgement(1, one, JudgementValue.POSITIVE)
        assert groups(neighbourhood(people, everybody, [no, yes])) == [[1, 3, 4, 5, 6], [2]]


DAYS = st.sampled_from(["1988-03-02", "2001-11-20", None, None])
BETWEEN_SIX = list(combinations(range(1, 7), 2))


@given(
    days=st.lists(DAYS, min_size=6, max_size=6),
    weights=st.lists(st.sampled_from([0.0, 0.0, 18.0, 19.0, 20.0, 23.0, 27.0]), min_size=15, max_size=15),
)
def test_nobody_without_a_date_is_with_one_of_two_for_whom_hardly_more_speaks(
    days: list[str | None], weights: list[float]
) -> None:
    """The slow reference walks all ways to who has the date, each as wide as its narrowest pair."""
    bits = {pair: weight for pair, weight in zip(BETWEEN_SIX, weights, strict=True) if weight}
    made = groups(neighbourhood(dated(*days), [weighing(*pair, weight) for pair, weight in bits.items()]))
    group_of = {n: group for group in made for n in group}
    told = {n: {days[m - 1] for m in group_of[n]} - {None} for n in group_of}
    assert all(len(found) <= 1 for found in told.values())
    for (left, right), weight in bits.items():
        for one, other in ((left, right), (right, left)):
            if days[one - 1] is None and told[one] and told[other] and told[one] != told[other]:
                with_date = [n for n in group_of[one] if days[n - 1] is not None]
                assert max(_widest(group_of[one], bits, one, n) for n in with_date) >= weight + 4


def _widest(group: list[int], bits: dict[tuple[int, int], float], start: int, end: int) -> float:
    """Return how many bits the weakest pair has of the way between two of a group whose weakest is heaviest."""
    for least in sorted(set(bits.values()), reverse=True):
        near = {pair for pair, weight in bits.items() if weight >= least and set(pair) <= set(group)}
        reached = {start}
        for _ in group:
            reached |= {n for pair in near if reached & set(pair) for n in pair}
        if end in reached:
            return least
    return 0.0


BOTH = {"name": "Khamphone Souvannaphet", "phone": "+8562055550101", "email": "ks99@lotus.example"}


def of(world: World, *ends: tuple[str, str]) -> frozenset[str]:
    return frozenset(world.id(*end) for end in ends)


def judge(world: World, agency: str, ends: Iterable[str], value: JudgementValue) -> None:
    scope, (one, other) = replace(world.system(), agency=agency), ends
    made = world.app.review.judge(scope, one, other, value=value, author="a", reason="r", compartment=1)
    assert world.run(made) is not None


def waiting_in(world: World, scope: ReadScope) -> dict[frozenset[str], str]:
    """Return the pairs of a viewer's queue, with what keeps each apart."""
    return {frozenset((e.left.id, e.right.id)): str(e.kept_apart) for e in world.run(world.app.review.queue(scope))}


def test_the_queue_the_steps_and_two_side_by_side_say_the_same(world: World) -> None:
    """D fits A by a phone and C by a mail address; a B that has the phone alone is A's."""
    mail, phone = ({"name": BOTH["name"], other: BOTH[other]} for other in ("email", "phone"))
    world.file("kh-police", record("Person", "A", birthDate="1990-02-03", **phone))
    world.file("th-police", record("Person", "B", **phone), record("Person", "D", **BOTH))
    world.file("my-police", record("Person", "C", birthDate="1999-08-07", **mail))
    a, b, c, d = (("kh-police", "A"), ("th-police", "B"), ("my-police", "C"), ("th-police", "D"))
    assert together(world, a, b)
    expected = {of(world, a, d): "fits-two", of(world, c, d): "fits-two", of(world, b, d): "fits-two"}
    assert waiting_in(world, world.system()) == expected
    steps = world.run(world.app.entities.find_entity(world.system(), world.id(*d))).cluster.steps
    assert {frozenset((s.left_id, s.right_id)): str(s.obstacle) for s in steps} == expected
    for pair, kept_apart in expected.items():
        found = world.run(world.app.review.compare(world.system(), *pair))
        assert (found.together, str(found.obstacle)) == (False, kept_apart)
        assert (str(found.explanation.kept_apart), found.explanation.decision.outcome) == (kept_apart, Outcome.REVIEW)
    own = waiting_in(world, world.system())
    for agency, mine in (("kh-police", {a}), ("my-police", {c}), ("th-police", {b, d}), ("vn-police", set())):
        found = world.run(world.app.review.queue(world.system(), agency=agency))
        ends = {world.id(*end) for end in mine}
        assert {frozenset((e.left.id, e.right.id)) for e in found} == {pair for pair in own if pair & ends}


def test_a_no_leaves_what_fits_both_to_a_human_and_tells_whom_it_parts(world: World) -> None:
    world.file("kh-police", record("Person", "A", birthDate="1990-02-03", **BOTH), record("Person", "D", **BOTH))
    world.file("th-police", record("Person", "B", **BOTH))
    a, b, d = ("kh-police", "A"), ("th-police", "B"), ("kh-police", "D")
    assert together(world, a, b, d)
    scopes = [replace(world.system(), agency=agency) for agency in ("kh-police", "th-police")]
    ends = world.id(*a), world.id(*d)
    preview = world.run(world.app.entities.preview(scopes[0], *ends, JudgementValue.NEGATIVE))
    assert {r.id for e in preview.after for r in e.records} == of(world, a, b, d)
    before = world.run(world.app.entities.around(scopes[0], ends))
    judge(world, "kh-police", ends, JudgementValue.NEGATIVE)
    told = preview_of(before, world.run(world.app.entities.around(scopes[0], ends)), set(ends))
    assert [[r.id for r in e.records] for e in told.after] == [[r.id for r in e.records] for e in preview.after]
    assert len(told.after) == 3
    expected = {of(world, a, b): "fits-two", of(world, b, d): "fits-two"}
    for scope in scopes:
        assert {pair: kept for pair, kept in waiting_in(world, scope).items() if kept == "fits-two"} == expected


def test_what_two_yes_and_a_no_leave_open_waits_for_all_who_see_it(world: World) -> None:
    ends = [("kh-police", "A"), ("th-police", "B"), ("my-police", "C")]
    for agency, reference in ends:
        world.file(agency, record("Person", reference, **BOTH))
    a, b, c = ends
    judge(world, "kh-police", of(world, a, b), POSITIVE)
    judge(world, "my-police", of(world, b, c), POSITIVE)
    assert together(world, a, b, c)
    judge(world, "kh-police", of(world, a, c), NEGATIVE)
    expected = {of(world, a, b): "fits-two", of(world, b, c): "fits-two"}
    for agency in ("kh-police", "th-police", "my-police"):
        assert waiting_in(world, replace(world.system(), agency=agency)) == expected
    for pair in expected:
        found = world.run(world.app.review.compare(world.system(), *pair))
        assert (found.together, found.obstacle, found.effect) == (False, Obstacle.FITS_TWO, POSITIVE)
        assert found.explanation.decision.outcome is Outcome.REVIEW
    judge(world, "th-police", of(world, b, c), NEGATIVE)
    assert together(world, a, b)
    assert waiting_in(world, replace(world.system(), agency="th-police")) == {}


PASSPORT = {"name": "Ouyang Zhenghao", "nationality": "CN", "passportNumber": "EK7788123"}


@pytest.mark.parametrize("more", [{}, {"phone": "+8562055550101"}], ids=["as heavy", "heavier"])
def test_a_third_record_parts_no_two_without_leaving_them_to_who_sees_both(world: World, more: dict[str, str]) -> None:
    """The two agree in a name and a passport, of one class: by itself such a pair never waits."""
    world.file("my-police", record("Person", "1", **PASSPORT, **more))
    world.file("th-police", record("Person", "1", birthDate="1979-04-17", **PASSPORT))
    own = of(world, ("my-police", "1"), ("th-police", "1"))
    assert together(world, ("my-police", "1"), ("th-police", "1"))
    assert waiting_in(world, world.system()) == {}
    world.file("au-police", record("Person", "decoy", birthDate="1994-08-02", **PASSPORT, **more))
    assert not together(world, ("my-police", "1"), ("th-police", "1"))
    assert waiting_in(world, world.system())[own] == ("birth-dates" if more else "fits-two")
    [decoy] = world.query("MATCH (n:Record {originator: 'au-police'}) RETURN n.cmp AS cmp")
    whole = world.system()
    blind = scope_of({c: whole.visible - {decoy["cmp"]} for c in PropertyClass}, agency="th-police")
    assert waiting_in(world, blind) == {}
    assert own <= {r.id for r in world.run(world.app.entities.find_entity(blind, min(own))).records}
    judge(world, "th-police", own, JudgementValue.POSITIVE)
    assert together(world, ("my-police", "1"), ("th-police", "1"))


def test_a_number_that_a_third_agency_shares_out_leaves_two_to_a_human(world: World) -> None:
    def holding(*people: Any) -> list[Any]:
        phone = record("PhoneNumber", "n", number="+66815557731")
        return [phone, *people, *(link("USES", p.reference, "n") for p in people)]

    who = {"name": "Thanaphon Wiriyakitcharoen", "nationality": "TH"}
    for agency in ("my-police", "th-police"):
        world.file(agency, *holding(record("Person", "1", **who)))
    own = of(world, ("my-police", "1"), ("th-police", "1"))
    assert together(world, ("my-police", "1"), ("th-police", "1"))
    crowd = [record("Person", str(n), name=name) for n, name in enumerate(NAMES)]
    world.file("au-police", *holding(*crowd))
    assert not together(world, ("my-police", "1"), ("th-police", "1"))
    assert own in waiting_in(world, world.system())
    found = world.run(world.app.review.compare(world.system(), *own))
    assert (found.together, found.explanation.decision.outcome) == (False, Outcome.REVIEW)
    assert found.explanation.decision.bits < 16


def test_whom_a_record_fits_waits_for_a_human_with_both(world: World) -> None:
    who = {"name": "Tek Nath Pokharelsingh", "nationality": "NP", "phone": "+9779812345671", "email": "t@lotus.example"}
    world.file("th-police", record("Person", "1988", birthDate="1988-03-02", **who))
    world.file("kh-police", record("Person", "2001", birthDate="2001-11-20", **who), record("Person", "none", **who))
    ends = [("th-police", "1988"), ("kh-police", "2001"), ("kh-police", "none")]
    assert not any(together(world, *pair) for pair in combinations(ends, 2))
    queue = world.run(world.app.review.queue(world.system()))
    waiting = {frozenset((e.left.id, e.right.id)): str(e.kept_apart) for e in queue}
    ids = [world.id(*end) for end in ends]
    assert waiting == {
        frozenset((ids[0], ids[1])): "birth-dates",
        frozenset((ids[0], ids[2])): "fits-two",
        frozenset((ids[1], ids[2])): "fits-two",
    }
