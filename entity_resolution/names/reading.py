"""Read a raw name into its prepared form: clean it, take titles and legal forms off, romanise it, make its keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache, partial
from operator import itemgetter

from entity_resolution.names.companies.bracketed_short_names import without_short_name
from entity_resolution.names.companies.branches import without_branch, without_head_office
from entity_resolution.names.companies.dialect_keys import keys_in_dialects
from entity_resolution.names.companies.divisions import without_divisions
from entity_resolution.names.companies.legal_forms import (
    NO_NAME,
    LegalForm,
    is_legal_form_alone,
    kind_words,
    strip_legal_form,
    untelling_words,
    untelling_words_of_places,
)
from entity_resolution.names.companies.part_words import name_to_key
from entity_resolution.names.companies.register_notes import without_register_notes
from entity_resolution.names.companies.south_asian_firms import trades_in_latin, without_messrs
from entity_resolution.names.companies.vietnamese_companies import trades_in_full
from entity_resolution.names.companies.world_words import tell
from entity_resolution.names.key_sorts import KeySort
from entity_resolution.names.keys.blocking_keys import blocking_keys, company_keys, keys_in_english
from entity_resolution.names.keys.key_budget import KeyBudget
from entity_resolution.names.keys.surname_keys import keys_of_burmese
from entity_resolution.names.romanisation import keyed_readings, latin_readings, names_in_pinyin
from entity_resolution.names.scripts.arabic_letters import romanise_arabic
from entity_resolution.names.scripts.cleaning import clean
from entity_resolution.names.scripts.form import KeysOnce, NameForm, NameKind, Tongue
from entity_resolution.names.scripts.hanzi_numbers import hanzi_numbers_in_digits
from entity_resolution.names.scripts.latin import ascii_fold
from entity_resolution.names.scripts.numbers import khmer_ordinal_in_digits
from entity_resolution.names.scripts.script import Script, detect_script, script_runs
from entity_resolution.names.scripts.surnames import is_surname, surname_key
from entity_resolution.names.tongues.burmese_by_letters import burmese_by_letters
from entity_resolution.names.tongues.foreign_letters import with_foreign_onsets
from entity_resolution.names.tongues.honorifics import (
    in_spoken_order,
    is_title_alone,
    split_tail,
    strip_honorifics,
    without_degrees,
    without_doubtful_title,
    without_title_before_degree,
    without_titles_around,
    without_titles_behind,
)
from entity_resolution.names.tongues.own_spellings import has_own_spellings
from entity_resolution.names.tongues.scanned import without_scanned_digits
from entity_resolution.names.tongues.spaced_hanzi import without_spaces_in_hanzi
from entity_resolution.names.tongues.titles_behind import as_spoken_of
from entity_resolution.names.tongues.tongue import OF_COUNTRY, OF_SCRIPT, guess_tongue
from graph.values import PART_NOT_KNOWN, is_made_up_name, is_placeholder_name, letters_of_name

# How many of the Chinese names that Thai letters may stand for have keys, and which, the most telling first.
_KEYED_IN_PINYIN, _SORTS_IN_PINYIN = 3, (KeySort.WHOLE, KeySort.SYLLABLE, KeySort.WORD, KeySort.COMBINED)
# And how many a name in Burmese letters has that are read one by one, and which: all its words, two, and each.
_KEYED_BY_LETTERS = 6
_OF_PAIR, _KEYED_PAIRS = re.compile(rf"{KeySort.COMBINED}.*\+"), 3
_SORTS_BY_LETTERS = (re.compile(KeySort.WHOLE), _OF_PAIR, re.compile(KeySort.WORD))
_WORLD_KEYS = 3
_KEYS_OF_PART = 2
_SORTS_OF_WHOLE = (KeySort.WHOLE, KeySort.WRITTEN, KeySort.WORD)
_NOT_LATIN = re.compile("[^\u0000-\u024f\u1e00-\u1eff]")
# The clan's word before a surname of Thai Chinese, written apart or not: Sae Tang, Sae-Tang, Saetang.
_CLAN = re.compile(r"(?:(?<=\s)|^)(sae|แซ่)[\s-]+(?=\w)", re.IGNORECASE)
# The same at the head of a name in the order of China, where the clan says nothing that its surname does not.
_CLAN_FIRST = re.compile(r"^sae[\s-]+(?=(?P<surname>\w+)\s+\w+[\s-]\w)", re.IGNORECASE)
_COMMA_NAME = re.compile(r"^([^,]+),\s*([^,]+)$")
# The number of a register in brackets behind a company's name, as Malaysia prints it: `(20076-K)`.
_REGISTERED = re.compile(
    r"(?<=\S)\s*[(（](?:(?:no|reg|company no)\.?:?\s*)?(?:\d[\d-]{4,14}|\d[\d-]{3,14}-?[a-z])[)）]$", re.IGNORECASE
)
# A country by its letter, before the legal form of that country.
_COUNTRY_LETTERS = (
    (re.compile(r"\(M\)(?=\s*(?:sdn|bhd|berhad)\b)", re.IGNORECASE), "(Malaysia)"),
    (re.compile(r"\(S\)(?=\s*(?:pte|private|ltd|limited)\b)", re.IGNORECASE), "(Singapore)"),
    (re.compile(r"\(B\)(?=\s*(?:sdn|bhd|berhad)\b)", re.IGNORECASE), "(Brunei)"),
    (re.compile(r"\(H\.?K\.?\)(?=\s*(?:co|ltd|limited)\b)", re.IGNORECASE), "(Hong Kong)"),
)
# Quotation marks around a name, which registers of Russia write and others do not; inside a word they are Hebrew.
_QUOTES = re.compile(r"(?<!\w)[\"«“„]|[\"»”“](?!\w)")
_OF_VIETNAM = frozenset({"VN"})
# Whose letters write the sounds of Mandarin by one rule.
_IN_PINYIN = (Script.THAI, Script.LAO)
_OF_REGION = (Script.THAI, Script.LAO, Script.KHMER, Script.MYANMAR)


@lru_cache(maxsize=20_000)
def person_name(raw: str, *, country: str | None = None) -> NameForm:
    """Read a person's name; of a title alone, and of a placeholder with or without one, nothing is left.

    Args:
        raw: as the source wrote it, in any script.
        country: two-letter code of the record's country, if known; it settles the language of a Latin spelling that
            could be of several.
    """
    text, tail = as_spoken_of(clean(raw)), ""
    if is_title_alone(text):
        text = ""
    degrees: tuple[str, ...] = ()
    if "," in text:
        text, degrees = without_degrees(text)
        text, tail = split_tail(text)
    swapped = _COMMA_NAME.match(text)
    before: tuple[str, ...] = ()
    surname = ""
    if swapped is not None and not _NOT_LATIN.search(text):
        # Turned with the family's name, a title before the comma would stand amid the name: Mr. Perera, Nuwan.
        family, before = without_titles_around(swapped[1])
        given, behind = without_titles_behind(swapped[2])
        text, before = in_spoken_order(family, given), (*before, *behind)
        surname = _surname_of(family)
    native, honorifics = strip_honorifics(f"{text} {tail}" if tail else text)
    honorifics = (*before, *honorifics)
    if degrees:
        native, honorifics = without_title_before_degree(native), (*honorifics, *degrees)
    if is_placeholder_name(native) or is_made_up_name(native):
        native = ""
    native = " ".join(PART_NOT_KNOWN.sub("", native).split())
    native = without_scanned_digits(_CLAN.sub(itemgetter(1), _without_clan_first(native)))
    native = without_spaces_in_hanzi(native)
    return _form(raw, native, NameKind.PERSON, honorifics=honorifics, country=country, family=surname)


def _surname_of(family: str) -> str:
    """Return what stands before a comma where the table of Chinese surnames has it; else nothing."""
    spelt = surname_key(ascii_fold(family))
    return spelt if is_surname(spelt) else ""


def person_without_title(native: str) -> NameForm:
    """Read a person's name of which all titles are off, or none is to be taken."""
    return _form(native, native, NameKind.PERSON, country=None)


