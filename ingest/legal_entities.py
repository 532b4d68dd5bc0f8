"""Entities of FollowTheMoney that are persons or companies: what else they say tells which."""

from collections.abc import Mapping
from typing import Final

LEGAL_ENTITY: Final = "LegalEntity"
_ORGANIZATION = "Organization"
# A tax number and an `idNumber` are a person's as well.
_OF_COMPANIES = frozenset(
    {"registrationNumber", "jurisdiction", "legalForm", "incorporationDate", "ogrnCode", "leiCode"}
)
_OF_PERSONS = frozenset({"birthDate", "birthPlace", "gender", "nationality", "citizenship", "passportNumber"})


def told_schema(schema: str, properties: Mapping[str, object]) -> str:
    """Return the schema that an entity is read as: a LegalEntity with what companies alone have is an Organization.

    Args:
        schema: as the entity names it.
        properties: of the entity, by name; empty ones say nothing.
    """
    if schema != LEGAL_ENTITY:
        return schema
    said = {name for name, values in properties.items() if values not in ([], "", None)}
    return _ORGANIZATION if said & _OF_COMPANIES and not said & _OF_PERSONS else schema
