"""Pages that platforms and stores serve under many addresses: accounts, groups, programs for phones."""

import re
from typing import Final

from graph.values.online.account_links import read_link
from graph.values.online.handle import normalise_handle
from graph.values.value import ValueStatus

# Where a platform shows an account of a name. What has an address of its own (a group, an invitation) stands there.
_PAGES: Final = {
    "telegram": "t.me/",
    "facebook": "facebook.com/",
    "instagram": "instagram.com/",
    "x": "x.com/",
    "tiktok": "tiktok.com/@",
    "youtube": "youtube.com/@",
    "linkedin": "linkedin.com/in/",
    "vk": "vk.com/",
    "whatsapp": "wa.me/",
    "zalo": "zalo.me/",
    "signal": "signal.me/#p/",
}
_WITHOUT_PLUS = frozenset({"whatsapp", "zalo"})
_PLAY = re.compile(r"play\.google\.com/store/apps/details/?\?(?:[^#]*&)?id=([A-Za-z0-9_.]+)(?:[&#].*)?", re.S)
_APPLE = re.compile(
    r"(?:apps|itunes)\.apple\.com/(?:[a-z]{2}/)?app/(?:[^/?#]+/)?(id[0-9]+)/?(?:[?#].*)?", re.IGNORECASE | re.S
)


def page_of_account(address: str, *, is_whole: bool = True) -> str | None:
    """Return the one address of what a link on a platform names (`facebook.com/name`); None where it names no account.

    Args:
        address: a web address of any form that is read as an account's name.
        is_whole: whether the address has to be the account's own; a post and a place below it else count as well.
    """
    link = read_link(address)
    if link is None or link.name is None or (is_whole and not link.is_page):
        return None
    found = normalise_handle(address)
    if found.value is None or found.status is ValueStatus.INVALID:
        return None
    if link.kind is not None:
        return found.value
    if link.platform == "line":
        return f"line.me/ti/p/{found.value if found.value[0] == '@' else f'~{found.value}'}"
    page = _PAGES.get(link.platform)
    name = found.value.lstrip("+") if link.platform in _WITHOUT_PLUS else found.value
    return None if page is None else page + name


def page_of_program(address: str) -> str | None:
    """Return the one address of a program in a store, in whatever language and country; None where it is none.

    Args:
        address: without scheme and `www.`.
    """
    play, apple = _PLAY.fullmatch(address), _APPLE.fullmatch(address)
    if play is not None:
        return f"play.google.com/store/apps/details?id={play[1]}"
    return f"apps.apple.com/app/{apple[1].lower()}" if apple is not None else None
