"""One text written twice is alike in every script; two texts of one trade are not. All texts are invented."""

import unicodedata
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entity_resolution.blocking.keys import blocking_keys
from entity_resolution.comparing.decision import Outcome, decide
from entity_resolution.comparing.model import load_models
from entity_resolution.comparing.scoring import score
from entity_resolution.comparing.texts import likeness_of_texts, read_text
from tests.entity_resolution.evidence import parts_of

EQUAL, SIMILAR = 97, 82
CHINESE = "高薪诚聘客服人员，地点柬埔寨西港，月薪两万元起，包吃包住，无需经验，会打字即可，有意请联系飞机号。"
THAI = "รับสมัครแอดมินตอบแชท ทำงานที่ปอยเปต เงินเดือนสามหมื่นบาท มีที่พักอาหารฟรี สนใจติดต่อทางไลน์ได้ทันที"
BURMESE = "ဝန်ထမ်းအလိုရှိသည် မြဝတီတွင် လုပ်ရမည် လစာကောင်း အစားအသောက် နေစရာအခမဲ့ တယ်လီဂရမ်ဖြင့် ဆက်သွယ်ပါ"
KHMER = "ជ្រើសរើសបុគ្គលិក ធ្វើការនៅប៉ោយប៉ែត ប្រាក់ខែល្អ មានកន្លែងស្នាក់នៅ អាហារឥតគិតថ្លៃ ទាក់ទងតាមតេឡេក្រាម"
LAO = "ຮັບສະໝັກພະນັກງານ ເຮັດວຽກຢູ່ບໍ່ແກ້ວ ເງິນເດືອນດີ ມີທີ່ພັກ ອາຫານຟຣີ ຕິດຕໍ່ທາງໄລນ໌"
VIETNAMESE = "Tuyển nhân viên chăm sóc khách hàng làm việc tại Campuchia, lương hai mươi triệu đồng, bao ăn ở, đi ngay"
VIETNAMESE_BARE = (
    "Tuyen nhan vien cham soc khach hang lam viec tai Campuchia, luong hai muoi trieu dong, bao an o, di ngay"
)
ENGLISH = "Staff wanted in Poipet, Cambodia. Salary 1,200 USD; free room and meals. Contact us on Telegram."
ONE_TEXT = {
    "Chinese stops to spaces": (CHINESE, CHINESE.replace("，", " ")),
    "Chinese stops left out": (CHINESE, CHINESE.replace("，", "").replace("。", "")),
    "traditional characters": (CHINESE, CHINESE.replace("诚", "誠").replace("万", "萬").replace("无", "無")),
    "Thai spaces moved": (THAI, THAI.replace(" ", "").replace("ทำ", " ทำ").replace("บาท", " บาท ").replace("มี", " มี")),
    "Burmese without spaces": (BURMESE, BURMESE.replace(" ", "")),
    "Khmer with invisible spaces": (KHMER, KHMER.replace(" ", "\u200b")),
    "Lao with stops for spaces": (LAO, LAO.replace(" ", ", ")),
    "Thai sentences moved": (THAI, " ".join([*THAI.split()[2:], *THAI.split()[:2]])),
    "Chinese clauses moved": (CHINESE, "包吃包住，无需经验，" + CHINESE.replace("包吃包住，无需经验，", "")),
    "a frame of pictures": (THAI, "🔥🔥" + THAI + "‼️1️⃣".replace("1", "")),
    "Vietnamese without marks": (VIETNAMESE, VIETNAMESE_BARE),
    "Vietnamese in parts of letters": (VIETNAMESE, unicodedata.normalize("NFD", VIETNAMESE)),
    "letters that look Latin": (ENGLISH, ENGLISH.translate(str.maketrans("aeopcxTBH", "аеорсхТВН"))),
    "English stops to spaces": (ENGLISH, ENGLISH.replace(", ", " / ").replace(";", " -").replace(". ", " | ")),
}
OTHERS = {
    "Chinese": (
        CHINESE,
        "酒店诚聘前台接待，地点曼谷，会泰语英语者优先，月薪面议，请携带简历到店面试。",
        "外贸公司招聘跟单员",
    ),
    "Thai": (THAI, "รับสมัครพนักงานขายออนไลน์ ทำงานที่กรุงเทพ เงินเดือนหมื่นห้า ส่งประวัติทางอีเมล", "ต้องการคนขับรถส่งของ"),
    "Burmese": (BURMESE, "ယာဉ်မောင်းအလိုရှိသည် လိုင်စင်ရှိရမည် မန္တလေးမြို့တွင် နေထိုင်သူဦးစားပေးမည်", "ဟိုတယ်ဝန်ထမ်းများ"),
}
OF_ONE_TRADE = (
    VIETNAMESE,
    "Tuyển thợ hàn làm việc tại Hải Phòng, lương mười hai triệu đồng, có chỗ ở, ưu tiên người có kinh nghiệm",
    "Tuyen phu bep nha hang tai Da Nang, luong tam trieu dong, lam ca toi",
)
MODEL = load_models()["JobAdvertisement"]


