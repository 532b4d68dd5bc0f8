"""Comparison of the names of two records: the best agreement of any of one's with any of the other's."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from entity_resolution.comparing.compared import Compared
from entity_resolution.comparing.turned_names import turned_pairs, weigh_turned
from entity_resolution.names import (
    OF_MANY,
    OF_RELATIVES,
    OF_SISTERS,
    NameComparison,
    NameForm,
    NameKind,
    NameLevel,
    are_far_apart,
    are_named_for_two_countries,
    are_of_two_forms,
    are_two_by_numbers,
    compare_names,
    has_all_words,
    is_one_word_of,
    lack_iberian_surnames,
    may_agree,
    may_be_one_at_home,
    may_be_translated,
    names_a_town_alone,
    names_in,
    of_a_part,
    of_an_alias,
    read_name,
    say_a_zone_and_a_compound,
    say_other_parts,
    says_a_house_more,
    title_of_sex,
    weigh_bare_names,
    weigh_childs_name,
    weigh_descriptions,
    weigh_home_spellings,
    weigh_iberian_surnames,
    weigh_one_word,
    weigh_siblings,
    without_one_word_for_compound,
)
from entity_resolution.names.comparing.levels import OF_WORDS
from entity_resolution.names.comparing.two_writings.foreign_spellings import in_foreign_spelling
from entity_resolution.places.houses import say_other_kinds, says_a_word_more
from entity_resolution.places.kinds_of_sites import say_two_kinds, says_a_public_kind_more
from graph.parts import StoredValue
from graph.values import ValueStatus, letters_of_name

# So many pairs of names are all compared: to know which are far apart takes longer, as it takes the keys of each.
_FEW_NAMES = 4
# Of so many, those not far apart; of more, as of two listed persons with a dozen aliases each, those that share a key.
_MANY_NAMES = 64
# And of those the nearest by their keys, so that what one agency files keeps no other waiting. Of 726 pairs of records
# on public lists, with up to 144 names each, none agrees otherwise for it.
_MOST_COMPARED = 60
# Names of one record that are the same words in another order say the same: so many of them are compared.
_ALIKE_COMPARED = 3
_NAMES_KEPT, _PAIRS_KEPT = 30_000, 30_000


@lru_cache(maxsize=_NAMES_KEPT)
def name_form(
    text: str,
    kind: NameKind,
    *,
    from_elsewhere: bool = False,
    far_from_burma: bool = False,
    with_father: bool = False,
    countries: frozenset[str] = frozenset(),
    noted: bool = False,
) -> NameForm:
    """Return the prepared form of a name of a kind.

    Args:
        text: as the source wrote it.
        kind: what it names.
        from_elsewhere: whether it is of somebody who is known to be of no country where Thai is spoken.
        far_from_burma: whether it is of somebody who is known to be of no country where Burmese names are heard.
        with_father: whether it is of somebody who is known to be of a country where the second name is the father's.
        countries: of which somebody is known to be, as ISO 3166 alpha-2 codes.
        noted: whether it stands beside another name of its cell, as a note may.
    """
    if countries or from_elsewhere or far_from_burma or with_father or noted:
        return replace(
            name_form(text, kind),
            from_elsewhere=from_elsewhere,
            far_from_burma=far_from_burma,
            with_father=with_father,
            countries=countries,
            noted=noted,
        )
    return read_name(text, kind)


# Each name of one record is compared with each of the other: so many are, those that stand first on the record, own
# names before aliases. Which these are depends on no viewer, as all of one comparison are of one class. Public lists
# have up to 144 names of one subject.
MOST_NAMES_COMPARED = 150


class NameInCell(NamedTuple):
    """One of the names of a cell, and whether no word there calls it a name: it may be a note."""

    text: str
    noted: bool


def names_of(kind: NameKind, values: Iterable[StoredValue]) -> list[NameInCell]:
    """Return the names that the values of a record hold, not more than a bound: those that stand first in each value.

    Then come the others. INVARIANT: each name that is compared or has keys is one of these, so that what two records
    meet by is what they are compared by.
    """
    cells = [_names_of_cell(value.raw, kind) for value in values]
    return [*(cell[0] for cell in cells), *(name for cell in cells for name in cell[1:])][:MOST_NAMES_COMPARED]


def forms_of(kind: NameKind, values: Iterable[StoredValue]) -> list[NameForm]:
    """Return the prepared forms of the names that the values of a record hold, of nobody's country."""
    return [name_form(name.text, kind, noted=name.noted) for name in names_of(kind, values)]


