"""The scorer of batch resolution written out the obvious way, pair by pair: the oracle of the fast one."""

from datetime import date, timedelta
from itertools import pairwise, permutations
from math import log

import numpy as np
from rapidfuzz.distance import OSA, Hamming

from entity_resolution.batch.comparators import LEVELS, Comparator
from entity_resolution.batch.dictionary import Dictionary, FieldPairs
from entity_resolution.batch.parameters import BatchComparison, BatchModel, PairClass
from entity_resolution.batch.regional_names import WholeNames, are_two_names, may_be_of_the_region
from entity_resolution.batch.short_forms import is_known_given_name, name_families, names_behind
from entity_resolution.batch.twin_names import are_rather_two
from entity_resolution.names import NameKind, compare_names, person_name
from entity_resolution.names.comparing.levels import OF_RELATIVES
from entity_resolution.names.scripts.latin import ascii_fold
from entity_resolution.names.scripts.surnames import is_surname
from entity_resolution.places.street_numbers import are_two_by_number

Record = dict[str, str | None]


def is_short_form(one: str, other: str) -> bool:
    """Tell whether two different given names are usual forms of one name, as Bill, Will and William are."""
    return not names_behind(one).isdisjoint(names_behind(other))


def slow_evidence(
    model: BatchModel, left: Record, right: Record, shares: dict[str, dict[str, float]]
) -> tuple[float, float]:
    """Return log P(levels | match) and log P(levels | relatives), both over P(levels | strangers)."""
    match = relative = 0.0
    for comparison in model.comparisons:
        level = slow_level(comparison, left, right)
        if level is None:
            continue
        at = LEVELS[comparison.comparator].index(level)
        shares_of = shares.get(comparison.frequency or "", {})
        values = [record.get(comparison.frequency or "") or "" for record in (left, right)]
        share = max(shares_of[value] for value in values) if all(value in shares_of for value in values) else None
        less = _too_much_crossed(model, left, right, shares) if level == "swapped" and comparison.is_name else 0.0
        if comparison.comparator is Comparator.ADDRESS:
            less += _in_common_area(comparison, at, left, right, shares)
        match += _log_ratio(comparison, PairClass.MATCH, at, share) - less
        relative += _log_ratio(comparison, PairClass.RELATIVE, at, share) - less
    return match, relative


def _too_much_crossed(model: BatchModel, left: Record, right: Record, shares: dict[str, dict[str, float]]) -> float:
    """Return what names in each other's place would say more than in their own."""
    average = in_their_own = 0.0
    for comparison in (c for c in model.comparisons if c.is_name):
        if comparison.comparator is Comparator.GIVEN_NAME:
            average = _average(comparison, PairClass.MATCH, LEVELS[Comparator.GIVEN_NAME].index("swapped"))
        of = shares.get(comparison.frequency or "")
        if of is None:
            return 0.0
        values = [record.get(comparison.frequency or "") or "" for record in (left, right)]
        in_their_own += _equal(comparison, PairClass.MATCH, max(of.get(value, 1.0) for value in values))
    return max(average - in_their_own, 0.0)


def _log_ratio(comparison: BatchComparison, of: PairClass, at: int, share: float | None) -> float:
    average = _average(comparison, of, at)
    is_crossed = comparison.is_name and LEVELS[comparison.comparator][at] == "swapped"
    if share is None or is_crossed:
        return average
    if comparison.comparator is Comparator.ADDRESS:
        return average - _on_common_street(comparison, at, share)
    if at == 0:
        return _equal(comparison, of, share)
    too_much = _average(comparison, PairClass.MATCH, at) - _equal(comparison, PairClass.MATCH, share)
    return average - max(too_much, 0)


_OF_STREET = ("same", "same-house", "similar-house", "same-street-and-area", "near-house", "same-street")


