"""Letters that make no syllable as Thai and Burmese names are spelt, so that a slip put them there: Naroig, Htnu."""

from __future__ import annotations

import re
from functools import lru_cache

from entity_resolution.names.tongues.tongue import is_burmese_syllable, is_of_dialect, is_shaped_burmese, thai_letters

# Half of a word's letters are elements of Thai names.
_MOSTLY = 2
# Syllables of Thai, in the royal transcription and as people spell themselves. A vowel that ends in a glide takes no
# consonant at the end of a word (Wichai), and a syllable without one in front begins with A, O or U (Chai-anan).
_THAI = re.compile(
    "(?:"
    "(?:(?:kh|ph|ch|th|jh|bh|dh|[kgptdbsf])[rlw]|tch|kh|ph|ch|th|jh|bh|dh|sh|ng|ny|[bcdfghjklmnprstvwyz]"
    "|^|(?<=[aeiouyw])(?=[aou]))"
    "(?:"
    "(?:ueai|uai|uay|iao|iaw|iew|aow|aew|aeo|oei|oey|eow|ai|ay|ao|au|ei|ey|oi|oy|ui|uy|iu|eo|ew|io|ow)(?![a-z]$)"
    "|(?:uea|uue|aa|ii|ee|ie|ia|ue|eu|ua|uu|oo|oe|er|ea|ae|aw|or|ar|ir|ur|[aeiouy])"
    "(?:ngse?$|n[dt]$|r[nmtkdp]$|[dt]r$|ngk?(?![aeiou])|nn|ck|tt|th|ph|kh|ch|[bdghjklmnprstwy])?"
    "))+"
)


@lru_cache(maxsize=50_000)
def is_thai_word_mistyped(one: str, other: str) -> bool:
    """Tell whether one word looks Thai and the other can be none, though it may differ by a letter: Narong, Naroig.

    Args:
        one: lower-case ASCII.
        other: likewise.
    """
    return any(
        _MOSTLY * thai_letters(meant) >= len(meant) and _THAI.fullmatch(meant) and not _THAI.fullmatch(typed)
        for meant, typed in ((one, other), (other, one))
    )


@lru_cache(maxsize=50_000)
def is_burmese_syllable_mistyped(one: str, other: str) -> bool:
    """Tell whether one word is a Burmese syllable, and the other one of neither Burma nor China: Htun, Htnu.

    Args:
        one: lower-case ASCII.
        other: likewise.
    """
    return any(
        is_burmese_syllable(meant) and not is_shaped_burmese(typed) and not is_of_dialect(typed)
        for meant, typed in ((one, other), (other, one))
    )
