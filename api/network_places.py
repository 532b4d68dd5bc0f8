"""Where an answer about direct neighbours ended, as a sealed cursor: the rest stands behind it, whatever left since."""

from api.cursors import CursorSeal
from entity_resolution.networks.networks import Along
from graph import IdMinter, ReadScope, RecordId
from graph.store import RecordOrder


class NetworkPlaces:
    """Closes and opens the places of one question about neighbours in one view."""

    def __init__(
        self, minter: IdMinter, scope: ReadScope, record_id: str, along: Along, *, directed: bool = False
    ) -> None:
        words = (None if words is None else sorted(words) for words in (along.types, along.kinds))
        asked = (record_id, *words, *(["directed"] if directed else []))
        self._seal = CursorSeal(minter, f"{scope.view_key}|network|{asked}")

    def close(self, place: RecordOrder | None) -> str | None:
        """Return the cursor of a place; `None` where nothing is left."""
        return self._seal.close(place) if place is not None else None

    def open(self, cursor: str | None) -> RecordOrder | None:
        """Return the place of a cursor; `None` without one.

        Raises:
            CursorError: it was changed, or belongs to another question or view.
        """
        if cursor is None:
            return None
        received, rid = self._seal.open(cursor)
        return int(received), RecordId(str(rid))
