"""Romanisation: the Latin readings of a whole name and of each of its words, best first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import islice

from entity_resolution.names.companies.divisions import without_latin_divisions
from entity_resolution.names.companies.legal_forms import (
    countries_of_one_word,
    country_behind,
    country_in_front,
    hanzi_place,
    is_country,
    town_behind,
    untelling_words,
)
from entity_resolution.names.companies.loans import loan_in, spell_loans
from entity_resolution.names.companies.short_words import in_full, with_prefixes_joined
from entity_resolution.names.companies.vietnamese_companies import heads_by_marks
from entity_resolution.names.scripts.arabic_letters import romanise_arabic
from entity_resolution.names.scripts.burmese import burmese_syllables, romanise_burmese
from entity_resolution.names.scripts.ethiopian import spell_double_names
from entity_resolution.names.scripts.form import NameForm, NameKind
from entity_resolution.names.scripts.han import romanise_han
from entity_resolution.names.scripts.hangul import romanise_hangul
from entity_resolution.names.scripts.hebrew import has_hebrew_letters, with_all_vowels
from entity_resolution.names.scripts.khmer import romanise_khmer
from entity_resolution.names.scripts.korean_sounds import say_korean
from entity_resolution.names.scripts.lao_in_thai import lao_in_thai
from entity_resolution.names.scripts.latin import ascii_fold, tokenise
from entity_resolution.names.scripts.loan_sounds import KATAKANA_ALONE, say_kana
from entity_resolution.names.scripts.numbers import in_digits, opening_in_words
from entity_resolution.names.scripts.script import Script, script_runs
from entity_resolution.names.scripts.small_numbers import with_number_in_digits
from entity_resolution.names.scripts.thai import romanise_lao, romanise_thai
from entity_resolution.names.scripts.thai_letters import spell_thai
from entity_resolution.names.tongues.filiation import spell_filiation
from entity_resolution.names.tongues.own_spellings import has_own_spellings, spellings_of_words
from entity_resolution.names.tongues.thai_pinyin import pinyin_of_thai
from entity_resolution.names.words.arabic_companies import spell_company
from entity_resolution.names.words.glosses import gloss_inside, gloss_words, split_kinds, words_for_kinds

MAX_LATIN = 6
_MAX_WORDS = 24
_NATIVE_BREAKS = re.compile(r"[\s\-.,;:/()'·•・]+")
_UNSPACED = (Script.THAI, Script.LAO, Script.KHMER, Script.MYANMAR, Script.HAN)


def _read_thai(word: str) -> tuple[str, ...]:
    """Return the readings of one Thai word by its sound, likeliest first, and behind them its spellings by letters."""
    return tuple(dict.fromkeys((*romanise_thai(word), *spell_thai(word))))


_ROMANISERS: dict[Script, Callable[[str], tuple[str, ...]]] = {
    Script.THAI: romanise_thai,
    Script.LAO: romanise_lao,
    Script.KHMER: romanise_khmer,
    Script.MYANMAR: romanise_burmese,
}


@lru_cache(maxsize=20_000)
def names_in_pinyin(native: str, kind: NameKind) -> tuple[str, ...]:
    """Return the names in pinyin that a text in Thai or Lao letters may stand for, likeliest first.

    Words for kinds of things are in English.

    Args:
        native: a name as its form has it.
        kind: what it names.
    """
    rest, words = (native, ()) if kind is NameKind.PERSON else gloss_inside(native)
    spelt = lao_in_thai(_NATIVE_BREAKS.sub(" ", rest if kind is NameKind.PERSON else spell_loans(rest)))
    return tuple(" ".join((name, *words)) for name in pinyin_of_thai(spelt))


def keyed_readings(native: str, script: Script, kind: NameKind, latin: tuple[str, ...]) -> tuple[str, ...]:
    """Return the readings that keys are made of: of a single native word all of them, not only the six kept.

    Of a site that is one more without its town and with a number in digits, of a company one without its country.
    """
    if kind is not NameKind.PERSON and latin:
        tokens = tuple(latin[0].split())
        places = town_behind(tokens) if kind is NameKind.SITE else country_behind(tokens)
        if places:
            latin = (*latin, " ".join(token for at, token in enumerate(tokens) if at not in places))
    if kind is NameKind.SITE and script is Script.LATIN and latin:
        latin = tuple(dict.fromkeys((*latin, " ".join(with_number_in_digits(tuple(latin[0].split()))))))
    if kind is NameKind.ORGANISATION:
        latin = tuple(dict.fromkeys((*latin, *without_country_at_an_end(native, script, latin))))
    if script not in _ROMANISERS:
        return latin
    rest = native if kind is NameKind.PERSON else spell_loans(gloss_inside(native)[0])
    words = [word for word in _NATIVE_BREAKS.split(rest) if word]
    if len(words) != 1:
        return _with_letters(words, latin) if script is Script.THAI and kind is NameKind.PERSON else latin
    return tuple(dict.fromkeys((*_word_readings(words[0], kind, by_letters=kind is NameKind.PERSON), *latin)))


def _with_letters(words: list[str], latin: tuple[str, ...]) -> tuple[str, ...]:
    """Return readings of several Thai words, before them the likeliest by the letters of each word that has one."""
    spelt = [(spell_thai(word) or _read_thai(word))[:1] for word in words]
    return tuple(dict.fromkeys((*_combined([part for part in spelt if part])[:1], *latin)))


def latin_readings(native: str, script: Script, kind: NameKind) -> tuple[str, ...]:
    """Return Latin readings of a whole text, best first, at most six, no repeats."""
    if script in (Script.LATIN, Script.OTHER, Script.CYRILLIC, Script.ARABIC, Script.HANGUL):
        if script is Script.HANGUL and kind is NameKind.PERSON:
            return romanise_hangul(native)
        if script is Script.ARABIC and kind is NameKind.PERSON:
            return tuple(filter(None, [" ".join(romanise_arabic(native)[:_MAX_WORDS])]))
        if script is Script.ARABIC and kind is NameKind.ORGANISATION:
            return tuple(filter(None, [" ".join(spell_company(native)[:_MAX_WORDS])]))
        spelt = say_korean(native) if script is Script.HANGUL else native
        if kind is NameKind.PERSON and script is Script.LATIN:
            spelt = spell_double_names(spell_filiation(native))
        elif script is Script.LATIN:
            spelt = heads_by_marks(native)
        tokens = tokenise(ascii_fold(spelt))[:_MAX_WORDS]
        if not tokens:
            return ()
        plain = " ".join(tokens)
        if kind is NameKind.PERSON:
            others = _other_ways(native, tokens) if script is not Script.LATIN else ()
            return tuple(islice(dict.fromkeys((plain, *others)), MAX_LATIN))
        if kind is NameKind.SITE:
            tokens = split_kinds(tokens)
        if kind is NameKind.SITE:
            return tuple(dict.fromkeys((" ".join(in_digits(gloss_words(tokens))), plain)))
        return tuple(
            dict.fromkeys((*_readings_of_company(without_latin_divisions(tokens)), *_readings_of_company(tokens)))
        )
    if kind is NameKind.PERSON:
        return tuple(islice(dict.fromkeys(_native_readings(native, script, kind)), MAX_LATIN))
    return tuple(islice(dict.fromkeys(_readings_of_thing(native, script, kind)), MAX_LATIN))


def _other_ways(native: str, tokens: tuple[str, ...]) -> Iterator[str]:
    """Yield a person's name in the other ways of its letters: Hebrew with more vowels, kana with fewer, India's."""
    if has_hebrew_letters(native):
        yield " ".join(with_all_vowels(tokens))
    elif KATAKANA_ALONE.fullmatch(native):
        yield " ".join(filter(None, map(say_kana, _NATIVE_BREAKS.split(native))))
    elif has_own_spellings(native):
        yield from _combined(spellings_of_words(native))


def _readings_of_company(tokens: tuple[str, ...]) -> tuple[str, str]:
    whole = with_prefixes_joined(tokens, words_for_kinds(), countries_of_one_word())
    glossed = opening_in_words(gloss_words(in_full(whole), of_company=True))
    # A word for a number may be a part of another word: Hui One Pay.
    return " ".join(in_digits(glossed)), " ".join(glossed)


def without_country_at_an_end(native: str, script: Script, latin: tuple[str, ...]) -> tuple[str, ...]:
    """Return a company's readings without the country before a name in Latin letters, and at an end of one in Hanzi."""
    if script is Script.HAN:
        place, rest = hanzi_place(native)
        return _told_of(rest) if is_country(tuple(place.split())) else ()
    tokens = tuple(latin[0].split()) if latin and script is Script.LATIN else ()
    places = country_in_front(tokens)
    return (" ".join(tokens[len(places) :]),) if places else ()


