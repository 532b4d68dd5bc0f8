"""The words of an address, written in one way: ordinals, floors, and what streets are called in many languages."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from anyascii import anyascii

from entity_resolution.names.tables import read_rows
from entity_resolution.places.notation import short_in_full

MAX_CHARACTERS = 500
# A house's number may stand in brackets, as Burma writes it: No.(45).
_NUMBER_IN_BRACKETS = re.compile(r"\b(no|number|အမှတ်)\.?\s*[(（]\s*(\d+[\w/-]{0,5})\s*[)）]", re.IGNORECASE)
BRACKETS = re.compile(r"[(（\[][^()（）\[\]]*[)）\]]")
# What tells houses of one number apart in Romance languages, and a Dutch house's ground floor: 3 bis, 114 hs.
ADDITIONS = frozenset({"bis", "ter", "quater", "hs", "huis"})
_ADDITION = "|".join(sorted(ADDITIONS))
NUMBER = re.compile(rf"\d+(?:{_ADDITION}|[a-z])?(?:[/-](?:\d+[a-z]?|[a-z]))*")
ADDED = re.compile(rf"(\d+)({_ADDITION})")
_WORD = re.compile(r"[^\W_]+(?:['’.&/-][^\W_]+)*", re.ASCII)
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
_DIRECTIONS = {
    "north": "n", "south": "s", "east": "e", "west": "w", "northeast": "ne", "northwest": "nw", "southeast": "se",
    "southwest": "sw",
}  # fmt: skip
COMPASS = frozenset(_DIRECTIONS.values())
_TWO_DIRECTIONS = re.compile(r"\b([ns])\.\s?([ew])\b", re.IGNORECASE)
# Which of both `St.` means nobody can tell, so both count as the word for a street: 119 St. Marks Place.
_SAINT = {"saint": "st"}
_ORDINAL_NAMES = """
first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth
sixteenth seventeenth eighteenth nineteenth
"""
_CARDINAL_NAMES = "one two three four five six seven eight nine ten eleven twelve"
_NUMBER_WORDS = {
    word: str(number) for names in (_ORDINAL_NAMES, _CARDINAL_NAMES) for number, word in enumerate(names.split(), 1)
}
_TENS = {
    word: 10 * tens
    for names in (
        "twenty thirty forty fifty sixty seventy eighty ninety",
        "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth",
    )
    for tens, word in enumerate(names.split(), 2)
}
ENDS_OF_STREETS = frozenset({"upper", "lower", "inner", "outer", "old", "new", "lama", "baru"})
"""What tells two streets of one name apart beside directions; behind a street, a town's: Upper East Side, New York."""
# The two ends of a Thai street.
_THAI_STREET, _THAI_ENDS = frozenset({"thanon", "tanon"}), {"tai": "s", "nuea": "n", "nua": "n"}
# A floor by its number in one word, which a house may have as well: 2F, 2/F, G/F, L2.
_FLOOR = re.compile(r"(\d{1,2})/?f|(g)/?f|l(\d{1,2})")
# Two houses side by side, as Europe writes them as well; in Thailand and Vietnam a plot and its house: 24/25 Moo 4.
_SIDE_BY_SIDE = re.compile(r"([1-9]\d{1,3})/([1-9]\d{1,3})")
_OF_PLOTS = frozenset(
    {"moo", "mu", "soi", "thanon", "tanon", "trok", "tambon", "amphoe", "ngo", "hem", "ngach", "duong", "pho", "quan"}
)
# How far along a road, and the number there: Km. 5/18.
_KILOMETRE = re.compile(r"km(\d+)?|kilometer|kilometre")
# Raised letters that anyascii would write beside the others.
_SIGNS = (
    (re.compile(r"\bn[°º]\.?\s*(?=\d)|№", re.IGNORECASE), "No "),
    (re.compile(r"\bp[°º]\.?\s", re.IGNORECASE), "paseo "),
)
# In these languages small words join a street's own words to the word for a street: Calle de la Cava Baja.
_ROMANCE = frozenset({"spanish", "catalan", "galician", "portuguese", "italian", "french", "romanian", "tetum"})
_OF = frozenset(
    {"de", "del", "dels", "da", "do", "das", "dos", "du", "des", "di", "della", "dei", "degli", "delle", "dell"}
)
_ARTICLES = frozenset({"la", "las", "los", "le", "les", "el", "l"})
# A word for a street at a word's end, cut short before a house number: Lindeng. 12, Sveav. 5, Marienpl. 8.
_CUT_SUFFIX = re.compile(r"\b([a-z]{4,})(g|v|pl)\.(?=\s*\d)")
_CUT_WORDS = {"g": ("gasse", "gatan", "gade"), "v": ("vagen", "vej", "veien"), "pl": ("platz", "plein", "plads")}
_LEAST_STEM = 3
# A language's usual word for a street, which others translate by either.
_ANY = {"any": ("street", "road"), "-": ()}
_STANDS_ALONE = frozenset("/.")


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetWord:
    """A language's word for streets, in full, and what kinds of street it says; two are one by language and word."""

    language: str
    word: str
    kinds: frozenset[str] = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetWords:
    """The table of words for kinds of streets.

    Attributes:
        ends: the English ones that stand behind the street's own words, so that the town follows.
        before: those that stand before the street's own words.
        joined: of those, the ones that small words may follow.
        known: all of them.
        kinds: what kinds of street each says; of one that tells nothing it has none.
        said: the word of each language that each may be.
        suffixes: those that end a word, the longest first, with the word of each language that they may be.
        dotted: forms that only a full stop or a slash tells from a letter, with the word in full.
        titles: words of streets' own names that are cut short, with the word in full.
    """

    ends: frozenset[str]
    before: frozenset[str]
    joined: frozenset[str]
    known: frozenset[str]
    kinds: dict[str, frozenset[str]]
    said: dict[str, frozenset[StreetWord]]
    suffixes: tuple[tuple[str, frozenset[StreetWord]], ...]
    dotted: dict[str, str]
    titles: dict[str, str]


