"""Addresses where many stay who are no household, in the languages of the region. All names are invented."""

import pytest

from entity_resolution.places.institutions import is_where_many_stay


@pytest.mark.parametrize(
    "text",
    [
        *("Amber Park, Myawaddy", "Amber Bay Compound", "Building 3, Amber Park, Myawaddy", "Lotus Camp, Umpiem"),
        *("Immigration Detention Centre, Mae Sot", "IDC Suan Phlu", "Lotus Shelter, Phnom Penh", "Central Prison"),
        *("c/o Embassy of Kenya, Bangkok", "Consulate of Ethiopia, 12 Lotus Road, Yangon", "Calm River Hospital"),
        *("Amber Triangle SEZ, Bokeo", "Staff dormitory, Amber City", "Amber Hotel, Poipet", "Wat Pa Lotus, Mae Sot"),
        *("Police Station, Myawaddy", "Room 12, Amber Casino, Bavet", "Lotus Industrial Zone, Bavet"),
        *("สถานทูตเคนยา กรุงเทพฯ", "สถานกักตัวคนต่างด้าว แม่สอด", "เรือนจำกลางตาก", "โรงแรมบัวงาม อ.แม่สอด", "วัดบัวงาม แม่สาย"),
        *("ស្ថានទូតចិន ភ្នំពេញ", "ពន្ធនាគារព្រៃស", "សណ្ឋាគារផ្កាឈូក ប៉ោយប៉ែត", "មន្ទីរពេទ្យកាល់ម៉ែត"),
        *("ສະຖານທູດຫວຽດນາມ ວຽງຈັນ", "ໂຮງແຮມດອກບົວ ບໍ່ແກ້ວ", "ເຂດເສດຖະກິດພິເສດ ສາມຫຼ່ຽມຄຳ"),
        *("တရုတ်သံရုံး ရန်ကုန်", "မြဝတီ ရဲစခန်း", "ကြာပန်းဟိုတယ် မြဝတီ", "အမ်ဘာ ပါ့ခ် မြဝတီ"),
        *("Đại sứ quán Việt Nam, Phnôm Pênh", "Trại tạm giam số 1, Hà Nội", "khách sạn Hoa Sen, Bavet", "Chua Hoa Sen"),
        *("中国大使馆, 金边", "东美园区", "妙瓦底莲花酒店", "昆明市第一看守所", "员工宿舍, 木牌"),
        *("Kedutaan Besar Indonesia, Phnom Penh", "Penjara Kajang", "Hotel Teratai, Poipet", "Rumah Sakit Teratai"),
        *("Embahada ng Pilipinas, Bangkok", "Kulungan ng Lungsod", "Amber Park, Kayin State"),
    ],
)
def test_an_institution_a_compound_or_a_zone_is_where_many_stay(text: str) -> None:
    assert is_where_many_stay(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Calm River Hostel, 40 Jalan Teratai, Kajang",
            "Amber Hotel, 25 Lotus Road, Mae Sot",
            "40 Lotus Road, Amber Motel",
        ),
        *("Amber Guest House, 12 Lotus Road, Yangon", "Workers Dormitory, 7 Lotus Road, Bavet", "Dorm 3, 7 Lotus Road"),
        *(
            "Staff Quarters, 7 Lotus Road, Bavet",
            "Workers' Quarters, 7 Lotus Road",
            "Room 12, Amber Resort, 3 Beach Road",
        ),
        *("Labour Camp, 7 Lotus Road, Sharjah", "Amber Hostel, 12 Lotus Road, Amber Village"),
        *("โรงแรมบัวงาม 25 ถนนเอเชีย แม่สอด", "หอพักบัวงาม 88 ซอย 5 กรุงเทพ", "ที่พักคนงาน 9 ถนนเอเชีย"),
        *("សណ្ឋាគារផ្កាឈូក ផ្ទះលេខ 12 ផ្លូវ 271", "ໂຮງແຮມດອກບົວ 12 ຖະໜົນລ້ານຊ້າງ", "ကြာပန်းဟိုတယ်၊ ၁၂ ဗိုလ်ချုပ်လမ်း"),
        *(
            "khách sạn Hoa Sen, 12 Lê Lợi, Hà Nội",
            "Ký túc xá Hoa Sen, 12 Lê Lợi",
            "Asrama Teratai, Jalan Melati 12, Medan",
        ),
        *("幸福路12号莲花酒店", "幸福路12号员工宿舍", "Hotel Teratai, Jalan Melati 12, Medan"),
    ],
)
def test_a_hostel_in_a_street_is_where_many_stay_too(text: str) -> None:
    assert is_where_many_stay(text)


@pytest.mark.parametrize(
    "text",
    [
        *("12 Street 271, Phnom Penh", "12/1 Silom Road, Bangkok", "88 Lotus Road, Amber Park", "7 Park Lane, Yangon"),
        *("12 Lotus Road, near Calm River Hospital", "45 Hospital Street, Bavet", "Jalan Hospital 12, Kajang"),
        *("Embassy Road 12, Vientiane", "31 Temple Street, Kowloon", "19 Wat Bo, Siem Reap"),
        "12 Jalan Penjara, Kajang",
        *("77 หมู่ 5 ต.วัดเกต อ.เมือง จ.ลำปาง", "12 ถนนสีลม กรุงเทพมหานคร", "จังหวัดตาก", "ສະຫວັນນະເຂດ"),
        *("广寺路12号", "医院路8号", "12 Dong Khoi, Hanoi", "Phum Thmei, Bavet", "Mae Sot, Tak Province", "ဝင်းနိုင် မြဝတီ"),
        *("22 Soi 5, opp. Amber Hotel", "Amber Tower, 12 Lotus Road, Bangkok", "12 Moo 3, Wat Pa, Mae Sot"),
        # A street called for a hostel, a house beside one, flats, villages, and a town on the Inn.
        *("12 Hotel Street, Yangon", "Jalan Asrama 12, Medan", "Guest House Lane 12", "Hauptstr. 12, Simbach am Inn"),
        *("22 Lotus Road, behind Amber Hotel", "22 ถนนสีลม ใกล้โรงแรมบัวงาม", "莲花酒店对面, 幸福路12号", "酒店路12号"),
        *("ကြာပန်းဟိုတယ်အနီး၊ ၁၂ ဗိုလ်ချုပ်လမ်း", "12 ຖະໜົນລ້ານຊ້າງ ໃກ້ໂຮງແຮມດອກບົວ", "22 ถนนสีลม ตรงข้าม โรงพยาบาลบัวงาม"),
        *("Lotus Resort Condominium, 12 Beach Road", "Hotel Apartments, 12 Lotus Road", "12 Amber Village, Mae Sot"),
        *("Amber Condominium, 12 Lotus Road, Bangkok", "คอนโดบัวงาม 88 ซอย 5", "12 Lê Lợi, gần khách sạn Hoa Sen"),
    ],
)
def test_a_house_in_a_street_a_village_or_a_town_is_none(text: str) -> None:
    assert not is_where_many_stay(text)
