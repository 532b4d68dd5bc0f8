"""Vietnamese typed for fonts of before Unicode: `NguyÔn V¨n An` (TCVN3) and `Nguyeãn Vaên An` (VNI) are one name.

In such files the letters are those of Western Europe, and only the font shows Vietnamese. They are told by what comes
out: each word has to be a syllable of the language, with a tone that it can have, and none may have been one before.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Final

READ_FROM_FONT: Final = "letters of a Vietnamese font of before Unicode (TCVN3, VNI), and read as those that it shows"

# TCVN 5712:1993, VN3: one byte for a letter with its marks.
_TCVN3 = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\xad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
) | {"\u03bc": "à"}
# VNI: a vowel, and behind it a letter for its marks; a few letters stand by themselves.
_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT = "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"
_TONES = {"ø": _GRAVE, "ù": _ACUTE, "û": _HOOK, "õ": _TILDE, "ï": _DOT}
_ROOFED = {"â": "", "à": _GRAVE, "á": _ACUTE, "å": _HOOK, "ã": _TILDE, "ä": _DOT}
_BOWED = {"ê": "", "è": _GRAVE, "é": _ACUTE, "ú": _HOOK, "ü": _TILDE, "ë": _DOT}
_PAIRS = {
    **{vowel + mark: vowel + tone for vowel in "aeouy" for mark, tone in _TONES.items()},
    **{horned + mark: letter + tone for horned, letter in (("ô", "ơ"), ("ö", "ư")) for mark, tone in _TONES.items()},
    **{vowel + mark: f"{vowel}\u0302{tone}" for vowel in "aeo" for mark, tone in _ROOFED.items()},
    **{"a" + mark: f"a\u0306{tone}" for mark, tone in _BOWED.items()},
}
_ALONE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI = re.compile("|".join(sorted((*_PAIRS, *_ALONE), key=len, reverse=True)), re.IGNORECASE)

_WORD = re.compile(r"[^\s.,;()/-]+")
# An onset and a vowel that takes a final consonant, or one that ends the syllable.
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnprstvx])?"
    r"(?:(?:uyê|iê|yê|uô|ươ|oa|oă|oe|uâ|uê|uơ|[aăâeêioôơuư])(?P<end>ch|ng|nh|[cmnpt])?|u?y(?:nh|t|p)?"
    r"|(?P<open>iêu|yêu|uya|uyu|oai|oay|oao|oeo|uây|uôi|ươi|ươu|ia|ua|ưa|ai|ao|au|ay|âu|ây|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu))"
)
_LETTER = re.compile("[A-Za-zÀ-ÖØ-öø-ÿ§®]")
_STOPS = frozenset({"c", "ch", "p", "t"})
_OF_TONE = re.compile(f"[{_GRAVE}{_ACUTE}{_HOOK}{_TILDE}{_DOT}]")
_SIGN = re.compile(r"[¡-©«-¹»-¿×÷\xad]|ª(?=[a-z])")
_CAPITAL_WITHIN = re.compile(r"(?<=[a-z])[À-Þ]|(?<=[A-Z])[À-Þ](?=[a-z])")
# Vowels side by side that no names of Western Europe have.
_ODD = re.compile(r"[aeouy][øåäõû]|[ae]ã|[ôö][ùøûõï]|öô|aê|[aeo]â", re.IGNORECASE)
# Surnames with marks. Without one, and without a sign that no name has, three words have to come out.
_NAMES = (
    "nguyễn trần lê phạm hoàng huỳnh vũ võ đặng bùi đỗ hồ ngô dương lý đào đinh đoàn trịnh trương lâm hà vương lương"
    " phùng tô tạ châu thái thạch mạc quách kiều khổng nghiêm lục giáp tăng triệu bạch doãn đồng đàm hứa từ tống tôn"
    " phó quản lã lưu ngụy sầm lò mã viên văn âu ông điền đường"
)
_SURNAMES = frozenset(_NAMES.split())
_FEWEST = 3


def vietnamese_in_unicode(text: str) -> str:
    """Return a name that was typed for a Vietnamese font in its letters, any other text as it is.

    Args:
        text: unfolded, as the soft hyphen is a letter of these fonts.
    """
    if text.isascii() or any(c > "\xff" and c != "\u03bc" for c in text):
        return text
    if all(map(_is_syllable, _words(text))) and _CAPITAL_WITHIN.search(text) is None:
        return text
    if not all(_LETTER.search(word) for word in _words(text)):
        return text  # a sign by itself is one, as that of a note
    found = {read for shown in (_of_tcvn3, _of_vni) if (read := _read(text, shown)) is not None}
    return found.pop() if len(found) == 1 else text


def _read(text: str, shown: Callable[[str], str]) -> str | None:
    """Return what a font shows of a text, None where that is no Vietnamese, or the text may be another language's."""
    read = _WORD.sub(lambda found: shown(found[0]), text)
    return read if read != text and all(map(_is_syllable, _words(read))) and _is_told(text, read, shown) else None


def _is_told(text: str, read: str, shown: Callable[[str], str]) -> bool:
    """Return whether more than its syllables says that a text is of a font: those of `Loïc Nguyen` are a name's too."""
    if shown is _of_tcvn3 and (_SIGN.search(text) is not None or _CAPITAL_WITHIN.search(text) is not None):
        return True
    words = list(zip(_words(text), _words(read), strict=True))
    changed = [now for was, now in words if was != now]
    ends = {now.lower() for was, now in (words[0], words[-1]) if was != now}
    is_odd = shown is _of_vni and _ODD.search(text) is not None
    return len(words) > 1 and (is_odd or bool(ends & _SURNAMES) or len(changed) >= _FEWEST)


def _words(text: str) -> Iterator[str]:
    return (found[0] for found in _WORD.finditer(text))


def _of_tcvn3(word: str) -> str:
    """Return a word of TCVN3, whose fonts of capitals show its small letters as such."""
    read = "".join(_TCVN3.get(c, c) for c in word)
    own = [c for c in word if c.isascii() and c.isalpha()]
    return read.upper() if len(own) > 1 and all(map(str.isupper, own)) else read


def _of_vni(word: str) -> str:
    return unicodedata.normalize("NFC", _VNI.sub(_of_pair, word))


def _of_pair(found: re.Match[str]) -> str:
    if found[0][0].islower() and found[0][1:].isupper():
        return found[0]
    text = found[0].lower()
    read = unicodedata.normalize("NFC", _PAIRS.get(text) or _ALONE[text])
    return read.upper() if found[0][0].isupper() else read


def _is_syllable(word: str) -> bool:
    """Return whether a word is a syllable of Vietnamese: its tone stands on the letter and is one that it can have."""
    parts = unicodedata.normalize("NFD", word.lower())
    tones = list(_OF_TONE.finditer(parts))
    found = _SYLLABLE.fullmatch(unicodedata.normalize("NFC", _OF_TONE.sub("", parts)))
    if found is None or len(tones) > 1:
        return False
    if not tones:
        return True
    if parts[tones[0].start() - 1] == "n":
        return False  # a Spanish letter
    if found["open"] is not None:
        before = len(unicodedata.normalize("NFC", _OF_TONE.sub("", parts[: tones[0].start()])))
        return before == found.start("open") + len(found["open"]) - 1
    return found["end"] not in _STOPS or tones[0][0] in {_ACUTE, _DOT}
