"""Reads a list, a CSV or Parquet file, column by column, and encodes each field as codes into a dictionary."""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from entity_resolution.batch.dictionary import UNKNOWN, Codes, Dictionary, Floats
from entity_resolution.batch.fields import FieldType, clean_texts
from entity_resolution.batch.kind_comparisons import KindComparison, kind_comparisons
from entity_resolution.batch.list_shape import ListShape
from entity_resolution.batch.mapping import ListMapping
from entity_resolution.batch.parameters import BatchModel
from entity_resolution.errors import BatchInputError
from graph import KindSchema, nearest_hint

_SUFFIXES = (".csv", ".parquet")


@dataclass(frozen=True, slots=True, kw_only=True)
class EncodedField:
    """One field of a list: the code of each record, `UNKNOWN` where it has no value."""

    dictionary: Dictionary
    codes: Codes

    def frequencies(self, *, by_chance: float, pseudo_records: int) -> Floats:
        """Return the share of each value among the known ones.

        Args:
            by_chance: P(two strangers have an equal value) where the parameters were learned.
            pseudo_records: how many more records a value of average frequency is taken to have been seen in, so that a
                list of ten rows does not take its only `Smith` for a tenth of mankind.
        """
        known = self.codes[self.codes >= 0]
        counts = np.bincount(known, minlength=len(self.dictionary))
        found: Floats = (counts + pseudo_records * by_chance) / (len(known) + pseudo_records)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class EncodedList:
    """A list with its fields, by property."""

    shape: ListShape
    fields: Mapping[str, EncodedField]

    def at(self, places: Codes) -> "EncodedList":
        """Return some of the records, at places in order; dictionaries stay whole."""
        fields = {
            name: EncodedField(dictionary=field.dictionary, codes=field.codes[places])
            for name, field in self.fields.items()
        }
        return EncodedList(shape=self.shape.at(places), fields=fields)


class ListFile:
    """A list in a file; reads one column at a time."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path, *, table: str) -> None:
        self.connection = connection
        self.name = path.name
        self._table = table
        if path.suffix.lower() not in _SUFFIXES:
            raise BatchInputError(path.name, "a list is a .csv or a .parquet file")
        if not path.is_file():
            raise BatchInputError(path.name, "there is no such file")
        if path.stat().st_size == 0:
            raise BatchInputError(path.name, "the file is empty")
        with _told(self.name, path):
            self._open(path)
            described = connection.execute(f"DESCRIBE {table}").fetchall()
        if path.suffix.lower() == ".csv":
            self._check_header(path)
        self.columns = {str(row[0]): str(row[1]) for row in described}

    def _open(self, path: Path) -> None:
        # A path goes into the text of the statement, since a view takes no parameters.
        place = str(path).replace("'", "''")
        if path.suffix.lower() == ".parquet":
            self.connection.execute(f"CREATE TEMP VIEW {self._table} AS SELECT * FROM read_parquet('{place}')")  # noqa: S608 - a path, quoted
            return
        self.connection.execute(
            f"CREATE TEMP TABLE {self._table} AS SELECT * FROM read_csv('{place}', all_varchar = true, header = true, "  # noqa: S608 - a path, quoted
            "delim = ',', quote = '\"', escape = '\"', strict_mode = true, null_padding = false, skip = 0)"
        )

    def _check_header(self, path: Path) -> None:
        """Refuse a header that has a name twice, which DuckDB would tell apart by a number."""
        with path.open(encoding="utf-8-sig", newline="") as file:
            names = Counter(next(csv.reader(file), []))
        twice = next((name for name, count in names.items() if count > 1 and name), None)
        if twice is not None:
            raise BatchInputError(self.name, f"two columns are called `{twice}`")

    def check_column(self, column: str) -> None:
        """Check that the list has a column.

        Raises:
            BatchInputError: it has not; the message has the nearest one.
        """
        if column not in self.columns:
            hint = nearest_hint(column, self.columns)
            raise BatchInputError(self.name, f"there is no column `{column}`{hint}")

    @cached_property
    def size(self) -> int:
        """The number of rows."""
        with _told(self.name):
            found = self.connection.execute(f"SELECT count(*) FROM {self._table}").fetchall()  # noqa: S608 - a name made here
        return int(found[0][0])

    def texts(self, column: str) -> pa.ChunkedArray:
        """Return a column as text; empty cells are null, whole numbers have no decimals.

        Raises:
            BatchInputError: the list has no such column, or it cannot be read.
        """
        self.check_column(column)
        quoted = '"' + column.replace('"', '""') + '"'
        text = f"CAST({quoted} AS VARCHAR)"
        if self.columns[column] in {"DOUBLE", "FLOAT"}:
            # A whole number with gaps is often stored as a fraction.
            text = (
                f"CASE WHEN {quoted} = floor({quoted}) THEN CAST(CAST({quoted} AS HUGEINT) AS VARCHAR) ELSE {text} END"
            )
        with _told(self.name):
            table = self.connection.sql(f"SELECT NULLIF({text}, '') AS text FROM {self._table}").to_arrow_table()  # noqa: S608 - a column, quoted
        return table["text"].cast(pa.string())


@contextmanager
def _told(name: str, path: Path | None = None) -> Iterator[None]:
    try:
        yield
    except duckdb.Error as exc:
        # DuckDB's message repeats cells of the file.
        fault = _first_fault(path) if path is not None and path.suffix.lower() == ".csv" else None
        fault = fault or "it is damaged, not UTF-8, or has rows of another length than its header"
        raise BatchInputError(name, f"cannot be read: {fault}") from exc


def _first_fault(path: Path) -> str | None:
    """Return what is wrong with a CSV file first, with its line, as far as Python can tell."""
    line = 0
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file, strict=True)
            width = len(next(rows, []))
            for row in rows:
                line = rows.line_num
                if len(row) != width:
                    return f"line {line} has {len(row)} cells, the header {width}"
    except UnicodeDecodeError:
        return f"it is not UTF-8 (behind line {line})" if line else "it is not UTF-8"
    except csv.Error:
        return f"behind line {line} a quote is not closed or a cell is too long"
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListReader:
    """Reads one list, or two behind one another, each by its own mapping."""

    files: Sequence[ListFile]
    mappings: Sequence[ListMapping]

    def shape(self) -> ListShape:
        """Return the ids of all records.

        Raises:
            BatchInputError: an id is missing, or stands twice in one list; the message has rows and no value.
        """
        found: list[pa.Array] = []
        for file, mapping in zip(self.files, self.mappings, strict=True):
            ids = file.texts(mapping.id_column.name)
            check_ids(file.name, mapping.id_column.name, ids)
            found += ids.chunks
        right_from = self.files[0].size if len(self.files) > 1 else None
        return ListShape(ids=pa.chunked_array(found, pa.string()), right_from=right_from)

    def column(self, field: str) -> pa.ChunkedArray:
        """Return a field of all records as text; a list whose mapping does not have it is empty there."""
        chunks: list[pa.Array] = []
        for file, mapping in zip(self.files, self.mappings, strict=True):
            if field in mapping.columns:
                chunks += file.texts(mapping.columns[field].name).chunks
            else:
                chunks.append(pa.nulls(file.size, pa.string()))
        return pa.chunked_array(chunks, pa.string())

    @property
    def country(self) -> str | None:
        """The country that numbers and dates are read with, of the first mapping that has one."""
        return next((mapping.country for mapping in self.mappings if mapping.country), None)

    def encode(self, types: Mapping[str, FieldType]) -> EncodedList:
        """Return the records cleaned and encoded.

        Args:
            types: the fields to read, with their types; those of type name share a dictionary, so that a given name
                can be held against a family name.
        """
        names = [field for field, field_type in types.items() if field_type is FieldType.NAME]
        groups = ([names] if names else []) + [[field] for field in types if field not in names]
        fields: dict[str, EncodedField] = {}
        for group in groups:
            encoded = _encode([self.column(field) for field in group], types[group[0]], self.country)
            fields.update(zip(group, encoded, strict=True))
        # A column without a value is none: nothing could be looked up in its dictionary.
        told = {
            name: field for name, field in fields.items() if len(field.dictionary) or types[name] is FieldType.VALUE
        }
        return EncodedList(shape=self.shape(), fields=told)


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchFields:
    """What is read of a list: its fields with their types, and the comparisons of the kind's own model among them."""

    types: Mapping[str, FieldType]
    more: Sequence[KindComparison]


