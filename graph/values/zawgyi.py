"""Burmese in Zawgyi, the encoding of Myanmar's phones and files before Unicode, told by its signs and read as Unicode.

Zawgyi puts other letters at code points of Unicode's Myanmar block, and stores what it writes from left to right: E and
the hook of RA before their letter. U+1039 is its ASAT, U+103A its hook of YA, and from U+1060 to U+1097 it has forms of
its own, where Unicode has letters of Shan, Mon and Karen languages. So a text is read as Zawgyi only where it holds an
order that no language has in Unicode, and none that Zawgyi cannot have. What may be either stays as it is.

Source: the rules of CLDR for `my-t-my-s0-zawgyi`, the Unicode Standard (chapter 16.3) and Unicode Technical Note 11.
"""

import re

READ_FROM_ZAWGYI = "written in Zawgyi, the encoding of Burmese before Unicode, and read as that"

_MAY_BE = re.compile("[\u1031\u1033\u1039-\u103b\u1064\u1075-\u1081\u108f\u1090]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")

# Letters that bear marks in Unicode: of Burmese, Mon, the Karen languages, Shan and their neighbours. Zero and seven
# are typed for WA and RA.
_LETTERS = (
    "\u1000-\u102a\u103f\u1040\u1047\u104e\u1050-\u1055\u105a-\u105d\u1061\u1065\u1066\u106e-\u1070\u1075-\u1081\u108e"
    "\ua9e0-\ua9e4\ua9e7-\ua9ef\ua9fa-\ua9fe\uaa60-\uaa76\uaa7a\uaa7e\uaa7f"
)
_MEDIALS = "\u103b-\u103e\u105e-\u1060\u1082"
# Letters of Burmese and its Pali that no language with letters of Shan has.
_NOT_SHAN = "\u1000-\u1003\u1006-\u100f\u1012-\u1014\u1016-\u1018\u1021"
_VOWELS = "\u102b-\u1030\u1032-\u1034"
# What stands before its letter, and the letters that it stands before in Zawgyi.
_BASES = "\u1000-\u1021\u1023-\u1027\u1029\u1040\u1047\u106a\u106b\u106e\u106f\u1086\u108f-\u1092\u1097"
_RA_BEFORE = "\u103b\u107e-\u1084"

_SIGNS_OF_ZAWGYI = re.compile(
    "|".join(
        (
            # E that follows no letter, and has one behind it.
            f"(?<![{_LETTERS}{_MEDIALS}\u1031\u103a\u25cc\u00a0\u00d7-])\u1031(?=[{_BASES}{_RA_BEFORE}])",
            # YA of Unicode at a word's start or behind a vowel: it is the hook of RA before its letter.
            f"(?<![{_LETTERS}{_MEDIALS}\u1039\u103a\u25cc\u00a0\u00d7-])\u103b(?=[{_BASES}])",
            # VIRAMA with nothing below it, or behind NGA, which has ASAT before it, or NNYA: it is ASAT.
            f"\u1039(?![{_LETTERS}])|[\u1004\u100a]\u1039",
            # ASAT with a vowel behind it: it is the hook of YA. U behind it is Unicode's too.
            "(?<=[\u1000-\u1021])\u103a(?=[\u102b-\u102e\u1030\u1032-\u1034\u1036\u103c])",
            # I with the U of Mon: it is the long form of U.
            "\u102d\u1033",
            # A tone of Palaung or Karen, or a digit of Shan, at a start or with a vowel behind it: NA, RA, KINZI.
            "(?<![\u1000-\u109f\uaa60-\uaa7f])\u108f(?=[\u1000-\u103d])"
            "|[\u108f\u1090](?=[\u102b-\u1030\u1032\u1036\u1039-\u103d])",
            "\u1064(?=[\u102b-\u1030\u1032\u1036\u103a])",
            # Letters of Shan beside ones that Shan has not: a letter below DA, NA and BA, and the hook of RA.
            f"[\u1012\u1014\u1017][\u1075-\u107c]|[\u107e-\u1081][{_NOT_SHAN}]",
        )
    )
)
_SIGNS_OF_UNICODE = re.compile(
    "|".join(
        (
            # Letters of which Zawgyi has none, and signs that stand for themselves in Unicode alone.
            "[\u1022\u1028\u1035\u103e\u103f\u1050-\u1059\u105b-\u105f\u1098-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f]",
            # E that stands before no letter.
            f"\u1031(?![{_BASES}{_RA_BEFORE}\u1031\u1094])",
            # YA of Unicode before no letter.
            f"(?<=[{_LETTERS}{_MEDIALS}\u103a])\u103b(?![{_BASES}])",
            # ASAT behind a vowel, behind letters that YA is never put to, and in KINZI.
            f"(?<=[{_VOWELS}\u1031])\u103a|[\u1004\u1006-\u1014\u101a\u101d\u101f-\u1021]\u103a(?![\u102b-\u1034])"
            "|\u1004\u103a\u1039",
            # ASAT at a word's end behind a syllable's vowel.
            f"[{_VOWELS}][\u1000-\u1021]\u103a(?![\u1000-\u109f])",
            # ASAT behind letters of Shan and tones of the Karen, and before tones of Shan.
            "[\u1062\u1063\u1075-\u1082\u1084\u1086]\u103a|\u103a[\u1089-\u108d]",
        )
    )
)
# A long text may hold a slip.
_SIGNS_TO_ONE_SLIP = 12

