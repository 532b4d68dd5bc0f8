"""Scores: a pure function of two records, the same from both sides; linked selectors count once for their terms."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entity_resolution.comparing.comparable import ComparableRecord
from entity_resolution.comparing.decision import Outcome, decide, potential
from entity_resolution.comparing.model import load_models
from entity_resolution.comparing.scoring import ScoredComparison, mark_counted, promising_evidence, score
from graph import PropertyClass
from graph.matches import Via
from graph.parts import Part
from graph.selectors import LinkedSelector
from tests.entity_resolution.evidence import PERSON, linked, parts_of
from tests.entity_resolution.slow_scoring import Side, slow_evidence

MODELS = load_models()
SOMCHAI = parts_of(name="Somchai Jaidee", birthDate="1987-03-04", nationality="TH", sex="male")
THAI = parts_of(name="สมชาย ใจดี", birthDate="1987-03-04", nationality="TH", phone="+66812340678")


def scored(
    left: Mapping[PropertyClass, Part],
    right: Mapping[PropertyClass, Part],
    left_linked: Sequence[LinkedSelector] = (),
    right_linked: Sequence[LinkedSelector] = (),
) -> list[ScoredComparison]:
    """Score with the shipped model of persons."""
    return score(PERSON, left, right, left_linked, right_linked)


def test_only_what_both_have_is_compared_in_the_order_of_the_model() -> None:
    found = [(s.evidence.feature, s.evidence.level, s.evidence.bits) for s in scored(SOMCHAI, THAI)]
    assert [(f, level) for f, level, _ in found] == [
        ("name", "romanised"),
        ("birth-date", "exact"),
        ("nationality", "equal"),
    ]
    assert found[1:] == [("birth-date", "exact", 10.2), ("nationality", "equal", 0.1)]


def test_an_empty_record_has_no_evidence() -> None:
    assert scored({}, THAI) == []
    assert promising_evidence(ComparableRecord(PERSON, {}), ComparableRecord(PERSON, THAI)) is None


VALUES: dict[str, list[str]] = {
    "name": ["Somchai Jaidee", "สมชาย ใจดี", "Malee Thongdee", "Zaw Min Htet"],
    "birthDate": ["1987-03-04", "1987-04-03", "1970"],
    "nationality": ["TH", "KH"],
    "passportNumber": ["AA1234567", "AA1234568", "ZZ7654321"],
    "phone": ["+66812340678", "+85512340678"],
    "address": ["12 Beach Road, Poipet", "12 Beach Rd, Poipet"],
}
SELECTORS = [
    linked(kind, key, link=link, selector=selector)
    for kind, key in (
        ("PhoneNumber", "tel:+66812340678"),
        ("Wallet", "w1"),
        ("IdentityDocument", "doc:TH:passport:AA1234567"),
    )
    for link, selector in ((5, 6), (7, 8))
]


@st.composite
def persons(draw: st.DrawFn) -> tuple[dict[PropertyClass, Part], list[LinkedSelector]]:
    chosen = {
        name: draw(st.lists(st.sampled_from(texts), min_size=1, max_size=2, unique=True))
        for name, texts in VALUES.items()
        if draw(st.booleans())
    }
    selectors = draw(st.lists(st.sampled_from(SELECTORS), max_size=4, unique=True))
    return parts_of("Person", chosen, country="TH"), sorted(selectors, key=lambda s: (s.key, s.via.link))


@given(persons(), persons())
def test_the_two_records_may_be_swapped(
    one: tuple[dict[PropertyClass, Part], list[LinkedSelector]],
    other: tuple[dict[PropertyClass, Part], list[LinkedSelector]],
) -> None:
    there = [_sides(s) for s in score(PERSON, one[0], other[0], one[1], other[1])]
    back = [_sides(s)[:4] + _sides(s)[4:][::-1] for s in score(PERSON, other[0], one[0], other[1], one[1])]
    assert sorted(there, key=repr) == sorted(back, key=repr)


@given(persons(), persons())
def test_what_counts_adds_up_to_the_sum(
    one: tuple[dict[PropertyClass, Part], list[LinkedSelector]],
    other: tuple[dict[PropertyClass, Part], list[LinkedSelector]],
) -> None:
    found = mark_counted(PERSON, score(PERSON, one[0], other[0], one[1], other[1]))
    total = decide(PERSON, [c.evidence for c in found]).bits
    assert sum(c.evidence.bits for c in found if c.counts) == pytest.approx(total, abs=1e-6)


def test_a_number_on_the_record_and_linked_counts_once() -> None:
    phone = [linked("PhoneNumber", "tel:+66812340678", link=5, selector=6)]
    found = mark_counted(PERSON, score(PERSON, THAI, THAI, phone, phone))
    counted = [(c.evidence.feature, c.counts) for c in found if "phone" in c.evidence.feature]
    assert counted == [("phone", True), *[("linked-phone-number", False)] * 3]


@pytest.mark.parametrize("name", ["Rahul", "Siti", "Suparman", "Aung", "Sunita"])
@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("PhoneNumber", "tel:+66812340678"),
        *(("BankAccount", "TH:KBANK:3100000123"), ("Wallet", "w1"), ("OnlineAccount", "telegram:hr_agent8")),
    ],
)
def test_one_word_and_one_contact_that_is_linked_wait_for_a_human_until_a_day_or_another_is_one(
    name: str, kind: str, key: str
) -> None:
    told, born = parts_of(name=name, birthPlace="Dhading"), parts_of(name=name, birthDate="1996-02-01")
    contact, device = [linked(kind, key)], linked("Device", "490154203237518")

    def outcome(parts: Mapping[PropertyClass, Part], through: list[LinkedSelector]) -> Outcome:
        return decide(PERSON, [c.evidence for c in score(PERSON, parts, parts, through, through)]).outcome

    assert outcome(told, contact) is Outcome.REVIEW
    assert outcome(born, contact) is Outcome.MATCH
    assert outcome(told, [*contact, device]) is Outcome.MATCH


def _sides(one: ScoredComparison) -> tuple[str, str, float, bool, Via | None, Via | None]:
    e = one.evidence
    return e.feature, e.level, e.bits, e.agrees, e.left, e.right


@given(persons(), persons())
def test_a_pair_passed_over_early_could_never_have_been_stored(
    one: tuple[dict[PropertyClass, Part], list[LinkedSelector]],
    other: tuple[dict[PropertyClass, Part], list[LinkedSelector]],
) -> None:
    evidence = [s.evidence for s in score(PERSON, one[0], other[0], one[1], other[1])]
    if promising_evidence(ComparableRecord(PERSON, *one), ComparableRecord(PERSON, *other)) is None:
        assert potential(PERSON, evidence).outcome is Outcome.NONE


NAMES = {
    "Person": [*VALUES["name"], "Somchay Chaidee", "Jaidee Somchai", "Jaidee", "Nguyen Van An", "李小明"],
    "Organization": ["Jinxin Baosheng Holdings Ltd", "Jinxin Baosheng 2 Holdings", "Jin Xin Bao Sheng Co.", "JBH"],
    "Site": ["Golden Mekong Casino", "Golden Mekong Hotel", "Golden Mekong Park 2", "Golden Mekong Lucky Park", "ตึก"],
}


@st.composite
def records_of(draw: st.DrawFn, kind: str) -> tuple[dict[PropertyClass, Part], list[LinkedSelector]]:
    names = draw(st.lists(st.sampled_from(NAMES[kind]), max_size=3, unique=True))
    parts, selectors = draw(persons()) if kind == "Person" else ({}, [])
    named = parts_of(kind, {"name": names[:1], "alias": names[1:]} if names else {})
    return {**parts, **named}, selectors


@given(
    st.sampled_from(sorted(NAMES)).flatmap(lambda kind: st.tuples(st.just(kind), records_of(kind), records_of(kind))),
    st.booleans(),
)
def test_the_quick_way_gives_the_evidence_of_the_obvious_one(
    pair: tuple[str, tuple[Mapping[PropertyClass, Part], list[LinkedSelector]], Side], published: bool
) -> None:
    kind, one, other = pair
    model = MODELS[kind]
    found = promising_evidence(ComparableRecord(model, *one), ComparableRecord(model, *other), published=published)
    slow = slow_evidence(model, one, other, published=published)
    if found is None and slow is not None:  # nothing but a name speaks for it
        assert potential(model, slow).outcome is Outcome.NONE
    else:
        assert found == slow


def test_a_record_is_read_once_for_all_that_it_meets() -> None:
    one, other = ComparableRecord(PERSON, SOMCHAI), ComparableRecord(PERSON, THAI)
    name = PERSON.comparisons[0]
    assert one.compare(name, other) == one.compare(name, other)
    assert one.forms(name) is one.forms(name)
    assert one.values(name) is one.values(name)
    assert one.selectors is one.selectors


PLACEHOLDERS = [linked("PhoneNumber", "tel:+66000000000", link=9, selector=10)]


@given(persons(), persons(), st.booleans(), st.booleans())
def test_two_without_a_key_in_common_have_no_selector_in_common(
    one: tuple[dict[PropertyClass, Part], list[LinkedSelector]],
    other: tuple[dict[PropertyClass, Part], list[LinkedSelector]],
    one_is_vague: bool,
    other_is_vague: bool,
) -> None:
    left = ComparableRecord(PERSON, one[0], [*one[1], *(PLACEHOLDERS if one_is_vague else ())])
    right = ComparableRecord(PERSON, other[0], [*other[1], *(PLACEHOLDERS if other_is_vague else ())])
    shared = {s.key for s in left.selectors} & {s.key for s in right.selectors}
    assert left.shares_a_key(right) is right.shares_a_key(left)
    assert left.shares_a_key(right) or not shared
    assert left.shares_a_key(right) is (bool(shared) or (one_is_vague and other_is_vague))
    telling = [[s for s in side.selectors if s.kind in PERSON.telling_selectors] for side in (left, right)]
    both = {s.key for s in telling[0]} & {s.key for s in telling[1]}
    is_linked = any(isinstance(s, LinkedSelector) for side in telling for s in side)
    assert left.shares_telling_selector(right) is (bool(both) and is_linked)


class TestLinkedSelectors:
    def test_an_equal_selector_is_evidence_through_both_links(self) -> None:
        found = scored({}, {}, [linked("Wallet", "w", link=1, selector=2)], [linked("Wallet", "w", link=3, selector=4)])
        assert [(s.evidence.feature, s.evidence.bits, s.evidence.property_class) for s in found] == [
            ("linked-wallet", 10.0, PropertyClass.FINANCIAL)
        ]
        assert (found[0].evidence.left, found[0].evidence.right) == (Via(link=1, selector=2), Via(link=3, selector=4))

    @pytest.mark.parametrize("other", [linked("Wallet", "x"), linked("PhoneNumber", "w")])
    def test_another_key_or_kind_is_none(self, other: LinkedSelector) -> None:
        assert scored({}, {}, [linked("Wallet", "w")], [other]) == []

    def test_many_shared_under_the_same_terms_count_once(self) -> None:
        household = [linked("PhoneNumber", f"tel:{i}") for i in range(5)]
        assert len(scored({}, {}, household, household)) == 1

    def test_shared_under_other_terms_are_told_apart_for_the_views(self) -> None:
        left = [linked("PhoneNumber", "tel:1", link=1), linked("PhoneNumber", "tel:1", link=2)]
        found = scored({}, {}, left, [linked("PhoneNumber", "tel:1", link=3)])
        assert [s.evidence.left for s in found] == [Via(link=1, selector=6), Via(link=2, selector=6)]

    def test_a_kind_without_a_weight_is_none(self) -> None:
        assert scored({}, {}, [linked("WebResource", "u")], [linked("WebResource", "u")]) == []
