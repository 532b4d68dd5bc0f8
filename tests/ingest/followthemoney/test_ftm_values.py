"""Numbers, amounts and documents of FollowTheMoney are read with the properties that say how they are meant."""

from typing import Any

import pytest

from ingest.rules import Rule
from tests.ingest.ftm_entities import MapEntities, entity, raw

IBAN = "TR330006100519786457841326"


@pytest.mark.parametrize(
    ("schema", "properties", "keys"),
    [
        ("Vessel", {"imoNumber": ["IMO9074729"]}, {"e1": "imo:9074729"}),
        ("Vessel", {"imoNumber": ["9074729", "IMO 9074729"]}, {"e1": "imo:9074729"}),
        ("Vessel", {"mmsi": ["518100123"]}, {"e1": "mmsi:518100123"}),
        (
            "Vessel",
            {"registrationNumber": ["V-12"], "mmsi": ["518100123"], "imoNumber": ["9074729"], "country": ["pa"]},
            {"e1": "imo:9074729", "e1 mmsi": "mmsi:518100123", "e1 registrationNumber": "plate:PA:V12"},
        ),
        ("Vessel", {"imoNumber": ["9074728"], "mmsi": ["518100123"]}, {"e1": "mmsi:518100123", "e1 imoNumber": None}),
        ("Vessel", {"imoNumber": ["9074729"], "registrationNumber": ["N/A"]}, {"e1": "imo:9074729"}),
        (
            "BankAccount",
            {"accountNumber": ["6457841326"], "iban": [IBAN], "bic": ["ISBKTRIS"], "country": ["tr"]},
            {"e1": f"iban:{IBAN}", "e1 accountNumber": "acct:TR:ISBKTRIS:6457841326"},
        ),
        (
            "BankAccount",
            {"accountNumber": [IBAN], "iban": ["TR33 0006 1005 1978 6457 8413 26"]},
            {"e1": f"iban:{IBAN}"},
        ),
        (
            "Passport",
            {"number": ["N1234560"], "passportNumber": ["N1234561"], "country": ["kh"]},
            {"e1": "doc:KH:passport:N1234561", "e1 number": "doc:KH:passport:N1234560"},
        ),
        (
            "Passport",
            {"number": ["N1234560"], "passportNumber": ["Z-77-123456"], "country": ["kh"]},
            {"e1": "doc:KH:passport:N1234560", "e1 passportNumber": "doc:KH:passport:Z77123456"},
        ),
        (
            "Passport",
            {"number": ["N 123456-0"], "passportNumber": ["N1234560"], "country": ["kh"]},
            {"e1": "doc:KH:passport:N1234560"},
        ),
    ],
)
def test_each_number_of_an_entity_has_its_key(
    map_entities: MapEntities, schema: str, properties: dict[str, list[str]], keys: dict[str, str | None]
) -> None:
    mapped = map_entities(entity("e1", schema, **properties))
    assert mapped.problems == []
    name = "plate" if schema == "Vessel" else "number"
    assert {reference: r.properties[name][0].key for reference, r in mapped.records.items()} == keys
    assert mapped.ends() == {("RELATED_TO", "e1", reference) for reference in keys if reference != "e1"}
    assert all("notes" not in record.properties for record in mapped.records.values())


def test_a_number_beside_is_its_holders_too_and_says_nothing_else(map_entities: MapEntities) -> None:
    account = entity("b1", "BankAccount", accountNumber=["6457841326"], iban=[IBAN], holder=["p1"], summary=["x"])
    passport = entity("d1", "Passport", number=["N1234560"], passportNumber=["N1234561"])
    mapped = map_entities(account, {**entity("p1", "Person", name=["A"], passport=[passport]), "datasets": ["ag1"]})
    assert mapped.ends() == {
        ("USES", "p1", "b1"),
        ("USES", "p1", "b1 accountNumber"),
        ("RELATED_TO", "b1", "b1 accountNumber"),
        ("USES", "p1", "d1"),
        ("USES", "p1", "d1 number"),
        ("RELATED_TO", "d1", "d1 number"),
    }
    assert [link.note for link in mapped.links if link.type == "RELATED_TO"] == ["accountNumber", "number"]
    assert set(mapped.records["b1 accountNumber"].properties) == {"number"}
    assert set(mapped.records["d1 number"].properties) == {"number", "documentType"}


def test_two_numbers_of_one_property_wait(map_entities: MapEntities) -> None:
    mapped = map_entities(entity("v1", "Vessel", imoNumber=["9074729"], mmsi=["518100123", "518100124"]))
    assert [(p.rule, p.value) for _, p in mapped.problems] == [(Rule.SEVERAL_KEYS, "518100124")]
    assert mapped.records == {}


@pytest.mark.parametrize(
    ("properties", "kind"),
    [
        ({}, "Person"),
        ({"taxNumber": ["1234567890"], "idNumber": ["12"], "country": ["kh"], "email": ["a@b.example"]}, "Person"),
        ({"registrationNumber": ["00034567"]}, "Organization"),
        ({"jurisdiction": ["kh"]}, "Organization"),
        ({"legalForm": ["Co., Ltd."]}, "Organization"),
        ({"incorporationDate": ["2019-05"]}, "Organization"),
        ({"registrationNumber": []}, "Person"),
        ({"registrationNumber": ["00034567"], "birthDate": ["1990"]}, "Person"),
    ],
)
def test_a_legal_entity_with_what_companies_alone_have_is_one(
    map_entities: MapEntities, properties: dict[str, list[str]], kind: str
) -> None:
    mapped = map_entities(
        entity("m1", "Membership", member=["p1"], organization=["l1"]),
        entity("l1", "LegalEntity", name=["Golden Example Trading"], **properties),
        entity("p1", "Person", name=["A"]),
    )
    assert mapped.problems == []
    assert mapped.records["l1"].kind == kind
    assert [link.type for link in mapped.links] == ["MEMBER_OF" if kind == "Organization" else "RELATED_TO"]


