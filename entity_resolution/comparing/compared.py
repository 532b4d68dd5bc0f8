"""The outcome of one comparison: the level that two values reach, and what it weighs."""

from typing import NamedTuple

from entity_resolution.comparing.hubs import HUB_BITS, HUB_LEVEL
from entity_resolution.comparing.model import ComparisonModel


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


def shared_by_many(left: str, right: str) -> Compared:
    """Return that two records share a value, as each wrote it, that is published as one that many have."""
    return Compared(level=HUB_LEVEL, bits=HUB_BITS, left=left, right=right, detail="published as shared by many")


def compared_at(model: ComparisonModel, level: str, left: str, right: str, detail: str = "") -> Compared:
    """Return that two values reach a level of a model, with its bits; none where the model does not weigh it.

    Args:
        model: the comparison.
        level: the level's name.
        left: the value of one record, as it is shown.
        right: that of the other.
        detail: what else is told of it, for people.
    """
    bits = model.levels.get(level, 0.0)
    return Compared(level=level, bits=bits, left=left, right=right, detail=detail, agrees=bits > 0)
