"""On which line a policy breaks Cedar's grammar or types: Cedar's messages come without a place."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from cedarpy import PolicySet

from policies.bundles.statements import Statement, skip_quoted

UNENDED = "end of input"
"""What Cedar says of a text that stops too early."""
_CLAUSE = re.compile(r"\b(?:when|unless)\s*\{")
_OPERATOR = re.compile(r"&&|\|\|")
_NAMED = re.compile(r"`(?P<quoted>[^`]+)`|^'(?P<operator>[^']+)'|: (?P<last>\S+)$")
_OPENING, _CLOSING = "([{", ")]}"


def line_of_syntax_error(statement: Statement, message: str) -> int:
    """Return the line on which a statement that Cedar cannot parse goes wrong.

    That is the first line after which nothing that could follow would mend it, or the one before where its first word
    is not what was to come: something is missing behind that. Else it is the line of the word that the message names,
    and the statement's own where neither is told.
    """
    lines = statement.text.splitlines(keepends=True)

    def fault_in(count: int) -> str | None:
        fault = _parse_error("".join(lines[:count]))
        return None if fault is None or UNENDED in fault else fault

    # What is beyond mending stays so with more lines: by halves, since each look parses the text again.
    count = bisect_left(range(len(lines)), 1, lo=1, key=lambda n: int(fault_in(n) is not None))
    if count < len(lines) and (fault := fault_in(count)) is not None:
        unexpected = _NAMED.search(fault)
        is_first = unexpected is not None and lines[count - 1].lstrip().startswith(unexpected["quoted"] or "\n")
        return statement.line + (_line_before(lines, count - 1) if is_first else count - 1)
    named = _NAMED.search(message)
    if named is None or UNENDED in message:
        return statement.line
    word = re.escape(named[str(named.lastgroup)])
    found = re.search(rf"(?<![\w=!<>]){word}(?![\w=])", statement.text)
    return statement.line + statement.text.count("\n", 0, found.start()) if found is not None else statement.line


def line_of_type_error(statement: Statement, persists: Callable[[str], bool]) -> int:
    """Return the line of the operand of `&&` and `||` that makes Cedar refuse a statement, the innermost one.

    Args:
        statement: one that Cedar parses.
        persists: whether Cedar's message comes of another text of the statement as well. It is asked of texts in which
            one operand is replaced by `true` or by `false`: one of both lets Cedar go on to the operands behind it.
    """
    text, place = statement.text, None
    spans = [span for clause in _CLAUSE.finditer(text) for span in _operands(text, clause.end())]
    while spans:
        guilty = next((s for s in spans if not any(persists(_replaced(text, s, w)) for w in ("true", "false"))), None)
        if guilty is None:
            break
        place = guilty[0]
        begin, end = guilty
        # An operand in brackets of its own is looked into.
        inner = text[begin] == "(" and _end_of_group(text, begin) == end - 1
        spans = list(_operands(text, begin + 1)) if inner else []
    return statement.line + text.count("\n", 0, place) if place is not None else statement.line


def _replaced(text: str, span: tuple[int, int], word: str) -> str:
    return text[: span[0]] + word + text[span[1] :]


def _line_before(lines: Sequence[str], index: int) -> int:
    """Return the nearest line above that holds more than a comment."""
    filled = [i for i, line in enumerate(lines[:index]) if line.strip() and not line.lstrip().startswith("//")]
    return filled[-1] if filled else index


def _parse_error(text: str) -> str | None:
    try:
        PolicySet.from_str(text)
    except ValueError as exc:
        return str(exc)
    return None


def _operands(text: str, begin: int) -> Iterator[tuple[int, int]]:
    """Yield where the operands of a group stand, from the place behind its opening bracket."""
    start = at = begin
    depth = 0
    while at < len(text):
        at = skip_quoted(text, at)
        if at >= len(text) or (depth == 0 and text[at] in _CLOSING):
            break
        depth += (text[at] in _OPENING) - (text[at] in _CLOSING)
        if depth == 0 and _OPERATOR.match(text, at):
            yield _bare(text, start, at)
            at += 1
            start = at + 1
        at += 1
    yield _bare(text, start, min(at, len(text)))


def _end_of_group(text: str, begin: int) -> int:
    """Return the place of the bracket that closes the one at `begin`."""
    depth, at = 0, begin
    while at < len(text):
        at = skip_quoted(text, at)
        if at < len(text):
            depth += (text[at] in _OPENING) - (text[at] in _CLOSING)
            if depth == 0:
                return at
        at += 1
    return len(text)


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span without the spaces and comments before it, and the spaces behind it."""
    while start < end:
        if text[start].isspace():
            start += 1
        elif text.startswith("//", start):
            start = min(skip_quoted(text, start), end)
        else:
            break
    return start, max(start, len(text[:end].rstrip()))
