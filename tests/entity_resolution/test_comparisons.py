"""Comparisons: which level two values reach, that sides do not matter, and that what is missing is no evidence."""

import time
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entity_resolution.compared import Compared
from entity_resolution.comparisons import MOST_NAMES_COMPARED, compare, part_of, values_of
from entity_resolution.date_comparison import date_level
from entity_resolution.decision import SUPPORT_BITS, Outcome, decide
from entity_resolution.model import ComparisonModel, load_models
from entity_resolution.name_comparison import compare_names_of, name_form
from entity_resolution.names import NameKind, NameLevel
from graph import PropertyClass
from graph.matches import Evidence
from tests.entity_resolution.evidence import parts_of

MODELS = load_models()


def model(feature: str, kind: str = "Person") -> ComparisonModel:
    """Return a shipped comparison."""
    found = MODELS[kind].comparison(feature)
    assert found is not None
    return found


def level(
    feature: str, name: str, left: str | Sequence[str], right: str | Sequence[str], *, kind: str = "Person"
) -> str | None:
    """Return the level that two values of one property reach."""
    one = model(feature, kind)
    found = compare(
        one,
        part_of(parts_of(kind, {name: left}), one.property_class),
        part_of(parts_of(kind, {name: right}), one.property_class),
    )
    return found.level if found is not None else None


class TestBounds:
    def test_names_beyond_the_bound_are_not_compared_and_a_record_s_own_come_first(self) -> None:
        aliases = [f"Wichit {'abcdefghij'[n % 10] * 3}{n}" for n in range(MOST_NAMES_COMPARED)]
        many = parts_of("Person", {"name": "Somchai Jaidee", "alias": aliases})
        one, own = model("name"), PropertyClass.IDENTITY
        assert [v.raw for v in values_of(one, many[own])] == ["Somchai Jaidee", *aliases[:-1]]
        found = compare(one, many[own], parts_of("Person", {"name": "Somchai Jaidee"})[own])
        assert found is not None
        assert found.agrees

    def test_the_most_names_are_compared_within_seconds(self) -> None:
        """Names of one family name, all of which share a key: 1,200 of each took half a minute."""
        one, began = model("name"), time.monotonic()
        lefts, rights = (
            parts_of("Person", {"alias": [f"{given}{n} Busabasombat" for n in range(1_200)]})[PropertyClass.IDENTITY]
            for given in ("Somchai", "Malee")
        )
        assert compare(one, lefts, rights) is not None
        assert time.monotonic() - began < 10


