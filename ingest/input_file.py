"""A file before anything of it is written: whose it is, under which terms and by which mapping it is read."""

import asyncio
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from graph import Evaluation, IdMinter, Ontology, Record, load_ontology
from graph.values import OTHER_ORDER
from ingest.batches import MappedInput, NumberedRow, Remark
from ingest.errors import (
    MalformedSettingError,
    MappingError,
    MissingSettingError,
    OriginatorConflictError,
    UnknownProfileError,
    UnknownSettingError,
    UnreadableFileError,
)
from ingest.followthemoney.input import FtmInput
from ingest.mapped_rows import MappedRow
from ingest.mapping import SetAside, SourceMapping
from ingest.row_readings import LinkReading, RecordReading, links_of, records_of
from ingest.sources import TabularSource, open_ftm
from ingest.sources.rows import SourceRow
from ingest.sources.tables import open_table
from ingest.supply import Supply
from ingest.tables.headings import find_header, is_like_header
from ingest.tables.mapping_file import DEFAULT_EVALUATION, SLUG_FORM, is_slug
from ingest.tables.tabular import RowMapper
from ingest.tables.totals import is_like_total
from ingest.values.countries_beside import UnsaidCountries
from ingest.values.serial_days import DayCount
from ingest.values.told_ages import inputs_of

