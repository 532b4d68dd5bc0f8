"""What a sign says of an amount, wherever it stands."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.values import normalise

NEGATIVE = [
    *("-{n} THB", "- {n} THB", "-฿{n}", "฿-{n}", "฿ -{n}", "THB -{n}", "{n}- THB", "{n}-", "{n} -", "{n} THB-"),
    *("({n})", "(฿{n})", "฿({n})", "({n}) บาท", "({n} THB)", "[-{n}]", "(-{n})", "−{n} บาท", "{n}-THB", "THB-{n}"),
]
POSITIVE = ["{n} THB", "฿{n}", "{n} (THB)", "(THB) {n}", "{n}.-", "{n},-", "{n}.- บาท", "THB {n}.-"]
COUNTRIES = st.sampled_from([None, "TH", "KH", "LA", "MM", "VN", "ID"])


def amount_of(form: str, number: int, country: str | None) -> float | None:
    value = normalise("amount", form.format(n=f"{number:,}"), country=country, hints={"currency": "THB"}).value
    return float(value.split()[0]) if value is not None else None


@given(form=st.sampled_from(NEGATIVE), number=st.integers(1, 10**9), country=COUNTRIES)
def test_an_amount_with_a_minus_sign_anywhere_is_never_positive(form: str, number: int, country: str | None) -> None:
    assert amount_of(form, number, country) in (-number, None)


@given(form=st.sampled_from(POSITIVE), number=st.integers(1, 10**9), country=COUNTRIES)
def test_a_dash_for_no_hundredths_and_brackets_of_a_currency_are_no_minus_sign(
    form: str, number: int, country: str | None
) -> None:
    assert amount_of(form, number, country) == number


@given(number=st.integers(1, 10**7), form=st.sampled_from(["K {n}", "K{n}", "{n}K", "{n} K"]))
def test_a_k_is_no_thousand_where_it_is_the_sign_of_the_currency(number: int, form: str) -> None:
    for country, code in (("MM", "MMK"), ("LA", "LAK")):
        found = normalise("amount", form.format(n=number), country=country)
        assert found.value == f"{number} {code}"
        assert found.status == ("valid" if form.startswith("K") else "possible")


@pytest.mark.parametrize(
    ("raw", "country", "reason"),
    [
        ("5000K", "MM", "a K that is the sign of a currency, or a thousand"),
        ("25.000", "ID", "a dot before three digits may part thousands, and does where its country writes"),
        ("25.000 THB", "TH", "a dot before three digits may part thousands"),
        ("(1,200.00) THB", "TH", "in brackets, as accounts write what is taken away"),
        ("THB - 1,200", "TH", "a dash that may be a minus sign"),
        ("5萬元", "TW", "a sign of several currencies"),
        ("500", "TH", "no currency is given"),
        ("$500", "SG", "a dollar of no country"),
        ("-5- THB", "TH", "more than one minus sign"),
        ("5 apples", "TH", "holds other text than a number and a currency"),
    ],
)
def test_what_is_in_doubt_says_why(raw: str, country: str, reason: str) -> None:
    assert normalise("amount", raw, country=country).reason == reason


def in_lakhs(number: int) -> str:
    text = str(number)
    rest, last = text[:-3], text[-3:]
    parts = [rest[max(end - 2, 0) : end] for end in range(len(rest), 0, -2)]
    return ",".join([*reversed(parts), last])


@given(number=st.integers(0, 10**12), cents=st.integers(0, 99))
def test_every_notation_of_an_amount_is_that_amount(number: int, cents: int) -> None:
    grouped, behind = f"{number:,}", f"{cents:02}"
    forms = [f"{number}.{behind}", f"{grouped}.{behind}", f"{number},{behind}", f"{in_lakhs(number)}.{behind}"]
    forms += [f"{grouped.replace(',', mark)}{point}{behind}" for mark, point in ((".", ","), (" ", ","), ("'", "."))]
    for form in forms:
        found = normalise("amount", f"{form} EUR").value
        assert found is not None, form
        assert Decimal(found.split()[0]) == Decimal(f"{number}.{behind}"), form


@given(places=st.integers(1, 18), digits=st.integers(1, 10**6), code=st.sampled_from(["BTC", "USDT", "EUR"]))
def test_a_fraction_without_its_zero_is_that_fraction(places: int, digits: int, code: str) -> None:
    behind = str(digits).rjust(places, "0")
    for form in (f".{behind} {code}", f"0.{behind} {code}", f"{code} .{behind}"):
        found = normalise("amount", form).value
        assert found is not None, form
        assert Decimal(found.split()[0]) == Decimal(f"0.{behind}"), form


@given(groups=st.lists(st.from_regex("[0-9]{1,5}", fullmatch=True), min_size=3, max_size=5), mark=st.sampled_from(",."))
def test_groups_that_no_country_writes_are_no_amount(groups: list[str], mark: str) -> None:
    text = mark.join(groups)
    found = normalise("amount", f"{text} THB", country="TH")
    grouped = re.fullmatch(r"[1-9]\d{0,2}(?:[,.]\d{3})+|[1-9]\d?(?:,\d\d)*,\d{3}", text)
    assert (found.value is not None) == (grouped is not None)
    if grouped is not None:
        assert found.value == f"{int(''.join(groups))} THB"
