"""Turns the rows of one table into records and links: a mapping compiled once for one header."""

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import NamedTuple

from graph.values import ValueType
from ingest.errors import MappingError, UnknownColumnError
from ingest.mapped_rows import MappedRow
from ingest.mapping import FileKind, SourceMapping
from ingest.records import RowAssembler
from ingest.rules import CELL_COUNTS, Problem, Rule
from ingest.sources.cell_amounts import number_of
from ingest.sources.rows import SourceRow
from ingest.supply import Supply
from ingest.tables.cell_readers import Cells, PartsReader, condition_reader, plain_column
from ingest.tables.row_plans import EndPlan, LinkPlan, MadeRecord, RecordPlan

_DELIMITERS = (";", "|")  # of a tab a column's name has a space
_NO_AMOUNTS: Mapping[int, str] = MappingProxyType({})
MOST_PARTS = 50
"""How many records `each` makes of one cell of a row."""


class _Part(NamedTuple):
    """A row as one part of a cell has it, and the record of that part."""

    cells: Cells
    record: MadeRecord | None


class RowMapper:
    """Maps the rows of one table. Not safe for use by two threads at once."""

    def __init__(
        self, mapping: SourceMapping, supply: Supply, header: Sequence[str], *, source: str = "the file"
    ) -> None:
        """Compile the mapping for a header.

        Raises:
            UnknownColumnError: the mapping names a column that the header lacks; `source` names the file.
            MappingError: none of the mapping's columns is in the header.
        """
        check_columns(mapping, header, source)
        self._header = tuple(header)
        self._index = {name: i for i, name in enumerate(header)}
        self._mapped = frozenset(self._index[c.name] for c in mapping.columns())
        self._skip = tuple(filter(None, (condition_reader(skip, self._index) for skip in mapping.file.skip)))
        self._skip_set_aside = mapping.file.skip_set_aside
        self._assembler = RowAssembler(supply)
        self._records = tuple(
            RecordPlan(r, supply.ontology.kind(r.kind), supply.country, self._index) for r in mapping.records.values()
        )
        self._plans = {plan.name: plan for plan in self._records}
        self._links = tuple(LinkPlan(k, supply, self._index) for k in mapping.links)
        self._parted = frozenset(plan.name for plan in self._records if plan.each is not None)
        self._amounts = _columns_of_amounts(mapping, supply, self._index)
        self._numbers = _columns_in_amounts(mapping, supply, self._index) - self._amounts
        self._given: set[str] = set()

    @property
    def records_not_given(self) -> tuple[str, ...]:
        """Return the names of the mapping's records that none of the rows mapped so far was to give."""
        return tuple(plan.name for plan in self._records if plan.name not in self._given)

    def skips(self, row: SourceRow) -> bool:
        """Return whether the mapping passes a row over, such as one with totals, or that its author struck through."""
        if row.set_aside and not row.set_aside.isdisjoint(self._skip_set_aside):
            return True
        return any(condition(row.cells) for condition in self._skip) if self._skip else False

    def map_row(self, row: SourceRow) -> MappedRow:
        """Return what a row gives; one broken rule and it gives problems alone."""
        row = self._with_amounts(row)
        assembler = self._assembler
        flawed = self._note_flaws(row) if row.flaws else ()
        made: dict[str, MadeRecord] = {}
        parts: dict[str, list[_Part]] = {}
        wanted: RecordPlan | None = None
        for plan in self._records:
            for cells in (row.cells,) if plan.each is None else self._rows(plan.each, row.cells):
                if plan.when is not None and not plan.when(cells):
                    continue
                wanted = wanted or plan
                record = self._add_record(plan, cells)
                if record is not None:
                    made[plan.name] = record
                    if plan.each is not None:
                        parts.setdefault(plan.name, []).append(_Part(cells, record))
                if flawed and plan.is_referred_to_by(flawed):
                    self._assembler.flaw_reference(plan.reference(cells))
        self._given.update(made)
        if wanted is not None and not made:
            column = wanted.empty_reference_column(row.cells)
            assembler.problems.append(Problem(rule=Rule.MISSING_REFERENCE, column=column))
        self._add_links(row.cells, made, parts)
        mapped = assembler.take()
        if any(len(several) > 1 for several in parts.values()):
            # What is wrong with the rest of the row is wrong in each part.
            mapped = replace(mapped, is_parted=True, problems=tuple(dict.fromkeys(mapped.problems)))
        return _miscounted(mapped) if row.flaws else mapped

    def _rows(self, each: PartsReader, cells: Cells) -> list[Cells]:
        """Return the row as each part of a cell has it, none where they are too many: a wrong sign parts every word."""
        parts = each.parts(cells)
        if len(parts) > MOST_PARTS:
            problem = Problem(rule=Rule.TOO_MANY_VALUES, column=each.column, value=str(len(parts)))
            self._assembler.problems.append(problem)
            return []
        return [each.row(cells, part) for part in parts]

    def _add_record(self, plan: RecordPlan, cells: Cells) -> MadeRecord | None:
        reference = plan.reference(cells)
        if not reference:
            return None
        own = partial(self._own_reference, plan, reference, cells) if plan.is_named_by_value else None
        return plan.add(cells, reference, self._assembler, own)

    def _add_links(self, cells: Cells, made: Mapping[str, MadeRecord], parts: Mapping[str, Sequence["_Part"]]) -> None:
        for link in self._links:
            name = link.end_among(self._parted)
            for part in (_Part(cells, None),) if name is None else parts.get(name, ()):
                if link.when is None or link.when(part.cells):
                    ends = made if name is None or part.record is None else {**made, name: part.record}
                    link.add(part.cells, ends, self._assembler)

    def _own_reference(self, plan: RecordPlan, reference: str, cells: Cells) -> str | None:
        """Return the reference of a selector whose number is none: of what the row links it with, else of all it holds.

        None where the row says nothing else.
        """
        ends = (end for link in self._links for end in link.ends_beside(plan.name, cells))
        names = list(dict.fromkeys(name for end in ends for name in self._end_references(end, cells) if name))
        if not names:
            others = (other for other in self._records if other is not plan)
            names = list(dict.fromkeys(name for other in others for name in self._references_of(other, cells) if name))
        return self._assembler.own_reference(reference, names) if names else None

    def _end_references(self, end: EndPlan, cells: Cells) -> Sequence[str]:
        if end.local is not None:
            return self._references_of(self._plans[end.local], cells)
        return (end.reference(cells),) if end.reference is not None else ()

    def _references_of(self, plan: RecordPlan, cells: Cells) -> Sequence[str]:
        if plan.each is None:
            return (self._reference_of(plan, cells),)
        parts = plan.each.parts(cells)[:MOST_PARTS]
        return [self._reference_of(plan, plan.each.row(cells, part)) for part in parts]

    def _reference_of(self, plan: RecordPlan, cells: Cells) -> str:
        """Return a record's reference, an empty one where the row has no such record or its number is none."""
        if plan.when is not None and not plan.when(cells):
            return ""
        reference = plan.reference(cells)
        return "" if reference and plan.names_nothing(cells, self._assembler) else reference

    def content(self, row: SourceRow) -> str:
        """Return the whole row as JSON, column by column, so that it can be mapped again."""
        return row_content(self._header, self._with_amounts(row))

    def _with_amounts(self, row: SourceRow) -> SourceRow:
        """Return a row with the currencies of its cells' formats in the columns that are amounts and nothing else.

        Beside another column or a word, which say the currency, the number alone is told apart from thousands.
        """
        if not row.amounts:
            return row
        told = {at: text for at, text in row.amounts.items() if at in self._amounts}
        told.update((at, number_of(text)) for at, text in row.amounts.items() if at in self._numbers)
        if not told:
            return row
        return row._replace(cells=tuple(told.get(at, cell) for at, cell in enumerate(row.cells)), amounts=_NO_AMOUNTS)

    def _note_flaws(self, row: SourceRow) -> Collection[int]:
        """Note the flaws of a row that the mapping cares for, and return the columns of such cells."""
        for flaw in row.flaws:
            if flaw.column is None:
                self._assembler.problems.append(Problem(rule=flaw.rule, value=flaw.seen))
            elif flaw.column in self._mapped:
                seen = row.cells[flaw.column] if flaw.seen is None else flaw.seen
                self._assembler.problems.append(Problem(rule=flaw.rule, column=self._header[flaw.column], value=seen))
        return frozenset(flaw.column for flaw in row.flaws if flaw.column is not None)


