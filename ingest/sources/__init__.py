"""Files as rows: each source reads one format and tells where in the file a row stands."""

from ingest.sources.csv_source import CsvSource, open_csv
from ingest.sources.ftm_source import FtmLine, FtmSource, open_ftm
from ingest.sources.rows import Flaw, SourceRow, TabularSource
from ingest.sources.xlsx_source import XlsxSource, open_xlsx

__all__ = [
    "CsvSource",
    "Flaw",
    "FtmLine",
    "FtmSource",
    "SourceRow",
    "TabularSource",
    "XlsxSource",
    "open_csv",
    "open_ftm",
    "open_xlsx",
]
