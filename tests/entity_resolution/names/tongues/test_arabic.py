"""Arabic names against their Latin spellings: by consonants, and by the long vowels that the script writes."""

import pytest

from entity_resolution.names import NameKind, NameLevel, compare_names, may_agree, person_name
from entity_resolution.names.scripts.arabic_letters import letters_as_said, letters_in_one_way
from entity_resolution.names.tongues.arabic import arabic_bones, long_vowels_missed
from tests.entity_resolution.names.one_or_another import assert_another, assert_one


@pytest.mark.parametrize(
    ("latin", "arabic"),
    [
        ("Walid Mansur Khoury", "وليد منصور خوري"),
        ("Abdul Karim al-Shammari", "عبد الكريم الشمري"),
        ("Abdulkarim Alshammari", "عبدالكريم الشمري"),
        ("Rashid Umar Farah", "راشد عمر فرح"),
        ("Zaynab Salman Darwish", "زينب سلمان درويش"),
        ("Salim Hamid Nuri", "سالم حامد نوري"),
        # One letter twice, or with AYN between, has a vowel there.
        ("Muammar Darwish", "معمر درويش"),
        ("Moammar Qarawi", "معمر القراوي"),
        ("Mamdouh Khoury", "ممدوح خوري"),
        # Or ALEF between, L too.
        ("Bilal Qureshi", "بلال قریشی"),
        ("Talal Darwish", "طلال درويش"),
        ("Jalal Khoury", "جلال خوري"),
        ("Hilal Mansur", "هلال منصور"),
        ("Sasan Tehrani", "ساسان تهرانی"),
    ],
)
def test_a_latin_spelling_agrees_and_shares_a_key(latin: str, arabic: str) -> None:
    one, other = person_name(latin), person_name(arabic)
    assert arabic_bones(one.native, one.script, one.tokens) == arabic_bones(other.native, other.script, other.tokens)
    assert compare_names(one, other, NameKind.PERSON).agrees
    assert one.keys & other.keys


@pytest.mark.parametrize(
    ("written", "latin"),
    [
        ("بلال قریشی", "Muhammad Bilal Qureshi"),
        ("محمد بلال قریشی", "Bilal Qureshi"),
        ("محمد بلال قریشی", "Md. Bilal Qureshi"),
    ],
)
def test_muhammad_before_the_own_name_may_be_missing_in_either_script(written: str, latin: str) -> None:
    assert compare_names(person_name(written), person_name(latin), NameKind.PERSON).agrees


@pytest.mark.parametrize(
    ("written", "latin"),
    [
        *(("بلال قریشی", "Bilqis Qureshi"), ("هلال حسن", "Hala Hassan"), ("طلال درويش", "Tala Darwish")),
        ("محمد بلال قریشی", "Muhammad Bila Qureshi"),
    ],
)
def test_a_letter_twice_around_alef_is_no_single_one(written: str, latin: str) -> None:
    assert not compare_names(person_name(written), person_name(latin), NameKind.PERSON).agrees


@pytest.mark.parametrize(
    ("written", "latin"),
    [
        ("پروین جوادی", "Parvin Javadi"),  # one letter for V, W, O and U
        ("وحید دهقان", "Vahid Dehghan"),  # Q that is heard as GH, and D and H that are two letters
        ("سهیل تهرانی", "Soheil Tehrani"),
        ("جاوید پهلوانی", "Javid Pahlavani"),
        ("بیژن احمدی‌نژاد", "Bijan Ahmadinejad"),  # heard as J or ZH
        ("بیژن احمدی‌نژاد", "Bizhan Ahmadinezhad"),
        ("عبدالرضا نصرتی", "Abdolreza Nosrati"),
        ("ظهیر نواز", "Zahir Navaz"),
        ("عمر البشري", "Omar Hassan Ahmad al-Bishri"),  # the first and the last part
    ],
)
def test_a_persian_or_urdu_spelling_agrees_and_shares_a_key(written: str, latin: str) -> None:
    one, other = person_name(written), person_name(latin)
    found, turned = compare_names(one, other, NameKind.PERSON), compare_names(other, one, NameKind.PERSON)
    assert found.similarity == turned.similarity > 0.8
    assert one.keys & other.keys


def test_a_g_for_q_at_the_beginning_shares_a_key() -> None:
    one, other = person_name("Muammar Garawi"), person_name("معمر القراوي")
    assert compare_names(one, other, NameKind.PERSON).agrees
    assert not one.keys.isdisjoint(other.keys)


