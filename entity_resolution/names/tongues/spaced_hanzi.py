"""Chinese names in Hanzi that are written with spaces, as where surname and given name come from two columns.

A reader of characters knows a surname by its place, so that `陈 文龙`, `王　伟` and `陈 文 龙` are 陈文龙 and 王伟.
Names of Japan keep their space, and so do two names in one cell.
"""

from __future__ import annotations

import re

from entity_resolution.names.scripts.han import surname_length
from entity_resolution.names.scripts.surnames import hanzi_index
from entity_resolution.names.tongues.kanji import may_be_family_name

_MOST_PARTS, _LONGEST_GIVEN = 3, 2
_HANZI = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")


def without_spaces_in_hanzi(native: str) -> str:
    """Return a person's name of Hanzi without its spaces and with the surname first; any other as it is.

    Args:
        native: the name without titles, with single spaces.
    """
    parts = native.split()
    if not 1 < len(parts) <= _MOST_PARTS or not all(map(_HANZI.fullmatch, parts)):
        return native
    if _is_surname_and_given(parts):
        return "".join(parts)
    turned = [parts[-1], *parts[:-1]]
    if _is_surname_and_given(turned) and len(parts[0]) == _LONGEST_GIVEN and not _begins_with_family(parts[0]):
        return "".join(turned)
    return native


def _is_surname_and_given(parts: list[str]) -> bool:
    """Tell whether the first part is a Chinese surname, and all behind it no longer than a given name."""
    joined, surname = "".join(parts), parts[0]
    is_surname = surname in hanzi_index() and surname_length(joined) == len(surname)
    return is_surname and len(joined) - len(surname) <= _LONGEST_GIVEN


def _begins_with_family(part: str) -> bool:
    """Tell whether a part of a name may be the family name: a double one of China, or one of Japan."""
    return part in hanzi_index() or may_be_family_name(part)
