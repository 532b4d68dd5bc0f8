"""Words of companies in Arabic letters, in English: what a company trades in, and whether it is a group or bank."""

from __future__ import annotations

import re
from functools import lru_cache

from entity_resolution.names.scripts.arabic_letters import letters_in_one_way
from entity_resolution.names.scripts.latin import ascii_fold, tokenise
from entity_resolution.names.tables import read_rows
from entity_resolution.names.words.glosses import gloss_words

# And, for the, the, for: written as one with the word behind them.
_PREFIXES = re.compile("و?(?:لل|ال|ل)?")
_ARTICLE = "ال"
_BEFORE = "before"


@lru_cache(maxsize=1)
def _english() -> dict[str, tuple[str, bool]]:
    """Return the English of each word, and whether it stands before what it stands behind in Arabic."""
    return {
        # As the table of kinds has them, which turns what stands in Latin letters alone.
        letters_in_one_way(form): (" ".join(gloss_words((english,), of_company=True)), where == _BEFORE)
        for english, forms, where in read_rows("arabic_company_words.tsv")
        for form in forms.split()
    }


def _translated(word: str) -> tuple[str, bool] | None:
    found = _english().get(word)
    if found is None and (prefix := _PREFIXES.match(word)) is not None:
        found = _english().get(word[prefix.end() :])
    return found


def words_in_english(words: list[str]) -> list[str]:
    """Return the words of a name with those of companies in English and in its order; the others stay.

    Args:
        words: in Arabic letters, in one way of writing.
    """
    translated = [_translated(word) for word in words]
    if not any(translated):
        return words
    done: list[str] = []
    for word, known in zip(words, translated, strict=True):
        at = len(done) - 1 if known is not None and known[1] and done and done[-1].isascii() else len(done)
        done.insert(at, word if known is None else known[0])
    # A group and a bank stand in front in Arabic, and behind their name in English.
    if not done[0].isascii():
        return done
    at = next((at for at, word in enumerate(done) if at and word.isascii()), len(done))
    return [*done[1:at], done[0], *done[at:]]


def spell_company(name: str) -> tuple[str, ...]:
    """Return the words of a company's name in Latin letters, without vowels that are not written, or in English.

    Args:
        name: in Arabic letters.
    """
    found: list[str] = []
    for word in words_in_english(letters_in_one_way(name).split()):
        article = word.startswith(_ARTICLE)
        found.extend(("al", *tokenise(ascii_fold(word[2:]))) if article else tokenise(ascii_fold(word)))
    return tuple(found)
