"""Fields of a list: what type of value each holds, and how its texts are cleaned before they are compared.

Cleaning works on the distinct texts of a column, of which most are clean already; those are told by one pattern.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import lru_cache, reduce

import phonenumbers
import pyarrow as pa
import pyarrow.compute as pc

from entity_resolution.names.comparing.persons.title_sexes import sex_by_title_before
from entity_resolution.names.tongues.filiation import spell_filiation
from entity_resolution.names.tongues.honorifics import first_words_of_titles, is_title_alone, without_titles_before
from entity_resolution.names.tongues.titles_behind import MAY_STAND_BEHIND, with_title_in_front, without_degree
from entity_resolution.places.telling import NOWHERE, tells_no_place
from graph.values import (
    MAY_BE_OFFICE_MAILBOX,
    MAY_BE_PLACEHOLDER,
    MAY_BE_PLACEHOLDER_EMAIL,
    MAY_BE_PLACEHOLDER_PHONE,
    PART_NOT_KNOWN,
    is_made_up_name,
    is_office_mailbox,
    is_placeholder_day,
    is_placeholder_email,
    is_placeholder_name,
    is_placeholder_phone,
    normalise,
    zawgyi_in_unicode,
)

# Longer texts are compared by their beginning: what tells two people apart stands there.
_MAX_LENGTH = 100
# What stands for no value beside the words for a name not known.
_PLACEHOLDERS = frozenset({"nan", "na", "nil"})
# Written like a name these are one, in China, Korea and Turkey: `NA` is none.
_NAMES_WRITTEN_SO = frozenset(map(str.title, _PLACEHOLDERS))


class FieldType(StrEnum):
    """What the texts of a field are."""

    NAME = "name"
    TITLE = "title"  # of a name, the sex that it tells
    DATE = "date"
    PHONE = "phone"
    EMAIL = "email"
    CODE = "code"
    TEXT = "text"
    VALUE = "value"  # of the ontology, normalised where it is compared


SEX_BY_TITLE = "sexByTitle"
"""The field of the sex that the titles before a record's name tell, which are taken off the name."""

# What is read by the habits of a country.
READ_BY_COUNTRY = frozenset({FieldType.DATE, FieldType.PHONE})
# What one of several words says that clerks write for whose child somebody is; in RE2's syntax, as what follows.
_MAY_BE_FILIATION = "(?:^| )(?:bte|bti|bt|binte|ibn|ak|anak|son|daughter)(?: |$)"
# A text that matches is clean as it stands.
_CLEAN: Mapping[FieldType, str] = {
    FieldType.NAME: r"^[a-z]{1,60}( [a-z]{1,30})?$",
    FieldType.PHONE: r"^[1-9][0-9]{4,14}$",
    FieldType.EMAIL: r"^[a-z0-9._+-]{1,60}@[a-z0-9.-]{1,30}$",
    FieldType.CODE: r"^[a-z0-9]{1,30}$",
    FieldType.TEXT: r"^[a-z0-9]{1,50}( [a-z0-9]{1,15}){0,3}$",
}

# What is clean and may be a placeholder for a value that nobody has, or that many have.
_DOUBTFUL: Mapping[FieldType, str] = {
    FieldType.PHONE: MAY_BE_PLACEHOLDER_PHONE,
    FieldType.CODE: "^0+$",
    FieldType.EMAIL: f"{MAY_BE_PLACEHOLDER_EMAIL}|{MAY_BE_OFFICE_MAILBOX}",
}


