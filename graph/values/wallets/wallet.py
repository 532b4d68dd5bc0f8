"""Crypto addresses: which chain an address belongs to, shown by its own checksum rather than by a source's label."""

import re
from collections.abc import Sequence
from dataclasses import replace
from hashlib import blake2b, sha256
from typing import Final

from graph.values.made_up_keys import MADE_UP, is_made_up_key
from graph.values.text import MAX_IDENTIFIER_LENGTH, fault, fold_identifier, without_point
from graph.values.unowned import UNOWNED, is_unowned
from graph.values.value import NormalisedValue, ValueStatus, invalid, possible, valid
from graph.values.wallets.base58 import (
    BITCOIN_ALPHABET,
    decode_base58,
    decode_base58_blocks,
    encode_base58,
    strip_checksum,
)
from graph.values.wallets.bech32 import WitnessProgram, decode_witness
from graph.values.wallets.keccak import keccak_256
from graph.values.wallets.memo import UNTOLD, split_memo
from graph.values.wallets.other_chains import ChainAddress, read_chain
from graph.values.wallets.ripple import NO_TAG, is_classic, read_x_address, split_tag, tag_among_words
from graph.values.wallets.ton import NO_MEMO, memo_beside, read_ton
from graph.values.wallets.wallet_text import SEVERAL_ADDRESSES, addresses_in, lookalike, without_chain

_SCHEME = re.compile(
    r"^(?:bitcoin|bitcoincash|ethereum|litecoin|dogecoin|tron|monero|ripple|xrpl?|solana|polkadot|ton|algorand"
    r"|web\+cardano):(?://)?(?:transfer/)?",
    re.I,
)
_TRON_IN_HEX = re.compile(r"41[0-9a-fA-F]{40}")
_EVM = re.compile(r"(?:0[xX])[0-9a-fA-F]{40}")
_BARE_EVM = re.compile(r"[0-9a-fA-F]{40}")
_BASE58 = re.compile(f"[{BITCOIN_ALPHABET}]+")
_FOLDED_BASE58 = re.compile(r"(?=.*[0-9])(?=.*[a-z])[1-9a-z]+")  # `l` may come from `L`, never a zero

# Version bytes of base58check addresses of 20-byte hashes.
_VERSIONS: Final[dict[bytes, str]] = {
    b"\x00": "btc-p2pkh",
    b"\x05": "btc-p2sh",
    b"\x6f": "btctest-p2pkh",
    b"\xc4": "btctest-p2sh",
    b"\x30": "ltc-p2pkh",
    b"\x32": "ltc-p2sh",
    b"\x3a": "ltctest-p2sh",
    b"\x1e": "doge-p2pkh",
    b"\x16": "doge-p2sh",
    b"\x41": "tron",
    b"\x4c": "dash-p2pkh",
    b"\x10": "dash-p2sh",
    b"\x26": "btg-p2pkh",
    b"\x17": "btg-p2sh",
    b"\x1c\xb8": "zec-p2pkh",
    b"\x1c\xbd": "zec-p2sh",
}
_WITNESS_FAMILIES = {"bc": "btc", "tb": "btctest", "bcrt": "btctest", "ltc": "ltc", "tltc": "ltctest"}
_WITNESS_PREFIX = re.compile(r"(?:bc|tb|bcrt|ltc|tltc)1", re.I)
_MONERO_NETWORKS = {
    18: "xmr",
    19: "xmr-integrated",
    42: "xmr-subaddress",
    **dict.fromkeys((53, 54, 63, 24, 25, 36), "xmrtest"),
}
_SUBSTRATE_NETWORKS = {0: "polkadot", 2: "kusama", 42: "substrate"}

