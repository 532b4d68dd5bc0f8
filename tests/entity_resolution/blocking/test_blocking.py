"""Blocking: what can match shares a key, whatever the script; a name's part alone is no key; sizes are not counted."""

from collections.abc import Mapping, Sequence
from itertools import islice, pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entity_resolution.blocking.companions import MAX_KEYS
from entity_resolution.blocking.keys import blocking_keys, key_groups
from entity_resolution.blocking.meeting import TermKeys, digest_keys, meeting_ways, record_keys
from entity_resolution.comparing.model import load_models
from entity_resolution.names import NameKind, person_name, word_keys
from entity_resolution.tables.pair_records import read_pair
from entity_resolution.tables.pairs import scored_kind
from graph import PropertyClass
from graph.blocks import block_terms, split_terms
from graph.matches import Terms, Way
from graph.parts import Part
from tests.entity_resolution.evidence import PERSON, linked, parts_of
from tests.entity_resolution.names.test_labelled_sets import FLOORS, read_pairs
from tests.entity_resolution.slow_blocking import slow_groups, slow_terms
from tests.entity_resolution.test_ways import Described, described, pairs

MODELS = load_models()


def keys(kind: str = "Person", **values: str | list[str]) -> set[str]:
    """Return the blocking keys of a record."""
    return set(blocking_keys(MODELS[kind], parts_of(kind, values, country="TH")))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("สมชาย ใจดี", "Somchai Jaidee"),
        ("Somchai Jaidee", "JAIDEE, Somchai"),
        ("Nguyễn Văn An", "Nguyen Van An"),
        ("李小明", "Li Xiaoming"),
        ("สมชาย ใจดี", "Somchay Chaidee"),
    ],
)
def test_one_name_in_two_writings_shares_a_key(one: str, other: str) -> None:
    assert keys(name=one) & keys(name=other)
    assert keys(alias=one) & keys(name=other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"passportNumber": "AA1234567"}, {"nationalId": "AA1234567"}),
        ({"phone": "+66812340678"}, {"phone": "081-234-0678"}),
        ({"email": "A@b.example"}, {"email": "a@b.example"}),
        ({"passportNumber": "AC8445339"}, {"passportNumber": "ACB445339"}),
        ({"passportNumber": "AI8445339"}, {"nationalId": "A18445339"}),
    ],
)
def test_one_identifier_in_two_writings_shares_a_key(one: dict[str, str], other: dict[str, str]) -> None:
    assert keys("Person", **one) & keys("Person", **other)


def test_a_document_has_one_key_more_where_a_letter_of_it_looks_like_a_digit() -> None:
    assert len(keys(passportNumber="AC8445338")) == len(keys(passportNumber="AB8445338")) - 1
    assert not keys(passportNumber="AC844") & keys(passportNumber="ACB44")  # too short


@pytest.mark.parametrize(
    ("kind", "cell", "name"),
    [
        ("Person", "Wirun Busabasombat @ Kriangkrai Petcharat", "Kriangkrai Petcharat"),
        ("Person", "Siriporn Jaidee née Khamkaew", "Siriporn Khamkaew"),
        ("Person", "Chen Wei (陈伟)", "陈伟"),
        ("Organization", "Lotus Malaysia Bhd (formerly Bamboo World Bhd)", "Bamboo World Bhd"),
        ("Site", "Jinshui Park (金水园区)", "金水园区"),
    ],
)
def test_each_name_of_a_cell_has_the_keys_that_it_has_alone(kind: str, cell: str, name: str) -> None:
    alone = keys(kind, name=name)
    assert alone
    assert alone < keys(kind, name=cell)
    assert keys(kind, alias=cell) == keys(kind, name=cell)


def test_kinds_never_meet() -> None:
    person, organisation = keys(name="Somchai Jaidee"), keys("Organization", name="Somchai Jaidee")
    assert not person & organisation
    assert {k.partition("|")[0] for k in person} == {"Person"}


def test_another_person_shares_nothing() -> None:
    one = keys(name="Somchai Jaidee", passportNumber="AA1234567")
    assert not one & keys(name="Zaw Min Htet", passportNumber="ZZ7654321")


