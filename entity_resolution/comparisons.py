"""Comparisons: which level two records' values of one class reach, and with which of their values.

Each comparator takes the pooled values of both ends and returns the best level, or `None` where an end has no value:
what is not known is no evidence either way.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import product
from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from entity_resolution.hubs import HUB_BITS, HUB_LEVEL, load_hubs
from entity_resolution.model import Comparator, ComparisonModel
from entity_resolution.names import (
    OF_MANY,
    NameComparison,
    NameForm,
    NameKind,
    NameLevel,
    are_far_apart,
    are_two_by_numbers,
    compare_names,
    divisions_said,
    may_agree,
    read_name,
    title_of_sex,
    weigh_bare_names,
)
from entity_resolution.names.latin import ascii_fold
from entity_resolution.names.legal_forms import kind_words
from entity_resolution.national_ids import Relation, national_id_of, near, relate
from entity_resolution.places.addresses import (
    have_nothing_in_common,
    in_latin_letters,
    may_be_one_house,
    may_be_one_kind_of_street,
    may_share_a_street,
    relate_addresses,
    spelled_address,
    with_one_hyphen,
)
from entity_resolution.places.houses import say_other_kinds
from entity_resolution.places.towns import Towns, holds_many_of_one_name
from entity_resolution.places.two_scripts import may_be_one_in_two_scripts
from entity_resolution.texts import likeness_of_texts
from graph import PropertyClass
from graph.parts import Part, StoredValue
from graph.values import NATIONAL_ID, ValueStatus, bare_number, may_be_number

# So many pairs of names are all compared: to know which are far apart takes longer, as it takes the keys of each.
_FEW_NAMES = 4
# Of so many, those not far apart; of more, as of two listed persons with a dozen aliases each, those that share a key.
_MANY_NAMES = 64
# Each value of one record is compared with each of the other: so many are, those that stand first on the record, own
# names before aliases. Which these are depends on no viewer, as all of one comparison are of one class. Public lists
# have up to 144 names of one subject and 17 addresses; of numbers these are all that two properties may hold.
MOST_NAMES_COMPARED = 150
MOST_VALUES_COMPARED = 120
_NAMES_KEPT, _PAIRS_KEPT = 30_000, 30_000
_NUMBER = re.compile(r"\d+")
# The types of phone numbers of which no key is made: one that could not be read, and what stands in a number's place.
_UNREAD_PHONE = "phone"
_SENT_BY_ANYONE = frozenset({"sender-name", "short-code"})
_COMMA = re.compile("[,،、，]")
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}")


class Compared(NamedTuple):
    """The outcome of one comparison, with the two values that it rests on.

    `frequency`: of names, the share that have all parts of the more common one; `None` of what no frequency weighs.
    """

    level: str
    bits: float
    left: str
    right: str
    detail: str = ""
    agrees: bool = False
    frequency: float | None = None


def compare(model: ComparisonModel, left: Part, right: Part) -> Compared | None:
    """Compare two records' parts of the model's class.

    Args:
        model: the comparison.
        left: the part of one record; only the model's properties are read.
        right: the part of the other.
    """
    lefts, rights = values_of(model, left), values_of(model, right)
    if not lefts or not rights:
        return None
    if model.comparator is Comparator.NAMES:
        return _compare_names(model.name_kind or NameKind.PERSON, lefts, rights)
    return compare_values(model, lefts, rights)


def compare_values(
    model: ComparisonModel, lefts: Sequence[StoredValue], rights: Sequence[StoredValue]
) -> Compared | None:
    """Compare the values of two records, at least one of each, by any comparison but that of names."""
    return _COMPARATORS[model.comparator](model, lefts, rights)


@lru_cache(maxsize=_NAMES_KEPT)
def name_form(text: str, kind: NameKind) -> NameForm:
    """Return the prepared form of a name of a kind."""
    return read_name(text, kind)


def values_of(model: ComparisonModel, part: Part) -> list[StoredValue]:
    """Return the values of a record's part that a comparison reads, not more than a bound.

    One that could not be read is none, but for a phone number that lacks its country alone: it may be the other's.
    """
    found = [value for name in model.properties for value in part.get(name, ())]
    most = MOST_NAMES_COMPARED if model.comparator is Comparator.NAMES else MOST_VALUES_COMPARED
    return [value for value in found if value.value or lacks_country(value)][:most]


def lacks_country(value: StoredValue) -> bool:
    """Return whether a value is a phone number that could not be read for want of a country alone."""
    return value.value is None and value.type == _UNREAD_PHONE and bare_number(value.raw) is not None


_TITLE = "title"


def sex_by_title(forms: Sequence[NameForm]) -> StoredValue | None:
    """Return the sex that the titles of a record's names tell; `None` where they tell none, or both."""
    told = [found for found in map(title_of_sex, forms) if found is not None]
    if len({sex for sex, _ in told}) != 1:
        return None
    return StoredValue(raw=told[0][1], value=told[0][0], status=ValueStatus.POSSIBLE, type=_TITLE)


