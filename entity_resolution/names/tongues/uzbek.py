"""Uzbek names in their own letters, Latin or Cyrillic, and as Russian spells them: Qodirov, Қодиров, Kadyrov.

What Uzbek writes O is Russian A, O' is U, Q is K, X is KH and J is ZH (law 931-XII of 1993, as amended in 1995, on the
Latin alphabet). Kyrgyz, Uzbek and Kazakh say as well whose child somebody is by a word: `Жумабек уулу`,
`Alisher o'g'li`, of which Russian makes Zhumabekov and Alisherovich. Kazakh joins it: Серікұлы, Serikuly.
"""

from __future__ import annotations

import re
from functools import lru_cache

from entity_resolution.names.scripts.form import NameForm
from entity_resolution.names.scripts.latin import ascii_fold, tokenise
from entity_resolution.names.tongues.slavic import is_slavic

# As keyboards have the mark of O' and G'.
_MARK = "['`´ʻʼ‘’ʹ]"
_MARKED = re.compile(f"(?P<letter>[og]){_MARK}", re.IGNORECASE)
# A mark elsewhere says a stop of the voice: Ma'mur.
_STOP = re.compile(_MARK)
_OWN_CYRILLIC, _CYRILLIC_OF_OTHERS = re.compile("[ўқғҳ]"), re.compile("[әіңұһөүӣӯҷё́]")
_H, _KH = "ҳ", "х"
_Q_OR_X = re.compile(r"\b\w*q(?!u)[aeiou]|\bx[aeiou]")
_SON, _DAUGHTER = frozenset({"ugli", "ogli", "oglu", "uulu", "uly", "uli"}), frozenset({"qizi", "kizi", "kyzy", "kyzi"})
_WITH_WORD = re.compile(r"\b(?:o.?g.?li|ugli|ogli|uulu|уулу|ўғли|угли|уулу|qizi|kizi|kyzy|кызы|қизи|кизи)\b")
# The same joined to the father's name, as Kazakh has it.
_JOINED_WORD = re.compile("(?P<father>[a-z]{3,})(?P<word>uly|uli|[qk][yi]z[yi])")
# A name after the father as Russian makes it, and the surname that it holds.
_PATRONYMIC = re.compile("(?P<stem>.{2,}[oe]v)(?P<ending>ich|na)")
_CYRILLIC = str.maketrans(
    {"ў": "u", "қ": "k", "ғ": "g", "ҳ": "h", "х": "h", "ж": "j", "ё": "io", "й": "i", "ы": "i", "ю": "iu", "я": "ia"}
    | {"э": "e", "ъ": "", "ь": "", "ц": "ts"}
)
_VOWELS = frozenset("aeiouy")
_UZBEKISTAN = frozenset({"UZ"})
_ONE_WAY = tuple(
    (re.compile(pattern), spelt)
    for pattern, spelt in (
        ("dzh|dj|zh", "j"),
        ("kh|x", "h"),
        ("q", "k"),
        ("ff?$", "v"),
        ("y", "i"),
        ("o", "a"),
        # A glide between vowels is written or not: Urinbaev, O'rinboyev, Baxtiyor.
        ("(?<=[aeu])i(?=e)|^i(?=e)|(?<=i)i+", ""),
        ("([a-z])\\1", "\\1"),
    )
)


@lru_cache(maxsize=20_000)
def looks_uzbek(native: str) -> bool:
    """Tell whether a person's name is written as Uzbek is: in its own letters, of Latin ones beside -OV.

    A word for a son or daughter does as well. An apostrophe behind an O is Irish, and a Q Arabic or Chinese.
    """
    lowered = native.lower()
    if _CYRILLIC_OF_OTHERS.search(lowered.replace("ё", "")) is not None:
        return False
    if _OWN_CYRILLIC.search(lowered) is not None:
        return True
    tokens = tokenise(ascii_fold(_MARKED.sub(r"\g<letter>", lowered)))
    if not any(map(is_slavic, tokens)) and _WITH_WORD.search(lowered) is None:
        return False
    return _MARKED.search(lowered) is not None or _Q_OR_X.search(lowered) is not None


def is_uzbek(form: NameForm) -> bool:
    """Tell whether a person's name is to be read as Uzbek: by its letters, or by whose it is."""
    return looks_uzbek(form.native) or is_of_an_uzbek(form)


