"""Read Thai letters as the pinyin that they stand for: จาง เหว่ย is Zhang Wei, จื้อ is Zhi or Zi.

Thai writes the sounds of Mandarin by fixed rules, which are not those by which it reads its own words.

Source:
    Royal Society of Thailand, "Principles for transcribing Chinese in Thai script" (Mandarin), 2006, and usage.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product
from math import prod

from entity_resolution.names.scripts.han_sounds import frequencies
from entity_resolution.names.scripts.script import Script, detect_script

_TONES = re.compile("[็-๋๎]|(?<=ย)์|(?<=เ[ก-ฮ]อ)ร์|(?<=เ[ก-ฮ][่-๋]อ)ร์")
_INITIALS = {
    **{"ป": "b", "พ": "p", "ผ": "p", "ม": "m", "หม": "m", "ฟ": "f", "ฝ": "f", "ต": "d", "ท": "t", "ถ": "t"},
    **{"น": "n", "หน": "n", "ล": "l", "หล": "l", "ก": "g", "ค": "k", "ข": "k", "ฮ": "h", "ห": "h"},
    **{"จ": "j zh z", "ช": "q ch sh c", "ฉ": "q ch sh c", "ซ": "x s sh", "ส": "x s sh", "ร": "r", "หร": "r"},
    **{"ย": "y", "หย": "y", "อย": "y", "ว": "w", "หว": "w", "อ": "-"},
}
# By the vowel before the consonant and what stands behind it; Ü is V here.
_RHYMES = {
    "": {
        **{"า": "a", "ะ": "a", "ัว": "uo ua", "วา": "ua", "วอ": "uo", "อ": "o uo", "ี": "i", "ิ": "i"},
        **{"ือ": "y", "ื": "y", "ึ": "y", "ู": "u", "ุ": "u", "วี": "v", "วิ": "v", "ัย": "ai", "าย": "ai"},
        **{"วาย": "uai", "าว": "ao", "ุย": "ui", "วย": "ui", "ิว": "iu", "ีว": "iu", "าน": "an", "ัน": "an"},
        **{"วน": "uan", "วาน": "uan", "ัวน": "uan", "ิน": "in", "ีน": "in", "ุน": "un", "ูน": "un", "วิน": "vn"},
        **{"าง": "ang", "ัง": "ang", "วาง": "uang", "วง": "uang", "ัวง": "uang", "ิง": "ing", "ีง": "ing"},
        **{"ง": "ong", "ุง": "ong", "ูง": "ong", "อง": "ong", "ยง": "iong"},
    },
    "เ": {
        **{"า": "ao", "ย": "ei", "ียว": "iao", "ีย": "ie ia", "อ": "e er", "วีย": "ve", "ว": "ve", "ียน": "ian"},
        **{"วียน": "van", "ิน": "en", "ียง": "iang", "ิง": "eng", "ง": "eng"},
    },
    "โ": {"": "o uo", "ว": "ou", "ง": "ong"},
    "ไ": {"": "ai", "ว": "uai"},
    "ใ": {"": "ai"},
}
_LONGEST_REST = 4
_RETROFLEX = frozenset({"zh", "ch", "sh", "r", "z", "c", "s"})
_PALATAL = frozenset({"j", "q", "x"})
_LONGEST_WORD, _SYLLABLES, _READINGS, _NAMES = 24, 3, 12, 24


def pinyin_of_thai(native: str) -> tuple[str, ...]:
    """Return the readings of a text in pinyin, of which the likeliest are first; none where a Thai word is no pinyin.

    Args:
        native: words in Thai letters; those in Latin letters stay as they are.
    """
    words = native.split()
    if not any(detect_script(word) is Script.THAI for word in words):
        return ()
    read = [(word,) if word.isascii() else _readings_of_word(word) for word in words]
    return tuple(" ".join(name) for name in islice(product(*read), _NAMES))


@lru_cache(maxsize=20_000)
def _readings_of_word(word: str) -> tuple[str, ...]:
    plain = _TONES.sub("", word)
    if len(plain) > _LONGEST_WORD:
        return ()
    found = {"".join(syllables): prod(map(frequencies().get, syllables, [0.0] * 3)) for syllables in _cut(plain, 0, 0)}
    return tuple(sorted(found, key=lambda reading: (-found[reading], reading))[:_READINGS])


def _cut(word: str, at: int, before: int) -> Iterator[tuple[str, ...]]:
    """Yield the ways to read a word from a place on as syllables of pinyin, so many of which stand before."""
    if at == len(word) or before == _SYLLABLES:
        if at == len(word):
            yield ()
        return
    for end, syllables in _syllables_at(word, at):
        rests = list(_cut(word, end, before + 1))
        yield from ((syllable, *rest) for syllable in syllables for rest in rests)


def _syllables_at(word: str, at: int) -> Iterator[tuple[int, list[str]]]:
    lead = word[at] if word[at] in _RHYMES else ""
    start = at + len(lead)
    for initial in (word[start : start + 2], word[start : start + 1]):
        if initial not in _INITIALS:
            continue
        behind = start + len(initial)
        for end in range(behind, min(behind + _LONGEST_REST, len(word)) + 1):
            rhymes = _RHYMES[lead].get(word[behind:end], "").split()
            spelt = (spell_pinyin(letters, rhyme) for letters in _INITIALS[initial].split() for rhyme in rhymes)
            if known := [syllable for syllable in spelt if syllable in frequencies()]:
                yield end, known


def spell_pinyin(initial: str, rhyme: str) -> str:
    """Return a syllable of pinyin, or nothing where the sounds do not go together.

    Args:
        initial: as pinyin spells it, `-` for none.
        rhyme: likewise, with V for Ü, and Y for the vowel that ZH and Z have of themselves.
    """
    if rhyme == "y":
        return f"{initial}i" if initial in _RETROFLEX else ""
    if initial == "-":
        if rhyme[0] in "iuv":
            return spell_pinyin("w" if rhyme[0] == "u" else "y", rhyme)
        return rhyme
    if rhyme[0] == "v":
        return f"{initial}u{rhyme[1:]}" if initial in _PALATAL or initial in "yln" else ""
    if initial == "y":
        return {"iu": "you"}.get(
            rhyme, f"y{rhyme[1:]}" if rhyme[0] == "i" and rhyme[1:2] in ("a", "e", "o") else f"y{rhyme}"
        )
    if initial == "w":
        return f"w{rhyme[1:]}" if rhyme[0] == "u" and len(rhyme) > 1 else f"w{rhyme}"
    # After J, Q and X a U is Ü, which Thai writes with another sign; after the others of this row an I is none.
    is_mistaken = rhyme[0] == "u" if initial in _PALATAL else rhyme == "i" and initial in _RETROFLEX
    return "" if is_mistaken else f"{initial}{rhyme}"
