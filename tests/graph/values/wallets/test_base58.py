import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.values.wallets.base58 import RIPPLE_ALPHABET, decode_base58, decode_base58_blocks, strip_checksum
from tests.graph.values.encoders import RIPPLE, base58, base58check, monero

# Vectors that Bitcoin Core and the Internet-Draft on base58 publish.
VECTORS = [
    ("", ""),
    ("61", "2g"),
    ("626262", "a3gV"),
    ("636363", "aPEr"),
    ("73696d706c792061206c6f6e6720737472696e67", "2cFupjhnEsSn59qHXstmK2ffpLv2"),
    ("00eb15231dfceb60925886b67d065299925915aeb172c06647", "1NS17iag9jJgTHD1VXjvLCEnZuQ3rJDE9L"),
    ("516b6fcd0f", "ABnLTmg"),
    ("bf4f89001e670274dd", "3SEo3LWLoPntC"),
    ("572e4794", "3EFU7m"),
    ("ecac89cad93923c02321", "EJDM8drfXA6uyA"),
    ("10c8511e", "Rt5zm"),
    ("00000000000000000000", "1111111111"),
]


@pytest.mark.parametrize(("data", "text"), VECTORS)
def test_published_vectors(data: str, text: str) -> None:
    assert decode_base58(text) == bytes.fromhex(data)


@given(st.binary(max_size=80))
def test_decoding_undoes_encoding_in_both_alphabets(data: bytes) -> None:
    assert decode_base58(base58(data)) == data
    assert decode_base58(base58(data, RIPPLE), RIPPLE_ALPHABET) == data


@given(st.binary(min_size=1, max_size=40), st.data())
def test_a_changed_byte_breaks_the_checksum(payload: bytes, data: st.DataObject) -> None:
    decoded = bytearray(decode_base58(base58check(b"", payload)) or b"")
    assert strip_checksum(bytes(decoded)) == payload
    decoded[data.draw(st.integers(0, len(decoded) - 1))] ^= data.draw(st.integers(1, 255))
    assert strip_checksum(bytes(decoded)) is None


@given(st.binary(min_size=0, max_size=76))
def test_decoding_undoes_encoding_in_blocks(payload: bytes) -> None:
    decoded = decode_base58_blocks(monero(18, payload))
    assert decoded is not None
    assert decoded[:-4] == b"\x12" + payload


@pytest.mark.parametrize("text", ["0", "O", "I", "l", "a b", "é", "1" * 129])
def test_other_characters_and_endless_texts_are_none(text: str) -> None:
    assert decode_base58(text) is None
    assert decode_base58_blocks(text) is None


@pytest.mark.parametrize("text", ["1", "1111", "zz", "zzzzzzzzzzz"])
def test_a_block_of_impossible_size_or_number_is_none(text: str) -> None:
    assert decode_base58_blocks(text) is None
