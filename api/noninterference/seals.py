"""Victims' seals, which are a declared release: which there are, whom they are told to, and what they rest on.

A record that matches a victim's is closed to others, or its originator is told and asked, whoever sees the victim's. So
a world without what is hidden keeps what the seals in sight rest on: else it would not look the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from api.noninterference.worlds import Filing, Hiding, Scratch, key_of
from graph import LinkSchema
from graph.store import Seal
from ingest import SubmittedLink, SubmittedRecord
from policies import ViewerContext

Named = tuple[str, str]
"""An originator and its own reference."""

_CLEARANCE = 9  # above what any profile asks for


@dataclass(frozen=True, slots=True, kw_only=True)
class FallenSeal:
    """What a claim does to one record: its id, its originator, and the records that the claimant claims, by id."""

    record: str
    originator: str
    claimed: frozenset[str]


async def fallen_seals(scratch: Scratch, filings: Sequence[Filing]) -> frozenset[FallenSeal]:
    """Return the seals and questions for one between the parties of a world, as originators and claimants know them."""
    desk = scratch.app.protection
    claimed: dict[str, frozenset[str]] = {}
    seals: list[Seal] = []
    for party in dict.fromkeys(filing.originator for filing in filings):
        protector = ViewerContext(
            agency=party,
            subject=f"victim support of {party}",
            roles=frozenset({"victim-support"}),
            purpose="victim-protection",
            case_ref="K-1",
            clearance=_CLEARANCE,
        )
        scope = await scratch.app.scope_for(protector)
        claimed |= {claim.id: frozenset(claim.records) for claim in await desk.claims(protector, scope)}
        seals += await desk.notices(scope)
    return frozenset(
        FallenSeal(record=s.record_id, originator=s.originator, claimed=claimed.get(s.claim, frozenset()))
        for s in seals
    )


def told_of(
    seals: Iterable[FallenSeal],
    filed: Mapping[str, tuple[Filing, SubmittedRecord]],
    hiding: Hiding,
    links: Mapping[str, LinkSchema],
) -> frozenset[FallenSeal]:
    """Return the seals that a viewer is told of: on records of its own agency, and on others that it would else see.

    Or whose number or account it would else be told of, which is sealed with its owner; so is that of her company.

    Args:
        seals: all that there are.
        filed: the records of the world by id; what is not among them came later, and hidden.
        hiding: what is hidden from the viewer.
        links: the types of links.
    """
    named = {(filing.originator, item.reference): key_of(filing, item) for filing, item in filed.values()}
    seen = {name for name, key in named.items() if not hiding.hides(key)}
    ties = _ties([filing for filing, _ in filed.values()], links)
    told = seen | {end for tie in ties if not seen.isdisjoint(tie) for end in tie}
    while above := {on for on, depending in ties if depending in seen} - seen:
        seen |= above
    told |= seen
    return frozenset(
        s
        for s in seals
        if s.originator == hiding.scope.agency
        or (s.record in filed and (filed[s.record][0].originator, filed[s.record][1].reference) in told)
    )


def of_one_claim(seals: Iterable[FallenSeal], every: Iterable[FallenSeal]) -> frozenset[FallenSeal]:
    """Return the seals with all others of their claims: a seal reaches on through records that may be hidden."""
    claims = {s.claimed for s in seals}
    return frozenset(s for s in every if s.claimed in claims)


def rests_on(
    seals: Iterable[FallenSeal],
    filed: Mapping[str, tuple[Filing, SubmittedRecord]],
    filings: Sequence[Filing],
    links: Mapping[str, LinkSchema],
    gone_along: Iterable[str] = (),
) -> frozenset[Named]:
    """Return the records that seals rest on: those claimed and touched, what identifies them, and who else uses that.

    Args:
        seals: the seals.
        filed: the records of the world by id.
        filings: the world.
        links: the types of links; a selector, or a company, is sealed with those whom some of them tie to it.
        gone_along: persons between those claimed and those touched, by id.
    """
    ids = {rid for seal in seals for rid in (seal.record, *seal.claimed) if rid in filed} | set(gone_along)
    found = {(filing.originator, item.reference) for filing, item in map(filed.__getitem__, ids)}
    ties = _ties(filings, links)
    while more := {end for tie in ties if not found.isdisjoint(tie) for end in tie} - found:
        found |= more
    return frozenset(found)


def _ties(filings: Iterable[Filing], links: Mapping[str, LinkSchema]) -> list[tuple[Named, Named]]:
    """Return the ends of each link by which a seal on one may depend on the other; the one that depends comes last."""
    every = {id(f): f for f in filings}.values()
    kinds = {(f.originator, i.reference): i.kind for f in every for i in f.items if isinstance(i, SubmittedRecord)}
    ends = [
        (links[i.type], (f.originator, i.source_reference), (f.originator, i.target_reference))
        for f in every
        for i in f.items
        if isinstance(i, SubmittedLink)
    ]
    return [
        (b, a) if kinds.get(a) in schema.seals_each else (a, b)
        for schema, a, b in ends
        if schema.carries_seals(kinds.get(a, ""), kinds.get(b, ""))
    ]
