"""Hosts that a text names: the sites that lures and advertisements lead to."""

import re

from graph.values import is_everybodys_host

_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}")


def hosts_in(text: str) -> frozenset[str]:
    """Return the hosts that a text names, but for those on which everybody has a page or a short link."""
    return frozenset(host for host in _HOST.findall(text.casefold()) if not is_everybodys_host(host))


def name_two_hosts(left: str, right: str) -> bool:
    """Tell whether two texts each name hosts, and none in common: one pattern that leads to two sites."""
    mine, theirs = hosts_in(left), hosts_in(right)
    return bool(mine and theirs) and mine.isdisjoint(theirs)
