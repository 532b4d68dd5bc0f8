"""How deep a Cedar text nests, found without Cedar: its parser and what follows it recurse in native code.

A text that nests too deep overflows a thread's stack and takes the whole process with it, so that no error could be
caught. What is refused here reaches Cedar by no way.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from policies.errors import BundleError

# Measured with cedarpy 4.12.2 on a thread's usual stack of 8 MiB: 569 brackets, or a tree of 1,331 levels, still pass.
# Below a twelfth of that, a stack of 1 MiB is enough as well. cedarpy's own syntax tree ends at 100 levels.
MAX_NESTING = 32
MAX_HEIGHT = 100

# As Cedar's lexer has it: a comment ends at either sign of a line's end, and within quotes a backslash takes the next.
_COMMENT_OR_STRING = r'//[^\n\r]*|"(?:\\.|[^"\\])*"?'
_SIGNS = r"&&|\|\||==|!=|<=|>=|[<>+*.!\-()\[\]{},;]|\b(?:if|then|else|in|has|like|is)\b"
_TOKEN = re.compile(f"{_COMMENT_OR_STRING}|{_SIGNS}", re.DOTALL | re.ASCII)
_STRING = re.compile(r'"(?:\\.|[^"\\])*"', re.DOTALL)
_CLOSED_BY = {"(": ")", "[": "]", "{": "}"}
_LOGICAL = ("&&", "||")
_TOO_HIGH = (
    f"holds more operators in a row than {MAX_HEIGHT}: name what is compared in a list with `contains`, "
    "or write several policies"
)


@dataclass(slots=True)
class _Group:
    """What stands between a bracket and its end: parts that commas end, of pieces that `&&`, `||` and `if` end.

    No path through the syntax tree of a part passes more than all its `&&`, `||` and `if`, then the other operators and
    brackets of one piece, then what is in one of these brackets: that is the height counted here.
    """

    opening: str
    place: int
    base: int
    ifs: int = 0
    prefixes: int = 0
    logical: int = 0
    operators: int = 0
    inner: int = 0
    piece: int = 0
    part: int = 0

    @property
    def nesting(self) -> int:
        return self.base + self.ifs + self.prefixes

    def take(self, sign: str) -> None:
        """Count what is no bracket."""
        if sign == ",":
            self.end_part()
        elif sign in _LOGICAL or sign in {"if", "then", "else"}:
            self.end_piece()
            self.logical += sign in _LOGICAL
            self.ifs += sign == "if"
        else:
            self.operators += 1
            self.prefixes += sign in {"!", "-"}

    def end_piece(self) -> None:
        self.piece = max(self.piece, self.operators + self.inner)
        self.operators = self.inner = self.prefixes = 0

    def end_part(self) -> int:
        """End a part and return the height of all so far."""
        self.end_piece()
        self.part = max(self.part, self.logical + self.ifs + self.piece)
        self.logical = self.ifs = self.piece = 0
        return self.part


def check_nesting(text: str, file: str, *, is_schema: bool = False) -> None:
    """Return if Cedar can parse a text without coming near the end of a thread's stack.

    Args:
        text: policies or a schema, right or wrong.
        file: what messages call it.
        is_schema: whether `<` and `>` are brackets, as in `Set<Long>`.

    Raises:
        BundleError: a policy nests deeper than `MAX_NESTING` or is higher than `MAX_HEIGHT`, or a bracket is not closed
            before the policy's end, or by another one.
    """
    reader = _Reader(text=text, file=file, closed_by={**_CLOSED_BY, "<": ">"} if is_schema else _CLOSED_BY)
    for found in _TOKEN.finditer(text):
        sign, place = found[0], found.start()
        if _is_open_string(sign):
            # Cedar ends here and says it best.
            reader.close_all(place)
            break
        if sign[0] == '"' or sign.startswith("//"):
            continue
        if sign == ";":
            reader.end_policy(place)
        else:
            reader.take(sign, place)
    reader.end_policy(len(text))


class _Reader:
    """Reads one text sign by sign and refuses it where it goes too far."""

    def __init__(self, *, text: str, file: str, closed_by: Mapping[str, str]) -> None:
        self._text = text
        self._file = file
        self._closed_by = closed_by
        self._closing = frozenset(closed_by.values())
        self._groups = [_Group(opening="", place=0, base=0)]

    def take(self, sign: str, place: int) -> None:
        """Take the next sign within a policy or schema."""
        group = self._groups[-1]
        if sign in self._closed_by:
            group.operators += len(self._groups) > 1  # a policy's head and clauses stand side by side
            self._groups.append(_Group(opening=sign, place=place, base=group.nesting + 1))
        elif sign in self._closing:
            if self._closed_by.get(group.opening) != sign:
                raise self._refusal(f"`{sign}` closes no bracket that is open here", place)
            self._end_group()
        else:
            group.take(sign)
        if self._groups[-1].nesting > MAX_NESTING:
            raise self._refusal(f"nests more than {MAX_NESTING} levels deep", place)

    def end_policy(self, place: int) -> None:
        """End a policy, outside of all brackets, or a declaration of a schema."""
        last = self._groups[-1]
        if len(self._groups) > 1:
            raise self._refusal(f"`{last.opening}` is not closed", last.place)
        self._check_height(last, place)
        self._groups = [_Group(opening="", place=place, base=0)]

    def close_all(self, place: int) -> None:
        """End all brackets, closed or not, and the policy."""
        while len(self._groups) > 1:
            self._end_group()
        self.end_policy(place)

    def _end_group(self) -> None:
        group = self._groups.pop()
        height = self._check_height(group, group.place)
        self._groups[-1].inner = max(self._groups[-1].inner, height)

    def _check_height(self, group: _Group, place: int) -> int:
        height = group.end_part()
        if height > MAX_HEIGHT:
            raise self._refusal(_TOO_HIGH, place)
        return height

    def _refusal(self, problem: str, place: int) -> BundleError:
        return BundleError(self._file, self._text.count("\n", 0, place) + 1, problem)


def _is_open_string(sign: str) -> bool:
    return sign[0] == '"' and _STRING.fullmatch(sign) is None
