"""Accounts on messaging, social and job platforms: a platform and the name of an account there."""

import re
from collections.abc import Callable

from graph.values.made_up_digits import is_in_order, is_one_digit
from graph.values.online.account_links import NO_ACCOUNT, AccountLink, read_link
from graph.values.online.platforms import UNKNOWN_PLATFORM, Platform, find_platform, is_platform, platform_names
from graph.values.phones.phone import normalise_phone
from graph.values.placeholder_accounts import is_placeholder_account
from graph.values.text import MAX_IDENTIFIER_LENGTH, damage_to_number, fault, fold_identifier, is_picture, without_point
from graph.values.unowned import UNOWNED, is_unowned
from graph.values.value import NormalisedValue, ValueStatus, invalid, possible, valid

NO_PLATFORM = "no platform is given"
"""Why a name on its own is nobody's account in particular, and has no key."""
_BY_PHONE = frozenset({"whatsapp", "viber", "signal", "zalo"})
# Nearly all who are on these are of one country, as which their numbers are read where none is given.
_HOMES = {"zalo": "VN"}
# Platforms that number their accounts. On others `2000.0` may be somebody's name.
_NUMBERED = frozenset({"telegram", "facebook", "wechat", "qq"})

# How an account is named once folded. Platforms that are not here take any name without spaces.
_FORMS = {
    "telegram": re.compile(r"[a-z][a-z0-9_]{3,31}|\d{5,15}"),
    "facebook": re.compile(r"[a-z0-9.]{3,64}"),
    "line": re.compile(r"@?[a-z0-9._-]{3,30}"),
    "wechat": re.compile(r"[a-z][a-z0-9_-]{5,19}|wxid_[a-z0-9]{8,24}|\d{6,15}"),
    "x": re.compile(r"[a-z0-9_]{1,15}"),
    "instagram": re.compile(r"[a-z0-9._]{1,30}"),
    "tiktok": re.compile(r"[a-z0-9._]{2,24}"),
    "qq": re.compile(r"[1-9]\d{4,11}"),
    "vk": re.compile(r"[a-z][a-z0-9_.]{2,31}"),
}
_EXAMPLE_AT_WECHAT = re.compile(r"wxid_([a-z0-9])\1*")
_LABEL = re.compile(r"([^:]{1,40}?)\s*:\s*(.*)")  # `Line ID: name`, `telegram:name`
# `LINE ID name`, `telegram @name`, `wechat name88`, but not `Telegram group`: a word alone may say what it is.
_SPACED_LABEL = re.compile(r"(\S{2,20}?)(?:\s+id\s+(?=\S)|\s+(?=@|\S*[\d_]))(@?[^\s/]+)", re.I)
# Behind the name of a messenger that goes by numbers, a number may stand in groups: `WhatsApp +84 981 521 447`.
_SPACED_NUMBER = re.compile(r"(\S{2,20})\s+(?:(?:no|number|id)\.?\s*)?(\+?[\d(][\d\s().-]{6,24})", re.I)
# No space parts the two where their scripts do: `飞机@name`.
_NATIVE_LABEL = re.compile(r"([^\x00-\x7f]{1,20})(@[^\s/@]+)")
_LABEL_BEHIND = re.compile(r"(?P<name>@?[^\s/()@]+)\s*\((?P<platform>[^()]{2,20})\)")
_OWN_LABELS = frozenset({"id", "user", "username", "account", "handle"})
_INTERNATIONAL = re.compile(r"[1-9](?:[\s().-]*[0-9]){9,14}\s*\Z")
_WITHOUT_PLUS = "read as a number that begins with its country's code, without its plus"
_FEWEST_DIGITS = 5  # of an account's number on the platforms that number them
_TELEGRAM_NUMBER = re.compile(r"\+[\d\s().-]{7,25}")


def platforms() -> tuple[str, ...]:
    """Return the platforms of which a name alone says which account is meant."""
    return tuple(sorted(platform_names() - _BY_PHONE))