def with_what_is_known(read: NameForm, *, of: NameForm) -> NameForm:
    """Return a name that was read anew with what is known of its bearer, and how the source wrote it.

    Args:
        read: the name as it is read now.
        of: the name as it was.
    """
    return replace(
        read,
        raw=of.raw,
        honorifics=of.honorifics,
        from_elsewhere=of.from_elsewhere,
        far_from_burma=of.far_from_burma,
        with_father=of.with_father,
        countries=of.countries,
    )


@lru_cache(maxsize=5_000)
def read_otherwise(form: NameForm, native: str) -> NameForm:
    """Read a person's name in other words than it was, as what another name tells, with all that is known of it kept.

    Args:
        form: the name as it was read.
        native: its words, without titles.
    """
    return with_what_is_known(person_without_title(native), of=form)


def _without_clan_first(native: str) -> str:
    """Return a name without the clan's word before a surname that it begins with: Sae Tang Kim Heng."""
    found = _CLAN_FIRST.match(native)
    return native[found.end() :] if found is not None and is_surname(found["surname"].lower()) else native


@lru_cache(maxsize=20_000)
def organisation_name(raw: str, *, country: str | None = None) -> NameForm:
    """Read the name of a company or another body; its legal form is taken off, `group` and the like turn English.

    A legal form alone names nobody: nothing is left of it.

    Args:
        raw: as the source wrote it, in any script.
        country: two-letter code of the record's country, if known.
    """
    told = without_register_notes(_REGISTERED.sub("", clean(raw)))
    text = without_messrs(without_head_office(_REGISTERED.sub("", told)))
    for letter, in_full_letters in _COUNTRY_LETTERS:
        text = letter.sub(in_full_letters, text)
    text, _ = without_short_name(text)
    form = NO_NAME if is_legal_form_alone(text) else strip_legal_form(text)
    native = trades_in_latin(without_divisions(" ".join(_QUOTES.sub(" ", form.rest).split()) or form.rest))
    if form.countries == _OF_VIETNAM:
        native = trades_in_full(native)
    return _form(raw, native, NameKind.ORGANISATION, legal_form=form, country=country)


