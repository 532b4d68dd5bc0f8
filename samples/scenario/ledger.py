"""What the generator writes: tables, the truth about each record in them, and the rows that are bad on purpose."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial


class TruthError(Exception):
    """The generator said two things of one record, or one reference of two things."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueRecord:
    """Which thing a record is about."""

    originator: str
    dataset: str
    reference: str
    kind: str
    thing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """A row that has to be quarantined. `row` is the line of the file, the header being line 1."""

    originator: str
    dataset: str
    file: str
    row: int
    column: str
    rule: str


@dataclass(slots=True, kw_only=True)
class Table:
    """One file of one agency in the making. All rows have the same columns."""

    originator: str
    dataset: str
    file: str
    rows: list[dict[str, str]] = field(default_factory=list)
    records: dict[tuple[str, str], TrueRecord] = field(default_factory=dict)
    bad: list[BadRow] = field(default_factory=list)

    def add(self, row: Mapping[str, str], *records: tuple[str, str, str]) -> None:
        """Append a row and the records it holds: (kind, reference, thing); one with an empty reference is none.

        Raises:
            TruthError: an earlier row says that the reference is about another thing.
        """
        self.rows.append(dict(row))
        for kind, reference, thing in records:
            if not reference:
                continue
            record = TrueRecord(
                originator=self.originator, dataset=self.dataset, reference=reference, kind=kind, thing=thing
            )
            if self.records.setdefault((kind, reference), record) != record:
                raise TruthError(f"{self.file}: {kind} {reference}")

    def add_bad(self, row: Mapping[str, str], column: str, *rules: str) -> None:
        """Append a row of which one column breaks these rules; it holds no record."""
        self.rows.append(dict(row))
        place = partial(BadRow, originator=self.originator, dataset=self.dataset, file=self.file, column=column)
        self.bad.extend(place(row=len(self.rows) + 1, rule=rule) for rule in rules)
