"""Tell two companies of one house apart: Lotus Trading and Lotus Construction, Lotus and Lotus Holdings, PT and CV.

Their names agree, and an address or a country says nothing more: a house has them in common.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz.distance import OSA

from entity_resolution.names.companies.bracketed_short_names import COUNTRY_LETTERS
from entity_resolution.names.companies.legal_forms import (
    JOINING_WORDS,
    is_country,
    is_legal_form_alone,
    is_place_alone,
    kind_words,
)
from entity_resolution.names.companies.short_words import differ_in_number, is_adjective_of, is_cut_short
from entity_resolution.names.companies.world_words import tell
from entity_resolution.names.comparing.things.kind_words import ANY_TRADE
from entity_resolution.names.comparing.things.own_characters import are_called_by_homophones, differ_in_own_characters
from entity_resolution.names.comparing.whole_names import NEARLY_SAME
from entity_resolution.names.prepared import SPELLED, PreparedName, prepare
from entity_resolution.names.scripts.form import NameForm, NameKind, Tongue
from entity_resolution.names.scripts.han import are_other_in_pinyin
from entity_resolution.names.scripts.latin import ascii_fold, tokenise
from entity_resolution.names.scripts.numbers import in_words
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.tongues.bare_consonants import says_little_of_vowels
from entity_resolution.names.tongues.closeness import closest_words
from entity_resolution.names.words.romanised_trades import romanised_trades

# Of these one excludes the other. A list calls either of the first two families of many a limited company, and `corp`
# anything. Nor do a private company and a public one of one name of form exclude each other (Ltd and PLC, Oy and Oyj,
# Sdn Bhd and Berhad): their registers hold one name once, so such a pair is rather one company that was converted, or
# one of which a list drops a word. Where a register holds a company of members and one of shares by one name (SARL and
# SA, ООО and АО, 유한회사 and 주식회사), they are rather two.
_FAMILIES = {
    "ltd": "company",
    "llc": "limited liability",
    "closed": "closed company",
    "members": "company of members",
    "free": "free zone",
    "dmcc": "commodities centre",
    "civil": "civil company",
    "association": "association",
    "too": "company of partners",
    "jsc": "joint stock",
    "stock": "stock",
    "spa": "stock",
    "simplified": "simplified",
    "partnership": "limited partnership",
    "general": "general partnership",
    "partners": "partnership",
    "sole": "sole",
    "opc": "one person",
}
# Of which a partnership that does not say more may be either, and a list calls a one person corporation limited. The
# companies of Kazakhstan (TOO) are an LLP to one English list and an LLC to the next, those of shares of most states a
# Ltd or a JSC, and S.a.s. is a company of France and a partnership of Italy.
_MAY_BE_ONE = frozenset(
    frozenset(pair)
    for pair in (
        ("company", "limited liability"),
        ("company", "closed company"),
        ("company", "company of members"),
        ("company", "free zone"),
        ("company", "commodities centre"),
        ("company", "civil company"),
        ("company", "company of partners"),
        ("company", "stock"),
        ("company", "simplified"),
        ("company", "one person"),
        ("limited liability", "closed company"),
        ("limited liability", "company of members"),
        ("limited liability", "company of partners"),
        ("limited liability", "one person"),
        ("stock", "joint stock"),
        ("simplified", "limited partnership"),
        ("company of partners", "partnership"),
        ("partnership", "limited partnership"),
        ("partnership", "general partnership"),
    )
)
# A corporation, and what is none: one person's, a company of members, a partnership. Of Malaysia's registers one is of
# companies, and the other of what a trader or two call their own business, which is an Enterprise there and no company.
_CORPORATION = re.compile(r"\b(?:corp(?:oration)?|inc(?:orporated)?)\b", re.IGNORECASE)
_NO_CORPORATIONS = frozenset({"opc", "llc", "partnership", "general", "partners"})
# Forms that are words of a name as well (Delta EV, Lotus Spa), or that a list writes behind another form (FZCO DMCC):
# what the other name says too is no form that it lacks.
_WORDS_AS_WELL = {"dmcc": "dmcc", "spa": "spa", "civil": "sci", "association": "ev"}
_OWN_BUSINESS, _WITH_OWN_BUSINESSES = frozenset({"enterprise"}), frozenset({"MY", "BN", "SG"})
# From here on two words are one, spelt or typed otherwise, where one says a trade, and words without their spaces.
_SAME_WORD, _SAME_TRADE, _SAME_LETTERS = 0.75, 0.82, 0.9
# Behind these a name says what the body is for.
_PREPOSITIONS = frozenset({"of", "for", "de", "du", "des", "del", "di", "da", "do", "fur", "pour", "para", "per"})
# In another order two words may be another company's; more of them are rather one name as two lists write it.
_TURNED_WORDS = 2
# Bodies that are no companies, and own some.
_BODIES = frozenset({"cooperative", "foundation"})
# A company that holds others: of Mekong Pearl, Mekong Pearl Group and Mekong Pearl Holdings.
_GROUPS = frozenset({"group", "groupe", "grup", "holding", "holdings"})
_GROUPS_IN_OWN_LETTERS = re.compile("tập đoàn|กรุ๊ป|โฮลดิ้ง|ក្រុមហ៊ុនមេ|集[团團]|控股", re.IGNORECASE)
_DOUBLES = re.compile(r"([a-z])\1")
# How long words are at least that one slip, or two, leave the same.
_TYPED_LETTERS, _OFTEN_TYPED_LETTERS = 6, 9


def are_sisters(left: PreparedName, right: PreparedName, similarity: float) -> bool:
    """Tell whether two names of companies that agree are rather those of two companies of one house.

    Args:
        left: a name.
        right: another that agrees with it.
        similarity: of the two as a whole.
    """
    if _differ_in_form(left.form, right.form):
        return True
    if not _are_spelled(left.form, right.form):
        # Where a script writes its words together only those are told apart that say a trade, and Hanzi.
        return similarity < NEARLY_SAME and (left.kinds != right.kinds or _differ_in_hanzi(left, right))
    if left.latin_joined == right.latin_joined:
        return False
    mine, theirs = _own_words(left, right), _own_words(right, left)
    if OSA.normalized_similarity("".join(mine), "".join(theirs)) >= _SAME_LETTERS:
        return _differ_in_syllables(mine, theirs)
    cut = left.cut | right.cut
    return not (_have_their_like(mine, theirs, cut) and _have_their_like(theirs, mine, cut))


def are_of_two_forms(left: NameForm, right: NameForm) -> bool:
    """Tell whether two names of one house say legal forms that exclude each other, or one alone a group: PT and CV.

    Mekong Pearl Group holds Mekong Pearl. Such two have a secretary, a phone and a mailbox in common. Forms of two
    countries keep two companies apart, and are none of one house.
    """
    if are_of_two_countries(left.form_countries, right.form_countries):
        return False
    return _differ_in_form(left, right) or _says_a_group(left) is not _says_a_group(right)


def may_be_translated(left: NameForm, right: NameForm) -> bool:
    """Tell whether two companies in two writings say one trade: 恒大地产 may be what Evergrande Real Estate means.

    What stands beside the trade may be translated, so that its sound says nothing.
    """
    if left.script is right.script or not left.latin or not right.latin:
        return False
    trades = [prepare(form, NameKind.ORGANISATION).kinds - _GROUPS for form in (left, right)]
    return bool(trades[0]) and trades[0] == trades[1]


def _says_a_group(form: NameForm) -> bool:
    return not _GROUPS.isdisjoint(form.tokens) or _GROUPS_IN_OWN_LETTERS.search(form.native) is not None


def are_homophones(left: PreparedName, right: PreparedName) -> bool:
    """Tell whether two companies of one trade in Hanzi are called by characters that sound alike: 天成, 天诚."""
    return left.kinds == right.kinds and are_called_by_homophones(left.form.native, right.form.native)


def have_swapped_words(left: PreparedName, right: PreparedName) -> bool:
    """Tell whether each of two companies has a word, or in a script that joins words a trade, unlike any of the other.

    Such a word is no abbreviation, spelling or translation of one of the other's, so that it speaks against them: lists
    drop words of a name at will, and put no other in their place.
    """
    if not _are_spelled(left.form, right.form):
        return _differ_in_hanzi(left, right) or (bool(left.kinds - right.kinds) and bool(right.kinds - left.kinds))
    if left.latin_joined == right.latin_joined:
        return False
    mine, theirs = _own_words(left, right), _own_words(right, left)
    if not mine or not theirs:
        return False
    one, other = "".join(mine), "".join(theirs)
    alike = OSA.normalized_similarity(one, other) >= _SAME_LETTERS or _run_together(mine) == _run_together(theirs)
    if alike or differ_in_number(one, other):
        return _differ_in_syllables(mine, theirs)
    cut = left.cut | right.cut
    return not (_may_be_spelt_so(mine, theirs, cut) or _may_be_spelt_so(theirs, mine, cut))


def _differ_in_hanzi(left: PreparedName, right: PreparedName) -> bool:
    return are_homophones(left, right) or differ_in_own_characters(left.form.native, right.form.native)


def _are_spelled(left: NameForm, right: NameForm) -> bool:
    """Tell whether the words of two names may be held against each other; not where one alone leaves vowels out."""
    if left.script not in SPELLED or right.script not in SPELLED:
        return False
    if says_little_of_vowels(left.native) is not says_little_of_vowels(right.native):
        return False
    return (left.script is Script.ARABIC) is (right.script is Script.ARABIC)


def have_turned_words(left: PreparedName, right: PreparedName) -> bool:
    """Tell whether two names of companies have the same two words of their own, or initials, in another order.

    What says a trade or a place may stand anywhere; of Maju Jaya and Jaya Maju, or D.T. and T.D., nobody knows whether
    they are one.
    """
    if left.form.script is not Script.LATIN or right.form.script is not Script.LATIN:
        return False
    mine, theirs = _words_of_its_own(left), _words_of_its_own(right)
    if mine == theirs or sorted(mine) != sorted(theirs):
        return False
    return len(mine) == _TURNED_WORDS or all(len(word) == 1 for word in mine)


def _words_of_its_own(name: PreparedName) -> tuple[str, ...]:
    words = (word for word in name.telling if word not in name.kinds and not _says_nothing(word))
    return tuple(word for word in words if not _is_place(word) and not _is_trade(word))


def _is_trade(word: str) -> bool:
    return bool(tell(word).kinds) or word in romanised_trades().values()


def are_of_two_bodies(left: PreparedName, right: PreparedName) -> bool:
    """Tell whether one of two names is a cooperative's or foundation's, and the other another body's by its own words.

    Such a body may own a company of its name, and is none.
    """
    mine, theirs = left.kinds & _BODIES, right.kinds & _BODIES
    if mine == theirs:
        return False
    return bool(mine and theirs) or (right if mine else left).form.legal_form in _FAMILIES


def differ_in_trade(left: PreparedName, right: PreparedName) -> bool:
    """Tell whether one of two companies says a trade that the other does not; a group or an enterprise has none."""
    return not (left.kinds ^ right.kinds) <= ANY_TRADE


def has_word_more(left: PreparedName, right: PreparedName) -> bool:
    """Tell whether one of two companies says a word more that makes another body of its name, and no group of it.

    So does any word but a place's behind a name of one word (Norrwerk, Norrwerk Energy), and behind a preposition that
    the other name has not (Banque Delta, Banque Delta de Surveillance).
    """
    if not _are_spelled(left.form, right.form) or left.latin_joined == right.latin_joined:
        return False
    mine, theirs = _own_words(left, right), _own_words(right, left)
    if bool(mine) is bool(theirs):
        return False
    longer, shorter = (left, right) if mine else (right, left)
    more = [word for word in mine or theirs if word not in ANY_TRADE and not _is_place(word)]
    if not more:
        return False
    if sum(word not in JOINING_WORDS for word in shorter.telling) == 1:
        return True
    said = longer.form.tokens
    before = {said[at - 1] for at, word in enumerate(said) if at and word in more}
    return not before.isdisjoint(_PREPOSITIONS.difference(shorter.form.tokens))


def _is_place(word: str) -> bool:
    return word in COUNTRY_LETTERS or is_country((word,)) or is_place_alone((word,)) or bool(tell(word).places)


def _run_together(words: tuple[str, ...]) -> str:
    """Return words without spaces, small numbers in words and letters single: Hui One is Huione, Sok Kong Sokong."""
    return _DOUBLES.sub(r"\1", "".join(map(in_words, words)))


def are_of_two_countries(left: frozenset[str], right: frozenset[str]) -> bool:
    """Tell whether two legal forms say two countries, as Pte Ltd says Singapore and Sdn Bhd Malaysia or Brunei.

    Args:
        left: the countries that alone have the form of one; empty where many have it.
        right: likewise of the other.
    """
    return bool(left and right) and left.isdisjoint(right)


def _differ_in_form(left: NameForm, right: NameForm) -> bool:
    if are_of_two_countries(left.form_countries, right.form_countries):
        return True
    if any(_is_own_business_beside(*pair) for pair in ((left, right), (right, left))):
        return True
    mine, theirs = _FAMILIES.get(left.legal_form), _FAMILIES.get(right.legal_form)
    if mine is None or theirs is None:
        return any(_is_no_corporation_beside(*pair) for pair in ((left, right), (right, left)))
    if mine == theirs or {mine, theirs} in _MAY_BE_ONE:
        return False
    return not (_says_form_of(left, right) or _says_form_of(right, left))


def _says_form_of(name: NameForm, other: NameForm) -> bool:
    """Tell whether a name has the letters of the other's form beside a form of its own: Delta EV JSC, Delta EV."""
    letters = _WORDS_AS_WELL.get(other.legal_form)
    return letters is not None and letters in tokenise(ascii_fold(name.raw.replace(".", "")))


