import string
from base64 import urlsafe_b64encode
from binascii import crc_hqx

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.values import normalise, to_eip55
from graph.values.wallets.base58 import BITCOIN_ALPHABET
from tests.examples import examples
from tests.graph.values.encoders import (
    ADDRESSES,
    BECH32,
    HASH_20,
    HASH_32,
    RIPPLE,
    base58,
    base58check,
    segwit,
    ss58,
)

# The vectors of EIP-55.
EIP55 = [
    "0x52908400098527886E0F7030069857D2E4169EE7",
    "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
    "0xde709f2102306220921060314715629080e2fb77",
    "0x27b1fdb04752bbc536007a920d24acb045561c26",
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
    "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
    "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
    "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
]
MIXED = EIP55[4]


@pytest.mark.parametrize(("value_type", "address", "family"), ADDRESSES, ids=[a[0] for a in ADDRESSES])
def test_each_form_is_found_by_its_checksum_whatever_its_label(value_type: str, address: str, family: str) -> None:
    for label in ("", "XBT", "USDT", "nonsense"):
        result = normalise("wallet", f" {address}\n", hints={"chain": label})
        assert (result.status, result.type, result.value) == ("valid", value_type, address)
        assert result.key == f"{family}:{address}"
        assert result.raw == f" {address}\n"


@pytest.mark.parametrize("address", EIP55)
def test_eip55_vectors_in_every_valid_case_share_one_key(address: str) -> None:
    lower = address.lower()
    assert to_eip55(lower) == address
    for form in (address, lower, "0x" + lower[2:].upper(), "0X" + lower[2:].upper()):
        result = normalise("wallet", form)
        assert (result.status, result.type, result.value, result.key) == ("valid", "evm", lower, f"evm:{lower}")


def test_an_evm_address_with_one_changed_capital_is_invalid() -> None:
    for at, character in enumerate(MIXED[2:], 2):
        if character.isalpha():
            result = normalise("wallet", MIXED[:at] + character.swapcase() + MIXED[at + 1 :])
            assert (result.status, result.key) == ("invalid", None)
            assert result.reason == "the checksum does not match"


@pytest.mark.long
def test_one_substituted_character_is_never_valid() -> None:
    """Every substitution of every character, for every form with a checksum of four bytes or a BCH code."""
    for value_type, address, _ in ADDRESSES:
        if value_type.startswith("xmr"):
            continue  # its hash is slow: sampled below
        alphabet = BITCOIN_ALPHABET if "p2w" not in value_type and address[:2] not in ("bc", "tb") else BECH32
        for at in range(len(address)):
            for character in alphabet:
                if character != address[at]:
                    result = normalise("wallet", address[:at] + character + address[at + 1 :])
                    assert result.status != "valid", value_type
                    assert result.key is None


@pytest.mark.parametrize("value_type", ["xmr", "xmr-subaddress", "xmr-integrated"])
def test_one_substituted_character_of_a_monero_address_is_never_valid(value_type: str) -> None:
    address = next(a for t, a, _ in ADDRESSES if t == value_type)
    for at in range(len(address)):
        character = "2" if address[at] != "2" else "3"
        assert normalise("wallet", address[:at] + character + address[at + 1 :]).status == "invalid"


def test_one_substituted_digit_of_an_evm_address_with_checksum_is_invalid() -> None:
    for at in range(2, 42, 3):
        for character in "09afAF":
            if character.lower() != MIXED[at].lower():
                assert normalise("wallet", MIXED[:at] + character + MIXED[at + 1 :]).status == "invalid"


def test_a_substrate_account_has_one_key_under_every_network() -> None:
    results = [normalise("wallet", ss58(n, HASH_32)) for n in (0, 2, 42, 5, 64, 1284, 16383)]
    assert [r.status for r in results] == ["valid"] * 7
    assert [r.type for r in results] == [
        "polkadot",
        "kusama",
        "substrate",
        "ss58-5",
        "ss58-64",
        "ss58-1284",
        "ss58-16383",
    ]
    assert {r.key for r in results} == {f"ss58:0x{HASH_32.hex()}"}
    address = ss58(0, HASH_32)
    for at in range(len(address)):
        character = "2" if address[at] != "2" else "3"
        assert normalise("wallet", address[:at] + character + address[at + 1 :]).status == "invalid"


