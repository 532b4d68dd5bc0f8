"""Romanisers give the official reading, or the spelling in use, among their first candidates."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from entity_resolution.names import NameKind, compare_names, person_name
from entity_resolution.names.scripts.burmese import romanise_burmese
from entity_resolution.names.scripts.han import romanise_han
from entity_resolution.names.scripts.khmer import romanise_khmer
from entity_resolution.names.scripts.thai import romanise_lao, romanise_thai


@pytest.mark.parametrize(
    ("word", "reading"),
    [
        ("สมชาย", "somchai"),
        ("ใจดี", "chaidi"),
        ("ปี", "pi"),
        ("ปู", "pu"),
        ("กิตติ", "kitti"),
        ("วรรณา", "wanna"),
        ("ธรรมศักดิ์", "thammasak"),
        ("จันทร์เพ็ญ", "chanphen"),
        ("ศรีสุข", "sisuk"),
        ("ประเสริฐ", "prasoet"),
        ("เกียรติ", "kiat"),
        ("ณัฐวุฒิ", "natthawut"),
        ("พงศกร", "phongsakon"),
        ("เชียงใหม่", "chiangmai"),
        ("เมือง", "mueang"),
        ("สมุทรปราการ", "samutprakan"),
        ("อยุธยา", "ayutthaya"),
        ("ทรัพย์", "sap"),
        ("กฤษณะ", "kritsana"),
        ("บัณฑิต", "bandit"),
        ("นคร", "nakhon"),
        ("ถนน", "thanon"),
    ],
)
def test_thai(word: str, reading: str) -> None:
    assert reading in romanise_thai(word)


@pytest.mark.parametrize(
    ("word", "readings"),
    [
        ("ไชยสิทธิ์", {"chaiyasit", "chaisit"}),
        ("ไชยรัตน์", {"chaiyarat", "chairat"}),
        ("ไชยา", {"chaiya"}),
        ("ไทย", {"thai"}),
    ],
)
def test_a_silent_yo_behind_ai_opens_a_syllable_before_another_word(word: str, readings: set[str]) -> None:
    assert readings <= set(romanise_thai(word))


@pytest.mark.parametrize(
    ("word", "reading"),
    [
        ("มหานครชัย", "mahanakhonchai"),
        ("วัดอรุณธรรม", "wataruntham"),
        ("ธนกาญจน์", "thanakan"),
        ("สุรเกียรติ์", "surakiat"),
        ("นครพนม", "nakhonphanom"),
        ("รัตนชัย", "rattanachai"),
        ("ราชบุรี", "ratchaburi"),
        ("พรหมมา", "phromma"),
    ],
)
def test_a_compound_of_known_words_is_read_word_by_word_first(word: str, reading: str) -> None:
    assert romanise_thai(word)[0] == reading


def test_a_known_word_before_another_syllable_is_said_with_its_last_vowel() -> None:
    assert "chaiyaphum" in romanise_thai("ชัยภูมิ")
    assert "phumiphon" in romanise_thai("ภูมิพล")
    assert romanise_thai("ภูมิ")[0] == "phum"


@pytest.mark.parametrize("word", ["สมชาย", "ใจดี", "ปี", "พิมพา", "ทองดี", "อนันต์", "บุญเรือง", "ชัยวัฒน์", "ตลาด", "ไชยวัฒน์"])
def test_common_thai_words_have_their_rtgs_reading_first(word: str) -> None:
    expected = {
        "สมชาย": "somchai", "ใจดี": "chaidi", "ปี": "pi", "พิมพา": "phimpha", "ทองดี": "thongdi", "อนันต์": "anan",
        "บุญเรือง": "bunrueang", "ชัยวัฒน์": "chaiwat", "ตลาด": "talat", "ไชยวัฒน์": "chaiwat",
    }  # fmt: skip
    assert romanise_thai(word)[0] == expected[word]


@pytest.mark.parametrize(
    ("word", "reading"),
    [
        ("ທອງລຸນ", "thonglun"),
        ("ບຸນຍັງ", "bunnhang"),
        ("ວຽງຈັນ", "viangchan"),
        ("ໄກສອນ", "kaison"),
        ("ຫຼວງ", "luang"),
        ("ພົມ", "phom"),
        ("ຫ້ວຍ", "huai"),
        ("ເປີຍ", "poei"),
        ("ເມຍ", "mia"),
        ("ວຽງ", "viang"),
        ("ຂວາງ", "khuang"),
    ],
)
def test_lao(word: str, reading: str) -> None:
    assert reading in romanise_lao(word)


@pytest.mark.parametrize(
    ("word", "reading"),
    [
        ("ហ៊ុន", "hun"),
        ("សែន", "sen"),
        ("ជា", "chea"),
        ("វិចិត្រ", "vichet"),
        ("សុភាព", "sopheap"),
        ("វណ្ណា", "vanna"),
        ("សម្បត្តិ", "sambat"),
        ("ជ័យ", "chey"),
        ("ត្រពាំង", "trapeang"),
        ("អង្គរ", "angkor"),
        ("កំពង់ចាម", "kampongcham"),
        ("សៀមរាប", "siemreap"),
        ("ស្វាយរៀង", "svayrieng"),
        ("ប៉ែន", "pen"),
    ],
)
def test_khmer(word: str, reading: str) -> None:
    assert reading in romanise_khmer(word)


@pytest.mark.parametrize(
    ("word", "reading"),
    [
        ("မင်းအောင်လှိုင်", "min aung hlaing"),
        ("ကျော်ဇော်", "kyaw zaw"),
        ("ဝင်းမြင့်", "win myint"),
        ("သန်းရွှေ", "than shwe"),
        ("ထွန်း", "tun"),
        ("သီရိ", "thi ri"),
        ("မန္တလေး", "man ta lay"),
        ("သင်္ဃန်း", "thin gan"),
        ("ဥက္ကာ", "ok ka"),
        ("ငြိမ်းချမ်း", "nyein chan"),
        ("ဥမ္မာ", "om ma"),
        ("ဝိဿာ", "wi sa"),
    ],
)
def test_burmese(word: str, reading: str) -> None:
    assert reading in romanise_burmese(word)


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("佘智江", "she zhijiang"),
        ("单志明", "shan zhiming"),
        ("仇明", "qiu ming"),
        ("解晓东", "xie xiaodong"),
        ("曾国华", "zeng guohua"),
        ("欧阳明", "ouyang ming"),
        ("陳志強", "chen zhiqiang"),
    ],
)
def test_hanzi_of_a_person(name: str, reading: str) -> None:
    assert romanise_han(name, person=True)[0] == reading


def test_hanzi_of_a_company_has_no_surname() -> None:
    assert romanise_han("单志", person=False) == ("dan zhi",)


@pytest.mark.parametrize(
    ("native", "latin"),
    [
        ("အိအိဖြိုး", "Ei Ei Phyo"),
        ("အိမွန်", "Ei Mon"),
        ("အိဖြူဖြူ", "Ei Phyu Phyu"),
        ("အိသန္တာဦး", "Ei Thandar Oo"),
        ("သီတာအေး", "Thida Aye"),
        ("နန္ဒာဦး", "Nanda Oo"),
        ("စန္ဒာအေး", "Sandar Aye"),
        ("ကိုကိုကြီး", "Ko Ko Gyi"),
        ("ကိုကိုကြီး", "Ko Ko Kyi"),
        ("စိုင်းလိတ်", "Sai Leik"),
        ("စိုင်းစံနု", "Sai San Nu"),
        ("နန်းမွန်", "Nang Mon"),
        ("မြင့်ဆွေ", "Myint Swe"),
        ("မြင့်ရွှေ", "Myint Shwe"),
    ],
)
def test_burmese_names_meet_as_they_are_spelt(native: str, latin: str) -> None:
    one, other = person_name(native), person_name(latin)
    assert one.keys & other.keys
    assert compare_names(one, other, NameKind.PERSON).bits > 6


@pytest.mark.parametrize("native", ["မြင့်ဆွေ", "Myint Swe"])
def test_swe_and_shwe_are_two_names(native: str) -> None:
    found = compare_names(person_name(native), person_name("Myint Shwe"), NameKind.PERSON)
    assert not found.agrees
    assert found.bits < -2


@pytest.mark.parametrize("latin", ["Reo Jaidee", "Rew Jaidee"])
def test_a_short_thai_eo_is_one_syllable(latin: str) -> None:
    found = compare_names(person_name("เร็ว ใจดี"), person_name(latin), NameKind.PERSON)
    assert found.agrees
    assert found.bits > 7


def test_a_first_syllable_is_not_voiced() -> None:
    assert "gyi aung" not in romanise_burmese("ကြီးအောင်", person=True)
    assert "gyi" not in " ".join(romanise_burmese("ကိုကြီး"))


@pytest.mark.parametrize("romanise", [romanise_thai, romanise_lao, romanise_khmer, romanise_burmese])
def test_a_lone_mark_or_nothing_has_no_surprising_reading(romanise: Callable[[str], tuple[str, ...]]) -> None:
    for text in ("", "ิ", "់", "့", "်", "ູ", "ABC", "๛"):
        assert isinstance(romanise(text), tuple)
