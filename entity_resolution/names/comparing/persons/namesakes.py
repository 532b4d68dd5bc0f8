"""How many people of one country or people have a name, where all of its words are common there: `Elena Kuznetsova`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Set as AbstractSet
from functools import lru_cache
from math import prod

from entity_resolution.names.comparing.persons.syllable_namesakes import namesakes_by_syllable
from entity_resolution.names.scripts.arabic_letters import letters_in_one_way
from entity_resolution.names.scripts.form import NameForm
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.short_names import PARTICLES
from entity_resolution.names.tables import read_rows
from entity_resolution.names.tongues.peoples import PEOPLE, peoples_of

_TABLE = "common_names.tsv"
# The servant of whom the next word names, written apart or not: `عبد الله`.
_SERVANT = "عبد "


@lru_cache(maxsize=30_000)
def namesakes(form: NameForm) -> float:
    """Return how many people have a person's name, in the people that has the most of them; 0 where a word is rare.

    Of whoever's nationality is known they are those of that country: Tan Wei Ming of Malaysia is none of China's.
    The shares of a people's names hold among it alone, so that words of two peoples are no common name together, nor is
    a common word beside one that no table has. Shares are of one sex, and so is the people: a name tells the sex.
    """
    of_words = max((_namesakes_of(words, form.countries) for words in _ways_to_divide(form)), default=0.0)
    return max(of_words, namesakes_by_syllable(form))


def is_common_in_a_people(word: str, *, of: AbstractSet[str] = frozenset()) -> bool:
    """Tell whether a word in Latin letters is among the commonest names of a people: of some, or of any."""
    found = _shares().get(word, {})
    return not of.isdisjoint(found) if of else bool(found)


def _namesakes_of(words: tuple[str, ...], countries: AbstractSet[str]) -> float:
    telling = [word for word in words if len(word) > 1 or not word.isascii()]
    telling = [word for word in telling if word not in PARTICLES]
    if not telling:
        return 0.0
    found = [_shares().get(word, {}) for word in telling]
    shared = set(found[0]).intersection(*found[1:])
    peoples = peoples_of(_TABLE)
    return max((peoples[each].in_countries(countries) * prod(of[each] for of in found) for each in shared), default=0.0)


def _ways_to_divide(form: NameForm) -> list[tuple[str, ...]]:
    """Return the words of a name as it is read, and as it is written where that has letters of its own."""
    if form.script is Script.HAN:
        joined = "".join(form.native.split())
        return [(joined[:at], joined[at:]) for at in range(1, len(joined))]
    ways = [form.tokens]
    if form.script is Script.ARABIC:
        ways.append(tuple(letters_in_one_way(form.native).replace(_SERVANT, _SERVANT.strip()).split()))
    return ways


@lru_cache(maxsize=1)
def _shares() -> dict[str, dict[str, float]]:
    """Return of each common word the share that has it in each people."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for people, per_cent, words, *_ in read_rows(_TABLE):
        if per_cent != PEOPLE:
            for word in words.split():
                found[word][people] = float(per_cent) / 100
    return found
