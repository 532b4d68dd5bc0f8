"""Fold Latin spellings of a language into classes of sounds at three depths.

Depth 0 keeps the spelling. Depth 1 merges spellings of one sound (ph and p in Thai, ee and i). Depth 2 merges what ears and
clerks confuse (voicing, r and l, neighbouring vowels). The weighted sum of the edit distances at the three depths is an edit
distance with graded substitution costs, at the price of three calls into compiled code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from entity_resolution.names.form import Tongue


class Sounds(NamedTuple):
    """One text at the three depths, and the consonants of the deepest."""

    spelling: str
    near: str
    far: str
    skeleton: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Alphabet:
    initials: dict[str, str]
    finals: dict[str, str]
    vowels: dict[str, str]


_FINAL_E_SILENT = frozenset({Tongue.THAI, Tongue.LAO})
_SILENT_E = re.compile("(?<=[aiou][tdnlks])e$")
# Inside a Burmese word initials are voiced in speech, and spelled either way: Bago for pe-khu, Mingun for min-kun.
_VOICED = str.maketrans({"g": "k", "K": "k", "d": "t", "b": "p", "P": "p", "z": "s", "j": "q", "C": "q"})
_VOWEL_LETTERS = frozenset("aeiou")
_DOUBLES = re.compile(r"(.)\1+")
_NOT_LETTER = re.compile("[^a-z0-9]+")
_DOUBLE_CONSONANTS = re.compile(r"([^aeiou])\1+")


def _table(text: str) -> dict[str, str]:
    """Read `spellings:code` entries, code being the class at depth 1, then the class or classes at depth 2 (`-` for silent)."""
    table: dict[str, str] = {}
    for entry in text.split("|"):
        spellings, _, code = entry.strip().rpartition(":")
        for spelling in spellings.split():
            table[spelling] = code
    return table


_GENERAL = _Alphabet(
    initials=_table(
        "k c q kh ck ch' cc kk:kk | g gh:gk | ch tch tj tsch cz:cc | j dj dzh zh g':jc | sh sch sy:Ss | s z ss ts tz x xh:ss |"
        "p:pp | b bh:bp | f ph pf:ff | v w:wf | t th tt:tt | d dh:dt | n kn gn:nn | ng:Nn | ny nh ñ:Yn | m:mm |"
        "r rh:rl | l ll:ll | y:yy | h kh':hh | qu kw:kk"
    ),
    finals=_table(
        "k c q ck kh x:kk | g gh:gk | ch tch tj:cc | j dj:jc | sh sch:Ss | s z ss ts tz:ss | p:pp | b bh:bp | f ph ff:ff |"
        "v w:wf | t th tt dt:tt | d dh:dt | n nn gn:nn | ng:Nn | ny nh:Yn | m mm mb:mm | r rr:rl | l ll:ll | y:-- | h:--"
    ),
    vowels=_table(
        "a aa ah:aa | ai ay ei ey:Ei | e eh ae:ei | i ee ie ii y:ii | ea:ii | o oh oo' au aw:oo | u oo ou uu oe:uo | ao ow:ao |"
        "ia iya:Ia | ua uwa:uo | eu ue oi oy:eo | io iyo:Io | iu:Iu"
    ),
)
_THAI = _Alphabet(
    initials=_table(
        "k kh g c q gh ck:kk | ng:Nn | ch j jh dj tch:cc | s z x sh ss:ss | sr:ss | p ph bh:pp | b:bp | f:ff | t th dh tt dt:tt | d:dt |"
        "n:nn | ny nh gn y yy:yy | m:mm | r rh:rl | l ll:ll | w v wh:ww | h:hh"
    ),
    finals=_table(
        "k kh g c q ck gh x ks:kk | ng:Nn | t d th dh s sh ch j z dt ts st tr ss tch tt:tt | p b ph f bh v:pp | n l r nn ll ne nd nt nh ny:nn | m mn:mm |"
        "h:-- | y:ii | w:oo"
    ),
    vowels=_table(
        "a aa ah ar:aa | ai ay aai aiy ei ey:Aa | ao ow aow:Oo | au aw:oo | i ee ii y ie':ii | ia ea ie iea ear iya:Ei | u oo ou uu:uu |"
        "ue eu ueu:yu | uea ua eua oua uar uah ueang':Wu | e eh:ee | ae aeh:ee | o oh or:oo | oe er eur ur ir oer:xe | io iw iu ew iew:Yi | eo aeo aew:ve |"
        "oi oy:jo | ui uy:Ju | uai uay:qu | oei oey:Qe | uu:uu | iao iaw iew':Ei"
    ),
)
_KHMER = _Alphabet(
    initials=_table(
        "k g q:kk | kh:Kk | c ch j tch:cc | chh:Cc | ng:Nn | nh ny gn ñ:Yn | t:tt | th:Tt | d dh:dt | p:pp | ph:Pp | b bh:bp | f:Pp | m:mm | n:nn | y:yy |"
        "r rh:rl | l ll:ll | v w:ww | s ss z x:ss | h:hh"
    ),
    finals=_table(
        "k kh g c q ck:kk | ch j:ck | ng:Nn | nh n ny nn gn:nn | t th d dh tt:tt | p b ph bh:pp | m mm:mm | r:rl | l ll:ll | v w:ww | s h ss:hh | y:ii"
    ),
    vowels=_table(
        "a aa ah:aa | ea ia ie iea ear ya:Ei | e eh ae eae ea' ay':ee | ei ey ay ai ye:Ie | i ee y ii:ie | o oh or oo' aw oa oar:oo | oam:oo | u oo ou uu:uo |"
        "uo ua uor uoh oua uou:Wo | ao aou au av ov ow ouv:Oo | oe eu oeu aeu er ue ueu eur oeur:xe | oea eua euah:xe | oy oi:oe | ui uy:ue | eo eou:ee"
    ),
)
_BURMESE = _Alphabet(
    initials=_table(
        "k:kk | kh:Kk | g gh:gk | ky c ci:qc | ch chy khy:Cc | gy j gi:jc | ng:Nn | s hs ss:ss | z:zs | sh hsh:Ss | ny hny nny gn:Yn | t ht tt:tt | d dh:dt | th:Tt |"
        "n hn nh nn:nn | p pp:pp | hp ph f:Pp | b bh:bp | m hm mh mm:mm | y yy:yy | r:ry | l hl ll:ll | w hw v wh:ww | h:hh"
    ),
    finals=_table("t k p tt kt ck:kk | n m nn ng nt:nn | s:ss | l h r w y:--"),
    vowels=_table(
        "a ar ah aa:aa | i ee ie y yi ii:ii | u oo uu ou:uu | e ay ei ey aye ae ayy:ee | ai eh el:Ae | aw or au aww ore awe aur:Oo | o oe oh ow:oo |"
        "an ann am arn ahn ang:1an | ant antt annt:Man | un oon unn wun:2an | unt untt unnt:Wan | on one ohn om ome own oun onn:3on | ont ontt:Von | in inn yn ynn inh:4in | int ynt intt innt:Jin |"
        "ein einn eain eim ain ane eing aine ainn:5en | eint aint eintt:Xen | aing ine aign aingh:6In | aung ong oung awng aoung ung:7On | et ek eck ett:8ek | it itt ith:9ik |"
        "at att ap art:0ak | ut utt up oot:Uak | auk aut out awk auck ouk:LOk | aik ike ite aike aikk:FIk | eik eit ate ake eikt eip ayt:Gek | ok oke oat ote ope op ot oak:Hok"
    ),
)
_CHINESE = _Alphabet(
    initials=_table(
        "b p':bp | p:pp | m:mm | f:ff | d t':dt | t th:tt | n:nn | l:ll | g k':gk | k kh:kk | h:hh | j:jj | q:jj | x hs sy:xs | zh:zj | ch:cj | sh:Ss | r j':rr |"
        "z tz dz:Zj | c ts tj:Cj | s ss sz:ss | y:yy | w v:ww | ng:Nn"
    ),
    finals=_table("n:nn | ng:Nn | m:mn | k:kk | t:tk | p:pk | r:rr | h:--"),
    vowels=_table(
        "a ah:aa | ai ay aye:Ai | ao au aw:Oo | e er eh:ee | ei ey:Ee | i ee y ih yi:ii | ia ya:Iia | iao iau yao yau:8io | ie ieh ye yeh:7ie |"
        "iu iou you:6iu | io:9io | o uo wo:oo | ou ow oh:0o | u oo wu:uu | ua wa:1ua | uai wai:2ui | ui uei wei:3ui | ue ueh yue:5ue | v yu lv:uu |"
        "an:Nan | en:Men | in yin:Lin | un uen wen:Kun | ang:Dan | eng:Fen | ing ying:Gin | ong ung:Hon | ian ien yen:Pen | iang yang:Qian | iong iung yung:Ron |"
        "uan wan:San | uang wang:Tan | yuan:Uen | on:Von | oon:Kun | am:Wam | im:Xim | um:Yum | om:Zom"
    ),
)
_ALPHABETS = {
    Tongue.GENERAL: _GENERAL,
    Tongue.MALAY: _GENERAL,
    Tongue.VIETNAMESE: _GENERAL,
    Tongue.THAI: _THAI,
    Tongue.LAO: _THAI,
    Tongue.KHMER: _KHMER,
    Tongue.BURMESE: _BURMESE,
    Tongue.CHINESE: _CHINESE,
}
_LONGEST = 5


@lru_cache(maxsize=400_000)
def sounds(text: str, tongue: Tongue) -> Sounds:
    """Return the sound classes of a Latin text; spaces between its tokens do not matter.

    Args:
        text: lower-case ASCII, tokens separated by single spaces.
        tongue: whose spelling habits to read it by.
    """
    if " " in text:
        parts = [sounds(token, tongue) for token in text.split()]
        return Sounds(*("".join(texts) for texts in zip(*parts, strict=True)))
    alphabet = _ALPHABETS[tongue]
    word = _DOUBLE_CONSONANTS.sub(r"\1", _NOT_LETTER.sub("", text))
    if tongue in _FINAL_E_SILENT:
        word = _SILENT_E.sub("", word)
    near: list[str] = []
    far: list[str] = []
    skeleton: list[str] = []
    at = 0
    after_vowel = False
    while at < len(word):
        length, code, is_vowel = _next_sound(word, at, alphabet, after_vowel=after_vowel)
        if code != "--":
            voiced = tongue is Tongue.BURMESE and bool(near) and not is_vowel
            _append(near, code[0].translate(_VOICED) if voiced else code[0])
            _append(far, code[1:])
            if not is_vowel:
                _append(skeleton, code[1:])
            elif code[-1] in "nkm":
                skeleton.append(code[-1])
        after_vowel = is_vowel
        at += length
    return Sounds(_DOUBLES.sub(r"\1", word), "".join(near), "".join(far), "".join(skeleton))


def _append(codes: list[str], code: str) -> None:
    """Add a class unless it repeats the last one: kit-ti and ki-ti sound alike."""
    if not codes or codes[-1] != code:
        codes.append(code)


def _next_sound(word: str, at: int, alphabet: _Alphabet, *, after_vowel: bool) -> tuple[int, str, bool]:
    """Return (letters used, class code, whether a vowel) of the longest spelling that stands here."""
    if word[at] in _VOWEL_LETTERS or (word[at] == "y" and not _vowel_at(word, at + 1)):
        for length in range(min(_LONGEST, len(word) - at), 0, -1):
            spelling = word[at : at + length]
            code = alphabet.vowels.get(spelling)
            if code is not None and not (length > 1 and _opens_next(word, at + length - 1)):
                return length, code, True
        return 1, word[at] * 2, True
    for length in range(min(4, len(word) - at), 0, -1):
        spelling = word[at : at + length]
        final = after_vowel and not _vowel_at(word, at + length) and word[at + length : at + length + 1] != "y"
        code = (alphabet.finals if final else alphabet.initials).get(spelling)
        if code is not None and not (length > 1 and _breaks(word, at + length - 1, final=final)):
            return length, code, False
    return 1, word[at] * 2, False


def _breaks(word: str, at: int, *, final: bool) -> bool:
    """Tell whether the last letter of a consonant spelling belongs to what follows: the Y of `any`, the T of `nanthawat`."""
    if word[at] == "y":
        return not _vowel_at(word, at + 1)
    return final and word[at] in "tkpcs" and word[at + 1 : at + 2] == "h"


def _opens_next(word: str, at: int) -> bool:
    """Tell whether a consonant that could close a vowel's spelling rather opens the next syllable: ka-tha, ba-nya."""
    letter, after = word[at], word[at + 1 : at + 2]
    if letter in _VOWEL_LETTERS:
        return False
    if after == "y" and letter in "nmhwy":
        return _vowel_at(word, at + 2)
    if after == "h" and letter in "tkp":
        return True
    return _vowel_at(word, at + 1)


def _vowel_at(word: str, at: int) -> bool:
    return at < len(word) and word[at] in _VOWEL_LETTERS
