"""Whole numbers in workbooks as their number formats show them: the zeros, the `0` and the `+` that the numbers lack.

How a cell keeps the zeros of a phone, a card or an account: `0000000000`, `000 000 000`, `000-0-00000-0`, `"0"#######`,
`"+"0`. What parts the groups is not shown, since what reads such numbers leaves it out.
"""

import operator
import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

# Parts of a format: in quotes, escaped, as wide as a character, filling the cell, in brackets, or one character.
_PART = re.compile(r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]|(?P<plain>.)', re.DOTALL)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(\d{1,15})")
_HOLDS: dict[str, Callable[[int, int], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "=": operator.eq,
}
_PLACES = frozenset("0#?")
_BETWEEN = frozenset(" -+(),:")  # shown as they are; a comma behind the last place would divide by a thousand
_BEFORE = re.compile(r"[\s().-]*(\+?)[\s().-]*([0-9]*)[\s().-]*")
_PLUS_OR_ZERO = re.compile(r"\+|0")


class _Section(NamedTuple):
    """What a format does to some numbers. `before` is put before the digits; `fewest` is how many are shown at least.

    `is_followed` is false where it shows something else than the number's digits: a fraction, a date, a percentage.
    """

    holds: Callable[[int, int], bool] | None
    bound: int
    before: str
    fewest: int
    is_followed: bool


def shown_number(number: int, number_format: str) -> str:
    """Return a whole number in the digits that its cell shows, with a plus before them where the cell shows one.

    Args:
        number: of the cell.
        number_format: of the cell, as the file has it (ECMA-376, part 1, 18.8.31). Digits and a plus that stand in it
            before the number's own count, other words and signs do not.
    """
    section = _section_of(number, _sections(number_format))
    if number < 0 or section is None or not section.is_followed:
        return str(number)
    return section.before + str(number).zfill(section.fewest)


def _section_of(number: int, sections: tuple[_Section, ...]) -> _Section | None:
    """Return the section by which a number is shown: the first whose condition it meets, else by its sign."""
    if not any(section.holds for section in sections):
        return sections[2] if number == 0 and len(sections) > 2 else sections[0]
    return next((one for one in sections if one.holds is None or one.holds(number, one.bound)), None)


@lru_cache(maxsize=1_000)
def _sections(number_format: str) -> tuple[_Section, ...]:
    sections, parts = [], list[re.Match[str]]()
    for part in _PART.finditer(number_format):
        if part["plain"] == ";":
            sections.append(_section(parts))
            parts = []
        else:
            parts.append(part)
    return (*sections, _section(parts))


def _section(parts: list[re.Match[str]]) -> _Section:
    bracketed = (_CONDITION.fullmatch(part["bracket"]) for part in parts if part["bracket"])
    condition = next(filter(None, bracketed), None)
    at = [index for index, part in enumerate(parts) if part["plain"] in _PLACES]
    places = "".join(parts[index]["plain"] for index in at)
    before = _BEFORE.fullmatch("".join(map(_literal, parts[: at[0]]))) if at else None
    within = parts[at[0] : at[-1] + 1] if at else []
    plain = [part["plain"] for part in parts if part["plain"]]
    return _Section(
        holds=_HOLDS[condition[1]] if condition is not None else None,
        bound=int(condition[2]) if condition is not None else 0,
        before=before[1] + before[2] if before is not None and _PLUS_OR_ZERO.match(before[1] + before[2]) else "",
        # Places behind the first zero are filled as well, whatever stands for them.
        fewest=len(places) - places.find("0") if "0" in places else 1,
        is_followed=bool(at)
        and _PLACES.union(_BETWEEN).issuperset(plain)
        and not any(character.isdigit() for part in within for character in part["quoted"] or part["escaped"] or "")
        and not any(part["plain"] == "," for part in parts[at[-1] + 1 :]),
    )


def _literal(part: re.Match[str]) -> str:
    """Return the characters that a part of a format shows as they are."""
    return part["quoted"] or part["escaped"] or part["plain"] or ""
