"""Where a table of pairs holds what: its columns read from the header, and slips in their names found out.

Pure; a column that is no property's and looks like none passes through.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from entity_resolution.errors import PairTableError
from entity_resolution.tables.delimiters import other_delimiter
from graph import KindSchema, UnknownPropertyError

ADDED_COLUMNS = ("weight_bits", "probability", "outcome", "blocked", "why")
SIDES = ("left", "right")


@dataclass(frozen=True, slots=True, kw_only=True)
class PairLayout:
    """Where a table of pairs holds what.

    Attributes:
        kind: what the pairs are.
        names: the columns `left` and `right`.
        properties: property name to its columns, `None` for a side that has none.
        unread: columns that look like a property's and are none, each with the column that may be meant, or nothing;
            they pass through.
    """

    kind: KindSchema
    names: tuple[int, int]
    properties: Mapping[str, tuple[int | None, int | None]]
    unread: Mapping[str, str]

    @property
    def places(self) -> list[int]:
        """The columns that are read."""
        return [*self.names, *(at for both in self.properties.values() for at in both if at is not None)]


def read_layout(kind: KindSchema, header: Sequence[str], *, added: bool = True) -> PairLayout:
    """Return where a table holds what.

    Args:
        kind: what the pairs are.
        header: the names of the columns.
        added: whether `ADDED_COLUMNS` will be, and must not stand there yet.

    Raises:
        PairTableError: `left` or `right` is missing, a column stands twice, has the name of one that is added, or is
            a property's but for the way in which it says the side.
        UnknownPropertyError: a column `left_...` or `right_...` is nearly a property's.
    """
    names = [column.strip() for column in header]
    for side in SIDES:
        if side not in names:
            raise PairTableError(f"there is no column `{side}`; the table has {_listed(names)}{_meant(side, names)}")
    taken = [name for name in ADDED_COLUMNS if name in names]
    if taken and added:
        raise PairTableError(f"the table has a column `{taken[0]}` already, which the scores would need")
    properties: dict[str, list[int | None]] = {}
    unread: dict[str, str] = {}
    for at, column in enumerate(names):
        side, _, name = column.partition("_")
        if side not in SIDES or (name and name not in kind.properties):
            _check_unread(kind, column, unread)
            continue
        if names.count(column) > 1:
            raise PairTableError(f"the column `{column}` stands twice")
        if name:
            properties.setdefault(name, [None, None])[SIDES.index(side)] = at
    return PairLayout(
        kind=kind,
        names=(names.index("left"), names.index("right")),
        properties={name: (places[0], places[1]) for name, places in properties.items()},
        unread=unread,
    )


# Columns that say the side in another way: LEFT_phone, left.phone, leftPhone; and phone_l, as other tools write it.
_SIDE_BEFORE = re.compile(r"((?i:left|right))(?:(?P<part>[\s_.-]+)(?P<name>.*)|(?P<joined>[A-Z].*)?)", re.S)
_SIDE_BEHIND = re.compile(r"(.+)[\s_.-](left|right|l|r|x|y)", re.S)
_SIDES_BEHIND = {"left": "left", "l": "left", "x": "left", "right": "right", "r": "right", "y": "right"}


def _check_unread(kind: KindSchema, column: str, unread: dict[str, str]) -> None:
    """Put a column that is no property's but looks like one into `unread`; one that is nearly a property's is a slip.

    A column that begins with no side is never a slip: it may hold anything and passes through.
    """
    before, behind = _SIDE_BEFORE.fullmatch(column), _SIDE_BEHIND.fullmatch(column)
    if before is None:
        near = _near_property(kind, behind[1], cutoff=1.0) if behind is not None else None
        if behind is not None and near is not None:
            unread[column] = f"{_SIDES_BEHIND[behind[2]]}_{near}"
        return
    side, name = before[1].casefold(), before["name"] or before["joined"] or ""
    near = _near_property(kind, name) if name else None
    if near is not None and column.startswith(f"{side}_"):
        raise UnknownPropertyError(kind.name, name, kind.properties)
    if near is not None:
        raise PairTableError(f"the column `{column}` would not be read, did you mean `{side}_{near}`?")
    if not before["joined"]:
        unread[column] = "" if name else side


def _near_property(kind: KindSchema, name: str, *, cutoff: float = 0.82) -> str | None:
    folded = {known.casefold(): known for known in kind.properties}
    found = get_close_matches(re.sub(r"[\s_.-]", "", name).casefold(), folded, n=1, cutoff=cutoff)
    return folded[found[0]] if found else None


def _meant(side: str, names: Sequence[str]) -> str:
    """Return a hint at the column that was meant for a side's name, or at what parts the cells."""
    meant = (side, f"{side}_name", f"name_{side}", f"name_{side[0]}")
    found = next((name for name in names if name.casefold() in meant), None)
    parted = other_delimiter(names)
    return f", did you mean `{found}`?" if found is not None else f": {parted}" if parted is not None else ""


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(f"`{name[:40]}`" for name in names[:8])
    return shown + (f" and {len(names) - 8} more" if len(names) > 8 else "")
