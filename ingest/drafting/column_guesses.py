"""What a column of a table probably has: by the words of its heading, and by what its values are read as.

A heading alone is never enough, since nobody can be sure that its author meant what the word says. What somebody's
property is (`passport`, `email`) needs a heading that says that and nothing else: `passport of guardian` is another
person's. A value is looked at, and none is kept.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from graph import PropertySchema, SubjectRole
from graph.values import (
    DAY_COUNT,
    NormalisedValue,
    ValueStatus,
    ValueType,
    normalise,
)
from ingest.drafting.cell_shapes import Clock, are_posts, clock_of, holds_zeros, lacks_zone
from ingest.drafting.column_words import HeadingWord, Meaning, heading_word
from ingest.drafting.heading_owners import Owner, heading_owner
from ingest.drafting.heading_sides import Side, heading_side
from ingest.drafting.heading_units import without_unit
from ingest.values.unread_values import MAY_BE_SEVERAL

MOST_VALUES = 100
"""Distinct values of a column that are looked at."""
_MOST, _NEARLY_ALL, _FEWEST_ALONE = 0.6, 0.9, 3
_NO_HINTS: Mapping[str, str] = MappingProxyType({})
_TYPES = {
    Meaning.FULL_NAME: ValueType.NAME,
    Meaning.ALIAS: ValueType.NAME,
    Meaning.BIRTH_DATE: ValueType.DATE,
    Meaning.NATIONALITY: ValueType.COUNTRY,
    Meaning.PASSPORT: ValueType.DOCUMENT,
    Meaning.NATIONAL_ID: ValueType.DOCUMENT,
    Meaning.PHONE: ValueType.PHONE,
    Meaning.ACCOUNT: ValueType.ACCOUNT,
    Meaning.WALLET: ValueType.WALLET,
    Meaning.EMAIL: ValueType.EMAIL,
    Meaning.URL: ValueType.URL,
    Meaning.HANDLE: ValueType.HANDLE,
    Meaning.PLATE: ValueType.PLATE,
    Meaning.DEVICE: ValueType.DEVICE,
    Meaning.CELL: ValueType.CELL,
    Meaning.POSITION: ValueType.COORDINATES,
    **dict.fromkeys((Meaning.AMOUNT, Meaning.AMOUNT_IN, Meaning.AMOUNT_OUT), ValueType.AMOUNT),
}
_TIMES = frozenset({Meaning.DAY, Meaning.POSTED})
_TEXTS = frozenset({Meaning.ADVERT_TITLE, Meaning.ADVERT_TEXT, Meaning.SALARY, Meaning.WORKPLACE, Meaning.POSTED})
_BOOKED = frozenset({Meaning.AMOUNT_IN, Meaning.AMOUNT_OUT})
_HINTS = {Meaning.PASSPORT: {"type": "passport"}, Meaning.NATIONAL_ID: {"type": "national-id"}}
OF_ITS_OWN = frozenset(
    {Meaning.PHONE, Meaning.ACCOUNT, Meaning.WALLET, Meaning.URL, Meaning.HANDLE, Meaning.PLATE, Meaning.DEVICE}
)
"""What is a record of its own, whoever has it."""
# Their values tell what they are; of URLs those of accounts are handles, which are asked first.
_TELLING = (Meaning.EMAIL, Meaning.WALLET, Meaning.HANDLE, Meaning.URL, Meaning.PHONE)
# Headings that say nothing against what the values are.
_UNTOLD_NAMES = frozenset({Meaning.SOME_NAME, Meaning.NAME_PART, Meaning.COMPANY_OR_PLACE, Meaning.SOMEBODY})
# `Cell` heads columns of phone numbers too.
_VAGUE = frozenset({Meaning.ADDRESS, Meaning.NOTES, Meaning.REFERENCE, Meaning.CELL}) | _UNTOLD_NAMES
_SEPARATORS: tuple[str, ...] = (
    *("/", ";", ",", "\n", "|", " - ", " \u2013 ", "&"),
    *("และ", "ແລະ", "និង", "နှင့်", "和", " and ", " và ", " dan "),
)
_BETWEEN_NAMES: tuple[str, ...] = ("/", ";", "\n", "|")  # a comma stands within names too
_NAMES = frozenset({Meaning.FULL_NAME, Meaning.ALIAS})
# What a heading cannot mean where it names a document's days, whose word for expiry holds that for age, or a place.
_DOCUMENTS = frozenset({Meaning.PASSPORT, Meaning.NATIONAL_ID})
_NOT_OF: Mapping[Owner | None, frozenset[Meaning]] = {
    Owner.DOCUMENT: _DOCUMENTS | {Meaning.AGE, Meaning.BIRTH_DATE},
    Owner.PLACE: _DOCUMENTS | _NAMES | {Meaning.SOME_NAME, Meaning.COMPANY_OR_PLACE},
}
_ROLES = frozenset(map(str, SubjectRole))
_CODE = re.compile(r"[A-Za-z][ -]?\d(?:[ -]?\d){5,}")
_REGION = ("TH", "KH", "LA", "MM", "VN", "MY", "SG", "ID", "PH", "CN", "HK", "TW", "IN", "BD", "PK", "KE", "ET", "UG")


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnGuess:
    """What a column probably has.

    `is_certain`: heading and values say so, else it is for a human. `separators`: stand between several in some cells,
    of names or of what is a record of its own, the commonest first. `counts_days`: numbers stand where days should, as
    spreadsheets count them. `is_unique`: each row looked at has a value, and no two the same. `owner`: whose it is,
    where the heading says that it is not the person's of the row. `outside`: how many cells have a word that is none of
    somebody's sex or role, where the column is of these. `side`: where it stands in a transfer or a call. `clock`: what
    its times hold; `is_utc`: the heading says UTC, and no cell does. `has_zeros`: some amounts are zero. `is_constant`:
    several rows have a value, and all the same.
    """

    name: str
    meaning: Meaning | None
    is_certain: bool = False
    separators: tuple[str, ...] = ()
    counts_days: bool = False
    is_unique: bool = False
    owner: Owner | None = None
    outside: int = 0
    side: Side | None = None
    clock: Clock | None = None
    is_utc: bool = False
    has_zeros: bool = False
    is_constant: bool = False


def guess_column(name: str, cells: Sequence[str], *, sex: PropertySchema, country: str | None) -> ColumnGuess:
    """Return what a column probably has.

    Args:
        name: its heading.
        cells: its values, with empty ones.
        sex: the property whose words a column of somebody's sex has.
        country: that local numbers are read with, None where nothing says.
    """
    texts = list(dict.fromkeys(cell for cell in cells if cell))[:MOST_VALUES]
    (word, owner), side = _read_heading(name), heading_side(name)
    # The exports of one address have it in each row, on either side.
    told = _told_by_values(texts, fewest=1 if side is not None else _FEWEST_ALONE)
    meaning = _agreed(word, told)
    read = [] if meaning is None else _read_all(meaning, texts, name, country)
    if meaning is Meaning.PHONE and _are_codes(texts, read):
        meaning = None
    if meaning is Meaning.ACCOUNT and texts and not any(map(str.isdecimal, "".join(texts))):
        meaning = Meaning.ACCOUNT_HOLDER  # `Beneficiary account name`
    separators = _separators(meaning, texts, read)
    return ColumnGuess(
        name=name,
        meaning=meaning,
        is_certain=_may_be_certain(word, told) and _bears_out(meaning, texts, read, separators, sex),
        separators=separators,
        counts_days=_share([value.reason == DAY_COUNT for value in read]) >= _MOST,
        is_unique=len(cells) >= _FEWEST_ALONE and len(set(cells)) == len(cells) and all(cells),
        owner=owner,
        outside=_outside(meaning, cells, sex),
        side=side,
        clock=clock_of(texts, country) if meaning in _TIMES else None,
        is_utc=meaning in _TIMES and lacks_zone(name, texts),
        has_zeros=meaning in _BOOKED and holds_zeros(texts),
        is_constant=len(texts) == 1 and sum(map(bool, cells)) > 1,
    )


def local_country(columns: Mapping[str, Sequence[str]]) -> str | None:
    """Return the one country of the region of which most local phone numbers are, in columns that are headed so."""
    texts = [text for name, cells in columns.items() if _is_headed(name, Meaning.PHONE) for text in cells if text]
    local = [text for text in dict.fromkeys(texts) if not text.startswith("+")][:MOST_VALUES]
    counts = Counter({code: sum(_is_valid(ValueType.PHONE, text, code) for text in local) for code in _REGION})
    (best, most), (_, next_most) = counts.most_common(2)
    return best if most > next_most and most >= _MOST * len(local) else None


def _is_headed(name: str, meaning: Meaning) -> bool:
    word = heading_word(name)
    return word is not None and word.meaning is meaning


def _read_heading(heading: str) -> tuple[HeadingWord | None, Owner | None]:
    """Return what a heading means, None where that cannot be of whose it is, and whose it is."""
    word, owner = heading_word(without_unit(heading)), heading_owner(heading)
    if word is not None and word.meaning in _NOT_OF.get(owner, ()):
        return None, owner
    # A word of the list says one thing, though that for a surname may hold the one for a family.
    says_all = word is not None and word.is_whole and owner is not Owner.EVENT
    return word, None if says_all else owner


def _agreed(word: HeadingWord | None, told: Meaning | None) -> Meaning | None:
    """Return what heading and values say together: the heading, unless it says nothing against what values tell."""
    return told if word is None or _gives_way(word, told) else word.meaning


def _gives_way(word: HeadingWord, told: Meaning | None) -> bool:
    """Return whether a heading says nothing against what values are: a link may be one to an account."""
    if told is None:
        return False
    return word.meaning in _VAGUE or (word.meaning is Meaning.URL and told is Meaning.HANDLE)


def _may_be_certain(word: HeadingWord | None, told: Meaning | None) -> bool:
    """Return whether heading and values leave one meaning, and of somebody's property whose it is."""
    if word is None or _gives_way(word, told):
        return told in OF_ITS_OWN
    return told in {None, word.meaning} and (word.is_whole or word.meaning in OF_ITS_OWN)


