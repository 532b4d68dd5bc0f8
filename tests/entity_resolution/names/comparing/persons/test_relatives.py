"""Names that agree and may be two people's of one family are joined by what a family does not share. Names invented."""

import pytest

from entity_resolution.comparing.decision import Outcome
from entity_resolution.names import NameComparison, NameKind, NameLevel, compare_names, may_agree, person_name
from tests.entity_resolution.scored_pairs import on_both, scored

_ROOF = {"phone": "+919812340678", "address": "12 Lake Road, Pune", "nationality": "IN"}
_BORN_IN_SHAN = {"birthDate": "1990-03-14", "nationality": "MM"}


def compared(left: str, right: str) -> NameComparison:
    found = compare_names(person_name(left), person_name(right), NameKind.PERSON)
    assert found.agrees is (compare_names(person_name(right), person_name(left), NameKind.PERSON).agrees)
    assert may_agree(person_name(left), person_name(right), NameKind.PERSON) or not found.agrees
    return found


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Girma Tilahun", "Tilahun Girma"),
        ("Kebede Gebremariam", "Gebremariam Kebede"),
        ("Tesfaye Girma Alemu", "Girma Tesfaye Alemu"),
        ("Guled Warsame", "Warsame Guled"),
        ("Musa Danjuma", "Danjuma Musa"),
        ("Juma Athumani", "Athumani Juma"),
        ("Wachira Mbugua", "Mbugua Wachira"),
        ("Arumugam Perumal", "Perumal Arumugam"),
        ("Hassan Khaled", "Khaled Hassan"),
        ("خالد حسن", "حسن خالد"),
        ("Girma Tiilahun", "Tilahun Girma"),
    ],
)
def test_a_name_turned_round_may_be_the_fathers_where_the_second_is_his(left: str, right: str) -> None:
    assert compared(left, right).level is NameLevel.FATHER


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Chen Zhiming", "Zhiming Chen"),
        ("Tran Minh Quan", "Minh Quan Tran"),
        ("Park Ji-hoon", "Ji-hoon Park"),
        ("Tanaka Hiroshi", "Hiroshi Tanaka"),
        ("Kovacs Istvan", "Istvan Kovacs"),
        ("Martin Thomas", "Thomas Martin"),
        ("Pavel Sidorov", "Sidorov Pavel"),
        # A list puts the last of three words first, and says with a comma which is the family's.
        ("Girma Tilahun Alemu", "Alemu Girma Tilahun"),
        ("Girma Tilahun", "Tilahun, Girma"),
        # One is no such given name.
        ("Girma Fielding", "Fielding Girma"),
        ("خالد الحربي", "الحربي خالد"),
    ],
)
def test_other_names_turned_round_stay_one(left: str, right: str) -> None:
    assert compared(left, right).level in (NameLevel.TOKENS_REORDERED, NameLevel.EXACT_NATIVE, NameLevel.VARIANT)


