"""One-line addresses: two ways of writing one come out as one, and two houses or towns stay two."""

import filecmp
import subprocess
import sys
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entity_resolution.places.addresses import (
    canonical_address,
    have_nothing_in_common,
    may_be_one_house,
    may_be_one_kind_of_street,
    relate_addresses,
    spelled_address,
)
from entity_resolution.places.house_names import core_name
from entity_resolution.places.place_lines import read_place_line, split_at_number
from entity_resolution.places.towns import Towns

ROOT = Path(__file__).parents[3]
LABELLED = ROOT / "tests" / "entity_resolution" / "labelled"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("212 E. Sixth St.", "212 East 6th Street"),
        ("480 N. Maple Ave.", "No. 480 North Maple Avenue, 2nd Floor"),
        ("9 E. 44th St.", "9 East 44th Street between 2nd and 3rd Aves."),
        ("88 Jalan Ampang", "88 Jln. Ampang"),
        ("3 Street 271", "#3 St. 271"),
        ("12 Park Ave. Eastlake", "12 Park Avenue"),
        ("77 Harbor St. (Plaza Level)", "77 Harbor Street at Main St."),
        ("15 O'Hara Rd.", "15 OHara Road"),
        ("Blk 25 Invented Rd", "25 Invented Road"),
        ("9-11 Invented Street", "9 Invented St"),
        ("One West 67th Street", "1 W. 67th St."),
        ("48/49 Invented Street", "48 Invented St"),
        ("Carrer dels Lliris 3 bis", "C/ Lliris 3"),
        ("3bis rue Cendrillon", "3 rue Cendrillon"),
        ("Kersengracht 114 hs", "Kersengracht 114"),
        ("12, Silom Road, Bangkok", "12 Silom Road, Bangkok"),
        ("No. 12, Jalan Melati, Johor Bahru", "12 Jalan Melati, Johor Bahru"),
        ("Số 12, đường Nguyễn Huệ, Quận 1", "12 Nguyen Hue, Quan 1"),
        ("No.(45), Pyay Rd, Yangon", "45 Pyay Road, Yangon"),
        ("Via Roma, 3, Bologna", "Via Roma 3, Bologna"),
        ("#12, St. 271, Phnom Penh", "12 Street 271, Phnom Penh"),
    ],
)
def test_two_ways_of_writing_an_address_come_out_as_one(one: str, other: str) -> None:
    assert canonical_address(one) == canonical_address(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12 E. 58th St.", "12 W. 58th St."),
        ("12 58th St.", "58 12th St."),
        ("3 Street 271", "3 Street 217"),
        ("48/2 Invented Road", "48 Invented Road"),
        ("5/6 Invented Road", "5 Invented Road"),
        ("24/25 Moo 4", "24 Moo 4"),
        ("12, Silom Road, Bangkok", "12, Rama IV Road, Bangkok"),
        ("Lot 5, Jalan Ampang, Kuala Lumpur", "Lot 5, Jalan Kuching, Kuala Lumpur"),
        ("Building 3, Amber Park, Bavet", "Building 3, Coral Park, Bavet"),
        ("Amber Park, Sangkat 4, Bavet", "Coral Park, Sangkat 4, Bavet"),
    ],
)
def test_different_addresses_stay_different(one: str, other: str) -> None:
    assert canonical_address(one) != canonical_address(other)


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("The Marigold Cafe (Airport)", "Marigold"),
        ("Marigold at the Imperial", "Marigold"),
        ("Cafe Restaurant", "Cafe Restaurant"),
        ("Bar & Grill Blue Pepper", "Blue Pepper"),
        ("Spice Garden Indian Cuisine", "Spice Garden"),
        ("Krua Thai", "Krua Thai"),
    ],
)
def test_the_core_of_a_name_leaves_the_kind_of_house_out(name: str, core: str) -> None:
    assert core_name(name) == core