def test_solana_is_base58_of_32_bytes_with_capitals() -> None:
    address = base58(HASH_32)
    result = normalise("wallet", address, hints={"chain": "USDT"})
    assert (result.status, result.type, result.key) == ("valid", "sol", f"sol:{address}")
    assert normalise("wallet", base58(HASH_32 + b"\x07")).status == "invalid"
    program = normalise("wallet", "So11111111111111111111111111111111111111112")  # off the curve, yet read
    assert (program.status, program.type) == ("possible", "sol")


def test_the_system_program_of_solana_has_no_letters_and_is_an_address() -> None:
    result = normalise("wallet", "1" * 32)
    assert (result.value, result.status, result.type, result.key) == ("1" * 32, "possible", "sol", None)
    for other in ("1" * 31, "1" * 33, "2" * 44):
        assert normalise("wallet", other).status == "invalid"


@pytest.mark.parametrize(
    ("value_type", "family"),
    [
        ("btc-p2pkh", "btc"),
        ("btc-p2sh", "btc"),
        ("tron", "tron"),
        ("xrp", "xrp"),
        ("doge-p2pkh", "doge"),
        ("ltc-p2pkh", "ltc"),
        ("xmr", "xmr"),
        ("xmr-integrated", "xmr"),
        ("zec-p2pkh", "zec"),
    ],
)
def test_lost_capitals_keep_a_folded_value_and_no_key(value_type: str, family: str) -> None:
    address = next(a for t, a, _ in ADDRESSES if t == value_type)
    for folded in (address.lower(), address.upper()):
        result = normalise("wallet", folded)
        assert (result.status, result.type, result.value) == ("case-lost", family, address.lower())
        assert result.key is None


@pytest.mark.parametrize(("label", "family"), [("SOL", "sol"), ("DOT", "polkadot"), ("", "base58"), ("USDT", "base58")])
def test_the_label_names_the_family_of_a_long_address_without_capitals(label: str, family: str) -> None:
    address = ss58(0, HASH_32) if label == "DOT" else base58(HASH_32)
    result = normalise("wallet", address.lower(), hints={"chain": label})
    assert (result.status, result.type, result.key) == ("case-lost", family, None)


def test_taproot_with_the_checksum_of_bech32_is_invalid() -> None:
    assert normalise("wallet", segwit("bc", 1, HASH_32, constant=1)).status == "invalid"
    assert normalise("wallet", segwit("bc", 0, HASH_32[:20], constant=0x2BC830A3)).status == "invalid"


def test_mixed_case_bech32_is_invalid() -> None:
    address = segwit("bc", 0, HASH_32[:20])
    result = normalise("wallet", address[:-1] + address[-1].upper()) if address[-1].isalpha() else None
    assert result is None or result.status == "invalid"
    assert normalise("wallet", "Bc" + address[2:]).reason == "mixes capital and small letters"


@pytest.mark.parametrize(
    ("raw", "status", "reason"),
    [
        ("0x" + "ab" * 32, "invalid", "a transaction hash or a key of 32 bytes, not an address"),
        ("0x1234", "invalid", "not 40 hexadecimal digits after 0x"),
        ("ab" * 20, "possible", "lacks the 0x that opens an address"),
        ("garbage", "invalid", "not the form of a known address"),
        ("", "invalid", "empty"),
        ("1" * 301, "invalid", "longer than 300 characters"),
    ],
)
def test_what_is_no_address_says_why(raw: str, status: str, reason: str) -> None:
    result = normalise("wallet", raw)
    assert (result.status, result.reason, result.key) == (status, reason, None)


def test_payment_links_and_spaces_are_read() -> None:
    address = next(a for t, a, _ in ADDRESSES if t == "btc-p2pkh")
    for raw in (f"bitcoin:{address}?amount=0.1", f"{address[:10]} {address[10:]}", f"“{address}”", f"\u200b{address}"):
        assert normalise("wallet", raw).value == address
    assert normalise("wallet", f"ethereum:{MIXED}@1?value=1").key == f"evm:{MIXED.lower()}"


XRP = base58check(b"\x00", HASH_20, RIPPLE)


