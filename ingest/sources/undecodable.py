"""Bytes that are no text in the encoding of a file: which lines hold them, what they may be, and what to do about that.

What is said here names places and encodings, and never what stands there. The encodings are those that programs of the
region wrote before Unicode. Which of them it is nobody can be sure of, so that it is proposed and not taken: a name in
the wrong one is another name.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO, Final, NamedTuple

_LONGEST_LINE = 1 << 22
_MOST_NAMED = 10
_MOST_SAMPLED = 1 << 16
_LIKELY, _AS_LIKELY = 0.85, 0.1
_THAI_MARKS = frozenset(map(chr, (0x0E31, *range(0x0E34, 0x0E3B), *range(0x0E47, 0x0E4F))))
_THAI_BEFORE = frozenset("เแโใไ")
_THAI_SIGNS = frozenset("฿๏๚๛๐๑๒๓๔๕๖๗๘๙")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_VIETNAMESE = frozenset("àáâãèéêìíòóôõùúýăđĩũơưÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯ") | _TONES
_VIETNAMESE_ALONE = frozenset("ăđơưĂĐƠƯ") | _TONES
_MOST_MARKED = 0.6
_WORD = re.compile(r"[^\W\d_]+")
_TYPED_SIGNS = frozenset("\u2018\u2019\u201c\u201d\u2013\u2014\u2026")
# Of Iceland alone; in the place of the first Vietnamese has its D with a stroke, in that of the second a tone.
_NORDIC = frozenset("ðÐþÞ")


@dataclass(slots=True)
class Undecodable:
    """What cannot be read of a file. `line` and `byte` count from 1 and are those of the first.

    `first`: the numbers of the first lines that cannot be read. `other`: lines with other signs than ASCII's that can.
    """

    line: int = 0
    byte: int = 0
    count: int = 0
    total: int = 0
    other: int = 0
    first: list[int] = field(default_factory=list)
    sample: bytearray = field(default_factory=bytearray)

    @property
    def is_mixed(self) -> bool:
        """Return whether the file is in its encoding but for some lines: a few bytes of another may pass by chance."""
        return self.other > self.count

    def add(self, number: int, line: bytes, encoding: str) -> None:
        """Take a line, whatever it holds."""
        self.total = number
        try:
            text = line.decode(encoding)
        except UnicodeDecodeError as exc:
            if not self.count:
                self.line, self.byte = number, exc.start + 1
            self.count += 1
            if len(self.first) < _MOST_NAMED:
                self.first.append(number)
            if len(self.sample) < _MOST_SAMPLED:
                self.sample += line
        else:
            self.other += not text.isascii()

    def where(self) -> str:
        """Return which lines cannot be read, and how many."""
        if self.count == 1:
            return f"1 line of {self.total} cannot be read, from its byte {self.byte} on"
        more = ", ..." if self.count > len(self.first) else ""
        numbers = f"({', '.join(map(str, self.first))}{more})"
        return f"{self.count} lines of {self.total} cannot be read {numbers}, this one from its byte {self.byte} on"


def undecodable(lines: Iterable[tuple[int, bytes]], encoding: str) -> Undecodable:
    """Return what cannot be read of numbered lines, in an encoding in which a line break is one byte."""
    found = Undecodable()
    for number, line in lines:
        found.add(number, line, encoding)
    return found


def numbered_lines(stream: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield the lines of a file with their numbers; one that is too long for any row comes in parts of one number."""
    number = 1
    while line := stream.readline(_LONGEST_LINE):
        yield number, line
        number += line.endswith(b"\n")


class Guess(NamedTuple):
    """An encoding that some bytes may be in, as a mapping names it, and of which language that is."""

    encoding: str
    language: str


def guesses(sample: bytes, encoding: str) -> list[Guess]:
    """Return what lines that are not in an encoding may be in, the likeliest first: several where they are as likely.

    None where nothing is likely, or where the most of it is UTF-8 that was cut.
    """
    if encoding == "utf-8" and _is_cut(sample):
        return []
    scored = sorted(((score(sample), guess) for guess, score in _SCORES.items()), key=lambda each: -each[0])
    best = scored[0][0]
    return [guess for likely, guess in scored if likely >= max(_LIKELY, best - _AS_LIKELY)]


def _is_cut(sample: bytes) -> bool:
    """Return whether most of some lines is UTF-8. Letters of two bytes do not count: those of Thai look like some."""
    kept = sum(3 for c in sample.decode(errors="ignore") if c >= "\u0800")
    return 2 * kept > sum(byte > 0x7F for byte in sample)