def test_names_in_one_order_are_no_fathers() -> None:
    assert compared("Girma Tilahun", "Girma Tilahun").level is NameLevel.EXACT_NATIVE
    assert compared("Girma Tilahun", "Girma Tilahun Alemu").level is NameLevel.VARIANT


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Ramon Basilio Jr.", "Ramon Basilio"),
        ("Ramon Basilio III", "Ramon Basilio"),
        ("Duarte Lopes Pereira Filho", "Duarte Lopes Pereira"),
        ("Duarte Pereira Neto", "Duarte Pereira"),
        ("Duarte Pereira Sobrinho", "Duarte Pereira"),
        ("Ramon Basilio Hijo", "Ramon Basilio"),
    ],
)
def test_a_son_whom_one_name_alone_says_may_be_his_father(left: str, right: str) -> None:
    assert compared(left, right).level is NameLevel.FATHER


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Duarte Pereira Filho", "Duarte Pereira Neto"),
        ("Duarte Pereira Filho", "Duarte Pereira Junior"),
        ("Duarte Pereira Sobrinho", "Duarte Pereira Jr."),
    ],
)
def test_two_words_for_sons_are_two_people(left: str, right: str) -> None:
    assert not compared(left, right).agrees
    assert compared(left, right).bits < 0


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Duarte Pereira Filho", "Duarte Pereira Filho"),
        ("Duarte Neto", "NETO, Duarte"),
        ("Duarte Pereira Neto", "Duarte Neto"),
        ("Neto Duarte", "Duarte Neto"),
        ("Ramon Basilio Sr.", "Ramon Basilio"),
    ],
)
def test_one_word_for_a_son_and_a_surname_say_nothing(left: str, right: str) -> None:
    assert compared(left, right).agrees
    assert compared(left, right).level is not NameLevel.FATHER


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Bui Thi Thu", "Bui Thi Thu Trang"),
        ("Mai Thi Thu", "Mai Thi Thu Trang"),
        ("Phạm Thị Mai", "Phạm Thị Mai Phương"),
        ("Truong Gia Bao", "Truong Gia Bao Khanh"),
    ],
)
def test_a_last_syllable_more_may_be_a_sisters_in_vietnamese(left: str, right: str) -> None:
    assert compared(left, right).level is NameLevel.SIBLING


@pytest.mark.parametrize(
    ("left", "right"),
    [("Bui Van Truong", "Bui Truong"), ("Pham Thi Thu Trang", "Pham Thu Trang"), ("Lam Kim", "Lam Kim Hung")],
)
def test_a_syllable_in_the_middle_and_what_may_be_chinese_are_left_as_they_were(left: str, right: str) -> None:
    assert compared(left, right).level is not NameLevel.SIBLING


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Samir Qabbani", "Samer Qabbani"),
        ("Saleem Qabbani", "Salem Qabbani"),
        ("Rasheed Qabbani", "Rashed Qabbani"),
        ("Majeed Qabbani", "Majed Qabbani"),
        ("Nasser Qabbani", "Naseer Qabbani"),
        ("Mohd Samir Qabbani", "Muhammad Samer Qabbani"),
    ],
)
def test_given_names_that_arabic_tells_apart_by_a_long_vowel_may_be_brothers(left: str, right: str) -> None:
    assert compared(left, right).level is NameLevel.SIBLING


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Amir Qabbani", "Amer Qabbani"),
        ("Rashid Qabbani", "Rashed Qabbani"),
        ("Majid Qabbani", "Majed Qabbani"),
        ("Hamid Qabbani", "Hamed Qabbani"),
        ("Salim Qabbani", "Salem Qabbani"),
        ("Mohd Rashid Qabbani", "Muhammad Rashed Qabbani"),
    ],
)
def test_of_a_name_that_is_spelt_both_ways_a_birth_date_tells(left: str, right: str) -> None:
    found = compared(left, right)
    assert found.level is NameLevel.FATHER
    assert found.how.endswith("two names by a long vowel, or one in two spellings")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Khalid Qabbani", "Khaled Qabbani"),
        ("Saleem Qabbani", "Salim Qabbani"),
        # Nasir is spelt for both.
        ("Nasir Qabbani", "Nasser Qabbani"),
        # Of a father's name, which both have, another spelling tells no brother.
        ("Khalid bin Rashid al-Qabbani", "Khalid Rashed Alqabbani"),
    ],
)
def test_other_spellings_of_arabic_names_are_one(left: str, right: str) -> None:
    assert compared(left, right).level is NameLevel.VARIANT


@pytest.mark.parametrize(
    ("left", "right"), [("Samer Haddad", "Samir Haddad Jr."), ("Mai Thi Huyen", "Mai Thi Huyen Trang Jr")]
)
def test_what_tells_siblings_apart_says_more_than_what_tells_a_son(left: str, right: str) -> None:
    """A birth date makes one of what may be a father, and no one of siblings: they may be twins."""
    assert compared(left, right).level is NameLevel.SIBLING
    assert compared(right, left).level is NameLevel.SIBLING


