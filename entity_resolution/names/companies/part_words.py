"""The word for a part of a place, which one source leaves out and another has otherwise: Phase 2, Block B, B栋."""

from __future__ import annotations

import re
from typing import NamedTuple

_PART = r"(?P<part>[0-9]{1,2}|[A-Ha-h]|[IVXivx]{1,4})"
_HOUSE = "block|blk|blok|building|bldg|gedung|tower|menara"
_BEHIND = re.compile(rf"(?P<name>.*\S) (?:(?P<phase>phase)|(?P<house>{_HOUSE})\.?) (?:no\.? ?)?{_PART}", re.IGNORECASE)
# In Chinese a block, a building and a tower are one word.
# Of a phase's building as well, whose number stands behind the phase's: phase 2 3栋.
_OF_HANZI = re.compile(r"(?P<name>.*(?:[^\W\d_]|\d(?= ))) *第?(?P<part>[0-9]{1,2}|[A-Ha-h]) ?(?P<house>[栋棟幢座])")
_KHU = re.compile(r"khu (?P<name>\S{2,} \S.*)", re.IGNORECASE)


class PartOfPlace(NamedTuple):
    """A place and which part of it a name says: `hengsheng park b`, and whether in Chinese, as a phase or a house."""

    name: str
    is_phase: bool
    is_in_chinese: bool


def part_without_word(native: str) -> PartOfPlace | None:
    """Return the name of a part of a place without the word for it, `None` where it says none.

    Args:
        native: the name as `site_name` reads it, its Chinese numbers in digits.
    """
    found, is_in_chinese = _BEHIND.fullmatch(native), False
    if found is None:
        found, is_in_chinese = _OF_HANZI.fullmatch(native), True
    if found is None:
        return None
    is_phase = not is_in_chinese and found["phase"] is not None
    return PartOfPlace(f"{found['name']} {found['part']}", is_phase, is_in_chinese)


def name_to_key(native: str) -> str | None:
    """Return the words by which a part of a place is found beside its own ones, `None` for any other name.

    What Vietnamese names a compound by stands before its name, and others leave it out: Khu Hải Long 2.
    """
    part = part_without_word(native)
    if part is not None:
        return part.name
    khu = _KHU.fullmatch(native)
    return khu["name"] if khu is not None else None
