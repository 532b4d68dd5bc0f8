"""Take the legal form off a company's name, and write its kind-of-thing words (group, hotel, park) in one language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from entity_resolution.names.companies.south_asian_firms import is_short_form_alone, without_short_form
from entity_resolution.names.scripts.latin import ascii_fold
from entity_resolution.names.scripts.script import Script, detect_script
from entity_resolution.names.tables import read_rows
from entity_resolution.names.words.glosses import AT_START, place_rows

# Where a row says which countries have the form.
_COUNTRIES_OF_FORM = 3
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
# The last stop may be missing: S.A.C
_DOTTED = re.compile(r"\b(?:[A-Za-z]\.)+[A-Za-z]\b\.?")
# Forms of Russia and its neighbours in front, which are names or words elsewhere: in their own letters, before a name
# in quotes (GUP, AO), or in capitals before one that is in none (TOO Altyn Dala).
_OF_RUSSIA = re.compile(
    r"^(?:(?:GUP|MUP|AO|TOO|UP)(?=\s*[\"«“„])|TOO(?=\s+\w*[a-z])|(?:ГУП|МУП|АО|АҚ|ҶСК|ТОО|Ч?Т?УП|ОДО)\b)\s*(?=.)"
)
_FORMS_OF_RUSSIA = {
    **dict.fromkeys(("AO", "АО", "АҚ", "ҶСК"), "jsc"),
    **dict.fromkeys(("TOO", "ТОО"), "too"),
}
_QUOTES = re.compile('["«»“”„]')
# Latin forms that are words or names too: taken from the end or the start only, and never the whole name.
_EDGE_ONLY = frozenset(
    {"co", "coy", "corp", "company", "companies", "limited", "persero", "opc", "mtv", "sdn", "pte", "pt", "plt", "cv"}
    | {"ud", "sa", "ag", "ab", "ao", "nv", "bv", "spa", "sas", "lp", "kk", "oy", "too", "tov", "se", "ev", "ug", "sac"}
    | {"sci", "ad", "ood", "ou", "sia", "as", "fz", "spc", "psc", "pvt", "pty", "mbh", "dac", "unlimited"}
    | {"perum", "cty", "pd", "ca", "gk", "yk"}
)
# Of these the ones that no company goes by.
_NEVER_NAMES = frozenset(
    {"co", "coy", "corp", "company", "companies", "limited", "sdn", "pte", "pvt", "pty", "mbh", "unlimited", "persero"}
    | {"pt", "cv"}
)
_NAMES_AS_WELL = _EDGE_ONLY - _NEVER_NAMES
# And the ones that stand in front as well. AB, Oy and SIA do so too, but are names in the region: Ab Rahim, SIA.
_IN_FRONT = frozenset({"pt", "cv", "ud", "pd", "perum", "cty", "tov"})
# Forms of several words that are initials too, as are all forms of single letters: taken from the end only.
_INITIALS = frozenset({("sp", "k"), ("sp", "j"), ("p", "ltd")})
# Forms of several words that say other things inside a name: Fund for Private Enterprise Research.
_AT_AN_END = frozenset(
    {("state", "enterprise"), ("private", "enterprise"), ("individual", "enterprise"), ("limited", "liability")}
    | {("public", "company"), ("sole", "company"), ("sole", "co"), ("mot", "thanh", "vien"), ("usaha", "dagang")}
    | {("sole", "proprietor"), ("household", "business"), ("business", "household"), ("general", "partnership")}
)
# What companies trade in as well: of a bank alone it says that it is one for trade, as TMCP does in Vietnamese.
_OF_A_BANK = frozenset({("commercial", "joint", "stock"), ("joint", "stock", "commercial")})

# Forms that stand before the country of one company of a group as well, and such countries besides those below.
_BEFORE_COUNTRY = frozenset({("sa",), ("s", "a"), ("ag",), ("nv",), ("n", "v"), ("bv",), ("b", "v"), ("sas",)})
_MORE_COUNTRIES = """
argentina austria belgie belgique belgium bolivia brasil brazil cameroun chile colombia cuba deutschland ecuador espana
france germany greece guatemala hellas honduras italia italy luxembourg madagascar mali maroc mexico monaco morocco
nederland netherlands nicaragua niger panama paraguay peru poland polska portugal romania senegal spain suisse
switzerland togo tunisie turkey uruguay venezuela
"""
_OTHER_COUNTRIES = frozenset(_MORE_COUNTRIES.split())

# A dam has the name of its river, so that the word tells which of them is meant.
_TELLING = frozenset({"dam"})
# What places are, and what companies are called: Red River Trading.
_OF_PLACES_ALONE = frozenset(
    {"river", "waterfall", "port", "station", "temple", "prison", "central prison", "checkpoint", "university"}
    | {"college", "prefecture"}
    | {"apartment", "condominium", "dormitory", "villa", "guesthouse", "residence", "shophouse", "housing", "borey"}
    | {"urban", "area", "office", "club", "base", "mall", "warehouse"}
)
_OF_MARKED_SCRIPTS = re.compile("[\u0900-\u0fff\u1000-\u109f\u1780-\u17ff]")
# How many words the names of known places have at most.
_PLACE_WORDS = 4

# Countries after which the companies of a group are told apart.
_COUNTRIES = frozenset(
    {("viet", "nam"), ("hong", "kong"), ("timor", "leste"), ("cambodia",), ("thailand",), ("laos",), ("lao",)}
    | {("vietnam",), ("myanmar",), ("malaysia",), ("singapore",), ("indonesia",), ("philippines",), ("brunei",)}
    | {("china",), ("hongkong",), ("macau",), ("macao",), ("taiwan",), ("japan",), ("korea",), ("india",)}
    | {("bangladesh",), ("australia",), ("dubai",)}
)

# The canonical forms, most telling first: a limited partnership is limited as well.
_MOST_TELLING = (
    *("general", "partnership", "partners", "opc", "sole", "free", "dmcc", "closed", "members", "ltd", "jsc", "stock"),
    *("simplified", "llc", "too", "spa", "civil", "association", "foreign", "corp"),
)
# And with which a form is joined to the name before it.
_JOIN_FORMS = frozenset({"of", "and"})
# Words that companies and places are joined with, which registers and guides keep or drop at will.
JOINING_WORDS = frozenset(
    {"the", "and", "of", "for", "at", "a", "in", "le", "les", "il", "lo", "di", "du", "de", "del", "der", "die", "und"}
    | {"et", "y", "dengan"}
)


@lru_cache(maxsize=1)
def _word_forms() -> dict[tuple[str, ...], str]:
    return {tuple(row[1].split()): row[0] for row in read_rows("legal_forms.tsv") if row[2] == "word"}


@lru_cache(maxsize=1)
def _countries() -> dict[str, frozenset[str]]:
    """Return the countries that alone have a form, of those forms that few have."""
    rows = (row for row in read_rows("legal_forms.tsv") if len(row) > _COUNTRIES_OF_FORM)
    return {row[1]: frozenset(row[_COUNTRIES_OF_FORM].split()) for row in rows}


@lru_cache(maxsize=1)
def _inside_forms() -> tuple[tuple[str, str], ...]:
    found = [(row[1], row[0]) for row in read_rows("legal_forms.tsv") if row[2] == "inside"]
    return tuple(sorted(found, key=lambda form: len(form[0]), reverse=True))


class LegalForm(NamedTuple):
    """A company's name without its legal form, and what that form is.

    Attributes:
        rest: the name.
        canonical: the form (`ltd`, `jsc`, ...), or the empty string.
        countries: those whose companies alone have such a form; empty where many have it, or the forms disagree.
    """

    rest: str
    canonical: str
    countries: frozenset[str]


NO_NAME = LegalForm("", "", frozenset())


def strip_legal_form(text: str) -> LegalForm:
    """Take the legal form off a company's name.

    Args:
        text: a cleaned name in any script.
    """
    found: list[str] = []
    words: list[str] = []
    if of_russia := _OF_RUSSIA.match(text):
        found.append(_FORMS_OF_RUSSIA.get(of_russia[0].strip(), "foreign"))
        text = " ".join(_QUOTES.sub(" ", text[of_russia.end() :]).split()) or text
    if (short := without_short_form(text)) != text:
        found.append("ltd")
        text = short
    rest = _strip_inside(text, found)
    rest = _strip_words(rest, found, words)
    return LegalForm(rest, _canonical(found), _countries_of(words)) if rest else LegalForm(text, "", frozenset())


def is_legal_form_alone(text: str) -> bool:
    """Tell whether a cleaned name is nothing but legal forms: `Co., Ltd.`; of one that may be a name (SIA) it is not.

    Args:
        text: a cleaned name in any script.
    """
    rest = text
    if is_short_form_alone(text):
        return True
    if not text.isascii():
        for written, _ in _inside_forms():
            rest = rest.replace(written, " ")
    words = [_as_form(word) for word in _WORD.findall(_closed_up(rest))]
    kept = [True] * len(words)
    for at, form in _places(words):
        if not _is_of_letters(form) and (len(form) > 1 or form[0] not in _NAMES_AS_WELL):
            kept[at : at + len(form)] = [False] * len(form)
    return not any(kept) and any(map(str.isalpha, text))


def _canonical(found: list[str]) -> str:
    """Return the most telling of the forms found: `ltd` says more than `corp` (Co.) beside it."""
    return next((form for form in _MOST_TELLING if form in found), "")


def _strip_inside(text: str, found: list[str]) -> str:
    if text.isascii():
        return text
    for form, canonical in _inside_forms():
        if form in text:
            left = text.replace(form, " ")
            if any(char.isalpha() for char in left):
                text = " ".join(left.split())
                found.append(canonical)
    return text.strip(" ()（）.,")


def _countries_of(forms: list[str]) -> frozenset[str]:
    """Return the countries that have all of the forms which few countries have."""
    named = [_countries()[form] for form in forms if form in _countries()]
    return frozenset.intersection(*named) if named else frozenset()


def _strip_words(text: str, found: list[str], written: list[str]) -> str:
    """Take whole-word forms off the ends, and the longer ones from anywhere; the words kept stay as written."""
    closed = _closed_up(text)
    spans = [match.span() for match in _WORD.finditer(closed)]
    words = [_as_form(closed[start:end]) for start, end in spans]
    keep = [True] * len(words)
    # A form may stand at the end once another is gone: Lotus Corp. PCL.
    bracket = _bracket_at(closed, spans)
    while _take_off(_places(words), keep, found, written, _country_at(words), bracket=bracket):
        pass
    if all(keep):
        return text
    _drop_what_joined(words, keep)
    return " ".join(closed[start:end] for (start, end), kept in zip(spans, keep, strict=True) if kept)


def _bracket_at(text: str, spans: list[tuple[int, int]]) -> int:
    """Return where a bracket at the end begins, before which a form stands as at an end: Lotus Co (Ohio)."""
    opening = text.rfind("(") if text.endswith(")") else -1
    return (
        next((at for at, (start, _) in enumerate(spans) if start > opening), len(spans)) if opening > 0 else len(spans)
    )


def _country_at(words: list[str]) -> int:
    """Return where the country stands that a company's name ends with: Lotus S.A. Panama; -1 without one."""
    if tuple(words[-2:]) in _COUNTRIES:
        return len(words) - 2
    return len(words) - 1 if words and (tuple(words[-1:]) in _COUNTRIES or words[-1] in _OTHER_COUNTRIES) else -1


