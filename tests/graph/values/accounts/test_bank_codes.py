"""The words by which keys of accounts name banks: what may be stated of a party is what accounts are read as."""

import pytest

from graph.values import is_bank_code, known_bank_code, normalise_account


@pytest.mark.parametrize(("country", "code"), [("KH", "ABAAKHPP"), ("TH", "006"), ("SG", "7171"), ("KH", "SMPBKHPP")])
def test_a_code_of_keys_is_the_one_that_accounts_are_read_with(country: str, code: str) -> None:
    assert is_bank_code(country, code)
    assert normalise_account("5328646949", country=country, bank=code).key == f"acct:{country}:{code}:5328646949"


@pytest.mark.parametrize(
    ("country", "code"),
    [
        ("KH", "ABA"),  # a name, which accounts are not read as
        ("KH", "abaakhpp"),
        ("KH", "ABAAKHPPXXX"),
        ("KH", "BFTVVNVX"),  # another country's
        ("TH", "6"),
        ("TH", "999"),
        ("KH", "unknown"),
    ],
)
def test_another_word_for_a_bank_is_none_of_keys(country: str, code: str) -> None:
    assert not is_bank_code(country, code)


def test_the_code_of_a_bank_is_found_by_its_names() -> None:
    assert [known_bank_code(b, "KH") for b in ("ABA", "advanced bank of asia", "abaakhpp")] == ["ABAAKHPP"] * 3
    assert [known_bank_code(b, "KH") for b in ("nobody's bank", "SMPBKHPP", "-")] == [None] * 3
