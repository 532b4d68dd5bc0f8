"""Entities of FollowTheMoney that are persons or companies: what else they say tells which."""

from collections.abc import Mapping
from enum import Flag, auto
from typing import Final, Self

LEGAL_ENTITY: Final = "LegalEntity"
_ORGANIZATION = "Organization"
# A tax number and an `idNumber` are a person's as well.
_OF_COMPANIES = frozenset(
    {"registrationNumber", "jurisdiction", "legalForm", "incorporationDate", "ogrnCode", "leiCode"}
)
_OF_PERSONS = frozenset({"birthDate", "birthPlace", "gender", "nationality", "citizenship", "passportNumber"})


class LegalSigns(Flag):
    """What an entity says that companies alone have, or persons alone."""

    NONE = 0
    COMPANY = auto()
    PERSON = auto()

    @classmethod
    def of(cls, properties: Mapping[str, object]) -> Self:
        """Return the signs in an entity's properties, by name; empty ones say nothing."""
        said = {name for name, values in properties.items() if values not in ([], "", None)}
        signs = cls.NONE
        if not said.isdisjoint(_OF_COMPANIES):
            signs |= cls.COMPANY
        return signs if said.isdisjoint(_OF_PERSONS) else signs | cls.PERSON


def told_schema(schema: str, properties: Mapping[str, object]) -> str:
    """Return the schema that an entity is read as, by its properties."""
    return read_schema(schema, LegalSigns.of(properties)) if schema == LEGAL_ENTITY else schema


def read_schema(schema: str, signs: LegalSigns) -> str:
    """Return the schema that an entity is read as: a LegalEntity with the signs of a company alone is an Organization.

    Args:
        schema: as the entity names it.
        signs: in all that it says.
    """
    return _ORGANIZATION if schema == LEGAL_ENTITY and signs is LegalSigns.COMPANY else schema