def test_a_part_of_a_name_is_a_key_only_with_a_companion() -> None:
    one, other = "Wichit Busabasombat", "Wichit Jaidee Busabasombat"
    assert not keys(name=one) & keys(name=other)
    shared = keys(name=one, birthDate="1987-03-04") & keys(name=other, birthDate="1987-03-04")
    assert {key.partition("&")[2] for key in shared} >= {"1987-03-04"}
    assert all("&1987" in key for key in shared)
    by_number = [
        set(blocking_keys(PERSON, parts_of(name=name), [linked("PhoneNumber", "tel:1")])) for name in (one, other)
    ]
    assert all(key.endswith("&PhoneNumber|tel:1") for key in by_number[0] & by_number[1])
    assert by_number[0] & by_number[1]


def test_a_document_is_a_key_whatever_the_names_on_the_record_or_linked() -> None:
    own = blocking_keys(PERSON, parts_of(name="Anong Siriwattana", passportNumber="AA1234567", country="TH"))
    ties = [
        blocking_keys(PERSON, parts_of(name=name), [linked("IdentityDocument", "doc:TH:passport:AA1234567")])
        for name in ("Kraisorn Boonmee", "Zaw Min Htet")
    ]
    assert {*own} & {*ties[0]} == {*ties[0]} & {*ties[1]} == {"Person|k:doc:TH:passport:AA1234567"}


FULL, SAME_YEAR, YEAR, NEW_YEAR = "1987-03-04", "1987-12-31", "1987", "1987-01-01"


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        (FULL, FULL, True),
        (FULL, SAME_YEAR, False),
        (FULL, YEAR, True),
        (FULL, NEW_YEAR, True),
        (YEAR, NEW_YEAR, True),
        (FULL, "1988-03-04", False),
        (YEAR, "1988", False),
    ],
)
def test_a_word_of_a_name_meets_the_same_day_or_a_date_whose_day_is_not_known(one: str, other: str, meet: bool) -> None:
    """Two names with one word in common and no more; the other words' initials differ."""
    left = record_keys(PERSON, parts_of(name="Wichit Busabasombat", birthDate=one))
    right = record_keys(PERSON, parts_of(name="Wichit Jaidee Busabasombat", birthDate=other))
    assert bool(meeting_ways(left.by_terms, right.by_terms, published=False)) is meet
    assert bool(meeting_ways(right.by_terms, left.by_terms, published=False)) is meet
    terms = [{name: {*split_terms(row)} for name, row in found.indexed._asdict().items()} for found in (left, right)]
    assert bool(any(a["found_by"] & b["looks_for"] for a, b in permutations(terms, 2))) is meet


PERSONS = scored_kind("Person")
# Of each set some, so that all scripts and dialects are among them.
SAMPLE = [
    (left, right)
    for name, (kind, *_) in FLOORS.items()
    if kind is NameKind.PERSON
    for left, right, _ in read_pairs(name)[:: 8 if name.endswith("_dialect_names") else 60]
]


@pytest.mark.parametrize(("one", "other"), [(FULL, FULL), ("", "")])
def test_names_that_two_lists_compare_meet_in_the_graph_beside_a_date_or_a_number(one: str, other: str) -> None:
    """In all scripts and dialects, of one person and of two: lists and the graph end in the same matches.

    But for what one word says, which joins nobody: lists look for it by a day alone, and there among names in full too.
    """
    numbers = [] if one else [linked("PhoneNumber", "tel:1")]
    for names in SAMPLE:
        described = [
            (name, {"birthDate": born} if born else {}) for name, born in zip(names, (one, other), strict=True)
        ]
        sides = read_pair(PERSONS, described[0], described[1])
        left, right = (record_keys(PERSON, side.parts, numbers).by_terms for side in sides)
        blocked = not sides[0].keys.isdisjoint(sides[1].keys)
        words = [word_keys(person_name(name)) for name in names]
        found = bool(meeting_ways(left, right, published=False))
        if numbers and not (words[0].alone.isdisjoint(words[1].within) and words[1].alone.isdisjoint(words[0].within)):
            assert found, names
        elif not numbers and not words[0].within.isdisjoint(words[1].within):
            assert blocked, names
        else:
            assert found is blocked, names