def test_the_ends_of_a_thai_street_are_directions_where_it_is_called_a_street_in_thai() -> None:
    assert sorted(canonical_address("233 Thanon Invented Tai").split()) == ["233", "233", "invented", "s"]
    assert sorted(canonical_address("233 Invented Tai Rd").split()) == ["233", "233", "invented", "s"]
    assert canonical_address("12 Tai Po Road") == "12 12 tai po"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12 Sukhumvit Soi 11, Bangkok", "21 Sukhumvit Soi 11, Bangkok"),
        ("12 Sukhumvit Soi 11, Bangkok", "12 Sukhumvit Soi 12, Bangkok"),
        ("#41 Street 278", "#41 Street 287"),
        ("88 W. 3rd St.", "88 E. Third Street"),
        ("15/3 Moo 4", "15/3 Moo 5"),
        ("15/3 Moo 4", "3/15 Moo 4"),
        ("Room 301, 12 Silom Road", "Room 310, 12 Silom Road"),
        ("๑๒ ถนนสีลม", "๒๑ ถนนสีลม"),
        ("Unit 3-5, 12 Park Ave.", "Unit 3-7, 12 Park Ave."),
        ("#02-14, 12 Park Ave.", "#02-15, 12 Park Ave."),
        ("3 bis rue Cendrillon", "3 ter rue Cendrillon"),
        ("9/4 King Anan IV Rd, Bavet", "9/4 King Anan VI Rd, Bavet"),
        ("14 Jalan TT7/24", "14 Jalan TT7/42"),
        ("8 Upper Lotus Street, Bavet", "8 Lower Lotus Street, Bavet"),
        ("8 Old Lotus Street", "8 New Lotus Street"),
        ("莲花路一段5号, 昆明", "莲花路二段5号, 昆明"),
        ("莲花路12号, 昆明", "莲花东路12号, 昆明"),
        ("莲花西路12号", "莲花东路12号"),
        ("莲花路12号", "莲花路21号"),
        ("21 Lotus St, Brgy 5, Bavet", "21 Lotus St, Brgy 15, Bavet"),
        ("Flat A, 9/F, 100 Lotus Road", "Flat B, 9/F, 100 Lotus Road"),
    ],
)
def test_another_number_or_direction_is_another_house(one: str, other: str) -> None:
    assert not may_be_one_house(one, other)
    assert not may_be_one_house(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12 Silom Road", "12 Silom Road, 4th Floor, Bangkok 10500"),
        ("181 Jalan Teratai", "Level 2, Teratai Mall, 181 Jalan Teratai"),
        ("150 Lotus Road", "#02-11 Lotus Plaza, 150 Lotus Road"),
        ("36 Lianhua Street", "36 Lianhua Dajie"),
        ("36 Lianhua Road", "36 Lianhua Lu"),
        ("204-206 Main Street", "204 Main Street"),
        ("2355 Peachtree Rd. N.E.", "2355 Peachtree Road NE"),
        ("Silom Road", "12 Silom Road"),
        ("88 3rd St.", "88 W. Third Street"),
        ("9-11 Invented Street", "9 Invented Street"),
        ("32-07 Invented Street", "3207 Invented Street"),
        ("9/4 King Anan IV Rd", "9/4 King Anan 4 Rd"),
        ("12 Lotus Street, Upper East Side", "12 Lotus Street, New York"),
        ("8 Upper Lotus Street", "8 Lotus Street"),
        ("莲花东路12号, 昆明", "昆明莲花东路12号"),
        ("21 Lotus St, Brgy 5, Bavet", "21 Lotus St, Bavet"),
    ],
)
def test_an_address_that_says_more_may_be_the_same_house(one: str, other: str) -> None:
    assert may_be_one_house(one, other)
    assert may_be_one_house(other, one)


@given(st.text(max_size=200))
def test_any_line_has_a_name_unless_it_is_blank(line: str) -> None:
    found = read_place_line(line)
    assert bool(found.name) is bool(line.strip())
    assert canonical_address(line) is not None
    assert bool(core_name(found.name)) is bool(found.name)


