"""The short way to read a phone number says what the library says, or nothing: over all regions and calling codes."""

from collections.abc import Iterator

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from phonenumbers import (
    COUNTRY_CODE_TO_REGION_CODE,
    SUPPORTED_REGIONS,
    PhoneMetadata,
    PhoneNumberType,
    ValidationResult,
)

from graph.values import normalise
from graph.values.phones import phone
from graph.values.phones.numbering_plan import read_international, read_national
from tests.examples import examples

REGIONS = sorted(SUPPORTED_REGIONS)
TYPES = sorted(phonenumbers.PhoneNumberType.values())
DIGITS = st.text("0123456789", max_size=4)
Answer = tuple[int, str, int] | None


def library_reads(text: str, region: str | None) -> Answer:
    """Return calling code, digits and type of a number that the library holds valid, or possible."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    kind = phonenumbers.number_type(number)
    if number.country_code is None or (kind == PhoneNumberType.UNKNOWN and not is_possible(number)):
        return None
    return number.country_code, phonenumbers.national_significant_number(number), kind


def is_possible(number: phonenumbers.PhoneNumber) -> bool:
    """Return whether the library finds a number's length possible from everywhere."""
    return phonenumbers.is_possible_number_with_reason(number) == ValidationResult.IS_POSSIBLE


def library_examples() -> Iterator[tuple[str, str]]:
    """Yield regions and calling codes, with the digits of the library's example of each type of number."""
    for region in REGIONS:
        for kind in TYPES:
            number = phonenumbers.example_number_for_type(region, kind)
            if number is not None:
                yield region, phonenumbers.national_significant_number(number)
    for code, regions in COUNTRY_CODE_TO_REGION_CODE.items():
        number = phonenumbers.example_number_for_non_geo_entity(code) if regions == ("001",) else None
        if number is not None:
            yield str(code), phonenumbers.national_significant_number(number)


EXAMPLES = sorted(set(library_examples()))


def dialled(region: str) -> tuple[str, str]:
    """Return the calling code of a region and the national prefix that its people dial."""
    metadata = PhoneMetadata.metadata_for_region(region)
    if metadata is None:
        return region, ""
    return str(metadata.country_code), metadata.national_prefix or ""


@st.composite
def near_numbers(draw: st.DrawFn) -> tuple[str, str]:
    """Draw a region and digits near to a number of it: cut, lengthened, changed, with one prefix or another."""
    region, digits = draw(st.sampled_from(EXAMPLES))
    start = draw(st.integers(0, len(digits)))
    end = draw(st.integers(start, min(len(digits), start + 3)))
    digits = digits[:start] + draw(st.just(digits[start:end]) | DIGITS) + digits[end:]
    code, prefix = dialled(region)
    return region, draw(st.sampled_from(["", "", prefix, "0", "1", "8", "00", "011", code])) + digits


@pytest.mark.long
@settings(max_examples=examples(2_000))
@given(near_numbers())
def test_what_is_read_the_short_way_is_what_the_library_reads(drawn: tuple[str, str]) -> None:
    region, digits = drawn
    code, _ = dialled(region)
    abroad = read_international(code + digits)
    assert abroad is None or abroad == library_reads(f"+{code}{digits}", None)
    home = read_national(digits, region)
    assert home is None or home == library_reads(digits, region)


def test_the_examples_of_every_region_are_read_by_every_way_of_dialling() -> None:
    read = total = 0
    for region, digits in EXAMPLES:
        code, prefix = dialled(region)
        for text, answer in (
            (f"+{code}{digits}", read_international(code + digits)),
            (digits, read_national(digits, region)),
            (prefix + digits, read_national(prefix + digits, region)),
        ):
            assert answer is None or answer == library_reads(text, region)
            total += 1
            read += answer is not None
    # The rest begins with a zero or with its own calling code, or is dialled with digits that stand for others.
    assert read > 0.75 * total


@pytest.mark.parametrize(
    ("raw", "country"),
    [("+66 81 234 5678", None), ("081-234-5678", "TH"), ("+84 912345678", None), ("092 154 151", "KH"),
     ("+855 92 154 151", "TH"), ("91234567", "SG"), ("0100000001", "MY"), ("+1 650 253 0000", None),
     ("13812345678", "CN")],
)  # fmt: skip
def test_a_usual_number_never_asks_the_library(raw: str, country: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = normalise("phone", raw, country=country)
    monkeypatch.setattr(phone, "_parse", lambda text, region: pytest.fail("the library was asked"))
    assert normalise("phone", raw, country=country) == expected
    assert expected.status in {"valid", "possible"}
    assert expected.key == f"tel:{expected.value}"


def test_an_old_vietnamese_number_is_left_to_who_knows_the_new_digits() -> None:
    assert normalise("phone", "01201234567", country="VN").value == "+84701234567"
