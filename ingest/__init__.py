"""From sources to records: files and submissions are read, mapped, checked and written, and bad rows are kept apart.

This package does not decide who may see what (`policies`) or which records are one (`entity_resolution`), and knows no
Cypher. Start reading at `ingest.pipeline`, then `ingest.records`, the pure core, then `ingest.mapping`.
"""

from ingest.drafting.table_draft import draft_mapping
from ingest.errors import (
    EmptyFileError,
    IngestError,
    MalformedSettingError,
    MappingError,
    MissingSettingError,
    OriginatorConflictError,
    SettingError,
    SubmissionFileError,
    UnknownColumnError,
    UnknownProfileError,
    UnknownSettingError,
    UnreadableFileError,
)
from ingest.filed_in_vain import FiledInVain
from ingest.given_records import records_in_file
from ingest.ingest_report import BrokenRule, IngestReport, Progress
from ingest.ingest_tally import MOST_NAMED
from ingest.input_file import check_given, check_mapping
from ingest.mapping import SourceMapping
from ingest.pipeline import BatchWriter, OpenedFile, ingest_file
from ingest.quarantine import QuarantineKeeper, RetryReport, list_quarantined, retry
from ingest.row_readings import LinkReading, RecordReading, RowReading, ValueReading
from ingest.rules import Problem, Rule, advise, describe_problem
from ingest.submission import (
    ItemOutcome,
    SubmissionResult,
    SubmittedItem,
    SubmittedLink,
    SubmittedRecord,
    submit,
    try_submission,
)
from ingest.submission_file import NamedItem, SubmissionFile, load_submission, parse_submission
from ingest.tables.mapping_file import DEFAULT_EVALUATION, load_mapping, parse_evaluation, parse_mapping

__all__ = [
    "DEFAULT_EVALUATION",
    "MOST_NAMED",
    "BatchWriter",
    "BrokenRule",
    "EmptyFileError",
    "FiledInVain",
    "IngestError",
    "IngestReport",
    "ItemOutcome",
    "LinkReading",
    "MalformedSettingError",
    "MappingError",
    "MissingSettingError",
    "NamedItem",
    "OpenedFile",
    "OriginatorConflictError",
    "Problem",
    "Progress",
    "QuarantineKeeper",
    "RecordReading",
    "RetryReport",
    "RowReading",
    "Rule",
    "SettingError",
    "SourceMapping",
    "SubmissionFile",
    "SubmissionFileError",
    "SubmissionResult",
    "SubmittedItem",
    "SubmittedLink",
    "SubmittedRecord",
    "UnknownColumnError",
    "UnknownProfileError",
    "UnknownSettingError",
    "UnreadableFileError",
    "ValueReading",
    "advise",
    "check_given",
    "check_mapping",
    "describe_problem",
    "draft_mapping",
    "ingest_file",
    "list_quarantined",
    "load_mapping",
    "load_submission",
    "parse_evaluation",
    "parse_mapping",
    "parse_submission",
    "records_in_file",
    "retry",
    "submit",
    "try_submission",
]
