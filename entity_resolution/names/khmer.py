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
    "": (("a", "o", "or"), ("o", "a", "u", "or")),
    "ា": (("a",), ("ea", "ie", "a")),
    "ិ": (("e", "i"), ("i", "e")),
    "ី": (("ei", "ey", "i"), ("i", "y", "ei")),
    "ឹ": (("oe", "eu", "e", "i"), ("ue", "i", "e")),
    "ឺ": (("eu", "oeu"), ("eu", "ue")),
    "ុ": (("o", "u"), ("u", "o")),
    "ូ": (("ou", "o"), ("u", "ou")),
    "ួ": (("uo", "ua", "ou"), ("uo", "ua", "ou")),
    "ើ": (("aeu", "oeu", "er"), ("eu", "oeu", "er")),
    "ឿ": (("oea", "eua"), ("oea", "eua")),
    "ៀ": (("ie", "ea", "ia"), ("ie", "ea", "ia")),
    "េ": (("e", "ei"), ("e", "ei", "i")),
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
    "ឥ": ("e", "i"), "ឦ": ("ei", "i"), "ឧ": ("o", "u", "ou"), "ឩ": ("ou", "u"), "ឪ": ("ov", "au"), "ឫ": ("rue", "roe", "ri"),
    "ឬ": ("rue", "reu"), "ឭ": ("lue", "li"), "ឮ": ("lueu", "leu"), "ឯ": ("ae", "e"), "ឰ": ("ai",), "ឱ": ("ao", "o"),
    "ឲ": ("ao", "o"), "ឳ": ("au",), "អៃ": ("ai",),
}  # fmt: skip
_CLUSTER = re.compile(
    "(?P<base>[ក-អឣ-ឳ])(?P<shift>[៉៊]?)(?P<subs>(?:្[ក-អ][៉៊]?)*)(?P<robat>៌?)(?P<vowel>[ា-ៅ]?[ំះ]?|័)(?P<short>[់៍័៎៏ៈ៌]*)"
)
_KEEP = 40
_WORD_LIMIT = 60


class _Cluster(NamedTuple):
    base: str
    shift: str
    subscripts: str
    vowel: str
    short: str


class _Piece(NamedTuple):
    end: int
    readings: tuple[str, ...]
    cost: float


@lru_cache(maxsize=200_000)
def romanise_khmer(word: str) -> tuple[str, ...]:
    """Return the likeliest Latin readings of one Khmer word, best first, at most twenty-four."""
    clusters = _split(word[:_WORD_LIMIT])
    # Node 2 i stands before cluster i, node 2 i + 1 before what is left of it once its base has closed the syllable before.
    best: list[list[tuple[float, str]]] = [[] for _ in range(2 * len(clusters) + 2)]
    best[0] = [(0.0, "")]
    for node in range(2 * len(clusters)):
        best[node] = _cheapest(best[node])
        if not best[node]:
            continue
        for piece in _pieces(clusters, node):
            for rank, reading in enumerate(piece.readings):
                added = piece.cost + 0.3 * rank
                best[piece.end].extend((before + added, latin + reading) for before, latin in best[node])
    return tuple(latin for _, latin in _cheapest(best[2 * len(clusters)])[:24] if latin)


def _cheapest(found: list[tuple[float, str]]) -> list[tuple[float, str]]:
    kept: dict[str, float] = {}
    for cost, latin in sorted(found):
        kept.setdefault(latin, cost)
        if len(kept) == _KEEP:
            break
    return [(cost, latin) for latin, cost in kept.items()]


def _split(word: str) -> list[_Cluster]:
    clusters: list[_Cluster] = []
    for found in _CLUSTER.finditer(word):
        short = found["short"] + found["robat"] + ("័" if found["vowel"] == "័" else "")
        subscripts = found["subs"].replace("្", "").replace("៉", "").replace("៊", "")
        vowel = "" if found["vowel"] == "័" else found["vowel"]
        clusters.append(_Cluster(found["base"], found["shift"], subscripts, vowel, short))
    return [cluster for cluster in clusters if "៍" not in cluster.short]