def _told_of(rest: str) -> tuple[str, ...]:
    """Return readings of what a company is called besides its place; none where that only says its kind."""
    bare, words = gloss_inside(rest)
    tail = " ".join(words)
    readings = dict.fromkeys(
        f"{reading} {tail}".strip()
        for spelt in (spell_loans(bare), bare)
        for reading in _native_readings(spelt, Script.HAN, NameKind.ORGANISATION)[:1]
    )
    return tuple(reading for reading in readings if not untelling_words().issuperset(reading.split()))


def _readings_of_thing(native: str, script: Script, kind: NameKind) -> Iterable[str]:
    """Yield readings of a company or place: known words in English, and by turns as they are written."""
    rest, words = gloss_inside(native)
    tail, spelt = " ".join(words), spell_loans(rest)
    translated = [f"{reading} {tail}".strip() for reading in _native_readings(spelt, script, kind)]
    if words and not translated:
        translated = [tail]
    as_written = _native_readings(native, script, kind) if words else []
    if kind is NameKind.ORGANISATION:
        as_written = as_written[:1]
    elif words:
        as_written = [*_native_readings(rest, script, kind)[:2], *as_written]
    if spelt != rest:
        # Some write by ear what others write in English: Sayam.
        as_written = [*(f"{reading} {tail}".strip() for reading in _native_readings(rest, script, kind)), *as_written]
    if script is Script.HAN and kind is NameKind.ORGANISATION:
        # The place is read behind a name, as a company's country in Latin letters; many write it in front there too.
        place, called = hanzi_place(native)
        as_written = [*as_written, *(f"{place} {reading}" for reading in _told_of(called) if place)]
    return (reading for pair in _zipped(translated, as_written) for reading in pair)


