"""Payments beside a path: those between the same two that a payment on it stands between, as money may go by any."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from entity_resolution.networks.money_in_time import PAYMENT
from entity_resolution.networks.searched_links import Heading, SearchedLinks, order_of
from entity_resolution.views.entities import Entity
from graph import RecordId

MAX_NAMED_PAYMENTS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ParallelPayments:
    """The other payments from the entity before a payment on a path to the one behind it, whenever they were made.

    `count` is of all in view, `entities` the first `MAX_NAMED_PAYMENTS` of them in canonical order.
    """

    payment_id: RecordId
    count: int
    entities: tuple[Entity, ...]


def may_be_parallel(way: Sequence[Entity], links: SearchedLinks) -> list[Entity]:
    """Return what may be a payment beside a path, by the links that were read: it is linked as that to one of the two.

    Of the two that a payment stands between a search has gone along the links of one at least.
    """
    found = {e.id: e for before, _, behind in _steps(way) for e in _between(before, behind, links)}
    on_it = {entity.id for entity in way}
    return sorted((e for e in found.values() if e.id not in on_it), key=order_of)


def parallel_payments(
    way: Sequence[Entity], candidates: Sequence[Entity], steps: Collection[tuple[RecordId, RecordId]]
) -> tuple[ParallelPayments, ...]:
    """Return the payments beside each payment on a path that has some, in the order of the path.

    Args:
        way: the entities of the path from its source on.
        candidates: what `may_be_parallel` returned.
        steps: from which entity to which links lead, of all these.
    """
    found = []
    for before, payment, behind in _steps(way):
        others = [e for e in candidates if (before.id, e.id) in steps and (e.id, behind.id) in steps]
        if others:
            named = tuple(islice(others, MAX_NAMED_PAYMENTS))
            found.append(ParallelPayments(payment_id=payment.id, count=len(others), entities=named))
    return tuple(found)


def _steps(way: Sequence[Entity]) -> Iterator[tuple[Entity, Entity, Entity]]:
    """Yield each payment between two others on a path, with what stands before it and behind it."""
    for (before, payment), (_, behind) in pairwise(pairwise(way)):
        if payment.kind == PAYMENT:
            yield before, payment, behind


def _between(before: Entity, behind: Entity, links: SearchedLinks) -> Iterator[Entity]:
    near, heading = (before, Heading.ONWARD) if links.has_read(before) else (behind, Heading.BACK)
    for entity in links.ends(near, heading):
        if entity.kind == PAYMENT:
            yield entity
