"""Words of companies: cut short or in full, of one thing or several, and of which trade (all invented)."""

from __future__ import annotations

import pytest

from entity_resolution.names import NameKind, NameLevel, compare_names, organisation_name, site_name
from entity_resolution.names.companies.short_words import differ_in_number, in_full
from entity_resolution.names.comparing.comparison import may_agree

KIND = NameKind.ORGANISATION


def bits(left: str, right: str) -> float:
    return compare_names(organisation_name(left), organisation_name(right), KIND).bits


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Lotus Nat'l Petroleum Corp", "Lotus National Petroleum Corporation"),
        ("Goldwell Imp. & Exp. Co., Ltd.", "Goldwell Import and Export Co. Ltd"),
        ("Mekong Dawn Beverage PCL", "Mekong Dawn Beverages Public Company Limited"),
        ("Cia. Minera del Loto SA", "Compañía Minera del Loto S.A."),
        ("Transp. Hnos. Lotario SRL", "Transportes Hermanos Lotario S.R.L."),
        ("Cementos del Sureño, S.A. de C.V.", "Cementos Sureno SA de CV"),
    ],
)
def test_a_word_is_one_cut_short_and_in_full_and_for_several(left: str, right: str) -> None:
    one, other = organisation_name(left), organisation_name(right)
    assert compare_names(one, other, KIND).agrees
    assert may_agree(one, other, KIND)
    assert one.keys & other.keys


@pytest.mark.parametrize(
    ("native", "latin", "other"),
    [
        ("บริษัท บัวเจริญพัฒนา จำกัด", "Bua Charoen Pattana Co., Ltd.", "Bua Charoen Panich Co., Ltd."),
        ("บริษัท บัวทองพาณิชย์ จำกัด", "Bua Thong Panich Co., Ltd.", "Bua Thong Pattana Co., Ltd."),
        ("บริษัท สหบัวขนส่ง จำกัด", "Saha Bua Khonsong Co., Ltd.", "Saha Bua Kosang Co., Ltd."),
        ("หจก. บัวสมบูรณ์การช่าง", "Bua Somboon Karnchang LP", "Bua Somboon Panit LP"),
        ("บริษัท บัวอุตสาหกรรม จำกัด", "Bua Utsahakam Co., Ltd.", "Bua Borikan Co., Ltd."),
        ("บริษัท มิตรบัวบริการ จำกัด", "Mit Bua Borikan Co., Ltd.", "Mit Bua Kaset Co., Ltd."),
        ("ບໍລິສັດ ບົວພັດທະນາ ຈຳກັດ", "Boua Phatthana Co., Ltd.", "Boua Construction Co., Ltd."),
        ("ບໍລິສັດ ສີເມືອງ ກໍ່ສ້າງ ຈຳກັດ", "Simuang Construction Co., Ltd.", "Simuang Trading Co., Ltd."),
    ],
)
def test_a_trade_is_one_in_its_script_as_it_sounds_and_in_english(native: str, latin: str, other: str) -> None:
    one, two = organisation_name(native), organisation_name(latin)
    found = compare_names(one, two, KIND)
    assert (found.agrees, found.level) == (True, NameLevel.ROMANISED)
    assert one.keys & two.keys
    assert found.bits > bits(native, other) + 3


def test_another_trade_counts_more_than_one_alone_and_a_group_nothing() -> None:
    foods = "Mekong Dawn Foods PCL"
    alone = bits(foods, "Mekong Dawn PCL")
    assert bits(foods, "Mekong Dawn Food Co") > alone > bits(foods, "Mekong Dawn Logistics PCL")
    assert bits("Mekong Dawn Group", "Mekong Dawn PCL") > bits("Mekong Dawn Logistics", "Mekong Dawn PCL")


@pytest.mark.parametrize("written", ["Peña Lotus, S.A. de C.V.", "Peña Lotus S.A de C.V", "Peña Lotus SA de CV"])
def test_a_form_is_taken_off_where_its_last_stop_or_all_are_missing(written: str) -> None:
    name = organisation_name(written)
    assert (name.native, name.legal_form) == ("Peña Lotus", organisation_name("Lotus SA de CV").legal_form)
    assert name.latin == ("pena lotus",)


def test_forms_are_taken_off_the_end_one_behind_the_other() -> None:
    assert organisation_name("Lotus Dawn Corp. PCL").latin == organisation_name("Lotus Dawn Public Co. Ltd").latin
    assert bits("Lotus Dawn Corp. PCL", "Lotus Dawn Corporation Public Company Limited") > 9