@pytest.mark.parametrize("line", ["1 " * 50_000, "a " * 50_000 + "1 st", "(" * 100_000, "a, " * 30_000])
def test_long_lines_take_no_longer_than_their_beginning(line: str) -> None:
    began = process_time()
    read_place_line(line[:10_000])
    canonical_address(line)
    split_at_number(line[:10_000], "1 st")
    core_name(line[:10_000])
    assert process_time() - began < 2.0


def test_the_labelled_addresses_are_what_the_rules_give(tmp_path: Path) -> None:
    module = "tests.entity_resolution.labelled.build_site_addresses"
    subprocess.run([sys.executable, "-m", module, str(tmp_path)], cwd=ROOT, check=True)
    assert filecmp.cmp(LABELLED / "site_addresses.csv", tmp_path / "site_addresses.csv", shallow=False)


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("212 E. Sixth St., 2nd Floor, Hillsboro", "212 e 6 street 2 floor hillsboro"),
        ("212 East 6th Street, 2nd Fl., Hillsboro", "212 e 6 street 2 floor hillsboro"),
        ("No. 12, Street 271, Phnom Penh", "12 street 271 phnom penh"),
        ("12 Jln. Ampang, Kuala Lumpur", "12 jalan ampang kuala lumpur"),
        ("99/1 หมู่ 3, ตำบลท่าสายลวด", "99/1 หมู่ 3 ท่าสายลวด"),
        ("", ""),
    ],
)
def test_an_address_is_spelled_in_one_way_with_nothing_left_out(text: str, spelled: str) -> None:
    assert spelled_address(text) == spelled


@given(st.text(max_size=60))
def test_spelling_an_address_again_changes_nothing(text: str) -> None:
    once = spelled_address(text)
    assert spelled_address(once) == once


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("204-206 Main St.", "204 204 main"),
        ("6820-6824 Piedmont Pl.", "6820 6820 piedmont"),
        ("32-15 Steinway St.", "32-15 32-15 steinway"),  # one house, as in Queens
        ("12-140 Harbor Rd.", "12-140 12-140 harbor"),
        ("99/1 Soi Anuman", "99/1 99/1 anuman"),
    ],
)
def test_a_range_of_houses_is_its_first(printed: str, read: str) -> None:
    assert canonical_address(printed) == read


@pytest.mark.parametrize(
    "behind",
    [
        *("", ", Thailand", ", TH", ", Thai", ", street food", ", seafood, Thailand", ", Steakhouses", ", Brown cafe"),
        *(", Boutique hotel", ", Night club, Thailand"),
    ],
)
def test_a_country_or_a_kitchen_behind_the_town_is_no_town(behind: str) -> None:
    line = read_place_line(f"Blue Anchor, 12 Lotus Rd, Bangkok{behind}")
    assert (line.name, line.street, line.locality) == ("Blue Anchor", "12 Lotus Rd", "Bangkok")
    assert relate_addresses("12 Lotus Rd, Bangkok", f"12 Lotus Rd, Bangkok{behind}") is Towns.ONE


def test_a_country_alone_is_the_place_and_one_country_makes_no_two_towns_one() -> None:
    assert read_place_line("Blue Anchor, 12 Lotus Rd, Singapore").locality == "Singapore"
    assert relate_addresses("12 Main Rd, Chiang Mai, Thailand", "12 Main Rd, Bangkok, Thailand") is Towns.OTHER
    assert relate_addresses("12 Main Rd, Chiang Mai, Thailand", "12 Main Rd, Chiang Mai") is Towns.ONE


def test_a_province_that_both_name_makes_no_two_of_its_towns_one() -> None:
    assert relate_addresses("12 Jalan Besar, Kluang, Johor", "12 Jalan Besar, Muar, 84000 Johor") is not Towns.ONE
    assert relate_addresses("12 Jalan Besar, Kluang, Johor", "12 Jalan Besar, Kluang") is Towns.ONE
    assert relate_addresses("12 Jalan Besar, Kluang, Johor", "12 Jalan Besar, Johor") is Towns.ONE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12 Main Street Portville", "12 Main Street Oakham"),
        ("Jl. Merdeka No. 12 Medan", "Jl. Merdeka No. 12 Bandung"),
    ],
)
def test_a_town_behind_a_street_without_a_comma_is_one(one: str, other: str) -> None:
    assert relate_addresses(one, other) in (Towns.STRANGE, Towns.OTHER)


