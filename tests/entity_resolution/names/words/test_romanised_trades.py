"""Trades in languages of Asia that stand in Latin letters are those of English ones, with particles and ezafe."""

import pytest

from entity_resolution.names import NameKind, compare_names, organisation_name
from entity_resolution.names.words.romanised_trades import romanised_trades


def bits(left: str, right: str) -> float:
    return compare_names(organisation_name(left), organisation_name(right), NameKind.ORGANISATION).bits


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Syarikat Kejuruteraan Bintang Sdn Bhd", "Bintang Engineering Sdn Bhd"),
        ("PT Perkebunan Cahaya Selatan", "PT Cahaya Selatan Plantation"),
        ("Công ty Cổ phần Thủy sản Sao Hôm", "Sao Hom Seafood Joint Stock Company"),
        ("Công ty TNHH Xuất nhập khẩu Sao Hôm", "Sao Hom Import Export Co., Ltd."),
        ("Tindahan Sampagita", "Sampagita Shop"),
        ("Rongphim Buabok", "Buabok Printing"),
        ("Tsukiyama Kensetsu K.K.", "Tsukiyama Construction Co., Ltd."),
        ("Hokusei Jukogyo K.K.", "Hokusei Heavy Industries, Ltd."),
        ("Sharikat al-Zahra lil-Naqliyat", "Al Zahra Transport Company"),
        ("Sharikat al-Zahra lil-Tijara al-Amma", "Al Zahra General Trading Company"),
        ("Muassasat al-Zahra lil-Tijara wal-Muqawalat", "Al Zahra Trading & Contracting Co."),
        ("Sherkat-e Kashtirani-ye Setareh", "Setareh Shipping Co."),
        ("Bazargani Setareh Sabz", "Setareh Sabz Trading Co."),
    ],
)
def test_a_company_is_one_in_its_language_and_in_english(left: str, right: str) -> None:
    assert organisation_name(left).keys & organisation_name(right).keys
    assert min(bits(left, right), bits(right, left)) > 6


@pytest.mark.parametrize(
    ("native", "romanised"),
    [
        ("株式会社山川製作所", "Yamakawa Seisakusho Co., Ltd."),
        ("山川水産株式会社", "Yamakawa Suisan K.K."),
        ("شرکت کشتیرانی خلیج", "Sherkat-e Kashtirani-ye Khalij"),
    ],
)
def test_a_company_is_one_in_its_script_and_romanised(native: str, romanised: str) -> None:
    assert bits(native, romanised) > 4


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Tsukiyama Kensetsu K.K.", "Tsukiyama Suisan K.K."),
        ("山川建設株式会社", "Yamakawa Suisan K.K."),
        ("Sharikat al-Zahra lil-Naqliyat", "Al Zahra Insurance Company"),
        ("Công ty TNHH Bao bì Sao Hôm", "Sao Hom Seafood Co., Ltd."),
    ],
)
def test_another_trade_is_another_company(left: str, right: str) -> None:
    assert bits(left, right) < 2


def test_arabic_and_persian_words_stand_with_what_joins_them() -> None:
    words = romanised_trades()
    assert {words[form] for form in (("naqliyat",), ("lil", "naqliyat"), ("wa", "al", "naqliyat"))} == {"transport"}
    assert words["kashtirani", "ye"] == words["kashtirani", "e"] == "shipping"
    assert ("al", "kensetsu") not in words
