"""Names in Latin letters that are Mandarin throughout, of which a syllable is of another character than Hanzi say.

Pinyin and Wade-Giles write each sound in one way. Peng is 平 to who speaks Hokkien and 鹏 to who writes Lyu Jian.
"""

from functools import lru_cache

from entity_resolution.names.scripts.han import pinyin_syllables, surname_length, ways_of_characters
from entity_resolution.names.scripts.han_sounds import is_pinyin
from entity_resolution.names.scripts.surnames import dialects_of_spelling, surname_key, surname_row

_OF_PINYIN, _OF_MANDARIN = frozenset({"pinyin"}), frozenset({"pinyin", "wade-giles"})
# The ways in which `ways_of_characters` says that Mandarin is spelt, of all.
_WAYS_OF_MANDARIN = frozenset({0, 4})
_LEAST_OF_GIVEN = 2


@lru_cache(maxsize=50_000)
def is_other_in_mandarin(characters: str, spelled: str) -> bool:
    """Tell whether a name that is Mandarin but for one syllable of a dialect is rather Mandarin, of another character.

    Its surname is spelt so in Mandarin; Mandarin alone spells that or a syllable of the given name so; and another one
    spells its character in a dialect alone, and some other character in pinyin. What pinyin has not, as Keong, is of a
    dialect beside any syllable, and a given name that one dialect spells is so but for a surname in pinyin.

    Args:
        characters: a whole name in Hanzi.
        spelled: a whole name, lower-case ASCII, words separated by single spaces, the surname first or last.
    """
    words = spelled.split()
    given = characters[surname_length(characters) :]
    if len(given) < _LEAST_OF_GIVEN or len(words) < _LEAST_OF_GIVEN:
        return False
    return any(
        _is_mixed(given, pinyin_syllables(" ".join(rest)), dialects=_dialects_of_surname(surname, characters))
        for surname, rest in ((words[0], words[1:]), (words[-1], words[:-1]))
    )


def _dialects_of_surname(surname: str, characters: str) -> frozenset[str]:
    row = surname_row(characters)
    if row is None:
        return frozenset()
    return frozenset(dialect for dialect, _ in dialects_of_spelling(surname_key(surname), row))


def _is_mixed(given: str, words: tuple[str, ...], *, dialects: frozenset[str]) -> bool:
    ways = ways_of_characters(given, " ".join(words)) if len(words) == len(given) else ()
    if not ways or dialects.isdisjoint(_OF_MANDARIN):
        return False
    if frozenset.intersection(*ways):
        # No dialect has the surname so, and pinyin has every syllable: Zhang Chi Meng is hardly the 志明 of a dialect.
        return dialects == _OF_PINYIN and any(map(_WAYS_OF_MANDARIN.isdisjoint, ways)) and all(map(is_pinyin, words))
    in_mandarin = dialects <= _OF_MANDARIN or any(found <= _WAYS_OF_MANDARIN for found in ways)
    others = (word for word, found in zip(words, ways, strict=True) if found.isdisjoint(_WAYS_OF_MANDARIN))
    return in_mandarin and any(map(is_pinyin, others))
