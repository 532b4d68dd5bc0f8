"""Lists what waits in quarantine and tries it again, with the mapping that it came with or a corrected one."""

import json
from collections import Counter
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol, TypeVar

from graph import IdMinter, LinkId, Ontology, RecordId, load_ontology
from graph.store import QuarantinedRow, RetriedRow, WriteBatch, WriteSummary
from graph.values import fold_reference
from ingest.batches import BATCH_ROWS, QuarantineLabel, unknown_ends
from ingest.duplicate_references import DuplicateCheck
from ingest.errors import OriginatorConflictError, UnknownProfileError
from ingest.followthemoney.entities import FTM_FORMAT, FtmMapper
from ingest.mapped_rows import MappedRow, edge_of, named_by
from ingest.mapping import FileFormat, SourceMapping
from ingest.pipeline import BatchWriter
from ingest.rules import CELL_COUNTS, Problem, Rule
from ingest.sources.ftm_source import parse_line
from ingest.sources.rows import Flaw, SourceRow, long_cells, name_columns
from ingest.submission import SUBMISSION_FORMAT, SubmissionMapper, item_of_content, kept_by
from ingest.supply import Supply, parse_format
from ingest.tables.mapping_file import DEFAULT_EVALUATION, parse_evaluation, parse_mapping
from ingest.tables.tabular import RowMapper

T = TypeVar("T")
K = TypeVar("K")

_Given = tuple["_Case", Sequence[str]]
_FILE_FLAWS = CELL_COUNTS | {Rule.CELL_ERROR, Rule.MISSING_RESULT, Rule.LONG_CELL, Rule.LOSSY_NUMBER}


