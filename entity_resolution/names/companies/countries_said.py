"""Which countries a company's name says: Jin Bei (Cambodia) and Jin Bei (Thailand) are two companies of one house.

Countries are compared by their ISO codes, so that Burma and Myanmar are one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from entity_resolution.names.companies.bracketed_short_names import COUNTRY_LETTERS
from entity_resolution.names.companies.legal_forms import countries_of_legal_forms, is_country
from entity_resolution.names.scripts.form import NameForm
from entity_resolution.names.scripts.script import Script
from graph.values import normalise_country

# What houses say for a country, and a column of countries does not.
_AS_HOUSES_SAY = {"korea": "KR", "rok": "KR", "dubai": "AE", "roc": "TW", "ksa": "SA", "drc": "CD", "png": "PG"}
# Countries by name or letters. No words for their people, which are brands and given names: Thai, Chinese, Siam, Thái,
# Nhật; nor codes of two letters, which are words: Co, My, In.
_FURTHER_WORDS = """
burma;birma;birmanie;myanma;kampuchea;kamboja;cambodge;campuchia;lao pdr;hk;macao;singapura;filipinas;pilipinas;pakistan
sri lanka;nepal;mongolia;russia;ukraine;kazakhstan;uzbekistan;kyrgyzstan;qatar;kuwait;bahrain;oman;saudi arabia;israel
united arab emirates;united kingdom;england;united states;canada;new zealand;papua new guinea;timor leste;east timor
south korea;north korea;kenya;nigeria;south africa;egypt;ethiopia;uganda;cyprus;malta;ireland;sweden;norway;denmark
finland;seychelles;vanuatu;palau;fiji;trung quoc;thai lan;nhat ban;han quoc;hong kong sar
"""
_FURTHER = frozenset(COUNTRY_LETTERS | set(_FURTHER_WORDS.strip().replace("\n", ";").split(";")))
_IN_ASCII = {"trung quoc": "CN", "thai lan": "TH", "nhat ban": "JP", "han quoc": "KR"}
_IN_BRACKETS = re.compile(r"[(（]([^()（）]+)")
_MOST_WORDS = 3
# In letters that are read by syllables these are none of a country: 老 is lao.
_SYLLABLES = frozenset({"lao"})
# How alike the rest of two names of one house is, of a hundred.
_HOUSE = 80.0
# Letters are initials before a name (H.K. Tan Construction), and a country behind it.
_SET_APART = r"(?:(?<=[(（])|(?<=\s))"
_AT_THE_END = r"(?=[)）]|$|,?\s+(?:co|ltd|limited|inc|pte|sdn|pvt|corp|llc)\b)"
# Other words for a country whose companies are told apart by it. Words for its people, and old ones that are brands
# (Thai, Siam), say no more than any other word.
_OTHER_WORDS = {
    "Myanmar": r"burma|birma|birmanie|myanma",
    "Cambodia": r"kampuchea|(?<=[(（])kamboja(?=[)）])|cambodge|campuchia|khmer republic",
    "Laos": r"lao p\.?d\.?r\.?|lao people'?s democratic republic",
    "Hong Kong": rf"{_SET_APART}h\.?k\.?(?:s\.?a\.?r\.?)?{_AT_THE_END}|hongkong|hong kong sar",
    "Vietnam": r"viet nam",
    "Macau": r"macao",
    "China": rf"{_SET_APART}p\.?r\.?c\.?{_AT_THE_END}|p\.?r\.? china",
    "Singapore": r"singapura|singapour",
    "Philippines": r"filipinas|pilipinas",
}
# How houses cut a country short in brackets, where its people are no brand, and the codes of ISO 3166 that stand there.
_CUT_SHORT = {
    "Cambodia": "KH;KHM;Camb;Cambo;Cam;Khmer",
    "Thailand": "TH;THA;Thai;Siam",
    "Myanmar": "MM;MMR;Myan;Mya",
    "Laos": "LAO;Lao",
    "Vietnam": "VN;VNM;Viet",
    "Philippines": "PH;PHL;Phil;Phils;Phils.;Philippine",
    "Malaysia": "MY;MYS;M'sia;Msia",
    "Singapore": "SG;SGP;S'pore;Spore",
    "Indonesia": "ID;IDN;Indo;Indon",
    "Hong Kong": "HK;HKG",
    "Macau": "MO;MAC",
    "China": "CN;CHN",
    "Taiwan": "TW;TWN",
    "Japan": "JP;JPN",
    "South Korea": "KR;KOR",
    "India": "IN;IND",
    "Bangladesh": "BD;BGD",
    "Sri Lanka": "LK;LKA",
    "Nepal": "NP;NPL",
    "Pakistan": "PK;PAK",
    "Timor Leste": "TL;TLS",
    "Brunei": "BN;BRN",
    "Australia": "AU;AUS",
    "United Arab Emirates": "AE;ARE",
}


def _said_in_brackets(words: str) -> str:
    """Return the pattern of words that say a country where they are all that stands in brackets."""
    return rf"(?<=[(（])\s*(?:{'|'.join(map(re.escape, words.split(';')))})\s*(?=[)）])"


_SAID_OTHERWISE = (
    *((re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE), country) for country, words in _OTHER_WORDS.items()),
    *((re.compile(_said_in_brackets(words), re.IGNORECASE), country) for country, words in _CUT_SHORT.items()),
)


@lru_cache(maxsize=30_000)
def countries_said(form: NameForm) -> frozenset[str]:
    """Return the ISO 3166 alpha-2 codes of the countries that a company's name says, in brackets or not.

    Args:
        form: a company's name, in any script whose countries are read.
    """
    found = frozenset(code for code, _ in _words_for_countries(form)) | _said_otherwise(form.raw)
    if form.script in (Script.LATIN, Script.HAN):
        return found
    # The signs of vowels part no word; what stands in brackets is the country, or none.
    bracketed = (normalise_country(text).value for text in _IN_BRACKETS.findall(form.native))
    return found | frozenset(filter(None, bracketed))


def say_two_countries(left: NameForm, right: NameForm) -> bool:
    """Tell whether each of two companies' names says a country that the other does not, and the rest is alike.

    A country in one alone says nothing: Jin Bei, Jin Bei (Cambodia). One that begins a brand is none of the rest:
    Lao Feng Xiang, Laofengxiang (Singapore).
    """
    mine, theirs = countries_said(left), countries_said(right)
    if mine <= theirs or theirs <= mine:
        return False
    if left.script is not Script.LATIN or right.script is not Script.LATIN:
        return True
    one, other = _without(left, mine - theirs), _without(right, theirs - mine)
    return len(one) == len(other) and fuzz.ratio(" ".join(sorted(one)), " ".join(sorted(other))) > _HOUSE


def are_named_for_two_countries(
    left: Sequence[NameForm], right: Sequence[NameForm], agreeing: Sequence[NameForm]
) -> bool:
    """Tell whether own names of two companies say two countries, and two names of theirs that agree do not say one.

    Jin Bei (Cambodia) and Jin Bei (Thailand) are both called Jin Bei.

    Args:
        left: own names of one company, at least one.
        right: those of the other.
        agreeing: a name of each, own or an alias.
    """
    mine, theirs, said = [[countries_said(form) for form in forms] for forms in (left, right, agreeing)]
    are_two = all(one and other and one.isdisjoint(other) for one in mine for other in theirs)
    return are_two and not frozenset.intersection(*said)


def _said_otherwise(raw: str) -> frozenset[str]:
    said = (normalise_country(country).value for words, country in _SAID_OTHERWISE if words.search(raw) is not None)
    return frozenset(filter(None, said))


@lru_cache(maxsize=100_000)
def in_one_word_for_a_country(raw: str) -> str:
    """Return a company's name as a source wrote it, with the countries that have several names by one: Burma."""
    for words, country in _SAID_OTHERWISE:
        raw = words.sub(country, raw)
    return raw


def _without(form: NameForm, countries: frozenset[str]) -> list[str]:
    """Return the words of a name without those that say one of some countries."""
    said = {place for code, span in _words_for_countries(form) if code in countries for place in span}
    return [word for place, word in enumerate(form.tokens) if place not in said]


def _words_for_countries(form: NameForm) -> Iterator[tuple[str, range]]:
    """Yield the countries that words of a name say, each with the places of its words."""
    words, taken = form.tokens, set[int]()
    for length in range(_MOST_WORDS, 0, -1):  # the longest first: North Korea, Papua New Guinea
        for start in range(len(words) - length + 1):
            span = range(start, start + length)
            code = _country(" ".join(words[start : start + length]), form.script) if taken.isdisjoint(span) else ""
            if code:
                taken.update(span)
                yield code, span


@lru_cache(maxsize=30_000)
def _country(words: str, script: Script) -> str:
    known = is_country(tuple(words.split())) or words in countries_of_legal_forms() or words in _FURTHER
    if not known or (words in _SYLLABLES and script is not Script.LATIN):
        return ""
    return _AS_HOUSES_SAY.get(words) or _IN_ASCII.get(words) or normalise_country(words).value or ""
