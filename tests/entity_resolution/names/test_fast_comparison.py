"""The quick way to compare agrees with the obvious one wherever names are more than weakly alike."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from entity_resolution.names import NameKind, Script, are_two_by_numbers, compare_names, may_agree, person_name, reading
from entity_resolution.names.comparing.pairing import grid_unless_hopeless, has_hopeless_word
from entity_resolution.names.comparing.two_writings.other_readings import as_the_other_says
from entity_resolution.names.comparing.two_writings.read_beside import read_beside
from entity_resolution.names.comparing.whole_names import NEARLY_SAME
from entity_resolution.names.prepared import prepare
from entity_resolution.names.scripts.form import Tongue
from tests.entity_resolution.names.slow_comparison import NEARLY_ALIKE, similarity_of_persons
from tests.entity_resolution.names.test_labelled_sets import FLOORS, READERS, compare_pairs, read_pairs
from tests.examples import examples

# From here on two names are partly alike at least; below, the quick way may settle for an estimate.
PARTIAL = 0.74
# Another language's reading is preferred only where it is better by more than this.
CLEARLY = 0.01
_BY_CONSONANTS = ("consonants compared", "parts compared")

_PERSONS = sorted(name for name, (kind, _, _) in FLOORS.items() if kind is NameKind.PERSON)
_PAIRS = [(left, right) for name in _PERSONS for left, right, _ in read_pairs(name)]
_WORDS = sorted({word for left, right in _PAIRS for word in (*left.split(), *right.split())})
labelled_pairs = st.sampled_from(_PAIRS)
_NUMBERS = st.sampled_from(["7", "12", "007", "III", "three", "twenty one", "3rd", "Block A", "B2", "B 2", "12a", "88"])
made_names = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=4).map(" ".join)


def holds_against_the_obvious_way(left: str, right: str) -> None:
    one, other = read_beside(person_name(left), person_name(right), NameKind.PERSON)
    quick, slow = compare_names(one, other, NameKind.PERSON), similarity_of_persons(one, other)
    said = as_the_other_says(one, other, NameKind.PERSON)
    if said is not None and quick.how.endswith(said.how):  # which is compared as any other name is
        slow = similarity_of_persons(*said.pair)
        slow = min(slow, NEARLY_ALIKE) if said.is_for_human else slow
    if quick.how == "consonants differ":  # names that share no blocking key are not looked at further
        assert one.keys.isdisjoint(other.keys)
    elif (
        "consonants compared" in quick.how or "parts compared" in quick.how
    ):  # the one way for Arabic letters against others
        assert (one.script is Script.ARABIC) is not (other.script is Script.ARABIC)
    elif quick.similarity >= NEARLY_SAME:  # from where on no other way is tried
        assert slow >= quick.similarity - CLEARLY - 1e-9
    elif max(quick.similarity, slow) >= PARTIAL:
        assert abs(quick.similarity - slow) <= CLEARLY + 1e-9
    else:
        assert quick.similarity < PARTIAL


@pytest.mark.long
def test_all_labelled_pairs_compare_as_the_obvious_way_does() -> None:
    for pair in _PAIRS:
        holds_against_the_obvious_way(*pair)


@settings(max_examples=examples(150), deadline=None)
@given(labelled_pairs)
@example(("ရာမေ့ရှ် ချော်ဒရီ", "Ramesh Chaudhary"))  # letters of the region for a foreign name
def test_labelled_pairs_compare_as_the_obvious_way_does(pair: tuple[str, str]) -> None:
    holds_against_the_obvious_way(*pair)


@settings(max_examples=examples(150), deadline=None)
@given(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=2), made_names, made_names)
def test_names_that_share_words_compare_as_the_obvious_way_does(shared: list[str], left: str, right: str) -> None:
    holds_against_the_obvious_way(" ".join([*shared, left]), " ".join([*shared, right]))
    holds_against_the_obvious_way(" ".join(shared), " ".join([left, *shared]))


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_names_that_may_not_agree_do_not(name: str) -> None:
    kind = FLOORS[name][0]
    passed = agreed = 0
    for one, other, found, _ in compare_pairs(name):
        may = may_agree(one, other, kind)
        assert may or not found.agrees
        passed, agreed = passed + may, agreed + found.agrees
    # Else it would spare nothing.
    assert passed <= 1.1 * agreed + 3


@settings(max_examples=examples(150), deadline=None)
@given(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=2), made_names, made_names, st.sampled_from(NameKind))
def test_made_names_that_may_not_agree_do_not(shared: list[str], left: str, right: str, kind: NameKind) -> None:
    read = READERS[kind]
    for one, other in ((" ".join([*shared, left]), " ".join([*shared, right])), (" ".join(shared), left)):
        forms = read(one), read(other)
        assert may_agree(*forms, kind) or not compare_names(*forms, kind).agrees


@pytest.mark.parametrize("name", sorted(n for n, (kind, *_) in FLOORS.items() if kind is not NameKind.PERSON))
def test_nothing_speaks_for_labelled_names_that_are_two_by_their_numbers(name: str) -> None:
    kind = FLOORS[name][0]
    for one, other, found, _ in compare_pairs(name):
        assert found.bits <= 0 or not are_two_by_numbers(one, other, kind)


@settings(max_examples=examples(150), deadline=None)
@given(
    st.lists(st.sampled_from(_WORDS), min_size=1, max_size=3),
    st.tuples(_NUMBERS, _NUMBERS),
    st.tuples(made_names, made_names),
    st.sampled_from([NameKind.ORGANISATION, NameKind.SITE]),
)
def test_nothing_speaks_for_made_names_that_are_two_by_their_numbers(
    shared: list[str], numbers: tuple[str, str], more: tuple[str, str], kind: NameKind
) -> None:
    one, other = (READERS[kind](" ".join([*shared, n, rest])) for n, rest in zip(numbers, more, strict=True))
    assert compare_names(one, other, kind).bits <= 0 or not are_two_by_numbers(one, other, kind)
    same = READERS[kind](" ".join([*shared, numbers[0]]))
    assert not are_two_by_numbers(same, same, kind)


@settings(max_examples=examples(300), deadline=None)
@given(
    st.lists(st.sampled_from(_WORDS), max_size=2),
    made_names,
    made_names,
    st.sampled_from(Tongue),
    st.sampled_from([0.3, 0.5, 0.75, 0.844, 0.95]),
)
def test_a_word_is_hopeless_where_there_is_no_grid(
    shared: list[str], left: str, right: str, tongue: Tongue, least: float
) -> None:
    forms = person_name(" ".join([*shared, left])), person_name(" ".join([right, *shared]))
    if all(form.latin for form in forms):
        one, other = (prepare(form, NameKind.PERSON) for form in forms)
        grid, _ = grid_unless_hopeless(one, other, tongue, least)
        assert has_hopeless_word(one, other, tongue, least) is (grid is None)


def test_keys_of_a_name_are_made_once_and_only_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def noted(*, native: str, **rest: object) -> frozenset[str]:
        made.append(native)
        return frozenset({f"w:{native}"})

    monkeypatch.setattr(reading, "blocking_keys", noted)
    name = person_name.__wrapped__("Wichit Busabasombat Uncached")
    assert not may_agree(name, person_name.__wrapped__("Bounmy Phommachanh Uncached"), NameKind.PERSON)
    assert made == []
    assert [name.keys, name.keys] == [frozenset({"w:wichit busabasombat uncached"})] * 2
    assert made == ["wichit busabasombat uncached"]
