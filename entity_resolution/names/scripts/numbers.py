"""Numbers in the names of companies and places, however written: Fund III is Fund 3, and neither is Fund II.

So are the letters of a site's parts: Block A is not Block B.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from entity_resolution.names.scripts.small_numbers import ENGLISH_NUMBERS

_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_ORDINALS = ("1st", "2nd", "3rd", "4th", "5th", "6th", "7th", "8th", "9th", "10th", "11th", "12th")
_TENS = {
    word: tens
    for tens, word in enumerate(("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), start=2)
}
_IN_ORDER = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
# The digit that a word adds to tens: twenty one, twenty first, which the glosses make twenty 1st.
_UNITS = {
    word: str(number)
    for words in (ENGLISH_NUMBERS[:9], _IN_ORDER, _ORDINALS[:9], tuple("123456789"))
    for number, word in enumerate(words, start=1)
}
_ORDINAL = re.compile("([1-9][0-9]+)(?:st|nd|rd|th)")
_SPELLED = {
    **{word: str(number) for number, word in enumerate(_ROMAN, start=1)},
    **{word: str(number) for number, word in enumerate(ENGLISH_NUMBERS, start=1)},
    **{word: str(number) for number, word in enumerate(_ORDINALS, start=1)},
    **{word: f"{tens}0" for word, tens in _TENS.items()},
}
_IN_WORDS = {str(number): word for number, word in enumerate(ENGLISH_NUMBERS, start=1)}
_DIGITS = re.compile("[0-9]+")
_CODE = re.compile("[a-z]+[0-9]+|[0-9]+[a-z]+|(?=.*[0-9])(?=.*[a-z])[a-z0-9]{2,4}")
# Alone they are more often a word or an initial than a number, unless they end the name.
_LETTERS = frozenset({"i", "v", "x"})
_PART_WORDS = """
area bldg block blok building camp compound dorm dormitory floor gate gedung hall khu lot menara phase plot row sector
section tower unit villa warehouse wing zone
"""
# Parts of a site that letters tell apart as numbers do.
_PARTS = frozenset(_PART_WORDS.split())
# The communes of Phnom Penh are numbered in words behind TI, the first one also without it: Boeng Keng Kang Muoy.
_KHMER_WORDS = {
    **dict.fromkeys(("muoy", "មួយ"), "1"),
    **dict.fromkeys(("pir", "ពីរ"), "2"),
    **dict.fromkeys(("bei", "បី"), "3"),
    **dict.fromkeys(("buon", "បួន"), "4"),
    **dict.fromkeys(("pram", "ប្រាំ"), "5"),
}
_KHMER_ORDINAL = re.compile(
    rf"(?:\s+ti\s+|\s*ទី\s*)(?P<word>{'|'.join(_KHMER_WORDS)}|i{{1,3}}|[0-9]{{1,2}})$"
    r"|(?:(?<=\w)\s+(?=muoy$)|(?<=\S\S)(?=មួយ$))(?P<bare>.+)$",
    re.IGNORECASE,
)
# What is left of a likeness where two names have different numbers, and where one alone has a number.
OTHER_NUMBER, _NO_NUMBER = 0.72, 0.94


def in_digits(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words of a name with its numbers in digits.

    Args:
        tokens: lower-case ASCII.
    """
    last, found = len(tokens) - 1, list[str]()
    for at, token in enumerate(tokens):
        if token in _UNITS and at > 0 and tokens[at - 1] in _TENS:
            found[-1] = f"{_TENS[tokens[at - 1]]}{_UNITS[token]}"  # fifty seven, twenty first
        elif (ordinal := _ORDINAL.fullmatch(token)) is not None:
            found.append(ordinal[1])
        else:
            found.append(_SPELLED[token] if _is_number(token, at, last) else token)
    return tuple(found)


def khmer_ordinal_in_digits(text: str) -> str:
    """Return a place's name with the Khmer number that it ends with in digits: Tuol Svay Prey Ti Pir, ទួលស្វាយព្រៃទីពីរ.

    Args:
        text: a cleaned name.
    """
    found = _KHMER_ORDINAL.search(text)
    if found is None or not found.start():
        return text
    word = (found["word"] or found["bare"]).lower()
    return f"{text[: found.start()]} {_KHMER_WORDS.get(word, word)}"


