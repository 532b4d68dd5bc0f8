"""Spell names of one tradition in one way, whoever wrote them: Pougatchev, Pugatschow, Pugačëv; al-Harbi, Elharby.

Each tradition shows by signs of its own. A name that has none is compared in it only where the other name has one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from enum import StrEnum
from functools import lru_cache, partial

from entity_resolution.names.comparing.peoples.cambodian import are_khmer
from entity_resolution.names.prepared import PreparedName, prepare
from entity_resolution.names.scripts.form import NameForm, NameKind, Tongue
from entity_resolution.names.scripts.greek import greek_form, has_greek_letters, is_greek
from entity_resolution.names.scripts.latin import across_hyphens, ascii_fold, has_hyphenated_word, tokenise
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.tongues.arabic import arabic_form, arabic_words, is_arabic_name, looks_arabic
from entity_resolution.names.tongues.armenian import armenian_form, is_armenian, may_be_armenian
from entity_resolution.names.tongues.azerbaijani import as_others_spell_azerbaijani, looks_azerbaijani
from entity_resolution.names.tongues.belarusian import belarusian_form, is_belarusian
from entity_resolution.names.tongues.double_names import double_names_in_full, has_double_name, have_one_double_name
from entity_resolution.names.tongues.filiation import spell_filiation
from entity_resolution.names.tongues.indonesian import have_j_for_y, in_new_spelling, is_in_old_spelling, with_j_as_y
from entity_resolution.names.tongues.japanese import are_one_but_for_n, is_japanese_name, japanese_forms
from entity_resolution.names.tongues.korean import (
    has_chong,
    has_suk,
    korean_syllables,
    looks_korean,
    with_both_other_sounds,
    with_chung_for_chong,
    with_sug_for_suk,
)
from entity_resolution.names.tongues.maghrebi import as_easterners_spell_maghrebi, is_maghrebi
from entity_resolution.names.tongues.mongolian import father_said, looks_mongolian, mongolian_forms
from entity_resolution.names.tongues.of_koreans import is_of_a_korean
from entity_resolution.names.tongues.slavic import (
    has_father,
    has_plain_h,
    has_western_letters,
    is_h_for_g,
    is_slavic,
    may_have_h_for_g,
    slavic_form,
    west_of_russia,
    with_one_father,
    without_french_ch,
)
from entity_resolution.names.tongues.south_asian import is_south_asian, south_asian_form
from entity_resolution.names.tongues.swahili import looks_swahili, without_swahili_vowels
from entity_resolution.names.tongues.thai_speech import is_spelt_by_letters, say_in_thai
from entity_resolution.names.tongues.tongue import is_lao_after_french, is_rather_western, looks_thai
from entity_resolution.names.tongues.umlaut_in_pinyin import are_one_with_plain_u, has_spelt_out_umlaut, with_plain_u
from entity_resolution.names.tongues.uzbek import is_uzbek, kyrgyz_words, says_whose_child_by_word, uzbek_forms


class Tradition(StrEnum):
    """Whose names are spelt in several ways that no sound tells apart."""

    SLAVIC = "slavic"
    # Both with a name after the father, which each of the eastern languages makes of its own form of his.
    OF_ONE_FATHER = "eastern slavic"
    # G in Russian, H in Ukrainian and Belarusian: Oleg and Oleh.
    WEST_OF_RUSSIA = "ukrainian"
    # Said A for O, IA for E, H for G and U for V: Hancharou and Goncharov.
    BELARUSIAN = "belarusian"
    # Q for G, C for J, X for KH: Quliyev.
    AZERBAIJANI = "azerbaijani"
    # O for A, O' for U, Q for K, X for KH, J for ZH: Qodirov and Kadyrov, Xo'jayev.
    UZBEK = "uzbek"
    # A word for a son or a daughter behind the father's name: Jumabek uulu and Zhumabekov.
    KYRGYZ = "kyrgyz"
    # J for ZH, U for Ө and Ү; and with the father's name in the genitive in one of the two: Dorjiin Bolormaa.
    MONGOLIAN = "mongolian"
    OF_MONGOLIAN_FATHER = "mongolian fathers'"
    # -YAN or -IAN, and G, D, B said K, T, P in the west: Grigoryan, Krikorian.
    ARMENIAN = "armenian"
    ARABIC = "arabic"
    # The article joined to a name, and E for a short A: Ennasr, Belkacem, Hedi.
    MAGHREBI = "maghrebi"
    # A vowel at the end of an Arabic name, and H for KH: Rajabu, Hamisi.
    SWAHILI = "swahili"
    INDONESIAN = "indonesian"
    # A J that is a Y, or was: Achmad Jani, Achmad Yani.
    OLD_Y = "old indonesian"
    KOREAN = "korean"
    # A CHONG or JONG is what others write JUNG, or JONG, and a SUK a SEOK or not: Pak Chong-hui, Park Jung-hee.
    OLD_KOREAN = "old korean"
    KOREAN_WITH_SUK = "passport korean"
    OLD_KOREAN_WITH_SUK = "old passport korean"
    # LV, LYU and LU for LÜ: Lyu Xiaoming.
    PINYIN = "chinese"
    GREEK = "greek"
    JAPANESE = "japanese"
    SOUTH_ASIAN = "south asian"
    # Tamil writes one letter for K and G, for T and D, for P and B, for CH and S: Murugan.
    TAMIL = "tamil"
    # Sanskrit and Pali words of Thai names, by their letters or as Thai says them: Narindra and Narin.
    SAID_IN_THAI = "said in thai"
    # Words before a family name, joined to it or not: De Luca and Deluca, de la Cruz and Dela Cruz.
    JOINED = "compound"
    # Words with a hyphen between them, run together by others: Anna-Maria and Annamaria, Ken-ichiro and Kenichiro.
    HYPHENATED = "hyphenated"
    # Two given names run together, the first cut short: Giambattista and Giovanni Battista.
    DOUBLE = "double"
    # Letters with marks, spelt out: Schäfer and Schaefer, Çelik and Chelik.
    MARKED = "marked"

    @property
    def how(self) -> str:
        """In which way names of it are compared, in the words of an explanation."""
        return "said in Thai" if self is Tradition.SAID_IN_THAI else f"as {self} names are spelt"


_SPELT_OUT = str.maketrans(
    {"č": "ch", "ç": "ch", "š": "sh", "ş": "sh", "ș": "sh", "ž": "zh", "ë": "yo", "ř": "rzh"}
    | {"ä": "ae", "æ": "ae", "ö": "oe", "ø": "oe", "ü": "ue", "å": "aa", "đ": "dj", "ż": "zh", "ţ": "ts", "ț": "ts"}
)
_MARKS = re.compile("[čçšşșžëřäæöøüåđżţț]")
_TAMIL_LETTER = re.compile("[\u0b80-\u0bff]")
_TAMIL_CH, _OF_ONE_TAMIL_LETTER = re.compile("ch?|sh|j"), str.maketrans("gdb", "ktp")
# Before 1972 Indonesians wrote OE for U, TJ for C, DJ for J and J for Y; of short words that would be anybody's.
_OLD_TONGUES = (Tongue.GENERAL, Tongue.MALAY, Tongue.THAI)
_WITH_JOINED = 2
# What no two Khmer names are compared by: their own OEU is no old U, and VUTHA is no WUT.
_NEVER_KHMER = frozenset({Tradition.INDONESIAN, Tradition.SAID_IN_THAI})


def _rules(*rules: tuple[str, str]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), spelt) for pattern, spelt in rules)


_ARABIC = _rules(
    ("^(?:al|el)(?=[^aeiou]...)", ""),
    # A last Q is spelt after the French in South Asia: Rafique, Haque.
    ("que$", "k"),
    ("ou|oo|uu|o", "u"),
    ("yy", "y"),
    ("ee|ii|iy$|y$", "i"),
    ("aa", "a"),
    # So is a last E behind IN: Chahine.
    ("(?<=..[^aeiou])ine$", "in"),
    # The T of a woman's name is heard as A, in Iran and the Levant as E: Fatemeh, Haniyeh.
    ("eh$", "a"),
    ("zh", "j"),
    # An A before H is heard as E from Turkey to Bengal: Rehman, Mehmood.
    ("(?<!^)eh(?=[^aeiouh])", "ah"),
    ("a[iy]|e[iy]", "ai"),
    ("a[uw]", "au"),
    ("e", "i"),
    ("dj", "j"),
    # Who writes G in Cairo says what others write J, and K is heard for the Q that few ears know.
    # Persian says its two letters for them alike: Ghasem, Qasem.
    ("^gh(?=[aeiou])|q", "k"),
    ("(?<!n)g(?!h)", "j"),
    ("(?<=a)h$", ""),
)
# Whoever writes OU and DJ, or the article EL, means by CH what others write SH: Rachid Boudiaf, Bachar el-Assad.
_FRENCH_CH = re.compile("(?<!s)ch")
_FRENCH, _FRENCH_ARTICLE = re.compile("ou|dj"), "el"
_JOINED_WORDS = frozenset(
    {"de", "del", "dela", "della", "delle", "dello", "degli", "di", "da", "das", "do", "dos", "du", "des"}
    | {"la", "las", "le", "los", "van", "der", "den", "ten", "ter", "von", "zu", "mac", "mc", "o"}
    | {"san", "santa", "santo", "sta", "sto"}
)
# An article that takes the letter behind it, written with the word before: Mujibur Rahman.
_JOINED_ARTICLE = re.compile("(.*[aeiou].*[^aeiou]|.+a)(?:ou|oo|u)(r|sh|s|d|t|n|z)")


@lru_cache(maxsize=20_000)
def traditions_of(form: NameForm) -> frozenset[Tradition]:
    """Return the traditions of which a person's name has a sign."""
    if form.script is Script.CYRILLIC:
        return frozenset({Tradition.SLAVIC, *_northern_signs(form)})
    if form.script is Script.HANGUL:
        return frozenset({Tradition.KOREAN})
    if form.script is Script.OTHER and has_greek_letters(form.native):
        return frozenset({Tradition.GREEK})
    if form.script is Script.OTHER and _TAMIL_LETTER.search(form.native):
        return frozenset({Tradition.TAMIL})
    if form.script is not Script.LATIN:
        return frozenset()
    return frozenset(_signs(form))


