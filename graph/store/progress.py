"""How the store tells what it is doing: values for a callback, so that a command draws a bar or prints a line."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Step(StrEnum):
    """The steps of opening a store that take time."""

    DOWNLOAD = "download"
    START = "start"
    RECOVER = "recover"
    AWAIT_OLDER = "await-older"
    OLDER_UNKNOWN = "older-unknown"
    MIGRATE = "migrate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far one step has come: `done` of `total`.

    A download counts bytes, and migrating counts migrations. A start is 0 of 1, then 1 of 1. `RECOVER` is 0 of 1: the
    database has failed, and the server starts again with more memory. `AWAIT_OLDER` is 0 of 1 at each look that finds a
    program of an older version at work on an older store, and `OLDER_UNKNOWN` is 0 of 1 where the login may not look.
    """

    step: Step
    done: int
    total: int


OnProgress: TypeAlias = Callable[[Progress], None]
