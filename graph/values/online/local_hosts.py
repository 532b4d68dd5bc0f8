"""Hosts that every network has, and those of examples: 192.168.1.1, router.local, example.com.

Each seized laptop shows its router's page. Whoever has one in common has nothing in common.
"""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address

LOCAL = "an address within any network, or one for examples, which is nobody's own"
"""Why such a site has no key."""
# RFC 6761, RFC 6762, RFC 8375 and ICANN (2018, 2024) keep the first six for this; routers give the others.
_WITHIN = frozenset({"localhost", "local", "internal", "home", "corp", "home.arpa", "lan", "localdomain"})
# RFC 2606. Its `.example` is left out: whoever tries the product out writes under it what stands for somebody's.
_EXAMPLES = frozenset({"example.com", "example.net", "example.org"})
_HOST = re.compile(r"(?:https?://|ftp://|host:|url:)?(\[[^\]]*\]|[^/?#:]*)")


def is_local_site(address: str) -> bool:
    """Tell whether a web address lies on a host that nobody has to himself.

    Args:
        address: as `normalise_url` returns it, or its key.
    """
    found = _HOST.match(address)
    return found is not None and is_local_host(found[1])


def is_local_host(host: str) -> bool:
    """Tell whether a host is within any network, or one for examples.

    Args:
        host: as `normalise_host` returns it.

    Source:
        The registries of special-purpose addresses of IANA (RFC 6890), and RFC 2606, 6761, 6762 and 8375.
    """
    address = _address(host)
    if address is not None:
        return not address.is_global or address.is_multicast
    labels = host.lower().split(".")
    last_two = ".".join(labels[-2:])
    return labels[-1] in _WITHIN or last_two in _WITHIN or is_example_host(host)


def is_example_host(host: str) -> bool:
    """Tell whether a host is one of those that RFC 2606 keeps for examples, `example.com`, or lies under one."""
    return ".".join(host.lower().split(".")[-2:]) in _EXAMPLES


def _address(host: str) -> IPv4Address | IPv6Address | None:
    """Return a host as an IP address, that of version 4 where version 6 holds one; None where it is a name."""
    try:
        address = ip_address(host.strip("[]"))
    except ValueError:
        return None
    within = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return within or address
