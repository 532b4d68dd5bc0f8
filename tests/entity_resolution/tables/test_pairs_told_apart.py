"""Pairs that are nearly alike and two: a phone, an address or both join them not, and a human may look at them.

All names, numbers and places are invented.
"""

import pytest

from entity_resolution.comparing.decision import Outcome
from tests.entity_resolution.scored_pairs import on_both, scored

PHONE, ADDRESS, BORN = "+66812340678", "12/1 Silom Road, Bangkok", "1990-03-05"
HOUSEHOLD = {"phone": PHONE, "address": ADDRESS}


def _outcome(kind: str, left: str, right: str, **shared: str) -> Outcome:
    cells = on_both(shared)
    found = scored(kind, left=left, right=right, **cells)
    assert scored(kind, left=right, right=left, **cells).outcome is found.outcome
    return found.outcome


# Each with what makes a match of one name written twice.
PERSONS = [
    # Whose second name is the father's, by the tables of given names.
    ("Otieno Omondi", "Omondi Otieno", ""),
    ("Kiprop Cheruiyot", "Cheruiyot Kiprop", ""),
    ("Mutua Musyoka", "Musyoka Mutua", ""),
    ("Selam Tewodros", "Tewodros Selam", ""),
    ("Hamad Jassim", "Jassim Hamad", ""),
    ("Rizal Hamdan", "Hamdan Rizal", ""),
    # By the country of one of the two.
    ("Daniel Kiprop", "Kiprop Daniel", "KE"),
    ("Rahel Solomon", "Solomon Rahel", "ET"),
    ("Yonas Berhe", "Berhe Yonas", "ER"),
    ("Amna Wazir", "Wazir Amna", "AE"),
    # Another mark of one syllable in four.
    ("Nguyễn Thị Hồng Hạnh", "Nguyễn Thị Hồng Hành", ""),
    ("Trần Thị Thu Hà", "Trần Thị Thư Hà", ""),
    # Another character in four.
    ("欧阳志强", "欧阳智强", ""),
    ("司马文君", "司马雯君", ""),
    ("高橋陽子", "高橋洋子", ""),
    # A servant of God and of the god; a woman's name and a man's of the same two.
    ("عبد الله الحربي", "عبد الإله الحربي", ""),
    ("Abdullah al-Harbi", "Abdulilah al-Harbi", ""),
    ("María José Galeano", "José María Galeano", ""),
    ("Ma. Jose Galeano", "Jose Maria Galeano", "PH"),
    # A woman's A in one of two writings, of which one says little of vowels.
    ("كريمة أولحاج", "Karim Oulhaj", "MA"),
    ("أمين أولحاج", "Amina Oulhaj", "MA"),
    ("سامية الحمداني", "Sami Al-Hamdani", "IQ"),
    ("حمیده کاظمی", "Hamid Kazemi", "IR"),
    ("شاہدہ درانی", "Shahid Durrani", "PK"),
    ("דניאלה פרידמן", "Daniel Fridman", "IL"),
    ("カルメラ・ベントゥーラ", "Carmelo Ventura", "PE"),
]


@pytest.mark.parametrize(
    ("left", "right", "outcome"),
    [
        ("1960", "1992", Outcome.REVIEW),
        ("1960", "1992-04-05", Outcome.REVIEW),
        ("1989-05", "1992-05", Outcome.REVIEW),
        ("1990", "1992-04-05", Outcome.MATCH),  # an age told roughly
        ("1/2/60", "1992", Outcome.MATCH),  # nobody knows of which century, or era
    ],
)
def test_a_father_and_his_child_of_one_name_and_house_wait_for_a_human_by_their_years(
    left: str, right: str, outcome: Outcome
) -> None:
    name = "Wirun Phetsawat"
    born = {"left_birthDate": left, "right_birthDate": right}
    assert (
        scored("Person", left=name, right=name, **on_both({**HOUSEHOLD, "nationality": "TH"}), **born).outcome
        is outcome
    )


@pytest.mark.parametrize(("left", "right", "country"), PERSONS)
def test_what_a_family_shares_joins_no_two_whose_names_are_nearly_alike(left: str, right: str, country: str) -> None:
    nationality = {"nationality": country} if country else {}
    assert _outcome("Person", left, left, **HOUSEHOLD, **nationality) is Outcome.MATCH
    assert _outcome("Person", left, right, **HOUSEHOLD, **nationality) is not Outcome.MATCH
    assert _outcome("Person", left, right, phone=PHONE, birthDate=BORN, **nationality) is not Outcome.NONE


@pytest.mark.parametrize("cells", [{}, {"left_sex": "female"}, {"right_sex": "male"}])
def test_a_sister_and_a_brother_wait_for_a_human_whatever_sex_is_known(cells: dict[str, str]) -> None:
    shared = on_both({**HOUSEHOLD, "birthDate": BORN, "nationality": "MA"})
    assert scored("Person", left="كريمة أولحاج", right="Karima Oulhaj", **shared, **cells).outcome is Outcome.MATCH
    found = scored("Person", left="كريمة أولحاج", right="Karim Oulhaj", **shared, **cells)
    assert found.outcome is Outcome.REVIEW
    assert "perhaps a sibling" in found.why


