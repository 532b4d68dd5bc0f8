"""Days of birth in one cell with the place of it or an age."""

import pytest

from graph.values import normalise


@pytest.mark.parametrize(
    ("text", "country", "value"),
    [
        ("Jakarta, 03-05-1990", "ID", "1990-05-03"), ("KAB. CONTOH , 3 Mei 1990", "ID", "1990-05-03"),
        ("Contoh / 3/5/1990", "ID", "1990-05-03"), ("บ้านตัวอย่าง, 3 พ.ค. 2533", "TH", "1990-05-03"),
        ("3/5/2533 (36 ปี)", "TH", "1990-05-03"), ("๓ พ.ค. ๒๕๓๓ (อายุ ๓๖ ปี)", "TH", "1990-05-03"),
        ("22/03/1990 (age 36)", "TH", "1990-03-22"), ("1990-05-03, 36 years old", "TH", "1990-05-03"),
        ("1990年5月3日（36岁）", "CN", "1990-05-03"), ("03/05/1990 (36 tuổi)", "VN", "1990-05-03"),
        ("Jakarta, 03-05-1990 (36 tahun)", "ID", "1990-05-03"), ("Jakarta, 3 Mei 1990, usia 36", "ID", "1990-05-03"),
    ],
)  # fmt: skip
def test_a_day_of_birth_is_read_beside_its_place_or_an_age(text: str, country: str, value: str) -> None:
    found = normalise("date", text, country=country)
    assert (found.raw, found.value, found.status, found.type) == (text, value, "possible", "day")
    assert found.reason == "a date beside a place or an age, which are left out"


@pytest.mark.parametrize(
    "text",
    [
        *("Jakarta, 1990", "Jakarta, 03-05", "Jakarta, 31-02-1990", "Jakarta, 01-01-1990"),
        *("Jakarta, 03-05-1990, 04-05-1990", "Jalan 7, 03-05-1990", "a: Jakarta, 03-05-1990"),
        *("3/5/1990 (mother)", "3/5/1990 (36)", "3/5/1990 (4/5/1991)", "before, 03-05-1990 (mother)"),
        *("died, 03-05-1990", "Died, 03-05-1990", "Mother, 03-05-1990", "Unknown, 03-05-1990", "as told, 03-05-1990"),
    ],
)
def test_what_is_no_whole_day_beside_one_thing_stays_unread(text: str) -> None:
    assert normalise("date", text, country="ID").value is None


def test_the_day_of_an_event_is_not_read_beside_words() -> None:
    assert normalise("date", "Jakarta, 03-05-1990", country="ID", hints={"of": "event"}).value is None