_OF_TON = ("ton", "tontest")
_AROUND = " '\"`,;.()<>[]"
# Programs that take a column of memos for floats, since some rows have none, write each with a point.
_LAST_NUMBER = re.compile(r"(?<![0-9.,])[0-9][0-9.,]*(?=[\s)\]'\"]*$)")
# Alone behind an address a number with hundredths is an amount, or a memo that was saved so.
_PERHAPS_AMOUNT = re.compile(r"(?<=[\w+/-]{25})[\s,;/|(\[-]+[0-9]+[.,]0{2,}[\s)\]'\"]*$")
_BAD_CHECKSUM = "the checksum does not match"
_TOLD_BY_LABEL = "of a chain whose addresses have no checksum, told by its label alone"
_IN_PARTS = "parts that may be no one address"


def normalise_wallet(raw: str, *, chain: str | None = None) -> NormalisedValue:
    """Return a crypto address in its canonical form.

    Args:
        raw: the address, also as a payment URI, an account id of its chain (`eip155:1:0x...`), in groups, before or
            behind other words (`T... memo 12345`) or in an explorer's link.
        chain: the source's currency or chain label. A hint alone: sources mislabel, so the checksum decides, and the
            label only names the family of an address whose capitals are lost, and addresses of Aptos and Sui.

    Returns:
        `type` names chain and form (`btc-taproot`, `evm`, `tron`). The key is family and address; one EVM address is
        the same on every EVM chain, one Substrate account under every network prefix. An address of the XRP Ledger
        with a destination tag has the tag in value and key (`r...:77`), and one of TON with a memo the memo. What
        is published as nobody's own, as the contract of a token, has no key.
    Source:
        BIP-13, BIP-21, BIP-173, BIP-350, CAIP-10, EIP-55, EIP-681, the XRP Ledger's base58 encodings, Monero's
        cryptonote base58, SS58, TEP-2.
    """
    reason = fault(raw, MAX_IDENTIFIER_LENGTH)
    if reason is not None:
        return invalid(raw, "wallet", reason)
    folded = fold_identifier(raw)
    if _PERHAPS_AMOUNT.search(folded) is None:
        folded = _LAST_NUMBER.sub(lambda number: without_point(number[0]), folded)
    found = _with_memo(_normalised(raw, without_chain(folded.strip(_AROUND)), chain), folded)
    if found.key is not None and is_unowned(found.key):
        return possible(raw, found.value, found.type, UNOWNED)
    if found.key is not None and is_made_up_key(found.key):
        return possible(raw, found.value, found.type, MADE_UP)
    return found


def _normalised(raw: str, folded: str, chain: str | None) -> NormalisedValue:
    """Return the address that a text holds, whatever stands around it."""
    found = _address(raw, folded, chain)
    if found.status is not ValueStatus.INVALID:
        return found
    within = addresses_in(folded)
    if len(set(within)) == 1 and within[0] != folded:
        inner = _address(raw, within[0], chain)
        is_in_front = folded.startswith(within[0])
        return inner if inner.status is ValueStatus.VALID or is_in_front or found.reason != _IN_PARTS else found
    if len(set(within)) > 1:
        return invalid(raw, "wallet", SEVERAL_ADDRESSES)
    alike = lookalike(_SCHEME.sub("", "".join(folded.split())))
    return found if alike is None else invalid(raw, found.type, alike)


def _with_memo(found: NormalisedValue, folded: str) -> NormalisedValue:
    """Return an address of TON, or of the XRP Ledger among words, with the memo beside it; any other as it is."""
    if found.key is None or found.value is None:
        return found
    memo = memo_beside(folded) if found.type in _OF_TON else None
    if found.type == "xrp" and ":" not in found.value:
        before, _, behind = folded.partition(found.value)
        memo = tag_among_words(behind, before)
    if memo is None:
        return found
    if not memo:
        return possible(found.raw, found.value, found.type, NO_MEMO if found.type in _OF_TON else UNTOLD)
    # INVARIANT: an address with a memo never has the key of the one without, which is the exchange itself.
    return replace(found, value=f"{found.value}:{memo}", key=f"{found.key}:{memo}")


