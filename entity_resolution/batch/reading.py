"""Reads a list, a CSV or Parquet file, column by column, and encodes each field as codes into a dictionary."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet

from entity_resolution.batch.connection import connect
from entity_resolution.batch.dictionary import UNKNOWN, Codes, Dictionary, Floats
from entity_resolution.batch.fields import (
    READ_BY_COUNTRY,
    SEX_BY_TITLE,
    FieldType,
    clean_column,
    clean_texts,
    sexes_by_titles,
)
from entity_resolution.batch.kind_comparisons import KindComparison, kind_comparisons
from entity_resolution.batch.list_shape import ListShape
from entity_resolution.batch.mapping import ListMapping, list_countries
from entity_resolution.batch.parameters import BatchModel
from entity_resolution.errors import BatchInputError, MatchRequestError
from entity_resolution.tables.delimiters import other_delimiter
from entity_resolution.tables.file_formats import is_parquet, other_format
from graph import KindSchema


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
    """A list in a file; reads one column at a time.

    Attributes:
        name: the file's, as messages say it.
        columns: what each column holds, in DuckDB's words.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path, *, table: str) -> None:
        self.connection = connection
        self.name = path.name
        self._path, self._table = path, table
        if not path.is_file():
            raise BatchInputError(str(path), "it is a folder" if path.is_dir() else "there is no such file")
        if path.stat().st_size == 0:
            raise BatchInputError(path.name, "the file is empty")
        self._is_parquet = is_parquet(path)
        if not self._is_parquet and path.suffix.lower() != ".csv":
            raise MatchRequestError(f"`{path.name}`: a list is a .csv or a .parquet file")
        other = other_format(path)
        if other is not None:
            raise BatchInputError(path.name, f"cannot be read: it is {other}")
        with self._told():
            self._open()
            described = [(str(row[0]), str(row[1])) for row in connection.execute(f"DESCRIBE {table}").fetchall()]
        names = self._own_names([name for name, _ in described])
        parted = other_delimiter(names)
        if parted is not None:
            raise BatchInputError(path.name, parted)
        self.columns = {own: of for own, (_, of) in zip(names, described, strict=True)}
        self._places = {own: name for own, (name, _) in zip(names, described, strict=True)}

    def _open(self) -> None:
        # A path goes into the text of the statement, since a view takes no parameters.
        place = str(self._path).replace("'", "''")
        if self._is_parquet:
            self.connection.execute(f"CREATE TEMP VIEW {self._table} AS SELECT * FROM read_parquet('{place}')")  # noqa: S608 - a path, quoted
            return
        self.connection.execute(
            f"CREATE TEMP TABLE {self._table} AS SELECT * FROM read_csv('{place}', all_varchar = true, header = true, "  # noqa: S608 - a path, quoted
            "delim = ',', quote = '\"', escape = '\"', comment = '', strict_mode = true, null_padding = false, "
            "skip = 0)"
        )

    def _own_names(self, found: Sequence[str]) -> Sequence[str]:
        """Return the columns' names as the file has them: DuckDB numbers those that differ by case alone.

        Raises:
            BatchInputError: two are the same.
        """
        if self._is_parquet:
            names = list(pyarrow.parquet.read_schema(self._path).names)
        else:
            with self._path.open(encoding="utf-8-sig", newline="") as file:
                names = next(csv.reader(file), [])
        twice = next((name for name, count in Counter(names).items() if count > 1 and name), None)
        if twice is not None:
            raise BatchInputError(self.name, f"two columns are called `{twice}`")
        if len(names) != len(found):
            return found
        return [own or name for own, name in zip(names, found, strict=True)]

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except duckdb.Error as exc:
            # DuckDB's message repeats cells of the file.
            raise BatchInputError(self.name, f"cannot be read: {self._fault()}") from exc

    def _fault(self) -> str:
        if self._is_parquet:
            return "it is no Parquet file, damaged, or a text in it is not UTF-8"
        return _first_fault(self._path) or "it is damaged, not UTF-8, or has rows of another length than its header"

    def check_cells(self, columns: Iterable[str]) -> None:
        """Check that columns of the list hold one value a cell.

        Raises:
            BatchInputError: one holds lists or structures.
        """
        for column in columns:
            if _is_nested(self.columns[column]):
                problem = f"the column `{column}` holds {self.columns[column][:60]}, and a cell is one value"
                raise BatchInputError(self.name, problem)

    @cached_property
    def size(self) -> int:
        """The number of rows."""
        with self._told():
            found = self.connection.execute(f"SELECT count(*) FROM {self._table}").fetchall()  # noqa: S608 - a name made here
        return int(found[0][0])

    def is_empty(self, column: str) -> bool:
        """Return whether the list has rows and none of them has anything but spaces in a column.

        Raises:
            BatchInputError: it cannot be read.
        """
        text = _as_shown(self._places[column], self.columns[column])
        with self._told():
            found = self.connection.execute(f"SELECT 1 FROM {self._table} WHERE trim({text}) <> '' LIMIT 1").fetchall()  # noqa: S608 - a column, quoted
        return not found and self.size > 0

    def texts(self, column: str) -> pa.ChunkedArray:
        """Return a column of the list as text; empty cells are null, whole numbers have no decimals.

        Raises:
            BatchInputError: it cannot be read.
        """
        text = _as_text(self._places[column], self.columns[column])
        with self._told():
            table = self.connection.sql(f"SELECT NULLIF({text}, '') AS text FROM {self._table}").to_arrow_table()  # noqa: S608 - a column, quoted
        return table["text"].cast(pa.string())

    def pieces(self, *, size: int) -> tuple[pa.Schema, Iterator[tuple[pa.RecordBatch, pa.RecordBatch]]]:
        """Return what the columns are, and the rows in pieces: as the list has them, and every cell as text.

        Args:
            size: rows of a piece, at most.

        Raises:
            BatchInputError: it cannot be read, then or while it is gone through.
        """
        texts = ", ".join(_as_shown(self._places[column], found) for column, found in self.columns.items())
        with self._told():
            reader = self.connection.sql(f"SELECT *, {texts} FROM {self._table}").to_arrow_reader(size)  # noqa: S608 - columns, quoted
        types = reader.schema.types[: len(self.columns)]
        schema = pa.schema(list(zip(self.columns, types, strict=True)))
        return schema, self._read_pieces(reader, schema)

    def _read_pieces(
        self, reader: pa.RecordBatchReader, schema: pa.Schema
    ) -> Iterator[tuple[pa.RecordBatch, pa.RecordBatch]]:
        while True:
            with self._told():
                batch = next(reader, None)
            if batch is None:
                return
            own, texts = batch.columns[: len(schema)], batch.columns[len(schema) :]
            yield (
                pa.RecordBatch.from_arrays(own, schema=schema),
                pa.RecordBatch.from_arrays([text.cast(pa.string()) for text in texts], schema.names),
            )


