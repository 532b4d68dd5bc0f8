"""Addresses of chains beside those of Bitcoin and Ethereum, and the memos by which exchanges tell customers apart."""

import pytest

from graph.values import NormalisedValue
from graph.values.wallets.wallet import normalise_wallet
from tests.graph.values.encoders import HASH_20, HASH_28, HASH_32, base58check, bech32, cashaddr, groups, stellar

ACCOUNT = stellar(6 << 3, HASH_32)
MUXED = stellar(12 << 3, HASH_32 + (77).to_bytes(8, "big"))
COSMOS = bech32("cosmos", groups(HASH_20))
ON_COSMOS = f"cosmos:0x{HASH_20.hex()}"
BNB = bech32("bnb", groups(HASH_20))
BASE = "addr1qx2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzer3n0d3vllmyqwsx5wktcd8cc3sq835lu7drv2xwl2wywfgse35a3x"


def seen(found: NormalisedValue) -> tuple[str, str, str | None]:
    return str(found.status), found.type, found.key


# Published with the standards: SEP-23, CIP-19, the specification of CashAddr, Algorand's development kits.
@pytest.mark.parametrize(
    ("address", "value_type", "key"),
    [
        (given := "GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ", "xlm", f"xlm:{given}"),
        ("MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVAAAAAAAAAAAAAJLK", "xlm", f"xlm:{given}:{1 << 63}"),
        (BASE, "ada", f"ada:{BASE}"),
        (
            stake := "stake1uyehkck0lajq8gr28t9uxnuvgcqrc6070x3k9r8048z8y5gh6ffgw",
            "ada-stake",
            f"ada:{stake}",
        ),
        (
            byron := "Ae2tdPwUPEZFRbyhz3cpfC2CumGzNkFBN2L42rcUc2yjQpEkxDbkPodpMAi",
            "ada-byron",
            f"ada:{byron}",
        ),
        (
            "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a",
            "bch-p2pkh",
            "btc:1BpEi6DfDAUFd7GtittLSdBeYJvcoaVggu",
        ),
        ("ppm2qsznhks23z7629mms6s4cwef74vcwvn0h829pq", "bch-p2sh", "btc:3CWFddi6m4ndiGyKqzYvsFYagqDLPVMTzC"),
        (key := "VCMJKWOY5P5P7SKMZFFOCEROPJCZOTIJMNIYNUCKH7LRO45JMJP6UYBIJA", "algo", f"algo:{key}"),
    ],
)
def test_published_addresses_are_read(address: str, value_type: str, key: str) -> None:
    assert seen(normalise_wallet(address)) == ("valid", value_type, key)


@pytest.mark.parametrize(
    "written",
    [
        f"{ACCOUNT} memo 77",
        f"{ACCOUNT} 77.0",
        f"{ACCOUNT} (MEMO ID: 77)",
        f"{ACCOUNT}:77",
        f"{ACCOUNT} 77",
        f"XLM {ACCOUNT.lower()}, memo=77",
        f"memo 77, {ACCOUNT}",
        f"web+stellar:pay?destination={ACCOUNT}&amount=5&memo_type=MEMO_ID&memo=77",
        MUXED,
    ],
)
def test_a_memo_is_part_of_the_wallet_however_written(written: str) -> None:
    found = normalise_wallet(written)
    assert (seen(found), found.value) == (("valid", "xlm", f"xlm:{ACCOUNT}:77"), f"{ACCOUNT}:77")


@pytest.mark.parametrize(("address", "key"), [(ACCOUNT, f"xlm:{ACCOUNT}"), (COSMOS, ON_COSMOS), (BNB, f"bnb:{BNB}")])
def test_two_memos_are_two_wallets_and_none_is_a_third(address: str, key: str) -> None:
    written = (address, f"{address} memo 100231", f"{address} memo 774120", f"{address} (ACME-77)", f"{address} Acme")
    assert [normalise_wallet(text).key for text in written] == [
        key,
        f"{key}:100231",
        f"{key}:774120",
        key,
        key,
    ]


@pytest.mark.parametrize(
    "rest",
    [
        *(" memo", " (memo required)", " no memo", " 100231 Acme", " Acme, memo required: 7"),
        *(" memo 12,345", " (Memo: 12,345)", " 12,345", " memo 1.23457E+11", " 1.23457E+11"),
    ],
)
def test_a_memo_that_cannot_be_told_leaves_the_wallet_open(rest: str) -> None:
    found = normalise_wallet(ACCOUNT + rest)
    assert (seen(found), found.value) == (("possible", "xlm", None), ACCOUNT)
    assert found.reason == "a memo beside it that cannot be told"