def _columns_of_amounts(mapping: SourceMapping, supply: Supply, index: Mapping[str, int]) -> frozenset[int]:
    """Return the columns that a mapping passes on as amounts, whole, and reads as nothing else.

    Where a template puts another column or a word beside the number, that says what the currency is.
    """
    plain: Counter[int] = Counter()
    for record in mapping.records.values():
        properties = supply.ontology.kind(record.kind).properties
        for name, rules in record.properties.items():
            at = plain_column(rules[0], index) if len(rules) == 1 else None
            if at is not None and name in properties and properties[name].type == ValueType.AMOUNT:
                plain[at] += 1
    used = Counter(index[column.name] for column in mapping.columns())
    return frozenset(at for at, times in plain.items() if used[at] == times)


def _columns_in_amounts(mapping: SourceMapping, supply: Supply, index: Mapping[str, int]) -> frozenset[int]:
    """Return the columns of which a mapping makes amounts and nothing else, be it together with others."""
    in_amounts: Counter[int] = Counter()
    for record in mapping.records.values():
        properties = supply.ontology.kind(record.kind).properties
        for name, rules in record.properties.items():
            if name in properties and properties[name].type == ValueType.AMOUNT:
                in_amounts.update(index[column.name] for rule in rules if not rule.translate for column in rule.columns)
    used = Counter(index[column.name] for column in mapping.columns())
    return frozenset(at for at, times in in_amounts.items() if used[at] == times)


