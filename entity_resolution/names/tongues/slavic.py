"""Slavic names: one spelling for those of English, French and German clerks and of scholars: Pougatchev, Pugatschow."""

from __future__ import annotations

import re
from functools import lru_cache

from entity_resolution.names.short_names import full_form

# Endings of Slavic names in English, French, German and scholars' letters, and given names that few others have.
_SLAVIC_END = re.compile(
    "..(?:[oe](?:v|va|ff?|w|wa)|sk(?:y|i|iy|yy|ii|ij|aya|aia|aja)|enk[oa]|t?s?chu?ou?k|v(?:i|y)(?:c|ch|tch|tsch|cz)|[oe]vna)$"
)
# Spanish and Italian names that end alike.
_ELSEWHERE = re.compile("(?:nu|cu|^est)eva$|^(?:casa|villa|terra|ge)nova$|^cordova$")
_SLAVIC_NAMES = frozenset(
    {"sergey", "dmitry", "vladimir", "alexey", "igor", "oleg", "boris", "irina", "olga", "xenia"}
    | {"ihor", "oleh", "olha", "serhii", "serhiy"}
)
# Who writes OU in a Slavic name, TCH or GU before E means by CH what others write SH: Alicher Ousmanov.
_FRENCH, _FRENCH_CH = re.compile("[^aeiou]ou[^aeiou]|^ou[^aeiou]|tch|gue"), re.compile("(?<![st])ch(?!t?ch)")
# Turkic names with Slavic endings begin with what Russian spells ZH and the peoples themselves J: Zhumabayev, Jumabaev.
_TURKIC_END = re.compile("(?:ba|be[kg]|[kq]u?l|jan|zhan|mura[dt]|gali|nazar)[ijy]?[eo](?:v|va|ff?|w|wa)$")
_TURKIC_START = re.compile("^(?:dzh|dj|j)(?=[aeiou])")
_GERMAN_CH = re.compile("(?<![st])ch(?!t?sch)")
# What Ukrainian and Belarusian write H for is G in Russian: Hryhorii, Grigory. An H of two letters is none of it.
_PLAIN_H = re.compile("(?<![kscztpgd])h")
# Given names whose H is Г and nothing else, and patronymics of them: a sign of how Ukrainian and Belarusian are spelt.
_WESTERN_NAME = re.compile(
    "(?:ih[oa]r|[oa]leh|v?olha|serh[ie][iyj]?|s[iy]arh[ie]{1,2}[iyj]?|hryhor|ryhor|b[oa]hdan|[iyj]?e?vhen|yauhen|hal[yi]na"
    "|heorhi|henn?adz?i?|hl[ei]b|hordi|havry(?:lo|il)|ihnat|inha|hanna|marhar[yi]ta|anhelina|herasym|pelahi|yahor)"
    "(?:[iyj]{0,2}|[iyj]*(?:[oea]v[iy]ch|[oei]vna|[ae]una)|[iy]?[iy]a|a)"
)
# Plain H for Х, which Ukrainian writes KH, in words that are written so by many, and where either may be meant.
_MAY_BE_KH = re.compile(
    "^h(?:abar|an(?:enk|in|ov|zh)|ar(?:ch|in|it|la|uk)|asan|leb.|lop|mar|mel|od(?:a|or|yr)|ohl|ol(?:od|m|op)|om(?!el)"
    "|or(?:osh|uzh)|otyn|r(?:ap|eb?t|en|[iy]p|[iy]st|om(?:ov|[iy]kh|ch|en)|ushch|ust)|udiak|us(?:ai|ei)|v(?!ozd)"
    "|[iy](?:mich|tr|zh))|t[iy]h|m[iy]h|l[iy]h|pahom|zahar|s(?:h|t)ah|[dkms]uh|mahn|ohr[iy]m|rahm|voloh|ahm[ae]"
    "|[aeiouy]h(?:ova?|[iy]na?|iv|enk[oa])$"
)
# Names after the father, which stand behind a given name; South Slavic surnames on IC are none.
_PATRONYMIC = re.compile(
    ".+(?:[oea][vw][iy](?:ch|tch|tsch)|[oei][vw]na|[oea]una|inichna|l[iy]{1,2}(?:ch|tch|tsch)|m[iy](?:ch|tch|tsch))"
)
_WITH_FATHER = 3
_OF_FATHER = re.compile("(.{2,}?)[iyj]*[oea]([vwu](?:[iy](?:ch|tch|tsch)|na))")
_ENDINGS_OF_FATHERS = ("", "i", "y", "ei", "iy", "ii", "ai", "o")
# Letters that Russian has not, and endings and names that are rather of Ukraine and Belarus than of Russia.
_WESTERN_LETTERS = frozenset("іїєґў")
_WESTERN_END = re.compile("..(?:enk[oa]|ch?[uy]k|iuk|yuk|yshyn|ych|ii|ets)$|^(?:ihor|oleh|olha|aleh)$")
_ONE_WAY = tuple(
    (re.compile(pattern), spelt)
    for pattern, spelt in (
        ("s?cht?s?ch|stch|szcz|sht?ch", "sh"),
        ("ts?ch|cz", "ch"),
        ("sch|sz", "sh"),
        ("dzh|dj", "j"),
        ("kh", "h"),
        ("x", "ks"),
        # The French write GU for a G before E and I: Guennadi, Serguei.
        ("gu(?=[ei])", "g"),
        ("ou", "u"),
        # And an E behind a last IN: Poutine.
        ("(?<=..[^aeiou])ine$", "in"),
        ("w", "v"),
        ("(?<=[oe])ff?$", "v"),
        ("tz|c(?![hk])", "ts"),
        ("(?<=[^aeiou])i[iyj]e", "ie"),
        # YO is written E as often, and IE, JE and YE are one.
        ("(?<=[bdfgklmnprstvzh])[jyi]o(?=.)|[jyi]e|^[jy]o(?!hn$|seph$)", "e"),
        # Behind CH, SH and ZH it is said O: Gorbachov.
        ("(?<=[csz]h)o(?=va?$)", "e"),
        ("j(?!ohn$|oseph$)|y", "i"),
        ("i+", "i"),
        # Belarusian writes as it says: Hancharenka.
        ("enka$", "enko"),
    )
)