def _as_form(word: str) -> str:
    """Return a word as forms are written; letters between the marks of a script of India or the region are no word.

    ลักกี้ (Lucky) ends with no K.K. of Japan.
    """
    return word if _OF_MARKED_SCRIPTS.search(word) else ascii_fold(word)


def _drop_what_joined(words: list[str], keep: list[bool]) -> None:
    """Drop what joined a form to the words before it: Lotus Group of Companies (Laos) is Lotus Group (Laos)."""
    for at in range(1, len(words) - 1):
        if words[at] in _JOIN_FORMS and not keep[at + 1]:
            keep[at] = False


def _take_off(
    places: list[tuple[int, tuple[str, ...]]],
    keep: list[bool],
    found: list[str],
    written: list[str],
    country: int,
    *,
    bracket: int,
) -> bool:
    """Take the forms that may be taken off now, their canonical ones and themselves; return whether there was one."""
    forms, before = _word_forms(), sum(keep)
    for at, form in places:
        here = slice(at, at + len(form))
        before_country = at > 0 and form in _BEFORE_COUNTRY and here.stop == country
        if all(keep[here]) and sum(keep) > len(form) and (before_country or _at_edge(form, at, keep, bracket)):
            keep[here] = [False] * len(form)
            found.append(forms[form])
            written.append(" ".join(form))
    return sum(keep) < before