def test_two_states_make_two_towns_of_one_name() -> None:
    line = read_place_line("Blue Anchor, 12 Main St, Portland, OR")
    assert (line.street, line.locality, line.state) == ("12 Main St", "Portland", "OR")
    assert relate_addresses("12 Main St, Portland, OR", "12 Main St, Portland, ME 04101") is Towns.OTHER
    assert relate_addresses("12 Main St, Portland, OR", "12 Main St, Portland") is Towns.ONE
    assert relate_addresses("12 Main St, Toronto, ON", "12 Main St, Toronto, CA") is Towns.ONE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Km 5/18", "Km 18/5"),
        ("Jl. Riau Km 5 No. 18", "Jl. Riau Km 18 No. 5"),
        ("12 Sukhumvit Soi 11", "11 Sukhumvit Soi 12"),
        ("No. 41, Street 271", "No. 271, Street 41"),
        ("Ngõ 12 Hàng Bông 5", "Ngõ 5 Hàng Bông 12"),
    ],
)
def test_a_number_of_a_road_is_not_that_of_a_house(one: str, other: str) -> None:
    assert not may_be_one_house(one, other)
    assert may_be_one_house(one, one)


def test_a_kilometre_is_one_in_two_notations() -> None:
    assert may_be_one_house("Jl. Riau Km 4 No. 12", "Jalan Riau Km. 4/12")


@pytest.mark.parametrize(
    ("one", "other", "nothing"),
    [
        ("12 Oak St., Portville", "97 Mission Rd., Portville", True),
        ("Via dei Gelsi 12, Bologna", "Corso Lilla 9, Bologna", True),
        ("12 Oak St.", "97 Oak St.", False),
        ("12 Oak St.", "12 Mission Rd.", False),
        ("12 Oak St.", "Mission Rd.", False),
        ("12 Oak St.", "16th & Lotus Sts.", False),
        ("12 Oak St.", "Lotus Mall", False),
        ("Blk 25, Gelang Melati", "Blk 26, Gelang Melati", False),
        ("23 Soi 4", "Soi 4 Anuman 7", False),
        ("", "12 Oak St.", False),
    ],
)
def test_two_houses_with_nothing_in_common(one: str, other: str, *, nothing: bool) -> None:
    assert have_nothing_in_common(one, other) is nothing
    assert have_nothing_in_common(other, one) is nothing


@pytest.mark.parametrize(
    ("one", "other", "may_be"),
    [
        ("55 Le Loi, Bavet", "55 Le Lai, Bavet", False),
        ("21 Lotus Ave, Bavet", "21 Lotus Ave Ext, Bavet", False),
        ("21 Lotus Ave Ext", "21 Lotus Avenue Extension", True),
        ("55 Le Loi, Bavet", "55 Lê Lợi Street, Bavet", True),
        ("55 Lotus Street", "55 Lotos Street", True),
    ],
)
def test_a_short_word_and_an_extension_make_two_streets(one: str, other: str, *, may_be: bool) -> None:
    assert may_be_one_kind_of_street(one, other) is may_be
    assert may_be_one_kind_of_street(other, one) is may_be


@pytest.mark.parametrize(
    ("line", "street"),
    [
        ("Blue Anchor, 21 Lotus St, Brgy 5, Bavet", "21 Lotus St, barangay 5"),
        ("Blue Anchor, Unit 1203 Amber Tower, Lotus Ave, Bavet", "Lotus Ave, unit 1203 amber tower"),
        ("Blue Anchor, Unit 1203 Amber Tower, 8 Lotus Ave, Bavet", "8 Lotus Ave, unit 1203"),
        ("Blue Anchor, Flat A, 9/F, 100 Lotus Road, Bavet", "100 Lotus Road, flat a, 9 floor"),
    ],
)
def test_a_line_keeps_the_unit_and_the_numbered_quarter_beside_its_street(line: str, street: str) -> None:
    assert read_place_line(line).street == street
