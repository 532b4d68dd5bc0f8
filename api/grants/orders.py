"""Orders of a giver: a grant, a saved question that names records, a grant passed on; and the limits of their terms."""

from dataclasses import dataclass
from datetime import datetime

from api.errors import InputError
from api.reasons import check_reason
from graph import PropertyClass
from graph.errors import nearest_hint
from graph.grants import Condition, Grant, Grantee
from policies import LONGEST_GRANT, Registers, names_something

LONGEST_RESTRICTIONS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A saved question: the giver's own records that answer it at this moment are named, and no later ones.

    Either words to search for, or a record around which to look, `depth` links far.
    """

    search: str | None = None
    kind: str | None = None
    network_of: str | None = None
    depth: int = 1

    def __str__(self) -> str:
        if self.network_of is not None:
            return f"network of {self.network_of}, depth {self.depth}"
        return f"search {self.search}" + (f", kind {self.kind}" if self.kind else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantOrder:
    """What is to be granted, to whom and on which terms.

    `records` and `links` are named one by one; `question` names records by what answers it. `links_among`: also all
    links between the named records.
    """

    grantee: Grantee
    classes: frozenset[PropertyClass]
    purpose: str
    reason: str
    ends: datetime
    begins: datetime | None = None
    case_ref: str | None = None
    records: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    links_among: bool = False
    question: Question | None = None
    onward: bool = False
    conditions: tuple[Condition, ...] = ()
    other_restrictions: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PassingOn:
    """What a grantee passes on of a grant, and to whom: the same records and classes, for no longer.

    `ends` is when it is to be over, with the grant that it rests on where none is given.
    """

    grant_id: str
    grantee: Grantee
    reason: str
    ends: datetime | None = None


def check_terms(order: GrantOrder, registers: Registers, *, now: datetime) -> None:
    """Return if every term of an order is within its limits.

    Raises:
        InputError: one is not.
    """
    begins = order.begins or now
    if not now < order.ends or not begins < order.ends:
        raise InputError("until", "must lie ahead, and after `from`")
    if order.ends - begins > LONGEST_GRANT:
        raise InputError("until", f"must lie within {LONGEST_GRANT.days} days of `from`")
    if not order.classes:
        raise InputError("classes", "must name a property class")
    if order.purpose not in registers.purposes:
        hint = nearest_hint(order.purpose, registers.purposes)
        raise InputError("purpose", f"is not a registered purpose{hint}")
    if order.case_ref is not None and not names_something(order.case_ref):
        raise InputError("caseRef", "names no case: it has no letter or digit")
    check_grantee(order.grantee, order.reason, registers, now=now, ends=order.ends)
    _check_conditions(order)


def check_grantee(grantee: Grantee, reason: str, registers: Registers, *, now: datetime, ends: datetime) -> None:
    """Return if a grantee is registered, the reason is one, and the end lies ahead.

    Raises:
        InputError: one is not so.
    """
    if not now < ends:
        raise InputError("until", "must lie ahead, and after `from`")
    check_reason(reason)
    if grantee.agency not in registers.parties:
        hint = nearest_hint(grantee.agency, registers.parties)
        raise InputError("agency", f"is not a registered party{hint}")
    if grantee.role is not None and grantee.role not in registers.roles:
        raise InputError("role", f"is not a registered role{nearest_hint(grantee.role, registers.roles)}")


def end_of(order: PassingOn, parent: Grant) -> datetime:
    """Return when a grant that is passed on ends: never after the one that it rests on."""
    return min(order.ends or parent.ends, parent.ends)


def _check_conditions(order: GrantOrder) -> None:
    conditions = set(order.conditions)
    if Condition.H0 in conditions and (len(conditions) > 1 or order.other_restrictions):
        raise InputError("conditions", "has H0 beside others")
    if (Condition.H3 in conditions) != bool(order.other_restrictions and order.other_restrictions.strip()):
        raise InputError("otherRestrictions", "is the text of H3: both are given or neither")
    if order.other_restrictions is not None and len(order.other_restrictions) > LONGEST_RESTRICTIONS:
        raise InputError("otherRestrictions", f"may have {LONGEST_RESTRICTIONS} characters")
    if Condition.H2 in conditions and order.onward:
        raise InputError("onward", "contradicts H2")
