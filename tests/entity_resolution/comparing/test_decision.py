"""Decisions: law 6, and what a view can make of a pair is never more than what the resolver stored it for."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entity_resolution.comparing.decision import (
    Doubt,
    Outcome,
    counted,
    decide,
    is_telling,
    potential,
)
from entity_resolution.comparing.model import MatchModel, linked_feature, load_models
from entity_resolution.comparing.scoring import ScoredComparison
from entity_resolution.names import NameLevel
from entity_resolution.tables.pairs import why_not_joined
from entity_resolution.views.evidence_in_view import visible_evidence
from graph import PropertyClass, ReadScope
from graph.matches import Evidence
from tests.entity_resolution.evidence import (
    ACCOUNT,
    ADDRESS,
    DOCUMENT,
    NAME,
    PERSON,
    PHONE,
    PUBLISHED,
    REGISTRATION,
    possible_evidence,
)
from tests.graph.building import open_scope, scope_of

MODELS = load_models()
ORDER = {Outcome.NONE: 0, Outcome.REVIEW: 1, Outcome.MATCH: 2}
BIRTH = Evidence(feature="birth-date", level="exact", property_class=PropertyClass.IDENTITY, bits=11.0, agrees=True)
NATIONALITY = Evidence(
    feature="nationality", level="equal", property_class=PropertyClass.IDENTITY, bits=1.5, agrees=True
)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[MatchModel, list[Evidence]]:
    model = MODELS[draw(st.sampled_from(sorted(MODELS)))]
    return model, draw(st.lists(possible_evidence(model), max_size=9))


@given(pairs())
def test_nothing_without_an_agreeing_name_is_a_match(pair: tuple[MatchModel, list[Evidence]]) -> None:
    model, evidence = pair
    names = {c.feature for c in model.comparisons if c.is_name}
    agreeing = any(e.feature in names and e.agrees and e.bits > 0 for e in evidence)
    decision = decide(model, evidence)
    assert decision.name_agrees == agreeing
    if decision.outcome is Outcome.MATCH:
        assert agreeing
        assert decision.strong
        assert decision.bits >= model.match_bits


@pytest.mark.long
@given(pairs())
def test_without_an_agreeing_name_a_human_gets_a_telling_identifier_a_part_of_it_or_one_birth_date_and_more(
    pair: tuple[MatchModel, list[Evidence]],
) -> None:
    model, evidence = pair
    decision = decide(model, evidence)
    if decision.outcome is Outcome.NONE or decision.name_agrees or is_telling(model, evidence):
        return
    if model.review_in_part:
        assert decision.bits >= model.match_bits
        assert decision.strong
        assert any(e.feature in model.names and e.bits > 0 for e in evidence)
        return
    assert model.kind == "Person"
    assert any(e.feature == "birth-date" and e.level == "exact" for e in evidence)
    assert set(decision.strong) - {"birth-date"}
    assert decision.bits >= model.review_bits


IN_PART = Evidence(feature="name", level="partial", property_class=PropertyClass.IDENTITY, bits=3.0, agrees=False)


def test_a_slip_in_a_name_beside_a_number_and_a_birth_date_is_left_to_a_human() -> None:
    assert decide(PERSON, [IN_PART, BIRTH, PHONE]).outcome is Outcome.REVIEW
    assert decide(PERSON, [BIRTH, PHONE]).outcome is Outcome.REVIEW
    for hidden in (BIRTH, PHONE):
        assert decide(PERSON, [e for e in (IN_PART, BIRTH, PHONE) if e is not hidden]).outcome is Outcome.NONE


def test_a_household_of_one_surname_phone_and_address_is_left_to_a_human_in_a_list_alone() -> None:
    evidence = [IN_PART, PHONE, ADDRESS]
    assert sum(e.bits for e in evidence) >= PERSON.match_bits
    assert decide(PERSON, evidence).outcome is Outcome.NONE
    assert decide(PERSON, evidence, name_alone=True).outcome is Outcome.REVIEW


@pytest.mark.parametrize("kind", ["Site", "Organization"])
def test_a_place_or_a_company_whose_name_agrees_in_part_is_left_to_a_human_in_the_graph_too(kind: str) -> None:
    model = MODELS[kind]
    strong = [
        Evidence(feature=c.feature, level=level, property_class=c.property_class, bits=c.levels[level], agrees=True)
        for c in model.comparisons
        for level in sorted(c.strong)[:1]  # of two sites within two kilometres: those at one point wait by that alone
        if not c.telling
    ]
    assert decide(model, [IN_PART, *strong]).outcome is Outcome.REVIEW
    assert decide(model, strong).outcome is Outcome.NONE
    assert decide(model, [IN_PART, strong[0]]).outcome is Outcome.NONE


def test_another_address_lowers_a_site_and_takes_no_human_from_it() -> None:
    """A compound that moved has its name at another address."""
    site = MODELS["Site"]
    [address] = [c for c in site.comparisons if c.feature == "address"]
    least = site.least_for_review["address"]
    name = Evidence(feature="name", level="exact-native", property_class=PropertyClass.IDENTITY, bits=10.4, agrees=True)
    elsewhere = Evidence(
        feature="address",
        level="different",
        property_class=PropertyClass.LOCATION,
        bits=address.levels["different"],
        agrees=False,
    )

    found = decide(site, [name, elsewhere], name_alone=True)

    assert address.levels["different"] < least < 0
    assert found.bits == pytest.approx(name.bits + address.levels["different"])
    assert found.bits < site.review_bits <= name.bits + least
    assert found.outcome is Outcome.REVIEW
    common = replace(name, bits=site.review_bits - least - 0.1)
    assert decide(site, [common, elsewhere], name_alone=True).outcome is Outcome.NONE
    # Nor does it make a match of anything.
    assert decide(site, [replace(name, bits=site.match_bits + 1 - least), elsewhere]).outcome is not Outcome.MATCH


@given(pairs())
def test_no_single_comparison_is_a_match_however_heavy(pair: tuple[MatchModel, list[Evidence]]) -> None:
    model, evidence = pair
    for one in evidence:
        assert decide(model, [one]).outcome is not Outcome.MATCH


@pytest.mark.parametrize("kind", sorted(MODELS))
def test_all_identifiers_together_are_no_match_without_a_name(kind: str) -> None:
    model = MODELS[kind]
    best = [
        Evidence(
            feature=c.feature,
            level=max(c.levels, key=lambda level: c.levels[level]),
            property_class=c.property_class,
            bits=max(c.levels.values()),
            agrees=True,
        )
        for c in model.comparisons
        if not c.is_name and c.levels
    ]
    best += [
        Evidence(
            feature=linked_feature(k), level="equal", property_class=PropertyClass.CONTACT, bits=i.bits, agrees=True
        )
        for k, i in model.linked.items()
    ]
    assert decide(model, best).outcome is not Outcome.MATCH


@given(pairs(), st.randoms(use_true_random=False))
def test_the_order_of_evidence_changes_nothing(pair: tuple[MatchModel, list[Evidence]], random: Random) -> None:
    model, evidence = pair
    shuffled = list(evidence)
    random.shuffle(shuffled)
    one, other = decide(model, evidence), decide(model, shuffled)
    assert (one.outcome, one.name_agrees, one.strong) == (other.outcome, other.name_agrees, other.strong)
    assert one.bits == pytest.approx(other.bits, abs=1e-8)


@given(pairs())
def test_no_part_of_the_evidence_gives_more_than_its_potential(pair: tuple[MatchModel, list[Evidence]]) -> None:
    model, evidence = pair
    most = potential(model, evidence)
    for classes in _subsets(sorted({e.property_class for e in evidence})):
        some = decide(model, [e for e in evidence if e.property_class in classes])
        assert ORDER[some.outcome] <= ORDER[most.outcome]


@given(pairs(), st.data())
def test_no_scope_gives_more_than_the_potential(pair: tuple[MatchModel, list[Evidence]], data: st.DataObject) -> None:
    model, evidence = pair
    scope = data.draw(scopes())
    seen = visible_evidence(scope, scope.readable_classes(1), scope.readable_classes(2), evidence)
    assert ORDER[decide(model, seen).outcome] <= ORDER[potential(model, evidence).outcome]


@st.composite
def scopes(draw: st.DrawFn) -> ReadScope:
    return scope_of(draw(st.dictionaries(st.sampled_from(PropertyClass), st.frozensets(st.integers(1, 3)))))


@given(pairs(), scopes(), scopes())
def test_a_narrower_scope_sees_no_other_evidence(
    pair: tuple[MatchModel, list[Evidence]], one: ReadScope, other: ReadScope
) -> None:
    _, evidence = pair
    both = one & other
    wide = visible_evidence(one, one.readable_classes(1), one.readable_classes(2), evidence)
    narrow = visible_evidence(both, both.readable_classes(1), both.readable_classes(2), evidence)
    assert [e for e in wide if e in narrow] == narrow
    everything, nothing = frozenset(PropertyClass), frozenset[PropertyClass]()
    assert visible_evidence(open_scope([1, 2, 3]), everything, everything, evidence) == evidence
    assert visible_evidence(scope_of({}), nothing, nothing, evidence) == []


class TestPersons:
    @pytest.mark.parametrize(
        ("evidence", "outcome"),
        [
            ([NAME], Outcome.NONE),
            ([NAME, PUBLISHED], Outcome.REVIEW),
            ([DOCUMENT], Outcome.REVIEW),
            ([PHONE], Outcome.NONE),
            ([NAME, DOCUMENT], Outcome.MATCH),
            ([NAME, PHONE], Outcome.MATCH),
            ([NAME, BIRTH], Outcome.REVIEW),
            ([NAME, BIRTH, NATIONALITY], Outcome.MATCH),
            ([BIRTH, NATIONALITY, DOCUMENT, PHONE], Outcome.REVIEW),
            ([], Outcome.NONE),
        ],
    )
    def test_what_a_pair_needs(self, evidence: Sequence[Evidence], outcome: Outcome) -> None:
        assert decide(PERSON, evidence).outcome is outcome

    def test_the_strong_features_are_named_once_and_in_order(self) -> None:
        assert decide(PERSON, [PHONE, NAME, DOCUMENT, PHONE]).strong == ("document", "phone")


def test_features_of_linked_selectors_are_named_for_their_kind() -> None:
    assert linked_feature("PhoneNumber") == "linked-phone-number"
    assert linked_feature("Wallet") == "linked-wallet"


def _subsets(classes: Sequence[PropertyClass]) -> list[set[PropertyClass]]:
    return [set(c) for size in range(len(classes) + 1) for c in combinations(classes, size)]


@given(pairs())
def test_the_evidence_that_counts_adds_up_and_is_the_strongest_of_each_group_once(
    pair: tuple[MatchModel, list[Evidence]],
) -> None:
    model, evidence = pair
    counting = counted(model, evidence)
    assert round(sum(sorted(e.bits for e in counting)), 9) == decide(model, evidence).bits
    strongest: dict[str, float] = {}
    for item in evidence:
        if (group := model.groups.get(item.feature)) is not None:
            strongest[group] = max(strongest.get(group, item.bits), item.bits)
    grouped = [(model.groups[e.feature], e.bits) for e in counting if e.feature in model.groups]
    assert sorted(grouped) == sorted(strongest.items())


def test_what_says_the_same_again_counts_once() -> None:
    number = Evidence(feature="document", level="equal", property_class=PropertyClass.IDENTITY, bits=15.5, agrees=True)
    assert counted(MODELS["Person"], [BIRTH, number, number, NATIONALITY]) == [BIRTH, number, NATIONALITY]


@pytest.mark.parametrize("kind", ["Organization", "Site"])
def test_namesakes_of_a_kind_that_asks_for_no_support_wait_for_a_human(kind: str) -> None:
    model = MODELS[kind]
    name = next(c for c in model.comparisons if c.is_name)
    beside = next(c for c in model.comparisons if c.feature in {"jurisdiction", "country"})
    evidence = [
        Evidence(feature=c.feature, level="equal", property_class=c.property_class, bits=bits, agrees=True)
        for c, bits in ((name, model.review_bits), (beside, 1.0))
    ]
    assert decide(model, evidence).outcome is Outcome.REVIEW
    assert decide(PERSON, [NAME, NATIONALITY]).outcome is Outcome.NONE


OTHER_NAME = Evidence(feature="name", level="different", property_class=PropertyClass.IDENTITY, bits=-9.2, agrees=False)


def test_one_passport_or_registration_under_two_names_is_for_a_human_until_more_speaks_against_it() -> None:
    passport = replace(REGISTRATION, feature="document")
    assert decide(PERSON, [OTHER_NAME, passport]).outcome is Outcome.REVIEW
    assert decide(MODELS["Organization"], [OTHER_NAME, REGISTRATION]).outcome is Outcome.REVIEW
    assert decide(PERSON, [OTHER_NAME, replace(OTHER_NAME, feature="sex"), passport]).outcome is Outcome.NONE
    assert decide(PERSON, [OTHER_NAME, PHONE]).outcome is Outcome.NONE


COMMON = replace(NAME, level="common word")
COMMON_NAME = replace(NAME, level="common name")
VARIANT = replace(NAME, level="variant")
YEAR = replace(BIRTH, level="year", bits=5.6)
MAILBOX = replace(PHONE, feature="email", bits=10.4)
LINKED_PHONE = replace(PHONE, feature=linked_feature("PhoneNumber"))


@pytest.mark.parametrize(
    ("evidence", "are_namesakes"),
    [
        ([COMMON, BIRTH, NATIONALITY], True),
        ([COMMON_NAME, BIRTH, NATIONALITY], True),
        ([COMMON, COMMON_NAME, BIRTH, NATIONALITY], True),
        ([COMMON_NAME, BIRTH, NATIONALITY, PHONE], False),
        ([COMMON, VARIANT, BIRTH, NATIONALITY], False),
        ([COMMON, BIRTH, NATIONALITY, PHONE], False),
        ([VARIANT, BIRTH, NATIONALITY], False),
        ([COMMON_NAME, NATIONALITY, MAILBOX], True),
        ([COMMON_NAME, NATIONALITY, MAILBOX, YEAR], True),  # several of a group are of an age
        ([COMMON_NAME, NATIONALITY, PHONE, LINKED_PHONE, YEAR], True),
        ([COMMON_NAME, NATIONALITY, PHONE, MAILBOX], False),
        ([COMMON_NAME, NATIONALITY, PHONE, ADDRESS], False),
        ([COMMON_NAME, NATIONALITY, MAILBOX, replace(ADDRESS, level="no-house", bits=0.5)], True),
        ([COMMON_NAME, NATIONALITY, MAILBOX, replace(DOCUMENT, level="equal")], False),
        ([COMMON, NATIONALITY, MAILBOX], True),
        ([COMMON, NATIONALITY, PHONE, LINKED_PHONE, YEAR], True),
        ([COMMON, NATIONALITY, ACCOUNT], True),
        ([COMMON, PHONE, ACCOUNT], False),
        ([COMMON, NATIONALITY, PHONE, ADDRESS], False),
        ([COMMON, DOCUMENT], False),
        # One day and one number are one person's, though no nationality says whose day it is.
        ([COMMON, BIRTH, PHONE], False),
        ([COMMON_NAME, BIRTH, PHONE], False),
    ],
)
def test_namesakes_have_a_common_word_or_name_and_a_birth_date_or_a_contact_alone(
    evidence: Sequence[Evidence], are_namesakes: bool
) -> None:
    """What is decided by it and what is said of it are one."""
    decision = decide(PERSON, evidence)
    assert (decision.doubt is Doubt.NAMESAKES) is are_namesakes
    scored = [ScoredComparison(evidence=e, left="", right="", detail="") for e in evidence]
    assert ("many are called so" in why_not_joined(PERSON, scored, decision)) is are_namesakes
    assert (decision.outcome is Outcome.REVIEW) is are_namesakes


FATHER = replace(NAME, level="perhaps a father")
SIBLING = replace(NAME, level="perhaps a sibling")


@pytest.mark.parametrize(
    ("evidence", "outcome"),
    [
        ([FATHER, PHONE, ACCOUNT], Outcome.REVIEW),
        ([FATHER, PHONE, BIRTH], Outcome.MATCH),
        ([FATHER, replace(REGISTRATION, feature="document")], Outcome.MATCH),
        ([FATHER, VARIANT, PHONE, ACCOUNT], Outcome.MATCH),
        ([SIBLING, PHONE, ACCOUNT], Outcome.REVIEW),
        ([SIBLING, PHONE, BIRTH], Outcome.REVIEW),
        ([SIBLING, replace(REGISTRATION, feature="document")], Outcome.MATCH),
    ],
)
def test_what_a_family_shares_joins_no_two_of_its_names(evidence: Sequence[Evidence], outcome: Outcome) -> None:
    """What is decided by it and what is said of it are one."""
    decision = decide(PERSON, evidence)
    assert decision.outcome is outcome
    scored = [ScoredComparison(evidence=e, left="", right="", detail="") for e in evidence]
    assert ("perhaps two of one family" in why_not_joined(PERSON, scored, decision)) is (outcome is Outcome.REVIEW)


HOUSE = Evidence(feature="address", level="equal", property_class=PropertyClass.LOCATION, bits=11.0, agrees=True)
ONE_NUMBER = replace(REGISTRATION, level="same-number", bits=12.0)
SPOT = replace(HOUSE, feature="coordinates", level="within-300-m", bits=9.0)


@pytest.mark.parametrize(
    ("kind", "shared", "is_alike"),
    [
        ("Site", [HOUSE], True),
        ("Site", [HOUSE, SPOT], True),
        ("Site", [HOUSE, replace(PHONE, feature=linked_feature("PhoneNumber"))], False),
        ("Organization", [HOUSE], True),
        ("Organization", [REGISTRATION], False),
        ("Organization", [REGISTRATION, HOUSE], False),
        ("Organization", [ONE_NUMBER], True),
        ("Organization", [ONE_NUMBER, HOUSE], False),
        ("Person", [HOUSE, PHONE], False),
    ],
)
def test_what_is_described_alike_has_strong_things_of_one_class(
    kind: str, shared: Sequence[Evidence], is_alike: bool
) -> None:
    """What is decided by it and what is said of it are one."""
    evidence, model = [COMMON, *shared], MODELS[kind]
    decision = decide(model, evidence)
    assert (decision.doubt is Doubt.DESCRIPTION) is is_alike
    scored = [ScoredComparison(evidence=e, left="", right="", detail="") for e in evidence]
    assert ("a kind and not which" in why_not_joined(model, scored, decision)) is is_alike
    assert decision.outcome is (Outcome.REVIEW if is_alike else Outcome.MATCH)


FULL_NAME, SLIP_OF_NAME = replace(NAME, bits=12.0), replace(NAME, level="weak", bits=-2.9, agrees=False)
WALLET = replace(ACCOUNT, feature=linked_feature("Wallet"))
HOME = replace(ADDRESS, level="equal")
OTHER_BIRTHPLACE = replace(BIRTH, feature="birth-place", level="different", bits=-1.9, agrees=False)
SOME_WORDS = replace(NAME, level="some words of it", bits=3.5)


@pytest.mark.parametrize(
    ("evidence", "outcome"),
    [
        ([FULL_NAME, HOME], Outcome.REVIEW),
        ([COMMON_NAME, HOME], Outcome.REVIEW),
        ([FULL_NAME, HOME, replace(PHONE, level="different", bits=-0.8, agrees=False)], Outcome.REVIEW),
        ([FULL_NAME, HOME, OTHER_BIRTHPLACE], Outcome.NONE),
        ([FULL_NAME, replace(HOME, level="similar", bits=3.0)], Outcome.NONE),
        ([FULL_NAME, replace(HOME, level="shared-by-many", bits=0.5)], Outcome.NONE),
        ([FATHER, HOME], Outcome.NONE),
        ([SIBLING, HOME], Outcome.NONE),
        ([COMMON, HOME], Outcome.NONE),
        ([SOME_WORDS, HOME], Outcome.NONE),
        ([SOME_WORDS, PHONE], Outcome.REVIEW),
        ([SOME_WORDS, PHONE, ACCOUNT, HOME], Outcome.REVIEW),
        ([SLIP_OF_NAME, ACCOUNT, WALLET, YEAR], Outcome.REVIEW),
        ([SLIP_OF_NAME, ACCOUNT, WALLET], Outcome.NONE),
        ([SLIP_OF_NAME, ACCOUNT, PHONE, YEAR], Outcome.NONE),
        ([replace(SLIP_OF_NAME, level="different", bits=-9.0), ACCOUNT, WALLET, YEAR], Outcome.NONE),
    ],
)
def test_a_home_a_part_of_a_name_and_an_account_with_a_wallet_are_for_a_human_and_join_nobody(
    evidence: Sequence[Evidence], outcome: Outcome
) -> None:
    assert decide(PERSON, evidence).outcome is outcome
    assert ORDER[potential(PERSON, evidence).outcome] >= ORDER[outcome]


SISTER = replace(NAME, level=NameLevel.SISTER, bits=14.0)
WEBSITE = Evidence(feature="website", level="equal", property_class=PropertyClass.CONTACT, bits=10.0, agrees=True)
BOARD = replace(PHONE, level="equal")


@pytest.mark.parametrize(
    ("kind", "evidence", "outcome", "doubt"),
    [
        ("Person", [replace(SOME_WORDS, level=NameLevel.ONE_WORD, bits=9.0), PHONE], Outcome.REVIEW, Doubt.WORD),
        ("Person", [replace(SOME_WORDS, level=NameLevel.ONE_WORD), DOCUMENT], Outcome.MATCH, None),
        ("Organization", [SISTER, BOARD], Outcome.REVIEW, Doubt.SISTERS),
        ("Organization", [SISTER, WEBSITE], Outcome.MATCH, None),
        ("Organization", [replace(SISTER, bits=3.0), WEBSITE], Outcome.REVIEW, None),
    ],
)
def test_a_doubt_is_told_where_it_keeps_two_apart_and_nowhere_else(
    kind: str, evidence: Sequence[Evidence], outcome: Outcome, doubt: Doubt | None
) -> None:
    """A document completes one word of a name, and a website makes sisters one where they weigh enough."""
    model = MODELS[kind]
    decision = decide(model, evidence)
    assert (decision.outcome, decision.doubt) == (outcome, doubt)
    scored = [ScoredComparison(evidence=e, left="", right="", detail="") for e in evidence]
    said = why_not_joined(model, scored, decision)
    assert ("a part of the other" in said) is (doubt is Doubt.WORD)
    assert ("companies of one house" in said) is (doubt is Doubt.SISTERS)


@given(pairs())
def test_what_is_doubted_joins_nobody(pair: tuple[MatchModel, list[Evidence]]) -> None:
    model, evidence = pair
    decision = decide(model, evidence)
    weighs_enough = decision.bits >= model.match_bits and bool(decision.strong) and decision.name_agrees
    assert (decision.outcome is Outcome.MATCH) is (weighs_enough and decision.doubt is None)
