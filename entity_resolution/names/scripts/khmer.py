"""Romanise Khmer: several readings, since the series of a consonant, silent finals and customary spellings all vary.

Source: UNGEGN romanisation of Khmer (Geographic Department of Cambodia, 1997) without its diacritics, with the
customary spellings of names beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from entity_resolution.names.scripts.form import Tongue
from entity_resolution.names.scripts.phonemes import sounds
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
_NASALS = frozenset("នម")
_VELAR_STOPS = frozenset("កខគឃ")
_VELARS = _VELAR_STOPS | {"ង"}
_CLUSTER = re.compile(
    "(?P<base>[ក-អឣ-ឳ])(?P<shift>[៉៊]?)(?P<subs>(?:្[ក-អ][៉៊]?)*)(?P<robat>៌?)(?P<vowel>[ា-ៅ]?[ំះ]?|័)(?P<short>[់៍័៎៏ៈ៌]*)"
)
# What stands behind a word of its own in places: white (veal sa), and the RO of peam ro.
_WORDS_OF_ONE_LETTER = frozenset("សរ")
_KEEP = 64
_LIKELIEST = 3  # readings that stay in front, whatever they sound like
_READINGS = 32
_WORD_LIMIT = 60
# Where two words of Pali join, the vowel that is not written is short and heard with a stop: sokhak-pheap.
_AT_JOINT = (("ak",), ("eak", "ak"))
# What such a syllable costs, and what one costs more that begins with a doubled letter.
_JOINT, _DOUBLED = 1.6, 1.5
# What each letter of a known word costs, less than a syllable.
_KNOWN = 0.4
# The vocalic R of Sanskrit within a word, where few say RUE: Bunnarith, Rithea.
_INNER_RI = ("ri", "rue", "roe")
# A stop doubles before its own aspirate, as in Pali: sovath, vuth.
_ASPIRATE = dict(zip("កគចជដឌតទបព", "ខឃឆឈឋឍថធផភ", strict=True))


class _Cluster(NamedTuple):
    """One consonant with what stands above, below and behind it."""

    base: str
    shift: str
    subscripts: str
    vowel: str
    short: str


class _Piece(NamedTuple):
    """One syllable: the node behind it, its spellings each with how far down the lists its parts stand, its cost."""

    end: int
    readings: tuple[tuple[str, int], ...]
    cost: float


# What it costs so far, its Latin letters, and the classes that these sound as.
_Way = tuple[float, str, str]


@lru_cache(maxsize=30_000)
def romanise_khmer(word: str) -> tuple[str, ...]:
    """Return the likeliest Latin readings of one Khmer word, best first, at most thirty-two."""
    clusters = _split(word[:_WORD_LIMIT])
    # Node 2 i stands before cluster i, node 2 i + 1 before what is left of it once its base closed the syllable before.
    best: list[list[_Way]] = [[] for _ in range(2 * len(clusters) + 2)]
    best[0] = [(0.0, "", "")]
    for node in range(2 * len(clusters)):
        before = _cheapest(best[node])
        if not before:
            continue
        for piece in (*_known(clusters, node), *_pieces(clusters, node)):
            best[piece.end].extend(_with_piece(before, piece))
    return tuple(_unlike_first([way for way in _cheapest(best[2 * len(clusters)]) if way[1]]))[:_READINGS]


def _with_piece(before: list[_Way], piece: _Piece) -> Iterator[_Way]:
    """Yield the cheapest ways that go on with a syllable, given the ways that lead to it by their cost."""
    for at, (reading, rank) in enumerate(piece.readings, start=1):
        added, near = piece.cost + 0.3 * rank, _near(reading)
        # Of two sorted lists the cheapest sums are those whose places multiply to no more than their number.
        for cost, latin, heard in before[: _KEEP // at]:
            yield cost + added, latin + reading, heard + near


@lru_cache(maxsize=20_000)
def _near(syllable: str) -> str:
    return sounds(syllable, Tongue.KHMER).near


def _unlike_first(ways: list[_Way]) -> list[str]:
    """Return readings in their order; but for the likeliest, those that sound as one before them come last."""
    heard: set[str] = set()
    first: list[str] = []
    rest: list[str] = []
    for place, (_, reading, near) in enumerate(ways):
        (first if place < _LIKELIEST or near not in heard else rest).append(reading)
        heard.add(near)
    return first + rest


def _cheapest(found: list[_Way]) -> list[_Way]:
    kept: dict[str, _Way] = {}
    for way in sorted(found):
        kept.setdefault(way[1], way)
        if len(kept) == _KEEP:
            break
    return list(kept.values())


def _split(word: str) -> list[_Cluster]:
    clusters: list[_Cluster] = []
    for found in _CLUSTER.finditer(word):
        short = found["short"] + found["robat"] + ("័" if found["vowel"] == "័" else "")
        subscripts = found["subs"].replace("្", "").replace("៉", "").replace("៊", "")
        vowel = "" if found["vowel"] == "័" else found["vowel"]
        clusters.append(_Cluster(found["base"], found["shift"], subscripts, vowel, short))
    return list(_without_silent(clusters))


def _without_silent(clusters: list[_Cluster]) -> Iterator[_Cluster]:
    """Yield clusters without what a TOANDAKHEAT silences: a letter, or of a stack all but the letter on top (ker)."""
    for cluster in clusters:
        if "៍" not in cluster.short:
            yield cluster
        elif cluster.subscripts:
            yield cluster._replace(shift="", subscripts="", vowel="", short="")


@lru_cache(maxsize=1)
def _words() -> dict[tuple[_Cluster, ...], tuple[str, ...]]:
    """Return the words with a sound that their letters do not show, by their clusters."""
    return {tuple(_split(word)): spellings for word, spellings in _part("word").items()}


def _known(clusters: list[_Cluster], node: int) -> Iterator[_Piece]:
    """Yield each known word that begins at this node, alone or within a compound."""
    at, half = divmod(node, 2)
    for letters, spellings in _words().items():
        if not half and tuple(clusters[at : at + len(letters)]) == letters:
            yield _Piece(node + 2 * len(letters), _ranked(spellings), _KNOWN * len(letters))


def _pieces(clusters: list[_Cluster], node: int) -> Iterator[_Piece]:
    """Yield each syllable that begins at this node."""
    at, half = divmod(node, 2)
    head = clusters[at]
    if half:
        head = head._replace(base=head.subscripts[0], shift="", subscripts=head.subscripts[1:])
    if "់" in head.short and at:
        return  # a BANTAK stands on a final alone
    last = at + 1 == len(clusters)
    if at and not half and (_special_rhymes(clusters[at - 1], head) or (last and _only_closes(clusters[:at], head))):
        return  # it is a final, and no syllable: trapeang-thma, sok
    bare = (1.6 if last else 0.5) if _bare(head) else 0.0
    if at and not half and _is_doubled(head):
        bare += _DOUBLED  # a doubled letter rather closes the syllable before it and opens the next
    for rank, onset in enumerate(_onsets(head, second=bool(half))):
        # Who writes a THO without its H leaves the series to the vowel: tea, never ta.
        vowels = _vowels(head)[: 1 if rank and head.base == "ធ" else None]
        if at and head.base == "ឫ":
            vowels = _INNER_RI
        found = [_Piece(2 * at + 2, _ranked(onset + vowel for vowel in vowels), 1.0 + bare)]
        if at and not half and not last and _bare(head) and not head.subscripts + clusters[at + 1].subscripts:
            found.append(_Piece(2 * at + 2, _ranked(onset + vowel for vowel in _AT_JOINT[_series(head)]), _JOINT))
        if not last:
            found.extend(_closed(onset, vowels, head, clusters[at + 1], at, ends=at + 2 == len(clusters)))
        yield from (piece._replace(cost=piece.cost + 0.4 * rank) for piece in found)


def _is_doubled(cluster: _Cluster) -> bool:
    return cluster.subscripts[:1] in {cluster.base, _ASPIRATE.get(cluster.base, cluster.base)}


def _bare(cluster: _Cluster) -> bool:
    return not cluster.vowel and cluster.base in _INITIALS and not set("័ៈ៌") & set(cluster.short)


def _onsets(cluster: _Cluster, *, second: bool) -> tuple[str, ...]:
    if cluster.base in _INDEPENDENT:
        return ("",)
    tail = "".join(_INITIALS.get(letter, "") for letter in cluster.subscripts)
    if second and cluster.base in ("ត", "ទ"):
        # A subscript DA and a subscript TA are written alike, and in loans a TO behind its nasal is a D: chandrea.
        return (f"t{tail}", f"d{tail}")
    if cluster.base == "ត" and not tail:
        return ("t", "d")  # in loans TA is said as DA: tevoda, dara
    base = "p" if cluster.base == "ប" and "៉" in cluster.shift else _INITIALS.get(cluster.base, "")
    if cluster.base == "ធ" and not tail:
        return ("th", "t")  # Thea, Tea
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
    onset: str, vowels: tuple[str, ...], head: _Cluster, follower: _Cluster, at: int, *, ends: bool
) -> Iterator[_Piece]:
    """Yield the syllables that take the next cluster, or its base alone, as their final."""
    finals = ("m", "hm") if _is_m_behind_h(follower) else _FINALS.get(follower.base)
    if "៌" in follower.short and _bare(follower._replace(short="")):
        # A ROBAT silences its consonant and leaves an R, or nothing: baribour, dor.
        yield _Piece(2 * at + 4, _rhymes(onset, vowels[:3], ("r", "")), 0.8)
        return
    if "័" in head.short and follower.base == "យ" and follower.vowel:
        short = ("a",) if _series(head) == 0 else ("e", "ea")
        yield _Piece(2 * at + 2, _ranked(onset + rhyme for rhyme in short), 0.8)
    special = _special_rhymes(head, follower)
    if special:
        yield _Piece(2 * at + 4, _ranked(onset + rhyme for rhyme in special), 0.8)
        return
    if finals is None or head.vowel.endswith(("ំ", "ះ")) or head.vowel == "ៃ" or "ៈ" in head.short:
        return
    vowels = _before_final(vowels, head, follower)
    if follower.vowel in ("", "ិ", "ុ") and "័" not in follower.short:
        mute = (0.35 if follower.subscripts else 0.8) if follower.vowel else 0.0
        if follower.subscripts and not follower.vowel and not ends:
            mute = 0.5  # inside a word two consonants rather begin the next syllable: tonle krapeu
        spelled = _spelled_finals(finals, follower)
        yield _Piece(2 * at + 4, _rhymes(onset, vowels[:4], spelled), 1.0 + mute)
    if follower.subscripts:
        # A letter doubled is heard once, where the next syllable begins: panha, oudom.
        doubled = follower.subscripts[0] == follower.base
        yield _Piece(2 * at + 3, _rhymes(onset, vowels[:3], ("", finals[0]) if doubled else finals[:1]), 0.9)


def _before_final(vowels: tuple[str, ...], head: _Cluster, follower: _Cluster) -> tuple[str, ...]:
    """Return the spellings of a cluster's vowel before the letter that closes its syllable, commonest first."""
    series = _series(head)
    if _bare(head) and series == 1 and follower.base in _VELAR_STOPS:
        # UNGEGN: the o-series' own vowel is EA before a velar, at once where the velar closes a cluster: pheakdey.
        vowels = ("ea", *vowels) if follower.subscripts else (*vowels[:1], "ea", *vowels[1:])
    if _bare(head) and series == 1 and _is_doubled(follower):
        return ("a", *(vowel for vowel in vowels if vowel != "a"))  # vann, thamma
    if _bare(head) and series == 1 and "់" in follower.short:
        return tuple(vowel for vowel in vowels if vowel != "a")  # nol, never nal
    if head.vowel == "ូ" and series == 0 and follower.base == "ន":
        return (*vowels, "au")  # daun, aun
    if head.vowel == "ិ" and head.base in _NASALS and series == 1 and follower.base == "ត" and not follower.subscripts:
        return ("i",)  # manith, sophanith, but bavet
    if head.vowel == "ឹ" and follower.base == "ម":
        return vowels[:3] if series == 0 else ("i", "ue", "e")  # khem, kim; never kum
    if "់" in follower.short and head.vowel == "ា" and series == 1:
        # UNGEGN: a long A cut short is OA after the o-series, EA before a velar: moan, neak.
        return ("ea", "a", "e") if follower.base in _VELARS else ("oa", "ea", "o")
    return vowels


