"""What a mapping says: how the columns of one tabular file become records and links.

A mapping is a value; `ingest.tables.mapping_file` reads it from YAML and `ingest.tables.tabular` compiles it for one
header.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from graph import Evaluation
from graph.values import fold_reference
from ingest.separators import Separators
from ingest.values.serial_days import DayCount

_WORKBOOK_ENDINGS = (".xlsx", ".xlsm")
_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


class FileKind(StrEnum):
    """Formats that a mapping can describe."""

    CSV = "csv"
    XLSX = "xlsx"


class SetAside(StrEnum):
    """How somebody set a row of a sheet aside, as its texts do not tell: hidden, or its filled cells struck through."""

    HIDDEN = "hidden"
    STRUCK = "struck"
    PARTLY_STRUCK = "partly struck"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFormat:
    """How the file is written.

    `header` is the row that names the columns, 0 where none does and `columns` names them; texts in `empty` count as
    empty cells; `kind` is told by the file's name where it is None, `encoding` by its first bytes; with `short_rows`
    rows of delimited text may end at their last filled cell, as those of a sheet do. Rows for which one of `skip` holds
    are passed over, and those of a sheet that were set aside in one of the ways in `skip_set_aside`.
    """

    kind: FileKind | None = None
    delimiter: str = ","
    encoding: str | None = None
    sheet: str | None = None
    header: int = 1
    columns: tuple[str, ...] = ()
    empty: frozenset[str] = frozenset()
    short_rows: bool = False
    skip: "tuple[Condition, ...]" = ()
    skip_set_aside: frozenset[SetAside] = frozenset()
    line: int = 1

    def kind_of(self, file: str) -> FileKind:
        """Return of which kind a file of this name is."""
        by_name = FileKind.XLSX if file.lower().removesuffix(".gz").endswith(_WORKBOOK_ENDINGS) else FileKind.CSV
        return self.kind or by_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column that the mapping names, folded as the names of a header are, and the line on which it does."""

    name: str
    line: int

    def __post_init__(self) -> None:
        # Two programs may write one letter in two ways, and neither shows.
        object.__setattr__(self, "name", fold_reference(self.name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """Literal texts and columns in turn: `literals` has one more member than `columns`."""

    literals: tuple[str, ...]
    columns: tuple[Column, ...]

    @classmethod
    def of_column(cls, name: str, line: int) -> "Template":
        """Return the template that is one column."""
        return cls(literals=("", ""), columns=(Column(name=name, line=line),))

    @classmethod
    def parse(cls, text: str, line: int) -> "Template":
        """Return the template that a text such as `{case}-{no}` describes.

        Raises:
            ValueError: a brace has no partner.
        """
        parts = _PLACEHOLDER.split(text)
        if any("{" in literal or "}" in literal for literal in parts[::2]):
            raise ValueError("a brace without its partner")
        return cls(literals=tuple(parts[::2]), columns=tuple(Column(name=name, line=line) for name in parts[1::2]))


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueRule:
    """Where texts come from: a constant or a template, then split, then translated, then the default.

    `translate` maps a text of the source to another; what it does not name stays as it is, or becomes `default`. With
    `serial` numbers are days as spreadsheets count them.
    """

    template: Template | None = None
    constant: str | None = None
    split: Separators | None = None
    translate: Mapping[str, str] = field(default_factory=dict)
    default: str | None = None
    serial: DayCount | None = None

    @property
    def columns(self) -> tuple[Column, ...]:
        """Return the columns that the rule reads."""
        return self.template.columns if self.template is not None else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What a column has: one of `values`, or a text that begins with one of `begins`; with neither it is not empty."""

    column: Column
    values: frozenset[str] | None = None
    begins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CellParts:
    """A column of which each part is a record, and what stands between the parts of a cell."""

    column: Column
    split: Separators


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordMapping:
    """One record that a row may hold; with `each` one for each part of a cell."""

    name: str
    line: int
    kind: str
    reference: Template
    properties: Mapping[str, tuple[ValueRule, ...]]
    each: CellParts | None = None
    when: Condition | None = None
    profile: ValueRule | None = None
    evaluation: ValueRule | None = None
    subject_role: ValueRule | None = None
    asserted_at: ValueRule | None = None

    def rules(self) -> tuple[ValueRule | None, ...]:
        """Return all rules by which values of the record are read."""
        own = (self.profile, self.evaluation, self.subject_role, self.asserted_at)
        return (*own, *(rule for rules in self.properties.values() for rule in rules))


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteEnd:
    """The end of a link that another row or file of the same originator brings."""

    kind: str
    reference: Template
    dataset: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkMapping:
    """One link that a row may hold. An end is the local name of a record, or a remote one."""

    line: int
    type: str
    source: str | RemoteEnd
    target: str | RemoteEnd
    reference: Template | None = None
    when: Condition | None = None
    profile: ValueRule | None = None
    evaluation: ValueRule | None = None
    since: ValueRule | None = None
    until: ValueRule | None = None
    note: ValueRule | None = None

    def rules(self) -> tuple[ValueRule | None, ...]:
        """Return all rules by which values of the link are read."""
        return (self.profile, self.evaluation, self.since, self.until, self.note)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceMapping:
    """A whole mapping. `text` is its YAML, `name` its file for messages."""

    name: str
    text: str
    dataset: str
    originator: str | None
    profile: str | None
    country: str | None
    evaluation: Evaluation
    file: FileFormat
    records: Mapping[str, RecordMapping]
    links: tuple[LinkMapping, ...]

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the mapping's text."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def columns(self) -> Iterator[Column]:
        """Yield every column that the mapping names, in its order, with repeats."""
        yield from (condition.column for condition in self.file.skip)
        for record in self.records.values():
            yield from record.reference.columns
            yield from (record.each.column,) if record.each is not None else ()
            yield from _of_condition(record.when)
            yield from _of_rules(*record.rules())
        for link in self.links:
            for end in (link.source, link.target):
                yield from end.reference.columns if isinstance(end, RemoteEnd) else ()
            yield from link.reference.columns if link.reference is not None else ()
            yield from _of_condition(link.when)
            yield from _of_rules(*link.rules())

    def serials(self) -> Iterator[tuple[DayCount, int]]:
        """Yield from which year the mapping says that days are counted, each time with its line."""
        parts: tuple[RecordMapping | LinkMapping, ...] = (*self.records.values(), *self.links)
        for part in parts:
            for rule in part.rules():
                if rule is not None and rule.serial is not None:
                    yield rule.serial, rule.columns[0].line

    def needs_default_profile(self) -> bool:
        """Return whether some record or link has no handling profile of its own."""
        if any(r.profile is None for r in self.records.values()):
            return True
        return any(
            k.profile is None and isinstance(k.source, RemoteEnd) and isinstance(k.target, RemoteEnd)
            for k in self.links
        )


def _of_condition(condition: Condition | None) -> tuple[Column, ...]:
    return () if condition is None else (condition.column,)


def _of_rules(*rules: ValueRule | None) -> Iterator[Column]:
    for rule in rules:
        if rule is not None:
            yield from rule.columns
