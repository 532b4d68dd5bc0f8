"""Countries beside: a value has a country in another property class, with which it is not read.

Who may read the value alone would learn of the country by what the value was read as. So an originator says in the
value's own class how it is written (`phoneCountry`); where that is left out and would tell another value, it is told.
"""

from collections.abc import Iterable, Mapping

from graph import KindSchema, Ontology, PropertySchema, Record
from graph.values import NormalisedValue
from ingest.values.property_reader import PropertyReader
from ingest.values.source_text import SourceText

Texts = Mapping[str, tuple[SourceText, ...]]

_SAYS_ITS_COUNTRY = "+"  # in front of a phone number


def with_countries_beside(kind: KindSchema, texts: Texts) -> dict[str, tuple[SourceText, ...]]:
    """Return the texts of a published record, its country said for the numbers that are written without their own.

    Args:
        kind: the record's kind.
        texts: property name to texts. Where they say how a number is written, that stands.
    """
    said = dict(texts)
    for prop in kind.properties.values():
        if prop.country is None or prop.country_beside is None or prop.country in said:
            continue
        local = [source for source in said.get(prop.name, ()) if not source.text.startswith(_SAYS_ITS_COUNTRY)]
        if local and prop.country_beside in said:
            said[prop.country] = said[prop.country_beside][:1]
    return said


class UnsaidCountries:
    """Tells which values of records the country beside them would read as others. Not safe for two threads at once."""

    def __init__(self, ontology: Ontology, *, country: str | None) -> None:
        """Take the kinds, and the `country` of the file or submission."""
        self._country = country
        self._kinds = {
            kind.name: (kind, props)
            for kind in ontology.kinds.values()
            if (props := tuple(p for p in kind.properties.values() if p.country_beside is not None))
        }
        self._readers: dict[tuple[str, str | None], PropertyReader] = {}

    def properties(self, record: Record) -> tuple[str, ...]:
        """Return the names of the properties of which a value would be another, had their country been said."""
        found = self._kinds.get(record.kind)
        if found is None:
            return ()
        kind, props = found
        return tuple(prop.name for prop in props if self._is_unsaid(kind, prop, record.properties))

    def are_of(self, records: Iterable[Record]) -> bool:
        """Return whether one of these records has such a value."""
        return any(self.properties(record) for record in records if record.kind in self._kinds)

    def _is_unsaid(
        self, kind: KindSchema, prop: PropertySchema, properties: Mapping[str, tuple[NormalisedValue, ...]]
    ) -> bool:
        beside = properties.get(prop.country_beside or "")
        told = beside[0].value if beside else None
        if told is None:
            return False
        values = properties.get(prop.name, ())
        is_said = prop.country in properties if prop.country is not None else self._country is not None
        if is_said or all(value.raw.startswith(_SAYS_ITS_COUNTRY) for value in values):
            return False
        texts = {prop.name: [SourceText(value.raw, value.raw) for value in values]}
        if prop.country is not None:
            texts[prop.country] = [SourceText(told, told)]
        reader = self._reader(kind, self._country if prop.country is not None else told)
        read = reader.read(texts, []).get(prop.name, ())
        reader.take_unread()
        return [value.value for value in read] != [value.value for value in values]

    def _reader(self, kind: KindSchema, country: str | None) -> PropertyReader:
        reader = self._readers.get((kind.name, country))
        if reader is None:
            reader = self._readers[kind.name, country] = PropertyReader(kind, country=country)
        return reader