def _address(raw: str, folded: str, chain: str | None) -> NormalisedValue:
    """Return the address that a text is as a whole, invalid where it is none."""
    remembered = _of_customer(raw, folded, chain)
    if remembered is not None:
        return remembered
    spaced = _SCHEME.sub("", folded)
    tagged = split_tag(spaced)
    if tagged is not None:
        return _tagged(raw, *tagged, chain)
    parts = spaced.split()
    whole = _unspaced(raw, "".join(parts), chain)
    if len(parts) < 2 or whole.status is ValueStatus.INVALID or _is_one(parts, whole):
        return whole
    return invalid(raw, "wallet", _IN_PARTS)


def _is_one(parts: Sequence[str], whole: NormalisedValue) -> bool:
    """Return whether parts that make an address together are its own, and not an address with a memo or a word.

    Only a checksum shows that they are; without one they stand in groups of one length.
    """
    alone = [(part, found) for part in parts if (found := _unspaced(part, part, None)).status is ValueStatus.VALID]
    if _has_checksum(whole, "".join(parts)):
        return not any(_has_checksum(found, part) for part, found in alone)
    return not alone and _in_groups(parts)


def _has_checksum(found: NormalisedValue, text: str) -> bool:
    digits = text[2:]
    is_plain = found.type == "evm" and digits in (digits.lower(), digits.upper())
    return found.status is ValueStatus.VALID and found.type != "sol" and not is_plain


def _in_groups(parts: Sequence[str]) -> bool:
    """Return whether parts have one length, of three or more the last no greater one; `0x` may stand before them."""
    opened = parts[0][:2] in ("0x", "0X")
    for skipped in (0, 2) if opened else (0,):
        first, *lengths = [length for length in (len(parts[0]) - skipped, *map(len, parts[1:])) if length]
        *middle, last = lengths or (0,)
        if all(length == first for length in middle) and (last == first or (middle and last < first)):
            return True
    return False


def _unspaced(raw: str, text: str, chain: str | None) -> NormalisedValue:
    text = _SCHEME.sub("", text.strip(_AROUND))
    text = re.split(r"[?@]", text, maxsplit=1)[0]
    ton = read_ton(text)
    if ton is not None:
        family = _OF_TON[ton.is_test]
        return valid(raw, ton.account, family, f"{family}:{ton.account}")
    other = read_chain(text, chain)
    if other is not None:
        return _of_other_chain(raw, other)
    if _TRON_IN_HEX.fullmatch(text):
        body = bytes.fromhex(text)
        address = encode_base58(body + sha256(sha256(body).digest()).digest()[:4])
        return valid(raw, address, "tron", f"tron:{address}")
    if text[:2] in ("0x", "0X"):
        return _evm(raw, text)
    if _WITNESS_PREFIX.match(text) and not _is_base58_address(text):
        return _witness(raw, text)
    if _BARE_EVM.fullmatch(text):
        return possible(raw, "0x" + text.lower(), "evm", "lacks the 0x that opens an address")
    return _base58(raw, text, chain)


def _of_other_chain(raw: str, found: ChainAddress) -> NormalisedValue:
    if found.value is None or found.key is None:
        return invalid(raw, found.type, _BAD_CHECKSUM)
    if found.is_told:
        return possible(raw, found.value, found.type, _TOLD_BY_LABEL, found.key)
    return valid(raw, found.value, found.type, found.key)


def _of_customer(raw: str, folded: str, chain: str | None) -> NormalisedValue | None:
    """Return an address of a chain with memos and the memo beside it; None where there is none."""
    split = split_memo(folded)
    address = read_chain(split[0], chain) if split is not None else None
    if split is None or address is None or not address.has_memo or address.key is None:
        return None
    if split[1] is None:
        return possible(raw, address.value, address.type, UNTOLD)
    # INVARIANT: as with a tag, an address with a memo never has the key of the one without, which is the exchange.
    return valid(raw, f"{address.value}:{split[1]}", address.type, f"{address.key}:{split[1]}")


