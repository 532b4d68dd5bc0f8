"""A document's number beside its country, its check digit or a remark: read without them, else told. Invented."""

from itertools import cycle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.values import ValueStatus, normalise_document

# country, alpha-3 code, number
PASSPORTS = [
    ("KE", "KEN", "BK874113"),
    ("PH", "PHL", "P7741385B"),
    ("TH", "THA", "AA5829174"),
    ("VN", "VNM", "C5529174"),
    ("IN", "IND", "T8829174"),
    ("UG", "UGA", "B8829174"),
    ("ET", "ETH", "EP8829174"),
    ("UZ", "UZB", "FA8829174"),
    ("BD", "BGD", "EK8829174"),
    ("NP", "NPL", "58829174"),
    ("MM", "MMR", "MF829174"),
    ("CN", "CHN", "E58829174"),
    ("PK", "PAK", "AB8829174"),
    ("BR", "BRA", "FX829174"),
    ("ID", "IDN", "C8829174"),
    ("LK", "LKA", "N8829174"),
]
BESIDE = [
    "{ccc} {no}",
    "({ccc}) {no}",
    "{ccc}/{no}",
    "{ccc}: {no}",
    "{no} ({ccc})",
    "{no} ({cc})",
    "{no}/{ccc}",
    "{no} {ccc}",
    "{cc} {no}",
    "P/P {no}",
    "P/P No. {no}",
    "{ccc} Passport No. {no}",
    "Passport ({ccc}) {no}",
    "{no} exp 12/2027",
    "{no} (exp. 12/03/2027)",
    "{no}, valid until 3 Dec 2027",
    "{no} expired",
]