def x_address(prefix: bytes, flag: int, tag: int) -> str:
    return base58check(prefix, HASH_20 + bytes([flag]) + tag.to_bytes(8, "little"), RIPPLE)


@pytest.mark.parametrize(
    "written",
    [
        *("{}?dt=77", "ripple:{}?dt=77", "xrpl:{}?amount=1&dt=77", "{}:77", "{} : 77", "{} tag 77", "{} DT 77"),
        *("{} dt: 77", "{} (destination tag: 77)", "{}, Tag: 77", "{} memo 77", "{}/77", "{}?dt=077", "{} 77"),
        *("{} 77.0", "{}:77.00", "{} memo 77.0", "{} (tag 77.0)"),  # a program took the column of tags for floats
    ],
)
def test_a_destination_tag_is_part_of_the_wallet_however_written(written: str) -> None:
    result = normalise("wallet", written.format(XRP))
    assert (result.value, result.status, result.type, result.key) == (f"{XRP}:77", "valid", "xrp", f"xrp:{XRP}:77")


def test_two_tags_are_two_wallets_and_no_tag_is_a_third() -> None:
    keys = [normalise("wallet", f"{XRP}{rest}").key for rest in ("?dt=1", "?dt=2", "?dt=0", "", "?amount=2", ",")]
    assert keys == [*(f"xrp:{XRP}:{tag}" for tag in "120"), *[f"xrp:{XRP}"] * 3]


@pytest.mark.parametrize(
    "rest", ["?dt=4294967296", "?dt=abc", "?dt=", ":abc", " tag 99999999999", " 1.00231E5", " tag 100,231", " 77.5"]
)
def test_a_tag_that_is_none_leaves_the_wallet_open(rest: str) -> None:
    result = normalise("wallet", XRP + rest)
    assert (result.value, result.status, result.key) == (XRP, "possible", None)
    assert result.reason == "a destination tag that is no whole number below 2^32"


def test_a_tag_behind_a_false_address_makes_no_wallet() -> None:
    assert normalise("wallet", f"{XRP[:-1]}{'2' if XRP[-1] != '2' else '3'}:77").status == "invalid"
    lost = normalise("wallet", f"{XRP.lower()}:77")
    assert (lost.value, lost.status, lost.key) == (f"{XRP.lower()}:77", "case-lost", None)


def test_an_x_address_is_the_classic_address_with_its_tag() -> None:
    tagged, plain = x_address(b"\x05\x44", 1, 77), x_address(b"\x05\x44", 0, 0)
    assert normalise("wallet", tagged).key == f"xrp:{XRP}:77"
    assert normalise("wallet", tagged).value == f"{XRP}:77"
    assert normalise("wallet", plain).key == f"xrp:{XRP}"
    assert normalise("wallet", tagged[:-1] + ("2" if tagged[-1] != "2" else "3")).status == "invalid"
    assert normalise("wallet", x_address(b"\x05\x44", 2, 77)).status == "invalid"
    test = x_address(b"\x04\x93", 1, 77)
    assert (normalise("wallet", test).type, normalise("wallet", test).key) == ("xrptest", f"xrptest:{test}")


def test_the_standards_own_example_of_an_x_address_is_read() -> None:
    result = normalise("wallet", "XVLhHMPHU98es4dbozjVtdWzVrDjtV5fdx1mHp98tDMoQXb")
    assert result.key == "xrp:rGWrZyQqhTp9Xu7G5Pkayo7bXjH4k4QYpf"


def test_no_reason_repeats_the_value() -> None:
    for _, address, _ in ADDRESSES:
        reason = normalise("wallet", address[:-1] + ("2" if address[-1] != "2" else "3")).reason
        assert reason is not None
        assert not any(address[i : i + 6] in reason for i in range(len(address) - 6))
        assert set(reason) <= set(string.printable)


