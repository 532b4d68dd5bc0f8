"""Blocking keys: what two spellings of one name, in any scripts, are likely to have in common.

A key is the consonant skeleton of a Latin reading, with voicing, aspiration and neighbouring finals merged, so that it
does not depend on the language being known. A name of very common tokens gets combined keys alone, from a fixed public
list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, combinations, islice, pairwise

from entity_resolution.names.companies.bracketed_short_names import COUNTRY_LETTERS, without_short_name
from entity_resolution.names.companies.legal_forms import is_legal_form_alone
from entity_resolution.names.companies.world_words import Told
from entity_resolution.names.key_sorts import KeySort
from entity_resolution.names.keys.arabic_keys import arabic_keys, keys_as_french_spells
from entity_resolution.names.keys.initials import (
    MOST_INITIALS,
    beginnings_run_together,
    initials_as_written,
    initials_before_trades,
    initials_with_form,
    without_letter_of_form,
)
from entity_resolution.names.keys.key_budget import FURTHER_KEYS, KEYS_BESIDE, KEYS_OF_READINGS, MAX_KEYS
from entity_resolution.names.keys.other_spellings import other_spellings
from entity_resolution.names.keys.shortened_keys import keys_as_joined, keys_as_shortened, keys_turned_and_joined
from entity_resolution.names.keys.surname_keys import DIALECT_PARTS, GIVEN_PARTS, further_surname_keys, surname_keys
from entity_resolution.names.scripts.cleaning import clean
from entity_resolution.names.scripts.form import Tongue
from entity_resolution.names.scripts.han_sounds import is_in_pinyin
from entity_resolution.names.scripts.latin import across_hyphens, has_hyphenated_word
from entity_resolution.names.scripts.phonemes import sounds
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.scripts.skeletons import burmese_skeleton_of_name, skeleton
from entity_resolution.names.scripts.surnames import (
    surname_spellings,
)
from entity_resolution.names.short_names import PARTICLES, full_form
from entity_resolution.names.tongues.arabic import looks_arabic
from entity_resolution.names.tongues.bare_consonants import bare
from entity_resolution.names.tongues.frequency import common_tokens
from entity_resolution.names.tongues.kanji import likely_readings
from entity_resolution.names.tongues.own_spellings import has_own_spellings
from entity_resolution.names.tongues.tongue import plausible_tongues

_WHOLE = KeySort.WHOLE.value
_WRITTEN = KeySort.WRITTEN.value
_SURNAME = KeySort.SURNAME.value
_BURMESE = KeySort.BURMESE.value
_LETTERS = KeySort.LETTERS.value
_WORD = KeySort.WORD.value
_COMBINED = KeySort.COMBINED.value
_SYLLABLE = KeySort.SYLLABLE.value
_INITIALS = KeySort.INITIALS.value
_BEFORE_TRADES = KeySort.BEFORE_TRADES.value
_BEGINNINGS = KeySort.BEGINNINGS.value
_ENGLISH = KeySort.ENGLISH.value
_CONSONANTS = KeySort.CONSONANTS.value
_HEAD = KeySort.HEAD.value
_TAIL = KeySort.TAIL.value
_ONSETS = KeySort.ONSETS.value

_OF_SHORT_FORMS = (Tongue.GENERAL, Tongue.MALAY)
_NATIVE_LIMIT = 32
_STOP_LIMIT = 2
# A key of a word and the initials of the others has at least so many consonants: fewer would gather half a list.
_LEAST_COMBINED = 3
# Of how many words each two are a key.
_MOST_PAIRED = 4
# How many consonants the only word of a company's name has at least to be found in longer names.
_LONE_WORD = 3
# Short acronyms in capitals, how many of a name have keys, and the articles of Arabic before one of so many words.
_CAPITALS, _ACRONYMS = re.compile(r"(?<![^\W_])[A-Z]{3,4}(?![^\W_])"), 2
_ARTICLES, _WITH_ARTICLE, _LONGEST_WITH_ARTICLE = frozenset({"al", "el"}), re.compile("[ae]l[^aeiou].{3}"), 3
# How many keys a company has at most of initials before its trades.
_SHORT_KEYS = 2
# Scripts whose words are read in several ways, and how many words a full name has there.
_READ_IN_WAYS, _FULL_NAME = frozenset({Script.THAI, Script.LAO, Script.KHMER, Script.MYANMAR}), (2, 3)
# How the Karen call each other: no title before words that are no Burmese ones, but left out as one.
_OF_KAREN = ("saw", "naw")
_WITHOUT_HYPHENS = 2  # a first name and a family name, one of them hyphenated by others
_OF_TRADITIONS = (Script.LATIN, Script.CYRILLIC, Script.OTHER)
_OF_KANJI = (Script.HAN, Script.MIXED)  # with kana in it, a name is of two scripts
# How many keys a Japanese name in Kanji has by its likely readings.
_KANJI_KEYS, _KANJI_PAIRS = 7, 5
_OF_SURNAMES = (Tongue.CHINESE, Tongue.VIETNAMESE, Tongue.GENERAL)


def blocking_keys(
    *,
    native: str,
    tongue: Tongue,
    script: Script,
    latin: tuple[str, ...],
    low_information: frozenset[str],
    family: str = "",
) -> frozenset[str]:
    """Return the keys of a name, as many as `key_budget` has of each sort, the most telling before others.

    A person's full name in a script that is read in several ways has up to three more, of its words by the likeliest
    reading. A person's name has those of each two words of its likeliest reading, as far as `MAX_KEYS` has room.

    Args:
        native: the name without titles and legal form.
        tongue: whose spelling it follows.
        script: its writing system.
        latin: Latin readings, best first.
        low_information: kind-of-thing words, which never make a key alone; none for a person's name.
        family: the surname that a comma said stands behind, as `NameForm` has it.
    """
    if not native:
        return frozenset()
    if low_information:
        return frozenset(_keys_of_thing(native, tongue, script, latin, low_information))
    return frozenset(_keys_of_person(native, tongue, script, latin, family))


def _keys_of_thing(
    native: str, tongue: Tongue, script: Script, latin: tuple[str, ...], low_information: frozenset[str]
) -> list[str]:
    """Return the keys of a company's or place's name."""
    found = _as_written(native, script)
    if not latin:
        return found
    words = latin[0].split()
    telling = [_telling_words(reading, low_information) for reading in latin]
    found += (*_initials(native, words), *_with_kind(words, low_information))
    if not (script is Script.OTHER and has_own_spellings(native)) and _may_be_burmese(telling[0], tongue):
        found.append(f"{_BURMESE}{burmese_skeleton_of_name(telling[0])}")
        # Maps leave finals out: Pabedan, Letpadan. Persons' names are too many and too short for such a key.
        found += _burmese_onsets(telling[0])
    return _keys_of_ways(found, telling, pairs=False)


def _keys_of_person(native: str, tongue: Tongue, script: Script, latin: tuple[str, ...], family: str) -> list[str]:
    """Return the keys of a person's name."""
    own = script is Script.OTHER and has_own_spellings(native)
    telling = _readings_of_person(native, tongue, script, latin)
    # A name in a script of India or in Ethiopic is no Chinese one and none of Burma, whatever its letters spell.
    chinese = not own and (family or _may_have_surname(tongue, script, latin))
    of_surname = list(surname_keys(native, script, latin, family)) if chinese else []
    found = _as_written(native, script)
    if script in _OF_KANJI:
        found += _keys_of_kanji(native)
    found += [key for key in of_surname if key[:2] == _SURNAME]
    if latin and (script is Script.ARABIC or looks_arabic(tuple(latin[0].split()))):
        found += arabic_keys(native, script, tuple(latin[0].split()))
    if script is Script.LATIN:
        found += _across_hyphens(native)
    if telling and not own:
        found += _keys_in_burmese(telling[0], tongue, script)
    is_full = own or script in _READ_IN_WAYS
    keys = _keys_of_ways(found, telling, pairs=True, of_full_name=is_full)
    beside = (
        *keys_as_shortened(native, script, latin),
        *(key for key in of_surname if key[:2] == _SYLLABLE),
        # Nora Petrova is written in no Arabic letters: among her own they would take the others' place.
        *keys_as_french_spells(native, script, latin),
    )
    further = _further_keys(native, script, telling, latin, family) if latin else []
    if latin:
        further += keys_turned_and_joined(tuple(latin[0].split()), script, tongue)
    # The other ways to read a word, and the words of a long name, push these out, by which a name is found that leaves
    # one out: of Geeta Chaudhary Sarma what it shares with Geeta Sarma.
    kept = _keys_of_pairs(telling[0]) if telling else ()
    return list(dict.fromkeys((*keys, *beside[:KEYS_BESIDE], *further, *kept)))[:MAX_KEYS]