def clean_texts(field_type: FieldType, texts: pa.Array, country: str | None) -> pa.Array:
    """Return the cleaned texts, null where nothing to compare is left.

    Args:
        field_type: what the texts are.
        texts: distinct texts.
        country: ISO 3166 alpha-2 code of the country that phone numbers and dates are read with.
    """
    cleaner = _cleaner(field_type, country)
    pattern = None if field_type is FieldType.PHONE and country else _CLEAN.get(field_type)
    if pattern is None:
        return pa.array([cleaner(text) for text in texts.to_pylist()], pa.string())
    clean = pc.match_substring_regex(texts, pattern)
    if field_type in (FieldType.NAME, FieldType.TEXT, FieldType.CODE):
        clean = pc.and_(clean, pc.invert(pc.is_in(texts, pa.array(sorted(_PLACEHOLDERS | NOWHERE)))))
    if field_type in (FieldType.TEXT, FieldType.CODE):
        clean = pc.and_(clean, pc.invert(pc.match_substring_regex(texts, MAY_BE_PLACEHOLDER)))
    if field_type is FieldType.NAME:
        for doubtful in (_MAY_BE_FILIATION, MAY_BE_PLACEHOLDER, f"^{_may_be_titled()}", MAY_STAND_BEHIND):
            clean = pc.and_(clean, pc.invert(pc.match_substring_regex(texts, doubtful)))
    if field_type in _DOUBTFUL:
        clean = pc.and_(clean, pc.invert(pc.match_substring_regex(texts, _DOUBTFUL[field_type])))
    if pc.all(clean, min_count=0).as_py():
        return texts
    mended = [cleaner(text) for text in texts.filter(pc.invert(clean)).to_pylist()]
    return pc.replace_with_mask(texts, pc.invert(clean), pa.array(mended, pa.string()))


def sexes_by_titles(names: Sequence[pa.Array]) -> pa.Array:
    """Return the sex that the titles before each record's names tell, null where none does or they tell two.

    Args:
        names: the fields of the records' names as they are written; in those behind the first, which are family names,
            a title that a father has in his child's name tells nothing.
    """
    told = [_sexes(texts, of_family=place > 0) for place, texts in enumerate(names)]
    found = pc.coalesce(*told)
    two = reduce(pc.or_, (pc.fill_null(pc.not_equal(each, found), False) for each in told))
    return pc.if_else(two, pa.scalar(None, pa.string()), found)


def _sexes(texts: pa.Array, *, of_family: bool) -> pa.Array:
    """Return the sex that the title before each name tells; most have none and are told by one pattern."""
    encoded = texts.cast(pa.string()).dictionary_encode()
    names = encoded.dictionary
    titled = pc.match_substring_regex(names, rf"(?i)^\s*{_may_be_titled()}|{MAY_STAND_BEHIND}|[^\x00-\x7f]")
    written = (plain(without_degree(text)) for text in names.filter(titled).to_pylist())
    told = [sex_by_title_before(text, of_family=of_family) or None for text in written]
    sexes = pc.replace_with_mask(pa.nulls(len(names), pa.string()), titled, pa.array(told, pa.string()))
    return sexes.take(encoded.indices)


@lru_cache(maxsize=1)
def _may_be_titled() -> str:
    return rf"(?:{'|'.join(map(re.escape, sorted(filter(str.isascii, first_words_of_titles()))))})(?:[ .\-]|$)"


def clean_column(texts: pa.Array, field_type: FieldType, country: str | None) -> pa.Array:
    """Return the texts of a field, each as often as it stands there, cleaned as `clean_texts` does."""
    encoded = texts.cast(pa.string()).dictionary_encode()
    return clean_texts(field_type, encoded.dictionary, country).take(encoded.indices)


def _cleaner(field_type: FieldType, country: str | None) -> Callable[[str], str | None]:
    if field_type is FieldType.PHONE:
        code = phonenumbers.country_code_for_region(country.upper()) if country else 0
        return lambda text: _clean_phone(text, str(code) if code else "")
    if field_type is FieldType.DATE:
        return lambda text: _clean_date(text, country)
    return _CLEANERS[field_type]


def plain(text: str) -> str:
    """Return a text in NFC, lower case and single spaces, without control, zero-width and bidirectional characters.

    Burmese in Zawgyi is in Unicode.
    """
    composed = unicodedata.normalize("NFC", zawgyi_in_unicode(text[: _MAX_LENGTH * 2])).casefold()
    kept = "".join(" " if c.isspace() else c for c in composed if c.isspace() or unicodedata.category(c)[0] != "C")
    return " ".join(kept.split())[:_MAX_LENGTH].strip()