def _places(words: list[str]) -> list[tuple[int, tuple[str, ...]]]:
    """Return where forms stand, the longest first; those of single letters last, so that no form follows them."""
    # Few words begin a form: only there it is looked for.
    starts = _form_lengths()
    places = [
        (at, form)
        for at, word in enumerate(words)
        for length in starts.get(word, ())
        if len(form := tuple(words[at : at + length])) == length and form in _word_forms()
        if form not in _OF_A_BANK or words[at + length : at + length + 1] == ["bank"]
    ]
    return sorted(places, key=lambda place: (_is_of_letters(place[1]), -len(place[1]), place[0]))


@lru_cache(maxsize=1)
def _form_lengths() -> dict[str, tuple[int, ...]]:
    """Return how many words the forms have that begin with a word."""
    found: dict[str, set[int]] = {}
    for form in _word_forms():
        found.setdefault(form[0], set()).add(len(form))
    return {word: tuple(lengths) for word, lengths in found.items()}


def _is_of_letters(form: tuple[str, ...]) -> bool:
    return all(len(word) == 1 for word in form)


def _at_edge(form: tuple[str, ...], at: int, keep: list[bool], bracket: int) -> bool:
    behind = any(keep[at + len(form) : bracket if 0 < at < bracket else None])
    if form in _INITIALS or _is_of_letters(form):
        return not behind
    if form in _AT_AN_END:
        return not behind or not any(keep[:at])
    if len(form) > 1 or form[0] not in _EDGE_ONLY:
        return True
    return not behind or (form[0] in _IN_FRONT and not any(keep[:at]))


