"""Names of sites and companies that are descriptions join nobody by things of one class. All of them are invented."""

import pytest

from entity_resolution.comparing.decision import Outcome
from entity_resolution.comparing.name_comparison import compare_names_of
from entity_resolution.names import NameKind, NameLevel, read_name
from entity_resolution.names.comparing.things.described_things import describes
from tests.entity_resolution.scored_pairs import on_both, scored

SITES = (
    *("Scam compound", "Unknown compound", "Chinese compound", "Police station", "Dormitory", "White building"),
    *("Casino", "Hotel and Casino", "The compound", "Local market", "Chinese restaurant", "Scam center", "Casino 2"),
    *("Block A", "Room 301", "Building 3", "3号楼", "A座", "B栋", "Tòa nhà 3", "ตึก 3", "อาคาร A", "អគារ ៣", "Gedung B"),
    *("园区", "赌场", "酒店", "宿舍", "诈骗园区", "中国园区", "คาสิโน", "หอพัก", "កាស៊ីណូ", "ဟိုတယ်", "Khách sạn", "sòng bạc"),
    *(
        "新赌场",
        "大赌场",
        "Big Casino",
        "New Casino",
        "KTV Club",
        "Restaurant and Bar",
        "Special Zone",
        "Khu A",
        "Khu 3",
    ),
    *("ตึกแดง", "ตึกใหม่", "红楼", "新大楼", "New Factory", "甲座"),
    # A colour, a trade of the field, a place of work: what callers of a hotline say.
    *("Workplace", "Place of work", "Guarded compound", "Army compound", "Boss house", "Dark room", "สถานที่ทำงาน"),
    *("ตึกสีฟ้า", "แหล่งคอลเซ็นเตอร์", "บ่อน", "ห้องพัก", "កន្លែងធ្វើការ", "អគារពណ៌ខៀវ", "Tòa nhà màu xanh"),
    *(
        "网投公司",
        "博彩公司",
        "菠菜公司",
        "杀猪盘公司",
        "黄色大楼",
        "黄色的楼",
        "烂尾楼",
        "工地",
        "园区宿舍",
        "边境园区",
    ),
    *("Gedung biru", "Kantor judi online", "Tempat kerja", "လောင်းကစားရုံ", "အလုပ်ရုံ", "အဆောက်အဦး အပြာ"),
    # And what it is near or has.
    *("4 floor building near the market", "Hotel near border", "Villa with high wall", "Compound by the river"),
    *("Office on third floor", "River side compound", "ตึกข้างตลาด", "โรงแรมใกล้ชายแดน", "海边酒店", "河边园区"),
    *("市场旁边的楼", "军营旁边", "Tòa nhà gần chợ", "Gedung merah dekat pasar", "ဈေးနားက အဆောက်အဦး"),
)
NAMED_SITES = (
    *(
        "Golden Casino",
        "Lucky Hotel",
        "QQ Park",
        "Russian Market",
        "Hotel 81",
        "Casino K",
        "Club 21",
        "Blue Hotel",
        "21",
    ),
    *("Park Hotel", "Tower Bar", "Tang Hotel", "Lau Restaurant", "So Hotel", "Old Market", "Thai House", "White House"),
    *("North Bridge Road", "Market Street", "中国大酒店", "金园区", "人民医院", "วัดใหม่", "Phum Thmei", "Sky Compound"),
    *(
        "Grand Casino",
        "Grand Hotel",
        "Blue Casino",
        "New Hotel",
        "Khu Hotel",
        "Khu Kitti",
        "金大厦",
        "新金大厦",
        "บ้านใหม่",
    ),
    *("新加坡园区", "Hotel Club"),
    *("Hotel by Amber", "Casino on Amber Street", "Riverside Hotel", "Seaside Resort", "Army Hotel", "Boss Hotel"),
    *(
        "Dark Horse Club",
        "Villa by the Sea Amber",
        "Lotus near River",
        "Hotel Biru",
        "黄石酒店",
        "海滨酒店",
        "红河酒店",
    ),
    *("โรงแรมริมปาว", "ริมน้ำรีสอร์ท", "ใกล้รุ่งรีสอร์ท", "บ่อนไก่", "蓝盾园区", "金水园区", "Trang Hotel"),
)
COMPANIES = (
    *("Chinese company", "Unknown company", "Recruitment agency", "Call center", "Online company", "Self-employed"),
    *("Freelance", "Private", "Human Resources", "Customer Service", "The Company", "Travel agency", "客服", "某公司"),
    *("Công ty Trung Quốc", "中国公司", "บริษัทจีน", "ក្រុមហ៊ុនចិន", "招聘公司", "Import Export Co., Ltd."),
    *("科技有限公司", "贸易有限公司", "Oil and Gas Company", "Software Company", "Water Company", "IT Company"),
    *(
        "Crypto Company",
        "Electric Company",
        "Garment Factory",
        "Chinese Trading",
        "บริษัท ไทย ก่อสร้าง",
        "HR",
        "HR Department",
    ),
    *("Chinese customer service", "Georgia Company", "中国", "ประเทศจีน", "IT support"),
)
NAMED_COMPANIES = (
    *("Golden Lotus Trading", "Bank of China", "East West Bank", "Thai International Insurance", "British Steel"),
    *("Pattana Panich", "พัฒนาพาณิชย์", "中国银行", "TT Ltd", "Park Place Holding", "Merchants Bank", "Shell Company"),
    *("American International Group", "Italian-Thai Development", "General Electric"),
    *("Leader Co., Ltd", "Boss Co., Ltd.", "Baker Ltd", "Georgia Ltd", "Georgia Company Limited", "Oman", "Dutch Lady"),
    *("Dutch Ltd", "General Electric Company", "Water Ltd", "Thai Oil Public Company Limited", "Standard Oil Company"),
    *("Support Ltd", "大成科技有限公司", "中国建筑集团"),
)


