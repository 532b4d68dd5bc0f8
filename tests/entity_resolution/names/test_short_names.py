"""Short forms of given names lead to one full form each, however many steps away. All names are invented."""

import pytest

from entity_resolution.names import NameKind, NameLevel, compare_names, person_name
from entity_resolution.names.comparing.persons.title_sexes import title_of_sex
from entity_resolution.names.short_names import full_form, is_short_for
from entity_resolution.names.tables import read_rows
from tests.entity_resolution.names.one_or_another import assert_another, assert_one


def test_a_full_form_is_the_last_one() -> None:
    rows = read_rows("short_names.tsv")
    assert len({row[0] for row in rows}) == len(rows)
    assert [row[0] for row in rows if full_form(full_form(row[0])) != full_form(row[0])] == []
    assert [row[0] for row in rows if full_form(row[0]) == row[0]] == []


@pytest.mark.parametrize(
    ("left", "right", "shared"),
    [
        ("joe robert miller", "joseph miller", {"joseph", "miller"}),
        ("misha orlov", "mikhail orlov", {"michael", "orlov"}),
        ("mikhail orlov", "michael orlov", {"michael", "orlov"}),
        ("misha orlov", "michael orlov", {"michael", "orlov"}),
        ("paco moreno", "francisco moreno", {"francis", "moreno"}),
        ("francisco moreno", "francis moreno", {"francis", "moreno"}),
        ("paco moreno", "francis moreno", {"francis", "moreno"}),
    ],
)
def test_forms_of_one_name_meet_in_full(left: str, right: str, shared: set[str]) -> None:
    assert {full_form(word) for word in left.split()} & {full_form(word) for word in right.split()} == shared
    assert person_name(left).keys & person_name(right).keys


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Betelhem Alemayehu", "Bethlehem Alemayehu"),
        ("Eyerus Girma", "Eyerusalem Girma"),
        ("Namara Jackline", "Jacqueline Namara"),
        ("Dawa Chhiri", "Dawa Tshering"),
        ("Ign. Suharto Wibowo", "Ignatius Suharto Wibowo"),
        ("Laxmi Chaudhary", "Lakshmi Chaudhari"),
        ("Femi Adeleke", "Olufemi Adeleke"),
        ("Toyin Okoye", "Oluwatoyin Okoye"),
        ("Bayo Balogun", "Adebayo Balogun"),
        ("Ebuka Nwosu", "Chukwuebuka Nwosu"),
        ("Bibek BK", "Bibek Bishwakarma"),
        ("St. Nurhaliza Situmorang", "Siti Nurhaliza Situmorang"),
        ("I Wy. Sudarma", "I Wayan Sudarma"),
        ("Yuri Zhukov", "Iurii Zhukov"),
    ],
)
def test_written_and_short_forms_of_the_region_are_one(left: str, right: str) -> None:
    assert compare_names(person_name(left), person_name(right), NameKind.PERSON).agrees
    assert person_name(left).keys & person_name(right).keys


def test_forms_of_one_name_agree_in_either_direction() -> None:
    for short, *rest in read_rows("short_names.tsv"):
        for full in (*rest[0].split(), full_form(short)):
            assert is_short_for(short, full), (short, full)
            assert is_short_for(full, short), (full, short)


def test_yusuf_and_joseph_are_one_name_and_so_are_hun_and_hoon() -> None:
    assert full_form("yusuf") == full_form("joe") == full_form("joseph") == "joseph"
    assert is_short_for("yusuf", "joseph")
    assert is_short_for("hun", "hoon")
    assert full_form("joon") == "joon"


def test_andrea_is_not_andrew() -> None:
    found = compare_names(person_name("Andrea Rossi"), person_name("Andrew Rossi"), NameKind.PERSON)
    assert found.level is NameLevel.WEAK
    assert not found.agrees


def test_sayed_is_a_title_of_descent_and_not_said() -> None:
    assert is_short_for("sayed", "syed")
    assert not is_short_for("sayed", "said")


@pytest.mark.parametrize(
    ("left", "right", "level", "bits"),
    [
        ("Juma Shabani", "Juma Shaban", NameLevel.VARIANT, 8.7),
        ("Hamisi Athumani", "Hamis Athuman", NameLevel.VARIANT, 8.0),
        ("Zainabu Mwinyi", "Zainab Mwinyi", NameLevel.VARIANT, 10.1),
        ("Muhammadu Sani", "Muhammad Sani", NameLevel.VARIANT, 8.9),
        ("Aishatu Bello", "Aisha Bello", NameLevel.VARIANT, 8.7),
        ("Geoffrey Otieno", "Jeffrey Otieno", NameLevel.FATHER, 8.7),
        ("Moch. Arifin Santoso", "Mochammad Arifin Santoso", NameLevel.VARIANT, 10.3),
        ("Moch. Arifin Santoso", "Muhammad Arifin Santoso", NameLevel.VARIANT, 11.1),
        ("Kmg Adi Putra", "Komang Adi Putra", NameLevel.VARIANT, 9.4),
        ("I Gst Ngr Adi Putra", "I Gusti Ngurah Adi Putra", NameLevel.VARIANT, 10.3),
    ],
)
def test_vowels_of_africa_and_letters_of_indonesia_are_one_name(
    left: str, right: str, level: NameLevel, bits: float
) -> None:
    assert_one(left, right, level, bits)