def _closed_up(text: str) -> str:
    """Close up dotted abbreviations: `P.T.` becomes `PT`, `S.A.` becomes `SA`."""
    if "." not in text:
        return text
    return _DOTTED.sub(lambda found: found.group().replace(".", "") + " ", text)


@lru_cache(maxsize=1)
def countries_of_one_word() -> frozenset[str]:
    """Return the countries of one word after which the companies of a group are told apart."""
    return frozenset(words[0] for words in _COUNTRIES if len(words) == 1)


@lru_cache(maxsize=1)
def _names_of_places() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(english.split()) for english, _ in place_rows())


def is_place_alone(tokens: tuple[str, ...]) -> bool:
    """Tell whether the Latin words of a name are nothing but those of a known town, province or state."""
    return tokens in _names_of_places()


@lru_cache(maxsize=30_000)
def town_behind(tokens: tuple[str, ...]) -> frozenset[int]:
    """Return where the Latin words stand that say in which known town or state a thing is, behind what it is called.

    In front they are part of the name: Kandal Stueng is not in Kandal. A name of nothing else has none.
    """
    names, found, at = _names_of_places(), set[int](), len(tokens)
    while at:
        length = next((size for size in range(1, _PLACE_WORDS + 1) if tokens[max(0, at - size) : at] in names), 0)
        if not length and tokens[at - 1] not in kind_words_of_places():
            return frozenset(found)
        found.update(range(at - length, at))
        at -= length or 1
    return frozenset()