def shared_traditions(left: NameForm, right: NameForm) -> list[Tradition]:
    """Return the traditions in which two names are compared, as one of them has a sign.

    Where one is written with marks, an OE in the other is German rather than Malay. Hyphens go where as many words are
    left as the other name has: who writes Anna Maria means two names by it. Double names are one where both parts are.
    """
    signs = traditions_of(left) | traditions_of(right)
    if Tradition.HYPHENATED in signs and not _as_many_without_hyphens(left, right):
        signs -= {Tradition.HYPHENATED}
    if Tradition.DOUBLE in signs and not have_one_double_name(left.tokens, right.tokens):
        signs -= {Tradition.DOUBLE}
    if Tradition.SLAVIC in signs and _differ_in_g(left, right):
        signs |= {Tradition.WEST_OF_RUSSIA}
    if Tradition.SLAVIC in signs and has_father(left.tokens) and has_father(right.tokens):
        signs |= {Tradition.OF_ONE_FATHER}
    if Tradition.MARKED in signs:
        signs -= {Tradition.INDONESIAN}
    if not signs.isdisjoint(_NEVER_KHMER) and are_khmer(left, right):
        signs -= _NEVER_KHMER
    if Tradition.INDONESIAN in signs and have_j_for_y(left.tokens, right.tokens):
        signs |= {Tradition.OLD_Y}
    if Tradition.KOREAN in signs:
        signs |= _of_other_sounds([form.tokens for form in (left, right) if form.script is Script.LATIN])
    signs |= frozenset({Tradition.JAPANESE} if are_one_but_for_n(left.tokens, right.tokens) else ())
    if Tradition.PINYIN in signs and not are_one_with_plain_u(left.tokens, right.tokens):
        signs -= {Tradition.PINYIN}
    if Tradition.ARMENIAN in signs and not (may_be_armenian(left.tokens) and may_be_armenian(right.tokens)):
        signs -= {Tradition.ARMENIAN}
    if Tradition.ARABIC in signs and (is_maghrebi(left.tokens) or is_maghrebi(right.tokens)):
        signs |= {Tradition.MAGHREBI}
    if Tradition.SAID_IN_THAI in signs and not _may_be_said_in_thai(left, right):
        signs -= {Tradition.SAID_IN_THAI}
    return sorted(signs | _of_mongolian_fathers(signs, left, right))