@lru_cache(maxsize=_NAMES_KEPT)
def _names_of_cell(cell: str, kind: NameKind) -> tuple[NameInCell, ...]:
    found = names_in(letters_of_name(cell), kind)  # `&amp;` and `&#3626;` hold signs that part names
    told = (name for name in found.others if name_form(name, kind).native)
    return NameInCell(found.own, noted=False), *(NameInCell(name, name in found.noted) for name in told)


TITLE_TYPE = "title"
"""The type of a value that a title tells, as a sex."""


def sex_by_title(forms: Sequence[NameForm]) -> StoredValue | None:
    """Return the sex that the titles of a record's names tell; `None` where they tell none, or both."""
    # A note may be of somebody else: Mr. Kim (Mrs. Lee).
    told = [found for form in forms if not form.noted and (found := title_of_sex(form)) is not None]
    if len({sex for sex, _ in told}) != 1:
        return None
    return StoredValue(raw=told[0][1], value=told[0][0], status=ValueStatus.POSSIBLE, type=TITLE_TYPE)


def compare_stored_names(kind: NameKind, lefts: Sequence[StoredValue], rights: Sequence[StoredValue]) -> Compared:
    """Compare the towns of two records as they are stored, at least one of each, and return the best agreement."""
    return compare_names_of(kind, [name_form(v.raw, kind) for v in lefts], [name_form(v.raw, kind) for v in rights])


def compare_names_of(
    kind: NameKind, lefts: Sequence[NameForm], rights: Sequence[NameForm], *, own: tuple[int, int] = (1, 1)
) -> Compared:
    """Compare the names of two records, at least one of each, and return the best agreement.

    Args:
        kind: what all of them name.
        lefts: the names of one record, its own before its aliases.
        rights: those of the other.
        own: how many of either's are its own, at least one.
    """
    results = [(_compare_two(a, b, kind), a.raw, b.raw) for a, b in _worth_comparing(kind, lefts, rights)]
    best = _best_of(kind, results)
    of_own = _OfOwnNames(_that_say_who(lefts, own[0]), _that_say_who(rights, own[1]), kind)
    if best[0].agrees and of_own.are_of_two_countries(best):
        best = of_an_alias(best[0]), best[1], best[2]
    elif best[0].agrees and not of_own.holds_either(best):
        best = _of_an_alias(kind, best, results, of_own)
    found, a, b = best
    return Compared(
        level=str(found.level),
        bits=found.bits,
        left=a,
        right=b,
        detail=found.explanation,
        agrees=found.agrees,
        frequency=found.frequency,
    )


_OF_ANOTHER_HOUSE = OF_SISTERS | {NameLevel.LONGER, NameLevel.PART}
_OF_A_PLACE = frozenset({NameLevel.PART, NameLevel.LONGER})
_TwoCompared = tuple[NameComparison, str, str]
# Levels of persons' names that agree without saying who it is.
_LESS_THAN_IN_FULL = OF_MANY | OF_RELATIVES | {NameLevel.SOME_WORDS}


def _best_of(kind: NameKind, results: Sequence[_TwoCompared]) -> _TwoCompared:
    """Return which of several comparisons of two records' names tells most."""
    heaviest = max(results, key=_weight)
    if kind is NameKind.PERSON:
        # In full, then by a common name or word or as a relative's: that they share one besides takes nothing from it.
        agreeing = [item for item in results if item[0].agrees and item[0].bits > 0]
        in_full = [item for item in agreeing if item[0].level not in _LESS_THAN_IN_FULL]
        return max(in_full or agreeing or [heaviest], key=_weight)
    if heaviest[0].level is NameLevel.COMMON_WORD:
        # A description that both have takes nothing from a name that both have besides.
        named = [item for item in results if item[0].agrees and item[0].level is not NameLevel.COMMON_WORD]
        heaviest = max(named, key=_weight, default=heaviest)
    if heaviest[0].level in _OF_ANOTHER_HOUSE:
        # One name that both have tells more than another by which they would be sisters.
        others = [item for item in results if item[0].level not in _OF_ANOTHER_HOUSE]
        same = [item for item in others if item[0].agrees and item[0].bits > 0 and item[0].level not in OF_MANY]
        return max(same, key=_weight, default=heaviest)
    return heaviest


def _that_say_who(forms: Sequence[NameForm], own: int) -> Sequence[NameForm]:
    """Return a record's own names; all that it has where these are titles or placeholders: `Unknown`."""
    return [form for form in forms[:own] if form.native] or forms


