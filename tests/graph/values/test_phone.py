import pytest

from graph.values import bare_number, may_be_number, national_digits, normalise

# Old and new opening digits after the trunk zero, by operator.
VIETNAM_2018 = {
    "Viettel": ("162 163 164 165 166 167 168 169", "32 33 34 35 36 37 38 39"),
    "MobiFone": ("120 121 122 126 128", "70 79 77 76 78"),
    "VinaPhone": ("123 124 125 127 129", "83 84 85 81 82"),
    "Vietnamobile": ("186 188", "56 58"),
    "Gmobile": ("199", "59"),
}


@pytest.mark.parametrize("operator", VIETNAM_2018)
def test_old_vietnamese_mobile_numbers_become_those_of_today(operator: str) -> None:
    old, new = (p.split() for p in VIETNAM_2018[operator])
    for before, after in zip(old, new, strict=True):
        expected = f"tel:+84{after}1234567"
        for raw in (f"0{before} 123 4567", f"+84 {before} 123 4567", f"0084{before}1234567"):
            result = normalise("phone", raw, country="VN")
            assert (result.status, result.type, result.key) == ("valid", "mobile", expected)


def test_a_possible_number_keeps_its_key_and_an_unassigned_length_does_not() -> None:
    result = normalise("phone", "+1 555 555 5555")
    assert (result.status, result.value, result.key) == ("possible", "+15555555555", "tel:+15555555555")
    assert normalise("phone", "+1 555").key is None


def test_a_sender_is_compared_within_its_country_and_never_a_key() -> None:
    thai, khmer = (normalise("phone", "K-Bank", country=c) for c in ("TH", "KH"))
    assert (thai.value, khmer.value) == ("TH:K-BANK", "KH:K-BANK")
    assert thai.key is khmer.key is None


def test_a_whatsapp_account_meets_its_number() -> None:
    account = normalise("handle", "https://wa.me/66812345678")
    assert account.key == normalise("phone", "081 234 5678", country="TH").key


@pytest.mark.parametrize(
    ("raw", "digits"),
    [
        ("081-234-5678", "812345678"),
        ("812345678", "812345678"),
        ("812345678.0", "812345678"),
        ("โทร. 081 234 5678", "812345678"),
        ("081-234-5678 ต่อ 12", "812345678"),
        ("+66812345678", None),
        ("0066812345678", None),
        ("1193", None),
        ("K-BANK", None),
        ("8.12E+08", None),
        ("081-234-5678, 089-876-5432", None),
        ("", None),
        ("x" * 10_000, None),
    ],
)
def test_a_number_without_its_country_is_its_digits(raw: str, digits: str | None) -> None:
    assert bare_number(raw) == digits


@pytest.mark.parametrize(
    ("number", "raw"),
    [
        ("+66812345678", "081 234 5678"),
        ("+390612345678", "06 1234 5678"),
        ("+12075550123", "207-555-0123"),
        ("+85512345678", "012 345 678"),
    ],
)
def test_a_number_without_its_country_has_the_digits_of_one_with_it(number: str, raw: str) -> None:
    assert national_digits(number) == bare_number(raw)


@pytest.mark.parametrize(
    ("raw", "number", "may_be"),
    [
        ("0812345678", "+66812345678", True),
        ("06 1234 5678", "+390612345678", True),
        ("0162 123 4567", "+84321234567", True),
        ("8 912 345 67 89", "+79123456789", True),
        ("0812345678", "+66898765432", False),
        ("345678", "+66812345678", False),
        ("0812345678", "no number", False),
        ("+66812345678", "+66812345678", False),
    ],
)
def test_a_number_without_its_country_may_be_one_of_the_others_country(raw: str, number: str, may_be: bool) -> None:
    assert may_be_number(raw, number) is may_be


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        ("081 234 5678/9", "invalid"),
        ("081-234-5678/79", "invalid"),
        ("02-123-4567-9", "invalid"),
        ("02-123-4567~9", "invalid"),
        ("081-234-5678", "valid"),
        ("081-234-56-78", "valid"),
        ("02-123-45-67", "valid"),
    ],
)
def test_a_number_and_the_last_digits_of_the_next_are_more_than_one(raw: str, status: str) -> None:
    """Thai cards print a switchboard so; read together the digits are a number of nobody."""
    found = normalise("phone", raw, country="TH")
    assert found.status == status
    if status == "invalid":
        assert (found.value, found.key, found.reason) == (None, None, "holds other text, or more than one number")
