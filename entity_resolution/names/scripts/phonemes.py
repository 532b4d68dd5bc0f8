"""Fold Latin spellings of a language into classes of sounds at three depths.

Depth 0 keeps the spelling. Depth 1 merges spellings of one sound (ph and p in Thai, ee and i). Depth 2 merges what
ears and clerks confuse (voicing, r and l, neighbouring vowels). The weighted sum of the edit distances at the three
depths is an edit distance with graded substitution costs, at the price of three calls into compiled code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from entity_resolution.names.scripts.form import Tongue
from entity_resolution.names.tables import read_rows


class Sounds(NamedTuple):
    """One text at the three depths, the consonants of the deepest, and those of them that begin a syllable."""

    spelling: str
    near: str
    far: str
    skeleton: str
    onsets: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Alphabet:
    initials: dict[str, str]
    finals: dict[str, str]
    vowels: dict[str, str]
    longest: int
    # Letters that make one onset with the consonant before them.
    glides: str


class _Sound(NamedTuple):
    """One sound at a place of a word; `voiced` is the near class inside a Burmese word, `bone` the skeleton's part."""

    letters: int
    near: str
    voiced: str
    far: str
    bone: str
    is_vowel: bool


_FINAL_E_SILENT = (Tongue.THAI, Tongue.LAO, Tongue.THAI_BY_EAR)
_SILENT_E = re.compile("(?<=[aiou][tdnlksm])e$")
# Letters that Thai spelling keeps and speech does not: butr, sakdi, sawasdi, wongse, narongk, bhumi; wallapa is
# written with the letters of wanlapha.
_THAI_UNSAID = (
    (re.compile("(?<=[aeiou])([td])[rh]*r$"), r"\1"),
    (re.compile("(?<=n)[td]h?r$"), ""),
    (re.compile("(?<=s[au])k[dt]i$"), "k"),
    (re.compile("(?<=[aeiou])s[dt]h?i$"), "t"),
    (re.compile("(?<=[aeiou]ng)(?:se?|kh?)$"), ""),
    (re.compile("(?<=[ou]m)i$"), ""),
    (re.compile("(?<=[ao]n)da$"), ""),
)
# All of these end so.
_UNSAID_ENDS = ("r", "i", "s", "e", "k", "h", "a")
# A stop before CH is hardly heard, nor is the T of TS, and an S that closes a syllable opens one of its own behind it:
# Chitchop and Chidchob, Rojana and Rotchana, Visnu and Witsanu, Krisda and Kritsada.
_THAI_BEFORE_CH = re.compile("(?<=[aeiou])[td]h?(?=ch|j)")
_THAI_CLOSING_S = re.compile("(?<=[aeiou])t?s(?=[bdkmnpvw])")
_THAI_TS = re.compile("(?:(?<=[aeiou])|(?<=[eiu]r))(?:ts|ch?s|tchs)(?=[aeiour])")
_THAI_DOUBLE_L = re.compile("(?<=[aeiou])ll(?=[aeiou])")
# Inside a Burmese word initials are voiced in speech, and spelled either way: Bago for pe-khu, Mingun for min-kun.
_VOICED = str.maketrans({"g": "k", "K": "k", "d": "t", "b": "p", "P": "p", "z": "s", "j": "q", "C": "q"})
# The rhyme of `tun`, which the script writes as TWAN: Lwan and Lun, Wanna and Wunna.
_BURMESE_UN = re.compile("(?:(?<=[a-z])w|(?<=^w))a(?=[nmt](?![aeiouyw]))")
# An E before Y is spelt as it is heard: Zeya, Zayar; and the UN behind an M as that of `mon`.
_BURMESE_E_BEFORE_Y = re.compile("(?<=[b-df-hj-np-tv-xz])(?:a[hry]?|ey)(?=y[aeiou])")
_BURMESE_MUN = re.compile("(?<=m)un(?![aeiouytn])")
# Rakhine says and spells the R that elsewhere is a Y: Mrat and Myat, Phru and Phyu. An N is lost before the M of
# Ohnmar and Homalin.
_RAKHINE_R, _LOST_N = re.compile("(?:(?<=[pm])|(?<=ph))r(?=[aeiou])"), re.compile("(?<=o)h?n(?=m[aeiou])")
# An AE before NG is spelt with an A by many, the UEA of light and the UA of a star with fewer letters: Saengthong and
# Sangthong, Bunrueang and Boonrueng, Duangjai and Doungchai.
_THAI_BEFORE_NG = (
    (re.compile("ae(?=ng(?![aeiou]))"), "a"),
    (re.compile("(?<=r)(?:ue|eu)(?=ng)"), "uea"),
    (re.compile("(?<=d)ou(?=ng)"), "ua"),
)
# Whoever hears a short A writes U in a closed syllable alone: Nut and Nat, but never Sura for Sara.
_OPEN_U = re.compile("(?<![aeiou])(?:oo|ou|u)(?=(?:(?:ng|ch|[tpkdbgj]h|sr|[^aeiou])[aeiou])|$)")
_VOWEL_LETTERS = frozenset("aeiou")
_DOUBLES = re.compile(r"(.)\1+")
_NOT_LETTER = re.compile("[^a-z0-9]+")
# A doubled consonant sounds once, save where the first G belongs to an NG: Taung-gyi.
_DOUBLE_CONSONANTS = re.compile(r"([^aeioug])\1+|(?<!n)(g)g+")


