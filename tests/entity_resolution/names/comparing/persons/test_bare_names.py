"""Names that hardly say who: initials, a letter, a surname's character; one word that many are called by."""

import pytest

from entity_resolution.comparing.decision import Outcome
from entity_resolution.names import (
    NameKind,
    NameLevel,
    compare_names,
    is_bare,
    is_one_common_word,
    person_name,
)
from entity_resolution.names.comparing.persons.bare_names import is_common_name, says_a_calling, weigh_bare_names
from graph.values import addressed_by_calling, is_of_another, perhaps_of_another
from graph.values.nameless import callings
from tests.entity_resolution.scored_pairs import scored

BORN = "1991-07-14"


def _outcome(left: str, right: str, **more: str) -> Outcome:
    cells = {"left": left, "right": right, "left_birthDate": BORN, "right_birthDate": BORN, **more}
    return scored("Person", **cells).outcome


BARE = [
    "T. R.", "T.R.", "T R", "TR", "B.C.D.", "Ms. K", "ก", "ก.", "น.ส. ก", "А. Б.", "ស", "တ", "王", "欧阳", "김", "伟",
    "A/L", "K|K", "T & R", "Opfer A", "Zeuge B", "Witness A", "WITNESS TWO", "Child L.", "Girl B.", "KORBAN A",
    "Second woman", "Thai man B", "女子A", "여성 B", "หญิง ก", "ชาย ข.", "นางสาว ก", "น.ส.ค.", "박모", "박모 씨",
    "남궁모씨", "남궁", "황보", "Namgung", "HWANGBO", "王伟之子", "陈某之子", "某之子", "王小明之夫", "王小明 之夫",
    "林伟之友", "欧阳伟之子", "張明之子", "张文之友",
    "perempuan Indonesia", "nạn nhân nữ", "chị gái nạn nhân", "Lalaking Tsino", "အမျိုးသမီးတစ်ဦး", "缅甸女孩", "王姓男子",
    "李姓嫌疑人", "박씨", "王氏", "Girl 17 yrs",
]  # fmt: skip


@pytest.mark.parametrize("raw", BARE)
def test_initials_a_letter_or_a_characters_surname_alone_join_nobody(raw: str) -> None:
    assert is_bare(person_name(raw))
    form = person_name(raw)
    found = weigh_bare_names(form, form, compare_names(form, form, NameKind.PERSON))
    assert (found.level, found.agrees) == (NameLevel.PARTIAL, False)
    assert _outcome(raw, raw) is Outcome.REVIEW
    phone = {"left_phone": "+66812340678", "right_phone": "+66812340678"}
    assert _outcome(raw, raw, **phone, left_nationality="TH", right_nationality="TH") is Outcome.REVIEW


@pytest.mark.parametrize(
    "raw",
    [
        "T. Keller",
        "Kit R.",
        "王伟",
        "欧阳娜",
        "王 伟",
        "김민",
        "Ng",
        "NG",
        "Li",
        "Ko",
        "สม",
        "လှ",
        "ကို",
        "U Zaw",
        "Child, J.",
        "Woman, T",
        "Minor, A. K.",
        "Witness Moyo",
        "선우",
        "Sunwoo",
        "T. Namgung",
        "남궁민",
        "박모란",
        *("鈴木之夫", "中村之子", "高橋之友", "長谷川之夫", "渡邊之夫", "張本之夫", "林田之子", "欧阳之友", "王之夫"),
        "1",
        "",
    ],
)
def test_what_has_a_word_or_two_characters_is_no_bare_name(raw: str) -> None:
    assert not is_bare(person_name(raw))


@pytest.mark.parametrize("raw", ["Victim one", "second victim", "Thai victim 3", "受害人张某", "Child, J.", "Korban"])
def test_a_role_in_words_joins_nobody_and_a_surname_that_is_one_does(raw: str) -> None:
    phone = {"left_phone": "+66812340678", "right_phone": "+66812340678"}
    is_surname = raw in ("Child, J.", "Korban")
    assert (_outcome(raw, raw, **phone) is Outcome.MATCH) is is_surname


