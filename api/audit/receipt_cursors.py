"""Cursors of receipts: bound to the asker's agency and the question, and hiding the place that they stand for."""

import base64
import binascii
import hashlib
import hmac

from graph import CursorError, IdMinter

_PLACE_BITS = 128


class ReceiptCursors:
    """Makes and reads the cursors of one question.

    The seal keeps a cursor with its question, and hides the place: not everybody may count what is in the log.
    """

    def __init__(self, minter: IdMinter, *bound: str) -> None:
        self._minter = minter
        self._bound = bound

    def cursor(self, place: int) -> str:
        """Return the cursor of a place."""
        seal = self._minter.derived_id("c", *self._bound, str(place))[2:22]
        return base64.urlsafe_b64encode(f"{place ^ self._mask(seal):032x}.{seal}".encode()).decode()

    def place(self, cursor: str) -> int:
        """Return the place of a cursor.

        Raises:
            CursorError: it is none of this question.
        """
        try:
            text, _, seal = base64.urlsafe_b64decode(cursor.encode()).decode("ascii").partition(".")
            place = int(text, 16) ^ self._mask(seal)
        except (binascii.Error, UnicodeError, ValueError):
            place = -1
        if not 0 <= place < 1 << _PLACE_BITS or not hmac.compare_digest(self.cursor(place).encode(), cursor.encode()):
            raise CursorError
        return place

    def _mask(self, seal: str) -> int:
        return int(hashlib.sha256(self._minter.derived_id("c", "place", seal).encode()).hexdigest()[:32], 16)
