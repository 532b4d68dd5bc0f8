"""Names from a document's machine-readable lines that end where the field does: `...<<MARIA<APARECID` is Aparecida."""

from __future__ import annotations

from entity_resolution.names.reading import read_otherwise
from entity_resolution.names.scripts.form import NameForm

_FILLER = "<"
# Characters that the field of a name has: of a passport, a small document, a card. A scanner loses one or adds one.
_FIELDS = frozenset({38, 39, 40, 31, 30})
_FEWEST_LETTERS = 3


def in_full_as_the_other(left: NameForm, right: NameForm) -> tuple[NameForm, NameForm]:
    """Return two persons' names, the last word of one that its field may have cut as the other has it in full.

    Args:
        left: one name.
        right: the other.
    """
    if _FILLER not in left.raw and _FILLER not in right.raw:
        return left, right
    return _in_full(left, right), _in_full(right, left)


def _in_full(name: NameForm, other: NameForm) -> NameForm:
    if not _fills_its_field(name.raw) or len(name.tokens) < 2:
        return name
    *words, cut = name.tokens
    if len(cut) < _FEWEST_LETTERS or cut in other.tokens:
        return name
    whole = next((word for word in other.tokens if word.startswith(cut) and word not in words), None)
    return name if whole is None else read_otherwise(name, " ".join((*words, whole)))


def _fills_its_field(raw: str) -> bool:
    """Tell whether a name's field has no filler at its end, so that what stands last may go on."""
    text = raw.strip()
    return _FILLER * 2 in text and text[-1] != _FILLER and len(text) in _FIELDS
