"""Names in the scripts of India and in Ethiopic beside the Latin spellings that their people use (all invented)."""

import pytest

from entity_resolution.names import NameComparison, NameKind, NameLevel, compare_names, person_name
from entity_resolution.names.comparing.comparison import may_agree
from entity_resolution.names.scripts.ethiopic import spell_ethiopic
from entity_resolution.names.scripts.form import Tongue
from entity_resolution.names.scripts.indic import spell_indic
from entity_resolution.names.tongues.own_spellings import has_own_spellings, is_spelling, ways_to_spell
from tests.entity_resolution.names.one_or_another import assert_another, assert_one


def compared(left: str, right: str) -> NameComparison:
    return compare_names(person_name(left), person_name(right), NameKind.PERSON)


@pytest.mark.parametrize(
    ("text", "spelt"),
    [
        ("गुरुङ", "gurung"),  # a nasal of the throat at the end
        ("ज्ञवाली", "gyavali"),
        ("ফারজানা", "farjana"),
        ("যাদব", "jadab"),  # Bengal says J for Y,
        ("সৈয়দ", "saiyad"),  # but not with a point below
        ("ইউসুফ", "yusuf"),
        ("আনোয়ার", "anowar"),
        ("ওয়াহিদ", "wahid"),
        ("জাহাঙ্গীর", "jahangir"),
        ("বিশ্বাস", "bishwas"),
        ("রফিকুল", "rafikul"),
        ("முருகன்", "murugan"),  # voiced between vowels
        ("செல்வம்", "selvam"),
        ("පෙරේරා", "perera"),
        ("රුවන්", "ruwan"),
        ("රණසිංහ", "ranasingha"),
    ],
)
def test_letters_of_india_and_sri_lanka_are_spelt_as_they_are_said(text: str, spelt: str) -> None:
    assert spell_indic(text) == spelt


@pytest.mark.parametrize(
    ("text", "spelt"),
    [
        ("ተስፋዬ በቀለ", "tesfaye bekele"),
        ("ብርሃኑ", "birhanu"),  # no word begins with two consonants
        ("ፍቅርተ", "fikirte"),  # nor stand three together,
        ("ወርቅነህ", "workneh"),  # but behind a liquid
        ("መድህን", "medhin"),
        ("ትዕግስት", "tigist"),
        ("እሸቱ", "eshetu"),
        ("ዳንኤል", "daniel"),
        ("መኮንን", "mekonen"),
        ("ኃይለ ማርያም", "haile maryam"),
        ("ገ/ማርያም", "gebremaryam"),
        ("Abebe ነጋ, 5", "Abebe nega, 5"),
        ("plain", "plain"),
    ],
)
def test_ethiopic_is_spelt_with_the_sixth_vowel_where_it_is_said(text: str, spelt: str) -> None:
    assert spell_ethiopic(text) == spelt


@pytest.mark.parametrize(
    ("word", "ways"),
    [
        ("विष्णु", ("vishnu", "bishnu")),
        ("ज्ञवाली", ("gyavali", "gnavali", "jnavali", "gyabali")),
        ("कमला", ("kamla", "kamala")),
        ("ገብረሥላሴ", ("gebreslase", "gebresilase", "gebireslase")),
        ("শেখ", ("shekh",)),
    ],
)
def test_ways_to_spell_a_word_differ_in_its_consonants(word: str, ways: tuple[str, ...]) -> None:
    assert ways_to_spell(word) == ways