class QuarantineKeeper(Protocol):
    """Where quarantined rows are kept; `graph.store.QuarantineStore` is one."""

    async def quarantined(
        self,
        originator: str,
        *,
        dataset: str | None = None,
        after: str = "",
        limit: int = 1000,
        dropped: bool = False,
    ) -> list[QuarantinedRow]:
        """Return an originator's rows in the order of their ids, from the one after `after`; or those dropped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryReport:
    """What a retry did. `rows` are source rows; `quarantined` counts the rules that those which stay still break.

    `overtaken_rows` were settled, dropped or filed again after they were read: what came meanwhile holds.
    `filed_since`: records and links that rows give and that were filed otherwise after those rows came; they stand.
    """

    rows: int
    released_rows: int
    overtaken_rows: int = 0
    filed_since: int = 0
    records_created: int = 0
    records_changed: int = 0
    links_created: int = 0
    links_changed: int = 0
    quarantined: Mapping[str, int] = field(default_factory=dict)


async def list_quarantined(
    keeper: QuarantineKeeper, originator: str, *, dataset: str | None = None, dropped: bool = False
) -> AsyncIterator[QuarantinedRow]:
    """Yield all rows of one originator that wait, or that were dropped, in the order of their ids."""
    after = ""
    while page := await keeper.quarantined(originator, dataset=dataset, after=after, dropped=dropped):
        for row in page:
            yield row
        after = page[-1].id


async def retry(
    rows: Iterable[QuarantinedRow],
    *,
    writer: BatchWriter,
    minter: IdMinter,
    known_profiles: Collection[str],
    published_profiles: Collection[str] = frozenset(),
    mapping: SourceMapping | None = None,
    profile: str | None = None,
    ontology: Ontology | None = None,
) -> RetryReport:
    """Map quarantined source rows again; what passes is written and released, what fails stays with its new rules.

    A row is released in the transaction that writes the last of it. One that no longer waits as it was read is left
    alone: whoever filed it anew or dropped it meanwhile knows better. Rows take the places that they would have had: in
    the order in which they came, and behind each of its records and links that was filed since.

    Args:
        rows: of any originators and files; all problems of one source row are solved together or not at all.
        writer: where records and links go, and where the rows wait.
        minter: makes the ids.
        known_profiles: the registered handling profiles.
        published_profiles: those under which everything is published, as `ingest_file` has them.
        mapping: a corrected mapping for rows of tables; without it each row is mapped as it was.
        profile: the default handling profile, before the mapping's and the one that a row came with.
        ontology: the product's own where it is left out.

    Raises:
        MappingError: the mapping names a column that a row lacks; nothing was written.
        OriginatorConflictError: the mapping is of another originator than a row; nothing was written.
        UnknownProfileError: `profile` is not registered; nothing was written.
    """
    if profile is not None and profile not in known_profiles:
        raise UnknownProfileError(profile, known_profiles)
    attempt = _Attempt(
        mapping,
        profile,
        known_profiles=frozenset(known_profiles),
        published_profiles=frozenset(published_profiles),
        minter=minter,
        ontology=ontology or load_ontology(),
    )
    cases = [attempt.case(group) for group in _source_rows(rows)]
    trial = _Trial(writer)
    cases = await trial.write_links(await trial.write_records(cases))
    staying = await trial.leave(cases)
    return RetryReport(
        rows=len(cases),
        released_rows=sum(1 for case in cases if not case.mapped.problems and not trial.is_overtaken(case)),
        overtaken_rows=sum(map(trial.is_overtaken, cases)),
        quarantined=dict(Counter(row.rule for row in staying)),
        **trial.counts,
    )


class _Trial:
    """Writes cases, each only while it waits as it was read, and counts what was written."""

    def __init__(self, writer: BatchWriter) -> None:
        self._writer = writer
        self._overtaken: set[str] = set()
        self.counts: Counter[str] = Counter()

    def is_overtaken(self, case: "_Case") -> bool:
        """Return whether somebody settled, dropped or filed again what waits of a row."""
        return not self._overtaken.isdisjoint(row.id for row in case.rows)

    async def write_records(self, cases: Sequence["_Case"]) -> list["_Case"]:
        """Write the records of cases and release those that give nothing else; return all as they are now."""
        held: dict[tuple[bool, RecordId], Rule] = {}
        good = [case for case in cases if not case.mapped.problems and (case.mapped.records or not case.mapped.links)]
        for (originator, by_hand), own in _grouped(good, lambda case: (case.originator, case.is_submission)):
            for chunk in _chunks_of_one_time(own, lambda case: [record.id for record in case.mapped.records]):
                records = {record.id: record for case in chunk for record in case.mapped.records}
                batch = WriteBatch(records=[*records.values()], keeps_withdrawn=originator, guards_victims=by_hand)
                given = [(case, [record.id for record in case.mapped.records]) for case in chunk]
                summary = await self._write(batch, given, released=[g for g in given if not g[0].mapped.links])
                held.update(((by_hand, rid), kept_by(summary, rid)) for rid in summary.held)
                held.update(((by_hand, rid), Rule.WITHDRAWN) for rid in summary.withdrawn)
                self.counts.update(records_created=summary.created, records_changed=summary.changed)
        return [case.without_held(held) for case in cases]

    async def write_links(self, cases: Sequence["_Case"]) -> list["_Case"]:
        """Write the links of cases, once all records stand, and release them; return all as they are now."""
        unwritten: dict[tuple[bool, LinkId], Rule] = {}
        missing: set[RecordId] = set()
        linking = [case for case in cases if case.mapped.links and not self.is_overtaken(case)]
        for (originator, by_hand), own in _grouped(linking, lambda case: (case.originator, case.is_submission)):
            for chunk in _chunks_of_one_time(own, _links_and_edges):
                links = {link.id: link for case in chunk for link in case.mapped.links}
                former = [link for case in chunk for link in case.mapped.former]
                batch = WriteBatch(
                    links=[*links.values()],
                    keeps_withdrawn=originator,
                    guards_victims=by_hand,
                    former=former,
                    edges=[*{edge.id: edge for case in chunk for edge in case.mapped.edges}.values()],
                )
                given = [(case, [link.id for link in case.mapped.links]) for case in chunk]
                summary = await self._write(batch, given, released=given)
                self.counts.update(links_created=summary.links_created, links_changed=summary.links_changed)
                unwritten.update(((by_hand, lid), Rule.UNKNOWN_END) for lid in summary.dangling)
                unwritten.update(((by_hand, lid), Rule.WITHDRAWN) for lid in summary.links_withdrawn)
                unwritten.update(((by_hand, lid), kept_by(summary, lid)) for lid in summary.links_held)
                missing |= summary.missing
        return [case.without_links(unwritten, missing) for case in cases]

    async def leave(self, cases: Sequence["_Case"]) -> list[QuarantinedRow]:
        """Leave cases in quarantine with the rules that they break now, and return what waits of them."""
        staying: list[QuarantinedRow] = []
        for chunk in _chunks([case for case in cases if case.mapped.problems and not self.is_overtaken(case)]):
            rows = [(case, case.quarantined()) for case in chunk]
            kept = {row.id: row for _, own in rows for row in own}
            gone = [row.id for case in chunk for row in case.rows if row.id not in kept]
            batch = WriteBatch(quarantined=[*kept.values()], settled=dict.fromkeys(gone, ()))
            await self._write(batch, [(case, [row.id for row in own]) for case, own in rows])
            staying += [row for case, own in rows if not self.is_overtaken(case) for row in own]
        return staying

    async def _write(self, batch: WriteBatch, given: Sequence[_Given], released: Sequence[_Given] = ()) -> WriteSummary:
        """Write what cases give, as far as they wait; `released` go with it, unless something of theirs stays."""
        retried = [
            RetriedRow(entries={row.id: row.added for row in case.rows}, gives=ids, at=case.came_at)
            for case, ids in given
        ]
        settled = {**batch.settled, **{row.id: ids for case, ids in released for row in case.rows}}
        summary = await self._writer.write(replace(batch, retried=retried, settled=settled))
        self._overtaken |= summary.overtaken
        self.counts.update(filed_since=len(summary.since))
        return summary


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """One source row: the problems that it had, and what it gives now."""

    rows: tuple[QuarantinedRow, ...]
    mapped: MappedRow
    label: QuarantineLabel

    @property
    def originator(self) -> str:
        """Whose it is."""
        return self.rows[0].originator

    @property
    def came_at(self) -> datetime:
        """When the row came."""
        return _came_at(self.rows)

    @property
    def is_submission(self) -> bool:
        """Whether somebody filed it by hand, and no file of the agency's."""
        return parse_format(self.rows[0].mapping)[0] == SUBMISSION_FORMAT

    def without_held(self, held: Mapping[tuple[bool, RecordId], Rule]) -> "_Case":
        for record in self.mapped.records:
            rule = held.get((self.is_submission, record.id))
            if rule is not None:
                problem = Problem(rule=rule, value=record.provenance.reference)
                return replace(self, mapped=MappedRow(problems=(problem,), named=named_by(self.mapped)))
        return self

    def without_links(self, unwritten: Mapping[tuple[bool, LinkId], Rule], missing: Collection[RecordId]) -> "_Case":
        for link in self.mapped.links:
            rule = unwritten.get((self.is_submission, link.id))
            if rule is not None:
                problems: tuple[Problem, ...] = (Problem(rule=rule, value=link.provenance.reference),)
                if rule is Rule.UNKNOWN_END:
                    problems = unknown_ends(link, self.mapped.ends_of(link), missing)
                gave = tuple(record.id for record in self.mapped.records)
                edge = edge_of(self.mapped, link.id)
                named = (edge.id if edge is not None else link.id,)
                return replace(self, mapped=MappedRow(problems=problems, named=named, gave=gave))
        return self

    def quarantined(self) -> list[QuarantinedRow]:
        first, mapped = self.rows[0], self.mapped
        return self.label.rows(first.row, first.content, mapped)


