"""Search as an officer meets it: names of the samples in any spelling, numbers in any notation, and no noise."""

from typing import Any

import pytest

from entity_resolution.search import entities as search
from ingest import SubmittedRecord
from tests.api.asking import Desk
from tests.world import World, link, record

SEARCH = """query($text: String!, $kind: Kind) { search(text: $text, kind: $kind, first: 50) {
  edges { score node { id kind caption } } } }"""
SOLE_WORDS = ("ชัยวัฒน์ สายบัว", "วิชัย สายบัว", "รัตนา สายบัว")


@pytest.fixture(scope="module")
def desk(module_world: World) -> Desk:
    """Return a desk on names and numbers as the samples have them."""
    world = module_world
    world.file(
        "th-police",
        *(record("Person", f"s{n}", name=name, role="suspect") for n, name in enumerate(SOLE_WORDS)),
        record("Person", "khamkaew", name="ศิริพร คำแก้ว", alias=["Siriphon Khamkaeo", "Noi"], role="suspect"),
        record("Person", "saibua", name="ธีรพงษ์ สายบัว", role="suspect"),
        record("Person", "tun", name="Aung Lin Tun", role="suspect"),
        record("Person", "lin", name="หลิน ไห่เทา", role="suspect"),
        record("Person", "qiu", name="ชิว กั๋วต้ง", alias="Qiu Guodong", role="suspect"),
        record("BankAccount", "account", number="684-4-81172-5", bank="002", holderName="ธีรพงษ์ สายบัว", country="TH"),
        record("Vehicle", "car", plate="2CD-1188 Phnom Penh", country="KH"),
        record("PhoneNumber", "number", number="+855 77 474 938"),
        record("Wallet", "slip", address="0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"),
        record("Wallet", "ton", address="EQAbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdEfGh"),
        record("Device", "imei", serial="35 693803 564380 0", deviceType="handset"),
        record("Person", "owner", name="Kanya Thongchai", role="suspect", phone="+66 81 234 5678"),
        link("USES", "owner", "number"),
    )
    world.file(
        "th-fiu",
        record("Person", "pp", name="ศิริพร คำแก้ว", nationalId="3149191588069", nationality="TH", role="suspect"),
    )
    world.file(
        "th-fiu",
        *(
            SubmittedRecord(kind="Payment", reference=f"t{n}", properties={"reference": [f"TXN-0009{n}"]})
            for n in (2, 3)
        ),
    )
    world.file(
        "us-ofac",
        record("Organization", "army", name="77th Light Infantry Division"),
        record("Person", "sovanny", name="Hum Sovanny"),
        record("Site", "park", name="Romduol Sovann Technology Park", siteType="scam-compound"),
        record("Site", "casino", name="Golden Crown", siteType="casino"),
        profile="open",
    )
    return Desk(world)


def answers(desk: Desk, text: str, *, agency: str = "th-police", kind: str | None = None) -> list[dict[str, Any]]:
    """Return the nodes that answer, best first, after a look at their scores."""
    edges = desk.data(SEARCH, token=desk.world.token(agency), text=text, kind=kind)["search"]["edges"]
    scores = [edge["score"] for edge in edges]
    assert scores == sorted(scores, reverse=True)
    assert all(0.62 <= score <= 1.0 for score in scores)
    return [edge["node"] for edge in edges]


IN_COUNTRY = (
    "query($text: String!, $country: String) { search(text: $text, country: $country) { edges { node { id } } } }"
)


@pytest.mark.parametrize("country", ["KH", "kh", "Cambodia", "Khmer", None])
def test_a_national_number_is_read_with_a_country_by_code_or_name(desk: Desk, country: str | None) -> None:
    found = desk.data(IN_COUNTRY, token=desk.world.token("th-police"), text="077 474 938", country=country)
    assert [edge["node"]["id"] for edge in found["search"]["edges"]] == [desk.world.id("th-police", "number")]


@pytest.mark.parametrize(
    ("country", "told"),
    [
        ("Cambodja", "argument `country` is no country, did you mean `KH`?"),
        ("XX", "argument `country` is no country; a code is two capital letters, such as `TH`"),
        ("", "argument `country` is no country; a code is two capital letters, such as `TH`"),
    ],
)
def test_a_country_that_there_is_not_is_an_error_and_no_empty_answer(desk: Desk, country: str, told: str) -> None:
    body = desk.ask(IN_COUNTRY, token=desk.world.token("th-police"), text="077 474 938", country=country)
    [error] = body["errors"]
    assert (error["message"], error["extensions"]["code"]) == (told, "BAD_USER_INPUT")


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("Siriporn Khamkaew", "khamkaew"),
        ("Siriporn", "khamkaew"),
        ("Khamkaew", "khamkaew"),
        ("ศิริพร", "khamkaew"),
        ("Theeraphong Saibua", "saibua"),
        ("Teerapong Saibua", "saibua"),
        ("Lin Haitao", "lin"),
        ("林海涛", "lin"),
        ("邱国栋", "qiu"),
        ("ឈីវ ក័រតុង", "qiu"),
        ("2CD-1188", "car"),
        ("2CD1188", "car"),
        ("2cd 1188", "car"),
        ("2CD-1188 Phnom Penh", "car"),
        ("077 474 938", "number"),
        ("+66812345678", "owner"),
        ("0812345678", "owner"),
        ("684-4-81172-5", "account"),
        ("6844811725", "account"),
    ],
)
def test_the_right_one_comes_first(desk: Desk, text: str, reference: str) -> None:
    [first, *_] = answers(desk, text)
    assert first["id"] == desk.world.id("th-police", reference)