@pytest.mark.parametrize(
    ("native", "latin"),
    [
        ("विष्णु गुरुङ", "Bishnu Gurung"),
        ("लक्ष्मी तामाङ", "Luxmi Tamang"),
        ("सञ्जय ज्ञवाली", "Sanjaya Gnawali"),
        ("कृष्ण बहादुर क्षेत्री", "Krishna Bahadur Chhetri"),
        ("विकास चौधरी", "Bikash Choudhary"),
        ("ছায়া চৌধুরী", "Chhaya Chowdhury"),
        ("মোঃ রফিকুল ইসলাম", "Md. Rofiqul Islam"),
        ("মোছাঃ নাজমা আক্তার", "Mst. Nazma Akhter"),
        ("জাহাঙ্গীর হোসেন", "Zahangir Hussain"),
        ("ইউসুফ মিয়া", "Yousuf Miah"),
        ("মিজানুর রহমান", "Mizanur Rohman"),
        ("শামসুল হক", "Shamsul Hoque"),
        ("ብርሃኑ ነጋ", "Berhanu Nega"),
        ("ሕይወት ወልደ", "Hiwot Wolde"),
        ("ፍቅርተ ታደሰ", "Fikrte Tadesse"),
        ("ጽጌ ገብረ መድህን", "Tsige Gebremedhin"),
        ("ሙሉጌታ ገብረሥላሴ", "Mulugeta Gebre Selassie"),
        ("ኃይለ ማርያም ዮሐንስ", "Hailemariam Yohannes"),
        ("እየሩሳሌም ተስፋዬ", "Yerusalem Tesfaye"),
        ("అనిల్ రావు", "Anil Rao"),
        ("હર્ષ પટેલ", "Harsh Patel"),
        ("රුවන් ජයසිංහ", "Ruvan Jayasinghe"),
        ("லட்சுமி மகேந்திரன்", "Letchumi Mahendran"),
        ("ਜਸਵਿੰਦਰ ਕੌਰ", "Jaswinder Kaur"),
    ],
)
def test_a_name_in_its_own_script_is_its_peoples_spelling(native: str, latin: str) -> None:
    left, right = person_name(native), person_name(latin)
    found = compare_names(left, right, NameKind.PERSON)
    assert found.level in (NameLevel.ROMANISED, NameLevel.COMMON_NAME)
    assert found.similarity >= 0.97
    assert compare_names(right, left, NameKind.PERSON).bits == found.bits
    assert may_agree(left, right, NameKind.PERSON)
    assert left.keys & right.keys


@pytest.mark.parametrize(
    ("native", "latin"),
    [
        ("রহিম হোসেন", "Rahman Hossain"),
        ("করিম হোসেন", "Kabir Hossain"),
        ("নাসিমা বেগম", "Nasrin Begum"),
        ("নাসিমা বেগম", "Nazma Begum"),
        ("শাহিন আলম", "Shahid Alam"),
        ("সালমা আক্তার", "Salam Akter"),
        ("শফিকুল ইসলাম", "Shafiul Islam"),
        ("রফিকুল আলম", "Rafiul Alam"),
        ("জামাল উদ্দিন", "Kamal Uddin"),
        ("गीता थापा", "Sita Thapa"),
        ("गीता थापा", "Mina Thapa"),
        ("विष्णु राई", "Binu Rai"),
        ("रमेश तामाङ", "Ramesh Taman"),
        ("रमेश गुरुङ", "Ramesh Guruwa"),
        ("ተስፋዬ ነጋ", "Tsehaye Nega"),
        ("አበበ ነጋ", "Abera Nega"),
        ("ከበደ ነጋ", "Kassa Nega"),
        ("አልማዝ ነጋ", "Alem Nega"),
        ("ኃይሌ ነጋ", "Hailu Nega"),
        ("በቀለ ነጋ", "Bekelu Nega"),
        ("ሰላም ነጋ", "Selamawit Nega"),
    ],
)
def test_a_name_a_letter_apart_is_another(native: str, latin: str) -> None:
    assert not compared(native, latin).agrees
    assert not compared(latin, native).agrees


def test_a_word_that_its_people_never_spell_so_is_for_a_human() -> None:
    found = compared("আব্দুল্লাহ হোসেন", "Abdul Hossain")
    assert found.level is NameLevel.PARTIAL
    assert "but its people spell it otherwise" in found.how


def test_a_spelling_is_of_the_whole_word() -> None:
    assert is_spelling("rofiqul", "রফিকুল")
    assert not is_spelling("rofiqu", "রফিকুল")
    assert is_spelling("hussain", "হোসেন")  # which the table has, and no rule gives
    assert not is_spelling("hasan", "হোসেন")


@pytest.mark.parametrize("native", ["আ" * 290, "ব্রব্র" * 45, "አእ" * 140, "़", "ා", "ት"])
def test_a_long_word_or_a_mark_alone_is_read_at_once(native: str) -> None:
    assert not compared(native, "a" * 280 + "b").agrees


def test_two_letters_that_a_vowel_parts_are_not_one() -> None:
    assert spell_indic("राजनाथ") == "rajnath"  # no GY
    assert spell_indic("విజ్ఞాన") == "vignana"


