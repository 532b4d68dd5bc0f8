"""Pairs of sites: names with addresses in one cell or in columns, towns, streets, rooms, and houses at one address."""

import pytest

from entity_resolution.comparing.decision import Outcome
from entity_resolution.tables.pair_layout import read_layout
from entity_resolution.tables.pairs import PairScorer, ScoredPair, scored_kind
from tests.entity_resolution.scored_pairs import on_both, scored


def test_an_address_is_one_with_its_words_joined_or_apart() -> None:
    joined = scored("Site", left="Marigold, 327 Maha Chai Road, Bavet", right="Marigold, 327 Mahachai Rd., Bavet")
    other = scored("Site", left="Marigold, 327 Maha Chai Road, Bavet", right="Marigold, 327 Mahanak Rd., Bavet")
    assert "address equal" in joined.why
    assert "address equal" not in other.why


def test_a_site_is_read_as_a_name_and_an_address() -> None:
    found = scored(
        "Site",
        left="La Piazza Nuova, 1200 W. Third St., Los Robles",
        right="Piazza Nuova Restaurant, 1200 West 3rd Street, West Robles",
    )
    assert [(c.evidence.feature, c.evidence.level) for c in found.comparisons] == [
        ("name", "exact native"),
        ("address", "equal"),
    ]
    assert found.outcome is Outcome.MATCH


def test_a_sites_bare_name_never_matches_and_another_house_weighs_less_than_the_same() -> None:
    bare = scored("Site", left="Golden Lotus Casino", right="Golden Lotus Casino")
    same = scored("Site", left="Golden Lotus Casino, 12 Beach Rd.", right="Golden Lotus Casino, 12 Beach Road")
    other = scored("Site", left="Golden Lotus Casino, 12 Beach Rd.", right="Golden Lotus Casino, 97 Mission St.")
    assert bare.outcome is Outcome.REVIEW
    assert same.outcome is Outcome.MATCH
    assert other.outcome is Outcome.REVIEW
    assert other.why.endswith(" bits, which keeps no human from it: it may have moved")
    assert same.bits > bare.bits > other.bits


def test_a_site_may_have_its_address_in_columns_or_on_one_side_alone() -> None:
    line = scored(
        "Site", left="Blue Anchor, 77 Harbor St., Portville", right="Blue Anchor, 77 Harbor Street, Portville"
    )
    columns = scored(
        "Site", left="Blue Anchor", right="Blue Anchor", left_address="77 Harbor St.", right_address="77 Harbor Street"
    )
    without_commas = scored("Site", left="Blue Anchor, 77 Harbor St., Portville", right="Blue Anchor 77 Harbor Street")
    assert line.bits == columns.bits == without_commas.bits
    assert scored("Site", left="Blue Anchor, 77 Harbor St.", right="Blue Anchor").comparisons[0].evidence.agrees


