"""Chains beside those of Bitcoin and Ethereum: which one an address is of, and its key."""

import re
from typing import NamedTuple

from graph.values.wallets.algorand import FORM as ALGORAND
from graph.values.wallets.algorand import is_algorand
from graph.values.wallets.cardano import FORM as CARDANO
from graph.values.wallets.cardano import is_byron, read_cardano
from graph.values.wallets.cashaddr import FORM as CASHADDR
from graph.values.wallets.cashaddr import read_cashaddr
from graph.values.wallets.cosmos import FORM as COSMOS
from graph.values.wallets.cosmos import read_cosmos
from graph.values.wallets.stellar import FORM as STELLAR
from graph.values.wallets.stellar import read_stellar

_BYRON = re.compile(r"(?:Ae2|Ddz|37bt|2cWKM)[1-9A-HJ-NP-Za-km-z]{50,120}")
_MOST_SLIPS = 2  # capitals in a text in small letters
_OF_32_BYTES = re.compile(r"0x[0-9a-f]{60,64}")
# Chains whose addresses are 32 bytes as transactions of others are, and have no checksum: a label alone tells them.
_LABELS = {**dict.fromkeys(("apt", "aptos"), "aptos"), "sui": "sui"}


class ChainAddress(NamedTuple):
    """An address: its type, canonical form and key, all None but for the type where its checksum does not match.

    `has_memo` tells whether a memo says whose of an exchange's customers it is; `is_told` whether the chain is told by
    a label alone.
    """

    type: str
    value: str | None = None
    key: str | None = None
    has_memo: bool = False
    is_told: bool = False


def read_chain(text: str, chain: str | None) -> ChainAddress | None:
    """Return which chain a text is an address of; None where it has the form of none.

    Args:
        text: without spaces.
        chain: the source's label of the chain or currency.
    """
    small, capital = text.lower(), text.upper()
    if text in (small, capital):
        found = _of_one_case(small, capital)
        if found is not None:
            return found
        words = re.findall(r"[a-z]+", (chain or "").lower())
        label = next((_LABELS[word] for word in words if word in _LABELS), None)
        if label is not None and _OF_32_BYTES.fullmatch(small) is not None:
            address = f"0x{small[2:].zfill(64)}"
            return ChainAddress(label, address, f"{label}:{address}", is_told=True)
    elif sum(map(str.isupper, text)) <= _MOST_SLIPS and (COSMOS.fullmatch(small) or CARDANO.fullmatch(small)):
        # Solana's addresses have no checksum, so that it would pass for one of these.
        return ChainAddress(small.partition("1")[0])
    if _BYRON.fullmatch(text) is not None:
        return ChainAddress("ada-byron", text, f"ada:{text}") if is_byron(text) else ChainAddress("ada-byron")
    return None


def _of_one_case(small: str, capital: str) -> ChainAddress | None:
    """Return the address that a text is whose letters are all small or all capitals, as its chain writes it."""
    if STELLAR.fullmatch(capital) is not None:
        return _stellar(capital)
    if ALGORAND.fullmatch(capital) is not None:
        return ChainAddress("algo", capital, f"algo:{capital}") if is_algorand(capital) else ChainAddress("algo")
    if COSMOS.fullmatch(small) is not None:
        account = read_cosmos(small)
        prefix = small.partition("1")[0]
        return ChainAddress(prefix) if account is None else ChainAddress(prefix, small, account.key, has_memo=True)
    if CARDANO.fullmatch(small) is not None:
        found = read_cardano(small)
        return ChainAddress("ada") if found is None else ChainAddress(found[1], small, f"{found[0]}:{small}")
    return _bitcoin_cash(small)


def _stellar(text: str) -> ChainAddress:
    found = read_stellar(text)
    if found is None:
        return ChainAddress("xlm")
    account, number = found
    value = account if number is None else f"{account}:{number}"
    return ChainAddress("xlm", value, f"xlm:{value}", has_memo=number is None)


def _bitcoin_cash(text: str) -> ChainAddress | None:
    """Return an address of Bitcoin Cash, with the key that its first form has at Bitcoin: one hash is one holder's."""
    found = read_cashaddr(text)
    if found is not None:
        family = ("bch", "btc") if not found.is_test else ("bchtest", "btctest")
        return ChainAddress(f"{family[0]}-{found.sort}", found.address, f"{family[1]}:{found.legacy}")
    # Without its prefix it may be what is left of another address.
    return ChainAddress("bch") if ":" in text and CASHADDR.fullmatch(text) is not None else None
