"""Given names in Arabic letters, which leave short vowels out, and how bearers spell them: Muhammad, Mahmoud."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from entity_resolution.names.scripts.latin import ascii_fold, tokenise
from entity_resolution.names.tables import read_rows

# Letters that one writer puts for another: alefs with and without their marks, Y and H at the end, those of Persian
# and Urdu.
_IN_ONE_WAY = {
    **str.maketrans(
        "\u0623\u0625\u0622\u0671\u0649\u06cc\u0629\u06c0\u06a9\u06c1\u06c2\u06c3",
        "\u0627\u0627\u0627\u0627\u064a\u064a\u0647\u0647\u0643\u0647\u0647\u0647",
    ),
    # Vowels above and below the letters, and the stroke that draws a word out.
    **dict.fromkeys((0x0640, 0x0670, *range(0x064B, 0x0653))),
}

# A small alef over a last Y says A (Unicode 16.0, section 9.2), as Urdu writes Mustafa; and Bibi in two words.
_ALEF_OVER_Y, _ALEF = re.compile("[\u0649\u064a\u06cc]\u0670(?!\\w)"), "\u0627"
# A last Y without its dots is an A outside Egypt, Iran and Pakistan, where it may be an I as well; a last H with dots
# behind ALEF is a T that is said: Najat.
_UNDOTTED_Y, _LAST_Y = "\u0649", re.compile("[\u0649\u064a\u06cc]$")
_DOTTED_H, _TEH = re.compile("(?<=\u0627)\u0629(?!\\w)"), "\u062a"
_H_AT_END, _A_AT_END = "\u0647", ("\u0627", "\u0627\u0621")
_BIBI_APART, _BIBI = re.compile(r"\bبي بي\b"), "بيبي"
_DASH = "-"  # before spellings that bearers hardly have
_JOINED_WRITTEN = re.compile("(?<=..)(?:zdah|nzhd|pwr|rda?)$")
_JOINED_SPELLED = re.compile("(?<=..)(?:zad(?:eh?|ah?)|ne(?:jh?|zh)ad|pour|r[ei]za)$")
_Y, _AYN = "\u064a", "\u0639"
_ARTICLE, _OF_A_HOUSE, _LEAST_WITH_ARTICLE = "\u0627\u0644", _Y, 4


def letters_in_one_way(text: str) -> str:
    """Return a text in Arabic letters as whoever leaves their marks out writes it."""
    return text.translate(_IN_ONE_WAY)


def letters_as_said(text: str) -> str:
    """Return likewise a text with what is known of its words' last vowels, and words as one that Urdu writes apart.

    A last Y is ALEF in a known name on A (Mustafa, Layla). Without its dots it stays so in a word that no table has.
    """
    said = _DOTTED_H.sub(_TEH, _ALEF_OVER_Y.sub(_ALEF, text))
    return _BIBI_APART.sub(_BIBI, " ".join(map(_word_as_said, said.split())))


@lru_cache(maxsize=50_000)
def _word_as_said(word: str) -> str:
    plain = letters_in_one_way(word)
    if not _LAST_Y.search(plain):
        return plain
    spellings = _spellings().get(plain)
    if spellings is None:
        return f"{plain[:-1]}{_UNDOTTED_Y}" if word.endswith(_UNDOTTED_Y) else plain
    return f"{plain[:-1]}{_ALEF}" if spellings[0].endswith("a") else plain


def by_letters(word: str) -> str:
    """Return a word in Arabic letters spelt by them in ASCII, without vowels but long ones and those at its end.

    An ALEF inside is often written where none is said, and left out where one is; at the end it is always said A. An H
    there is AH, and E is a Y without its dots, which is said A or I.
    """
    spelt = ascii_fold(word[:-1] if word.endswith((_H_AT_END, _UNDOTTED_Y)) else word)
    if not spelt or word.endswith(_A_AT_END):
        return f"{spelt}a" if spelt else ascii_fold(word)
    if word.endswith(_H_AT_END):
        return f"{spelt}ah"
    return f"{spelt}e" if word.endswith(_UNDOTTED_Y) else spelt


@lru_cache(maxsize=1)
def _spellings() -> dict[str, tuple[str, ...]]:
    rows = read_rows("arabic_letters.tsv")
    found = {row[0]: tuple(word for word in row[1].split() if word != _DASH) for row in rows}
    on_a = {word[:-1]: of for word, of in found.items() if word[-1] == _Y and of[0].endswith("a")}
    return {f"{word}{last}": of for word, of in on_a.items() for last in (_ALEF, _UNDOTTED_Y)} | found


@lru_cache(maxsize=1)
def _spellings_of_folded() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for letters, spellings in _spellings().items():
        folded = "".join(tokenise(by_letters(letters)))  # without AYN, which is not spelt: Saeed is folded as Sayed is
        found[folded] = found.get(folded, frozenset()).union(spellings)
    return found


def is_spelling_of_arabic_letters(word: str) -> bool:
    """Tell whether a lower-case Latin word spells a given name that the table has in Arabic letters."""
    return word in _all_spellings()


def is_name_in_arabic_letters(word: str) -> bool:
    """Tell whether a word in Arabic letters, as `letters_as_said` returns it, is a name of the table."""
    return word in _spellings()


@lru_cache(maxsize=20_000)
def is_given_name_in_arabic_letters(word: str) -> bool:
    """Tell whether a word in Arabic letters is a given name of the table, or has the article and names no house.

    A family is named by where it is from or whose it is, with an I behind: al-Harbi.
    """
    plain = letters_in_one_way(word)
    if plain in _spellings():
        return True
    return len(plain) > _LEAST_WITH_ARTICLE and plain.startswith(_ARTICLE) and not plain.endswith(_OF_A_HOUSE)


@lru_cache(maxsize=50_000)
def mean_other_names(one: str, other: str) -> bool:
    """Tell whether two Latin spellings are of two given names of the table, each the commoner there: Samer, Samir.

    Many a spelling is that of two, as Nasir is of Nasser and of Naseer. So it is one with either.

    Args:
        one: lower-case ASCII.
        other: another such word.
    """
    mine, theirs = _commonest_meanings().get(one), _commonest_meanings().get(other)
    return mine is not None and theirs is not None and mine.isdisjoint(theirs)


def may_mean_one_name(one: str, other: str) -> bool:
    """Tell whether bearers of one given name of the table spell it in both ways: ماجد is Majed, and Majid as well.

    Args:
        one: lower-case ASCII.
        other: another such word.
    """
    nothing = frozenset[str]()
    return not _usual_meanings().get(one, nothing).isdisjoint(_usual_meanings().get(other, nothing))


@lru_cache(maxsize=1)
def _usual_meanings() -> dict[str, frozenset[str]]:
    """Return the names in Arabic letters whose bearers have each Latin spelling."""
    found: dict[str, frozenset[str]] = {}
    for letters, spellings in read_rows("arabic_letters.tsv"):
        for spelling in spellings.partition(_DASH)[0].split():
            found[spelling] = found.get(spelling, frozenset()) | {letters}
    return found


@lru_cache(maxsize=1)
def _commonest_meanings() -> dict[str, frozenset[str]]:
    """Return the names in Arabic letters that each Latin spelling is the likeliest to mean."""
    ranks: dict[str, dict[str, int]] = {}
    for letters, spellings in _spellings().items():
        for rank, spelling in enumerate(spellings):
            ranks.setdefault(spelling, {})[letters] = rank
    return {
        spelling: frozenset(letters for letters, rank in found.items() if rank == min(found.values()))
        for spelling, found in ranks.items()
    }


@lru_cache(maxsize=1)
def _all_spellings() -> frozenset[str]:
    return frozenset().union(*_spellings().values())


def romanise_arabic(text: str) -> tuple[str, ...]:
    """Return the words of a person's name: those that the table has as they are spelled, the others letter by letter.

    Args:
        text: in Arabic letters.
    """
    found: list[str] = []
    for word in letters_in_one_way(letters_as_said(text)).split():
        spellings = _spellings().get(word)
        found.extend(spellings[:1] if spellings else tokenise(ascii_fold(word)))
    return tuple(found)


def count_other_names(written: tuple[str, ...], spelled: tuple[str, ...], letters: Mapping[str, str]) -> int:
    """Return how many words of an Arabic name and of a Latin one, word by word, are two names of the table.

    Args:
        written: letter by letter in lower-case ASCII, without articles.
        spelled: in lower-case ASCII; of another number of words none are told apart.
        letters: the words in Arabic letters of those written words of which they are known.
    """
    if len(written) != len(spelled):
        return 0
    known = {word: of for word, of in letters.items() if _AYN in of}  # the one letter that the written words lack
    return sum(_are_two_names(word, other, known.get(word)) for word, other in zip(written, spelled, strict=True))


def are_two_by_letters(native: str, spelled: str) -> bool:
    """Tell whether a word in Arabic letters is a name of the table and a Latin one another: سمر (Samar), Samir.

    Args:
        native: as `letters_as_said` returns it.
        spelled: lower-case ASCII.
    """
    spellings = _spellings().get(native)
    return spellings is not None and spelled not in spellings and spelled in _all_spellings()


def is_spelt_so(written: str, spelled: str) -> bool:
    """Tell whether the table has a Latin word as a spelling of one in Arabic letters.

    Args:
        written: as `by_letters` returns it.
        spelled: lower-case ASCII.
    """
    return spelled in _spellings_of_folded().get(written, frozenset())


@lru_cache(maxsize=50_000)
def _are_two_names(written: str, spelled: str, letters: str | None) -> bool:
    # What Persian joins to one of them leaves it that name: Hasanzadeh, Hosseinzadeh; Mohammadreza, Mahmoudreza.
    if (end := _JOINED_WRITTEN.search(written)) and (others_end := _JOINED_SPELLED.search(spelled)):
        written, spelled, letters = written[: end.start()], spelled[: others_end.start()], None
    spellings = _spellings_of_folded().get(written) if letters is None else _spellings_in_full(letters)
    if spellings is None or spelled in spellings or spelled not in _all_spellings():
        return False
    return not _differ_in_last_a(written, spelled)


def _spellings_in_full(letters: str) -> tuple[str, ...] | None:
    """Return how bearers spell a word, also with another's vowel at its end; none of an unknown one."""
    return _spellings().get(letters) or _spellings().get(letters_in_one_way(letters))


def _differ_in_last_a(written: str, spelled: str) -> bool:
    """Tell whether two names of the table are one but for a last A, which `last_vowels` tells: Karim, Karima."""
    others = (other for other, spellings in _spellings_of_folded().items() if spelled in spellings)
    return any(one in (f"{two}a", f"{two}ah") for other in others for one, two in ((written, other), (other, written)))
