"""Comparisons: which level two values reach, that sides do not matter, and that what is missing is no evidence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entity_resolution.comparing.compared import Compared
from entity_resolution.comparing.comparisons import compare, part_of
from entity_resolution.comparing.decision import SUPPORT_BITS
from graph import PropertyClass
from tests.entity_resolution.compared_values import MODELS, level, model
from tests.entity_resolution.evidence import parts_of


class TestDocuments:
    @pytest.mark.parametrize(
        ("left", "right", "expected"),
        [
            ("AA1234567", "AA1234567", "equal"),
            ("AA1234567", "AA1234568", "in-a-row"),
            ("AA1234567", "AA1234667", "near"),
            ("AA1234567", "AA1234576", "near"),
            ("AA123456A", "AA123456B", "near"),
            ("AC8445339", "ACB445339", "misread"),
            ("AC8445330", "AC844533O", "misread"),
            ("C8313808", "CB313B08", "different"),  # two characters
            ("C8313808", "C83138O8", "misread"),
            ("C8313808", "C83138089", "misread"),  # its check digit
            ("C8313808", "C83138082", "near"),
            ("C8313808", "QQQC8313808", "different"),  # nobody's code
            ("C8313808", "KENC8313808", "misread"),
            ("AA5829174", "THAA5829174", "misread"),
            ("A5829174", "THAA5829174", "misread"),
            ("AA1234568", "A1234568", "near"),
            ("AA1234567", "AB1234568", "different"),
        ],
    )
    def test_a_near_miss_is_evidence_and_not_equality(self, left: str, right: str, expected: str) -> None:
        one, person = model("document"), MODELS["Person"]
        values = [parts_of(country="TH", passportNumber=text) for text in (left, right)]
        found = compare(one, *(v[PropertyClass.IDENTITY] for v in values))
        assert found is not None
        assert found.level == expected
        assert found.agrees == (expected != "different")
        assert (found.level in one.strong) == (expected == "equal")
        assert found.bits < person.match_bits

    def test_one_number_under_two_countries_is_less_than_equal_and_more_than_near(self) -> None:
        one = model("document")
        thai, khmer = (parts_of(country=c, passportNumber="AA1234567") for c in ("TH", "KH"))
        found = compare(one, thai[PropertyClass.IDENTITY], khmer[PropertyClass.IDENTITY])
        assert found is not None
        assert found.level == "same-number"
        assert one.levels["near"] < found.bits < one.levels["equal"]

    def test_a_passport_and_an_identity_card_are_compared_with_each_other(self) -> None:
        left, right = parts_of(passportNumber="AA1234567"), parts_of(nationalId="AA1234567")
        found = compare(model("document"), left[PropertyClass.IDENTITY], right[PropertyClass.IDENTITY])
        assert found is not None
        assert found.level == "same-number"

    def test_two_digits_swapped_are_near(self) -> None:
        assert level("document", "passportNumber", "AA1234567", "AA1243567") == "near"
        assert level("document", "passportNumber", "AA1234567", "AA1243576") == "different"

    def test_two_national_numbers_of_one_country_say_more_than_two_passports(self) -> None:
        one = model("document")
        left, right = (parts_of(country="SG", nationalId=n) for n in ("S1234567D", "S7654321F"))
        found = compare(one, left[PropertyClass.IDENTITY], right[PropertyClass.IDENTITY])
        assert found is not None
        assert found.level == "other-national-id"
        assert found.bits < one.levels["different"]
        passports = [parts_of(country="SG", passportNumber=n) for n in ("K1234567A", "K7654321B")]
        renewed = compare(one, *(p[PropertyClass.IDENTITY] for p in passports))
        assert renewed is not None
        assert renewed.level == "different"

    @pytest.mark.parametrize(
        ("country", "left", "right", "expected"),
        [
            ("ID", "3171014503900001", "3171014503900002", "near-national-id"),
            ("TH", "1101700230708", "1409901234567", "other-national-id"),  # the second with a bad check digit
            ("TH", "1101700230708", "1101700230709", "near"),
            ("TH", "1101700230708", "1111700230708", "other-national-id"),  # both right, a digit apart
            ("KH", "010345687", "N1234507", "different"),  # not of the form of Cambodia's cards
            ("MY", "900514105123", "QN 880514105987", "different"),
        ],
    )
    def test_a_national_number_is_near_only_where_one_of_the_two_must_be_wrong(
        self, country: str, left: str, right: str, expected: str
    ) -> None:
        one = model("document")
        sides = [parts_of(country=country, nationalId=number)[PropertyClass.IDENTITY] for number in (left, right)]
        found = compare(one, *sides)
        assert found is not None
        assert (found.level, found.bits) == (expected, one.levels[expected])
        assert found.level not in one.strong | one.telling
        # No support, by which namesakes were left to a human, or were brought together.
        assert one.levels["near-national-id"] < SUPPORT_BITS < one.levels["near"] < MODELS["Person"].review_bits

    def test_a_near_passport_counts_beside_two_national_numbers(self) -> None:
        sides = [
            parts_of(country="SG", passportNumber=passport, nationalId=card)[PropertyClass.IDENTITY]
            for passport, card in (("K1234567A", "S1234567D"), ("K1234568A", "S7654321F"))
        ]
        found = compare(model("document"), *sides)
        assert found is not None
        assert (found.level, found.left, found.right) == ("near", "K1234567A", "K1234568A")

    def test_short_numbers_are_never_near(self) -> None:
        assert level("document", "passportNumber", "12345", "12346") == "different"


@pytest.mark.parametrize(
    ("feature", "name", "left", "right", "expected"),
    [
        ("nationality", "nationality", "TH", "Thailand", "equal"),
        ("nationality", "nationality", ["TH", "KH"], ["KH"], "equal"),
        ("nationality", "nationality", "TH", "KH", "different"),
        ("sex", "sex", "male", "female", "different"),
        ("phone", "phone", "+66812340678", "+66 81 234 0678", "equal"),
        ("phone", "phone", "+66812340678", "+66812340670", "near"),
        ("address", "address", "12 Beach Road, Poipet", "Beach Road 12, Poipet", "equal"),
        ("address", "address", "12 Beach Road, Poipet", "No. 12, Beach Rd., Poipet", "equal"),
        ("address", "address", "12 Beach Road, Poipet", "12 Beech Road, Poipet", "similar"),
        ("address", "address", "12 Beach Road, Poipet", "12 Beach Road, Bavet", "different"),
        ("address", "address", "12 Beach Road, Poipet", "7 Hill Street, Vientiane", "different"),
        ("name", "name", "Somchai Jaidee", "สมชาย ใจดี", "romanised"),
    ],
)
def test_values_of_persons_reach_these_levels(
    feature: str, name: str, left: str | list[str], right: str | list[str], expected: str
) -> None:
    assert level(feature, name, left, right) == expected
    assert level(feature, name, right, left) == expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("+66812340678", "0812340678", "same-number"),
        ("+66812340678", "081-234-0678", "same-number"),
        ("+66812340678", "๐๘๑ ๒๓๔ ๐๖๗๘", "same-number"),
        ("+66812340678", "812340678", "same-number"),
        ("+66812340678", "66812340678", "same-number"),
        ("66812340678", "0812340678", "same-number"),
        ("0812340678", "081 234 0678", "same-number"),
        ("0812340678", "812340678", "same-number"),
        ("+393312340678", "331 234 0678", "same-number"),
        ("+390612340678", "06 1234 0678", "same-number"),
        ("+84321239567", "0162 123 9567", "same-number"),
        ("+12075550123", "(207) 555-0123", "same-number"),
        (["+66898760432", "+66812340678"], "0812340678", "same-number"),
        # Another number of the other's country may be one of another country: nobody can tell.
        ("+66812340678", "0898760432", None),
        ("+66812340678", "0812340679", None),
        ("0812340678", "0898760432", None),
        ("+66812340678", "2340678", None),
        ("+66812340678", "1193", None),
        ("+66812340678", "not known", None),
        # Both are whole: these are two.
        ("+66812340678", "+85512340678", "different"),
        ("+66812340678", ["0898760432", "+66898760432"], "different"),
    ],
)
def test_a_phone_number_without_its_country_may_be_the_other_and_never_is_another(
    left: str | list[str], right: str | list[str], expected: str | None
) -> None:
    for kind in ("Person", "Organization"):
        assert level("phone", "phone", left, right, kind=kind) == expected
        assert level("phone", "phone", right, left, kind=kind) == expected


@pytest.mark.parametrize("kind", ["Person", "Organization", "JobAdvertisement"])
def test_a_number_without_its_country_weighs_less_than_an_equal_one_and_joins_nobody(kind: str) -> None:
    phone = model("phone", kind)
    assert SUPPORT_BITS < phone.levels["same-number"] < phone.levels["equal"]
    assert phone.strong == {"equal"}


def test_senders_and_short_codes_are_no_numbers_that_agree() -> None:
    one = model("phone")
    for text in ("K-BANK", "1193"):
        left, right = (parts_of(phone=text, country="TH")[PropertyClass.CONTACT] for _ in range(2))
        assert compare(one, left, right) is None


@pytest.mark.parametrize(
    ("far", "expected"),
    [("13.0015", "within-300-m"), ("13.015", "within-2-km"), ("13.15", "within-20-km"), ("14.0", "far")],
)
def test_places_are_compared_by_distance(far: str, expected: str) -> None:
    assert level("coordinates", "coordinates", "13.0,101.5", f"{far},101.5", kind="Site") == expected


def test_a_shared_host_in_two_lures_is_found() -> None:
    left, right = "Win now at pay-th.example/a1", "Claim: https://PAY-TH.example/b2"
    assert level("lure-host", "lureText", left, right, kind="FalseBaseStation") == "shared"
    assert level("lure-host", "lureText", left, "no address here", kind="FalseBaseStation") is None


TEXTS = {
    "name": ["Somchai Jaidee", "สมชาย ใจดี", "Somchay Chaidi", "Malee Thongdee", "Nguyễn Văn An", "Nguyen Van An"],
    "birthDate": ["1987-03-04", "1987-04-03", "1987", "1987-01-01", "1960 to 1965"],
    "nationality": ["TH", "KH"],
    "sex": ["male", "female"],
    "birthPlace": ["Poipet", "Pailin", "Poi Pet"],
    "passportNumber": ["AA1234567", "AA1234568", "X7654321"],
    "phone": ["+66812340678", "+66812340670", "+85512340678"],
    "email": ["a@b.example", "c@b.example"],
    "address": ["12 Beach Road, Poipet", "12 Beach Rd, Poipet", "7 Hill Street"],
}


@given(st.data())
def test_the_two_sides_may_be_swapped(data: st.DataObject) -> None:
    for one in MODELS["Person"].comparisons:
        texts = st.lists(st.sampled_from(TEXTS[one.properties[0]]), min_size=1, max_size=2, unique=True)
        left, right = (
            part_of(parts_of("Person", {one.properties[0]: data.draw(texts)}), one.property_class) for _ in range(2)
        )
        there, back = compare(one, left, right), compare(one, right, left)
        assert _outcome(there) == _outcome(back)


def _outcome(found: Compared | None) -> tuple[str, float, bool] | None:
    return (found.level, found.bits, found.agrees) if found is not None else None


@pytest.mark.parametrize(("kind", "feature"), [(m.kind, c.feature) for m in MODELS.values() for c in m.comparisons])
def test_a_missing_value_is_no_evidence(kind: str, feature: str) -> None:
    one = model(feature, kind)
    assert compare(one, {}, {}) is None
    for name in one.properties:
        full = part_of(parts_of(kind, {name: "1"}), one.property_class)
        assert compare(one, full, {}) is None
        assert compare(one, {}, full) is None


def test_a_value_that_could_not_be_read_is_no_evidence() -> None:
    assert level("birth-date", "birthDate", "not a date", "1987-03-04") is None
