"""Cut Cedar text into its statements, so that a message can name the line."""

import re
from dataclasses import dataclass

_END_OF_LINE = re.compile(r"[\n\r]")  # Cedar's comments end at either


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One policy's text, from its first annotation to its semicolon, and the line where it begins."""

    line: int
    text: str

    def line_of(self, word: str) -> int:
        """Return the line where a word first stands, the statement's own where it does not."""
        before, found, _ = self.text.partition(word)
        return self.line + before.count("\n") if found else self.line


def split_statements(text: str) -> list[Statement]:
    """Return the statements of a Cedar file in order; what follows the last semicolon is one too unless it is blank.

    Comments and blank lines before a statement are left out, and comments within it are kept.
    """
    statements: list[Statement] = []
    start, position = 0, 0
    while position < len(text):
        position = skip_quoted(text, position)
        if position < len(text) and text[position] == ";":
            statements += _statement(text, start, position + 1)
            start = position + 1
        position += 1
    return statements + _statement(text, start, len(text))


def skip_quoted(text: str, position: int) -> int:
    """Return the last position of the string or comment that begins here, or the position itself."""
    if text.startswith("//", position):
        end = _END_OF_LINE.search(text, position)
        return len(text) if end is None else end.start()
    if text[position] != '"':
        return position
    position += 1
    while position < len(text) and text[position] != '"':
        position += 2 if text[position] == "\\" else 1
    return position


def _statement(text: str, start: int, end: int) -> list[Statement]:
    while start < end:
        if text[start].isspace():
            start += 1
        elif text.startswith("//", start):
            start = min(skip_quoted(text, start), end)
        else:
            return [Statement(line=text.count("\n", 0, start) + 1, text=text[start:end])]
    return []
