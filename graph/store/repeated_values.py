"""Which waiting rows repeat what identifies a record that goes: its numbers, documents and names, as whole words.

Cells are compared, not the text of the row: `7` is in `17` and `white` in `the white house`, and a row that is lost is
another person's. What the ontology says `identifies` counts, as the whole of a cell or as whole words of a longer one.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from graph.ontology import Ontology, PropertyClass, PropertySchema
from graph.parts import StoredProvenance, StoredValue, decode_part, decode_provenance
from graph.values import ValueType, fold_text, may_be_number

_APART = re.compile(r"""[\s,;()\[\]{}"'<>|]+|:(?!//)""")
_NO_WORD = re.compile("[^a-z0-9]+")
# Scripts that part no words: there a name is looked for within what stands together.
_HAN = re.compile("[぀-ヿ㐀-鿿]")
_UNPARTED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff぀-ヿ㐀-鿿]")
_MOST_WORDS = 12
_FEWEST_LETTERS = 5
_FEWEST_DIGITS = 7
_FEWEST_UNPARTED = 8
_FEWEST_HAN = 3
_FULL_DATE_DIGITS = 6
# A shorter sentence is said of many.
_FEWEST_OF_A_TEXT = 60
_NO_TEXTS = (PropertyClass.SOURCE,)
_RECORD = "r-"


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingCells:
    """What is looked at of a waiting row. `names`: the ids of what it was to give; `content` is mostly JSON."""

    id: str
    dataset: str
    names: Sequence[str]
    content: str
    value: str | None

    @property
    def is_nobodys(self) -> bool:
        """Return whether it names no record: nobody knows yet whose it is."""
        return not any(name.startswith(_RECORD) for name in self.names)


@dataclass(slots=True)
class RepeatedValues:
    """The values of records that go, by what a cell that repeats them tells.

    `telling`: one of them is enough. `weak`: a single first name or a date of birth tells nobody apart; a name with
    another of the same record does. `texts`: they count in rows of which nobody knows whose they are.
    """

    _telling: set[str] = field(default_factory=set)
    _unparted: set[str] = field(default_factory=set)
    _numbers: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _weak: dict[str, set[tuple[str, str, bool]]] = field(default_factory=lambda: defaultdict(set))
    _texts: set[str] = field(default_factory=set)
    _references: set[tuple[str, str]] = field(default_factory=set)

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, Any]], ontology: Ontology) -> "RepeatedValues":
        """Return the values of records, of which `rows` have `rid`, `kind` and the parts by the names of classes."""
        made = cls()
        for row in rows:
            made._add_reference(decode_provenance(row[PropertyClass.SOURCE]))
            kind = ontology.kinds[row["kind"]]
            for property_class in PropertyClass:
                for name, values in decode_part(row[property_class]).items():
                    if name in kind.properties:
                        made._add(row["rid"], kind.properties[name], values)
        return made

    def stand_in(self, row: WaitingCells) -> bool:
        """Return whether a waiting row repeats what identifies one of the records."""
        cells = list(_cells(row))
        if any(self._is_told(_words(cell)) for cell in cells):
            return True
        whole = {"".join(_words(cell)) for cell in cells}
        if self._is_told_by_two(whole):
            return True
        return row.is_nobodys and not (self._texts.isdisjoint(whole) and self._is_not_named(row, whole))

    def _add_reference(self, given: StoredProvenance) -> None:
        self._references.add((given.dataset, given.reference))

    def _add(self, rid: str, schema: PropertySchema, values: Sequence[StoredValue]) -> None:
        for value in values:
            # What has no key is a short code or a sender's name; its canonical form is put together.
            forms = {value.raw, value.value or ""} if value.key or not _is_of_a_selector(schema) else {value.raw}
            if schema.identifies:
                for form in forms:
                    self._add_identifying(rid, schema.name, form)
                if schema.type == ValueType.PHONE and value.key and value.value:
                    self._numbers[value.value[-_FEWEST_DIGITS:]].add(value.value)
            elif schema.type == ValueType.DATE and schema.property_class is PropertyClass.IDENTITY:
                for form in map(_joined, forms):
                    if len(form) >= _FULL_DATE_DIGITS:
                        self._weak[form].add((rid, schema.name, False))
            elif schema.type in {ValueType.TEXT, ValueType.NAME} and schema.property_class not in _NO_TEXTS:
                self._texts |= {_joined(form) for form in forms if _is_long(schema, form)}

    def _add_identifying(self, rid: str, name: str, form: str) -> None:
        joined = _joined(form)
        if not _tells(form):
            if joined:
                self._weak[joined].add((rid, name, True))
            return
        self._telling.add(joined)
        if _UNPARTED.search(joined) and not any(c.isdigit() for c in joined):
            self._unparted.add(joined)

    def _is_told(self, words: Sequence[str]) -> bool:
        joined = "".join(words)
        if self._unparted and _UNPARTED.search(joined) and any(value in joined for value in self._unparted):
            return True
        return any(run in self._telling or self._is_number(run) for run in _runs(words))

    def _is_number(self, run: str) -> bool:
        """Return whether a number is one of a record's, written without its country."""
        if not self._numbers or not run.isdigit():
            return False
        return any(may_be_number(run, number) for number in self._numbers.get(run[-_FEWEST_DIGITS:], ()))

    def _is_told_by_two(self, whole: Iterable[str]) -> bool:
        found: dict[str, set[tuple[str, bool]]] = defaultdict(set)
        for cell in whole:
            for rid, name, identifies in self._weak.get(cell, ()):
                found[rid].add((name, identifies))
        return any(len(named) > 1 and any(identifies for _, identifies in named) for named in found.values())

    def _is_not_named(self, row: WaitingCells, whole: Iterable[str]) -> bool:
        """Return whether no cell is a record's reference: a link's ends, or a word that is no number of a list."""
        references = {reference for dataset, reference in self._references if dataset == row.dataset}
        telling = {_joined(reference) for reference in references if _tells(reference)}
        return telling.isdisjoint(whole) and references.isdisjoint(_ends(row.content))


