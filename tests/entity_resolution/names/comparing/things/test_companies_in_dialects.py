"""Companies in Hanzi and as a dialect of Chinese spells them. All names are invented."""

import pytest

from entity_resolution.names import NameKind, NameLevel, compare_names, organisation_name
from entity_resolution.names.companies.dialect_keys import keys_in_dialects, ways_in_dialects
from entity_resolution.names.comparing.things.companies_in_dialects import in_dialect

KIND = NameKind.ORGANISATION


@pytest.mark.parametrize(
    ("hanzi", "latin", "bits"),
    [
        ("鴻發國際有限公司", "Hung Fat International Limited", 9.8),
        ("永發", "Wing Fat", 11.4),
        ("振華貿易", "Chun Wah Trading Co., Ltd.", 9.7),
        ("金龍", "Kam Lung", 10.4),
    ],
)
def test_a_company_of_two_characters_is_one_in_a_dialect(hanzi: str, latin: str, bits: float) -> None:
    one, other = organisation_name(hanzi), organisation_name(latin)
    for left, right in ((one, other), (other, one)):
        found = compare_names(left, right, KIND)
        assert (found.level, found.agrees, round(found.bits, 1)) == (NameLevel.ROMANISED, True, bits)


@pytest.mark.parametrize(
    ("hanzi", "latin"),
    [
        ("鴻發", "Wing Fat"),
        ("永發貿易", "Hung Fat Trading"),
        ("鴻發", "Hung Fat Sing"),
        ("振華貿易", "Chun Wah Construction"),
    ],
)
def test_another_spelling_or_trade_stays_another_company(hanzi: str, latin: str) -> None:
    assert not compare_names(organisation_name(hanzi), organisation_name(latin), KIND).agrees


@pytest.mark.parametrize(
    ("hanzi", "latin"),
    [
        ("永利豐貿易有限公司", "Wing Lee Fung Trading Limited"),
        ("永利豐貿易有限公司", "Winglee Fung Trading Ltd"),
        ("周大興珠寶有限公司", "Chow Tai Hing Jewellery Limited"),
        ("恆昌隆國際有限公司", "Hang Cheong Lung International Limited"),
        ("金寶盛投資有限公司", "Kam Po Shing Investment Limited"),
        ("聯發行", "Luen Fat Hong"),
        ("榮興記", "Wing Hing Kee"),
        ("金成發", "Kim Seng Huat"),
        ("順發建築私人有限公司", "Soon Huat Construction Pte Ltd"),
        ("万利达物流", "Man Lee Tat Logistics"),
        ("恒基兆业", "Hang Kei Siu Yip"),
    ],
)
def test_a_company_of_more_characters_is_one_where_each_is_spelt_so_in_one_dialect(hanzi: str, latin: str) -> None:
    one, other = organisation_name(hanzi), organisation_name(latin)
    for left, right in ((one, other), (other, one)):
        found = compare_names(left, right, KIND)
        assert (found.level, found.agrees) == (NameLevel.ROMANISED, True)


@pytest.mark.parametrize(
    ("hanzi", "latin"),
    [
        # another syllable, one more or less, another order
        ("永利豐貿易有限公司", "Wing Lee Fat Trading Limited"),
        ("永利豐貿易有限公司", "Hung Lee Fung Trading"),
        ("永利豐貿易有限公司", "Wing Fung Trading Limited"),
        ("永利豐貿易有限公司", "Wing Lee Fung Sing Trading Limited"),
        ("永利豐貿易有限公司", "Lee Wing Fung Trading"),
        ("周大興珠寶有限公司", "Chow Tai Fook Jewellery Limited"),
        ("金成發", "Kim Seng Hin"),
        ("榮興記", "Wing Hing Hong"),
        # syllables of two dialects
        ("永利豐貿易有限公司", "Wing Lee Hong Trading Limited"),
        ("永利豐貿易有限公司", "Eng Lee Fung Trading"),
        ("金成發", "Kim Seng Fat"),
        ("金成發", "Kam Seng Huat"),
        # a character that no table has, a name of shops in front
        ("永利龘", "Wing Lee Tat"),
        ("行永利", "Hong Wing Lee"),
    ],
)
def test_another_syllable_order_or_dialect_stays_another_company(hanzi: str, latin: str) -> None:
    one, other = organisation_name(hanzi), organisation_name(latin)
    assert not compare_names(one, other, KIND).agrees
    assert not compare_names(other, one, KIND).agrees