@pytest.mark.parametrize(
    ("short", "long", "other"),
    [
        ("Goldtel", "Golden Telecommunications Limited", "Golden Television Networks Limited"),
        (
            "LOTEP",
            "Lot Exploration and Production Public Company Limited",
            "Lot Property and Estates Public Company Limited",
        ),
        ("Petroloto", "Petroleum Lotofagos Berhad", "Petroleum Nagas Berhad"),
    ],
)
def test_beginnings_of_words_run_together_are_a_partial_agreement(short: str, long: str, other: str) -> None:
    found = compare_names(organisation_name(short), organisation_name(long), KIND)
    assert found.level is NameLevel.PARTIAL
    assert found.bits > bits(short, other) + 3


def test_initials_with_that_of_the_legal_form_agree_in_part() -> None:
    name = organisation_name("Lotus National Petroleum Corporation")
    assert compare_names(organisation_name("LNPC"), name, KIND).level is NameLevel.PARTIAL
    assert compare_names(organisation_name("LNPD"), name, KIND).level is NameLevel.DIFFERENT


def test_a_name_with_its_spaces_closed_up_is_no_abbreviation() -> None:
    assert bits("Lotus Dawnway Ltd", "Lotusdawnway Ltd") > 6


def test_short_words_end_in_s_by_themselves() -> None:
    assert differ_in_number("beverage", "beverages")
    assert not differ_in_number("bus", "bu")
    assert not differ_in_number("gas", "ga")
    assert not differ_in_number("lotus", "lotus")
    assert in_full(("intl", "natl", "lotus")) == ("intl", "national", "lotus")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Garnet Group of Companies Ltd", "Garnet Group Company Limited"),
        ("Full Lamp Group of Companies", "Fulllamp Group Co., Ltd."),
        ("Garnetexport OAO", "Garneteksport JSC"),
        ("Kabushiki Kaisha Sakura Ginko", "Sakura Bank K.K."),
        ("Lotusbank of Russia", "LOTUSBANK ROSSII PAO"),
        ("บริษัท เคพี ออลล์ จำกัด", "KP All Company Limited"),
    ],
)
def test_companies_that_are_one(left: str, right: str) -> None:
    one, other = organisation_name(left), organisation_name(right)
    assert compare_names(one, other, KIND).agrees
    assert may_agree(one, other, KIND)


@pytest.mark.parametrize(
    ("meant", "typed"), [("Rosalie's", "Roslie's"), ("Maribor", "Mairbor"), ("Chez Odile", "Chez Oile")]
)
def test_a_slip_in_a_house_s_name_is_no_other_house(meant: str, typed: str) -> None:
    found = compare_names(site_name(meant), site_name(typed), NameKind.SITE)
    assert found.level in (NameLevel.PARTIAL, NameLevel.VARIANT)
    assert found.bits > 0


def test_a_house_with_its_owner_s_name_before_it_is_worth_a_look() -> None:
    found = compare_names(site_name("citronade"), site_name("pierre dupuis citronade"), NameKind.SITE)
    assert found.level is NameLevel.PARTIAL


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("北京金桥跳动科技有限公司", "Beijing Jinqiao Tiaodong Keji Youxian Gongsi"),
        ("汇旺担保有限公司", "Huiwang Guarantee Co., Ltd."),
        ("上海明华重工（集团）股份有限公司", "Shanghai Minghua Heavy Industries Group Co., Ltd."),
        ("Perusahaan Minyak Berjaya Berhad", "PERUSAHAAN MINYAK BERJAYA BHD (20076-K)"),
        ("Perusahaan Minyak Berjaya Berhad", "Perusahaan Minyak Berjaya Bhd (Company No. 197401002911)"),
    ],
)
def test_pinyin_trades_and_register_numbers_are_read(left: str, right: str) -> None:
    one, other = organisation_name(left), organisation_name(right)
    assert compare_names(one, other, NameKind.ORGANISATION).agrees
    assert one.keys & other.keys


def test_a_year_or_a_town_in_brackets_is_no_register_number() -> None:
    assert organisation_name("Golden Lotus Trading (Bangkok)").native == "Golden Lotus Trading (Bangkok)"
    assert organisation_name("Golden Lotus (1999)").native == "Golden Lotus (1999)"
    assert organisation_name("Club (88)").native == "Club (88)"


@pytest.mark.parametrize(
    ("apart", "joined"),
    [
        ("Lanna Agro-Products Co Ltd", "Lanna Agroproducts Co Ltd"),
        ("Lanna Agro Foods Co Ltd", "Lanna Agrofoods Co Ltd"),
        ("Petro-Chemicals Andaman Ltd", "Petrochemicals Andaman Ltd"),
        ("Bio Tech Farms Ltd", "Biotech Farms Ltd"),
        ("Tele-Com Vientiane", "Telecom Vientiane"),
        ("Petro Andaman Oil", "Petroandaman Oil"),
    ],
)
def test_the_beginning_of_a_word_is_joined_to_it_or_not(apart: str, joined: str) -> None:
    assert bits(apart, joined) == bits(joined, joined)
    assert organisation_name(apart).keys & organisation_name(joined).keys