def _of_mongolian_fathers(signs: frozenset[Tradition], left: NameForm, right: NameForm) -> set[Tradition]:
    """Return the way of names of which one says the father's otherwise than the other."""
    otherwise = Tradition.MONGOLIAN in signs and father_said(left.native) is not father_said(right.native)
    return {Tradition.OF_MONGOLIAN_FATHER} if otherwise else set()


@lru_cache(maxsize=20_000)
def are_one_in_cyrillic(left: NameForm, right: NameForm) -> bool:
    """Tell whether two names in Cyrillic are one but for the letters of Uzbek, or how they say a father's name.

    What their letters differ in says nothing then: Қодиров, Кадыров; Дорж, Доржийн.
    """
    if left.script is not Script.CYRILLIC or right.script is not Script.CYRILLIC:
        return False
    return any(
        sorted(_OF_THE_STEPPE[tradition](left.native)) == sorted(_OF_THE_STEPPE[tradition](right.native))
        for tradition in shared_traditions(left, right)
        if tradition in _OF_THE_STEPPE
    )


def _of_other_sounds(latin: list[tuple[str, ...]]) -> set[Tradition]:
    """Return in which other ways Korean names in Latin letters may be read; each syllable is read by itself."""
    with_chong, with_suk = any(map(has_chong, latin)), any(map(has_suk, latin))
    ways = {
        Tradition.OLD_KOREAN: with_chong,
        Tradition.KOREAN_WITH_SUK: with_suk,
        Tradition.OLD_KOREAN_WITH_SUK: with_chong and with_suk,
    }
    return {way for way, is_so in ways.items() if is_so}


