"""Two spellings of one name by the ears of its bearers' own people: Jesmin and Jasmin, Gammachuu and Gemechu, Phionah.

Clerks of these countries write some vowels and consonants of one name in several ways, in which two names may differ as
well. So such a pair is for a human: perhaps two of one family, whom nothing but a document makes one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations

from entity_resolution.names.comparing.levels import ALIKE, NameComparison, NameLevel, weighed
from entity_resolution.names.comparing.pairing import Found
from entity_resolution.names.comparing.persons.bare_names import is_bare
from entity_resolution.names.comparing.persons.generations import generations_agree
from entity_resolution.names.prepared import prepare
from entity_resolution.names.scripts.arabic_letters import may_mean_one_name
from entity_resolution.names.scripts.form import NameForm, NameKind
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.scripts.surnames import is_surname
from entity_resolution.names.short_names import is_short_for

_Rules = tuple[tuple[re.Pattern[str], str], ...]
_PARTS = re.compile("([aeiou]+)")
# Of how many letters a word is that may be spelt otherwise, and names whose words are divided otherwise.
_SHORTEST, _SHORTEST_WHOLE = 3, 8
_SON, _DAUGHTER = "bin", frozenset({"binti", "bint"})
# Of how many words orders are tried.
_MOST_TURNED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _People:
    """How one people's clerks spell.

    Attributes:
        name: in the words of an explanation.
        countries: where they live, as ISO 3166 alpha-2 codes.
        rules: what is written in several ways, in one; the first ones first.
        vowels: pairs that are written for one another anywhere in a word, each in the order of the alphabet.
        seldom: pairs of which a word has one at most, and none at its end.
        one_alone: what one of two names shows and the other does not, where that is asked.
        in_order: whether another order is another name.
        joins: words that others join to the word before.
        spares_chinese: whether names that begin with a Chinese surname have spellings of their own.
    """

    name: str
    countries: frozenset[str]
    rules: _Rules
    vowels: frozenset[str] = frozenset()
    seldom: frozenset[str] = frozenset()
    one_alone: re.Pattern[str] | None = None
    in_order: bool = True
    joins: frozenset[str] = frozenset()
    spares_chinese: bool = False


def _rules(*rules: tuple[str, str]) -> _Rules:
    return tuple((re.compile(pattern), spelt) for pattern, spelt in rules)


_ONCE = (r"(.)\1+", r"\1")
# Qubee, the Latin letters of Oromo since 1991, doubles what is long and writes C for CH, X and Q for the stops of the
# throat; Amharic clerks write an E for its short A.
_OROMO = _People(
    name="Oromo",
    countries=frozenset({"ET", "KE"}),
    rules=_rules(("ch?", "C"), ("x", "t"), ("q", "k"), ("dh", "d"), ("ph", "p"), _ONCE),
    vowels=frozenset({"ae", "ei"}),
    one_alone=re.compile("aa|ii|uu"),
)
# The sixth vowel is written E, I or not at all, and WE sounds as WO.
_ETHIOPIAN = _People(
    name="Ethiopian",
    countries=frozenset({"ET", "ER"}),
    rules=_rules(
        *(("ie$", "e"), ("ee|ie", "i"), ("oo|ou", "u"), ("gh", "g"), ("tz", "ts"), ("q|c(?!h)", "k")),
        *(
            ("([ae])i(?=[^aeiou]|$)", r"\1y"),
            ("(?<=y)e$", ""),
            ("wo", "we"),
            ("(?<=[^aeiou]|e)wu(?=[^aeiou])", "w"),
            _ONCE,
        ),
    ),
    vowels=frozenset({"ei"}),
    seldom=frozenset({"ae"}),
)
# English names as they are said and written in the east and south of Africa.
_EAST_AFRICAN = _People(
    name="East African",
    countries=frozenset({"BI", "KE", "MW", "RW", "TZ", "UG", "ZM", "ZW"}),
    rules=_rules(
        *(("ph", "f"), ("ck|qu", "k"), ("c(?=[eiy])", "s"), ("c(?!h)", "k"), ("th", "t"), ("(?<=.)h$", "")),
        *(("ie$|ey$|ee$|y", "i"), ("ea", "e"), ("oo", "u"), ("(?<=[^aeiou])e$", ""), ("(?<=oger)s$", ""), _ONCE),
    ),
    vowels=frozenset({"ei"}),
    in_order=False,
)
# Likewise, and L and R are one sound in Luganda, which doubles its first consonants.
_UGANDAN = _People(
    name="Ugandan",
    countries=frozenset({"UG"}),
    rules=(*_rules(("(?<=[gk])[iy](?=e)", ""), ("r", "l")), *_EAST_AFRICAN.rules),
    vowels=frozenset({"ei"}),
    in_order=False,
)
# Bengali A is written A or O, and short and long vowels alike.
_BENGALI = _People(
    name="Bengali",
    countries=frozenset({"BD"}),
    rules=_rules(
        *(("ques?$|q", "k"), ("(?<=[bcdgkpst])h", ""), ("z", "j"), ("[vw]", "b"), ("ck", "k")),
        *(("ee", "i"), ("oo|ou", "u"), ("y", "i"), ("aie", "ai"), ("(?<=a)h$", ""), _ONCE),
    ),
    vowels=frozenset({"ei", "ou"}),
    seldom=frozenset({"ao", "ae"}),
    joins=frozenset({"ul", "ur", "uz", "us"}),
)
# What Turkish writes Ş, Ç and C an English clerk writes SH, CH and J.
_TURKISH = _People(
    name="Turkish",
    countries=frozenset({"TR", "CY"}),
    rules=_rules(("sh", "s"), ("ch|j", "c"), ("eh$", "e"), ("ee", "i"), ("oo", "u"), _ONCE),
    one_alone=re.compile("sh|ch|j"),
)
# Devanagari has one B for B and V in Nepal, and its short A is written O as well.
_NEPALI = _People(
    name="Nepali",
    countries=frozenset({"NP", "BT"}),
    rules=_rules(
        *(("^p[ao]u?dy?[ae]l$", "paudel"), ("[vw]", "b"), ("k?chh|ksh", "ch"), ("sh", "s"), ("ph", "f"), ("th", "t")),
        *(("dh", "d"), ("ee", "i"), ("oo|ou", "u"), ("y", "i"), ("(?<=[aeiou])h$", ""), _ONCE),
    ),
    vowels=frozenset({"ei"}),
    seldom=frozenset({"ao"}),
)
# What a people of India writes with a breath another writes without, and Tamil's -sami in many ways.
_INDIAN = _People(
    name="Indian",
    countries=frozenset({"IN"}),
    rules=_rules(
        *(
            ("(?:ch|s|sw|ss)am(?:i|y|ee)$", "sami"),
            ("^hri", "ri"),
            ("w", "v"),
            ("x|ksh", "ks"),
            ("sh", "s"),
            ("zh", "l"),
        ),
        *(("th", "t"), ("dh", "d"), ("ck|q", "k"), ("ee", "i"), ("oo|ou", "u"), ("[ao]w", "au"), ("y", "i")),
        *(("(?<=[aeiou])h$", ""), _ONCE),
    ),
    vowels=frozenset({"ei"}),
    seldom=frozenset({"ao"}),
)
# Urdu leaves short vowels to whoever spells it in Latin letters; Ch. before a name is Chaudhry.
_PAKISTANI = _People(
    name="Pakistani",
    countries=frozenset({"PK"}),
    rules=_rules(
        *(("^ch$|^ch(?:au|ou|ow|o|a)dh?a?[eu]?r[iy]$", "chaudri"), ("q|ck", "k"), ("th", "t"), ("dh", "d")),
        *(("w", "v"), ("ee|ea", "i"), ("oo|ou", "u"), ("y", "i"), ("(?<=[aeiou])h$", ""), _ONCE),
    ),
    vowels=frozenset({"ei", "ou"}),
    seldom=frozenset({"ae"}),
)
# Malay writes Arabic in the way that a father likes: Anuar, Anwar; Dzulkifli, Zulkifli; Syafiq, Shafik.
_MALAYSIAN = _People(
    name="Malaysian",
    countries=frozenset({"BN", "MY"}),
    rules=_rules(
        *(
            ("^b(?:in|inti|inte|te|t)?$", ""),
            ("dz", "z"),
            ("s[yh](?=[aeiou])", "S"),
            ("dh", "d"),
            ("th", "t"),
            ("q", "k"),
        ),
        *(("kh", "k"), ("ph|v", "f"), ("ee|ie", "i"), ("oo|ou|oe", "u"), ("(?<=[^aeiou])u(?=a)", "w")),
        *(("iy", "y"), ("(?<=[^aeiou])y(?=[^aeiou]|$)", "i"), ("(?<=[aeiou])h$", ""), _ONCE),
    ),
    vowels=frozenset({"ei", "ou"}),
    spares_chinese=True,
)
# Khmer has more vowels than Latin letters, and T and K with and without a breath.
_CAMBODIAN = _People(
    name="Cambodian",
    countries=frozenset({"KH"}),
    rules=_rules(
        *(("th", "t"), ("kh", "k"), ("ph", "p"), ("chh?", "c"), ("w", "v"), ("(?<=o)rn$", "n"), ("ear$", "ea")),
        *(("e[iy](?![aeiou])", "y"), ("(?<=[^aeiou])i$", "y"), ("oo|ou", "u"), ("ee", "i"), _ONCE),
    ),
    vowels=frozenset({"ei", "ou"}),
)
# ณัฐ is Nat, Natth or Nut.
_THAI = _People(
    name="Thai",
    countries=frozenset({"TH"}),
    rules=_rules(
        *(("^n[au]tt?h?", "nat"), ("th", "t"), ("ph", "p"), ("kh", "k"), ("v", "w"), ("(?<!c)j|ch", "c")),
        *(("ee|ie$", "i"), ("oo|ou", "u"), ("ae$", "e"), ("y$", "i"), _ONCE),
    ),
    one_alone=re.compile("^nut"),
)
# In the east of the Arab lands vowels are written by ear too, and the article is joined or left out.
_ARTICLE = (("^[ae]l$", ""), ("^el(?=[a-z]{4})", ""), ("^al(?=[^aeiou][a-z]{3})", ""))
_ARAB = _People(
    name="Arab",
    countries=frozenset(["AE", "BH", "EG", "IQ", "JO", "KW", "LB", "LY", "OM", "PS", "QA", "SA", "SD", "SY", "YE"]),
    rules=_rules(
        *_ARTICLE,
        *(
            ("^ab(?:ou?|u)(?:e?l?(?=[^aeiouy][a-z]{2})|$)", "abu"),
            ("ou|oo", "u"),
            ("ch", "S"),
            ("sh", "S"),
            ("q|c", "k"),
        ),
        *(("dh", "d"), ("g(?!h)", "j"), ("ee|ei|ie", "i"), ("y", "i"), ("(?<=[aeiou])h$", ""), _ONCE),
    ),
    vowels=frozenset({"ei", "ou"}),
)
# The French write OU for W and for U, CH for SH, and an E for the A that the Maghreb hears; Mary is spelt in many ways.
_MAGHREBI = _People(
    name="Maghrebi",
    countries=frozenset({"DZ", "MA", "MR", "TN"}),
    rules=_rules(
        *_ARTICLE,
        *(
            ("^l(?=[aeiou][a-z]{5})", ""),
            ("^m[aei]r[iy][ae]m$", "maryam"),
            ("ou(?=[aeiouy])", "w"),
            ("ou|oo", "u"),
            ("c(?=[eiy])", "s"),
        ),
        *(("ch", "S"), ("sh", "S"), ("dj", "j"), ("ck|qu|q|c", "k"), ("gu(?=[ei])", "g")),
        *(("(?<=[^aeiou])(?:ae|aa|ah)$", "a"), ("y|ee", "i"), _ONCE),
    ),
    vowels=frozenset({"ei", "ou"}),
    seldom=frozenset({"ae"}),
)
# English and Spanish names as they are said: Kristine, Jeraldine, Maribic, Jhon.
_PHILIPPINE = _People(
    name="Philippine",
    countries=frozenset({"PH"}),
    rules=_rules(
        *(("jh", "j"), ("rh", "r"), ("^g(?=[ei])", "j"), ("ph", "f"), ("ch(?=r)", "k"), ("c(?=[eiy])", "s")),
        *(("ck|qu|c(?!h)", "k"), ("z", "s"), ("v", "b"), ("^jays(?=on)", "jas"), ("ie$|ee$|ey$|y", "i"), _ONCE),
    ),
)
# An I before a vowel is written Y as often (Setiawan, Setyawan), Y for the last I, Arabic and Sanskrit sounds as they
# are said (Rizqi, Adhi, Bhakti), and parents keep letters of the spelling before 1972.
_INDONESIAN = _People(
    name="Indonesian",
    countries=frozenset({"ID"}),
    rules=_rules(
        *(("tj", "c"), ("dj", "j"), ("sj", "sy"), ("oe", "u"), ("ie|ee", "i"), ("oo|ou", "u"), ("ph|v", "f")),
        *(("dh", "d"), ("bh", "b"), ("th", "t"), ("q|ck", "k"), ("x", "ks"), ("ch(?=m)", "h"), ("ch", "kh")),
        *(("(?<=[^aeiou])y(?=[^aeiou]|$)", "i"), ("(?<=[^aeiou])i(?=[aeou])", "y"), ("(?<=.[aeiou])h$", ""), _ONCE),
    ),
)
_PEOPLES = (
    *(_OROMO, _ETHIOPIAN, _UGANDAN, _EAST_AFRICAN, _BENGALI, _NEPALI, _INDIAN, _PAKISTANI, _TURKISH, _ARAB, _MAGHREBI),
    *(_PHILIPPINE, _INDONESIAN, _MALAYSIAN, _CAMBODIAN, _THAI),
)


def weigh_home_spellings(left: NameForm, right: NameForm, found: NameComparison) -> NameComparison:
    """Return a comparison of two persons' names, at a level of its own where they may be one by their people's ears.

    Args:
        left: one name.
        right: the other.
        found: what comparing them gave.
    """
    if found.agrees or (people := _people_of_one_name(left, right)) is None:
        return found
    how = f"{found.how}, but one name by {people.name} ears, or two"
    alike = Found(ALIKE, left.latin[0], right.latin[0], how, in_order=True)
    weight = weighed(alike, NameLevel.SIBLING, prepare(left, NameKind.PERSON), prepare(right, NameKind.PERSON))
    return weight._replace(bits=max(weight.bits, found.bits))


def may_be_one_at_home(left: NameForm, right: NameForm) -> bool:
    """Tell whether two persons' names may be one by the ears of a people of whose country one is known to be."""
    return _people_of_one_name(left, right) is not None