@pytest.mark.parametrize(
    "raw",
    ["Security guard", "Chinese boss", "Translator 2", "Driver", "nil", "Baby of Chan Nary", "客服", "คนขับรถ", "นายหน้า",
     "Boss Wang", "王总", "王老板", "김사장님", "Miss Wang", "FNU Wang", "Captain Kim"],
)  # fmt: skip
def test_a_calling_or_one_and_a_surname_joins_nobody(raw: str) -> None:
    phone = {"left_phone": "+66812340678", "right_phone": "+66812340678"}
    assert is_bare(person_name(raw))
    assert _outcome(raw, raw, **phone) is Outcome.REVIEW


@pytest.mark.parametrize("raw", ["Minnie Driver", "Cook Wang", "T. Baker", "Boss Warodom", "Mr Thida", "U Ko", "Wang"])
def test_a_name_beside_a_word_that_is_a_calling_joins_as_any(raw: str) -> None:
    assert not is_bare(person_name(raw))
    phone = {"left_phone": "+66812340678", "right_phone": "+66812340678"}
    assert _outcome(raw, raw, **phone) is Outcome.MATCH


def test_a_surnames_character_does_not_join_its_spelling() -> None:
    country = {"left_nationality": "CN", "right_nationality": "CN"}
    assert _outcome("王", "Wang", **country) is Outcome.REVIEW
    assert _outcome("T. R.", "Tom Rowe", **country) is Outcome.NONE


@pytest.mark.parametrize(
    ("left", "right", "country"),
    [("Somchai", "Somchai", "TH"), ("สมชาย", "Somchai", "TH"), ("Thida", "သီတာ", "MM"), ("သီတာ", "သီတာ", "MM"),
     ("U Zaw", "U Zaw", "MM"), ("Budi", "Budi", "ID"), ("Suharto", "Suharto", "ID"), ("John", "John", "GB"),
    ("Somchai T.", "Somchai T.", "TH"), ("T. Suharto", "T. Suharto", "ID")],
)  # fmt: skip
def test_a_common_word_and_one_birth_date_are_for_a_human(left: str, right: str, country: str) -> None:
    assert is_one_common_word(person_name(left))
    said = {"left_nationality": country, "right_nationality": country, "left_sex": "male", "right_sex": "male"}
    assert _outcome(left, right, **said) is Outcome.REVIEW
    assert (
        _outcome(left, right, **said, left_email="a.b@lotus.example", right_email="a.b@lotus.example") is Outcome.MATCH
    )


@pytest.mark.parametrize(
    ("name", "country"),
    [("Warodom", "TH"), ("สมศรี", "TH"), ("Nurhasanah", "ID"), ("Wahyudi", "ID"), ("Батбаяр", "MN"), ("Karma", "BT"),
     ("Najibullah", "AF"), ("T. Warodom", "TH")],
)  # fmt: skip
def test_one_word_and_one_birth_date_are_for_a_human_though_no_table_has_it(name: str, country: str) -> None:
    said = {"left_nationality": country, "right_nationality": country}
    assert _outcome(name, name, **said) is Outcome.REVIEW
    assert (
        _outcome(name, name, **said, left_email="a.b@lotus.example", right_email="a.b@lotus.example") is Outcome.MATCH
    )


@pytest.mark.parametrize(
    "raw", ["Warodom", "Somchai Jaidee", "T. Warodom", "Hla Hla", "လှလှ", "Win Naing", "ဝင်းနိုင်", "민수"]
)
def test_a_rare_word_or_two_words_join_as_before(raw: str) -> None:
    assert not is_one_common_word(person_name(raw))


@pytest.mark.parametrize(
    ("left", "right", "country"),
    [("Nguyen Van Hung", "Nguyễn Văn Hùng", "VN"), ("Zhang Wei", "张伟", "CN"), ("Maria Santos", "Maria Santos", "PH"),
     ("Aung Aung", "အောင်အောင်", "MM"), ("Mohamed Ali", "Mohamed Ali", "SO")],
)  # fmt: skip
def test_a_name_in_full_that_many_have_and_one_birth_date_are_for_a_human(left: str, right: str, country: str) -> None:
    """In each of their countries several people of such a name were born on one day."""
    assert is_common_name(person_name(left))
    assert is_common_name(person_name(right))
    said = {"left_nationality": country, "right_nationality": country, "left_sex": "male", "right_sex": "male"}
    assert _outcome(left, right, **said) is Outcome.REVIEW
    assert (
        _outcome(left, right, **said, left_email="a.b@lotus.example", right_email="a.b@lotus.example") is Outcome.MATCH
    )