def _readings_of_person(native: str, tongue: Tongue, script: Script, latin: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return the words worth a key of each reading of a person's name, best first, and of each other spelling."""
    shortens = script is Script.LATIN and tongue in _OF_SHORT_FORMS
    telling = [_without_particles(reading) if shortens else tuple(reading.split()) for reading in latin]
    if not telling:
        return telling
    if shortens and telling[0] != (words := tuple(latin[0].split())):
        telling.append(words)  # Sam is Samuel's short form, and a whole name elsewhere
    elif shortens and len(telling[0]) == 1 and full_form(latin[0]) != latin[0]:
        telling.append((full_form(latin[0]),))
    if script in _OF_TRADITIONS:
        telling.extend(other_spellings(telling[0], native, script, elsewhere=tongue is Tongue.GENERAL))
    return telling


def _as_written(native: str, script: Script) -> list[str]:
    return [] if script is Script.LATIN else [f"{_WRITTEN}{''.join(native.split())[:_NATIVE_LIMIT]}"]


def _keys_in_burmese(words: tuple[str, ...], tongue: Tongue, script: Script) -> list[str]:
    """Return the keys of a person's name as Burmese spells it, with a Karen title in front left out as well."""
    found = [f"{_BURMESE}{burmese_skeleton_of_name(words)}"] if _may_be_burmese(words, tongue) else []
    if script is Script.LATIN and len(words) > _FULL_NAME[0] and words[0] in _OF_KAREN:
        found.append(f"{_BURMESE}{burmese_skeleton_of_name(words[1:])}")
    return found


def _may_be_burmese(words: tuple[str, ...], tongue: Tongue) -> bool:
    return tongue is Tongue.BURMESE or Tongue.BURMESE in plausible_tongues(" ".join(words))


def _further_keys(
    native: str, script: Script, telling: Iterable[tuple[str, ...]], latin: tuple[str, ...], family: str
) -> list[str]:
    """Return the keys of a person's name by a rarer surname or one behind, and by words that others join."""
    of_surname = further_surname_keys(latin[0], family) if script is Script.LATIN else ()
    joined = dict.fromkeys(keys_as_joined(telling, native, script))
    return list(islice(chain(of_surname, joined), FURTHER_KEYS))


def _keys_of_ways(
    found: list[str],
    telling: list[tuple[str, ...]],
    *,
    pairs: bool,
    of_full_name: bool = False,
) -> list[str]:
    """Return the keys of a name by the ways in which it is read, those found before first.

    Args:
        found: keys of the whole name.
        telling: its readings, best first.
        pairs: whether each two of its words are a key.
        of_full_name: whether it is a person's in a script whose words are read in several ways: of its likeliest
            reading each word with the others' initials is kept as well.
    """
    if len(telling) == 1:
        return list(dict.fromkeys((*found, *_keys_of(telling[0], pairs=pairs))))[:KEYS_OF_READINGS]
    # Readings that differ in vowels alone have the same keys.
    ways: dict[tuple[str, ...], tuple[str, ...]] = {}
    for tokens in telling:
        ways.setdefault(tuple(map(skeleton, tokens)), tokens)
    by_way = [_keys_of(tokens, pairs=pairs) for tokens in ways.values()]
    keys = _first_keys(found, by_way)
    if of_full_name and telling and len(telling[0]) in _FULL_NAME:
        # The ways to read each word push these out, by which a name is found whose other word is read in none of them.
        keys += [key for key in by_way[0] if key not in keys and key[:2] == _COMBINED and "." in key]
    return keys


def _across_hyphens(native: str) -> Iterator[str]:
    """Yield the key of two words that others write without a hyphen, in whichever order: Anna-Maria Lopez."""
    bones = [skeleton(token) for token in across_hyphens(native)] if has_hyphenated_word(native) else []
    if len(bones) == _WITHOUT_HYPHENS and all(bones):
        yield _pair_key(*bones)


def _pair_key(one: str, other: str) -> str:
    return f"{_COMBINED}{'+'.join(sorted((one, other)))}"


def _first_keys(found: list[str], ways: list[list[str]]) -> list[str]:
    """Take one key of each way of reading in turn, until there are enough."""
    chosen = dict.fromkeys(found)
    for rank in range(max(map(len, ways), default=0)):
        chosen.update(dict.fromkeys([way[rank] for way in ways if rank < len(way)]))
        if len(chosen) >= KEYS_OF_READINGS:
            break
    return list(chosen)[:KEYS_OF_READINGS]


def _burmese_onsets(tokens: tuple[str, ...]) -> Iterator[str]:
    onsets = sounds("".join(tokens), Tongue.BURMESE).onsets
    if len(onsets) >= _LEAST_COMBINED:
        yield f"{_ONSETS}{onsets}"


@lru_cache(maxsize=1)
def stop_keys() -> frozenset[str]:
    """Return the keys of one short common word, which gather too many records: a public list, fixed by tables.

    A name that has only such keys (a lone `Aung`) is found by its other properties, not by its name.
    """
    bones = (skeleton(token) for token in common_tokens())
    return frozenset(f"{_WHOLE}{bone}" for bone in bones if len(bone) <= _STOP_LIMIT)


def _initials(native: str, tokens: list[str]) -> Iterator[str]:
    """Yield the keys that a company's initials share with its name in full."""
    found = {f"{_INITIALS}{initials}" for initials in initials_as_written(native) if len(initials) <= MOST_INITIALS}
    if len(tokens) == 1 and 3 <= len(tokens[0]) <= MOST_INITIALS:
        found.update(f"{_INITIALS}{word}" for word in (tokens[0], without_letter_of_form(tokens[0])) if word)
    elif 3 <= len(tokens) <= MOST_INITIALS:
        found.add(f"{_INITIALS}{''.join(token[0] for token in tokens)}")
    yield from sorted(found)


def company_keys(raw: str, latin: tuple[str, ...], low_information: frozenset[str]) -> Iterator[str]:
    """Yield keys that a company has besides those of its reading: of its only word, and of what shortens its name.

    A name of one telling word is found by it in longer names: Rosneft, NK Rosneft. CNPC is a Corporation by its C, GP
    Tech is Global Pacific Tech, and Metrobank a Metropolitan Bank.

    Args:
        raw: the name as the source wrote it, with its legal form.
        latin: Latin readings, best first.
        low_information: kind-of-thing words.
    """
    telling = _telling_words(latin[0], low_information) if latin else ()
    if len(telling) == 1 and telling[0] not in common_tokens() and len(bone := skeleton(telling[0])) >= _LONE_WORD:
        yield f"{_WORD}{bone}"
    short = without_short_name(clean(raw))[1] if "(" in raw or "（" in raw else ""
    if short:
        yield f"{_INITIALS}{short}" if len(short) <= MOST_INITIALS else f"{_WORD}{skeleton(short)}"
    initials = initials_with_form(raw)
    if initials and len(initials) <= MOST_INITIALS:
        yield f"{_INITIALS}{initials}"
    yield from _acronyms_in_capitals(raw, low_information)
    tokens = tuple(latin[0].split()) if latin else ()
    yield from _with_article_joined(tokens)
    yield from islice(_short_words_joined(telling), _SHORT_KEYS)
    yield from (
        f"{_BEFORE_TRADES}{part}" for part in islice(initials_before_trades(tokens, low_information), _SHORT_KEYS)
    )
    yield from (f"{_BEGINNINGS}{part}" for part in beginnings_run_together(tokens))


def _acronyms_in_capitals(raw: str, low_information: frozenset[str]) -> Iterator[str]:
    """Yield the key of a short acronym amid other words, of which no key of sounds is made: Shenzhen DJI Technology.

    In a name of capitals alone nothing shows which words are acronyms.
    """
    if raw.isupper() and " " in raw.strip():
        return
    for word in islice(dict.fromkeys(_CAPITALS.findall(raw)), _ACRONYMS):
        letters = word.lower()
        if letters in low_information or letters in COUNTRY_LETTERS or len(skeleton(letters)) >= _LONE_WORD:
            continue
        if not is_legal_form_alone(word):
            yield f"{_LETTERS}{letters}"


def _with_article_joined(tokens: tuple[str, ...]) -> Iterator[str]:
    """Yield the key of an Arabic article and the word behind it, which others write as one: Al Noor, Alnoor."""
    for at, token in enumerate(tokens[:_LONGEST_WITH_ARTICLE]):
        word = token + "".join(tokens[at + 1 : at + 2]) if token in _ARTICLES else token
        if _WITH_ARTICLE.match(word):
            bone = skeleton(word)
            yield f"{_WORD}{bone}" if len(bone) >= _LONE_WORD else f"{_LETTERS}{word}"
            return


def _short_words_joined(telling: tuple[str, ...]) -> Iterator[str]:
    """Yield the key of two words of which neither has one, as of a name of these alone: Haute Vallee."""
    for pair in pairwise(telling):
        bones = tuple(map(skeleton, pair))
        if max(map(len, bones)) < _LONE_WORD <= len(whole := _joined(pair)) and min(map(len, pair)) >= _LONE_WORD:
            yield f"{_WHOLE}{whole}"


def keys_in_english(told: Told, low_information: frozenset[str]) -> frozenset[str]:
    """Return the keys of a company's name in English: of all its known words where it has no others, else of these.

    Args:
        told: what the name says.
        low_information: kind-of-thing words.
    """
    if not told.rest:
        return frozenset({f"{_ENGLISH}{'+'.join(sorted(told.bag))}"} if len(told.bag) > 1 else ())
    telling = [word for word in told.rest if word not in low_information]
    if not telling or not all(map(str.isascii, telling)):
        return frozenset()
    consonants = "".join(map(bare, telling))
    found = {f"{_CONSONANTS}{consonants}"} if len(consonants) >= _LONE_WORD else set()
    if len(bone := _joined(telling)) < _LONE_WORD:
        found |= {f"{_ENGLISH}{bone}+{'+'.join(sorted(told.bag))}"} if bone and told.bag else set()
    elif told.changed:
        found |= {f"{_WHOLE}{bone}"} | ({f"{_WORD}{bone}"} if len(telling) == 1 else set())
    return frozenset(found)


def _with_kind(tokens: list[str], low_information: frozenset[str]) -> Iterator[str]:
    """Yield the key of a name and its kind run together, as registers print them: Kasikornbank."""
    if len(tokens) == 2 and tokens[1] in low_information and tokens[0] not in low_information:
        yield f"{_WHOLE}{_joined(tokens)}"


def _may_have_surname(tongue: Tongue, script: Script, latin: tuple[str, ...]) -> bool:
    """Tell whether a person's name may begin or end with a Chinese surname."""
    return tongue in _OF_SURNAMES or _is_one_latin_word(latin, script) or _may_be_chinese(latin, script)


def _is_one_latin_word(latin: tuple[str, ...], script: Script) -> bool:
    return script is Script.LATIN and bool(latin) and " " not in latin[0]


def _may_be_chinese(latin: tuple[str, ...], script: Script) -> bool:
    """Tell whether a Latin name is a surname of the table and two words, as dialects spell names, or pinyin."""
    tokens = latin[0].split() if latin and script is Script.LATIN else []
    if len(tokens) == GIVEN_PARTS and is_in_pinyin(tokens[1]):
        # Lin Wutong is made of Burmese syllables as well.
        return bool(surname_spellings(tokens[0]))
    return len(tokens) == DIALECT_PARTS and bool(surname_spellings(tokens[0]))


def _telling_words(reading: str, low_information: frozenset[str]) -> tuple[str, ...]:
    """Return the words of a reading but those for what kind of thing is named, unless it has no others."""
    tokens = tuple(reading.split())
    return tuple([token for token in tokens if token not in low_information]) or tokens


def _without_particles(reading: str) -> tuple[str, ...]:
    """Return the words of a person's name in Latin letters without particles amid them, and short forms in full."""
    tokens = tuple(reading.split())
    if len(tokens) == 1:
        return tokens
    last = len(tokens) - 1
    return tuple([full_form(token) for at, token in enumerate(tokens) if token not in PARTICLES or at in (0, last)])


def _keys_of(tokens: tuple[str, ...], *, pairs: bool) -> list[str]:
    """Return the keys of one reading: the whole, each telling token, each token with the others' initials, the ends.

    With `pairs` also each two of up to four tokens, since one of them may be left out or misspelt.
    """
    whole = _joined(tokens)
    keys = [f"{_WHOLE}{whole}"]
    if len(tokens) > 1:
        common = common_tokens()
        bones = [skeleton(token) for token in tokens[:5]]
        keys += [
            f"{_WORD}{bone}"
            for token, bone in zip(tokens, bones, strict=False)
            if len(bone) >= 3 and token not in common
        ]
        initials = [bone[:1] for bone in bones]
        for at, bone in enumerate(bones):
            others = "".join(sorted(initials[:at] + initials[at + 1 :]))
            if len(bone) + len(others) >= _LEAST_COMBINED:
                keys.append(f"{_COMBINED}{bone}.{others}")
        if pairs:
            keys += _keys_of_pairs(tokens)
    if len(whole) >= 5:
        keys += (f"{_HEAD}{whole[:4]}", f"{_TAIL}{whole[-4:]}")
    joined = "".join(tokens)
    if "tch" in joined[1:]:
        keys.insert(1, f"{_WHOLE}{skeleton(joined.replace('tch', 'tj'))}")  # Chat-chai, and not only Mitchell
    return keys


def _keys_of_pairs(tokens: tuple[str, ...]) -> Iterator[str]:
    """Yield the key of each two words; of five of each two neighbours: one left out at an end changes all initials."""
    bones = [skeleton(token) for token in tokens[:5]]
    twos = combinations(bones, 2) if len(bones) <= _MOST_PAIRED else pairwise(bones)
    yield from (_pair_key(*two) for two in twos if all(two))


def _joined(tokens: Iterable[str]) -> str:
    return skeleton("".join(tokens))


def _keys_of_kanji(native: str) -> Iterator[str]:
    """Yield the keys that likely readings of a Japanese name share with it in Latin letters.

    The given name by its first sound as well, since a character may have a reading that no table knows.
    """
    bones = [two for name in likely_readings(native) if all(two := tuple(map(skeleton, name)))]
    pairs = dict.fromkeys(_pair_key(*two) for two in bones)
    firsts = dict.fromkeys(f"{_COMBINED}{one}.{other[0]}" for one, other in bones if len(one) + 1 >= _LEAST_COMBINED)
    yield from islice((*islice(pairs, _KANJI_PAIRS), *firsts), _KANJI_KEYS)