def _zipped(first: list[str], second: list[str]) -> Iterable[list[str]]:
    for index in range(max(len(first), len(second))):
        yield [*first[index : index + 1], *second[index : index + 1]]


def _native_readings(native: str, script: Script, kind: NameKind) -> list[str]:
    words = [word for word in _NATIVE_BREAKS.split(native) if word][:_MAX_WORDS]
    if script is Script.HAN and kind is NameKind.PERSON:
        words = ["".join(words)]
    # A thing's readings by its letters would take the place of those with its kind as it is written.
    parts = [_word_readings(word, kind, by_letters=kind is NameKind.PERSON) for word in words]
    return _combined([part for part in parts if part])


@lru_cache(maxsize=30_000)
def _word_readings(word: str, kind: NameKind, *, by_letters: bool = True) -> tuple[str, ...]:
    """Return the readings of one word; of a Thai one, with `by_letters`, also those that spell it letter by letter."""
    found: list[tuple[str, ...]] = []
    for script, run in script_runs(word):
        romaniser = _ROMANISERS.get(script)
        if script is Script.THAI and by_letters:
            found.append(_read_thai(run))
        elif script is Script.MYANMAR:
            found.append(romanise_burmese(run, person=kind is NameKind.PERSON))
        elif romaniser is not None:
            found.append(romaniser(run))
        elif script is Script.HAN:
            found.append(romanise_han(run, person=kind is NameKind.PERSON))
        else:
            spelt = say_korean(run) if script is Script.HANGUL and kind is not NameKind.PERSON else run
            found.append((" ".join(tokenise(ascii_fold(spelt))),))
    return tuple(_combined([readings for readings in found if readings and readings[0]]))


def _combined(parts: list[tuple[str, ...]]) -> list[str]:
    """Join the best reading of each part, then vary one part at a time, the earlier readings first."""
    if not parts:
        return []
    best = [part[0] for part in parts]
    found = [" ".join(best)]
    for rank in range(1, max(map(len, parts))):
        varied = [
            " ".join((*best[:at], part[rank], *best[at + 1 :])) for at, part in enumerate(parts) if rank < len(part)
        ]
        found.extend(varied[:4])
    return found


def word_readings(form: NameForm, kind: NameKind) -> tuple[tuple[str, ...], ...]:
    """Return each word's readings, for a name whose words are compared one by one.

    Args:
        form: a name.
        kind: what it names; of a company or place the kind-of-thing words come last, in English.
    """
    if form.script in _UNSPACED and not (form.script is Script.HAN and kind is NameKind.PERSON):
        return _native_words(form.native, form.script, kind)
    if form.script is Script.HANGUL and len(form.latin) > 1:
        return tuple(tuple(dict.fromkeys(words)) for words in zip(*map(str.split, form.latin), strict=True))
    return _spelled_words(form.tokens)


@lru_cache(maxsize=100_000)
def _spelled_words(tokens: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple((token,) for token in tokens)


@lru_cache(maxsize=100_000)
def _native_words(native: str, script: Script, kind: NameKind) -> tuple[tuple[str, ...], ...]:
    rest, glosses = (native, ()) if kind is NameKind.PERSON else gloss_inside(native)
    spelt = rest if kind is NameKind.PERSON else spell_loans(rest)
    words = [word for word in _NATIVE_BREAKS.split(spelt) if word][:_MAX_WORDS]
    if script is Script.MYANMAR:
        found = burmese_syllables("".join(words), person=kind is NameKind.PERSON)
    else:
        found = tuple(readings for word in words if (readings := _with_ear(word, rest, kind)))
    return found + tuple((gloss,) for gloss in glosses)


def _with_ear(word: str, native: str, kind: NameKind) -> tuple[str, ...]:
    """Return a word's readings; of one that stands in Latin letters for a loan also those of the loan: siam, sayam."""
    readings = _word_readings(word, kind)
    loan = loan_in(word, native) if word.isascii() else ""
    return readings + _word_readings(loan, kind) if loan else readings
