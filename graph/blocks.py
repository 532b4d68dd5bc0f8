"""Blocking keys as the store keeps them: a record's keys are terms of a full-text index, each the digest of one key.

In memory they stay bytes, sorted and one behind the other: they are written, asked for and laid side by side as they
are, and no number is made of any.
"""

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

TERM_BYTES = 8
_NO_KEY = hashlib.blake2b(digest_size=TERM_BYTES)


class BlockingKeys(NamedTuple):
    """Under which keys a record is found, and under which it looks for others: rows of terms, sorted, no repeats."""

    found_by: bytes = b""
    looks_for: bytes = b""


def block_terms(keys: Iterable[str]) -> list[bytes]:
    """Return the 8 bytes under which each of some blocking keys is indexed, in the order of the keys.

    Digests, so that a key's text is never query syntax and tells nothing. A person has some fifty keys.
    """
    terms = []
    for key in keys:
        # A copy is made a quarter faster than a new one.
        digest = _NO_KEY.copy()
        digest.update(key.encode())
        terms.append(digest.digest())
    return terms


def split_terms(terms: bytes) -> list[bytes]:
    """Return the terms of a row one by one."""
    return [terms[at : at + TERM_BYTES] for at in range(0, len(terms), TERM_BYTES)]


def terms_text(terms: bytes) -> str:
    """Return terms as words of the full-text index: 16 digits each, with spaces between."""
    return terms.hex(" ", TERM_BYTES)


def read_terms(text: str | None) -> bytes:
    """Return what `terms_text` wrote; no terms where there is no text."""
    return bytes.fromhex(text or "")