def _is_of_a_selector(schema: PropertySchema) -> bool:
    return schema.key or schema.selector is not None


def _is_long(schema: PropertySchema, text: str) -> bool:
    return _tells(text) if schema.type == ValueType.NAME else len(_joined(text)) >= _FEWEST_OF_A_TEXT


def _tells(text: str) -> bool:
    """Return whether a value tells one from others: a full name or a number, not `Lek`, `white` or `7`."""
    parts = _plain(text).split()
    joined = "".join(parts)
    if joined.isdigit():
        return len(joined) >= _FEWEST_DIGITS
    if _HAN.search(joined):
        return len(joined) >= _FEWEST_HAN
    if len(joined) >= _FEWEST_UNPARTED and _UNPARTED.search(joined):
        return True
    return len(joined) >= _FEWEST_LETTERS and (len(parts) > 1 or any(c.isdigit() for c in joined))


def _plain(text: str) -> str:
    """Return a text in lower case with spaces for all that is no letter, mark or digit."""
    folded = fold_text(text).casefold()
    if folded.isascii():
        return _NO_WORD.sub(" ", folded)
    return "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in folded)


def _joined(text: str) -> str:
    return "".join(_plain(text).split())


def _words(cell: str) -> list[str]:
    """Return a cell's words without their punctuation. A name with a hyphen, an address and a link are one each."""
    tokens = _APART.split(cell)
    # A slash parts names and numbers, and belongs to a link.
    parts = (part for token in tokens for part in ([token] if "." in token else token.split("/")))
    return [joined for part in parts if (joined := _joined(part))]


def _runs(words: Sequence[str]) -> Iterator[str]:
    """Yield what words that follow one another make: `081 234 5678` is one number."""
    for start in range(len(words)):
        run = ""
        for word in words[start : start + _MOST_WORDS]:
            run += word
            yield run


def _cells(row: WaitingCells) -> Iterator[str]:
    if row.value is not None:
        yield row.value
    try:
        parsed = orjson.loads(row.content)
    except ValueError:
        yield row.content
        return
    yield from _texts(parsed)


def _texts(parsed: object) -> Iterator[str]:
    """Yield the texts and numbers within a parsed content; the names of its fields are no values."""
    if isinstance(parsed, dict):
        parsed = list(parsed.values())
    if isinstance(parsed, list):
        for item in parsed:
            yield from _texts(item)
    elif isinstance(parsed, str | int | float) and not isinstance(parsed, bool):
        yield str(parsed)


def _ends(content: str) -> set[str]:
    """Return the references that a submitted link joins, as they were given."""
    try:
        parsed = orjson.loads(content)
    except ValueError:
        return set()
    found = (parsed.get(name) for name in ("source_reference", "target_reference")) if isinstance(parsed, dict) else ()
    return {text for text in found if isinstance(text, str)}
