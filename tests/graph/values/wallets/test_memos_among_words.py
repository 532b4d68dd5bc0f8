"""An address of an exchange with a number among words is no customer's that can be told, and not the exchange's own."""

import pytest

from graph.values import NormalisedValue
from graph.values.wallets.wallet import normalise_wallet
from tests.graph.values.encoders import HASH_20, HASH_32, RIPPLE, base58check, stellar

XRP = base58check(b"\x00", HASH_20, RIPPLE)
XLM = stellar(6 << 3, HASH_32)
TON = "EQCD39VS5jcptHL8vMjEXrzGaRcCVYto7HUn4bpAOg8xqB2N"
ALONE = {address: normalise_wallet(address).key for address in (XRP, XLM, TON)}


def seen(found: NormalisedValue) -> tuple[str, str | None]:
    return str(found.status), found.key


@pytest.mark.parametrize("address", ALONE)
@pytest.mark.parametrize(
    "written",
    [
        *("{} 100231 (hot)", "{} (hot) 100231", "Acme {} 100231 hot", "{} Acme 100231", "100231 Acme {}"),
        *("{} memo 12 345", "{} (memo: 12 345)", "{} 500.00", "{} (500.00)", "{}, 500.00"),
        *("{} 100231, hot", "100231, Acme {}", "{},100231,hot", "100231. Acme {}", "{} hot-100231", "{} hot/100231"),
        *("{} 12,345 hot", "{} -100231- hot", "{} 500.00 hot"),
    ],
)
def test_a_number_that_may_be_a_memo_leaves_the_wallet_open(address: str, written: str) -> None:
    assert seen(normalise_wallet(written.format(address))) == ("possible", None)


@pytest.mark.parametrize("address", ALONE)
@pytest.mark.parametrize(
    "rest",
    [
        *(" Acme", " (hot)", " 500 XRP", " 500 usdt", " 500.00 TON", " - 500 XLM", " 2026-11-01", " 01/11/2026"),
        *(", 1,500.00 XRP", " 500.50 XRP", " on 01/11/2026, hot", " 2026-11-01, hot", " since 01.11.2026"),
    ],
)
def test_amounts_dates_and_words_beside_an_address_are_no_memo(address: str, rest: str) -> None:
    assert seen(normalise_wallet(address + rest)) == ("valid", ALONE[address])


@pytest.mark.parametrize(
    "written",
    [
        "{} tag 100231 hot",
        "{} Acme deposit tag 100231",
        "tag: 100231, Acme {}",
        "{} hot, DT 100231",
        "{} Acme DestinationTag: 100231 (hot)",
        "xrp:{}?tag=100231",
    ],
)
def test_a_tag_behind_its_label_is_read_among_words(written: str) -> None:
    assert seen(normalise_wallet(written.format(XRP))) == ("valid", f"{ALONE[XRP]}:100231")


@pytest.mark.parametrize("rest", [" tag: 12-345 (hot)", " deposit tag 01/11/2026 set", " tag 77abc hot"])
def test_a_tag_that_goes_on_leaves_the_wallet_open(rest: str) -> None:
    assert seen(normalise_wallet(XRP + rest)) == ("possible", None)


@pytest.mark.parametrize("address", ALONE)
def test_a_memo_of_several_numbers_behind_its_label_is_the_first_whole_one(address: str) -> None:
    assert normalise_wallet(f"{address} memo 100231 500 XRP").key == f"{ALONE[address]}:100231"
