"""What the machine-readable lines of a passport say beside its number: the name, birth date, sex and nationality.

The lines stand where a source has put them, for a document's number or for a name. Their text is kept as the raw value
of a person's number, and what they say is given to the properties that the record leaves empty. A document's own record
keeps the number alone: several people may use it, and the lines name one. Lines that fail a check digit give nothing.
"""

from collections.abc import Mapping, Sequence

from graph.values import MachineReadable, is_machine_readable, read_machine_readable
from ingest.values.source_text import SourceText

_PLACES = {"Person": ("passportNumber", "nationalId", "name", "alias"), "IdentityDocument": ("number",)}
_NUMBERS = {"passport": "passportNumber", "visa": "passportNumber", "national-id": "nationalId"}


def said_by_lines(kind: str, texts: Mapping[str, Sequence[SourceText]]) -> Mapping[str, Sequence[SourceText]]:
    """Return a record's texts with what machine-readable lines among them say.

    Args:
        kind: the record's kind.
        texts: property name to texts; what is given stands before what lines say.
    """
    for name in _PLACES.get(kind, ()):
        for source in texts.get(name, ()):
            if "<<" in source.text and is_machine_readable(source.text):
                read = read_machine_readable(source.text)
                if not isinstance(read, str):
                    texts = _with(kind, texts, name, source, read)
    return texts


def _with(
    kind: str, texts: Mapping[str, Sequence[SourceText]], name: str, source: SourceText, read: MachineReadable
) -> dict[str, Sequence[SourceText]]:
    found = dict(texts)
    told = {"country": read.country, "documentType": read.kind, "expiresAt": read.expires}
    if kind == "IdentityDocument":
        found[name] = tuple(SourceText(read.number, read.number) if one is source else one for one in found[name])
    else:
        _move(found, name, _NUMBERS[read.kind], source)
        told = {"name": read.name, "birthDate": read.birth_date, "sex": read.sex, "nationality": read.nationality}
    for other, text in told.items():
        if text and not found.get(other):
            found[other] = (SourceText(text, text),)
    return found


def _move(found: dict[str, Sequence[SourceText]], name: str, number: str, source: SourceText) -> None:
    """Put lines where their document's number belongs, out of the place for names or for another document."""
    if name == number:
        return
    left = tuple(other for other in found[name] if other is not source)
    found[name] = left
    if not left:
        del found[name]
    found[number] = (*found.get(number, ()), source)