@lru_cache(maxsize=1)
def street_words() -> StreetWords:
    """Return the words of `street_words.tsv`; a form of two languages says what either does."""
    rows = [_Row(language, _kinds(kind), where, tuple(forms.split())) for language, kind, where, forms in _rows()]
    kinds: dict[str, frozenset[str]] = {}
    full: dict[str, str] = {}
    for row in rows:
        for form in row.forms if row.where in _APART else ():
            kinds[form] = kinds.get(form, frozenset()) | row.kinds
            full.setdefault(form, row.forms[0])
    words = frozenset(form for form in kinds if _STANDS_ALONE.isdisjoint(form))
    suffixes = _said(row for row in rows if row.where == "suffix")
    return StreetWords(
        ends=_forms(row for row in rows if (row.language, row.where) == _ENDS),
        before=words & _forms(row for row in rows if row.where == "before"),
        joined=words & _forms(row for row in rows if row.where == "before" and row.language in _ROMANCE),
        known=words,
        kinds=kinds,
        said=_said(row for row in rows if row.where in _APART),
        suffixes=tuple(sorted(suffixes.items(), key=lambda suffix: -len(suffix[0]))),
        dotted={form: full[form] for form in kinds if form not in words},
        titles={form: row.forms[0] for row in rows if row.where == "within" for form in row.forms[1:]},
    )


@lru_cache(maxsize=1)
def words_in_full() -> dict[str, str]:
    """Return the word in full of each word for a street that is cut short; of one of two languages the first one's."""
    full: dict[str, str] = {}
    for _, _, where, forms in _rows():
        first, *others = forms.split()
        for form in others if where in _APART else ():
            full.setdefault(form, first)
    # A word in full may be another's short form: what is left stands for itself.
    return {form: word for form, word in full.items() if word not in full and _STANDS_ALONE.isdisjoint(form)}


class _Row(NamedTuple):
    """One row of the table."""

    language: str
    kinds: frozenset[str]
    where: str
    forms: tuple[str, ...]


def _forms(rows: Iterable[_Row]) -> frozenset[str]:
    return frozenset(form for row in rows for form in row.forms)


def _said(rows: Iterable[_Row]) -> dict[str, frozenset[StreetWord]]:
    """Return the words that each form may be."""
    found: dict[str, frozenset[StreetWord]] = {}
    for row in rows:
        word = StreetWord(language=row.language, word=row.forms[0], kinds=row.kinds)
        for form in row.forms:
            found[form] = found.get(form, frozenset()) | {word}
    return found


_APART = frozenset({"before", "behind"})
_ENDS = ("english", "behind")


def _rows() -> Iterable[tuple[str, ...]]:
    return read_rows("street_words.tsv")


