"""Check digits of the scenario's numbers, by published vectors."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graph.values import ValueStatus, normalise
from samples.scenario import checksums


def test_keccak_of_nothing_is_the_published_digest() -> None:
    expected = "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"
    assert checksums.keccak_256(b"").hex() == expected


@pytest.mark.parametrize(
    "address",
    ["0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359"],
)
def test_evm_addresses_have_the_capitals_of_eip_55(address: str) -> None:
    assert checksums.evm(bytes.fromhex(address[2:])) == address


def test_segwit_is_the_example_of_bip_173() -> None:
    program = bytes.fromhex("751e76e8199196d454941c45d1b3a323f1433bd6")
    assert checksums.bitcoin_segwit(program) == "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"


def test_taproot_is_the_example_of_bip_350() -> None:
    program = bytes.fromhex("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798")
    assert checksums.bitcoin_segwit(program) == "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0"


def test_p2pkh_of_zeros_is_the_known_burn_address() -> None:
    assert checksums.bitcoin_p2pkh(bytes(20)) == "1111111111111111111114oLvT2"


def test_iban_is_the_example_of_its_register() -> None:
    assert checksums.iban("GB", "WEST12345698765432") == "GB82WEST12345698765432"


@example(b"\x0bO" + bytes(18))  # its TRON address opens with TB1, as a Bitcoin test address does
@given(st.binary(min_size=20, max_size=20).filter(any))  # coins are burnt to the zeros
def test_addresses_of_any_hash_are_valid(digest: bytes) -> None:
    makers = (checksums.bitcoin_p2pkh, checksums.bitcoin_segwit, checksums.tron, checksums.evm)
    assert [normalise("wallet", make(digest)).status for make in makers] == [ValueStatus.VALID] * 4


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_thai_numbers_are_valid(number: int) -> None:
    identity = checksums.thai_number(f"{1 + number % 8}{number:012d}"[:12])
    value = normalise("document", identity, country="TH", hints={"type": "national-id"})
    assert value.status is ValueStatus.VALID


@given(st.integers(min_value=1, max_value=10**12 - 1))
def test_imeis_are_valid(number: int) -> None:
    assert normalise("device", checksums.imei(f"35{number:012d}")).status is ValueStatus.VALID
