"""A file of FollowTheMoney as ingest reads it: entities that several lines tell first, then the other lines."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from ingest.batches import NumberedRow, Remark
from ingest.followthemoney.entities import FTM_FORMAT, FtmMapper
from ingest.followthemoney.index import FtmIndex
from ingest.mapped_rows import MappedRow
from ingest.row_readings import LinkReading, RecordReading, links_of, records_of
from ingest.sources.ftm_source import FtmLine, FtmSource
from ingest.supply import Supply, describe_format
from ingest.values.countries_beside import UnsaidCountries

_JOINED = "fragments=joined"
_MOST_NUMBERS = 10


class FtmInput:
    """A file of entities, mapped without a mapping."""

    def __init__(self, source: FtmSource, supply: Supply, *, dataset_is_given: bool) -> None:
        """Read the file for its index; its dataset is the one that all its lines name, else the file's name."""
        index = FtmIndex(source)
        self._source = source
        self._index = index
        self._fragments = index.fragments
        self.supply = supply if dataset_is_given else replace(supply, dataset=index.dataset)
        self._mapper = FtmMapper(self.supply, index)
        self._countries = UnsaidCountries(supply.ontology, country=supply.country)
        self.file = source.file
        self.digest = source.digest
        self.rows_total = source.rows_total
        # An older version read fragments each alone, so that a file of them which it ended with is another input now.
        described = describe_format(FTM_FORMAT, self.supply)
        self.mapping_text = f"{described} {_JOINED}" if self._fragments else described
        self.unknown_properties = self._mapper.unknown_properties
        self.records_not_given: tuple[str, ...] = ()  # no mapping names what a file of this form should give
        self.columns_not_read: tuple[str, ...] = ()

    def reading_of(self, mapped: MappedRow) -> tuple[Sequence[RecordReading], Sequence[LinkReading]]:
        """Return how the records and links of a line were read; it has no columns."""
        return records_of(mapped, self.supply.ontology, lambda name, prop: ()), links_of(mapped)

    def mapped_rows(self) -> Iterator[NumberedRow]:
        """Yield the lines, mapped; of an entity that several lines tell the first gives all, and the others nothing."""
        for line in self._fragments.lines(self._mapper.edge_ends):
            yield self._row(line)
            for number in line.numbers[1:]:
                yield NumberedRow(number, MappedRow(), str, (Remark.FRAGMENT,))
        for line in self._source.lines():
            if not self._fragments.hold(line):
                yield self._row(line)

    def _row(self, line: FtmLine) -> NumberedRow:
        line = self._index.with_banks(line)
        mapped = _told_in(self._mapper.map_line(line), line.numbers)
        remarks = (Remark.COUNTRY_UNSAID,) if self._countries.are_of(mapped.records) else ()
        return NumberedRow(line.number, mapped, partial(_same, line.text), remarks)


def _told_in(mapped: MappedRow, numbers: Sequence[int]) -> MappedRow:
    """Return a row whose problems say in which lines the entity is told, where these are several."""
    if len(numbers) < 2 or not mapped.problems:
        return mapped
    named = [str(number) for number in numbers[:_MOST_NUMBERS]]
    more = len(numbers) - len(named)
    last = f"{more} more" if more else named.pop()
    told = f"the entity is told in lines {', '.join(named)} and {last}"
    problems = tuple(
        replace(problem, reason=told if problem.reason is None else f"{problem.reason}; {told}")
        for problem in mapped.problems
    )
    return replace(mapped, problems=problems)


def _same(text: str) -> str:
    return text