def _on_common_street(comparison: BatchComparison, at: int, share: float) -> float:
    names, strangers = LEVELS[Comparator.ADDRESS], comparison.probabilities[PairClass.STRANGER]
    if names[at] not in _OF_STREET[:-1]:
        return 0.0
    commoner = log(share / sum(strangers[names.index(level)] for level in _OF_STREET))
    return min(max(commoner, 0.0), max(_average(comparison, PairClass.MATCH, at), 0.0))


_OF_AREA = ("same-area", "same-house-and-area", "same", "same-street-and-area", "near-house")


def _in_common_area(
    comparison: BatchComparison, at: int, left: Record, right: Record, shares: dict[str, dict[str, float]]
) -> float:
    """Return how much less two houses on no one street say as they are in an area that many are in."""
    names, strangers = LEVELS[Comparator.ADDRESS], comparison.probabilities[PairClass.STRANGER]
    of = shares.get("postalCode")
    if of is None or names[at] not in _OF_AREA[:2]:
        return 0.0
    share = max(of[record["postalCode"] or ""] for record in (left, right))
    commoner = log(share / sum(strangers[names.index(level)] for level in _OF_AREA))
    return min(max(commoner, 0.0), max(_average(comparison, PairClass.MATCH, at), 0.0))


def _average(comparison: BatchComparison, of: PairClass, at: int) -> float:
    return log(comparison.probabilities[of][at] / comparison.probabilities[PairClass.STRANGER][at])


def _equal(comparison: BatchComparison, of: PairClass, share: float) -> float:
    mine, strangers = comparison.probabilities[of], comparison.probabilities[PairClass.STRANGER]
    sharing = max(0.0, (mine[0] - strangers[0]) / (1 - strangers[0]))
    return log((sharing * share + (1 - sharing) * share * share) / (share * share))


def slow_level(comparison: BatchComparison, left: Record, right: Record) -> str | None:
    one, other = ([record.get(name) for name in comparison.reads] for record in (left, right))
    found = _SLOW[comparison.comparator](one, other)
    if comparison.comparator is Comparator.GIVEN_NAME and found in {"one-edit", "two-edits", "alike"}:
        return "other-syllable" if _are_siblings(left, right, found) else found
    if comparison.comparator is Comparator.DATE and found == "swapped":
        families = ([record.get("familyName"), record.get("givenName")] for record in (left, right))
        return "year" if _family(*families) == "different" else found
    if comparison.comparator is Comparator.DATE and found in _SLIPS and _are_elsewhere(left, right):
        whole = all((record.get("birthDate") or "").count("-") == 2 for record in (left, right))
        return "conflict" if whole else "year-month"
    return found


_SLIPS = {"near-day", "near-month", "near-year", "one-digit"}


def _are_elsewhere(left: Record, right: Record) -> bool:
    """Tell whether a contact is known of both, and an address, and none agrees."""

    def of(how: Comparator, *names: str) -> str | None:
        return _SLOW[how](*([record.get(name) for name in names] for record in (left, right)))

    contacts = {of(Comparator.NUMBER, "phone"), of(Comparator.MAIL, "email")} - {None}
    where = of(Comparator.ADDRESS, "houseNumber", "street", "locality", "postalCode")
    no_contact = bool(contacts) and contacts <= {"different", "neighbour", "other-digits"}
    return no_contact and where in _NO_ADDRESS_IN_COMMON - {None}


_NO_ADDRESS_IN_COMMON = {None, "same-street", "same-town", "different"}
_ENDINGS = ({"a", "o"}, {"i", "o"})