class _OfOwnNames:
    """The own names of two records, among the names that were compared."""

    def __init__(self, lefts: Sequence[NameForm], rights: Sequence[NameForm], kind: NameKind) -> None:
        self._kind = kind
        self._sides = lefts, rights
        self._raws = {form.raw for form in lefts}, {form.raw for form in rights}

    def holds_either(self, compared: _TwoCompared) -> bool:
        """Return whether one of two names that were compared is an own name of its record."""
        _, a, b = compared
        return a in self._raws[0] or b in self._raws[1]

    def best(self, results: Sequence[_TwoCompared]) -> _TwoCompared:
        """Return what comparing the own names with each other tells most."""
        of_both = [item for item in results if item[1] in self._raws[0] and item[2] in self._raws[1]]
        if not of_both:
            (one, *_), (other, *_) = self._sides
            of_both = [(_compare_two(one, other, self._kind), one.raw, other.raw)]
        return _best_of(self._kind, of_both)

    def are_spelt_otherwise(self, compared: _TwoCompared) -> bool:
        """Return whether of two names of sites one is an own name, and the other spells it otherwise.

        But for the word for a compound that both own names say: Romdoul Sovan park, and รมดวลสุวรรณ พาร์ค, which is
        Romduol Sovann besides.
        """
        _, a, b = compared
        one, other = name_form(a, self._kind), name_form(b, self._kind)
        lefts, rights = self._sides
        return (a in self._raws[0] and any(_is_spelt_otherwise(one, name, other) for name in rights)) or (
            b in self._raws[1] and any(_is_spelt_otherwise(other, name, one) for name in lefts)
        )

    def say_a_town_alone(self) -> bool:
        """Return whether the own names of both say kinds of houses and towns: an alias tells more than these."""
        return all(all(map(names_a_town_alone, side)) for side in self._sides)

    def are_of_two_countries(self, compared: _TwoCompared) -> bool:
        """Return whether the own names of two companies say two countries, and two names that agree not both one."""
        agreeing = [name_form(raw, self._kind) for raw in compared[1:]]
        return self._kind is NameKind.ORGANISATION and are_named_for_two_countries(*self._sides, agreeing)

    def are_perhaps_translated(self) -> bool:
        """Return whether an own name may be what the other one means in another writing."""
        return any(may_be_translated(one, other) for one, other in product(*self._sides))


def _of_an_alias(
    kind: NameKind, alias: _TwoCompared, results: Sequence[_TwoCompared], of_own: _OfOwnNames
) -> _TwoCompared:
    """Return what an alias says that two records have in common.

    Two of one house, one family or one trade go by one name besides, a desk of recruiters by one trade name, and the
    compounds of a zone by its name: an alias of both makes no one of two whose own names are unlike.
    """
    own = of_own.best(results)
    if kind is NameKind.SITE and of_own.say_a_town_alone():
        return alias
    if _says_more_than_an_alias(kind, own[0], alias[0]):
        return own
    if _are_alike(kind, own[0]) or any(_is_by_an_own_name(kind, item, of_own) for item in results):
        return alias
    if kind is NameKind.ORGANISATION and of_own.are_perhaps_translated():
        return alias
    if kind is NameKind.PERSON and alias[0].level in _LESS_THAN_AN_ALIAS:
        return alias
    return of_an_alias(alias[0]), alias[1], alias[2]


# More is asked beside these than beside an alias of both.
_LESS_THAN_AN_ALIAS = OF_WORDS | {NameLevel.SIBLING, NameLevel.FATHER_OF_MANY}
# Levels at which one name of a thing is another of the same, and not its house's, its part's or its branch's.
_OF_THE_THING_ITSELF = frozenset(
    {NameLevel.EXACT_NATIVE, NameLevel.EXACT_LATIN, NameLevel.ROMANISED, NameLevel.TOKENS_REORDERED}
)
# Two names of places in two writings, which sound alike in part: of two places a fiftieth do, of one nearly all.
_HALF_ALIKE = 0.5


def _are_alike(kind: NameKind, own: NameComparison) -> bool:
    """Return whether the own names of two records speak for one, or say no other: a slip leaves them alike in part."""
    if kind is NameKind.PERSON:
        return own.bits > 0
    return own.agrees and own.level not in _OF_ANOTHER_HOUSE


def _is_by_an_own_name(kind: NameKind, compared: _TwoCompared, of_own: _OfOwnNames) -> bool:
    """Return whether one record's own name is one of the other's, as of who is known by his alias elsewhere."""
    found = compared[0]
    if not found.agrees or found.bits <= 0 or not of_own.holds_either(compared):
        return False
    if kind is NameKind.PERSON:
        return found.level not in OF_RELATIVES
    return found.level in _OF_THE_THING_ITSELF or (kind is NameKind.SITE and of_own.are_spelt_otherwise(compared))


