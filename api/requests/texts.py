"""What is written in a request: a question, an answer, a ground."""

from api.errors import InputError

MAX_TEXT_LENGTH = 4_000
"""Characters of one text, without the spaces around it."""


def check_text(argument: str, text: str) -> None:
    """Return if a text of a request is neither empty nor too long.

    Raises:
        InputError: it is; `argument` is how the caller named it.
    """
    if not 1 <= len(text.strip()) <= MAX_TEXT_LENGTH:
        raise InputError(argument, f"must have 1 to {MAX_TEXT_LENGTH} characters")
