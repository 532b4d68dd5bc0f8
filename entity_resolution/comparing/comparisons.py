"""Comparisons: which level two records' values of one class reach, and with which of their values.

Each comparator takes the pooled values of both ends and returns the best level, or `None` where an end has no value:
what is not known is no evidence either way.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from math import asin, cos, radians, sin, sqrt

from entity_resolution.comparing.address_comparison import compare_texts
from entity_resolution.comparing.compared import Compared, compared_at, shared_by_many
from entity_resolution.comparing.date_comparison import compare_dates
from entity_resolution.comparing.hosts import hosts_in
from entity_resolution.comparing.hubs import load_hubs
from entity_resolution.comparing.misread_numbers import are_in_a_row, is_misread
from entity_resolution.comparing.model import Comparator, ComparisonModel
from entity_resolution.comparing.name_comparison import (
    MOST_NAMES_COMPARED,
    TITLE_TYPE,
    compare_names_of,
    compare_stored_names,
    forms_of,
    name_form,
)
from entity_resolution.comparing.national_ids import Relation, national_id_of, near, relate, without_doubtful_country
from entity_resolution.comparing.site_types import are_two_houses
from entity_resolution.names import NameKind, divisions_said
from entity_resolution.places.provinces import is_called_a_province
from entity_resolution.places.regions import are_one_region, place_in_region
from entity_resolution.places.telling import is_at_large, tells_no_place
from entity_resolution.places.towns import holds_many_of_one_name
from entity_resolution.places.workplaces import are_two_known_places
from graph import PropertyClass
from graph.parts import Part, StoredValue
from graph.values import (
    NATIONAL_ID,
    bare_number,
    host_key,
    is_default_cell,
    is_everybodys_host,
    is_office_mailbox,
    is_placeholder_day,
    is_placeholder_key,
    is_placeholder_number,
    is_placeholder_phone,
    is_placeholder_position,
    may_be_number,
    page_of_account,
)

# Each value of one record is compared with each of the other: so many are, those that stand first on the record. Which
# these are depends on no viewer, as all of one comparison are of one class. Public lists have up to 17 addresses of one
# subject; of numbers these are all that two properties may hold.
MOST_VALUES_COMPARED = 120
MOST_TEXTS_COMPARED = 40
# The types of phone numbers of which no key is made: one that could not be read, and what stands in a number's place.
_UNREAD_PHONE = "phone"
_SENT_BY_ANYONE = frozenset({"sender-name", "short-code"})
_PROPERTIES_OF_PLACES = frozenset({"address", "locality", "region", "birthPlace"})


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
        kind = model.name_kind or NameKind.PERSON
        own = count_own_names(model, left), count_own_names(model, right)
        return compare_names_of(kind, forms_of(kind, lefts), forms_of(kind, rights), own=own)
    return compare_values(model, lefts, rights)


def compare_values(
    model: ComparisonModel, lefts: Sequence[StoredValue], rights: Sequence[StoredValue]
) -> Compared | None:
    """Compare the values of two records, at least one of each, by any comparison but that of names."""
    return _COMPARATORS[model.comparator](model, lefts, rights)


def values_of(model: ComparisonModel, part: Part) -> list[StoredValue]:
    """Return the values of a record's part that a comparison reads, not more than a bound.

    One that could not be read is none, but for a phone number that lacks its country alone: it may be the other's. What
    is written where no value is known is none either: `unknown`, `online`.
    """
    found = [value for name in model.properties for value in part.get(name, ()) if not _is_nowhere(name, value)]
    if model.comparator is Comparator.NAMES:
        return [value for value in found if value.value][:MOST_NAMES_COMPARED]
    told = (value for value in found if value.value or lacks_country(value))
    most = MOST_TEXTS_COMPARED if model.comparator is Comparator.TEXT else MOST_VALUES_COMPARED
    return [value for value in told if not stands_for_none(model, value)][:most]


def count_own_names(model: ComparisonModel, part: Part) -> int:
    """Return how many of the names that a comparison reads are the record's own, and come first there.

    All are where it has none but aliases. What a comparison reads first are own names.
    """
    return sum(1 for value in part.get(model.properties[0], ()) if value.value) or MOST_NAMES_COMPARED


def stands_for_none(model: ComparisonModel, value: StoredValue) -> bool:
    """Return whether a value that a comparison reads is a placeholder: `noemail@gmail.com`, A0000000, 1899-12-31."""
    if model.comparator is Comparator.KEYS:
        return _is_placeholder_number(model, value)
    if model.comparator is Comparator.DATES:
        return is_placeholder_date(value)
    return model.comparator is Comparator.DISTANCE and is_placeholder_position(value.value or "")


def is_placeholder_date(value: StoredValue) -> bool:
    """Return whether a date is one that nobody was born on."""
    return is_placeholder_day(value.value or "")


def _is_placeholder_number(model: ComparisonModel, value: StoredValue) -> bool:
    """Tell of a number with or without a key, which a document has none of where its country is not known."""
    if value.key:
        return is_placeholder_key(value.key)
    if lacks_country(value):
        return is_placeholder_phone(bare_number(value.raw) or "")
    if (value.value or "").startswith("+"):
        return is_placeholder_phone(value.value or "")
    return model.property_class is PropertyClass.IDENTITY and is_placeholder_number(value.value or "")


def _is_nowhere(name: str, value: StoredValue) -> bool:
    return name in _PROPERTIES_OF_PLACES and tells_no_place(value.raw)


def lacks_country(value: StoredValue) -> bool:
    """Return whether a value is a phone number that could not be read for want of a country alone."""
    return value.value is None and value.type == _UNREAD_PHONE and bare_number(value.raw) is not None


def _compare_equal(model: ComparisonModel, lefts: Sequence[StoredValue], rights: Sequence[StoredValue]) -> Compared:
    left_values, right_values = {v.value for v in lefts}, {v.value for v in rights}
    shared = left_values & right_values
    detail = f"`{lefts[0].raw}` against `{rights[0].raw}`" if TITLE_TYPE in (lefts[0].type, rights[0].type) else ""
    if shared:
        value = min(str(v) for v in shared)
        return compared_at(model, "equal", value, value, detail)
    if TWO_HOUSES in model.levels and are_two_houses(left_values, right_values):
        return compared_at(model, TWO_HOUSES, str(lefts[0].value), str(rights[0].value), detail)
    return compared_at(model, "different", str(lefts[0].value), str(rights[0].value), detail)


def _compare_keys(
    model: ComparisonModel, lefts: Sequence[StoredValue], rights: Sequence[StoredValue]
) -> Compared | None:
    shared = {v.key for v in lefts if v.key} & {v.key for v in rights if v.key}
    if shared:
        return _compare_shared(model, shared, lefts, rights)
    if model.feature == _WEBSITE and (of_site := _compare_sites(model, lefts, rights)) is not None:
        return of_site
    pairs = list(product(lefts, rights))
    same = next((pair for pair in pairs if _is_same_text(*pair)), None)
    if same is not None and SAME_NAME in model.levels:
        return compared_at(model, SAME_NAME, same[0].raw, same[1].raw)
    # One number under two countries or types, as lists often have it, is weaker than an equal key and stronger than a
    # near miss.
    for a, b in pairs:
        if _same_number(a, b):
            many = any(load_hubs().holds_key(f"tel:{v.value}") for v in (a, b))
            return shared_by_many(a.raw, b.raw) if many else compared_at(model, "same-number", a.raw, b.raw)
    if _OTHER_NATIONAL_ID in model.levels:
        pairs = list(product(without_doubtful_country(lefts), without_doubtful_country(rights)))
    levels = [(_level_of_two(model, a, b), a.raw, b.raw) for a, b in pairs if _may_be_two(a, b)]
    if not levels:
        return None
    return compared_at(model, *min(levels, key=lambda found: _OF_TWO_NUMBERS.index(found[0])))


_WEBSITE = "website"
_SITE, _PAGE_OF_SITE = "host", "near"


def _compare_sites(
    model: ComparisonModel, lefts: Sequence[StoredValue], rights: Sequence[StoredValue]
) -> Compared | None:
    """Return what two addresses on one host say, `None` where none are, or everybody has a page on it.

    A page and the whole site are one site. Two pages are neither for nor against: directories have pages of many, and
    so have accounts on platforms.
    """
    found = None
    for a, b in product(lefts, rights):
        account = page_of_account(a.value or "", is_whole=False)
        if account is not None and account == page_of_account(b.value or "", is_whole=False):
            found = found or compared_at(model, _PAGE_OF_SITE, a.raw, b.raw)
            continue
        host = host_key(a.value or "")
        if host is None or host != host_key(b.value or "") or is_everybodys_host(host.removeprefix("host:")):
            continue
        if load_hubs().holds_key(host):
            return shared_by_many(a.raw, b.raw)
        if _SITE in (a.type, b.type):
            return compared_at(model, "equal", a.raw, b.raw)
        found = found or compared_at(model, _PAGE_OF_SITE, a.raw, b.raw)
    return found


def _compare_shared(
    model: ComparisonModel, shared: set[str], lefts: Sequence[StoredValue], rights: Sequence[StoredValue]
) -> Compared:
    few = {key for key in shared if not load_hubs().holds_key(key)}
    own = {key for key in few if _OFFICE_MAILBOX not in model.levels or not _is_office_mailbox(key)}
    key = min(own or few or shared)
    raws = (next(v.raw for v in lefts if v.key == key), next(v.raw for v in rights if v.key == key))
    if not few:
        return shared_by_many(*raws)
    return compared_at(model, "equal" if own else _OFFICE_MAILBOX, *raws)


def _is_office_mailbox(key: str) -> bool:
    return is_office_mailbox(key.removeprefix("email:"))


TWO_HOUSES = "two-houses"
"""Two types of sites that are both said of a house: a residence and a hotel."""

NEIGHBOURS = "near-national-id"
SAME_NAME = "same-name"
"""The name of an account alike on both sides, of which neither or one alone says on which platform."""

_OFFICE_MAILBOX = "office-mailbox"
_OTHER_NATIONAL_ID = "other-national-id"
MISREAD = "misread"
"""A document's number alike but for a letter that is read for a digit, a check digit or a country's code."""
IN_A_ROW = "in-a-row"
"""Two numbers of documents that differ in their last digit: a slip, or the passports of two of a family."""
_OF_TWO_NUMBERS = (MISREAD, "near", IN_A_ROW, NEIGHBOURS, _OTHER_NATIONAL_ID, "different")
_OF_NATIONAL_IDS = {
    Relation.SLIP: "near",
    Relation.NEIGHBOURS: NEIGHBOURS,
    Relation.TWO: _OTHER_NATIONAL_ID,
    Relation.UNKNOWN: "different",
}


def _level_of_two(model: ComparisonModel, left: StoredValue, right: StoredValue) -> str:
    """Return the level of two numbers that are not one."""
    level = _level_of_near(model, left, right)
    # Of two national numbers a digit more is a slip or another person's: only passports stand beside their check digit.
    is_open = level == "near" or NATIONAL_ID not in (left.type, right.type)
    misread = is_open and MISREAD in model.levels and is_misread(left.value or "", right.value or "")
    return MISREAD if misread else level


def _level_of_near(model: ComparisonModel, left: StoredValue, right: StoredValue) -> str:
    if left.type == right.type == NATIONAL_ID and _OTHER_NATIONAL_ID in model.levels:
        one, other = national_id_of(left), national_id_of(right)
        if one is not None and other is not None:
            return _OF_NATIONAL_IDS.get(relate(one, other), "different")
    # Real lists hold passports with a letter more or a digit less, or two digits swapped: evidence, not equality.
    if not near(left.value or "", right.value or ""):
        return "different"
    return IN_A_ROW if IN_A_ROW in model.levels and are_in_a_row(left.value or "", right.value or "") else "near"


def _compare_cells(model: ComparisonModel, lefts: Sequence[StoredValue], rights: Sequence[StoredValue]) -> Compared:
    # A device that poses as a cell of each network it passes changes the network's codes and often keeps its own. It
    # changes the area as well, so that phones register with it anew: its number alone agrees in part.
    checks = (("equal", str), ("same-cell", cell_within_network), (_SAME_CELL_NUMBER, _cell_number))
    for level, read in checks:
        for a in lefts:
            for b in rights:
                if read(a.value or "") == read(b.value or ""):
                    # What software ships with is any device's: such a cell agrees in part, whatever else it equals.
                    reached = _SAME_CELL_NUMBER if is_default_cell(a.value or "") else level
                    found = compared_at(model, reached, a.raw, b.raw)
                    return found._replace(agrees=False) if reached == _SAME_CELL_NUMBER else found
    return compared_at(model, "different", lefts[0].raw, rights[0].raw)


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


_OTHER_DIVISION = "other-division"
TWO_PLACES = "two-places"
"""Two workplaces that the tables know to be two: of two countries, or two known cities."""
# Names of places that weigh less are unlike, not one in two spellings that no rule knows.
_UNLIKE = -2.5


def _are_two_divisions(left: str, right: str) -> bool:
    """Tell whether two places are said to be parts of a country of one kind: Khum Baray, Chheu Teal Commune."""
    kinds = [divisions_said(name_form(text, NameKind.SITE)) for text in (left, right)]
    return not kinds[0].isdisjoint(kinds[1])


def _are_all_two(lefts: Sequence[StoredValue], rights: Sequence[StoredValue]) -> bool:
    return all(are_two_known_places(left.raw, right.raw) for left, right in product(lefts, rights))


def _compare_places(model: ComparisonModel, lefts: Sequence[StoredValue], rights: Sequence[StoredValue]) -> Compared:
    found = _compare_towns(lefts, rights)
    level = "agrees" if found.agrees else "different"
    # First, since a building's name agrees in whatever town one of it is.
    if TWO_PLACES in model.levels and _are_all_two(lefts, rights):
        level = TWO_PLACES
    elif found.agrees and _may_hold_many(found.left) and _may_hold_many(found.right):
        level = "agrees-at-large"
    elif _OTHER_DIVISION in model.levels and found.bits < _UNLIKE and _are_two_divisions(found.left, found.right):
        level = _OTHER_DIVISION
    return compared_at(model, level, found.left, found.right, found.detail)


def _compare_towns(lefts: Sequence[StoredValue], rights: Sequence[StoredValue]) -> Compared:
    """Compare towns as they are written, or without a province that is not held against another one."""
    found = compare_stored_names(NameKind.SITE, lefts, rights)
    if found.agrees:
        return found
    for left, right in product(lefts, rights):
        one, other = place_in_region(left.raw), place_in_region(right.raw)
        if one.region and other.region and are_one_region(one.region, other.region) is not True:
            continue
        if (one.place, other.place) != (left.raw, right.raw):
            bare = compare_stored_names(
                NameKind.SITE, [left._replace(raw=one.place)], [right._replace(raw=other.place)]
            )
            if bare.agrees:
                return bare._replace(left=left.raw, right=right.raw)
    return found


def _compare_regions(
    model: ComparisonModel, lefts: Sequence[StoredValue], rights: Sequence[StoredValue]
) -> Compared | None:
    """Compare provinces: what no table has, or was once a part of the other, is no evidence."""
    found = [(are_one_region(a.raw, b.raw), a.raw, b.raw) for a, b in product(lefts, rights)]
    same = next((pair for pair in found if pair[0]), None)
    if same is not None:
        return compared_at(model, "equal", *same[1:])
    return compared_at(model, "different", *found[0][1:]) if all(is_one is False for is_one, _, _ in found) else None


def _may_hold_many(place: str) -> bool:
    texts = {place, place_in_region(place).place}
    return any(is_at_large(text) or holds_many_of_one_name(text) or is_called_a_province(text) for text in texts)


def _compare_hosts(
    model: ComparisonModel, lefts: Sequence[StoredValue], rights: Sequence[StoredValue]
) -> Compared | None:
    left_hosts, right_hosts = _hosts(lefts), _hosts(rights)
    if not left_hosts or not right_hosts:
        return None
    shared = sorted(left_hosts & right_hosts)
    if shared:
        return compared_at(model, "shared", shared[0], shared[0])
    return compared_at(model, "different", min(left_hosts), min(right_hosts))


def _hosts(values: Sequence[StoredValue]) -> set[str]:
    return {host for value in values for host in hosts_in(value.value or "")}


def _compare_distance(
    model: ComparisonModel, lefts: Sequence[StoredValue], rights: Sequence[StoredValue]
) -> Compared | None:
    """Compare two positions; rounded ones, as whole degrees are, are not far where their rounding reaches so far."""
    metres, left, right, rounded = min(
        (_distance_metres(a.value or "", b.value or ""), a.raw, b.raw, _rounded_metres(a) + _rounded_metres(b))
        for a in lefts
        for b in rights
    )
    limits = (("within-300-m", 300), ("within-2-km", 2_000), ("within-20-km", 20_000))
    level = next((name for name, limit in limits if metres <= limit), "far")
    if level == "far" and metres - rounded <= limits[-1][1]:
        return None
    return compared_at(model, level, left, right, f"{metres:.0f} m apart")


def _rounded_metres(position: StoredValue) -> float:
    """Return how far a position's point may be from what its decimals say: half of the last one, north and east."""
    decimals = max(len(degrees.partition(".")[2]) for degrees in (position.value or "").split(","))
    return _METRES_OF_DEGREE * 0.5 * 10.0**-decimals * sqrt(2)


