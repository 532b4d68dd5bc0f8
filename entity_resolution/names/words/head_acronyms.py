"""Acronyms in front of a name for what a body is, in English as in full: NII Volna, COAC Los Pinos, HTX Sao Mai."""

from __future__ import annotations

import re
from functools import lru_cache

from entity_resolution.names.scripts.latin import ascii_fold, tokenise
from entity_resolution.names.tables import read_rows

_QUOTED = re.compile(r'"([^"]+)"')
# Mark a word that counts at the beginning of a name alone, and one that counts at the end alone.
_AT_START, _AT_END = "^", "$"


@lru_cache(maxsize=1)
def head_acronyms() -> dict[tuple[str, ...], str]:
    """Return the English of words in lower-case ASCII: of acronyms behind a mark of where they stand, and in full."""
    found: dict[tuple[str, ...], str] = {}
    for english, acronyms, phrases in read_rows("head_acronyms.tsv"):
        for acronym in acronyms.split():
            found[(acronym if acronym.endswith(_AT_END) else f"{_AT_START}{acronym}",)] = english
        for phrase in _QUOTED.findall(phrases):
            found[tokenise(ascii_fold(phrase))] = english
    return found