_SET_ASIDE = {
    SetAside.HIDDEN: Remark.HIDDEN,
    SetAside.STRUCK: Remark.STRUCK,
    SetAside.PARTLY_STRUCK: Remark.PARTLY_STRUCK,
}
_FTM_ENDINGS = (".json", ".ijson", ".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True, kw_only=True)
class InputFile:
    """A file that was opened, with what its rows are read under.

    `dataset`: what was given, as a setting or by the mapping; `None` where the file itself says it.
    """

    source: MappedInput
    supply: Supply
    dataset: str | None


async def open_input(
    path: Path,
    *,
    mapping: SourceMapping | None,
    originator: str | None,
    profile: str | None,
    known_originators: Collection[str],
    known_profiles: Collection[str],
    minter: IdMinter,
    published_profiles: Collection[str] = frozenset(),
    dataset: str | None = None,
    evaluation: Evaluation | None = None,
    ontology: Ontology | None = None,
) -> InputFile:
    """Open a file with what is said of it, which is checked first; the arguments are those of `ingest_file`.

    Raises:
        UnreadableFileError, MappingError, SettingError: as `ingest_file` says.
    """
    check_given(path, mapping=mapping, originator=originator, profile=profile)
    owner = _known_originator(mapping, originator, known_originators)
    default = _known_profile(mapping, profile, known_profiles)
    if dataset is not None and not is_slug(dataset):
        raise MalformedSettingError("dataset", f"is no code: {SLUG_FORM}")
    supply = Supply(
        originator=owner,
        dataset=dataset or (mapping.dataset if mapping is not None else ""),
        profile=default,
        known_profiles=frozenset(known_profiles),
        published_profiles=frozenset(published_profiles),
        evaluation=evaluation or (mapping.evaluation if mapping is not None else DEFAULT_EVALUATION),
        country=mapping.country if mapping is not None else None,
        stated_evaluation=evaluation if mapping is not None else None,
        minter=minter,
        ontology=ontology if ontology is not None else load_ontology(),
    )
    source, supply_of_file = await asyncio.to_thread(_open, path, mapping, supply, dataset_is_given=dataset is not None)
    return InputFile(source=source, supply=supply_of_file, dataset=supply.dataset or None)


def check_given(path: Path, *, mapping: SourceMapping | None, originator: str | None, profile: str | None) -> None:
    """Check that a file is there and that what has to be said of it is, without a store and without its rows.

    Raises:
        UnreadableFileError: there is no such file, or it is a folder.
        MappingError: the file takes no mapping.
        SettingError: mapping, originator or handling profile is missing or contradictory.
    """
    if path.is_dir():
        raise UnreadableFileError(str(path), "is a folder: name the files in it, those of one mapping together")
    _check_needs_mapping(path, mapping)
    stated = mapping.originator if mapping is not None else None
    if originator is not None and stated is not None and originator != stated:
        raise OriginatorConflictError(mapping=stated, given=originator)
    if originator is None and stated is None:
        raise MissingSettingError("originator", path.name, option="--originator")
    has_profile = profile is not None or (mapping is not None and mapping.profile is not None)
    if not has_profile and (mapping is None or mapping.needs_default_profile()):
        raise MissingSettingError("handling profile", path.name, option="--profile")
    if not path.exists():
        raise UnreadableFileError(path.name, "cannot be read: no such file or directory")


def _check_needs_mapping(path: Path, mapping: SourceMapping | None) -> None:
    is_ftm = _plain_name(path).endswith(_FTM_ENDINGS)
    if mapping is None and not is_ftm:
        raise MissingSettingError(
            "mapping",
            path.name,
            why="give one by `--mapping` (`benang mapping draft` makes one to begin from); only FollowTheMoney "
            f"({', '.join(_FTM_ENDINGS)}) needs none",
        )
    if mapping is not None and is_ftm:
        raise MappingError(path.name, 0, "is FollowTheMoney by its name, which takes no mapping")


def _known_originator(mapping: SourceMapping | None, given: str | None, known: Collection[str]) -> str:
    owner = given or (mapping.originator if mapping is not None else None) or ""
    if owner not in known:
        raise UnknownSettingError("originator", owner, known)
    return owner


def _known_profile(mapping: SourceMapping | None, given: str | None, known: Collection[str]) -> str | None:
    default = given or (mapping.profile if mapping is not None else None)
    _check_profiles((default, *_constant_profiles(mapping)), known)
    return default


def check_mapping(
    mapping: SourceMapping, *, known_originators: Collection[str], known_profiles: Collection[str]
) -> None:
    """Check what a mapping names against the registers, without a file.

    Raises:
        UnknownSettingError: its originator or a handling profile is not registered.
    """
    if mapping.originator is not None and mapping.originator not in known_originators:
        raise UnknownSettingError("originator", mapping.originator, known_originators)
    _check_profiles((mapping.profile, *_constant_profiles(mapping)), known_profiles)


def _check_profiles(names: Iterable[str | None], known: Collection[str]) -> None:
    for name in names:
        if name is not None and name not in known:
            raise UnknownProfileError(name, known)


def _constant_profiles(mapping: SourceMapping | None) -> Iterator[str]:
    """Yield the profiles that a mapping spells out, which no row can excuse."""
    if mapping is None:
        return
    for rule in (*(r.profile for r in mapping.records.values()), *(k.profile for k in mapping.links)):
        if rule is not None:
            yield from (word for word in (rule.constant, rule.default, *rule.translate.values()) if word is not None)


def _open(
    path: Path, mapping: SourceMapping | None, supply: Supply, *, dataset_is_given: bool
) -> tuple[MappedInput, Supply]:
    if mapping is None:
        ftm = FtmInput(open_ftm(path), supply, dataset_is_given=dataset_is_given)
        return ftm, ftm.supply
    reads = {column.name for column in mapping.columns()}
    source = open_table(path, mapping.file, mapping=mapping.name, reads=reads)
    if source.counts_days is not None:
        _check_day_counts(mapping, source.counts_days)
    return TabularInput(source, mapping, supply), supply


def _check_day_counts(mapping: SourceMapping, counts: DayCount) -> None:
    """Refuse a mapping that counts the days of a workbook otherwise than this does: all would be four years off."""
    for said, line in mapping.serials():
        if said is not counts:
            raise MappingError(mapping.name, line, f"the workbook counts its days from {counts}: `serial: {counts}`")


def _plain_name(path: Path) -> str:
    return path.name.lower().removesuffix(".gz")


def _check_repeated(mapping: SourceMapping, source: TabularSource) -> None:
    """Refuse a table of which a column that the mapping reads is there twice: what the others have would be lost.

    The message says where they stand, since a heading that is merged down to the header comes behind the header's own.

    A mapping that says `x (2)` knows of the second `x`.
    """
    read = {column.name for column in mapping.columns()}
    for name, count in source.repeated.items():
        copies = [f"{name} ({copy})" for copy in range(2, count + 1)]
        if name in read and read.isdisjoint(copies):
            places = " and ".join(str(source.header.index(each) + 1) for each in (name, *copies))
            problem = (
                f"the header names the column `{name}` {count} times (columns {places}), and the mapping reads it: "
                f"rename the others, or read the second one too, in the mapping as `{name} (2)`"
            )
            raise UnreadableFileError(source.file, problem, line=source.header_line or None)


def _check_header(mapping: SourceMapping, source: TabularSource) -> None:
    """Refuse a header that has none of a mapping's columns where another row has them: a title stands above it."""
    names = {column.name for column in mapping.columns()}
    found = find_header(source.rows(), names) if names and names.isdisjoint(source.header) else None
    if found is not None:
        problem = (
            f"row {found} of `{source.file}` names the columns of the mapping: say `header: {found}` in its `file`"
        )
        raise MappingError(mapping.name, mapping.file.line, problem)


class TabularInput:
    """A table and its compiled mapping."""

    def __init__(self, source: TabularSource, mapping: SourceMapping, supply: Supply) -> None:
        """Compile the mapping.

        Raises:
            MappingError: the mapping does not fit the table, or says another row for its header.
            UnreadableFileError: the header has a column twice that the mapping reads.
        """
        _check_header(mapping, source)
        _check_repeated(mapping, source)
        self._source = source
        self._mapping = mapping
        self._ontology = supply.ontology
        self._mapper = RowMapper(mapping, supply, source.header, source=source.file)
        self._countries = UnsaidCountries(supply.ontology, country=supply.country)
        self.file = source.file
        self.digest = source.digest
        self.rows_total = source.rows_total
        self.mapping_text = mapping.text
        self.unknown_properties: Counter[str] = Counter()

    @property
    def records_not_given(self) -> Sequence[str]:
        """Return the records of the mapping that no row mapped so far was to give."""
        return self._mapper.records_not_given

    @property
    def columns_not_read(self) -> Sequence[str]:
        """Return the columns that the mapping reads nothing of, in the order of the file."""
        read = {column.name for column in self._mapping.columns()}
        return [name for name in self._source.header if name not in read]

    def reading_of(self, mapped: MappedRow) -> tuple[Sequence[RecordReading], Sequence[LinkReading]]:
        """Return how the records and links of a row were read, each value with its columns."""
        return records_of(mapped, self._ontology, self._columns_of), links_of(mapped)

    def _columns_of(self, name: str, prop: str) -> tuple[str, ...]:
        record = self._mapping.records[name]
        inputs = inputs_of(self._ontology.kind(record.kind))
        given = (prop, *(other for other, of in inputs.items() if of == prop))
        rules = (rule for each in given for rule in record.properties.get(each, ()))
        return tuple(dict.fromkeys(column.name for rule in rules for column in rule.columns))

    def mapped_rows(self) -> Iterator[NumberedRow]:
        """Yield the rows, mapped."""
        map_row, skips = self._mapper.map_row, self._mapper.skips
        for row in self._source.rows():
            content = partial(self._mapper.content, row)
            if skips(row):
                yield NumberedRow(row.number, MappedRow(), content, (Remark.SKIPPED,))
                continue
            mapped = map_row(row)
            remarks = (*self._remarks(row, mapped), *(_SET_ASIDE[way] for way in sorted(row.set_aside)))
            yield NumberedRow(row.number, mapped, content, remarks)

    def _remarks(self, row: SourceRow, mapped: MappedRow) -> tuple[Remark, ...]:
        if not mapped.records:
            return (Remark.WITHOUT_RECORD,) if not mapped.problems and not mapped.links else ()
        if is_like_total(row.cells):
            return (Remark.LIKE_TOTAL,)
        if is_like_header(row.cells, self._source.header):
            return (Remark.LIKE_HEADER,)
        remarks = (Remark.PARTED,) if mapped.is_parted else ()
        if _has_other_order(mapped.records):
            remarks = (*remarks, Remark.OTHER_ORDER)
        return (*remarks, Remark.COUNTRY_UNSAID) if self._countries.are_of(mapped.records) else remarks


def _has_other_order(records: Sequence[Record]) -> bool:
    """Return whether a date of a row can only be read in another order: the rest of its column may stand so as well."""
    # Plain loops: every row is asked, and hardly any value has a reason.
    for record in records:
        for values in record.properties.values():
            for value in values:
                if value.reason is not None and value.reason == OTHER_ORDER:
                    return True
    return False