_METRES_OF_DEGREE = 111_195.0  # on the circle of the mean radius


def _distance_metres(left: str, right: str) -> float:
    """Return the great-circle distance of two `latitude,longitude` texts (haversine, mean radius 6,371,009 m)."""
    lat1, lon1 = (radians(float(x)) for x in left.split(","))
    lat2, lon2 = (radians(float(x)) for x in right.split(","))
    h = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * 6_371_009 * asin(min(1.0, sqrt(h)))


_COMPARATORS: dict[
    Comparator, Callable[[ComparisonModel, Sequence[StoredValue], Sequence[StoredValue]], Compared | None]
] = {
    Comparator.EQUAL: _compare_equal,
    Comparator.KEYS: _compare_keys,
    Comparator.CELLS: _compare_cells,
    Comparator.DATES: compare_dates,
    Comparator.TEXT: compare_texts,
    Comparator.PLACES: _compare_places,
    Comparator.REGIONS: _compare_regions,
    Comparator.DISTANCE: _compare_distance,
    Comparator.HOSTS: _compare_hosts,
}

_NO_PART: Part = {}


def part_of(parts: Mapping[PropertyClass, Part], property_class: PropertyClass) -> Part:
    """Return the part of a class, empty where the record has none or it may not be read."""
    return parts.get(property_class, _NO_PART)