def opening_in_words(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words of a company's name with a small number that it begins with in words: 7 Seas, Seven Seas.

    Args:
        tokens: lower-case ASCII.
    """
    if len(tokens) < 2 or not tokens[0].isdecimal() or not 0 < int(tokens[0][:3]) <= len(ENGLISH_NUMBERS):
        return tokens
    return (ENGLISH_NUMBERS[int(tokens[0][:3]) - 1], *tokens[1:])


def in_words(token: str) -> str:
    """Return a small number in digits as a word, and any other word as it is.

    Args:
        token: lower-case ASCII.
    """
    return _IN_WORDS.get(token, token)


def _is_number(token: str, at: int, last: int) -> bool:
    """Tell whether a word that may spell a number does: the first word names, save an ordinal."""
    if token not in _SPELLED:
        return False
    return token in _ORDINALS or (at > 0 and (token not in _LETTERS or at == last))


class Counts(NamedTuple):
    """What a name counts by.

    Attributes:
        numbers: in digits without leading zeros.
        codes: its words of letters and digits: K9, B2, 12a. An ordinal is a number, and a digit amid the letters of a
            word is a reader's slip: Harris0n.
        parts: the letters by which it says a part of a site.
    """

    numbers: frozenset[str]
    codes: frozenset[str]
    parts: frozenset[str]


# A company that is called by number meets dozens of the same words.
@lru_cache(maxsize=20_000)
def counts_of(tokens: tuple[str, ...]) -> Counts:
    """Return what a name counts by.

    Args:
        tokens: the words of the name, lower-case ASCII.
    """
    words = in_digits(tokens)
    return Counts(
        numbers=frozenset(word.lstrip("0") or "0" for word in words if word.isdecimal()),
        codes=frozenset(word for word in words if _CODE.fullmatch(word)),
        parts=parts_of(tokens),
    )


def parts_of(tokens: tuple[str, ...]) -> frozenset[str]:
    """Return the letters by which a name says a part of a site: Block A, B Zone. Two initials, J P Tower, say none.

    Args:
        tokens: the words of the name, lower-case ASCII.
    """
    if _PARTS.isdisjoint(tokens):
        return frozenset()
    beside = zip(("", *tokens), tokens, (*tokens[1:], ""), strict=False)
    return frozenset(
        token
        for before, token, after in beside
        if _is_letter(token) and not _PARTS.isdisjoint((before, after)) and not any(map(_is_letter, (before, after)))
    )


def _is_letter(token: str) -> bool:
    return len(token) == 1 and token.isalpha()


def numbers_agree(left: tuple[str, ...], right: tuple[str, ...]) -> float:
    """Return by what a likeness of two names is multiplied for their numbers: 1 where they are the same or none."""
    mine, codes, parts = counts_of(left)
    theirs, other_codes, other_parts = counts_of(right)
    if parts and other_parts and parts.isdisjoint(other_parts):
        return OTHER_NUMBER
    if codes and other_codes and codes != other_codes:
        return OTHER_NUMBER
    if codes != other_codes:
        return _beside_codes(left, right, mine | _digits_in(codes), theirs | _digits_in(other_codes))
    if mine == theirs:
        return OTHER_NUMBER if _count_otherwise(left, right) else 1.0
    return _NO_NUMBER if not mine or not theirs else OTHER_NUMBER


def _count_otherwise(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Tell whether two names count parts of one kind by other numbers: Phase 1 Building 11, Phase 11 Building 1."""
    mine, theirs = _counted(left), _counted(right)
    return any(mine[kind].isdisjoint(theirs[kind]) for kind in mine.keys() & theirs.keys())


def _counted(tokens: tuple[str, ...]) -> dict[str, frozenset[str]]:
    """Return the numbers behind each word for a part of a name with several of them."""
    words = in_digits(tokens)
    if sum(map(str.isdecimal, words)) < 2:
        return {}
    found: dict[str, frozenset[str]] = {}
    for word, number in pairwise(words):
        if word in _PARTS and number.isdecimal():
            found[word] = found.get(word, frozenset()) | {number.lstrip("0") or "0"}
    return found


def _beside_codes(left: tuple[str, ...], right: tuple[str, ...], mine: frozenset[str], theirs: frozenset[str]) -> float:
    """Return the factor where one name alone has a code: B2 and B 2 are one, K9 and K 99 two, and 12 may be 12a."""
    if "".join(left) == "".join(right):
        return 1.0
    return _NO_NUMBER if mine <= theirs or theirs <= mine else OTHER_NUMBER


def _digits_in(codes: frozenset[str]) -> frozenset[str]:
    return frozenset(digits.lstrip("0") or "0" for code in codes for digits in _DIGITS.findall(code))
