"""A brother and a sister whose names differ by a woman's A, in two writings; and one person's two writings."""

import pytest

from entity_resolution.names import NameKind, NameLevel, compare_names, person_name

SURNAMES = (("بنعلي", "Benali"), ("الإدريسي", "El Idrissi"), ("درویش", "Darwish"))
KANA_SURNAME, HEBREW_SURNAME = ("ベントゥーラ", "Ventura"), ("אדלר", "Adler")

# Names in Arabic letters, and their bearers' spellings, several of one.
ONE = {
    "فاطمة": "Fatima Fatma Fatimah Fatemeh",
    "عائشة": "Aisha Aicha Ayesha",
    "خديجة": "Khadija Khadidja Khadijeh",
    "نادية": "Nadia Nadiya",
    "سامية": "Samia",
    "مليكة": "Malika",
    "نفيسة": "Nafissa",
    "عزيزة": "Aziza",
    "أسماء": "Asmaa Asmae",
    "نجاة": "Najat",
    "حياة": "Hayat",
    "أمينة": "Amina Amineh",
    "شاہدہ": "Shahida",
    "راضیه": "Razieh",
    "یمنیٰ": "Yumna",
    # Men whose names end so.
    "حمزة": "Hamza Hamzah",
    "حمزہ": "Hamza",
    "طلحہ": "Talha",
    "خلیفہ": "Khalifa",
    "أسامة": "Osama Oussama Usama",
    "عبيدة": "Obaida",
    "قتيبة": "Qutaiba",
    "حذیفہ": "Hudhaifa Huzaifa",
    "عروة": "Urwa",
    "رواحہ": "Rawaha",
    "جمعة": "Gomaa Juma",
    "نزيه": "Nazih",
    # And who have no A, whatever the letter says: a throat's H, AYN, and a French E.
    "سماح": "Samah",
    "صالح": "Saleh",
    "رافع": "Rafea",
    "أمين": "Amin Amine",
    "سفيان": "Sofiane",
    "شاه": "Shah",
    "محمدرضا": "Mohammadreza",
}
TWO = {
    "كريمة": "Karim",
    "كريم": "Karima Karimah Karimeh Karime",
    "أمين": "Amina Amineh",
    "أمينة": "Amine",
    "نبيلة": "Nabil",
    "حمیده": "Hamid",
    "شاہدہ": "Shahid",
    "زاہد": "Zahida",
    "سامية": "Sami",
    "سامي": "Samia Samiya",
    "راضية": "Radi",
    "عالية": "Ali",
    "نور": "Noura",
    "قطيفة": "Qatif",  # of no table
    "قطيف": "Qatifa",
    "منيرة": "Mounir",
    # And whom the letters of a known name tell apart.
    "سمر": "Samir",
    "سلام": "Salim",
    "زهرة": "Zouhair",
    "إيمان": "Aymane",
    # Whose last Y, without its dots, may be either vowel.
    "قرنى": "Qarna",
}


def _pairs(names: dict[str, str]) -> list[tuple[str, str]]:
    spelt = [(own, latin) for own, spellings in names.items() for latin in spellings.split()]
    return [(f"{own} {surname}", f"{latin} {other}") for own, latin in spelt for surname, other in SURNAMES]


def _levels(left: str, right: str) -> set[NameLevel]:
    one, other = person_name(left), person_name(right)
    return {compare_names(*pair, NameKind.PERSON).level for pair in ((one, other), (other, one))}


@pytest.mark.parametrize(("left", "right"), _pairs(ONE))
def test_two_writings_of_one_name_agree(left: str, right: str) -> None:
    assert _levels(left, right) == {NameLevel.ROMANISED}


@pytest.mark.parametrize(("left", "right"), _pairs(TWO))
def test_a_womans_and_a_mans_name_in_two_writings_are_perhaps_siblings(left: str, right: str) -> None:
    assert _levels(left, right) == {NameLevel.SIBLING}


@pytest.mark.parametrize(
    ("left", "right"),
    [
        *(("حسناء بنعلي", "Hassan Benali"), ("منى بنعلي", "Amine Benali"), ("صالحة بنعلي", "Saleh Benali")),
        *(("هانى درويش", "Hana Darwish"), ("هدى درويش", "Hadi Darwish")),
    ],
)
def test_who_differs_in_more_does_not_agree(left: str, right: str) -> None:
    assert _levels(left, right) <= {NameLevel.PARTIAL, NameLevel.WEAK, NameLevel.DIFFERENT}


@pytest.mark.parametrize(
    ("own", "latin"),
    [
        *(("דניאלה", "Daniel"), ("דניאל", "Daniela"), ("מיכל", "Michael"), ("אדירה", "Adir"), ("אדיר", "Adira")),
    ],
)
def test_hebrew_tells_a_woman_by_her_a(own: str, latin: str) -> None:
    assert _levels(f"{own} {HEBREW_SURNAME[0]}", f"{latin} {HEBREW_SURNAME[1]}") == {NameLevel.SIBLING}


@pytest.mark.parametrize(
    ("own", "latin"),
    [
        *(("משה", "Moshe"), ("שלמה", "Shlomo"), ("דניאלה", "Daniella"), ("דליה", "Dalia")),
        *(("מיכל", "Michal"), ("מיכאל", "Michael"), ("אלישע", "Elisha")),
    ],
)
def test_hebrew_writes_a_last_e_and_o_as_well(own: str, latin: str) -> None:
    assert _levels(f"{own} {HEBREW_SURNAME[0]}", f"{latin} {HEBREW_SURNAME[1]}") == {NameLevel.ROMANISED}


@pytest.mark.parametrize(
    ("own", "latin"),
    [
        *(("カルメラ", "Carmelo"), ("カルメロ", "Carmela"), ("ダニエル", "Daniela"), ("ダニエラ", "Daniel")),
        *(("エリック", "Erica"), ("ジュリア", "Julio")),
    ],
)
def test_kana_write_their_vowels(own: str, latin: str) -> None:
    assert _levels(f"{own}・{KANA_SURNAME[0]}", f"{latin} {KANA_SURNAME[1]}") == {NameLevel.SIBLING}


@pytest.mark.parametrize(
    ("own", "latin"),
    [
        *(("カルメロ", "Carmelo"), ("ピーター", "Peter"), ("クレア", "Claire"), ("ロベルト", "Robert")),
        *(("マリア", "Maria"), ("ハンナ", "Hannah")),
    ],
)
def test_a_name_in_kana_agrees_with_its_spelling(own: str, latin: str) -> None:
    found = _levels(f"{own}・{KANA_SURNAME[0]}", f"{latin} {KANA_SURNAME[1]}")
    assert found == {NameLevel.ROMANISED}
