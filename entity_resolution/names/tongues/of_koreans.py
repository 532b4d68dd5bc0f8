"""Whether a name is read as a Korean one: by its sounds, unless it is of somebody from elsewhere or of a dialect.

Hokkien writes Keong, Leong and Boon for what Korean ears would take for one name with Kong, and Lee and Lim are
surnames of both peoples.
"""

from __future__ import annotations

from functools import lru_cache

from entity_resolution.names.scripts.form import NameForm
from entity_resolution.names.scripts.han_sounds import is_known
from entity_resolution.names.tongues.korean import is_korean_surname_only, looks_korean, spells_korean_syllable

# Where Koreans live, or have lived for generations.
_COUNTRIES_WORDS = "AR AU BR CA CN DE FR GB JP KG KP KR KZ NZ RU TJ TM UA US UZ"
_COUNTRIES = frozenset(_COUNTRIES_WORDS.split())


@lru_cache(maxsize=20_000)
def is_of_a_korean(form: NameForm) -> bool:
    """Tell whether a name in Latin letters looks Korean and may be of one.

    It may not where the country is known and few Koreans are of it, nor where all syllables of the given name are
    those of a Chinese dialect which no Korean spells: Lee Chee Keong.
    """
    if not looks_korean(form.tokens) or (form.countries and form.countries.isdisjoint(_COUNTRIES)):
        return False
    return is_korean_surname_only(form.tokens) or not _is_of_a_dialect(form.tokens[1:])


def _is_of_a_dialect(given: tuple[str, ...]) -> bool:
    """Tell whether each word of a given name is a syllable of a Chinese dialect, and none one of a Korean name."""
    return len(given) > 1 and all(is_known(word) and not spells_korean_syllable(word) for word in given)
