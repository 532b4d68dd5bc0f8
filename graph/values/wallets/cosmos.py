"""Addresses of Cosmos and of the chains that are built as it is: one account under the prefix of each chain."""

import re
from typing import Final, NamedTuple

from graph.values.wallets.bech32 import bytes_of, decode_bech32

# Chains whose wallets have one key for all of them, so that one hash is one holder's; on the others it is never equal.
_OF_ONE_KEY_WORDS = """
cosmos osmo juno stars axelar celestia dydx akash noble neutron stride sei kujira
"""
_OF_ONE_KEY = frozenset(_OF_ONE_KEY_WORDS.split())
# With accounts of their own; `bnb` is of the Beacon Chain.
_APART = frozenset({"terra", "kava", "thor", "maya", "band", "cro", "secret", "bnb", "tbnb"})
# The accounts of these are accounts of Ethereum in another writing.
_OF_EVM = frozenset({"inj", "evmos"})
_OF_KEY, _OF_PROGRAM = 20, 32  # bytes of an account
FORM: Final = re.compile(f"({'|'.join(sorted(_OF_ONE_KEY | _APART | _OF_EVM))})1[0-9a-z]{{38,58}}")


class CosmosAddress(NamedTuple):
    """An address: the prefix of its chain, and the key of its account whatever the chain."""

    prefix: str
    key: str


def read_cosmos(text: str) -> CosmosAddress | None:
    """Return the account that an address names; None where it is none, by its checksum.

    Args:
        text: in small letters.

    Source:
        Cosmos SDK, ADR-028 and "Bech32 on Cosmos"; BEP-2 for the Beacon Chain.
    """
    decoded = decode_bech32(text) if FORM.fullmatch(text) is not None else None
    body = None if decoded is None or decoded.variant != "bech32" else bytes_of(decoded.groups)
    if decoded is None or body is None or len(body) not in (_OF_KEY, _OF_PROGRAM):
        return None
    prefix = decoded.prefix
    # Programs are numbered by each chain for itself.
    if len(body) == _OF_PROGRAM or prefix in _APART:
        return CosmosAddress(prefix, f"{prefix}:{text}")
    return CosmosAddress(prefix, f"{'evm' if prefix in _OF_EVM else 'cosmos'}:0x{body.hex()}")
