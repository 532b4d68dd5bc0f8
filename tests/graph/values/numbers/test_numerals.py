"""Dates in Chinese and Roman numerals are the dates that they are in digits."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.values import normalise

DIGITS = "〇一二三四五六七八九"
ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]
DAYS = st.dates(date(1900, 1, 2), date(2029, 12, 31)).filter(lambda day: (day.month, day.day) != (1, 1))


def counted(number: int) -> str:
    """Return a number below a thousand as Chinese counts it: 20 is two tens."""
    hundreds, tens, units = number // 100, number // 10 % 10, number % 10
    text = f"{DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else DIGITS[tens]) + "十"
    elif hundreds and units:
        text += "零"
    return text + (DIGITS[units] if units else "")


@given(day=DAYS, marks=st.sampled_from(["年月日", "年月號"]))
def test_a_date_in_chinese_numerals_is_the_same_date(day: date, marks: str) -> None:
    year = "".join(DIGITS[int(c)] for c in str(day.year))
    text = f"{year}{marks[0]}{counted(day.month)}{marks[1]}{counted(day.day)}{marks[2]}"
    assert normalise("date", text).value == day.isoformat()


@given(day=DAYS.filter(lambda day: day.year > 1911))
def test_a_year_of_the_republic_may_be_counted_in_words(day: date) -> None:
    text = f"民國{counted(day.year - 1911)}年{counted(day.month)}月{counted(day.day)}日"
    assert normalise("date", text, country="TW").value == day.isoformat()


@given(day=DAYS, separator=st.sampled_from([".", "-", "/", " ", ". "]), country=st.sampled_from(["PL", "US", None]))
def test_a_roman_numeral_between_day_and_year_is_the_month(day: date, separator: str, country: str | None) -> None:
    text = separator.join((str(day.day), ROMAN[day.month - 1], str(day.year)))
    for written in (text, text.lower()):
        found = normalise("date", written, country=country)
        assert (found.value, found.reason) == (day.isoformat(), None)


@pytest.mark.parametrize(
    ("text", "country", "value"),
    [
        ("平成二年三月四日", "JP", "1990-03-04"),
        ("令和元年五月二日", "JP", "2019-05-02"),
        ("一九九○年廿三日", "CN", None),
        ("一九九〇年五月廿三日", "CN", "1990-05-23"),
        ("二零零五年五月", "CN", "2005-05"),
        ("1990年五月", "CN", "1990-05"),
        ("14.IIII.1990", None, None),
        ("百百年三月四日", "TW", None),
        ("十十年三月四日", "TW", None),
        ("三月四日", "CN", None),
    ],
)
def test_what_is_no_number_is_no_date(text: str, country: str | None, value: str | None) -> None:
    assert normalise("date", text, country=country).value == value
