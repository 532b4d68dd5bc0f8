"""Short forms of given names in a field of their own: which given names may stand for one another."""

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from entity_resolution.names.short_names import forms_of, full_form


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


def names_behind(name: str) -> frozenset[tuple[str, str]]:
    """Return what a given name may stand for, by table; two names are usual forms of one where they share any of it."""
    families = {("full", full) for full in name_families().get(name, ())}
    return frozenset(families | {("form", form) for form in forms_of(name)} | {("first", full_form(name))})
