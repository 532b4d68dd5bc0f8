"""Which waiting rows repeat what identifies a record that goes: numbers and documents in any notation, and full names.

Cells are compared, not the text of the row: `7` is in `17` and `white` in `the white house`, and a row that is lost is
another person's. A number is issued to one, so it takes any row with it. A name is shared: it takes no row that names
another record, and of those that name none only one where it is a whole cell or stands beside another value of hers
(decision 0122).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.ontology import Ontology, PropertyClass, PropertySchema
from graph.parts import StoredProvenance, StoredValue, decode_part, decode_provenance
from graph.store.quarantine.waiting_cells import (
    HAN,
    UNPARTED,
    WaitingCells,
    address_form,
    addresses,
    digits_of,
    folded,
    joined,
    listed,
    machine_read_numbers,
    name_form,
    number_form,
    number_runs,
    plain,
    tokens_as_numbers,
)
from graph.values import ValueType, fold_reference, fold_text, may_be_number

_FEWEST_LETTERS = 5
_FEWEST_DIGITS = 7
_FEWEST_UNPARTED = 8
_FEWEST_HAN = 3
_FULL_DATE_DIGITS = 6
# A longer number is looked for as a whole cell or token alone: pieces are joined up to this length from each piece of a
# text on, also of one that somebody made of thousands. Wallets of 42 and 62 characters stand in sentences.
_MOST_JOINED = 64
# A shorter sentence is said of many.
_FEWEST_OF_A_TEXT = 60
_NO_TEXTS = (PropertyClass.SOURCE,)
_ADDRESSES = frozenset((ValueType.EMAIL, ValueType.URL, ValueType.HANDLE))
_WORD = re.compile("[a-z0-9]+")
# What may stand between the words of a name, and what behind it without making it a longer one.
_WITHIN = r"[\s.,]*"
_OWNED = re.compile("['\u2019]s(?![a-z])", re.IGNORECASE)
_HYPHENS = "-\u2010\u2011'\u2019"


@dataclass(slots=True)
class RepeatedValues:
    """The values of records that go, by what a cell that repeats them tells.

    `numbers` with a digit and `addresses`: one of them is enough, anywhere in a cell; of `long_numbers`, as a cell or a
    word of its own. `names`: in a row of nobody's, as a whole cell. `weak`: a single first name, a name shown or a date
    of birth tells nobody apart; two of the same record do, there. `texts` count there as well.
    """

    _numbers: set[str] = field(default_factory=set)
    _long_numbers: set[str] = field(default_factory=set)
    _longest: int = 0
    # The last digits of each number, by how many there are: what has none of them in a row is not looked for in it.
    _endings: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    _phones: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _addresses: set[str] = field(default_factory=set)
    _words_of_addresses: set[str] = field(default_factory=set)
    _names: set[str] = field(default_factory=set)
    _names_of: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _weak: dict[str, set[tuple[str, str, bool]]] = field(default_factory=lambda: defaultdict(set))
    _dates: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
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
        text = folded(row.text)
        near = row.is_escaped or self._may_hold_number(text)
        if (near or self._may_hold_address(text)) and any(self._holds(folded(cell)) for cell in row.cells()):
            return True
        return row.is_nobodys and self._is_told_of(row, dated=near)

    def _add_reference(self, given: StoredProvenance) -> None:
        self._references.add((given.dataset, fold_reference(given.reference)))

    def _add(self, rid: str, schema: PropertySchema, values: Sequence[StoredValue]) -> None:
        for value in values:
            # What has no key is a short code or a sender's name; its canonical form is put together.
            forms = {value.raw, value.value or ""} if value.key or not _is_of_a_selector(schema) else {value.raw}
            if schema.identifies:
                for form in forms:
                    self._add_identifying(rid, schema, form)
                if schema.type == ValueType.PHONE and value.key and value.value:
                    self._phones[value.value[-_FEWEST_DIGITS:]].add(value.value)
                    # With `00` in place of the plus it is longer by one.
                    self._longest = max(self._longest, len(value.value) + 1)
            elif schema.type == ValueType.DATE and schema.property_class is PropertyClass.IDENTITY:
                for form in forms:
                    self._add_date(rid, schema, form)
            elif schema.type in {ValueType.TEXT, ValueType.NAME} and schema.property_class not in _NO_TEXTS:
                self._texts |= {joined(form) for form in forms if _is_long(schema, form)}

    def _add_identifying(self, rid: str, schema: PropertySchema, form: str) -> None:
        if schema.type == ValueType.NAME:
            self._add_name(rid, schema, form)
        elif not _tells(form):
            self._add_weak(rid, schema.name, form)
        elif schema.type in _ADDRESSES:
            self._add_address(form)
        elif any(c.isdigit() for c in form):
            self._add_number(form)
        else:
            self._add_weak(rid, schema.name, form)

    def _add_name(self, rid: str, schema: PropertySchema, form: str) -> None:
        if schema.identifies_weakly or not _tells(form):
            self._add_weak(rid, schema.name, form)
        else:
            self._names.add(name_form(form))
            self._names_of[rid].add(form)

    def _add_weak(self, rid: str, name: str, form: str) -> None:
        if compared := name_form(form):
            self._weak[compared].add((rid, name, True))

    def _add_number(self, form: str) -> None:
        compared = number_form(folded(form))
        (self._numbers if len(compared) <= _MOST_JOINED else self._long_numbers).add(compared)
        self._look_for(compared)

    def _add_date(self, rid: str, schema: PropertySchema, form: str) -> None:
        if len(joined(form)) >= _FULL_DATE_DIGITS:
            self._weak[name_form(form)].add((rid, schema.name, False))
            compared = number_form(folded(form))
            self._dates[compared].add(rid)
            self._look_for(compared)

    def _add_address(self, form: str) -> None:
        compared = address_form(folded(form))
        self._addresses.add(compared)
        self._words_of_addresses.add(max(_WORD.findall(compared), key=len, default=""))

    def _look_for(self, compared: str) -> None:
        if len(compared) <= _MOST_JOINED:
            self._longest = max(self._longest, len(compared))
        last = digits_of(compared)[-_FEWEST_DIGITS:]
        self._endings[len(last)].add(last)

    def _may_hold_number(self, text: str) -> bool:
        """Return whether a number may stand in a text: a look at digits alone, which nearly every row ends with."""
        digits = digits_of(text)
        return any(
            not endings.isdisjoint([digits[i : i + length] for i in range(len(digits) - length + 1)])
            for length, endings in self._endings.items()
        )

    def _may_hold_address(self, text: str) -> bool:
        # One in other letters alone has no word to be found by.
        words = self._words_of_addresses
        return bool(words) and ("" in words or not words.isdisjoint(_WORD.findall(text)))

    def _holds(self, text: str) -> bool:
        """Return whether a number or an address of a record stands in a cell."""
        if self._may_hold_number(text) and self._holds_number(text):
            return True
        return bool(self._addresses) and not self._addresses.isdisjoint(addresses(text))

    def _holds_number(self, text: str) -> bool:
        if any(run in self._numbers or self._is_phone(run) for run in number_runs(text, self._longest)):
            return True
        if not self._numbers.isdisjoint(machine_read_numbers(text)):
            return True
        return bool(self._long_numbers) and not self._long_numbers.isdisjoint(tokens_as_numbers(text))

    def _is_phone(self, run: str) -> bool:
        """Return whether a number is one of a record's, written without its country or with `00` before it."""
        if not self._phones or not run.isdigit():
            return False
        found = self._phones.get(run[-_FEWEST_DIGITS:], ())
        return any(run == f"00{number[1:]}" or may_be_number(run, number) for number in found)

    def _is_told_of(self, row: WaitingCells, *, dated: bool) -> bool:
        """Return whether a row of nobody's tells of a record by its name, or by a text or reference of it."""
        cells = list(row.cells())
        whole = {name_form(part) for cell in cells for part in listed(cell)}
        if not self._names.isdisjoint(whole) or self._is_told_by_two(whole, cells, dated=dated):
            return True
        close = {form.replace(" ", "") for form in whole}
        return not (self._texts.isdisjoint(close) and self._is_not_named(row, close))

    def _is_told_by_two(self, whole: Iterable[str], cells: Sequence[str], *, dated: bool) -> bool:
        found: dict[str, set[tuple[str, bool]]] = defaultdict(set)
        for form in whole:
            for rid, name, identifies in self._weak.get(form, ()):
                found[rid].add((name, identifies))
        if any(len(named) > 1 and any(identifies for _, identifies in named) for named in found.values()):
            return True
        beside = {*found, *(self._dated(cells) if dated else ())}
        return any(
            _is_full_name_in(name, cell) for rid in beside for name in self._names_of.get(rid, ()) for cell in cells
        )

    def _dated(self, cells: Sequence[str]) -> set[str]:
        """Return the records of which a date stands somewhere in a cell."""
        runs = (run for cell in cells for run in number_runs(folded(cell), self._longest))
        return {rid for run in runs for rid in self._dates.get(run, ())}

    def _is_not_named(self, row: WaitingCells, whole: Iterable[str]) -> bool:
        """Return whether no cell is a record's reference: a link's ends, or a word that is no number of a list."""
        references = {reference for dataset, reference in self._references if dataset == row.dataset}
        # A reference in words is a sentence that others write as well.
        telling = {joined(r) for r in references if any(c.isdigit() for c in r) and _tells(r)}
        return telling.isdisjoint(whole) and references.isdisjoint(map(fold_reference, row.ends()))


