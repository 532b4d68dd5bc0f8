"""Trades of recruiters, changers and gaming houses in Hanzi are what they are in English. All names are invented."""

from itertools import product

import pytest

from entity_resolution.comparing.name_comparison import name_form
from entity_resolution.names import OF_SISTERS, NameKind, NameLevel, compare_names

KIND = NameKind.ORGANISATION
STEMS = [("恒信", "Hengxin"), ("鑫源", "Xinyuan"), ("偉業", "Wai Yip"), ("永利豐", "Wing Lee Fung")]
TRADES = [
    ("进出口", "Import and Export"),
    ("人力资源", "Human Resources"),
    ("劳务派遣", "Labour Dispatch"),
    ("旅行社", "Travel Agency"),
    ("货币兑换", "Money Exchange"),
    ("汇款", "Remittance"),
    ("支付", "Pay"),
    ("博彩", "Gaming"),
    ("票务", "Ticketing"),
    ("电子商务", "E-commerce"),
    ("供应链管理", "Supply Chain Management"),
    ("出入境服务", "Immigration Services"),
]


def _level(one: str, other: str) -> NameLevel | None:
    """Return the level of two names that agree, `None` of others."""
    found = compare_names(name_form(one, KIND), name_form(other, KIND), KIND)
    return found.level if found.agrees else None


@pytest.mark.parametrize(("hanzi", "latin"), STEMS)
@pytest.mark.parametrize(("trade", "in_english"), TRADES)
def test_a_trade_in_hanzi_is_one_in_english(hanzi: str, latin: str, trade: str, in_english: str) -> None:
    assert _level(f"{hanzi}{trade}有限公司", f"{latin} {in_english} Co., Ltd.") is NameLevel.ROMANISED
    assert _level(f"{latin} {in_english} Limited", f"{hanzi}{trade}") is NameLevel.ROMANISED


@pytest.mark.parametrize(("hanzi", "latin"), STEMS)
def test_another_trade_is_a_sister_at_most(hanzi: str, latin: str) -> None:
    for (trade, one), (_, other) in product([*TRADES, ("贸易", "Trading"), ("", "")], repeat=2):
        if one != other:
            assert _level(f"{hanzi}{trade}有限公司", f"{latin} {other} Co., Ltd.") in {None, *OF_SISTERS}
            assert _level(f"{latin} {one} Limited", f"{latin} {other} Limited") in {None, *OF_SISTERS}


@pytest.mark.parametrize(("trade", "in_english"), TRADES)
def test_another_name_with_one_trade_is_another_company(trade: str, in_english: str) -> None:
    assert _level(f"恒信{trade}有限公司", f"Hongyuan {in_english} Co., Ltd.") is None
    assert _level(f"偉業{trade}有限公司", f"Wing Fat {in_english} Limited") is None
