"""Numbers in Hanzi: what they are, and of which house or part of a compound, in digits: 金贝四号, KK园区二期, A区."""

from __future__ import annotations

import re

_OF_HANZI = {sign: number for number, sign in enumerate("一二三四五六七八九", 1)}
# What is counted: numbers, phases, buildings. A number before anything else may be a name: 三亚, 四海.
_COUNT = "(?<![一二三四五六七八九十])([一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_COUNTED = re.compile(f"{_COUNT}(?=[号號期栋棟幢座])")
# Behind a name zones, gates and floors as well; 三门 is a town, and 天下第一楼 a restaurant.
_BEHIND_A_NAME = re.compile(rf"(?<=[^\W\d_]{{2}}){_COUNT}(?=[区區门門层層])")
# A letter as well: A区, which is no word of its own.
_LETTERED = r"(\d+|(?<![A-Za-z])[A-Ha-h])"
_PHASE = re.compile(rf"第?{_LETTERED} ?期")
_ZONE = re.compile(rf"(?:(?<=[^\W\d_]{{2}})|(?<= phase \d )|(?<= phase \d\d ))第?{_LETTERED} ?[区區]")
_BUILDING = re.compile(r"(\d+) ?[号號][楼樓]")


def hanzi_number(signs: str) -> int:
    """Return the number that signs from 一 to 十 say; without a 十 they are digits: 二十一 is 21, 一二 is 12."""
    tens, ten, units = signs.rpartition("十")
    if not ten:
        return int("".join(str(_OF_HANZI[sign]) for sign in signs))
    return 10 * _OF_HANZI.get(tens, 1) + _OF_HANZI.get(units, 0)


def hanzi_numbers_in_digits(text: str) -> str:
    """Return the name of a place with what counts its parts in digits, a phase, zone and building as words say them.

    Args:
        text: a cleaned name, in any script.
    """
    if text.isascii():
        return text
    for counted in (_COUNTED, _BEHIND_A_NAME):
        text = counted.sub(lambda found: str(hanzi_number(found[1])), text)
    # Behind a phase stands the number of its building, which is none of the phase's: 二期3号楼 is phase 2, 3栋.
    for pattern, said in ((_PHASE, r" phase \1 "), (_ZONE, r" zone \1 "), (_BUILDING, r"\1栋")):
        text = pattern.sub(said, text)
    return " ".join(text.split())