def _tagged(raw: str, address: str, tag: str | None, chain: str | None) -> NormalisedValue:
    found = _base58(raw, address, chain)
    if found.value is None:
        return found
    if tag is None:
        return possible(raw, found.value, found.type, NO_TAG)
    # INVARIANT: a tagged address never has the key of the untagged one, which is the exchange itself.
    key = None if found.key is None else f"{found.key}:{tag}"
    return replace(found, value=f"{found.value}:{tag}", key=key)


def to_eip55(address: str) -> str:
    """Return an EVM address with the capitals that carry its checksum, for display.

    Args:
        address: `0x` and 40 hexadecimal digits in any case.
    Source:
        EIP-55.
    """
    digits = address[2:].lower()
    digest = keccak_256(digits.encode("ascii")).hex()
    return "0x" + "".join(c.upper() if h >= "8" else c for c, h in zip(digits, digest, strict=False))


def _evm(raw: str, text: str) -> NormalisedValue:
    if not _EVM.fullmatch(text):
        if re.fullmatch(r"0[xX][0-9a-fA-F]{64}", text):
            return invalid(raw, "evm", "a transaction hash or a key of 32 bytes, not an address")
        return invalid(raw, "evm", "not 40 hexadecimal digits after 0x")
    digits = text[2:]
    lower = "0x" + digits.lower()
    # Without mixed case an address carries no checksum, so the slow hash is spared.
    if digits not in (digits.lower(), digits.upper()) and to_eip55(lower)[2:] != digits:
        return invalid(raw, "evm", _BAD_CHECKSUM)
    return valid(raw, lower, "evm", f"evm:{lower}")


def _is_base58_address(text: str) -> bool:
    """Return whether a text that opens like a witness address is of another chain: `TB1...` opens TRON's as well."""
    return text not in (text.lower(), text.upper()) and bool(_BASE58.fullmatch(text)) and _checked(text) is not None


def _witness(raw: str, text: str) -> NormalisedValue:
    if text not in (text.lower(), text.upper()):
        return invalid(raw, "segwit", "mixes capital and small letters")
    witness = decode_witness(text)
    if witness is None or witness.prefix not in _WITNESS_FAMILIES:
        return invalid(raw, "segwit", _BAD_CHECKSUM)
    family = _WITNESS_FAMILIES[witness.prefix]
    return valid(raw, text.lower(), f"{family}-{_witness_form(witness)}", f"{family}:{text.lower()}")


def _witness_form(witness: WitnessProgram) -> str:
    if witness.version == 0:
        return "p2wpkh" if len(witness.program) == 20 else "p2wsh"
    return "taproot" if witness.version == 1 and len(witness.program) == 32 else "segwit"


def _base58(raw: str, text: str, chain: str | None) -> NormalisedValue:
    tagged = read_x_address(text) if text[:1] in ("X", "T") else None
    if tagged is not None:
        return valid(raw, tagged[1], tagged[0], ":".join(tagged))
    found = _checked(text) if _BASE58.fullmatch(text) else None
    if found is not None:
        value_type, key = found
        return valid(raw, text, value_type, key)
    family = _case_lost_family(text, chain)
    if family is not None:
        return NormalisedValue(
            raw=raw,
            value=text.lower(),
            status=ValueStatus.CASE_LOST,
            type=family,
            reason="the capitals are lost, so the checksum cannot be tested",
        )
    if _BASE58.fullmatch(text) and 25 <= len(text) <= 106:
        return invalid(raw, "wallet", _BAD_CHECKSUM)
    return invalid(raw, "wallet", "not the form of a known address")


def _checked(text: str) -> tuple[str, str] | None:
    """Return type and key of a base58 text whose checksum, or whose length where there is none, holds."""
    if len(text) in (95, 106):
        return _monero(text)
    if text[0] == "r":
        return ("xrp", f"xrp:{text}") if is_classic(text) else None
    decoded = decode_base58(text) or b"" if 25 <= len(text) <= 50 else b""
    if len(decoded) in (25, 26):
        return _versioned(decoded, text)
    if len(decoded) in (35, 36):
        return _substrate(decoded)
    # Solana has no checksum: 32 bytes are an account, and capitals must be there, save in the system program's address.
    if len(decoded) == 32 and (text not in (text.lower(), text.upper()) or text == _SYSTEM_PROGRAM):
        return None if _opens_with_address(text) else ("sol", f"sol:{text}")
    return None


