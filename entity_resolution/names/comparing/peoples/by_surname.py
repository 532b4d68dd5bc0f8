"""Compare names as Chinese ones: the surname in whichever dialect, the given name by sound or by characters."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise, product

from entity_resolution.names.comparing.pairing import Found
from entity_resolution.names.comparing.peoples.two_communities import (
    SurnameSplit,
    are_two_of_one_community,
    begin_in_two_communities,
)
from entity_resolution.names.prepared import PreparedName, prepare
from entity_resolution.names.scripts.form import NameForm, NameKind, Tongue
from entity_resolution.names.scripts.han import (
    dialect_syllables,
    has_dialects,
    pinyin,
    same_by_wade,
    same_in_dialects,
    spells_given_name,
    spells_others,
    surname_length,
    ways_of_characters,
)
from entity_resolution.names.scripts.han_sounds import given_bits, given_syllables, is_in_pinyin
from entity_resolution.names.scripts.script import Script
from entity_resolution.names.scripts.surnames import is_surname, shared_surnames, surname_bits, surname_joined
from entity_resolution.names.short_names import has_short_forms, is_short_for
from entity_resolution.names.tongues.closeness import sound_similarity
from entity_resolution.names.tongues.slips import is_syllable_swapped
from entity_resolution.names.tongues.tongue import (
    behind_western,
    has_two_surnames,
    has_western_first_name,
    name_from_elsewhere,
)

# How alike given names are that two dialects, one and a mixture, or two mixtures spell by the same characters.
_IN_DIALECTS, _IN_ONE_AND_MIXED, _IN_MIXED_DIALECTS = 0.98, 0.97, 0.92
# What is left of a doubt where the characters of a surname and of a given name of two are spelled as they should be.
_LEFT_OF_DOUBT = 0.4
# What is left of a likeness where a syllable spells other characters.
_OF_OTHERS = 0.9
# From so many bits on two Latin spellings are one surname, and not one that a few alone spell so: Xu and Khoo.
_SURE_SURNAME, _SURE_OF_ONE_GIVEN = 2.0, 3.0
# Given names less alike by their sound are never one in pinyin and Wade-Giles.
_FAR_IN_WADE = 0.3
# How alike given names are whose syllables tell so many bits, and from how many on they are surely one.
_BY_BITS = ((-99.0, 0.0), (0.0, 0.5), (2.0, 0.7), (4.0, 0.83), (6.0, 0.9), (8.0, 0.94), (12.0, 0.97), (20.0, 0.98))
_SURE_GIVEN = 9.0
# How alike two surnames are at least and at most that stand alone and are spelled differently.
_OF_LONE = (0.72, 0.95)
# How alike names are at most of which a dialect spells the given name, and another one of the two surnames.
_OF_ONE_COMMUNITY = 0.85
# Below so many bits given names in pinyin are two.
_AGAINST = 2.0
# What is left of a likeness by sound laws of characters whose spellings the table has.
_BESIDE_TABLE = 0.91
# The way of both where they spell a character alike, by its sound in Mandarin.
_IN_PINYIN = (0, 0)
# Where a Chinese surname table may apply.
_OF_SURNAMES = (Tongue.CHINESE, Tongue.GENERAL, Tongue.VIETNAMESE, Tongue.MALAY)


def surnames_apply(left: PreparedName, right: PreparedName, tongue: Tongue) -> bool:
    """Tell whether the table of Chinese surnames may bridge two names."""
    if not left.splits or not right.splits or Script.HANGUL in (left.form.script, right.form.script):
        return False
    single = len(left.words) == len(right.words) == 1
    if tongue in _OF_SURNAMES or (single and left.form.script is right.form.script):
        return True
    if tongue is not Tongue.BURMESE or Tongue.CHINESE not in (left.form.tongue, right.form.tongue):
        return False
    # Lu Yuntao is made of Burmese syllables as well; of a shorter name nobody knows.
    in_full = all(len(given_syllables(" ".join(name.form.tokens[1:]))) > 1 for name in (left, right))
    return in_full and may_be_of_one_surname(left, right)


def may_be_of_one_surname(left: PreparedName, right: PreparedName) -> bool:
    """Tell whether two persons' names begin with spellings of one Chinese surname and go on with another name."""
    return any(
        given and other and surname_bits(surname, others_surname)[0] > 0
        for surname, given in left.splits
        for others_surname, other in right.splits
    )


