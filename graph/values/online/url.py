"""Web addresses: one form for every way a page is written, defanged forms included."""

import re
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from urllib.parse import quote, unquote_to_bytes

import idna

from graph.values.online.account_links import NAMED_BEHIND_FRAGMENT
from graph.values.online.local_hosts import LOCAL, is_local_host
from graph.values.online.platform_pages import page_of_account, page_of_program
from graph.values.text import fault, fold_identifier
from graph.values.value import NormalisedValue, invalid, possible, valid

# The one host of one word that is read: whose it is, is known. RFC 6761.
_LOCALHOST = "localhost"
_MAX_URL = 4_000
_DEFANG = (
    (re.compile(r"^h[xt*]{2}p(s?)\b", re.I), r"http\1"),
    (re.compile(r"\[(?:\.|dot)\]|\((?:\.|dot)\)|\{(?:\.|dot)\}", re.I), "."),
    (re.compile(r"\[:\]"), ":"),
    (re.compile(r"\[://\]|\[:\]//"), "://"),
    (re.compile(r"\[/\]"), "/"),
)
_PARTS = re.compile(
    r"(?:(?P<scheme>[a-z][a-z0-9+.-]*)://)?(?P<authority>[^/?#]*)(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?(?:#(?P<fragment>.*))?",
    re.I | re.S,
)
_WWW = "www."
_PORTS = {"http": "80", "https": "443", "ftp": "21"}
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|ttclid|twclid|igshid|igsh|mc_[ce]id|_ga|_gl|_hs\w+|ref_src|spm|si",
    re.I,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Address:
    scheme: str
    host: str
    port: str
    path: str
    query: str
    fragment: str

    @property
    def is_host(self) -> bool:
        """Return whether the address is a whole site."""
        return self.path == "/" and not (self.query or self.fragment)

    @property
    def site(self) -> str:
        """Return host and port without the scheme."""
        return f"{self.host}:{self.port}" if self.port else self.host

    @property
    def rest(self) -> str:
        """Return what stands behind the site: path, parameters and fragment."""
        query, fragment = (f"{mark}{part}" if part else "" for mark, part in (("?", self.query), ("#", self.fragment)))
        return self.path + query + fragment

    @property
    def key(self) -> str:
        """Return the site as keys have it: `www.` before a host names no other site."""
        bare = self.site.removeprefix(_WWW)
        return bare if "." in bare else self.site


def normalise_url(raw: str) -> NormalisedValue:
    """Return a web address in its canonical form.

    The host is folded and in punycode; default ports, user names, tracking parameters and fragments that are no route
    fall away; parameters are sorted. `type` is `host` for a whole site and `url` for a page. Keys leave out the scheme,
    a leading `www.` and the last slash of a path: `host:example.com`, `url:example.com/a?b=1`. A page of an account on
    a platform, or of a program in a store, has one key whatever the host for a device, the language and the rest say:
    `url:facebook.com/name`. A site within any network, and one for examples, is `possible` and has no key.

    Source:
        RFC 3986, RFC 5891 and Unicode Technical Standard 46 (not transitional) for hosts in other letters than ASCII's.
    """
    reason = fault(raw, _MAX_URL)
    if reason is not None:
        return invalid(raw, "url", reason)
    address = _read(fold_identifier(raw).strip("'\"`,;<> "))
    if isinstance(address, str):
        return invalid(raw, "url", address)
    value_type = "host" if address.is_host else "url"
    value = f"{address.scheme}://{address.site}{'/' if address.is_host else address.rest}"
    if is_local_host(address.host):
        return possible(raw, value, value_type, LOCAL)
    return valid(raw, value, value_type, f"{value_type}:{address.key if address.is_host else _page(address)}")


def _page(address: _Address) -> str:
    """Return a page as keys have it."""
    said = address.key + address.rest
    known = page_of_account(said) or page_of_program(said)
    if known is not None:
        return known
    return address.key + (address.path.rstrip("/") or "/") + address.rest[len(address.path) :]


