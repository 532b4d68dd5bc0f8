"""Say in Thai a name of Sanskrit or Pali that is spelt in Latin letters one by one: Vidya, Witthaya; Narindra, Narin.

Whoever spells such a name by its letters writes what Thai does not say, or says otherwise: voiced stops, a short A at
the end, what stands behind a closing consonant, a bare A as O. Which of these Latin letters mean is not in them, so a
word has several ways to be said.
Source: the sounds of Thai letters in the Royal Thai General System of Transcription (1999), by the letters' values in
`thai_letters`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from heapq import nsmallest

from entity_resolution.names.tongues.tongue import looks_thai

_UNITS = re.compile("([kgcjtdpb]h|chh|sh|ng(?![aeiou])|n(?=g[aeiou])|y(?=[aeiou])|[kgcjtdnpbmrlvwsh])|([aeiou]+|y)")
# Signs that a name may be spelt by its letters: voiced breathed stops, V and J, endings that Thai does not say.
_SIGN = re.compile(
    "[bdgj]h|v|j|nd|nthr|[tdk]ra?$|ngse?$|^(?:sri|shr|de|g)|[aeiou]g[aeiou]|ddh?|bol|[lr]pa|ratt?a?na$|[ay]kara$"
)
# Of these, what hardly another people of letters like Juan or Vincent writes.
_SURE_SIGN = re.compile("[bdgj]h|n[dt]h?ra?$|[^s]tra$|vara$|ngse?$|jj|cc|bol$|vong|^sri|dej$")
_LETTERS, _WORD_LIMIT = 4, 40
# A given name and a family's, either of which may be cut in two.
_THAI_WORDS = 4

_INITIAL = {
    "k": "k", "kh": "kh", "g": "kh", "gh": "kh", "c": "ch", "ch": "ch", "chh": "ch", "j": "ch", "jh": "ch",
    "t": "t", "th": "th", "d": "th", "dh": "th", "n": "n", "ng": "ng", "p": "p", "ph": "ph", "b": "ph", "bh": "ph",
    "m": "m", "y": "y", "r": "r", "l": "l", "v": "w", "w": "w", "s": "s", "sh": "s", "h": "h",
}  # fmt: skip
# What a consonant may be said as besides, and what that costs: Putra, but; Vara, phon.
_ALSO = {
    "p": (("b", 0.15),), "t": (("d", 0.2),), "b": (("b", 0.15),), "g": (("k", 0.1),), "d": (("d", 0.15),),
    "sh": (("ch", 0.1),),
}  # fmt: skip
_FINAL = (
    dict.fromkeys(("k", "kh", "g", "gh"), "k")
    | dict.fromkeys(("c", "ch", "chh", "j", "jh", "t", "th", "d", "dh", "s", "sh"), "t")
    | dict.fromkeys(("p", "ph", "b", "bh", "v", "w"), "p")
    | {"m": "m", "n": "n", "ng": "ng", "r": "n", "l": "n", "y": "i", "h": ""}
)
# How a consonant that closes one syllable opens another of its own before the next one, where it is heard as two.
_SAID_TWICE = {"l": "nla", "s": "tsa", "sh": "tsa"}
_NASALS = frozenset({"n", "ng", "m"})
_GLIDES = frozenset({"r", "l", "y", "v", "w"})
_LIQUIDS = frozenset({"r", "l"})
_KEEP = 12
# What the ways to say a stretch cost: found on the open half of such names, lower is likelier.
_RARE, _OTHER, _WORDS_JOINED = 0.05, 0.1, 0.15
# And that a short vowel at the end is said.
_END_SAID = {"a": 0.2, "i": 0.1, "u": 0.1}
_SILENT_E = re.compile("(?<=[sktrnlmphd])e$")
# Behind which consonants an I or U at the end may be left unsaid: Siddhi, sit; Hetu, het.
_UNSAID_BEHIND = frozenset({"t", "th", "d", "dh"})
# From how many vowels on a name may be two words.
_TWO_WORDS = 4
# Parts of names that Thai shortens or says with another vowel, in letters that are said so.
_KNOWN = tuple(
    (re.compile(written), spelt)
    for written, spelt in (
        ("brahma", "phrom"),
        ("ratt?a?na$", "rat"),
        ("(?<=[^aeiou])[ei]svara?$", "esuan"),
        ("[vb](?:ongs?|ansa?|amsa?)$", "wong"),
        ("samp(?=a)", "somb"),
        ("(?<=s)il(?=adh|apa)", "in"),
        ("varm(?=an)", "woram"),
        ("mongkol$|mangala?$", "mongkhon"),
        ("putra?$", "but"),
        ("bhumi$", "phum"),
    )
)

_Ways = list[tuple[str, float]]


@lru_cache(maxsize=50_000)
def is_spelt_by_letters(token: str) -> bool:
    """Tell whether a lower-case Latin word of a name shows that it may be spelt by Sanskrit or Pali letters."""
    return _LETTERS <= len(token) <= _WORD_LIMIT and _SIGN.search(token) is not None and bool(say_in_thai(token))


@lru_cache(maxsize=50_000)
def may_be_said_in_thai(tokens: tuple[str, ...]) -> bool:
    """Tell whether a name may be a Thai one that is spelt by its letters: a word shows it, none speaks against."""
    if not 0 < len(tokens) <= _THAI_WORDS or not any(map(is_spelt_by_letters, tokens)):
        return False
    if len(tokens) == 1:
        return True
    return (looks_thai(tokens) or any(map(_SURE_SIGN.search, tokens))) and all(map(say_in_thai, tokens))


@lru_cache(maxsize=50_000)
def say_in_thai(token: str) -> tuple[str, ...]:
    """Return ways in which Thai says a word that is spelt by its letters, likeliest first, at most twelve.

    Args:
        token: lower-case ASCII; one with letters that no such word has, or without a vowel, has none.
    """
    if len(token) > _WORD_LIMIT:
        return ()
    found: dict[str, float] = {}
    for way, cost in _with_known_words(_SILENT_E.sub("", token)):
        for said, more in _said(way):
            found[said] = min(cost + more, found.get(said, cost + more))
    return tuple(said for said, _ in _best(found.items()))


def _with_known_words(token: str) -> _Ways:
    """Return a word, and before it the word with the parts that Thai says by no rule, in letters that are said so."""
    ways: _Ways = [(token, _OTHER)]
    for written, spelt in _KNOWN:
        if written.search(token):
            ways = [*((written.sub(spelt, way), cost - _OTHER) for way, cost in ways), *ways]
    return ways[:_KEEP]


def _said(token: str) -> _Ways:
    clusters, vowels = _parts(token)
    if not vowels:
        return []
    last = len(vowels) - 1
    # By the place of the next vowel: how what stands before it may be said.
    ways: list[_Ways] = [[] for _ in range(last + 2)]
    ways[0] = list(_onset(clusters[0]))
    for at, vowel in enumerate(vowels):
        before, behind = _best(ways[at]), clusters[at + 1]
        if at == last:
            said = _closing(vowel, behind) if behind or not at else [(vowel, _END_SAID.get(vowel, 0.0))]
            ways[at + 1] += _joined(before, said)
            continue
        ways[at + 1] += _joined(before, _between(vowel, behind))
        is_end = at + 1 == last
        if _is_unsaid(vowels[at + 1], behind) and (not clusters[-1] if is_end else last + 1 >= _TWO_WORDS):
            # The short vowel behind them is not said, at the end or where two words are joined: Indra, Kamaladeva.
            closed = _joined(before, _closing(vowel, behind))
            opening = (
                [("", 0.0)] if is_end else [(said, cost + _WORDS_JOINED) for said, cost in _onset(clusters[at + 2])]
            )
            ways[at + 2] += _joined(closed, opening)
    return _best(ways[-1])


def _is_unsaid(vowel: str, before: list[str]) -> bool:
    return bool(before) and (vowel == "a" or (vowel in _END_SAID and before[-1] in _UNSAID_BEHIND))


def _parts(token: str) -> tuple[list[list[str]], list[str]]:
    """Return the consonants before, between and behind the vowels of a word, and its vowels; none if it has others."""
    clusters: list[list[str]] = [[]]
    vowels, at = list[str](), 0
    while at < len(token):
        found = _UNITS.match(token, at)
        if found is None:
            return [[]], []
        consonant, vowel = found.groups()
        if consonant:
            clusters[-1].append("ng" if consonant == "n" and token[at + 1 : at + 2] == "g" else consonant)
        else:
            vowels.append("i" if vowel == "y" else vowel)
            clusters.append([])
        at = found.end()
    return clusters, vowels


def _joined(ways: Iterable[tuple[str, float]], more: Iterable[tuple[str, float]]) -> _Ways:
    added = list(more)
    return [(said + behind, cost + further) for said, cost in ways for behind, further in added]


def _best(ways: Iterable[tuple[str, float]]) -> _Ways:
    cheapest: dict[str, float] = {}
    for said, cost in ways:
        if cost < cheapest.get(said, cost + 1):
            cheapest[said] = cost
    return nsmallest(_KEEP, cheapest.items(), key=lambda way: (way[1], way[0]))


def _initial(unit: str) -> Iterator[tuple[str, float]]:
    yield _INITIAL[unit], 0.0
    yield from _ALSO.get(unit, ())


def _onset(cluster: list[str]) -> Iterator[tuple[str, float]]:
    """Yield how consonants open a syllable: two that Thai does not join have an A between them (Svasti, sawat)."""
    if not cluster:
        yield "", 0.0
    elif len(cluster) == 1:
        yield from _initial(cluster[0])
    else:
        rest = _INITIAL[cluster[1]] if len(cluster) == 2 else next(iter(_onset(cluster[1:])))[0]
        for first, cost in _initial(cluster[0]):
            is_joined = cluster[1] in _LIQUIDS
            yield first + rest, cost + (0.0 if is_joined else _OTHER)
            yield first + "a" + rest, cost + (_OTHER + _RARE if is_joined else 0.0)
            if cluster[1:] == ["r"]:
                yield first, cost + _OTHER  # Chakra, chakka
        if cluster[0] in ("s", "sh") and cluster[1] == "r":
            yield "s", 0.0  # Sri, si


def _between(vowel: str, cluster: list[str]) -> Iterator[tuple[str, float]]:
    """Yield how a vowel and the consonants behind it are said before another vowel."""
    if len(cluster) < 2:
        return _before_one(vowel, cluster)
    opening = list(_onset(cluster[1:]))
    if cluster[0] == "r":
        ways = [(vowel, 0.0), *[("ara", _OTHER)] * (vowel == "a"), *[("ia", 0.0)] * (vowel == "i")]
    else:
        ways = list(_before_many(vowel, cluster[0], cluster[1]))
    return iter(_joined(ways, opening))


def _before_one(vowel: str, cluster: list[str]) -> Iterator[tuple[str, float]]:
    for said, cost in _onset(cluster):
        yield vowel + said, cost
        if vowel == "a" and cluster == ["r"]:
            yield "o" + said, cost + _RARE  # Vara, wora
    if cluster == ["v"]:
        yield vowel + "ph", _OTHER  # Divakara, thiphakon


def _before_many(vowel: str, first: str, second: str) -> Iterator[tuple[str, float]]:
    """Yield how a vowel and the first of several consonants are said: it closes the syllable, or opens one as well."""
    for nucleus, cost in _nucleus(vowel, first):
        yield nucleus + _FINAL[first], cost
    if first in _SAID_TWICE:
        yield vowel + _SAID_TWICE[first], 0.0  # Kalyana, kanlayana; Rasmi, ratsami
    if first in _NASALS or first == second:
        return
    is_glide = second in _GLIDES
    yield vowel + _INITIAL[first] + "a", 0.0 if is_glide else _RARE  # Vajra, watchara; Ratna, rattana
    if is_glide:
        yield vowel + _INITIAL[first], 0.0 if second in _LIQUIDS else _RARE


def _closing(vowel: str, cluster: list[str]) -> Iterator[tuple[str, float]]:
    """Yield how a vowel and the consonants behind it are said at the end, where Thai says one of them at most."""
    if not cluster:
        yield vowel, 0.0
        return
    first = cluster[0]
    if len(cluster) > 1 and first == "r":
        yield vowel + _FINAL[cluster[1]], 0.0
        if vowel == "i":
            yield "ia" + _FINAL[cluster[1]], 0.0
        return
    if vowel == "a" and first == "y":
        yield "ai", 0.0
        return
    for nucleus, cost in _nucleus(vowel, first):
        yield nucleus + _FINAL[first], cost


def _nucleus(vowel: str, closing: str) -> Iterator[tuple[str, float]]:
    """Yield how a vowel is said before a closing consonant: an A that Thai does not write is an O there."""
    likely_o = closing in _LIQUIDS
    yield vowel, _RARE if vowel == "a" and likely_o else 0.0
    if vowel == "a":
        yield "o", 0.0 if likely_o else _OTHER
