"""Audit entries: what one operation did, for whom and on which basis, and of which records it let somebody learn.

Nothing here holds stored values. As a line of a segment an entry is written and read in `line.py`.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from graph import PropertyClass


class Outcome(StrEnum):
    """Whether the operation was allowed; where it asked several things, all of them or some."""

    ALLOWED = "allowed"
    PARTLY_DENIED = "partly denied"
    DENIED = "denied"


class Exposure(StrEnum):
    """How an operation let somebody learn of a record."""

    SHOWN = "shown"  # in an answer
    FILED = "filed"  # by who filed it, which shows nothing
    HIT = "hit"  # that something is held, and nothing of it
    NOTIFIED = "notified"  # in a notice
    RECALLED = "recalled"  # in a list of recalls, which ask to forget it
    EXPORTED = "exported"  # in a copy that leaves the product: a projection, a file, a command's output


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """Records of one originator that an operation let somebody learn of, on the same basis.

    `profile` is the handling profile that they stood under, `permits` are the policies that disclosed them, `grant` the
    id of the grant that did; each is empty where it is not known. `classes` are the property classes of which values
    may have been shown: asked for, and open. `None` where that is not known. `left_out` are the properties of these
    classes that a victim's seal took out of what was shown; `None` where that is not known, or could not be.
    """

    originator: str
    record_ids: Sequence[str]
    exposure: Exposure = Exposure.SHOWN
    profile: str = ""
    permits: Sequence[str] = ()
    grant: str | None = None
    classes: Collection[PropertyClass] | None = None
    left_out: Collection[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """What one operation did, for whom and on which basis.

    Attributes:
        actor: the person, or the process.
        agency: whose they are.
        purpose: what they asked for.
        operation: what was asked, never its arguments.
        outcome: what came of it.
        policy_version: the bundle that was in force.
        scope_key: a digest of all that the scope opened; empty where none was built.
        case_ref: the case that their token named.
        exposure: how the answer left, as far as `disclosures` does not say.
        record_ids: those that the answer names.
        count: their number, where the ids are too many or where there are none.
        disclosures: of which originator the records are, and on what basis they were shown. What they leave out was
            disclosed by `exposure`, and is attributed when the entry comes into the originators' logs.
        erased: digests of slots that were blanked.
        reason: why an operator did what was done, or what it came to.
    """

    actor: str
    agency: str
    purpose: str
    operation: str
    outcome: Outcome
    policy_version: str
    scope_key: str = ""
    case_ref: str | None = None
    exposure: Exposure = Exposure.SHOWN
    record_ids: Sequence[str] = ()
    count: int | None = None
    disclosures: Sequence[Disclosure] = ()
    erased: Sequence[str] = ()
    reason: str = ""
