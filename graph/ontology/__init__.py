"""The ontology: one YAML file per kind and one for link types, the single source for validation, store and API.

Start reading at a file of `kinds/` and at `links.yml`, then `model.py`, which says what each word means. `loading.py`
refuses a file with an unknown word or a missing one. A change of a class or of `of_users` changes what others may see.
"""

from graph.ontology.loading import load_ontology
from graph.ontology.model import KindSchema, LinkSchema, Ontology, PropertyClass, PropertySchema, Resolution

__all__ = [
    "KindSchema",
    "LinkSchema",
    "Ontology",
    "PropertyClass",
    "PropertySchema",
    "Resolution",
    "load_ontology",
]