@pytest.mark.parametrize(
    ("left", "right", "outcome"),
    [
        ("Room 301", "Room 310", Outcome.REVIEW),
        ("Unit 3", "Unit 4", Outcome.REVIEW),
        ("3rd Floor", "4F", Outcome.REVIEW),
        ("Suite A", "Suite B", Outcome.REVIEW),
        ("Block A", "Block B", Outcome.REVIEW),
        ("Tower 1", "Tower 2", Outcome.REVIEW),
        ("Tower 1", "", Outcome.MATCH),
        ("2F", "Level 2", Outcome.MATCH),
        ("Room 301", "", Outcome.MATCH),
    ],
)
def test_two_rooms_of_one_house_are_left_to_a_human(left: str, right: str, outcome: Outcome) -> None:
    lines = [", ".join(filter(None, ("Blue Anchor", "77 Harbor St.", unit, "Portville"))) for unit in (left, right)]
    assert scored("Site", left=lines[0], right=lines[1]).outcome is outcome
    assert scored("Site", left=lines[1], right=lines[0]).outcome is outcome


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        ("Lotus Plaza, 3799 Oak St.", "3799 Oak Street", "equal"),
        ("Lotus Plaza, 3799 Oak St.", "1266 Oak Street", "different"),
        ("Level 2, Lotus Mall, 181 Jalan Melati", "181 Jln Melati", "equal"),
        ("Castello 4171, Riva dei Gelsi", "Riva dei Gelsi 4171", "equal"),
        ("Castello 4171, Riva dei Gelsi", "Castello 4171", "equal"),
        ("Castello 4171, Riva dei Gelsi", "Riva dei Gelsi 4172", "elsewhere"),
        ("C. dels Lliris, 3 bis", "Carrer dels Lliris 3", "equal"),
        ("48/49 Oak St.", "48 Oak St.", "equal"),
    ],
)
def test_a_building_or_a_district_beside_a_street_makes_no_other_address(left: str, right: str, level: str) -> None:
    for one, other in ((left, right), (right, left)):
        found = scored("Site", left=f"Blue Anchor, {one}, Portville", right=f"Blue Anchor, {other}, Portville")
        assert found.comparisons[-1].evidence.level == level


def test_another_branch_weighs_more_than_an_address_that_is_not_understood_and_keeps_no_human_away() -> None:
    left = "Kedai Kopi Sumire Lestari, 18 Oak St., Singapore"
    branch = scored("Site", left=left, right="Kedai Kopi Sumire Lestari, 118 Lotus Hill Rd., Singapore")
    vague = scored("Site", left=left, right="Kedai Kopi Sumire Lestari, Lotus Hill Rd., Singapore")
    assert "address elsewhere -10.0" in branch.why
    assert "address different -7.0" in vague.why
    assert branch.outcome is vague.outcome is Outcome.REVIEW


def test_a_village_of_one_name_in_another_commune_is_another_village() -> None:
    two = scored("Site", left="Phumi Tmei, Khum Kraol Melati", right="Tmei Village, Khum Sambuor")
    assert "locality other-division -6.0" in two.why
    assert two.outcome is not Outcome.MATCH
    town = scored("Site", left="Phumi Tmei, Khum Kraol Melati", right="Tmei Village, Kampot")
    assert "locality different -2.0" in town.why
    house = scored("Site", left="Blue Anchor, Khum Kraol Melati", right="Blue Anchor, Khum Sambuor")
    assert house.outcome is Outcome.REVIEW


def test_what_a_guide_calls_a_house_behind_its_town_is_no_town() -> None:
    found = scored(
        "Site",
        left="Café de Lelie, Kersengracht 114, Amsterdam",
        right="De Lelie, Kersengracht 114 hs, Amsterdam, Brown cafe",
    )
    assert found.outcome is Outcome.MATCH
    assert found.blocked


def test_a_former_name_a_dish_behind_a_name_and_a_host_before_it_are_one_house() -> None:
    former = ("Lotus House (ex Jake Oakley's Crayfish), 12 Oak St., Bavet", "Jake Oakley's Crayfish, 12 Oak St., Bavet")
    dish = ("Lung Daeng Pad Thai, 313 Melati Rd, Bangkok", "Lungdaeng, 313-315 Melati Road, Bangkok")
    part = ("Oakley's Famous Crayfish (ex Jake Oakley's Crayfish), 12 Oak St., Bavet", former[1])
    host = ("Odette at the Quay, 12 Oak St., Bavet", "The Quay, Odette, 12 Oak St., Bavet")
    for left, right in (former, dish, part, host):
        assert scored("Site", left=left, right=right).outcome is Outcome.MATCH


def test_a_crossing_of_kyoto_is_said_with_its_words_or_without() -> None:
    left = "Blue Anchor, Sumire-dori Anzu-agaru, Nakagyo-ku, Kyoto"
    assert "address equal" in scored("Site", left=left, right="Blue Anchor, Sumire-dori Anzu, Nakagyo, Kyoto").why
    assert "address different" in scored("Site", left=left, right="Blue Anchor, Momiji-dori Ume, Nakagyo, Kyoto").why


