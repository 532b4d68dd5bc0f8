"""Blocking keys as the store keeps them: a record's keys are terms of a full-text index, each the digest of one key.

A row of terms stays one string of bytes in memory, sorted and without separators. It is written, queried and compared
in that form: no Python object is made for each term.
"""

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

TERM_BYTES = 8
_NO_KEY = hashlib.blake2b(digest_size=TERM_BYTES)


class BlockingKeys(NamedTuple):
    """Two rows of terms: those that a record is found by, and those that it looks for. Sorted, no repeats."""

    found_by: bytes = b""
    looks_for: bytes = b""


def block_terms(keys: Iterable[str]) -> list[bytes]:
    """Return the term of each blocking key, 8 bytes, in the order of the keys.

    A term is a digest, so that a key's text is never read as query syntax and gives no value away. A person has some
    fifty keys.
    """
    terms = []
    for key in keys:
        # A copy is made a quarter faster than a new one.
        digest = _NO_KEY.copy()
        digest.update(key.encode())
        terms.append(digest.digest())
    return terms


def split_terms(terms: bytes) -> list[bytes]:
    """Return the terms of a row as separate values."""
    return [terms[at : at + TERM_BYTES] for at in range(0, len(terms), TERM_BYTES)]


def terms_text(terms: bytes) -> str:
    """Return a row of terms as words of the full-text index: 16 hexadecimal digits each, separated by spaces."""
    return terms.hex(" ", TERM_BYTES)


def read_terms(text: str | None) -> bytes:
    """Return the row of terms that `terms_text` wrote; an empty row for no text."""
    return bytes.fromhex(text or "")
