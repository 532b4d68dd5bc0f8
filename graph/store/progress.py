"""How the store tells what it is doing: values for a callback, so that a command draws a bar or prints a line."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Step(StrEnum):
    """What takes time while a store opens."""

    DOWNLOAD = "download"
    START = "start"
    RECOVER = "recover"
    AWAIT_OLDER = "await-older"
    OLDER_UNKNOWN = "older-unknown"
    MIGRATE = "migrate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far one step has come.

    Bytes of a download; 0 of 1, then 1 of 1, of a start; 0 of 1 of one more start with more memory, because the
    database failed; 0 of 1 of each look that finds a program of an older version on an older store, and where the login
    may not look; migrations of an older store.
    """

    step: Step
    done: int
    total: int


OnProgress: TypeAlias = Callable[[Progress], None]