def _spelled_finals(finals: tuple[str, ...], cluster: _Cluster) -> tuple[str, ...]:
    """Return the spellings of a final with what stands below it, given those of its base."""
    below = cluster.subscripts[-1:]
    if _is_m_behind_h(cluster):
        return finals
    spelled = [*finals[:1], *_FINALS.get(below, ())[:1], *finals[1:]][: 2 if below else 3]
    if below and below not in "ជយ" and below != cluster.base:
        spelled.append(finals[0] + _INITIALS.get(below, ""))  # odongk, sotr: both letters are spelt
    return tuple(dict.fromkeys(spelled))


def _only_closes(before: list[_Cluster], head: _Cluster) -> bool:
    """Tell whether the last letter of a word closes the syllable before it: a vowel behind it would have a sign."""
    if not _bare(head) or head.subscripts or head.short or head.base not in _FINALS:
        return False
    vowel, short = before[-1].vowel, before[-1].short
    if head.base in _WORDS_OF_ONE_LETTER and len(before) > 1 and _bare(before[-1]):
        return False
    return vowel not in ("ៃ", "ៅ") and not vowel.endswith(("ំ", "ះ")) and not {"ៈ", "់"} & set(short)


def _is_m_behind_h(cluster: _Cluster) -> bool:
    """Tell whether a cluster is the HM of Sanskrit, of which the M alone is heard where it closes a word: Prohm."""
    return cluster.base == "ហ" and cluster.subscripts == "ម" and not cluster.vowel


def _special_rhymes(head: _Cluster, follower: _Cluster) -> tuple[str, ...]:
    """Return the rhymes that two clusters make together: -ang written with a NIKAHIT, -ay with a SAMYOK SANNYA."""
    if not _bare(follower) or follower.subscripts:
        return ()
    if head.vowel == "ាំ" and follower.base == "ង":
        return ("ang", "aing") if _series(head) == 0 else ("eang", "ang")
    if "័" in head.short and follower.base == "យ":
        return ("ay", "ai") if _series(head) == 0 else ("ey", "ay", "ei")
    return ()


def _ranked(readings: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple((reading, rank) for rank, reading in enumerate(readings))


def _rhymes(onset: str, vowels: tuple[str, ...], finals: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    """Return the spellings of a closed syllable, each with the ranks of its vowel and its final together."""
    found = [
        (_joined(onset, vowel, final), rank + behind)
        for rank, vowel in enumerate(vowels)
        for behind, final in enumerate(finals)
    ]
    return tuple(sorted(found, key=itemgetter(1)))


def _joined(onset: str, vowel: str, final: str) -> str:
    """Join a closed syllable; an `or` for a bare vowel belongs to open syllables only."""
    return onset + ("o" if vowel == "or" and final else vowel) + final
