"""Romanise Thai, and Lao by the same syllable rules: several readings, since Thai writes neither all vowels nor gaps.

Every way to cut a word into syllables has a cost; the cheapest few readings are returned.
Source: Royal Institute of Thailand, "Principles of Romanization for Thai Script by the Transcription Method", 1999.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from entity_resolution.names.scripts.thai_letters import SILENT_LETTER
from entity_resolution.names.scripts.thai_words import known_words_at

_INITIALS = {
    "ก": "k", "ข": "kh", "ฃ": "kh", "ค": "kh", "ฅ": "kh", "ฆ": "kh", "ง": "ng", "จ": "ch", "ฉ": "ch", "ช": "ch",
    "ซ": "s", "ฌ": "ch", "ญ": "y", "ฎ": "d", "ฏ": "t", "ฐ": "th", "ฑ": "th", "ฒ": "th", "ณ": "n", "ด": "d",
    "ต": "t", "ถ": "th", "ท": "th", "ธ": "th", "น": "n", "บ": "b", "ป": "p", "ผ": "ph", "ฝ": "f", "พ": "ph",
    "ฟ": "f", "ภ": "ph", "ม": "m", "ย": "y", "ร": "r", "ล": "l", "ว": "w", "ศ": "s", "ษ": "s", "ส": "s",
    "ห": "h", "ฬ": "l", "อ": "", "ฮ": "h",
}  # fmt: skip
_LAO_INITIALS = _INITIALS | {"ช": "s", "ญ": "nh", "ว": "v"}
_FINALS = (
    dict.fromkeys("กขคฆ", "k")
    | dict.fromkeys("จฉชซฌฎฏฐฑฒดตถทธศษส", "t")
    | dict.fromkeys("ญณนรลฬ", "n")
    | dict.fromkeys("บปผพฟภ", "p")
    | {"ง": "ng", "ม": "m"}
)
_CLUSTERS = {
    "กร": "kr", "กล": "kl", "กว": "kw", "ขร": "khr", "ขล": "khl", "ขว": "khw", "คร": "khr", "คล": "khl", "คว": "khw",
    "ปร": "pr", "ปล": "pl", "พร": "phr", "พล": "phl", "ผล": "phl", "ภร": "phr", "ตร": "tr", "บร": "br", "บล": "bl",
    "ดร": "dr", "ฟร": "fr", "ฟล": "fl", "ทร": "s", "สร": "s", "ศร": "s", "ซร": "s", "จร": "ch", "ธร": "thr",
    "หง": "ng", "หญ": "y", "หน": "n", "หม": "m", "หย": "y", "หร": "r", "หล": "l", "หว": "w", "อย": "y",
}  # fmt: skip
_CLUSTERS_SECOND = {"ทร": "thr", "สร": "sr", "ศร": "sr"}
_LEADING = "เแโใไ"
_TONES = re.compile("[\u0e48-\u0e4b\u0e4e]")
# Letters under a THANTHAKHAT, alone or in the clusters that Sanskrit words end in, are silent.
_SILENT = re.compile("(?:สตร|นทร|[กคตทดชธพษฎฐศส]ร|ษณ|ทธ|ตต|กก|ทท|ฏฐ|ณฑ|กษ|ญจ|ดด|ฒน|ณฐ|[ก-ฮ])[ิุ]?์")
_MUTE_TAIL = re.compile("[ิุ](?![ก-ฮ]?[์])")
_SAID_VOWELS = re.compile("[aeiou]+")
_KEEP = 16
_SAID = 1.2  # the cost of leaving out what is said
_WORD_LIMIT = 60
# The costs of a reading: found by hand on the tables' own examples; lower reads better.
_SYLLABLE, _OPEN_A, _OPEN_A_END, _OPEN_O, _CLOSED_O, _MUTE, _DOUBLE, _PREFIX_A, _SECOND = (
    1.0,
    0.9,
    1.8,
    1.3,
    0.2,
    0.9,
    0.8,
    0.5,
    0.5,
)
# What a syllable of a known word costs, less than any that is read by its letters.
_KNOWN = 0.4
# And that a last letter of Lao, which writes each vowel, opens a syllable rather than closes the one before.
_BARE_IN_LAO = 2.0
# What it costs that an AE that is closed is spelt as an A, a short A or UE as a U, and a UEA as an AU or EA.
_A_FOR_AE, _U_FOR_A, _U_FOR_UE, _AU_FOR_UEA = 0.9, 0.9, 0.9, 0.9


class _Piece(NamedTuple):
    end: int
    latin: str
    cost: float


@lru_cache(maxsize=30_000)
def romanise_thai(word: str) -> tuple[str, ...]:
    """Return the likeliest Latin readings of one Thai word, best first, at most sixteen."""
    return _readings(_TONES.sub("", word)[:_WORD_LIMIT], lao=False)


@lru_cache(maxsize=30_000)
def romanise_lao(word: str) -> tuple[str, ...]:
    """Return the likeliest Latin readings of one Lao word, best first, at most sixteen.

    Lao letters stand 0x80 above their Thai cousins; the few of its own vowels are respelled first.
    """
    return _readings(_TONES.sub("", lao_in_thai(word))[:_WORD_LIMIT], lao=True)


_HOMOPHONES = str.maketrans("ศษณภฐฑฒธถฎฏญฬฌฆฃฅข", "สสนพททททททตยลชคคคค")
_REPEATED = re.compile("([ก-ฮ])\\1")


def homophones(word: str) -> str:
    """Return a Thai text with letters of one sound as one letter, silent letters and doublings out; vowels stay."""
    return _REPEATED.sub("\\1", SILENT_LETTER.sub("", word).translate(_HOMOPHONES))


_LAO_RESPELLED = (
    # A tone mark stands over the consonant, before the vowel that goes with it: ກ້ຽວ, kiao.
    (re.compile("[\u0ec8-\u0ecb]"), ""),
    (re.compile("\u0ecd\u0eb2"), "\u0eb3"),
    # With I the glide is said oei, without it ia, which Thai writes the other way round: ເປີຍ, ເມຍ.
    (re.compile("\u0ec0([\u0e81-\u0eae\u0edc-\u0edf]\u0ebc?)[\u0eb4\u0eb5]\u0e8d"), "เ\\1ย"),
    (re.compile("\u0ec0([\u0e81-\u0eae\u0edc-\u0edf]\u0ebc?)\u0e8d"), "เ\\1ีย"),
    (re.compile("([\u0ec0-\u0ec2][\u0e81-\u0eae\u0edc-\u0edf][\u0ebc]?)\u0eb1"), "\\1"),
    (re.compile("([\u0e81-\u0eae\u0edc-\u0edf][\u0ebc]?)\u0ebd"), "\u0ec0\\1\u0eb5\u0e8d"),
    (re.compile("\u0ec0([\u0e81-\u0eae\u0edc-\u0edf][\u0ebc]?)\u0ebb\u0eb2"), "\u0ec0\\1\u0eb2"),
    (re.compile("\u0ebb\u0ea7"), "\u0eb1\u0ea7"),
    # This O is always closed by the letter behind it, which opens no syllable: ວົງ, vong.
    (re.compile("\u0ebb"), "็อ"),
    (re.compile("\u0eb1\u0ead"), "\u0ead"),
    (re.compile("\u0ecd(?!\u0eb2)"), "\u0ead"),
    (re.compile("\u0ebc"), "\u0ea5"),
    (re.compile("\u0edc"), "\u0eab\u0e99"),
    (re.compile("\u0edd"), "\u0eab\u0ea1"),
)
_LAO_LETTERS = {code: code - 0x80 for code in range(0x0E81, 0x0ECE)} | {
    0x0E8D: ord("ญ"),
    0x0EA2: ord("ย"),
    0x0E8A: ord("ช"),
}


def lao_in_thai(word: str) -> str:
    """Return a text with its Lao letters as their Thai cousins, without tone marks; a Thai one stays as it is."""
    for pattern, spelling in _LAO_RESPELLED:
        word = pattern.sub(spelling, word)
    # A final NYO is the glide of a diphthong, which Thai writes with YO.
    text = word.translate(_LAO_LETTERS)
    return re.sub("(?<=[าัอุิี็ว])ญ(?![ะ-ู])|(?<=[เโไ][ก-ฮ])ญ(?![ะ-ู])", "ย", text)


def _readings(word: str, *, lao: bool) -> tuple[str, ...]:
    best: list[list[tuple[float, str]]] = [[] for _ in range(len(word) + 1)]
    best[0] = [(0.0, "")]
    for start in range(len(word)):
        if not best[start]:
            continue
        for piece in _pieces(word, start, lao=lao):
            best[piece.end].extend((cost + piece.cost, latin + piece.latin) for cost, latin in best[start])
        for end in range(start + 1, len(word) + 1):
            best[end] = _cheapest(best[end])
    return tuple(latin for _, latin in best[len(word)] if latin)


def _cheapest(found: list[tuple[float, str]]) -> list[tuple[float, str]]:
    if len(found) < 2:
        return found
    kept: dict[str, float] = {}
    for cost, latin in sorted(found):
        kept.setdefault(latin, cost)
    return [(cost, latin) for latin, cost in list(kept.items())[:_KEEP]]


def _pieces(word: str, start: int, *, lao: bool) -> Iterator[_Piece]:
    """Yield every syllable that can begin here; a character that fits no rule is passed over."""
    if not lao:
        for end, said in known_words_at(word, start):
            if SILENT_LETTER.match(word, end):
                continue  # it goes on with letters that are silent, so that it is another word
            yield _Piece(end, said, _KNOWN * len(_SAID_VOWELS.findall(said)))
    lead = word[start] if word[start] in _LEADING else ""
    at = start + len(lead)
    found = False
    for onset, after, cost in _onsets(word, at, lead=bool(lead), lao=lao):
        for piece in _rhymes(word, after, lead):
            if lao and piece.latin == "um" and word[after] == "ำ":
                continue  # Who writes Lao hears no U in it.
            found = True
            bare = _BARE_IN_LAO if lao and start and not lead and after == len(word) else 0.0
            if bare and piece.latin == "o":
                continue
            yield _Piece(piece.end, onset + piece.latin, _SYLLABLE + cost + piece.cost + bare)
    if not found:
        kept = word[start] if word[start].isascii() else {"ฤ": "rue", "ฦ": "lue", "ะ": "a"}.get(word[start], "")
        yield _Piece(start + 1, kept, 2.0)


def _onsets(word: str, at: int, *, lead: bool, lao: bool) -> Iterator[tuple[str, int, float]]:
    initials = _LAO_INITIALS if lao else _INITIALS
    first = initials.get(word[at : at + 1])
    if first is None or _SILENT.match(word, at):
        return  # what a THANTHAKHAT silences opens no syllable
    yield first, at + 1, 0.0
    if lao and word[at] == "ญ":
        yield "y", at + 1, 0.2
    if word[at] == "ฑ":
        yield "d", at + 1, 0.3  # bandit
    pair = word[at : at + 2]
    if pair in _CLUSTERS and not (lao and pair[1] in "ร" and pair[0] in "ทสศ"):
        yield _CLUSTERS[pair], at + 2, -0.1
        if pair in _CLUSTERS_SECOND:
            yield _CLUSTERS_SECOND[pair], at + 2, _SECOND
    if lao and pair in _CLUSTERS and pair[1] == "ว" and pair[0] != "ห":
        yield f"{first}u", at + 2, 0.3  # Khouang beside Khwang
    if lead and len(pair) == 2 and (second := initials.get(pair[1])) and pair[0] != "ห":
        yield f"{first}a{second}", at + 2, _PREFIX_A + (0.6 if pair in _CLUSTERS else 0.0)


def _rhymes(word: str, at: int, lead: str) -> Iterator[_Piece]:
    if lead == "เ":
        yield from _rhymes_after_e(word, at)
    elif lead in ("ใ", "ไ") and lead:
        # A YO behind it is silent, but where it opens the next syllable: thai (ไทย), chai-ya (ไชยา).
        silent = word[at : at + 1] == "ย" and not _is_vowel_sign(word, at + 1)
        yield from _open(word, at + silent, "ai", 0.0)
        if silent and at + 1 < len(word):
            yield _Piece(at + 1, "aiya", _DOUBLE)  # chai-ya-sit (ไชยสิทธิ์), before another word of Sanskrit
    elif lead in ("แ", "โ") and lead:
        vowel = "ae" if lead == "แ" else "o"
        if word[at : at + 1] == "ะ":
            yield _Piece(at + 1, vowel, 0.0)
        at += word[at : at + 1] == "็"
        yield from _open(word, at, vowel, 0.15)
        yield from _closed(word, at, vowel, 0.0)
        if lead == "แ":
            yield from _closed(word, at, "a", _A_FOR_AE)  # Sang, Chaisang: the English ear's spelling of a closed ae
        glide = word[at : at + 1]
        if (rhyme := _GLIDES_AFTER_LEAD.get(lead + glide)) is not None:
            yield from _open(word, at + 1, rhyme, -0.1)
    else:
        yield from _rhymes_plain(word, at)


_GLIDES_AFTER_LEAD = {"แว": "aeo", "โย": "oi", "โว": "ow"}  # the last in names of Thai Chinese: Khow, Chow
_DIPHTHONGS_AFTER_E = (
    *(("ียว", "iao"), ("ียะ", "ia"), ("ือย", "ueai"), ("าะ", "o"), ("อะ", "oe"), ("า", "ao")),
    ("็ว", "eo"),
)


def _rhymes_after_e(word: str, at: int) -> Iterator[_Piece]:
    for spelling, vowel in _DIPHTHONGS_AFTER_E:
        if word.startswith(spelling, at):
            yield from _open(word, at + len(spelling), vowel, 0.0)
    if word.startswith("็ว", at):
        yield from _open(word, at + 2, "ew", 0.2)  # Rew beside Reo
    for spelling, vowel in (("ีย", "ia"), ("ือ", "uea"), ("ิ", "oe"), ("ี", "oe"), ("อ", "oe"), ("็", "e")):
        if word.startswith(spelling, at):
            yield from _open(word, at + len(spelling), vowel, 0.2)
            yield from _closed(word, at + len(spelling), vowel, 0.0)
            if vowel == "uea":
                yield from _closed(word, at + len(spelling), "au", _AU_FOR_UEA)  # Thaugsuban
                yield from _open(word, at + len(spelling), "ea", _AU_FOR_UEA)  # Kreangam
            return
    if word.startswith("ย", at):
        yield from _open(word, at + 1, "oei", 0.1)
    if word.startswith("ว", at):
        yield from _open(word, at + 1, "eo", 0.1)
    if word.startswith("ะ", at):
        yield _Piece(at + 1, "e", 0.0)
    yield from _open(word, at, "e", 0.15)
    yield from _closed(word, at, "e", 0.0)


_PLAIN_VOWELS = (
    ("ัวะ", "ua"),
    ("ัว", "ua"),
    ("ือ", "ue"),
    *{"า": "a", "ะ": "a", "ำ": "am", "ิ": "i", "ี": "i", "ึ": "ue", "ื": "ue", "ุ": "u", "ู": "u"}.items(),
)
_GLIDES = {("a", "ย"): "ai", ("a", "ว"): "ao", ("i", "ว"): "io", ("u", "ย"): "ui", ("o", "ย"): "oi", ("ua", "ย"): "uai"}


def _rhymes_plain(word: str, at: int) -> Iterator[_Piece]:
    for spelling, vowel in _PLAIN_VOWELS:
        if word.startswith(spelling, at):
            end = at + len(spelling)
            yield from _open(word, end, vowel, 0.0 if spelling in ("ะ", "ำ", "ัว") else 0.1)
            if spelling == "ำ":
                yield from _open(word, end, "um", _U_FOR_A)  # Kum, Numchai
            if spelling not in ("ะ", "ำ", "ัวะ", "ัว"):
                yield from _closed(word, end, vowel, 0.0)
                if spelling == "ึ":
                    yield from _closed(word, end, "u", _U_FOR_UE)  # Bung Kan
                yield from _glided(word, end, vowel)
            return
    if word.startswith("ั", at):
        yield from _closed(word, at + 1, "a", 0.0)
        yield from _closed(word, at + 1, "u", _U_FOR_A)  # Nut, Suk, Kunya: the English ear's spelling of a short a
        yield from _glided(word, at + 1, "a")
        return
    if word.startswith("รร", at):
        yield from _open(word, at + 2, "an", 0.0)
        yield from _closed(word, at + 2, "a", 0.0)
    if word.startswith("ฤ", at):
        yield from _rhymes_of_vocalic_r(word, at)
        return
    if word.startswith("็อ", at):
        yield from _closed(word, at + 2, "o", 0.0)
        return
    if word.startswith("อ", at):
        yield from _open(word, at + 1, "o", 0.15)
        yield from _closed(word, at + 1, "o", 0.0)
        yield from _glided(word, at + 1, "o")
    if word.startswith("ว", at):
        yield from _closed(word, at + 1, "ua", 0.1)
        yield from _glided(word, at + 1, "ua")
    yield from _closed(word, at, "o", _CLOSED_O)
    yield from _open(word, at, "a", _OPEN_A if at < len(word) else _OPEN_A_END)
    yield from _open(word, at, "o", _OPEN_O if at < len(word) else _OPEN_A_END + 1)


def _rhymes_of_vocalic_r(word: str, at: int) -> Iterator[_Piece]:
    if word[at - 1] in "นมคห":  # naruemon, maruek, kharuehat, haruethai: a syllable of its own comes before
        yield from _open(word, at + 1, "arue", 0.0)
        yield from _closed(word, at + 1, "arue", 0.0)
    for vowel, cost in (("ri", 0.0), ("rue", 0.2), ("roe", 0.8)):
        yield from _open(word, at + 1, vowel, cost + 0.1)
        yield from _closed(word, at + 1, vowel, cost)


def _glided(word: str, at: int, vowel: str) -> Iterator[_Piece]:
    rhyme = _GLIDES.get((vowel, word[at : at + 1]))
    if rhyme is not None:
        yield from _open(word, at + 1, rhyme, -0.1)


def _open(word: str, at: int, vowel: str, cost: float) -> Iterator[_Piece]:
    """Yield the syllable that ends here, silent letters passed over; a sign of a vowel may not follow it."""
    silent = _SILENT.match(word, at)
    if silent is not None:
        yield _Piece(silent.end(), vowel, cost - 0.3)
    if not _is_vowel_sign(word, at):
        yield _Piece(at, vowel, cost)


def _closed(word: str, at: int, vowel: str, cost: float) -> Iterator[_Piece]:
    """Yield syllables that take the next consonant as their final, in each way that Thai spelling allows."""
    letter = word[at : at + 1]
    yield from _over_silent(word, at, vowel, cost)
    final = _FINALS.get(letter)
    if final is None:
        return
    after = at + 1
    silent = _SILENT.match(word, after)
    if silent is not None:
        yield _Piece(silent.end(), vowel + final, cost - 0.3)
    if not _is_vowel_sign(word, after) and word[after : after + 1] != "์":
        yield _Piece(after, vowel + final, cost)
        # The final may open a syllable of its own as well: rat-ta-na, wit-tha-ya.
        if after < len(word) and silent is None:
            doubled = "ra" if letter == "ร" and vowel == "o" else f"{final}{_INITIALS[letter]}a"
            yield _Piece(after, vowel + doubled, cost + _DOUBLE)
            if word[after] == letter == "ล":
                yield _Piece(after, vowel + "l", cost + 0.3)  # Mallika, Vallop: a doubled L keeps its sound in spelling
    if _MUTE_TAIL.match(word, after) and final in "tkpmn":
        # Chat (ชาติ) and phum (ภูมิ), but siri (ศิริ): behind an R or N the vowel is nearly always said.
        said = _SAID if final == "n" else 0.0
        yield _Piece(after + 1, vowel + final, cost + said + (_MUTE if after + 1 < len(word) else 0.1))
    second = word[after : after + 1]
    if second not in _INITIALS:
        return
    implied = 0.8 if cost == _CLOSED_O else 0.0
    if not _is_vowel_sign(word, after + 1) and word[after + 1 : after + 2] != "์":
        pair = letter + second
        usual = pair in _MUTE_PAIRS and (pair not in ("กร", "คร") or word[at - 1] in "ัิุ")
        if pair in _ALSO_OPEN and after + 1 < len(word):
            # The stop closes this syllable and opens the next: phet-cha-buri (เพชรบุรี), mit-tra-phap, chak-kra-phan.
            yield _Piece(after + 1, vowel + _ALSO_OPEN[pair], cost + implied + _DOUBLE)
        bare = implied + (0.15 if usual else 0.7)
        yield _Piece(after + 1, vowel + final, cost + (bare if after + 1 == len(word) else _MUTE + bare))
    elif _MUTE_TAIL.match(word, after + 1) and after + 2 == len(word):
        yield _Piece(after + 2, vowel + final, cost + implied + (1.2 if letter == second else 0.25))


def _over_silent(word: str, at: int, vowel: str, cost: float) -> Iterator[_Piece]:
    """Yield syllables whose final stands behind a letter that is not sounded: an H before M, an R before a stop."""
    if word.startswith("หม", at) and word[at - 1] in "รา" and not _is_vowel_sign(word, at + 2):
        yield _Piece(at + 2, vowel + "m", cost - 0.1)  # phrom, phram (พรหม, พราหมณ์)
    stop = _FINALS.get(word[at + 1 : at + 2], "")
    if word.startswith("ร", at) and stop in ("t", "k") and cost != _CLOSED_O:
        # The R of kiat (เกียรติ) and samat (สามารถ); the stop behind it is the final, and may open a syllable as well.
        tail = _MUTE_TAIL.match(word, at + 2) is not None
        yield _Piece(at + 2 + tail, vowel + stop, cost + 0.1)
        if tail and at + 3 < len(word):
            yield _Piece(at + 1, vowel + stop, cost + 0.3)  # kiat-ti-sak (เกียรติศักดิ์)


_ALSO_OPEN = {"ชร": "tcha", "ตร": "ttra", "ทร": "tthra", "กร": "kkra"}
_MUTE_PAIRS = {
    "ตร",
    "ทร",
    "ชร",
    "กร",
    "คร",
    "ทธ",
    "ตต",
    "กข",
    "กษ",
    "ตน",
    "ฒน",
    "รถ",
    "รค",
    "นท",
    "นธ",
    "ฏฐ",
    "ณฑ",
    "รณ",
    "ดร",
}


def _is_vowel_sign(word: str, at: int) -> bool:
    return at < len(word) and ("ะ" <= word[at] <= "ฺ" or word[at] in "็ๅ")