class TestDates:
    @pytest.mark.parametrize(
        ("left", "right", "expected"),
        [
            ("1987-03-04", "1987-03-04", "exact"),
            ("1987-01-01", "1987-01-01", "default-day"),
            ("1987-03-04", "1987-04-03", "swapped"),
            ("1987-01-01", "1987-03-04", "year"),
            ("1987-03-04", "1987-03-05", "year-month"),
            ("1987-03-04", "1987-03-14", "year-month"),
            ("1987-03-04", "1987-03-27", "conflict"),
            ("1987-03-04", "1987-06-04", "conflict"),
            ("1987-03-04", "1988-03-04", "near"),
            ("1987-03-04", "1989-03-04", "conflict"),
            ("1987-03-04", "1988-04-04", "conflict"),
            ("1987-03", "1987-03-04", "year-month"),
            ("1987-03", "1987-03", "year-month"),
            ("1987-04", "1987-03-04", "conflict"),
            ("1987", "1987-03-04", "year"),
            ("1987", "1987", "year"),
            ("1986", "1987-03-04", "near"),
            ("1985", "1987-03-04", "conflict"),
            ("1985/1989", "1987-03-04", "near"),
            ("1985/1989", "1987", "near"),
            ("1985/1989", "1988/1992", "near"),
            ("1985-06/1986-02", "1986-02-28", "near"),
            ("1985/1989", "1990-03-04", "conflict"),
            ("1985/1989", "1984", "conflict"),
        ],
    )
    def test_dates_agree_at_the_precision_that_both_have(self, left: str, right: str, expected: str) -> None:
        assert date_level(left, right) == expected
        assert date_level(right, left) == expected

    def test_a_date_with_zeros_for_day_and_month_agrees_in_its_year_alone(self) -> None:
        for other in ("12/05/2530", "27/11/1987", "00/00/2530"):
            assert level("birth-date", "birthDate", "00/00/2530", other) == "year"
        assert level("birth-date", "birthDate", "00/05/2530", "12/05/2530") == "year-month"
        assert level("birth-date", "birthDate", "00/00/2530", "12/05/2533") == "conflict"

    def test_a_span_of_years_speaks_against_what_lies_outside_alone(self) -> None:
        assert level("birth-date", "birthDate", "1960 to 1965", "3 March 1963") == "near"
        assert level("birth-date", "birthDate", "1960 to 1965", "3 March 1970") == "conflict"

    def test_of_several_dates_the_best_pair_counts(self) -> None:
        assert level("birth-date", "birthDate", ["1970-05-06", "1987-03-04"], ["1987-03-04", "1990"]) == "exact"
        assert level("birth-date", "birthDate", "2530-03-04", "1987-03-04") == "exact"


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("77 Harbour Street", "similar"),
        ("79 Harbor Street", "other-house"),
        ("Harbor Street", "similar"),
        ("5 Mill Lane", "elsewhere"),
        ("1204 Mill Lane at Harbor St.", "one-street"),
    ],
)
def test_addresses_alike_but_for_the_house_are_two_houses(other: str, expected: str) -> None:
    assert level("address", "address", "77 Harbor Street", other, kind="Site") == expected
    assert "other-house" not in model("address", "Site").strong


@pytest.mark.parametrize(
    ("lefts", "rights", "sisters"),
    [
        (["Golden Poipet Casino"], ["Golden Poipet Hotel"], True),
        (["Golden Poipet Tower"], ["Golden Poipet Tower Hotel"], False),
        (["Jin Bei Casino"], ["金贝赌场"], False),
        (["Golden Poipet Casino"], ["Golden Poipet Casino & Hotel"], False),
        (["Golden Poipet Casino"], ["Casino Golden Poipet"], False),
        (["Golden Poipet Casino", "Compound 7"], ["Golden Poipet Hotel", "Compound 7"], False),
        (["Golden Poipet Park"], ["Golden Poipet Park Restaurant"], False),
    ],
)
def test_sites_of_one_name_that_say_other_kinds_of_house_are_sisters(
    lefts: list[str], rights: list[str], sisters: bool
) -> None:
    for one, other in ((lefts, rights), (rights, lefts)):
        found = compare_names_of(
            NameKind.SITE, [name_form(n, NameKind.SITE) for n in one], [name_form(n, NameKind.SITE) for n in other]
        )
        assert found.agrees
        assert (found.level == NameLevel.SISTER) is sisters


