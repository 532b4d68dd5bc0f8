"""Given names in Arabic letters, which leave short vowels out, and how bearers spell them: Muhammad, Mahmoud."""

from __future__ import annotations

import re
from functools import lru_cache

from entity_resolution.names.latin import ascii_fold, tokenise
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
_BIBI_APART, _BIBI = re.compile(r"\bبي بي\b"), "بيبي"
_DASH = "-"  # before spellings that bearers hardly have
_JOINED_WRITTEN = re.compile("(?<=..)(?:zdh|nzhd|pwr|rda?)$")
_JOINED_SPELLED = re.compile("(?<=..)(?:zad(?:eh?|ah?)|ne(?:jh?|zh)ad|pour|r[ei]za)$")
_Y = "\u064a"
_ARTICLE, _OF_A_HOUSE, _LEAST_WITH_ARTICLE = "\u0627\u0644", _Y, 4


def letters_in_one_way(text: str) -> str:
    """Return a text in Arabic letters as whoever leaves their marks out writes it."""
    return text.translate(_IN_ONE_WAY)


def letters_as_said(text: str) -> str:
    """Return likewise a text with what its marks say of a last vowel, and words as one that Urdu writes apart."""
    return _BIBI_APART.sub(_BIBI, letters_in_one_way(_ALEF_OVER_Y.sub(_ALEF, text)))


def by_letters(word: str) -> str:
    """Return a word in Arabic letters spelt by them in ASCII, without vowels but long ones and an ALEF at its end.

    An ALEF inside is often written where none is said, and left out where one is; at the end it is always said A.
    """
    spelt = ascii_fold(word)
    return f"{spelt}a" if spelt and word.endswith(_ALEF) else spelt


@lru_cache(maxsize=1)
def _spellings() -> dict[str, tuple[str, ...]]:
    rows = read_rows("arabic_letters.tsv")
    found = {row[0]: tuple(word for word in row[1].split() if word != _DASH) for row in rows}
    said = {f"{word[:-1]}{_ALEF}": of for word, of in found.items() if word[-1] == _Y and of[0].endswith("a")}
    return said | found


@lru_cache(maxsize=1)
def _spellings_of_folded() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for letters, spellings in _spellings().items():
        folded = by_letters(letters)
        found[folded] = found.get(folded, frozenset()).union(spellings)
    return found


def is_spelling_of_arabic_letters(word: str) -> bool:
    """Tell whether a lower-case Latin word spells a given name that the table has in Arabic letters."""
    return word in _all_spellings()


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
    for word in letters_as_said(text).split():
        spellings = _spellings().get(word)
        found.extend(spellings[:1] if spellings else tokenise(ascii_fold(word)))
    return tuple(found)


def count_other_names(written: tuple[str, ...], spelled: tuple[str, ...]) -> int:
    """Return how many words of an Arabic name and of a Latin one, word by word, are two names of the table.

    Args:
        written: letter by letter in lower-case ASCII, without articles.
        spelled: in lower-case ASCII; of another number of words none are told apart.
    """
    if len(written) != len(spelled):
        return 0
    return sum(map(_are_two_names, written, spelled))


@lru_cache(maxsize=50_000)
def _are_two_names(written: str, spelled: str) -> bool:
    # What Persian joins to one of them leaves it that name: Hasanzadeh, Hosseinzadeh; Mohammadreza, Mahmoudreza.
    if (end := _JOINED_WRITTEN.search(written)) and (others_end := _JOINED_SPELLED.search(spelled)):
        written, spelled = written[: end.start()], spelled[: others_end.start()]
    spellings = _spellings_of_folded().get(written)
    return spellings is not None and spelled not in spellings and spelled in _all_spellings()
