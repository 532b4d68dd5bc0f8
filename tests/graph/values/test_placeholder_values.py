"""Values that stand where none is known: made-up addresses, numbers and sites are told, those of somebody are not."""

import re

import pytest

from graph.values import (
    MAY_BE_PLACEHOLDER_EMAIL,
    MAY_BE_PLACEHOLDER_PHONE,
    bare_number,
    is_placeholder_day,
    is_placeholder_email,
    is_placeholder_key,
    is_placeholder_number,
    is_placeholder_phone,
    is_placeholder_position,
    normalise,
)

NOBODYS = [
    *("noemail@gmail.com", "no.email@anything.example", "none@none.com", "no@email.com", "example@example.com"),
    *("test@test.com", "test12@mail.com", "noreply@shop.example", "no-reply@shop.example", "info@gmail.com"),
    *("info@qq.com", "aaaa@gmail.com", "xxx@163.example", "xxx@yahoo.com", "a@a.com", "123@gmail.com", "0000@mail.com"),
    *("unknown@unknown.com", "khongco@gmail.com", "_none@gmail.com", ".noemail@gmail.com", "_info@gmail.com"),
    *("none1-2@gmail.com", "noemail_1_2@gmail.com"),
    *("aaa@gmail.com", "kkk@naver.com", "a.a.a@gmail.com", "123456@qq.com", "1234567@qq.com", "123456@163.com"),
    *("000000@qq.com", "000000@126.com", "77777777@qq.com", "012345@126.com", "9876543@vip.qq.com"),
    *("admin1@gmail.com", "admin7@mail.ru", "office1@gmail.com", "info.02@yahoo.com", "user_12@qq.com"),
    *("test1@gmail.com", "o.f.f.i.c.e-9@gmail.com"),
    *("your@email.com", "name@domain.com", "someone@lotus.example", "you@yourcompany.com", "me@gmail.com"),
    *("dara.sok@example.com", "dara.sok@mail.example.org"),
    *("someone1@hotmail.com", "unknown123@gmail.com", "tester12@lotus.example", "test1234@gmail.com"),
    *("nobody000@gmail.com", "noemail1985@gmail.com", "null2024@gmail.com"),
    *("test001@gmail.com", "unknown01@lotus.example", "noone01@gmail.com"),
]


@pytest.mark.parametrize("address", NOBODYS)
def test_a_mail_address_of_nobody_is_told_and_looked_at_in_a_column(address: str) -> None:
    assert is_placeholder_email(address)
    assert is_placeholder_key(normalise("email", address).key or "")
    assert re.search(MAY_BE_PLACEHOLDER_EMAIL, address)


@pytest.mark.parametrize(
    "address",
    [
        *("dara.sok@gmail.com", "info@lotus-trading.example", "sales@x.example", "nonette@gmail.com"),
        *("noreen@gmail.com", "tester.phan@gmail.com", "n.il@lotus.example", "20481@qq.com", "x@lotus.example"),
        *("nan.1991@gmail.com", "na1987@gmail.com", "abc12@hotmail.com", "nil2001@yahoo.com"),
        *("77777778@qq.com", "1234568@qq.com", "345678@163.com", "000001@126.com", "13800000000@163.com"),
        *("admin1990@gmail.com", "user123@gmail.com", "office1@lotus.example", "info2@lotus.example", "kk@gmail.com"),
        *("you@lotus.example", "me@lotus.example", "name@lotus.example", "yourong@gmail.com"),
        *("dara.sok@myexample.com", "dara.sok@example.com.kh"),
        *("someone1985@hotmail.com", "yours1992@gmail.com", "nobody.88@gmail.com", "qwerty2004@mail.ru"),
        *("tester2004@gmail.com", "unknown007@gmail.com", "inconnu77@orange.example"),
        *("unknown1985@gmail.com", "test2004@gmail.com"),
        *("kkk@lotus.example", "badmin1@gmail.com", "kkl@gmail.com", "officer1@gmail.com"),
    ],
)
def test_a_mail_address_of_somebody_is_none(address: str) -> None:
    assert not is_placeholder_email(address)


@pytest.mark.parametrize(
    "number",
    [
        *("N00000000", "A0000000", "AA0000000", "123456789", "A1234567", "123456", "12345678", "01234567"),
        *("222222", "1234567890121", "987654321"),
        *("LOST2023", "EXPIRED2021", "SEIZED1", "NOTAVAILABLE1", "PASSPORT2", "NOPASSPORT01", "UNKNOWN1"),
    ],
)
def test_zeros_one_digit_digits_in_order_and_words_are_no_number(number: str) -> None:
    assert is_placeholder_number(number)
    assert is_placeholder_key(f"IdentityDocument|doc:KH:passport:{number}")


