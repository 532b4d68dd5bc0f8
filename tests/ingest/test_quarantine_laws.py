"""After a file came again in any other version, its quarantine is what the version that came last gives by itself."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.store import QuarantinedRow, WaitingRow
from ingest import parse_mapping
from ingest.batches import Batcher, NumberedRow, QuarantineLabel
from ingest.mapped_rows import MappedRow
from ingest.row_readings import LinkReading, RecordReading, links_of, records_of
from ingest.sources import SourceRow
from ingest.supply import Supply
from ingest.tables.tabular import RowMapper, row_content
from tests.examples import examples

MAPPING = """\
dataset: cases
profile: law-enforcement
records:
  suspect:
    kind: Person
    reference: "{no}"
    properties: {name: name, birthDate: born, sex: sex}
"""
HEADER = ("no", "name", "born", "sex")
Version = list[tuple[str, str, str, str]]


class Table:
    """A table in memory, as `Batcher` takes it."""

    file = "cases.csv"
    digest = ""
    rows_total = None
    mapping_text = MAPPING

    def __init__(self, version: Sequence[tuple[str, ...]], supply: Supply) -> None:
        self.unknown_properties: Counter[str] = Counter()
        self.records_not_given: tuple[str, ...] = ()
        self.columns_not_read: tuple[str, ...] = ()
        self._ontology = supply.ontology
        self._mapper = RowMapper(parse_mapping(MAPPING), supply, HEADER)
        self._rows = [SourceRow(number, cells) for number, cells in enumerate(version, start=2)]

    def reading_of(self, mapped: MappedRow) -> tuple[Sequence[RecordReading], Sequence[LinkReading]]:
        return records_of(mapped, self._ontology, lambda name, prop: (prop,)), links_of(mapped)

    def mapped_rows(self) -> Iterator[NumberedRow]:
        for row in self._rows:
            yield NumberedRow(row.number, self._mapper.map_row(row), partial(row_content, HEADER, row))


def ingested(version: Version, waits: dict[str, QuarantinedRow], supply: Supply) -> dict[str, QuarantinedRow]:
    """Return what waits after a version was ingested, of what waited before."""
    table = Table(version, supply)
    label = QuarantineLabel.of(supply, file=table.file, mapping=MAPPING, at=datetime(2026, 1, 1, tzinfo=UTC))
    before = [
        WaitingRow(
            id=q.id, file=q.file, row=q.row, rule=q.rule, names=q.names, records=q.records, content=q.content,
            at=q.at,
        )
        for q in waits.values()
    ]  # fmt: skip
    batcher = Batcher(table, label, skip=0, size=2, waiting=before)
    left = dict(waits)
    while (batch := batcher.next_batch()) is not None:
        left = {i: q for i, q in left.items() if i not in batch.settled} | {q.id: q for q in batch.quarantined}
    return left


@st.composite
def versions(draw: st.DrawFn) -> list[Version]:
    """Return versions of one file: the same references in any order, each row with any of these faults."""
    references = draw(st.lists(st.sampled_from("123456789"), min_size=1, max_size=6, unique=True))
    cells = st.tuples(st.sampled_from("AB"), st.sampled_from(["1990", "soon"]), st.sampled_from(["male", "ผช", "ผญ"]))
    return [[(no, *draw(cells)) for no in draw(st.permutations(references))] for _ in range(draw(st.integers(2, 4)))]


@settings(max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=versions())
def test_what_waits_of_a_file_is_what_its_last_version_gives(
    make_supply: Callable[..., Supply], found: list[Version]
) -> None:
    supply = make_supply()
    waits: dict[str, QuarantinedRow] = {}
    for version in found:
        waits = ingested(version, waits, supply)
    assert waits == ingested(found[-1], {}, supply)


@settings(max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=versions(), shift=st.integers(0, 3))
def test_what_another_file_of_that_name_says_of_others_takes_nothing_away(
    make_supply: Callable[..., Supply], first: list[Version], shift: int
) -> None:
    supply = make_supply()
    before = ingested(first[0], {}, supply)
    others = [(f"other-{no}", name, born, sex) for no, name, born, sex in first[1][shift:]]
    assert ingested(others, before, supply) == before | ingested(others, {}, supply)
