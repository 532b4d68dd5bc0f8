"""Ask whether letters of the region may be written for a foreign name: เหงียน for Nguyen, มวังงี for Mwangi.

Each script writes the sounds of other languages by rules that are not those of its own words. One spelling may be
written in several ways, so that the spelling is known beforehand and the letters are asked whether they are one.
"""

from __future__ import annotations

import re
from functools import lru_cache

from entity_resolution.names.scripts.lao_in_thai import lao_in_thai
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.tables import read_rows

_TABLES = {
    Script.THAI: "foreign_in_thai.tsv",
    Script.MYANMAR: "foreign_in_burmese.tsv",
    Script.KHMER: "foreign_in_khmer.tsv",
}
SCRIPTS = frozenset({*_TABLES, Script.LAO})
"""The scripts in which foreign names are asked for; Lao by its letters as Thai ones."""
# Marks of tone and length, and spaces: a foreign name's syllables are written apart or joined.
_TONES, _SPACES = re.compile("[็-๋๎့း\u17c9\u17ca\u200b]"), re.compile(r"[\s.]")
# One letter of Burma in two shapes, and a letter that closes a syllable and stands over the next one.
_TALL_A, _STACKED = ("ါ", "ာ"), ("္", "်")
# Lao writes OE long before a consonant, where Thai writes it short: ເຈີ່ນ, เจิ่น.
_LONG_OE = re.compile("(?<=เ[ก-ฮ])ี(?=[่-๋]?[กงดตนบปม])|(?<=เ[ก-ฮ][่-๋])ี(?=[กงดตนบปม])")
# What a foreign name begins with in Thai letters and a Thai one does not: a W behind another consonant (Mwangi), which
# Thai reads as a syllable of its own and keys leave out, and the J of Spanish (Jose).
_ONSET_WITH_W, _SPANISH_J = re.compile("(?<!\\S)([มบดตทนพสซ])ว(?=[ะ-ู])"), re.compile("(?<!\\S)([เแโใไ]?)ฮ")
_NONE = "-"
# A vowel before a closing consonant, and one before a closing consonant and an E that is not said: Martin, Clive.
_CLOSED = (("vowel", "final"), ("vowel before e", "final with e"))
_VOWELS = frozenset("aeiou")
_LONGEST_SYLLABLE, _LONGEST_NAME = 7, 60


def is_written(script: Script, languages: tuple[str, ...], tokens: tuple[str, ...], native: str) -> bool:
    """Tell whether a name in letters of the region may be written for a name in Latin ones, word by word.

    Args:
        script: of the letters, one of `SCRIPTS`.
        languages: whose rules are asked for each word, as the table of the script calls them.
        tokens: the words of the name in Latin letters, lower-case ASCII.
        native: the name in letters of the region.
    """
    table = Script.THAI if script is Script.LAO else script
    letters = _letters_of(script, native)
    # Nearly all names begin otherwise, and need no closer look.
    return letters.startswith(_beginnings(table, languages[0], tokens[0])) and _is_made_of(
        table, languages, tokens, letters
    )


@lru_cache(maxsize=20_000)
def _letters_of(script: Script, native: str) -> str:
    return plain(_LONG_OE.sub("ิ", lao_in_thai(native)) if script is Script.LAO else native)


@lru_cache(maxsize=20_000)
def _beginnings(script: Script, language: str, token: str) -> tuple[str, ...]:
    """Return how a name may begin whose first word is a token: with a title, or a first syllable of it."""
    ends = range(1, min(_LONGEST_SYLLABLE, len(token)) + 1)
    syllables = (_forms(script, language, token[:end], is_last=end == len(token)) for end in ends)
    found = {form for forms in syllables for form in forms} | set(_table(script, language, "word").get(token, ()))
    return tuple(found.union(*_table(script, language, "title").values()))


@lru_cache(maxsize=20_000)
def _is_made_of(script: Script, languages: tuple[str, ...], tokens: tuple[str, ...], letters: str) -> bool:
    if len(letters) > _LONGEST_NAME:
        return False
    titles = (title for titles in _table(script, languages[0], "title").values() for title in titles)
    ends = {0, *(len(title) for title in titles if letters.startswith(title))}
    for language, token in zip(languages, tokens, strict=True):
        if not ends:
            return False
        ends = _ends_of_word(script, language, token, letters, ends)
    return len(letters) in ends


