import pytest

from graph.values.wallets.keccak import keccak_256


@pytest.mark.parametrize(
    ("data", "digest"),
    [
        (b"", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"),
        (b"abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"),
        (
            b"The quick brown fox jumps over the lazy dog",
            "4d741b6f1eb29cb2a9b9911c82f56fa8d73b04959d3d9d222895df6c0b28aa15",
        ),
        (b"transfer(address,uint256)", "a9059cbb2ab09eb219583f4a59a5d0623ade346d962bcd4e46b11da047c9049b"),
    ],
)
def test_published_digests(data: bytes, digest: str) -> None:
    assert keccak_256(data).hex() == digest


def test_every_length_around_a_block_has_a_digest_of_its_own() -> None:
    digests = {keccak_256(b"\x00" * n) for n in range(130, 142)} | {keccak_256(b"\x00" * n) for n in range(270, 275)}
    assert len(digests) == 17
    assert {len(d) for d in digests} == {32}
