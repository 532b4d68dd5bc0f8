"""Legal holds and schedules as they are, and as rows of the store."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from graph.store.connection import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalHold:
    """Keeps a record from being erased, until it is lifted. `reason` is `None` only where a reader may not read it.

    `act`: a digest of all that was asked for, where it was placed under a key.
    """

    id: str
    originator: str
    record_id: str
    reason: str | None
    by: str
    at: datetime
    lifted_at: datetime | None = None
    lifted_by: str | None = None
    lift_reason: str | None = None
    act: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Until when a record is kept, and when it is to be looked at again. `review_due`: that day has come.

    `reason`: why the record is kept for less long than its handling profile says, where somebody said so.
    """

    record_id: str
    originator: str
    review_at: datetime | None
    retain_until: datetime | None
    review_due: bool = False
    reason: str | None = None


def schedule_of(row: Row) -> Schedule:
    """Return the schedule of a row."""
    return Schedule(
        record_id=row["rid"],
        originator=row["originator"],
        review_at=_instant(row, "review_at"),
        retain_until=_instant(row, "retain_until"),
        review_due=row["review_due"],
        reason=row.get("reason"),
    )


def row_of(hold: LegalHold) -> dict[str, Any]:
    """Return a hold as the store keeps it when it is placed."""
    return {
        "id": hold.id,
        "originator": hold.originator,
        "record": hold.record_id,
        "reason": hold.reason,
        "by": hold.by,
        "at": hold.at.isoformat(),
        "act": hold.act,
    }


def hold_of(row: Mapping[str, Any]) -> LegalHold:
    """Return the hold of a row."""
    return LegalHold(
        id=row["id"],
        originator=row["originator"],
        record_id=row["record"],
        reason=row["reason"],
        by=row["by"],
        at=datetime.fromisoformat(row["at"]),
        lifted_at=_instant(row, "lifted_at"),
        lifted_by=row.get("lifted_by"),
        lift_reason=row.get("lift_reason"),
        act=row.get("act"),
    )


def text_of(instant: datetime | None) -> str | None:
    """Return an instant as the store keeps it."""
    return instant.isoformat() if instant is not None else None


def _instant(row: Mapping[str, object], name: str) -> datetime | None:
    text = row.get(name)
    return datetime.fromisoformat(str(text)) if text is not None else None
