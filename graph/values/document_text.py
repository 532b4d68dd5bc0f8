"""What stands around a document's number: labels, remarks on the document, and more numbers in the same cell."""

import re
from typing import Final

from graph.values.text import MAX_IDENTIFIER_LENGTH, fault, fold_identifier
from graph.values.word_lists import any_of, listed

# What a number is, before it. A word in letters that have capitals ends there.
_LABELS_WORDS = """
passport;passport no;passport number;passport num;travel document;travel doc;document no;document number
document;doc no
id;id no;id number;id card;id card no;identity card;identity card no;national id;national id no;nric;nric no;ic no;fin
fin no;mykad;ktp;no ktp;nik;cccd;cmnd;số cccd;số cmnd;so cccd;so cmnd;hộ chiếu;số hộ chiếu;ho chieu;so ho chieu;paspor
no paspor;nombor pasport;pasport;no pasport;pasaporte;cnic;aadhaar;hkid;licence no;license no;driving licence
หนังสือเดินทาง;หนังสือเดินทางเลขที่;เลขหนังสือเดินทาง;เลขที่หนังสือเดินทาง;พาสปอร์ต;พาสปอร์ตเลขที่;เลขพาสปอร์ต;บัตรประชาชน;บัตรประชาชนเลขที่
เลขบัตรประชาชน;เลขที่บัตรประชาชน;เลขประจำตัวประชาชน;เลขประจำตัว;เลขที่;หมายเลข;ปชช;ໜັງສືຜ່ານແດນ;ເລກທີ;លិខិតឆ្លងដែន;លេខ;អត្តសញ្ញាណប័ណ្ណ
နိုင်ငံကူးလက်မှတ်;နိုင်ငံကူးလက်မှတ်အမှတ်;အမှတ်;护照;護照;护照号;護照號;护照号码;護照號碼;身份证;身份證;身份证号;身份證號;身份证号码
证件号;证件号码;号码;號碼;编号
여권;여권번호;паспорт;номер паспорта;номер;number;num;no;nr;nombor;nomor;số;so
"""
# These may be the letters of a number as well, so that a sign has to stand behind them.
_SHORT = "pp|ppt|pass|ic|hc|id|no|nr|so|số|fin|num"
_MARK = r"\s*[.:#№=]+\s*"
_WORDS = any_of(listed(_LABELS_WORDS))
_LABEL = re.compile(
    rf"(?:(?:{_SHORT})(?:{_MARK}|\s+(?=[A-Z]{{1,3}}\d{{5,9}}))|(?:{_WORDS})(?:{_MARK}|\s+|(?<=[^\x00-\u024f])))(?=.*\d)",
    re.IGNORECASE,
)
_MOST_LABELS = 3  # `Passport No. : no. AA1234567`
# What is said of the document, and not of whose it is.
_REMARK_WORDS = """
expired;exp;lost;stolen;old;new;renewed;cancelled;canceled;valid;revoked;copy;original;passport;หมดอายุ;หาย;สูญหาย
เก่า;ใหม่;เล่มเก่า
เล่มใหม่;เล่มเดิม;ยกเลิก;hết hạn;mất;cũ;mới;het han;cu;moi;tamat;hilang;lama;baru;tamat tempoh;过期;過期;已过期;丢失
遗失;旧;新;作废;ຫມົດອາຍຸ
ເສຍ;ផុតកំណត់;បាត់;သက်တမ်းကုန်;ပျောက်
"""
_REMARK = re.compile(rf"\s*[(\[]\s*(?:{any_of(listed(_REMARK_WORDS))})\s*[)\]]$", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:[,;|&/\n\r、，；]|\s(?:or|and|หรือ|และ|hoặc|và|atau|dan|ឬ|និង|နှင့်|ແລະ)\s)\s*", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_OF_A_PART = re.compile(r"[\s.-]")
# A number that is whole by itself, however it is parted.
_WHOLE = re.compile(r"[A-Z]{1,3}\d{5,9}[A-Z]?|\d{8,18}", re.IGNORECASE)
_LETTERED = re.compile(r"[A-Z]{1,3}\d{5,9}[A-Z]?", re.IGNORECASE)
_LONG = re.compile(r"\d{9,18}")
_WORD = re.compile(r"(?<![^\W_])[^\W\d_]{3,}(?![^\W_])")

_LETTERS_OF_A_CODE, _FEWEST_DIGITS = 3, 5

SEVERAL: Final = "holds more than one number"
OTHER_WORDS: Final = "holds other words than a number and what it is"


def without_label(text: str) -> str:
    """Return a number's text without words before it that say what it is, and remarks on the document behind it."""
    for _ in range(_MOST_LABELS):
        label = _LABEL.match(text)
        if label is None:
            break
        text = text[label.end() :]
    return _REMARK.sub("", text)


def documents_in(raw: str) -> tuple[str, ...]:
    """Return the numbers of a text that holds several whole ones and nothing else, each as written; else none.

    Between them stand a comma, a slash, a line break or the like, or a space, where each opens with letters or all have
    as many digits, nine at least: numbers are parted by spaces too.
    """
    if fault(raw, MAX_IDENTIFIER_LENGTH) is not None or "<<" in raw:
        return ()
    written = [part.strip() for part in _BETWEEN.split(raw.strip()) if part.strip()]
    if len(written) > 1 and all(_WHOLE.fullmatch(_compact(part)) for part in written):
        return tuple(written)
    written = _SPACES.split(raw.strip())
    parts = [_compact(part) for part in written]
    is_several = len(parts) > 1 and (
        all(map(_LETTERED.fullmatch, parts)) or (len({*map(len, parts)}) == 1 and all(map(_LONG.fullmatch, parts)))
    )
    return tuple(written) if is_several else ()


def has_other_words(text: str) -> bool:
    """Tell whether something else stands beside what may be a whole number: a word without a digit, or part of a list.

    A word has three letters or more beside a number that opens with letters or is long, and four beside another.
    """
    listed_parts = [_WHOLE.fullmatch(_compact(part)) is not None for part in _BETWEEN.split(text) if part.strip()]
    if any(listed_parts) and not all(listed_parts):
        return True
    word = _WORD.search(text)
    if word is None:
        return False
    parts = [_compact(part) for part in _SPACES.split(text)]
    if any(map(_WHOLE.fullmatch, parts)):
        return True
    longest = max(len(found) for found in _WORD.findall(text))
    return longest > _LETTERS_OF_A_CODE and any(len(part) >= _FEWEST_DIGITS and part.isdecimal() for part in parts)


def _compact(part: str) -> str:
    return _OF_A_PART.sub("", without_label(fold_identifier(part)))
