"""Parts of places: a zone, a phase or a block is not the whole, and written otherwise is the same. Invented names."""

import pytest

from entity_resolution.comparing.name_comparison import compare_names_of, name_form
from entity_resolution.names import NameKind, NameLevel, compare_names, say_other_parts, site_name
from entity_resolution.names.comparing.things.parts_of_places import (
    parts_said,
    without_parts,
    without_word_for_phase,
)

KIND = NameKind.SITE
COMPOUNDS = ["Dongmei Park", "KK Park", "Golden Marlin Casino", "Blue Heron Resort", "Melati Plaza"]


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Melati Park", set()),
        ("Melati Park East", {"east"}),
        ("Melati Park (East)", {"east"}),
        ("East Melati Park", {"east"}),
        ("Melati Park N Wing", {"north"}),
        ("Melati Park Northwest Tower", {"north", "west"}),
        ("Melati Park NE", set()),  # two letters are as often another's short name
        ("Melati Park 2", {"2"}),
        ("Melati Park No. 2", {"2"}),
        ("Melati Park 02", {"2"}),
        ("Melati Park Phase II", {"2"}),
        ("Melati Park IV", {"4"}),
        ("Melati Park Two", {"2"}),
        ("Melati Park Second Phase", {"2"}),
        ("Melati Park B", {"b"}),
        ("Block B Melati Tower", {"b"}),
        ("Melati Park, Block B", {"b"}),
        ("Melati New Area", {"new"}),
        ("Zona Timur Melati", {"east"}),
        ("Menara Utara Melati", {"north"}),
        ("Khu Đông Hoa Sen", {"east"}),
        ("Hoa Sen Khu A", {"a"}),
        ("Đông Hoa Sen", set()),  # a syllable
        ("Ban Tai Sot", set()),
        ("金莲园区东区", {"east"}),
        ("金莲园区A区", {"a"}),
        ("金莲甲座", {"a"}),
        ("金莲四期", {"4"}),
        ("金莲园区3栋", {"3"}),
        ("东方园区", set()),
        ("บัวงามปาร์ค ฝั่งตะวันออก", {"east"}),
        ("บัวงามปาร์ค ตะวันออกเฉียงเหนือ", {"north", "east"}),
        ("บัวงามปาร์ค เฟส 2", {"2"}),
        ("เหนือเมฆ", set()),
        ("ບົວງາມ ຝັ່ງເໜືອ", {"north"}),
        ("កាស៊ីណូ ខាងកើត", {"east"}),
        ("မလိ အရှေ့ပိုင်း", {"east"}),
        ("တောင်ကြီး", set()),  # a mountain
        ("2", set()),
        ("East", set()),
        ("Papillon 5988 N. Lafayette Rd.", set()),
        ("Papillon, 5988 Lafayette Rd. E., Ashford", set()),
        ("Melati Moo 4", set()),
    ],
)
def test_a_name_says_a_part_of_a_place(name: str, parts: set[str]) -> None:
    assert parts_said(site_name(name)) == parts


@pytest.mark.parametrize("place", COMPOUNDS)
@pytest.mark.parametrize("part", ["East", "West Zone", "South Tower", "(North)", "II", "B", "2", "Two"])
def test_a_place_and_a_part_of_it_never_agree_but_as_such(place: str, part: str) -> None:
    names = [[name_form(name, KIND)] for name in (place, f"{place} {part}")]
    for left, right in (names, names[::-1]):
        found = compare_names_of(KIND, left, right)
        assert (found.level, found.agrees) == (NameLevel.PART, True) or not found.agrees
        assert found.bits < 4


@pytest.mark.parametrize(
    ("left", "right", "apart"),
    [
        ("Melati Park East", "Melati Park West", True),
        ("Melati Park East", "Melati Park 2", True),
        ("Melati Park Zone 2", "Melati Park Tower 2", True),
        ("Melati Park Block 2", "Melati Park Building 2", False),
        ("Melati Park Phase 2", "Melati Park II", False),
        ("Melati Park East", "Melati Park E", False),
        ("North Star Casino", "Casino North Star", False),
        ("East Point Hotel", "East Point", False),
        ("KB Hotel", "K B Hotel", False),
        ("East Gate Hotel", "Eastgate Hotel", False),
        ("Jinlian 4", "金莲四号", False),
        ("金莲园区东区", "Jinlian Park East Zone", False),
        ("Els Quatre Lliris", "Els Lliris 4", False),
        ("ត្បូងឃ្មុំ", "Tboung Khmum", False),  # read by sound: the side is a syllable
        ("Sunny Elephant, 84 N. Sunset Blvd.", "Sunny Elephant, 84 Sunset Blvd.", False),
    ],
)
def test_two_names_say_other_parts_or_one(left: str, right: str, apart: bool) -> None:
    one, other = site_name(left), site_name(right)
    assert say_other_parts(one, other) is say_other_parts(other, one) is apart


