"""The invented compounds and false base station: where they stand, and what each language calls them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Compound:
    """One compound and its names. `local` is in the script of its own country."""

    local: str
    english: str
    chinese: str
    chinese_latin: str
    thai: str
    locality: str
    thai_locality: str
    region: str
    country: str
    coordinates: str


COMPOUND_A = Compound(
    local="សួនរំដួលសុវណ្ណ",
    english="Romduol Sovann Park",
    chinese="隆都园区",
    chinese_latin="Longdu Park",
    thai="รมดวลสุวรรณ พาร์ค",
    locality="Phum Dong Keo",
    thai_locality="ดงแก้ว",
    region="Banteay Meanchey",
    country="KH",
    coordinates="13.8422,102.7310",
)
COMPOUND_B = Compound(
    local="ရွှေပိတောက်မြို့သစ်",
    english="Shwe Padauk New City",
    chinese="瑞博新城",
    chinese_latin="Ruibo New City",
    thai="ชเวปะด้อก นิวซิตี้",
    locality="Hlaing Ywa",
    thai_locality="หล่ายยวา",
    region="Kayin",
    country="MM",
    coordinates="16.6124,98.5311",
)
MOVED_ON = "2026-04-12"

# What the false base station claims to be, and what it sends.
STATION_CELL = "502-19-7012-55013"
STATION_SENDER = "ParcelPost"
LURE_AS_THAI_WROTE = "Your parcel is held by customs. Pay the fee today: parcel-fee.example/pay"
LURE_AS_MALAYSIAN_WROTE = "Your parcel is held by customs. Pay fee today parcel-fee.example/pay"
LURE_URL = "https://parcel-fee.example/pay"
