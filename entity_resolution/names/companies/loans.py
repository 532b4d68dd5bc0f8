"""Words of other languages in the names of companies and houses, in Latin letters again: สยามโกลบอล is Siam Global.

So are names that are said letter by letter: เคเค is KK.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby

from entity_resolution.names.tables import read_rows

# Said apart, so many make a word.
_FEWEST_LETTERS_APART = 3
_PARK_IN_LAO = "ປາກ"


@lru_cache(maxsize=1)
def _loans() -> tuple[re.Pattern[str], dict[str, str]]:
    found = {form: latin for latin, forms in read_rows("loan_words.tsv") for form in forms.split()}
    longest_first = sorted(found, key=len, reverse=True)
    # A form ends where no vowel sign or mark of its last letter follows.
    return re.compile(f"(?:{'|'.join(longest_first)})(?![\u0e31-\u0e3a\u0e47-\u0e4e\u17b6-\u17d3])"), found


@lru_cache(maxsize=1)
def _letters() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, str]]:
    """Return what a word of two letters' names or more is, what one letter's name is, and the letters.

    Points may stand behind each: เค.เค. One letter is a word where a number stands behind it: บี52.
    """
    found = {form: letter for letter, forms in read_rows("letter_names.tsv") for form in forms.split()}
    name = "|".join(sorted(found, key=len, reverse=True))
    return re.compile(f"(?:(?:{name})\\.?){{2,5}}|(?:{name})[0-9]+"), re.compile(name), found


@lru_cache(maxsize=30_000)
def _spelled_out(word: str) -> str:
    """Return a word that is nothing but the names of two letters or more as these letters, any other as it is.

    Lao has no letter for the end of what Thai writes ปาร์ค, which in Lao is a mouth: so it is one behind letters alone.
    """
    of_letters, one, letters = _letters()
    if word.isascii():
        return word
    bare = word.removesuffix(_PARK_IN_LAO)
    if not of_letters.fullmatch(bare):
        return word
    spelt = one.sub(lambda found: letters[found.group()], bare).replace(".", "")
    return spelt if bare == word else f"{spelt} park"


@lru_cache(maxsize=30_000)
def spell_loans(text: str) -> str:
    """Return a company's or place's name with the words of other languages that it holds in Latin letters, apart."""
    if text.isascii():
        return text
    pattern, loans = _loans()
    words = pattern.sub(lambda found: f" {loans[found.group()]} ", text).split()
    return " ".join(map(_spelled_out, _letters_together(words)))


def _letters_together(words: list[str]) -> list[str]:
    """Return words, of which those that stand beside one another and name one letter each are one: ดับบลิว เอ็ม พี.

    Two may be words of their own as well: ที (place) and ดี (good).
    """
    _, one, _ = _letters()
    joined: list[str] = []
    for is_letter, run in groupby(words, key=lambda word: one.fullmatch(word) is not None):
        found = list(run)
        joined += ["".join(found)] if is_letter and len(found) >= _FEWEST_LETTERS_APART else found
    return joined


def letters_in(text: str) -> frozenset[str]:
    """Return the words of a text that say two letters or more, as these letters: เคเค ปาร์ค has kk."""
    spelt = ((word, _spelled_out(word)) for word in _loans()[0].sub(" ", text).split())
    return frozenset(found.split()[0] for word, found in spelt if found != word)


def loan_in(word: str, text: str) -> str:
    """Return how a text writes a word that `spell_loans` spelt, or the empty string where it does not hold it."""
    form = next((form for form, latin in _loans()[1].items() if latin == word and form in text), "")
    return form or next((written for written in text.split() if written != word and _spelled_out(written) == word), "")
