"""A place is one with and without the word for what it is, in script, romanised and in English. The places are real."""

import pytest

from entity_resolution.names import NameKind, compare_names, divisions_said, may_agree, site_name
from entity_resolution.names.words.glosses import gloss_inside, gloss_words


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("บ้านเชียงแสน", "Chiang Saen"),
        ("อ.เชียงแสน", "Chiang Saen District"),
        ("จ.ลำพูน", "Changwat Lamphun"),
        ("ขุนยวม", "Amphoe Khun Yuam"),
        ("เขตบางรัก", "Bang Rak District"),
        ("Khet Bang Rak", "Bang Rak District"),
        ("เมืองสิงห์", "Muang Sing"),
        ("ເມືອງສິງ", "Muang Sing"),
        ("Sing District", "Muang Sing"),
        ("แม่น้ำเมย", "Moei River"),
        ("Mae Nam Moei", "Moei River"),
        ("เขื่อนสิรินธร", "Sirindhorn Dam"),
        ("สถานีรถไฟน่าน", "Nan Railway Station"),
        ("ທ່າເຮືອຫ້ວຍແດງ", "Huay Daeng Port"),
        ("วัดศรีชุม", "Wat Si Chum"),
        ("ຖະໜົນອານຸວົງ", "Anouvong Road"),
        ("Thesaban Mueang Nan", "Nan Town Municipality"),
        ("Krung Thep Maha Nakhon", "Bangkok"),
        ("โคราช", "Nakhon Ratchasima"),
        ("ខេត្តកំពត", "Kampot Province"),
        ("កំពត", "Khaet Kampot"),
        # The villages of Cambodia on the maps of the US, whose spelling has marks.
        ("Phumĭ Prey Touch", "Prey Touch"),
        ("Phumĭ Prêk Tuŏch", "ភូមិព្រែកតូច"),
        ("မုဒုံမြို့", "Mudon"),
        ("မုဒုံ", "Mudonmyo"),
        ("အောင်လံရွာ", "Aunglan Village"),
        # The word for what it is in Latin letters as the language has it, at the end in Burmese.
        ("Shwesandaw Pagoda", "Shwesandaw Paya"),
        ("သံလွင်မြစ်", "Salween River"),
        ("ប្រាសាទតាព្រហ្ម", "Ta Prohm Temple"),
        ("ស្ពានថ្ម", "Spean Thma"),
        ("Saphan Taksin", "Taksin Bridge"),
        ("ຂົວມິດຕະພາບ", "Friendship Bridge"),
        ("ວັດສີເມືອງ", "Si Muang Temple"),
        ("ໂຮງໝໍເສດຖາ", "Hong Mo Settha"),
        ("สถานีตำรวจภูธรแม่สาย", "Mae Sai Police Station"),
        ("ເມືອງຕົ້ນເຜິ້ງ", "Tonpheung District"),
        ("Muong Sing", "ເມືອງສິງ"),
    ],
)
def test_a_place_agrees_with_its_kind_and_without(left: str, right: str) -> None:
    one, other = site_name(left), site_name(right)
    assert compare_names(one, other, NameKind.SITE).bits > 0
    assert one.keys & other.keys


@pytest.mark.parametrize(
    ("left", "right"),
    [("အင်းတော်ရွာ", "Inma Village"), ("ရပ်စောက်ရွာ", "Natmauk Village"), ("ကလောမြို့နယ်", "Gangaw Township")],
)
def test_a_common_kind_does_not_make_two_places_one(left: str, right: str) -> None:
    assert compare_names(site_name(left), site_name(right), NameKind.SITE).bits < -5


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Nan River", "Nan Station"),
        ("Mae Sot School", "Mae Sot Hospital"),
        ("ท่าเรือระนอง", "Ranong Airport"),
        ("Laem Ngop Port", "Laem Ngop City Municipality"),
        ("Nam Ngiap", "Nam Ngiap Dam"),
    ],
)
def test_two_things_of_one_towns_or_rivers_name_do_not_agree(left: str, right: str) -> None:
    assert not compare_names(site_name(left), site_name(right), NameKind.SITE).level.startswith(("exact", "romanised"))
    assert compare_names(site_name(left), site_name(right), NameKind.SITE).bits < 6


def test_a_kind_at_the_beginning_goes_before_the_same_letters_anywhere() -> None:
    assert site_name("เขตบางรัก").tokens == ("bangrak", "district")
    assert site_name("เขตเศรษฐกิจพิเศษบางรัก").tokens == ("bangrak", "zone")


def test_a_word_that_only_begins_like_a_kind_stays() -> None:
    assert site_name("Bantay Srei").tokens == ("bantay", "srei")
    assert site_name("Ban Phai").tokens == ("village", "phai")
    assert site_name("Phai Ban").tokens == ("phai", "ban")


def test_a_word_that_ends_burmese_names_begins_others() -> None:
    assert gloss_words(("paya", "lebar")) == ("paya", "lebar")
    assert gloss_inside("မြစ်ကြီးနား") == ("မြစ်ကြီးနား", ())
    assert gloss_inside("မြစ်") == ("မြစ်", ())


@pytest.mark.parametrize(
    ("left", "right"),
    [("Amphoe Mae Sot", "Mae Sot Hospital"), ("ຂົວມິດຕະພາບ", "Mittaphab Hospital"), ("Nan City", "Nan Airport")],
)
def test_a_town_and_a_house_of_its_name_are_two(left: str, right: str) -> None:
    assert compare_names(site_name(left), site_name(right), NameKind.SITE).bits < 0


def test_a_district_and_its_town_may_be_one() -> None:
    assert compare_names(site_name("Amphoe Mae Sot"), site_name("Mae Sot City"), NameKind.SITE).bits > 0


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("ឃុំសំបូរ", "Sambour Tmeas Commune"),
        ("Khum Kraol", "Kraol Melati Commune"),
        ("Tambon Bang Melati", "Bang Melati Noi Subdistrict"),
        ("Phumi Kraol", "Phumi Kraol Leu"),
    ],
)
def test_a_part_of_a_country_with_a_word_more_is_another(left: str, right: str) -> None:
    one, other = site_name(left), site_name(right)
    assert not compare_names(one, other, NameKind.SITE).agrees
    assert not may_agree(one, other, NameKind.SITE)


def test_a_house_with_a_word_more_may_be_the_same() -> None:
    assert compare_names(site_name("Marigold Tower"), site_name("Marigold Bay Tower"), NameKind.SITE).bits > 0
    assert divisions_said(site_name("Khum Kraol")) == divisions_said(site_name("Kraol Commune")) == {"subdistrict"}
    assert divisions_said(site_name("Marigold Tower")) == divisions_said(site_name("")) == set()
