"""Values that stand where none is known are no evidence: in pairs, lists by fields and between linked selectors."""

from pathlib import Path

import pytest

from entity_resolution.comparing.decision import Outcome
from entity_resolution.comparing.model import load_models
from entity_resolution.comparing.scoring import score
from entity_resolution.views.plausibility import Facts, facts_of
from tests.entity_resolution.batch.test_record_driver import resolve
from tests.entity_resolution.evidence import PERSON, linked, parts_of
from tests.entity_resolution.scored_pairs import scored

NAME = "Dararith Sokhom"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("email", "noemail@gmail.com"),
        ("email", "none@none.com"),
        ("passportNumber", "N00000000"),
        ("passportNumber", "A1234567"),
        ("birthDate", "1899-12-31"),
        ("birthDate", "1111-11-11"),
        ("birthDate", "2999-05-06"),
        ("phone", "+85500000000"),
        ("phone", "111111111"),
    ],
)
def test_a_placeholder_in_common_joins_no_two_persons_and_its_reason_says_so(column: str, value: str) -> None:
    found = scored("Person", left=NAME, right=NAME, **{f"left_{column}": value, f"right_{column}": value})
    assert [c.evidence.feature for c in found.comparisons] == ["name"]
    assert found.outcome is Outcome.REVIEW
    assert f"left {column} " in found.why


@pytest.mark.parametrize("placeholder", ["A1234567", "N00000000", "123456789"])
def test_a_placeholder_speaks_against_nobody(placeholder: str) -> None:
    cells = {"left_passportNumber": placeholder, "right_passportNumber": "N01777045"}
    found = scored("Person", left=NAME, right=NAME, **cells)
    assert [c.evidence.feature for c in found.comparisons] == ["name"]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        *(
            ("registrationNumber", "123456"),
            ("taxNumber", "12345678"),
            ("website", "facebook.com"),
            ("website", "t.me"),
        ),
        *(
            ("website", "https://www.linkedin.com/company/"),
            ("email", "info@gmail.com"),
            ("incorporationDate", "1900-01-01"),
        ),
    ],
)
def test_a_placeholder_in_common_joins_no_two_companies(column: str, value: str) -> None:
    cells = {"left_jurisdiction": "KH", "right_jurisdiction": "KH"}
    name = "Lotus Bridge Trading"
    found = scored(
        "Organization", left=name, right=name, **cells, **{f"left_{column}": value, f"right_{column}": value}
    )
    assert [c.evidence.feature for c in found.comparisons] == ["name", "jurisdiction"]
    assert found.outcome is Outcome.REVIEW


@pytest.mark.parametrize("position", ["90,180", "1,1", "12,105", "12.5657,104.9910", "4.210484,101.975766"])
def test_whole_degrees_and_the_middle_of_a_country_join_no_two_sites(position: str) -> None:
    cells = {"left_coordinates": position, "right_coordinates": position}
    found = scored("Site", left="Marigold Villa", right="Marigold Villa", **cells)
    assert [c.evidence.feature for c in found.comparisons] == ["name"]
    assert found.outcome is Outcome.REVIEW


@pytest.mark.parametrize(
    "values", [{"birthDate": "1900-01-01"}, {"passportNumber": "N00000000"}, {"nationalId": "123456789"}]
)
def test_no_placeholder_keeps_two_persons_apart(values: dict[str, str]) -> None:
    assert facts_of("Person", parts_of("Person", values, country="KH")) == Facts()


def test_no_placeholder_keeps_two_companies_apart() -> None:
    parts = parts_of("Organization", {"registrationNumber": "12345678", "jurisdiction": "KH"}, country="KH")
    assert facts_of("Organization", parts) == Facts()


@pytest.mark.parametrize(
    ("kind", "none", "key"),
    [
        ("IdentityDocument", "doc:KH:passport:N00000000", "doc:KH:passport:N01777045"),
        ("PhoneNumber", "tel:+85500000000", "tel:+85512777045"),
        ("Wallet", "evm:0xdac17f958d2ee523a2206206994597c13d831ec7", "evm:0x00000000000000000000000000000000feed0077"),
        ("BankAccount", "acct:TH:014:1234567890", "acct:TH:014:4075318826"),
    ],
)
def test_a_linked_placeholder_is_no_evidence(kind: str, none: str, key: str) -> None:
    parts = parts_of("Person", {"name": NAME}, country="KH")
    for shared, features in ((none, 1), (key, 2)):
        assert len(score(PERSON, parts, parts, [linked(kind, shared)], [linked(kind, shared)])) == features


def test_hosts_where_everybody_has_a_page_are_no_hosts_of_a_lure() -> None:
    station = load_models()["FalseBaseStation"]
    lures = ("Your parcel: https://bit.ly/3xYz1", "Points end today, https://bit.ly/9kLm2")
    left, right = (parts_of("FalseBaseStation", {"lureText": text}, country="TH") for text in lures)
    found = score(station, left, right, [], [])
    assert "lure-host" not in {s.evidence.feature for s in found}


@pytest.mark.parametrize(
    ("field", "values", "are_one"),
    [
        ("email", ("noemail@gmail.com", "No.Email@gmail.com"), False),
        ("email", ("noemail@gmail.com",) * 2, False),
        ("email", ("info@lotus.example", "INFO@lotus.example"), False),
        ("email", ("hr.2@lotus.example",) * 2, False),
        ("email", ("dara.sokhom@lotus.example",) * 2, True),
        ("phone", ("+85500000000", "+855 00 000 000"), False),
        ("phone", ("+85512777045", "+855 12 777 045"), True),
    ],
)
def test_of_a_list_by_fields_two_of_one_name_stay_two(
    tmp_path: Path, field: str, values: tuple[str, str], *, are_one: bool
) -> None:
    """Nothing but the name and the value is known of the two, so that the value alone decides."""
    rows = [("Dararith", "Sokhom", value) for value in values]
    _, labels = resolve(tmp_path, "Person", ("givenName", "familyName", field), rows)
    assert (labels[0] == labels[1]) is are_one


def test_of_a_list_by_fields_the_zero_of_spreadsheets_is_no_birth_date(tmp_path: Path) -> None:
    fields = ("givenName", "familyName", "birthDate")
    for day, are_one in (("1899-12-31", False), ("1990-02-03", True)):
        _, labels = resolve(tmp_path, "Person", fields, [("Dararith", "Sokhom", day)] * 2)
        assert (labels[0] == labels[1]) is are_one