@pytest.mark.parametrize(
    ("written", "latin"),
    [
        ("سهیل تهرانی", "Shahla Tehrani"),
        ("وحید دهقان", "Farid Dehghan"),
        ("نوید افکاری", "Nader Afkari"),
        ("معمر درويش", "Ammar Darwish"),
        ("عمار درويش", "Muammar Darwish"),
    ],
)
def test_other_consonants_of_persian_are_another_name(written: str, latin: str) -> None:
    assert not compare_names(person_name(written), person_name(latin), NameKind.PERSON).agrees


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Fatima Khalifa", "Fatemeh Khalifeh"),
        ("Ismail Sanaya", "Ismail Sanayeh"),
        ("Bizhan Karimi", "Bijan Karimi"),
        ("Nasroddin Karimi", "Nasruddin Karimi"),
    ],
)
def test_latin_spellings_of_iran_and_the_levant_agree(left: str, right: str) -> None:
    assert compare_names(person_name(left), person_name(right), NameKind.PERSON).agrees


def test_a_long_vowel_that_is_not_spelled_counts_against() -> None:
    hussein = person_name("حسين علي منصور")
    same = compare_names(person_name("Hussein Ali Mansour"), hussein, NameKind.PERSON)
    other = compare_names(person_name("Hassan Ali Mansour"), hussein, NameKind.PERSON)
    assert same.bits > other.bits + 3
    assert long_vowels_missed(("hsyn", "mnswr"), ("hassan", "mansour")) == 1
    assert long_vowels_missed(("hsyn",), ("hassan", "mansour")) == 0


@pytest.mark.parametrize(
    ("arabic", "latin"),
    [("محمد", name) for name in ("Mohammed", "Muhamad", "Mohd", "Md")]
    + [("محمود", name) for name in ("Mahmoud", "Mahmud")]
    + [
        ("محمد علي", "Mohd Ali"),
        ("محمود علي", "Mahmood Aly"),
        ("مُحَمَّد علي", "Md. Ali"),
        ("محمد بن سلمان", "Mohammed bin Salman"),
        ("صلاح الدين حمدي", "Salah ad-Din Hamdi"),
        ("صلاح الدين حمدي", "Salahuddin Hamdi"),
    ],
)
def test_a_known_name_agrees_with_its_spellings_and_shares_a_key(arabic: str, latin: str) -> None:
    one, other = person_name(arabic), person_name(latin)
    assert compare_names(one, other, NameKind.PERSON).agrees
    assert one.keys & other.keys


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("محمد", "Mahmoud"),
        ("محمود", "Mohammed"),
        ("محمد علي", "Mahmoud Ali"),
        ("محمود علي", "Mohamed Ali"),
        ("محمد علي", "محمود علي"),
        ("أحمد حسين", "Ahmed Hassan"),
        ("حميد كريم", "Hamed Karim"),
        ("سالم خليفة", "Saleem Khalifa"),
    ],
)
def test_two_known_names_of_the_same_consonants_do_not_agree(left: str, right: str) -> None:
    assert not compare_names(person_name(left), person_name(right), NameKind.PERSON).agrees


def test_a_known_name_is_read_with_its_vowels_and_others_letter_by_letter() -> None:
    assert person_name("محمود علي").latin == ("mahmoud ali",)
    assert person_name("محمود شقبل").latin == ("mahmoud shqbl",)


def test_marks_in_arabic_letters_make_no_other_name() -> None:
    found = compare_names(person_name("مُحَمَّد عليّ"), person_name("محمد علی"), NameKind.PERSON)
    assert found.level is NameLevel.EXACT_NATIVE


def test_muhammad_with_a_short_name_makes_no_key_of_many_people() -> None:
    assert not [key for key in person_name("Mohd Hafiz bin Osman Mansur").keys if key == "a:hfdmhmd"]
    assert "a:mhmdmnsr" in person_name("Mohd Hafiz bin Osman Mansur").keys


def test_a_western_name_has_no_such_key() -> None:
    assert not [key for key in person_name("Robert Miller").keys if key.startswith("a:")]


@pytest.mark.parametrize(
    ("left", "right", "level", "bits"),
    [
        ("علیرضا احمدی", "Alireza Ahmadi", NameLevel.ROMANISED, 9.7),
        ("محمدرضا احمدی", "Mohammad Reza Ahmadi", NameLevel.ROMANISED, 9.7),
        ("محمد رضا احمدی", "Mohammadreza Ahmadi", NameLevel.ROMANISED, 9.7),
        ("محمدرضا کاظمی نژاد", "Mohammad Reza Kazeminejad", NameLevel.ROMANISED, 11.5),
        ("علی کاظمی نژاد", "Ali Kazeminejad", NameLevel.ROMANISED, 7.7),
        ("علی حسن زاده", "Ali Hassanzadeh", NameLevel.ROMANISED, 7.7),
        ("علیزاده رضا", "Reza Alizadeh", NameLevel.TOKENS_REORDERED, 7.4),
    ],
)
def test_names_that_persian_joins_agree_and_share_a_key(left: str, right: str, level: NameLevel, bits: float) -> None:
    assert_one(left, right, level, bits)


