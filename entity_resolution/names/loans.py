"""Words of other languages in the names of companies and houses, in Latin letters again: สยามโกลบอล is Siam Global."""

from __future__ import annotations

import re
from functools import lru_cache

from entity_resolution.names.tables import read_rows


@lru_cache(maxsize=1)
def _loans() -> tuple[re.Pattern[str], dict[str, str]]:
    found = {form: latin for latin, forms in read_rows("loan_words.tsv") for form in forms.split()}
    longest_first = sorted(found, key=len, reverse=True)
    # A form ends where no vowel sign or mark of its last letter follows.
    return re.compile(f"(?:{'|'.join(longest_first)})(?![\u0e31-\u0e3a\u0e47-\u0e4e])"), found


@lru_cache(maxsize=30_000)
def spell_loans(text: str) -> str:
    """Return a company's or place's name with the words of other languages that it holds in Latin letters, apart."""
    if text.isascii():
        return text
    pattern, loans = _loans()
    return " ".join(pattern.sub(lambda found: f" {loans[found.group()]} ", text).split())


def loan_in(word: str, text: str) -> str:
    """Return how a text writes a word that `spell_loans` spelt, or the empty string where it does not hold it."""
    return next((form for form, latin in _loans()[1].items() if latin == word and form in text), "")