def test_a_beginning_before_a_trade_or_a_country_stays_a_word() -> None:
    assert organisation_name("Siam Agro Trading").tokens == ("siam", "agriculture", "trading")
    assert organisation_name("Siam Bio Group").tokens == ("siam", "bio", "group")
    assert organisation_name("Siam Bio (Thailand) Co., Ltd.").tokens == ("siam", "bio", "thailand")
    assert bits("Lanna Agro-Products", "Lanna Agro-Processing") < 0


@pytest.mark.parametrize(
    ("front", "behind"),
    [
        ("Myanmar Shwe Nagar Mining Company Limited", "Shwe Nagar Mining Co., Ltd. (Myanmar)"),
        ("Cambodia Silver Lotus Trading", "Silver Lotus Trading (Cambodia) Co., Ltd."),
    ],
)
def test_a_country_stands_in_front_and_behind(front: str, behind: str) -> None:
    assert compare_names(organisation_name(front), organisation_name(behind), KIND).agrees
    assert bits(front, behind) == bits(behind, front) > 7


def test_other_words_in_another_order_are_another_company_in_burmese() -> None:
    assert bits("Shwe Nagar Myint Mining", "Myint Nagar Shwe Mining") < 0


@pytest.mark.parametrize(
    ("hanzi", "latin", "least"),
    [
        ("澳门金龙有限公司", "Macau Jinlong Ltd", 8.5),
        ("澳門金龍有限公司", "Macao Jinlong Ltd", 8.5),
        ("澳门金龙有限公司", "Jinlong (Macau) Ltd", 8.5),
        ("澳门金龙贸易有限公司", "Macau Jinlong Trading Ltd", 8.5),
        ("柬埔寨金龙", "Cambodia Jinlong", 8.5),
        ("柬埔寨金龙", "Jinlong Cambodia", 8.5),
        ("金龙柬埔寨有限公司", "Cambodia Jinlong Co Ltd", 8.5),
        ("缅甸金龙", "Myanmar Jinlong", 8.5),
        ("新加坡金龙", "Singapore Jinlong", 8.5),
        ("香港新光", "Hong Kong Xinguang", 8.5),
        ("中国新光", "China Xinguang", 8.5),
        ("泰国金龙", "Thailand Jinlong", 8.5),
        ("曼谷金龙", "Bangkok Jinlong", 8.5),
        ("北京金龙", "Beijing Jinlong", 8.5),
        # The country left out on one side, as of Latin names.
        ("澳门金龙有限公司", "Jinlong Ltd", 6.0),
        ("金龙有限公司", "Macau Jinlong Ltd", 6.0),
        ("香港新光", "Xinguang", 5.5),
        ("新光", "Hong Kong Xinguang", 5.5),
    ],
)
def test_a_company_in_hanzi_has_its_place_in_front_or_behind(hanzi: str, latin: str, least: float) -> None:
    left, right = organisation_name(hanzi), organisation_name(latin)
    found = compare_names(left, right, NameKind.ORGANISATION)
    assert found.agrees
    assert found.bits >= least
    assert left.keys & right.keys


@pytest.mark.parametrize(
    ("hanzi", "latin"),
    [
        ("澳门金龙", "Macau Jinhu"),
        ("柬埔寨金龙", "Myanmar Jinlong"),
        ("柬埔寨金龙", "Cambodia Jinhu"),
        ("香港新光", "Macau Xinguang"),
        ("新加坡金龙", "Malaysia Jinlong"),
        ("中国银行", "Bangkok Bank"),
        ("中国银行", "Bank"),
        ("金龙", "Macau Jinhu"),
    ],
)
def test_a_company_in_hanzi_of_another_place_or_name_is_another(hanzi: str, latin: str) -> None:
    found = compare_names(organisation_name(hanzi), organisation_name(latin), NameKind.ORGANISATION)
    assert not found.agrees
    assert found.bits < 0