@pytest.mark.parametrize(
    ("left", "right", "level", "bits"),
    [
        ("علیرضا احمدی", "Amirreza Ahmadi", NameLevel.DIFFERENT, -7.3),
        ("علیرضا احمدی", "Ali Ahmadi", NameLevel.DIFFERENT, -6.5),
        ("علیرضا احمدی", "Reza Ahmadi", NameLevel.WEAK, -3.6),
        ("محمدرضا احمدی", "Mohammad Ali Ahmadi", NameLevel.PARTIAL, -1.0),
        ("محمدرضا احمدی", "Ahmad Reza Ahmadi", NameLevel.PARTIAL, -1.0),
        ("محمدرضا احمدی", "Mohammad Ahmadi", NameLevel.WEAK, -3.6),
        ("محمد رضا احمدی", "Ahmad Reza Ahmadi", NameLevel.DIFFERENT, -6.8),
        ("حمیدرضا احمدی", "Hamed Reza Ahmadi", NameLevel.PARTIAL, 3.8),
        ("علی کاظمی نژاد", "Ali Karimi Nejad", NameLevel.WEAK, -3.5),
        ("علی کاظمی نژاد", "Ali Kariminejad", NameLevel.PARTIAL, 0.5),
        ("علی حسن زاده", "Ali Hosseinzadeh", NameLevel.PARTIAL, 1.4),
        ("علی حسین زاده", "Ali Hassanzadeh", NameLevel.PARTIAL, 1.4),
        ("علی حسنزاده", "Ali Hosseinzadeh", NameLevel.WEAK, -3.1),
    ],
)
def test_names_that_persian_joins_otherwise_do_not_agree(left: str, right: str, level: NameLevel, bits: float) -> None:
    assert_another(left, right, level, bits)


URDU = [
    ("Ghulam Murtaza", "غلام مرتضیٰ"),
    ("Ghulam Mustafa", "غلام مصطفیٰ"),
    ("Muhammad Musa", "محمد موسیٰ"),
    ("Muhammad Isa", "محمد عیسیٰ"),
    ("Yahya Durrani", "یحییٰ درانی"),
    ("Bushra Bibi", "بشریٰ بی بی"),
    ("Sughra Bibi", "صغریٰ بی بی"),
    ("Salma Bibi", "سلمیٰ بی بی"),
    ("Rabia Bibi", "رابعہ بی بی"),
    ("Khalida Bibi", "خالدہ بی بی"),
    ("Allah Ditta", "اللہ دتہ"),
    ("Allah Rakha", "اللہ رکھا"),
    ("Allah Bakhsh", "اللہ بخش"),
    ("Tahira Parveen", "طاہرہ پروین"),
    ("Tahir Darwish", "طاهر درويش"),
]


@pytest.mark.parametrize(("latin", "urdu"), URDU)
def test_a_name_as_urdu_writes_it_agrees_and_shares_a_key(latin: str, urdu: str) -> None:
    one, other = person_name(latin), person_name(urdu)
    assert compare_names(one, other, NameKind.PERSON).agrees
    assert compare_names(other, one, NameKind.PERSON).agrees
    assert may_agree(one, other, NameKind.PERSON)
    assert one.keys & other.keys


@pytest.mark.parametrize(
    ("latin", "urdu"),
    [
        ("Ghulam Murtaza", "غلام مصطفیٰ"),
        ("Kabir Durrani", "کبریٰ درانی"),  # a brother and a sister
        ("Bashir Bibi", "بشریٰ بی بی"),
        ("Salim Bibi", "سلمیٰ بی بی"),
        ("Salima Bibi", "سلمیٰ بی بی"),
        ("Saghir Bibi", "صغریٰ بی بی"),
        ("Allah Rakhi", "اللہ رکھا"),
        ("Musa Durrani", "عیسیٰ درانی"),
        ("Rabia Bibi", "رقیہ بی بی"),
    ],
)
def test_a_relative_of_the_same_consonants_is_another_by_a_last_vowel(latin: str, urdu: str) -> None:
    one, other = person_name(latin), person_name(urdu)
    assert not compare_names(one, other, NameKind.PERSON).agrees
    assert not compare_names(other, one, NameKind.PERSON).agrees


def test_letters_of_urdu_are_those_of_arabic_in_one_way() -> None:
    assert letters_in_one_way("طاہرہ") == letters_in_one_way("طاهرة")
    assert letters_as_said("مصطفیٰ بی بی") == "مصطفا بيبي"
    assert letters_as_said("یٰسین") == "يسين"  # at the beginning the small alef says how the Y goes on