@pytest.mark.parametrize(
    ("raw", "kind", "is_one"),
    [
        *((raw, NameKind.SITE, True) for raw in SITES),
        *((raw, NameKind.SITE, False) for raw in NAMED_SITES),
        *((raw, NameKind.ORGANISATION, True) for raw in COMPANIES),
        *((raw, NameKind.ORGANISATION, False) for raw in NAMED_COMPANIES),
    ],
)
def test_kinds_nationalities_and_numbers_of_rooms_alone_describe(raw: str, kind: NameKind, is_one: bool) -> None:
    assert describes(read_name(raw, kind), kind) is is_one


def test_no_person_is_described() -> None:
    assert not describes(read_name("Hotel", NameKind.PERSON), NameKind.PERSON)


def _shared(kind: str, name: str, **cells: str) -> Outcome:
    both = on_both(cells)
    return scored(kind, left=name, right=name, **both).outcome


@pytest.mark.parametrize("name", ["Scam compound", "Building 3", "园区", "Casino", "新赌场", "Khu A",
                                  "New Casino", "Old Casino", "The New Casino", "KTV Club", "Old Factory",
                                  "Workplace", "网投公司", "Hotel near border", "ตึกข้างตลาด"])  # fmt: skip
def test_a_described_site_is_for_a_human_wherever_it_is(name: str) -> None:
    where = {"address": "14 Sample Road, Bavet", "locality": "Bavet", "country": "KH"}
    assert _shared("Site", name, **where, coordinates="11.0667,106.1833") is Outcome.REVIEW
    assert _shared("Site", name, address="14 Sample Road, Bavet") is Outcome.REVIEW
    assert _shared("Site", "Golden Casino", address="14 Sample Road, Bavet") is Outcome.MATCH


@pytest.mark.parametrize("pair", [("New Casino", "Old Casino"), ("New Casino", "The New Casino"),
                                  ("Big Casino", "Casino"), ("New Casino", "New Hotel")])  # fmt: skip