TRON = base58check(b"\x41", HASH_20)
BTC = base58check(b"\x00", HASH_20)
TAPROOT = segwit("bc", 1, HASH_32)
OTHER = base58check(b"\x41", HASH_20[::-1])


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (f"eip155:1:{MIXED}", f"evm:{MIXED.lower()}"),
        (f"eip155:56:{MIXED.lower()}", f"evm:{MIXED.lower()}"),
        (f"did:pkh:eip155:137:{MIXED}", f"evm:{MIXED.lower()}"),
        (f"bip122:000000000019d6689c085ae165831e93:{BTC}", f"btc:{BTC}"),
        (f"tron:0x2b6653dc:{TRON}", f"tron:{TRON}"),
        (f"bitcoin:{TAPROOT}?amount=0.01&label=x", f"btc:{TAPROOT}"),
        (f"BITCOIN:{TAPROOT.upper()}?amount=0.01", f"btc:{TAPROOT}"),
        (f"ethereum:{MIXED}@137?value=2e18", f"evm:{MIXED.lower()}"),
        (f"ethereum:pay-{MIXED}", f"evm:{MIXED.lower()}"),
        # Who is paid counts, not the token's contract.
        (f"ethereum:{EIP55[0]}@1/transfer?address={MIXED}&uint256=1", f"evm:{MIXED.lower()}"),
        (f"USDT (TRC20): {TRON}", f"tron:{TRON}"),
        (f"TRC20:{TRON}", f"tron:{TRON}"),
        (f"{TRON} (USDT)", f"tron:{TRON}"),
        (f"กระเป๋า {TRON}", f"tron:{TRON}"),
        (f"ETH {MIXED}", f"evm:{MIXED.lower()}"),
        (f"https://tronscan.org/#/address/{TRON}", f"tron:{TRON}"),
        (f"etherscan.io/address/{MIXED}#tokentxns", f"evm:{MIXED.lower()}"),
    ],
)
def test_an_address_is_read_out_of_uris_account_ids_labels_and_links(text: str, key: str) -> None:
    result = normalise("wallet", text)
    assert (result.raw, result.status, result.key) == (text, "valid", key)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (f"eip155:1:{MIXED.swapcase().replace('X', 'x', 1)}", "the checksum does not match"),
        (f"USDT {TRON[:-1]}{'1' if TRON[-1] != '1' else '2'}", "the checksum does not match"),
        (f"{TRON}, {OTHER}", "holds more than one address"),
        (f"https://etherscan.io/tx/0x{'ab' * 32}", "not the form of a known address"),
        (f"https://etherscan.io/token/{MIXED}", "not the form of a known address"),
        ("\u0422" + TRON[1:], "holds a letter of another alphabet that looks like one of an address"),
        ("0\u0445" + MIXED[2:], "holds a letter of another alphabet that looks like one of an address"),
        (MIXED.replace("A", "\u0410", 1), "holds a letter of another alphabet that looks like one of an address"),
        ("O" + MIXED[1:], "opens with the letter O in place of a zero"),
        ("l" + BTC[1:], "holds a 0, O, I or l, which such addresses leave out since they look alike"),
    ],
)
def test_what_is_no_address_says_why_and_has_no_key(text: str, reason: str) -> None:
    result = normalise("wallet", text)
    assert (result.value, result.status, result.key, result.reason) == (None, "invalid", None, reason)


# Chains on which a number behind an address says whose of an exchange's customers it is.
TOLD_BY_MEMO = {"xrp", "xlm", "bnb", "thor"}
WORDS = [
    "memo 12345",
    "memo12345",
    "TRC20",
    "(USDT)",
    "[TRC20]",
    "12345",
    "Memo: 12345",
    "tag 77",
    "ของสมชาย",
    "wa11et",
]


@pytest.mark.parametrize("rest", WORDS)
def test_an_address_with_a_memo_or_a_word_behind_it_is_the_address_in_front(rest: str) -> None:
    for value_type, address, family in ADDRESSES:
        if value_type not in TOLD_BY_MEMO:
            found = normalise("wallet", f"{address} {rest}")
            assert (found.status, found.value, found.key) == ("valid", address, f"{family}:{address}")


@settings(max_examples=examples(200), deadline=None)
@given(digest=st.binary(min_size=20, max_size=20), rest=st.text(f"{BITCOIN_ALPHABET} ", min_size=1, max_size=12))
def test_no_word_behind_an_address_makes_another_one(digest: bytes, rest: str) -> None:
    """Nine letters behind an address of TRON are as many bytes as an account of Solana has."""
    for version in (b"\x41", b"\x00", b"\x05"):
        address = base58check(version, digest)
        assert normalise("wallet", f"{address} {rest}").value == address


