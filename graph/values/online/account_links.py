"""Links on platforms: which account, group or invitation the path of one names, or that it names none."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import parse_qsl, unquote

from graph.values.text import MAX_IDENTIFIER_LENGTH, fault

NO_ACCOUNT: Final = "a link to a post, a page or a place of the platform, which names no account"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountLink:
    """What a link names.

    `name` is the account in the platform's own words, None where the link names no account. Where `kind` is set the
    link names a thing of a kind of its own (a group, an invitation, a channel's code), shown as `address` and `name`
    and compared with its capitals. `is_page` tells whether the link leads to what it names, and not to a post or a
    place below it.
    """

    platform: str
    name: str | None = None
    kind: str | None = None
    address: str = ""
    is_page: bool = True


_Path = Sequence[str]
_Query = Mapping[str, str]

_OF_TELEGRAM = re.compile(r"(?:tg|telegram)://(?P<what>[a-z]+)/?\?(?P<query>[^#]*)(?:#.*)?", re.I | re.S)
_NAMED_HOST_OF_TELEGRAM = re.compile(r"(?:https?://)?(?P<name>[a-z][a-z0-9_]{3,31})\.t\.me(?:[/?#].*)?", re.I | re.S)
_FORM = re.compile(
    r"(?P<scheme>https?://)?(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)+)(?P<path>/[^?#]*)?(?:\?(?P<query>[^#]*))?"
    r"(?:#(?P<fragment>.*))?",
    re.I | re.S,
)
_IN_PROGRAM = re.compile(
    r"(?P<scheme>[a-z]+)://(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?(?:#(?P<fragment>.*))?", re.I | re.S
)
# Hosts that serve the same pages for a device or a language: `m.facebook.com`, `th-th.facebook.com`, `th.linkedin.com`.
_VARIANT = re.compile(r"(?:www|m|web|mobile|mbasic|touch|[a-z]{2}(?:-[a-z]{2})?)\.(?=[^.]+\.)")
_OPAQUE = re.compile(r"[A-Za-z0-9_-]+")
_PHONE = re.compile(r"\+?\d{7,15}")
_NUMBER = re.compile(r"\d+")
_TEXT_BEFORE_NUMBER = re.compile(r"(?:.*-)?(\d{6,})")  # `facebook.com/p/Some-Name-100012345678901`

# Platform | first parts of paths that are the platform's own and nobody's name.
_OWN_TABLE = """
facebook|share sharer watch messages story photo photos events event e hashtag marketplace permalink reel reels stories
facebook|videos video login help search home friends gaming live media notes notifications settings public plugins
facebook|policies policy privacy terms business ads dialog l places pages people groups group g pg p tr bookmarks saved
facebook|memories fundraisers jobs directory legal about careers recover checkpoint profile t
instagram|p tv reel reels explore stories s accounts direct share about developer legal web ar challenge api graphql
instagram|emails press create oauth
x|i home intent search hashtag share explore notifications messages settings login logout signup tos privacy compose
x|jobs about download account oauth
telegram|addlist share joinchat proxy socks s c addstickers addemoji addtheme addstyle setlanguage bg login
telegram|confirmphone invoice iv giftcode boost contact call msg nft a k
vk|feed im mail friends groups search login away.php share.php apps video videos photos albums audio audios market docs
vk|support about terms privacy dev jobs blog join settings fave stories clips wall
"""
_OWN_PATHS = frozenset(
    (platform, part)
    for platform, _, parts in (line.partition("|") for line in _OWN_TABLE.strip().splitlines())
    for part in parts.split()
)


def read_link(text: str) -> AccountLink | None:
    """Return what a link on a known platform names; None where the text is no such link.

    Args:
        text: a folded text, with or without a scheme. A host alone counts as a link that names no account.
    """
    inner = _OF_TELEGRAM.fullmatch(text)
    if inner is not None:
        return _within_telegram(inner["what"].lower(), dict(parse_qsl(inner["query"])))
    named = _NAMED_HOST_OF_TELEGRAM.fullmatch(text)
    if named is not None and _VARIANT.match(f"{named['name'].lower()}.t.me") is None:
        return _own("telegram", [named["name"]])
    found = _FORM.fullmatch(text)
    if found is not None:
        host = found["host"].lower()
        if host not in _READERS:
            host = _VARIANT.sub("", host, count=1)
        return _read(_READERS.get(host), found, by_fragment=host in NAMED_BEHIND_FRAGMENT)
    found = _IN_PROGRAM.fullmatch(text)
    scheme = "" if found is None else found["scheme"].lower()
    return None if found is None else _read(_PROGRAMS.get(scheme), found, by_fragment=scheme == "sgnl")


def _read(reader: "_Reader | None", found: re.Match[str], *, by_fragment: bool) -> AccountLink | None:
    if reader is None:
        return None
    path = [unquote(part) for part in ((found["fragment"] if by_fragment else found["path"]) or "").split("/") if part]
    query = dict(parse_qsl(found["query"] or ""))
    link = reader(path, query)
    if link.name is not None and not _is_name(link.name):
        return AccountLink(platform=link.platform)
    return replace(link, is_page=not _leads_below(link, path, query))


def _leads_below(link: AccountLink, path: _Path, query: _Query) -> bool:
    """Return whether more of a path stands behind what names the account: `t.me/name/55`, `vk.com/name?w=wall1_2`."""
    name = (link.name or "").lower().lstrip("@~+")
    at = next((i for i, part in enumerate(path) if part.lower().endswith(name)), len(path))
    return at < len(path) - 1 or (link.platform == "vk" and not query.keys().isdisjoint({"w", "z"}))


def _is_name(text: str) -> bool:
    """Return whether a part of a path may be a name; what is escaped in a path may be any character."""
    return (
        fault(text, MAX_IDENTIFIER_LENGTH) is None
        and not any(c in ":/" or c.isspace() for c in text)
        and text.lower() not in _READERS
    )


def _own(platform: str, path: _Path) -> AccountLink:
    """Return the account that the first part of a path names, unless that part is the platform's own."""
    first = path[0] if path else ""
    if not first or (platform, first.lower()) in _OWN_PATHS or first.lower().endswith(".php"):
        return AccountLink(platform=platform)
    return AccountLink(platform=platform, name=first)


def _opaque(platform: str, kind: str, address: str, path: _Path) -> AccountLink:
    """Return a thing of its own kind that a code stands for, the first part of the path."""
    if not path or not _OPAQUE.fullmatch(path[0]):
        return AccountLink(platform=platform)
    return AccountLink(platform=platform, name=path[0], kind=kind, address=address)


def _facebook(path: _Path, query: _Query) -> AccountLink:
    match [part.lower() for part in path]:
        case ["profile.php", *_] if _NUMBER.fullmatch(query.get("id", "")):
            return AccountLink(platform="facebook", name=query["id"])
        case ["groups", _, "user", user, *_]:
            return AccountLink(platform="facebook", name=user)
        case ["groups", group, *_] if group not in _OWN_GROUPS and _is_name(group):
            return AccountLink(platform="facebook", name=group, kind="facebook-group", address="facebook.com/groups/")
        case ["people" | "pages", _, account, *_] if _NUMBER.fullmatch(account):
            return AccountLink(platform="facebook", name=account)
        case ["pg", account, *_]:
            return _own("facebook", [account])
        case ["p", account, *_]:
            number = _TEXT_BEFORE_NUMBER.fullmatch(account)
            return AccountLink(platform="facebook", name=number[1] if number is not None else None)
    return _own("facebook", path)


_OWN_GROUPS = frozenset({"feed", "discover", "search", "create", "joins", "you"})


def _messenger(path: _Path, query: _Query) -> AccountLink:
    return _own("facebook", path[1:] if path[:1] == ["t"] else path)


def _instagram(path: _Path, query: _Query) -> AccountLink:
    match path:
        case ["stories", user, *_] if user.lower() != "highlights":
            return _own("instagram", [user])
        case ["_u", user, *_]:
            return _own("instagram", [user])
    return _own("instagram", path)


def _x(path: _Path, query: _Query) -> AccountLink:
    return _own("x", path)


def _telegram(path: _Path, query: _Query) -> AccountLink:
    match path:
        # Digits behind the plus are a phone number: the code of an invitation has letters.
        case [first, *_] if first.startswith("+") and _PHONE.fullmatch(first):
            return AccountLink(platform="telegram", name=first)
        case [first, *_] if first.startswith("+"):
            return _opaque("telegram", "telegram-invite", "t.me/+", [first[1:]])
        case ["joinchat", *rest]:
            return _opaque("telegram", "telegram-invite", "t.me/+", rest)
        case ["s", channel, *_]:
            return _own("telegram", [channel])
    return _own("telegram", path)


def _within_telegram(what: str, query: _Query) -> AccountLink:
    """Return what a link names that opens in the program: `tg://resolve?domain=name`."""
    name = query.get("domain", "")
    phone = query.get("phone", "").strip().removeprefix("+")
    if what == "resolve" and name and _is_name(name):
        return _own("telegram", [name])
    if what == "resolve" and _PHONE.fullmatch(phone):
        return AccountLink(platform="telegram", name=f"+{phone}")
    if what == "user" and _NUMBER.fullmatch(query.get("id", "")):
        return AccountLink(platform="telegram", name=query["id"])
    if what == "join":
        return _opaque("telegram", "telegram-invite", "t.me/+", [query.get("invite", "")])
    return AccountLink(platform="telegram")


def _zalo(path: _Path, query: _Query) -> AccountLink:
    """Return the number that a link names, which Vietnam's own platform writes as Vietnam does."""
    match path:
        case ["g", *rest]:
            return _opaque("zalo", "zalo-group", "zalo.me/g/", rest)
        case [number, *_] if _PHONE.fullmatch(number):
            digits = number.removeprefix("+")
            return AccountLink(platform="zalo", name=f"+84{digits[1:]}" if digits[0] == "0" else f"+{digits}")
    return AccountLink(platform="zalo")


def _vk(path: _Path, query: _Query) -> AccountLink:
    match path:
        case [group, *_] if _GROUP_OF_VK.fullmatch(group):
            return AccountLink(platform="vk", name=group.lower(), kind="vk-group", address="vk.com/")
        case [place, *_] if _PLACE_OF_VK.match(place):
            return AccountLink(platform="vk")
    return _own("vk", path)


_GROUP_OF_VK = re.compile(r"(?:club|public|event)\d+", re.I)
_PLACE_OF_VK = re.compile(r"(?:wall|photo|video|topic|album|clip|audio|doc|market|page|story)-?\d", re.I)


def _tiktok(path: _Path, query: _Query) -> AccountLink:
    return AccountLink(platform="tiktok", name=path[0] if path and len(path[0]) > 1 and path[0][0] == "@" else None)


def _youtube(path: _Path, query: _Query) -> AccountLink:
    """Return a channel: by its handle, by its code, or by one of the two older sorts of names, each apart."""
    match path:
        case [handle, *_] if handle.startswith("@"):
            return AccountLink(platform="youtube", name=handle)
        case ["channel", *rest]:
            return _opaque("youtube", "youtube-channel", "youtube.com/channel/", rest)
        case ["c" | "user" as sort, name, *_] if _is_name(name):
            return AccountLink(
                platform="youtube", name=name.lower(), kind=f"youtube-{sort}", address=f"youtube.com/{sort}/"
            )
    return AccountLink(platform="youtube")


def _line(path: _Path, query: _Query) -> AccountLink:
    parts = path[1:] if path[:1] == ["R"] else path
    match parts:
        case ["ti", "p", name, *_] if name[0] == "~":
            return AccountLink(platform="line", name=name[1:] or None)
        case ["ti", "p", name, *_] if name[0] == "@":
            return AccountLink(platform="line", name=name)
        case ["ti", "p", *rest]:
            return _opaque("line", "line-code", "line.me/ti/p/", rest)
        case ["ti", "g" | "g2" as sort, *rest]:
            return _opaque("line", "line-group", f"line.me/ti/{sort}/", rest)
    return AccountLink(platform="line")


def _linkedin(path: _Path, query: _Query) -> AccountLink:
    match path:
        case ["in", name, *_]:
            return AccountLink(platform="linkedin", name=name)
        case ["company", name, *_] if _is_name(name):
            address = "linkedin.com/company/"
            return AccountLink(platform="linkedin", name=name.lower(), kind="linkedin-company", address=address)
    return AccountLink(platform="linkedin")


def _whatsapp(path: _Path, query: _Query) -> AccountLink:
    number = query.get("phone", "").strip() if path[:1] == ["send"] else "".join(path[:1])
    digits = re.sub(r"[\s()-]", "", number)
    return AccountLink(platform="whatsapp", name=f"+{digits.lstrip('+')}" if _PHONE.fullmatch(digits) else None)


def _whatsapp_group(path: _Path, query: _Query) -> AccountLink:
    rest = path[1:] if path[:1] == ["invite"] else path
    return _opaque("whatsapp", "whatsapp-invite", "chat.whatsapp.com/", rest)


def _whatsapp_channel(path: _Path, query: _Query) -> AccountLink:
    rest = path[1:] if path[:1] == ["channel"] else ()
    return _opaque("whatsapp", "whatsapp-channel", "whatsapp.com/channel/", rest)


def _business(path: _Path, query: _Query) -> AccountLink:
    """Return whose page a link within Facebook's tools for companies names, if it names one."""
    own = path[:1] and path[0].lower() in _OWN_TOOLS
    return AccountLink(platform="facebook") if own else _facebook(path, query)


_OWN_TOOLS = frozenset(
    {"latest", "settings", "creatorstudio", "adsmanager", "commerce", "overview", "inbox", "security"}
)


def _facebook_program(path: _Path, query: _Query) -> AccountLink:
    match path:
        case ["profile" | "page", number, *_] if _NUMBER.fullmatch(number):
            return AccountLink(platform="facebook", name=number)
        case ["group", number, *_] if _NUMBER.fullmatch(number):
            return _facebook(["groups", number], query)
    return AccountLink(platform="facebook")


def _within_instagram(path: _Path, query: _Query) -> AccountLink:
    return _own("instagram", [query.get("username", "")] if path[:1] == ["user"] else [])


def _within_x(path: _Path, query: _Query) -> AccountLink:
    return _own("x", [query.get("screen_name", "")] if path[:1] == ["user"] else [])


def _instagram_message(path: _Path, query: _Query) -> AccountLink:
    return _own("instagram", path[1:] if path[:1] == ["m"] else [])


def _line_page(path: _Path, query: _Query) -> AccountLink:
    """Return an official account, whose page leaves out the @ of its name."""
    name = (path[0] if path else query.get("accountId", "")).lstrip("@")
    return AccountLink(platform="line", name=f"@{name}" if name else None)


def _signal(path: _Path, query: _Query) -> AccountLink:
    match path:
        case ["p", number, *_] if number.startswith("+") and _PHONE.fullmatch(number):
            return AccountLink(platform="signal", name=number)
        case ["eu", *rest]:
            return _opaque("signal", "signal-code", "signal.me/#eu/", rest)
    return AccountLink(platform="signal")


def _viber(path: _Path, query: _Query) -> AccountLink:
    digits = re.sub(r"[\s()+-]", "", query.get("number", "") if path[:1] in (["chat"], ["add"]) else "")
    return AccountLink(platform="viber", name=f"+{digits}" if _PHONE.fullmatch(digits) else None)


def _web_of_telegram(path: _Path, query: _Query) -> AccountLink:
    """Return the account whose chat a link within Telegram's program for browsers opens: `#@name`, `#/im?p=@name`."""
    said = "/".join(path)
    inner = _OF_TELEGRAM.fullmatch(said.partition("tgaddr=")[2])
    if inner is not None:
        return _within_telegram(inner["what"].lower(), dict(parse_qsl(inner["query"])))
    named = _CHAT_OF_TELEGRAM.fullmatch(said)
    return _own("telegram", [named[1]] if named is not None else [])


_CHAT_OF_TELEGRAM = re.compile(r"(?:im\?p=)?@?((?<=@)[a-z][a-z0-9_]{3,31}|(?<!@)[0-9]{5,15})", re.I)


def _nobody(platform: str) -> "_Reader":
    return lambda path, query: AccountLink(platform=platform)


_Reader = Callable[[_Path, _Query], AccountLink]
_READERS: Mapping[str, _Reader] = {
    **dict.fromkeys(("facebook.com", "fb.com", "fb.me"), _facebook),
    **dict.fromkeys(("m.me", "messenger.com"), _messenger),
    **dict.fromkeys(("instagram.com", "instagr.am"), _instagram),
    **dict.fromkeys(("x.com", "twitter.com"), _x),
    **dict.fromkeys(("t.me", "telegram.me", "telegram.dog"), _telegram),
    "tiktok.com": _tiktok,
    "zalo.me": _zalo,
    **dict.fromkeys(("vk.com", "vk.ru", "vkontakte.ru"), _vk),
    "youtube.com": _youtube,
    "line.me": _line,
    "linkedin.com": _linkedin,
    **dict.fromkeys(("wa.me", "api.whatsapp.com", "web.whatsapp.com"), _whatsapp),
    "chat.whatsapp.com": _whatsapp_group,
    "whatsapp.com": _whatsapp_channel,
    "business.facebook.com": _business,
    "ig.me": _instagram_message,
    "page.line.me": _line_page,
    "signal.me": _signal,
    "web.telegram.org": _web_of_telegram,
    # Shortened links: their codes stand for a page of any sort.
    **dict.fromkeys(("vm.tiktok.com", "vt.tiktok.com"), _nobody("tiktok")),
    **dict.fromkeys(("fb.watch", "l.facebook.com"), _nobody("facebook")),
    "lin.ee": _nobody("line"),
    "youtu.be": _nobody("youtube"),
    "lnkd.in": _nobody("linkedin"),
    "t.co": _nobody("x"),
}
NAMED_BEHIND_FRAGMENT: Final = frozenset({"signal.me", "web.telegram.org"})
"""Hosts of platforms whose links name an account behind the `#`."""
# Links that open in a platform's program, by their scheme.
_PROGRAMS: Mapping[str, _Reader] = {
    "line": _line,
    "whatsapp": _whatsapp,
    "viber": _viber,
    "fb": _facebook_program,
    "instagram": _within_instagram,
    "twitter": _within_x,
    "sgnl": _signal,
    "vk": lambda path, query: _vk(path[1:], query),
}
PLATFORM_HOSTS: Final = frozenset(_READERS)
"""The hosts of platforms, without the variants for a device or a language."""