def test_more_initials_weigh_more_and_never_as_a_name_that_agrees() -> None:
    short = ("Lotus Dawn Orchid", "Lotus Dawn Orchid Mountain", "Lotus Dawn Orchid Mountain River")
    weights = [bits("".join(word[0] for word in name.split()), name) for name in short]
    assert weights == sorted(weights)
    assert 0 < weights[0] < weights[-1] < bits("Lotus Dawn Orchid Mountain", "Lotus Dawn Orchid Mountain River")


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("Lomidev", "Lotus Mining Development Trading Corporation"),
        ("Lomid", "Lotus Mining Development Trading Corporation"),
        ("Lopetra", "Lotus Petroleum Ratana Services"),
    ],
)
def test_beginnings_of_three_words_stand_for_a_name_without_its_last_trades(short: str, long: str) -> None:
    found = compare_names(organisation_name(short), organisation_name(long), KIND)
    assert (found.level, found.how) == (NameLevel.PARTIAL, "initials of the other")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("中国莲花工商银行", "Lianhua Industrial and Commercial Bank of China"),
        ("ТОВ Лотос Трейд", "Lotos Trade LLC"),
        ("ПрАТ Лотос", "Lotos JSC"),
        ("Koninklijke Lotus N.V.", "Royal Lotus"),
        ("Lotus Televisi", "Lotus Television"),
        ("莲花招商", "Lianhua Merchants"),
    ],
)
def test_words_of_companies_are_one_in_two_languages(left: str, right: str) -> None:
    assert bits(left, right) > 2


@pytest.mark.parametrize(
    "english",
    ["Sao Hom Commercial Joint Stock Bank", "Sao Hom Joint Stock Commercial Bank", "Sao Hom Bank"],
)
def test_a_bank_for_trade_is_no_trading_company(english: str) -> None:
    for vietnamese in ("Ngân hàng TMCP Sao Hôm", "Ngân hàng Thương mại Cổ phần Sao Hôm"):
        assert bits(vietnamese, english) > 6
        assert organisation_name(vietnamese).keys & organisation_name(english).keys


def test_a_commercial_company_stays_one() -> None:
    assert organisation_name("Sao Hom Commercial Joint Stock Company").tokens == ("sao", "hom", "trading")
    assert organisation_name("Công ty Cổ phần Thương mại Sao Hôm").tokens == ("trading", "sao", "hom")


@pytest.mark.parametrize(
    ("quoted", "bare"),
    [
        ("НИИ «Ветлуга»", "НИИ Ветлуга"),
        ("«Ветлуга»", "Ветлуга"),
        ('בנק "הגליל" בע"מ', "בנק הגליל"),
        ("„Lotario”", "Lotario"),
    ],
)
def test_quotation_marks_around_a_name_say_nothing(quoted: str, bare: str) -> None:
    assert organisation_name(quoted).native == bare
    assert organisation_name('צה"ל').native == 'צה"ל'


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Công ty Cổ phần Nhân lực Hải Long", "Hai Long Manpower JSC"),
        ("Công ty TNHH Tư vấn Du học Hải Long", "Hai Long Study Abroad Consulting Co., Ltd"),
        ("บริษัท โกลบอลมะลิ แมนพาวเวอร์ จำกัด", "Global Mali Manpower Co Ltd"),
        ("ร้านแลกเงิน ทวีชัย", "Thaweechai Money Exchange"),
        ("金龍兌換店", "Kam Lung Exchange Shop"),
    ],
)
def test_words_of_recruiters_and_money_changers_are_read(left: str, right: str) -> None:
    one, other = organisation_name(left), organisation_name(right)
    assert compare_names(one, other, KIND).agrees
    assert compare_names(other, one, KIND).agrees


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Công ty Cổ phần Nhân lực Hải Long", "Hai Long Travel JSC"),
        ("Công ty Cổ phần Nhân lực Hải Long", "Hai Phong Manpower JSC"),
        ("Công ty Cổ phần Nhân lực Hải Long", "Hai Long Study Abroad JSC"),
        ("Công ty TNHH Du học Hải Long", "Hai Long Travel Co., Ltd"),
        ("Công ty TNHH Du học Hải Long", "Hai Duong Study Abroad Co., Ltd"),
        ("Công ty TNHH Du học Hải Long", "Hai Long Construction Co., Ltd"),
        ("บริษัท โกลบอลมะลิ แมนพาวเวอร์ จำกัด", "Golden Mali Manpower Co Ltd"),
        ("บริษัท โกลบอลมะลิ แมนพาวเวอร์ จำกัด", "Global Mali Security Co Ltd"),
        ("บริษัท โกลบอลมะลิ แมนพาวเวอร์ จำกัด", "Global Mali Construction Co Ltd"),
        ("ร้านแลกเงิน ทวีชัย", "Thaweesin Money Exchange"),
        ("ร้านแลกเงิน ทวีชัย", "Thaweechai Gold Shop"),
        ("ร้านแลกเงิน ทวีชัย", "Thaweechai Transport"),
    ],
)
def test_another_recruiter_or_trade_of_one_name_is_no_one_company(left: str, right: str) -> None:
    one, other = organisation_name(left), organisation_name(right)
    for found in (compare_names(one, other, KIND), compare_names(other, one, KIND)):
        assert not found.agrees or found.level is NameLevel.SISTER
