"""What FollowTheMoney says of accounts, payments, persons and places has its place, and goes into no notes."""

from typing import Any

import pytest

from tests.ingest.ftm_entities import MapEntities, entity, raw

WALLET = "0x52908400098527886E0F7030069857D2E4169EE7"


@pytest.mark.parametrize(
    ("schema", "given", "balance", "day"),
    [
        ("BankAccount", {"balance": ["1200.50"], "currency": ["THB"], "balanceDate": ["2026-11-03"]},
         ("1200.50 THB", "1200.5 THB", "valid"), "2026-11-03"),
        ("BankAccount", {"balance": [1200]}, ("1200", "1200", "possible"), None),
        ("BankAccount", {"balance": ["1200"], "currency": ["THB", "USD"]},
         ("1200 THB, USD", "1200", "possible"), None),
        ("CryptoWallet", {"balance": ["3.5"], "currencySymbol": ["ETH"]}, ("3.5 ETH", "3.5 ETH", "valid"), None),
    ],
)  # fmt: skip
def test_a_balance_has_its_currency_and_its_day(
    map_entities: MapEntities, schema: str, given: dict[str, Any], balance: tuple[str, str, str], day: str | None
) -> None:
    key = {"accountNumber": ["123-4-56789-0"]} if schema == "BankAccount" else {"publicKey": [WALLET]}
    mapped = map_entities(entity("a1", schema, **key, **given))
    assert mapped.problems == []
    (record,) = mapped.records.values()
    assert [(v.raw, v.value, str(v.status)) for v in record.properties["balance"]] == [balance]
    assert [v.value for v in record.properties.get("balanceAt", ())] == ([day] if day else [])
    assert "notes" not in record.properties
    assert mapped.source.unknown_properties == {}


def test_an_amount_that_an_account_has_no_place_for_keeps_its_currency_beside_it(map_entities: MapEntities) -> None:
    mapped = map_entities(
        entity("a1", "BankAccount", accountNumber=["123-4-56789-0"], balance=["5"], amount=["7"], currency=["THB"])
    )
    (record,) = mapped.records.values()
    assert raw(record, "balance") == ["5 THB"]
    assert raw(record, "notes") == ["amount: 7", "currency: THB"]


def test_an_account_was_opened_on_its_day(map_entities: MapEntities) -> None:
    mapped = map_entities(entity("a1", "BankAccount", accountNumber=["123-4-56789-0"], openingDate=["2025-06-05"]))
    assert [v.value for v in mapped.records["a1"].properties["openedAt"]] == ["2025-06-05"]


@pytest.mark.parametrize(
    ("bank", "key"),
    [
        ({"name": ["Krung Thai Bank"]}, "acct:TH:006:5328646949"),
        ({"name": ["Some Bank"], "swiftBic": ["KRTHTHBK"]}, "acct:TH:006:5328646949"),
    ],
)
def test_an_account_is_related_to_its_bank_and_read_as_one_of_it(
    map_entities: MapEntities, bank: dict[str, list[str]], key: str
) -> None:
    account = entity("a1", "BankAccount", accountNumber=["532-8-64694-9"], country=["th"], bank=["b1"])
    mapped = map_entities(account, entity("b1", "Company", **bank))
    assert mapped.ends() == {("RELATED_TO", "a1", "b1")}
    assert [link.note for link in mapped.links] == ["bank"]
    assert [v.key for v in mapped.records["a1"].properties["number"]] == [key]
    nested = map_entities(entity("a1", "BankAccount", accountNumber=["532-8-64694-9"], country=["th"],
                                 bank=[entity("b1", "Company", **bank)]))  # fmt: skip
    assert nested.ends() == mapped.ends()
    assert nested.records["a1"].properties == mapped.records["a1"].properties


@pytest.mark.parametrize("turned", [False, True])
def test_a_bank_that_two_lines_tell_is_known_by_its_bic_in_whatever_order_they_stand(
    map_entities: MapEntities, turned: bool
) -> None:
    lines = [entity("b1", "Company", name=["Golden Bank"]), entity("b1", "Company", swiftBic=["BKKBTHBK"])]
    account = entity("a1", "BankAccount", accountNumber=["1234567890"], bank=["b1"])
    mapped = map_entities(*(reversed(lines) if turned else lines), account)
    assert raw(mapped.records["a1"], "bank") == ["BKKBTHBK"]


def test_an_account_that_is_tried_again_without_its_file_keeps_its_bank(map_entities: MapEntities) -> None:
    account = entity("a1", "BankAccount", accountNumber=["532-8-64694-9"], country=["th"], bank=["b1"], holder=["p9"])
    mapped = map_entities(account, entity("b1", "Company", name=["Krung Thai Bank"]), name="a.ftm.json")
    alone = map_entities(mapped.rows[0].content(), name="b.ftm.json")
    assert alone.records["a1"].properties == mapped.records["a1"].properties
    assert [v.key for v in alone.records["a1"].properties["number"]] == ["acct:TH:006:5328646949"]


def test_what_an_account_says_of_its_bank_goes_before_the_banks_own_name(map_entities: MapEntities) -> None:
    mapped = map_entities(
        entity("a1", "BankAccount", accountNumber=["1234567890"], bic=["KASITHBK"], bank=["b1"]),
        entity("a2", "BankAccount", accountNumber=["1234567891"], bank=["b1", "b2"]),
        entity("b1", "Company", name=["Krung Thai Bank"]),
        entity("b2", "Company", name=["Siam Commercial Bank"]),
    )
    assert raw(mapped.records["a1"], "bank") == ["KASITHBK"]
    assert raw(mapped.records["a2"], "bank") == []