def surnames_differ(left: PreparedName, right: PreparedName) -> bool:
    """Tell whether two Chinese names begin with surnames that no dialect makes one."""
    if left.form.tongue is not Tongue.CHINESE or right.form.tongue is not Tongue.CHINESE:
        return False
    ones, others = (surname_joined(behind_western(name.form.tokens)) for name in (left, right))
    if min(len(ones), len(others)) == 1 or ones[0] in others or others[0] in ones:
        return False
    return is_surname(ones[0]) and is_surname(others[0]) and surname_bits(ones[0], others[0])[1] is None


def given_names_differ(left: PreparedName, right: PreparedName) -> bool:
    """Tell whether two Chinese names of one surname go on with syllables that no dialect makes one, one in pinyin.

    Pinyin writes each sound in one way, so that Kailin is not Kailun misheard.
    """
    forms = (left.form, right.form)
    if any(form.tongue is not Tongue.CHINESE or form.script is not Script.LATIN for form in forms):
        return False
    (surname, given), (others_surname, other) = ((form.tokens[0], " ".join(form.tokens[1:])) for form in forms)
    shared = surname_bits(surname, others_surname)[1]
    if shared is None or not (is_in_pinyin(given) or is_in_pinyin(other)) or is_syllable_swapped(given, other):
        return False
    bits = given_bits(given, other, (surname, others_surname), shared.row)
    return bits is not None and bits < _AGAINST


def are_lone_surnames(left: PreparedName, right: PreparedName) -> bool:
    """Tell whether two names are each a surname alone, in Latin letters, and spelled differently: Tan, Chen."""
    ones, others = left.form.tokens, right.form.tokens
    if len(ones) != 1 or len(others) != 1 or ones == others or left.form.script is not right.form.script:
        return False
    # Names of Myanmar are as short, and spelled as freely: Aye, Eye.
    in_burmese = Tongue.BURMESE in (left.form.tongue, right.form.tongue)
    return not in_burmese and is_surname(ones[0]) and is_surname(others[0])


def compare_lone_surnames(left: PreparedName, right: PreparedName, heard: Found) -> Found:
    """Compare two surnames that stand alone by what their spellings tell, and not by how they sound: Tan is not Tang.

    Args:
        left: a surname in Latin letters.
        right: another.
        heard: how alike they sound.
    """
    bits, shared = surname_bits(left.form.tokens[0], right.form.tokens[0])
    if shared is None:
        return heard._replace(similarity=min(heard.similarity, _OF_LONE[0]))
    low, high = _OF_LONE
    similarity = low + (high - low) * max(0.0, min(1.0, (bits + 3.0) / 10.0))
    one, other = left.form.tokens[0], right.form.tokens[0]
    return heard._replace(similarity=similarity, how=f"{one} and {other} both spell {shared.hanzi} ({shared.dialect})")


def surnames_alike(left: PreparedName, right: PreparedName) -> float:
    """Return how alike names are as Chinese ones, surnames that stand alone included."""
    if are_lone_surnames(left, right):
        heard = Found(0.0, left.form.latin[0], right.form.latin[0], "", in_order=True)
        return compare_lone_surnames(left, right, heard).similarity
    return compare_by_surname(left, right).similarity


def compare_by_surname(left: PreparedName, right: PreparedName) -> Found:
    """Compare as Chinese names: the surname in whichever dialect, the given name by its sound."""
    found = _by_splits(left, right)
    # Another syllable that is a surname too, as the Kok of Lim Kok Keong, makes them no more alike.
    if found.similarity > _OF_ONE_COMMUNITY and begin_in_two_communities(left.form, right.form):
        return found._replace(similarity=_OF_ONE_COMMUNITY)
    return found