def test_the_country_of_one_of_two_says_that_the_second_name_may_be_the_fathers() -> None:
    cells = on_both(HOUSEHOLD)
    names = {"left": "Lokitaung Ebenyo", "right": "Ebenyo Lokitaung"}
    assert scored("Person", **names, **cells).outcome is Outcome.MATCH
    assert scored("Person", **names, **cells, left_nationality="KE").outcome is Outcome.REVIEW
    assert scored("Person", **names, **cells, right_nationality="Kenya").outcome is Outcome.REVIEW
    assert scored("Person", **names, **cells, right_nationality="NO").outcome is Outcome.MATCH


def test_a_birth_date_tells_that_a_name_turned_round_is_one_persons() -> None:
    assert _outcome("Person", "Rizal Hamdan", "Hamdan Rizal", phone=PHONE, birthDate=BORN) is Outcome.MATCH


@pytest.mark.parametrize(
    ("left", "right", "country"),
    [
        ("Lim Wei Ming", "Wei Ming Lim", "MY"),
        ("David Tan", "Tan David", "MY"),
        ("Nguyen Van Truong", "Van Truong Nguyen", "SG"),
        ("Girma Tilahun Alemu", "Alemu Girma Tilahun", "ET"),
        ("Kovacs Istvan", "Istvan Kovacs", "HU"),
        ("Maria Galeano", "Galeano Maria", "PH"),
        ("Nguyễn Thị Hoà Hạnh", "Nguyễn Thị Hòa Hạnh", "VN"),
        ("Lê Quí Minh Hải", "Lê Quý Minh Hải", "VN"),
        ("欧阳志强", "歐陽志強", "CN"),
        ("Abdullah al-Harbi", "Abdallah al-Harbi", "YE"),
        ("عبد الإله الحربي", "Abdelilah al-Harbi", "YE"),
    ],
)
def test_another_order_or_spelling_of_one_name_is_joined_as_before(left: str, right: str, country: str) -> None:
    assert _outcome("Person", left, right, **HOUSEHOLD, nationality=country) is Outcome.MATCH


@pytest.mark.parametrize(
    ("left", "right"),
    [("天成贸易有限公司", "天诚贸易有限公司"), ("金星科技", "金鑫科技"), ("广州市远光电子", "广州市原光电子")],
)
def test_companies_called_by_homophones_at_one_address_are_for_a_human(left: str, right: str) -> None:
    assert _outcome("Organization", left, left, address=ADDRESS) is Outcome.MATCH
    assert _outcome("Organization", left, right, address=ADDRESS) is Outcome.REVIEW
    assert _outcome("Organization", left, right, **HOUSEHOLD) is Outcome.REVIEW
    number = {"registrationNumber": "0105562012345", "country": "TH"}
    assert _outcome("Organization", left, right, **HOUSEHOLD, **number) is Outcome.MATCH


@pytest.mark.parametrize(
    ("left", "right"), [("天成贸易", "天诚科技"), ("金星科技", "金龙科技"), ("北京天成", "南京天成")]
)
def test_companies_of_other_sounds_or_trades_are_two_at_one_address(left: str, right: str) -> None:
    assert _outcome("Organization", left, right, **HOUSEHOLD) is Outcome.NONE


def test_a_place_that_is_called_a_province_joins_no_two_houses_of_one_name() -> None:
    assert _outcome("Site", "Lucky Orchid", "Lucky Orchid", locality="Golden Star") is Outcome.MATCH
    assert _outcome("Site", "Lucky Orchid", "Lucky Orchid", locality="Golden Star Province") is Outcome.REVIEW
    assert _outcome("Site", "Lucky Orchid", "Lucky Orchid", locality="Myawaddy Kayin State") is Outcome.MATCH
    placed = {"locality": "Golden Star Province", "coordinates": "16.7,98.5"}
    assert _outcome("Site", "Lucky Orchid", "Lucky Orchid", **placed) is Outcome.MATCH


@pytest.mark.parametrize(("left", "right"), [("Lumpini Park", "Lumpini Place"), ("Jinbei", "Jinbei 2")])
def test_two_sites_of_one_town_are_not_joined_by_it(left: str, right: str) -> None:
    assert _outcome("Site", left, right, locality="Mae Sot") is not Outcome.MATCH
    assert _outcome("Site", left, right, locality="Mae Sot", coordinates="16.7,98.5") is not Outcome.NONE