@pytest.mark.parametrize(
    ("left", "right", "level", "bits"),
    [
        ("Juma Shabani", "Juma Shabana", NameLevel.PARTIAL, -1.1),
        ("Juma Shaban", "Juma Shabana", NameLevel.PARTIAL, -2.1),
        ("Mansur Karimi", "Mansur Karim", NameLevel.PARTIAL, -2.4),
        ("Mansur Rahimi", "Mansur Rahim", NameLevel.PARTIAL, -2.4),
        ("Zainabu Mwinyi", "Zaina Mwinyi", NameLevel.WEAK, -3.1),
        ("Zainab Mwinyi", "Zaina Mwinyi", NameLevel.WEAK, -2.9),
        ("Muhammadu Sani", "Mahmudu Sani", NameLevel.DIFFERENT, -5.9),
        ("Aishatu Bello", "Asha Bello", NameLevel.DIFFERENT, -6.3),
        ("Geoffrey Otieno", "Godfrey Otieno", NameLevel.DIFFERENT, -5.6),
        ("Jeffrey Otieno", "Jerry Otieno", NameLevel.WEAK, -4.7),
        ("Moch. Arifin Santoso", "Mahmud Arifin Santoso", NameLevel.DIFFERENT, -6.2),
        ("Moch. Arifin Santoso", "Mochtar Arifin Santoso", NameLevel.WEAK, -3.3),
        ("Kmg Adi Putra", "Kadek Adi Putra", NameLevel.DIFFERENT, -6.8),
        ("I Gst Ngr Adi Putra", "I Gusti Made Adi Putra", NameLevel.DIFFERENT, -8.2),
    ],
)
def test_a_name_near_one_of_them_stays_another(left: str, right: str, level: NameLevel, bits: float) -> None:
    assert_another(left, right, level, bits)


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("Dyg Nurfaizah Awg Bakar", "Dayang Nurfaizah Awang Bakar"),
        ("Dyg. Siti Aminah bt Abg. Ali", "Dayang Siti Aminah binti Abang Ali"),
        ("Ak Hafiz bin Pg Omar", "Awangku Hafiz bin Pengiran Omar"),
        ("Ni Luh Pt Ayu Lestari", "Ni Luh Putu Ayu Lestari"),
        ("I Kt Suardana", "I Ketut Suardana"),
        ("Khadijah Dg Matta", "Khadijah Daeng Matta"),
        ("Kms. Ahmad Fauzan", "Kemas Ahmad Fauzan"),
        ("Mgs. Ahmad Fauzan", "Masagus Ahmad Fauzan"),
        ("Nys. Siti Aminah", "Nyimas Siti Aminah"),
        ("Ma. Fe Sta. Maria", "Maria Fe Santa Maria"),
        ("Joel Sto. Domingo", "Joel Santo Domingo"),
        ("Liza Sta Ana", "Liza Santa Ana"),
    ],
)
def test_what_clerks_of_the_islands_cut_short_is_the_name_in_full(short: str, full: str) -> None:
    one, other = person_name(short), person_name(full)
    assert compare_names(one, other, NameKind.PERSON).agrees
    assert compare_names(other, one, NameKind.PERSON).agrees
    assert one.keys & other.keys


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("I Kt Suardana", "I Pt Suardana"),  # the fourth and the first child
        ("I Kt Suardana", "I Made Suardana"),
        ("Ni Pt Lestari", "I Pt Lestari"),
        ("Kms. Ahmad Fauzan", "Kgs. Ahmad Fauzan"),
        ("Nys. Siti Aminah", "Kms. Siti Amin"),
        ("Joel Sta. Maria", "Joel Sto. Domingo"),
        ("Liza Sta. Ana", "Liza Sto. Tomas"),
    ],
)
def test_two_words_cut_short_are_two(one: str, other: str) -> None:
    assert not compare_names(person_name(one), person_name(other), NameKind.PERSON).agrees
    assert not compare_names(person_name(other), person_name(one), NameKind.PERSON).agrees


def test_a_brother_and_a_sister_are_told_by_how_brunei_calls_them() -> None:
    told = [title_of_sex(person_name(name)) for name in ("Awg Nur Iman", "Awang Nur Iman", "Dyg Nur Iman")]
    assert told == [("male", "awg"), ("male", "awang"), ("female", "dyg")]