def batch_fields(model: BatchModel, kind: KindSchema, mappings: Sequence[ListMapping]) -> BatchFields:
    """Return the fields that a batch model reads of mapped lists, and those that the kind's match model adds."""
    mapped = {name for mapping in mappings for name in mapping.columns}
    country = next((mapping.country for mapping in mappings if mapping.country), None)
    own = {name: field_type for name, field_type in model.fields.items() if name in mapped}
    more = kind_comparisons(kind, frozenset(mapped - set(own)), country)
    return BatchFields(types={**own, **{c.property: FieldType.VALUE for c in more}}, more=more)


def check_ids(name: str, column: str, ids: pa.ChunkedArray) -> None:
    """Check that every record of a list has an id of its own.

    Raises:
        BatchInputError: an id is missing or stands twice; the message has rows and no value.
    """
    if ids.null_count:
        row = ids.is_null().to_pylist().index(True) + 1
        raise BatchInputError(name, f"row {row} has no id in `{column}`")
    codes = ids.combine_chunks().dictionary_encode()
    if len(codes.dictionary) < len(ids):
        places = codes.indices.to_numpy()
        _, first = np.unique(places, return_index=True)
        again = int(np.setdiff1d(np.arange(len(places)), first)[0])
        before = int(np.nonzero(places == places[again])[0][0])
        raise BatchInputError(name, f"rows {before + 1} and {again + 1} have the same id in `{column}`")


def _encode(columns: Sequence[pa.ChunkedArray], field_type: FieldType, country: str | None) -> list[EncodedField]:
    encoded = pa.chunked_array([chunk for c in columns for chunk in c.chunks], pa.string()).combine_chunks()
    encoded = encoded.dictionary_encode()
    codes = encoded.indices.fill_null(UNKNOWN).to_numpy(zero_copy_only=False).astype(np.int32)
    cleaned = clean_texts(field_type, encoded.dictionary, country).dictionary_encode()
    if len(cleaned) != len(cleaned.dictionary):
        # Two spellings of one value have become one, or a text was nothing: code by cleaned value.
        mended = cleaned.indices.fill_null(UNKNOWN).to_numpy(zero_copy_only=False).astype(np.int32)
        codes = np.append(mended, np.int32(UNKNOWN))[codes]
    dictionary = Dictionary(cleaned.dictionary.to_pylist())
    ends = np.cumsum([len(column) for column in columns])
    return [EncodedField(dictionary=dictionary, codes=part) for part in np.split(codes, ends[:-1])]