def _bears_out(
    meaning: Meaning | None,
    texts: Sequence[str],
    read: Sequence[NormalisedValue],
    separators: Sequence[str],
    sex: PropertySchema,
) -> bool:
    """Return whether most values are what the column is taken for, which no value is that only a heading tells."""
    if meaning is Meaning.SEX:
        return _share([sex.word(text) is not None for text in texts]) >= _NEARLY_ALL
    if meaning is Meaning.WALLET_MEMO:
        # A column of notes has this heading too, and words about a person are no part of a reference.
        return all(any(map(str.isdecimal, text)) and len(text.split()) == 1 for text in texts)
    if meaning in _NAMES and (
        separators or _share([any(map(str.isdecimal, text)) for text in texts]) > 1 - _NEARLY_ALL
    ):
        return False
    # Texts are what they are; and nothing may have come to an account in the month of a statement.
    if meaning in _TEXTS or (meaning in _BOOKED and not texts):
        return True
    if meaning is Meaning.PHONE and all(value.status is ValueStatus.SHORT for value in read):
        return False  # codes of networks and services, if they are numbers at all
    return _share([_is_read(value) for value in read]) >= _MOST


def _are_codes(texts: Sequence[str], read: Sequence[NormalisedValue]) -> bool:
    """Return whether nearly all cells of a column that is headed as one of numbers are one letter and digits.

    The A-number of a file on an alien (`A 200 012 345`) is headed as the calling number of a switch may be.
    """
    coded = [
        _CODE.fullmatch(text) is not None and not _is_number(value) for text, value in zip(texts, read, strict=True)
    ]
    return _share(coded) >= _NEARLY_ALL