def _miscounted(row: MappedRow) -> MappedRow:
    """Return a row with too many or too few cells with that problem alone: what it breaks besides is shifted cells."""
    told = tuple(problem for problem in row.problems if problem.rule in CELL_COUNTS)
    return replace(row, problems=told) if told else row


def row_content(header: Sequence[str], row: SourceRow) -> str:
    """Return a row as a JSON object from column to text; surplus cells are named by their position."""
    surplus = [f"(column {i})" for i in range(len(header) + 1, len(row.cells) + 1)]
    content = dict(zip((*header, *surplus), row.cells, strict=True))
    return json.dumps(content, ensure_ascii=False)


def check_columns(mapping: SourceMapping, header: Sequence[str], source: str) -> None:
    """Check that a header has all columns that a mapping names.

    Raises:
        UnknownColumnError: it lacks one.
        MappingError: it has none of them, so that the mapping is of another file, or the file written in another way.
    """
    known = set(header)
    columns = tuple(mapping.columns())
    missing = [c for c in columns if c.name not in known]
    if missing and len(missing) == len(columns):
        problem = f"`{source}` has none of the mapping's columns: is it the mapping of another file?"
        if mapping.file.kind_of(source) is FileKind.XLSX:
            problem = f"{problem[:-1]}, or does another row name them (`header`)?"
        elif len(known) == 1:
            sign = next((f", as `{sign}`" for sign in _DELIMITERS if sign in header[0]), "")
            problem = f"`{source}` has one column only: is its `delimiter` another one{sign}?"
        raise MappingError(mapping.name, missing[0].line, problem)
    for column in missing:
        raise UnknownColumnError(mapping.name, column.line, column=column.name, source=source, known=header)