def test_a_number_in_words_is_no_word_of_a_houses_own() -> None:
    lines = [f"{name}, 12 Oak St., Portville" for name in ("Els Quatre Lliris", "Els 4 Lliris", "Els Sis Lliris")]
    assert scored("Site", left=lines[0], right=lines[1]).outcome is Outcome.MATCH
    assert scored("Site", left=lines[2], right=lines[1]).outcome is not Outcome.MATCH


def test_a_house_may_be_called_by_a_number() -> None:
    assert scored("Site", left="21", right="21").bits > 0


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("blue anchor, 570 fourth st., san francisco", "blue anchor, 570 fourth st., springfield"),
        ("blue anchor, 12 main rd., silom", "blue anchor, 12 main rd., thonglor"),
        ("blue anchor, 12 main rd., chicago", "blue anchor, 12 main st., chicago"),
        ("blue anchor, 12 main rd., portville", "blue anchor, 12 main st., boston"),
    ],
)
def test_one_house_number_in_two_towns_or_streets_is_left_to_a_human(left: str, right: str) -> None:
    scored = scored_site(left, right)
    assert scored.outcome is Outcome.REVIEW
    assert "address other-street" in scored.why


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("blue anchor, 12 lotus rd., eastlake", "blue anchor, 12 lotus rd., portville"),
        ("blue anchor, 12 lotus rd., annapolis", "blue anchor, 12 lotus rd., portville"),
    ],
)
def test_one_house_number_in_two_towns_that_are_no_large_cities_says_nothing(left: str, right: str) -> None:
    scored = scored_site(left, right)
    assert scored.outcome is Outcome.REVIEW
    assert "address" not in scored.why


@pytest.mark.parametrize(
    "right",
    [
        "Blue Anchor, 16th & Lotus Sts., Portville",
        "Blue Anchor, Lotus and 16th Sts., Portville",
        "Blue Anchor, corner of 16th and Lotus Sts., Portville",
        "Blue Anchor, NE cor. Lotus & 16th, Portville",
        "Blue Anchor, Sixteenth & Lotus Sts., Portville",
    ],
)
def test_a_crossing_is_in_either_of_its_streets(right: str) -> None:
    assert "address one-street +1.5" in scored_site("Blue Anchor, 1518 Lotus St., Portville", right).why
    assert "address different" in scored_site("Blue Anchor, 1518 Kenanga St., Portville", right).why


def test_two_houses_side_by_side_are_no_crossing() -> None:
    found = scored_site("Blue Anchor, 12 and 14 Lotus St., Portville", "Blue Anchor, 90 Lotus St., Portville")
    assert "address different" in found.why
    crossing = scored_site("Blue Anchor, 5th and 6th Aves., Portville", "Blue Anchor, 90 6th Ave., Portville")
    assert "address one-street" in crossing.why


@pytest.mark.parametrize(
    ("number", "other", "joined"),
    [("3207", "32-07", True), ("3209", "32-07", False), ("122", "120-124", False)],
)
def test_a_house_number_in_queens_is_one_with_its_hyphen_or_without(number: str, other: str, *, joined: bool) -> None:
    scored = scored_site(f"Blue Anchor, {number} Lotus St., Queens", f"Blue Anchor, {other} Lotus St., Astoria")
    assert (scored.outcome is Outcome.MATCH) is joined
    assert ("address equal" in scored.why) is joined


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("blue anchor, 570 fourth st., new york", "blue anchor, 570 4th street, new york city"),
        ("blue anchor, 570 fourth st., kingston", "blue anchor, 570 4th, kingston"),
        ("blue anchor, 12 main rd.", "blue anchor, 12 main rd., boston"),
    ],
)
def test_a_town_said_in_two_ways_or_once_is_one(left: str, right: str) -> None:
    assert scored_site(left, right).outcome is Outcome.MATCH


