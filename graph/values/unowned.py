"""Selectors that nobody has to himself: contracts of tokens, addresses to which coins are burnt, a default IMEI.

Explorers show the contract of a token as the receiver of each transfer of it, so that victims and financial units file
it. It is no wallet of anybody's, and who has it in common has nothing in common.
"""

from functools import lru_cache
from importlib.resources import files

UNOWNED = "published as nobody's own, as the contract of a token, an address for burning or a maker's default is"
"""Why such a value has no key."""


def is_unowned(key: str) -> bool:
    """Return whether a key, without its kind before it, is published as nobody's own: `evm:0xdac17f...`.

    Args:
        key: as a normaliser makes it; a memo or tag behind an address is left out.
    """
    keys = unowned_keys()
    return key in keys or ":".join(key.split(":")[: 3 if key.startswith("ton:") else 2]) in keys


@lru_cache(maxsize=1)
def unowned_keys() -> frozenset[str]:
    """Return all such keys."""
    text = (files("graph.values") / "data" / "unowned.tsv").read_text(encoding="utf-8")
    return frozenset(line.partition("\t")[0] for line in text.splitlines() if not line.startswith("#"))