@lru_cache(maxsize=30_000)
def country_behind(tokens: tuple[str, ...]) -> frozenset[int]:
    """Return where the Latin words stand that say in which country a company is one of a group: Alpha (Thailand).

    Of a name of nothing else but kinds of things, and behind a word that joins (Bank of Thailand), it is the name.
    """
    last = next((at for at in reversed(range(len(tokens))) if tokens[at] not in kind_words()), 0)
    length = next((size for size in (2, 1) if tokens[max(0, last + 1 - size) : last + 1] in _COUNTRIES), 0)
    front = tokens[: last + 1 - length]
    if not length or not front or front[-1] in JOINING_WORDS or all(word in untelling_words() for word in front):
        return frozenset()
    return frozenset(range(len(front), last + 1))


@lru_cache(maxsize=1)
def _native_countries() -> re.Pattern[str]:
    forms = [
        form
        for english, forms in read_rows("place_words.tsv")
        if (english,) in _COUNTRIES
        for form in forms.split()
        if not form.isascii()
    ]
    longest_first = "|".join(map(re.escape, sorted(forms, key=len, reverse=True)))
    return re.compile(rf" ?[(（]?(?:{longest_first})[)）]?$")


def without_country(native: str) -> str:
    """Return a company's name in a script of the region without the country behind it, if anything else is left."""
    if native.isascii():
        return native
    return _native_countries().sub("", native) or native


@lru_cache(maxsize=30_000)
def country_in_front(tokens: tuple[str, ...]) -> frozenset[int]:
    """Return where the Latin words stand that say a company's country before its name: Macau Jinlong.

    Of a name of nothing else but kinds of things, it is the name.
    """
    length = next((size for size in (2, 1) if tokens[:size] in _COUNTRIES), 0)
    if not length or all(word in untelling_words() for word in tokens[length:]):
        return frozenset()
    return frozenset(range(length))


@lru_cache(maxsize=1)
def _hanzi_places() -> tuple[re.Pattern[str], Mapping[str, str]]:
    places = {
        form.lstrip(AT_START): english
        for english, forms in place_rows()
        for form in forms.split()
        if form.lstrip(AT_START) and detect_script(form.lstrip(AT_START)) is Script.HAN
    }
    longest_first = "|".join(map(re.escape, sorted(places, key=len, reverse=True)))
    return re.compile(rf"^({longest_first})(?=.)|(?<=.)[(（]?({longest_first})[)）]?$"), places


@lru_cache(maxsize=30_000)
def hanzi_place(native: str) -> tuple[str, str]:
    """Return the known place at the beginning or end of a company's name in Hanzi, in English, and what is left.

    Both are empty where it has none.
    """
    pattern, places = _hanzi_places()
    found = pattern.search(native)
    if found is None:
        return "", ""
    return places[found[1] or found[2]], (native[: found.start()] + native[found.end() :]).strip()


def is_country(tokens: tuple[str, ...]) -> bool:
    """Tell whether Latin words are those of a country after which the companies of a group are told apart."""
    return tokens in _COUNTRIES


def countries_of_legal_forms() -> frozenset[str]:
    """Return the further countries of one word that stand behind a legal form: Peru."""
    return _OTHER_COUNTRIES


@lru_cache(maxsize=1)
def kind_words() -> frozenset[str]:
    """Return the English kind-of-thing words, which tell little about which thing is meant."""
    return frozenset(row[0] for row in read_rows("glosses.tsv")) - _TELLING - _OF_PLACES_ALONE


@lru_cache(maxsize=1)
def kind_words_of_places() -> frozenset[str]:
    """Return the English words that say what kind of thing a place is, those included that companies are called by."""
    return kind_words() | _OF_PLACES_ALONE


@lru_cache(maxsize=1)
def untelling_words() -> frozenset[str]:
    """Return the words that make no blocking key: kinds of things, and the words of English that only join others."""
    return kind_words() | {"the", "and", "of"}


@lru_cache(maxsize=1)
def untelling_words_of_places() -> frozenset[str]:
    """Return the words that make no blocking key of a place."""
    return kind_words_of_places() | untelling_words()
