"""What was filed for a record and waits, since the record is kept as it stands: how it would stand had it been written.

Whoever may not hear that there is such a record is answered as if their filings had been written, one upon the other.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from graph import Record, SubjectRole
from graph.store import WaitingRow
from ingest.rules import Rule

# The rules by which a record is kept as it stands, so that what is filed for it waits.
KEEPING = frozenset({Rule.LEGAL_HOLD, Rule.PROTECTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledInVain:
    """What would stand of a record that is kept, had all that waits of it been written.

    Attributes:
        before: as it would have stood before this filing, with its role.
        changed: whether this filing says anything else.
    """

    before: Record
    changed: bool

    @property
    def role(self) -> SubjectRole:
        """The role under which it would have stood."""
        return self.before.subject_role or SubjectRole.NONE


def filed_before(
    filed: Record, waiting: Iterable[WaitingRow], *, read: Callable[[WaitingRow], Record | None]
) -> FiledInVain | None:
    """Return what earlier filings of a record would have left; `None` where none of them waits.

    Args:
        filed: what is filed now.
        waiting: rows that waited for this record before that, by any rule.
        read: gives the record of a row; `None` where it has none by now.
    """
    before: Record | None = None
    for row in sorted((row for row in waiting if row.rule in KEEPING), key=lambda row: row.at):
        before = _upon(before, read(row)) or before
    if before is None:
        return None
    return FiledInVain(before=before, changed=_upon(before, filed) != before)


def _upon(before: Record | None, filed: Record | None) -> Record | None:
    """Return a filing as it stands upon an earlier one: without a role of its own it keeps that one's."""
    if filed is None or filed.subject_role is not None:
        return filed
    role = before.subject_role if before is not None else None
    return replace(filed, subject_role=role or SubjectRole.NONE)
