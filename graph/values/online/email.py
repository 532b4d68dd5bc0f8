"""Mail addresses."""

import re
from typing import NamedTuple

from graph.values.online.url import normalise_host
from graph.values.text import fault, fold_identifier
from graph.values.value import NormalisedValue, invalid, valid

_MAX_EMAIL = 400
_ANGLED = re.compile(r"[^<>]*<([^<>]+)>")
_LOCAL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*")


class _Provider(NamedTuple):
    """A provider of mailboxes at which a tag stands behind a plus.

    `domain` stands for all of its domains, None where each has mailboxes of its own. Of `alike` the first is read as
    the second in what stands before the @.
    """

    domain: str | None = None
    alike: tuple[str, str] | None = None


_PROVIDERS = {
    **dict.fromkeys(("gmail.com", "googlemail.com"), _Provider("gmail.com", alike=(".", ""))),
    **dict.fromkeys(("proton.me", "protonmail.com", "protonmail.ch", "pm.me"), _Provider("proton.me")),
    **dict.fromkeys(("icloud.com", "me.com", "mac.com"), _Provider("icloud.com")),
    **dict.fromkeys(
        ("yandex.ru", "ya.ru", "yandex.com", "yandex.by", "yandex.kz", "yandex.ua", "yandex.com.tr"),
        _Provider("yandex.ru", alike=(".", "-")),
    ),
    "msn.com": _Provider(),
}
_OUTLOOK = re.compile(r"(?:outlook|hotmail|live)\.(?:com|com?\.[a-z]{2}|[a-z]{2})")


def normalise_email(raw: str) -> NormalisedValue:
    """Return a mail address in lower case with its domain in punycode.

    The key is the mailbox as its provider has it: at Gmail, Outlook, Proton, iCloud and Yandex without what follows a
    plus, and with one domain for those that share mailboxes (`proton.me`, `protonmail.com`); Gmail ignores dots, and at
    Yandex a dot is a hyphen. Proton's separators stay, by which an office's mailbox is told (`hr-kl@`).

    Source:
        The providers' help pages on aliases and addresses.
    """
    reason = fault(raw, _MAX_EMAIL)
    if reason is not None:
        return invalid(raw, "email", reason)
    text = fold_identifier(raw).strip("'\",;. ")
    text = re.sub(r"\s*[\[({](?:at|@)[\])}]\s*", "@", text, flags=re.I)
    text = re.sub(r"\s*[\[({](?:dot|\.)[\])}]\s*", ".", text, flags=re.I)
    angled = _ANGLED.fullmatch(text)
    text = re.sub(r"^mailto:", "", angled[1] if angled is not None else text, flags=re.I).partition("?")[0]
    local, at, domain = text.lower().rpartition("@")
    host = normalise_host(domain)
    if not at or host is None:
        return invalid(raw, "email", "no host name follows an @")
    if len(local) > 64 or not _LOCAL.fullmatch(local):
        return invalid(raw, "email", "what stands before the @ is no mailbox")
    return valid(raw, f"{local}@{host}", "email", f"email:{_identity(local, host)}")


def _identity(local: str, host: str) -> str:
    provider = _PROVIDERS.get(host) or (_Provider() if _OUTLOOK.fullmatch(host) is not None else None)
    if provider is None:
        return f"{local}@{host}"
    name = local.partition("+")[0]
    if provider.alike is not None:
        name = name.replace(*provider.alike)
    return f"{name or local}@{provider.domain or host}"
