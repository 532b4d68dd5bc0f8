"""Two spellings of one name by its people's ears are for a human, and what tells brothers and sisters apart is not.

All names and numbers are invented.
"""

import pytest

from entity_resolution.comparing.decision import Outcome
from entity_resolution.comparing.name_comparison import compare_names_of, may_agree_of, name_form
from entity_resolution.names import NameKind, NameLevel
from tests.entity_resolution.scored_pairs import on_both, outcome_of_persons, scored

PHONE, BORN, PASSPORT = "+66812340678", "1994-03-05", "AB1234567"
ONE_OR_TWO = [
    ("BD", "Jesmin Akter", "Jasmin Akhter"),
    ("BD", "Mozammel Haq", "Muzammil Hoque"),
    ("BD", "Asma Ul Husna", "Asmaul Hosna"),
    ("BD", "Nazmul Haque Sarkar", "Nazmulhaq Sarker"),
    ("BD", "Jobayer Hasnat", "Jubair Hasnat"),
    ("UG", "Kyomuhendo Phionah", "Fiona Kyomuhendo"),
    ("ID", "Agus Setyawan Prakoso", "Agus Setiawan Prakoso"),
    ("ID", "Adityo Mulyono", "Aditio Muliono"),
    ("ID", "Adhi Setiabudi", "Adi Setyabudi"),
    ("ID", "Ryan Firmansjah", "Rian Firmansyah"),
    ("UG", "Tumusiime Racheal", "Rachel Tumusiime"),
    ("ET", "Meseret Wondimu", "Messeret Wendimu"),
    ("ET", "Tsehaye Gidey", "Tsehay Gidei"),
    ("ET", "Yihenew Tilahun", "Yihenaw Tilahun"),
    ("ET", "Fikirte Dessie", "Fikerte Dese"),
    ("ET", "Caaltuu Gammachuu", "Chaltu Gemechu"),
    ("ET", "Ibsaa Baqqalaa", "Ibsa Bekele"),
    ("ET", "Qumbii Hundeessaa", "Kumbi Hundessa"),
    ("TR", "Şükrü Çiçek", "Shukru Chichek"),
    ("TR", "Barış Coşkun", "Barish Joshkun"),
    ("MA", "Nawal Bouchta", "Naoual Bouchta"),
    ("MA", "Anouar Benchekroun", "Anwar Benchekroun"),
    ("MA", "Meryem Zerouali", "Mariam Zerouali"),
    ("MA", "Ouissal Chraibi", "Wissal Chraibi"),
    ("TN", "Rajae Berrada", "Rajaa Berrada"),
    ("PH", "Kristine Malabanan", "Christine Malabanan"),
    ("PH", "Geraldine Sumulong", "Jeraldine Sumulong"),
    ("PH", "Marivic Dimaano", "Maribic Dimaano"),
    ("UG", "Ssempijja Rogers", "Roger Ssempijja"),
    ("UG", "Tumwesigye Apollo", "Apollo Tumwesige"),
    ("MY", "Khairul Anuar bin Jusoh", "Khairul Anwar Jusoh"),
    ("MY", "Dzulhilmi bin Rosdi", "Zulhilmi bin Rusdi"),
    ("NP", "Navaraj Regmi", "Nabaraj Regmi"),
    ("NP", "Manju Bishwokarma", "Manju Bishwakarma"),
    ("IN", "Hrithik Nagvekar", "Ritik Nagwekar"),
    ("IN", "Veluchamy Palaniswamy", "Velusamy Palanisami"),
    ("PK", "Ch. Nasir Mehmood", "Chaudhry Nasir Mahmood"),
    ("KH", "Heng Sokhom", "Heng Sokhum"),
    ("TH", "Nutthawut Dechakul", "Nattawuth Dechakul"),
    ("TH", "Nuttaphong Busaba", "Natthapong Busaba"),
    ("EG", "Karim Aboelfotouh", "Karim Abou El Fotouh"),
    ("MA", "Karim Elalaoui", "Karim Alaoui"),
    ("MA", "Karim Lidrissi", "Karim El Idrissi"),
]
TWO = [
    ("UG", "Nalule Joan", "Nalumu Joan"),
    ("UG", "Kato Ronald", "Kato Roland"),
    ("MY", "Azman bin Jusoh", "Azmin bin Jusoh"),
    ("MY", "Teo Kok Meng", "Teo Kok Ming"),
    ("MY", "Syafiq bin Jusoh", "Shafiq binti Jusoh"),
    ("MY", "Azmi bin Rosdi", "Azmi bte Rusdi"),
    ("MY", "Rosli bin Talib", "Rosli bin Taib"),
    ("NP", "Sushil Regmi", "Sushila Regmi"),
    ("IN", "Sandip Nagvekar", "Sudip Nagvekar"),
    ("IN", "Karthik Murugappan", "Karthika Murugappan"),
    ("PK", "Waqas Bajwa", "Waqar Bajwa"),
    ("KH", "Heng Sokhom", "Heng Sokha"),
    ("KH", "Prak Sreymom", "Prak Sreymao"),
    ("TH", "Nuttaphong Busaba", "Natthaphon Busaba"),
    ("EG", "Gamal Aboelfotouh", "Jamil Aboelfotouh"),
    ("MA", "Amine Alaoui", "Lamine Alaoui"),
    ("BD", "Hasan Mahmud", "Hosen Mahmud"),
    ("BD", "Jamal Sikder", "Jamil Sikder"),
    ("BD", "Rina Akter", "Rani Akter"),
    ("BD", "Sharif Miah", "Sharifa Miah"),
    ("UG", "Okello Charles", "Akello Charles"),
    ("UG", "Joan Namara", "Jean Namara"),
    ("UG", "Rose Auma", "Rosie Auma"),
    ("UG", "Njeri Kamau", "Njeru Kamau"),
    ("ET", "Abebe Girma", "Abeba Girma"),
    ("ET", "Haile Tesfaye", "Hailu Tesfaye"),
    ("ET", "Tesfa Mengistu", "Tesfaye Mengistu"),
    ("ET", "Wondimu Meseret", "Messeret Wendimu"),
    ("ET", "Lalisaa Dabalaa", "Lalisee Dabalaa"),
    ("ET", "Tolasaa Dhaabaa", "Tolera Daba"),
    ("TR", "Şen Kaya", "Sena Kaya"),
    ("MA", "Nawal Bouchta", "Noura Bouchta"),
    ("MA", "Anouar Tazi", "Noureddine Tazi"),
    ("MA", "Rachid Tazi", "Rachida Tazi"),
    ("MA", "Amine Tazi", "Amina Tazi"),
    ("MA", "Naoual Bouchta", "Nawal Lazrak"),
    ("PH", "Kristina Malabanan", "Christine Malabanan"),
    ("PH", "Kristel Malabanan", "Christine Malabanan"),
    ("PH", "Christian Malabanan", "Christine Malabanan"),
    ("PH", "Kristine Dimaano", "Christine Malabanan"),
    ("ID", "Setyo Utomo", "Seto Utomo"),
    ("ID", "Yuliana Siregar", "Yuliani Siregar"),
    ("ID", "Rizky Ramadhan", "Rizka Ramadhan"),
    ("ID", "Wahyudi Santoso", "Wahyuni Santoso"),
    ("KE", "Kenneth Wafula", "Kennedy Wafula"),
    ("UG", "J. O.", "J. O."),  # initials alone
    ("UG", "Kyomuhendo Phionah Jr.", "Fiona Kyomuhendo Sr."),
]


