"""Other spellings of a person's name, by whose keys it is found as well: each where a word shows its tradition.

Most names have no such word. Which words do is looked up once for each: of names there are many, of words few.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import takewhile

from entity_resolution.names.scripts.greek import greek_form, has_greek_letters, is_greek
from entity_resolution.names.scripts.latin import ascii_fold, tokenise
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.scripts.skeletons import skeleton
from entity_resolution.names.short_names import full_form
from entity_resolution.names.tongues.armenian import armenian_form, may_be_armenian
from entity_resolution.names.tongues.azerbaijani import (
    as_others_spell_azerbaijani,
    has_azerbaijani_ending,
    looks_azerbaijani,
)
from entity_resolution.names.tongues.belarusian import belarusian_form, is_belarusian, with_g_for_h
from entity_resolution.names.tongues.double_names import double_names_in_full, has_double_name, may_open_double_name
from entity_resolution.names.tongues.indonesian import is_in_old_spelling, ways_to_write_y, without_old_letters
from entity_resolution.names.tongues.japanese import as_others_spell_japanese, is_japanese_name, may_have_m_for_n
from entity_resolution.names.tongues.korean import korean_syllables, looks_korean, may_be_korean_surname
from entity_resolution.names.tongues.scanned import with_vowels_for_l
from entity_resolution.names.tongues.slavic import is_slavic, may_have_h_for_g, slavic_form, west_of_russia
from entity_resolution.names.tongues.somali import is_somali, looks_somali, without_somali_letters
from entity_resolution.names.tongues.south_asian import is_south_asian, south_asian_form
from entity_resolution.names.tongues.swahili import has_swahili_vowel, without_swahili_vowels
from entity_resolution.names.tongues.thai_speech import is_spelt_by_letters, may_be_said_in_thai, say_in_thai
from entity_resolution.names.tongues.turkish_letters import in_turkish_letters, may_be_misread_turkish
from entity_resolution.names.tongues.umlaut_in_pinyin import has_spelt_out_umlaut, with_plain_u
from entity_resolution.names.tongues.uzbek import with_other_h

_INITIAL_C = "c"
# How many ways to say a name spelt by its letters have keys.
_SAID_WAYS = 3
# Haji, Raden Ajeng, Raden Mas and Kiai Haji by their letters, as they stand before a name of one word: H.M. Sunarto.
_LETTERS_OF_TITLES = ("h", "ra", "rm", "kh")
_SPELLED_BY_EAR = (Script.LATIN, Script.OTHER)  # scripts of India are spelt letter by letter


def other_spellings(
    tokens: tuple[str, ...], native: str, script: Script, *, elsewhere: bool
) -> Iterator[tuple[str, ...]]:
    """Yield a name as Korean, South Asian, old Indonesian, Slavic, Greek and Japanese ones are spelt, where it may be.

    Args:
        tokens: the words of its best reading.
        native: the name as written.
        script: its writing system.
        elsewhere: whether it looks like none of the region, where Siew and Chew end as Slavic names do.
    """
    if script is not Script.LATIN:
        yield from _in_traditions(tokens, native, script, elsewhere=elsewhere)
        return
    if may_be_said_in_thai(tokens):
        yield from _said_in_thai(tokens)
    if any(map(_has_sign, tokens)) or any(map(_has_sign, _spelt(native))) or may_be_misread_turkish(native):
        yield from _in_traditions(tokens, native, script, elsewhere=elsewhere)


@lru_cache(maxsize=100_000)
def _has_sign(word: str) -> bool:
    """Tell whether a word in lower-case ASCII may be of any tradition of `_in_traditions`.

    INVARIANT: whoever adds a tradition there adds its sign here.
    """
    return (
        len(word) == 1
        or word != with_vowels_for_l(word)
        or word != with_plain_u(word)
        or may_be_korean_surname(word)
        or is_south_asian(word)
        or is_in_old_spelling(word)
        or has_azerbaijani_ending(word)
        or is_somali(word)
        or may_be_armenian((word,))
        or is_belarusian(word)
        or has_swahili_vowel(word)
        or may_open_double_name(word)
        or is_slavic(word)
        or is_greek(word)
        or is_japanese_name(word)
        or may_have_m_for_n(word)
    )


def _in_traditions(
    tokens: tuple[str, ...], native: str, script: Script, *, elsewhere: bool
) -> Iterator[tuple[str, ...]]:
    """Yield such spellings of a name, all but what Thai says of its letters."""
    if script is Script.LATIN and (seen := tuple(map(with_vowels_for_l, tokens))) != tokens:
        yield seen
    if script is Script.LATIN and looks_korean(tokens):
        yield korean_syllables(tokens)
    if script is Script.LATIN and has_spelt_out_umlaut(tokens):
        yield tuple(map(with_plain_u, tokens))
    if script in _SPELLED_BY_EAR and any(map(is_south_asian, tokens)):
        yield tuple(map(south_asian_form, tokens))
    if script is Script.LATIN:
        spelt = _spelt(native)
        yield from _in_indonesia(spelt)
        yield from _as_others_spell(native, spelt)
    if script is Script.LATIN and (said := without_swahili_vowels(tokens)) != tokens:
        yield said
    if script is Script.LATIN and has_double_name(tokens):
        yield double_names_in_full(tokens)
    yield from _with_another_h(tokens, native, script)
    if len(tokens) == 1 or not elsewhere:
        return
    if any(map(is_slavic, tokens)):
        yield tuple(map(slavic_form, tokens))
    if has_greek_letters(native) or any(map(is_greek, tokens)):
        yield tuple(map(greek_form, tokens))
    if spelt := as_others_spell_japanese(tokens):
        yield spelt


def _spelt(native: str) -> tuple[str, ...]:
    """Return the words of a name as they were written, in lower-case ASCII."""
    return tokenise(ascii_fold(native))


def _with_another_h(tokens: tuple[str, ...], native: str, script: Script) -> Iterator[tuple[str, ...]]:
    """Yield a name with KH for H or H for KH, as Russian and Tajik have it, and with H for G as west of Russia."""
    if script is Script.CYRILLIC and (spelt := with_other_h(native)):
        yield spelt
    if any("g" in token for token in tokens) and _may_be_west_of_russia(tokens, native, script):
        yield tuple(map(west_of_russia, tokens))


def _as_others_spell(native: str, tokens: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield a Somali, Caucasian, Turkish or Belarusian name as others do; of an H nobody else knows that it is a G.

    An initial C may be a CH.
    """
    if _INITIAL_C in tokens[1:]:
        # Anil K.C. is a Khatri Chhetri, whose last word begins as no C does.
        yield tuple(f"{token}h" if token == _INITIAL_C else token for token in tokens)
    if may_be_misread_turkish(native):
        yield tokenise(ascii_fold(in_turkish_letters(native)))
    if looks_azerbaijani(native, tokens):
        yield as_others_spell_azerbaijani(native)
    if looks_somali(tokens):
        yield tuple(map(without_somali_letters, tokens))
    if len(tokens) > 1 and may_be_armenian(tokens):
        yield tuple(map(armenian_form, tokens))
    if len(tokens) > 1 and any(map(is_belarusian, tokens)):
        said = tuple(map(belarusian_form, tokens))
        yield from (said, tuple(map(with_g_for_h, said)))


