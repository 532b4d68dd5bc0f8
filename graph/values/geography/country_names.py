"""What countries and their people are called in the region's languages, and the words around: `ชาวกัมพูชา`, `中国籍`."""

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files

from graph.values.geography.iso3166 import NAMES

# People and countries by words that are in no table of countries. Written from general usage; some are rude, and stand
# in files all the same. Words for a people of several countries (华人, แขก, ไทยใหญ่) name none, and stay as they are.
_PEOPLES = """
KH ខ្មែរ;เขมร;แขมร์;ຂະເໝນ;ຂະແມ;ກຳພູຊາ;ກັມພູຊາ;ကမ္ဘောဒီယား;ခမာ;Khơ-me;Khơ me;高棉;柬国;柬埔寨王国;キャンボジア
MM ဗမာ;ဗမာပြည်;ພະມ້າ;ມ້ຽນມ້າ;ភូម៉ា;Miến;Birman;Birmanie;Birmanês;Бирма;ビルマ;버마;बर्मा;বার্মা
LA ສປປລາວ;ສປປ ລາວ;สปป.ลาว;สปป ลาว;လာအိုနိုင်ငံ;寮国;老撾;老挝人民民主共和国
TH សៀម;ယိုးဒယား;Thái;泰
VN ญวน;ແກວ;យួន;ဗီယက်နမ်နိုင်ငံ;越;เวียตนาม;ເວຽດນາມ
CN จีนแผ่นดินใหญ่;Cina;Tjina;Republik Rakyat Tiongkok;တရုတ်ပြည်;Tsina;Tsino;Trung Hoa;Tàu;大陆;大陸;中国大陆;中國大陸;RRT
TW ตไหวน;中华民国;中華民國;台
MY มาเลย์;Mã Lai;大马;大馬;Warganegara Malaysia
ID WNI;Indon;Nam Dương;인니
PH Pinoy;Pinay;Phi Luật Tân;菲
IN ಭಾರತ;ഇന്ത്യ;印;भारतीय;ভারতীয়;இந்தியர்
NP नेपाली
BD বাংলাদেশি;বাংলাদেশী
LK ලාංකික;இலங்கையர்
PK پاکستانی
ET ኢትዮጵያዊ;衣索比亚
KE Mkenya
UG Mganda
HK ฮ่องกง;ហុងកុង;Hồng Kông;港;香港居民
MO มาเก๊า;Ma Cao
SG Xin-ga-po;星加坡
KR 韩;南韩;Hàn;한국
JP Nhật;日
"""
# What stands before or behind a country's name for its people, or for the country as such.
_BEFORE = (
    "ประเทศ|สัญชาติ|พลเมือง|ชาว|คน|ប្រទេស|សញ្ជាតិ|ជនជាតិ|ជាតិ|ជន|ປະເທດ|ສັນຊາດ|ຊາວ|ຄົນ|"
    r"(?:người|quốc tịch|nước|dân|orang|warga negara|warganegara|rakyat|negara|mamamayan ng|"
    r"citizen of|national of|nationality|citizenship)\s+|国籍[:：]?|國籍[:：]?"
)
_BEHIND = (
    r"籍|国人|國人|人|公民|国民|國民|国|國|လူမျိုး|နိုင်ငံသား|နိုင်ငံ|ပြည်သား|사람|국적|인|"
    r"\s+(?:citizen|national|nationality|passport holder)"
)
_WORDS_AROUND = re.compile(rf"^(?:{_BEFORE})\s*(?=\S)|(?<=\S)\s*(?:{_BEHIND})$", re.IGNORECASE)
_MOST_WORDS = 2  # around one name: người Campuchia quốc tịch


def country_named(name: str) -> str | None:
    """Return the ISO 3166-1 alpha-2 code of a country, by a name of it or of its people, with or without such words.

    Args:
        name: in any script and case.
    """
    text = _folded(name)
    for _ in range(_MOST_WORDS + 1):
        if (found := _names().get(text)) is not None:
            return found
        text = _WORDS_AROUND.sub("", text, count=1).strip()
    return None


def _folded(name: str) -> str:
    """Return a name as it is looked up; Lao and Thai write their AM as one sign or as two."""
    return unicodedata.normalize("NFKC", name).casefold()


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    text = (files("graph.values") / "data" / "country_names.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    found = {_folded(name): code for code, *names in rows for name in names}
    found |= {_folded(name): code for name, code in NAMES.items()}
    for line in _PEOPLES.strip().splitlines():
        code, names_of_people = line.split(" ", 1)
        found |= {_folded(name): code for name in names_of_people.split(";")}
    return found