def _clean_name(text: str) -> str | None:
    written = plain(without_degree(text))
    bare, _ = without_titles_before(with_title_in_front(written, least=1))
    found = PART_NOT_KNOWN.sub("", bare).replace(".", " ").replace(",", " ")
    found = _spelt_filiation(" ".join(found.split()))
    is_placeholder = found in _PLACEHOLDERS and text.strip() not in _NAMES_WRITTEN_SO
    # Without its points น.ส. would be initials.
    is_title = any(map(is_title_alone, (written, bare, found)))
    if is_placeholder or is_title or is_placeholder_name(found) or is_made_up_name(found):
        return None
    # A name has a letter: lone marks, emoji and digits are none.
    return found if any(c.isalpha() for c in found) else None


def _spelt_filiation(name: str) -> str:
    """Return a name with `bt` as binti and `s/o` as `a/l`; what stands first or last in a field joins others too."""
    return spell_filiation(f"- {name} -")[2:-2] if " " in name else name


def _clean_text(text: str) -> str | None:
    found = " ".join(plain(text).replace(",", " ").replace(".", " ").split())
    # What lists write where they know no street or town is none: `unknown`, `online`, `ไม่ทราบ`.
    return None if found in _PLACEHOLDERS or tells_no_place(found) else found


def _clean_code(text: str) -> str | None:
    folded = unicodedata.normalize("NFKC", plain(text))
    found = "".join(c for c in folded if c.isalnum())
    # What forms ask for and nobody knows: `N/A`, `unknown`, 0, 00000.
    stands_for_none = found in _PLACEHOLDERS or not found.strip("0") or tells_no_place(folded) or tells_no_place(found)
    return None if stands_for_none else found


def _clean_email(text: str) -> str | None:
    found = plain(text).replace(" ", "")
    if not 0 < found.find("@") < len(found) - 1 or is_placeholder_email(found) or is_office_mailbox(found):
        return None
    return found


def _clean_phone(text: str, code: str) -> str | None:
    """Return the digits of a number, with the country's code in place of a trunk zero where the country is known."""
    digits = "".join(str(unicodedata.decimal(c)) for c in text[:_MAX_LENGTH] if c.isdecimal())
    international = text.lstrip(" (").startswith(("+", "＋")) or digits.startswith("00")
    digits = digits[2:] if digits.startswith("00") else digits
    if code and not international:
        if digits.startswith("0"):
            digits = code + digits[1:]
        elif not (digits.startswith(code) and len(digits) > 9):
            digits = code + digits
    found = digits.lstrip("0")[:15] if len(digits) > 2 else ""
    return None if is_placeholder_phone(found) else found


# Of the common era: from 2400 on a year is one of the Buddhist era, which is read as all dates are.
_ISO = re.compile(r"([01]\d{3}|2[0-3]\d\d)-(\d\d)-(\d\d)(?:[ T]00:00:00(?:\.0+)?)?$")


def _clean_date(text: str, country: str | None) -> str | None:
    """Return an ISO date, or its beginning where the source gave no more; none that stands for an unknown one."""
    read = _read_date(text, country)
    return None if read is None or is_placeholder_day(read) else read


def _read_date(text: str, country: str | None) -> str | None:
    found = _ISO.match(text)
    if found:
        try:
            return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
        except ValueError:
            return None
    value = normalise("date", text[:_MAX_LENGTH], country=country).value
    return value if value and "/" not in value else None


def why_no_date(text: str, country: str | None) -> str:
    """Return why a text of which `clean_texts` leaves no date is none; never the text."""
    read = _read_date(text, country)
    if read is not None and is_placeholder_day(read):
        return "a day that stands for none"
    return normalise("date", text[:_MAX_LENGTH], country=country).reason or "no such day"


_CLEANERS: Mapping[FieldType, Callable[[str], str | None]] = {
    FieldType.NAME: _clean_name,
    FieldType.TEXT: _clean_text,
    FieldType.CODE: _clean_code,
    FieldType.EMAIL: _clean_email,
    FieldType.VALUE: lambda text: text[:_MAX_LENGTH].strip() or None,
}