def _in_indonesia(tokens: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield a name in the letters of the new spelling, and without letters of titles and names before it."""
    for way in ways_to_write_y(tokens):
        # Who looks of another people by his spelling of today has no short forms in full: Yusuf Jayadi.
        yield from dict.fromkeys((tuple(map(full_form, way)), way))
    letters = "".join(takewhile(_is_letter, tokens))
    rest = tokens[len(letters) :]
    # Of several words a pair is a key already, which those of one more way to read the name would push out.
    if letters and ((len(rest) == 1 and letters.startswith(_LETTERS_OF_TITLES)) or any(map(is_in_old_spelling, rest))):
        yield tuple(map(without_old_letters, rest))


def _is_letter(token: str) -> bool:
    return len(token) == 1


def _may_be_west_of_russia(tokens: tuple[str, ...], native: str, script: Script) -> bool:
    """Tell whether a name's G may be an H elsewhere: any in Cyrillic, in Latin letters a Slavic one with a sign."""
    if script is Script.CYRILLIC:
        return True
    return script is Script.LATIN and any(map(is_slavic, tokens)) and may_have_h_for_g(native, tokens)


def _said_in_thai(tokens: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield a name as Thai says what is spelt by its letters: the likeliest ways whose consonants differ."""
    ways = [_by_bones(say_in_thai(token)) if is_spelt_by_letters(token) else [token] for token in tokens]
    for rank in range(max(map(len, ways))):
        yield tuple(said[min(rank, len(said) - 1)] for said in ways)


def _by_bones(readings: Iterable[str]) -> list[str]:
    found: dict[str, str] = {}
    for reading in readings:
        found.setdefault(skeleton(reading), reading)
    return list(found.values())[:_SAID_WAYS]
