"""Sealed cursors: the place of an item in its list, which nobody but the product reads or makes.

The place is enciphered, since among what lists are sorted by are numbers that all agencies' items share, and
authenticated together with the question and the view that the cursor belongs to.

Source:
    RFC 5297, synthetic initialisation vector: one place has one cursor, so that equal answers are equal byte for byte.
"""

import base64
import binascii
import json

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from graph import CursorError, IdMinter

Place = tuple[str | int | float, ...]
"""What an item is sorted by in its list, its id last where the rest may be equal."""

_MARK = "c."  # tells a cursor from an id
_BLOCK = 64  # places are filled up to whole blocks: the length of a number would tell how large it is


class CursorSeal:
    """Closes and opens the cursors of one question in one view."""

    def __init__(self, minter: IdMinter, binding: str) -> None:
        # Two halves of 16 bytes, as the cipher takes two keys; what mints ids never has these parts.
        halves = (minter.derived_id("c", "cursor key", half).partition("-")[2] for half in ("one", "two"))
        self._cipher = AESSIV(bytes.fromhex("".join(halves)))
        self._bound = [binding.encode()]

    def close(self, place: Place) -> str:
        """Return the cursor of a place."""
        plain = json.dumps(place).encode()  # not orjson, which has no infinite weights
        filled = plain.ljust(-(-len(plain) // _BLOCK) * _BLOCK)
        return _MARK + _encoded(self._cipher.encrypt(filled, self._bound))

    def open(self, cursor: str) -> Place:
        """Return the place of a cursor.

        Raises:
            CursorError: it was changed, or belongs to another question or view.
        """
        text = cursor.removeprefix(_MARK)
        try:
            sealed = base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
            # Several texts decode to the same bytes; one of them is the cursor.
            if cursor != _MARK + _encoded(sealed):
                raise CursorError
            plain = self._cipher.decrypt(sealed, self._bound)
        except (binascii.Error, UnicodeError, ValueError, InvalidTag) as exc:
            raise CursorError from exc
        return tuple(json.loads(plain))


def _encoded(sealed: bytes) -> str:
    return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()
