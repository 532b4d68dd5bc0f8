"""The GraphQL schema: types made from the ontology, queries, mutations, the live subscription, and limits on documents.

Resolvers parse, call one function below, and present. A field that policy can hide is nullable; redaction marks come
from the scope.
"""

from api.graphql.schema import build_schema, served_schema

__all__ = ["build_schema", "served_schema"]