def _pieces(clusters: list[_Cluster], node: int) -> Iterator[_Piece]:
    """Yield each syllable that begins at this node."""
    at, half = divmod(node, 2)
    head = clusters[at]
    if half:
        head = head._replace(base=head.subscripts[0], shift="", subscripts=head.subscripts[1:])
    last = at + 1 == len(clusters)
    bare = (1.6 if last else 0.5) if _bare(head) else 0.0
    for onset in _onsets(head, second=bool(half)):
        vowels = _vowels(head)
        yield _Piece(2 * at + 2, tuple(onset + vowel for vowel in vowels), 1.0 + bare)
        if not last:
            yield from _closed(onset, vowels, head, clusters[at + 1], at)


def _bare(cluster: _Cluster) -> bool:
    return not cluster.vowel and cluster.base in _INITIALS and not set("័ៈ៌") & set(cluster.short)


def _onsets(cluster: _Cluster, *, second: bool) -> tuple[str, ...]:
    if cluster.base in _INDEPENDENT:
        return ("",)
    tail = "".join(_INITIALS.get(letter, "") for letter in cluster.subscripts)
    if second and cluster.base == "ត":
        return (f"t{tail}", f"d{tail}")  # a subscript DA and a subscript TA are written alike
    base = "p" if cluster.base == "ប" and "៉" in cluster.shift else _INITIALS.get(cluster.base, "")
    return (base + tail,)


def _vowels(cluster: _Cluster) -> tuple[str, ...]:
    """Return the spellings of a cluster's vowel, commonest first."""
    if cluster.base in _INDEPENDENT:
        return _INDEPENDENT[cluster.base]
    series = _series(cluster)
    if "ៈ" in cluster.short and not cluster.vowel:
        return ("ak", "a", "eak")
    sign = cluster.vowel or next((mark for mark in "័៌" if mark in cluster.short), "")
    if "់" in cluster.short and not cluster.vowel:
        return ("a", "o") if series == 0 else ("o", "oa", "u")
    return _VOWELS.get(sign, _VOWELS[""])[series]


def _series(cluster: _Cluster) -> int:
    """Return 0 for the a-series and 1 for the o-series; the strongest consonant of a cluster decides."""
    if "៉" in cluster.shift:
        return 0
    if "៊" in cluster.shift:
        return 1
    governing = cluster.base
    for letter in cluster.subscripts:
        if letter not in _SONORANTS:
            governing = letter
    return 0 if governing in _A_SERIES else 1


def _closed(
    onset: str, vowels: tuple[str, ...], head: _Cluster, follower: _Cluster, at: int
) -> Iterator[_Piece]:
    """Yield the syllables that take the next cluster, or its base alone, as their final."""
    finals = _FINALS.get(follower.base)
    special = _special_rhymes(head, follower)
    if special:
        yield _Piece(2 * at + 4, tuple(onset + rhyme for rhyme in special), 0.8)
        return
    if finals is None or head.vowel.endswith(("ំ", "ះ")) or head.vowel == "ៃ" or "ៈ" in head.short:
        return
    if follower.vowel in ("", "ិ", "ុ") and "័" not in follower.short:
        mute = (0.35 if follower.subscripts else 0.8) if follower.vowel else 0.0
        spelled = (*finals[:1], *_FINALS.get(follower.subscripts[-1:], ())[:1], *finals[1:])
        readings = tuple(_joined(onset, vowel, final) for vowel in vowels[:3] for final in dict.fromkeys(spelled[:2]))
        yield _Piece(2 * at + 4, readings, 1.0 + mute)
    if follower.subscripts:
        yield _Piece(2 * at + 3, tuple(_joined(onset, vowel, finals[0]) for vowel in vowels[:3]), 0.9)


def _special_rhymes(head: _Cluster, follower: _Cluster) -> tuple[str, ...]:
    """Return the rhymes that two clusters make together: -ang written with a NIKAHIT, -ay with a SAMYOK SANNYA."""
    if not _bare(follower) or follower.subscripts:
        return ()
    if head.vowel == "ាំ" and follower.base == "ង":
        return ("ang", "aing") if _series(head) == 0 else ("eang", "ang")
    if "័" in head.short and follower.base == "យ":
        return ("ay", "ai") if _series(head) == 0 else ("ey", "ay", "ei")
    return ()


def _joined(onset: str, vowel: str, final: str) -> str:
    """Join a closed syllable; an `or` for a bare vowel belongs to open syllables only."""
    return onset + ("o" if vowel == "or" and final else vowel) + final
