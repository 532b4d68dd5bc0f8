"""Italian double names that are run together with the first one cut short: Giambattista is Giovanni Battista."""

from __future__ import annotations

_FULL = {"gian": "giovanni", "giam": "giovanni", "pier": "pietro"}
_SECOND_NAMES = """
alberto andrea angelo antonio battista carlo domenico enrico felice filippo francesco franco gabriele giacomo giorgio
giuseppe luca luigi marco maria mario matteo michele nicola paolo piero pietro roberto ruggero silvio vincenzo vito
"""
_SECOND = frozenset(_SECOND_NAMES.split())
_CUT_LETTERS = 4


def has_double_name(tokens: tuple[str, ...]) -> bool:
    """Tell whether a name has a double one whose first part is cut short, run together or not.

    Args:
        tokens: lower-case ASCII.
    """
    return double_names_in_full(tokens) != tokens


def double_names_in_full(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words of a name, those of double names apart and in full.

    Args:
        tokens: lower-case ASCII.
    """
    if not any(token[:_CUT_LETTERS] in _FULL for token in tokens):
        return tokens
    found: list[str] = []
    for token, behind in zip(tokens, (*tokens[1:], ""), strict=True):
        first, second = token[:_CUT_LETTERS], token[_CUT_LETTERS:]
        if first in _FULL and second in _SECOND:
            found += (_FULL[first], second)
        else:
            found.append(_FULL[token] if token in _FULL and behind in _SECOND else token)
    return tuple(found)