def test_another_trade_of_one_name_is_a_sister() -> None:
    one, other = organisation_name("永利豐貿易"), organisation_name("Wing Lee Fung Construction")
    assert compare_names(one, other, KIND).level is NameLevel.SISTER


def test_a_dialect_is_read_of_companies_in_hanzi_beside_latin_letters_alone() -> None:
    hanzi, latin = organisation_name("鴻發成"), organisation_name("Hung Fat Shing")
    assert in_dialect(hanzi, latin, KIND) is not None
    assert in_dialect(hanzi, latin, NameKind.SITE) is None
    assert in_dialect(hanzi, organisation_name("鸿发成"), KIND) is None
    assert in_dialect(organisation_name("鴻"), organisation_name("Hung"), KIND) is None
    assert ways_in_dialects("鴻發成" * 3) == ()


@pytest.mark.parametrize(
    ("hanzi", "latin"),
    [("永利豐貿易有限公司", "Wing Lee Fung Trading"), ("金成發", "Kim Seng Huat"), ("永豐貿易", "Wing Fung Trading")],
)
def test_a_company_is_found_by_its_name_in_a_dialect(hanzi: str, latin: str) -> None:
    assert set(keys_in_dialects(organisation_name(hanzi).native)) & organisation_name(latin).keys
    assert organisation_name(hanzi).keys & organisation_name(latin).keys


@pytest.mark.parametrize(("stem", "latin"), [("偉業", "Wai Yip"), ("永利", "Wing Lee"), ("永利豐", "Wing Lee Fung")])
@pytest.mark.parametrize(
    ("hanzi", "english"),
    [
        ("{}（香港）有限公司", "{} (Hong Kong) Limited"),
        ("{}（香港）貿易有限公司", "{} (Hong Kong) Trading Limited"),
        ("{}（柬埔寨）有限公司", "{} (Cambodia) Co Ltd"),
        ("{}（亚洲）有限公司", "{} (Asia) Limited"),
        ("云南{}贸易有限公司", "Yunnan {} Trading Co Ltd"),
        ("云南省{}贸易有限公司", "Yunnan {} Trading Co Ltd"),
        ("瑞丽{}贸易有限公司", "Ruili {} Trading Co Ltd"),
        ("广西{}贸易有限公司", "Guangxi {} Trading Co Ltd"),
    ],
)
def test_a_place_beside_a_name_in_a_dialect_is_in_english_or_pinyin(
    stem: str, latin: str, hanzi: str, english: str
) -> None:
    one, other = organisation_name(hanzi.format(stem)), organisation_name(english.format(latin))
    for left, right in ((one, other), (other, one)):
        found = compare_names(left, right, KIND)
        assert (found.level, found.agrees) == (NameLevel.ROMANISED, True)


@pytest.mark.parametrize(
    ("hanzi", "latin"),
    [("云南偉業贸易", "Yunnan Wai Yip Trading"), ("瑞丽市永利豐贸易", "Ruili Wing Lee Fung Trading")],
)
def test_with_a_place_in_front_it_is_found(hanzi: str, latin: str) -> None:
    shared = organisation_name(hanzi).keys & organisation_name(latin).keys
    assert any(key.startswith("w:") for key in shared)


@pytest.mark.parametrize(
    ("hanzi", "latin"),
    [
        ("云南偉業贸易有限公司", "Kunming Wai Yip Trading Co Ltd"),
        ("云南偉業贸易有限公司", "Yunnan Wing Fat Trading Co Ltd"),
        ("云南偉業贸易有限公司", "Yunnan Wai Yip Construction Co Ltd"),
        ("瑞丽偉業贸易有限公司", "Ruili Hung Fat Trading Co Ltd"),
        ("偉業（香港）有限公司", "Wing Fat (Hong Kong) Limited"),
        ("偉業（香港）有限公司", "Wai Yip (Macau) Limited"),
        ("偉業（香港）有限公司", "Wai Yip (Cambodia) Limited"),
        ("恒信偉業有限公司", "Hengxin Wai Yip Limited"),  # no place in front
    ],
)
def test_another_place_or_name_beside_it_is_another_company(hanzi: str, latin: str) -> None:
    one, other = organisation_name(hanzi), organisation_name(latin)
    assert compare_names(one, other, KIND).level is not NameLevel.ROMANISED
    assert compare_names(other, one, KIND).level is not NameLevel.ROMANISED
