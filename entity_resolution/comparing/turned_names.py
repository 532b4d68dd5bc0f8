"""A person's name of which another has all words and more, in another order: Kamau Damaris, and Damaris Langat Kamau.

A clerk who puts the surname first leaves a name out as well. Two people may have two words in common, so that such a
pair is for a human, and nothing but a document completes it.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import permutations

from entity_resolution.names import NameComparison, NameForm, NameKind, NameLevel, Script, person_name
from entity_resolution.names.comparing.levels import OF_RELATIVES
from entity_resolution.names.comparing.two_writings.foreign_spellings import in_foreign_spelling
from entity_resolution.names.scripts.skeletons import skeleton
from entity_resolution.names.tongues.foreign_letters import SCRIPTS

# Scripts that write a surname and a given name together, in one order.
_TOGETHER = frozenset({Script.HAN, Script.HANGUL})
# Of two to so many words orders are tried: of more, names are seldom a part of a longer one.
_FEWEST, _MOST = 2, 3
# It speaks a little for a pair, and never against it.
_LEAST_BITS = 0.1


@lru_cache(maxsize=30_000)
def turned_pairs(left: NameForm, right: NameForm) -> tuple[tuple[NameForm, NameForm], ...]:
    """Return two persons' names, the shorter one with its words in the orders in which the longer one may have them.

    Returns:
        none where one of the shorter name's words begins as no other word of the longer one, or both have as many; but
        a name in letters of the region is turned for any longer one in Latin letters, as counted in its own words.
    """
    if len(left.tokens) != len(right.tokens):
        short_first = len(left.tokens) < len(right.tokens)
        found = _turned_to(left, right) if short_first else _turned_to(right, left)
        if found:
            return tuple((turned, right) if short_first else (left, turned) for turned in found)
    written = tuple((turned, right) for turned in _turned_in_letters_of_the_region(left, right))
    return written or tuple((left, turned) for turned in _turned_in_letters_of_the_region(right, left))


def _turned_to(short: NameForm, long: NameForm) -> tuple[NameForm, ...]:
    if not _FEWEST <= len(short.tokens) <= _MOST or short.script in _TOGETHER or long.script in _TOGETHER:
        return ()
    sounds, others = _sounds(short), _sounds(long)
    words = _words(short)
    return tuple(
        _as_of(short, [words[at] for at in order])
        for order in permutations(range(len(words)))
        if list(order) != sorted(order) and _are_within([sounds[at] for at in order], others)
    )


def _turned_in_letters_of_the_region(own: NameForm, other: NameForm) -> tuple[NameForm, ...]:
    """Return a name in letters of the region in the orders in which they may be written for a longer foreign name.

    How such letters are read in their own language tells little of how a foreign word begins: ရာ is YA, and Ra.
    """
    words = own.native.split()
    if own.script not in SCRIPTS or other.script is not Script.LATIN:
        return ()
    if not _FEWEST <= len(words) <= min(_MOST, len(other.tokens) - 1):
        return ()
    orders = (_as_of(own, order) for order in permutations(words) if list(order) != words)
    return tuple(turned for turned in orders if in_foreign_spelling(turned, other, NameKind.PERSON) is not None)


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
