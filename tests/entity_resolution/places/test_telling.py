"""Addresses that say no house, or no place at all, in the languages of the region."""

import pytest

from entity_resolution.places import telling
from entity_resolution.places.telling import is_at_large, names_no_house, tells_no_place


@pytest.mark.parametrize(
    "text",
    [
        *(
            "unknown",
            "N/A",
            "-",
            "n.a.",
            "ไม่ทราบ",
            "ไม่ระบุ",
            "不详",
            "không rõ",
            "tidak diketahui",
            "មិនស្គាល់",
            "မသိ",
            "ບໍ່ຮູ້",
        ),
        *(
            "online",
            "Telegram",
            "ทางออนไลน์",
            "网上",
            "trực tuyến",
            "No fixed address",
            "住所不定",
            "Unknown, unknown",
            "Same as above",
            "same",
            "Same",
            "The same",
            "同上",
            "",
            "?",
        ),
    ],
)
def test_what_is_written_where_no_place_is_known_tells_none(text: str) -> None:
    assert tells_no_place(text)
    assert names_no_house(text)


@pytest.mark.parametrize(
    "text", ["Line Road", "Unknown Warrior Street 5", "KK Park", "Noname Lane", "Bavet", "無錫", "Same, Timor-Leste"]
)
def test_a_place_is_told_by_a_name(text: str) -> None:
    assert not tells_no_place(text)


@pytest.mark.parametrize(
    "text",
    [
        *("Cambodia", "กัมพูชา", "柬埔寨", "Phnom Penh", "Phnom Penh, Cambodia", "Phnom Penh 12000 Cambodia", "กรุงเทพ"),
        *(
            "Kandal Province",
            "จังหวัดตาก",
            "ကရင်ပြည်နယ်",
            "云南省",
            "Tỉnh Tây Ninh",
            "Hong Kong",
            "BVI",
            "unknown, Thailand",
        ),
        *(
            "Street 271",
            "St. 271, Phnom Penh",
            "ถนน 271",
            "Soi 11",
            "Room 1",
            "ห้อง 5",
            "Block A",
            "5th Avenue, New York",
        ),
        *("National Road 1, Bavet", "Highway 4", "Same, Timor-Leste", "Same, East Timor"),
        *("Same Timor Leste", "Same, Manufahi, Timor-Leste"),
        *(
            "12",
            "No. 12, Bavet",
            "Room 1, 3rd Floor",
            "P.O. Box 418, Port Vila",
            "PO Box 418",
            "GPO Box 12, Kuala Lumpur",
        ),
        *("Building 17", "Building 17, Room 4", "Block 9, 3rd Floor", "Block A, Street 138", "10110 Bangkok"),
        *("ต.บ้านดู่ อ.เมือง จ.ลำปาง", "อ.แม่สอด จ.ตาก", "Mae Sot, Tak Province", "Wat Bo Siem Reap Province"),
        *("หมู่ 5 ต.บ้านดู่ อ.เมือง จ.ลำปาง", "ເມືອງຕົ້ນເຜິ້ງ ແຂວງບໍ່ແກ້ວ", "ក្រុងបាវិត ខេត្តស្វាយរៀង"),
        *("National Road 2, Chrey Ambel", "Village 3, Ambermyo Township", "National Road 5, Chrey Ambel, Cambodia"),
        *("Sea Wind House, P.O. Box 418, Road Town, Tortola", "ตู้ ปณ. 12, กรุงเทพ", "邮政信箱 12, 昆明"),
    ],
)
def test_a_town_or_street_or_a_box_at_a_post_office_is_no_house(text: str) -> None:
    assert names_no_house(text)