# Called with what was found: a template in text is read anew for each call.
_once = itemgetter(1)


def _once_between(found: re.Match[str]) -> str:
    return found[1] or found[2]


@lru_cache(maxsize=1)
def _alphabets() -> dict[Tongue, _Alphabet]:
    read: dict[str, dict[str, dict[str, str]]] = {}
    for language, role, spellings, near, far in read_rows("sounds.tsv"):
        table = read.setdefault(language, {}).setdefault(role, {})
        table.update(dict.fromkeys(spellings.split(), near + far))
    for tongue in _LIKE_THAI:
        own_rows = read[tongue]
        read[tongue] = {role: table | own_rows.get(role, {}) for role, table in read[Tongue.THAI].items()}
    own = {
        language: _Alphabet(
            **roles,
            longest=max(len(spelling) for table in roles.values() for spelling in table),
            glides="yw" if language == Tongue.BURMESE else "" if language in _THAI else "y",
        )
        for language, roles in read.items()
    }
    return {tongue: own[_SPELLED_LIKE.get(tongue, tongue)] for tongue in Tongue}


_SPELLED_LIKE = {Tongue.MALAY: Tongue.GENERAL, Tongue.VIETNAMESE: Tongue.GENERAL}
# Whose own rows stand in the table beside those of Thai, which hold for the rest.
_THAI = (Tongue.THAI, Tongue.THAI_BY_EAR)
_LIKE_THAI = (Tongue.THAI_BY_EAR, Tongue.LAO)


@lru_cache(maxsize=150_000)
def sounds(text: str, tongue: Tongue) -> Sounds:
    """Return the sound classes of a Latin text; spaces between its tokens do not matter.

    Args:
        text: lower-case ASCII, tokens separated by single spaces.
        tongue: whose spelling habits to read it by.
    """
    if " " in text:
        parts = [sounds(token, tongue) for token in text.split()]
        return Sounds(*("".join(texts) for texts in zip(*parts, strict=True)))
    alphabet = _alphabets()[tongue]
    # The longest spelling and two letters behind it decide what stands at a place.
    reach = alphabet.longest + 2
    word = text if text.isalnum() and text.isascii() else _NOT_LETTER.sub("", text)
    inside = tongue is Tongue.BURMESE
    if tongue in _FINAL_E_SILENT:
        spelling, word = _thai_letters(word, by_ear=tongue is Tongue.THAI_BY_EAR)
    else:
        word = _DOUBLE_CONSONANTS.sub(_once_between, word)
        if tongue is Tongue.KHMER:
            word = word.replace("thth", "th")  # Reththy
        if inside:
            word = _BURMESE_UN.sub("u", _LOST_N.sub("", _RAKHINE_R.sub("y", word.replace("ngng", "ng"))))
        spelling = _DOUBLES.sub(_once, word)
        if inside:
            word = _BURMESE_MUN.sub("on", _BURMESE_E_BEFORE_Y.sub("e", word))
    near = far = skeleton = onsets = ""
    last = last_bone = ""
    at = 0
    after_vowel = False
    while at < len(word):
        sound = _sound_here(word[at : at + reach], alphabet, after_vowel)
        said = sound.voiced if inside and near else sound.near
        # A class that repeats the last one is one sound: kit-ti and ki-ti sound alike.
        if near[-1:] != said:
            near += said
        if last != sound.far and sound.far:
            far += sound.far
            last = sound.far
        if sound.bone and (sound.is_vowel or last_bone != sound.bone):
            skeleton += sound.bone
            last_bone = sound.bone
        if not sound.is_vowel:
            onsets += sound.bone
        after_vowel = sound.is_vowel
        at += sound.letters
    return Sounds(spelling, near, far, skeleton, onsets)


