"""Files as rows: each source reads one format and tells where in the file a row stands.

Workbooks are read by `ingest.sources.xlsx_source`, which is not imported here: what it needs loads slowly.
"""

from ingest.sources.csv_source import CsvSource, open_csv
from ingest.sources.ftm_source import FtmLine, FtmSource, open_ftm
from ingest.sources.rows import Flaw, SourceRow, TabularSource

__all__ = [
    "CsvSource",
    "Flaw",
    "FtmLine",
    "FtmSource",
    "SourceRow",
    "TabularSource",
    "open_csv",
    "open_ftm",
]