def test_who_shares_only_a_surname_is_noise(desk: Desk) -> None:
    found = answers(desk, "Theeraphong Saibua")
    assert [node["id"] for node in found] == [desk.world.id("th-police", r) for r in ("saibua", "account")]
    assert len(answers(desk, "สายบัว")) == 5
    assert [n["caption"] for n in answers(desk, "Lin Haitao")] == ["หลิน ไห่เทา"]


def test_a_plate_is_found_by_its_kind_and_by_its_beginning(desk: Desk) -> None:
    for text in ("2CD-1188", "2CD1", "2cd-11"):
        assert [node["kind"] for node in answers(desk, text, kind="VEHICLE")] == ["VEHICLE"]
    assert answers(desk, "2CD", kind="VEHICLE") == []
    assert answers(desk, "1188") == []


def test_a_national_id_finds_its_person_for_who_may_read_it(desk: Desk) -> None:
    for text in ("3149191588069", "3-1491-91588-06-9", "31491915"):
        assert [n["id"] for n in answers(desk, text, agency="th-fiu")] == [desk.world.id("th-fiu", "pp")]
    assert answers(desk, "3149191588069", agency="my-telco") == []


def test_stray_digits_words_and_letters_find_nothing(desk: Desk) -> None:
    assert [node["kind"] for node in answers(desk, "+855 77 474 938")] == ["PHONE_NUMBER"]
    assert [node["caption"] for node in answers(desk, "Romduol Sovann")] == ["Romduol Sovann Technology Park"]
    assert answers(desk, "a") == answers(desk, "77") == answers(desk, "Hum Saibua") == []
    assert [node["caption"] for node in answers(desk, "77th Light Infantry")] == ["77th Light Infantry Division"]


@pytest.mark.parametrize("text", ["scam-compound", "scam compound", "Scam Compound"])
def test_a_site_is_found_by_what_it_is(desk: Desk, text: str) -> None:
    assert [node["caption"] for node in answers(desk, text, kind="SITE")] == ["Romduol Sovann Technology Park"]


def test_a_payment_is_found_by_its_reference_by_who_may_read_it(desk: Desk) -> None:
    for agency in ("th-fiu", "sg-police"):  # foreign police see accounts and amounts
        assert [node["caption"] for node in answers(desk, "TXN-00093", agency=agency)] == ["TXN-00093"]
    assert len(answers(desk, "txn-0009", agency="th-fiu")) == 2
    assert answers(desk, "TXN-00093", agency="my-telco") == answers(desk, "TXN-00093", agency="la-police") == []


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "slip"),
        ("EQAbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdEfGh", "ton"),
        ("356938035643800", "imei"),
        ("35 693803 564380 0", "imei"),
    ],
)
def test_a_value_that_breaks_its_rule_is_found_by_its_text(desk: Desk, text: str, reference: str) -> None:
    assert [node["id"] for node in answers(desk, text)] == [desk.world.id("th-police", reference)]
    assert answers(desk, text, agency="my-telco") == []


@pytest.mark.parametrize("asked", ["valid", "slip"])
def test_the_address_as_it_was_written_comes_before_one_of_other_capitals(desk: Desk, asked: str) -> None:
    world = desk.world
    texts = {"slip": "TFwUyB2XCqJvqEFSm9Evu3VrkDQc5fkxaU", "valid": "TFwUyB2XCqJvqEFSm9Evu3VrkDQc5fkxau"}
    other = next(name for name in texts if name != asked)
    for name in (other, asked):
        world.file("th-police", record("Wallet", name, address=texts[name]))

    found = [node["id"] for node in answers(desk, texts[asked])]

    # The key of the one is no word of its text: who asks for the slip finds the slip alone.
    assert found == [world.id("th-police", name) for name in (asked, other)][: 2 if asked == "valid" else 1]


def test_an_answer_says_whether_more_was_in_sight_than_was_looked_at(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = "query($text: String!) { search(text: $text) { truncated edges { node { id } } } }"
    token = desk.world.token("th-police")
    whole = desk.data(query, token=token, text="สายบัว")["search"]
    assert (whole["truncated"], len(whole["edges"])) == (False, 5)
    monkeypatch.setattr(search, "MAX_HITS", 4)
    assert desk.data(query, token=token, text="สายบัว")["search"]["truncated"] is True
    # What another agency may not see is not counted.
    assert desk.data(query, token=desk.world.token("my-telco"), text="สายบัว")["search"]["truncated"] is False
