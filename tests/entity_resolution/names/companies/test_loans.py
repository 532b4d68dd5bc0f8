"""Companies whose names hold English words in the letters of the region, and Siam, which English spells its own way."""

import pytest

from entity_resolution.names import NameKind, compare_names, organisation_name, site_name
from entity_resolution.names.companies.legal_forms import kind_words
from entity_resolution.names.companies.loans import spell_loans
from entity_resolution.names.tables import read_rows


@pytest.mark.parametrize(
    ("native", "latin", "other"),
    [
        ("บริษัท สยามบุษบก เทรดดิ้ง จำกัด", "Siam Busabok Trading Co., Ltd.", "Siam Buakaew Trading Co., Ltd."),
        ("บริษัท สยามบุษบก เทรดดิ้ง จำกัด", "Sayam Busabok Trading", "Sayam Buakaew Trading"),
        ("สยามโกลบอล", "Siam Global", "Siam Digital"),
        ("บริษัท สยามบุษบก อินเตอร์เทรด จำกัด", "Siam Busabok Intertrade Co., Ltd.", "Siam Buakaew Intertrade"),
        ("บริษัท โกลเด้นมะลิ กรุ๊ป จำกัด", "Golden Mali Group Co Ltd", "Golden Malee Thong Group"),
        ("บริษัท มะลิทองดีเวลลอปเมนท์ จำกัด", "Malithong Development", "Maliwan Development"),
        ("สยามซิตี้โฮเต็ล", "Siam City Hotel", "Siam Beach Resort"),
        ("ບໍລິສັດ ດອກຈຳປາ ການຄ້າ ຈຳກັດ", "Dokchampa Trading", "Dokboua Trading"),
        ("金贝工程有限公司", "Jinbei Engineering", "Jinlong Engineering"),
        ("ក្រុមហ៊ុន បុប្ផា គ្រូប", "Bopha Group", "Bora Group"),
        ("ဇမ္ဗူ ဂရုပ် ကုမ္ပဏီ", "Zambu Group", "Zabe Group"),
        ("ບໍລິສັດ ຄຳພູມະລິ ຂາເຂົ້າ-ຂາອອກ ຈຳກັດ", "Khamphoumali Import-Export", "Khamphouthong Import-Export"),
        ("บริษัท ดับบลิว เอ็ม พี โซลูชั่น จำกัด", "WMP Solution Co., Ltd.", "WKT Solution Co., Ltd."),
        ("บริษัท เอ บี ซี การค้า จำกัด", "ABC Trading", "EBT Trading"),
        ("บริษัท ไชน่า มะลิ เทเลคอม จำกัด", "China Mali Telecom", "China Mali Textile"),
        ("ក្រុមហ៊ុន ហ្គោលដិន ដ្រេហ្គិន", "Golden Dragon Co., Ltd.", "Golden Lion Co., Ltd."),
        ("ធនាគារ ព្រីនស៍", "Prince Bank Plc", "Princess Bank Plc"),
        ("ក្រុមហ៊ុន ឡាក់គី ស្តារ", "Lucky Star Co., Ltd", "Golden Star Co., Ltd"),
    ],
)
def test_a_company_is_one_in_its_letters_and_in_english(native: str, latin: str, other: str) -> None:
    one, same, another = map(organisation_name, (native, latin, other))
    found = compare_names(one, same, NameKind.ORGANISATION)
    assert found.agrees
    assert found.bits > 6
    assert found.bits > compare_names(one, another, NameKind.ORGANISATION).bits + 3
    assert one.keys & same.keys


@pytest.mark.parametrize(
    ("native", "english", "pinyin", "other"),
    [
        ("皇冠赌场", "Crown Casino", "Huangguan Casino", "Royal Casino"),
        ("銀河娛樂場", "Galaxy Casino", "Yinhe Casino", "Dongfang Casino"),
        ("长城园区", "Great Wall Park", "Changcheng Park", "Whitesand Park"),
        ("金龙大酒店", "Golden Dragon Hotel", "Jinlong Hotel", "Golden Lion Hotel"),
        ("亚太国际新城", "Asia Pacific International New City", "Yatai New City", "Oriental New City"),
    ],
)
def test_a_chinese_house_is_one_in_english_and_in_pinyin(native: str, english: str, pinyin: str, other: str) -> None:
    house = site_name(native)
    for written in (english, pinyin):
        found = compare_names(house, site_name(written), NameKind.SITE)
        assert found.agrees
        assert found.bits > compare_names(house, site_name(other), NameKind.SITE).bits + 5
        assert house.keys & site_name(written).keys


def test_a_house_is_one_in_thai_and_in_english() -> None:
    house = site_name("สยามพารากอน")
    assert compare_names(house, site_name("Siam Paragon"), NameKind.SITE).bits > 9
    assert not compare_names(house, site_name("Siam Discovery"), NameKind.SITE).agrees


def test_a_loan_is_spelt_where_it_stands_and_no_vowel_of_its_last_letter_follows() -> None:
    assert spell_loans("สยามโกลบอล มะลิ") == "siam global มะลิ"
    assert spell_loans("สยามิ") == "สยามิ"
    assert spell_loans("Siam Global") == "Siam Global"


def test_no_loan_is_a_word_for_what_kind_of_thing_is_named() -> None:
    loans = {row[0] for row in read_rows("loan_words.tsv")}
    assert loans.isdisjoint(kind_words())


@pytest.mark.parametrize(
    ("native", "latin", "other"),
    [
        ("ကေကေပန်းခြံ", "KK Park", "KB Park"),
        ("ကေကေပါ့ခ်", "KK Park", "KB Park"),
        ("ဂျီတီ ပါ့ခ်", "GT Park", "JT Park"),
        ("ເຄເຄປາກ", "KK Park", "KT Park"),
        ("เค.เค. ปาร์ค", "KK Park", "KT Park"),
        ("บี52 คาสิโน", "B52 Casino", "V52 Casino"),
    ],
)
def test_a_site_called_by_letters_is_one_in_the_letters_of_the_region(native: str, latin: str, other: str) -> None:
    """So with points between them, before a number, and before a word for a park."""
    one, same, another = map(site_name, (native, latin, other))
    found = compare_names(one, same, NameKind.SITE)
    assert found.agrees
    assert found.bits > compare_names(one, another, NameKind.SITE).bits + 3
    assert one.keys & same.keys


def test_letters_are_read_where_a_word_is_nothing_else() -> None:
    assert spell_loans("ປາກເຊ") == "ປາກເຊ"  # a town, by the word for a mouth
    assert spell_loans("ເຄເຄປາກ") == "kk park"
    assert spell_loans("ที") == "ที"