def are_told_apart(left: NameForm, right: NameForm) -> bool:
    """Tell whether two persons' names are two, or hardly names, whatever their words: John Otim Jr. and Sr., J. O."""
    # A son and a daughter have one father, and often names that begin alike.
    if any(_SON in a.tokens and not _DAUGHTER.isdisjoint(b.tokens) for a, b in ((left, right), (right, left))):
        return True
    return generations_agree(left, right) < 1.0 or is_bare(left) or is_bare(right)


@lru_cache(maxsize=30_000)
def _people_of_one_name(left: NameForm, right: NameForm) -> _People | None:
    if left.script is not Script.LATIN or right.script is not Script.LATIN or not left.latin or not right.latin:
        return None
    countries = left.countries | right.countries
    people = next((p for p in _PEOPLES if countries and countries <= p.countries and _are_one(left, right, p)), None)
    # What is spelt alike and does not agree is told apart by more than spelling: initials alone, a father and his son.
    # It is asked last: of most names no people's ears make one, and to tell whether each is bare takes its reading.
    if people is None or sorted(left.tokens) == sorted(right.tokens) or are_told_apart(left, right):
        return None
    return people


def _are_one(left: NameForm, right: NameForm, people: _People) -> bool:
    mine, theirs = (_with_joined(form.tokens, people) for form in (left, right))
    if min(len(mine), len(theirs)) < 2 or not _shows_in_one(left, right, people):
        return False
    if people.spares_chinese and (is_surname(mine[0]) or is_surname(theirs[0])):
        return False
    if len(mine) != len(theirs):
        whole, other = ("".join(_in_one_way(word, people.rules) for word in words) for words in (mine, theirs))
        return min(len(whole), len(other)) >= _SHORTEST_WHOLE and _are_alike(whole, other, people)
    orders: Iterable[tuple[str, ...]] = [theirs]
    if not people.in_order and len(theirs) <= _MOST_TURNED:
        orders = permutations(theirs)
    return any(all(_are_one_word(a, b, people) for a, b in zip(mine, words, strict=True)) for words in orders)


