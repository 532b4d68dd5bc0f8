"""Blocking keys of a person's name as others shorten it: without the father, or Muhammad before it."""

from __future__ import annotations

from entity_resolution.names.filiation import own_name_before_father
from entity_resolution.names.gujarati import bare_given_name
from entity_resolution.names.script import Script
from entity_resolution.names.short_names import full_form
from entity_resolution.names.skeletons import skeleton

_MUHAMMAD, _FEWEST_BEHIND = "muhammad", 2
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
    parts = own, _behind_muhammad(tokens, script), _without_words_of_gujarat(tokens)
    return [f"w:{skeleton(''.join(part))}" for part in parts if part]


def _behind_muhammad(tokens: tuple[str, ...], script: Script) -> tuple[str, ...]:
    if script is not Script.LATIN or len(tokens) <= _FEWEST_BEHIND or tokens[0] in _OF_OTHERS:
        return ()
    return tokens[1:] if full_form(tokens[0]) == _MUHAMMAD else ()


def _without_words_of_gujarat(tokens: tuple[str, ...]) -> tuple[str, ...]:
    bare = tuple(bare_given_name(token) or token for token in tokens)
    return bare if len(tokens) > 1 and bare != tokens else ()
