"""A line that tells of a place is taken apart."""

import pytest

from entity_resolution.places.place_lines import (
    name_without_place,
    read_place_line,
    split_at_number,
    with_number_of_district,
)


@pytest.mark.parametrize(
    ("line", "name", "street", "locality"),
    [
        ("Chez Odette, 9 E. 44th St., New Haven", "Chez Odette", "9 E. 44th St.", "New Haven"),
        ("KK Lotus Park, Myawaddy, Kayin State", "KK Lotus Park", "", "Myawaddy"),
        ("Anchor, The", "The Anchor", "", ""),
        ("Block B, Taman Melati, Jalan Besar, Johor", "Block B Taman Melati", "Jalan Besar", "Johor"),
        ("Sakura, 2nd Floor, 12 Park Ave., Eastlake", "Sakura", "12 Park Ave., 2 floor", "Eastlake"),
        ("Sakura, National Gallery, 1 Park Ave., Eastlake", "Sakura", "1 Park Ave.", "Eastlake"),
        ("Bistro 45 45 S. Mentor Ave. Altamira", "Bistro 45", "45 S. Mentor Ave. Altamira", ""),
        ("Grill 9 90 58th St.", "Grill 9", "90 58th St.", ""),
        ("金莲大厦，和平大道12号，金边", "金莲大厦", "和平大道12号", "金边"),
        ("Hotel Imperial", "Hotel Imperial", "", ""),
        ("12 Riverside Road, Bavet", "12 Riverside Road", "", "Bavet"),
        ("Sakura, Lindengasse 12, 1070 Wien", "Sakura", "Lindengasse 12", "1070 Wien"),
        ("Sakura, Via Roma, 12, 40121 Bologna", "Sakura", "Via Roma 12", "40121 Bologna"),
        ("Sakura, 12 Main St., Albany, NY 12207", "Sakura", "12 Main St.", "Albany"),
        ("Sakura, corner of Oak and 4th Sts., Albany", "Sakura", "corner of Oak and 4th Sts.", "Albany"),
        ("Sakura, 12 Oak St., corner of 4th St., Albany", "Sakura", "12 Oak St.", "Albany"),
        ("Sakura, Lotus Plaza, 3799 Oak St., Albany", "Sakura", "3799 Oak St.", "Albany"),
        ("Sakura, Level 2, Lotus Mall, 181 Jalan Melati, Kluang", "Sakura", "181 Jalan Melati, level 2", "Kluang"),
        ("Sakura, Lot 10 Lotus Centre, 50 Jalan Melati, Kluang", "Sakura", "50 Jalan Melati", "Kluang"),
        ("Sakura, Lotus Court, 1020 Oak St. S., Albany", "Sakura", "1020 Oak St. S.", "Albany"),
        ("Sakura, 12 Lotus Plaza, Albany", "Sakura", "12 Lotus Plaza", "Albany"),
        ("Sakura, Via dei Gelsi, 12, 50032 Borgo Gelso", "Sakura", "Via dei Gelsi 12", "50032 Borgo Gelso"),
        ("Sakura, C. dels Lliris, 3 bis, Reus", "Sakura", "C. dels Lliris 3 bis", "Reus"),
        ("Sakura, Amber Square, 900 North Point, Albany", "Sakura", "900 North Point", "Albany"),
        ("Sakura, Lindengasse, 1070 Wien", "Sakura", "Lindengasse", "1070 Wien"),
        ("Sakura, Lindengasse, 1070 Wien, Austria", "Sakura", "Lindengasse", "1070 Wien"),
        (", , ,", ", , ,", "", ""),
        ("", "", "", ""),
    ],
)
def test_a_line_is_taken_apart(line: str, name: str, street: str, locality: str) -> None:
    found = read_place_line(line)
    assert (found.name, found.street, found.locality) == (name, street, locality)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Marigold Las Rosas, 35 S. Las Rosas Blvd., Las Rosas", "Marigold"),
        ("Marigold Eastlake, 11 Horn Ave., West Eastlake", "Marigold"),
        ("Marigold Upper Town, 24 Broadway, Eastlake", "Marigold Upper Town"),
        ("Eastlake Marigold, 11 Horn Ave., Eastlake", "Eastlake Marigold"),
        ("Bavet, 12 Riverside Road, Bavet", "Bavet"),
    ],
)
def test_the_town_at_the_end_of_a_name_is_left_out_where_the_address_says_it_again(line: str, name: str) -> None:
    assert name_without_place(read_place_line(line)) == name


def test_a_house_number_that_a_comma_parts_from_its_street_stays_with_it() -> None:
    found = read_place_line("Khmer Kitchen, No. 41, St. 278, BKK1, Phnom Penh")
    assert (found.name, found.street, found.locality) == ("Khmer Kitchen", "No. 41 St. 278", "Phnom Penh")


def test_a_line_without_commas_is_cut_at_the_other_lines_house_number() -> None:
    found = split_at_number("Grand Bamboo Cafe No. 74 South Mission", "74 S. Mission St.")
    assert found is not None
    assert (found.name, found.street) == ("Grand Bamboo Cafe", "No. 74 South Mission")
    assert split_at_number("Grand Bamboo Cafe", "74 S. Mission St.") is None
    assert split_at_number("Grand Bamboo Cafe", "Mission St.") is None


def test_the_number_of_a_district_goes_behind_the_street_where_the_other_line_has_it_so() -> None:
    text = "Sakura, Castello 4171, Riva dei Gelsi, Venezia"
    line = read_place_line(text)
    assert (line.street, line.locality) == ("Castello 4171", "Venezia")
    assert with_number_of_district(line, text, "Riva dei Gelsi 4171").street == "Riva dei Gelsi 4171"
    assert with_number_of_district(line, text, "Riva dei Gelsi 4172") == line
    assert with_number_of_district(line, text, "Castello 4171") == line
    assert with_number_of_district(line, text, "") == line