def test_who_is_written_in_ethiopic_may_be_his_own_father_turned_round() -> None:
    assert compared("ብርሃኑ ፍቅሬ", "Fikre Berhanu").level is NameLevel.FATHER


@pytest.mark.parametrize(
    ("raw", "native", "title"),
    [("አቶ አበበ በቀለ", "አበበ በቀለ", "አቶ"), ("ወ/ሮ አልማዝ ከበደ", "አልማዝ ከበደ", "ወ/ሮ"), ("ወ/ሪት ሰላም ነጋ", "ሰላም ነጋ", "ወ/ሪት")],
)
def test_titles_in_ethiopic_are_taken_off(raw: str, native: str, title: str) -> None:
    form = person_name(raw)
    assert (form.native, form.honorifics) == (native, (title,))


def test_a_name_in_such_a_script_is_of_no_language_of_the_region() -> None:
    # Selvam and Selvan are one word to a Burmese ear.
    assert person_name("முருகன் செல்வம்").tongue is Tongue.GENERAL
    assert not compared("முருகன் செல்வம்", "Murugan Selvan").agrees


def test_a_name_is_read_in_at_most_six_ways() -> None:
    assert person_name("विष्णु लक्ष्मी ज्ञवाली").latin == (
        "vishnu lakshmi gyavali",
        "bishnu lakshmi gyavali",
        "vishnu laxmi gyavali",
        "vishnu lakshmi gnavali",
        "vishnu lachhmi gyavali",
        "vishnu lakshmi jnavali",
    )


def test_names_in_other_letters_have_no_such_spellings() -> None:
    assert not any(map(has_own_spellings, ("Rafiqul Islam", "Nguyễn Thị Hoa", "สมชาย", "Κώστας", "かな")))


@pytest.mark.parametrize(
    ("left", "right", "level", "bits"),
    [
        ("সৈয়দা নাসরিন", "Syeda Nasrin", NameLevel.ROMANISED, 12.0),
        ("शाहनवाज़ आलम", "Shahnawaz Alam", NameLevel.ROMANISED, 10.3),
        ("शाहनवाज़ कुरैशी", "Shahnawaz Qureshi", NameLevel.ROMANISED, 12.0),
        ("ज्ञानेश्वर पाटिल", "Dnyaneshwar Patil", NameLevel.ROMANISED, 12.0),
        ("ज्ञानेश्वर पाटिल", "Gyaneshwar Patil", NameLevel.ROMANISED, 10.6),
        ("தமிழ்ச்செல்வி முருகன்", "Tamilselvi Murugan", NameLevel.ROMANISED, 12.0),
        ("பழனிச்சாமி ராஜன்", "Palanisamy Rajan", NameLevel.ROMANISED, 12.0),
    ],
)
def test_a_well_known_name_has_the_spellings_of_its_people(
    left: str, right: str, level: NameLevel, bits: float
) -> None:
    assert_one(left, right, level, bits)


@pytest.mark.parametrize(
    ("left", "right", "level", "bits"),
    [
        ("সৈয়দা নাসরিন", "Syed Nasrin", NameLevel.DIFFERENT, -5.8),
        ("সৈয়দ নাসরিন", "Syeda Nasrin", NameLevel.DIFFERENT, -6.5),
        ("शाहनवाज़ आलम", "Shahnaz Alam", NameLevel.DIFFERENT, -5.8),
        ("शाहनवाज़ आलम", "Shahbaz Alam", NameLevel.DIFFERENT, -6.4),
        ("ज्ञानेश्वर पाटिल", "Dineshwar Patil", NameLevel.WEAK, -4.7),
        ("ज्ञानेश्वर पाटिल", "Dinesh Patil", NameLevel.DIFFERENT, -9.1),
        ("தமிழ்ச்செல்வி முருகன்", "Tamilarasi Murugan", NameLevel.DIFFERENT, -6.4),
        ("தமிழ்ச்செல்வி முருகன்", "Tamilselvan Murugan", NameLevel.DIFFERENT, -5.6),
        ("பழனிச்சாமி ராஜன்", "Palaniappan Rajan", NameLevel.DIFFERENT, -6.7),
        ("பழனிச்சாமி ராஜன்", "Ponnusamy Rajan", NameLevel.DIFFERENT, -5.7),
    ],
)
def test_a_known_name_near_it_is_another(left: str, right: str, level: NameLevel, bits: float) -> None:
    assert_another(left, right, level, bits)
