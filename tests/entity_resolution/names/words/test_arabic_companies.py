"""Companies in Arabic letters and in English: what they trade in is translated, their names are spelt (invented)."""

import pytest

from entity_resolution.names import NameComparison, NameKind, NameLevel, compare_names, organisation_name
from entity_resolution.names.words.arabic_companies import spell_company, words_in_english


def compared(left: str, right: str) -> NameComparison:
    return compare_names(organisation_name(left), organisation_name(right), NameKind.ORGANISATION)


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        ("شركة النسيم للتجارة العامة", "Al Naseem General Trading Company"),
        ("شركة النسيم للتجارة العامة المحدودة", "Al-Nassim General Trading Co. Ltd"),
        ("شركة دجيل للمقاولات العامة", "Dujail General Contracting Company"),
        ("مجموعة النسيم للاستيراد والتصدير", "Al Naseem Group for Import and Export"),
        ("بنك النسيم الدولي", "Al Naseem International Bank"),
        ("شركة النسيم للنقل", "Alnaseem Transport"),
        ("شركة النسيم للتوظيف", "Al Naseem Recruitment"),
        ("مكتب النسيم للاستقدام", "Al Naseem Recruitment Office"),
        ("النسيم القابضة", "Al Naseem Holding"),
        ("شركة النسيم العقارية", "Al Naseem Real Estate Company"),
        ("النسيم للخدمات العمالية", "Al Naseem Labour Services"),
        ("شرکت کشتیرانی نسیم", "Nasim Shipping Company"),  # Persian
        ("هواپیمایی نسیم", "Nasim Airlines"),
        ("بیمه نسیم سهامی عام", "Nasim Insurance"),
        ("نسیم بینک لمیٹڈ", "Nasim Bank Limited"),  # Urdu
    ],
)
def test_what_a_company_trades_in_is_read_in_english(arabic: str, english: str) -> None:
    assert compared(arabic, english).agrees
    assert compared(arabic, english).bits == compared(english, arabic).bits > 4
    assert organisation_name(arabic).keys & organisation_name(english).keys


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        ("شركة النسيم للتجارة العامة", "Al Yasmin General Trading Company"),
        ("شركة النسيم للتجارة العامة", "Al Furqan General Trading Company"),
        ("شركة النسيم للمقاولات العامة", "Al Naseem General Trading Company"),
        ("مكتب النسيم للاستقدام", "Al Yasmin Recruitment Office"),
        ("مكتب النسيم للاستقدام", "Al Naseem Exchange"),
        ("شركة النسيم العقارية", "Al Naseem Contracting"),
        ("النسيم للخدمات العمالية", "Al Naseem Recruitment"),
    ],
)
def test_another_name_or_trade_is_another_company(arabic: str, english: str) -> None:
    assert not compared(arabic, english).agrees


def test_words_stand_in_the_order_of_english() -> None:
    assert spell_company("النسيم للتجارة العامة") == ("al", "nsym", "general", "trading")
    assert spell_company("مجموعة النسيم للتجارة") == ("al", "nsym", "group", "trading")
    assert words_in_english(["محمد", "نسيم"]) == ["محمد", "نسيم"]


def test_a_holding_and_its_trades_are_sisters_at_most() -> None:
    for other in ("Al Naseem Real Estate", "Al Naseem Recruitment", "Al Naseem Trading"):
        found = compared("النسيم القابضة", other)
        assert not found.agrees or found.level is NameLevel.SISTER
