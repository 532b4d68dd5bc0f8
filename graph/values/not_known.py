"""Words that say of anything that it is not known or not told: `ไม่ทราบ`, `không rõ`, `不详`.

They are the narrowest of the lists of placeholders: what may be an answer, as `none` for a nationality, is none here.
"""

from graph.values.text import bare_text
from graph.values.word_lists import listed

_WORDS = """
unknown;not known;unk;not available;n/a;n.a;n a;no data;no information;not specified;not stated;not provided
not recorded;not given;not reported
ไม่ทราบ;ไม่รู้;ไม่ระบุ;ไม่ปรากฏ;ไม่มีข้อมูล;ไม่แน่ชัด;ไม่ทราบแน่ชัด;ไม่ทราบวันเกิด;ไม่ทราบสัญชาติ;ไม่ทราบเพศ
ບໍ່ຮູ້;ບໍ່ລະບຸ;ບໍ່ຊາບ;មិនដឹង;មិនស្គាល់;មិនច្បាស់;មិនបានបញ្ជាក់;မသိ;မသိရ;မသိပါ
không rõ;chưa rõ;chưa xác định;không xác định;không biết
tidak diketahui;tak diketahui;belum diketahui;tidak dinyatakan;tidak tahu;hindi alam
不详;不詳;未知;不明;不知道;不清楚;미상;불상;불명;모름;알수없음;알 수 없음;неизвестно;не указано;нет данных
"""
NOT_KNOWN_WORDS = frozenset(listed(_WORDS))
"""In small letters."""
# Khong Ro may be somebody's name, and no day and no country.
_OR_NAMES = frozenset({"khong ro", "chua ro", "khong biet", "di alam"})
NOT_KNOWN = "a word that says that it is not known"
"""Why such a text has no value, where it was read and nothing is to be mended."""


def says_not_known(text: str) -> bool:
    """Tell whether a text that is no name says that what stands there is not known. A lone sign says nothing."""
    plain = bare_text(text)
    return plain in NOT_KNOWN_WORDS or plain in _OR_NAMES