def test_a_part_weighs_as_names_that_nearly_agree() -> None:
    found = compare_names_of(KIND, [name_form("Dongmei Park", KIND)], [name_form("Dongmei Park East", KIND)])
    assert (found.level, found.bits) == ("part of a place", 2.5)
    assert found.detail.endswith("but another part of a place")


def test_a_name_of_both_tells_more_than_a_part() -> None:
    own, part = name_form("Dongmei Park", KIND), name_form("Dongmei Park East", KIND)
    assert compare_names_of(KIND, [own, part], [part]).level == NameLevel.EXACT_NATIVE
    alias = name_form("Compound of Melati", KIND)
    assert compare_names_of(KIND, [own, alias], [part, alias]).level == NameLevel.PART  # an alias of both makes no one


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        ("恒生四期", "Hengsheng Park IV", NameLevel.ROMANISED),
        ("Melati Park Phase II", "Melati Park 2", NameLevel.VARIANT),
    ],
)
def test_a_phase_is_one_with_its_number_alone(left: str, right: str, level: NameLevel) -> None:
    one, other = site_name(left), site_name(right)
    assert compare_names(one, other, KIND).level is compare_names(other, one, KIND).level is level


def test_a_phase_stays_where_the_other_says_another_part_or_another_kind_of_part() -> None:
    four, zone, three = map(site_name, ("恒生四期", "Hengsheng Zone 4", "Hengsheng III"))
    assert without_word_for_phase(four, zone, KIND) is None
    assert without_word_for_phase(four, three, KIND) is None
    assert without_word_for_phase(four, site_name("Hengsheng IV"), NameKind.ORGANISATION) is None


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Royal River Casino Phase 2", "Royal Tower Casino Phase 2"),
        ("Royal River Casino 2", "Royal Tower Casino Phase 2"),
        ("Lucky Star Resort Phase 1 Block A", "Lucky Sun Resort Phase 1 Block A"),
        ("Lucky Star Resort East Wing", "Lucky Sun Resort East Wing"),
        ("Lucky Star Resort, 2nd Floor", "Lucky Sun Resort, 2nd Floor"),
        ("东泰园区二期", "东达园区二期"),
        ("恒生园区二期3号楼", "恒发园区二期3号楼"),
        ("ลัคกี้สตาร์ รีสอร์ท เฟส 2", "ลัคกี้ซัน รีสอร์ท เฟส 2"),
    ],
)
def test_a_part_of_both_makes_no_one_of_two_places(left: str, right: str) -> None:
    for one, other in ((left, right), (right, left)):
        assert not compare_names(site_name(one), site_name(other), KIND).agrees


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Golden Phenix Casino Phase 2", "Golden Phoenix Casino Phase 2"),
        ("Golden Phenix Casino Block B", "Golden Phoenix Casino Block B"),
        ("KK园区二期", "KK Park Phase 2"),
        ("Jin Shui Park Phase 2", "Jinshui Park Phase II"),
        ("Shwe Koko Zone 3", "Shwe Kokko Zone 3"),
        ("Khu Hai Long 2", "Hải Long 2"),
        ("Phase 2 Royal River", "Royal River Phase 2"),
        ("恒生园区二期3号楼", "恆生園區二期3號樓"),
    ],
)
def test_spellings_of_one_part_of_one_place_still_agree(left: str, right: str) -> None:
    for one, other in ((left, right), (right, left)):
        assert compare_names(site_name(one), site_name(other), KIND).agrees


@pytest.mark.parametrize(
    ("name", "rest"),
    [
        ("Royal River Casino Phase 2", "Royal River Casino"),
        ("Royal River Casino, Block No. 3", "Royal River Casino,"),
        ("Royal River East Wing", "Royal River"),
        ("东泰园区二期3号楼", "东泰园区"),
        ("Royal River Casino", None),
        ("Casino Phase 2", None),
    ],
)
def test_a_name_without_its_parts(name: str, rest: str | None) -> None:
    found = without_parts(site_name(name))
    assert (None if found is None else found.native) == rest