@pytest.mark.parametrize(
    ("name", "country"),
    [
        *(("Rahul Kumar", "IN"), ("Md. Rafiqul Islam", "BD"), ("Sohel Rana", "BD"), ("Brian Otieno", "KE")),
        *(("Abebe Bekele", "ET"), ("Ram Bahadur Thapa", "NP"), ("Agus Setiawan", "ID"), ("Sarah Nakato", "UG")),
        *(("Sok Dara", "KH"), ("王伟", "CN"), ("Zaw Min Htun", "MM"), ("Maria Santos", "PH")),
        *(("Rahul", "IN"), ("Siti", "ID"), ("Suparman", "ID"), ("Aung", "MM"), ("Sunita", "NP"), ("สมชาย", "TH")),
        ("রফিক", "BD"),  # no table has it, and a hundred of one recruiter's people may
    ],
)
def test_a_name_that_many_have_and_one_contact_wait_for_a_human_in_every_country(name: str, country: str) -> None:
    of_country = {"nationality": country}
    for contact in ({"phone": PHONE}, {"email": "lucky.jobs88@gmail.com"}):
        assert _outcome("Person", name, name, **of_country, **contact, birthDate="1999") is Outcome.REVIEW
        assert _outcome("Person", name, name, **of_country, **contact, birthDate=BORN) is Outcome.MATCH
    assert _outcome("Person", name, name, phone=PHONE, birthDate=BORN) is Outcome.MATCH
    both = {"phone": PHONE, "email": "lucky.jobs88@gmail.com"}
    assert _outcome("Person", name, name, **of_country, **both) is Outcome.MATCH
    assert _outcome("Person", name, name, **of_country, **HOUSEHOLD) is Outcome.MATCH
    for place in ("Amber Park, Myawaddy", "Lotus Shelter, Phnom Penh", "c/o Embassy of Kenya, Bangkok"):
        assert _outcome("Person", name, name, **of_country, phone=PHONE, address=place) is Outcome.REVIEW


@pytest.mark.parametrize(
    ("name", "country"),
    [("Rahul Kumar", "IN"), ("Md. Rafiqul Islam", "BD"), ("Sok Dara", "KH"), ("Maria Santos", "PH")],
)
@pytest.mark.parametrize(
    "lodging",
    [
        *("Calm River Hostel, 40 Jalan Teratai, Kajang", "Amber Hotel, 25 Lotus Road, Mae Sot"),
        *("Workers Dormitory, 7 Lotus Road, Bavet", "Staff Quarters, 7 Lotus Road", "โรงแรมบัวงาม 25 ถนนเอเชีย แม่สอด"),
    ],
)
def test_a_recruiters_phone_and_hostel_join_no_namesakes_whom_he_brings(name: str, country: str, lodging: str) -> None:
    brought = {"nationality": country, "phone": PHONE, "address": lodging}
    assert _outcome("Person", name, name, **brought) is Outcome.REVIEW
    assert _outcome("Person", name, name, **brought, birthDate=BORN) is Outcome.MATCH
    # A condominium and a village are homes, and a name that few have needs none.
    for home in ("Amber Condominium, 12 Lotus Road, Bangkok", "12 Amber Village, Moo 3, Mae Sot"):
        assert _outcome("Person", name, name, **{**brought, "address": home}) is Outcome.MATCH
    assert _outcome("Person", "Wirun Busabasombat", "Wirun Busabasombat", **brought) is Outcome.MATCH


def test_a_misread_passport_is_for_a_human_and_joins_nobody() -> None:
    cells = {"left_passportNumber": "AC8445339", "right_passportNumber": "ACB445339", **on_both({"nationality": "TH"})}
    found = scored("Person", left="Wirun Busabasombat", right="Wirun Busabasombat", **cells)
    assert (found.outcome, found.blocked, "document misread +6.0" in found.why) == (Outcome.REVIEW, True, True)


@pytest.mark.parametrize(
    ("country", "left", "right"),
    [
        ("KE", "BK874113", "BK8741133"),  # its check digit, and a form of Kenya's as well
        ("TH", "AA5829174", "THAA5829174"),  # of Thailand's code, or A5829174 behind it
        ("DE", "C01234", "C012342"),
    ],
)
def test_a_passport_beside_what_may_be_its_own_is_for_a_human(country: str, left: str, right: str) -> None:
    cells = {"left_passportNumber": left, "right_passportNumber": right, **on_both({"nationality": country})}
    found = scored("Person", left="Wirun Busabasombat", right="Wirun Busabasombat", **cells)
    assert (found.outcome, found.blocked, "document misread +6.0" in found.why) == (Outcome.REVIEW, True, True)
    another = scored("Person", left="Wirun Busabasombat", right="Kriangkrai Petcharat", **cells)
    assert another.outcome is Outcome.NONE


@pytest.mark.parametrize(
    ("left", "right"),
    [("KE BK874113", "BK874113"), ("BK874113 (KEN)", "KENBK874113"), ("BK874113<3KEN", "P/P BK874113")],
)
def test_a_passport_beside_its_country_is_that_passport(left: str, right: str) -> None:
    cells = {"left_passportNumber": left, "right_passportNumber": right, **on_both({"nationality": "KE"})}
    found = scored("Person", left="Wirun Busabasombat", right="Wirun Busabasombat", **cells)
    assert (found.outcome, found.blocked, "document equal +15.5" in found.why) == (Outcome.MATCH, True, True)
