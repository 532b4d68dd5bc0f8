"""What is kept outside an audit folder of how far its logs were: one that is behind that was set back or taken away.

Within the folder all may agree after somebody put an older copy in its place, or none at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from policies.audit.damage import Damage

MARK = "the mark in the store"


@dataclass(frozen=True, slots=True, kw_only=True)
class LogMark:
    """How many leaves a log had, and its root then."""

    size: int
    root: bytes


Marks = Mapping[str, LogMark]


def find_shorter(sizes: Mapping[str, int], marks: Marks) -> Damage | None:
    """Return the damage of a folder whose logs have fewer leaves than their marks say.

    Args:
        sizes: how many leaves each log has.
        marks: what is known of them.
    """
    return _behind(marks, [name for name, mark in marks.items() if sizes.get(name, 0) < mark.size])


def find_other(roots: Mapping[str, bytes], marks: Marks) -> Damage | None:
    """Return the damage of a folder whose logs are not the ones that were marked.

    Args:
        roots: of each log that can be read so far, the root at its mark's size.
        marks: what is known of them.
    """
    return _behind(marks, [name for name, mark in marks.items() if roots.get(name) != mark.root])


def _behind(marks: Marks, names: list[str]) -> Damage | None:
    if not names:
        return None
    first, others = min(names), f" and {len(names) - 1} other logs" if len(names) > 1 else ""
    problem = f"knows entries of `{first}`{others} that the folder lacks: it was set back, replaced or emptied"
    return Damage(name=MARK, problem=problem, place=sum(mark.size for mark in marks.values()))