def _is_spelt_otherwise(own: NameForm, beside: NameForm, alias: NameForm) -> bool:
    """Return whether a site's own name is spelt otherwise in another's alias, and sounds like its own name.

    Args:
        own: an own name of one site.
        beside: one of the other, in another writing.
        alias: another name of the other.
    """
    bare = without_one_word_for_compound(own, beside)
    if bare is None or own.script is beside.script or _numbers(own) != _numbers(beside):
        return False
    sounds = _compare_two(*bare, NameKind.SITE)
    # A word of one own name alone is another house's of the same owner: Oriental Pearl Park.
    if sounds.similarity < _HALF_ALIKE or sounds.has_words_left:
        return False
    same = without_one_word_for_compound(own, alias)
    name, spelt = (bare[0], alias) if same is None else same
    level = _compare_two(name, spelt, NameKind.SITE).level
    # Word by word: a word left over is rather another place's of the same zone.
    is_variant = level is NameLevel.VARIANT and len(name.tokens) == len(spelt.tokens)
    return is_variant or level in _OF_THE_THING_ITSELF


def _numbers(form: NameForm) -> list[str]:
    return sorted(re.findall(r"\d+|[一二三四五六七八九十]", form.native))


def _says_more_than_an_alias(kind: NameKind, own: NameComparison, alias: NameComparison) -> bool:
    """Return whether two records' own names are held against each other though an alias of both agrees."""
    if kind is NameKind.PERSON:
        return own.level in OF_RELATIVES
    if kind is NameKind.SITE and own.level in _OF_A_PLACE:
        return True
    is_sister = kind is NameKind.ORGANISATION and own.level in OF_SISTERS
    return is_sister or alias.level is NameLevel.COMMON_WORD


def _weight(item: _TwoCompared) -> tuple[float, str, str]:
    return item[0].bits, item[1], item[2]


def may_agree_of(kind: NameKind, lefts: Sequence[NameForm], rights: Sequence[NameForm]) -> bool:
    """Return whether the best of two records' names may agree: false only where `compare_names_of` finds none."""
    return any(_may_two_agree(a, b, kind) for a, b in _worth_comparing(kind, lefts, rights))


def are_two_by_numbers_of(kind: NameKind, lefts: Sequence[NameForm], rights: Sequence[NameForm]) -> bool:
    """Return whether no name of one record speaks for one of the other, by their numbers alone."""
    return all(are_two_by_numbers(a, b, kind) for a, b in product(lefts, rights) if not _are_notes(a, b))


@lru_cache(maxsize=_PAIRS_KEPT)
def _compare_two(left: NameForm, right: NameForm, kind: NameKind) -> NameComparison:
    found = compare_names(left, right, kind)
    if kind is NameKind.SITE and found.agrees and _say_two_kinds(left, right, found):
        return found._replace(level=NameLevel.SISTER)
    if kind is NameKind.PERSON:
        return _weighed_persons(left, right, found)
    found = weigh_descriptions(left, right, kind, found)
    if kind is NameKind.SITE and found.level is NameLevel.SISTER:
        return found  # whatever else one says more, they may be two kinds of house
    if kind is NameKind.ORGANISATION and found.level is NameLevel.SISTER and are_of_two_forms(left, right):
        return found._replace(level=NameLevel.OTHER_FORM)
    if kind is NameKind.SITE and found.agrees and found.level not in OF_MANY and _says_a_part(left, right, found):
        return of_a_part(found)
    # A description stays one, whatever it says more.
    if kind is NameKind.SITE and found.agrees and found.level not in OF_MANY and _says_more(left, right):
        return found._replace(level=NameLevel.LONGER)
    if kind is NameKind.SITE and found.agrees and found.level not in OF_MANY and _name_a_town_alone(left, right):
        return found._replace(level=NameLevel.LONGER, how=f"{found.how}, but a kind and a town")
    return found


def _weighed_persons(left: NameForm, right: NameForm, found: NameComparison) -> NameComparison:
    """Return a comparison of two persons' names at the level of what else they may be: relatives', one word of it."""
    # What tells a child from a father is told of a foreign name in letters of the region by how it is spelt at home.
    spelt = in_foreign_spelling(left, right, NameKind.PERSON)
    one, other = (left, right) if spelt is None else spelt.pair
    found = weigh_childs_name(one, other, weigh_siblings(one, other, found))
    found = weigh_one_word(left, right, weigh_bare_names(one, other, found))
    if not found.agrees:
        found = weigh_turned(found, _compared_turned(left, right))
    return weigh_iberian_surnames(left, right, weigh_home_spellings(left, right, found))