def test_one_key_is_one_holder_on_the_chains_of_one_key_alone() -> None:
    prefixes = ("cosmos", "osmo", "juno", "inj", "evmos", "terra", "bnb")
    keys = [normalise_wallet(bech32(prefix, groups(HASH_20))).key for prefix in prefixes]
    on_evm = f"evm:0x{HASH_20.hex()}"
    apart = [f"{prefix}:{bech32(prefix, groups(HASH_20))}" for prefix in ("terra", "bnb")]
    assert keys == [ON_COSMOS, ON_COSMOS, ON_COSMOS, on_evm, on_evm, *apart]


def test_an_address_of_a_test_network_is_none_of_the_main_one() -> None:
    address = bech32("addr_test", groups(b"\x60" + HASH_28))
    assert seen(normalise_wallet(address)) == ("valid", "adatest", f"adatest:{address}")


def test_a_program_of_one_chain_is_none_of_another() -> None:
    addresses = [bech32(prefix, groups(HASH_32)) for prefix in ("osmo", "juno")]
    assert [normalise_wallet(address).key for address in addresses] == [
        f"osmo:{addresses[0]}",
        f"juno:{addresses[1]}",
    ]


@pytest.mark.parametrize(
    ("version", "prefix", "legacy", "family"),
    [
        (0x00, "bitcoincash", b"\x00", "btc"),
        (0x10, "bitcoincash", b"\x00", "btc"),
        (0x08, "bitcoincash", b"\x05", "btc"),
        (0x00, "bchtest", b"\x6f", "btctest"),
    ],
)
def test_an_address_of_bitcoin_cash_meets_its_first_form(version: int, prefix: str, legacy: bytes, family: str) -> None:
    address, first = cashaddr(prefix, version, HASH_20), base58check(legacy, HASH_20)
    for text in (address, address.upper(), f"BCH: {address}"[5:], address.removeprefix("bitcoincash:")):
        assert normalise_wallet(text).key == f"{family}:{first}"
    assert normalise_wallet(first).key == f"{family}:{first}"


@pytest.mark.parametrize(
    ("address", "value_type"),
    [
        (ACCOUNT[:-1] + ("A" if ACCOUNT[-1] != "A" else "E"), "xlm"),
        (COSMOS[:-1] + ("q" if COSMOS[-1] != "q" else "p"), "cosmos"),
        (bech32("addr", groups(b"\x60" + HASH_28)), "ada"),
        (bech32("addr", groups(b"\x01" + HASH_28)), "ada"),
        (bech32("cosmos", groups(HASH_20), 0x2BC830A3), "cosmos"),
        (bech32("cosmos", groups(HASH_28)), "cosmos"),
        (f"{BNB[:-9]}S{BNB[-8:]}", "bnb"),
    ],
)
def test_what_breaks_the_rules_of_a_chain_is_no_address_of_it(address: str, value_type: str) -> None:
    assert seen(normalise_wallet(address)) == ("invalid", value_type, None)


@pytest.mark.parametrize(
    ("label", "status", "key"),
    [
        ("APT", "possible", f"aptos:0x{HASH_32.hex()}"),
        ("Sui", "possible", f"sui:0x{HASH_32.hex()}"),
        ("USDC (Aptos)", "possible", f"aptos:0x{HASH_32.hex()}"),
        ("ETH", "invalid", None),
        (None, "invalid", None),
    ],
)
def test_an_address_without_a_checksum_is_told_by_its_label_alone(
    label: str | None, status: str, key: str | None
) -> None:
    found = normalise_wallet(f"0x{HASH_32.hex()}", chain=label)
    assert (str(found.status), found.key) == (status, key)


def test_zeros_left_out_before_an_address_are_put_back() -> None:
    address = "0" * 4 + HASH_32.hex()[4:]
    assert normalise_wallet(f"0x{address[4:]}", chain="aptos").key == f"aptos:0x{address}"


@pytest.mark.parametrize(
    ("written", "key"),
    [
        (f"https://stellar.expert/explorer/public/account/{ACCOUNT}", f"xlm:{ACCOUNT}"),
        (f"stellar:pubnet:{ACCOUNT}", f"xlm:{ACCOUNT}"),
        (f"cosmos:cosmoshub-4:{COSMOS}", ON_COSMOS),
        (f"ATOM: {COSMOS}", ON_COSMOS),
        (f"{ACCOUNT[:28]} {ACCOUNT[28:]}", f"xlm:{ACCOUNT}"),
        (f"{ACCOUNT} {COSMOS}", None),
    ],
)
def test_an_address_is_read_out_of_what_stands_around_it(written: str, key: str | None) -> None:
    assert normalise_wallet(written).key == key
