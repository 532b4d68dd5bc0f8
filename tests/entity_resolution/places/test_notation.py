"""Short forms of the parts of an address in the region, and two parts of a country named by one mark."""

import pytest

from entity_resolution.places.notation import are_in_two_parts, in_full
from tests.entity_resolution.compared_values import level

SAME = [
    ("12/3 ม.5 ต.บางรัก อ.เมือง จ.ตรัง", "12/3 หมู่ 5 ตำบลบางรัก อำเภอเมือง จังหวัดตรัง"),
    ("เลขที่ 99 ซ.สุขุมวิท 11 ถ.สุขุมวิท กทม.", "๙๙ ซอยสุขุมวิท ๑๑ ถนนสุขุมวิท กรุงเทพมหานคร"),
    ("บ้านเลขที่ 45 หมู่ที่2 ต. แม่สอด อ. แม่สอด จ. ตาก", "45 ม.2 ตำบลแม่สอด อำเภอแม่สอด จังหวัดตาก"),
    ("12/3 M.5 Bang Rak, Mueang, Trang", "12/3 Moo 5 Bang Rak, Mueang, Trang"),
    ("House No. 12, Silom Road, Bangkok", "#12 Silom Rd., Bangkok"),
    ("Jl. Melati No. 12 RT 003/RW 05, Menteng, Jakarta", "Jalan Melati No 12 RT.003 RW.005 Menteng Jakarta"),
    ("Jl. Melati 12 RT/RW 003/005", "Jl Melati No.12 RT 3 RW 5"),
    ("Jl. Melati No.12 RT003/RW005 Kel. Menteng", "Jalan Melati Nomor 12 RT 03/05 Kelurahan Menteng"),
    ("12 Lê Lợi, P. Bến Nghé, Q.1, TP.HCM", "12 Lê Lợi, Phường Bến Nghé, Quận 1, Thành phố Hồ Chí Minh"),
    ("số 12 đường Lê Lợi, P5, Q3", "12 Đ. Lê Lợi, Phường 5, Quận 3"),
    ("12 Mabini St., Bgy 12, Pasay", "12 Mabini Street, Barangay 12, Pasay"),
]
TWO = [
    ("12/3 ม.5 ต.บางรัก อ.เมือง จ.ตรัง", "12/3 ม.6 ต.บางรัก อ.เมือง จ.ตรัง"),
    ("12/3 ม.5 ต.บางรัก อ.เมือง จ.ตรัง", "12/8 หมู่ 5 ตำบลบางรัก อำเภอเมือง จังหวัดตรัง"),
    ("11 ซ.5 ม.3 ต.บางรัก อ.เมือง จ.ตรัง", "5 ซ.11 ม.3 ต.บางรัก อ.เมือง จ.ตรัง"),
    ("12/3 ม.5 ต.บางรัก อ.เมือง จ.ตรัง", "12/3 ม.5 ต.บางหมาก อ.เมือง จ.ตรัง"),
    ("12/3 ม.5 ต.บางรัก อ.เมือง จ.ตรัง", "12/3 ม.5 ต.บางรัก อ.เมือง จ.ตาก"),
    ("Jl. Melati No. 12 RT 003/RW 05, Menteng", "Jl. Melati No. 12 RT 005/RW 03, Menteng"),
    ("Jl. Melati 12 RT/RW 003/005", "Jl Melati No.12 RT 3 RW 6"),
    ("12 Lê Lợi, P.3, Q.5, TP.HCM", "12 Lê Lợi, P.5, Q.3, TP.HCM"),
    ("12 Le Loi St., Ward 3, District 5, HCMC", "12 Lê Lợi, P.5, Q.3, TP.HCM"),
    ("12 Lê Lợi, P. Bến Nghé, Q.1", "12 Lê Lợi, P. Bến Thành, Q.1"),
    ("Lot 5 Blk 3 Mabini St. Pasay", "Lot 3 Blk 5 Mabini St. Pasay"),
    ("12 Mabini St., Brgy. San Jose, Makati", "12 Mabini St., Barangay San Juan, Makati"),
]


@pytest.mark.parametrize("kind", ["Person", "Site"])
@pytest.mark.parametrize(("left", "right"), SAME)
def test_an_address_in_short_forms_is_the_one_in_full(left: str, right: str, kind: str) -> None:
    assert level("address", "address", left, right, kind=kind) == "equal"
    assert level("address", "address", right, left, kind=kind) == "equal"


@pytest.mark.parametrize("kind", ["Person", "Site"])
@pytest.mark.parametrize(("left", "right"), TWO)
def test_another_house_lane_village_or_ward_is_another_place(left: str, right: str, kind: str) -> None:
    assert level("address", "address", left, right, kind=kind) == "other-house"
    assert level("address", "address", right, left, kind=kind) == "other-house"


@pytest.mark.parametrize(
    ("left", "right", "two"),
    [
        ("ต.บางรัก", "แขวงบางรัก", False),
        ("อ.เมือง", "อำเภอเมืองตรัง", False),
        ("จ.ตรัง", "จังหวัดตาก", True),
        ("ต.แม่สอด", "อ.แม่ระมาด", False),  # two marks say no two things
        ("Khet Khlong Toei, Amphoe Khlong Toei", "Amphoe Klong Toey", False),
        ("T.Bang Rak A.Muang Trang Moo 5", "Tambon Bang Rak, Amphoe Mueang, Trang", False),
        ("Brgy. San Jose, Makati", "Barangay San Juan", True),
        ("P. Burgos St., Makati", "12 P. Gomez St., Makati", False),  # an initial
    ],
)
def test_two_parts_of_a_country_are_told_by_their_marks(left: str, right: str, *, two: bool) -> None:
    assert are_in_two_parts(left, right) is two
    assert are_in_two_parts(right, left) is two


@pytest.mark.parametrize(
    "text",
    ["12 P. Burgos St., Makati", "24 Route 9, Salem", "Q Hotel, 5 M Street", "พ.ศ. 2530", "221 T. Alonzo St"],
)
def test_letters_that_are_no_mark_stay(text: str) -> None:
    assert in_full(text) == text