class TestDocuments:
    @pytest.mark.parametrize(
        ("left", "right", "expected"),
        [
            ("AA1234567", "AA1234567", "equal"),
            ("AA1234567", "AA1234568", "near"),
            ("AA1234567", "A1234567", "near"),
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
        ("phone", "phone", "+66812345678", "+66 81 234 5678", "equal"),
        ("phone", "phone", "+66812345678", "+66812345670", "near"),
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
        ("+66812345678", "0812345678", "same-number"),
        ("+66812345678", "081-234-5678", "same-number"),
        ("+66812345678", "๐๘๑ ๒๓๔ ๕๖๗๘", "same-number"),
        ("+66812345678", "812345678", "same-number"),
        ("+66812345678", "66812345678", "same-number"),
        ("66812345678", "0812345678", "same-number"),
        ("0812345678", "081 234 5678", "same-number"),
        ("0812345678", "812345678", "same-number"),
        ("+393312345678", "331 234 5678", "same-number"),
        ("+390612345678", "06 1234 5678", "same-number"),
        ("+84321234567", "0162 123 4567", "same-number"),
        ("+12075550123", "(207) 555-0123", "same-number"),
        (["+66898765432", "+66812345678"], "0812345678", "same-number"),
        # Another number of the other's country may be one of another country: nobody can tell.
        ("+66812345678", "0898765432", None),
        ("+66812345678", "0812345679", None),
        ("0812345678", "0898765432", None),
        ("+66812345678", "2345678", None),
        ("+66812345678", "1193", None),
        ("+66812345678", "not known", None),
        # Both are whole: these are two.
        ("+66812345678", "+85512345678", "different"),
        ("+66812345678", ["0898765432", "+66898765432"], "different"),
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
    ("left", "right", "expected"),
    [
        ("China", "Yunnan Province, China", None),
        ("Yunnan", "Yunnan Province, China", None),
        ("Kunming, China", "Kunming City, Yunnan, China", None),
        (["Poipet", "China"], "Yunnan, China", None),
        ("Yunnan Province, China", "Yunnan Province, China", "equal"),
        ("Thailand", "Yunnan Province, China", "different"),
        ("Chinatown", "Yunnan Province, China", "different"),
        ("Fujian, China", "Yunnan, China", "different"),
    ],
)
def test_a_birth_place_within_the_other_is_no_other_place(
    left: str | list[str], right: str, expected: str | None
) -> None:
    assert level("birth-place", "birthPlace", left, right) == expected
    assert level("birth-place", "birthPlace", right, left) == expected


@pytest.mark.parametrize(
    ("far", "expected"),
    [("13.0015", "within-300-m"), ("13.015", "within-2-km"), ("13.15", "within-20-km"), ("14.0", "far")],
)
def test_places_are_compared_by_distance(far: str, expected: str) -> None:
    assert level("coordinates", "coordinates", "13.0,101.0", f"{far},101.0", kind="Site") == expected


@pytest.mark.parametrize("kind", ["Site", "Organization", "Person"])
def test_an_address_in_two_scripts_is_similar_or_no_evidence(kind: str) -> None:
    thai = "12 ถนนสีลม กรุงเทพมหานคร"
    assert level("address", "address", thai, "12 Silom Road, Bangkok", kind=kind) == "similar"
    assert level("address", "address", "12 Silom Road, Bangkok", thai, kind=kind) == "similar"
    assert level("address", "address", thai, "12 Sathorn Road, Bangkok", kind=kind) is None
    assert level("address", "address", thai, "21 Silom Road, Bangkok", kind=kind) is None


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
    "phone": ["+66812345678", "+66812345670", "+85512345678"],
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


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("12 Harbor Road", "ถนนท่าเรือ 12", None),
        ("12 Harbor Road", "98 Maple Street", "elsewhere"),
        ("ถนนท่าเรือ 12", "ซอยต้นโพธิ์ 98", "different"),
        ("Rua São João 12", "98 Maple Street", "elsewhere"),
    ],
)
def test_addresses_in_two_scripts_are_no_evidence_against_one_place(
    left: str, right: str, expected: str | None
) -> None:
    assert level("address", "address", left, right, kind="Site") == expected


def compared_names(kind: str, left: Sequence[str], right: Sequence[str]) -> Compared:
    one = model("name", kind)
    sides = [
        part_of(parts_of(kind, {"name": names[0], "alias": names[1:]}), one.property_class) for names in (left, right)
    ]
    found = compare(one, *sides)
    assert found is not None
    return found


OTHERS = ("Baan Rimnam", "Opal Terrace", "Quartz Wharf", "Nine Herons", "Tidewater Mill", "Umber Lodge")


