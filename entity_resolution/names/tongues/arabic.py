"""Consonants of Arabic names, which the script writes without short vowels and Latin letters spell in many ways."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from entity_resolution.names.scripts.arabic_letters import (
    by_letters,
    is_name_in_arabic_letters,
    is_spelling_of_arabic_letters,
    is_spelt_so,
    letters_as_said,
    letters_in_one_way,
    mean_other_names,
)
from entity_resolution.names.scripts.latin import tokenise
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.short_names import full_form
from entity_resolution.names.tables import read_rows
from entity_resolution.names.tongues.somali import looks_somali, without_somali_letters
from entity_resolution.names.words.arabic_companies import words_in_english

_ARTICLE = "\u0627\u0644"
_LEAST_AFTER_ARTICLE = 2
# Two letters, which are no DJ: Dijla.
_DAL_JIM, _WITH_VOWEL = "\u062f\u062c", "\u062fi\u062c"
# Letters that spell one sound with an H, and are two before the letter for it, behind ALEF too: Soheil, Dehghan, Tahir,
# Dahmani.
_BEFORE_H = re.compile(
    "(?<=[\u0633\u0635\u062a\u0637\u0643\u06a9\u062f\u0630\u0632\u0636\u0638\u067e\u06af])\u0627?([\u0647\u062d])(?=\\w)"
)
_H_BEHIND_VOWEL = r"a\1"
# One letter twice has a vowel between, since a doubled consonant is written once, and AYN with it is not spelt: Mamduh,
# Muammar. God's name has two L.
# ALEF between two is such a vowel, beside L too: Bilal, Jalal, Talal.
_SAME_LETTERS, _WITH_VOWEL_BETWEEN = (
    re.compile("([\u0628-\u0643\u0645-\u0647\u067e-\u06af])[\u0627\u0639]?(?=\\1)|(\u0644)\u0627(?=\u0644)"),
    r"\1\2a",
)
# Words that join the parts of a name, and that one source writes and another leaves out.
_JOINING = frozenset({"al", "el", "ul", "bin", "ben", "ibn", "bint", "binti", "bn", "l", "and", "for", "of"})
# The servant of one of God's names, written as one word: Abdulrahman, Abdelaziz.
_SERVANT = re.compile("\\b(\u0639\u0628\u062f)(\u0627\u0644\\w{2,})")
_SERVANT_BONE, _FAITH_BONE = "bd", "dn"
_SERVANT_START = "abd"
# Somali says the article I: Abdikarim, Abdirahman. Abdinur is of no name of God.
_SERVANT_SPELLED = re.compile(
    r"\babd(?:ul|el|al|ol|ur|ar|or|oul|i(?=kari|ra[hx]|[kq]aa?di|qani|rashi|risa|riza|raz|sala|wah|wax|w[ae]li|as[iy]|azi"
    r"|hak[ie]|xak|mali|nas[ie]|fat|lat|maji|hami|xam|ghani|jab|sama|shak))([a-z]{3,})"
)
# Articles that take the letter behind them: as-Sadi, ash-Sharif, ur-Rahman.
_ASSIMILATED = re.compile("[aeu](?:r|s|sh|d|t|n|z)")
# The faith behind a word, written as one with it and the article between: Salahuddin, Noureddine.
_OF_THE_FAITH = re.compile("(.*[aeiou].*?)(?:[aeou]dd(?:in|een|ine)|(?<=...)udin)")
# God's name behind a word, written as one with it: Habibullah, Valiollah.
_OF_GOD = re.compile("[a-z]{3,}[aou]ll?ah")
# The last part of a Persian family's name, which its own letters write apart and Latin ones mostly do not, in both.
_ENDS_OF_FAMILIES = frozenset({"nzhd", "nejad", "nezhad", "nejhad", "zdah", "zadeh", "zada", "zade", "pwr", "pour"})
_REZA = frozenset({"rd", "rda", "reza", "riza"})
_G_ALONE = re.compile("(?<!n)g(?!h)")
_OF_FRENCH = ((re.compile("ch"), "sh"), (re.compile("c(?=[eiy])"), "s"), (re.compile("zh"), "zah"))
# What begins with Ali has no article: Alireza, Alinejad.
_NOT_ALI = "(?!i(?:r[ei]za|akbar|as[gq]|moham|m[ou]rad|ne[jz]|poo?r|pour|zad))"
_RESPELLED = (
    # Nor has what is of vowels alone without it: Alaoui.
    (re.compile(f"^(?:al{_NOT_ALI}|el|ben)(?=[a-z]{{3}})(?=.*[^aeiouwy])"), ""),
    (re.compile("^(abd|3bd)(?:[aeou]+[lrsn]+)?$"), "bd"),
    # As Germans spell them: Baschar, Dschamal.
    (re.compile("dsch"), "j"),
    (re.compile("sch"), "sh"),
    (re.compile("kh|ch"), "x"),
    # One letter of Persian, heard as ZH and as J: Bizhan, Ahmadinejad.
    (re.compile("gh|zh|dj|j"), "g"),
    (re.compile("sh"), "S"),
    (re.compile("th"), "t"),
    (re.compile("dh"), "d"),
    (re.compile("ph|v"), "f"),
    (re.compile("[qc]"), "k"),
    (re.compile("p"), "b"),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile("z"), "d"),
    (re.compile("[^a-zS]|[aeiouwy]|h$"), ""),
)

_CHAIN = 3
_MUHAMMAD = "muhammad"


class ArabicPairs(NamedTuple):
    """The parts of two names paired off: how alike they are, how alike the worst pair, which share is left over."""

    similarity: float
    worst: float
    left_over: float
    in_order: bool
    pairs: tuple[tuple[str, str], ...]


@lru_cache(maxsize=1)
def _signs() -> frozenset[str]:
    """Return given names and words by which a Latin spelling shows that it may be of an Arabic name."""
    return frozenset(row[0] for row in read_rows("arabic_names.tsv"))


def arabic_words(native: str, script: Script, tokens: tuple[str, ...], *, of_company: bool = False) -> tuple[str, ...]:
    """Return the words of a name in Latin letters, without articles and joining words.

    Args:
        native: the name without titles.
        script: its writing system.
        tokens: its Latin reading.
        of_company: whether words of companies are read in English, of which some are persons' names: al-Omrani.
    """
    if script is Script.ARABIC:
        parted = words_in_arabic_letters(native)
        words = [_without_article(word) for word in (words_in_english(parted) if of_company else parted)]
    else:
        if looks_somali(tokens):
            tokens = tuple(map(without_somali_letters, tokens))
        spelled = _SERVANT_SPELLED.sub(r"abd \1", " ".join(tokens)).split()
        behind = [*spelled[1:], ""][: len(spelled)]
        words = [
            part
            for word, after in zip(spelled, behind, strict=True)
            if not (_ASSIMILATED.fullmatch(word) and after.startswith(word[1:]))
            for part in _with_the_faith_apart(word)
        ]
    return tuple(word for word in words if word not in _JOINING and _bone(word))


def words_in_arabic_letters(native: str) -> list[str]:
    """Return the words of a name in Arabic letters as they are said, the servant's apart from the god's."""
    return _SERVANT.sub(r"\1 \2", letters_as_said(native)).split()


def letters_of_words(native: str) -> dict[str, str]:
    """Return the letters of a name's words, without the article, under each as `arabic_words` returns it."""
    words = words_in_arabic_letters(native)
    return {_without_article(word): _apart_from_article(word) for word in words}