@lru_cache(maxsize=50_000)
def is_slavic(token: str) -> bool:
    """Tell whether a lower-case ASCII token has the ending of a Slavic family name or is a given name of few others."""
    if _SLAVIC_END.search(token) is not None:
        return _ELSEWHERE.search(token) is None
    return full_form(token) in _SLAVIC_NAMES


@lru_cache(maxsize=50_000)
def slavic_form(token: str) -> str:
    """Return a token in the one spelling of Slavic names, short forms in full."""
    token = full_form(token)
    if "w" in token or "tsch" in token:
        # Who writes W or TSCH is German or Polish, and writes CH for KH: Chodorkowski.
        token = _GERMAN_CH.sub("kh", token)
    respelled = _TURKIC_START.sub("zh", token) if _TURKIC_END.search(token) else token
    for pattern, spelt in _ONE_WAY:
        respelled = pattern.sub(spelt, respelled)
    return respelled or token


@lru_cache(maxsize=50_000)
def is_patronymic(token: str) -> bool:
    """Tell whether a lower-case ASCII token may be an eastern Slavic name after the father: Nikolaevich, Viktorovna."""
    return _PATRONYMIC.fullmatch(token) is not None


def without_french_ch(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return a Slavic name with SH for CH where the French wrote it.

    Args:
        tokens: lower-case ASCII.
    """
    if not any(map(_FRENCH.search, tokens)) or not any(
        is_slavic(way) for one in tokens for way in (one, slavic_form(one))
    ):
        return tokens
    return tuple(_FRENCH_CH.sub("sh", token) for token in tokens)


def has_father(tokens: tuple[str, ...]) -> bool:
    """Tell whether a name of three words has one after the father in the middle, or last behind a surname."""
    return len(tokens) == _WITH_FATHER and any(map(is_patronymic, tokens[1:]))


def with_one_father(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return a name of three words with the name after the father in one way: Mykolaiovych, Mikalayevich, Nikolaevich.

    It stands in the middle, or last behind a surname: Petrov Sergei Nikolaevich.

    Args:
        tokens: lower-case ASCII.
    """
    if not has_father(tokens):
        return tokens
    at = 1 if is_patronymic(tokens[1]) else 2
    return (*tokens[:at], _after_father(tokens[at]), *tokens[at + 1 :])


@lru_cache(maxsize=20_000)
def _after_father(token: str) -> str:
    """Return a name after the father, made of his name's commonest form."""
    found = _OF_FATHER.fullmatch(token)
    if found is None:
        return token
    names = (found[1] + ending for ending in _ENDINGS_OF_FATHERS)
    father = next((full for name in names if (full := full_form(name)) != name), found[1])
    return f"{father}ov{'ich' if found[2].endswith('h') else 'na'}"


def west_of_russia(token: str) -> str:
    """Return a token in the one spelling of Slavic names, with an H for G as Ukrainian and Belarusian have it.

    Args:
        token: lower-case ASCII, in which KH is a sound of its own: Khromov is not Gromov.
    """
    return slavic_form(full_form(token.replace("kh", "q").replace("g", "h"))).replace("g", "h")


def is_h_for_g(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether the H of a name in Latin letters is the G of another: one that is spelt as Ukrainian is, one not.

    Who writes Ihor or Serhii writes Г as H. Of a surname alone nobody knows: an H is Х as often, Kharchenko or
    Harchenko. In a name that has a G, too, an H is rather Х, as it is where both are spelt as Ukrainian is.

    Args:
        one: words with a plain H, lower-case ASCII.
        other: words in Latin letters, or those of Cyrillic ones.
    """
    if not any(map(_WESTERN_NAME.fullmatch, one)) or any(map(_WESTERN_NAME.fullmatch, other)):
        return False
    return not any("g" in word or (_PLAIN_H.search(word) and _MAY_BE_KH.search(word)) for word in one)


def has_western_letters(native: str) -> bool:
    """Tell whether a name in Cyrillic is Ukrainian or Belarusian by its letters: its Г is an H, its Х is none."""
    return not _WESTERN_LETTERS.isdisjoint(native.lower())


def has_plain_h(tokens: tuple[str, ...]) -> bool:
    """Tell whether a word has an H that Russian may write as G."""
    return any(_PLAIN_H.search(token) is not None for token in tokens)


@lru_cache(maxsize=20_000)
def may_have_h_for_g(native: str, tokens: tuple[str, ...]) -> bool:
    """Tell whether a name's G or H may be the other's elsewhere: of its letters, its endings, or two words with an H.

    Args:
        native: the name as written, in Cyrillic or Latin letters.
        tokens: its words, lower-case ASCII.
    """
    if has_western_letters(native) or any(map(_WESTERN_END.search, tokens)):
        return True
    return sum(_PLAIN_H.search(token) is not None for token in tokens) > 1
