"""Comparison of two records' names: which of many are compared, and that a further name takes nothing away."""

import time
from collections.abc import Sequence
from itertools import islice, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entity_resolution.comparing import name_comparison
from entity_resolution.comparing.compared import Compared
from entity_resolution.comparing.comparisons import compare, part_of, values_of
from entity_resolution.comparing.decision import Outcome, decide
from entity_resolution.comparing.name_comparison import (
    MOST_NAMES_COMPARED,
    compare_names_of,
    forms_of,
    name_form,
    sex_by_title,
)
from entity_resolution.names import NameComparison, NameForm, NameKind, NameLevel, compare_names
from graph import PropertyClass
from graph.matches import Evidence
from tests.entity_resolution.compared_values import MODELS, model
from tests.entity_resolution.evidence import parts_of

IDENTITY = PropertyClass.IDENTITY


class TestNamesInOneCell:
    @pytest.mark.parametrize(
        ("kind", "cell", "name"),
        [
            ("Person", "Wirun Busabasombat @ Kriangkrai Petcharat", "Kriangkrai Petcharat"),
            ("Person", "Siriporn Jaidee née Khamkaew", "Siriporn Khamkaew"),
            ("Person", "Chen Wei (陈伟)", "陈伟"),
            ("Organization", "Lotus Malaysia Bhd (formerly Bamboo World Bhd)", "Bamboo World Bhd"),
            ("Site", "Huanle Park (formerly Jinshui Park)", "Jinshui Park"),
        ],
    )
    def test_each_is_compared_and_the_one_that_agrees_is_told(self, kind: str, cell: str, name: str) -> None:
        for lefts, rights in (([cell], [name]), ([name], [cell])):
            found = compared_names(kind, lefts, rights)
            assert (found.agrees, found.left, found.right) == (True, name, name)

    @pytest.mark.parametrize("note", ["湖南人", "Nigerian Citizen", "Team Lucky Dragon", "ผู้เสียหาย คนที่สอง"])
    def test_what_is_noted_of_both_makes_no_one_of_two(self, note: str) -> None:
        found = compared_names("Person", [f"Wirun Busabasombat ({note})"], [f"James Mwangi ({note})"])
        assert (found.level, found.agrees) == ("different", False)
        assert (found.left, found.right) != (note, note)

    def test_a_note_is_held_against_a_name(self) -> None:
        found = compared_names("Person", ["Lim Wei Ming (David Lim)"], ["Tan Ah Kow @ David Lim"])
        assert (found.agrees, found.left, found.right) == (True, "David Lim", "David Lim")

    def test_the_title_of_somebody_in_brackets_tells_no_sex(self) -> None:
        forms = forms_of(NameKind.PERSON, parts_of(name="Mr. Wirun Busabasombat (Mrs. Lee Mina)")[IDENTITY]["name"])
        told = sex_by_title(forms)
        assert told is not None
        assert told.value == "male"


