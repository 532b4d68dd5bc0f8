"""What comparison needs of one name, worked out once per form and kept while the form is in use."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from entity_resolution.names.companies.legal_forms import (
    JOINING_WORDS,
    country_behind,
    is_place_alone,
    kind_words,
    kind_words_of_places,
    town_behind,
    without_country,
)
from entity_resolution.names.companies.short_words import words_before_stops
from entity_resolution.names.romanisation import without_country_at_an_end, word_readings
from entity_resolution.names.scripts.arabic_letters import letters_in_one_way
from entity_resolution.names.scripts.burmese import romanise_burmese
from entity_resolution.names.scripts.form import NameForm, NameKind, Tongue
from entity_resolution.names.scripts.han import given_in_dialects, pinyin_syllables, surname_length
from entity_resolution.names.scripts.homophones import as_heard
from entity_resolution.names.scripts.latin import has_vietnamese_marks
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.scripts.surnames import (
    has_surname_of_two_words,
    is_surname,
    sounds_like_surname,
    surname_spellings,
)
from entity_resolution.names.short_names import PARTICLES
from entity_resolution.names.tongues.frequency import information_bits
from entity_resolution.names.tongues.kanji import in_one_form
from entity_resolution.names.tongues.own_spellings import has_own_spellings
from entity_resolution.names.tongues.tongue import has_western_first_name, name_from_elsewhere, plausible_tongues
from entity_resolution.names.words.glosses import gloss_inside

# Scripts that are read in one way only.
SPELLED = (Script.LATIN, Script.OTHER, Script.CYRILLIC, Script.ARABIC, Script.HANGUL)
# With kana in it, a name is of two scripts.
_OF_CHARACTERS = (Script.HAN, Script.MIXED)
_PAIRED_WORDS = 8
# A surname and a given name of two syllables.
_DIALECT_PARTS = 3
# The words that a weight counts.
_WEIGHED_WORDS = 4
# What the name of its town tells of a site that has another name, in bits.
_OF_TOWN = 3.0
# And what that of its country tells of a company whose other name has none: a subsidiary is for review, not equal.
_OF_COUNTRY = 1.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PreparedName:
    """One name of a kind, ready for comparison.

    Attributes:
        form: the name.
        writing: the native form, so folded that equal means written alike.
        joined: the native form without spaces.
        bare: likewise, without the country behind a company.
        joined_in_turn: as `joined`, its words put in order first, where a script has words that may be swapped.
        telling: the tokens without the country behind a company.
        apart: the readings without spaces and without the country before a company in Latin letters, or at an end in
            Hanzi; none where there is none.
        latin_joined: the best Latin reading without spaces.
        words: each word's readings.
        paired: of those, the ones that are paired off; the first eight.
        information: what each word tells, in bits.
        known: what the whole name tells, in bits.
        plausible: the languages whose spelling the best reading could follow.
        core: the readings without spaces and without the words that only say what kind of thing is named.
        kinds: those words, in English.
        splits: (surname, given name) as a Chinese name may be cut, where the surname is one.
        toned: whether it carries Vietnamese marks.
        cut: the words of a company with a full stop behind them, which may be cut short there.
    """

    form: NameForm
    writing: str
    joined: str
    bare: str
    telling: tuple[str, ...]
    apart: tuple[str, ...]
    joined_in_turn: str
    latin_joined: str
    words: tuple[tuple[str, ...], ...]
    paired: tuple[tuple[str, ...], ...]
    information: tuple[float, ...]
    known: float
    plausible: frozenset[Tongue]
    core: tuple[str, ...]
    kinds: frozenset[str]
    splits: tuple[tuple[str, str], ...]
    toned: bool
    cut: frozenset[str]


@lru_cache(maxsize=20_000)
def prepare(form: NameForm, kind: NameKind) -> PreparedName:
    """Return what comparison needs of a name that has at least one Latin reading."""
    words = word_readings(form, kind)
    person = kind is NameKind.PERSON
    spaced = form.native.split()
    bare = without_country(form.native) if kind is NameKind.ORGANISATION else form.native
    core, kinds = ((), frozenset[str]()) if person else _core(form, words, _kinds_of(kind))
    return PreparedName(
        form=form,
        writing=_writing(form),
        joined="".join(spaced),
        bare="".join(bare.split()),
        telling=_telling(form.tokens) if kind is NameKind.ORGANISATION else form.tokens,
        apart=_apart(form) if kind is NameKind.ORGANISATION else (),
        joined_in_turn="".join(sorted(spaced) if form.script is not Script.MYANMAR else spaced),
        latin_joined=form.latin[0].replace(" ", "") if form.latin else "",
        words=words,
        paired=words[:_PAIRED_WORDS],
        information=_information(words, kind),
        known=sum(information(token, person) for token in form.tokens[:_WEIGHED_WORDS]),
        plausible=_plausible(form, person=person),
        core=core,
        kinds=kinds,
        splits=tuple(_surname_splits(form)) if person and form.tokens else (),
        toned=form.script is Script.LATIN and has_vietnamese_marks(form.native),
        cut=words_before_stops(form.raw) if kind is NameKind.ORGANISATION else frozenset(),
    )


def _telling(tokens: tuple[str, ...]) -> tuple[str, ...]:
    places = country_behind(tokens)
    return tuple(token for at, token in enumerate(tokens) if at not in places) if places else tokens


def _apart(form: NameForm) -> tuple[str, ...]:
    return _without_spaces(without_country_at_an_end(form.native, form.script, form.latin))


def _writing(form: NameForm) -> str:
    if form.script in _OF_CHARACTERS:
        return in_one_form(form.native.casefold())
    return letters_in_one_way(form.native) if form.script is Script.ARABIC else as_heard(form.native.casefold())


def _kinds_of(kind: NameKind) -> frozenset[str]:
    return kind_words_of_places() if kind is NameKind.SITE else kind_words()


def _core(
    form: NameForm, words: tuple[tuple[str, ...], ...], kinds_of: frozenset[str]
) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the whole readings of a thing's name without its kind-of-thing words, and those words.

    A name of nothing else keeps them, and has none.
    """
    telling = [readings for readings in words if readings[0] not in kinds_of]
    kinds = frozenset(token for token in form.tokens if token in kinds_of)
    if not telling or not kinds:
        return whole_readings(form), frozenset()
    if form.script is Script.MYANMAR:
        found = romanise_burmese("".join(gloss_inside(form.native)[0].split()))
    else:
        found = telling[0] if len(telling) == 1 else ()
    bare = [" ".join(token for token in reading.split() if token not in kinds_of) for reading in form.latin]
    return _without_spaces((*found, *filter(None, bare))), kinds


