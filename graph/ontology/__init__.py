"""The ontology: one YAML file per kind and one for link types, the single source for validation, store and API."""

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
