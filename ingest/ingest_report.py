"""What an ingest tells: how far it is, which rules rows break, and in the end what it did."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from graph.store import QuarantinedRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an ingest is. `rows_total` is None where only reading tells, and of a workbook what it says of itself."""

    file: str
    rows_done: int
    rows_total: int | None
    quarantined_rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenRule:
    """One rule that a row breaks, and the reader's reason where it has one.

    `value` is a stored value: it is shown to who ingests the file, and not logged.
    """

    file: str
    row: int
    column: str | None
    rule: str
    value: str | None
    reason: str | None = None

    @classmethod
    def of(cls, row: QuarantinedRow) -> Self:
        """Return the rule that a row went to quarantine for."""
        return cls(file=row.file, row=row.row, column=row.column, rule=row.rule, value=row.value, reason=row.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestReport:
    """What an ingest did. In a dry run nothing is written, and the counts of created, changed and unchanged stay 0.

    Attributes:
        rows: those of this run; `resumed_from` counts those of the run before it.
        records_without_values: came with nothing but a reference.
        persons_without_name: came with neither a name nor an alias.
        held_closed: those of the held records that were filed as a victim's, and stand as such from now on.
        filed_since: records and links of an interrupted run that goes on, filed otherwise since; they stand.
        links_parted: led to a word for no number, which several rows shared in an older version, and are gone.
        links_unsaid: were of edges that say them no more, and are gone.
        settled_rows: waited in quarantine, and came without a fault now.
        replaced_rows: waited as well, and came again with faults: they are listed as they are now.
        skipped_rows: were passed over as the mapping says.
        total_like_rows: were mapped and hold a word for a sum, numbers and nothing else.
        header_like_rows: were mapped and say the names of their columns again.
        rows_without_records: gave neither a record nor a link, though nothing is wrong with them.
        hidden_rows: are hidden in their sheet.
        struck_rows: have all filled cells struck through, `partly_struck_rows` some.
        other_order_rows: have a date in another order of day and month than the file's country writes.
        country_unsaid_rows: have a value that the country beside it would read as another, read without it.
        fragment_rows: say more of an entity of FollowTheMoney that an earlier line names, and are one record with it.
        parted_rows: have a cell of which the mapping makes a record of each part.
        records_not_given: those of the mapping that no row was to give.
        columns_not_read: of a table those of which the mapping reads nothing.
        remarked_rows: the numbers of the first rows of each of these remarks.
        would_quarantine: in a dry run the first rules that are broken, with the values seen.
        unreadable_values: counts by kind and property the values that were kept as they are written, since they could
            not be read as what they are or their digits break the rules of that; `unreadable_reasons` says why and what
            mends it, `unreadable_rows` has the numbers of the first rows that hold them.
        unknown_properties: have no place of their own, and were kept beside what they are like.
        already_done: an earlier run has finished this very input; `finished_at` says when, where that is known.
        finished_under_other_name: its file was called otherwise then.
    """

    file: str
    originator: str
    dataset: str
    dry_run: bool
    rows: int = 0
    records: int = 0
    records_created: int = 0
    records_changed: int = 0
    records_unchanged: int = 0
    records_held: int = 0
    held_closed: int = 0
    records_without_values: int = 0
    persons_without_name: int = 0
    records_withdrawn: int = 0
    filed_since: int = 0
    links: int = 0
    links_created: int = 0
    links_changed: int = 0
    links_unchanged: int = 0
    links_parted: int = 0
    links_unsaid: int = 0
    links_held: int = 0
    links_withdrawn: int = 0
    quarantined_rows: int = 0
    settled_rows: int = 0
    replaced_rows: int = 0
    skipped_rows: int = 0
    total_like_rows: int = 0
    header_like_rows: int = 0
    rows_without_records: int = 0
    hidden_rows: int = 0
    struck_rows: int = 0
    partly_struck_rows: int = 0
    other_order_rows: int = 0
    country_unsaid_rows: int = 0
    fragment_rows: int = 0
    parted_rows: int = 0
    records_not_given: tuple[str, ...] = ()
    columns_not_read: tuple[str, ...] = ()
    remarked_rows: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    quarantined: Mapping[str, int] = field(default_factory=dict)
    would_quarantine: tuple[BrokenRule, ...] = ()
    unreadable_values: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    unreadable_reasons: Mapping[str, Mapping[str, Mapping[str, int]]] = field(default_factory=dict)
    unreadable_rows: Mapping[str, Mapping[str, tuple[int, ...]]] = field(default_factory=dict)
    unknown_properties: Mapping[str, int] = field(default_factory=dict)
    resumed_from: int | None = None
    already_done: bool = False
    finished_at: str | None = None
    finished_under_other_name: bool = False
    seconds: float = 0.0

    @property
    def rows_per_second(self) -> float:
        """Return the speed of this run."""
        return self.rows / self.seconds if self.seconds > 0 else 0.0