def outcome(left: str, right: str, **both: str) -> Outcome:
    one, other = (parts_of("JobAdvertisement", {"text": text, **both}) for text in (left, right))
    return decide(MODEL, [s.evidence for s in score(MODEL, one, other, [], [])]).outcome


def meet(left: str, right: str) -> bool:
    one, other = (set(blocking_keys(MODEL, parts_of("JobAdvertisement", text=text))) for text in (left, right))
    return not one.isdisjoint(other)


def test_two_vietnamese_texts_of_one_trade_are_two_with_marks_and_without() -> None:
    """Their syllables are short and few, so that any two texts have much in common."""
    for one, other in combinations(OF_ONE_TRADE, 2):
        assert likeness_of_texts(one, other) < SIMILAR - 15


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Đường Nguyễn Huệ", ("duong", "nguyen", "hue")),
        ("Pаypal тест", ("paypal", "тест")),  # the first with a Cyrillic letter, the second all Cyrillic
        ("йод ёлка", ("йод", "ёлка")),
        ("น้ำ กำลัง", ("น้ํา", "กําลัง")),
        ("Łódź ÅLESUND", ("lodz", "alesund")),
        ("BTC钱包 α1", ("btc钱包", "α1")),
    ],
)
def test_marks_of_latin_letters_and_letters_that_look_latin_are_folded_and_no_others(
    text: str, words: tuple[str, ...]
) -> None:
    assert read_text(text).words == words


@pytest.mark.parametrize(("left", "right"), ONE_TEXT.values(), ids=ONE_TEXT)
def test_one_text_written_twice_is_equal_and_meets_itself(left: str, right: str) -> None:
    assert likeness_of_texts(left, right) >= EQUAL
    assert meet(left, right)
    assert outcome(left, right, contactHandle="telegram:@hr_77") is Outcome.MATCH
    assert outcome(left, right) is Outcome.NONE


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (CHINESE, CHINESE.replace("两万", "三万").replace("柬埔寨西港", "缅甸妙瓦底")),
        (THAI, THAI.replace("สามหมื่น", "สี่หมื่น").replace(" ", "").replace("ทันที", "เลยวันนี้")),
        (BURMESE, BURMESE.replace("မြဝတီ", "လောက်ကိုင်").replace(" ", "")),
    ],
    ids=["Chinese", "Thai", "Burmese"],
)
def test_a_text_with_another_place_or_pay_waits_for_a_human_under_the_same_account(left: str, right: str) -> None:
    assert SIMILAR <= likeness_of_texts(left, right) < EQUAL
    assert meet(left, right)
    assert outcome(left, right, contactHandle="line:hr77") is Outcome.REVIEW
    assert outcome(left, right) is Outcome.NONE


@pytest.mark.parametrize("texts", OTHERS.values(), ids=OTHERS)
def test_two_texts_of_one_trade_are_two(texts: tuple[str, ...]) -> None:
    for one, other in combinations(texts, 2):
        assert likeness_of_texts(one, other) < 60
        assert not meet(one, other)
        assert outcome(one, other, contactHandle="telegram:@hr_77") is Outcome.NONE


def test_short_texts_meet_whatever_spaces_and_stops_stand_in_them() -> None:
    assert meet("诚聘 客服！", "诚聘客服")
    assert meet("รับแอดมิน ด่วน", "รับแอดมินด่วน!!")
    assert meet("Typists wanted!", "typists WANTED")


def test_order_counts_among_the_letters_of_a_word() -> None:
    assert likeness_of_texts("东京", "京东") < SIMILAR
    assert likeness_of_texts("กขค", "คขก") < SIMILAR


@pytest.mark.parametrize(("left", "right", "expected"), [("!!!", "???", 0), ("🔥", "🔥", 100), ("!", "a", 0)])
def test_texts_without_a_letter_are_alike_as_written(left: str, right: str, expected: float) -> None:
    assert likeness_of_texts(left, right) == expected


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_goes_both_ways_and_is_whole_with_itself(left: str, right: str) -> None:
    assert likeness_of_texts(left, right) == pytest.approx(likeness_of_texts(right, left))
    assert likeness_of_texts(left, left) == 100