@pytest.mark.parametrize(
    ("left", "right"),
    [("Somchai Busabamintra", "Somjai Busabamintra"), ("Busabamintra Khwanjai", "Busabamintra Khwanchai")],
)
def test_two_words_of_thai_that_sound_alike_are_perhaps_siblings_names(left: str, right: str) -> None:
    assert compared(left, right).level is NameLevel.SIBLING


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Duangjai Busabamintra", "Duangchai Busabamintra"),  # no man is called the second
        ("Jariya Busabamintra", "Chariya Busabamintra"),
        ("Somjai", "Somchai"),  # nothing says that they are of one family
    ],
)
def test_other_words_with_j_and_ch_are_one(left: str, right: str) -> None:
    assert compared(left, right).level not in (NameLevel.SIBLING, NameLevel.FATHER)


def test_one_name_in_two_languages_is_perhaps_two_childrens() -> None:
    assert compared("Antonio Dimaguila", "Anthony Dimaguila").level is NameLevel.FATHER
    assert compared("Tony Dimaguila", "Anthony Dimaguila").level is NameLevel.VARIANT
    assert compared("Antonio Cruz Dimaguila", "Anthony Reyes Dimaguila").level is not NameLevel.FATHER


@pytest.mark.parametrize(
    ("left", "right"),
    [("Rohan Deshpande", "Roshan Deshpande"), ("Anita Deshpande", "Ankita Deshpande"),
     ("Salma Talukder", "Salam Talukder"), ("Hasna Talukder", "Hasan Talukder"), ("Mario Villaluz", "Marino Villaluz"),
     ("Suharti Sihaloho", "Suhardi Sihaloho"), ("Oluwaseun Bankole", "Oluwasegun Bankole")],
)  # fmt: skip
def test_given_names_a_consonant_apart_are_for_a_human_under_one_roof(left: str, right: str) -> None:
    found = scored("Person", left=left, right=right, **on_both(_ROOF))
    assert (found.outcome, found.bits > 16) == (Outcome.REVIEW, True)
    passport = {"left_passportNumber": "Z8123457", "right_passportNumber": "Z8123457"}
    assert scored("Person", left=left, right=right, **on_both(_ROOF), **passport).outcome is Outcome.MATCH


@pytest.mark.parametrize(
    ("left", "right", "country"),
    [
        ("Rahimah binti Osman", "Rahmah binti Osman", "MY"),
        ("Azhari bin Osman", "Zahari bin Osman", "MY"),
        ("Md Aminul Bankurakar", "Md Mainul Bankurakar", "BD"),
        ("Md Saidul Talukder", "Md Sajidul Talukder", "BD"),
        ("Lorena Villaluz", "Lorna Villaluz", "PH"),
        ("Indira Deshpande", "Indra Deshpande", "IN"),  # which an ear for Thai would read, and none is of Thailand
    ],
)
def test_given_names_a_letter_more_or_moved_are_for_a_human_under_one_roof(left: str, right: str, country: str) -> None:
    cells = on_both(_ROOF | {"nationality": country})
    one, other = scored("Person", left=left, right=right, **cells), scored("Person", left=right, right=left, **cells)
    assert one.outcome is other.outcome is Outcome.REVIEW
    assert "a letter more or moved" in one.why
    born = on_both({"birthDate": "1990-03-14"})
    assert scored("Person", left=left, right=right, **cells, **born).outcome is Outcome.MATCH


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Martin Villaluz", "Matrin Villaluz"),  # two consonants that changed places
        ("Michael Villaluz", "Micheal Villaluz"),  # two vowels
        ("Edward Villaluz", "Edwrd Villaluz"),  # which nobody can say
    ],
)
def test_what_can_be_no_other_name_stays_a_slip_under_one_roof(left: str, right: str) -> None:
    assert scored("Person", left=left, right=right, **on_both(_ROOF)).outcome is Outcome.MATCH


