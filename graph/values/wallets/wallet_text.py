"""What stands around a crypto address: payment URIs, account ids of chains, labels, explorers' links; lookalikes."""

import re
from typing import Final

from graph.values.wallets.ton import ADDRESS as ADDRESS_OF_TON

# Namespace, reference of the chain and address; a decentralised identifier has them behind its method.
_ACCOUNT_ID = re.compile(
    r"(?:did:pkh:)?(?:eip155|bip122|solana|tron|polkadot|xrpl|stellar|cosmos|algorand|cip34):[-_a-z0-9]{1,32}:(?=[0-9a-z])",
    re.IGNORECASE,
)
_PAY = re.compile(r"ethereum:(?://)?pay-", re.IGNORECASE)
_TRANSFER = re.compile(
    r"(?:ethereum:(?://)?)?(?:pay-)?0x[0-9a-f]{40}(?:@\d+)?/transfer\?(?:.*&)?address=(0x[0-9a-f]{40})(?:&.*)?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[\s:()\[\]{}/,;=?#&|<>\"'`]+")
_CANDIDATE = re.compile(r"(?=.*[0-9])(?=.*[A-Za-z])[0-9A-Za-z]{25,110}")
_LINK = re.compile(r"://|^[a-z0-9-]+(?:\.[a-z0-9-]+)+/", re.IGNORECASE)
_OF_ADDRESS = re.compile(r"/(?:address|account|accounts|addr|wallet)/", re.IGNORECASE)
_O_FOR_ZERO = re.compile(r"[Oo][xX][0-9a-fA-F]{40}")
_SHORTEST, _LONGEST = 25, 110
_LONGEST_HASH = 36  # characters of a base58 address of a hash, which has a checksum

SEVERAL_ADDRESSES: Final = "holds more than one address"
OTHER_ALPHABET: Final = "holds a letter of another alphabet that looks like one of an address"
LETTER_O: Final = "opens with the letter O in place of a zero"
LOOKALIKE: Final = "holds a 0, O, I or l, which such addresses leave out since they look alike"


def without_chain(text: str) -> str:
    """Return a text without the account id's chain before its address (CAIP-10), and a token's transfer as its payee.

    Args:
        text: a folded text.
    """
    transfer = _TRANSFER.fullmatch(text)
    if transfer is not None:
        return transfer[1]
    return _PAY.sub("", _ACCOUNT_ID.sub("", text, count=1), count=1)


def addresses_in(text: str) -> tuple[str, ...]:
    """Return what may be addresses within a text with a label, or in an explorer's link to an address.

    Args:
        text: a folded text that is no address as a whole: `USDT (TRC20): T...`, `https://etherscan.io/address/0x...`.
    """
    if _LINK.search(text) is not None and _OF_ADDRESS.search(text) is None:
        return ()
    of_ton = tuple(found[0] for found in ADDRESS_OF_TON.finditer(text))
    rest = ADDRESS_OF_TON.sub(" ", text) if of_ton else text
    return of_ton + tuple(part for part in _BETWEEN.split(rest) if _CANDIDATE.fullmatch(part))


def lookalike(text: str) -> str | None:
    """Return in words which sign of a text was taken for another one; `None` where none looks like that.

    Args:
        text: a text without spaces that is no address.
    """
    if not _SHORTEST <= len(text) <= _LONGEST:
        return None
    foreign = sum(1 for c in text if c.isalpha() and not c.isascii())
    if foreign and sum(1 for c in text if c.isascii() and c.isalnum()) > len(text) // 2:
        return OTHER_ALPHABET
    if _O_FOR_ZERO.fullmatch(text) is not None:
        return LETTER_O
    mixed = text not in (text.lower(), text.upper())
    if mixed and text.isalnum() and len(text) <= _LONGEST_HASH and text[:2].lower() != "0x":
        return LOOKALIKE if re.search("[0OIl]", text) is not None else None
    return None
