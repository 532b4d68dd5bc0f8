"""Comparison of addresses and birth places: other houses, two scripts, and one place within another."""

import pytest

from tests.entity_resolution.comparing import level, model


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("77 Harbour Street", "similar"),
        ("79 Harbor Street", "other-house"),
        ("Harbor Street", "similar"),
        ("5 Mill Lane", "elsewhere"),
        ("1204 Mill Lane at Harbor St.", "one-street"),
    ],
)
def test_addresses_alike_but_for_the_house_are_two_houses(other: str, expected: str) -> None:
    assert level("address", "address", "77 Harbor Street", other, kind="Site") == expected
    assert "other-house" not in model("address", "Site").strong


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("China", "Yunnan Province, China", None),
        ("Yunnan", "Yunnan Province, China", None),
        ("Kunming, China", "Kunming City, Yunnan, China", None),
        (["Poipet", "China"], "Yunnan, China", None),
        ("Yunnan Province, China", "Yunnan Province, China", "equal"),
        ("Thailand", "Yunnan Province, China", "different"),
        ("Chinatown", "Yunnan Province, China", "different"),
        ("Fujian, China", "Yunnan, China", "different"),
    ],
)
def test_a_birth_place_within_the_other_is_no_other_place(
    left: str | list[str], right: str, expected: str | None
) -> None:
    assert level("birth-place", "birthPlace", left, right) == expected
    assert level("birth-place", "birthPlace", right, left) == expected


@pytest.mark.parametrize("kind", ["Site", "Organization", "Person"])
def test_an_address_in_two_scripts_is_similar_or_no_evidence(kind: str) -> None:
    thai = "12 ถนนสีลม กรุงเทพมหานคร"
    assert level("address", "address", thai, "12 Silom Road, Bangkok", kind=kind) == "similar"
    assert level("address", "address", "12 Silom Road, Bangkok", thai, kind=kind) == "similar"
    assert level("address", "address", thai, "12 Sathorn Road, Bangkok", kind=kind) is None
    assert level("address", "address", thai, "21 Silom Road, Bangkok", kind=kind) is None


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("12 Harbor Road", "ถนนท่าเรือ 12", None),
        ("12 Harbor Road", "98 Maple Street", "elsewhere"),
        ("ถนนท่าเรือ 12", "ซอยต้นโพธิ์ 98", "different"),
        ("Rua São João 12", "98 Maple Street", "elsewhere"),
    ],
)
def test_addresses_in_two_scripts_are_no_evidence_against_one_place(
    left: str, right: str, expected: str | None
) -> None:
    assert level("address", "address", left, right, kind="Site") == expected