@settings(max_examples=examples(200), deadline=None)
@given(digest=st.binary(min_size=32, max_size=32), at=st.integers(4, 38))
def test_parts_without_a_checksum_are_one_address_in_groups_of_one_length_alone(digest: bytes, at: int) -> None:
    for address, opened in ((f"0x{digest[:20].hex()}", 2), (base58(digest), 0)):
        found = normalise("wallet", f"{address[:at]} {address[at:]}")
        rest = len(address) - at
        assert found.value in (None, address)
        assert (found.status == "valid") == (rest in (at, at - opened)) or address == "1" * 32


@pytest.mark.parametrize("size", [4, 5, 8, 10, 20])
def test_an_address_in_groups_is_read(size: int) -> None:
    for address in (f"0x{HASH_20.hex()}", base58(HASH_32), BTC, MIXED):
        groups = " ".join(address[at : at + size] for at in range(0, len(address), size))
        assert normalise("wallet", groups).key == normalise("wallet", address).key
    digits = HASH_20.hex()
    groups = " ".join(digits[at : at + size] for at in range(0, 40, size))
    for raw in (f"0x{groups}", f"0x {groups}"):
        assert normalise("wallet", raw).key == f"evm:0x{digits}"


def test_a_shortened_address_and_a_memo_are_no_address() -> None:
    for shortened in (f"0x{HASH_20.hex()[:34]} 123456", f"0x{HASH_20.hex()[:18]} {'12345678' * 2} 123456"):
        found = normalise("wallet", shortened)
        assert (found.status, found.value, found.key) == ("invalid", None, None)
    assert found.reason == "parts that may be no one address"


def test_a_long_address_over_two_lines_is_that_one() -> None:
    address = next(a for t, a, _ in ADDRESSES if t == "xmr")
    for at in (32, 43, 44, 47):
        assert normalise("wallet", f"{address[:at]}\n{address[at:]}").value == address


def test_a_word_joined_to_an_address_makes_no_account_of_solana() -> None:
    """It has as many bytes as one."""
    for address in (TRON, BTC):
        assert normalise("wallet", f"{address}memo12345").key is None
        lost = normalise("wallet", f"{address.lower()} memo 12345")
        assert (lost.status, lost.value) == ("case-lost", address.lower())


TON = "EQCD39VS5jcptHL8vMjEXrzGaRcCVYto7HUn4bpAOg8xqB2N"  # the published one of a token
TON_ACCOUNT = "0:83dfd552e63729b472fcbcc8c45ebcc6691702558b68ec7527e1ba403a0f31a8"


def ton_form(tag: int, workchain: int, account: bytes) -> str:
    """Encode an address of 48 signs; the checksum is of Python's own library, and not the product's."""
    body = bytes([tag, workchain & 0xFF]) + account
    return urlsafe_b64encode(body + crc_hqx(body, 0).to_bytes(2, "big")).decode("ascii")


@pytest.mark.parametrize(
    "text",
    [
        *(TON, TON_ACCOUNT, TON_ACCOUNT.upper(), f"ton://transfer/{TON}?amount=1", f"USDT (TON): {TON}"),
        *(f"{TON} OKX", f"https://tonscan.org/address/{TON}", f"TON {TON_ACCOUNT}", TON.replace("_", "/")),
    ],
)
def test_an_account_of_ton_is_one_in_every_form(text: str) -> None:
    found = normalise("wallet", text, hints={"chain": "USDT"})
    assert (found.value, found.status, found.type, found.key) == (TON_ACCOUNT, "valid", "ton", f"ton:{TON_ACCOUNT}")


@pytest.mark.parametrize(
    ("behind", "memo"),
    [
        *((" memo 100231", "100231"), (" (Memo: 100231)", "100231"), (", MEMO ID=100231", "100231")),
        *((" Memo/Tag: 100231 (OKX)", "100231"), (" tag 9", "9"), (" comment No. 0077", "0077")),
        *(
            (" 100231", "100231"),
            (":77", "77"),
            (" 77.0", "77"),
            (" memo 77.0", "77"),
            ("\nMemo: a7F", "a7F"),
            (' memo "Deposit 12 34"', "Deposit 12 34"),
        ),
        *(("?amount=5&text=77", "77"), ("?text=Deposit%2077", "Deposit 77"), ("?text=kanok", "kanok")),
    ],
)
@pytest.mark.parametrize("address", [TON, TON_ACCOUNT])
def test_customers_of_one_address_of_ton_are_told_apart_by_their_memos(address: str, behind: str, memo: str) -> None:
    opening = "ton://transfer/" if behind[0] == "?" else ""
    found = normalise("wallet", f"{opening}{address}{behind}")
    expected = (f"{TON_ACCOUNT}:{memo}", "valid", "ton", f"ton:{TON_ACCOUNT}:{memo}")
    assert (found.value, found.status, found.type, found.key) == expected


