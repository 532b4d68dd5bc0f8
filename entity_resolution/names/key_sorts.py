"""The sorts of blocking keys that names have: a letter and a colon in front say what of a name the rest is."""

from __future__ import annotations

from enum import StrEnum


class KeySort(StrEnum):
    """Of what of a name a key is. The store keeps digests of keys: a sort that is written otherwise finds none of them.

    Makers of keys bind the `value` once: formatting a member of an enum takes twice the time of formatting a text.
    """

    WHOLE = "w:"
    """All its words run together, by their consonants."""
    WRITTEN = "n:"
    """All of it in its own script, as it is written."""
    SURNAME = "c:"
    """A row of the table of Chinese surnames, and the consonants of all the given name."""
    BURMESE = "b:"
    """All its words run together, by the consonants that Burmese hears."""
    LETTERS = "a:"
    """Two parts of an Arabic name by their letters, an acronym, or a short word with the Arabic article joined."""
    WORD = "t:"
    """One telling word by its consonants."""
    COMBINED = "x:"
    """A word by its consonants with the first ones of the others behind a `.`, or two words with `+` between them."""
    SYLLABLE = "s:"
    """A row of the table of Chinese surnames, and one syllable of the given name in Mandarin."""
    INITIALS = "i:"
    """The first letters of a company's or place's words, or a word that may be such letters."""
    BEFORE_TRADES = "j:"
    """The first letters of a company's words before those of its trade, and these in full."""
    BEGINNINGS = "p:"
    """The beginnings of two of a company's words run together."""
    ENGLISH = "g:"
    """What all known words of a company's name say in English, whatever their order."""
    CONSONANTS = "l:"
    """The words of a company's name that are in no table, by the classes of their consonants."""
    HEAD = "h:"
    """The first consonants of a whole name."""
    TAIL = "e:"
    """The last consonants of a whole name."""
    ONSETS = "o:"
    """The consonants with which the syllables of a Burmese place begin."""