class TestBounds:
    def test_the_other_names_of_many_cells_are_bounded_and_keep_out_no_name_that_stands_first(self) -> None:
        aliases = [f"Wichit Busaba{n} @ Somchai Busaba{n}" for n in range(100)]
        found = [form.raw for form in forms_of(NameKind.PERSON, parts_of(alias=aliases)[IDENTITY]["alias"])]
        assert found[:100] == [f"Wichit Busaba{n}" for n in range(100)]
        assert found[100:] == [f"Somchai Busaba{n}" for n in range(MOST_NAMES_COMPARED - 100)]

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

    @pytest.mark.parametrize("size", [20, 90])
    def test_of_names_that_all_share_their_keys_a_bounded_number_is_compared(
        self, monkeypatch: pytest.MonkeyPatch, size: int
    ) -> None:
        """Orders of eight words have the same keys: of 150 and 150 names all pairs took seven seconds."""
        compared: list[tuple[NameForm, NameForm]] = []
        compare_two = compare_names

        def counted(left: NameForm, right: NameForm, kind: NameKind) -> NameComparison:
            compared.append((left, right))
            return compare_two(left, right, kind)

        monkeypatch.setattr(name_comparison, "compare_names", counted)
        words = ["Wichit", "Malee", "Ploypailin", "Kraisorn", "Busaba", "Thongtae", "Ratchanok", "Suthep"]
        orders = [" ".join(order) for order in islice(permutations(words), 2 * size)]
        lefts, rights = orders[:size], [*orders[size:], orders[0]]
        found = compared_names("Person", lefts, rights)
        assert (found.agrees, found.left, found.right) == (True, orders[0], orders[0])
        assert 0 < len(compared) <= 61

    @pytest.mark.long
    @given(
        lefts=st.lists(st.integers(0, 400), min_size=9, max_size=30, unique=True),
        rights=st.lists(st.integers(0, 400), min_size=9, max_size=30, unique=True),
    )
    def test_the_names_that_are_compared_do_not_depend_on_which_record_is_the_left_one(
        self, lefts: list[int], rights: list[int]
    ) -> None:
        words = ["Wichit", "Malee", "Ploypailin", "Kraisorn", "Busaba", "Thongtae"]
        orders = [" ".join(order) for order in permutations(words)]
        one, other = ([name_form(orders[at], NameKind.PERSON) for at in places] for places in (lefts, rights))
        there, back = compare_names_of(NameKind.PERSON, one, other), compare_names_of(NameKind.PERSON, other, one)
        assert (there.bits, there.level, there.agrees) == (back.bits, back.level, back.agrees)


@pytest.mark.parametrize(
    ("lefts", "rights", "sisters"),
    [
        (["Golden Poipet Casino"], ["Golden Poipet Hotel"], True),
        (["Golden Poipet Tower"], ["Golden Poipet Tower Hotel"], False),
        (["Jin Bei Casino"], ["金贝赌场"], False),
        (["Golden Poipet Casino"], ["Golden Poipet Casino & Hotel"], False),
        (["Golden Poipet Casino"], ["Casino Golden Poipet"], False),
        (["Golden Poipet Casino", "Marlin Court"], ["Golden Poipet Hotel", "Marlin Court"], False),
        (["Golden Poipet Casino", "Compound 7"], ["Golden Poipet Hotel", "Compound 7"], True),
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


@pytest.mark.parametrize(
    ("kind", "one", "other", "also"),
    [
        ("Organization", "Golden Lion Trading", "Silver Tiger Shipping", "Trading Company"),
        ("Site", "Marlin Court", "Umber Lodge", "Compound 7"),
        ("Person", "Samer Haddad", "Samir Haddad", "Qanarywit Zzyzx"),
    ],
)
def test_an_alias_of_both_that_says_less_makes_no_one_of_two_own_names(
    kind: str, one: str, other: str, also: str
) -> None:
    """A description says nothing of which it is, and a family goes by one name."""
    alone = compared_names(kind, [one], [other])
    found = compared_names(kind, [one, also], [other, also])
    assert (found.level, found.bits, found.agrees) == (alone.level, alone.bits, alone.agrees)
    assert compared_names(kind, [one, also], [also, other]).agrees


def test_who_is_called_by_the_other_s_own_name_is_no_sibling() -> None:
    found = compared_names("Person", ["Samer Haddad", "Samir Haddad"], ["Samir Haddad"])
    assert (found.level, found.left, found.right) == ("exact native", "Samir Haddad", "Samir Haddad")


def test_level_and_bits_are_of_the_names_that_are_said() -> None:
    found = compared_names("Person", ["Samer Haddad", "Lee Tan"], ["Samir Haddad", "Marlin", "Lee Tan"])
    alone = compared_names("Person", [found.left], [found.right])
    assert (found.level, found.bits) == (alone.level, alone.bits)


@pytest.mark.parametrize(("one", "other"), [("Call Center", "New Call Center"), ("Building 3", "New Building 3")])
def test_a_description_with_a_word_more_stays_one(one: str, other: str) -> None:
    assert compared_names("Site", [one], [other]).level == "common word"


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
                "Samer Haddad",
                "Samir Haddad",
                "Girma Tilahun",
                "Tilahun Girma",
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