def _shows_in_one(left: NameForm, right: NameForm, people: _People) -> bool:
    sign = people.one_alone
    if sign is None:
        return True
    one, other = (any(map(sign.search, form.tokens)) for form in (left, right))
    return one is not other


def _with_joined(tokens: tuple[str, ...], people: _People) -> tuple[str, ...]:
    joined = list[str]()
    for token in tokens:
        if joined and token in people.joins:
            joined[-1] += token
        else:
            joined.append(token)
    return tuple(joined)


@lru_cache(maxsize=50_000)
def _in_one_way(word: str, rules: _Rules) -> str:
    for pattern, spelt in rules:
        word = pattern.sub(spelt, word)
    return word


def _are_one_word(one: str, other: str, people: _People) -> bool:
    """Tell whether two words are one, one is a short form of the other, or both spell one name of the Arabs."""
    if is_short_for(one, other) or may_mean_one_name(one, other):
        return True
    return _are_alike(_in_one_way(one, people.rules), _in_one_way(other, people.rules), people)


def _are_alike(one: str, other: str, people: _People) -> bool:
    """Tell whether two words have the same consonants, and vowels that are written for one another."""
    if one == other:
        return True
    mine, theirs = _PARTS.split(one), _PARTS.split(other)
    if min(len(one), len(other)) < _SHORTEST or len(mine) != len(theirs) or mine[::2] != theirs[::2]:
        return False
    if list(map(len, mine)) != list(map(len, theirs)):
        return False
    pairs = ["".join(sorted(two)) for two in zip(one, other, strict=True) if two[0] != two[1]]
    others = [pair for pair in pairs if pair not in people.vowels]
    if not others:
        return True
    ends_otherwise = mine[-1] == "" and one[-1] != other[-1]
    return len(others) == 1 and others[0] in people.seldom and not ends_otherwise