@lru_cache(maxsize=20_000)
def site_name(raw: str, *, country: str | None = None) -> NameForm:
    """Read the name of a building, compound or place, or a one-line address.

    Args:
        raw: as the source wrote it, in any script.
        country: two-letter code of the record's country, if known.
    """
    native = hanzi_numbers_in_digits(khmer_ordinal_in_digits(without_register_notes(clean(raw))))
    return _form(raw, native, NameKind.SITE, country=country)


_READERS: dict[NameKind, Callable[[str], NameForm]] = {
    NameKind.PERSON: person_name,
    NameKind.ORGANISATION: organisation_name,
    NameKind.SITE: site_name,
}


def _form(
    raw: str,
    native: str,
    kind: NameKind,
    *,
    country: str | None,
    honorifics: tuple[str, ...] = (),
    legal_form: LegalForm = NO_NAME,
    family: str = "",
) -> NameForm:
    script = detect_script(native)
    if script is Script.MIXED and kind is NameKind.PERSON:
        native = _in_one_script(native)
        script = detect_script(native)
    latin = latin_readings(native, script, kind)
    best = latin[0] if latin else ""
    tongue = _tongue(native, script, best if kind is NameKind.PERSON else _telling(best), country)
    return NameForm(
        raw=raw,
        script=script,
        native=native,
        latin=latin,
        tokens=tuple(best.split()),
        honorifics=honorifics,
        legal_form=legal_form.canonical,
        form_countries=legal_form.countries,
        tongue=tongue,
        keying=KeysOnce(partial(_keys, native, tongue, script, kind, latin, raw=raw, family=family)),
        family=family,
    )


def _in_one_script(native: str) -> str:
    """Return a person's name in Latin letters of which others write a part in Latin and a part in their own.

    One with a part in a script that is read in several ways stays as it is.
    """
    runs = script_runs(native)
    if any(script in _OF_REGION or script in (Script.HAN, Script.HANGUL) for script, _ in runs):
        return native
    return "".join(
        f" {' '.join(romanise_arabic(run))} "
        if script is Script.ARABIC
        else run
        if script is Script.LATIN
        else ascii_fold(run)
        for script, run in runs
    )


def _keys(
    native: str, tongue: Tongue, script: Script, kind: NameKind, latin: tuple[str, ...], *, raw: str, family: str
) -> frozenset[str]:
    keys = KeyBudget(
        blocking_keys(
            native=native.casefold(),
            tongue=tongue,
            script=script,
            latin=keyed_readings(native, script, kind, latin),
            low_information=_untelling(kind),
            family=family,
        )
    )
    if kind is NameKind.ORGANISATION:
        _take_keys_of_company(keys, native, script, latin, raw=raw)
    elif kind is NameKind.SITE:
        if (part := name_to_key(native)) is not None:
            keys.take(_keys_of_part(part), at_most=_KEYS_OF_PART)
    else:
        _take_keys_of_person(keys, native, script)
    if script in _IN_PINYIN:
        keys.take(_keys_in_pinyin(native, kind))
    return keys.keys