def _plausible(form: NameForm, *, person: bool) -> frozenset[Tongue]:
    if form.script is Script.HANGUL or (form.script is Script.OTHER and has_own_spellings(form.native)):
        return frozenset({Tongue.GENERAL})
    if not form.latin:
        return frozenset()
    if person:
        return plausible_tongues(form.latin[0])
    return plausible_tongues(" ".join(token for token in form.tokens if token not in kind_words()) or form.latin[0])


def _information(words: tuple[tuple[str, ...], ...], kind: NameKind) -> tuple[float, ...]:
    """Return what each word tells: little where it is a site's town or a company's country, often left out."""
    told = tuple(information(readings[0], kind is NameKind.PERSON) for readings in words)
    if kind is NameKind.PERSON:
        return told
    tokens = tuple(readings[0] for readings in words)
    if kind is NameKind.SITE:
        places, most = town_behind(tokens), _OF_TOWN
    else:
        places, most = country_behind(tokens), _OF_COUNTRY
    return tuple(min(bits, most) if at in places else bits for at, bits in enumerate(told)) if places else told


@lru_cache(maxsize=100_000)
def information(token: str, person: bool) -> float:
    """Return what a word tells, in bits: little where it says what kind of thing is named, or only joins.

    Args:
        token: lower-case ASCII.
        person: whether it is of a person's name.
    """
    if not person and token in kind_words():
        return 2.0
    if token in PARTICLES or (not person and token in JOINING_WORDS):
        return 0.5
    return max(2.0, information_bits(token, person=person))


def whole_readings(form: NameForm) -> tuple[str, ...]:
    """Return the readings of a whole name without spaces."""
    if form.script in SPELLED:
        return _without_spaces(form.latin)
    if form.script is Script.MYANMAR:
        return _without_spaces(form.latin + romanise_burmese("".join(form.native.split())))
    words = word_readings(form, NameKind.PERSON)
    if len(words) != 1:
        return _without_spaces(form.latin)
    # What a known word or place stands for is none of the word's readings by its letters.
    known = form.latin[:1] if len(form.tokens) == 1 or is_place_alone(form.tokens) else ()
    return _without_spaces(known + words[0] + form.latin[1:])


@lru_cache(maxsize=30_000)
def _without_spaces(readings: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reading.replace(" ", "") for reading in readings))


def _goes_on_with_hyphen(native: str, word: str) -> bool:
    """Tell whether a word is the beginning of a longer one: the Chan of Chan-o-phai is no Chinese surname."""
    return f" {word}-" in native.casefold()


def _surname_splits(form: NameForm) -> list[tuple[str, str]]:
    """Return (surname, given name) as a Chinese name may be cut: Hanzi by length, Latin at either end.

    Of Hanzi the given name is read in Mandarin first, then as dialects spell it.
    """
    if form.script is Script.HAN:
        length = surname_length(form.native)
        given = (" ".join(form.tokens[1:]), *given_in_dialects(form.native[length:]))
        splits = [(form.native[:length], spelled) for spelled in given]
    else:
        tokens = form.tokens
        splits = [(tokens[0], " ".join(tokens[1:]))]
        if has_surname_of_two_words(tokens):
            splits.insert(0, (tokens[0] + tokens[1], " ".join(tokens[2:])))
        if len(tokens) > 1 and (len(tokens) == _DIALECT_PARTS or not surname_spellings(tokens[0])):
            splits.append((tokens[-1], " ".join(tokens[:-1])))
        if has_western_first_name(tokens) and not _goes_on_with_hyphen(form.native, tokens[1]):
            # David Chen Weiming.
            splits.append((tokens[1], " ".join(tokens[2:])))
        # David Wei Ming Zhang, whose syllables tell that he is the Zhang Weiming without David.
        _, rest = name_from_elsewhere(tokens)
        if rest and _goes_on_with_hyphen(form.native, rest[0]):
            rest = ()
        ends = ((rest[0], " ".join(rest[1:])), (rest[-1], " ".join(rest[:-1]))) if rest else ()
        splits.extend(split for split in ends if split not in splits and len(pinyin_syllables(split[1])) > 1)
    return [
        (surname, given)
        for surname, given in splits
        if is_surname(surname) or (not given and sounds_like_surname(surname))
    ]
