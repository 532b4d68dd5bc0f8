"""What follows a change that a command has made and that is in the trail: that it fails undoes nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

from api.cli.console import say
from api.cli.context import KNOWN_ERRORS


@contextmanager
def afterwards(remedy: str) -> Iterator[None]:
    """Do what follows a change that stands; where it fails, say so and go on: the command has done what it was for.

    Args:
        remedy: what does it later, or tells it.
    """
    try:
        yield
    except KNOWN_ERRORS as exc:
        say(f"done, and it stands; what follows from it was not: {exc}; {remedy}")


SETTLING = "a serving process does it, or `benang resolve`"
