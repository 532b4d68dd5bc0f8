"""Write Unicode Burmese in Zawgyi, as its keyboards do: the inverse of what the product reads."""

import re
from collections.abc import Iterator
from itertools import cycle

_STACKED = dict(
    zip(
        "ကခဂဃစဆဇဈဋဌဏတထဒဓနပဖဗဘမလ",
        "ၠၡၢၣၥၦၨၩၬၭၰၱၳၵၶၷၸၹၺၻၼႅ",
        strict=True,
    )
)
_LIGATURES = {"ဍ္ဍ": "ၮ", "ဍ္ဎ": "ၯ", "ဏ္ဍ": "႑", "ဋ္ဌ": "႒", "ဋ္ဋ": "႗"}
_KINZI = "\u1004\u103a\u1039"
_SYLLABLE = re.compile(
    f"({_KINZI})?([\u1000-\u102a\u103f])((?:\u1039[\u1000-\u1021]|[\u102b-\u1032\u1036-\u1038\u103a-\u103e])*)"
)
_ALIKE = {
    "\u103c": "\u103b\u107e\u1080\u1081",
    "\u103b": "\u103a\u107d",
    "\u102f": "\u102f\u1033",
    "\u1030": "\u1030\u1034",
}
_ALIKE |= {"\u1037": "\u1037\u1094\u1095", "န": "\u1014\u108f"}
_PLAIN = {"\u103d": "\u103c", "\u103e": "\u103d", "\u103a": "\u1039"}


def in_zawgyi(text: str, forms: tuple[int, ...] = (0,)) -> str:
    """Return a Unicode text in Zawgyi.

    Args:
        text: composed (NFC), of Burmese without contractions.
        forms: which of the forms of one sign each next sign takes, over and over.
    """
    turns = cycle(forms)
    for pair, ligature in _LIGATURES.items():
        text = text.replace(pair, ligature)
    return _SYLLABLE.sub(lambda found: _syllable(found, turns), text)


def _syllable(found: re.Match[str], turns: Iterator[int]) -> str:
    kinzi, letter, marks = found[1], found[2], found[3]
    before = "\u1031" if "\u1031" in marks else ""
    if "\u103c" in marks:
        before += _one_form("\u103c", turns)
    nya = "ၪ" if "\u1039" not in marks else "ဥ"
    written = {"ဿ": "ႆ", "ဉ": nya}.get(letter) or _one_form(letter, turns)
    kinzi = "\u1064" if kinzi else ""
    behind = re.findall("\u1039.|.", marks.replace("\u1031", "").replace("\u103c", ""))
    return before + written + kinzi + "".join(_mark(mark, turns) for mark in behind)


def _mark(mark: str, turns: Iterator[int]) -> str:
    return _STACKED[mark[1]] if len(mark) > 1 else _PLAIN.get(mark) or _one_form(mark, turns)


def _one_form(sign: str, turns: Iterator[int]) -> str:
    forms = _ALIKE.get(sign, sign)
    return forms[next(turns) % len(forms)] if len(forms) > 1 else sign
