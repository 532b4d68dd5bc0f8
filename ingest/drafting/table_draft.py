"""Drafts a mapping of a table in a file: opens it as ingest does, looks at its first rows, and keeps none of them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from graph import load_ontology
from graph.values import ValueStatus, ValueType, normalise
from ingest.drafting.column_guesses import guess_column, local_country
from ingest.drafting.column_words import Meaning, heading_word
from ingest.drafting.draft_lines import quoted
from ingest.drafting.mapping_draft import draft_text
from ingest.errors import MappingError, UnreadableFileError
from ingest.mapping import FileFormat
from ingest.sources import TabularSource
from ingest.sources.csv_source import CsvSource
from ingest.sources.tables import open_table
from ingest.tables.mapping_file import parse_mapping

MOST_ROWS = 300
"""Rows that are looked at."""
_MOST_DIGITS = 5  # a heading has a year or a number of a list at most
_FEWEST_KNOWN = 2  # headings, of a table with more than so many columns
_LABEL_COLUMNS = 2  # a form's labels stand in its first column, or behind their numbers
_MOST_MEANINGS = 3  # of labels that are asked for: names of platforms and of documents have fewer
_DELIMITERS = (";", "\t", "|")
_MAIL = re.compile(r"\S@|@\S")
_PRICE = re.compile(r"@? ?[$€£] ?\d[\d.,]*")  # as explorers of chains head what coins are worth today
_AS_OPTIONS = "the options"


def draft_mapping(path: Path, *, file: Mapping[str, str], country: str | None = None) -> str:
    """Return the draft of a mapping of a table, as YAML.

    Args:
        path: a CSV or XLSX file.
        file: what is said of how it is written, with the words of a mapping's `file`.
        country: whose local numbers and dates it has.

    Raises:
        UnreadableFileError: it cannot be read as a table, its header may be a row of values, or it looks like a form.
        MappingError: `file` says what does not exist, or does not fit.
    """
    source = _opened(path, file)
    rows = [row.cells[: len(source.header)] for row in islice(source.rows(), MOST_ROWS)]
    columns = {name: [row[at] for row in rows] for at, name in enumerate(source.header)}
    _check_shape(source, columns)
    _check_header(source)
    likely = local_country(columns) if country is None else None
    sex = load_ontology().kind("Person").property("sex")
    guesses = [guess_column(name, cells, sex=sex, country=country or likely) for name, cells in columns.items()]
    return draft_text(guesses, file=_said(path, file), rows=len(rows), country=country, likely=likely)


def _said(path: Path, file: Mapping[str, str]) -> dict[str, str]:
    """Return what a draft says of a file: also of what the name of a file alone tells."""
    kind = FileFormat().kind_of(path.name)
    return {"format": str(kind), **file, "header": file.get("header", "1")}


def _opened(path: Path, file: Mapping[str, str]) -> TabularSource:
    said = ", ".join(f"{word}: {quoted(text)}" for word, text in _said(path, file).items())
    # The words are checked by the reader of mappings, which needs a whole one.
    whole = f"dataset: draft\nfile: {{{said}}}\nrecords: {{p: {{kind: Person, reference: '{{no}}'}}}}\n"
    try:
        file_format = replace(parse_mapping(whole, name=_AS_OPTIONS).file, line=0)
    except MappingError as exc:
        raise MappingError(_AS_OPTIONS, 0, exc.problem) from exc
    return open_table(path, file_format, mapping=_AS_OPTIONS)


def _check_shape(source: TabularSource, columns: Mapping[str, Sequence[str]]) -> None:
    """Refuse a form, whose labels stand below one another: its first row names its columns by what somebody is called.

    Raises:
        UnreadableFileError: a first column has headings for cells, and what stands behind the first of them is none.
    """
    for at, name in enumerate(source.header[:_LABEL_COLUMNS]):
        behind = source.header[at + 1 :]
        if _are_labels(name, columns[name]) and 2 * _count_known(behind) <= len(behind):
            problem = (
                "this looks like a form, one record in a column with labels beside it: make a table of it, with the "
                "labels as its first row and one row for each record; nothing is drafted, as a draft repeats that row"
            )
            raise UnreadableFileError(source.file, problem, line=source.header_line or None)


def _are_labels(name: str, cells: Sequence[str]) -> bool:
    """Return whether a column's own heading and enough of its cells are headings, of several meanings.

    A form may ask much that no list of headings has: with three meanings a third of its labels is enough.
    """
    texts = {cell for cell in cells if cell}
    told = [word.meaning for text in texts if (word := heading_word(text)) and word.meaning is not Meaning.SOMEBODY]
    own = heading_word(name)
    if own is None or not told or 3 * len(told) < len(texts):
        return False
    fewest = min(_MOST_MEANINGS, 1 + len(told)) if 2 * len(told) >= len(texts) else _MOST_MEANINGS
    return len({own.meaning, *told}) >= fewest


def _count_known(names: Sequence[str]) -> int:
    return sum(heading_word(name) is not None for name in names)


def _check_header(source: TabularSource) -> None:
    """Refuse a header that may be a row of values, as of a file without one: a draft says the names of its columns.

    Raises:
        UnreadableFileError: it holds a number or a mail address, or hardly a word of the list.
    """
    header = source.header
    # In a column's name a tab is a space: it is looked for where it was written.
    written = source.written if isinstance(source, CsvSource) else header
    if len(header) == 1 and any(sign in cell for cell in written for sign in _DELIMITERS):
        raise UnreadableFileError(source.file, "has one column only: is its `delimiter` another one?")
    if any(map(_is_value, header)) or _count_known(header) < min(_FEWEST_KNOWN, len(header) - 1 or 1):
        problem = (
            "the header may be a row of values, as hardly a word of it is known or it holds a number: say which row "
            "names the columns (`header`); nothing is drafted, as a draft repeats that row"
        )
        raise UnreadableFileError(source.file, problem, line=source.header_line or None)


def _is_value(name: str) -> bool:
    if _MAIL.search(name) is not None or sum(map(str.isdecimal, _PRICE.sub("", name))) > _MOST_DIGITS:
        return True
    return normalise(ValueType.WALLET, name).status is ValueStatus.VALID