def _compare_names(kind: NameKind, lefts: Sequence[StoredValue], rights: Sequence[StoredValue]) -> Compared:
    return compare_names_of(kind, [name_form(v.raw, kind) for v in lefts], [name_form(v.raw, kind) for v in rights])


def compare_names_of(kind: NameKind, lefts: Sequence[NameForm], rights: Sequence[NameForm]) -> Compared:
    """Compare the names of two records, at least one of each, and return the best agreement.

    Args:
        kind: what all of them name.
        lefts: the names of one record, its own before its aliases.
        rights: those of the other.
    """
    results = [(_compare_two(a, b, kind), a.raw, b.raw) for a, b in _worth_comparing(kind, lefts, rights)]
    best, a, b = _best_of(kind, results)
    if kind is NameKind.ORGANISATION and best.agrees and a != lefts[0].raw and b != rights[0].raw:
        # Sisters go by their house's name, too: an alias of both does not make one of them.
        own = _compare_two(lefts[0], rights[0], kind)
        best, a, b = (own, lefts[0].raw, rights[0].raw) if own.level is NameLevel.SISTER else (best, a, b)
    return Compared(
        level=str(best.level),
        bits=best.bits,
        left=a,
        right=b,
        detail=best.explanation,
        agrees=best.agrees,
        frequency=best.frequency,
    )


_TwoCompared = tuple[NameComparison, str, str]


def _best_of(kind: NameKind, results: Sequence[_TwoCompared]) -> _TwoCompared:
    """Return which of several comparisons of two records' names tells most, of persons with the most bits of any."""
    heaviest = max(results, key=_weight)
    if kind is NameKind.PERSON:
        # In full, then by a common name or word: that they share initials or such a one besides takes nothing from it.
        agreeing = [item for item in results if item[0].agrees and item[0].bits > 0]
        in_full = [item for item in agreeing if item[0].level not in OF_MANY]
        found, a, b = max(in_full or agreeing or [heaviest], key=_weight)
        return found._replace(bits=heaviest[0].bits), a, b
    if heaviest[0].level is NameLevel.SISTER:
        # One name that both have tells more than another by which they would be sisters.
        same = [item for item in results if item[0].agrees and item[0].bits > 0 and item[0].level != NameLevel.SISTER]
        return max(same, key=_weight, default=heaviest)
    return heaviest


def _weight(item: _TwoCompared) -> tuple[float, str, str]:
    return item[0].bits, item[1], item[2]


def may_agree_of(kind: NameKind, lefts: Sequence[NameForm], rights: Sequence[NameForm]) -> bool:
    """Return whether the best of two records' names may agree: false only where `compare_names_of` finds none."""
    return any(_may_two_agree(a, b, kind) for a, b in _worth_comparing(kind, lefts, rights))


def are_two_by_numbers_of(kind: NameKind, lefts: Sequence[NameForm], rights: Sequence[NameForm]) -> bool:
    """Return whether no name of one record speaks for one of the other, by their numbers alone."""
    return all(are_two_by_numbers(a, b, kind) for a, b in product(lefts, rights))


@lru_cache(maxsize=_PAIRS_KEPT)
def _compare_two(left: NameForm, right: NameForm, kind: NameKind) -> NameComparison:
    found = compare_names(left, right, kind)
    if kind is NameKind.SITE and found.agrees and say_other_kinds(left.raw, right.raw):
        return found._replace(level=NameLevel.SISTER)
    return weigh_bare_names(left, right, found) if kind is NameKind.PERSON else found