# One code point of Zawgyi and what it stands for in Unicode, in the order of the latter's signs.
_STACKED = {
    **dict(zip(range(0x1060, 0x1064), "\u1000\u1001\u1002\u1003", strict=True)),
    **dict(zip(range(0x1065, 0x106A), "\u1005\u1006\u1006\u1007\u1008", strict=True)),
    **{0x106C: "\u100b", 0x106D: "\u100c", 0x1085: "\u101c", 0x1093: "\u1018"},
    **dict(
        zip(
            range(0x1070, 0x107D),
            "\u100f\u1010\u1010\u1011\u1011\u1012\u1013\u1014\u1015\u1016\u1017\u1018\u1019",
            strict=True,
        )
    ),
}
_KINZI = "\ufdd0"  # no character of any text: it stands for the sign until its letter is known
_IN_UNICODE: dict[int, str] = {
    **{code: f"\u1039{letter}" for code, letter in _STACKED.items()},
    **dict.fromkeys((0x103B, *range(0x107E, 0x1085)), "\u103c"),
    **{0x1033: "\u102f", 0x1034: "\u1030", 0x1039: "\u103a", 0x103A: "\u103b", 0x103C: "\u103d", 0x103D: "\u103e"},
    **{0x105A: "\u102b\u103a", 0x1064: _KINZI, 0x106B: "\u100a", 0x107D: "\u103b", 0x1086: "\u103f", 0x1087: "\u103e"},
    **{
        0x1088: "\u103e\u102f",
        0x1089: "\u103e\u1030",
        0x108A: "\u103d\u103e",
        0x108E: "\u102d\u1036",
        0x108F: "\u1014",
    },
    **{0x108B: f"{_KINZI}\u102d", 0x108C: f"{_KINZI}\u102e", 0x108D: f"{_KINZI}\u1036", 0x1090: "\u101b"},
    **{0x1094: "\u1037", 0x1095: "\u1037", 0x1096: "\u1039\u1010\u103d", 0x106E: "\u100d\u1039\u100d"},
    **{
        0x106F: "\u100d\u1039\u100e",
        0x1091: "\u100f\u1039\u100d",
        0x1092: "\u100b\u1039\u100c",
        0x1097: "\u100b\u1039\u100b",
    },
}
_NYA = re.compile("\u106a(?=\u102e)")
_U_FOR_NYA = re.compile("\u1025(?=[\u1039\u1061\u1062\u1065\u1068\u1076\u1078-\u107a])")
_AFORESAID = re.compile("\u104e(?!\u1004)")
# Digits that are typed for the letters of their shape.
_ZERO_FOR_WA = re.compile(
    "(?<![\u1040-\u1049])\u1040(?=[\u1000-\u1039\u103b-\u103f])|(?<=[\u1031\u103c])\u1040(?![\u1040-\u1049])"
    "|(?<![\u1040-\u1049])\u1040(?=\u103a)"
)
_SEVEN_FOR_RA = re.compile("(?<![\u1040-\u1049])\u1047(?=[\u102b-\u103e])|(?<=\u1031)\u1047(?![\u1040-\u1049])")
_SYLLABLE = re.compile(
    f"(?P<before>[\u1031\u103c]*)(?P<letter>[\u1000-\u102a\u103f])"
    f"(?P<behind>(?:[\u102b-\u1030\u1032-\u1038\u103a\u103b\u103d\u103e{_KINZI}]|\u1039[\u1000-\u1021]"
    "|[\u1031\u103c](?![\u1031\u103c]*[\u1000-\u102a\u103f]))*)"
)
_MARK = re.compile("\u1039[\u1000-\u1021]|.")
_ORDER = "\u103b\u103c\u103d\u103e\u1031\u102d\u102e\u1032\u102f\u1030\u102b\u102c\u1036\u1037\u103a\u1038"
_ASAT, _E, _I, _II = "\u103a", "\u1031", "\u102d", "\u102e"
# Letters of their own that Zawgyi puts together from two.
_TOGETHER = (("\u1005\u103b", "\u1008"), ("\u1025\u102e", "\u1026"))


