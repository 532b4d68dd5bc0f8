"""Mail addresses."""

import re

from graph.values.text import fault, fold_identifier
from graph.values.url import normalise_host
from graph.values.value import NormalisedValue, invalid, valid

_MAX_EMAIL = 400
_ANGLED = re.compile(r"[^<>]*<([^<>]+)>")
_LOCAL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_GMAIL = frozenset({"gmail.com", "googlemail.com"})


def normalise_email(raw: str) -> NormalisedValue:
    """Return a mail address in lower case with its domain in punycode.

    The key of a Gmail address leaves out its dots and what follows a plus, which Gmail ignores.
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
    if host not in _GMAIL:
        return f"{local}@{host}"
    return f"{local.partition('+')[0].replace('.', '') or local}@gmail.com"
