"""What people write around a phone number: links, labels, extensions, what it is used for, pictures."""

import re

from graph.values.numbers.numerals import signs_in_digits
from graph.values.text import fold_identifier, is_picture

_LINK = re.compile(
    r"(?:https?://)?(?:wa\.me/|api\.whatsapp\.com/send/?\?phone=|web\.whatsapp\.com/send/?\?phone=)|"
    r"(?:whatsapp://send/?\?phone=|viber://(?:chat|add)/?\?number=)",
    re.I,
)
_URI = re.compile(r"(?:tel|sms|callto|smsto):(?://)?", re.I)
# That a number is one of WeChat as well. Behind Latin letters a space or a colon: `wx13912345678` is a name there.
_WECHAT = (
    r"(?:(?:电话|手机|電話|手機)\s*[/、&,]?\s*)?\(?"
    r"(?:(?:微信|v信)(?:同[号號])?|同(?:微信|v信|we\s?chat|wx|vx)"
    r"|(?:we\s?chat|weixin|wx|vx)(?:\s*同[号號]|(?=\s*:|\s+[+(\d])))\)?[\s.:]*(?=[+(\d])"
)
_LABEL = re.compile(
    rf"{_WECHAT}|"
    r"(?:tel(?:ephone)?|phone|mobile|mob|cell|ph|hp|fax|no|call|contact|hotline|telp|đt|sđt"
    r"|whatsapp|wa|viber|line|zalo|telegram|tg|signal|imo)\s*(?:no)?"
    r"(?:\s*[.:]+\s*|\s+(?=[+(\d]))|"
    r"(?:โทร(?:ศัพท์)?|เบอร์|มือถือ|ໂທ|ទូរស័ព្ទ|ဖုန်း|电话|手机|電話|手機)[\s.:]*",
    re.I,
)
_EXTENSION = re.compile(
    r"\s*(?:;ext=|,?\s*(?:extension|extn?|x|local|loc|pes(?:awat)?|ต่อ|กด|máy lẻ|nhánh|分机|分機|内线|內線|доб|#)"
    r"[.:]?\s*)\d{1,7}(?:\s*[-/]\s*\d{1,7})?$",
    re.I,
)
_APP = r"(?:line|whats\s?app|wa|viber|we\s?chat|微信|zalo|telegram|imo)"
_OPERATOR = "globe|smart|dito|ais|dtac|metfone|cellcard|viettel|mobifone|vinaphone|mpt|ooredoo|mytel"
_PLACE = "mobile|home|office|work|มือถือ|บ้าน|ที่ทำงาน|โทร"
# Where a number is used and whose network it is on, behind it; whose it is may not stand there.
_USE = re.compile(
    rf"\s*\((?:{_APP}|{_OPERATOR}|{_PLACE})(?:\s*[/,&]\s*(?:{_APP}|{_PLACE}))*\)$"
    rf"|(?<=\d)\s*\(?(?:微信|wx|vx|{_APP})\s*同[号號]\)?$|(?<=\d)\s*(?:นะ)?(?:ค่ะ|คะ|ครับ)$",
    re.I,
)
_CHAT_ID = re.compile(r"(\d{7,15})@(?:c\.us|s\.whatsapp\.net)", re.I)
_MARKS = "'\"`,;<>!«»"
# Of several each may hide a digit.
_BULLET = re.compile(r"•(?!•)\s*")
# One mark between all groups, of which it parts three or more: a star alone may hide a digit.
_MARKED_GROUPS = re.compile(r"\+?\d{2,5}([*_•])\d{2,5}(?:\1\d{2,5})+")


def number_text(raw: str) -> str:
    """Return a phone number's text folded, without marks and pictures before or behind it (`📞081-234-5678!!`)."""
    text = fold_identifier(raw).strip(_MARKS)
    if text.isascii():
        return text
    first, end = 0, len(text)
    while first < end and _is_around(text[first]):
        first += 1
    while end > first and _is_around(text[end - 1]):
        end -= 1
    bullet = _BULLET.match(text, first, end)
    return signs_in_digits(text[bullet.end() if bullet is not None else first : end])


def _is_around(c: str) -> bool:
    return c.isspace() or c in _MARKS or is_picture(c)


def with_spaces_for_marks(text: str) -> str | None:
    """Return a number whose groups stars, underscores or bullets part with spaces there; `None` for any other."""
    found = _MARKED_GROUPS.fullmatch(text)
    return None if found is None else text.replace(found[1], " ")


def without_use(text: str) -> str:
    """Return a number without what it is used for, or whose network it is on, behind it."""
    return _USE.sub("", text)


def unwrapped(text: str) -> str:
    """Take a number out of a link, a chat id or a label."""
    link = _LINK.match(text)
    if link is not None:
        rest = re.split(r"[&?#/;]", text[link.end() :].replace("%2B", "+").replace("%2b", "+"), maxsplit=1)[0]
        return "+" + rest.strip("+ ") if rest.strip("+ ").isdigit() else rest
    chat = _CHAT_ID.fullmatch(text)
    if chat is not None:
        return "+" + chat[1]
    text = _URI.sub("", text, count=1) if _URI.match(text) else text
    label = _LABEL.match(text)
    return text[label.end() :] if label is not None else text


def without_extension(text: str) -> str:
    """Return a number without the extension behind it."""
    return _EXTENSION.sub("", text) if sum(c.isdigit() for c in text) >= 8 else text