def _take_keys_of_company(keys: KeyBudget, native: str, script: Script, latin: tuple[str, ...], *, raw: str) -> None:
    """Take the keys that a company's name has besides those of its readings."""
    if script not in _OF_REGION and keys.room >= _WORLD_KEYS:
        keys.take(keys_in_english(tell(native), untelling_words()))
    keys.take(company_keys(raw, latin, untelling_words()))
    if script is Script.HAN:
        keys.take(keys_in_dialects(native))
    if (whole := without_branch(raw)) != raw:
        keys.take(_most_telling(organisation_name(whole).keys))


def _take_keys_of_person(keys: KeyBudget, native: str, script: Script) -> None:
    """Take the keys that a person's name in Burmese or Thai letters has besides those of its readings."""
    if script is Script.MYANMAR:
        if rest := without_doubtful_title(native):
            keys.take(_most_telling(person_without_title(rest).keys))
        keys.take(_keys_by_letters(native), at_most=_KEYED_BY_LETTERS)
        keys.take(keys_of_burmese(native))
    elif script is Script.THAI and (spelt := with_foreign_onsets(native)) != native:
        keys.take(_keys_of_pairs(spelt), at_most=_KEYED_PAIRS)


def _keys_of_pairs(native: str) -> Iterator[str]:
    """Yield keys of each two words of a person's name."""
    return (key for key in sorted(person_name(native).keys) if _OF_PAIR.match(key))


def _keys_by_letters(native: str) -> Iterable[str]:
    """Return keys of a foreign name that Burmese letters stand for one by one: of all its words, of two, of each."""
    forms = [person_name(name) for name in burmese_by_letters(native)]
    return dict.fromkeys(
        key for sort in _SORTS_BY_LETTERS for form in forms for key in sorted(form.keys) if sort.match(key)
    )


def _keys_of_part(part: str) -> list[str]:
    """Return the keys of all words of a place's part without the word for it, by which a bare number finds it.

    The shortest are those of readings without the words for a compound, which have keys of their own.
    """
    return sorted((key for key in site_name(part).keys if key[:2] == KeySort.WHOLE), key=lambda key: (len(key), key))


def _most_telling(keys: frozenset[str]) -> Iterator[str]:
    """Yield the keys of all words of a name, and of each: of the company whose branch is named, or without a title."""
    return (key for sort in _SORTS_OF_WHOLE for key in sorted(keys) if key[:2] == sort)


def _untelling(kind: NameKind) -> frozenset[str]:
    if kind is NameKind.PERSON:
        return frozenset()
    return untelling_words_of_places() if kind is NameKind.SITE else untelling_words()


def _keys_in_pinyin(native: str, kind: NameKind) -> Iterable[str]:
    """Return keys of the Chinese names that such a text stands for: of whole names, of syllables, of words."""
    forms = [read_name(name, kind) for name in names_in_pinyin(native, kind)[:_KEYED_IN_PINYIN]]
    return dict.fromkeys(
        key for sort in _SORTS_IN_PINYIN for form in forms for key in sorted(form.keys) if key[:2] == sort
    )


def read_name(raw: str, kind: NameKind) -> NameForm:
    """Read a name of a kind, with the letters that are meant by what a program or a font left of them."""
    return _READERS[kind](letters_of_name(raw))


def _telling(reading: str) -> str:
    """Return a reading without the words for what kind of thing is named, unless it has no others."""
    return " ".join(word for word in reading.split() if word not in kind_words()) or reading


def _tongue(native: str, script: Script, best: str, country: str | None) -> Tongue:
    if script in OF_SCRIPT:
        return OF_SCRIPT[script]
    if script is Script.HANGUL or (script is Script.OTHER and has_own_spellings(native)):
        return Tongue.GENERAL
    guessed = guess_tongue(best, native)
    if guessed is Tongue.GENERAL and country is not None:
        return OF_COUNTRY.get(country.upper(), guessed)
    return guessed
