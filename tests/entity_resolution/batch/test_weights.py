"""Weights by frequency: what is common tells little, and a slip in it tells no more."""

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from entity_resolution.batch.clustering import CONTRADICTION_BITS
from entity_resolution.batch.comparators import LEVELS, Comparator
from entity_resolution.batch.comparison_levels import comparison_levels
from entity_resolution.batch.dictionary import Dictionary, FieldPairs, Floats
from entity_resolution.batch.duckdb_driver import list_frequencies
from entity_resolution.batch.kind_comparisons import kind_comparisons
from entity_resolution.batch.level_weights import LevelWeights
from entity_resolution.batch.list_shape import ListShape
from entity_resolution.batch.parameters import BatchComparison, PairClass, shipped_model
from entity_resolution.batch.reading import EncodedField, EncodedList
from entity_resolution.batch.weights import (
    PairEvidence,
    commoner_shares,
    comparison_bits,
    pair_evidence,
)
from graph import load_ontology

MODEL = shipped_model("Person")
ADDRESS = next(comparison for comparison in MODEL.comparisons if comparison.comparator is Comparator.ADDRESS)
WEIGHED = [c for c in MODEL.comparisons if c.frequency is not None and c is not ADDRESS]
DATES = st.dates().map(lambda day: day.isoformat())


@st.composite
def values_of(draw: st.DrawFn, comparison: BatchComparison) -> tuple[str, str]:
    """Return two values that a comparison may find near one another."""
    if comparison.frequency == "birthDate":
        return draw(DATES), draw(DATES)
    letters = "0123456789" if comparison.frequency == "phone" else "aeghnruy"
    one = draw(st.text(letters, min_size=1, max_size=10))
    at = draw(st.integers(0, len(one)))
    other = one[:at] + draw(st.text(letters, max_size=2)) + one[at + draw(st.integers(0, 2)) :]
    return one, other or one


def _bits(comparison: BatchComparison, pair: FieldPairs, frequencies: Floats) -> float:
    assert comparison.frequency is not None
    fields = {comparison.frequency: pair}
    levels = comparison_levels(comparison.comparator, comparison.reads, fields, 1)
    return float(comparison_bits(MODEL, comparison, levels, fields, {comparison.frequency: frequencies})[0])


@given(st.data(), st.sampled_from(WEIGHED), st.floats(1e-9, 1.0), st.floats(1e-9, 1.0))
def test_a_near_value_weighs_no_more_than_the_commoner_of_the_two_would_equal(
    data: st.DataObject, comparison: BatchComparison, one: float, other: float
) -> None:
    values = data.draw(values_of(comparison))
    dictionary, frequencies = Dictionary(values), np.array([one, other])
    commoner = int(np.argmax(frequencies))
    near, equal = (
        FieldPairs(
            dictionary=dictionary, left=np.array([left], dtype=np.int32), right=np.array([right], dtype=np.int32)
        )
        for left, right in ((0, 1), (commoner, commoner))
    )
    if values[0] != values[1]:
        assert _bits(comparison, near, frequencies) <= _bits(comparison, equal, frequencies) + 1e-12


@given(st.floats(1e-6, 0.5), st.floats(1e-6, 0.5))
def test_names_in_each_others_place_say_no_more_than_in_their_own(given_share: float, family_share: float) -> None:
    """Li Ying and Ying Li had weighed more than Li Ying twice."""
    names = Dictionary(("li", "ying"))
    frequencies = {"givenName": np.array([1e-6, given_share]), "familyName": np.array([family_share, 1e-6])}

    def evidence(*, crossed: bool) -> float:
        fields = {
            name: FieldPairs(
                dictionary=names,
                left=np.array([code], np.int32),
                right=np.array([1 - code if crossed else code], np.int32),
            )
            for name, code in (("givenName", 1), ("familyName", 0))
        }
        return float(pair_evidence(MODEL, [], fields, frequencies, 1).match[0])

    assert evidence(crossed=True) <= evidence(crossed=False) + 1e-9


@given(st.sampled_from(WEIGHED), st.floats(1e-9, 1.0))
def test_every_near_level_is_held_by_an_equal_value(comparison: BatchComparison, share: float) -> None:
    names = LEVELS[comparison.comparator]
    levels = np.array([at for at, name in enumerate(names) if (comparison.feature, name) != ("given-name", "swapped")])
    match, _ = LevelWeights.of(comparison).logs(levels.astype(np.int8), np.full(len(levels), share))
    assert (match <= match[0] + 1e-12).all()


def test_what_is_told_of_both_names_is_not_held_by_one() -> None:
    comparison = next(c for c in WEIGHED if c.feature == "given-name")
    swapped = np.array([LEVELS[comparison.comparator].index("swapped")], dtype=np.int8)
    match, _ = LevelWeights.of(comparison).logs(swapped, np.array([0.5]))
    of = comparison.probabilities
    assert match[0] == np.log(of[PairClass.MATCH][1] / of[PairClass.STRANGER][1])


