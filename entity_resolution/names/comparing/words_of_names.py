"""A name of one word beside a longer one that has the word: Kriangkrai, as a caller says, and Kriangkrai Petcharat."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from entity_resolution.names.comparing.comparison import compare_names, may_agree
from entity_resolution.names.comparing.levels import ALIKE, NameComparison, NameLevel, weighed
from entity_resolution.names.comparing.pairing import Found
from entity_resolution.names.comparing.persons.bare_names import is_bare, is_one_word, is_surname_alone
from entity_resolution.names.key_sorts import KeySort
from entity_resolution.names.prepared import prepare
from entity_resolution.names.reading import person_name
from entity_resolution.names.romanisation import word_readings
from entity_resolution.names.scripts.form import NameForm, NameKind, Tongue
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.scripts.skeletons import skeleton
from entity_resolution.names.scripts.surnames import hanzi_index
from entity_resolution.names.short_names import PARTICLES, full_form, is_short_for
from entity_resolution.names.tongues.never_thai import is_western_given_name

_WHOLE = KeySort.WHOLE.value
_WORD = KeySort.WORD.value

# A shorter one is a syllable of many names, or a surname.
_SHORTEST = 3
# What stands before the name by which somebody is called, and is left out with it.
_STAND_BEFORE = frozenset({"muhammad", "siti", "nur", "nor", "noor", "abdul", "abd", "abu", "haji", "hajjah"})
# Of how many words of a name, and readings of each, keys are made.
_MOST_WORDS, _MOST_READINGS = 4, 3
# Scripts that write a surname and a given name together, and how long a given name is that is no single syllable.
_TOGETHER, _GIVEN = (Script.HAN, Script.HANGUL), 2
# Languages whose names are no syllables, and of how many words an own name is that says more than one word does.
_OF_LONG_WORDS, _FEWEST_OF_OWN = (Tongue.GENERAL, Tongue.MALAY), 2


def weigh_one_word(left: NameForm, right: NameForm, found: NameComparison) -> NameComparison:
    """Return a comparison of two persons' names, at a level of its own where one is one word of the other.

    A relative gives a hotline the name by which she calls who is missing. Many have that name, so that it speaks a
    little for a pair, and never against it.

    Args:
        left: one name.
        right: the other.
        found: what comparing them gave.
    """
    if found.agrees:
        return found
    if has_all_words(left, right):
        pair, how = (left, right), "all words of one, and the other has more"
    elif (word := _word_and_name(left, right)) is not None:
        pair, how = word, "one word of the other name"
    else:
        return found
    one, other = (prepare(form, NameKind.PERSON) for form in pair)
    alike = Found(ALIKE, one.form.latin[0], other.form.latin[0], how, in_order=True)
    weight = weighed(alike, NameLevel.ONE_WORD, one, other)
    return weight._replace(bits=max(weight.bits, found.bits))


def is_one_word_of(left: NameForm, right: NameForm) -> bool:
    """Tell whether one of two persons' names is one word by which the other is called as well."""
    return _word_and_name(left, right) is not None


def has_all_words(left: NameForm, right: NameForm) -> bool:
    """Tell whether one of two persons' names is the beginning of the other, an own name of two words or three.

    Mark Joseph is Mark Joseph Calinog without his family's name. Where each syllable is a name of its own, as in Burma,
    China and Vietnam, another syllable makes another name.
    """
    short, long = (left, right) if len(left.tokens) < len(right.tokens) else (right, left)
    if not _FEWEST_OF_OWN <= len(short.tokens) < len(long.tokens):
        return False
    if is_surname_alone(short.tokens[0]) and not is_western_given_name(short.tokens[0]):
        return False
    if any(form.script is not Script.LATIN or form.tongue not in _OF_LONG_WORDS for form in (left, right)):
        return False
    begins = zip(short.tokens, long.tokens, strict=False)
    return all(one == other or is_short_for(one, other) for one, other in begins) and any(map(_tells, short.tokens))


def _tells(word: str) -> bool:
    return len(word) >= _SHORTEST and _calls(word)


class WordKeys(NamedTuple):
    """The keys of single words of a person's name.

    Attributes:
        alone: of the one word that is the whole name, or all of it but initials, with `t:` before them, as words of
            longer names have.
        within: of the common words of a longer name, which have no key of their own there.
    """

    alone: frozenset[str]
    within: frozenset[str]


