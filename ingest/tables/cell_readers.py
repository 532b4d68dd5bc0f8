"""Readers of a row's cells, each made once of a rule of a mapping: conditions, references, and the texts of values."""

from collections.abc import Callable, Mapping, Sequence

from graph.values import fold_reference
from ingest.mapping import CellParts, Column, Condition, Template, ValueRule
from ingest.records import seen_reference
from ingest.values.serial_days import day_of_serial
from ingest.values.source_text import SourceText

Cells = Sequence[str]
# A sheet shows TRUE, its file and its CSV have the word in letters of their own.
_TRUTHS = {word: frozenset({word, word.upper(), word.capitalize()}) for word in ("true", "false")}


def condition_reader(condition: Condition | None, index: Mapping[str, int]) -> Callable[[Cells], bool] | None:
    """Return a function that tells whether a row meets a condition, `None` where there is none."""
    if condition is None:
        return None
    at = index[condition.column.name]
    begins = condition.begins
    if condition.values is None:
        return lambda cells: bool(cells[at])
    values = condition.values.union(*(_TRUTHS.get(text.lower(), ()) for text in condition.values))
    if begins:
        return lambda cells: cells[at] in values or cells[at].startswith(begins)
    return lambda cells: cells[at] in values


def reference_reader(template: Template, index: Mapping[str, int]) -> Callable[[Cells], str]:
    """Return a function that fills a reference, and gives an empty text where one of its columns is empty."""
    places = tuple(_place(column, index) for column in template.columns)
    literals = template.literals
    if len(places) == 1 and not any(literals):
        only = places[0]
        return lambda cells: seen_reference(cells[only])
    last = literals[-1]
    pairs = tuple(zip(literals, places, strict=False))

    def fill(cells: Cells) -> str:
        text = ""
        for literal, place in pairs:
            cell = seen_reference(cells[place])
            if not cell:
                return ""
            text += literal + cell
        return text + last

    return fill


class PartsReader:
    """Takes one cell of a row apart, and gives the row as each part has it."""

    __slots__ = ("_at", "column", "split")

    def __init__(self, each: CellParts, index: Mapping[str, int]) -> None:
        self.column = each.column.name
        self._at = _place(each.column, index)
        self.split = each.split

    def parts(self, cells: Cells) -> tuple[str, ...]:
        """Return the parts of the cell, none of them twice; one empty part where it holds none."""
        parts: dict[str, str] = {}
        for text in self.split.parts(cells[self._at]):
            part = seen_reference(text)
            if part:
                parts.setdefault(fold_reference(part), part)
        return tuple(parts.values()) or ("",)

    def row(self, cells: Cells, part: str) -> Cells:
        """Return the row with a part in the place of the whole cell."""
        return (*cells[: self._at], part, *cells[self._at + 1 :])


def _joining_reader(template: Template, index: Mapping[str, int]) -> Callable[[Cells], str]:
    """Return a function that fills a template for a value: an empty column takes the spaces beside it along."""
    places = tuple(_place(column, index) for column in template.columns)
    if len(places) == 1 and not any(template.literals):
        only = places[0]
        return lambda cells: cells[only]

    def fill(cells: Cells) -> str:
        if not any(cells[place] for place in places):
            return ""
        text = template.literals[0]
        for place, literal in zip(places, template.literals[1:], strict=True):
            text += cells[place] + literal
        return " ".join(text.split())

    return fill


def _place(column: Column, index: Mapping[str, int]) -> int:
    return index[column.name]


def plain_column(rule: ValueRule, index: Mapping[str, int]) -> int | None:
    """Return the place of the column that a rule passes on as it is, `None` for every other rule."""
    template = rule.template
    if template is None or len(template.columns) != 1 or any(template.literals):
        return None
    if rule.split is not None or rule.translate or rule.default is not None or rule.serial is not None:
        return None
    return _place(template.columns[0], index)


def text_reader(rule: ValueRule, index: Mapping[str, int]) -> Callable[[Cells], str]:
    """Return a function that gives the text of a rule before it is taken apart and translated."""
    if rule.template is not None:
        return _joining_reader(rule.template, index)
    constant = rule.constant or ""
    return lambda cells: constant


def texts_reader(rule: ValueRule, index: Mapping[str, int]) -> Callable[[Cells], tuple[SourceText, ...]]:
    """Return a function that gives a rule's texts; texts seen before are not taken apart again."""
    read = text_reader(rule, index)
    if rule.template is None and rule.constant and rule.split is None and not rule.translate and rule.default is None:
        fixed = (SourceText(rule.constant, rule.constant),)
        return lambda cells: fixed
    if rule.split is None and not rule.translate and rule.default is None and rule.serial is None:

        def plain(cells: Cells) -> tuple[SourceText, ...]:
            text = read(cells)
            return (SourceText(text, text),) if text else ()

        return plain
    known: dict[str, tuple[SourceText, ...]] = {}

    def full(cells: Cells) -> tuple[SourceText, ...]:
        text = read(cells)
        texts = known.get(text)
        if texts is None:
            texts = _split_and_translate(rule, text)
            if len(known) < 50_000:
                known[text] = texts
        return texts

    return full


def _split_and_translate(rule: ValueRule, text: str) -> tuple[SourceText, ...]:
    parts = rule.split.parts(text) if rule.split is not None else [text]
    raws = dict.fromkeys(stripped for part in parts if (stripped := part.strip()))
    if not raws:
        return (SourceText(rule.default, rule.default),) if rule.default is not None else ()
    return tuple(SourceText(raw, _translated(rule, raw)) for raw in raws)


def _translated(rule: ValueRule, raw: str) -> str:
    if raw in rule.translate:
        return rule.translate[raw]
    if rule.default is not None and rule.translate and raw not in rule.translate.values():
        return rule.default
    return raw if rule.serial is None else day_of_serial(raw, rule.serial)
