"""Thai names of Sanskrit and Pali are one however they are spelt: by their sound, or each letter by its Indic value."""

from __future__ import annotations

import pytest

from entity_resolution.names import NameKind, Tongue, compare_names, person_name, site_name
from entity_resolution.names.scripts.phonemes import sounds
from entity_resolution.names.scripts.thai import romanise_thai
from entity_resolution.names.scripts.thai_letters import spell_thai


@pytest.mark.parametrize(
    ("word", "spelling"),
    [
        ("วิทยา", "vidya"),
        ("นคร", "nagara"),
        ("จันทร์", "chandra"),
        ("บุตร", "putra"),
        ("ชัย", "jaya"),
        ("ไชย", "jaya"),
        ("ชิน", "shin"),
        ("ธรรม", "dharma"),
        ("พลเดช", "boldej"),
        ("เทวพันธุ์", "devabandhu"),
        ("คเชนทร์", "gajendra"),
        ("สัจจา", "sacha"),
        ("เกียรติ", "kirti"),
        ("เคราะห์", "grah"),
        ("สุกร", "sukon"),
        ("กฤษณา", "krisna"),
        ("สุลานนท์", "sulanonda"),
    ],
)
def test_a_thai_word_is_spelt_by_its_letters(word: str, spelling: str) -> None:
    assert spelling in spell_thai(word)


@pytest.mark.parametrize("word", ["แก้ว", "ใจ", "ทอง", "หนอง", "เมือง", "เตย", "บัว", "ดำ", "รุ่ง", "เขา", "ฟ้า"])
def test_a_word_with_signs_of_thai_alone_is_not(word: str) -> None:
    assert spell_thai(word) == ()


def test_a_long_text_is_not_spelt() -> None:
    assert spell_thai("ธรรม" * 20) == ()


@pytest.mark.parametrize(
    ("thai", "latin"),
    [
        ("วิทยา", "Vidya"),
        ("ภูวดล", "Bhuvadol"),
        ("พลเดช", "Baladej"),
        ("นรินทร์", "Narindra"),
        ("ชินวัตร", "Shinawatra"),
        ("ธรรมรัตน์ เทวินทร์", "Dharmaratana Devindra"),
        ("ธรรมรัตน์ เทวินทร์", "Thammarat Devindra"),
        ("เกียรติศักดิ์ พรหมจันทร์", "Kiattisak Promjan"),
    ],
)
def test_names_spelt_by_their_letters_agree_and_meet(thai: str, latin: str) -> None:
    one, other = person_name(thai), person_name(latin)
    assert compare_names(one, other, NameKind.PERSON).agrees
    assert one.keys & other.keys


@pytest.mark.parametrize(
    ("thai", "latin"), [("วิทยา", "Vinaya"), ("นคร", "Nakula"), ("พลเดช", "Baladeva"), ("นรินทร์", "Surindra")]
)
def test_other_names_so_spelt_do_not(thai: str, latin: str) -> None:
    assert not compare_names(person_name(thai), person_name(latin), NameKind.PERSON).agrees


def test_places_agree_as_well() -> None:
    compared = compare_names(site_name("สุวรรณนคร"), site_name("Suvarna Nagara"), NameKind.SITE)
    assert compared.agrees


@pytest.mark.parametrize(
    ("one", "other"), [("Vejadhara", "Wechathara"), ("Bhudhorn", "Phuthorn"), ("Rajadhani", "Rachathani")]
)
def test_letters_of_one_sound_in_thai_are_one(one: str, other: str) -> None:
    assert compare_names(person_name(one), person_name(other), NameKind.PERSON).similarity == 1.0


def test_letters_behind_a_final_n_that_speech_leaves_out() -> None:
    assert sounds("narindr", Tongue.THAI).near == sounds("narin", Tongue.THAI).near


