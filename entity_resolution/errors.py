"""Errors of the entity resolution package.

ResolutionError
├── ModelError        a model file contradicts itself or the ontology
├── HubRegisterError  an entry of the register of hubs cannot be read
├── SamePairError     a judgement needs two different records
├── PairTableError    a table of pairs or clusters cannot be read
├── MatchRequestError what a command of matching was told to do cannot be
├── BatchInputError   a list to be resolved cannot be read, or not as its mapping says
└── BatchMappingError a mapping or a parameter file of batch resolution is wrong
"""


class ResolutionError(Exception):
    """Base of all errors of this package."""

    code = "RESOLUTION_ERROR"


class ModelError(ResolutionError):
    """A model file contradicts itself or the ontology, with the line on which it does."""

    code = "MODEL"

    def __init__(self, file: str, line: int, problem: str) -> None:
        super().__init__(f"{file}{f', line {line}' if line else ''}: {problem}")
        self.file = file
        self.line = line
        self.problem = problem


class HubRegisterError(ResolutionError):
    """An entry of the register of hubs cannot be read. The message numbers the entry and repeats no value."""

    code = "HUB_REGISTER"

    def __init__(self, entry: int, problem: str) -> None:
        super().__init__(f"`hubs.yml`, entry {entry}: {problem}")
        self.entry = entry


class SamePairError(ResolutionError):
    """A judgement needs two different records."""

    code = "SAME_PAIR"

    def __init__(self) -> None:
        super().__init__("a judgement needs two different records")


class PairTableError(ResolutionError):
    """A table of pairs or clusters cannot be read. The problem names columns and rows, never a value."""

    code = "PAIR_TABLE"

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class MatchRequestError(ResolutionError):
    """What a command of matching was told to do cannot be, whatever its files hold: an output in an input's place."""

    code = "MATCH_REQUEST"

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class BatchInputError(ResolutionError):
    """A list to be resolved cannot be read. The problem names columns and rows, never a value."""

    code = "BATCH_INPUT"

    def __init__(self, file: str, problem: str) -> None:
        super().__init__(f"`{file}`: {problem}")
        self.file = file
        self.problem = problem


class BatchMappingError(ResolutionError):
    """A mapping or a parameter file of batch resolution is wrong, with the line on which it is."""

    code = "BATCH_MAPPING"

    def __init__(self, file: str, line: int, problem: str) -> None:
        super().__init__(f"{file}{f', line {line}' if line else ''}: {problem}")
        self.file = file
        self.line = line
        self.problem = problem