@pytest.mark.parametrize(
    ("other", "meet"), [("1987-03-05", True), (YEAR, True), (NEW_YEAR, True), (SAME_YEAR, False), ("1988", False)]
)
def test_a_name_in_two_dialects_meets_the_same_month_or_a_date_whose_day_is_not_known(other: str, meet: bool) -> None:
    left = record_keys(PERSON, parts_of(name="Huang Guohua", birthDate=FULL)).by_terms
    right = record_keys(PERSON, parts_of(name="Ng Kok Wah", birthDate=other)).by_terms
    assert bool(meeting_ways(left, right, published=False)) is meet


def test_many_aliases_of_one_sort_of_key_leave_room_for_those_of_another() -> None:
    aliases = [f"{a}arnat {b}ongkrap {a}isamok" for a in "bdfgklmnprst" for b in "kmps"]
    assert keys(name="Ng Kok Wah", alias=aliases, birthDate=FULL) & keys(name="Huang Guohua", birthDate=FULL)


@pytest.mark.parametrize(
    ("names"),
    [
        ("KBX Co., Ltd.", "Kantha Bopha Xpress Co., Ltd.", "Krung Bangkok Xylophones Co., Ltd."),
        ("KBX Holdings", "Kantha Bopha Xpress Holdings", "Krung Bangkok Xylophones Holdings"),
        ("Kanbopha", "Kantha Bopha Electric", "Karon Boat Repairs"),
    ],
)
def test_what_is_short_finds_the_name_in_full_and_full_names_are_no_pair_by_it(names: tuple[str, str, str]) -> None:
    organisation = MODELS["Organization"]
    short, full, other = (
        record_keys(organisation, parts_of("Organization", {"name": name})).by_terms for name in names
    )
    assert meeting_ways(short, full, published=False)
    assert meeting_ways(other, short, published=False)
    assert not meeting_ways(full, other, published=False)


@pytest.mark.parametrize("other", ["Shwe Kokko", "ชเวโก๊กโก่"])
def test_a_name_finds_one_that_begins_with_it_and_two_that_begin_alike_are_no_pair_by_it(other: str) -> None:
    site = MODELS["Site"]
    short, long, another = (
        record_keys(site, parts_of("Site", {"name": name}))
        for name in (other, "Shwe Kokko Yatai", "Shwe Kokko Myaing Lay")
    )
    for left, right in ((short, long), (another, short)):
        assert meeting_ways(left.by_terms, right.by_terms, published=False)
        found, sought = left.indexed, right.indexed
        # Whichever of the two comes last.
        assert {*split_terms(found.found_by)} & {*split_terms(sought.looks_for)}
        assert {*split_terms(sought.found_by)} & {*split_terms(found.looks_for)}
    assert not meeting_ways(long.by_terms, another.by_terms, published=False)


def test_what_is_hidden_from_nobody_decides() -> None:
    # A selector under other terms never pushes out one that a viewer may see.
    seen = [linked("PhoneNumber", "tel:9", link=1)]
    crowd = [linked("PhoneNumber", f"tel:{i}", link=2) for i in range(9)]
    alone = set(blocking_keys(PERSON, parts_of(name="Wichit Busabasombat"), seen))
    assert alone <= set(blocking_keys(PERSON, parts_of(name="Wichit Busabasombat"), [*crowd, *seen]))


NAMES = st.sampled_from(["Somchai Jaidee", "สมชาย ใจดี", "Malee Thongdee", "Zaw Min Htet", "Li Xiaoming"])


@given(st.lists(NAMES, min_size=1, max_size=4), st.permutations(range(4)))
def test_keys_are_sorted_unique_and_blind_to_the_order_of_values(names: list[str], order: list[int]) -> None:
    made = blocking_keys(PERSON, parts_of(name=names))
    assert all(a < b for a, b in pairwise(made))
    mixed = [names[i] for i in order if i < len(names)]
    assert blocking_keys(PERSON, parts_of(name=mixed)) == made


def test_many_aliases_leave_room_for_the_numbers() -> None:
    aliases = [f"Anong Wongsa{chr(97 + i)}{chr(97 + j)} Boon" for i in range(12) for j in range(12)]
    crowded = keys(alias=aliases, passportNumber="AA1234567", phone="+66812340678")
    assert keys(passportNumber="AA1234567", phone="+66812340678") <= crowded
    assert len([k for k in crowded if k.startswith("Person|n:")]) <= MAX_KEYS