def _by_splits(left: PreparedName, right: PreparedName) -> Found:
    """Compare as Chinese names in each way to tell the surname from the given name, and return the best of them."""
    latin_left, latin_right = left.form.latin[0], right.form.latin[0]
    factor = _OF_OTHERS if _names_from_elsewhere_differ(left, right) else 1.0
    if left.form.script is right.form.script is Script.LATIN and _have_two_surnames(left, right):
        best = _by_two_surnames(left, right)
        if left.form.tokens[:-1] != right.form.tokens[:-1]:
            return best
        # Of Kwee Tek Hoay and Kwee Tek Hwai both are a given name's syllable as well.
    else:
        best = Found(0.0, latin_left, latin_right, "", in_order=True)
    pairs = product(enumerate(left.splits), enumerate(right.splits))
    for (at, (one, given)), (at_other, (other, others_given)) in pairs:
        # A word behind a surname is one only where the other name has it in front: Bao Cai Jiang and Jiang Baocai.
        bits, shared = (0.0, None) if at and at_other else surname_bits(one, other)
        if shared is None or bits <= 0:
            continue
        if one != other and not _may_go_on_as_chinese(left.form, right.form, given, others_given):
            continue
        similarity = _likeness_of_splits(
            left, right, ((one, given), (other, others_given)), bits, first=at == at_other == 0
        )
        similarity *= factor
        if similarity > best.similarity:
            how = f"{one} and {other} both spell {shared.hanzi} ({shared.dialect})"
            best = Found(similarity, latin_left, latin_right, how, in_order=True)
    return best


def _have_two_surnames(left: PreparedName, right: PreparedName) -> bool:
    return left.form.tokens != right.form.tokens and all(
        has_two_surnames(name.form.tokens) and len(name.form.tokens[0]) > 1 for name in (left, right)
    )


def _by_two_surnames(left: PreparedName, right: PreparedName) -> Found:
    """Compare women's names with a husband's surname before their own, as in Hong Kong: Lam Cheng Man-ying."""
    of_husband = surname_bits(left.form.tokens[0], right.form.tokens[0])[0]
    found = compare_by_surname(*map(_without_first, (left, right)))
    similarity = min(found.similarity, _likeness_of_surname(of_husband)) if of_husband > 0 else 0.0
    return found._replace(similarity=similarity, left=left.form.latin[0], right=right.form.latin[0])


def _without_first(name: PreparedName) -> PreparedName:
    tokens = name.form.tokens[1:]
    return prepare(
        replace(name.form, native=" ".join(tokens), latin=(" ".join(tokens),), tokens=tokens), NameKind.PERSON
    )


def _may_go_on_as_chinese(left: NameForm, right: NameForm, given: str, other: str) -> bool:
    """Tell whether what stands behind two surnames that are spelled otherwise may be one Chinese given name.

    One of them that may is enough, as a dialect or a Vietnamese spells the other: Qingyuan, Tjeng Goan. Behind a
    Khmer or Thai one no dialect makes two surnames one: Hak Somaly, Hok Somaly.
    """
    if left.script is not Script.LATIN or right.script is not Script.LATIN:
        return True
    if Tongue.VIETNAMESE in (left.tongue, right.tongue):
        return True
    return _may_be_chinese(given) or _may_be_chinese(other)


@lru_cache(maxsize=50_000)
def _may_be_chinese(given: str) -> bool:
    """Tell whether a word of a given name is of Chinese syllables, or one from elsewhere that is known: David."""
    return not given or any(spells_given_name(word) or has_short_forms(word) for word in given.split())


def _names_from_elsewhere_differ(left: PreparedName, right: PreparedName) -> bool:
    """Tell whether two Chinese names stand each beside another name from elsewhere: David Zhang, Kevin Zhang."""
    one, other = (_name_from_elsewhere(name.form.tokens) for name in (left, right))
    return bool(one) and bool(other) and one != other and not is_short_for(one, other)


def _name_from_elsewhere(tokens: tuple[str, ...]) -> str:
    return name_from_elsewhere(tokens)[0] or (tokens[0] if has_western_first_name(tokens) else "")


