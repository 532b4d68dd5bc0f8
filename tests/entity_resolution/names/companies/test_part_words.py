"""A part of a place is found and compared whatever word for it each source has. Invented names."""

import pytest

from entity_resolution.comparing.name_comparison import compare_names_of, name_form
from entity_resolution.names import NameKind, NameLevel, compare_names
from entity_resolution.names.companies.part_words import name_to_key, part_without_word
from entity_resolution.names.keys.key_budget import MAX_KEYS

KIND = NameKind.SITE
PLACES = [
    ("Jinshui Park", "金水园区"),
    ("Kaibo Park", "凯博园区"),
    ("Dongfeng Park", "东风园区"),
    ("Crown Casino", "皇冠赌场"),
]
PARTS = [(" 2", "二期"), (" II", "2期"), (" Phase 3", "三期"), (" Building 5", "5号楼"), (" Block 5", "5栋")]
LETTERED = [(" Block B", "B栋"), (" Building B", "b栋"), (" Tower B", "B座"), (" Zone A", "A区"), (" Phase B", "B期")]


def _agree(one: str, other: str) -> bool:
    return compare_names(name_form(one, KIND), name_form(other, KIND), KIND).agrees


def _meet(one: str, other: str) -> bool:
    """Tell whether two names share a key of the whole name, which needs nothing beside it."""
    shared = name_form(one, KIND).keys & name_form(other, KIND).keys
    return any(key.startswith("w:") for key in shared)


@pytest.mark.parametrize(("latin", "hanzi"), PLACES)
@pytest.mark.parametrize(("part", "in_hanzi"), [*PARTS, *LETTERED])
def test_a_part_in_hanzi_meets_and_is_that_in_latin_letters(latin: str, hanzi: str, part: str, in_hanzi: str) -> None:
    assert _agree(latin + part, hanzi + in_hanzi)
    assert _agree(hanzi + in_hanzi, latin + part)
    assert _meet(latin + part, hanzi + in_hanzi)


@pytest.mark.parametrize(("part", "in_hanzi"), [(" Phase 3", "三期"), *LETTERED])
def test_so_it_is_where_chinese_calls_a_city_a_new_one(part: str, in_hanzi: str) -> None:
    assert _agree("Yatai City" + part, "亚太新城" + in_hanzi)
    assert _meet("Yatai City" + part, "亚太新城" + in_hanzi)


@pytest.mark.parametrize(("latin", "hanzi"), PLACES)
@pytest.mark.parametrize(
    ("part", "in_hanzi"),
    [
        (" 2", "三期"),
        (" Phase 2", "三期"),
        (" Block A", "B栋"),
        (" Tower A", "B座"),
        (" Zone A", "B区"),
        (" Block 5", "6栋"),
        (" Block B", "B区"),
        (" Block B", "B期"),
        (" Zone A", "A栋"),
        ("", "二期"),
        ("", "B栋"),
        ("", "A区"),
        (" Block B", ""),
    ],
)
def test_another_part_and_the_whole_are_two(latin: str, hanzi: str, part: str, in_hanzi: str) -> None:
    found = compare_names_of(KIND, [name_form(latin + part, KIND)], [name_form(hanzi + in_hanzi, KIND)])
    assert not found.agrees or found.level == NameLevel.PART


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jinshui Park Block B", "金海园区B栋"),
        ("Jinshui Park 2", "金海园区二期"),
        ("Jinshui Park Zone A", "凯博园区A区"),
        ("Khu Hải Long 2", "Hai Phong 2 compound"),
    ],
)
def test_one_part_of_another_place_is_two(one: str, other: str) -> None:
    assert not _agree(one, other)


def test_what_stands_before_the_name_of_a_compound_in_vietnam_is_no_word_of_its_key() -> None:
    assert _meet("Khu Hải Long 2", "Hai Long 2 compound")
    assert name_to_key("Khu 2") is name_to_key("Khu A") is None


@pytest.mark.parametrize(
    "name", ["Melati Park", "Melati Park 2", "Towerview", "Phase", "Block B", "海栋", "A区", "龙栋 2"]
)
def test_a_name_without_a_word_for_a_part_behind_it_has_no_other_key(name: str) -> None:
    native = name_form(name, KIND).native
    assert part_without_word(native) is None
    assert name_to_key(native) is None


@pytest.mark.parametrize(("latin", "hanzi"), PLACES)
def test_a_part_has_two_keys_more_at_most(latin: str, hanzi: str) -> None:
    for name in (f"{latin} Phase 2", f"{hanzi}二期", f"{hanzi}B座"):
        form = name_form(name, KIND)
        part = name_to_key(form.native)
        assert part is not None
        assert len(form.keys) <= MAX_KEYS
        assert len([key for key in form.keys & name_form(part, KIND).keys if key[:2] == "w:"]) in (1, 2, 3)