def _find(
    one: Mapping[PropertyClass, Part], other: Mapping[PropertyClass, Part], *numbers: Sequence[str], published: bool
) -> bool:
    """Return whether two persons, each linked to some numbers, meet: whichever of them comes last."""
    links = [[linked("PhoneNumber", key) for key in keys] for keys in numbers] or [[], []]
    left = record_keys(PERSON, one, links[0], published=published).indexed
    right = record_keys(PERSON, other, links[1]).indexed
    found = not {*split_terms(left.found_by)}.isdisjoint(split_terms(right.looks_for))
    assert found is not {*split_terms(right.found_by)}.isdisjoint(split_terms(left.looks_for))
    return found


SYLLABLES = ("ba", "ke", "mo", "ri", "tu", "sha", "lim", "dar", "fen", "gor", "hal", "jin", "kos", "lev", "nam", "pir")
ALIASES = [
    f"{(a + b + c).title()} {(c + a + b).title()}" for a, b, c in islice(permutations(SYLLABLES, 3), 0, 3 * 150, 3)
]


@pytest.mark.parametrize(
    ("more", "number", "published"),
    [
        ({"birthDate": FULL, "nationality": "TH"}, (), False),
        ({}, ("tel:+66899999123",), False),
        ({}, (), True),
    ],
)
def test_each_of_very_many_names_finds_who_goes_by_it(
    more: dict[str, str], number: tuple[str, ...], published: bool
) -> None:
    """A person on a public list goes by up to 144 names, of which as many are compared."""
    listed = parts_of("Person", {"name": ALIASES[0], "alias": ALIASES[1:], **more})
    assert all(
        _find(listed, parts_of("Person", {"name": n, **more}), number, number, published=published) for n in ALIASES
    )


@pytest.mark.long
def test_a_whole_name_meets_by_each_of_hundreds_of_numbers_and_a_part_of_it_by_the_first_hundred() -> None:
    numbers = [f"tel:+668{i:08}" for i in range(1, 801)]
    one, slip = parts_of(name="Wichit Busabasombat"), parts_of(name="Wichit Busabasombak")
    assert all(_find(one, one, numbers, [number], published=False) for number in numbers)
    by_a_part = [_find(one, slip, numbers, [number], published=False) for number in numbers]
    assert by_a_part == [True] * 100 + [False] * 700


def test_a_published_number_of_many_takes_no_place_of_one_that_tells() -> None:
    hub, *numbers = ["tel:+60355501100", *(f"tel:+668{i:08}" for i in range(1, 101))]
    one, slip = parts_of(name="Wichit Busabasombat"), parts_of(name="Wichit Busabasombak")
    assert all(_find(one, slip, [hub, *numbers], [number], published=False) for number in numbers)
    assert not _find(one, slip, [hub, *numbers], [hub], published=False)


@pytest.mark.long
@given(st.integers(1, 150), st.integers(0, 300), st.integers(0, 40), st.data())
def test_who_is_cut_short_meets_or_not_whoever_comes_last(
    aliases: int, count: int, dates: int, data: st.DataObject
) -> None:
    born = [f"{1960 + i}-0{1 + i % 9}-1{i % 9}" if i % 3 else str(1960 + i) for i in range(dates)]
    numbers = [f"tel:+668{i:08}" for i in range(count)]
    many = parts_of(name=ALIASES[0], alias=ALIASES[1:aliases], birthDate=born)
    name = data.draw(st.sampled_from([*ALIASES[:aliases], *(n.split()[0] for n in ALIASES[:aliases])]))
    one = parts_of(name=name, birthDate=data.draw(st.sampled_from(["1961", "1990-04-13", *born])))
    _find(many, one, numbers, data.draw(st.sampled_from([[], numbers[-1:], numbers[:1]])), published=False)


def test_a_record_has_so_many_keys_at_most_under_the_same_terms() -> None:
    born = [f"{1960 + i}-0{1 + i % 9}-1{i % 9}" for i in range(40)]
    numbers = [linked("PhoneNumber", f"tel:+668{i:08}") for i in range(5_000)]
    for names in (ALIASES[:1], ALIASES, [*ALIASES, *(name.split()[0] for name in ALIASES)]):
        groups = key_groups(PERSON, parts_of(name=names[0], alias=names[1:], birthDate=born), numbers)
        assert all(len(keys) <= MAX_KEYS for group in groups for keys in (group.keys, group.seeks))


