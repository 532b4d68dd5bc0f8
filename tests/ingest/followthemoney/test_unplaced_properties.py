"""What FollowTheMoney says and the ontology has no place for stays closed with what is of its class."""

import pytest

from graph import PropertyClass, load_ontology
from ingest.followthemoney.entities import _kinds
from ingest.followthemoney.unplaced_properties import NOTES, place_without_own
from tests.ingest.ftm_entities import MapEntities, entity, raw

ONTOLOGY = load_ontology()
CLASSES = {"otherIdentity": "identity", "otherContact": "contact", "otherLocation": "location", NOTES: "narrative"}


@pytest.mark.parametrize(
    ("schema", "name", "place"),
    [
        *(("Person", name, "otherIdentity") for name in (
            "firstName", "middleName", "secondName", "lastName", "fatherName", "motherName", "nameSuffix", "religion",
            "birthCountry", "deathDate", "socialSecurityNumber", "ethnicity", "political", "wikidataId", "height",
            "indexText",
        )),
        ("Person", "website", "otherContact"),
        ("LegalEntity", "dunsCode", "otherIdentity"),
        ("Company", "leiCode", "otherIdentity"),
        ("Address", "postalCode", "otherLocation"),
        ("RealEstate", "titleNumber", "otherIdentity"),
        ("BankAccount", "alias", "otherIdentity"),
        ("BankAccount", "address", "otherIdentity"),
        ("UserAccount", "ipAddress", "otherIdentity"),
        ("UserAccount", "password", "otherIdentity"),
        ("CryptoWallet", "name", "otherIdentity"),
        ("CryptoWallet", "privateKey", "otherIdentity"),
        ("Vessel", "name", "otherIdentity"),
        *(("Passport", name, "otherIdentity") for name in ("surname", "givenName", "birthDate", "gender")),
        ("Payment", "namesMentioned", "otherIdentity"),
        ("Sanction", "namesMentioned", "otherIdentity"),
        ("Person", "nicknameOfAnExporter", "otherIdentity"),
        ("Person", "topics", NOTES),
        ("Person", "biography", NOTES),
        ("BankAccount", "accountType", NOTES),
        ("Vessel", "tonnage", NOTES),
        ("Sanction", "country", NOTES),
        ("Sanction", "provisions", NOTES),
    ],
)  # fmt: skip
def test_a_property_without_a_place_stays_in_its_class(
    map_entities: MapEntities, schema: str, name: str, place: str
) -> None:
    numbers = {"accountNumber": ["123-4-56789-0"], "username": ["golden88"], "passportNumber": ["AA1234567"]}
    keys = {**numbers, "publicKey": ["0x52908400098527886E0F7030069857D2E4169EE7"], "imoNumber": ["9074729"]}
    key = {"BankAccount": "accountNumber", "UserAccount": "username", "Passport": "passportNumber"}
    given = {"CryptoWallet": "publicKey", "Vessel": "imoNumber", **key}.get(schema)
    mapped = map_entities(entity("e1", schema, **{name: ["said"]}, **({given: keys[given]} if given else {})))
    assert mapped.problems == []
    record = mapped.records["e1"]
    assert raw(record, place) == [f"{name}: said"]
    assert ONTOLOGY.kind(record.kind).property(place).property_class == CLASSES[place]
    assert sum(f"{name}: said" in raw(record, p) for p in record.properties) == 1
    assert mapped.source.unknown_properties == {f"{schema}.{name}": 1}


def test_every_kind_of_an_entity_has_a_place_for_who_is_meant() -> None:
    for kind in _kinds(ONTOLOGY).values():
        assert kind.property("otherIdentity").property_class is PropertyClass.IDENTITY
        assert kind.property("otherIdentity").of_users == (
            kind.is_selector or kind.name in {"Organization", "Measure", "Payment"}
        )
        places = {place_without_own(kind, name) for name in ("phone", "street", "surname", "topics")}
        assert places <= kind.properties.keys()
        # Of a selector a way to reach somebody is her users', and closed with them.
        assert not kind.is_selector or places == {"otherIdentity", NOTES}


def test_the_name_of_an_account_is_its_holders(map_entities: MapEntities) -> None:
    record = map_entities(entity("b1", "BankAccount", accountNumber=["123-4-56789-0"], name=["Anong S."])).records["b1"]
    assert raw(record, "holderName") == ["Anong S."]
    assert "notes" not in record.properties
