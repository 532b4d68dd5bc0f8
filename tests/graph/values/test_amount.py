"""What a sign says of an amount, wherever it stands."""

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