@pytest.mark.parametrize(
    ("left", "right", "country"),
    [
        ("Vilma Deguzman", "Wilma Deguzman", "PH"),
        ("Nasir bin Osman", "Nazir bin Osman", "MY"),
        ("Salina binti Osman", "Zalina binti Osman", "MY"),
        ("Niraj Gurung", "Niroj Gurung", "NP"),
        ("Nattapon Busabamintra", "Nattaporn Busabamintra", "TH"),
        ("Chaiyaphon Busabamintra", "Chaiyaporn Busabamintra", ""),
    ],
)
def test_letters_that_a_people_hears_apart_are_for_a_human_under_one_roof(left: str, right: str, country: str) -> None:
    cells = on_both(_ROOF | {"nationality": country})
    one, other = scored("Person", left=left, right=right, **cells), scored("Person", left=right, right=left, **cells)
    assert one.outcome is other.outcome is Outcome.REVIEW
    assert one.bits > 16


@pytest.mark.parametrize(
    ("left", "right", "country"),
    [
        ("Vikas Deshpande", "Wikas Deshpande", "IN"),
        ("Subrata Talukder", "Subroto Talukder", "BD"),
        ("Faizal Osmanov", "Faisal Osmanov", "DE"),
        ("Siriporn Busabamintra", "Siriphorn Busabamintra", "TH"),
    ],
)
def test_what_a_people_spells_in_either_way_joins_under_one_roof(left: str, right: str, country: str) -> None:
    assert (
        scored("Person", left=left, right=right, **on_both(_ROOF | {"nationality": country})).outcome is Outcome.MATCH
    )


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Paul Villaluz", "Pablo Villaluz"),
        ("Mark Villaluz", "Marco Villaluz"),
        ("Peter Villaluz", "Pedro Villaluz"),
        ("Michael Villaluz", "Miguel Villaluz"),
        ("Maria Villaluz", "Mary Villaluz"),
        ("Raul Villaluz", "Roel Villaluz"),
    ],
)
def test_spanish_and_english_forms_are_two_names_in_the_philippines(left: str, right: str) -> None:
    born = {"birthDate": "1990-03-14", "nationality": "PH"}
    assert scored("Person", left=left, right=right, **on_both(born)).outcome is Outcome.REVIEW
    elsewhere = scored("Person", left=left, right=right, **on_both(born | {"nationality": "GB"}))
    assert elsewhere.outcome is Outcome.MATCH


def test_a_short_form_is_one_name_in_the_philippines_too() -> None:
    born = on_both({"birthDate": "1990-03-14", "nationality": "PH"})
    assert scored("Person", left="Tony Villaluz", right="Antonio Villaluz", **born).outcome is Outcome.MATCH
    assert scored("Person", left="Joey Villaluz", right="Jose Villaluz", **born).outcome is not Outcome.NONE


@pytest.mark.parametrize(
    ("left", "right"),
    [("Jennifer Villaluz", "Jenifer Villaluz"), ("Sandeep Badkur", "Sandip Badkur"), ("Laxmi Badkur", "Lakshmi Badkur"),
     ("Rohan Deshpande", "Rohan Deshpnde")],
)  # fmt: skip
def test_one_given_name_in_two_spellings_or_a_slip_in_a_surname_joins_under_one_roof(left: str, right: str) -> None:
    assert scored("Person", left=left, right=right, **on_both(_ROOF)).outcome is Outcome.MATCH


@pytest.mark.parametrize("rest", ["Kham Leng", "Seng Hom", "Zaw Htet"])
def test_sai_and_nang_before_one_name_of_shan_are_a_man_and_a_woman(rest: str) -> None:
    born = on_both(_BORN_IN_SHAN)
    assert scored("Person", left=f"Sai {rest}", right=f"Nang {rest}", **born).outcome is Outcome.REVIEW
    assert scored("Person", left="Nang Kham Leng", right="Kham Leng", **born).outcome is Outcome.MATCH


