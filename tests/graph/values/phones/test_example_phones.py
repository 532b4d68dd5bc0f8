"""Phone numbers that forms show as an example are known in every country's form; hardly another one is."""

from random import Random

import pytest

from graph.values import is_example_phone, normalise_phone


@pytest.mark.parametrize(
    ("raw", "country"),
    [
        ("0123456789", "MY"),
        ("09123456789", "PH"),
        ("9876543210", "IN"),
        ("012345678", "KH"),
        ("081234567890", "ID"),
        ("0800000000", "TH"),
        ("0812345678", "TH"),
        ("0987654321", "TH"),
        ("0810000000", "TH"),
        ("0912345678", "VN"),
        ("0900000000", "VN"),
        ("0987654321", "TW"),
        ("13800138000", "CN"),
        ("13812345678", "CN"),
        ("91234567", "SG"),
        ("98765432", "SG"),
        ("07123456789", "GB"),
        ("0501234567", "AE"),
        ("01012345678", "KR"),
        ("79000000000", "RU"),
        ("7123456", "BN"),
        ("02012345678", "LA"),
        ("+856 20 22222222", "LA"),
        ("+55 11 99999999 9", "BR"),
        ("09123456789", "MM"),
        ("0412345678", "AU"),
    ],
)
def test_an_example_has_a_key_and_is_known(raw: str, country: str) -> None:
    found = normalise_phone(raw, country=country)
    assert found.key == f"tel:{found.value}"
    assert is_example_phone(found.value or "")


@pytest.mark.parametrize(
    "number",
    [
        "+66812340678",
        "+66891234560",
        "+66818888888",  # a number that is sold as beautiful
        "+85512000000",
        "+85512123456",
        "+8562055555554",
        "+85569123456",
        "+6622000000",
        "+6598761234",
        "+673",
        "",
        "AA1234567",  # a passport
        "0812345678",  # of which country is not said
    ],
)
def test_a_number_that_people_have_is_none(number: str) -> None:
    assert not is_example_phone(number)


def test_of_numbers_of_people_one_in_a_million_is_taken_for_an_example() -> None:
    random = Random(1)  # noqa: S311 - test data
    operators = ("+668", "+6690", "+85510", "+8490", "+6281", "+63917", "+9198", "+86138", "+959", "+601", "+6591")
    made = [f"{random.choice(operators)}{random.randrange(10**8):08}" for _ in range(200_000)]
    assert sum(map(is_example_phone, made)) <= 2