def _are_siblings(left: Record, right: Record, found: str) -> bool:
    """Tell whether two near given names of one household are rather two, no birth date telling."""

    def of(how: Comparator, *names: str) -> str | None:
        return _SLOW[how](*([record.get(name) for name in names] for record in (left, right)))

    date, phone, mail = of(Comparator.DATE, "birthDate"), of(Comparator.NUMBER, "phone"), of(Comparator.MAIL, "email")
    if date not in {None, "default-day", "year", "month-day"} or mail == "equal":
        return False
    where = of(Comparator.ADDRESS, "houseNumber", "street", "locality", "postalCode")
    near = phone in {"equal", "one-edit"} or mail in {"one-edit", "two-edits"} or where not in _NO_ADDRESS_IN_COMMON
    if not near or of(Comparator.FAMILY_NAME, "familyName", "givenName") == "different":
        return False
    a, b = sorted((left["givenName"] or "", right["givenName"] or ""), key=len)
    if a + "a" == b or (len(a) == len(b) and a[:-1] == b[:-1] and {a[-1], b[-1]} in _ENDINGS):
        return True
    crowded = any(not set(name[at : at + 3]) & set("aeiouy") for name in (a, b) for at in range(len(name) - 2))
    if b.startswith(a) or (found == "one-edit" and crowded and is_known_given_name(a) is not is_known_given_name(b)):
        return False
    letters = [{x, y} for x, y in zip(a, b, strict=False) if x != y]
    inside = len(a) < len(b) and a[0] == b[0] and a[-1] == b[-1]
    if found == "one-edit" and not inside and not (len(a) == len(b) and len(letters) == 1 and _may_be_two(*letters)):
        return False
    return not _read_as_one(left, right)


def _may_be_two(letters: set[str]) -> bool:
    beside = any(row.find("".join(pair)) >= 0 for row in _KEYS for pair in permutations(letters))
    return letters <= set("aeiou") or (not letters & set("aeiou") and not beside)


_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def _read_as_one(left: Record, right: Record) -> bool:
    names = []
    for record in (left, right):
        given, family = record.get("givenName") or "", record.get("familyName") or ""
        names.append(
            person_name(f"{family} {given}" if is_surname(ascii_fold(family)) else f"{given} {family}".strip())
        )
    compared = compare_names(names[0], names[1], NameKind.PERSON)
    return compared.agrees and compared.level not in OF_RELATIVES


Values = list[str | None]


def _is_crossed(one: Values, other: Values) -> bool:
    (given, family), (given2, family2) = one, other
    if not (given and family and given2 and family2) or given == given2:
        return bool(given and given2 and given == family2 and given2 == family and given != given2)
    if given == family2 and given2 == family:
        return True
    if family == family2:
        return False
    exact = given == family2 or given2 == family
    least = 3 if exact else 5
    if not (_is_slip_across(given, family2, least) and _is_slip_across(family, given2, least)):
        return False
    return exact or min(OSA.distance(given, given2), OSA.distance(family, family2)) > 2


def _is_slip_across(one: str, other: str, least: int) -> bool:
    if one == other:
        return True
    shorter = min(len(one), len(other))
    if shorter < least or OSA.distance(one, other) > (2 if shorter >= 5 else 1):
        return False
    pair = WholeNames(given=_pair_of(one, other), family=None)
    two = are_rather_two(pair)[0] or (may_be_of_the_region(pair)[0] and are_two_names(pair)[0])
    both = all(name in name_families() for name in (one, other))
    return not (two or (both and _one_spelling(one) != _one_spelling(other)))


def _pair_of(one: str, other: str) -> FieldPairs:
    left, right = (np.array([at], np.int32) for at in (0, 1))
    return FieldPairs(dictionary=Dictionary([one, other]), left=left, right=right)


_GENERATIONS = {
    "jr": 1,
    "jnr": 1,
    "junior": 1,
    "sr": 2,
    "snr": 2,
    "ii": 3,
    "2nd": 3,
    "iii": 4,
    "3rd": 4,
    "iv": 5,
    "4th": 5,
}


def _name(a: str, b: str) -> str:
    mine, theirs = (_GENERATIONS.get(name.split()[-1], 0) if " " in name else 0 for name in (a, b))
    if mine and theirs and mine != theirs:
        return "different"
    edits, shorter, longer = OSA.distance(a, b), min(len(a), len(b)), max(len(a), len(b))
    if edits == 1 and shorter >= 3:
        return "one-edit"
    if edits == 2 and shorter >= 5:
        return "two-edits"
    if (edits <= 6 and edits <= 0.4 * longer) or (a[:3] == b[:3] and shorter >= 3):
        return "alike"
    return "different"