def test_an_empty_record_has_no_keys() -> None:
    assert blocking_keys(PERSON, {}) == []


def test_near_duplicates_of_a_text_share_a_key() -> None:
    one = "Customer service agents wanted in Poipet, 1500 USD, visa and accommodation included"
    other = "Customer service agents wanted in Poipet! 1800 USD, visa and accommodation included"
    assert keys("JobAdvertisement", text=one) & keys("JobAdvertisement", text=other)


@given(st.sampled_from(sorted(MODELS)).flatmap(described), st.booleans())
def test_keys_are_those_of_the_obvious_way(record: Described, published: bool) -> None:
    model = MODELS[record.kind]
    made = key_groups(model, record.parts, record.linked)
    slow = slow_groups(model, record.parts, record.linked)
    assert made == slow
    assert tuple(digest_keys(made, published=published).indexed) == slow_terms(slow, published=published)


@given(pairs(), st.booleans())
def test_ways_are_the_least_by_which_one_group_finds_another(
    pair: tuple[Described, Described], published: bool
) -> None:
    left, right = (key_groups(MODELS[r.kind], r.parts, r.linked) for r in pair)
    met = [
        (a.terms, b.terms)
        for a in left
        for b in right
        if (published or not a.namesakes) and (a.keys & b.seeks or b.keys & a.seeks)
    ]
    least = {(a, b) for a, b in met if not any((c, d) != (a, b) and _needs(a, c) and _needs(b, d) for c, d in met)}
    found = meeting_ways(digest_keys(left).by_terms, digest_keys(right).by_terms, published=published)
    assert list(found) == sorted(found, key=str)
    assert {tuple(way) for way in found} == least
    assert bool(found) is bool(met)


def _needs(terms: Terms, other: Terms) -> bool:
    """Return whether some terms need all that others do."""
    carried = other.via is None or (other.via, other.via_class) == (terms.via, terms.via_class)
    return carried and set(other.classes) <= set(terms.classes)


def test_the_term_of_a_key_stays_what_stores_hold() -> None:
    assert [term.hex() for term in block_terms(["Person|n:w:smjjt"])] == ["22fbdd04970705e3"]


@st.composite
def term_keys(draw: st.DrawFn) -> tuple[TermKeys, ...]:
    """Return a record's keys under several terms, some of which find what it does not look for."""
    row = st.lists(st.sampled_from(block_terms("abcdefgh")), unique=True, max_size=5).map(b"".join)
    classes = [(PropertyClass.IDENTITY,), (PropertyClass.CONTACT, PropertyClass.IDENTITY), (PropertyClass.LOCATION,)]
    made = []
    for given_classes in draw(st.lists(st.sampled_from(classes), max_size=3, unique=True)):
        found_by = draw(row)
        looks_for = draw(st.one_of(st.just(found_by), row))
        made.append(TermKeys(Terms(given_classes), found_by, looks_for, namesakes=draw(st.booleans())))
    return tuple(made)


@given(term_keys(), term_keys(), st.booleans())
def test_the_ways_of_a_pair_are_those_that_each_two_groups_of_keys_give(
    left: tuple[TermKeys, ...], right: tuple[TermKeys, ...], published: bool
) -> None:
    def meets(one: TermKeys, other: TermKeys) -> bool:
        both = ((one, other), (other, one))
        return any({*split_terms(a.found_by)} & {*split_terms(b.looks_for)} for a, b in both)

    counting = [[keys for keys in side if published or not keys.namesakes] for side in (left, right)]
    met = [Way(a.terms, b.terms) for a in counting[0] for b in counting[1] if meets(a, b)]
    least = {way for way in met if not any(_is_less(other, way) for other in met if other != way)}
    assert set(meeting_ways(left, right, published=published)) == least


def _is_less(way: Way, other: Way) -> bool:
    return set(way.left.classes) <= set(other.left.classes) and set(way.right.classes) <= set(other.right.classes)
