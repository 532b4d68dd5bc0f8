"""Erasures of what was withdrawn before, by who could have erased it in one step: else nobody could forget it any more.

A record that is gone is known by its recall alone. To whom that is closed, or who does not protect victims where it was
one's, it is not there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from api.recalls.fallout import FalloutReader
from api.sight.own_view import OwnView
from graph import ReadScope
from graph.store import CompartmentRegistry, LateErasure, Recall, Store, WithdrawnRecords
from policies import Clock, ViewerContext, is_protecting


class LateErasures:
    """Finds what a viewer may erase though it is gone, and prepares that."""

    def __init__(
        self, store: Store, own_view: OwnView, fallouts: FalloutReader, registry: CompartmentRegistry, *, clock: Clock
    ) -> None:
        self._withdrawn = WithdrawnRecords(store)
        self._own_view = own_view
        self._fallouts = fallouts
        self._registry = registry
        self._clock = clock

    async def find(self, viewer: ViewerContext, scope: ReadScope, ids: Iterable[str]) -> list[Recall]:
        """Return the withdrawals of those of some records that are gone, not erased, and not kept from the viewer."""
        found = await self._withdrawn.to_erase(viewer.agency, ids)
        opened = await self._own_view.open(viewer, scope, [recall.record_id for recall in found])
        await self._registry.meet(recall.compartment for recall in found if recall.compartment is not None)
        protects = is_protecting(viewer)
        return [r for r in found if r.record_id in opened and (protects or not self._may_be_victims(r))]

    async def prepare(self, viewer: ViewerContext, recalls: Sequence[Recall]) -> LateErasure:
        """Return the erasure; who of the own people looked at each record goes from the receipts to its recall."""
        gone = [recall.record_id for recall in recalls]
        looks = await self._fallouts.looks(viewer.agency, gone) if gone else {}
        fallouts: dict[str, dict[str, Any]] = {r.id: {**r.fallout, "own_looks": looks[r.record_id]} for r in recalls}
        return LateErasure(recalls=recalls, fallouts=fallouts, by=viewer.subject, at=self._clock())

    def _may_be_victims(self, recall: Recall) -> bool:
        # One of an older store does not say under which terms it went.
        return recall.compartment is None or self._registry.is_victims(recall.compartment)


def erased(erasure: LateErasure) -> list[Recall]:
    """Return the recalls as they are once the erasure is done."""
    return [replace(r, erased=True, erased_by=erasure.by, erased_at=erasure.at) for r in erasure.recalls]