_may_two_agree = lru_cache(maxsize=_PAIRS_KEPT)(may_agree)


def _worth_comparing(
    kind: NameKind, lefts: Sequence[NameForm], rights: Sequence[NameForm]
) -> Sequence[tuple[NameForm, NameForm]]:
    """Return the pairs of names of which one may be the best: a name with a word more has no key of that without it."""
    pairs = list(product(lefts, rights))
    if len(pairs) <= _FEW_NAMES:
        return pairs
    if len(pairs) <= _MANY_NAMES:
        found = [(a, b) for a, b in pairs if not are_far_apart(a, b, kind)]
    else:
        found = [(a, b) for a, b in pairs if not a.keys.isdisjoint(b.keys)]
    return found or pairs[:1]


def _compare_equal(model: ComparisonModel, lefts: Sequence[StoredValue], rights: Sequence[StoredValue]) -> Compared:
    left_values, right_values = {v.value for v in lefts}, {v.value for v in rights}
    shared = left_values & right_values
    detail = f"`{lefts[0].raw}` against `{rights[0].raw}`" if _TITLE in (lefts[0].type, rights[0].type) else ""
    if shared:
        value = min(str(v) for v in shared)
        return _compared(model, "equal", value, value, detail)
    return _compared(model, "different", str(lefts[0].value), str(rights[0].value), detail)


def _compare_keys(
    model: ComparisonModel, lefts: Sequence[StoredValue], rights: Sequence[StoredValue]
) -> Compared | None:
    shared = {v.key for v in lefts if v.key} & {v.key for v in rights if v.key}
    if shared:
        telling = {key for key in shared if not load_hubs().holds_key(key)}
        key = min(telling or shared)
        raws = (next(v.raw for v in lefts if v.key == key), next(v.raw for v in rights if v.key == key))
        return _compared(model, "equal", *raws) if telling else _shared_by_many(*raws)
    pairs = list(product(lefts, rights))
    same = next((pair for pair in pairs if _is_same_text(*pair)), None)
    if same is not None and SAME_NAME in model.levels:
        return _compared(model, SAME_NAME, same[0].raw, same[1].raw)
    # One number under two countries or types, as lists often have it, is weaker than an equal key and stronger than a
    # near miss.
    for a, b in pairs:
        if _same_number(a, b):
            many = any(load_hubs().holds_key(f"tel:{v.value}") for v in (a, b))
            return _shared_by_many(a.raw, b.raw) if many else _compared(model, "same-number", a.raw, b.raw)
    levels = [(_level_of_two(model, a, b), a.raw, b.raw) for a, b in pairs if _may_be_two(a, b)]
    if not levels:
        return None
    return _compared(model, *min(levels, key=lambda found: _OF_TWO_NUMBERS.index(found[0])))


NEIGHBOURS = "near-national-id"
SAME_NAME = "same-name"
"""The name of an account alike on both sides, of which neither or one alone says on which platform."""

_OTHER_NATIONAL_ID = "other-national-id"
_OF_TWO_NUMBERS = ("near", NEIGHBOURS, _OTHER_NATIONAL_ID, "different")
_OF_NATIONAL_IDS = {
    Relation.SLIP: "near",
    Relation.NEIGHBOURS: NEIGHBOURS,
    Relation.TWO: _OTHER_NATIONAL_ID,
    Relation.UNKNOWN: "different",
}


def _level_of_two(model: ComparisonModel, left: StoredValue, right: StoredValue) -> str:
    """Return the level of two numbers that are not one."""
    if left.type == right.type == NATIONAL_ID and _OTHER_NATIONAL_ID in model.levels:
        one, other = national_id_of(left), national_id_of(right)
        if one is not None and other is not None:
            return _OF_NATIONAL_IDS.get(relate(one, other), "different")
    # Real lists hold passports with a letter more or a digit less, or two digits swapped: evidence, not equality.
    return "near" if near(left.value or "", right.value or "") else "different"


