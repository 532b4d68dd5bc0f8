"""Reads plain telephone numbers by the numbering plans of the phonenumbers library, in a tenth of the library's time.

The plans are the library's own metadata, compiled once for each region that is met. A number is answered for here only
where the library's way is short: digits alone, none a zero at the start of the number proper, no international prefix
and no calling code before a national number, and in the end valid, or of a length that its country uses. Of everything
else this says `None`, and the library reads it: a test holds the two together over all regions.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from phonenumbers import (
    COUNTRY_CODE_TO_REGION_CODE,
    SUPPORTED_REGIONS,
    PhoneMetadata,
    PhoneNumberDesc,
    PhoneNumberType,
)

_FEWEST_DIGITS = 7
_MOST_DIGITS = 15
_LONGEST_CALLING_CODE = 3


class PlainNumber(NamedTuple):
    """A number: calling code of its country, its digits after that, and its `PhoneNumberType`.

    `UNKNOWN` is the type of a number that is possible and not valid.
    """

    calling_code: int
    national: str
    type: int


class _Range(NamedTuple):
    """The numbers of one type in a plan; no lengths means any length."""

    type: int
    lengths: frozenset[int]
    pattern: re.Pattern[str]

    def holds(self, national: str) -> bool:
        return (not self.lengths or len(national) in self.lengths) and self.pattern.fullmatch(national) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """The numbering plan of one region.

    Attributes:
        calling_code: what is dialled before its numbers from abroad.
        abroad: what is dialled within it before a number of another country.
        prefix: what is dialled within it before a number of its own.
        transforms: the prefix may stand for other digits.
        lengths: how many digits its numbers have, those aside that are dialled within one area alone.
        whole: how many digits may be left once the prefix is off: those of a whole number, or more.
        general: all of its numbers.
        ranges: its numbers by type, in the order in which the library asks.
        mobile: the mobile ones where fixed lines may be mobile as well, `None` where no pattern tells them apart.
    """

    calling_code: int
    abroad: re.Pattern[str] | None
    prefix: re.Pattern[str] | None
    transforms: bool
    lengths: frozenset[int]
    whole: frozenset[int]
    general: _Range
    ranges: tuple[_Range, ...]
    mobile: _Range | None

    def without_prefix(self, digits: str) -> str | None:
        """Return a number without the national prefix, `None` where what is left is not plain."""
        found = self.prefix.match(digits) if self.prefix is not None else None
        if found is not None:
            if self.transforms and found.groups()[-1:] != (None,):
                return None
            rest = digits[found.end() :]
            pattern = self.general.pattern
            # A number that is one with what looks like a prefix, and none without, keeps it; so does a short one.
            if len(rest) in self.whole and (pattern.fullmatch(rest) or not pattern.fullmatch(digits)):
                digits = rest
        return None if digits[:1] in {"", "0"} else digits

    def type_of(self, national: str) -> int:
        """Return the type of a number, `PhoneNumberType.UNKNOWN` where the plan has no such number."""
        if self.general.holds(national):
            for numbers in self.ranges:
                if numbers.holds(national):
                    return self._fixed(national) if numbers.type == PhoneNumberType.FIXED_LINE else numbers.type
        return PhoneNumberType.UNKNOWN

    def _fixed(self, national: str) -> int:
        if self.mobile is None or self.mobile.holds(national):
            return PhoneNumberType.FIXED_LINE_OR_MOBILE
        return PhoneNumberType.FIXED_LINE


def read_international(digits: str) -> PlainNumber | None:
    """Return the number that ASCII digits after a plus are, `None` where the library has to read them."""
    if _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS:
        for length in range(1, _LONGEST_CALLING_CODE + 1):
            regions = _regions(digits[:length])
            if regions:
                main = _plan(regions[0].calling_code, regions[0].name)
                return _judge(regions, main.without_prefix(digits[length:])) if main is not None else None
    return None


def read_national(digits: str, region: str) -> PlainNumber | None:
    """Return the number that ASCII digits are within a region, `None` where the library has to read them.

    Args:
        digits: the number as it is dialled within the region.
        region: ISO 3166 code in capitals.
    """
    plan = _plan_of(region)
    if plan is None or not _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS:
        return None
    code = str(plan.calling_code)
    if digits.startswith(code) or (plan.abroad is not None and plan.abroad.match(digits) is not None):
        return None
    return _judge(_regions(code), plan.without_prefix(digits))


class _Region(NamedTuple):
    """A region of a calling code, and where the plan says so the first digits by which its numbers are told."""

    calling_code: int
    name: str
    leading: re.Pattern[str] | None


def _judge(regions: tuple[_Region, ...], national: str | None) -> PlainNumber | None:
    """Return the number of the first region that claims it; several regions may share a calling code."""
    if national is None:
        return None
    for code, name, leading in regions:
        if len(regions) > 1 and leading is not None and leading.match(national) is None:
            continue
        plan = _plan(code, name)
        kind = plan.type_of(national) if plan is not None else PhoneNumberType.UNKNOWN
        if kind != PhoneNumberType.UNKNOWN:
            return PlainNumber(code, national, kind)
        if leading is not None:
            break
    # Which lengths are possible is told by the main region alone.
    main = _plan(regions[0].calling_code, regions[0].name) if regions else None
    possible = main is not None and len(national) in main.lengths
    return PlainNumber(regions[0].calling_code, national, PhoneNumberType.UNKNOWN) if possible else None


@lru_cache(maxsize=2_000)
def _regions(calling_code: str) -> tuple[_Region, ...]:
    """Return the regions of a calling code, the main one first; none where there is no such code."""
    if calling_code.startswith("0"):
        return ()
    code = int(calling_code)
    names = COUNTRY_CODE_TO_REGION_CODE.get(code, ())
    found = [(name, PhoneMetadata.metadata_for_region_or_calling_code(code, name)) for name in names]
    return tuple(_Region(code, name, _pattern(of.leading_digits)) for name, of in found if of is not None)


@lru_cache(maxsize=1_000)
def _plan(calling_code: int, region: str) -> _Plan | None:
    metadata = PhoneMetadata.metadata_for_region_or_calling_code(calling_code, region)
    return _compiled(calling_code, metadata, metadata.general_desc) if metadata and metadata.general_desc else None


@lru_cache(maxsize=1_000)
def _plan_of(region: str) -> _Plan | None:
    metadata = PhoneMetadata.metadata_for_region(region, None) if region in SUPPORTED_REGIONS else None
    return _plan(metadata.country_code, region) if metadata is not None and metadata.country_code else None


def _compiled(calling_code: int, metadata: PhoneMetadata, general: PhoneNumberDesc) -> _Plan:
    lengths, local = set(general.possible_length), set(general.possible_length_local_only)
    longer = range(max(lengths) + 1, _MOST_DIGITS + 1)
    same = metadata.same_mobile_and_fixed_line_pattern
    by_type = (
        (PhoneNumberType.PREMIUM_RATE, metadata.premium_rate),
        (PhoneNumberType.TOLL_FREE, metadata.toll_free),
        (PhoneNumberType.SHARED_COST, metadata.shared_cost),
        (PhoneNumberType.VOIP, metadata.voip),
        (PhoneNumberType.PERSONAL_NUMBER, metadata.personal_number),
        (PhoneNumberType.PAGER, metadata.pager),
        (PhoneNumberType.UAN, metadata.uan),
        (PhoneNumberType.VOICEMAIL, metadata.voicemail),
        (PhoneNumberType.FIXED_LINE, metadata.fixed_line),
        *(((PhoneNumberType.MOBILE, metadata.mobile),) if not same else ()),
    )
    return _Plan(
        calling_code=calling_code,
        abroad=_pattern(metadata.international_prefix),
        prefix=_pattern(metadata.national_prefix_for_parsing),
        transforms=bool(metadata.national_prefix_transform_rule),
        lengths=frozenset(lengths - local),
        whole=frozenset(lengths.union(longer) - local),
        general=_range(PhoneNumberType.UNKNOWN, general),
        ranges=tuple(_range(t, d) for t, d in by_type if d is not None and d.national_number_pattern),
        mobile=None if same else _range(PhoneNumberType.MOBILE, metadata.mobile),
    )


def _range(number_type: int, numbers: PhoneNumberDesc | None) -> _Range:
    # What has no pattern has no numbers.
    pattern = numbers.national_number_pattern if numbers is not None else None
    return _Range(number_type, frozenset(numbers.possible_length if numbers else ()), re.compile(pattern or "(?!)"))


def _pattern(text: str | None) -> re.Pattern[str] | None:
    return re.compile(text) if text else None