def _given(one: Values, other: Values) -> str | None:
    a, b = one[0], other[0]
    if _is_crossed(one, other):
        return "swapped"
    if not a or not b:
        return None
    if a == b:
        return "equal"
    if is_short_form(a, b):
        return "short-form"
    if min(len(a), len(b)) == 1:
        return "initial" if a[0] == b[0] else "different"
    found, known = _name(a, b), [name in name_families() for name in (a, b)]
    if found == "one-edit" and all(known) and _one_spelling(a) != _one_spelling(b):
        return "other-name"
    shorter, longer = sorted((a, b), key=len)
    strange = (not any(known) and len(shorter) >= 4) or (len(shorter) < 4 and _are_short_and_two(shorter, longer))
    strange = strange or (not all(known) and len(shorter) >= 4 and _are_far_apart(one, other))
    return "other-name" if found == "different" and (all(known) or strange) else found


def _are_far_apart(one: Values, other: Values) -> bool:
    """Tell whether two given names of one family begin otherwise and have no two letters in a row in common."""
    (a, family), (b, family2) = one[:2], other[:2]
    assert a and b
    if a[0] == b[0] or any(f"{x}{y}" in b for x, y in pairwise(a)) or a == family2 or b == family:
        return False
    return not family or not family2 or OSA.distance(family, family2) <= 2


def _are_short_and_two(short: str, name: str) -> bool:
    if not _is_said(short) or any(short[at : at + 2] in name for at in range(len(short) - 1)):
        return False
    if len(name) >= 4:
        return True
    one = compare_names(person_name(short), person_name(name), NameKind.PERSON)
    return _is_said(name) and sorted(short) != sorted(name) and not one.agrees


_TWO_LETTERS = "chghkhnhphshthngnybrcrdrfrgrkrprtrblclflglklplslqu"
_ONSETS = ["", *"bcdfghjklmnpqrstvwxyz", *(_TWO_LETTERS[at : at + 2] for at in range(0, len(_TWO_LETTERS), 2))]
_CODAS = ["", *"bcdfghjklmnprstwy", "ng", "nh"]


def _is_said(name: str) -> bool:
    """Tell whether a name of two or three letters has a vowel amid what can stand before and behind one."""
    if name == "ng" or (len(name) == 3 and name[0] in "aeiou" and name[1] not in "aeiou" and name[2] in "aeiouy"):
        return True
    around = [(a, b) for a in _ONSETS for b in _CODAS if name.startswith(a) and name.endswith(b)]
    cores = [name[len(a) : len(name) - len(b)] for a, b in around if len(a + b) < len(name)]
    return any(set(core) <= set("aeiouy") for core in cores)


def _one_spelling(name: str) -> str:
    told = name.replace("y", "i").replace("k", "c").replace("z", "s")
    for letter in "abcdefghijklmnopqrstuvwxyz":
        told = told.replace(2 * letter, letter)
    kept = ""
    for at, letter in enumerate(told):
        before, after = told[at - 1 : at] if at else "a", told[at + 1 : at + 2]
        if letter != "h" or (before in "aeiou" and after and after in "aeiou"):
            kept += letter
    return kept


def _family(one: Values, other: Values) -> str | None:
    a, b = one[0], other[0]
    if not a or not b or _is_crossed(one[::-1], other[::-1]):
        return None
    return "equal" if a == b else _name(a, b)


