"""What a document may show of a kind: never too little, whatever it is made of."""

import pytest
from graphql import GraphQLInterfaceType, parse

from api.graphql import build_schema
from api.graphql.asked_classes import WITHOUT_VALUES, asked_classes
from graph import PropertyClass, load_ontology

PERSON = load_ontology().kind("Person")
DOCUMENT = load_ontology().kind("IdentityDocument")


def asked(document: str) -> frozenset[PropertyClass]:
    return asked_classes(parse(document))(PERSON)


def test_each_field_of_a_record_tells_values_or_is_known_to_tell_none() -> None:
    record = build_schema()._schema.type_map["Record"]
    assert isinstance(record, GraphQLInterfaceType)

    left = set(record.fields) - WITHOUT_VALUES

    assert left == {"caption", "provenance", "properties", "entity"}


@pytest.mark.parametrize(
    ("document", "classes"),
    [
        ('{ record(id: "r") { id links { note } originator { name } } }', set()),
        ('{ record(id: "r") { ... on Person { n: nationality { raw } } } }', {PropertyClass.IDENTITY}),
        ('{ a: record(id: "r") { id } b: record(id: "s") { provenance { dataset } } }', {PropertyClass.SOURCE}),
        ('{ record(id: "r") { ... on IdentityDocument { documentType { raw } } } }', set()),
        ('query A { record(id: "r") { id } } query B { record(id: "r") { caption } }', {PropertyClass.IDENTITY}),
        ('{ ...A } fragment A on Query { record(id: "r") { caption ...B } } fragment B on Record { ...B }', None),
        ('{ record(id: "r") { id } viewer { subject } }', PERSON.classes),
        ('{ record(id: "r") { unheard } }', PERSON.classes),
        ('{ search(text: "PA0123456") { edges { cursor } } }', PERSON.classes),
        ("mutation { judge(input: {}) { userErrors { code } } }", PERSON.classes),
    ],
)
def test_a_document_asks_for_the_classes_of_what_it_names(document: str, classes: set[PropertyClass] | None) -> None:
    assert asked(document) == (classes if classes is not None else {PropertyClass.IDENTITY})


def test_each_kind_is_asked_for_its_own_properties() -> None:
    found = asked_classes(parse('{ record(id: "r") { ... on IdentityDocument { documentType { raw } } } }'))

    assert found(DOCUMENT) == {DOCUMENT.property("documentType").property_class}