def _opens_with_address(text: str) -> bool:
    """Return whether a text is an address of a hash with a word behind it, which its length makes one of Solana."""
    fronts = (text[:length] for length in (33, 34) if text[0] in "T13" and len(text) > length)
    return any(len(body) == 25 and strip_checksum(body) for body in (decode_base58(front) or b"" for front in fronts))


def _versioned(decoded: bytes, text: str) -> tuple[str, str] | None:
    body = strip_checksum(decoded)
    value_type = None if body is None else _VERSIONS.get(body[:-20])
    return None if value_type is None else (value_type, f"{value_type.partition('-')[0]}:{text}")


def _monero(text: str) -> tuple[str, str] | None:
    decoded = decode_base58_blocks(text)
    if decoded is None or len(decoded) < 69 or keccak_256(decoded[:-4])[:4] != decoded[-4:]:
        return None
    value_type = _MONERO_NETWORKS.get(decoded[0])
    if value_type is None or (value_type == "xmr-integrated") != (len(text) == 106):
        return None
    return value_type, f"{value_type.partition('-')[0]}:{text}"


def _substrate(decoded: bytes) -> tuple[str, str] | None:
    body, checksum = decoded[:-2], decoded[-2:]
    if blake2b(b"SS58PRE" + body).digest()[:2] != checksum:
        return None
    first = body[0]
    if len(body) == 33 and first < 64:
        network = first
    elif len(body) == 34 and 64 <= first < 128:
        network = (first & 0x3F) << 2 | body[1] >> 6 | (body[1] & 0x3F) << 8
    else:
        return None
    return _SUBSTRATE_NETWORKS.get(network, f"ss58-{network}"), f"ss58:0x{body[-32:].hex()}"


_SYSTEM_PROGRAM = "1" * 32  # 32 bytes of zero
# First character, shortest and longest length, family. A label of the source settles what the shape leaves open.
_LOST_SHAPES = (
    ("48", 95, 95, "xmr"),
    ("4", 106, 106, "xmr"),
    ("t", 34, 34, "tron"),
    ("t", 35, 35, "zec"),
    ("r", 25, 35, "xrp"),
    ("13", 26, 34, "btc"),
    ("d9a", 34, 34, "doge"),
    ("lm", 33, 34, "ltc"),
    ("x7", 34, 34, "dash"),
)
_LABELS = {
    **dict.fromkeys(("btc", "xbt", "bitcoin"), "btc"),
    **dict.fromkeys(("trx", "tron", "trc20"), "tron"),
    **dict.fromkeys(("sol", "solana"), "sol"),
    **dict.fromkeys(("dot", "polkadot"), "polkadot"),
    **dict.fromkeys(("ksm", "kusama"), "kusama"),
    **dict.fromkeys(("ltc", "litecoin"), "ltc"),
    **dict.fromkeys(("doge", "dogecoin"), "doge"),
    **dict.fromkeys(("xmr", "monero"), "xmr"),
    **dict.fromkeys(("xrp", "ripple"), "xrp"),
    **dict.fromkeys(("zec", "zcash"), "zec"),
    "dash": "dash",
}


def _case_lost_family(text: str, chain: str | None) -> str | None:
    """Return the family that an address without capitals (or without small letters) may belong to, or None."""
    if text not in (text.lower(), text.upper()) or not _FOLDED_BASE58.fullmatch(text.lower()):
        return None
    folded = text.lower()
    for first, shortest, longest, family in _LOST_SHAPES:
        if folded[0] in first and shortest <= len(folded) <= longest:
            return family
    if 43 <= len(folded) <= 50:
        label = re.sub(r"[^a-z0-9]", "", (chain or "").lower())
        return _LABELS.get(label, "base58")
    return None