def _kinds(told: str) -> frozenset[str]:
    return frozenset(kind for part in told.split("+") for kind in _ANY.get(part, (part,)))


def address_words(text: str) -> list[str]:
    """Return the words of an address in lower-case ASCII: numbers in digits, directions by their letters.

    Args:
        text: one line or a part of it, in any script; what stands in brackets is left out.
    """
    return list(_words(text[:MAX_CHARACTERS]))


# A pair's addresses and their parts are read for many questions.
@lru_cache(maxsize=5_000)
def _words(text: str) -> tuple[str, ...]:
    told = BRACKETS.sub(" ", _NUMBER_IN_BRACKETS.sub(r"\1 \2", short_in_full(text)))
    for sign, word in _SIGNS:
        told = sign.sub(word, told)
    plain = anyascii(told).casefold().replace("'", "")
    plain = _TWO_DIRECTIONS.sub(r"\1\2", _without_dots(plain)).replace(".", " ")
    words = tuple(_plain(word) for word in _in_numbers(_WORD.findall(plain)))
    if _THAI_ENDS.keys().isdisjoint(words):
        return words
    return tuple(
        _THAI_ENDS[word] if word in _THAI_ENDS and _ends_a_street(words, at) else word for at, word in enumerate(words)
    )


def _without_dots(plain: str) -> str:
    """Write the words for streets in full that only a full stop or a slash tells from a letter: C/ Toledo, R. da Rosa.

    A letter before a name that has its own word for a street is an initial: 12 R. Hidalgo St.
    """
    before, behind = _dotted_forms()
    if before.search(plain) is None and behind.search(plain) is None:
        return plain
    dotted = street_words().dotted
    if street_words().known.isdisjoint(_WORD.findall(plain.replace(".", " "))):
        plain = before.sub(lambda found: f"{dotted[found[1]]} ", plain)
    return behind.sub(lambda found: f"{dotted[found[1]]} ", plain)


@lru_cache(maxsize=1)
def _dotted_forms() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return how forms with a full stop look before a street's own words, also behind a number, and behind them."""
    forms = {True: set[str](), False: set[str]()}
    for _, _, where, told in _rows():
        forms[where == "before"].update(form for form in told.split() if not _STANDS_ALONE.isdisjoint(form))
    before, behind = (
        "|".join(re.escape(form) for form in sorted(forms[place], key=lambda form: (-len(form), form)))
        for place in (True, False)
    )
    start = r"(?:^\s*|(?<=\d )|(?<=\d, )|(?<=, ))"
    return re.compile(rf"{start}({before})\s*(?=[a-z]{{2}})"), re.compile(rf"(?<=[a-z] )({behind})(?=\s*(?:no\b|\d))")


def _in_numbers(words: Sequence[str]) -> list[str]:
    """Write numbers in words from twenty on, floors and kilometres in one way: Forty-fourth, 2F, Km. 5/18."""
    found: list[str] = []
    for word in _with_additions(_split_tens(words)):
        unit = _NUMBER_WORDS.get(word, "")
        if found and found[-1] in _TENS and len(unit) == 1:
            found[-1] = str(_TENS[found[-1]] + int(unit))
        elif found and found[-1] == "km" and "/" in word:
            found += word.split("/")
        elif (kilometre := _KILOMETRE.fullmatch(word)) is not None:
            found += ["km", *filter(None, kilometre.groups())]
        else:
            found.append(word)
    found = [str(_TENS[word]) if word.endswith("tieth") and word in _TENS else word for word in found]
    return _with_floors(found if not _OF_PLOTS.isdisjoint(found) else list(map(_as_range, found)))


def _as_range(word: str) -> str:
    """Write two houses side by side as a range of them: 48/49."""
    found = _SIDE_BY_SIDE.fullmatch(word)
    return "-".join(found.groups()) if found is not None and int(found[2]) - int(found[1]) == 1 else word


def _with_additions(words: Sequence[str]) -> list[str]:
    """Join what is added to a house number to it, where a street's word or nothing follows: 3 bis, 3 bis rue Cler."""
    found: list[str] = []
    for at, word in enumerate(words):
        ends = at + 1 == len(words) or words[at + 1] in street_words().before
        if found and ends and word in ADDITIONS and found[-1].isdigit():
            found[-1] += word
        else:
            found.append(word.replace("-", "") if ADDED.fullmatch(word.replace("-", "")) else word)
    return found