def check_digit(text: str) -> str:
    """Return the check digit of ICAO Doc 9303, written apart from the product's own."""
    values = {c: n for n, c in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")} | {"<": 0}
    return str(sum(values[c] * w for c, w in zip(text, cycle((7, 3, 1)), strict=False)) % 10)


def read(text: str, country: str, kind: str = "passport") -> str | None:
    """Return the number that has a key."""
    found = normalise_document(text, country=country, kind=kind)
    return found.value if found.key is not None else None


@pytest.mark.parametrize(("country", "code", "number"), PASSPORTS)
def test_what_stands_beside_a_number_is_left_out(country: str, code: str, number: str) -> None:
    written = [form.format(cc=country, ccc=code, no=number) for form in BESIDE]
    assert {text: read(text, country) for text in written} == dict.fromkeys(written, number)


@pytest.mark.parametrize(("country", "code", "number"), PASSPORTS)
def test_the_field_of_the_lines_is_its_number_where_its_check_digit_holds(country: str, code: str, number: str) -> None:
    field = number.ljust(9, "<")
    right, wrong = check_digit(field), str((int(check_digit(field)) + 1) % 10)
    assert read(f"{field}{right}{code}", country) == number
    assert "<" not in field or read(f"{field}{right}", country) == number
    told = normalise_document(f"{field}{wrong}{code}", country=country, kind="passport")
    assert told.status is ValueStatus.INVALID


@pytest.mark.parametrize(
    ("text", "country", "number"),
    [
        ("KENBK874113", "KE", "BK874113"),
        ("BK874113KEN", "KE", "BK874113"),
        ("KEBK874113", "KE", "BK874113"),
        ("THAAA5829174", "TH", "AA5829174"),
        ("GB 558291740", "GB", "558291740"),
        ("DEU/C01X00T47", "DE", "C01X00T47"),
        ("DE C01X00T47", "DE", "C01X00T47"),
        ("Kenya BK874113", "KE", "BK874113"),
        ("Kenyan passport no. BK874113", "KE", "BK874113"),
        ("BK874113 (Kenya)", "KE", "BK874113"),
        ("Sri Lanka N8829174", "LK", "N8829174"),
        ("ประเทศไทย AA5829174", "TH", "AA5829174"),
        ("AA5829174 หมดอายุ 12/2570", "TH", "AA5829174"),
        ("C5529174 hết hạn 12/2027", "VN", "C5529174"),
        ("C8829174 berlaku s/d 12-03-2027", "ID", "C8829174"),
        ("E58829174 有效期至2027年12月", "CN", "E58829174"),
        ("पासपोर्ट नं. 58829174", "NP", "58829174"),
        ("পাসপোর্ট নং EK8829174", "BD", "EK8829174"),
        ("پاسپورٹ نمبر AB8829174", "PK", "AB8829174"),
        ("ປັດສະປໍ AA5829174", "TH", "AA5829174"),
        ("လက်မှတ် MF829174", "MM", None),
        ("ပတ်စ်ပို့ MF829174", "MM", "MF829174"),
        ("ပတ်စပို့အမှတ် MF829174", "MM", "MF829174"),
        ("លេខលិខិតឆ្លងដែន N5829174", "KH", "N5829174"),
        ("ፓስፖርት ቁጥር EP8829174", "ET", "EP8829174"),
        ("nambari ya pasipoti BK874113", "KE", "BK874113"),
        ("TH 1-1017-00230-70-8", "TH", None),
    ],
)
def test_words_of_the_region_and_names_of_the_country_are_left_out(text: str, country: str, number: str | None) -> None:
    assert read(text, country) == number


def test_a_national_number_is_read_beside_its_own_country() -> None:
    assert read("TH 1-1017-00230-70-8", "TH", "national-id") == "1101700230708"
    assert read("MYS 850101-14-5678", "MY", "national-id") == "850101145678"
    assert read("LI 1101700230708", "TH", "national-id") is None


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("TH123456", "TH"),  # two letters and six digits are a number of Thailand
        ("PK1234567", "PK"),
        ("KE874113", "KE"),
        ("BD8829174", "BD"),
        ("IN 829174", "IN"),
        ("LA1234567", "LA"),
        ("DE1234567", "DE"),  # nine characters, of a country whose forms are not known
        ("BK8741138", "KE"),  # a form of its country, whatever its last digit is
        ("AA58291745", "TH"),  # ten characters, and no check digit
    ],
)
def test_letters_and_digits_that_may_be_the_numbers_stay(text: str, country: str) -> None:
    found = normalise_document(text, country=country, kind="passport")
    assert found.value == text.replace(" ", "")
    assert found.key == f"doc:{country}:passport:{found.value}"


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("THAA5829174", "TH"),  # AA5829174 behind TH, or A5829174 behind THA
        ("IDNC8829174", "ID"),
        ("DEUC01X00T4", "DE"),  # no form is known
        ("KEN BK874113", "UG"),  # another country's
        ("BK874113 (KEN)", "UG"),
        ("UG BK874113", "KE"),
        ("BK874113<4KEN", "UG"),
        ("BK874113 (sister)", "KE"),
        ("Kenya Bank BK874113", "KE"),
    ],
)
def test_what_is_not_certain_is_told_and_has_no_key(text: str, country: str) -> None:
    found = normalise_document(text, country=country, kind="passport")
    assert (found.status, found.key) == (ValueStatus.INVALID, None)
    assert found.reason is not None
    assert "874113" not in found.reason


def test_ten_characters_of_which_the_last_is_a_check_digit_are_a_number_and_its_digit() -> None:
    digit = check_digit("AA5829174")
    found = normalise_document(f"AA5829174{digit}", country="TH", kind="passport")
    assert (found.value, found.status) == ("AA5829174", ValueStatus.POSSIBLE)


_COUNTRIES = st.sampled_from(PASSPORTS)


@given(of=_COUNTRIES, other=_COUNTRIES, form=st.sampled_from(BESIDE))
def test_no_number_is_read_as_another_ones(of: tuple[str, str, str], other: tuple[str, str, str], form: str) -> None:
    """What is read is the number that stands there, or nothing: never a part of it."""
    text = form.format(cc=other[0], ccc=other[1], no=of[2])
    found = normalise_document(text, country=of[0], kind="passport")
    assert found.key is None or found.value in {of[2], "".join(filter(str.isalnum, text)).upper()}


@given(st.from_regex(r"[A-Z]{1,2}[0-9]{6,7}", fullmatch=True), st.sampled_from(["TH", "KE", "ET", "MM", "ID"]))
def test_a_number_of_a_form_of_its_country_is_itself(number: str, country: str) -> None:
    found = normalise_document(number, country=country, kind="passport")
    assert found.value in {number, None}