def platform_code(text: str | None) -> str | None:
    """Return a platform in the product's words; an unknown one is folded, a text that names none is None: `other`."""
    found = find_platform(text)
    return None if found is None else found.code


def normalise_handle(raw: str, *, platform: str | None = None, country: str | None = None) -> NormalisedValue:
    """Return the name of an account as its platform compares it.

    Args:
        raw: the name, with or without @, or a link to the account (which tells the platform); the number of an account
            also as a float (`123456789.0`).
        platform: where the account is.
        country: ISO 3166 code for accounts that are phone numbers.

    Returns:
        `type` is the platform. The key is platform and name (`handle:telegram:somename`); an account that is a phone
        number has the number's key, so that it meets the number itself. What a link names beside accounts has a type
        and a key of its own (`telegram-invite`, `facebook-group`); a link that names no account is invalid. So is a
        word that stands where none is known (`none`, `no username`) or names a platform alone, in a link as well.
        A platform that is not known is part of the key as it is written, and the name `possible`.
    """
    reason = fault(raw, MAX_IDENTIFIER_LENGTH)
    if reason is not None:
        return invalid(raw, "handle", reason)
    given = find_platform(platform)
    text = _without_pictures(fold_identifier(raw).strip("'\"`,;<> "))
    link = read_link(text)
    if link is None:
        given, text = _without_label(text, given)
        link = read_link(text)
    if link is not None:
        return _linked(raw, link, country)
    if given is None or given.is_known:
        return _read(raw, _as_official(text, given), given and given.code, country)
    found = _read(raw, text, given.code, country)
    return possible(raw, found.value, found.type, UNKNOWN_PLATFORM, found.key) if found.key is not None else found


def _reason_of_nobodys(text: str, platform: str | None) -> str | None:
    """Return in words why a text is no account's name, None where it may be one."""
    name = text.lower().lstrip("@ ")
    if _EXAMPLE_AT_WECHAT.fullmatch(name):
        return "one letter repeated, as forms show the number of an account"
    if len(name) > 1 and is_platform(name):
        return "names a platform, and no account of it"
    digits = without_point(name)
    if digits.isdecimal() and len(digits) >= _FEWEST_DIGITS and platform not in _BY_PHONE:
        is_made_up = is_one_digit(digits) or is_in_order(digits, _FEWEST_DIGITS)
        return "one digit repeated or digits in order, which stand where no account is known" if is_made_up else None
    return "a word that stands where no account is known" if is_placeholder_account(text) else None


def _without_pictures(text: str) -> str:
    """Return a text without pictures before an @; around a name without one they may be part of a shown name."""
    first = next((at for at, c in enumerate(text) if not (c.isspace() or is_picture(c))), 0)
    return text[first:] if text[first : first + 1] == "@" else text


def _without_label(text: str, given: Platform | None) -> tuple[Platform | None, str]:
    """Return the platform that a label before a name tells, else the one given, and the name."""
    label = _LABEL.fullmatch(text)
    if label is not None and label[1].lower() in _OWN_LABELS:
        return given, label[2]
    label = label or _SPACED_LABEL.fullmatch(text) or _NATIVE_LABEL.fullmatch(text)
    if label is not None:
        return _told(label[1], label[2]) or (given, text)
    number = _SPACED_NUMBER.fullmatch(text)
    told = None if number is None else _told(number[1], number[2])
    if told is not None:
        return told if _goes_by_phone(told[0].code, told[1]) else (given, text)
    behind = _LABEL_BEHIND.fullmatch(text)
    return (behind and _told(behind["platform"], behind["name"])) or (given, text)


def _told(label: str, name: str) -> tuple[Platform, str] | None:
    """Return a known platform that a label names, and the name beside it."""
    told = find_platform(label)
    return (told, name) if told is not None and told.is_known else None