class _Attempt:
    """Maps source rows, each by the mapping that is its own now."""

    def __init__(
        self,
        mapping: SourceMapping | None,
        profile: str | None,
        *,
        known_profiles: frozenset[str],
        published_profiles: frozenset[str],
        minter: IdMinter,
        ontology: Ontology,
    ) -> None:
        self._mapping = mapping
        self._profile = profile
        self._known_profiles = known_profiles
        self._published_profiles = published_profiles
        self._minter = minter
        self._ontology = ontology
        self._parsed: dict[str, SourceMapping] = {}
        self._mappers: dict[tuple[str, str, str, str | None, tuple[str, ...]], RowMapper] = {}
        # One for each input: what two files say of a reference, or two versions of one, is no duplicate.
        self._checks: dict[tuple[str, str, str, datetime], DuplicateCheck] = {}

    def case(self, rows: tuple[QuarantinedRow, ...]) -> _Case:
        first = rows[0]
        name, defaults = parse_format(first.mapping)
        if name in {FTM_FORMAT, SUBMISSION_FORMAT}:
            supply, text = self._supply_of_format(first, defaults), first.mapping
            mapped = _map_format(name, first, supply)
        else:
            mapping = self._mapping if self._mapping is not None else self._stored(first.mapping)
            supply, text = self._supply(first, mapping), mapping.text
            mapped = self._map_cells(rows, mapping, supply)
        came_at = _came_at(rows)
        check = self._checks.setdefault((first.originator, first.dataset, first.file, came_at), DuplicateCheck())
        mapped = _still_duplicate(rows, mapped)
        admitted = check.admit(mapped)
        return _Case(
            rows=rows,
            # What an earlier row gives as well is kept: that row may have been dropped by now, and this one not.
            mapped=admitted if admitted.problems else mapped,
            label=QuarantineLabel.of(supply, file=first.file, mapping=text, at=came_at),
        )

    def _stored(self, text: str) -> SourceMapping:
        if text not in self._parsed:
            self._parsed[text] = parse_mapping(text, name="the stored mapping", ontology=self._ontology)
        return self._parsed[text]

    def _supply(self, row: QuarantinedRow, mapping: SourceMapping) -> Supply:
        if mapping.originator is not None and mapping.originator != row.originator:
            raise OriginatorConflictError(mapping=mapping.originator, given=row.originator)
        stated = parse_evaluation(row.evaluation or "")
        return replace(
            self._supply_of_format(row, {}),
            profile=self._profile or self._profile_of(row, mapping),
            evaluation=stated or mapping.evaluation,
            stated_evaluation=stated,
            country=mapping.country,
        )

    def _profile_of(self, row: QuarantinedRow, mapping: SourceMapping) -> str | None:
        """Return the default profile of a row: the mapping's, unless another one was given for its file.

        What was given went before the mapping that the row came with, and does before a corrected one: else rows of a
        file that was closed further would be opened by trying them again.
        """
        was_given = row.profile is not None and row.profile != self._stored(row.mapping).profile
        return row.profile if was_given else mapping.profile or row.profile

    def _supply_of_format(self, row: QuarantinedRow, defaults: Mapping[str, str]) -> Supply:
        return Supply(
            originator=row.originator,
            dataset=row.dataset,
            profile=self._profile or row.profile,
            known_profiles=self._known_profiles,
            published_profiles=self._published_profiles,
            evaluation=parse_evaluation(defaults.get("evaluation", "")) or DEFAULT_EVALUATION,
            country=defaults.get("country"),
            minter=self._minter,
            ontology=self._ontology,
        )

    def _map_cells(self, rows: tuple[QuarantinedRow, ...], mapping: SourceMapping, supply: Supply) -> MappedRow:
        content: dict[str, str] = json.loads(rows[0].content)
        # An older version kept the names as the file wrote them.
        header = name_columns(rows[0].file, tuple(content))
        places = {name: place for place, name in enumerate(content)}
        key = (mapping.text, supply.originator, supply.dataset, supply.profile, header)
        mapper = self._mappers.get(key)
        if mapper is None:
            mapper = RowMapper(mapping, supply, header, source=rows[0].file)
            self._mappers[key] = mapper
        # What the file itself got wrong cannot be seen in the texts, so it is remembered.
        flaws = tuple(
            Flaw(places.get(row.column or ""), Rule(row.rule), row.value)
            for row in rows
            if row.rule in _FILE_FLAWS and not _is_settled(row, content, mapping.file)
        )
        cells = tuple("" if cell in mapping.file.empty else cell for cell in content.values())
        if not any(cells) and not flaws:
            return MappedRow()  # a blank row, for the mapping that it is read with now
        # A corrected mapping may read a column of which the file's text was too long, and was cut.
        known = {flaw.column for flaw in flaws}
        row = SourceRow(rows[0].row, cells, flaws + tuple(f for f in long_cells(cells) if f.column not in known))
        return MappedRow() if mapper.skips(row) else mapper.map_row(row)


