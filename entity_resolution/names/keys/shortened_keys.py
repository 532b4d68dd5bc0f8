"""Blocking keys of a person's name as others shorten or join it: without the father or Muhammad, two words as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from entity_resolution.names.key_sorts import KeySort
from entity_resolution.names.scripts.form import Tongue
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.scripts.skeletons import skeleton
from entity_resolution.names.short_names import PARTICLES, full_form
from entity_resolution.names.tongues.filiation import own_name_before_father
from entity_resolution.names.tongues.gujarati import bare_given_name
from entity_resolution.names.tongues.own_spellings import has_own_spellings
from entity_resolution.names.tongues.tongue import plausible_tongues

_WHOLE = KeySort.WHOLE.value
_COMBINED = KeySort.COMBINED.value

_MUHAMMAD, _FEWEST_BEHIND = "muhammad", 2
_JOINED_FROM = 3
_WORD_BY_ITSELF = 3
_OF_FIXED_ORDER = frozenset({Tongue.BURMESE, Tongue.VIETNAMESE})
# Short forms of it that begin the names of others, as in Burma.
_OF_OTHERS = frozenset({"mo", "moe"})


def keys_as_shortened(native: str, script: Script, latin: tuple[str, ...]) -> list[str]:
    """Return the keys of what others leave of a person's name; they count among none of its own.

    Faridah binti Osman is found as Faridah, Geetaben Shah as Geeta Shah and Md. Tanvir Rahman as Tanvir Rahman. Of
    common words the latter has no other: the initials are not the same, and the ways to write Muhammad take the place.

    Args:
        native: the name without titles.
        script: its writing system.
        latin: Latin readings, best first.
    """
    if not latin:
        return []
    tokens = tuple(latin[0].split())
    own = own_name_before_father(native, script, tokens)
    parts = own, _behind_muhammad(tokens, script), _behind_muhammad(own, script), _without_words_of_gujarat(tokens)
    return [f"{_WHOLE}{skeleton(''.join(part))}" for part in parts if part]


def _behind_muhammad(tokens: tuple[str, ...], script: Script) -> tuple[str, ...]:
    if script is not Script.LATIN or len(tokens) <= _FEWEST_BEHIND or tokens[0] in _OF_OTHERS:
        return ()
    if full_form(tokens[0]) != _MUHAMMAD:
        return ()
    return tuple(token for token in tokens[1:] if token not in PARTICLES) or tokens[1:]


def keys_as_joined(readings: Iterable[tuple[str, ...]], native: str, script: Script) -> Iterator[str]:
    """Yield the keys of a name of three words with two of them as one: Lakshmi Priya in Tamil is Lakshmipriya.

    Of a name in Latin letters only beside an initial, which stands for the father's name or the village: M Saravana
    Kumar.

    Args:
        readings: its words, in each way to read them.
        native: the name without titles.
        script: its writing system.
    """
    own = script is Script.OTHER and has_own_spellings(native)
    for tokens in readings:
        if len(tokens) != _JOINED_FROM or not (
            own or (script is Script.LATIN and 1 in (len(tokens[0]), len(tokens[2])))
        ):
            continue
        for one, other in ((tokens[0], tokens[1] + tokens[2]), (tokens[2], tokens[0] + tokens[1])):
            bones = skeleton(one), skeleton(other)
            if all(bones) and (own or len(one) == 1):
                yield f"{_COMBINED}{bones[1]}.{bones[0][:1]}"


def keys_turned_and_joined(tokens: tuple[str, ...], script: Script, tongue: Tongue) -> Iterator[str]:
    """Yield the keys of a name of three words with two of them as one, in whichever order: Men Srey Mom, Sreymom Men.

    Beside a word of few consonants alone, as a longer one is a key by itself. A Chinese or Vietnamese name is
    found by its surname, and a Burmese one in another order is another.

    Args:
        tokens: its words in Latin letters.
        script: its writing system.
        tongue: whose spelling it follows.
    """
    if len(tokens) != _JOINED_FROM or script is not Script.LATIN or not _may_be_turned(tokens, tongue):
        return
    for one, *others in (tokens, (tokens[2], tokens[0], tokens[1])):
        bones = skeleton(one), skeleton("".join(others))
        if 0 < len(bones[0]) < _WORD_BY_ITSELF <= len(bones[1]) and min(map(len, others)) > 1:
            yield f"{_COMBINED}{'+'.join(sorted(bones))}"


def _may_be_turned(tokens: tuple[str, ...], tongue: Tongue) -> bool:
    if tongue is Tongue.CHINESE:
        return Tongue.KHMER in plausible_tongues(" ".join(tokens))
    return tongue not in _OF_FIXED_ORDER


def _without_words_of_gujarat(tokens: tuple[str, ...]) -> tuple[str, ...]:
    bare = tuple(bare_given_name(token) or token for token in tokens)
    return bare if len(tokens) > 1 and bare != tokens else ()
