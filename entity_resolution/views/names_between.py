"""Records that stand between two others: what shows less of a name, or says less, may be of either of two.

`Otieno Odhiambo` is Brian Otieno Odhiambo or his brother Kevin, `E Phyu` Ei Phyu or her sister Aye, LI WEI is 李伟
or 李薇, `Golden Lotus` the trader or the builder, of Hong Kong or of the Virgin Islands, `Rajawali Cakra` the PT or the
CV. Nor has who is called `HR Bella` one name alone, where two of other names go by it. Whoever is called so does not
make one of the two.
"""

from collections.abc import Iterator, Sequence

from entity_resolution.comparing.comparable import ComparableRecord
from entity_resolution.comparing.model import ComparisonModel
from entity_resolution.comparing.name_comparison import compare_names_of
from entity_resolution.comparing.told_apart import tells_two
from entity_resolution.names import OF_RELATIVES, OF_SISTERS, NameForm, NameKind, NameLevel
from entity_resolution.names.scripts.script import Script
from entity_resolution.views.plausibility import Facts

# Names so far apart are two in one script even where the birth date is one: twins have one.
_FAR_APART = -5.0
_MOST_NAMES = 6
_OF_TWO = OF_SISTERS | {NameLevel.PART, NameLevel.ALIAS}


def are_two_beside(
    between: ComparableRecord, one: ComparableRecord, other: ComparableRecord, facts: tuple[Facts, Facts]
) -> bool:
    """Tell whether two records are of two, though one name of a third agrees with both.

    They are by their names, or where another country, day of incorporation or province tells them apart; sites also by
    a point, house or town of which the third says nothing.

    Args:
        between: the third.
        one: a record of its kind.
        other: another.
        facts: what `one` and `other` say of which there is one.
    """
    if _share_a_number(*facts):
        return False
    if _are_told_apart(one, other) or any(_says_nothing_of(c, between, one, other) for c in _told_of_two(one, other)):
        return True
    names = [c for c in between.model.comparisons if c.name_kind is not None]
    same_day = bool(facts[0].birth_dates & facts[1].birth_dates)
    return any(_stands_between(name, between, one, other, same_day=same_day) for name in names)


def may_be_two(one: ComparableRecord, other: ComparableRecord) -> bool:
    """Tell whether two records have names of which a third's could show less, or say what tells two apart."""
    if _are_told_apart(one, other) or any(_told_of_two(one, other)):
        return True
    names = (c for c in one.model.comparisons if c.name_kind is not None)
    return any(_have_two_names(name, one, other, same_day=False) for name in names)


def _are_told_apart(one: ComparableRecord, other: ComparableRecord) -> bool:
    for feature, level in one.model.tells_apart.items():
        comparison = one.model.comparison(feature)
        found = one.compare(comparison, other) if comparison is not None else None
        if found is not None and found.level == level:
            return True
    return False


def _told_of_two(one: ComparableRecord, other: ComparableRecord) -> Iterator[ComparisonModel]:
    """Yield the comparisons by which two records are two beside a third that says nothing of them."""
    for feature, levels in one.model.apart_beside_a_third.items():
        comparison = one.model.comparison(feature)
        found = one.compare(comparison, other) if comparison is not None else None
        if comparison is not None and found is not None and found.level in levels and tells_two(comparison, found):
            yield comparison


def _says_nothing_of(
    comparison: ComparisonModel, between: ComparableRecord, one: ComparableRecord, other: ComparableRecord
) -> bool:
    """Tell whether a third record has not what either of two says, as a site without an address has not.

    Whoever gives both addresses of an estate, or both towns of one that moved, says that they are one; and of what is
    at the point of the one and has the town of the other, both names are of one town.
    """
    for record in (one, other):
        found = between.compare(comparison, record)
        if found is not None and (found.level in comparison.strong or (found.agrees and not comparison.strong)):
            return False
    return True


def _share_a_number(one: Facts, other: Facts) -> bool:
    return bool(
        one.passports & other.passports
        or one.national_ids & other.national_ids
        or one.company_numbers & other.company_numbers
    )


def _stands_between(
    name: ComparisonModel, between: ComparableRecord, one: ComparableRecord, other: ComparableRecord, *, same_day: bool
) -> bool:
    if not _have_two_names(name, one, other, same_day=same_day):
        return False
    kind = name.name_kind or NameKind.PERSON
    sides = [record.forms(name)[:_MOST_NAMES] for record in (one, other)]
    aliases = [record.forms(name)[record.count_own_names(name) :][:_MOST_NAMES] for record in (one, other)]
    forms = between.forms(name)[:_MOST_NAMES]
    return any(
        all(any(_is_less_of(kind, form, fuller) for fuller in side) for side in sides)
        or all(any(compare_names_of(kind, [form], [alias]).agrees for alias in side) for side in aliases)
        for form in forms
    )


def _have_two_names(name: ComparisonModel, one: ComparableRecord, other: ComparableRecord, *, same_day: bool) -> bool:
    sides = [record.forms(name)[:_MOST_NAMES] for record in (one, other)]
    own = one.count_own_names(name), other.count_own_names(name)
    return all(sides) and _are_two(name.name_kind or NameKind.PERSON, *sides, own=own, same_day=same_day)


def _are_two(
    kind: NameKind, one: Sequence[NameForm], other: Sequence[NameForm], *, own: tuple[int, int], same_day: bool
) -> bool:
    """Tell whether two records' names are rather two: no own one agrees with the other's, or they are relatives'.

    Args:
        kind: what both name.
        one: the names of one record, its own before its aliases.
        other: those of the other.
        own: how many of either's are its own.
        same_day: whether both were born on one day.
    """
    found = compare_names_of(kind, one, other, own=own)
    if kind is not NameKind.PERSON:
        return not found.agrees or found.level in _OF_TWO
    if found.agrees:
        # Of one day or not: a pair of relatives' names that a day completes is a match, of which nobody asks here.
        return found.level in OF_RELATIVES or (found.level == NameLevel.ALIAS and not same_day)
    far_apart = found.bits <= _FAR_APART and one[0].script is other[0].script
    return far_apart or not same_day


def _is_less_of(kind: NameKind, form: NameForm, fuller: NameForm) -> bool:
    return _shows_less(form, fuller) and compare_names_of(kind, [form], [fuller]).agrees


def _shows_less(form: NameForm, fuller: NameForm) -> bool:
    """Tell whether a name shows less than another: fewer words, initials, no legal form, another script, no marks."""
    if len(form.tokens) < len(fuller.tokens) or _initials(form) > _initials(fuller):
        return True
    if fuller.legal_form and not form.legal_form:
        return True
    if form.script is Script.LATIN and fuller.script is not Script.LATIN:
        return True
    return form.raw.isascii() and not fuller.raw.isascii() and fuller.script is Script.LATIN


def _initials(form: NameForm) -> int:
    return sum(len(token) == 1 for token in form.tokens)
