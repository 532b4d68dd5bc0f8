"""What registers say otherwise in another bundle and no decision tells: whose claims seal, and the terms of profiles.

A claimant that is taken away, an adoption that ends, a retention that is shortened: nobody gains or loses a record by
it on that day. What it opens is opened later, by a claim that seals nothing or a rule that no longer binds.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from policies.bundles.model import Bundle
from policies.bundles.profiles import HandlingProfile
from policies.bundles.registers import Registers
from policies.protection import seals

_NO_TERMS = frozenset({"name", "title"})
NOTHING = "nothing"
"""How a term is put into words that a profile does not give."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealingChange:
    """That from some instant a body's claims seal an originator's records in one of two bundles alone.

    Attributes:
        claimant: the protection body.
        originator: whose records.
        sealed: whether they are sealed in the new bundle, and not in the old one.
        since: the first such instant, of those that were compared.
    """

    claimant: str
    originator: str
    sealed: bool
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TermChange:
    """A term of a handling profile that two bundles give otherwise, in words."""

    profile: str
    term: str
    before: str
    after: str


def sealing_changes(
    old: Bundle, new: Bundle, *, now: datetime, originators: Iterable[str] | None = None
) -> tuple[SealingChange, ...]:
    """Return whose claims seal whose records in one bundle alone, now or from a breakpoint to come; sorted.

    What changes in one way more than once is told of once, with the first time.

    Args:
        old: the bundle in force.
        new: the candidate.
        now: the first instant that is compared.
        originators: whose records; everybody's by default.
    """
    asked = None if originators is None else frozenset(originators)
    pairs = sorted(p for p in {*_pairs(old.registers), *_pairs(new.registers)} if asked is None or p[1] in asked)
    found: dict[tuple[str, str, bool], SealingChange] = {}
    for instant in _instants(now, old, new):
        for claimant, originator in pairs:
            before, after = (seals(claimant, originator, b.registers, instant) for b in (old, new))
            if before != after:
                change = SealingChange(claimant=claimant, originator=originator, sealed=after, since=instant)
                found.setdefault((claimant, originator, after), change)
    return tuple(found[key] for key in sorted(found))


def term_changes(old: Bundle, new: Bundle) -> tuple[TermChange, ...]:
    """Return the terms that both bundles have a profile for and give otherwise, but its title; sorted by profile."""
    before, after = old.registers.profiles, new.registers.profiles
    return tuple(
        TermChange(profile=name, term=term, before=_word(one), after=_word(other))
        for name in sorted(before.keys() & after.keys())
        for term, one, other in _differing(before[name], after[name])
    )


def sealing_claimants(bundle: Bundle, *, now: datetime) -> tuple[str, ...]:
    """Return the bodies whose claims seal anybody's records, now or from a breakpoint to come; sorted."""
    pairs, instants = sorted(_pairs(bundle.registers)), _instants(now, bundle)
    return tuple(sorted({c for c, o in pairs if any(seals(c, o, bundle.registers, t) for t in instants)}))


def idle_adoptions(bundle: Bundle) -> tuple[tuple[str, str], ...]:
    """Return agreements and parties whose adoption never holds, as what the agreement stands under ends; sorted."""
    agreements = bundle.registers.agreements.values()
    return tuple(sorted((a.id, code) for a in agreements for code, held in a.adopted_by.items() if held.is_empty))


def _pairs(registers: Registers) -> Iterator[tuple[str, str]]:
    """Yield claimants with originators whose records a claim of theirs may seal at some time."""
    for agreement in registers.agreements.values():
        yield from ((c, o) for c in agreement.claimants for o in agreement.adopted_by)


def _instants(now: datetime, *bundles: Bundle) -> Sequence[datetime]:
    return [now, *sorted({t for bundle in bundles for t in bundle.breakpoints if t > now})]


def _differing(one: HandlingProfile, other: HandlingProfile) -> Iterator[tuple[str, object, object]]:
    for term in fields(HandlingProfile):
        before, after = getattr(one, term.name), getattr(other, term.name)
        if term.name not in _NO_TERMS and before != after:
            yield term.name, before, after


def _word(value: object) -> str:
    """Return a term in words, as the register's file would have it."""
    if isinstance(value, frozenset):
        return ", ".join(sorted(map(str, value))) or NOTHING
    if isinstance(value, bool):
        return "true" if value else "false"
    return NOTHING if value is None else str(value)