def test_a_slip_in_a_common_name_lowers_a_match_and_relatives_alike() -> None:
    names = Dictionary(["nguyen", "nguyenn", "abernathy", "abernathi"])
    places = {side: np.array(codes, dtype=np.int32) for side, codes in (("left", [0, 0, 2]), ("right", [0, 1, 3]))}
    fields = {"familyName": FieldPairs(dictionary=names, **places)}
    frequencies = {"familyName": np.array([0.1, 1e-5, 1e-5, 1e-5])}
    found = pair_evidence(MODEL, (), fields, frequencies, 3)
    bits = found.match / np.log(2)
    assert np.round(bits, 1).tolist() == [2.7, 2.7, 9.7]
    common, rare = (found.match[at] - found.relative[at] for at in (1, 2))
    assert abs(common - rare) < 1e-12


def test_a_house_on_a_commoner_street_tells_less_and_speaks_against_nobody() -> None:
    names, average = LEVELS[Comparator.ADDRESS], ADDRESS.by_chance
    levels = np.arange(len(names), dtype=np.int8)
    rare, usual, common, every = (
        LevelWeights.of(ADDRESS).logs(levels, np.full(len(names), share))
        for share in (average / 10, average, average * 16, 1.0)
    )
    assert np.array_equal(rare[0], usual[0])
    bits = {name: (usual[0] - common[0])[at] / np.log(2) for at, name in enumerate(names)}
    assert {name for name, less in bits.items() if less > 0} == {
        *("same", "same-house", "similar-house", "same-street-and-area", "near-house"),
    }
    assert abs(bits["near-house"] - 4.0) < 1e-12
    assert np.allclose(usual[0] - common[0], usual[1] - common[1])
    assert (every[0] >= np.minimum(usual[0], 0.0)).all()


def test_one_area_tells_less_where_many_are_in_it_and_speaks_against_nobody() -> None:
    names, average = LEVELS[Comparator.ADDRESS], ADDRESS.area_by_chance
    levels = np.arange(len(names), dtype=np.int8)
    rare, usual, common, every = (
        LevelWeights.of(ADDRESS).logs(levels, None, np.full(len(names), share))
        for share in (average / 10, average, average * 4, 1.0)
    )
    assert np.array_equal(rare[0], usual[0])
    bits = {name: (usual[0] - common[0])[at] / np.log(2) for at, name in enumerate(names)}
    assert {name for name, less in bits.items() if less > 0} == {"same-area", "same-house-and-area"}
    assert abs(bits["same-area"] - 2.0) < 1e-12
    assert np.allclose(usual[0] - common[0], usual[1] - common[1])
    assert (every[0] >= np.minimum(usual[0], 0.0)).all()
    assert every[0][names.index("same-area")] == 0.0


@pytest.mark.parametrize(("share", "bits"), [(1e-4, 5.2), (0.01, 1.7), (0.5, 0.0)])
def test_a_postal_code_is_weighed_by_how_many_of_the_list_have_it(share: float, bits: float) -> None:
    zero = np.array([0], dtype=np.int32)
    fields = {
        "street": FieldPairs(dictionary=Dictionary(["birch lane", "harbour road"]), left=zero, right=zero + 1),
        "postalCode": FieldPairs(dictionary=Dictionary(["10110"]), left=zero, right=zero),
    }
    frequencies = {"street": np.array([1e-5, 1e-5]), "postalCode": np.array([share])}
    found = pair_evidence(MODEL, (), fields, frequencies, 1)
    assert round(float(found.match[0]) / np.log(2), 1) == bits


def test_the_commoner_of_two_values_is_found_on_either_side_and_an_unknown_one_tells_nothing() -> None:
    field = FieldPairs(
        dictionary=Dictionary(["a", "b"]),
        left=np.array([0, 1, -1], dtype=np.int32),
        right=np.array([1, 0, 0], dtype=np.int32),
    )
    assert commoner_shares(field, np.array([0.1, 0.3])).tolist() == [0.3, 0.3, 1.0]