@pytest.mark.parametrize("address", [TON.replace("_", "/"), " ".join(TON[n : n + 8] for n in range(0, 48, 8))])
def test_the_memo_of_a_link_counts_however_its_address_is_written(address: str) -> None:
    assert normalise("wallet", f"ton://transfer/{address}?text=77").key == f"ton:{TON_ACCOUNT}:77"


def test_a_memo_may_stand_in_front_of_an_address_of_ton() -> None:
    assert normalise("wallet", f"Memo: 100231, USDT (TON): {TON}").key == f"ton:{TON_ACCOUNT}:100231"


@pytest.mark.parametrize(
    "behind",
    [
        *("", " memo", " memo: -", " memo: none", " no memo", " without memo 5", " Memo: N/A", "?text=", "?amount=5"),
        *(" OKX", " tag: frozen", " comment: see case file", " 500 USDT", " memorandum 12", "#transactions"),
    ],
)
def test_an_address_of_ton_without_a_memo_is_the_address(behind: str) -> None:
    found = normalise("wallet", f"{TON}{behind}")
    assert (found.value, found.status, found.key) == (TON_ACCOUNT, "valid", f"ton:{TON_ACCOUNT}")


@pytest.mark.parametrize(
    "behind",
    [
        *(" memo required", " memo: ask support", f" memo: {'9' * 130}", "?text=7%7C8"),
        *(" memo 12,345", " (Memo: 12,345)", " 12,345", " memo 1.23457E+11", " 1.23457E+11"),
    ],
)
def test_an_address_of_ton_with_a_memo_that_cannot_be_read_joins_nobody(behind: str) -> None:
    found = normalise("wallet", f"{TON}{behind}")
    assert (found.value, found.status, found.key) == (TON_ACCOUNT, "possible", None)
    assert found.reason == "names a memo beside its address, which cannot be read"


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_two_memos_are_two_wallets(one: int, other: int) -> None:
    keys = {normalise("wallet", f"{TON} memo {n}").key for n in (one, other)} | {f"ton:{TON_ACCOUNT}"}
    assert len(keys) == (2 if one == other else 3)


@given(account=st.binary(min_size=32, max_size=32).filter(any), workchain=st.sampled_from([0, -1]))
def test_a_bounceable_address_of_ton_is_the_other_and_one_of_the_test_network_is_not(
    account: bytes, workchain: int
) -> None:
    raw = f"{workchain}:{account.hex()}"
    forms = [raw, *(ton_form(tag, workchain, account) for tag in (0x11, 0x51))]
    forms += [form.replace("-", "+").replace("_", "/") for form in forms[1:]]
    assert {normalise("wallet", form).key for form in forms} == {f"ton:{raw}"}
    assert {normalise("wallet", ton_form(tag, workchain, account)).key for tag in (0x91, 0xD1)} == {f"tontest:{raw}"}


@given(at=st.integers(0, 47), sign=st.sampled_from(string.ascii_letters + string.digits + "-_"))
def test_an_address_of_ton_with_another_sign_is_none(at: int, sign: str) -> None:
    if sign != TON[at]:
        assert normalise("wallet", TON[:at] + sign + TON[at + 1 :]).key is None


@given(account=st.binary(min_size=20, max_size=20).filter(any))
def test_an_address_of_tron_is_one_in_base58_and_in_hex(account: bytes) -> None:
    address = base58check(b"\x41", account)
    for form in (address, f"41{account.hex()}", f"41{account.hex()}".upper()):
        found = normalise("wallet", form, hints={"chain": "TRX"})
        assert (found.value, found.status, found.type, found.key) == (address, "valid", "tron", f"tron:{address}")
