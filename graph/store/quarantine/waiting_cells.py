"""Reads what stands in a waiting row: its cells, and in a cell what may be a number, an address or a name.

People glue words to numbers (`Tel.081-234-5678`, `PP#AA1234567`) and write what belongs together apart, so a cell is
cut into pieces of one sort (digits, Latin letters, letters of other scripts), and what stands between two pieces says
whether a number may begin or end there.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import orjson

from graph.values import fold_identifier, fold_text

# Scripts that part no words: a name in them is compared without its spaces.
HAN = re.compile("[぀-ヿ㐀-鿿]")
UNPARTED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff぀-ヿ㐀-鿿]")

_NO_WORD = re.compile("[^a-z0-9]+")
_NO_DIGITS = bytes(set(range(256)) - set(b"0123456789"))
# What is neither ASCII nor a sign: letters and marks of all other scripts.
_OTHER = "[^\x00-\x7f\u00a0-\u00bf\u2000-\u206f\u2100-\u214f\u3000-\u303f]+"
_PIECE = re.compile(f"([0-9]+)|([a-z]+)|{_OTHER}")
_DIGITS, _LATIN, _LETTERS = 1, 2, 3
# A hyphen or a dot between digits belongs to a number: `081-234-5678` does not begin within `99-081-234-5678`.
_JOINERS = frozenset("-.")
# `AA1234567` and `1234567-K` are numbers of a series: so few digits are not one without the letters beside them.
_MOST_OF_A_SERIES = 2
_FEWEST_WITHOUT_SERIES = 9
# With its series a number is as long as this: `N1234567`, where plates of cars are shorter.
_FEWEST_WITH_SERIES = 8
# A passport's line for machines: number, check digit, nationality; an identity card's: type, country, number, digit.
_MACHINE_READ = (
    re.compile("(?<![a-z0-9])(?=([a-z0-9<]{9})[0-9][a-z][a-z<]{2})"),
    re.compile("(?<![a-z0-9<])[aic][a-z<][a-z][a-z<]{2}([a-z0-9<]{9})[0-9]"),
)
_APART = re.compile(r"""[\s,;()\[\]{}"'<>|]+""")
# A link may hold these, and a label may end with one: `Email=a@b.test`.
_LABELLED = re.compile(r"[=#?&*]+|:(?!//)")
_PRINTABLE = re.compile("[!-~]+")
_SCHEME = re.compile(r"^[a-z]+://(?:www\.)?|^@+")
# A hyphen belongs to an address, but for one behind a word that says what follows.
_HYPHENED = re.compile(r"^(?:e-?mail|mail(?:to)?|line|telegram|facebook|fb|tg|ig|id|user|account|contact|link)-+(?=.)")
_LISTED = re.compile(r"[;|\n]")
_RECORD = "r-"


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingCells:
    """What is looked at of a waiting row. `names`: the ids of what it was to give; `content` is mostly JSON."""

    id: str
    dataset: str
    names: Sequence[str]
    content: str
    value: str | None

    @property
    def is_nobodys(self) -> bool:
        """Return whether it names no record: nobody knows yet whose it is."""
        return not any(name.startswith(_RECORD) for name in self.names)

    @property
    def text(self) -> str:
        """All that stands in it, as it is stored."""
        return self.content if self.value is None else f"{self.content}\n{self.value}"

    @property
    def is_escaped(self) -> bool:
        """Return whether characters stand otherwise in the content than in a cell: a line's end as the letter `n`."""
        return "\\" in self.content

    def cells(self) -> Iterator[str]:
        """Yield its values; a content that is no JSON is one."""
        if self.value is not None:
            yield self.value
        try:
            parsed = orjson.loads(self.content)
        except ValueError:
            yield self.content
            return
        yield from _texts(parsed)

    def ends(self) -> set[str]:
        """Return the references that a submitted link joins, as they were given."""
        try:
            parsed = orjson.loads(self.content)
        except ValueError:
            return set()
        names = ("source_reference", "target_reference")
        found = (parsed.get(name) for name in names) if isinstance(parsed, dict) else ()
        return {text for text in found if isinstance(text, str)}


class _Spaced(dict[int, str]):
    """Gives a space for every character that is no letter, mark or digit; asked once for each."""

    def __missing__(self, code: int) -> str:
        self[code] = found = chr(code) if unicodedata.category(chr(code))[0] in "LMN" else " "
        return found


_SPACED = _Spaced()


def plain(text: str) -> str:
    """Return a text in lower case with spaces for all that is no letter, mark or digit."""
    folded = fold_text(text).casefold()
    return _NO_WORD.sub(" ", folded) if folded.isascii() else folded.translate(_SPACED)


def joined(text: str) -> str:
    """Return a text's letters, marks and digits alone, in lower case."""
    return "".join(plain(text).split())


def name_form(text: str) -> str:
    """Return what names are compared by: `Min Htet` is not `Minh Tet`. Between words that are not parted spaces go."""
    words = plain(text).split()
    whole = "".join(words)
    return whole if UNPARTED.search(whole) else " ".join(words)


def listed(cell: str) -> list[str]:
    """Return a cell, and the values of one that lists several."""
    return [cell, *_LISTED.split(cell)] if _LISTED.search(cell) else [cell]


def folded(text: str) -> str:
    """Return a text as numbers and addresses are looked for in it: lower case, and digits and dashes of ASCII."""
    return fold_identifier(text).casefold()


def digits_of(text: str) -> str:
    """Return the digits of a folded text."""
    return text.encode(errors="replace").translate(None, _NO_DIGITS).decode()