def _likeness_of_splits(
    left: PreparedName, right: PreparedName, splits: tuple[SurnameSplit, SurnameSplit], bits: float, *, first: bool
) -> float:
    """Return how alike two names are, each cut into a surname and a given name.

    Args:
        left: a name.
        right: another.
        splits: surname and given name of each.
        bits: what the surnames tell.
        first: whether both are cut in the likeliest way.
    """
    (one, given), (other, others_given) = splits
    surname = _likeness_of_surname(bits)
    if not given and not others_given:
        return surname - 0.04
    by_syllables = None
    if first or one == left.form.tokens[0] or other == right.form.tokens[0]:
        # The table of characters has no Vietnamese.
        of_table = Tongue.VIETNAMESE not in (left.form.tongue, right.form.tongue)
        in_latin = [_in_mandarin(*name) for name in zip((left, right), splits, strict=True)]
        by_syllables = _by_syllables(*in_latin)
        if by_syllables is not None and of_table and _has_all(left, right):
            by_syllables *= _BESIDE_TABLE
    if by_syllables is not None and left.form.script is right.form.script:
        return by_syllables
    # The given name of Hanzi in pinyin comes first; what a dialect makes of it may be other characters too.
    hanzi, (_, spelled) = (left, splits[0]) if left.form.script is Script.HAN else (right, splits[1])
    sure = spelled == hanzi.splits[0][1]
    return max(_by_characters(left, right, splits, surname, sure=sure), by_syllables or 0.0)


def _in_mandarin(name: PreparedName, split: SurnameSplit) -> SurnameSplit | None:
    """Return a surname and a given name in Latin letters; of Hanzi in pinyin."""
    surname, given = split
    if name.form.script is not Script.HAN:
        return (surname, given) if surname.isascii() and given.isascii() else None
    return name.form.tokens[0], " ".join(pinyin(_given_characters(name)))


def _has_all(left: PreparedName, right: PreparedName) -> bool:
    """Tell whether one of two names is in Hanzi that the table has: what it does not spell so is rather another."""
    return any(
        name.form.script is Script.HAN and all(map(has_dialects, _given_characters(name))) for name in (left, right)
    )


def _by_syllables(one: SurnameSplit | None, other: SurnameSplit | None) -> float | None:
    """Return how alike names are by what their syllables tell; none where they do not pair off."""
    if one is None or other is None:
        return None
    (surname, given), (others_surname, others_given) = one, other
    best = None
    heard = _heard_alike(given, others_given)
    for row, bits in shared_surnames(surname, others_surname):
        told = given_bits(given, others_given, (surname, others_surname), row)
        if told is not None and bits > 0:
            similarity = _likeness_of_surname(bits) * max(heard, _likeness_of_bits(told))
            # Who spells the given name as the other does, and the surname not, is rather somebody else.
            sure = _SURE_SURNAME if heard < 1.0 else _SURE_OF_ONE_GIVEN
            if told >= _SURE_GIVEN and bits >= sure:
                similarity = 1.0 - _LEFT_OF_DOUBT * (1.0 - similarity)
            if heard == 1.0 and are_two_of_one_community((surname, given), (others_surname, others_given), row):
                similarity = min(similarity, _OF_ONE_COMMUNITY)
            best = max(similarity, best or 0.0)
    return best


def _likeness_of_surname(bits: float) -> float:
    """Return how alike names are at most whose surnames are one, which tells so many bits."""
    return 0.86 + 0.12 * min(1.0, bits / 10)


def _likeness_of_bits(bits: float) -> float:
    """Return how alike Chinese given names are whose syllables tell so many bits."""
    for (low, least), (high, most) in pairwise(_BY_BITS):
        if bits <= high:
            return least + (most - least) * max(0.0, bits - low) / (high - low)
    return _BY_BITS[-1][1]