@pytest.mark.parametrize("others", range(1, len(OTHERS) + 1))
def test_a_further_name_beside_it_does_not_lower_how_two_names_agree(others: int) -> None:
    """Whether or not the two share a key: a name with a word more has none of that without it."""
    for kind, one, other in (
        ("Site", "Shwe Kokko Yatai", "ชเวโก๊กโก่"),
        ("Site", "Jinbei 4", "ជីនប៉ី ៤"),
        ("Organization", "Lotus Dawn Beverage PCL", "Lotus Dawn PCL"),
        ("Person", "Bob Whitfield", "Robert James Whitfield"),
    ):
        alone = compared_names(kind, [one], [other])
        for names in ([one, *OTHERS[:others]], [*OTHERS[:others], one]):
            for found in (compared_names(kind, names, [other]), compared_names(kind, [other], names)):
                assert (found.level, found.bits) == (alone.level, alone.bits)


def test_names_of_listed_persons_are_compared_where_they_share_a_key() -> None:
    many = [f"{name} {word}" for name in OTHERS for word in ("One", "Two")]
    found = compared_names("Person", [*many, "Bob Whitfield"], ["Robert Whitfield", *many[::-1]])
    assert (found.left, found.right, found.level) == (many[-1], many[-1], "exact native")
    other = compared_names("Person", [*many[:6], "Bob Whitfield"], ["Robert Whitfield", *many[6:]])
    assert {other.left, other.right} == {"Bob Whitfield", "Robert Whitfield"}


@pytest.mark.parametrize(
    ("own", "also"), [(("Truong Quy", "Truong Qui"), "Somchai"), (("Mg Zaw Win", "Maung Zaw Win"), "T. R.")]
)
def test_a_common_word_or_initials_that_both_have_hide_no_name_that_agrees(own: tuple[str, str], also: str) -> None:
    one, other = own
    alone = compared_names("Person", [one], [other])
    for left, right in (([one, also], [other, also]), ([also, one], [also, other]), ([also, one], [other, also])):
        found = compared_names("Person", left, right)
        assert (found.level, found.agrees, found.left, found.right) == (alone.level, True, one, other)
        assert found.bits >= alone.bits


NAMES_OF_A_PERSON = st.lists(
    st.sampled_from(
        [
            *("Truong Quy", "Truong Qui", "Somchai", "สมชาย", "Somchai Jaidee", "Zaw", "U Zaw", "Budi", "T. R.", "王"),
            *(
                "王伟",
                "Nguyen Van Anh",
                "Nguyễn Vân Anh",
                "Rattana Orlova",
                "Ratana Orlova",
                "ก",
                "Warodom",
                "Win Naing",
            ),
        ]
    ),
    min_size=1,
    max_size=3,
)
BORN_ALIKE, OF_ONE_COUNTRY, PHONED = (
    Evidence(feature=feature, level=level, property_class=property_class, bits=bits, agrees=True)
    for feature, level, property_class, bits in (
        ("birth-date", "exact", PropertyClass.IDENTITY, 11.0),
        ("nationality", "equal", PropertyClass.IDENTITY, 1.5),
        ("phone", "equal", PropertyClass.CONTACT, 9.0),
    )
)


@given(NAMES_OF_A_PERSON, NAMES_OF_A_PERSON, st.data())
def test_an_alias_that_both_have_never_turns_a_match_into_less(
    left: list[str], right: list[str], data: st.DataObject
) -> None:
    person, also = MODELS["Person"], data.draw(NAMES_OF_A_PERSON)[0]
    beside = data.draw(st.sampled_from([[BORN_ALIKE, OF_ONE_COUNTRY], [PHONED], [BORN_ALIKE, PHONED, OF_ONE_COUNTRY]]))

    def decided(left: list[str], right: list[str]) -> Outcome:
        found = compared_names("Person", left, right)
        name = Evidence(
            feature="name",
            level=found.level,
            property_class=PropertyClass.IDENTITY,
            bits=found.bits,
            agrees=found.agrees,
        )
        return decide(person, [name, *beside]).outcome

    if decided(left, right) is Outcome.MATCH:
        assert decided([*left, also], [*right, also]) is Outcome.MATCH
        assert decided([also, *left], [also, *right]) is Outcome.MATCH
