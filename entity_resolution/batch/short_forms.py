"""Short forms of given names in a field of their own: which given names may stand for one another."""

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from entity_resolution.names.short_names import full_form, is_short_for


@lru_cache(maxsize=1)
def name_families() -> Mapping[str, frozenset[str]]:
    """Return for each known given name the full names that it stands for, itself where it is one."""
    text = files("entity_resolution.batch").joinpath("data", "given_names.tsv").read_text("utf-8")
    found: dict[str, set[str]] = defaultdict(set)
    for line in text.splitlines():
        if not line.startswith("#"):
            full, _, shorts = line.partition("\t")
            found[full].add(full)
            for short in shorts.split():
                found[short].add(full)
    return {name: frozenset(fulls) for name, fulls in found.items()}


def is_known_given_name(name: str) -> bool:
    """Tell whether a table knows a given name or short form."""
    return name in name_families() or full_form(name) != name


def is_short_form(one: str, other: str) -> bool:
    """Tell whether two different given names are usual forms of one name, as Bill, Will and William are."""
    families = name_families()
    mine, theirs = families.get(one, frozenset()), families.get(other, frozenset())
    return bool(mine & theirs) or is_short_for(one, other)
