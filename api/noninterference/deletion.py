"""The second worlds of the deletion form, where what is hidden was never filed: one for all to whom it is the same."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from api.noninterference.seals import FallenSeal, fallen_seals, of_one_claim, rests_on, told_of
from api.noninterference.seen_worlds import seen_by
from api.noninterference.worlds import Filing, Hiding, Scratch, filed_records
from graph import VICTIM_KIND, PropertyClass
from ingest import SubmittedRecord


@dataclass(slots=True, kw_only=True)
class SecondWorld:
    """What is filed in it, and the places of the viewers that it is for."""

    filings: list[Filing]
    viewers: list[int] = field(default_factory=list)


async def second_worlds(
    scratch: Scratch,
    filings: Sequence[Filing],
    hidings: Sequence[Hiding],
    classes: Mapping[str, Mapping[str, PropertyClass]],
) -> list[SecondWorld]:
    """Return the worlds without what is hidden from some viewers, save for what seals in sight rest on.

    Args:
        scratch: where the first world is filed, and nobody has acted.
        filings: the first world.
        hidings: what is hidden from each viewer.
        classes: the class of each property of each kind.
    """
    seals = await fallen_seals(scratch, filings)
    filed, links = filed_records(scratch, filings), scratch.app.ontology.links
    found: list[SecondWorld] = []
    for place, hiding in enumerate(hidings):
        told = of_one_claim(told_of(seals, filed, hiding, links), seals)
        whole = rests_on(told, filed, filings, links, await _gone_along(scratch, told, filed))
        left = seen_by(hiding, filings, classes, whole)
        known = next((other for other in found if other.filings == left), None)
        if known is None:
            known = SecondWorld(filings=left)
            found.append(known)
        known.viewers.append(place)
    return found


async def _gone_along(
    scratch: Scratch, seals: Iterable[FallenSeal], filed: Mapping[str, tuple[Filing, SubmittedRecord]]
) -> list[str]:
    """Return the persons whom a seal may have come along from the claimed one: what any view may hold to be of her."""
    ends = {rid for seal in seals for rid in (seal.record, *seal.claimed)}
    persons = [rid for rid, (_, item) in filed.items() if item.kind == VICTIM_KIND]
    resolvable = scratch.app.foundation.resolvable
    component: dict[str, int] = {r.id: r.component for r in await resolvable.view(persons)} if ends else {}
    reached = {component[rid] for rid in ends if rid in component}
    return [rid for rid, number in component.items() if number in reached]