def _chunks(items: Sequence[T]) -> list[Sequence[T]]:
    return [items[first : first + BATCH_ROWS] for first in range(0, len(items), BATCH_ROWS)]


def _is_settled(row: QuarantinedRow, content: Mapping[str, str], file_format: FileFormat) -> bool:
    """Return whether a corrected mapping says of what the file got wrong that it is as it should be."""
    if row.rule == Rule.MISSING_CELLS:
        return file_format.short_rows
    return row.rule == Rule.CELL_ERROR and content.get(row.column or "") in file_format.empty


def _links_and_edges(case: _Case) -> list[RecordId | LinkId]:
    return [*(link.id for link in case.mapped.links), *(edge.id for edge in case.mapped.edges)]


def _chunks_of_one_time(
    cases: Sequence[_Case], given: Callable[[_Case], Sequence[RecordId | LinkId]]
) -> Iterable[list[_Case]]:
    """Yield cases in parts of which none gives a record, a link or an edge as it was told at two times."""
    chunk: list[_Case] = []
    told: dict[RecordId | LinkId, datetime] = {}
    for case in cases:
        ids = given(case)
        if len(chunk) == BATCH_ROWS or any(told.get(i, case.came_at) != case.came_at for i in ids):
            yield chunk
            chunk, told = [], {}
        chunk.append(case)
        told.update(dict.fromkeys(ids, case.came_at))
    if chunk:
        yield chunk


