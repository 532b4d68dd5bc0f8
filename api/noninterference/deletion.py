"""The second worlds of the deletion form, where what is hidden was never filed: one for all to whom it is the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from api.noninterference.seals import fallen_seals, of_one_claim, rests_on, told_of
from api.noninterference.worlds import Filing, Hiding, Scratch, filed_records, seen_by
from graph import PropertyClass


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
        whole = rests_on(of_one_claim(told_of(seals, filed, hiding, links), seals), filed, filings, links)
        left = seen_by(hiding, filings, classes, whole)
        known = next((other for other in found if other.filings == left), None)
        if known is None:
            known = SecondWorld(filings=left)
            found.append(known)
        known.viewers.append(place)
    return found
