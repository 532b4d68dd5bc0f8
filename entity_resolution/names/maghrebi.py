"""Arabic names as the Maghreb spells them: the article joined (Ennasr, Belkacem), and E for a short A (Hedi)."""

from __future__ import annotations

import re

# The article before a letter that takes its L, joined to the name: Ennasr, Errahmani, Essebsi. Of a short word it is a
# part: Essam, Assad.
_JOINED_ARTICLE = re.compile("^[ae]([nsrtdz])(?=\\1[a-z]{3})")
# Abu with the article and the name behind it, in one word: Belkacem. A father's BEN before a vowel is not meant.
_ABU_JOINED = re.compile("^bel(?=[^aeiouyl][a-z]{3})")
_ABU = frozenset({"abu", "abou", "bou", "bu"})
_WORDS_OF_THE_MAGHREB = frozenset({"ben", "el", "ould", "bou", "abou"})
_AFTER_FRENCH = re.compile("ou|dj")
_ARTICLES = frozenset({"al", "el", "l"})
# The servant of one of God's names, and other letters as the French read them: Abderrahmane, Moncef.
_OF_THE_FRENCH = (
    (re.compile("^abd[ae](?=([nsrtdz])\\1)"), "abdul"),
    (re.compile("c(?=[ei])"), "s"),
    (re.compile("(?<=[aiou][lmnr])e$"), ""),
)
# A short A of the first syllable, which the Maghreb hears as E before a consonant and another vowel: Hedi, Nejib.
_E_OF_FIRST = re.compile("^([^aeiou]+)e(?=[^aeiouh]+[aeiouy])")


def is_maghrebi(tokens: tuple[str, ...]) -> bool:
    """Tell whether an Arabic name in lower-case Latin words is spelt as in the Maghreb: Hedi Ben Salah, Ennasr.

    An E alone is no sign of it: it is an I from Egypt to Iran, as in Hesham.
    """
    if not _WORDS_OF_THE_MAGHREB.isdisjoint(tokens):
        return True
    signs = (_JOINED_ARTICLE, _ABU_JOINED, _AFTER_FRENCH, *(pattern for pattern, _ in _OF_THE_FRENCH))
    return any(sign.search(token) for token in tokens for sign in signs)


def as_easterners_spell_maghrebi(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return a name's words as they are spelt in the east: Nasr for Ennasr, Hadi for Hedi; Abu al-Qasim in one word."""
    joined, at = list[str](), 0
    while at < len(tokens):
        if tokens[at] in _ABU and tokens[at + 1 : at + 2] and tokens[at + 1] in _ARTICLES and at + 2 < len(tokens):
            joined.append(f"abul{tokens[at + 2]}")
            at += 3
        else:
            joined.append(_ABU_JOINED.sub("abul", tokens[at]))
            at += 1
    return tuple(map(_as_an_easterner_spells, joined))


def _as_an_easterner_spells(word: str) -> str:
    for pattern, spelt in _OF_THE_FRENCH:
        word = pattern.sub(spelt, word)
    return _E_OF_FIRST.sub(r"\1a", _JOINED_ARTICLE.sub("", word))
