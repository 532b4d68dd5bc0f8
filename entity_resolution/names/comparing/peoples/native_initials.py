"""Initials in a script of their own beside the words that they stand for: С. И. and Сергей Иванович, ส. and สมชาย."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from entity_resolution.names.prepared import PreparedName, prepare
from entity_resolution.names.reading import person_without_title
from entity_resolution.names.scripts.form import NameForm, NameKind
from entity_resolution.names.scripts.script import Script

# Scripts that write a person's words apart; in OTHER are those of India, the Caucasus, Ethiopia and Greece.
_OF_WORDS = (Script.CYRILLIC, Script.THAI, Script.LAO, Script.OTHER)
# In Japanese a character left out is another name, as in Chinese and Korean.
_KANA = re.compile("[\u3040-\u30ff\uff66-\uff9f]")
# What ends a word; the last is the stop of abbreviations in Devanagari.
_PIECES = re.compile(r"([^\s\-.,;:/()'·•\u0970]+)([.\u0970]?)")
# Thai and Lao write these vowels before the consonant that a word begins with and that is its initial.
_VOWELS_IN_FRONT = re.compile("^[เแโใไເແໂໃໄ](?=.)")
# One sound of two Cyrillic letters: Дж. is Джамшид.
_TWO_LETTERS = frozenset({"дж", "дз"})
# The canonical combining class of a sign that joins two consonants to one: प्र.
_VIRAMA = 9


class _Piece(NamedTuple):
    text: str
    is_initial: bool


class _Initial(NamedTuple):
    """Where an initial stands in one name, and where the word that it stands for in the other."""

    at: int
    word_at: int


def are_written_in_words(left: NameForm, right: NameForm) -> bool:
    """Tell whether two names are of one script that writes a person's words apart, and not Latin, Arabic or kana."""
    if left.script is not right.script or left.script not in _OF_WORDS:
        return False
    return left.script is not Script.OTHER or not (_KANA.search(left.native) or _KANA.search(right.native))


def words_without_initials(left: NameForm, right: NameForm) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words of two names in one script without initials and the words of the other that these stand for.

    Args:
        left: a name that `are_written_in_words`.
        right: another.
    """
    mine, theirs = _pieces(left.native), _pieces(right.native)
    ours, others = _initials(mine, theirs), _initials(theirs, mine)
    taken = {one.at for one in ours} | {other.word_at for other in others}
    others_taken = {other.at for other in others} | {one.word_at for one in ours}
    return (
        tuple(piece.text for at, piece in enumerate(mine) if at not in taken),
        tuple(piece.text for at, piece in enumerate(theirs) if at not in others_taken),
    )


def have_initials(left: NameForm, right: NameForm) -> bool:
    """Tell whether an initial of one of two names stands for a word of the other, both in one script of words."""
    if not are_written_in_words(left, right) or not (_has_initial(left.native) or _has_initial(right.native)):
        return False
    mine, theirs = _pieces(left.native), _pieces(right.native)
    return bool(_initials(mine, theirs) or _initials(theirs, mine))


def read_in_latin_letters(left: PreparedName, right: PreparedName) -> tuple[PreparedName, PreparedName]:
    """Return two persons' names as they are; where an initial of one stands for a word of the other, in Latin letters.

    There an initial is one letter, as Ш., ส. and र. are not once they are read: sh, so, ra.
    """
    if not have_initials(left.form, right.form):
        return left, right
    one, other = _in_latin(left.form, right.form), _in_latin(right.form, left.form)
    if not one or not other:
        return left, right
    return prepare(_read(one), NameKind.PERSON), prepare(_read(other), NameKind.PERSON)


def _in_latin(form: NameForm, beside: NameForm) -> str:
    """Return a name's reading with each initial as the first letter of the word it stands for; empty if unreadable."""
    pieces = _pieces(form.native)
    if len(pieces) != len(form.tokens) or len(_pieces(beside.native)) != len(beside.tokens):
        return ""
    stands_for = {one.at: one.word_at for one in _initials(pieces, _pieces(beside.native))}
    words: list[str] = []
    for at, (piece, token) in enumerate(zip(pieces, form.tokens, strict=True)):
        word = beside.tokens[stands_for[at]] if at in stands_for else token
        words.append(f"{word[0].upper()}." if piece.is_initial else token.capitalize())
    return " ".join(words)


@lru_cache(maxsize=5_000)
def _read(name: str) -> NameForm:
    return person_without_title(name)


@lru_cache(maxsize=50_000)
def _pieces(native: str) -> tuple[_Piece, ...]:
    """Return the words of a name, without a difference of case and of ё, which Russian writes as е as often."""
    return tuple(
        _Piece(found[1].casefold().replace("ё", "е"), _is_initial(found[1], has_stop=bool(found[2])))
        for found in _PIECES.finditer(native)
    )


@lru_cache(maxsize=50_000)
def _has_initial(native: str) -> bool:
    return any(piece.is_initial for piece in _pieces(native))


def _is_initial(word: str, *, has_stop: bool) -> bool:
    """Tell whether a word is one letter with its marks and a stop behind it, or a single capital without one."""
    if not has_stop:
        return len(word) == 1 and word.isupper()
    letters = sum(char.isalpha() for char in word)
    joined = sum(unicodedata.combining(char) == _VIRAMA for char in word[:-1])
    return word[0].isalpha() and (letters - joined == 1 or word.casefold() in _TWO_LETTERS)


def _initials(pieces: tuple[_Piece, ...], others: tuple[_Piece, ...]) -> list[_Initial]:
    """Return the initials of one name that stand for words of the other, each for the first one that is free."""
    found: list[_Initial] = []
    if not any(piece.is_initial for piece in pieces):
        return found
    texts = [piece.text for piece in pieces]
    free = [at for at, other in enumerate(others) if not other.is_initial and other.text not in texts]
    for at, piece in enumerate(pieces):
        if not piece.is_initial:
            continue
        word_at = next((each for each in free if _begins_with(others[each].text, piece.text)), None)
        if word_at is not None:
            free.remove(word_at)
            found.append(_Initial(at, word_at))
    return found


def _begins_with(word: str, initial: str) -> bool:
    return _VOWELS_IN_FRONT.sub("", word).startswith(initial)
