"""Fields and arguments that say in the schema what a caller has to know of them, such as their bounds."""

from collections.abc import Callable
from typing import TypeVar, cast

import strawberry

F = TypeVar("F")


def described(text: str) -> Callable[[F], F]:
    """Return the decorator of a field that the schema describes with this text."""
    # The library's own decorator has no type once it is called with words.
    return cast("Callable[[F], F]", strawberry.field(description=text))