def _is_number(value: NormalisedValue) -> bool:
    return value.status in {ValueStatus.VALID, ValueStatus.POSSIBLE}


def _outside(meaning: Meaning | None, cells: Sequence[str], sex: PropertySchema) -> int:
    """Return how many cells have another word than those of a closed vocabulary, 0 for a meaning without one."""
    if meaning is Meaning.SEX:
        return sum(sex.word(cell) is None for cell in cells if cell)
    return sum(cell not in _ROLES for cell in cells if cell) if meaning is Meaning.ROLE else 0


def _is_read(value: NormalisedValue) -> bool:
    """Return whether a value is one of its type, or several of them in one cell."""
    may_be_several = value.reason in MAY_BE_SEVERAL and any(sign in value.raw for sign in _SEPARATORS)
    return value.status is not ValueStatus.INVALID or may_be_several


def _told_by_values(texts: Sequence[str], *, fewest: int) -> Meaning | None:
    """Return what values are that nothing else looks like: by a checksum, a plus, an at sign or the form of a link."""
    if len(texts) < fewest:
        return None
    for meaning in _TELLING:
        if _share([_tells(meaning, text) for text in texts]) >= _NEARLY_ALL:
            return Meaning.URL if meaning is Meaning.HANDLE and are_posts(texts) else meaning
    return None


def _tells(meaning: Meaning, text: str) -> bool:
    if meaning is Meaning.URL and "://" not in text:
        return False
    if meaning is Meaning.PHONE and not text.startswith("+"):
        return False
    return _is_valid(_TYPES[meaning], text, None)


def _is_valid(value_type: ValueType, text: str, country: str | None) -> bool:
    return normalise(value_type, text, country=country).status is ValueStatus.VALID


def _read_all(meaning: Meaning, texts: Sequence[str], heading: str, country: str | None) -> Sequence[NormalisedValue]:
    """Return what the values of a column are read as; nothing where its meaning is of no type that tells."""
    if meaning not in _TYPES:
        return []
    hints = {"platform": heading} if meaning is Meaning.HANDLE else _HINTS.get(meaning, _NO_HINTS)
    return [normalise(_TYPES[meaning], text, country=country, hints=hints) for text in texts]


def _separators(meaning: Meaning | None, texts: Sequence[str], read: Sequence[NormalisedValue]) -> tuple[str, ...]:
    """Return what stands between the numbers or names of cells that hold several, the commonest first."""
    if meaning in _NAMES:
        several, signs = list(texts), _BETWEEN_NAMES
    elif meaning in OF_ITS_OWN:
        several = [text for text, value in zip(texts, read, strict=True) if value.reason in MAY_BE_SEVERAL]
        signs = _SEPARATORS
    else:
        return ()
    counts = Counter(sign for text in several for sign in signs if _parts(text, sign, meaning))
    return tuple(sign for sign, _ in counts.most_common())


def _parts(text: str, sign: str, meaning: Meaning) -> bool:
    """Return whether a sign stands between several: of numbers each has a digit, and `081-234-5678 - mother` is one."""
    if meaning in _NAMES or meaning in {Meaning.HANDLE, Meaning.URL}:
        return sign in text
    return sum(any(map(str.isdecimal, part)) for part in text.split(sign)) > 1


def _share(found: Sequence[bool]) -> float:
    return sum(found) / len(found) if found else 0.0