def test_a_legal_entity_with_a_register_number_has_its_key(map_entities: MapEntities) -> None:
    given = {"name": ["Golden Example"], "registrationNumber": ["34567"], "jurisdiction": ["kh"], "topics": ["x"]}
    mapped = map_entities(entity("l1", "LegalEntity", **given))
    (number,) = mapped.records["l1"].properties["registrationNumber"]
    assert number.key == "doc:KH:registration:00034567"
    assert mapped.source.unknown_properties == {"Organization.topics": 1}


@pytest.mark.parametrize(
    ("given", "amounts"),
    [
        ({"amount": ["25000"], "currency": ["THB"]}, [("25000 THB", "25000 THB", "valid")]),
        ({"amount": ["25.000"], "currency": ["VND"]}, [("25.000 VND", "25000 VND", "valid")]),
        ({"amount": ["25000"], "currency": ["THB", "baht"]}, [("25000 THB, baht", "25000 THB", "valid")]),
        ({"amount": ["100 USD"], "currency": ["USD"]}, [("100 USD USD", "100 USD", "valid")]),
        (
            {"amount": ["25000"], "currency": ["THB"], "amountUsd": [700.5], "amountEur": ["650"]},
            [("25000 THB", "25000 THB", "valid"), ("700.5 USD", "700.5 USD", "valid"), ("650 EUR", "650 EUR", "valid")],
        ),
        ({"amountUsd": ["700"]}, [("700 USD", "700 USD", "valid")]),
        ({"amountEur": ["650"]}, [("650 EUR", "650 EUR", "valid")]),
        ({"amount": ["25000"]}, [("25000", "25000", "possible")]),
        ({"amount": ["25000"], "currency": ["XYZ"]}, [("25000 XYZ", "25000", "possible")]),
        ({"amount": ["25000"], "currency": ["THB", "LAK"]}, [("25000 THB, LAK", "25000", "possible")]),
    ],
)
def test_an_amount_has_the_currency_that_stands_beside_it(
    map_entities: MapEntities, given: dict[str, list[Any]], amounts: list[tuple[str, str, str]]
) -> None:
    mapped = map_entities(entity("y1", "Payment", **given))
    assert mapped.problems == []
    (payment,) = mapped.records.values()
    assert [(v.raw, v.value, str(v.status)) for v in payment.properties["amount"]] == amounts
    assert "notes" not in payment.properties
    assert mapped.source.unknown_properties == {}


def test_a_currency_without_an_amount_and_one_of_a_kind_without_amounts_stay_in_the_notes(
    map_entities: MapEntities,
) -> None:
    mapped = map_entities(
        entity("y1", "Payment", purpose=["x"], currency=["THB"]),
        entity("o1", "Company", name=["Golden Co"], amount=["25000"], currency=["THB"]),
        entity(
            "w1",
            "CryptoWallet",
            publicKey=["0x52908400098527886E0F7030069857D2E4169EE7"],
            currency=["USDT"],
            amount=["5"],
        ),
    )
    assert raw(mapped.records["y1"], "notes") == ["currency: THB"]
    assert raw(mapped.records["o1"], "notes") == ["amount: 25000", "currency: THB"]
    assert raw(mapped.records["w1"], "currency") == ["USDT"]
    assert raw(mapped.records["w1"], "notes") == ["amount: 5"]


@pytest.mark.parametrize(
    ("schema", "properties", "name", "key"),
    [
        (
            "Identification",
            {"number": ["N1234560"], "country": ["kh"], "type": ["Passport"]},
            "number",
            "doc:KH:passport:N1234560",
        ),
        (
            "Identification",
            {"number": ["1-1037-02071-81-1"], "country": ["th"], "type": ["National ID card"]},
            "number",
            "doc:TH:national-id:1103702071811",
        ),
        ("Vessel", {"registrationNumber": ["V-12"], "flag": ["pa"]}, "plate", "plate:PA:V12"),
        (
            "CryptoWallet",
            {"publicKey": ["0x52908400098527886E0F7030069857D2E4169EE7"], "currencySymbol": ["ETH"]},
            "currency",
            None,
        ),
    ],
)
def test_a_number_is_read_with_the_property_that_says_how(
    map_entities: MapEntities, schema: str, properties: dict[str, list[str]], name: str, key: str
) -> None:
    mapped = map_entities(entity("e1", schema, **properties))
    assert mapped.problems == []
    (record,) = mapped.records.values()
    assert [v.key for v in record.properties[name]] == [key]
    assert "notes" not in record.properties
    assert mapped.source.unknown_properties == {}


def test_what_a_document_is_called_in_other_words_is_a_note(map_entities: MapEntities) -> None:
    mapped = map_entities(
        entity("d1", "Identification", number=["N1234560"], type=["Driving license"]),
        entity("d2", "Passport", number=["N1234561"], country=["kh"], type=["Passport"]),
    )
    assert mapped.problems == []
    assert raw(mapped.records["d1"], "notes") == ["type: Driving license"]
    assert raw(mapped.records["d2"], "documentType") == ["passport"]
    assert mapped.source.unknown_properties == {"Identification.type": 1, "Passport.type": 1}