def test_a_birth_date_and_a_phone_join_two_of_another_family_name_and_nobody_without_a_name() -> None:
    """People marry; twins share both, and so does a household of whom no name is known."""
    zero, one = np.array([0, 0], dtype=np.int32), np.array([0, 1], dtype=np.int32)
    fields = {
        "birthDate": FieldPairs(dictionary=Dictionary(["1990-02-03"]), left=zero, right=zero),
        "phone": FieldPairs(dictionary=Dictionary(["66812345678"]), left=zero, right=zero),
        "givenName": FieldPairs(dictionary=Dictionary(["malee", "prasert"]), left=zero, right=one),
        "familyName": FieldPairs(dictionary=Dictionary(["wongsa", "thongdee"]), left=zero, right=one),
    }
    rare = {"birthDate": np.array([1e-5]), "phone": np.array([1e-6])}
    frequencies = rare | {name: np.array([0.001, 0.001]) for name in ("givenName", "familyName")}

    def may_join(*names: str) -> list[bool]:
        found = {name: field for name, field in fields.items() if name in rare or name in names}
        return [bool(joins) for joins in pair_evidence(MODEL, (), found, frequencies, 2).may_join]

    assert may_join("familyName") == [True, True]
    assert may_join("givenName", "familyName") == [True, False]
    assert may_join() == [False, False]


MALEE = {"givenName": "malee", "familyName": "wongsa", "birthDate": "1990-02-03", "phone": "66812345678"}


@pytest.mark.parametrize(
    ("changed", "joins"),
    [
        ({"phone": None}, True),
        ({"givenName": "oranuch"}, False),  # a twin
        ({"birthDate": "1960-05-04"}, False),  # her mother
        ({"givenName": "oranuch", "email": "malee@post.invalid"}, True),  # renamed
        ({"birthDate": "1960-05-04", "email": "malee@post.invalid"}, True),
        ({"givenName": None, "phone": None}, False),  # anybody of the family
        ({"givenName": None}, True),
        ({"birthDate": "1990-03-02"}, True),
        ({"birthDate": "1990-03-02", "familyName": "wongsaa", "phone": None}, True),  # a slip in a name that few have
        ({"birthDate": "1990-03-02", "familyName": "thongdee", "phone": None}, False),  # another of her name
        ({"familyName": "thongdee", "phone": None}, False),  # one birth date alone: another of her name
        ({"familyName": "thongdee"}, True),  # married
    ],
)
def test_what_keeps_twins_and_generations_apart_is_outweighed_by_what_is_personal_alone(
    changed: dict[str, str | None], joins: bool
) -> None:
    assert _may_join({**MALEE, "email": "malee@post.invalid" if "email" in changed else None}, changed) is joins


def test_a_swapped_date_says_no_more_of_two_families_than_their_year() -> None:
    def said(**changed: str | None) -> float:
        return float(_evidence(MALEE, changed).match[0] - _evidence(MALEE, {**changed, "birthDate": None}).match[0])

    assert said(birthDate="1990-03-02", familyName="thongdee") == pytest.approx(
        said(birthDate="1990-09-27", familyName="thongdee")
    )
    assert said(birthDate="1990-03-02", familyName="thongdee") < 0 < said(birthDate="1990-03-02")


def test_a_first_of_january_is_no_reason_to_join() -> None:
    one = {"givenName": "malee", "familyName": "wongsa", "birthDate": "1990-01-01"}
    assert not _may_join(one, {})
    assert _may_join({**one, "phone": "66812345678"}, {})
    assert _may_join({**one, "birthDate": "1990-02-03"}, {})


def test_two_days_of_one_month_are_no_reason_to_join_and_a_slip_of_one_is() -> None:
    """Namesakes are born in one month as well; a digit that is another may be the clerk's."""
    one = {"givenName": "vanna", "familyName": "mao", "birthDate": "1959-10-06"}
    assert not _may_join(one, {"birthDate": "1959-10-13"})
    assert _may_join(one, {"birthDate": "1959-10-16"})
    assert _may_join({**one, "phone": "66812345678"}, {"birthDate": "1959-10-13"})


def test_a_mail_address_of_one_pattern_with_other_digits_says_nothing() -> None:
    """Whoever is called Kalyan Ly has his name and a number as address, and namesakes have another number."""
    one = {"givenName": "kalyan", "familyName": "ly", "email": "kalyan.ly965@post.invalid"}
    other = {"email": "kalyan.ly335@post.invalid"}
    comparison = next(c for c in MODEL.comparisons if c.comparator is Comparator.MAIL)
    for mails in ((one["email"], other["email"]), (other["email"], one["email"])):
        pair = FieldPairs(dictionary=Dictionary(mails), left=np.array([0], np.int32), right=np.array([1], np.int32))
        assert abs(_bits(comparison, pair, np.array([1e-4, 1e-4]))) < 0.01
    assert not _may_join(one, other)
    assert _may_join(one, {"email": "kalyna.ly965@post.invalid"})


@pytest.mark.parametrize(
    ("property_name", "value", "joins"),
    [
        ("nationalId", "1101700230708", True),
        ("address", "99/1 Soi 4 Bang Na", False),
        ("birthPlace", "Khon Kaen", False),
    ],
)
def test_a_document_is_personal_and_what_a_family_has_in_common_is_not(
    property_name: str, value: str, joins: bool
) -> None:
    twin = {"givenName": "oranuch", property_name: value}
    assert _may_join({**MALEE, property_name: value}, twin, (property_name,)) is joins


