"""A person's name of which another has all words and more, in another order: Kamau Damaris, and Damaris Langat Kamau.

A clerk who puts the surname first leaves a name out as well. Two people may have two words in common, so that such a
pair is for a human, and nothing but a document completes it.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import permutations

from entity_resolution.names import NameComparison, NameForm, NameLevel, Script, person_name
from entity_resolution.names.levels import OF_RELATIVES
from entity_resolution.names.skeletons import skeleton

# Scripts that write a surname and a given name together, in one order.
_TOGETHER = frozenset({Script.HAN, Script.HANGUL})
# Of two to so many words orders are tried: of more, names are seldom a part of a longer one.
_FEWEST, _MOST = 2, 3
# It speaks a little for a pair, and never against it.
_LEAST_BITS = 0.1


@lru_cache(maxsize=30_000)
def turned_to(left: NameForm, right: NameForm) -> tuple[NameForm, ...]:
    """Return the shorter of two persons' names with its words in the orders in which the longer one may have them.

    Returns:
        none where both have as many words, or one of the shorter name's begins as no other word of the longer one.
    """
    short, long = sorted((left, right), key=lambda form: len(form.tokens))
    if not _FEWEST <= len(short.tokens) <= _MOST or len(short.tokens) == len(long.tokens):
        return ()
    if short.script in _TOGETHER or long.script in _TOGETHER:
        return ()
    sounds, others = _sounds(short), _sounds(long)
    words = _words(short)
    return tuple(
        _as_of(short, [words[at] for at in order])
        for order in permutations(range(len(words)))
        if list(order) != sorted(order) and _are_within([sounds[at] for at in order], others)
    )


def weigh_turned(found: NameComparison, turned: Sequence[NameComparison]) -> NameComparison:
    """Return a comparison of two persons' names, at a level of its own where one of them agrees once it is turned.

    Args:
        found: what comparing them as they stand gave.
        turned: what comparing them gave with the shorter one's words in other orders.
    """
    said = [c for c in turned if c.agrees and c.level is not NameLevel.COMMON_WORD and c.level not in OF_RELATIVES]
    if found.agrees or not said:
        return found
    how = f"{max(said, key=lambda c: c.bits).how}, in another order"
    return found._replace(level=NameLevel.SOME_WORDS, bits=max(found.bits, _LEAST_BITS), agrees=True, how=how)


@lru_cache(maxsize=30_000)
def _sounds(form: NameForm) -> tuple[str, ...]:
    return tuple(skeleton(token)[:1] for token in form.tokens)


def _are_within(sounds: Sequence[str], others: Sequence[str]) -> bool:
    """Tell whether a longer name's words begin alike in this order, with some between."""
    rest = iter(others)
    return all(sound in rest for sound in sounds)


def _words(form: NameForm) -> Sequence[str]:
    native = form.native.split()
    return native if len(native) == len(form.tokens) and "," not in form.raw else form.tokens


def _as_of(form: NameForm, words: Sequence[str]) -> NameForm:
    """Return words as a name, with what is known of whose it is."""
    return replace(
        person_name(" ".join(words)),
        from_elsewhere=form.from_elsewhere,
        far_from_burma=form.far_from_burma,
        with_father=form.with_father,
        countries=form.countries,
    )