@pytest.mark.parametrize(
    "number",
    [
        "N01234507",
        "AA1234567",
        "345678",
        "12345",
        "123456A",
        "S1234567D",
        "1100700123452",
        "201601012345",
        "B7654321",
        "11",
        "LOST20231",
        "ABPCK1234F",
        "HRB1234",
    ],
)
def test_a_number_that_a_register_comes_to_is_one(number: str) -> None:
    assert not is_placeholder_number(number)


@pytest.mark.parametrize(
    ("number", "none"),
    [
        *((number, True) for number in ("1234567890", "0123456789", "123456789", "000123456789", "9876543210")),
        *((number, True) for number in ("0987654321", "098765432", "09876543210")),
        *((number, False) for number in ("1234567809", "123456", "8888888888", "000123456", "1122334455")),
        *((number, False) for number in ("0976543210", "0876543219")),
    ],
)
def test_an_account_in_running_order_is_nobodys(number: str, none: bool) -> None:
    value = normalise("account", number, country="KH", hints={"bank": "ABA"})
    assert (value.key is None) is none
    assert is_placeholder_key(f"BankAccount|acct:KH:ABAAKHPP:{number}") is none


@pytest.mark.parametrize(
    ("written", "country", "none"),
    [
        ("+85500000000", None, True),
        ("+66000000000", None, True),
        ("0999999999", "TH", True),
        ("0999999999", None, True),
        ("111111111", None, True),
        ("111111111", "KH", True),
        ("+66812345678", None, False),
        ("012 345 678", "KH", False),
        ("+66999999998", None, False),
    ],
)
def test_one_digit_repeated_behind_a_countrys_code_is_no_phone(written: str, country: str | None, none: bool) -> None:
    value = normalise("phone", written, country=country)
    number = value.value or bare_number(written) or ""
    assert is_placeholder_phone(number) is none
    assert is_placeholder_phone(number.removeprefix("+")) is none
    assert bool(re.search(MAY_BE_PLACEHOLDER_PHONE, number)) is (none or number == "+66999999998")


@pytest.mark.parametrize(
    ("written", "none"),
    [
        *((site, True) for site in ("facebook.com", "https://t.me/", "line.me", "wa.me", "www.google.com", "bit.ly")),
        *((site, True) for site in ("linkedin.com/company/", "www.facebook.com/profile.php?id=", "google.com.kh")),
        *((site, False) for site in ("facebook.com/lotusbridge", "facebook.com/profile.php?id=100064", "bit.ly/3xYz1")),
        *(
            (site, False)
            for site in ("linkedin.com/company/lotus", "lotus.example", "google.lotus.example", "me.example")
        ),
    ],
)
def test_a_platform_without_a_page_is_nobodys_site(written: str, none: bool) -> None:
    assert is_placeholder_key(normalise("url", written).key or "") is none


@pytest.mark.parametrize(
    "day", ["1899-12-31", "1900-12-31", "1900-01-01", "1111-11-11", "2100-01-01", "2999-01-05", "9999"]
)
def test_the_zero_of_spreadsheets_and_a_day_of_a_century_to_come_are_nobodys_birthday(day: str) -> None:
    assert is_placeholder_day(day)


@pytest.mark.parametrize(
    "day", ["1990-02-03", "1990-01-01", "1911-11-11", "2026-05-03", "2026", "2026-05", "2020/2030"]
)
def test_another_day_may_be_somebodys_birthday(day: str) -> None:
    assert not is_placeholder_day(day)


@pytest.mark.parametrize(
    "written",
    [
        *("90,180", "1,1", "12,105", "12.5657,104.9910", "12.565679,104.990963", "12.5656,104.9909"),
        *("1.352083,103.819836", "1.35208,103.81984", "1.35208, 103.81983", "22.396428,114.109497"),
        *("22.198745,113.543873", "22.19874,113.54387", "4.535277,114.727669", "4.53528,114.72767"),
    ],
)
def test_whole_degrees_and_the_middle_of_a_country_are_no_position(written: str) -> None:
    assert is_placeholder_position(normalise("coordinates", written).value or "")


@pytest.mark.parametrize(
    "written",
    [
        *("12.5557,104.9910", "11.55,104.92", "13.5,100.5", "12.566,104"),
        *("1.352084,103.819836", "1.3521,103.8198", "1.35207,103.81984", "1.35,103.82", "1.352083,103.81984"),
        *("22.3964,114.1095", "22.396428,114.109498", "22.2,113.54", "4.5353,114.7277", "4.53527,114.72765"),
    ],
)
def test_another_position_is_one(written: str) -> None:
    assert not is_placeholder_position(normalise("coordinates", written).value or "")
