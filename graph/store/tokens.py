"""Tokens: the labels, types of links and properties that statements name, made before any statement is planned.

Neo4j plans a statement anew whenever a name came up that was not there when it planned it: each of some dozens, in a
tenth of a second and more, while a store and its server are young.
"""

import re

from graph.store.connection import Store
from graph.store.cypher import REGISTRY, Access, template

# Behind a colon and with a capital stand labels and types of links, these in capitals throughout; a property stands
# behind a dot, or before a colon. What is no name of the store's and is taken for one costs a few bytes.
_LABEL_OR_TYPE = re.compile(r":([A-Z]\w*(?:[|&:][A-Z]\w*)*)")
_PROPERTY = re.compile(r"(?<!\$p)\.(\w+)|[{,]\s*(\w+):")
_BETWEEN = re.compile(r"[|&:]")

_LABELS = template("create_labels", Access.WRITE, "UNWIND $p.names AS name CALL db.createLabel(name) FINISH")
_TYPES = template("create_types", Access.WRITE, "UNWIND $p.names AS name CALL db.createRelationshipType(name) FINISH")
_PROPERTIES = template("create_properties", Access.WRITE, "UNWIND $p.names AS name CALL db.createProperty(name) FINISH")


async def create_tokens(store: Store) -> None:
    """Make each name that a registered statement has; one that is there stays.

    Raises:
        StoreQueryError: the login may not make names.
    """
    texts = [made.text for made in REGISTRY.values()]
    names = {name for text in texts for found in _LABEL_OR_TYPE.findall(text) for name in _BETWEEN.split(found)}
    types = {name for name in names if name.isupper()}
    properties = {one or other for text in texts for one, other in _PROPERTY.findall(text)}
    for statement, wanted in ((_LABELS, names - types), (_TYPES, types), (_PROPERTIES, properties)):
        await store.write_at_once(statement, {"names": sorted(wanted)})
