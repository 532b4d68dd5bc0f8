"""Companies in two languages, and names whose script says little of their vowels. All of them are invented."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entity_resolution.names import NameKind, compare_names, organisation_name, person_name
from entity_resolution.names.companies.world_words import say_in_english, tell
from entity_resolution.names.comparing.comparison import may_agree
from entity_resolution.names.scripts.hebrew import spell_hebrew
from entity_resolution.names.scripts.loan_sounds import say_hangul, say_kana
from entity_resolution.names.tables import read_rows
from entity_resolution.names.tongues.bare_consonants import bare, bare_likeness

COMPANY = NameKind.ORGANISATION
_TABLES = ("world_company_words.tsv", "world_places.tsv")
_LETTERS = st.text(alphabet="abcoy .ёжнבנקראשווסכアルファーン한국은행中国銀行مصرفالτράπεζα'\"", max_size=24)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Τράπεζα Ιταλίας Α.Ε.", "Bank of Italy"),
        ('בנק ירדן בע"מ', "Bank of Jordan Ltd"),
        ("몽골항공", "Mongolian Airlines"),
        ("شركة النفط الوطنية اليمنية", "Yemen National Oil Company"),
        ("नेपाल बीमा निगम", "Nepal Insurance Corporation"),
        ("Казахские железные дороги", "Kazakh Railways"),
        ("日本石油化学株式会社", "Japan Petrochemicals Co., Ltd."),
        ("የኬንያ ንግድ ባንክ", "የኬንያ ንግድ ባንክ"),
        ("ベルトロモーター株式会社", "Beltro Motors"),
        ('קרמלון תעשיות בע"מ', "Karmelon Industries Ltd"),
        ("ベルトロニクス", "Beltronics"),
    ],
)
def test_a_company_agrees_with_its_name_in_english_and_is_found_by_it(one: str, other: str) -> None:
    left, right = organisation_name(one), organisation_name(other)
    found = compare_names(left, right, COMPANY)
    assert found.agrees
    assert may_agree(left, right, COMPANY)
    assert not left.keys.isdisjoint(right.keys)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Agricultural Bank of Mongolia", "Bank of Mongolia"),
        ("Banco Central de Bolivia", "Banco Nacional de Bolivia"),
        ("몽골은행", "Bank of Nepal"),
        ("Peru Oil Company", "Peru Gas Company"),
        ("الخطوط الجوية اليمنية", "الخطوط الجوية العمانية"),
    ],
)
def test_bodies_called_by_kinds_and_places_alone_are_two_where_one_word_differs(one: str, other: str) -> None:
    found = compare_names(organisation_name(one), organisation_name(other), COMPANY)
    assert not found.agrees
    assert found.bits < 0


def test_words_of_one_writing_that_are_alike_in_english_alone_are_left_to_a_human() -> None:
    found = compare_names(organisation_name("Karvel Petroleum"), organisation_name("Karvel Oil"), COMPANY)
    assert not found.agrees
    turkish = compare_names(organisation_name("Moğol Hava Yolları"), organisation_name("Mogol Airlines"), COMPANY)
    assert not turkish.agrees
    assert turkish.bits > 0


def test_a_holding_is_not_the_company_that_it_holds() -> None:
    found = compare_names(organisation_name("Холдинг Карвел Банк"), organisation_name("Karvel Holding Bank"), COMPANY)
    alone = compare_names(organisation_name("Карвел Банк"), organisation_name("Karvel Holding Bank"), COMPANY)
    assert found.bits > alone.bits


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("SBM", "State Bank of Mongolia"),
        ("KEH", "Karvel Economic Holdings"),
        ("KEHL", "Karvel Economic Holdings"),
        ("BOM", "Bank of Mongolia"),
    ],
)
def test_initials_are_those_of_the_words_as_they_stand_there(short: str, full: str) -> None:
    left, right = organisation_name(short), organisation_name(full)
    assert not left.keys.isdisjoint(right.keys)
    assert compare_names(left, right, COMPANY).how == "initials of the other"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("גדעון שטרנבך", "Gideon Sternbach"),
        ("מיכל אדלר", "Michal Adler"),
        ("יאיר צ'רנוב", "Yair Chernov"),
        ("カルメロ・ベントゥーラ", "Carmelo Ventura"),
        ("マルタ・クリスタル", "Marta Cristal"),
    ],
)
def test_a_person_agrees_with_the_name_in_letters_that_say_little_of_vowels(one: str, other: str) -> None:
    left, right = person_name(one), person_name(other)
    assert compare_names(left, right, NameKind.PERSON).agrees
    assert may_agree(left, right, NameKind.PERSON)


@pytest.mark.parametrize(("one", "other"), [("גדעון שטרנבך", "Dan Adler"), ("カルメロ・ベントゥーラ", "Marta Cristal")])
def test_other_consonants_are_another_person(one: str, other: str) -> None:
    found = compare_names(person_name(one), person_name(other), NameKind.PERSON)
    assert not found.agrees
    assert found.bits < -2


@pytest.mark.parametrize(
    ("arabic", "latin"),
    [("بشير العامري", "Baschir al-Amri"), ("جمال الشريف", "Dschamal asch-Scharif"), ("قاسم الحربي", "Gasim al-Harbi")],
)
def test_arabic_names_agree_as_germans_and_the_west_of_arabia_spell_them(arabic: str, latin: str) -> None:
    assert compare_names(person_name(arabic), person_name(latin), NameKind.PERSON).agrees


def test_a_japanese_name_agrees_as_russian_letters_spell_it() -> None:
    assert compare_names(person_name("Хироси Миядзаки"), person_name("Hiroshi Miyazaki"), NameKind.PERSON).agrees


def test_added_vowels_are_left_out_and_strokes_are_read() -> None:
    assert say_kana("ソフトバンク") == "softbank"
    assert say_kana("センター") == "sentar"
    assert say_kana("ファースト") == "farst"
    assert say_hangul("스타") == "sta"
    assert spell_hebrew("צ'רנוב") == "chrnov"
    assert bare("chernov") == bare(spell_hebrew("צ'רנוב"))


@given(_LETTERS, _LETTERS)
def test_no_side_comes_first_and_what_agrees_may_agree(one: str, other: str) -> None:
    assert set(say_in_english(tell(one)).split()) <= set(
        " ".join((*tell(one).rest, *tell(one).bag, "group holding")).split()
    )
    left, right = organisation_name(one), organisation_name(other)
    found, turned = compare_names(left, right, COMPANY), compare_names(right, left, COMPANY)
    assert found.bits == pytest.approx(turned.bits)
    assert not found.agrees or may_agree(left, right, COMPANY)
    assert 0.0 <= bare_likeness((one,), (other,)) <= 1.0


def test_no_form_stands_in_two_rows_of_a_table() -> None:
    for table in _TABLES:
        owners: dict[str, str] = {}
        for english, forms in read_rows(table):
            for form in re.findall(r'"[^"]+"|\S+', forms):
                assert owners.setdefault(form, english) == english, form


def test_a_bank_and_a_banking_corporation_are_two_in_one_script_alone() -> None:
    hanzi, bank, banking = map(organisation_name, ("海南银行", "Hainan Bank", "Hainan Banking Corporation"))
    for other in (bank, banking):
        assert compare_names(hanzi, other, NameKind.ORGANISATION).bits > 7.0
    assert compare_names(bank, banking, NameKind.ORGANISATION).bits < 0.0
