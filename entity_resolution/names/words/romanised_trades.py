"""Trades in companies' names of Asia that stand in Latin letters, in English: Kensetsu, lil-Naqliyat, Kashtirani-ye."""

from __future__ import annotations

from functools import lru_cache

from entity_resolution.names.scripts.latin import ascii_fold, tokenise
from entity_resolution.names.tables import forms_in, read_rows

_ARABIC, _PERSIAN = "arabic", "persian"
# The, for, for the, and, and the: registers write them with a hyphen, a space or neither (lil-Tijara, Al Muqawalat).
_PARTICLES = ("", "al", "lil", "li l", "li", "wal", "wa l", "wa al", "wa")
# What joins a noun to the word behind it in Persian: Kashtirani-ye Khalij.
_EZAFE = ("", "e", "ye")


@lru_cache(maxsize=1)
def romanised_trades() -> dict[tuple[str, ...], str]:
    """Return the English of words in lower-case ASCII, with the particles that stand before or behind them."""
    found: dict[tuple[str, ...], str] = {}
    for english, language, forms in read_rows("romanised_trades.tsv"):
        fronts = _PARTICLES if language == _ARABIC else ("",)
        ends = _EZAFE if language == _PERSIAN else ("",)
        for form, _ in forms_in(forms):
            words = tokenise(ascii_fold(form))
            for front in fronts:
                for end in ends:
                    found.setdefault((*front.split(), *words, *end.split()), english)
    return found