def _differ_in_g(left: NameForm, right: NameForm) -> bool:
    """Tell whether one Slavic name has an H where the other may have a G; of two in Latin letters by more than that."""
    if has_plain_h(left.tokens) is has_plain_h(right.tokens) is False:
        return False
    if Script.CYRILLIC in (left.script, right.script):
        return True
    return any(may_have_h_for_g(form.native, form.tokens) for form in (left, right))


def is_for_human(tradition: Tradition, left: NameForm, right: NameForm) -> bool:
    """Tell whether a tradition makes two names alike in part at most: an H of which nobody knows whether it is a G."""
    return tradition is Tradition.WEST_OF_RUSSIA and not _has_h_for_g(left, right)


def _has_h_for_g(left: NameForm, right: NameForm) -> bool:
    """Tell whether one name's H is the other's G by more than the H of a surname: the letters, or a name like Ihor."""
    if has_plain_h(left.tokens) is has_plain_h(right.tokens):
        return False
    with_h, other = (left, right) if has_plain_h(left.tokens) else (right, left)
    if with_h.script is not Script.LATIN:
        return False
    if other.script is Script.CYRILLIC and has_western_letters(other.native):
        return "ґ" not in other.native.lower() and not any("g" in token for token in with_h.tokens)
    return is_h_for_g(with_h.tokens, other.tokens)


def _as_many_without_hyphens(left: NameForm, right: NameForm) -> bool:
    if left.script is not right.script or has_hyphenated_word(left.native) is has_hyphenated_word(right.native):
        return False
    return len(_without_hyphens(left)) == len(_without_hyphens(right))


def _without_hyphens(form: NameForm) -> tuple[str, ...]:
    return across_hyphens(spell_filiation(form.native))


def _may_be_said_in_thai(left: NameForm, right: NameForm) -> bool:
    """Tell whether one of two names may be Thai, none is from elsewhere, and none Lao, whose V is a W: Souphaphone.

    What two Korean names are, Thai ears do not make one: Park Jang-hye, Pak Jong Hye.
    """
    if left.from_elsewhere and right.from_elsewhere:
        return False
    if looks_korean(left.tokens) and looks_korean(right.tokens):
        return False
    if any(is_lao_after_french(form.tokens) or is_rather_western(form.tokens, Tongue.THAI) for form in (left, right)):
        return False
    return _may_be_thai(left) or _may_be_thai(right)


def _may_be_thai(form: NameForm) -> bool:
    return len(form.tokens) == 1 or form.tongue is Tongue.THAI or looks_thai(form.tokens)


def tongue_of(tradition: Tradition) -> Tongue:
    """Return whose spelling habits names of a tradition are compared by."""
    return Tongue.THAI_BY_EAR if tradition is Tradition.SAID_IN_THAI else Tongue.GENERAL