def test_a_street_without_a_number_and_a_crossing_do_not_speak_against() -> None:
    assert "address one-street" in scored_site("blue anchor, 8638 w. third st.", "blue anchor, 3rd st.").why
    crossing = scored_site("blue anchor, 201 e. 49th st.", "blue anchor, 797 third ave. at 49th st.")
    assert "address one-street" in crossing.why
    assert "address elsewhere" in scored_site("blue anchor, 201 e. 49th st.", "blue anchor, 797 mill lane").why


def scored_site(left: str, right: str) -> ScoredPair:
    return PairScorer(read_layout(scored_kind("Site"), ["left", "right"])).score([left, right])


@pytest.mark.parametrize(
    ("town", "other"), [("Hanoi", "Ho Chi Minh City"), ("York", "Chester"), ("Boston", "Los Angeles")]
)
def test_one_street_and_number_in_two_well_known_cities_speaks_against_a_pair(town: str, other: str) -> None:
    two = scored_site(f"Blue Anchor, 12 Main St., {town}", f"Blue Anchor, 12 Main Street, {other}")
    unknown = scored_site(f"Blue Anchor, 12 Main St., {town}", "Blue Anchor, 12 Main Street, Portville")
    one = scored_site(f"Blue Anchor, 12 Main St., {town}", f"Blue Anchor, 12 Main Street, {town}")
    assert "address other-city -7.0" in two.why
    assert two.bits < unknown.bits < one.bits
    assert (two.outcome, one.outcome) == (Outcome.REVIEW, Outcome.MATCH)
    assert scored_site(f"Blue Anchor, {town}", f"Blue Anchor, {other}").outcome is not Outcome.MATCH


@pytest.mark.parametrize(
    ("quarter", "city"),
    [("Manhattan", "New York"), ("Hollywood", "Los Angeles"), ("Sathorn", "Bangkok"), ("Q.1", "HCMC")],
)
def test_a_quarter_is_its_city(quarter: str, city: str) -> None:
    found = scored_site(f"Blue Anchor, 12 Lotus Rd., {quarter}", f"Blue Anchor, 12 Lotus Road, {city}")
    assert "address equal" in found.why
    assert found.outcome is Outcome.MATCH


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Delacroix's Chop House, 12 Lotus Rd., Eastlake", "Delacroix's, 12 Lotus Road, Eastlake"),
        ("Casa Gaviota, Calle Ancha 12, Eastlake", "Gaviota, C/ Ancha, 12, Eastlake"),
        ("RM Tanjung Sari, Jl. Riau 12, Eastlake", "Rumah Makan Tanjung Sari, Jalan Riau No. 12, Eastlake"),
        ("Krua Mae Lamduan, 12 Lotus Rd., Eastlake", "Mae Lamduan's Kitchen, 12 Lotus Road, Eastlake"),
        ("Pizzeria Stromboli, 12 Lotus Rd., Eastlake", "Stromboli Pizza, 12 Lotus Rd., Eastlake"),
    ],
)
def test_a_word_for_a_house_makes_no_other_house_at_one_address_and_counts_at_another(left: str, right: str) -> None:
    assert scored_site(left, right).outcome is Outcome.MATCH
    elsewhere = scored_site(left, right.replace("12", "317"))
    named = scored_site(left, left.replace("12", "317"))
    assert elsewhere.outcome is not Outcome.MATCH
    assert elsewhere.bits <= named.bits


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Blue Anchor, 12 Lotus Rd., Eastlake", "Blue Anchor, 21 Lotus Rd., Eastlake"),
        ("Blue Anchor, 12 Lotus Rd., Eastlake", "Blue Anchor, 8 Harbor St., Eastlake"),
        ("Blue Anchor, 12 Lotus Rd., Eastlake", "Golden Crane, 12 Lotus Rd., Eastlake"),
        ("Merrion Cafe, 12 Lotus Rd., Eastlake", "Merrion Dining Room, 12 Lotus Rd., Eastlake"),
        ("Merrion Cafe, Via Roma, 12, Eastlake", "Merrion Wine Bar, Via Roma 12, Eastlake"),
        ("K9 Bar, 12 Lotus Rd., Eastlake", "K99 Bar, 12 Lotus Rd., Eastlake"),
        ("Casa Blanca, 12 Lotus Rd., Eastlake", "Chez Blanca, 12 Harbor Rd., Eastlake"),
    ],
)
def test_another_house_number_branch_house_or_room_stays_another(left: str, right: str) -> None:
    assert scored_site(left, right).outcome is not Outcome.MATCH


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Blue Heron Grill, 60 Lotus Rd, Bangkok", "Blue Heron Cafe, 60 Lotus Rd, Bangkok"),
        ("Blue Heron Palace Dining Room, 60 Lotus Rd, Bangkok", "Blue Heron Palace Cafe, 60 Lotus Rd, Bangkok"),
    ],
)
def test_two_kinds_of_house_at_one_address_are_left_to_a_human(left: str, right: str) -> None:
    scored = scored_site(left, right)
    assert scored.outcome is Outcome.REVIEW
    assert "kind-of-house different -6.0 (`" in scored.why


