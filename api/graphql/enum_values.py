"""What the values of enums mean, for the schema: of kinds and link types what the ontology says."""

from graphql import GraphQLEnumType, GraphQLSchema

from api.graphql.vocabulary import enum_name
from graph import Ontology

_MEANINGS = {
    "AlertReason": {
        "LINKAGE": "a record of another agency is linked to one of yours",
        "HIT": "another agency cross-checked what a record of yours holds",
        "REQUEST": "another agency asks about a record of yours, or about an identifier that yours runs",
        "ANSWER": "another agency answered, or openly refused, what yours had asked",
    },
    "JudgementValue": {
        "POSITIVE": "the two are one",
        "NEGATIVE": "the two are not one",
        "UNSURE": "somebody looked, and it cannot be told",
        "NO_JUDGEMENT": "nothing is said any more: an earlier judgement is taken back",
    },
    "Outcome": {
        "MATCH": "the two are one, unless a judgement or other records keep them apart",
        "REVIEW": "it is left to a human",
        "NONE": "the two are not one, as far as the machine can tell",
    },
    "CheckState": {
        "ANSWERED": "it was answered",
        "HELD": "it waits for a supervisor",
        "RELEASED": "a supervisor released it: it may be asked once more",
        "USED": "it was asked once more, and answered",
    },
    "GrantStanding": {
        "PROPOSED": "it waits for a second person's approval and opens nothing",
        "WAITING": "it opens nothing before its time begins",
        "ACTIVE": "it opens what it names",
        "EXPIRED": "its time is over",
        "REVOKED": "it was taken back",
    },
    "RequestUrgency": {
        "EIGHT_HOURS": "an answer is due within 8 hours",
        "THREE_DAYS": "an answer is due within 3 days",
        "SEVEN_DAYS": "an answer is due within 7 days",
    },
    "StepBasis": {
        "JUDGEMENT": "a judgement that counts says that they are one",
        "MATCH": "the machine's comparison makes them one",
        "EQUAL_KEY": "their numbers, or what else identifies them, are equal",
    },
}


def describe_values(schema: GraphQLSchema, ontology: Ontology) -> None:
    """Write into a schema what the values of its enums mean, as far as that is written down."""
    kinds = {enum_name(name): kind.description for name, kind in ontology.kinds.items()}
    links = {name: link.description for name, link in ontology.links.items()}
    for name, meanings in {**_MEANINGS, "Kind": kinds, "LinkType": links}.items():
        found = schema.type_map[name]
        assert isinstance(found, GraphQLEnumType)  # noqa: S101 - tests build the schema
        for value, meaning in meanings.items():
            found.values[value].description = f"{meaning[0].upper()}{meaning[1:].rstrip('.')}."