@lru_cache(maxsize=30_000)
def word_keys(form: NameForm) -> WordKeys:
    """Return the keys by which a name of one word and a longer one that has the word meet."""
    if form.script in _TOGETHER and len("".join(form.native.split())) == _GIVEN:
        return WordKeys(_as_a_word(form), frozenset())
    if form.script is Script.HANGUL:
        return WordKeys(frozenset(), frozenset({f"{_WORD}{skeleton(''.join(form.tokens[1:]))}"}))
    is_one = is_one_word(form)
    if is_one and (len(form.tokens) == 1 or form.script is Script.MYANMAR):
        return WordKeys(_as_a_word(form) if _is_called_so(form) else frozenset(), frozenset())
    words = word_readings(form, NameKind.PERSON)[:_MOST_WORDS]
    said = (reading for readings in words for reading in readings[:_MOST_READINGS])
    found = frozenset(f"{_WORD}{skeleton(word)}" for word in said if len(word) >= _SHORTEST and _calls(word))
    # Of R. C. Joshi the keys of the whole have the initials in them, of which none says how Chanda and Shah begin.
    return WordKeys(found, frozenset()) if is_one else WordKeys(frozenset(), found - form.keys)


def _as_a_word(form: NameForm) -> frozenset[str]:
    return frozenset(f"{_WORD}{key[2:]}" for key in form.keys if key.startswith(_WHOLE))


@lru_cache(maxsize=30_000)
def initial_sounds(form: NameForm) -> str:
    """Return the first consonants of a name's words in the order of the alphabet, `a` of a vowel: wk of Kyaw Win.

    A slip leaves them alone, nearly always, as does another order; voicing and aspiration make no other consonant.
    """
    return "".join(sorted(skeleton(token)[:1] for token in form.tokens[:_MOST_WORDS] if len(token) > 1))


def _word_and_name(left: NameForm, right: NameForm) -> tuple[NameForm, NameForm] | None:
    """Return the name of one word and what of the other agrees with it, or `None` where neither is such a word."""
    for word, name in ((left, right), (right, left)):
        if not word.latin or not name.latin:
            continue
        if word.script in _TOGETHER:
            if _is_given_name(word, name):
                return word, word
        elif _is_called_so(word):
            said = next((part for part in _words_of(name) if _agree(word, part)), None)
            if said is not None:
                return word, said
    return None


def _is_given_name(word: NameForm, name: NameForm) -> bool:
    """Tell whether a name in characters is another one without its surname: 志强 of 陈志强, 민수 of 김민수."""
    given, whole = ("".join(form.native.split()) for form in (word, name))
    if name.script is not word.script or len(given) < _GIVEN or not whole.endswith(given):
        return False
    surname = whole.removesuffix(given)
    return surname in hanzi_index() if word.script is Script.HAN else bool(surname) and is_surname_alone(surname)


@lru_cache(maxsize=30_000)
def _is_called_so(form: NameForm) -> bool:
    """Tell whether a name is one word by which somebody may be called: no surname, no Md., nothing that hides one."""
    words = [token for token in form.tokens if len(token) >= _SHORTEST]
    return is_one_word(form) and len(words) == 1 and _calls(words[0]) and not is_bare(form)


def _calls(word: str) -> bool:
    return word not in PARTICLES and full_form(word) not in _STAND_BEFORE and not is_surname_alone(word)


@lru_cache(maxsize=30_000)
def _words_of(form: NameForm) -> tuple[NameForm, ...]:
    """Return the words of a name of several as names; none of a name of one word."""
    native = form.native.split()
    words = native if len(native) > 1 else list(form.tokens)
    if is_one_word(form) or len(words) <= 1:
        return ()
    return tuple(_as_of(form, read) for read in map(person_name, words) if _is_called_so(read))


def _as_of(form: NameForm, word: NameForm) -> NameForm:
    """Return a word of a name with what is known of whose name it is."""
    return replace(
        word,
        from_elsewhere=form.from_elsewhere,
        far_from_burma=form.far_from_burma,
        with_father=form.with_father,
        countries=form.countries,
    )


def _agree(word: NameForm, part: NameForm) -> bool:
    return may_agree(word, part, NameKind.PERSON) and compare_names(word, part, NameKind.PERSON).agrees
