"""Which notices a reader wants: by why one is told, of what kind of record, by which other agency, and since when.

The store compares what it would tell of a notice, beside all guards: what is not wanted is passed by where it stands,
and nothing is told of how much that was.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class NoticeReason(StrEnum):
    """Why an agency is told."""

    LINKAGE = "linkage"  # another agency's record joins its own
    HIT = "hit"  # another agency cross-checked what its own record holds
    REQUEST = "request"  # another agency asks about its own record, or about an identifier that it runs
    ANSWER = "answer"  # another agency answered, or openly refused, what it had asked


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedNotices:
    """Which notices are wanted, by what each tells its reader; `None` is all.

    What passes is what the whole list shows of it, in the same places.

    Attributes:
        kind: the kind of the own record, or of what was asked about.
        agency: the code of the other agency.
        reason: why one is told.
        since: told, or told again, at this time or later.
    """

    kind: str | None = None
    agency: str | None = None
    reason: NoticeReason | None = None
    since: datetime | None = None

    @property
    def parameters(self) -> Mapping[str, str | None]:
        """What statements compare; times are asked for otherwise."""
        reason = str(self.reason) if self.reason is not None else None
        return {"kind": self.kind, "other_agency": self.agency, "reason": reason}


EVERY_NOTICE = WantedNotices()

# What is not wanted by what the notice itself says is passed by in the index, and none of its records looked up. Of
# some notices, as of a hit, the kind is that of the record as it stands, and of old ones the agency that of the other.
MAY_BE_WANTED = f"""($p.reason IS NULL OR coalesce(x.reason, '{NoticeReason.LINKAGE}') = $p.reason)
          AND ($p.other_agency IS NULL OR coalesce(x.other_agency, $p.other_agency) = $p.other_agency)
          AND ($p.kind IS NULL
            OR coalesce(x.own_kind, CASE WHEN x.own IS NULL THEN x.kind END, $p.kind) = $p.kind)"""
IS_WANTED = """($p.kind IS NULL OR coalesce(own.kind, x.kind) = $p.kind)
          AND ($p.other_agency IS NULL OR coalesce(other.originator, x.other_agency) = $p.other_agency)"""
