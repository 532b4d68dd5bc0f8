"""Placeholders: what sources write where they know no name, in the languages of the region, and names made up for none.

Two records of `UNKNOWN MALE` are no namesakes. What may be somebody's name is none of them: a lone `None` or `Test` is,
`None Cruz` is not.
"""

import re

from graph.values.text import fold_text

_WORDS = """
null;none;no data;not specified;not stated;not provided;undefined;unnamed;test;testing;tba;tbd;n.a;n a;unk
unknown;unidentified;not known;not available;no name;n/a;anonymous;name unknown
name withheld;not disclosed;undisclosed;withheld;given name unknown;first name unknown;last name unknown
không rõ;không có;không tên;chưa rõ;chưa xác định;không xác định;không biết;vô danh;khuyết danh;ẩn danh
tidak diketahui;tiada;tidak ada;tanpa nama;tanpa identitas;tidak dinyatakan;tidak dikenali;tidak dikenal;tak dikenal
tak diketahui;anonim;walang pangalan;hindi alam;hindi kilala;di kilala
ทดสอบ;นิรนาม;ชายนิรนาม;หญิงนิรนาม;สงวนนาม;สงวนชื่อ
ບໍ່ຮູ້;ບໍ່ຮູ້ຊື່;ບໍ່ມີ;ບໍ່ມີຊື່;ບໍ່ລະບຸ;ບໍ່ຊາບ;ບໍ່ຊາບຊື່;ບໍ່ຮູ້ຊື່ແລະນາມສະກຸນ;ນິລະນາມ
មិនស្គាល់;មិនស្គាល់ឈ្មោះ;មិនដឹង;មិនដឹងឈ្មោះ;គ្មាន;គ្មានឈ្មោះ;មិនបានបញ្ជាក់;អនាមិក;មិនស្គាល់អត្តសញ្ញាណ
បុរសមិនស្គាល់ឈ្មោះ;នារីមិនស្គាល់ឈ្មោះ;ស្ត្រីមិនស្គាល់ឈ្មោះ
မသိ;မသိရ;အမည်မသိ;အမည်မသိရ;အမည်မသိသူ;အမည်မသိအမျိုးသား;အမည်မသိအမျိုးသမီး;မရှိ
测试;測試;某人;某男;某女;某男子;某女子
"""
_PLACEHOLDERS = frozenset(_WORDS.strip().replace("\n", ";").split(";"))
# Words beside one of these say whose name is not known, and are no name either: `UNKNOWN MALE`, `Unidentified caller`.
_UNKNOWN = frozenset({"unknown", "unidentified", "unnamed", "anonymous", "undisclosed", "unk"})
_OF_WHOM_WORDS = """
name names surname forename first middle last family given full alias male female man woman boy girl person individual
subject suspect victim caller sender driver owner user account holder adult child minor juvenile foreigner sex gender
m f and or the a an no mr mrs ms
"""
_OF_WHOM = frozenset(_OF_WHOM_WORDS.split())
_MADE_UP = frozenset({"john doe", "jane doe", "john roe", "jane roe", "baby doe", "x"})
# What stands for a part of a person's name, or for all of them: first, last, middle name unknown.
PART_NOT_KNOWN = re.compile(r"\b(?:fnu|lnu|mnu|nfn|nln|nmn|nmi)\b\.?", re.IGNORECASE)
_CROSSES = re.compile("x{2,20}")  # `xxx`
_UNTELLING = re.compile(r"[ .,;/_()#-]+(?:\d{1,4}$)?")
_BREAKS = re.compile(r"[ ,;/_()-]+")
_COUNT = re.compile(r"(?:#|no\.? )?\d{1,4}")
# `không rõ họ tên`, `chưa xác định danh tính`; `ชายไม่ทราบชื่อ-สกุล`; `无名男子`, `姓名不详`; `lelaki tidak dikenali`; and
# `李某某`, `张某甲`, which say a surname and hide the rest.
_COMPOSED = re.compile(
    r"(?:không rõ|khong ro|không biết|khong biet|chưa rõ|chua ro|(?:không|chưa) xác định|(?:khong|chua) xac dinh)"
    r"(?: (?:tên|họ|danh|tính|nhân|thân|lai|lịch|ten|ho|tinh|nhan|than|lich))+"
    r"|(?:ชาย|หญิง|บุคคล|ผู้ชาย|ผู้หญิง)?(?:ไม่(?:ทราบ|มี|ระบุ|ปรากฏ|รู้|เปิดเผย|ประสงค์ออก)[ -]?)"
    r"(?:(?:ชื่อ|นามสกุล|นาม|สกุล|และ|จริง|ข้อมูล|แน่ชัด)[ -]?)*"
    r"|(?:姓名|身份|名字|真名)?(?:未知|不详|不詳|不明|无名|無名|不知名|匿名|佚名|不知)(?:姓名|身份|氏|者|人|男|女|男子|女子|男性|女性|人士)*"
    r"|(?:nama|orang|lelaki|perempuan|pria|wanita) t(?:id)?ak (?:diketahui|dikenali?)"
    r"|[\u4e00-\u9fff]{1,2}某(?:某|[甲乙丙丁]|男|女)?"
)


def is_placeholder_name(text: str) -> bool:
    """Tell whether a whole name is what is written where none is known, also repeated: `N/A`, `xxx xxx`."""
    plain = fold_text(text).lower().strip(" .-()[]*\"'")
    if _is_placeholder(plain):
        return True
    words = [word for word in _BREAKS.split(plain) if word and not _COUNT.fullmatch(word)]
    return bool(words) and (
        all(map(_is_placeholder, words)) or (not _UNKNOWN.isdisjoint(words) and set(words) <= _UNKNOWN | _OF_WHOM)
    )


def is_made_up_name(text: str) -> bool:
    """Tell whether a person's name is given to whose name nobody knows: John Doe, X. A few people are called so."""
    return _UNTELLING.sub(" ", fold_text(text).lower()).strip() in _MADE_UP


def _is_placeholder(plain: str) -> bool:
    return plain in _PLACEHOLDERS or _CROSSES.fullmatch(plain) is not None or _COMPOSED.fullmatch(plain) is not None
