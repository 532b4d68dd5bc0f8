"""Foreign names in letters of the region are found and agree with their own spelling. All names are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entity_resolution.comparing.decision import Outcome
from entity_resolution.comparing.name_comparison import compare_names_of, may_agree_of
from entity_resolution.names import NameKind, NameLevel, compare_names, may_agree, person_name
from entity_resolution.names.comparing.two_writings.foreign_spellings import in_foreign_spelling
from tests.entity_resolution.scored_pairs import on_both, outcome_of_persons, scored

PERSON = NameKind.PERSON
PERSONS = [
    ("เหงียน วัน อันห์", "Nguyễn Văn Anh"),
    ("เหงียน ถิ ฮวา", "Nguyen Thi Hoa"),
    ("เจิ่น ดึ๊ก หาย", "Tran Duc Hai"),
    ("ตรัน วัน ฮุง", "Tran Van Hung"),
    ("ฝั่ม มิญ ฟุก", "Pham Minh Phuc"),
    ("ฝั่ม มิน ฟุก", "Pham Minh Phuc"),
    ("ทุน จ่อ อู", "Tun Kyaw Oo"),
    ("โด๋ กวาง ลิญ", "Do Quang Linh"),
    ("เลือง วัน เลิม", "Luong Van Lam"),
    ("จ่อ ซวา ทุน", "Kyaw Swar Tun"),
    ("ดอ ขิ่น เมียว", "Daw Khin Myo"),
    ("เต็ง นาย อ่อง", "Thein Naing Aung"),
    ("ทุน ทุน อู", "Tun Tun Oo"),
    ("เอ เอ ฉ่วย", "Aye Aye Shwe"),
    ("โซ วิน", "စိုးဝင်း"),
    ("โมฮัมหมัด บิน อับดุลเลาะห์", "Mohammad bin Abdullah"),
    ("มูฮัมหมัด อิสมาแอ", "Muhammad Ismail"),
    ("อาหมัด บิน ฮัสซัน", "Ahmad bin Hassan"),
    ("ฮาซัน บิน โอมาร์", "Hassan bin Omar"),
    ("อับดุลเราะห์มาน บิน อาหมัด", "Abdul Rahman bin Ahmad"),
    ("นูร์ ไอชะห์ บินตี ยูซุฟ", "Nur Aisyah binti Yusof"),
    ("แดเนียล มวังงี", "Daniel Mwangi"),
    ("จอห์น สมิธ", "John Smith"),
    ("ริชาร์ด พาร์กเกอร์", "Richard Parker"),
    ("สตีเฟน บราวน์", "Steven Brown"),
    ("อันโตนิโอ โรดริเกซ", "Antonio Rodriguez"),
    ("แซนดรา เอ็มบากา", "Sandra Mbaka"),
    ("ไบรอัน แฮร์ริสัน", "Bryan Harrison"),
    ("แมรี สมิธ", "Mary Smith"),
    ("เจสัน ลี", "Jason Lee"),
    ("ตัน อา ฮวด", "Tan Ah Huat"),
    ("ตัน อา ฮวด", "Ah Huat Tan"),
    ("อึ้ง กว๊อก ไว", "Ng Kwok Wai"),
    ("เหลียง ฮก เส็ง", "Leung Hock Seng"),
    ("ဂိုပါလ် ယာဒပ်", "Gopal Yadav"),
    ("ရာမေ့ရှ် ကူမား", "Ramesh Kumar"),
    ("ကာရင်း မီယာ", "Karim Miah"),
    ("မိုဟာမက် အာလီ", "Mohammad Ali"),
    ("ဆွမ်ချိုင်း ထောင်ဒီ", "Somchai Thongdee"),
    ("ပရာဆစ် ဘွန်မာ", "Prasit Boonma"),
    ("ຫງວຽນ ວັນ ອານ", "Nguyen Van An"),
    ("ເຢືອງ ວັນ ຮຸງ", "Duong Van Hung"),
    ("ເຈີ່ນ ວັນ ອານ", "Tran Van An"),
    ("ង្វៀន វ៉ាន់ អាន", "Nguyen Van An"),
    ("ហ័ង ឌឹក ថាំង", "Hoang Duc Thang"),
]
# One text, and two people of whom it may speak.
DOUBTFUL = [
    ("เหงียน วัน ตวน", "Nguyen Van Tuan"),
    ("เหงียน วัน ตวน", "Nguyen Van Toan"),
    ("หวอ ซวน เจื่อง", "Vo Xuan Truong"),
    ("อู ซอ มิน ทุน", "Zaw Min Tun"),
    ("มิน มิน อู", "Min Min Oo"),
    ("มิน มิน อู", "Myint Min Oo"),
    ("แดเนียล สมิธ", "Danielle Smith"),
    ("แมรี สมิธ", "Marie Smith"),
    ("ซาราห์ สมิธ", "Zara Smith"),
    ("ลิ้ม จี เกียง", "Lim Chee Keong"),
    ("ຫງວຽນ ທິ ມາຍ", "Nguyen Thi Mai"),
]
OTHERS = [
    ("เหงียน วัน อัน", "Nguyen Van Anh"),
    ("เหงียน วัน ตวน", "Nguyen Van Hung"),
    ("เจิ่น ดึ๊ก หาย", "Tran Duc Long"),
    ("ซอ มิน ทุน", "Zaw Min Aung"),
    ("เต็ง เส่ง", "Thein Shwe"),
    ("อู วิน มิน", "Win Aung"),
    ("โมฮัมหมัด บิน อับดุลเลาะห์", "Mohammad bin Hassan"),
    ("อาหมัด บิน ฮัสซัน", "Ahmad bin Osman"),
    ("ฮัสซัน บิน อาหมัด", "Ahmad bin Hassan"),
    ("แดเนียล มวังงี", "Daniel Mwaniki"),
    ("จอห์น สมิธ", "Joan Smith"),
    ("จอห์น สมิธ", "John Smart"),
    ("อาเบเบ คูลิบาลี", "Abeba Coulibaly"),
    ("มาร์ติน แฮร์ริสัน", "Martina Harrison"),
    ("ตัน อา ฮวด", "Tan Ah Hock"),
    ("เควิน หว่อง", "Kelvin Wong"),
    ("ရာမေ့ရှ် ကူမား", "Rakesh Kumar"),
    ("ရာမေ့ရှ် ကူမား", "Ramesh Kumari"),
    ("အနီးလ် ဆင်း", "Anil Seng"),
    ("မိုဟာမက် ရာဟင်း", "Mohammad Rahman"),
    ("မိုဟာမက် ရာဟင်း", "Mahmud Rahim"),
    ("ဆွမ်ချိုင်း ဂျိုင်ဒီ", "Somsak Jaidee"),
    ("ຫງວຽນ ວັນ ອານ", "Nguyen Van Anh"),
    ("ង្វៀន វ៉ាន់ អាន", "Nguyen Van Anh"),
]


@pytest.mark.parametrize(("thai", "other"), PERSONS)
def test_a_neighbour_in_thai_letters_agrees_with_the_own_spelling(thai: str, other: str) -> None:
    one, two = person_name(thai), person_name(other)
    found = compare_names(one, two, PERSON)
    assert found.agrees
    assert found.bits > 6
    assert found.level is NameLevel.ROMANISED
    assert found == compare_names(two, one, PERSON)._replace(left=found.left, right=found.right)
    assert may_agree(one, two, PERSON)
    assert may_agree(two, one, PERSON)
    assert one.keys & two.keys


@pytest.mark.parametrize(("thai", "other"), DOUBTFUL)
def test_who_of_two_people_is_written_is_for_a_human(thai: str, other: str) -> None:
    for left, right in ((thai, other), (other, thai)):
        found = compare_names(person_name(left), person_name(right), PERSON)
        assert found.level is NameLevel.PARTIAL
        assert not found.agrees
        assert found.bits > 0


@pytest.mark.parametrize(("thai", "other"), OTHERS)
def test_another_syllable_is_another_person(thai: str, other: str) -> None:
    found = compare_names(person_name(thai), person_name(other), PERSON)
    assert not found.agrees
    assert found.bits < 1


@pytest.mark.parametrize(
    ("thai", "other"),
    [
        ("สมชาย ใจดี", "Somchai Jaidee"),
        ("วัน ดี", "Wan Dee"),
        ("ทุน", "Tun"),  # a single word may be of any language
        ("สมชาย ใจดี", "သန်းထွန်း"),
        ("สมชาย ใจดี", "ສົມໄຊ ໃຈດີ"),
    ],
)
def test_what_looks_of_nobody_else_is_read_as_thai(thai: str, other: str) -> None:
    assert in_foreign_spelling(person_name(thai), person_name(other), PERSON) is None


def test_thai_letters_of_a_company_are_no_foreign_name() -> None:
    assert in_foreign_spelling(person_name(PERSONS[0][0]), person_name(PERSONS[0][1]), NameKind.SITE) is None


@given(st.sampled_from(PERSONS), st.sampled_from(PERSONS))
def test_who_is_written_for_another_shares_every_word_with_that_name(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    if one[0] != other[0] and one[1] != other[1]:
        assert in_foreign_spelling(person_name(one[0]), person_name(other[1]), PERSON) is None


@pytest.mark.parametrize(
    ("native", "other", "nationality"),
    [("แดเนียล มวังงี", "Daniel Mwangi", "KE"), ("ရာမေ့ရှ် ကူမား", "Ramesh Kumar", "IN")],
)
def test_one_birth_date_finds_a_foreign_name_beside_its_own_spelling(native: str, other: str, nationality: str) -> None:
    born = on_both({"birthDate": "1990-03-05", "nationality": nationality})
    assert scored("Person", left=native, right=other, **born).outcome is not Outcome.NONE
    assert scored("Person", left=native, right=other).outcome is not Outcome.MATCH  # a name alone joins nobody


# As a clerk writes two words of the names of a passport, and what the same two words in Latin letters are beside it.
SHORTER = [
    ("แดเนียล มวังงี", "Daniel Mwangi", "Daniel Otieno Mwangi", "KE"),
    ("แดเนียล มวังงี", "Daniel Mwangi", "MWANGI DANIEL OTIENO", "KE"),
    ("เกรซ วันจิรุ", "Grace Wanjiru", "Grace Atieno Wanjiru", "KE"),
    ("อาเบล เบเคเล", "Abel Bekele", "Abel Tesfaye Bekele", "ET"),
    ("มาเรีย ซานโตส", "Maria Santos", "Maria Bautista Santos", "PH"),
    ("เปโดร ซิลวา", "Pedro Silva", "SILVA PEDRO HENRIQUE", "BR"),
    ("ရာမေ့ရှ် ကူမား", "Ramesh Kumar", "Ramesh Prasad Kumar", "IN"),
    ("ရာမေ့ရှ် ကူမား", "Ramesh Kumar", "KUMAR RAMESH PRASAD", "IN"),
    ("ဆူနီတာ ဒေဝီ", "Sunita Devi", "DEVI SUNITA PRASAD", "IN"),
    ("မိုဟာမက် ရာဟင်", "Mohammad Rahim", "Mohammad Abdul Rahim", "BD"),
    ("ဆွမ်ချိုင်း ထောင်ဒီ", "Somchai Thongdee", "Somchai Phong Thongdee", "TH"),
]
TURNED = [
    ("แดเนียล มวังงี", "Daniel Mwangi", "MWANGI DANIEL", "KE"),
    ("แดเนียล โอติเอโน มวังงี", "Daniel Otieno Mwangi", "MWANGI DANIEL OTIENO", "KE"),
    ("อาเบล เบเคเล", "Abel Bekele", "BEKELE ABEL", "ET"),
    ("จอห์น สมิธ", "John Smith", "SMITH JOHN", "US"),
    ("ရာမေ့ရှ် ကူမား", "Ramesh Kumar", "KUMAR RAMESH", "IN"),
    ("ဆူနီတာ ဒေဝီ", "Sunita Devi", "DEVI SUNITA", "IN"),
    ("မိုဟာမက် ရာဟင်", "Mohammad Rahim", "RAHIM MOHAMMAD", "BD"),
]


@pytest.mark.parametrize(("native", "latin", "passport", "country"), [*SHORTER, *TURNED])
def test_a_foreign_name_beside_a_passport_counts_as_the_same_words_in_latin_letters_do(
    native: str, latin: str, passport: str, country: str
) -> None:
    phone = {"phone": "+66812377001", "nationality": country}
    born = {"birthDate": "1990-03-05", "nationality": country}
    assert outcome_of_persons(native, passport, **phone) is outcome_of_persons(latin, passport, **phone)
    assert outcome_of_persons(native, passport, **phone) in (Outcome.REVIEW, Outcome.MATCH)
    assert outcome_of_persons(native, passport, **born) is outcome_of_persons(latin, passport, **born)
    assert outcome_of_persons(native, passport) in (Outcome.NONE, Outcome.REVIEW)
    one, other = person_name(native), person_name(passport)
    assert compare_names_of(PERSON, [one], [other]).agrees
    assert may_agree_of(PERSON, [one], [other])
    assert one.keys & other.keys


@pytest.mark.parametrize(
    ("native", "latin", "other", "country"),
    [
        ("แดเนียล มวังงี", "Daniel Mwangi", "Daniel Otieno Mwaniki", "KE"),
        ("แดเนียล มวังงี", "Daniel Mwangi", "Peter Otieno Mwangi", "KE"),
        ("แดเนียล มวังงี", "Daniel Mwangi", "Grace Daniel Mwangi", "KE"),  # his daughter
        ("แดเนียล มวังงี", "Daniel Mwangi", "Daniel Otieno", "KE"),
        ("อาเบล เบเคเล", "Abel Bekele", "Sara Abel Bekele", "ET"),
        ("อาเบล เบเคเล", "Abel Bekele", "BEKELE ABEBE", "ET"),
        ("มาเรีย ซานโตส", "Maria Santos", "Mario Reyes Santos", "PH"),
        ("มาเรีย ซานโตส", "Maria Santos", "SANTOS MARIO", "PH"),
        ("จอห์น สมิธ", "John Smith", "Joan Paul Smith", "US"),
        ("จอห์น สมิธ", "John Smith", "SMITH JOAN", "US"),
        ("ရာမေ့ရှ် ကူမား", "Ramesh Kumar", "Suresh Ramesh Kumar", "IN"),
        ("ရာမေ့ရှ် ကူမား", "Ramesh Kumar", "Rakesh Prasad Kumar", "IN"),
        ("ရာမေ့ရှ် ကူမား", "Ramesh Kumar", "KUMAR RAKESH PRASAD", "IN"),
        ("ရာမေ့ရှ် ကူမား", "Ramesh Kumar", "KUMARI RAMESH", "IN"),
        ("မိုဟာမက် ရာဟင်း", "Mohammad Rahim", "Mohammad Abdul Rahman", "BD"),
        ("เหงียน ฮุง", "Nguyen Hung", "Nguyen Van Hung", "VN"),  # a syllable is no name that a clerk leaves out
        ("เต็ง นาย", "Thein Naing", "Thein Naing Aung", "MM"),
        ("เต็ง นาย อ่อง", "Thein Naing Aung", "Naing Aung Thein", "MM"),
    ],
)
def test_a_relative_with_such_a_name_joins_no_more_than_in_latin_letters(
    native: str, latin: str, other: str, country: str
) -> None:
    for shared in ({"birthDate": "1990-03-05"}, {"phone": "+66812377001"}, {"birthDate": "1990"}):
        assert outcome_of_persons(native, other, nationality=country, **shared) is not Outcome.MATCH
        assert outcome_of_persons(latin, other, nationality=country, **shared) is not Outcome.MATCH


@pytest.mark.parametrize(
    ("native", "latin", "other", "country"),
    [
        ("แดเนียล มวังงี", "Daniel Mwangi", "MWANGI DANIEL", "KE"),
        ("อาเบล เบเคเล", "Abel Bekele", "BEKELE ABEL", "ET"),
        ("อาเบล เบเคเล", "Abel Bekele", "Sara Abel Bekele", "ET"),
        ("မိုဟာမက် ရာဟင်း", "Mohammad Rahim", "RAHIM MOHAMMAD", "BD"),
        ("ရာမေ့ရှ် ကူမား", "Ramesh Kumar", "Suresh Ramesh Kumar", "IN"),
    ],
)
def test_a_father_is_told_by_how_the_name_is_spelt_at_home(native: str, latin: str, other: str, country: str) -> None:
    told = [scored("Person", left=name, right=other, **on_both({"nationality": country})) for name in (native, latin)]
    assert [pair.comparisons[0].evidence.level for pair in told] in (
        2 * [str(NameLevel.FATHER)],
        2 * [str(NameLevel.SIBLING)],
    )


@pytest.mark.parametrize("passport", ["MWANGI DANIELLE OTIENO", "Danielle Otieno Mwangi", "MWANGI DANIELLE"])
def test_which_of_two_given_names_is_written_is_for_a_human_beside_a_passport_too(passport: str) -> None:
    for shared in ({"birthDate": "1990-03-05"}, {"phone": "+66812377001"}):
        assert outcome_of_persons("แดเนียล มวังงี", passport, nationality="KE", **shared) is not Outcome.MATCH