@pytest.mark.parametrize(
    "text",
    [
        *("12 Street 271", "No. 12, Street 271, Phnom Penh", "Street 271 No. 12", "12/1 Moo 3, Mae Sot", "8 Soi 11"),
        *("118 Hanover St., Boston", "Hanover Street", "Avenida Liberdade 21, Lisboa"),
        *("Same Day Couriers", "Same Street Inn, Timor-Leste", "Hotel Same, Timor-Leste"),
        *("Lot 7, Langkawi", "57 Fourth St., Bavet", "57 4th, Bavet", "12, Street 271"),
        *("KK Park", "KK Park, Myawaddy", "Amber Bay Compound", "Building 3, Amber Bay", "Amber Tower, Phnom Penh"),
        *(
            "Silom Road, Bangkok",
            "Room 1, Amber Tower",
            "12 Lotus Road, P.O. Box 418, Nassau",
            "88 ถนน 271",
            "人民路12号",
        ),
        *("Maliwan Road, Bavet", "東美园区", "ចំការមន ១២ ផ្លូវ ២៧១"),
        *("77 หมู่ 5 ต.บ้านดู่ อ.เมือง จ.ลำปาง", "โรงแรมบัวงาม อ.แม่สาย จ.เชียงราย", "Amber Park Kayin State"),
        *("19 Wat Bo Siem Reap Province", "Silver Crown Casino Bokeo Province", "#31 Amber Lane Kampot Province"),
        *(
            "โรงแรมบัวงาม จังหวัดตาก",
            "#31 Amber Sihanoukville Province",
            "Amber Park, Kayin State",
            "19 Wat Bo, Siem Reap",
        ),
        *("National Road 2, Amber Casino", "Street 271, Amber Tower", "Amber Star, National Road 2", "Street 271, 12"),
        *("National Road 2, Amber Park", "Street 271, Amber Villa", "Street 271, Lotus Road"),
        *("Building 17, Street 138", "Blk 9, Lorong 6", "Building 17 Street 138", "Room 2, Block 9, Soi 6"),
    ],
)
def test_a_house_and_a_compound_are_told_by_number_or_name(text: str) -> None:
    assert not names_no_house(text)


@pytest.mark.parametrize(
    ("place", "large"),
    [
        *[
            (place, True)
            for place in ("Kayin State", "ပြည်နယ်ကရင်", "จังหวัดตาก", "Provinsi Riau", "云南省", "Laos", "border")
        ],
        *[(place, True) for place in ("Downtown", "ชายแดน", "边境", "biên giới", "the city centre", "City")],
        *[(place, True) for place in ("Province of Davao del Sur", "Northern Shan State", "Tỉnh Quảng Ninh", "จ. ตาก")],
        *[(place, True) for place in ("ខេត្តកណ្ដាល", "ແຂວງບໍ່ແກ້ວ", "ရှမ်းပြည်နယ်", "Kayin State, Myanmar", "Ohio State")],
        *[(place, False) for place in ("Same", "Same, Timor-Leste")],
        *[(place, False) for place in ("Kampot", "Bavet", "Mae Sot", "Border Casino", "广州")],
        *[(place, False) for place in ("Mae Sot, Tak Province", "Bavet, Svay Rieng Province", "Myawaddy, Kayin State")],
        *[(place, False) for place in ("Amber Park Kayin State", "จังหวัดตากโรงแรมบัวงาม", "Mae Sot Tak Province")],
    ],
)
def test_a_part_of_a_country_and_what_every_town_has_are_large(place: str, *, large: bool) -> None:
    assert is_at_large(place) is large


@pytest.mark.parametrize(
    ("text", "asked", "is_none"),
    [
        # The whole, and what may be an area at the beginning of it.
        ("Amber Lotus Silver Casino Bokeo Province", 6, False),
        # And each of two words behind Poipet, where one may begin.
        ("Poipet Kandal Province", 5, True),
    ],
)
def test_no_part_of_an_address_is_asked_for_twice(
    monkeypatch: pytest.MonkeyPatch, text: str, asked: int, *, is_none: bool
) -> None:
    texts: list[str] = []

    def ask(part: str) -> bool:
        texts.append(part)
        return is_at_large(part)

    monkeypatch.setattr(telling, "is_at_large", ask)
    assert names_no_house.__wrapped__(text) is is_none
    assert len(texts) == len(set(texts)) == asked


def test_areas_follow_each_other_with_a_postcode_behind_each() -> None:
    assert names_no_house("Poipet Kandal Province 12000 Cambodia")
    assert names_no_house("Hanoi 100 000 Vietnam")
    assert not names_no_house("Amber 12000 Cambodia")
    assert not names_no_house("Kandal Province Amber")
    assert not names_no_house("Poipet Silom Road")