@pytest.mark.parametrize(
    ("left", "right", "country"),
    [
        ("Dewi Lestari Simanjorang", "Devi Lestari Simanjorang", "ID"),
        ("Wina Rajendra Sitorang", "Vina Rajendra Sitorang", "ID"),
        ("Suresh a/l Muniandy", "Surish a/l Muniandy", "MY"),
        ("สุภาพร จันทร์งาม", "สุภาภรณ์ จันทร์งาม", "TH"),
        ("สมภรณ์ จันทร์งาม", "สมพร จันทร์งาม", ""),
    ],
)
def test_a_phone_joins_no_names_that_are_one_by_another_peoples_ear_or_by_sound(
    left: str, right: str, country: str
) -> None:
    cells = on_both({"phone": "+66812340678", **({"nationality": country} if country else {})})
    one, other = scored("Person", left=left, right=right, **cells), scored("Person", left=right, right=left, **cells)
    assert one.outcome is other.outcome is Outcome.REVIEW
    assert "perhaps two of one family, who share phone" in one.why
    born = on_both({"birthDate": "1990-03-14", "nationality": country or "TH"})
    assert scored("Person", left=left, right=right, **{**cells, **born}).outcome is Outcome.MATCH


@pytest.mark.parametrize(
    ("left", "right", "country"),
    [
        ("Dharma Prasetyo Simanjorang", "Darma Prasetyo Simanjorang", "ID"),
        ("Venkatesh Tumkurkar", "Wenkatesh Tumkurkar", "IN"),
        ("Suresh Muniappan", "Sures Muniappan", "MY"),
        ("ศิริพร จันทร์งาม", "สิริพร จันทร์งาม", "TH"),
        ("สุภาพร จันทร์งาม", "สุภาพร จันทร์งาม", "TH"),
    ],
)
def test_what_a_people_itself_writes_in_two_ways_is_one_name(left: str, right: str, country: str) -> None:
    cells = on_both({"phone": "+66812340678", "nationality": country})
    assert scored("Person", left=left, right=right, **cells).outcome is Outcome.MATCH


@pytest.mark.parametrize(
    ("shared", "outcome"),
    [
        ({"birthDate": "1985-03-14", "email": "jd.bird@amberlotus.com"}, Outcome.MATCH),
        ({"birthDate": "1985-03-14", "nationality": "PH", "address": "14 Amber Street, Bavet"}, Outcome.REVIEW),
        ({"birthDate": "1985-03-14", "nationality": "PH"}, Outcome.REVIEW),  # a namesake of that day
        ({"birthDate": "1985", "email": "jd.bird@amberlotus.com"}, Outcome.REVIEW),
        ({"email": "jd.bird@amberlotus.com", "address": "14 Amber Street, Bavet"}, Outcome.REVIEW),  # a father's too
    ],
)
@pytest.mark.parametrize("son", ["Jr.", "II"])
def test_a_common_name_and_a_sons_are_one_by_a_birth_date_and_a_contact(
    son: str, shared: dict[str, str], outcome: Outcome
) -> None:
    names = "Juan dela Cruz", f"Juan dela Cruz {son}"
    assert {scored("Person", left=a, right=b, **on_both(shared)).outcome for a, b in (names, names[::-1])} == {outcome}


def test_two_generations_of_a_common_name_stay_two_whatever_else_agrees() -> None:
    shared = on_both({"birthDate": "1985-03-14", "email": "jd.bird@amberlotus.com"})
    found = scored("Person", left="Juan dela Cruz Sr.", right="Juan dela Cruz Jr.", **shared)
    assert found.outcome is not Outcome.MATCH


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Jose dela Cruz Jr.", "Joseph dela Cruz"),
        ("Mark Santos Jr.", "Marc Santos"),
        ("Carlo Reyes II", "Carlos Reyes"),
        ("Antonio Garcia Jr.", "Anthony Garcia"),
    ],
)
def test_twins_of_like_names_wait_though_one_is_called_a_son(left: str, right: str) -> None:
    """Twins have one birth date and a family's mailbox, but no one name."""
    shared = on_both({"birthDate": "1985-03-14", "email": "jd.bird@amberlotus.com"})
    assert {scored("Person", left=a, right=b, **shared).outcome for a, b in ((left, right), (right, left))} == {
        Outcome.REVIEW
    }
