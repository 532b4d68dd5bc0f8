"""Opens the table in a file: a CSV, or one sheet of a workbook."""

from collections.abc import Collection
from pathlib import Path

from ingest.errors import MappingError
from ingest.mapping import FileFormat, FileKind
from ingest.sources.csv_source import open_csv
from ingest.sources.rows import TabularSource


def open_table(path: Path, file_format: FileFormat, *, mapping: str, reads: Collection[str] = ()) -> TabularSource:
    """Return the table in a file, which is checked to its end.

    Args:
        path: a CSV or XLSX file.
        file_format: how it is written.
        mapping: what messages call the mapping that says so.
        reads: the names of columns that the mapping reads, see `open_xlsx`.

    Raises:
        UnreadableFileError: it cannot be read as what it should be.
        MappingError: `file_format` names a sheet that is not there, or one of a CSV, which may be of another sheet than
            is meant.
    """
    if file_format.kind_of(path.name) is FileKind.XLSX:
        from ingest.sources.xlsx_source import open_xlsx  # noqa: PLC0415 - openpyxl loads slowly

        return open_xlsx(path, file_format, mapping=mapping, reads=reads)
    if file_format.sheet is not None:
        raise MappingError(mapping, file_format.line, f"`{path.name}` is a CSV file, which has no `sheet`")
    return open_csv(path, file_format)