def _grouped(items: Iterable[T], of: Callable[[T], K]) -> Iterable[tuple[K, list[T]]]:
    groups: dict[K, list[T]] = {}
    for item in items:
        groups.setdefault(of(item), []).append(item)
    return groups.items()


def _source_rows(rows: Iterable[QuarantinedRow]) -> list[tuple[QuarantinedRow, ...]]:
    """Return the problems of each source row together, in the order in which they came: by time, file and row."""
    groups: dict[tuple[str, str, str, int, str, str], list[QuarantinedRow]] = {}
    for row in rows:
        groups.setdefault((row.originator, row.dataset, row.file, row.row, row.content, row.mapping), []).append(row)
    in_order = sorted(groups, key=lambda key: (_came_at(groups[key]), key))
    return [tuple(groups[key]) for key in in_order]


def _came_at(rows: Iterable[QuarantinedRow]) -> datetime:
    """Return when a source row came of which these are the problems."""
    return min(row.at for row in rows)


def _map_format(name: str, row: QuarantinedRow, supply: Supply) -> MappedRow:
    if name == FTM_FORMAT:
        return FtmMapper(supply).map_line(parse_line(row.row, row.content))
    return SubmissionMapper(supply, {}).map_item(item_of_content(row.content))


def _still_duplicate(rows: tuple[QuarantinedRow, ...], mapped: MappedRow) -> MappedRow:
    """Return a row as still bad if it would overwrite what an earlier row of its file said of the same reference."""
    duplicate = {Rule.DUPLICATE_REFERENCE, Rule.OTHER_KIND}
    taken = {fold_reference(row.value or ""): Rule(row.rule) for row in rows if row.rule in duplicate}
    references = [*(item.provenance.reference for item in mapped.items), *(edge.reference for edge in mapped.edges)]
    for reference in references:
        rule = taken.get(fold_reference(reference))
        if rule is not None:
            problem = Problem(rule=rule, value=reference)
            return MappedRow(problems=(problem,), named=named_by(mapped))
    return mapped
