"""A record that matches two who are not one is left to a human, and shows less of a name than makes one of the two."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entity_resolution.clustering import Obstacle
from entity_resolution.decision import Outcome
from graph import PropertyClass
from graph.matches import Evidence, JudgementValue
from graph.store import VisibleRecord
from tests.entity_resolution.evidence import DOCUMENT, NAME, PHONE, judgement, match, neighbourhood, parts_of, visible
from tests.entity_resolution.resolving import together
from tests.entity_resolution.test_clustering import clusters, groups
from tests.world import World, record

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