def _as_official(text: str, platform: Platform | None) -> str:
    """Return a name at LINE as an official account has it, where its platform is written so: `LINE OA`, `LINE@`."""
    is_official = platform is not None and platform.is_official and platform.code == "line"
    return f"@{text.lstrip('@ ')}" if is_official else text


def _linked(raw: str, link: AccountLink, country: str | None) -> NormalisedValue:
    if link.name is None:
        return invalid(raw, link.platform, NO_ACCOUNT)
    if link.kind is not None:
        # An invitation or a code is case-sensitive, and a group or a channel rather than a person.
        return valid(raw, link.address + link.name, link.kind, f"handle:{link.kind}:{link.name}")
    return _read(raw, link.name, link.platform, country)


def _read(raw: str, text: str, platform: str | None, country: str | None) -> NormalisedValue:
    nobodys = _reason_of_nobodys(text, platform)
    if nobodys is not None:
        return invalid(raw, platform or "handle", nobodys)
    if _goes_by_phone(platform, text):
        return _by_phone(raw, text, platform, country)
    return _named(raw, text, platform)


def _goes_by_phone(platform: str | None, text: str) -> bool:
    """Tell whether an account is a phone number; Telegram's are names or, behind a plus, numbers."""
    return platform in _BY_PHONE or (platform == "telegram" and _TELEGRAM_NUMBER.fullmatch(text) is not None)


def _by_phone(raw: str, text: str, platform: str | None, country: str | None) -> NormalisedValue:
    is_home = country is None and platform in _HOMES
    number = normalise_phone(text, country=_HOMES[str(platform)] if is_home else country)
    if number.key is None and country is None and _INTERNATIONAL.match(text):
        # As these platforms show and export it; a number at home begins with a nought, or is shorter.
        number = normalise_phone(f"+{text}", country=None)
        if number.status is not ValueStatus.INVALID and number.key is not None:
            return possible(raw, number.value, str(platform), _WITHOUT_PLUS, number.key)
    if number.status is ValueStatus.INVALID or number.key is None:
        return possible(raw, text.lower(), str(platform), "an account of this platform is a phone number")
    reason = number.reason or ("read as a number of its platform's country" if is_home and "+" not in text else None)
    if reason is not None:
        return possible(raw, number.value, str(platform), reason, number.key)
    return valid(raw, str(number.value), str(platform), number.key)


def _named(raw: str, text: str, platform: str | None) -> NormalisedValue:
    if platform in _NUMBERED:
        text = without_point(text)
        damage = damage_to_number(text)
        if damage is not None:
            return invalid(raw, platform, damage)
    fold = _FOLDS.get(platform or "", _fold_name)
    name = fold(text)
    if not any(c.isalnum() for c in name):
        return invalid(raw, platform or "handle", "holds no letter and no digit")
    if " " in name or "/" in name:
        return invalid(raw, platform or "handle", "a shown name or a link, not the name of an account")
    if platform is None:
        return possible(raw, name, "handle", NO_PLATFORM)
    form = _FORMS.get(platform)
    if form is not None and not form.fullmatch(name):
        return invalid(raw, platform, "not a name that its platform gives out", name)
    key = f"handle:{platform}:{name}"
    return possible(raw, name, platform, UNOWNED) if is_unowned(key) else valid(raw, name, platform, key)


def _fold_name(text: str) -> str:
    return fold_identifier(text.lower()).lstrip("@")


def _fold_facebook(text: str) -> str:
    # Facebook ignores the dots of a name.
    return _fold_name(text).replace(".", "")


def _fold_line(text: str) -> str:
    # The @ of a LINE name marks an official account, another account than the one without.
    return re.sub(r"^@{2,}", "@", fold_identifier(text.lower()))


def _fold_vk(text: str) -> str:
    # Who has no name there is `id` and a number.
    name = _fold_name(text)
    return f"id{name}" if name.isdecimal() else name


_FOLDS: dict[str, Callable[[str], str]] = {"facebook": _fold_facebook, "line": _fold_line, "vk": _fold_vk}