def test_what_is_left_of_a_description_without_its_kind_is_no_name(pair: tuple[str, str]) -> None:
    found = scored("Site", left=pair[0], right=pair[1], left_address="14 Sample Road, Bavet",
                   right_address="14 Sample Road, Bavet")  # fmt: skip
    assert found.outcome is not Outcome.MATCH


def test_a_name_keeps_what_is_left_of_it_without_its_kind() -> None:
    found = scored("Site", left="Amber Casino", right="The Amber", left_address="14 Sample Road, Bavet",
                   right_address="14 Sample Road, Bavet")  # fmt: skip
    assert found.comparisons[0].evidence.level == NameLevel.EXACT_NATIVE


@pytest.mark.parametrize("name", ["Chinese company", "Recruitment agency", "某公司", "科技有限公司"])
def test_a_described_company_is_joined_by_things_of_two_classes(name: str) -> None:
    phone, address = "+85523451789", "14 Sample Road, Bavet"
    assert _shared("Organization", name, phone=phone) is Outcome.REVIEW
    assert _shared("Organization", name, address=address) is Outcome.REVIEW
    assert _shared("Organization", name, registrationNumber="00012345", jurisdiction="KH") is Outcome.MATCH
    assert _shared("Organization", name, phone=phone, address=address) is Outcome.MATCH
    assert _shared("Organization", "Golden Lotus Trading", phone=phone) is Outcome.MATCH
    assert _shared("Organization", "Baker Ltd", phone=phone) is Outcome.MATCH


@pytest.mark.parametrize("name", ["Recruitment agency", "Customer Service", "客服"])
@pytest.mark.parametrize(
    ("cells", "outcome"),
    [
        ({"left_jurisdiction": "KH", "right_jurisdiction": "KH"}, Outcome.MATCH),
        ({"left_jurisdiction": "KH", "right_jurisdiction": "TH"}, Outcome.REVIEW),
        ({"left_jurisdiction": "KH"}, Outcome.REVIEW),
        ({}, Outcome.REVIEW),
    ],
)
def test_a_number_is_one_companys_in_one_country(name: str, cells: dict[str, str], outcome: Outcome) -> None:
    columns = ["left_jurisdiction", "right_jurisdiction"]
    numbers = {"left_registrationNumber": "00012345", "right_registrationNumber": "00012345"}
    whole = {**dict.fromkeys(columns, ""), **cells, **numbers}
    assert scored("Organization", left=name, right=name, **whole).outcome is outcome
    named = scored("Organization", left="Amber Lotus Trading", right="Amber Lotus Trading", **whole)
    assert named.outcome is Outcome.MATCH


@pytest.mark.parametrize("jurisdictions", [("KH", "KH"), ("KH", "TH")])
def test_a_registration_number_against_a_tax_number_leaves_two_descriptions_to_a_human(
    jurisdictions: tuple[str, str],
) -> None:
    left, right = jurisdictions
    found = scored("Organization", left="Recruitment agency", right="Recruitment agency", left_jurisdiction=left,
                   right_jurisdiction=right, left_registrationNumber="00012345", right_registrationNumber="",
                   left_taxNumber="", right_taxNumber="00012345")  # fmt: skip
    assert found.outcome is Outcome.REVIEW
    assert "the name says a kind and not which, and nothing but registration speaks for it" in found.why


def test_what_is_said_of_it_names_what_it_shares() -> None:
    found = scored("Organization", left="Call center", right="Call center", left_phone="+85523451789",
                   right_phone="+85523451789")  # fmt: skip
    assert "the name says a kind and not which, and nothing but phone speaks for it" in found.why


def test_a_description_takes_nothing_from_a_name_that_both_have_besides() -> None:
    names = [read_name(raw, NameKind.SITE) for raw in ("Hotel and Casino", "Om Casino")]
    assert compare_names_of(NameKind.SITE, names, names).level == NameLevel.EXACT_NATIVE
    assert compare_names_of(NameKind.SITE, names[:1], names[:1]).level == NameLevel.COMMON_WORD
