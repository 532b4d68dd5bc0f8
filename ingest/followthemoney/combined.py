"""Values that FollowTheMoney keeps in several properties: amounts beside their currency, positions, names in parts.

In the notes a place would be read by who may read free text and no places.

Source: the schemata Address, RealEstate and Person of FollowTheMoney 4.11.2; of amounts see
`ingest.followthemoney.amounts`.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from graph import KindSchema
from ingest.followthemoney.amounts import balance_texts, paid_texts
from ingest.values.source_text import NO_TEXTS, PlacedTexts, SourceText

_POSITION = ("latitude", "longitude")
NAME_PARTS: Final = ("firstName", "secondName", "middleName", "fatherName", "lastName")

_Values = Mapping[str, Sequence[str]]


def combined_texts(kind: KindSchema, values: _Values, *, country: str | None) -> PlacedTexts:
    """Return what an entity tells by several properties together, as far as its kind has a place for that.

    Args:
        kind: of the entity's record.
        values: the entity's properties as texts.
        country: of the file, with which its amounts are read.
    """
    found: dict[str, tuple[SourceText, ...]] = {}
    names: set[str] = set()
    amounts = (paid_texts(kind, values, country=country), balance_texts(kind, values, country=country))
    for told in (*amounts, _position(kind, values), _full_name(kind, values)):
        found.update(told.texts)
        names |= told.names
    return PlacedTexts(found, frozenset(names))


def name_of_parts(values: _Values) -> str | None:
    """Return the name of somebody who has none but in parts, of which there is one each; None of anybody else."""
    parts = {name: values[name] for name in NAME_PARTS if values.get(name)}
    is_whole = {"firstName", "lastName"} <= parts.keys() and all(len(texts) == 1 for texts in parts.values())
    return " ".join(texts[0] for texts in parts.values()) if is_whole and not values.get("name") else None


def _position(kind: KindSchema, values: _Values) -> PlacedTexts:
    """Return a position of one latitude and one longitude: of several nobody knows which go together."""
    told = [values.get(name, ()) for name in _POSITION]
    if "coordinates" not in kind.properties or any(len(texts) != 1 for texts in told):
        return NO_TEXTS
    text = ", ".join(texts[0] for texts in told)
    return PlacedTexts({"coordinates": (SourceText(text, text),)}, frozenset(_POSITION))


def _full_name(kind: KindSchema, values: _Values) -> PlacedTexts:
    text = name_of_parts(values) if kind.name == "Person" else None
    if text is None:
        return NO_TEXTS
    return PlacedTexts({"name": (SourceText(text, text),)}, frozenset(name for name in NAME_PARTS if values.get(name)))