def _split_tens(words: Iterable[str]) -> list[str]:
    """Part numbers in words with a hyphen: forty-fourth."""
    found: list[str] = []
    for word in words:
        tens, hyphen, unit = word.partition("-")
        found += [tens, unit] if hyphen and tens in _TENS and unit in _NUMBER_WORDS else [word]
    return found


def _with_floors(words: list[str]) -> list[str]:
    """Write a floor in one word as two; beside a street's word and no other number it is a house: 12F Lotus Road."""
    at = next((at for at, word in enumerate(words) if _FLOOR.fullmatch(word)), None)
    if at is None:
        return words
    others = [word for word in words if word[0].isdigit() and word != words[at]]
    if not others and not street_words().known.isdisjoint(words):
        return words
    found = _FLOOR.fullmatch(words[at])
    floor = next(filter(None, found.groups())) if found is not None else ""
    return [*words[:at], "ground" if floor == "g" else floor, "floor", *words[at + 1 :]]


def _ends_a_street(words: Sequence[str], at: int) -> bool:
    """Tell whether a word stands where Thai says which end of a street is meant: Thanon Sathon Tai, Sathon Tai Road."""
    if not _THAI_STREET.isdisjoint(words):
        return True
    return at > 1 and words[at - 1].isalpha() and not street_words().ends.isdisjoint(words[at + 1 : at + 2])


def _plain(word: str) -> str:
    ordinal = _ORDINAL.fullmatch(word)
    if ordinal is not None:
        return ordinal[1]
    return _NUMBER_WORDS.get(word) or _DIRECTIONS.get(word) or _SAINT.get(word) or street_words().titles.get(word, word)


def without_cut_suffix(text: str) -> tuple[str, frozenset[StreetWord]]:
    """Return an address without a street word that is cut short at another's end, and what it may be: Lindeng. 12.

    Args:
        text: one line or a part of it.
    """
    plain = anyascii(text[:MAX_CHARACTERS]).casefold()
    found = _CUT_SUFFIX.search(plain)
    if found is None:
        return text, frozenset()
    said = street_words().said
    return _CUT_SUFFIX.sub(r"\1 ", plain), frozenset[StreetWord]().union(*map(said.__getitem__, _CUT_WORDS[found[2]]))


@lru_cache(maxsize=5_000)
def without_suffix(word: str) -> tuple[str, frozenset[StreetWord]]:
    """Return a word without the word for a street that ends it, and what that may be: Lindengasse.

    Args:
        word: lower-case ASCII.
    """
    for suffix, said in street_words().suffixes:
        if word.endswith(suffix) and len(word) >= _LEAST_STEM + len(suffix):
            return word[: -len(suffix)].rstrip("-"), said
    return word, frozenset()


def may_be_one_kind(left: Sequence[frozenset[StreetWord]], right: Sequence[frozenset[StreetWord]]) -> bool:
    """Tell whether the words for streets of two addresses may say one street, as where a side has none.

    Two words of one language are two streets, whatever they say: Lindenstrasse, Lindenweg. Between two languages a
    usual word for a street may be the other's street or road: Jalan Ampang, Ampang Road.

    Args:
        left: of each word what it may be.
        right: likewise.
    """
    lefts, rights = list(left), list(right)
    for one in left:
        same = next((other for other in rights if one & other), None)
        if same is not None:
            lefts.remove(one)
            rights.remove(same)
    return not lefts or not rights or any(_may_be_translated(one, other) for one in lefts for other in rights)


def _may_be_translated(one: frozenset[StreetWord], other: frozenset[StreetWord]) -> bool:
    if not {word.language for word in one}.isdisjoint(word.language for word in other):
        return False
    kinds = [frozenset[str]().union(*(word.kinds for word in words)) for words in (one, other)]
    return not all(kinds) or not kinds[0].isdisjoint(kinds[1])


def without_particles(words: Sequence[str]) -> list[str]:
    """Leave out the small words between a word for a street and the street's own: Calle de la Cava Baja."""
    joined, found, skipping = street_words().joined, list[str](), ""
    for at, word in enumerate(words):
        more = at + 1 < len(words)
        if more and skipping and (word in _OF or (skipping in _OF and word in _ARTICLES)):
            skipping = word
            continue
        skipping = word if word in joined else ""
        found.append(word)
    return found
