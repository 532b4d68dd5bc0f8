"""Errors of the ingest package.

IngestError
├── UnreadableFileError       the file cannot be read as what it should be
│   └── EmptyFileError        the file has no rows, and no header that says so
├── MappingError              the mapping contradicts itself, the ontology or the file
│   └── UnknownColumnError    the file has no column that the mapping names
├── SubmissionFileError       a file of records to submit names what does not exist, or lacks what it must say
└── SettingError              what the operator must state is missing or wrong
    ├── MalformedSettingError a setting is not of its form
    ├── MissingSettingError   originator, profile or mapping is given nowhere
    ├── UnknownSettingError   no such originator is registered
    │   └── UnknownProfileError    no such handling profile is registered
    └── OriginatorConflictError    the mapping and the operator name different originators
"""

import re
from collections.abc import Iterable

from graph import all_known, nearest_hint

_PLACE = re.compile(r"\(column \d+\)")


class IngestError(Exception):
    """Base of all errors of the ingest package."""

    code = "INGEST_ERROR"


class UnreadableFileError(IngestError):
    """The file cannot be read as what it should be. `line` is given where it is known."""

    code = "UNREADABLE_FILE"

    def __init__(self, file: str, problem: str, *, line: int | None = None) -> None:
        where = f"`{file}`" if line is None else f"`{file}`, line {line}"
        super().__init__(f"{where}: {problem}")
        self.file = file
        self.problem = problem
        self.line = line


class EmptyFileError(UnreadableFileError):
    """The file has no rows, and no header that says so. `header`: the row from which on there are none."""

    code = "EMPTY_FILE"

    def __init__(self, file: str, *, header: int = 1) -> None:
        super().__init__(file, "has no rows" if header <= 1 else f"has no rows from row {header} on, the `header`")


class MappingError(IngestError):
    """The mapping contradicts itself, the ontology or the file. `line` is 0 where the file itself is the problem."""

    code = "MAPPING"

    def __init__(self, file: str, line: int, problem: str) -> None:
        super().__init__(f"`{file}`{f', line {line}' if line else ''}: {problem}")
        self.file = file
        self.line = line
        self.problem = problem


class UnknownColumnError(MappingError):
    """The file has no column that the mapping names.

    For one that is called by its place, as `(column 12)`, none is proposed: the nearest is another column.
    """

    code = "UNKNOWN_COLUMN"

    def __init__(self, mapping: str, line: int, *, column: str, source: str, known: Iterable[str] = ()) -> None:
        columns = list(known)
        near = "" if _PLACE.fullmatch(column) else nearest_hint(column, columns)
        super().__init__(mapping, line, f"`{source}` has no column `{column}`{near or all_known(columns)}")
        self.column = column
        self.source = source


class SubmissionFileError(IngestError):
    """A file of records to submit names what does not exist, or lacks what it must say.

    `line` is 0 where the file itself is the problem.
    """

    code = "SUBMISSION_FILE"

    def __init__(self, file: str, line: int, problem: str) -> None:
        super().__init__(f"`{file}`{f', line {line}' if line else ''}: {problem}")
        self.file = file
        self.line = line
        self.problem = problem


class SettingError(IngestError):
    """What the operator must state is missing or wrong."""

    code = "SETTING"


class MissingSettingError(SettingError):
    """An originator, a handling profile or a mapping is given nowhere."""

    code = "MISSING_SETTING"

    def __init__(self, setting: str, file: str, *, option: str = "", why: str = "") -> None:
        why = why or f"neither its mapping nor the command names one; give it by `{option}`"
        super().__init__(f"`{file}` has no {setting}: {why}")
        self.setting = setting
        self.file = file


class UnknownSettingError(SettingError):
    """No such originator is registered."""

    code = "UNKNOWN_SETTING"

    def __init__(self, setting: str, name: str, known: Iterable[str] = (), *, hint: str | None = None) -> None:
        super().__init__(f"unknown {setting} `{name}`{nearest_hint(name, known) if hint is None else hint}")
        self.setting = setting
        self.name = name


class UnknownProfileError(UnknownSettingError):
    """No such handling profile is registered.

    All known ones are named and none is proposed, see `all_known`.
    """

    code = "UNKNOWN_PROFILE"

    def __init__(self, name: str, known: Iterable[str] = ()) -> None:
        super().__init__("handling profile", name, hint=all_known(known))


class MalformedSettingError(SettingError):
    """A setting is not of its form. The message does not repeat it."""

    code = "MALFORMED_SETTING"

    def __init__(self, setting: str, problem: str) -> None:
        super().__init__(f"`{setting}` {problem}")
        self.setting = setting


class OriginatorConflictError(SettingError):
    """The mapping and the operator name different originators."""

    code = "ORIGINATOR_CONFLICT"

    def __init__(self, *, mapping: str, given: str) -> None:
        super().__init__(f"the mapping belongs to originator `{mapping}`, not to `{given}`")
        self.mapping = mapping
        self.given = given
