"""Text for people: no value commands the terminal, forges a cell or a line, or turns the writing around it.

What one agency filed is read on another's terminal, where an escape sequence is a command and a line break in a name
makes a line that no record says. So a line is made here, of cells, and each cell is escaped before it is joined.
JSON, tables and tokens are for machines and stay as they are.
"""

import re
from collections.abc import Iterable

# C0, DEL and C1; the separators of lines and paragraphs; what overrides or isolates the direction of writing; halves
# of pairs, which no terminal can be sent. Joiners and zero-width spaces stay: the scripts of the region need them.
_COMMANDS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class Line(str):
    """One line of cells, or several, whose values are escaped. Only `as_line` and `as_lines` make one."""

    __slots__ = ()


def printable(value: object) -> str:
    r"""Return a value as text on one line: control characters escaped, as `\n`, `\x1b` or `\u202e`."""
    return _COMMANDS.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), str(value))


def as_line(*cells: object) -> Line:
    """Return cells as one line with tabs between them; a cell that is a `Line` was escaped before."""
    return Line("\t".join(cell if isinstance(cell, Line) else printable(cell) for cell in cells))


def as_lines(parts: Iterable[Line]) -> Line:
    """Return lines one below the other."""
    return Line("\n".join(parts))