def _is_no_corporation_beside(name: NameForm, other: NameForm) -> bool:
    """Tell whether a name is of no corporation by its form, and the other of one: OPC, LLC or LP, and Inc."""
    is_none, may_be_one = name.legal_form in _NO_CORPORATIONS, other.legal_form == "corp"
    return is_none and may_be_one and _CORPORATION.search(other.raw) is not None


def _is_own_business_beside(name: NameForm, other: NameForm) -> bool:
    """Tell whether a name is of somebody's own business, and the other of a company that does not say one: Sdn Bhd."""
    if name.legal_form or not name.tokens or name.tokens[-1] not in _OWN_BUSINESS:
        return False
    of_the_region = bool(other.form_countries) and other.form_countries <= _WITH_OWN_BUSINESSES
    return of_the_region and _OWN_BUSINESS.isdisjoint(other.tokens)


def _own_words(name: PreparedName, other: PreparedName) -> tuple[str, ...]:
    """Return the words that the other name has not, without those that say nothing and the country behind a company."""
    return tuple(word for word in name.telling if word not in other.form.tokens and not _says_nothing(word))


def _says_nothing(word: str) -> bool:
    return word in JOINING_WORDS or is_legal_form_alone(word)


def _have_their_like(words: tuple[str, ...], others: tuple[str, ...], cut: frozenset[str]) -> bool:
    return all(any(_are_one_word(word, other, cut) for other in others) for word in words)