def _compare_cells(model: ComparisonModel, lefts: Sequence[StoredValue], rights: Sequence[StoredValue]) -> Compared:
    # A device that poses as a cell of each network it passes changes the network's codes and often keeps its own. It
    # changes the area as well, so that phones register with it anew: its number alone agrees in part.
    checks = (("equal", str), ("same-cell", cell_within_network), (_SAME_CELL_NUMBER, _cell_number))
    for level, read in checks:
        for a in lefts:
            for b in rights:
                if read(a.value or "") == read(b.value or ""):
                    found = _compared(model, level, a.raw, b.raw)
                    return found._replace(agrees=False) if level == _SAME_CELL_NUMBER else found
    return _compared(model, "different", lefts[0].raw, rights[0].raw)


def cell_within_network(value: str) -> str:
    """Return the area and number of a cell without its country and network: `520-01-1234-56789` to `1234-56789`."""
    return "-".join(value.split("-")[2:])


def _may_be_two(left: StoredValue, right: StoredValue) -> bool:
    return _may_differ(left) and _may_differ(right) and not _is_same_text(left, right)


def _is_same_text(left: StoredValue, right: StoredValue) -> bool:
    """Return whether two values are one as far as they are known: an account's name without its platform."""
    return bool(left.value and right.value) and (left.value or "").casefold() == (right.value or "").casefold()


_SAME_CELL_NUMBER = "same-cell-number"


def _cell_number(value: str) -> str:
    return value.rpartition("-")[2]


def _may_differ(value: StoredValue) -> bool:
    """Return whether a value can be said to be another one: not a number without its country, nor what is none."""
    return value.value is not None and value.type not in _SENT_BY_ANYONE


def _same_number(left: StoredValue, right: StoredValue) -> bool:
    if left.value and right.value:
        # Anyone may send under a name or from a short code.
        told = left.type not in _SENT_BY_ANYONE and len(left.value) >= 6
        return told and left.value.casefold() == right.value.casefold()
    if left.value or right.value:
        read, bare = (left, right) if left.value else (right, left)
        return bool(read.value) and may_be_number(bare.raw, read.value or "")
    return bare_number(left.raw) == bare_number(right.raw)


def _compare_dates(model: ComparisonModel, lefts: Sequence[StoredValue], rights: Sequence[StoredValue]) -> Compared:
    order = list(model.levels)
    results = [(date_level(a.value or "", b.value or ""), a.raw, b.raw) for a in lefts for b in rights]
    level, left, right = min(results, key=lambda item: (order.index(item[0]), item[1], item[2]))
    return _compared(model, level, left, right)


def date_level(a: str, b: str) -> str:
    """Return how far two dates, ISO prefixes of 4, 7 or 10 characters, agree at the precision that both have.

    Levels: exact, default-day (both are a 1 January, which often stands for an unknown day), swapped (day and month),
    year-month, year, near (one year apart, or a span of time that holds the other), conflict.
    """
    if "/" in a or "/" in b:
        return "near" if _spans_meet(a, b) else "conflict"
    if len(a) == len(b) == 10:
        if a == b:
            return "default-day" if a.endswith("-01-01") else "exact"
        if a[:4] == b[:4]:
            if a[5:7] == b[8:10] and a[8:10] == b[5:7]:
                return "swapped"
            if a.endswith("-01-01") or b.endswith("-01-01"):
                return "year"
            return "year-month" if a[5:7] == b[5:7] and Levenshtein.distance(a, b) == 1 else "conflict"
        return "near" if a[5:] == b[5:] and abs(int(a[:4]) - int(b[:4])) == 1 else "conflict"
    if len(a) >= 7 and len(b) >= 7:
        return "year-month" if a[:7] == b[:7] else "conflict"
    if a[:4] == b[:4]:
        return "year"
    return "near" if abs(int(a[:4]) - int(b[:4])) == 1 else "conflict"


def _spans_meet(a: str, b: str) -> bool:
    """Return whether two dates or spans, `1960/1965`, have a day in common, each end at its own precision."""
    (a_start, a_end), (b_start, b_end) = ((t.partition("/")[0], t.rpartition("/")[2]) for t in (a, b))
    return not _lies_before(a_end, b_start) and not _lies_before(b_end, a_start)


def _lies_before(end: str, start: str) -> bool:
    shared = min(len(end), len(start))
    return end[:shared] < start[:shared]