def number_form(text: str) -> str:
    """Return what numbers and documents are compared by: the pieces of a folded text, without what is between them."""
    return "".join(m[0] for m in _PIECE.finditer(text))


def number_runs(text: str, longest: int) -> Iterator[str]:
    """Yield each row of pieces of a folded text that may be a number of its own, up to a length: `no.AA1234567`.

    It begins and ends at a sign, a space or where letters turn into digits. So each piece begins few runs, and the work
    grows with the text and with `longest`, not with the square of the text.
    """
    pieces = list(_PIECE.finditer(text))
    gaps = [_Gap.between(text, left, right) for left, right in pairwise(pieces)]
    for start in range(len(pieces)):
        if start and not gaps[start - 1].begins:
            continue
        run = ""
        for end in range(start, len(pieces)):
            run += pieces[end][0]
            if len(run) > longest:
                break
            if end < len(gaps) and not gaps[end].ends:
                continue
            before, behind = gaps[start - 1] if start else _NOTHING, gaps[end] if end < len(gaps) else _NOTHING
            if _is_whole(run, before, behind):
                yield run


def machine_read_numbers(text: str) -> Iterator[str]:
    """Yield the documents of machine-readable lines in a folded text: `AA1234567` of `AA12345676KHM9901018F2601015`."""
    for line in _MACHINE_READ:
        yield from (number_form(m[1]) for m in line.finditer(text))


def tokens_as_numbers(text: str) -> Iterator[str]:
    """Yield a folded text, and each of its tokens, as `number_form` gives them: once each, however long they are."""
    yield number_form(text)
    yield from map(number_form, addresses(text))


def addresses(text: str) -> Iterator[str]:
    """Yield what may be a mail address, a link or a handle of a folded text, as `address_form` gives it."""
    tokens = _APART.split(text)
    # Apart from its `@` neither half of an address is one: `som.chai @mail.test`.
    if (closed := text.replace(" @", "@").replace("@ ", "@")) != text:
        tokens += [token for token in _APART.split(closed) if "@" in token]
    for token in tokens:
        yield address_form(token)
        if _HYPHENED.match(token):
            yield address_form(_HYPHENED.sub("", token))
        parts = _LABELLED.split(token)
        if len(parts) > 1:
            yield from map(address_form, parts)
            # All that stands behind a label: the link itself may hold more of these.
            yield address_form(_LABELLED.split(token, maxsplit=1)[1])
        yield from (address_form(segment) for part in parts if "/" in part for segment in part.split("/"))
        # In writing that parts no words they stand right behind one: `อีเมลa@b.test`.
        yield from map(address_form, _PRINTABLE.findall(token) if not token.isascii() else ())


def address_form(text: str) -> str:
    """Return what addresses are compared by: `@lotus_hr.` and `lotus_hr` are one, `customer-service` another word."""
    return _SCHEME.sub("", text).strip("./!?-")


@dataclass(frozen=True, slots=True)
class _Gap:
    """What is between two pieces: whether a number may begin behind it, or end before it.

    `series_before`: the letters on its left may be the series of the digits on its right; `series_behind`: likewise.
    `is_glued`: nothing is between digits and the Latin letters behind them, so that these may be of the number.
    """

    begins: bool
    ends: bool
    series_before: bool = False
    series_behind: bool = False
    is_glued: bool = False

    @classmethod
    def between(cls, text: str, left: re.Match[str], right: re.Match[str]) -> "_Gap":
        sorts = (left.lastindex or _LETTERS, right.lastindex or _LETTERS)
        between = text[left.end() : right.start()]
        # A dot behind letters ends an abbreviation: `Tel.081`, `no.AA1234567`.
        if between and (between not in _JOINERS or (between == "." and sorts != (_DIGITS, _DIGITS))):
            return cls(begins=True, ends=True)
        is_series = sorts[0] == _LATIN and len(left[0]) <= _MOST_OF_A_SERIES
        if sorts[0] == sorts[1]:
            # `passport-AA1234567`, `ID-AA1234567`: in `AB-CD1234567`, which may be another number, as well.
            return cls(begins=bool(between) and sorts[0] != _DIGITS, ends=False)
        return cls(
            begins=sorts[0] != _DIGITS,
            ends=sorts[1] != _DIGITS,
            series_before=is_series,
            series_behind=sorts[1] == _LATIN and len(right[0]) <= _MOST_OF_A_SERIES,
            is_glued=not between and sorts == (_DIGITS, _LATIN),
        )


_NOTHING = _Gap(begins=True, ends=True)


def _is_whole(run: str, before: _Gap, behind: _Gap) -> bool:
    """Return whether a run may be a number without the letters beside it: where it is long enough, in doubt it is."""
    if not run.isdigit():
        return not behind.is_glued or len(run) >= _FEWEST_WITH_SERIES
    is_beside = before.series_before or behind.series_behind or behind.is_glued
    return not is_beside or len(run) >= _FEWEST_WITHOUT_SERIES


def _texts(parsed: Any) -> Iterator[str]:
    """Yield the texts and numbers within a parsed content; the names of its fields are no values."""
    if isinstance(parsed, dict):
        parsed = list(parsed.values())
    if isinstance(parsed, list):
        for item in parsed:
            yield from _texts(item)
    elif isinstance(parsed, float) and parsed.is_integer():
        yield str(int(parsed))  # a spreadsheet's `66812345678.0`
    elif isinstance(parsed, str | int | float) and not isinstance(parsed, bool):
        yield str(parsed)
