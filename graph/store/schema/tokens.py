"""Tokens: the labels, types of links and properties that statements name, made before any statement is planned.

Neo4j plans a statement anew whenever a name came up that was not there when it planned it: each of some dozens, in a
tenth of a second and more, while a store and its server are young.
"""

import re

from graph.store.connection import Store
from graph.store.cypher import REGISTRY, Access, template

# Behind a colon and with a capital stand labels and types of links, these in capitals throughout, and their properties
# in braces. Others stand behind a variable and a dot, or in the braces of a projection. A variable may be a row of what
# is sent: the server looks for its names among properties as well.
_LABEL_OR_TYPE = re.compile(r":([A-Z]\w*(?:[|&:][A-Z]\w*)*)\s*(?:\{([^{}]*)\})?")
_BETWEEN = re.compile(r"[|&:]")
_GIVEN = re.compile(r"(\w+):")
_READ = re.compile(r"(?<![.$\w])(?!db\b)[a-z]\w*\.([a-z]\w*)\b(?![.(])|[{,]\s*\.([a-z]\w*)")

_LABELS = template("create_labels", Access.WRITE, "UNWIND $p.names AS name CALL db.createLabel(name) FINISH")
_TYPES = template("create_types", Access.WRITE, "UNWIND $p.names AS name CALL db.createRelationshipType(name) FINISH")
_PROPERTIES = template("create_properties", Access.WRITE, "UNWIND $p.names AS name CALL db.createProperty(name) FINISH")


async def create_tokens(store: Store) -> None:
    """Make each name that a registered statement has; one that is there stays.

    Raises:
        StoreQueryError: the login may not make names.
    """
    names: set[str] = set()
    properties: set[str] = set()
    for text in (made.text for made in REGISTRY.values()):
        for named, given in _LABEL_OR_TYPE.findall(text):
            names.update(_BETWEEN.split(named))
            properties.update(_GIVEN.findall(given))
        properties.update(of_variable or of_projection for of_variable, of_projection in _READ.findall(text))
    types = {name for name in names if name.isupper()}
    for statement, wanted in ((_LABELS, names - types), (_TYPES, types), (_PROPERTIES, properties)):
        await store.write_at_once(statement, {"names": sorted(wanted)})
