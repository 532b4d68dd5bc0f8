"""Errors of the entity resolution package.

ResolutionError
├── ModelError        a model file contradicts itself or the ontology
└── SamePairError     a judgement needs two different records
"""


class ResolutionError(Exception):
    """Base of all errors of this package."""

    code = "RESOLUTION_ERROR"


class ModelError(ResolutionError):
    """A model file contradicts itself or the ontology."""

    code = "MODEL"

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(f"{where}: {problem}")
        self.where = where
        self.problem = problem


class SamePairError(ResolutionError):
    """A judgement needs two different records."""

    code = "SAME_PAIR"

    def __init__(self) -> None:
        super().__init__("a judgement needs two different records")
