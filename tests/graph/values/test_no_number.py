"""What names no number at all is told from what could not be read and is the same thing wherever it stands."""

import pytest

from graph.values import names_nothing, normalise


def _names_nothing(value_type: str, text: str, **hints: str) -> bool:
    return names_nothing(normalise(value_type, text, country="TH", hints=hints), value_type)


@pytest.mark.parametrize(
    ("value_type", "texts"),
    [
        (
            "phone",
            ("-", "?", "none", "no phone", "n/a", "ไม่มี", "không có", "0", "6.68E+10", "6,68E+10", "6.681234568E+10"),
        ),
        ("phone", ("0000000000", "0999999999", "1111111111")),
        ("account", ("-", "none", "ABC", "ไม่มี", "0000000000", "1.23E+10", "1234567890", "123-4-56789-0")),
        ("document", ("-", "N/A", "0000000", "N00000000", "A1234567", "1.2E+09", "lost", "LOST2023", "SEIZED1")),
        ("device", ("-", "none", "12", "000000000000000", "3.5E+14", "004999010640000", "00:11:22:33:44:55")),
        ("plate", ("-", "?", "none", "ไม่มี", "IMO 1234567", "MMSI 222222222")),
        ("wallet", ("-", "none", "3.5E+14", "0x" + "1" * 40)),
        ("url", ("-", "none", "ไม่มี", "192.168.1.1", "http://router.local/login", "example.com")),
    ],
)
def test_a_word_a_dash_a_shortened_or_a_made_up_number_names_nothing(value_type: str, texts: tuple[str, ...]) -> None:
    assert [text for text in texts if not _names_nothing(value_type, text)] == []


@pytest.mark.parametrize("text", ["-", "@", "none", "Deleted Account", "Telegram", "ไม่มีไลน์"])
def test_a_word_for_no_account_names_nothing(text: str) -> None:
    assert _names_nothing("handle", text, platform="telegram")


@pytest.mark.parametrize(
    ("value_type", "text"),
    [
        ("phone", "0812345678"),
        ("phone", "081234567"),
        ("phone", "6.6812345682E+10"),
        ("phone", "191"),
        ("phone", "MYBANK"),
        ("phone", "081-234-5678, 02 123 4567"),
        ("account", "12345"),
        ("account", "8888888888"),
        ("account", "123-4-56780-9"),
        ("wallet", "0xdAC17F958D2ee523a2206206994597C13D831ec7"),  # a contract, which many paid to
        ("document", "AA1234567"),
        ("device", "C39XK2ABC4D1"),
        ("handle", "Golden Jobs"),
        ("handle", "unknown88"),
        ("plate", "1กก 1234"),
        ("wallet", "GBRPYHIL2CI3FNQ4BXLFMNDLFJUNPU2HY3ZMFSHONUCEOASW7QC7OX2H"),
        ("url", "https://lotus.example/a"),
    ],
)
def test_what_names_a_thing_stays_one_thing_though_it_may_not_be_read(value_type: str, text: str) -> None:
    assert not _names_nothing(value_type, text)