def _compare_text(
    model: ComparisonModel, lefts: Sequence[StoredValue], rights: Sequence[StoredValue]
) -> Compared | None:
    likeness = _likeness_of_addresses if "address" in model.properties else likeness_of_texts
    results = [(likeness(a.value or "", b.value or ""), a.raw, b.raw) for a in lefts for b in rights]
    score, left, right = max(results, key=lambda item: (item[0], item[1], item[2]))
    level = "equal" if score >= 97 else "similar" if score >= 82 else "different"
    if level != "different" and _is_place(model) and not may_be_one_house(left, right):
        level = _OTHER_HOUSE
    elif level != "different" and _OTHER_STREET in model.levels:
        level = _level_of_towns(level, left, right)
    elif level == "equal" and _is_place(model) and not may_be_one_kind_of_street(left, right):
        level = "similar"
    if level != "different" and _is_place(model) and load_hubs().holds_address(left):
        return _shared_by_many(left, right)
    if level == "different" and _is_place(model) and not _share_letters(lefts, rights):
        return _in_two_scripts(model, lefts, rights)
    if level == "different" and _ONE_STREET in model.levels and _may_meet(left, right):
        level = _ONE_STREET
    elif level == "different" and _ELSEWHERE in model.levels and have_nothing_in_common(left, right):
        level = _ELSEWHERE
    if level == "different" and "birthPlace" in model.properties and _one_holds_the_other(lefts, rights):
        return None
    return _compared(model, level, left, right)


def _in_two_scripts(
    model: ComparisonModel, lefts: Sequence[StoredValue], rights: Sequence[StoredValue]
) -> Compared | None:
    """Return that two addresses in two scripts are similar; others are no evidence, as they may be one all the same."""
    if "address" not in model.properties:
        return None
    for left, right in product(lefts, rights):
        native, latin = (right.raw, left.raw) if in_latin_letters(left.raw) else (left.raw, right.raw)
        if may_be_one_in_two_scripts(native, latin):
            hub = load_hubs().holds_address(latin)
            return _shared_by_many(left.raw, right.raw) if hub else _compared(model, "similar", left.raw, right.raw)
    return None


_OTHER_HOUSE, _OTHER_STREET, _ONE_STREET = "other-house", "other-street", "one-street"
_OTHER_CITY, _OTHER_TOWN, _ELSEWHERE = "other-city", "other-town", "elsewhere"


def _level_of_towns(level: str, left: str, right: str) -> str:
    """Return the level of two addresses that are alike, another one where their streets or towns are two."""
    towns = relate_addresses(left, right)
    if towns is Towns.OTHER:
        return _OTHER_CITY
    if towns is Towns.STRANGE:
        return _OTHER_TOWN
    return level if towns is Towns.ONE and may_be_one_kind_of_street(left, right) else _OTHER_STREET


def _may_meet(left: str, right: str) -> bool:
    """Tell whether two addresses without a house in common may be one, as a crossing is, and not in two cities."""
    return may_share_a_street(left, right) and relate_addresses(left, right) is not Towns.OTHER


def _likeness_of_addresses(left: str, right: str) -> float:
    """Return how alike two addresses are, in any order of their words or without their spaces: Maha Chai, Mahachai."""
    left, right = spelled_address(left), spelled_address(right)
    if "-" in left or "-" in right:
        left, right = map(" ".join, with_one_hyphen(left.split(), right.split()))
    found: float = fuzz.token_sort_ratio(left, right)
    return max(found, fuzz.ratio(left.replace(" ", ""), right.replace(" ", "")))


def _share_letters(lefts: Sequence[StoredValue], rights: Sequence[StoredValue]) -> bool:
    """Tell whether two texts are both in Latin letters or both not; others differ also where they mean one place."""
    return not {in_latin_letters(a.raw) for a in lefts}.isdisjoint(in_latin_letters(b.raw) for b in rights)


def _one_holds_the_other(lefts: Sequence[StoredValue], rights: Sequence[StoredValue]) -> bool:
    """Tell whether one text names a place within the other: `China` and `Yunnan Province, China` say no two things."""
    return any(
        one <= other or other <= one for one in map(_places_named, lefts) for other in map(_places_named, rights)
    )


