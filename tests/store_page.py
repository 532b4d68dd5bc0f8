"""What `docs/store.md` says that labels and relationships have, and what of a store or a statement it does not say."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from graph import PropertyClass, load_ontology
from tests.environment_names import ROOT
from tests.world import World

PAGE = ROOT / "docs" / "store.md"
LOCKS = frozenset({"locked", "filing", "holding", "leaving", "marking", "retried", "sealing", "unlinking"})
"""Set to take a lock; they mean nothing, and the page says so once."""
LINKS = "the link types"
_KINDS = frozenset(load_ontology().kinds)
_LINK_TYPES = frozenset(load_ontology().links)
# With a suspension's end the label goes, in the statement that writes the end.
_ONE_NODE = {"ActiveSuspension": "Suspension"}
_PATTERN = re.compile(r"[(\[](\w*):([A-Z]\w*(?:[|:&]\w+)*)\s*(?:\{([^{}]*)\})?")
_SET = re.compile(
    r"\bSET\s(.*?)(?=\b(WITH|RETURN|MERGE|MATCH|REMOVE|FOREACH|UNWIND|ON|CALL|DELETE|SET)\b|\Z)", re.DOTALL
)
_SCHEMA = re.compile(r"(?:REQUIRE|ON(?: EACH)?) [(\[]?([a-z]\w*\.[^)\]]*)")

Kept = dict[str, set[str]]


def documented() -> Kept:
    """Return the properties that the page gives each label and relationship; those of all link types under `LINKS`."""
    found: Kept = {}
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = line.strip("|").split(" | ")
        named = re.match(r" ?`:?(\w+)(?::<Kind>)?`$", cells[0].rstrip())
        if len(cells) == 3 and (named or cells[0].strip().startswith(LINKS)):
            # What stands in brackets or behind a colon explains; names of decisions are no properties.
            text = cells[2].replace("`text_<class>`", " ".join(f"`text_{c}`" for c in PropertyClass))
            found[named[1] if named else LINKS] = set(re.findall(r"`(\w+)`", text))
    return found


def stored(world: World) -> Kept:
    """Return the properties that stand in a store, by label and type of relationship."""
    found: Kept = defaultdict(set)
    nodes = "MATCH (n) UNWIND labels(n) AS name UNWIND keys(n) AS key RETURN DISTINCT name, key"
    relationships = "MATCH ()-[r]->() UNWIND keys(r) AS key RETURN DISTINCT type(r) AS name, key"
    for row in (*world.query(nodes), *world.query(relationships)):
        found[row["name"]].add(row["key"])
    return found


def named_in(texts: Iterable[str]) -> Kept:
    """Return the properties that statements give labels and types: in braces, in constraints, and by SET.

    What a whole map brings stands in no text; of that `stored` tells.
    """
    found: Kept = defaultdict(set)
    for text in texts:
        of_variable: dict[str, set[str]] = defaultdict(set)
        for variable, labels, given in _PATTERN.findall(text):
            for name in re.split(r"[|:&]", labels):
                of_variable[variable].add(name)
                found[name].update(re.findall(r"(\w+):", given))
        clauses = " ".join(clause for clause, _ in _SET.findall(text)) + " ".join(_SCHEMA.findall(text))
        for variable, key in re.findall(r"\b([a-z]\w*)\.([a-z]\w*)\b(?= =|[,)]|$)", clauses):
            # A variable of several labels says of which its properties are in none.
            for name in of_variable[variable] if len(of_variable[variable]) == 1 else ():
                found[name].add(key)
    return found


def missing(kept: Mapping[str, Iterable[str]]) -> Kept:
    """Return what the page does not say of what is kept; a label that it does not know is missing with all it has."""
    page = documented()
    lost: Kept = {}
    for name, keys in kept.items():
        name_there = LINKS if name in _LINK_TYPES else "Record" if name in _KINDS else _ONE_NODE.get(name, name)
        told = page.get(name_there)
        unsaid = set(keys) - (told or set()) - LOCKS
        if unsaid or told is None:
            lost[name] = unsaid
    return lost
