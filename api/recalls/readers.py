"""Who reads a recall notice that not everybody of its agency reads; whoever was told of one once reads it on.

Policies, profiles and seals change, and a notice is to be answered all the same. So it is kept who was told of it and
what they held then: it stays theirs for as long as they hold no less.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import orjson

from graph.store import Recall, RecallCause, RecallNotice
from policies import Receipt, ViewerContext, is_protecting


def is_restricted(notice: RecallNotice) -> bool:
    """Tell whether whom of its agency a notice is for may change."""
    return notice.in_sight or (notice.recall.link is not None and notice.for_protection)


def reads(viewer: ViewerContext, notice: RecallNotice, visible: Collection[int]) -> bool:
    """Tell whether a notice to a viewer's agency is the viewer's to read.

    Args:
        viewer: who asks.
        notice: to their agency.
        visible: the compartments that they see now.
    """
    if was_told(viewer, notice):
        return True
    return (not notice.in_sight or _was_open(notice.recall, visible)) and (
        not notice.for_protection or is_protecting(viewer)
    )


def _was_open(recall: Recall, visible: Collection[int]) -> bool:
    """Tell whether what stands as a recalled record stood is open to who sees these compartments.

    Or as it stood before it was sealed: to whom it never was open, the recall would tell of the seal.
    """
    terms = recall.before if recall.cause is RecallCause.NARROWED else (recall.compartment, *recall.before)
    return any(term in visible for term in terms)


def was_told(viewer: ViewerContext, notice: RecallNotice) -> bool:
    """Tell whether a viewer was told of a notice while they held no more than they do now."""
    return any(_holds(viewer, orjson.loads(reader)) for reader in notice.told)


def reader_of(viewer: ViewerContext) -> str:
    """Return what is kept of a viewer who is told: the person, and what they hold."""
    has_case = viewer.case_ref is not None
    return _reader(viewer.subject, viewer.purpose, sorted(viewer.roles), viewer.clearance, has_case=has_case)


def reader_by(receipt: Receipt) -> str:
    """Return what is kept of who had a record: the person, under the purpose and, where there was one, with a case."""
    return _reader(receipt.actor, receipt.purpose, has_case=receipt.case_ref is not None)


def _reader(subject: str, purpose: str, roles: Sequence[str] = (), clearance: int = 0, *, has_case: bool) -> str:
    held = {"subject": subject, "purpose": purpose, "roles": roles, "clearance": clearance, "case": has_case}
    return orjson.dumps(held).decode()


def _holds(viewer: ViewerContext, held: Mapping[str, Any]) -> bool:
    return (
        (viewer.subject, viewer.purpose) == (held["subject"], held["purpose"])
        and viewer.roles.issuperset(held["roles"])
        and viewer.clearance >= held["clearance"]
        and (viewer.case_ref is not None or not held["case"])
    )