def joined_in_persian(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return `arabic_words` with what some write apart joined to the word before: Mohammad Reza, Kazemi Nejad."""
    places = places_joined(words)
    if not places:
        return words
    joined = list[str]()
    for at, word in enumerate(words):
        if at in places:
            joined[-1] += word
        else:
            joined.append(word)
    return tuple(joined)


def places_joined(words: tuple[str, ...]) -> tuple[int, ...]:
    """Return which of `arabic_words` may be joined to the one before: a family's last part, Reza amid a name."""
    last = len(words) - 1
    return tuple(
        at for at in range(1, last + 1) if words[at] in _ENDS_OF_FAMILIES or (words[at] in _REZA and 0 < at < last)
    )


def _with_the_faith_apart(word: str) -> tuple[str, ...]:
    found = _OF_THE_FAITH.fullmatch(word)
    return (word,) if found is None else (found[1], "din")


def arabic_bones(native: str, script: Script, tokens: tuple[str, ...], *, of_company: bool = False) -> str:
    """Return the consonants of a name, its words parted by points; articles and joining words count for nothing.

    Args:
        native: the name without titles.
        script: its writing system.
        tokens: its Latin reading.
        of_company: whether it is no person's.
    """
    return ".".join(map(_bone, arabic_words(native, script, tokens, of_company=of_company)))


def eastern_ways(tokens: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return Latin words as they are and as Persian and Urdu may write them: V as W, GH as Q. Parviz, Mirbagheri."""
    ways = dict.fromkeys([tokens])
    for spelt, written in (("v", "w"), ("gh", "q")):
        ways |= dict.fromkeys([tuple(token.replace(spelt, written) for token in way) for way in ways])
    return tuple(ways)


def without_french_letters(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return Latin words with SH for a Frenchman's CH, an S for his C (Kacem), and with Z and H as two (Zhour)."""
    for spelt, said in _OF_FRENCH:
        tokens = tuple(spelt.sub(said, token) for token in tokens)
    return tokens


def ways_to_spell(tokens: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return the `eastern_ways` and those of the west, where Q is said G (Gaddafi) and SH is written CH (Bachar)."""
    ways = dict.fromkeys(eastern_ways(tokens))
    for spelt, said in _OF_FRENCH:
        ways |= dict.fromkeys([tuple(spelt.sub(said, token) for token in way) for way in ways])
    return tuple(ways | dict.fromkeys([tuple(_G_ALONE.sub("q", token) for token in way) for way in ways]))


def are_of_same_consonants(written: str, spelled: str) -> bool:
    """Tell whether a part in Arabic letters and one in Latin letters have the same consonants in a way to spell it."""
    return _bone(written) in _ways_to_hear(spelled)


def _alike(written: str, spelled: str) -> float:
    """Return how alike the consonants of a part in Arabic letters and of one in Latin letters are.

    A name of the table is each of its spellings, also where these keep to no letters: Samina with a THEH, Chaudhry.
    """
    if is_spelt_so(written, spelled):
        return 1.0
    return max(OSA.normalized_similarity(_bone(written), bone) for bone in _ways_to_hear(spelled))


@lru_cache(maxsize=50_000)
def _ways_to_hear(word: str) -> tuple[str, ...]:
    """Return the consonants of a Latin word in each way to spell it; a BEN it begins with may be a part of it."""
    ways = [_bone(way) for (way,) in ways_to_spell((word,))]
    if word.startswith("ben"):
        ways.append(_bone(word.replace("ben", "bin", 1)))
    return tuple(dict.fromkeys(ways))


def arabic_parts(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words of `arabic_words`: abd is one with the name behind it, the faith with the word before it."""
    parts: list[str] = []
    servant = ""
    for word in words:
        if _is_servant(word) and not servant:
            servant = _SERVANT_BONE
        elif _bone(word) == _FAITH_BONE and parts and not servant:
            parts[-1] += word
        else:
            parts.append(servant + word)
            servant = ""
    return (*parts, servant) if servant else tuple(parts)


def _is_servant(word: str) -> bool:
    """Tell whether a word is abd, which Badie and Obaida are not."""
    return _bone(word) == _SERVANT_BONE and word.startswith((_SERVANT_START, _SERVANT_BONE)) and word[2:3] != "y"


def arabic_part_bones(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the consonants of each part of a name's `arabic_words`; parts that have none are left out."""
    return tuple(filter(None, map(_bone, arabic_parts(words))))


def pair_off_bones(ones: tuple[str, ...], others: tuple[str, ...]) -> ArabicPairs:
    """Pair off the parts of an Arabic name and of another, those whose consonants are most alike first.

    Args:
        ones: parts of one name, in Arabic letters, at least one.
        others: parts of the other, in Latin letters, at least one.
    """
    ways = sorted(
        (-_alike(one, other), abs(at - at_other), at, at_other)
        for at, one in enumerate(ones)
        for at_other, other in enumerate(others)
    )
    pairs: dict[int, int] = {}
    alike: dict[int, float] = {}
    for distance, _, at, at_other in ways:
        if at not in pairs and at_other not in pairs.values():
            pairs[at], alike[at] = at_other, -distance
    letters = {at: len(_bone(ones[at])) + len(_bone(others[pairs[at]])) for at in pairs}
    paired = sum(letters.values())
    left_over = sum(len(_bone(part)) for part in (*ones, *others)) - paired
    places = [pairs[at] for at in sorted(pairs)]
    return ArabicPairs(
        similarity=sum(alike[at] * letters[at] for at in pairs) / max(1, paired),
        worst=min(alike.values()),
        left_over=left_over / max(1, left_over + paired),
        in_order=places == sorted(places),
        pairs=tuple((ones[at], others[pairs[at]]) for at in sorted(pairs)),
    )


def long_vowels_missed(written: tuple[str, ...], spelled: tuple[str, ...]) -> int:
    """Return how many long I and U the Arabic words write and the Latin ones, word by word, do not spell.

    Hussein has a long vowel that the script writes, and Hassan has none.
    """
    if len(written) != len(spelled):
        return 0
    return sum(_vowels_missed(native, latin) for native, latin in zip(written, spelled, strict=True))


@lru_cache(maxsize=50_000)
def _vowels_missed(native: str, latin: str) -> int:
    """Count the long I and U of one word that the other does not spell at their place, and an I at the end too many.

    Where the two have not as many consonants the places are not known, and any I or U of the word will do.
    """
    mine, theirs = _gaps(native), _gaps(latin)
    if len(mine) != len(theirs) and "v" in latin:
        latin = latin.replace("v", "w")
        theirs = _gaps(latin)
    if len(mine) != len(theirs):
        missed = "y" in native[1:] and not set("iey") & set(latin[1:])
        return missed + ("w" in native[1:] and not set("ouw") & set(latin[1:]))
    found = 0
    for written, spelled in zip(mine, theirs, strict=True):
        found += "y" in written and not set("iey") & set(spelled)
        found += "w" in written and not set("ouw") & set(spelled)
    # Kubra, whose last A the script writes, and Kabir.
    found += native.endswith(("a", "e")) and not theirs[-1]
    # Mansur, and Mansuri, who is of his house: the script writes that I. An A at the end is none: Rakha, Rakhi.
    return found + (theirs[-1] in ("i", "ee", "y", "iy") and not set("yae") & set(mine[-1].removesuffix("a")))


def _gaps(word: str) -> list[str]:
    """Return the vowels behind each consonant of a word, and before the first, as its consonants are compared."""
    for pattern, said in _respelled(word)[:-1]:
        word = pattern.sub(said, word)
    return re.split("[^aeiouwy]", word.removesuffix("h"))


def looks_arabic(tokens: tuple[str, ...]) -> bool:
    """Tell whether a Latin name of two words or more may be an Arabic one."""
    if len(tokens) < 2:
        return False
    if not _signs().isdisjoint(tokens) or looks_somali(tokens):
        return True
    return any(map(_is_shaped_arabic, tokens))


@lru_cache(maxsize=50_000)
def _is_shaped_arabic(token: str) -> bool:
    """Tell whether a lower-case Latin word is a servant's, of the faith or of God: Abdulkarim, Nuruddin, Hizbullah."""
    if token.startswith(_SERVANT_START) and _SERVANT_SPELLED.match(token) is not None:
        return True
    return _OF_THE_FAITH.fullmatch(token) is not None or _OF_GOD.fullmatch(token) is not None


def is_arabic_name(token: str) -> bool:
    """Tell whether a lower-case Latin word is a given name or word that the table of Arabic names has."""
    return token in _signs()


def arabic_form(token: str) -> str:
    """Return the commonest spelling of a token that the table of short forms knows as an Arabic name, or the token."""
    form = full_form(token)
    return form if form in _signs() else token


@lru_cache(maxsize=50_000)
def are_two_by_order(ones: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Tell whether two names are chains of the same Arabic given names in an order that no clerk makes.

    One's own name, the father's and his father's stand in turn, Ahmed Hassan Ali; a list turns them round at one place
    at most (Ali Ahmed Hassan), so that Ali Hassan Ahmed is another.

    Args:
        ones: lower-case Latin words.
        others: those of another name.
    """
    if len(ones) != len(others) or len(ones) < _CHAIN or ones == others:
        return False
    mine, theirs = (tuple(map(arabic_form, words)) for words in (ones, others))
    if sorted(mine) != sorted(theirs) or not all(map(is_arabic_name, mine)):
        return False
    return not any(mine[at:] + mine[:at] == theirs for at in range(len(mine)))


def own_names_told_apart(ones: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, str] | None:
    """Return what two names begin with, if it is two given names that Arabic tells apart by a long vowel: Samer, Samir.

    Brothers have one father and family; of what stands behind, a Salem in one source is a Salim in another.

    Args:
        ones: lower-case Latin words.
        others: those of another name.
    """
    mine, theirs = _own_name(ones), _own_name(others)
    are_two = mine and theirs and _bone(mine) == _bone(theirs) and mean_other_names(mine, theirs)
    return (mine, theirs) if are_two else None


# The servant of God by his name, and of the god: Abdullah and Abdulilah are two names.
_OF_THE_GOD = re.compile(r"\babd ?[aeiou]l ?[ie]ll?ah?\b|\bعبد ?الاله\b")
_OF_ALLAH = re.compile(r"\babd ?(?:[aeou]l ?)?[aeiou]?ll?ah?\b|\bعبد ?الله\b")


def names_of_servants(native: str, tokens: tuple[str, ...]) -> frozenset[str]:
    """Return which of two names that are written nearly alike a name has: `allah` of Abdullah, `ilah` of Abdulilah.

    Args:
        native: the name without titles, in Arabic letters or others.
        tokens: its Latin reading, which is read of one in other letters.
    """
    spelt = letters_in_one_way(native) if native[:1] > "\u0600" else " ".join(tokens)
    if "abd" not in spelt and "عبد" not in spelt:
        return frozenset()
    without = _OF_THE_GOD.sub("", spelt)
    return frozenset((*(("ilah",) if without != spelt else ()), *(("allah",) if _OF_ALLAH.search(without) else ())))


def _own_name(words: tuple[str, ...]) -> str:
    """Return the first word of several but the Muhammad that many bear before their own name; none of one alone."""
    own = words[1:] if len(words) > _CHAIN - 1 and full_form(words[0]) == _MUHAMMAD else words
    return own[0] if len(own) > 1 else ""


def _apart_from_article(word: str) -> str:
    has_article = word.startswith(_ARTICLE) and len(word) >= len(_ARTICLE) + _LEAST_AFTER_ARTICLE
    has_article = has_article and not is_name_in_arabic_letters(word)  # Ilham, Elias
    return word[len(_ARTICLE) :] if has_article else word


@lru_cache(maxsize=50_000)
def _without_article(word: str) -> str:
    word = _apart_from_article(word)
    word = _BEFORE_H.sub(_H_BEHIND_VOWEL, word.replace(_DAL_JIM, _WITH_VOWEL))
    word = _SAME_LETTERS.sub(_WITH_VOWEL_BETWEEN, word)
    return "".join(tokenise(by_letters(word)))


@lru_cache(maxsize=50_000)
def _bone(word: str) -> str:
    word = arabic_form(word)
    for pattern, said in _respelled(word):
        word = pattern.sub(said, word)
    return word


def _respelled(word: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return how a word is respelt, the article that it may begin with being a part of it in a known name: Elham."""
    return _RESPELLED[1:] if is_spelling_of_arabic_letters(word) else _RESPELLED
