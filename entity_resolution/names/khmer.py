"""Romanise Khmer: several readings, since the series of a consonant, silent finals and customary spellings all vary.

Source: UNGEGN romanisation of Khmer (Geographic Department of Cambodia, 1997) without its diacritics, with the customary
spellings of names beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

_A_SERIES = {
    "ក": "k", "ខ": "kh", "ច": "ch", "ឆ": "chh", "ដ": "d", "ឋ": "th", "ណ": "n", "ត": "t", "ថ": "th", "ប": "b",
    "ផ": "ph", "ស": "s", "ហ": "h", "ឡ": "l", "អ": "", "ឝ": "s", "ឞ": "s",
}  # fmt: skip
_O_SERIES = {
    "គ": "k", "ឃ": "kh", "ង": "ng", "ជ": "ch", "ឈ": "chh", "ញ": "nh", "ឌ": "d", "ឍ": "th", "ទ": "t", "ធ": "th",
    "ន": "n", "ព": "p", "ភ": "ph", "ម": "m", "យ": "y", "រ": "r", "ល": "l", "វ": "v",
}  # fmt: skip
_INITIALS = _A_SERIES | _O_SERIES
_SONORANTS = frozenset("ងញណនមយរលវឡ")
_FINALS = {
    "ក": ("k",), "ខ": ("k",), "គ": ("k",), "ឃ": ("k",), "ង": ("ng",), "ច": ("ch", "c"), "ឆ": ("ch",), "ជ": ("ch",),
    "ញ": ("nh", "n"), "ដ": ("t", "d"), "ឋ": ("t", "th"), "ឌ": ("t",), "ឍ": ("t",), "ណ": ("n",), "ត": ("t", "th"),
    "ថ": ("t", "th"), "ទ": ("t", "th"), "ធ": ("th", "t"), "ន": ("n",), "ប": ("p", "b"), "ផ": ("p",), "ព": ("p",),
    "ភ": ("p", "ph"), "ម": ("m",), "យ": ("y", "i"), "រ": ("r", ""), "ល": ("l",), "វ": ("v", "o"), "ស": ("s", "h"), "ឡ": ("l",),
}  # fmt: skip
# Vowel sign: spellings after the a-series, then after the o-series, commonest first.
_VOWELS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "": (("a", "o", "or"), ("o", "u", "or")),
    "ា": (("a",), ("ea", "ie", "a")),
    "ិ": (("e", "i"), ("i", "e")),
    "ី": (("ei", "ey", "i"), ("i", "y")),
    "ឹ": (("oe", "eu"), ("ue", "i")),
    "ឺ": (("eu", "oeu"), ("eu", "ue")),
    "ុ": (("o", "u"), ("u", "o")),
    "ូ": (("ou", "o"), ("u", "ou")),
    "ួ": (("uo", "ua"), ("uo", "ua")),
    "ើ": (("aeu", "oeu", "er"), ("eu", "oeu", "er")),
    "ឿ": (("oea", "eua"), ("oea", "eua")),
    "ៀ": (("ie", "ea", "ia"), ("ie", "ea", "ia")),
    "េ": (("e", "ei"), ("e", "ei")),
    "ែ": (("ae", "e"), ("e", "ae")),
    "ៃ": (("ai", "ey"), ("ey", "ei", "ai")),
    "ោ": (("ao", "o", "or"), ("o", "ou", "or")),
    "ៅ": (("au", "ao", "av"), ("ov", "au", "ou")),
    "ំ": (("am", "om"), ("um", "om")),
    "ុំ": (("om", "um"), ("um", "om")),
    "ាំ": (("am",), ("oam", "am", "eam")),
    "ះ": (("ah", "as"), ("eah", "ah")),
    "ុះ": (("oh", "os"), ("uh", "us")),
    "េះ": (("eh", "es"), ("eh", "es")),
    "ោះ": (("aoh", "oh", "os"), ("uoh", "oh", "os")),
    "ិះ": (("eh", "is"), ("ih", "is")),
    "ឹះ": (("oeh", "es"), ("ueh", "is")),
    "ែះ": (("aeh", "es"), ("eh", "es")),
    "័": (("a",), ("oa", "ea", "a")),
    "័យ": (("ai", "ay"), ("ey", "ei", "ai")),
    "៌": (("a", "or"), ("oa", "or")),
}
_INDEPENDENT = {
    "ឥ": ("e", "i"), "ឦ": ("ei", "i"), "ឧ": ("o", "u"), "ឩ": ("ou", "u"), "ឪ": ("ov", "au"), "ឫ": ("rue", "roe", "ri"),
    "ឬ": ("rue", "reu"), "ឭ": ("lue", "li"), "ឮ": ("lueu", "leu"), "ឯ": ("ae", "e"), "ឰ": ("ai",), "ឱ": ("ao", "o"),
    "ឲ": ("ao", "o"), "ឳ": ("au",), "អៃ": ("ai",),
}  # fmt: skip
_CLUSTER = re.compile(
    "(?P<base>[ក-អឣ-ឳ])(?P<shift>[៉៊]?)(?P<subs>(?:្[ក-អ][៉៊]?)*)(?P<robat>៌?)(?P<vowel>[ា-ៅ]?[ំះ]?|័)(?P<short>[់៍័៎៏ៈ៌]*)"
)
_KEEP = 12
_WORD_LIMIT = 60


class _Cluster(NamedTuple):
    base: str
    shift: str
    subscripts: str
    vowel: str
    short: str


@lru_cache(maxsize=200_000)
def romanise_khmer(word: str) -> tuple[str, ...]:
    """Return the likeliest Latin readings of one Khmer word, best first, at most six."""
    clusters = _split(word[:_WORD_LIMIT])
    best: list[list[tuple[float, str]]] = [[] for _ in range(len(clusters) + 1)]
    best[0] = [(0.0, "")]
    for start in range(len(clusters)):
        for end, readings, cost in _syllables(clusters, start):
            for rank, reading in enumerate(readings):
                added = cost + 0.35 * rank
                best[end].extend((before + added, latin + reading) for before, latin in best[start])
        for end in range(start + 1, min(start + 4, len(clusters) + 1)):
            best[end] = _cheapest(best[end])
    return tuple(latin for _, latin in best[-1][:6] if latin)


def _cheapest(found: list[tuple[float, str]]) -> list[tuple[float, str]]:
    kept: dict[str, float] = {}
    for cost, latin in sorted(found):
        kept.setdefault(latin, cost)
    return [(cost, latin) for latin, cost in list(kept.items())[:_KEEP]]


def _split(word: str) -> list[_Cluster]:
    clusters: list[_Cluster] = []
    for found in _CLUSTER.finditer(word):
        short = found["short"] + found["robat"]
        clusters.append(_Cluster(found["base"], found["shift"], found["subs"].replace("្", ""), found["vowel"], short))
    return [cluster for cluster in clusters if "៍" not in cluster.short]


def _syllables(clusters: list[_Cluster], start: int) -> Iterator[tuple[int, tuple[str, ...], float]]:
    """Yield (end, readings, cost) of each syllable that begins at this cluster."""
    first = clusters[start]
    for onset, vowels, cost in _heads(first):
        bare = (0.7 if start + 1 < len(clusters) else 1.6) if _bare(first) else 0.0
        yield start + 1, tuple(onset + vowel for vowel in vowels), cost + 1.0 + bare
        if first.vowel.endswith(("ំ", "ះ")) or first.vowel == "ៃ" or start + 1 >= len(clusters):
            continue
        follower = clusters[start + 1]
        last = start + 2 == len(clusters)
        yield from _closed(onset, vowels, follower, start, cost=cost, last=last)


def _bare(cluster: _Cluster) -> bool:
    return not cluster.vowel and cluster.base in _INITIALS and "័" not in cluster.short


def _heads(cluster: _Cluster) -> Iterator[tuple[str, tuple[str, ...], float]]:
    if cluster.base in _INDEPENDENT:
        yield "", _INDEPENDENT[cluster.base], 0.0
        return
    subscripts = cluster.subscripts.replace("៉", "").replace("៊", "")
    onset = _onset(cluster.base, cluster.shift) + "".join(_INITIALS.get(letter, "") for letter in subscripts)
    series = _series(cluster, subscripts)
    vowel = cluster.vowel or ("័" if "័" in cluster.short else "៌" if "៌" in cluster.short else "")
    spellings = _VOWELS.get(vowel, _VOWELS[""])[series]
    if "់" in cluster.short and not cluster.vowel:
        spellings = ("a", "o") if series == 0 else ("o", "oa", "u")
    yield onset, spellings, 0.0


def _onset(base: str, shift: str) -> str:
    return "p" if base == "ប" and shift == "៉" else _INITIALS.get(base, "")


def _series(cluster: _Cluster, subscripts: str) -> int:
    """Return 0 for the a-series and 1 for the o-series; the strongest consonant of a cluster decides."""
    if "៉" in cluster.shift:
        return 0
    if "៊" in cluster.shift:
        return 1
    governing = cluster.base
    for letter in subscripts:
        if letter not in _SONORANTS:
            governing = letter
    return 0 if governing in _A_SERIES else 1


def _closed(
    onset: str, vowels: tuple[str, ...], follower: _Cluster, start: int, *, cost: float, last: bool
) -> Iterator[tuple[int, tuple[str, ...], float]]:
    """Yield the syllables that take the next cluster, or the first consonant of it, as their final."""
    finals = _FINALS.get(follower.base)
    if finals is None:
        return
    subscripts = follower.subscripts.replace("៉", "").replace("៊", "")
    if follower.vowel in ("", "ិ", "ុ") and "័" not in follower.short:
        mute = (0.35 if subscripts else 0.8) if follower.vowel else 0.0
        mute += 0.0 if last or not subscripts else 0.7
        spelled = finals if not subscripts else (*finals, *_FINALS.get(subscripts[-1], ("",))[:1])
        readings = tuple(_joined(onset, vowel, final) for vowel in vowels[:2] for final in spelled[:2])
        yield start + 2, readings, cost + 1.0 + mute
    if subscripts and (opening := _INITIALS.get(subscripts[0])) is not None:
        rest = _Cluster(subscripts[0], "", subscripts[1:], follower.vowel, follower.short)
        for _, tail, extra in _heads(rest):
            heads = [_joined(onset, vowel, finals[0]) + opening for vowel in vowels[:2]]
            readings = tuple(head + spelling for head in heads for spelling in tail[:2])
            yield start + 2, readings, cost + 1.9 + extra + (0.9 if _bare(rest) else 0.0)


def _joined(onset: str, vowel: str, final: str) -> str:
    """Join a closed syllable; an `or` for a bare vowel belongs to open syllables only."""
    return onset + ("o" if vowel == "or" and final else vowel) + final