def host_key(raw: str) -> str | None:
    """Return the key of the site that a web address lies on (`host:xyz.example`); None for none and a local one."""
    if fault(raw, _MAX_URL) is not None:
        return None
    address = _read(fold_identifier(raw).strip("'\"`,;<> "))
    return None if isinstance(address, str) or is_local_host(address.host) else f"host:{address.key}"


def normalise_host(text: str) -> str | None:
    """Return a host name in lower-case punycode, or an IP address in its short form; None where it is neither."""
    if text.startswith("[") and text.endswith("]"):
        address = _ip(text[1:-1])
        return f"[{address}]" if address is not None and ":" in address else None
    host = text.rstrip(".").lower()
    if not host.isascii():
        encoded = _in_ascii(host)
        if encoded is None:
            return None
        host = encoded
    labels = host.split(".")
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        return None
    if labels[-1].isdigit():
        return _ip(host)
    return host if len(labels) > 1 and len(labels[-1]) > 1 else None


def _in_ascii(host: str) -> str | None:
    """Return a host in punycode as browsers send it, which is that of IDNA 2008 but for signs that this has not."""
    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except idna.InvalidCodepoint:
        pass
    except UnicodeError:
        return None
    try:
        # Names of pictures (`i❤.example`) are registered, and were never part of IDNA 2008.
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None


def _read(text: str) -> _Address | str:
    """Return the parts of an address, or in words why it is none."""
    for pattern, replacement in _DEFANG:
        text = pattern.sub(replacement, text)
    parts = _PARTS.fullmatch(text)
    if parts is None or " " in parts["authority"]:
        return "not the form of a web address"
    scheme = (parts["scheme"] or "http").lower()
    if scheme not in _PORTS:
        return "not a scheme of the web"
    host, port = _split_port(parts["authority"].rpartition("@")[2])
    name = _LOCALHOST if host.lower() == _LOCALHOST else normalise_host(host)
    if name is None:
        return "its host is not a host name"
    if port and (len(port) > 5 or not 0 < int(port) < 65536):
        return "its port does not exist"
    fragment = parts["fragment"] or ""
    return _Address(
        scheme=scheme,
        host=name,
        port="" if not port or int(port) == int(_PORTS[scheme]) else str(int(port)),
        path=_path(parts["path"]),
        query=_query(parts["query"] or ""),
        fragment=_escape(fragment) if fragment[:1] in ("/", "!") or name in NAMED_BEHIND_FRAGMENT else "",
    )


def _split_port(authority: str) -> tuple[str, str]:
    match = re.fullmatch(r"(.*?)(?::([0-9]*))?", authority, re.S)
    return (match[1], match[2] or "") if match is not None else (authority, "")


def _ip(text: str) -> str | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    if mapped is None:
        return str(address)
    # As the URL Standard has it (section 3.5). Python from 3.13 on writes these with dots: another key for one page.
    return "::ffff:{:x}:{:x}".format(*divmod(int(mapped), 1 << 16))


def _path(path: str) -> str:
    segments: list[str] = []
    for segment in _escape(path).split("/")[1:]:
        if segment == "..":
            segments = segments[:-1]
        elif segment != ".":
            segments.append(segment)
    if path.endswith(("/..", "/.")):
        segments.append("")
    return "/" + "/".join(segments)


def _query(query: str) -> str:
    kept = [p for p in query.split("&") if p and not _TRACKING.fullmatch(p.partition("=")[0])]
    return "&".join(sorted(_escape(p) for p in kept))


def _escape(text: str) -> str:
    """Return a part with escapes only where they are needed: unreserved characters plain, the others in capitals."""
    pieces = re.split(r"(%[0-9A-Fa-f]{2})", text)
    return "".join(_unescape(p) if p[:1] == "%" and len(p) == 3 else quote(p, safe="/:@!$&'()*+,;=?~") for p in pieces)


def _unescape(escape: str) -> str:
    character = unquote_to_bytes(escape).decode("latin-1")
    return character if character.isascii() and (character.isalnum() or character in "-._~") else escape.upper()