def _places_named(value: StoredValue) -> frozenset[str]:
    """Return the parts of a place between commas, without the words for province, city and the like."""
    parts = (ascii_fold(part).split() for part in _COMMA.split(value.value or ""))
    told = (" ".join(word for word in part if word not in kind_words()) or " ".join(part) for part in parts)
    return frozenset(filter(None, told))


def _is_place(model: ComparisonModel) -> bool:
    return model.property_class is PropertyClass.LOCATION


_OTHER_DIVISION = "other-division"
# Names of places that weigh less are unlike, not one in two spellings that no rule knows.
_UNLIKE = -2.5


def _are_two_divisions(left: str, right: str) -> bool:
    """Tell whether two places are said to be parts of a country of one kind: Khum Baray, Chheu Teal Commune."""
    kinds = [divisions_said(name_form(text, NameKind.SITE)) for text in (left, right)]
    return not kinds[0].isdisjoint(kinds[1])


def _shared_by_many(left: str, right: str) -> Compared:
    return Compared(level=HUB_LEVEL, bits=HUB_BITS, left=left, right=right, detail="published as shared by many")


def _compare_places(model: ComparisonModel, lefts: Sequence[StoredValue], rights: Sequence[StoredValue]) -> Compared:
    found = _compare_names(NameKind.SITE, lefts, rights)
    level = "agrees" if found.agrees else "different"
    if found.agrees and holds_many_of_one_name(found.left) and holds_many_of_one_name(found.right):
        level = "agrees-at-large"
    elif _OTHER_DIVISION in model.levels and found.bits < _UNLIKE and _are_two_divisions(found.left, found.right):
        level = _OTHER_DIVISION
    return _compared(model, level, found.left, found.right, found.detail)


def _compare_hosts(
    model: ComparisonModel, lefts: Sequence[StoredValue], rights: Sequence[StoredValue]
) -> Compared | None:
    left_hosts, right_hosts = _hosts(lefts), _hosts(rights)
    if not left_hosts or not right_hosts:
        return None
    shared = sorted(left_hosts & right_hosts)
    if shared:
        return _compared(model, "shared", shared[0], shared[0])
    return _compared(model, "different", min(left_hosts), min(right_hosts))


def _hosts(values: Sequence[StoredValue]) -> set[str]:
    return {host for value in values for host in _HOST.findall((value.value or "").casefold())}


def _compare_distance(model: ComparisonModel, lefts: Sequence[StoredValue], rights: Sequence[StoredValue]) -> Compared:
    metres, left, right = min(
        (_distance_metres(a.value or "", b.value or ""), a.raw, b.raw) for a in lefts for b in rights
    )
    limits = (("within-300-m", 300), ("within-2-km", 2_000), ("within-20-km", 20_000))
    level = next((name for name, limit in limits if metres <= limit), "far")
    return _compared(model, level, left, right, f"{metres:.0f} m apart")


def _distance_metres(left: str, right: str) -> float:
    """Return the great-circle distance of two `latitude,longitude` texts (haversine, mean radius 6,371,009 m)."""
    lat1, lon1 = (radians(float(x)) for x in left.split(","))
    lat2, lon2 = (radians(float(x)) for x in right.split(","))
    h = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * 6_371_009 * asin(min(1.0, sqrt(h)))


def _compared(model: ComparisonModel, level: str, left: str, right: str, detail: str = "") -> Compared:
    bits = model.levels.get(level, 0.0)
    return Compared(level=level, bits=bits, left=left, right=right, detail=detail, agrees=bits > 0)


_COMPARATORS: dict[
    Comparator, Callable[[ComparisonModel, Sequence[StoredValue], Sequence[StoredValue]], Compared | None]
] = {
    Comparator.EQUAL: _compare_equal,
    Comparator.KEYS: _compare_keys,
    Comparator.CELLS: _compare_cells,
    Comparator.DATES: _compare_dates,
    Comparator.TEXT: _compare_text,
    Comparator.PLACES: _compare_places,
    Comparator.DISTANCE: _compare_distance,
    Comparator.HOSTS: _compare_hosts,
}

_NO_PART: Part = {}


def part_of(parts: Mapping[PropertyClass, Part], property_class: PropertyClass) -> Part:
    """Return the part of a class, empty where the record has none or it may not be read."""
    return parts.get(property_class, _NO_PART)
