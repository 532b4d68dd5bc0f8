"""Names of German inns as they stand behind a preposition and without it: Zum Roten Ochsen, Roter Ochse."""

from __future__ import annotations

import re

# Behind one of these stands the dative, in which an adjective ends in EN: Zum Goldenen Adler, Zu den Drei Linden.
_PREPOSITIONS = r"\b(?:zum|zur|zu den|zu der|im|beim|am)\s+"
_IN_DATIVE = re.compile(rf"{_PREPOSITIONS}(?:\w+\s+)?\w+en\b", re.IGNORECASE)
_OPENING = re.compile(f"^{_PREPOSITIONS}", re.IGNORECASE)
# The endings of adjectives, and those that weak nouns and the dative of many things add.
_ENDING = re.compile(r"(?<=\w{3})(?:en|er|es|em|e|n)$", re.IGNORECASE)


def is_in_dative(name: str) -> bool:
    """Tell whether a name has an adjective or a noun in the dative behind a German preposition."""
    return _IN_DATIVE.search(name) is not None


def without_endings(name: str) -> str:
    """Return a name's words without its preposition and the endings that German declines by: every case of it is alike.

    Args:
        name: one without its words for houses: Zu den Drei Linden.
    """
    return " ".join(_ENDING.sub("", word) for word in _OPENING.sub("", name).split())
