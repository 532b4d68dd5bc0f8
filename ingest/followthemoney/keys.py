"""Entities of FollowTheMoney that name one thing by several numbers, as an account by its IBAN and its number at home.

The record of a number has one. Each other one is a record of its own beside it, since whoever else has that thing may
know it by that number alone: a vessel by IMO number and MMSI, a document by two numbers. In the notes nobody would meet
it, and who may read notes and no numbers would see it.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from graph import PropertySchema
from graph.values import NormalisedValue, ValueStatus, names_nothing, normalise
from ingest.values.source_text import SourceText

Texts = Mapping[str, tuple[SourceText, ...]]

_WORDS = {"imoNumber": "IMO", "mmsi": "MMSI"}
_WORLDWIDE = frozenset({"imoNumber", "iban"})
_DIGITS = re.compile(r"\d+")
_RANKS = {ValueStatus.VALID: 0, ValueStatus.POSSIBLE: 1, ValueStatus.INVALID: 2}


class KeyTexts(NamedTuple):
    """The texts of a record's own number, and by the schema's properties those of its numbers beside.

    Each is by the kind's property. With a number beside stand the country, the bank or the type by which it is read.
    """

    own: Texts
    beside: Mapping[str, Texts]


def key_text(name: str, text: str) -> SourceText:
    """Return the text of a schema's property as it is read where numbers are told by the word before them."""
    word = _WORDS.get(name)
    return SourceText(text, f"{word} {text}" if word is not None and _DIGITS.fullmatch(text) else text)


def key_texts(prop: PropertySchema, given: Mapping[str, Sequence[SourceText]], others: Texts) -> KeyTexts:
    """Return which of the numbers that an entity has is its record's, and which stand beside it.

    Args:
        prop: the key of the record's kind.
        given: the schema's properties that name the key, to their texts, none of them empty.
        others: the texts of the record's other properties.

    Returns:
        A number that its rules bear out is the record's before one that they do not, and one that is the same all over
        the world before another. Where one property holds two the record has both, which is one too many.
    """
    read = {name: _distinct(prop, texts, others) for name, texts in given.items()}
    several = next((tuple(values) for values in read.values() if len(values) > 1), None)
    if several is not None:
        return KeyTexts({prop.name: several}, {})
    single = {name: next(iter(values.items())) for name, values in read.items()}
    first, *rest = sorted(single, key=lambda name: (_RANKS[single[name][1].status], name not in _WORLDWIDE))
    own, value = single[first]
    explaining = {name: texts for name, texts in others.items() if name in {prop.country, *prop.hints.values()}}
    beside = {
        name: {**explaining, prop.name: (text,)}
        for name in rest
        for text, other in (single[name],)
        if _identity(other) != _identity(value) and not names_nothing(other, prop.type)
    }
    return KeyTexts({prop.name: (own,)}, beside)


def _distinct(prop: PropertySchema, texts: Sequence[SourceText], others: Texts) -> dict[SourceText, NormalisedValue]:
    """Return texts with what they are read as, one of those that are read as the same."""
    found: dict[str, tuple[SourceText, NormalisedValue]] = {}
    for text in texts:
        value = _read(prop, text, others)
        found.setdefault(_identity(value), (text, value))
    return dict(found.values())


def _read(prop: PropertySchema, text: SourceText, others: Texts) -> NormalisedValue:
    told = others.get(prop.country or "")
    country = normalise("country", told[0].text).value if told else None
    hints = {**prop.fixed_hints, **{hint: others[name][0].text for hint, name in prop.hints.items() if name in others}}
    return normalise(prop.type, text.text, country=country, hints=hints)


def _identity(value: NormalisedValue) -> str:
    return value.key or value.value or value.raw