def _signs(form: NameForm) -> Iterable[Tradition]:
    if not form.native.isascii() and _MARKS.search(form.native.lower()):
        yield Tradition.MARKED
    yield from _northern_signs(form)
    if len(form.tokens) > 1 and any(map(is_greek, form.tokens)):
        yield Tradition.GREEK
    if japanese_forms(form.tokens) and any(map(is_japanese_name, form.tokens)):
        yield Tradition.JAPANESE
    if is_of_a_korean(form):
        yield Tradition.KOREAN
    if has_spelt_out_umlaut(form.tokens):
        yield Tradition.PINYIN
    yield from _arabic_signs(form)
    if len(form.tokens) > 1 and any(map(is_south_asian, form.tokens)):
        yield Tradition.SOUTH_ASIAN
    if form.native.isascii() and any(map(is_spelt_by_letters, form.tokens)):
        yield Tradition.SAID_IN_THAI
    if len(form.tokens) > _WITH_JOINED and not _JOINED_WORDS.isdisjoint(form.tokens[:-1]):
        yield Tradition.JOINED
    if has_double_name(form.tokens):
        yield Tradition.DOUBLE
    if len(form.tokens) > _WITH_JOINED and has_hyphenated_word(form.native):
        yield Tradition.HYPHENATED
    if form.tongue in _OLD_TONGUES and form.native.isascii() and any(map(is_in_old_spelling, form.tokens)):
        yield Tradition.INDONESIAN


def _arabic_signs(form: NameForm) -> Iterable[Tradition]:
    ways = {Tradition.ARABIC: looks_arabic(form.tokens), Tradition.SWAHILI: looks_swahili(form)}
    return (way for way, is_so in ways.items() if is_so)


def _northern_signs(form: NameForm) -> Iterable[Tradition]:
    """Yield the traditions of eastern Europe and the Caucasus of which a name in Latin or Cyrillic has a sign."""
    if any(map(is_slavic, form.tokens)):
        yield Tradition.SLAVIC
    if len(form.tokens) == 1:
        return
    if any(map(is_belarusian, form.tokens)):
        yield Tradition.BELARUSIAN
    if any(map(is_armenian, form.tokens)):
        yield Tradition.ARMENIAN
    if is_uzbek(form):
        yield Tradition.UZBEK
    if says_whose_child_by_word(form.native):
        yield Tradition.KYRGYZ
    if looks_mongolian(form.native):
        yield Tradition.MONGOLIAN
    if form.script is Script.LATIN and looks_azerbaijani(form.native, form.tokens):
        yield Tradition.AZERBAIJANI


@lru_cache(maxsize=20_000)
def spelt_in(form: NameForm, tradition: Tradition) -> PreparedName:
    """Return a person's name, ready for comparison, in the one spelling of a tradition.

    Args:
        form: a name in a script that is read in one way.
        tradition: in which it is read.
    """
    if tradition is Tradition.SAID_IN_THAI:
        return _said_in_thai(form)
    tokens = _tokens(form, tradition)
    if len(tokens) < min(2, len(form.tokens)):
        tokens = form.tokens
    return prepare(replace(form, latin=(" ".join(tokens),), tokens=tokens), NameKind.PERSON)


def _said_in_thai(form: NameForm) -> PreparedName:
    words = tuple((token, *say_in_thai(token)) if is_spelt_by_letters(token) else (token,) for token in form.tokens)
    longest = max(map(len, words), default=0)
    whole = tuple(" ".join(ways[min(at, len(ways) - 1)] for ways in words) for at in range(longest))
    prepared = prepare(replace(form, latin=whole or form.latin), NameKind.PERSON)
    return replace(prepared, words=words, paired=words[: len(prepared.paired)])


_WORD_BY_WORD: dict[Tradition, Callable[[str], str]] = {
    Tradition.INDONESIAN: in_new_spelling,
    Tradition.OLD_Y: with_j_as_y,
    Tradition.PINYIN: with_plain_u,
    Tradition.GREEK: greek_form,
    Tradition.ARMENIAN: armenian_form,
}