@pytest.mark.parametrize(
    ("left", "right", "why"),
    [
        ("Rotisserie at the Marlowe Hotel", "Cocktail Lounge at the Marlowe Hotel", "kind-of-house different"),
        ("Yun Hoi Dim Sum Parlor", "Yun Pak Dim Sum Parlor", "own-words different"),
        ("Yun Hoi Noodle House", "Yun Hai Noodle House", ""),
    ],
)
def test_what_two_names_at_one_address_have_in_common_joins_nobody(left: str, right: str, why: str) -> None:
    scored = scored_site(f"{left}, 60 Lotus Rd, Portville", f"{right}, 60 Lotus Rd, Portville")
    assert scored.outcome is not Outcome.MATCH
    assert why in scored.why


@pytest.mark.parametrize(
    "right",
    [
        "Blue Heron, 60 Lotus Rd, Bangkok",
        "Blue Heron Coffee House, 60 Lotus Rd, Bangkok",
        "Blue Heron Restaurant & Cafe, 60 Lotus Road, Bangkok",
    ],
)
def test_a_kind_of_house_that_one_list_leaves_out_or_words_otherwise_is_no_other(right: str) -> None:
    assert scored_site("Blue Heron Cafe, 60 Lotus Rd, Bangkok", right).outcome is Outcome.MATCH


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        ("Lotus, Lindenstraße 12, Berlin", "Lotus, Lindenweg 12, Berlin", "address other-street"),
        ("Lotus, Via Garibaldi 5", "Lotus, Corso Garibaldi 5", "address other-street"),
        ("Lotus, 12 Jalan Bukit", "Lotus, 12 Lebuh Bukit", "address other-street"),
        ("Lotus, 12 King Street, Richmond", "Lotus, 12 King Street, Vancouver", "address other-street"),
        ("Joe's, 12 Main St, Portland, OR", "Joe's, 12 Main St, Portland, ME", "address other-city"),
        ("Lim Hotel, 5 Main St", "House of Lim, 5 Main St", "kind-of-house different"),
        ("Blue Table, 5 Main St", "Blue Store, 5 Main St", "kind-of-house different"),
        ("Golden School, 5 Main St", "Golden Kitchen, 5 Main St", "kind-of-house different"),
        ("Golden Casino, 5 Main St", "Golden, 5 Main St", "kind-of-house different"),
    ],
)
def test_another_street_town_or_kind_of_house_is_no_match(left: str, right: str, level: str) -> None:
    found = scored("Site", left=left, right=right)
    assert level in found.why
    assert found.outcome is not Outcome.MATCH