def _date(one: Values, other: Values) -> str | None:
    a, b = one[0], other[0]
    if not a or not b:
        return None
    earlier, later = sorted((tuple(map(int, a.split("-"))), tuple(map(int, b.split("-")))))
    (y1, m1, d1), (y2, m2, d2) = earlier, later
    unknown = {(1, 1), (7, 1)}
    filled_in = bool(unknown & {(m1, d1), (m2, d2)})
    next_day = date(y2, m2, d2) - date(y1, m1, d1) == timedelta(days=1)
    if a == b and not filled_in:
        return "equal"
    if y1 == y2 and m1 == d2 and d1 == m2 and m1 != d1:
        return "swapped"
    if (y1 == y2 and filled_in) or (next_day and (m2, d2) == (1, 1)):
        return "default-day"
    one_year, one_month = (Hamming.distance(f"{x:02}", f"{y:02}") for x, y in ((y1, y2), (m1, m2)))
    other_year = y2 - y1 in {1, 10} or (y1 // 100 == y2 // 100 and f"{y1}"[2:] == f"{y2}"[:1:-1])
    if m1 == m2 and d1 == d2 and other_year and not filled_in:
        return "near-year"
    if (y1 == y2 and m1 == m2 and _is_slip_of_day(d1, d2)) or next_day:
        return "near-day"
    if y1 == y2 and m1 == m2:
        return "year-month"
    if y1 == y2 and d1 == d2 and (abs(m1 - m2) == 1 or {m1, m2} == {1, 10}):
        return "near-month"
    if not filled_in and d1 == d2 and ((m1 == m2 and one_year == 1) or (y1 == y2 and one_month == 1)):
        return "one-digit"
    if y1 == y2 or (filled_in and y2 - y1 == 1):
        return "year"
    same_day = m1 == m2 and d1 == d2
    return "month-day" if same_day and (not filled_in or other_year or one_year == 1) else "conflict"


def _is_slip_of_day(one: int, other: int) -> bool:
    a, b = f"{one:02}", f"{other:02}"
    return OSA.distance(a, b) == 1 or abs(one - other) == 1


def _edits(a: str | None, b: str | None, names: tuple[str, ...]) -> str | None:
    if not a or not b:
        return None
    edits = OSA.distance(a, b)
    if edits and min(len(a), len(b)) < 5:
        return names[-1]
    return names[min(edits, len(names) - 1)]


def _number(one: Values, other: Values) -> str | None:
    a, b = one[0], other[0]
    found = _edits(a, b, ("equal", "one-edit", "different"))
    if found == "one-edit" and a and b and len(a) == len(b) and a[:-2] == b[:-2]:
        return "neighbour"
    return found


def _mail(one: Values, other: Values) -> str | None:
    found = _edits(one[0], other[0], LEVELS[Comparator.MAIL][:4])
    mails = ["".join(sign for sign in mail or "" if not sign.isdigit()) for mail in (one[0], other[0])]
    return "other-digits" if found in {"one-edit", "two-edits"} and mails[0] == mails[1] else found


def _near(a: str | None, b: str | None, edits: int) -> str:
    if not a or not b:
        return "unknown"
    return "same" if a == b else "near" if OSA.distance(a, b) <= edits else "far"


def _address(one: Values, other: Values) -> str | None:
    house, street, town, area = (_near(a, b, edits) for a, b, edits in zip(one, other, (1, 2, 2, 1), strict=True))
    if street == town == area == "unknown":
        return None
    apart = are_two_by_number(one[1] or "", other[1] or "")
    street = "far" if apart else street
    here = street in {"same", "near"}
    if street == "same" and house == "same":
        return "same" if area in {"same", "unknown"} else "same-house"
    if street == "near" and house == "same":
        return "similar-house"
    if here and house == "unknown":
        return "same-street-and-area"
    if here and house == "near" and (area in {"same", "near"} or (area == "unknown" and town == "same")):
        return "near-house"
    if house == "same" and area in {"same", "near"} and not apart:
        return "same-house-and-area"
    if street == "same" or (street == "near" and "same" in {area, town}):
        return "same-street"
    if area == "same":
        return "same-area"
    return "same-town" if town == "same" else "different"


def _middle(one: Values, other: Values) -> str | None:
    assert one[0] is other[0] is None, "the invented lists have no middle names; test_middle_names.py has them"
    return None


_SLOW = {
    Comparator.GIVEN_NAME: _given,
    Comparator.FAMILY_NAME: _family,
    Comparator.MIDDLE_NAME: _middle,
    Comparator.DATE: _date,
    Comparator.NUMBER: _number,
    Comparator.MAIL: _mail,
    Comparator.ADDRESS: _address,
}