def test_a_common_name_that_may_be_a_fathers_is_joined_by_no_birth_date() -> None:
    found = scored(
        "Person", left="Mohamed Ali", right="Ali Mohamed", left_birthDate=BORN, right_birthDate=BORN,
        left_nationality="SO", right_nationality="SO",
    )  # fmt: skip
    assert (found.comparisons[0].evidence.level, found.outcome) == (NameLevel.SIBLING, Outcome.REVIEW)


@pytest.mark.parametrize("raw", ["Somchai Jaidee", "สมชาย ใจดี", "Chan Wai Ming", "Budi Sihaloho", "Somchai", "S. J."])
def test_a_name_in_full_that_few_have_is_no_common_one(raw: str) -> None:
    assert not is_common_name(person_name(raw))


@pytest.mark.parametrize(
    ("latin", "native", "is_one"),
    [("Win Naing", "ဝင်းနိုင်", False), ("Hla Hla", "လှလှ", False), ("Aung Min", "အောင်မင်း", False),
     ("Zaw", "ဇော်", True), ("Thida", "သီတာ", True), ("Sandar", "စန္ဒာ", True), ("Thandar", "သန္တာ", True),
     ("Nilar", "နီလာ", True)],
)  # fmt: skip
def test_a_burmese_name_is_one_word_in_both_scripts_or_in_neither(latin: str, native: str, is_one: bool) -> None:
    assert is_one_common_word(person_name(latin)) is is_one
    assert is_one_common_word(person_name(native)) is is_one


@pytest.mark.parametrize("raw", ["Suharto", "Somchai", "Zaw"])
def test_a_common_word_weighs_as_any_name_and_says_that_it_is_one(raw: str) -> None:
    form = person_name(raw)
    whole = compare_names(form, form, NameKind.PERSON)
    found = weigh_bare_names(form, form, whole)
    assert (found.level, found.bits, found.agrees) == (NameLevel.COMMON_WORD, whole.bits, True)
    assert (
        "many are called so"
        in scored(
            "Person",
            left=raw,
            right=raw,
            left_birthDate=BORN,
            right_birthDate=BORN,
            left_nationality="TH",
            right_nationality="TH",
        ).why
    )


def test_a_word_in_plain_letters_says_a_calling_by_itself_alone() -> None:
    """Whatever else says whose relative or boss somebody is has a space, a mark or another script."""
    texts = (*callings._TEXTS_OF_PARTS, *callings._ALONE, "Boss", "DRIVER", "wife", "wang", "laoban", "hr", "somchai")
    words = {word for text in texts for word in (text, *text.split())}
    plain = [word for word in words if word.isascii() and word.isalpha()]
    assert len(plain) > 100
    for word in plain:
        assert not is_of_another(word) and not perhaps_of_another(word) and not addressed_by_calling(word), word
        assert says_a_calling(word) == says_a_calling(f" {word}."), word
    assert {says_a_calling(word) for word in plain} == {True, False}


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Auntie Mei", "Auntie Mei"),
        ("Uncle John", "John"),
        ("Brother Long", "Big Brother Long"),
        ("Kuya Jun", "Jun"),
        ("Raju Bhai", "Raju"),
        ("พี่นก", "Nok"),
        ("P'Nok", "พี่นก"),
        ("Ah Hao", "Ah Hao"),
        ("Ah Hao", "阿豪"),
        ("小王", "小王"),
        ("Mas Agus", "MAS AGUS"),
        ("Boss Tony", "Boss Tony"),
    ],
)
def test_one_word_behind_a_form_of_address_is_one_word(left: str, right: str) -> None:
    number = {"left_phone": "+66812340678", "right_phone": "+66812340678"}
    found = scored("Person", left=left, right=right, **number)
    assert (found.comparisons[0].evidence.level, found.outcome) == (NameLevel.COMMON_WORD, Outcome.REVIEW)
    assert not person_name(left).keys.isdisjoint(person_name(right).keys)