def is_of_an_uzbek(form: NameForm) -> bool:
    """Tell whether a person's name ends as Slavic ones do and is of somebody who is known to be of Uzbekistan.

    What the Latin alphabet of 1995 writes O, the passports before it and Russia's papers write A, as Russian says it:
    Toshmatov, Tashmatov. The letters themselves show none of it.
    """
    return form.countries == _UZBEKISTAN and any(map(is_slavic, form.tokens))


def differ_in_uzbek_o(left: NameForm, right: NameForm, one: str, other: str) -> bool:
    """Tell whether the given names of two Uzbeks of one surname differ in an O for an A alone: Lola, Lala.

    Who writes the surname alike writes one alphabet, in which they may be two. A surname tells of two alphabets.

    Args:
        left: a person's name.
        right: another's.
        one: the word in which alone they differ, lower-case ASCII.
        other: that of the other.
    """
    if not (is_of_an_uzbek(left) or is_of_an_uzbek(right)) or is_slavic(one) or is_slavic(other):
        return False
    return one.replace("o", "a") == other.replace("o", "a")


@lru_cache(maxsize=20_000)
def says_whose_child_by_word(native: str) -> bool:
    """Tell whether a name has a word for a son or a daughter behind a father's name: Jumabek uulu."""
    return any(token in _SON | _DAUGHTER for token in _parted(_words(native))[1:])


@lru_cache(maxsize=20_000)
def uzbek_forms(native: str) -> tuple[str, ...]:
    """Return the words of a name in one spelling, in which what Uzbek and Russian write for one another is one."""
    return tuple(_spelt(word) for word in with_surname_of_father(_words(native)))


@lru_cache(maxsize=20_000)
def kyrgyz_words(native: str) -> tuple[str, ...]:
    """Return the words of a name with the surname that Russian makes of a father's name before a word for his child.

    So it does of a name after the father: Серікұлы and Серикович are both Serikov.
    """
    return tuple(map(_surname_in, with_surname_of_father(_parted(_words(native)))))


@lru_cache(maxsize=20_000)
def with_other_h(native: str) -> tuple[str, ...]:
    """Return the words of a name in Cyrillic with H for KH, or KH for H, in ASCII; none where it has neither.

    Tajik has a letter for each, of which Russian makes one: Фарҳод is Farhod, and Farkhod. What ends as Slavic surnames
    do has one spelling for both already.
    """
    lowered = native.lower()
    one, other = (_H, _KH) if _H in lowered else (_KH, _H)
    found = tokenise(ascii_fold(lowered.replace(one, other))) if one in lowered else ()
    return () if any(map(is_slavic, found)) else found


def with_surname_of_father(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return words with the surname that Russian makes of a father's name, beside another surname the patronymic.

    Args:
        tokens: lower-case ASCII.
    """
    at = next((at for at, token in enumerate(tokens) if at and token in _SON | _DAUGHTER), 0)
    if not at:
        return tokens
    father, is_son = tokens[at - 1], tokens[at] in _SON
    rest = (*tokens[: at - 1], *tokens[at + 1 :])
    stem = father.removesuffix("y") + ("ev" if father[-1] in _VOWELS else "ov")
    ending = ("ich" if is_son else "na") if any(map(is_slavic, rest)) else ("" if is_son else "a")
    return (*tokens[: at - 1], stem + ending, *tokens[at + 1 :])


def _parted(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return words with the word for a son or a daughter apart that is joined to a father's name: Серікұлы."""
    found = [(token, _JOINED_WORD.fullmatch(token)) for token in tokens]
    return tuple(word for token, joined in found for word in (joined.groups() if joined else (token,)))


def _surname_in(token: str) -> str:
    found = _PATRONYMIC.fullmatch(token)
    return token if found is None else found["stem"] + ("" if found["ending"] == "ich" else "a")


def _words(native: str) -> tuple[str, ...]:
    """Return the words in ASCII, an O' as U and a G' as G."""
    lowered = _MARKED.sub(lambda found: "u" if found["letter"] == "o" else "g", native.lower())
    lowered = _STOP.sub("", lowered)
    return tokenise(ascii_fold(lowered if lowered.isascii() else lowered.translate(_CYRILLIC)))


@lru_cache(maxsize=50_000)
def _spelt(word: str) -> str:
    for pattern, spelt in _ONE_WAY:
        word = pattern.sub(spelt, word)
    return word