@pytest.mark.parametrize(
    ("native", "english"),
    [
        ("金莲大酒店", "Jinlian Hotel"),
        ("金莲赌场", "Jinlian Casino"),
        ("โรงแรมเพชรนิล", "Phetnin Hotel"),
        ("Khách sạn Sao Mai", "Sao Mai Hotel"),
        ("សណ្ឋាគារ បុប្ផា", "Bopha Hotel"),
        ("ရွှေမြို့ဟိုတယ်", "Shwe Myo Hotel"),
        ("ໂຮງແຮມ ດອກບົວ", "Dokboua Hotel"),
        ("คราวน์คาสิโน", "Crown Casino"),
        ("金莲科技园", "Jinlian Technology Park"),
    ],
)
def test_a_kind_of_house_is_one_in_every_language(native: str, english: str) -> None:
    address = "12 Ekareach Street, Sihanoukville"
    scorer = PairScorer(read_layout(scored_kind("Site"), ["left", "right", "left_address", "right_address"]))
    assert scorer.score([native, english, address, address]).outcome is Outcome.MATCH


def test_two_kinds_of_house_are_two_in_every_language() -> None:
    address = "12 Ekareach Street, Sihanoukville"
    scorer = PairScorer(read_layout(scored_kind("Site"), ["left", "right", "left_address", "right_address"]))
    scored = scorer.score(["โรงแรมเพชรนิล", "Phetnin Casino", address, address])
    assert "kind-of-house different" in scored.why
    assert scored.outcome is Outcome.REVIEW


@pytest.mark.parametrize(
    ("name", "locality", "outcome"),
    [
        ("7-Eleven", "Bangkok", Outcome.REVIEW),
        ("Highlands Coffee", "Hà Nội", Outcome.REVIEW),
        ("Wat Chan", "Thailand", Outcome.REVIEW),
        ("Golden Fortune Park", "Myawaddy", Outcome.MATCH),
        ("Golden Fortune Park", "Sihanoukville", Outcome.MATCH),
    ],
)
def test_a_large_place_joins_no_two_houses_of_one_name(name: str, locality: str, outcome: Outcome) -> None:
    """A chain has two shops in one city, and a country many temples of one name."""
    scorer = PairScorer(read_layout(scored_kind("Site"), ["left", "right", "left_locality", "right_locality"]))
    assert scorer.score([name, name, locality, locality]).outcome is outcome


@pytest.mark.parametrize(
    ("prop", "place"),
    [
        *[("address", place) for place in ("unknown", "Cambodia", "Street 271, Phnom Penh", "ห้อง 5", "Telegram")],
        *[
            ("locality", place)
            for place in ("unknown", "N/A", "ไม่ทราบ", "border", "downtown", "Kayin State", "ต่างจังหวัด")
        ],
    ],
)
def test_what_says_no_house_or_town_joins_no_two_sites(prop: str, place: str) -> None:
    cells = {f"left_{prop}": place, f"right_{prop}": place}
    assert scored("Site", left="Amber Lotus Hotel", right="Amber Lotus Hotel", **cells).outcome is Outcome.REVIEW


@pytest.mark.parametrize(
    "cells", [{"address": "Amber Bay Park"}, {"address": "12 Street 271, Phnom Penh"}, {"locality": "Bavet"}]
)
def test_a_named_compound_a_house_or_a_town_joins_two_sites(cells: dict[str, str]) -> None:
    both = on_both(cells)
    assert scored("Site", left="Amber Lotus Hotel", right="Amber Lotus Hotel", **both).outcome is Outcome.MATCH


def test_a_numbered_road_before_a_town_that_no_table_has_joins_no_two_sites_of_one_name_and_number() -> None:
    road = on_both({"address": "National Road 2, Chrey Ambel"})
    assert scored("Site", left="Amber Wall Park", right="Amber Wall Park 3", **road).outcome is not Outcome.MATCH
    assert scored("Site", left="Amber Wall Park", right="Amber Wall Park", **road).outcome is Outcome.REVIEW


