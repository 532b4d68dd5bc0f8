"""Cells of mobile networks: country code, network code, area code, cell id."""

import re
from functools import lru_cache

from stdnum import numdb

from graph.values.text import MAX_IDENTIFIER_LENGTH, fault, fold_identifier
from graph.values.value import NormalisedValue, invalid, possible, valid

_BARE = re.compile(r"(\d{3})\s*[-/:,. ]\s*(\d{1,3})\s*[-/:,. ]\s*(\d{1,8})\s*[-/:,. ]\s*(\d{1,11})")
_LABELLED = re.compile(
    r"\b(mcc|mnc|lac|tac|cell\s*id|cid|ci|eci|cgi|nci|enb)\b\s*[:= ]\s*(0x[0-9a-f]{1,9}|\d{1,11})", re.I
)
# What a cell is made of, with the labels before each, the best first.
_PARTS = {
    "a country code (MCC)": ("mcc",),
    "a network code (MNC)": ("mnc",),
    "an area code (LAC, TAC)": ("tac", "lac"),
    "a cell id (CI, ECI, NCI)": ("eci", "nci", "cellid", "cid", "ci", "cgi"),
}
_FORM = "not the form of a cell: four codes (`520-01-1234-56789`), or each behind its label"
_LOST_ZERO = "a network code of one digit, read as the two digits that lost their zero in a number"
_UNDECIDED = "a network code of one digit, which may be one of two or of three in its country: write all of them"
_RESERVED_AREAS = frozenset({0, 0xFFFE, 0xFFFF})
# Areas and cells that software for base stations ships with, whatever network it then names: OpenBTS
# (apps/GetConfigurationKeys.cpp) and osmo-bsc (doc/examples/osmo-bsc.cfg).
_SHIPPED = frozenset({(1000, 10), (1, 6969)})
# What counts nothing: nought and one, and all ones of the 16, 28 and 36 bits that an area or a cell has.
_COUNT_NOTHING = frozenset({0, 1, 0xFFFE, 0xFFFF, (1 << 24) - 1, (1 << 28) - 1, (1 << 36) - 1})


def normalise_cell(raw: str) -> NormalisedValue:
    """Return a cell as `MCC-MNC-area-cell`: `520-01-1234-56789`.

    The network code keeps its two or three digits: 01 and 001 are different networks. One digit is a code of two that a
    table kept as a number, and `possible`; where codes of three begin with a zero it is not read. `type` is `gsm` (cell
    id of 16 bits), `lte` (28 bits, UMTS alike) or `nr` (36 bits). Cells have no key: a false base station claims
    another's.
    """
    reason = fault(raw, MAX_IDENTIFIER_LENGTH)
    if reason is not None:
        return invalid(raw, "cell", reason)
    text = fold_identifier(raw).strip("'\"`;()[] ")
    bare = _BARE.fullmatch(text)
    if bare is not None:
        return _judge(raw, bare[1], bare[2], int(bare[3]), int(bare[4]))
    parts = {re.sub(r"\s", "", k.lower()): v for k, v in _LABELLED.findall(text)}
    if not parts:
        return invalid(raw, "cell", _FORM)
    found = {name: next((parts[label] for label in labels if label in parts), None) for name, labels in _PARTS.items()}
    lacking = [name for name, code in found.items() if code is None]
    if lacking:
        return invalid(raw, "cell", f"lacks {' and '.join(lacking)}")
    country, network, area, cell = (code or "" for code in found.values())
    return _judge(raw, country, network, _number(area), _number(cell))


def is_default_cell(value: str) -> bool:
    """Tell whether a cell has the area and number that any device may have that nobody set: 1000-10, 1-1.

    Args:
        value: as `normalise_cell` returns it.
    """
    area, _, cell = value.rpartition("-")
    numbers = (area.rpartition("-")[2], cell)
    if not all(map(str.isdecimal, numbers)):
        return False
    found = int(numbers[0]), int(numbers[1])
    return found in _SHIPPED or _COUNT_NOTHING.issuperset(found)


def _number(text: str) -> int:
    return int(text, 16) if text[:2].lower() == "0x" else int(text)


def _judge(raw: str, country: str, network: str, area: int, cell: int) -> NormalisedValue:
    if not re.fullmatch(r"[2-79]\d\d|00[1-9]", country):
        return invalid(raw, "cell", "a country code (MCC) that no country has")
    if not re.fullmatch(r"\d{1,3}", network):
        return invalid(raw, "cell", "a network code (MNC) that does not have two or three digits")
    has_lost_zero = len(network) == 1
    if has_lost_zero and not _has_codes_of_two(country):
        return invalid(raw, "cell", _UNDECIDED)
    network = network.zfill(2)
    if area >= 1 << 24 or cell >= 1 << 36:
        return invalid(raw, "cell", "an area or cell code that is too large")
    value = f"{country}-{network}-{area}-{cell}"
    value_type = "gsm" if cell < 1 << 16 else "lte" if cell < 1 << 28 else "nr"
    if area in _RESERVED_AREAS:
        return possible(raw, value, value_type, "an area code that networks do not broadcast")
    if has_lost_zero:
        return possible(raw, value, value_type, _LOST_ZERO)
    return valid(raw, value, value_type)


@lru_cache(maxsize=256)
def _has_codes_of_two(country: str) -> bool:
    """Return whether of a country's network codes those that begin with a zero have two digits, as far as is known.

    Source:
        ITU-T E.212, as python-stdnum's table has it: 31 countries, from the Americas to India, have such of three.
    """
    codes = range(100)
    of_two = any(_is_network(country, f"{code:02}") for code in codes)
    return of_two and not any(_is_network(country, f"{code:03}") for code in codes)


def _is_network(country: str, code: str) -> bool:
    """Return whether a country has a network of just this code."""
    parts = numdb.get("imsi").info(country + code)
    return len(parts) > 1 and parts[1][0] == code and "operator" in parts[1][1]