def open_list(path: Path) -> ListFile:
    """Return a list that is read by itself."""
    return ListFile(connect(), path, table="list_0")


def _is_nested(column_type: str) -> bool:
    return column_type.endswith("]") or column_type.startswith(("STRUCT(", "MAP(", "UNION("))


def _quoted(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


# Beyond this no whole number of 64 bits holds a fraction's.
LAST_WHOLE = 1e18


def _as_text(column: str, column_type: str) -> str:
    """Return the expression of a column's cells as text; one of bytes that are no text ends the reading."""
    quoted = _quoted(column)
    if column_type == "BLOB":
        # Older writers do not mark which bytes are a text.
        return f"decode({quoted})"
    if column_type == "TIMESTAMP WITH TIME ZONE":
        # Elsewhere the same instant is another day: a list says the same on every machine.
        return f"CAST(timezone('UTC', {quoted}) AS VARCHAR)"
    text = f"CAST({quoted} AS VARCHAR)"
    if column_type.startswith("DECIMAL("):
        return f"CASE WHEN {quoted} = floor({quoted}) THEN CAST(CAST({quoted} AS HUGEINT) AS VARCHAR) ELSE {text} END"
    if column_type not in {"DOUBLE", "FLOAT"}:
        return text
    # A whole number with gaps is often stored as a fraction, and its gaps as what is no number.
    whole = f"abs({quoted}) < {LAST_WHOLE} AND {quoted} = floor({quoted})"
    return (
        f"CASE WHEN NOT isfinite({quoted}) THEN NULL WHEN {whole} THEN CAST(CAST({quoted} AS BIGINT) AS VARCHAR) "
        f"ELSE {text} END"
    )


def _as_shown(column: str, column_type: str) -> str:
    """Return the same of a column that may be read by nobody: whatever its cells hold has a text."""
    text = _as_text(column, column_type)
    return f"coalesce(TRY({text}), CAST({_quoted(column)} AS VARCHAR))" if column_type == "BLOB" else text


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
    return _mixed_line_ends(path)


def _mixed_line_ends(path: Path) -> str | None:
    with path.open("rb") as file:
        ends = {line.endswith(b"\r\n") for line in file}
    return (
        "some lines end with CR LF and others with LF alone: save it anew with one of them" if len(ends) > 1 else None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ListReader:
    """Reads one list, or two behind one another, each by its own mapping.

    `unread`: of the fields that were encoded, how many values stood there and could not be read.
    """

    files: Sequence[ListFile]
    mappings: Sequence[ListMapping]
    unread: dict[str, int] = field(default_factory=dict)

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
        return pa.chunked_array([chunk for texts in self._columns(field) for chunk in texts.chunks], pa.string())

    def _columns(self, field: str) -> Iterator[pa.ChunkedArray]:
        for file, mapping in zip(self.files, self.mappings, strict=True):
            column = mapping.columns.get(field)
            if column is not None:
                yield file.texts(column.name)
            else:
                yield pa.chunked_array([pa.nulls(file.size, pa.string())])

    def empty_columns(self) -> tuple[tuple[str, str], ...]:
        """Return the mapped properties whose column has no value in a list, each with the list's name."""
        both = zip(self.files, self.mappings, strict=True)
        return tuple((n, file.name) for file, of in both for n, c in of.columns.items() if file.is_empty(c.name))

    @property
    def countries(self) -> list[str | None]:
        """The country that numbers and dates of each list are read with."""
        return list_countries(self.mappings)

    def encode(self, types: Mapping[str, FieldType]) -> EncodedList:
        """Return the records cleaned and encoded.

        Args:
            types: the fields to read, with their types; those of type name share a dictionary, so that a given name
                can be held against a family name.
        """
        names = [field for field, field_type in types.items() if field_type is FieldType.NAME]
        alone = [field for field, field_type in types.items() if field_type not in (FieldType.NAME, FieldType.TITLE)]
        groups = ([names] if names else []) + [[field] for field in alone]
        fields: dict[str, EncodedField] = {}
        for group in groups:
            given, encoded = self._encode(group, types[group[0]])
            fields.update(zip(group, encoded, strict=True))
            read = [int(np.count_nonzero(each.codes >= 0)) for each in encoded]
            self.unread.update(zip(group, (had - has for had, has in zip(given, read, strict=True)), strict=True))
        if SEX_BY_TITLE in types:
            sexes = sexes_by_titles([self.column(name).combine_chunks() for name in names])
            fields[SEX_BY_TITLE] = _encode([pa.chunked_array([sexes])], FieldType.VALUE, None)[0]
        # A column without a value is none: nothing could be looked up in its dictionary.
        told = {
            name: field for name, field in fields.items() if len(field.dictionary) or types[name] is FieldType.VALUE
        }
        return EncodedList(shape=self.shape(), fields=told)

    def _encode(self, group: Sequence[str], field_type: FieldType) -> tuple[list[int], list[EncodedField]]:
        """Return how many values each field has as the list is written, and the fields."""
        if field_type not in READ_BY_COUNTRY or len(set(self.countries)) == 1:
            columns = [self.column(name) for name in group]
            return _given(columns), _encode(columns, field_type, self.countries[0])
        given = _given(
            pa.chunked_array([c for t in self._columns(name) for c in t.chunks], pa.string()) for name in group
        )
        # What is cleaned stays as it is when it is cleaned again without a country.
        columns = [
            pa.chunked_array(
                [
                    clean_column(texts.combine_chunks(), field_type, country)
                    for texts, country in zip(self._columns(name), self.countries, strict=True)
                ],
                pa.string(),
            )
            for name in group
        ]
        return given, _encode(columns, field_type, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchFields:
    """What is read of a list: its fields with their types, and the comparisons of the kind's own model among them."""

    types: Mapping[str, FieldType]
    more: Sequence[KindComparison]


def batch_fields(model: BatchModel, kind: KindSchema, mappings: Sequence[ListMapping]) -> BatchFields:
    """Return the fields that a batch model reads of mapped lists, and those that the kind's match model adds."""
    mapped = {name for mapping in mappings for name in mapping.columns}
    # Values of two lists stand in one dictionary: where their countries differ, none is said of any of them.
    countries = set(list_countries(mappings))
    country = countries.pop() if len(countries) == 1 else None
    own = {name: field_type for name, field_type in model.fields.items() if name in mapped}
    more = kind_comparisons(kind, frozenset(mapped - set(own)), country)
    if FieldType.NAME in own.values():
        own[SEX_BY_TITLE] = FieldType.TITLE
    return BatchFields(types={**own, **{c.property: FieldType.VALUE for c in more}}, more=more)


def check_ids(name: str, column: str, ids: pa.ChunkedArray) -> None:
    """Check that every record of a list has an id of its own.

    Raises:
        BatchInputError: an id is missing, nothing but blanks, or stands twice; the message has rows and no value.
    """
    missing = pc.fill_null(pc.equal(pc.utf8_trim_whitespace(ids), ""), True)
    if pc.any(missing).as_py():
        row = pc.index(missing, True).as_py() + 1
        raise BatchInputError(name, f"row {row} has no id in `{column}`")
    codes = ids.combine_chunks().dictionary_encode()
    if len(codes.dictionary) < len(ids):
        places = codes.indices.to_numpy()
        _, first = np.unique(places, return_index=True)
        again = int(np.setdiff1d(np.arange(len(places)), first)[0])
        before = int(np.nonzero(places == places[again])[0][0])
        raise BatchInputError(name, f"rows {before + 1} and {again + 1} have the same id in `{column}`")


def _given(columns: Iterable[pa.ChunkedArray]) -> list[int]:
    return [len(column) - column.null_count for column in columns]


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
