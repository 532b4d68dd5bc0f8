"""Names that are chains of one's own name, the father's and his father's: a word in front of a name may be a child's.

Tesfaye Bereket Alemu is the son of Bereket Alemu, as Bilal Tariq Mahmood is of Tariq Mahmood. Who drops a name leaves
out a middle or a last one there, and elsewhere the first as well.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from functools import lru_cache

from rapidfuzz.distance import OSA

from entity_resolution.names.comparing.levels import NameComparison, NameLevel
from entity_resolution.names.comparing.persons.relatives import has_fathers_name, has_surname
from entity_resolution.names.scripts.form import NameForm
from entity_resolution.names.scripts.skeletons import skeleton
from entity_resolution.names.short_names import PARTICLES, full_form

# Where many a name in full is such a chain. Written from general usage, as are the words below.
_WITH_CHAINS_WORDS = "AE BH BN DJ DZ EG ER ET IN IQ JO KW LB LY MA MR MV MY OM PK PS QA SA SD SG SO SY TN TZ YE"
_WITH_CHAINS = frozenset(_WITH_CHAINS_WORDS.split())
# Where the given names of such peoples are others' as well, who have a family's name behind them or two of their own.
_WITHOUT_CHAINS_WORDS = "AF AZ BD CN ID IR KG KZ LK MM NP PH TH TJ TM TR UZ"
_WITHOUT_CHAINS = frozenset(_WITHOUT_CHAINS_WORDS.split())
# Peoples of Kenya have a Christian name in front of their own, which they leave out at will: Daniel Mwangi Kamau.
_WITH_CHRISTIAN_NAMES = frozenset({"kikuyu", "luo", "kalenjin", "kamba"})
# Where Chinese live among them, who have a surname in front or a Western name before it: David Tan Wei Ming.
_WITH_CHINESE = frozenset({"BN", "MY", "SG"})
# East of Iran men bear Muhammad before their own name and leave it out; among Arabs and in Africa it is their own.
_WITH_MUHAMMAD_BEFORE = frozenset({"BN", "IN", "MV", "MY", "PK", "SG"})
_MUHAMMAD = "muhammad"
# As it is spelt there alone, where nobody's country is known.
_MUHAMMAD_BEFORE = frozenset(["md", "mhd", "moh", "mohd", "muhd", "muhamad", "muhammad", "mohammad", "mohamad"])
# What says a house, a rank or a faith before one's own name, and is left out as well.
_OF_SOUTH_ASIA = frozenset({"IN", "PK"})
_BEFORE_NAMES_OF_SOUTH_ASIA_WORDS = """
agha ch chaudhari chaudhary chaudhry choudhary choudhry hafiz haji kazi khan khawaja khwaja makhdoom malik mian mir
mirza nawab pir qari qazi raja rana rao rai sardar sayed sayyed sayyid shah shaikh sheikh sk syed syeda thakur
"""
_BEFORE_NAMES_OF_SOUTH_ASIA = frozenset(_BEFORE_NAMES_OF_SOUTH_ASIA_WORDS.split())
_BEFORE_NAMES_OF_MALAYS_WORDS = "nur noor wan nik tengku raja megat syed sayed sharifah syarifah abang dayang awang"
_BEFORE_NAMES_OF_MALAYS = frozenset(_BEFORE_NAMES_OF_MALAYS_WORDS.split())
# Never one's own: what Malay women bear before it, and the servant of what stands behind.
_NEVER_ONES_OWN = frozenset({"siti", "nor", "nurul", "abd", "abdul", "abdel"})
_IN_FULL = 2
_CLOSEST = 0.01  # of how much the letters weigh beside the consonants, which every script has


def weigh_childs_name(left: NameForm, right: NameForm, found: NameComparison) -> NameComparison:
    """Return a comparison of two persons' names that agree, as siblings' where one may be the father's of the other.

    Where a source has the father's name alone for a child, it may be for a twin, so that a birth date completes it no
    more than what a family shares. A document does.

    Args:
        left: one name.
        right: the other.
        found: what comparing them gave.
    """
    if not found.agrees or found.level in (NameLevel.SIBLING, NameLevel.FATHER_OF_MANY, NameLevel.ONE_WORD):
        return found
    front = _in_front(left, right)
    if front is None:
        return found
    how = f"{found.level}, {found.how}, {front} in front may be a child's own name"
    return found._replace(level=NameLevel.SIBLING, how=how)


def _in_front(left: NameForm, right: NameForm) -> str | None:
    """Return the word that one name has in front of the other, which is the father's name in full by its people."""
    ones, others = _words(left), _words(right)
    if len(ones) == len(others) and left.script is right.script:
        return None
    # Of as many words in two scripts one may be read as two, so that either may be the longer one.
    for short, words, rest in ((right, ones, others), (left, others, ones)):
        if not _IN_FULL <= len(rest) <= len(words):
            continue
        front = _before_first_shared(words, rest)
        countries = left.countries | right.countries
        own = [word for word in front if _may_be_ones_own(word, countries)]
        if own and _is_fathers_name_in_full(short, countries):
            return own[0]
    return None


@lru_cache(maxsize=50_000)
def _words(form: NameForm) -> tuple[str, ...]:
    return tuple(token for token in form.tokens if token not in PARTICLES)


def _before_first_shared(words: tuple[str, ...], rest: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words of a name that stand before the first of another's; a word that this divides is none of them."""
    places = {word: max(range(len(words)), key=lambda at: _alike(words[at], word)) for word in rest}
    first = min(places.values())
    joined = "".join(words[: first + 1])
    if any(at == first and _alike(joined, word) > _alike(words[first], word) for word, at in places.items()):
        return ()
    return words[:first]


@lru_cache(maxsize=50_000)
def _alike(one: str, other: str) -> float:
    bones = OSA.normalized_similarity(skeleton(one), skeleton(other))
    return bones + _CLOSEST * OSA.normalized_similarity(one, other)


def _may_be_ones_own(word: str, countries: AbstractSet[str]) -> bool:
    """Tell whether a word in front may be somebody's own name, and is no initial, rank or word of faith before it."""
    if len(word) == 1 or word in _NEVER_ONES_OWN:
        return False
    if full_form(word) == _MUHAMMAD or word in _MUHAMMAD_BEFORE:
        return not _is_muhammad_before(word, countries)
    if word in _BEFORE_NAMES_OF_MALAYS and not countries.isdisjoint(_WITH_CHINESE):
        return False
    return word not in _BEFORE_NAMES_OF_SOUTH_ASIA or countries.isdisjoint(_OF_SOUTH_ASIA)


def _is_muhammad_before(word: str, countries: AbstractSet[str]) -> bool:
    return countries.isdisjoint(_WITH_CHAINS - _WITH_MUHAMMAD_BEFORE) if countries else word in _MUHAMMAD_BEFORE


def _is_fathers_name_in_full(short: NameForm, countries: AbstractSet[str]) -> bool:
    """Tell whether a name of two words or more may be a father's, by a country of its bearer or by its words."""
    if not countries.isdisjoint(_WITH_CHAINS):
        return countries.isdisjoint(_WITH_CHINESE) or not has_surname(short)
    if not countries.isdisjoint(_WITHOUT_CHAINS):
        return False
    return has_fathers_name(short, without=_WITH_CHRISTIAN_NAMES)