@lru_cache(maxsize=32)
def apart_from(script: Script, language: str) -> dict[str, frozenset[str]]:
    """Return the syllables that are names of others and that a script may write like a syllable.

    Args:
        script: one of `SCRIPTS`.
        language: as the table of the script calls it.
    """
    table = _TABLES[Script.THAI if script is Script.LAO else script]
    rows = [frozenset(row[2].split()) for row in read_rows(table) if row[:2] == (language, "apart")]
    found: dict[str, frozenset[str]] = {}
    for group in rows:
        for syllable in group:
            found[syllable] = found.get(syllable, frozenset()) | (group - {syllable})
    return found


def with_foreign_onsets(native: str) -> str:
    """Return a name in Thai letters with what its words begin with as others spell it: แดเนียล มังงี for Mwangi.

    For keys alone: what such letters stand for is asked of the other name.
    """
    return _SPANISH_J.sub(r"\1จ", _ONSET_WITH_W.sub(r"\1", native))


def plain(native: str) -> str:
    """Return a text without marks of tone and length and without spaces."""
    return _SPACES.sub("", without_tones(native))


def without_tones(native: str) -> str:
    """Return a text without marks of tone and length, and letters of Burma that are written in two ways in one."""
    return _TONES.sub("", native).replace(*_TALL_A).replace(*_STACKED)


def _ends_of_word(script: Script, language: str, token: str, letters: str, starts: set[int]) -> set[int]:
    """Return where a word may end in letters that begins at one of some places."""
    reached = [starts, *(set[int]() for _ in token)]
    twice = frozenset(_table(script, language, "twice"))
    for at in range(len(token)):
        if not reached[at]:
            continue
        for start in _starts(token, at, twice):
            for end in range(at + 1, min(start + _LONGEST_SYLLABLE, len(token)) + 1):
                forms = _forms(script, language, token[start:end], is_last=end == len(token))
                reached[end] |= _behind(forms, letters, reached[at])
    return reached[-1] | _behind(_table(script, language, "word").get(token, ()), letters, starts)


def _starts(token: str, at: int, twice: frozenset[str]) -> list[int]:
    """Return where a syllable begins: what ends the one before may open it as well, as in Walker, วอล์ก-เกอร์."""
    return [at, *(at - len(end) for end in twice if len(end) < at and token.endswith(end, 0, at))]


def _behind(forms: tuple[str, ...], letters: str, starts: set[int]) -> set[int]:
    return {start + len(form) for start in starts for form in forms if letters.startswith(form, start)}


@lru_cache(maxsize=50_000)
def _forms(script: Script, language: str, syllable: str, *, is_last: bool) -> tuple[str, ...]:
    """Return how a script writes a syllable of a language, of a word the last one or not; nothing where it is none."""
    onsets, rhymes = _table(script, language, "onset"), _rhymes(script, language, is_last=is_last)
    # Of a doubled letter one alone may be written: Hassan is ฮัสซัน and ฮาซัน.
    spelt = syllable[1:] if syllable[:1] == syllable[1:2] and syllable[0] not in _VOWELS else syllable
    ways = [(spelt[:at], spelt[at:]) for at in range(len(spelt))]
    known = [(onsets.get(onset or _NONE, ()), rhymes.get(rhyme, ())) for onset, rhyme in ways]
    made = (form.replace(_NONE, letter) for letters, forms in known for letter in letters for form in forms)
    return tuple({*made, *_table(script, language, "syllable").get(syllable, ())})


@lru_cache(maxsize=64)
def _rhymes(script: Script, language: str, *, is_last: bool) -> dict[str, tuple[str, ...]]:
    """Return how a script writes a language's rhymes: a vowel and any final, open ones, and those of their own.

    Where its table tells how a word ends, an open vowel at the end is written so alone: อา is no E of Abebe.
    """
    found: dict[str, set[str]] = {}
    for vowels, finals in _CLOSED:
        for vowel, forms in _table(script, language, vowels).items():
            for final, letters in _table(script, language, finals).items():
                made = {form + letter.replace(_NONE, "") for form in forms for letter in letters}
                found.setdefault(vowel + final, set()).update(made)
    opened = _table(script, language, "ending") if is_last else {}
    for part in (opened or _table(script, language, "open"), _table(script, language, "rhyme")):
        for rhyme, forms in part.items():
            found.setdefault(rhyme, set()).update(forms)
    return {rhyme: tuple(sorted(forms)) for rhyme, forms in found.items()}


@lru_cache(maxsize=256)
def _table(script: Script, language: str, part: str) -> dict[str, tuple[str, ...]]:
    """Return how a script writes what a part of its table has of a language, by its spelling in Latin letters."""
    found: dict[str, tuple[str, ...]] = {}
    for row in read_rows(_TABLES[script]):
        for latin in row[2].split() if row[:2] == (language, part) else ():
            found[latin] = (*found.get(latin, ()), *map(plain, row[3].split()))
    return found