def test_an_unknown_address_on_one_side_speaks_against_nothing() -> None:
    cells = {"left_address": "unknown", "right_address": "12 Street 271, Phnom Penh"}
    assert "address" not in scored("Site", left="Amber Lotus Hotel", right="Amber Lotus Hotel", **cells).why


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("9/4 King Anan IV Rd, Bavet", "9/4 King Anan VI Rd, Bavet"),
        ("88 Upper Pansarat Street, Bavet", "88 Lower Pansarat Street, Bavet"),
        ("55 Le Loi, Bavet", "55 Le Lai, Bavet"),
        ("莲花路12号, 昆明", "莲花东路12号, 昆明"),
        ("21 Lotus St, Brgy 5, Bavet", "21 Lotus St, Brgy 15, Bavet"),
        ("Unit 1203 Amber Tower, Lotus Ave, Bavet", "Unit 1302 Amber Tower, Lotus Ave, Bavet"),
        ("Flat A, 9/F, 100 Lotus Road, Bavet", "Flat B, 9/F, 100 Lotus Road, Bavet"),
        ("21 Lotus Ave, Bavet", "21 Lotus Ave Ext, Bavet"),
    ],
)
def test_two_streets_quarters_or_units_of_nearly_one_name_are_left_to_a_human(one: str, other: str) -> None:
    lines = scored("Site", left=f"Amber Lotus Hotel, {one}", right=f"Amber Lotus Hotel, {other}")
    columns = scored("Site", left="Amber Hotel", right="Amber Hotel", left_address=one, right_address=other)
    assert (lines.outcome, columns.outcome) == (Outcome.REVIEW, Outcome.REVIEW)


@pytest.mark.parametrize(
    ("one", "other", "outcome"),
    [
        ("Ampil Star Casino", "New Ampil Star Casino", Outcome.REVIEW),
        ("Ampil Star Casino", "Ampil Star Royal Casino", Outcome.REVIEW),
        ("Ampil Star Casino", "The Ampil Star Casino", Outcome.MATCH),
        ("Ampil Star Casino", "Ampil Star Bavet Casino", Outcome.MATCH),
        ("Ampil Star Casino", "Ampil Star", Outcome.MATCH),
        ("Ampil Star", "Ampil Star Park", Outcome.MATCH),
    ],
)
def test_a_word_more_in_one_town_is_left_to_a_human(one: str, other: str, outcome: Outcome) -> None:
    town = {"left_locality": "Bavet", "right_locality": "Bavet", "left_country": "KH", "right_country": "KH"}
    found = scored("Site", left=one, right=other, **town)
    assert found.outcome is outcome
    assert ("one name has a word more" in found.why) is (outcome is Outcome.REVIEW)
    near = {"left_coordinates": "11.0667,106.1500", "right_coordinates": "11.0668,106.1500"}
    assert scored("Site", left=one, right=other, **town, **near).outcome is Outcome.MATCH


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Marigan Park", "Mari Gan International Park"),
        ("Shwe Kokko Yatai New City", "Yatai New City"),
    ],
)
def test_names_alike_in_part_at_one_point_are_for_a_human(left: str, right: str) -> None:
    here = {"coordinates": "16.83,98.53", "country": "MM"}
    found = scored("Site", left=left, right=right, **on_both(here))
    assert found.outcome is Outcome.REVIEW
    assert found.bits < 14
    far = {"left_coordinates": "16.83,98.53", "right_coordinates": "16.85,98.55", **on_both({"country": "MM"})}
    assert scored("Site", left=left, right=right, **far).outcome is Outcome.NONE
    assert scored("Site", left="Marigan Park", right="Tigerlily Park", **on_both(here)).outcome is Outcome.NONE
