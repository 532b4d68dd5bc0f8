"""Words of Gujarat that are joined to a given name, and that others leave out: Bhaveshbhai is Bhavesh, Geetaben Geeta.

-BHAI is a brother and -BEN a sister, as whoever speaks calls every man and woman; -KUMAR stands for the first in
papers. A man's and a woman's word make two names of one: Hetalbhai, Hetalben.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

# One syllable before -BEN is a name of elsewhere, Torben and Haoben, and before Kumar another one: Raj, Rajkumar. So
# is a woman's name, Vijaya and Vijayakumar, and a man's before Kumari.
_TWO_SYLLABLES = "[a-z]*[aeiou][^aeiou]+[aeiou][a-z]*?"
_JOINED = re.compile(f"([a-z]{{3,}}?)bhai|({_TWO_SYLLABLES})(?:ben|bahen|behn)|([a-z]{{4,}}?[^aeiou])kumar")
# What each of these ends with: few words do, which costs less to see than that they do not fit.
_ENDINGS = ("bhai", "ben", "bahen", "behn", "kumar")
_OWN_JOINED = re.compile(r"(?<=[\u0a80-\u0aff]{2})(?:ભાઈ|ભાઇ|બેન|બહેન)(?!\S)")
# One given name in two spellings: Gita and Geeta, Manisa and Manisha.
_ONE_WAY = ((re.compile("ee"), "i"), (re.compile("oo"), "u"), (re.compile("sh"), "s"), (re.compile(r"(.)\1+"), r"\1"))


def bare_given_name(token: str) -> str:
    """Return a lower-case word without what is joined to it, or nothing where there is no such."""
    found = _JOINED.fullmatch(token) if token.endswith(_ENDINGS) else None
    return next(filter(None, found.groups())) if found is not None else ""


def bare_given_names(tokens: Sequence[str], beside: Sequence[str]) -> tuple[str, ...]:
    """Return words, those bare that stand so in another name; the same words where there is no such.

    Args:
        tokens: lower-case ASCII.
        beside: the words of the other name, likewise.
    """
    bare = tuple(map(bare_given_name, tokens))
    if not any(bare):
        return tuple(tokens)  # as of nearly all names, so that the other one's words need no other spelling
    others = set(map(_in_one_way, beside))
    return tuple(
        short if short and _in_one_way(short) in others else token for short, token in zip(bare, tokens, strict=True)
    )


def without_words_of_gujarat(native: str) -> str:
    """Return a name in Gujarati letters without what is joined to its words: ગીતાબેન is ગીતા."""
    return _OWN_JOINED.sub("", native)


def _in_one_way(word: str) -> str:
    for pattern, spelt in _ONE_WAY:
        word = pattern.sub(spelt, word)
    return word
