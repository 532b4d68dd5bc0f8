"""What two bundles say otherwise of identifiers: which party runs them, and who may put one to it.

No decision tells of either: nobody gains or loses a record by it. But an identifier of a case goes to another party.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from policies.bundles.model import Bundle
from policies.operators import may_inquire


@dataclass(frozen=True, slots=True, kw_only=True)
class InquiryChange:
    """That from some instant an agency may put identifiers to a party for a purpose in one of two bundles alone.

    Attributes:
        asker: the agency.
        operator: the party that runs them.
        purpose: what for.
        allowed: whether it may in the new bundle, and not in the old one.
        since: the first such instant, of those that were compared.
    """

    asker: str
    operator: str
    purpose: str
    allowed: bool
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorChange:
    """A bank, a platform or a range of numbers that another party runs in the new bundle; `None` is nobody."""

    what: str
    before: str | None
    after: str | None


def inquiry_changes(
    old: Bundle, new: Bundle, *, now: datetime, askers: Iterable[str] | None = None
) -> tuple[InquiryChange, ...]:
    """Return who may put identifiers to whom in one bundle alone, now or from a breakpoint to come; sorted.

    Args:
        old: the bundle in force.
        new: the candidate.
        now: the first instant that is compared.
        askers: whose inquiries; everybody's by default.
    """
    asked = None if askers is None else frozenset(askers)
    named = sorted(t for t in {*_triples(old), *_triples(new)} if asked is None or t[0] in asked)
    found: dict[tuple[str, str, str, bool], InquiryChange] = {}
    for instant in (now, *sorted({t for b in (old, new) for t in b.breakpoints if t > now})):
        for asker, operator, purpose in named:
            before, after = (may_inquire(asker, operator, purpose, b.registers, instant) for b in (old, new))
            if before != after:
                change = InquiryChange(asker=asker, operator=operator, purpose=purpose, allowed=after, since=instant)
                found.setdefault((asker, operator, purpose, after), change)
    return tuple(found[key] for key in sorted(found))


def operator_changes(old: Bundle, new: Bundle) -> tuple[OperatorChange, ...]:
    """Return what another party runs in the new bundle, or none or one where it was the other way; sorted."""
    before, after = _run(old), _run(new)
    return tuple(
        OperatorChange(what=what, before=before.get(what), after=after.get(what))
        for what in sorted({*before, *after})
        if before.get(what) != after.get(what)
    )


def _triples(bundle: Bundle) -> Iterator[tuple[str, str, str]]:
    for inquiry in bundle.registers.inquiries.values():
        yield from ((a, o, p) for a in inquiry.askers for o in inquiry.operators for p in inquiry.purposes)


def _run(bundle: Bundle) -> dict[str, str]:
    return {
        what: party.code
        for party in bundle.registers.parties.values()
        for what in (*party.operates.banks, *party.operates.platforms, *party.operates.numbers)
    }
