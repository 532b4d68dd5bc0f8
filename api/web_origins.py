"""Which pages in a browser may open a WebSocket: those of the address that they ask, and those that are set.

A browser opens one for any page, and lets it read what comes: where a proxy adds the token of whoever is logged in, a
foreign page would ask and change what its visitor may.
"""

from collections.abc import Sequence
from urllib.parse import urlsplit

from api.errors import SettingError

_PORTS = {"http": ":80", "https": ":443"}
_SETTING = "BENANG_ORIGINS"


def read_origins(text: str) -> frozenset[str]:
    """Return the origins that a setting names, as browsers write them: `https://desk.example`, apart by commas.

    Raises:
        SettingError: one of them is none.
    """
    return frozenset(_written(part.strip()) for part in text.split(",") if part.strip())


def is_of_a_known_page(origins: Sequence[str], host: str, allowed: frozenset[str]) -> bool:
    """Return whether a handshake is no browser's, or a page's that may speak here.

    Args:
        origins: its `Origin` headers; programs other than browsers send none.
        host: its `Host` header. Over another scheme it counts as well, since a proxy ends TLS.
        allowed: the origins that are set.

    Source:
        RFC 6454, section 7; RFC 6455, section 10.2.
    """
    return all(_normal(origin) in allowed or _names(origin, host) for origin in origins)


def _names(origin: str, host: str) -> bool:
    scheme, _, address = origin.lower().partition("://")
    port = _PORTS.get(scheme)
    return port is not None and address != "" and _bare(address, port) == _bare(host.lower(), port)


def _bare(address: str, port: str) -> str:
    return address.removesuffix(port)


def _normal(origin: str) -> str:
    scheme, _, address = origin.lower().partition("://")
    return f"{scheme}://{_bare(address, _PORTS.get(scheme, ':'))}"


def _written(text: str) -> str:
    try:
        parts = urlsplit(text)
        is_one = parts.scheme in _PORTS and parts.hostname and text == f"{parts.scheme}://{parts.netloc}"
        is_one = is_one and "@" not in parts.netloc and (parts.port is None or parts.port > 0)
    except ValueError:
        is_one = False
    if not is_one:
        raise SettingError(_SETTING, f"names `{text}`, which is no origin: write `https://desk.example`")
    return _normal(text)
