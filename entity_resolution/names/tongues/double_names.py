"""Italian double names that are run together with the first one cut short: Giambattista is Giovanni Battista."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

_FULL = {"gian": "giovanni", "giam": "giovanni", "pier": "pietro"}
_SECOND_NAMES = """
alberto andrea angelo antonio battista carlo domenico enrico felice filippo francesco franco gabriele giacomo giorgio
giuseppe luca luigi marco maria mario matteo michele nicola paolo piero pietro roberto ruggero silvio vincenzo vito
"""
_SECOND = frozenset(_SECOND_NAMES.split())
_CUT_LETTERS = 4


def may_open_double_name(token: str) -> bool:
    """Tell whether a lower-case ASCII word begins as the first part of a double name that is cut short: Gianluca."""
    return token[:_CUT_LETTERS] in _FULL


def has_double_name(tokens: tuple[str, ...]) -> bool:
    """Tell whether a name has a double one whose first part is cut short, run together or not.

    Args:
        tokens: lower-case ASCII.
    """
    return double_names_in_full(tokens) != tokens


def have_one_double_name(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Tell whether each of two names has both parts of the other's double names, side by side.

    Gianluca is neither his brother Giovanni nor his brother Luca.

    Args:
        left: lower-case ASCII.
        right: likewise.
    """
    return _has_doubles_of(left, right) and _has_doubles_of(right, left)


def _has_doubles_of(tokens: tuple[str, ...], others: tuple[str, ...]) -> bool:
    pairs = set(pairwise(double_names_in_full(tokens)))
    return all(pair in pairs for pair in pairwise(double_names_in_full(others)) if pair in _doubles())


@lru_cache(maxsize=1)
def _doubles() -> frozenset[tuple[str, str]]:
    return frozenset((first, second) for first in _FULL.values() for second in _SECOND)


def double_names_in_full(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words of a name, those of double names apart and in full.

    Args:
        tokens: lower-case ASCII.
    """
    if not any(map(may_open_double_name, tokens)):
        return tokens
    found: list[str] = []
    for token, behind in zip(tokens, (*tokens[1:], ""), strict=True):
        first, second = token[:_CUT_LETTERS], token[_CUT_LETTERS:]
        if first in _FULL and second in _SECOND:
            found += (_FULL[first], second)
        else:
            found.append(_FULL[token] if token in _FULL and behind in _SECOND else token)
    return tuple(found)
