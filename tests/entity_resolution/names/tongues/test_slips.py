"""A slip makes of a name what is no other name; one letter for another often makes one. All names are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entity_resolution.names import NameKind, compare_names, person_name
from entity_resolution.names.tongues.slips import LEFT_OUT, MISREAD, MISTYPED, SWAPPED, slip_likeness

words = st.text(alphabet="abcdefghijklmnoprstuvyz01", max_size=12)


@pytest.mark.parametrize(
    ("meant", "typed", "alike"),
    [
        ("martin", "matrin", SWAPPED),
        ("lindqvist", "lindvqist", SWAPPED),
        ("obrecht", "obreicht", LEFT_OUT),
        ("yamashita", "yamshita", LEFT_OUT),
        ("bruno", "brno", LEFT_OUT),
        ("daniel", "danlel", MISREAD),
        ("romano", "rornano", MISREAD),
        ("harrison", "harris0n", MISREAD),
        ("yohannes", "yohsnnes", MISTYPED),
        ("fang", "fnag", SWAPPED),  # no syllable that can be said
        ("kong", "kogn", SWAPPED),
        ("shen", "sehn", SWAPPED),
        ("zhou", "zohu", SWAPPED),
        ("zhao", "zaho", SWAPPED),
        ("zhao", "zhoa", SWAPPED),
        ("chui", "cuhi", SWAPPED),
        ("htun", "htnu", SWAPPED),  # no syllable of Burma
        ("kyaw", "kayw", SWAPPED),
        ("aung", "anug", SWAPPED),
        ("narong", "naroig", MISTYPED),  # no word of Thai
        ("somchai", "somvhai", MISTYPED),
    ],
)
def test_a_slip_is_seen_from_either_side(meant: str, typed: str, alike: float) -> None:
    assert slip_likeness(meant, typed) == slip_likeness(typed, meant) == alike


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("martin", "marvin"),  # another letter
        ("martin", "martim"),  # beside it, but the word is short
        ("marchetti", "marchetto"),  # at the end
        ("shapira", "shamira"),  # far off on a keyboard
        ("sato", "saito"),  # both can be said
        ("than", "thasn"),
        ("li", "il"),  # too short
        ("paul", "paula"),  # at the end
        ("lena", "elena"),  # at the beginning
        ("emmanuel", "emannnuel"),  # more than one
        ("zhan", "zahn"),  # a name elsewhere
        ("lian", "lain"),
        ("shao", "saho"),  # a name of Japan
        ("chao", "choa"),  # a surname
        ("guan", "gaun"),  # can be said
        ("juan", "jaun"),
        ("htun", "htut"),  # another syllable of Burma
        ("phyo", "phoy"),  # a syllable of a Chinese dialect
        ("kyaw", "kywa"),  # both are syllables of Burma
        ("narong", "narang"),  # another name of Thailand
        ("somchai", "somphai"),
        ("martin", "marhin"),  # neither looks Thai
    ],
)
def test_another_name_is_no_slip(one: str, other: str) -> None:
    assert slip_likeness(one, other) == 0.0


@given(words, words)
def test_the_order_does_not_matter(one: str, other: str) -> None:
    assert slip_likeness(one, other) == slip_likeness(other, one)


@pytest.mark.parametrize(("meant", "typed"), [("Wahyudi", "Wahuydi"), ("Suhartini", "Suahrtini"), ("Zhou", "Zohu")])
def test_neighbours_that_changed_places_are_a_slip_where_a_word_stands_alone_too(meant: str, typed: str) -> None:
    one, other = person_name(meant), person_name(typed)
    found, back = compare_names(one, other, NameKind.PERSON), compare_names(other, one, NameKind.PERSON)
    assert found.agrees
    assert (found.level, found.bits) == (back.level, back.bits)
    assert (
        found.bits
        < compare_names(person_name(f"{meant} Santoso"), person_name(f"{typed} Santoso"), NameKind.PERSON).bits
    )


@pytest.mark.parametrize(
    ("one", "other"), [("Bruno", "Brno"), ("Yamashita", "Yamshita"), ("Zhan", "Zahn"), ("Lian", "Lain")]
)
def test_another_slip_in_a_word_alone_is_none(one: str, other: str) -> None:
    assert not compare_names(person_name(one), person_name(other), NameKind.PERSON).agrees


def test_a_name_with_a_slip_weighs_more_than_another_name() -> None:
    meant, typed, other = (person_name(name) for name in ("Martin Obrecht", "Matrin Obrecht", "Marvin Obrecht"))
    assert compare_names(meant, typed, NameKind.PERSON).bits > compare_names(meant, other, NameKind.PERSON).bits + 3


@pytest.mark.parametrize(
    ("meant", "typed", "other"),
    [
        ("Fang Zhiyuan", "Fnag Zhiyuan", "Feng Zhiyuan"),
        ("Shen Baoguo", "Sehn Baoguo", "Shan Baoguo"),
        ("Fang Haiyun", "Fang Hiayun", "Fang Hayuan"),  # of two syllables, and none of pinyin
    ],
)
def test_what_is_no_syllable_of_pinyin_is_a_slip_and_what_is_one_another_name(
    meant: str, typed: str, other: str
) -> None:
    name = person_name(meant)
    assert compare_names(name, person_name(typed), NameKind.PERSON).agrees
    assert not compare_names(name, person_name(other), NameKind.PERSON).agrees


@pytest.mark.parametrize(
    ("meant", "typed", "other"),
    [
        ("Kyaw Zaw Htun", "Kyaw Zaw Htnu", "Kyaw Zaw Htut"),
        ("Aung Kyaw Moe", "Augn Kyaw Moe", "Ant Kyaw Moe"),
        ("Chaiwat Narak", "Chaiwta Narak", "Chaiwit Narak"),
        ("Sophea Keo", "Spohea Keo", "Sophal Keo"),
    ],
)
def test_swapped_letters_that_make_no_syllable_are_a_slip_and_another_syllable_another_name(
    meant: str, typed: str, other: str
) -> None:
    name = person_name(meant)
    assert compare_names(name, person_name(typed), NameKind.PERSON).agrees
    assert not compare_names(name, person_name(other), NameKind.PERSON).agrees


def test_a_letter_that_makes_no_word_of_thai_leaves_a_name_alike_in_part() -> None:
    name = person_name("Narong Wongsa")
    found = compare_names(name, person_name("Naroig Wongsa"), NameKind.PERSON)
    assert not found.agrees
    assert found.bits > 1
    assert compare_names(name, person_name("Narang Wongsa"), NameKind.PERSON).bits < -1


def test_words_run_together_or_apart_hide_no_other_name() -> None:
    meant = person_name("Martin Emmanuel Beaumont")
    apart = compare_names(meant, person_name("Mar tin Emmanuel Beaumont"), NameKind.PERSON)
    together = compare_names(meant, person_name("MartinEmmanuel Beaumont"), NameKind.PERSON)
    other = compare_names(meant, person_name("Mar vin Emmanuel Beaumont"), NameKind.PERSON)
    assert apart.similarity == together.similarity == 1.0
    assert not other.agrees