def _thai_letters(word: str, *, by_ear: bool) -> tuple[str, str]:
    """Return a Thai word as its spelling is compared and as its sounds are read, without the letters that are silent.

    In the spelling the letters that give a consonant its Indic value stand as those that give its sound.
    """
    if word.endswith(_UNSAID_ENDS):
        for unsaid, said_letters in _THAI_UNSAID:
            word = unsaid.sub(said_letters, word)
    word = _THAI_BEFORE_CH.sub("", word)
    if by_ear and "s" in word:
        word = _THAI_TS.sub("s", _THAI_CLOSING_S.sub("sa", word))
    if "ll" in word:
        word = _THAI_DOUBLE_L.sub("nl", word)
    said = word
    if by_ear and "ng" in word:
        for written, heard in _THAI_BEFORE_NG:
            said = written.sub(heard, said)
    if by_ear and ("u" in said or "oo" in said):
        said = _OPEN_U.sub("uu", said)
    spelling = _SILENT_E.sub("", _DOUBLE_CONSONANTS.sub(_once_between, word))
    said = spelling if said == word else _SILENT_E.sub("", _DOUBLE_CONSONANTS.sub(_once_between, said))
    spelling = _DOUBLES.sub(_once, spelling)
    if "h" in spelling:
        spelling = spelling.replace("bh", "ph").replace("dh", "th").replace("gh", "kh").replace("jh", "j")
        spelling = spelling.replace("tch", "ch")
    return spelling.replace("v", "w").replace("j", "ch"), said


@lru_cache(maxsize=100_000)
def _sound_here(letters: str, alphabet: _Alphabet, after_vowel: bool) -> _Sound:
    """Return the sound that begins a stretch of letters; a silent one has empty classes."""
    length, code, is_vowel = _next_sound(letters, alphabet, after_vowel=after_vowel)
    if code == "--":
        return _Sound(length, "", "", "", "", is_vowel)
    near, far = code[0], code[1:]
    voiced = near if is_vowel else near.translate(_VOICED)
    bone = (far[-1] if far[-1] in "nkm" else "") if is_vowel else far
    return _Sound(length, near, voiced, far, bone, is_vowel)


def _next_sound(word: str, alphabet: _Alphabet, *, after_vowel: bool) -> tuple[int, str, bool]:
    """Return (letters used, class code, whether a vowel) of the longest spelling that stands at the start."""
    longest = min(alphabet.longest, len(word))
    if word[0] in _VOWEL_LETTERS or (word[0] == "y" and not _vowel_at(word, 1)):
        for length in range(longest, 0, -1):
            code = alphabet.vowels.get(word[:length])
            if code is not None and not (length > 1 and _opens_next(word, length - 1, alphabet.glides)):
                return length, code, True
        return 1, word[0] * 2, True
    for length in range(longest, 0, -1):
        final = after_vowel and not _vowel_at(word, length) and word[length : length + 1] not in tuple(alphabet.glides)
        code = (alphabet.finals if final else alphabet.initials).get(word[:length])
        if code is not None and not (length > 1 and _breaks(word, length - 1, final=final)):
            return length, code, False
    return 1, word[0] * 2, False


def _breaks(word: str, at: int, *, final: bool) -> bool:
    """Tell whether the last letter of a consonant spelling belongs to what follows: the T of `nanthawat`."""
    if word[at] == "y":
        return not _vowel_at(word, at + 1)
    return final and word[at] in "tkpcsdbgj" and word[at + 1 : at + 2] == "h"


def _opens_next(word: str, at: int, glides: str) -> bool:
    """Tell whether a consonant that could close a vowel's spelling rather opens the next syllable: ka-tha, ba-nya."""
    letter, after = word[at], word[at + 1 : at + 2]
    if letter in _VOWEL_LETTERS:
        return False
    if after == "y" and letter in "nmhwy":
        return _vowel_at(word, at + 2)
    if after == "y" and letter == "v":
        return not _vowel_at(word, at + 2)  # Tevy
    if "w" in glides and after in ("y", "w"):
        if letter == "g":  # Yenan-gyaung, but Taung-yi
            return after == "y" and word[at - 2 : at - 1] in ("a", "e", "i", "o") and _vowel_at(word, at + 2)
        return letter in ("ktpsmnh" if after == "w" else "kp") and _vowel_at(word, at + 2)
    if after == "h" and letter in "tkp":
        # Kyauk-hpyu: no Burmese onset begins with KHP.
        return "w" not in glides or letter != "k" or word[at + 2 : at + 3] not in tuple("ptsmnl")
    return _vowel_at(word, at + 1)


def _vowel_at(word: str, at: int) -> bool:
    return at < len(word) and word[at] in _VOWEL_LETTERS
