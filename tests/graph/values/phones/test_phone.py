import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.values import bare_number, may_be_number, national_digits, normalise
from tests.examples import examples

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
    result = normalise("phone", "+1 555 555 5556")
    assert (result.status, result.value, result.key) == ("possible", "+15555555556", "tel:+15555555556")
    assert normalise("phone", "+1 555 555 5555").key is None
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


# Local numbers without the trunk zero, as X for any digit: mobile phones first, then fixed lines.
LOCAL = {
    "TH": "8XXXXXXXX 9XXXXXXXX 6XXXXXXXX 2XXXXXXX 53XXXXXX",
    "KH": "12XXXXXX 96XXXXXXX 97XXXXXXX 77XXXXXX 23XXXXXX",
    "LA": "205XXXXXXX 209XXXXXXX 202XXXXXXX 21XXXXXX",
    "MM": "94XXXXXXXX 925XXXXXXX 979XXXXXXX 9977XXXXXX 1XXXXXX",
    "VN": "9XXXXXXXX 3XXXXXXXX 8XXXXXXXX 24XXXXXXXX 28XXXXXXXX",
    "MY": "12XXXXXXX 11XXXXXXXX 19XXXXXXX 3XXXXXXXX",
    "SG": "8XXXXXXX 9XXXXXXX 6XXXXXXX",
    "ID": "812XXXXXXX 813XXXXXXXX 852XXXXXXXX 855XXXXXXXX 878XXXXXXXX 21XXXXXXX",
    "PH": "917XXXXXXX 905XXXXXXX 998XXXXXXX 28XXXXXXX",
}
NO_TRUNK_ZERO = {"SG"}


@st.composite
def local_numbers(draw: st.DrawFn) -> tuple[str, str]:
    country = draw(st.sampled_from(sorted(LOCAL)))
    form = draw(st.sampled_from(LOCAL[country].split()))
    return country, "".join(draw(st.sampled_from("0123456789")) if c == "X" else c for c in form)


@settings(max_examples=examples(400), deadline=None)
@given(local=local_numbers(), spaced=st.booleans())
def test_a_local_number_is_never_read_as_one_of_another_country(local: tuple[str, str], spaced: bool) -> None:
    country, digits = local
    own = f"+{phonenumbers.country_code_for_region(country)}"
    for raw in (digits, digits if country in NO_TRUNK_ZERO else f"0{digits}"):
        found = normalise("phone", f"{raw[:3]} {raw[3:]}" if spaced else raw, country=country)
        assert found.value is None or found.value.startswith(own)


@settings(max_examples=examples(200), deadline=None)
@given(local=local_numbers().filter(lambda of: of[0] != "ID"), file=st.sampled_from(sorted(LOCAL)))
def test_a_local_number_in_a_file_of_another_country_is_not_read_as_one_of_a_third(
    local: tuple[str, str], file: str
) -> None:
    _, digits = local
    found = normalise("phone", digits, country=file)
    assert found.reason is None or "another country" not in found.reason


FOREIGN = [
    *("6281219659239", "8801712533713", "254724356174", "959797012387"),
    *("66812345678", "855964148777", "6591234567", "85291234567"),
]


@pytest.mark.parametrize("country", ["KH", "TH", "PH", "SG", "MM", "MY"])
@pytest.mark.parametrize("digits", FOREIGN)
def test_a_mobile_number_of_another_country_needs_no_plus(digits: str, country: str) -> None:
    written, plain = (normalise("phone", raw, country=country) for raw in (f"+{digits}", digits))
    assert (plain.value, plain.key, plain.type) == (written.value, written.key, "mobile")
    if plain.status != "valid":
        reason = "no number of its country: read as one of another country without its plus"
        assert (plain.status, plain.reason) == ("possible", reason)


@pytest.mark.parametrize("digits", ["15012345678", "2055123456", "2207611545", "81234567890"])
def test_digits_that_may_be_dialled_locally_are_not_read_as_foreign(digits: str) -> None:
    """A mobile number of China, one of Laos, a line of Hai Phong, and a mobile number of Indonesia."""
    for country in ("TH", "KH", "MM"):
        assert normalise("phone", digits, country=country).key in (None, f"tel:+{_code(country)}{digits}")


def _code(country: str) -> int:
    return phonenumbers.country_code_for_region(country)