@pytest.mark.parametrize(
    ("changed", "joins"),
    [
        ({}, True),
        ({"birthDate": "1990-02-04"}, False),  # no more than a family's name and a number
        ({"familyName": "thongdee"}, False),
        ({"nationalId": "1101700230716"}, False),
    ],
)
def test_a_family_name_without_a_given_one_joins_by_a_document_and_a_birth_date(
    changed: dict[str, str | None], joins: bool
) -> None:
    one = {"familyName": "wongsa", "birthDate": "1990-02-03", "nationalId": "1101700230708"}
    for other in ({"givenName": "malee"}, {"givenName": None}):
        assert _may_join({**one, "givenName": None}, {**other, **changed}, ("nationalId",)) is joins


def test_one_town_is_no_reason_to_join() -> None:
    """Two of one name in Bangkok are namesakes; on one street or in one house they can be one."""
    one = {"givenName": "malee", "familyName": "wongsa", "locality": "bangkok"}
    assert not _may_join(one, {})
    assert _may_join({**one, "street": "sukhumvit", "houseNumber": "99"}, {})
    assert _may_join({**one, "phone": "66812345678"}, {})


@pytest.mark.parametrize("contact", ["phone", "email"])
def test_what_many_names_share_joins_no_namesakes_and_what_a_family_shares_does(contact: str) -> None:
    def joins(families: Sequence[str]) -> bool:
        names = Dictionary(families)
        codes = {"familyName": np.arange(len(families), dtype=np.int32), contact: np.zeros(len(families), np.int32)}
        fields = {
            "familyName": EncodedField(dictionary=names, codes=codes["familyName"]),
            contact: EncodedField(dictionary=Dictionary(["1300@post.invalid"]), codes=codes[contact]),
        }
        ids = pa.chunked_array([list(map(str, range(len(families))))], pa.string())
        records = EncodedList(shape=ListShape(ids=ids, right_from=None), fields=fields)
        pair = {
            name: FieldPairs(dictionary=field.dictionary, left=field.codes[:1], right=field.codes[:1])
            for name, field in fields.items()
        }
        given_name = FieldPairs(dictionary=Dictionary(["malee"]), left=codes[contact][:1], right=codes[contact][:1])
        shares = {**list_frequencies(MODEL, records), "givenName": np.array([0.001])}
        return bool(pair_evidence(MODEL, (), {**pair, "givenName": given_name}, shares, 1).may_join[0])

    assert not joins([f"{chr(97 + at)}son" for at in range(16)])
    assert joins([f"{chr(97 + at)}son" for at in range(15)])
    assert joins([f"wongsa{chr(97 + at)}" for at in range(20)])


@pytest.mark.parametrize(
    ("changed", "contradict"),
    [
        ({"birthDate": "1960-05-04"}, True),
        ({"givenName": "oranuch"}, True),
        ({"birthDate": None}, False),
        ({"phone": "66898765432"}, False),
        ({"birthDate": "1960-05-04", "email": "malee@post.invalid"}, False),
    ],
)
def test_what_keeps_two_apart_is_a_contradiction_which_others_do_not_bridge(
    changed: dict[str, str | None], contradict: bool
) -> None:
    found = _evidence({**MALEE, "email": "malee@post.invalid" if "email" in changed else None}, changed)
    assert bool(found.against[0] <= CONTRADICTION_BITS) is contradict


def _may_join(left: Mapping[str, str | None], changed: Mapping[str, str | None], more: Sequence[str] = ()) -> bool:
    """Return whether a record and the same with some values changed may join, of a list with rare values."""
    return bool(_evidence(left, changed, more).may_join[0])


def _evidence(
    left: Mapping[str, str | None], changed: Mapping[str, str | None], more: Sequence[str] = ()
) -> PairEvidence:
    right = {**left, **changed}
    fields = {}
    names = ("givenName", "familyName")
    of_names = Dictionary(sorted({value for side in (left, right) for name in names if (value := side.get(name))}))
    for name in {name for name in (*left, *right) if left.get(name) or right.get(name)}:
        values = sorted({value for value in (left.get(name), right.get(name)) if value})
        dictionary = of_names if name in names else Dictionary(values)  # as a list has them
        texts = dictionary.values.tolist()
        codes = [np.array([texts.index(v) if (v := side.get(name)) else -1], dtype=np.int32) for side in (left, right)]
        fields[name] = FieldPairs(dictionary=dictionary, left=codes[0], right=codes[1])
    shares = {name: np.full(len(field.dictionary.values), 1e-4) for name, field in fields.items()}
    others = kind_comparisons(load_ontology().kind("Person"), frozenset(more), "TH")
    return pair_evidence(MODEL, others, fields, shares, 1)