def _tokens(form: NameForm, tradition: Tradition) -> tuple[str, ...]:
    if tradition is Tradition.MARKED:
        return _spelt_out(form)
    if tradition in _WORD_BY_WORD:
        return tuple(map(_WORD_BY_WORD[tradition], form.tokens))
    if tradition in _AS_A_WHOLE:
        return _AS_A_WHOLE[tradition](form.tokens)
    if tradition in (Tradition.SOUTH_ASIAN, Tradition.TAMIL):
        tokens = tuple(south_asian_form(arabic_form(token)) for token in form.tokens)
        return tuple(map(_in_tamil_letters, tokens)) if tradition is Tradition.TAMIL else tokens
    if tradition is Tradition.JAPANESE:
        return japanese_forms(form.tokens) or form.tokens
    if tradition is Tradition.HYPHENATED:
        return _without_hyphens(form)
    if tradition is Tradition.WEST_OF_RUSSIA:
        return tuple(map(west_of_russia, with_one_father(_spelt_out(form))))
    if tradition is Tradition.OF_ONE_FATHER:
        return tuple(map(slavic_form, with_one_father(_spelt_out(form))))
    if tradition is Tradition.BELARUSIAN:
        return tuple(map(belarusian_form, with_one_father(_spelt_out(form))))
    if tradition is Tradition.AZERBAIJANI:
        own = form.script is Script.LATIN and looks_azerbaijani(form.native, form.tokens)
        return tuple(map(slavic_form, as_others_spell_azerbaijani(form.native) if own else _spelt_out(form)))
    if tradition in _OF_THE_STEPPE:
        return _OF_THE_STEPPE[tradition](form.native)
    if tradition is Tradition.SLAVIC:
        return tuple(map(slavic_form, without_french_ch(_spelt_out(form))))
    return _in_arabic(form, tradition)


def _in_arabic(form: NameForm, tradition: Tradition) -> tuple[str, ...]:
    if tradition is Tradition.SWAHILI:
        return tuple(_respelled(arabic_form(word)) for word in without_swahili_vowels(form.tokens))
    if tradition is Tradition.MAGHREBI:
        form = replace(form, tokens=as_easterners_spell_maghrebi(form.tokens))
    words = _without_articles(form)
    if any(map(_FRENCH.search, words)) or _FRENCH_ARTICLE in form.tokens[:-1]:
        words = tuple(_FRENCH_CH.sub("sh", word) for word in words)
    return tuple(_respelled(arabic_form(word)) for word in words)


def _in_tamil_letters(word: str) -> str:
    """Return a South Asian word with one letter for each sound that Tamil writes with one."""
    return _TAMIL_CH.sub("s", word).translate(_OF_ONE_TAMIL_LETTER)


def _with_joined(tokens: tuple[str, ...]) -> tuple[str, ...]:
    joined, before = list[str](), ""
    for at, token in enumerate(tokens):
        before += token
        if token not in _JOINED_WORDS or at == len(tokens) - 1:
            joined.append(before)
            before = ""
    return tuple(joined)


_OF_THE_STEPPE: dict[Tradition, Callable[[str], tuple[str, ...]]] = {
    Tradition.UZBEK: uzbek_forms,
    Tradition.KYRGYZ: lambda native: tuple(map(slavic_form, kyrgyz_words(native))),
    Tradition.MONGOLIAN: partial(mongolian_forms, bare=False),
    Tradition.OF_MONGOLIAN_FATHER: partial(mongolian_forms, bare=True),
}
_AS_A_WHOLE: dict[Tradition, Callable[[tuple[str, ...]], tuple[str, ...]]] = {
    Tradition.KOREAN: korean_syllables,
    Tradition.OLD_KOREAN: with_chung_for_chong,
    Tradition.KOREAN_WITH_SUK: with_sug_for_suk,
    Tradition.OLD_KOREAN_WITH_SUK: with_both_other_sounds,
    Tradition.DOUBLE: double_names_in_full,
    Tradition.JOINED: _with_joined,
}


def _spelt_out(form: NameForm) -> tuple[str, ...]:
    if form.script is not Script.LATIN or form.native.isascii():
        return form.tokens
    return tokenise(ascii_fold(form.native.lower().translate(_SPELT_OUT)))


def _without_articles(form: NameForm) -> tuple[str, ...]:
    words = arabic_words(form.native, form.script, form.tokens)
    return tuple(
        _without_joined_article(word, behind)
        for word, behind in zip(words, [*words[1:], ""][: len(words)], strict=True)
    )


def _without_joined_article(word: str, behind: str) -> str:
    """Return a word without the article of the one behind it; names that end so are whole: Mansur Rahman."""
    found = _JOINED_ARTICLE.fullmatch(word)
    if found is None or is_arabic_name(word) or not behind.startswith(found[2]):
        return word
    return found[1]


@lru_cache(maxsize=50_000)
def _respelled(token: str) -> str:
    respelled = token
    for pattern, spelt in _ARABIC:
        respelled = pattern.sub(spelt, respelled)
    return respelled or token