def _by_characters(
    left: PreparedName, right: PreparedName, splits: tuple[SurnameSplit, SurnameSplit], surname: float, *, sure: bool
) -> float:
    """Return how alike names are whose given names spell characters, by the table, or only sound alike.

    Args:
        left: a name.
        right: another.
        splits: surname and given name of each.
        surname: how alike names of these surnames are at most.
        sure: whether Hanzi are read in Mandarin.
    """
    (_, given), (_, others_given) = splits
    ways = _ways(left, right, *splits)
    named = _given_similarity(given, others_given, ways)
    if not ways and _spells_others(left, right, given, others_given):
        named *= _OF_OTHERS
    similarity = surname * named
    one_in_hanzi = (left.form.script is Script.HAN) is not (right.form.script is Script.HAN)
    if one_in_hanzi and sure and named >= _IN_ONE_AND_MIXED and _are_of_two_characters(ways):
        return 1.0 - _LEFT_OF_DOUBT * (1.0 - similarity)
    return similarity


# In which (way of one, way of the other) two given names spell a character, for each of these.
_Ways = Sequence[Collection[tuple[int, int]]]


def _given_similarity(given: str, other: str, ways: _Ways) -> float:
    """Return how alike two Chinese given names are, by their sound or as two dialects spell the same characters."""
    similarity = _heard_alike(given, other)
    return similarity if similarity >= _IN_DIALECTS else max(similarity, _likeness_of_ways(ways))


def _heard_alike(given: str, other: str) -> float:
    """Return how alike two Chinese given names sound, in pinyin and Wade-Giles alike."""
    similarity = sound_similarity(given, other, Tongue.CHINESE)
    if _FAR_IN_WADE < similarity < _IN_DIALECTS and same_by_wade(given, other):
        return _IN_DIALECTS
    return similarity


def _are_of_two_characters(ways: _Ways) -> bool:
    """Tell whether two given names spell the same two characters in two ways, and do not only sound alike.

    Who spells the given name as the other does, and the surname not, is rather somebody else: 刘德明 and Luu Deming.
    """
    return len(ways) > 1 and any(_IN_PINYIN not in pairs for pairs in ways)


def _ways(left: PreparedName, right: PreparedName, one: tuple[str, str], another: tuple[str, str]) -> _Ways:
    """Return in which ways two given names spell the same characters; none where one is another.

    Args:
        left: a name.
        right: another.
        one: surname and given name of the left one.
        another: likewise of the right one.
    """
    (surname, given), (others_surname, other) = one, another
    characters = _given_characters(left) or _given_characters(right)
    if characters and left.form.script is not right.form.script:
        spelled = ways_of_characters(characters, other if left.form.script is Script.HAN else given)
        if spelled or all(map(has_dialects, characters)):
            return [[(0, way) for way in ways] for ways in spelled]
    # Whoever spells the surname alike rather spells the given name in the same dialect.
    return _ways_of_syllables(given, other, common=surname == others_surname)


def _spells_others(left: PreparedName, right: PreparedName, given: str, other: str) -> bool:
    """Tell whether the Latin one of two given names spells other characters than the Hanzi one has."""
    if left.form.script is Script.HAN:
        return right.form.script is not Script.HAN and spells_others(_given_characters(left), other)
    return right.form.script is Script.HAN and spells_others(_given_characters(right), given)


def _given_characters(name: PreparedName) -> str:
    """Return the given name of a name in Hanzi."""
    return name.form.native[surname_length(name.form.native) :] if name.form.script is Script.HAN else ""


def _ways_of_syllables(given: str, other: str, *, common: bool) -> _Ways:
    """Return in which ways two given names spell characters that may be the same, with `common` the commonest ones."""
    ones, others = dialect_syllables(given), dialect_syllables(other)
    if len(ones) != len(others):
        return []
    ways = [same_in_dialects(one, another, common=common) for one, another in zip(ones, others, strict=True)]
    return ways if all(ways) else []


def _likeness_of_ways(ways: _Ways) -> float:
    """Return how alike given names are of which each two syllables spell one character in these (way, other way)."""
    if not ways:
        return 0.0
    # Whoever spells one syllable by Hokkien mostly spells the next by Hokkien too.
    if set(ways[0]).intersection(*ways[1:]):
        return _IN_DIALECTS
    in_one = any(set.intersection(*({pair[side] for pair in pairs} for pairs in ways)) for side in (0, 1))
    return _IN_ONE_AND_MIXED if in_one else _IN_MIXED_DIALECTS