@pytest.mark.parametrize(("nationality", "left", "right"), ONE_OR_TWO)
def test_a_phone_or_a_birth_date_leaves_two_spellings_to_a_human_and_a_document_joins(
    nationality: str, left: str, right: str
) -> None:
    assert outcome_of_persons(left, right, nationality=nationality) is Outcome.NONE
    assert outcome_of_persons(left, right, nationality=nationality, phone=PHONE) is Outcome.REVIEW
    both = {"nationality": nationality, "phone": PHONE, "birthDate": BORN}
    found = scored("Person", left=left, right=right, **on_both(both))
    assert found.outcome is Outcome.REVIEW
    assert "perhaps two of one family" in found.why
    assert outcome_of_persons(left, right, **both, passportNumber=PASSPORT) is Outcome.MATCH


@pytest.mark.parametrize(("nationality", "left", "right"), TWO)
def test_two_names_of_one_people_stay_two_beside_one_phone(nationality: str, left: str, right: str) -> None:
    assert outcome_of_persons(left, right, nationality=nationality, phone=PHONE) is Outcome.NONE


@pytest.mark.parametrize(("nationality", "left", "right"), ONE_OR_TWO)
def test_what_may_agree_is_known_before_it_is_compared(nationality: str, left: str, right: str) -> None:
    forms = [name_form(name, NameKind.PERSON, countries=frozenset({nationality})) for name in (left, right)]
    found = compare_names_of(NameKind.PERSON, forms[:1], forms[1:])
    assert (found.level, found.agrees) == (NameLevel.SIBLING, True)
    assert may_agree_of(NameKind.PERSON, forms[1:], forms[:1])


@pytest.mark.parametrize("nationality", ["", "PK", "DE"])
def test_the_ears_of_a_people_are_asked_of_its_own_alone(nationality: str) -> None:
    shared = {"phone": PHONE, **({"nationality": nationality} if nationality else {})}
    assert outcome_of_persons("Mozammel Haq", "Muzammil Hoque", **shared) is Outcome.NONE
    assert outcome_of_persons("Caaltuu Gammachuu", "Chaltu Gemechu", **shared) is Outcome.NONE
