"""Companies' words in the languages of the world, in English: Τράπεζα Κύπρου is Bank Cyprus, 대한항공 Korea Airlines.

Registers, newspapers and sanction lists translate what a company is as often as they spell it. What the tables do not
have stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from entity_resolution.names.companies.legal_forms import JOINING_WORDS
from entity_resolution.names.scripts.arabic_letters import letters_in_one_way
from entity_resolution.names.scripts.korean_sounds import say_korean
from entity_resolution.names.scripts.latin import ascii_fold, tokenise
from entity_resolution.names.scripts.loan_sounds import say_hangul, say_kana
from entity_resolution.names.scripts.script import Script, script_of
from entity_resolution.names.tables import forms_in, read_rows
from entity_resolution.names.tongues.kanji import family_name_said

_STEM = "*"
_LONGEST_ENDING, _SHORTEST_STEM = 4, 3
# Signs of vowels stand between letters and are none to `re`.
_LETTER = (
    "(?:[^\\W_]|[\u0300-\u036f\u0591-\u05c7\u064b-\u0670\u0900-\u0dff\u0e31-\u0eff\u102b-\u103e\u17b4-\u17d3\u200c])"
)
_WORD = re.compile(f"{_LETTER}++(?:['\u05f3\u05f4\"]{_LETTER}++)*+")
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa\u30fc]+")
# Scripts whose words stand together, so that known ones are found inside.
_UNSPACED = re.compile("[\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u9fff\uac00-\ud7af]+")
_RUNS = re.compile("[\u3041-\u3096\u30a1-\u30fa\u30fc]+|[\u3400-\u9fff]+|[\uac00-\ud7af]+")
# And, the, for, in, of, written as one with the word behind them in Arabic, Hebrew and Ethiopic letters.
_PREFIXES = re.compile("و?(?:لل|ال|ل|بال)?|[הלבומש]|የ|ለ")
_ARTICLE = re.compile("^و?(?:ال|لل)(?=...)")
_SHORTEST_BEHIND_PREFIX = 2
_FEWEST_INITIALS = 2
# What a company's name has or leaves out at will.
_FORMS = frozenset({"company", "corporation", "enterprise", "public"})
# And what makes another company of its house, and the same body of a bank or a railway.
SAYS_LITTLE = _FORMS | {"group", "holding"}
_JOINING = (
    JOINING_WORDS
    | frozenset(
        tokenise(
            ascii_fold("της του των το τη για και i и і у е з по ו की का के को एवं và của da do dos das e van für pour")
        )
    )
    | frozenset({"va", "cua", "fur", "des", "per", "para", "ve", "og", "och", "ja", "la", "el", "los"})
)


class Told(NamedTuple):
    """What a company's name says in English.

    Attributes:
        kinds: the known words for what companies are and do, in English.
        places: the known countries, regions and cities, likewise.
        rest: the other words, in Latin letters as far as their script is spelt here.
        changed: whether that is anything else than what stands there.
    """

    kinds: tuple[str, ...]
    places: tuple[str, ...]
    rest: tuple[str, ...]
    changed: bool

    @property
    def bag(self) -> frozenset[str]:
        """The known words that tell something."""
        return frozenset(self.kinds).difference(SAYS_LITTLE).union(self.places)


class _Tables(NamedTuple):
    words: dict[tuple[str, ...], str]
    starts: dict[str, int]
    stems: dict[str, str]
    inside: dict[str, str]
    longest: int


@lru_cache(maxsize=1)
def _places() -> frozenset[str]:
    return frozenset(english for english, _ in read_rows("world_places.tsv"))


@lru_cache(maxsize=1)
def _tables() -> _Tables:
    words: dict[tuple[str, ...], str] = {}
    stems: dict[str, str] = {}
    inside: dict[str, str] = {}
    rows = (*read_rows("world_places.tsv"), *read_rows("world_company_words.tsv"))
    known = {english for english, _ in rows}
    of_region = (row for row in read_rows("glosses.tsv") if row[0] in known)
    for english, forms in (*rows, *of_region):
        words.setdefault((f"latin:{english}",), english)
        for form, _ in forms_in(forms):
            if form.endswith(_STEM):
                stems.setdefault(_folded(form.removesuffix(_STEM)), english)
            elif _UNSPACED.fullmatch(form):
                inside.setdefault(form, english)
            else:
                words.setdefault(tuple(_folded(word) for word in _WORD.findall(form)), english)
    starts: dict[str, int] = {}
    for phrase in words:
        starts[phrase[0]] = max(starts.get(phrase[0], 1), len(phrase))
    return _Tables(words, starts, stems, inside, max(map(len, inside)))


@lru_cache(maxsize=100_000)
def _folded(word: str) -> str:
    """Return a word in one way of writing, behind its script: what Cyrillic spells like a Latin word is another."""
    script = script_of(word[0]) or Script.LATIN
    if script is Script.ARABIC:
        return f"{script}:{_ARTICLE.sub('', letters_in_one_way(word))}"
    return f"{script}:{''.join(tokenise(ascii_fold(word)))}"


@lru_cache(maxsize=20_000)
def tell(native: str, *, in_korean: bool = False) -> Told:
    """Return what a company's name says in English.

    Args:
        native: a cleaned name in any script, without its legal form.
        in_korean: whether what is in Hangul and not known is read as Korean, and not as a word of elsewhere.
    """
    found: list[tuple[str, bool]] = []
    changed = False
    words = _WORD.findall(native)
    at = 0
    while at < len(words):
        if not words[at].isascii() and _UNSPACED.search(words[at]):
            parts = list(_inside(words[at], in_korean=in_korean))
            changed = True
            found.extend(parts)
            at += 1
            continue
        length, english = _known(words, at)
        if english:
            changed = changed or ascii_fold(words[at]) != english
            found.append((english, True))
        elif (plain := ascii_fold(words[at])) not in _JOINING:
            found.append((" ".join(tokenise(plain)), False))
        at += length
    told = _without_initials(found)
    places = tuple(word for word, known in told if known and word in _places())
    kinds = tuple(word for word, known in told if known and word not in _places())
    rest = tuple(part for word, known in told if not known for part in word.split())
    return Told(kinds, places, rest, changed or len(told) < len(found))


def _without_initials(words: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Leave out the first or last word where it is the initials of the others: FTB Foreign Trade Bank."""
    if len(words) <= _FEWEST_INITIALS:
        return words
    for at, others in ((0, words[1:]), (-1, words[:-1])):
        spelt = words[at][0]
        if len(spelt) >= len(others) and spelt == "".join(part[0] for word, _ in others for part in word.split()):
            return others
    return words