def test_a_final_n_does_not_take_the_d_of_the_next_syllable() -> None:
    assert sounds("sirindhorn", Tongue.THAI).near == sounds("sirinthorn", Tongue.THAI).near


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [("nut", "nat", True), ("tunnapat", "tannapat", True), ("sura", "sara", False), ("poodit", "padit", False)],
)
def test_a_u_is_a_short_a_in_closed_syllables_alone(one: str, other: str, *, alike: bool) -> None:
    heard = [sounds(text, Tongue.THAI_BY_EAR).far for text in (one, other)]
    assert (heard[0] == heard[1]) is alike


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("chitchom", "chidchom"),  # a stop before CH is hardly heard
        ("kiatchai", "kiartchai"),
        ("wichian", "vichiarn"),
    ],
)
def test_spellings_of_one_sound(one: str, other: str) -> None:
    assert sounds(one, Tongue.THAI).near == sounds(other, Tongue.THAI).near


@pytest.mark.parametrize(
    ("word", "best"),
    [("ศิริพร", "siriphon"), ("สิริ", "siri"), ("ศิริวรรณ", "siriwan"), ("ชาติ", "chat"), ("ภูมิ", "phum")],
)
def test_a_last_vowel_is_said_behind_an_r_and_not_behind_a_stop(word: str, best: str) -> None:
    assert romanise_thai(word)[0] == best


@pytest.mark.parametrize(("word", "reading"), [("พรหมวิหาร", "phromwihan"), ("เกียรติศักดิ์", "kiattisak")])
def test_unsounded_letters_inside_a_word(word: str, reading: str) -> None:
    assert reading in romanise_thai(word)


@pytest.mark.parametrize(
    ("thai", "latin"),
    [
        ("ฉายแสง", "Chaisang"),  # an AE that closes a syllable, spelt as an A
        ("สมชาย แสงชัย", "Somchai Sangchai"),
        ("เปรม สุลานนท์", "Prem Sulanonda"),
        ("บรรหาร ศิลปอาชา", "Banharn Silpa-archa"),  # a long A as the English hear it, behind another
    ],
)
def test_vowels_as_english_and_letters_spell_them(thai: str, latin: str) -> None:
    one, other = person_name(thai), person_name(latin)
    assert compare_names(one, other, NameKind.PERSON).agrees
    assert one.keys & other.keys


@pytest.mark.parametrize(
    ("thai", "latin"), [("ฉายแสง", "Chaisong"), ("ฉายแสง", "Chaisung"), ("เปรม สุลานนท์", "Prem Sulawan")]
)
def test_other_vowels_do_not_agree(thai: str, latin: str) -> None:
    assert not compare_names(person_name(thai), person_name(latin), NameKind.PERSON).agrees


@pytest.mark.parametrize(
    ("thai", "latin"),
    [
        ("ธนพล แซ่ตั้ง", "Thanaphon Sae Tang"),
        ("ธนพล แซ่ตั้ง", "Thanapol Sae-Tang"),
        ("ธนพล แซ่ ตั้ง", "THANAPHON SAETANG"),
        ("วิชัย แซ่โค้ว", "Wichai Sae Khow"),
        ("สมชาย ภักดี", "Somchai Pakdee"),
        ("มณี รักดี", "Manee Rakdee"),
    ],
)
def test_surnames_of_thai_chinese_and_those_that_end_in_di_agree_and_meet(thai: str, latin: str) -> None:
    one, other = person_name(thai), person_name(latin)
    assert compare_names(one, other, NameKind.PERSON).agrees
    assert one.keys & other.keys


@pytest.mark.parametrize(
    ("thai", "latin"), [("ธนพล แซ่ตั้ง", "Thanaphon Sae Lim"), ("สมชาย ภักดี", "Somchai Phak"), ("มณี รักดี", "Manee Rakthai")]
)
def test_other_surnames_of_them_do_not(thai: str, latin: str) -> None:
    assert not compare_names(person_name(thai), person_name(latin), NameKind.PERSON).agrees