def _are_one_word(one: str, other: str, cut: frozenset[str]) -> bool:
    if differ_in_number(one, other) or is_cut_short(one, other, cut) or is_adjective_of(one, other):
        return True
    least = _SAME_WORD if kind_words().isdisjoint((one, other)) else _SAME_TRADE
    alike = closest_words((one,), (other,), Tongue.GENERAL).similarity >= least
    return alike and not are_other_in_pinyin(one, other)


def _may_be_spelt_so(words: tuple[str, ...], others: tuple[str, ...], cut: frozenset[str]) -> bool:
    return all(any(_are_one_word(word, other, cut) or _is_mistyped(word, other) for other in others) for word in words)


def _is_mistyped(one: str, other: str) -> bool:
    """Tell whether one word is the other with a slip or two behind its first letter, in which look-alikes differ."""
    if one[0] != other[0] or are_other_in_pinyin(one, other):
        return False
    longest = max(len(one), len(other))
    if longest < _TYPED_LETTERS:
        return False
    most = 1 if longest < _OFTEN_TYPED_LETTERS else 2
    return min(OSA.distance(one, other), OSA.distance(f"{one}s", other), OSA.distance(one, f"{other}s")) <= most


def _differ_in_syllables(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """Tell whether words that stand in one order differ in a syllable of pinyin: Jingcheng, Jincheng."""
    return any(are_other_in_pinyin(*pair) for pair in _in_turn(mine, theirs))


def _in_turn(mine: tuple[str, ...], theirs: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    return zip(mine, theirs, strict=True) if len(mine) == len(theirs) else iter(())