def named(found: Sequence[Guess]) -> str:
    """Return encodings with their languages, as a choice."""
    return " or ".join(f"`{each.encoding}` ({each.language})" for each in found)


def _thai(sample: bytes) -> float:
    """Return how much some bytes are like Thai: marks stand on consonants, and signs and digits by themselves."""
    text = _decoded(sample, "cp874")
    foreign = [c for c in text if not c.isascii()]
    if not foreign or sum("\u0e01" <= c <= "\u0e5b" for c in foreign) < 0.9 * len(foreign):
        return 0.0
    wrong = 0
    for before, c in zip(" " + text, text, strict=False):
        is_letter = _is_thai_letter(before)
        wrong += c in _THAI_MARKS and not (is_letter or before in _THAI_MARKS)
        wrong += before in _THAI_BEFORE and not _is_thai_letter(c)
        # Behind a Latin letter one of them is a letter with a mark of another table.
        wrong += c in _THAI_SIGNS and (is_letter or before in _THAI_MARKS or (before.isascii() and before.isalpha()))
    return max(0.0, 1 - 4 * wrong / len(foreign))


def _is_thai_letter(c: str) -> bool:
    return "\u0e01" <= c <= "\u0e2e"


def _vietnamese(sample: bytes) -> float:
    """Return how much some bytes are like Vietnamese: most letters are ASCII's, and tones stand behind vowels."""
    text = _decoded(sample, "cp1258")
    foreign = [c for c in text if not c.isascii()]
    letters = sum(c.isalpha() for c in text)
    if not foreign or len(foreign) > _MOST_MARKED * letters or not _VIETNAMESE_ALONE.intersection(foreign):
        return 0.0
    fit = sum(c in _VIETNAMESE and (c not in _TONES or _is_vowel(b)) for b, c in zip(" " + text, text, strict=False))
    return fit / len(foreign)


def _is_vowel(c: str) -> bool:
    return unicodedata.normalize("NFD", c)[0] in "aeiouyAEIOUYơưƠƯ"


def _two_bytes(encoding: str, first: int, last: int) -> Callable[[bytes], float]:
    """Return what tells how much of some bytes are common characters: rows of the code from `first` to `last`."""

    def score(sample: bytes) -> float:
        foreign = [c for c in _decoded(sample, encoding) if not c.isascii()]
        leads = [c.encode(encoding)[0] for c in foreign]
        return sum(first <= lead <= last for lead in leads) / len(leads) if leads else 0.0

    return score


def _decoded(sample: bytes, encoding: str) -> str:
    """Return lines as text, and none where one of them is no text in an encoding."""
    try:
        return sample.decode(encoding)
    except UnicodeDecodeError:
        return ""


def _western(sample: bytes) -> float:
    """Return how much some bytes are like Latin letters with marks, as of Spanish and Filipino: few, and within words.

    Bytes of other encodings are half of a word and more, or capitals amid its small letters.
    """
    text = _decoded(sample, "cp1252")
    foreign = sum(not c.isascii() for c in text)
    fit = sum(sum(not c.isascii() for c in word) for word in _WORD.findall(text) if _is_western(word))
    return (fit + sum(c in _TYPED_SIGNS for c in text)) / foreign if foreign else 0.0


def _is_western(word: str) -> bool:
    foreign = [c for c in word if not c.isascii()]
    is_cased = word.islower() or word.isupper() or (word[0].isupper() and word[1:].islower())
    return is_cased and 3 * len(foreign) <= len(word) + 1 and _NORDIC.isdisjoint(foreign)


# In GB 2312 the common characters stand in the rows from B0 to D7, in Big5 in those from A4 to C6;
# in Korea's code those from B0 to C8 are its syllables.
# In Shift-JIS kana stand in 82 and 83, and the common characters from 88 to 97.
_SCORES: Final = {
    Guess("windows-874", "Thai"): _thai,
    Guess("windows-1258", "Vietnamese"): _vietnamese,
    Guess("gb18030", "Chinese, simplified"): _two_bytes("gb18030", 0xB0, 0xD7),
    Guess("big5", "Chinese, traditional"): _two_bytes("big5", 0xA4, 0xC6),
    Guess("cp949", "Korean"): _two_bytes("cp949", 0xB0, 0xC8),
    Guess("cp932", "Japanese"): _two_bytes("cp932", 0x82, 0x97),
    Guess("windows-1252", "Spanish, Filipino, English"): _western,
}
KNOWN: Final = tuple(_SCORES)
"""What is proposed where nothing is likely."""
