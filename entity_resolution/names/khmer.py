"""Romanise Khmer: several readings, since the series of a consonant, silent finals and customary spellings all vary.

Source: UNGEGN romanisation of Khmer (Geographic Department of Cambodia, 1997) without its diacritics, with the
customary spellings of names beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from entity_resolution.names.tables import read_rows


def _part(name: str) -> dict[str, tuple[str, ...]]:
    rows = (row for row in read_rows("khmer.tsv") if row[0] == name)
    return {row[1]: tuple(spelling.replace("-", "") for spelling in row[2].split()) for row in rows}


_A_SERIES = _part("a-series")
_INITIALS = {letter: spellings[0] for letter, spellings in (_A_SERIES | _part("o-series")).items()}
_SONORANTS = frozenset("ងញណនមយរលវឡ")
_FINALS = _part("final")
# Vowel sign: spellings after the a-series, then after the o-series, commonest first.
_VOWELS = {
    row[1].replace("-", ""): (tuple(row[2].split()), tuple(row[3].split()))
    for row in read_rows("khmer.tsv")
    if row[0] == "vowel"
}
_INDEPENDENT = _part("independent")
_WORDS = _part("word")
_VELAR_STOPS = frozenset("កខគឃ")
_CLUSTER = re.compile(
    "(?P<base>[ក-អឣ-ឳ])(?P<shift>[៉៊]?)(?P<subs>(?:្[ក-អ][៉៊]?)*)(?P<robat>៌?)(?P<vowel>[ា-ៅ]?[ំះ]?|័)(?P<short>[់៍័៎៏ៈ៌]*)"
)
_KEEP = 44
_READINGS = 32
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


@lru_cache(maxsize=30_000)
def romanise_khmer(word: str) -> tuple[str, ...]:
    """Return the likeliest Latin readings of one Khmer word, best first, at most thirty-two."""
    clusters = _split(word[:_WORD_LIMIT])
    # Node 2 i stands before cluster i, node 2 i + 1 before what is left of it once its base closed the syllable before.
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
    found = [latin for _, latin in _cheapest(best[2 * len(clusters)]) if latin]
    return tuple(dict.fromkeys((*_WORDS.get(word, ()), *found)))[:_READINGS]


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
    for rank, onset in enumerate(_onsets(head, second=bool(half))):
        vowels = _vowels(head)
        found = [_Piece(2 * at + 2, tuple(onset + vowel for vowel in vowels), 1.0 + bare)]
        if not last:
            found.extend(_closed(onset, vowels, head, clusters[at + 1], at))
        yield from (piece._replace(cost=piece.cost + 0.4 * rank) for piece in found)


def _bare(cluster: _Cluster) -> bool:
    return not cluster.vowel and cluster.base in _INITIALS and not set("័ៈ៌") & set(cluster.short)


def _onsets(cluster: _Cluster, *, second: bool) -> tuple[str, ...]:
    if cluster.base in _INDEPENDENT:
        return ("",)
    tail = "".join(_INITIALS.get(letter, "") for letter in cluster.subscripts)
    if second and cluster.base == "ត":
        return (f"t{tail}", f"d{tail}")  # a subscript DA and a subscript TA are written alike
    base = "p" if cluster.base == "ប" and "៉" in cluster.shift else _INITIALS.get(cluster.base, "")
    if cluster.base == "ប" and base == "b":
        return (f"b{tail}", f"p{tail}")  # panha, prasat: BA is unvoiced in many loans and before a subscript
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


def _closed(onset: str, vowels: tuple[str, ...], head: _Cluster, follower: _Cluster, at: int) -> Iterator[_Piece]:
    """Yield the syllables that take the next cluster, or its base alone, as their final."""
    finals = _FINALS.get(follower.base)
    if "៌" in follower.short and _bare(follower._replace(short="")):
        # A ROBAT silences its consonant and leaves an R, or nothing: baribour, dor.
        yield _Piece(2 * at + 4, tuple(onset + vowel + tail for vowel in vowels[:3] for tail in ("r", "")), 0.8)
        return
    if "័" in head.short and follower.base == "យ" and follower.vowel:
        yield _Piece(2 * at + 2, tuple(onset + rhyme for rhyme in (("a",) if _series(head) == 0 else ("e", "ea"))), 0.8)
    special = _special_rhymes(head, follower)
    if special:
        yield _Piece(2 * at + 4, tuple(onset + rhyme for rhyme in special), 0.8)
        return
    if finals is None or head.vowel.endswith(("ំ", "ះ")) or head.vowel == "ៃ" or "ៈ" in head.short:
        return
    if _bare(head) and _series(head) == 1 and follower.base in _VELAR_STOPS:
        # UNGEGN: the o-series' own vowel is EA before a velar, at once where the velar closes a cluster: pheakdey.
        vowels = ("ea", *vowels) if follower.subscripts else (*vowels[:1], "ea", *vowels[1:])
    if follower.vowel in ("", "ិ", "ុ") and "័" not in follower.short:
        mute = (0.35 if follower.subscripts else 0.8) if follower.vowel else 0.0
        below = follower.subscripts[-1:]
        spelled = [*finals[:1], *_FINALS.get(below, ())[:1], *finals[1:]][:2]
        if below and below not in "ជយ" and below != follower.base:
            spelled.append(finals[0] + _INITIALS.get(below, ""))  # odongk, sotr: both letters are spelt
        readings = tuple(_joined(onset, vowel, final) for vowel in vowels[:3] for final in dict.fromkeys(spelled))
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