def zawgyi_in_unicode(text: str) -> str:
    """Return a text in Unicode where it is certainly in Zawgyi, and any other text as it is.

    A text of both, as pages post an advertisement twice, is told line by line.
    """
    if text.isascii() or not _MAY_BE.search(text):
        return text
    if "\n" not in text or is_zawgyi(text):
        return _read(text)
    return "\n".join(map(_read, text.split("\n")))


def is_zawgyi(text: str) -> bool:
    """Return whether a text holds what only Zawgyi has, and nothing that only Unicode has.

    In a long text, one that Unicode alone has to each dozen of Zawgyi's is a slip.
    """
    seen = _INVISIBLE.sub("", text)
    signs = len(_SIGNS_OF_ZAWGYI.findall(seen))
    return signs > 0 and signs >= _SIGNS_TO_ONE_SLIP * len(_SIGNS_OF_UNICODE.findall(seen))


def _read(text: str) -> str:
    if not is_zawgyi(text):
        return text
    found = _in_unicode(_INVISIBLE.sub("", text))
    # What still looks so was damaged, and stays as it was filed.
    return text if _SIGNS_OF_ZAWGYI.search(found) else found


def _in_unicode(text: str) -> str:
    text = _NYA.sub("\u1025", text).replace("\u106a", "\u1009")
    text = _AFORESAID.sub("\u104e\u1004\u1039\u1038", _U_FOR_NYA.sub("\u1009", text))
    text = text.translate(_IN_UNICODE)
    text = _SEVEN_FOR_RA.sub("\u101b", _ZERO_FOR_WA.sub("\u101d", text))
    text = _SYLLABLE.sub(_in_order, text)
    for typed, meant in _TOGETHER:
        text = text.replace(typed, meant)
    return text


def _in_order(found: re.Match[str]) -> str:
    """Return a letter and its marks as Unicode orders them; a mark that was typed twice stands once."""
    marks = set(_MARK.findall(found["before"] + found["behind"]))
    kinzi = "\u1004\u103a\u1039" if _KINZI in marks else ""
    stacked = "".join(dict.fromkeys(mark for mark in _MARK.findall(found["behind"]) if len(mark) > 1))
    if _II in marks:
        marks.discard(_I)
    others = "".join(mark for mark in _ORDER if mark in marks)
    # Contractions have ASAT at their letter: ယောက်ျား, ကျွန်ုပ်.
    if _ASAT in marks and _E not in marks and ({"\u103b", "\u102c"} <= marks or "\u102f" in marks):
        others = _ASAT + others.replace(_ASAT, "")
    return f"{kinzi}{found['letter']}{stacked}{others}"