def _is_of_a_selector(schema: PropertySchema) -> bool:
    return schema.key or schema.selector is not None


def _is_long(schema: PropertySchema, text: str) -> bool:
    return _tells(text) if schema.type == ValueType.NAME else len(joined(text)) >= _FEWEST_OF_A_TEXT


def _tells(text: str) -> bool:
    """Return whether a value tells one from others: a full name or a number, not `Lek`, `white` or `7`."""
    parts = plain(text).split()
    whole = "".join(parts)
    if whole.isdigit():
        return len(whole) >= _FEWEST_DIGITS
    if HAN.search(whole):
        return len(whole) >= _FEWEST_HAN
    if len(whole) >= _FEWEST_UNPARTED and UNPARTED.search(whole):
        return True
    return len(whole) >= _FEWEST_LETTERS and (len(parts) > 1 or any(c.isdigit() for c in whole))


def _is_full_name_in(name: str, cell: str) -> bool:
    """Return whether a name stands in a text, and not as the beginning of a longer one: as of `Min Htet Aung`.

    Where words are not parted nothing says where a name ends but the end of the letters: in doubt it is a longer one.
    """
    text = fold_text(cell)
    return any(_ends_there(m[0], text[m.end() :]) for m in _pattern(name).finditer(text))


def _pattern(name: str) -> re.Pattern[str]:
    words = plain(name).split()
    if UNPARTED.search(name):
        return re.compile(_WITHIN.join(map(re.escape, "".join(words))), re.IGNORECASE)
    return re.compile(r"(?<![\w'\u2019-])" + r"[\s.,'\u2019-]+".join(map(re.escape, words)), re.IGNORECASE)


def _ends_there(name: str, behind: str) -> bool:
    behind = _OWNED.sub("", behind, count=1) if _OWNED.match(behind) else behind
    following = behind.lstrip(" " + _HYPHENS)
    if not following or not plain(following[0]).strip():
        return True
    if following[0].isdigit():
        return following != behind
    # A word in lower case behind a name with capitals is none of its words.
    return behind.startswith(" ") and name[0].isupper() and not name.isupper() and following[0].islower()