def _compared_turned(left: NameForm, right: NameForm) -> list[NameComparison]:
    """Return what comparing two persons' names gives with the shorter one's words in the longer one's order."""
    return [
        weigh_bare_names(a, b, weigh_siblings(a, b, compare_names(a, b, NameKind.PERSON)))
        for a, b in turned_pairs(left, right)
    ]


def _say_two_kinds(left: NameForm, right: NameForm, found: NameComparison) -> bool:
    return say_other_kinds(left.raw, right.raw) or say_two_kinds(left, right, found)


def _says_a_part(left: NameForm, right: NameForm, found: NameComparison) -> bool:
    # A hospital that is named for a village or a compound is in it, and is not all of it.
    return say_other_parts(left, right) or says_a_public_kind_more(left, right, found)


def _name_a_town_alone(left: NameForm, right: NameForm) -> bool:
    """Return whether either name says a kind of house and where, which the town of two records says again."""
    return names_a_town_alone(left) or names_a_town_alone(right)


def _says_more(left: NameForm, right: NameForm) -> bool:
    if says_a_word_more(left.raw, right.raw) or say_a_zone_and_a_compound(left, right):
        return True
    return says_a_house_more(left, right)


@lru_cache(maxsize=_PAIRS_KEPT)
def _may_two_agree(left: NameForm, right: NameForm, kind: NameKind) -> bool:
    if may_agree(left, right, kind):
        return True
    if kind is not NameKind.PERSON:
        return False
    if (
        is_one_word_of(left, right)
        or has_all_words(left, right)
        or may_be_one_at_home(left, right)
        or lack_iberian_surnames(left, right)
    ):
        return True
    return any(may_agree(*pair, kind) for pair in turned_pairs(left, right))


def _is_one_word(left: NameForm, right: NameForm, kind: NameKind) -> bool:
    return kind is NameKind.PERSON and is_one_word_of(left, right)


def _worth_comparing(
    kind: NameKind, lefts: Sequence[NameForm], rights: Sequence[NameForm]
) -> Sequence[tuple[NameForm, NameForm]]:
    """Return the pairs of names of which one may be the best: a name with a word more has no key of that without it."""
    pairs = [(a, b) for a, b in product(lefts, rights) if not _are_notes(a, b)]
    if len(pairs) <= _FEW_NAMES:
        return pairs
    if len(pairs) <= _MANY_NAMES:
        found = [(a, b) for a, b in pairs if not are_far_apart(a, b, kind) or _is_one_word(a, b, kind)]
    else:
        found = _that_share_a_key(lefts, rights)
    return found or pairs[:1]


def _that_share_a_key(lefts: Sequence[NameForm], rights: Sequence[NameForm]) -> list[tuple[NameForm, NameForm]]:
    """Return the pairs of names that share a key, of many those written alike and those that share the most of theirs.

    They are the same ones whichever record is the left one.
    """
    lefts, rights = _without_repeats(lefts, rights), _without_repeats(rights, lefts)
    places = [
        (i, j)
        for i, a in enumerate(lefts)
        for j, b in enumerate(rights)
        if not _are_notes(a, b) and not a.keys.isdisjoint(b.keys)
    ]
    if len(places) > _MOST_COMPARED:
        places = sorted(places, key=lambda at: _nearness(lefts[at[0]], rights[at[1]], at))[:_MOST_COMPARED]
    return [(lefts[i], rights[j]) for i, j in places]


def _are_notes(one: NameForm, other: NameForm) -> bool:
    """Return whether both are what stands beside a name: one note, as `(from Hunan)`, is of many."""
    return one.noted and other.noted


def _without_repeats(forms: Sequence[NameForm], others: Sequence[NameForm]) -> list[NameForm]:
    """Return names without those whose words a few before them have, but for those that the other record has too."""
    kept, counts, written = list[NameForm](), Counter[tuple[str, ...]](), {form.raw for form in others}
    for form in forms:
        words = tuple(sorted(form.tokens))
        counts[words] += 1
        if counts[words] <= _ALIKE_COMPARED or form.raw in written:
            kept.append(form)
    return kept


def _nearness(one: NameForm, other: NameForm, at: tuple[int, int]) -> tuple[bool, float, int, int, list[str]]:
    shared = len(one.keys & other.keys)
    likeness = shared / (len(one.keys) + len(other.keys) - shared)
    # A record's own names stand before its aliases; which record is the left one is chance.
    return one.raw != other.raw, -likeness, sum(at), min(at), sorted((one.raw, other.raw))
