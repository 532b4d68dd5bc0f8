"""Arabic names as the Maghreb spells them: the article joined (Ennasr, Belkacem), and E for a short A in some names."""

from __future__ import annotations

import re

from entity_resolution.names.tongues.known_names import differ_by_ending

# The article before a letter that takes its L, joined to the name: Ennasr, Errahmani, Essebsi. Of a short word it is a
# part: Essam, Assad.
_JOINED_ARTICLE = re.compile("^[ae]([nsrtdz])(?=\\1[a-z]{3})")
# Abu with the article and the name behind it, in one word: Belkacem. A father's BEN before a vowel is not meant.
_ABU_JOINED = re.compile("^bel(?=[^aeiouyl][a-z]{3})")
_ABU = frozenset({"abu", "abou", "bou", "bu"})
# BEN is the son of Jews and Malays as well: Simone Ben Ari.
_WORDS_OF_THE_MAGHREB = frozenset({"el", "ould", "bou", "abou"})
_AFTER_FRENCH = re.compile("ou|dj")
_ARTICLES = frozenset({"al", "el", "l"})
# The servant of one of God's names, and other letters as the French read them: Abderrahmane, Moncef.
_OF_THE_FRENCH = (
    (re.compile("^abd[ae](?=([nsrtdz])\\1)"), "abdul"),
    (re.compile("c(?=[ei])"), "s"),
)
# The E after which the French read an N as such: Abderrahmane, Azzedine, Haroune. Behind other letters it makes a man's
# name a woman's (Karime), as of Western names in -in.
_SILENT_E = re.compile("(?<=an)e$|(?<=in)e$|(?<=oun)e$")
# Usual names in which the Maghreb hears a short or long A as E, which French spelling keeps (the imala: P. Marcais,
# Esquisse grammaticale de l'arabe maghrebin). As a rule it would make Reda Rada, Keren Karen and Melek Malik.
_WITH_E = """
hedi hadi, hedia hadia, nejib najib, nejiba najiba, nejla najla, neji naji, menia mania, fethi fathi, fethia fathia
bechir bashir, mehdi mahdi, nebil nabil, nebila nabila, jemil jamil, jemila jamila, hechmi hashmi, mejid majid
"""
_AS_IN_THE_EAST = dict(pair.split() for pair in _WITH_E.strip().replace("\n", ",").split(","))


def is_maghrebi(tokens: tuple[str, ...]) -> bool:
    """Tell whether an Arabic name in lower-case Latin words is spelt as in the Maghreb: Hedi Ben Salah, Ennasr.

    An E alone is no sign of it, but in names that are usual there: it is an I from Egypt to Iran, as in Hesham.
    """
    if not _WORDS_OF_THE_MAGHREB.isdisjoint(tokens) or not _AS_IN_THE_EAST.keys().isdisjoint(tokens):
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
    silent = is_maghrebi(tokens)
    return tuple(_as_an_easterner_spells(word, silent=silent) for word in joined)


def _as_an_easterner_spells(word: str, *, silent: bool) -> str:
    for pattern, spelt in _OF_THE_FRENCH:
        word = pattern.sub(spelt, word)
    if silent and not differ_by_ending(word[:-1], word):
        word = _SILENT_E.sub("", word)
    word = _JOINED_ARTICLE.sub("", word)
    return _AS_IN_THE_EAST.get(word, word)