def _known(words: list[str], at: int) -> tuple[int, str]:
    """Return how many of the words from there on are known together, and their English; else one, and nothing."""
    first = _folded(words[at])
    longest = _tables().starts.get(first, 1)
    if longest > 1:
        folded = tuple(map(_folded, words[at : at + longest]))
        for length in range(len(folded), 1, -1):
            if english := _tables().words.get(folded[:length]):
                return length, english
    return 1, _known_alone(words[at])


@lru_cache(maxsize=100_000)
def _known_alone(word: str) -> str:
    folded = _folded(word)
    return _tables().words.get((folded,)) or _by_stem(folded) or _behind_prefix(word)


def _by_stem(folded: str) -> str:
    stems = _tables().stems
    least = folded.index(":") + 1 + _SHORTEST_STEM
    ends = range(len(folded), max(least, len(folded) - _LONGEST_ENDING) - 1, -1)
    return next((stems[folded[:end]] for end in ends if folded[:end] in stems), "")


def _behind_prefix(word: str) -> str:
    found = _PREFIXES.match(word)
    bare = word[found.end() :] if found and found.group() else ""
    if len(bare) < _SHORTEST_BEHIND_PREFIX:
        return ""
    folded = _folded(bare)
    return _tables().words.get((folded,), "") or _by_stem(folded)


def _inside(word: str, *, in_korean: bool) -> Iterator[tuple[str, bool]]:
    """Yield the known words in a word of a script without spaces, and what stands between them as it is spelt."""
    table, at, start = _tables(), 0, 0
    while at < len(word):
        longest = range(min(table.longest, len(word) - at), 0, -1)
        length = next((size for size in longest if _is_known_at(word, at, size)), 0)
        if length:
            yield from ((said, False) for said in _between(word[start:at], in_korean=in_korean))
            yield table.inside[word[at : at + length]], True
            start = at + length
        at += length or 1
    yield from ((said, False) for said in _between(word[start:], in_korean=in_korean))


def _is_known_at(word: str, at: int, size: int) -> bool:
    """Tell whether a known word stands there, one of a single letter at the end alone and a loan whole."""
    form = word[at : at + size]
    if form not in _tables().inside or (size == 1 and at + 1 < len(word)):
        return False
    if _KANA.fullmatch(form):
        before, behind = word[at - 1 : at], word[at + size : at + size + 1]
        return size > _SHORTEST_STEM or not (_KANA.match(before) or _KANA.match(behind))
    return size < len(word) or size > 1


def _between(text: str, *, in_korean: bool) -> Iterator[str]:
    for run in _RUNS.findall(text):
        if _KANA.match(run):
            yield say_kana(run)
        elif script_of(run[0]) is Script.HANGUL:
            yield say_korean(run) if in_korean else say_hangul(run)
        else:
            yield _said_in_kanji(run)
    yield from tokenise(ascii_fold(_RUNS.sub(" ", text)))


def _said_in_kanji(run: str) -> str:
    """Return Hanzi as the Japanese family names that they are made of, or as they are: 三井住友, Mitsui Sumitomo."""
    ways = (run, *((run[:at], run[at:]) for at in range(2, len(run) - 1)))
    said = [list(map(family_name_said, (way,) if isinstance(way, str) else way)) for way in ways]
    return next((" ".join(names) for names in said if all(names)), run)


def say_in_english(told: Told) -> str:
    """Return a name in English: what it is called, where it is and what it is, each in one order."""
    return " ".join((*told.rest, *sorted(told.places), *sorted(set(told.kinds).difference(_FORMS))))