def test_the_phone_of_an_account_is_a_number_that_others_know(map_entities: MapEntities) -> None:
    mapped = map_entities(
        entity("u1", "UserAccount", username=["golden88"], service=["Telegram"], owner=["p1"],
               phone=["0812345678", "+66 81 234 5678"], phoneCountry=["th"], email=["A.One@mail.example"],
               createdAt=["2024-05-01"]),
        entity("p1", "Person", name=["A"]),
    )  # fmt: skip
    assert mapped.problems == []
    assert [v.key for v in mapped.records["u1 phone"].properties["number"]] == ["tel:+66812345678"]
    assert mapped.records["u1 phone"].kind == "PhoneNumber"
    assert set(mapped.records["u1 phone"].properties) == {"number", "country"}
    assert mapped.ends() == {("USES", "p1", "u1"), ("RELATED_TO", "u1", "u1 phone")}
    assert [v.value for v in mapped.records["u1"].properties["email"]] == ["a.one@mail.example"]
    assert [v.value for v in mapped.records["u1"].properties["createdAt"]] == ["2024-05-01"]
    assert "notes" not in mapped.records["u1"].properties
    assert mapped.source.unknown_properties == {}


def test_two_phones_of_an_account_are_two_records_whose_references_tell_neither(map_entities: MapEntities) -> None:
    phones = ["+66812345678", "+66812345679"]
    mapped = map_entities(entity("u1", "UserAccount", username=["golden88"], service=["Telegram"], phone=phones))
    again = map_entities(entity("u1", "UserAccount", username=["golden88"], service=["Telegram"], phone=phones[::-1]))
    numbers = {reference: raw(r, "number") for reference, r in mapped.records.items() if r.kind == "PhoneNumber"}
    assert sorted(map(tuple, numbers.values())) == [(phone,) for phone in phones]
    assert all(reference.startswith("u1 phone #") and "8123" not in reference for reference in numbers)
    assert numbers == {ref: raw(r, "number") for ref, r in again.records.items() if r.kind == "PhoneNumber"}


def test_a_word_for_no_phone_tells_who_uses_it_and_is_no_number(map_entities: MapEntities) -> None:
    mapped = map_entities(entity("u1", "UserAccount", username=["golden88"], service=["Telegram"], phone=["none"]))
    assert mapped.problems == []
    assert list(mapped.records) == ["u1"]
    assert raw(mapped.records["u1"], "otherIdentity") == ["phone: none"]


def test_a_name_in_parts_is_a_name(map_entities: MapEntities) -> None:
    mapped = map_entities(
        entity("p1", "Person", lastName=["Jaidee"], firstName=["Somchai"], middleName=["K."], spokenLanguage=["tha"]),
        entity("p2", "Person", name=["Dara Chan"], firstName=["Dara"], lastName=["Chan"]),
        entity("p3", "Person", firstName=["Dara", "Daro"], lastName=["Chan"]),
    )
    assert raw(mapped.records["p1"], "name") == ["Somchai K. Jaidee"]
    assert raw(mapped.records["p1"], "languages") == ["tha"]
    assert raw(mapped.records["p1"], "notes") == []
    assert raw(mapped.records["p2"], "name") == ["Dara Chan"]
    assert raw(mapped.records["p2"], "otherIdentity") == ["firstName: Dara", "lastName: Chan"]
    assert raw(mapped.records["p3"], "name") == []


def test_an_address_in_parts_and_a_position_stand_where_places_do(map_entities: MapEntities) -> None:
    mapped = map_entities(
        entity("a1", "Address", street=["1 Road"], city=["Poipet"], latitude=["13.6575"], longitude=["102.5636"]),
        entity("a2", "Address", full=["1 Road, Poipet"], latitude=["13.6575", "13.7"], longitude=["102.5636"]),
    )
    assert raw(mapped.records["a1"], "address") == ["1 Road"]
    assert raw(mapped.records["a1"], "coordinates") == ["13.6575, 102.5636"]
    assert "notes" not in mapped.records["a1"].properties
    assert "coordinates" not in mapped.records["a2"].properties


def test_how_a_wallet_is_kept_is_told_where_the_word_is_known(map_entities: MapEntities) -> None:
    mapped = map_entities(
        entity("w1", "CryptoWallet", publicKey=[WALLET], custodyType=["self-custody"]),
        entity("w2", "CryptoWallet", publicKey=[WALLET], custodyType=["with a friend"]),
    )
    assert [v.value for v in mapped.records["w1"].properties["custody"]] == ["unhosted"]
    assert raw(mapped.records["w2"], "notes") == ["custodyType: with a friend"]


def test_what_somebody_is_to_another_stands_on_the_link(map_entities: MapEntities) -> None:
    mapped = map_entities(
        entity("f1", "Family", person=["p1"], relative=["p2"], relationship=["sister"]),
        entity("o1", "Ownership", owner=["p1"], asset=["c1"], role=["nominee"]),
        entity("d1", "Directorship", director=["p2"], organization=["c1"], role=["director"]),
        entity("p1", "Person", name=["A"]),
        entity("p2", "Person", name=["B"]),
        entity("c1", "Company", name=["C"]),
    )
    assert {link.provenance.reference: link.note for link in mapped.links} == {
        "f1": "Family; relationship: sister",
        "o1": "role: nominee",
        "d1": "role: director",
    }
