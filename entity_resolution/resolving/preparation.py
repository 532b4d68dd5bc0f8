"""Prepares records for resolution: what follows from one record alone, before it meets any other.

A pure function of a record, done by the thousand while a bulk load is resolved.
"""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from entity_resolution.blocking.meeting import TermKeys, record_keys
from entity_resolution.comparing.model import MatchModel
from entity_resolution.search.text import search_texts
from graph import Ontology, RecordId
from graph.blocks import BlockingKeys
from graph.selectors import linked_digest
from graph.store import ResolvableRecord, ResolvedRecord

_NO_KEYS = BlockingKeys()


@dataclass(slots=True, kw_only=True)
class Prepared:
    """What follows from records alone: their keys by terms and as indexed, and what is written on them."""

    by_terms: dict[RecordId, tuple[TermKeys, ...]] = field(default_factory=dict)
    keys: dict[RecordId, BlockingKeys] = field(default_factory=dict)
    resolved: dict[RecordId, ResolvedRecord] = field(default_factory=dict)


class Preparer:
    """Prepares records of all kinds."""

    def __init__(
        self, ontology: Ontology, models: Mapping[str, MatchModel], *, public_profiles: AbstractSet[str] = frozenset()
    ) -> None:
        """Make the preparer.

        Args:
            ontology: the kinds.
            models: how each kind is compared.
            public_profiles: of records on public lists.
        """
        self._ontology = ontology
        self._models = models
        self._public_profiles = public_profiles

    def prepare(self, records: Iterable[ResolvableRecord], prepared: Prepared) -> None:
        """Add what follows from records, or put it in the place of what followed from them before."""
        for record in records:
            model = self._models.get(record.kind)
            blocks = _NO_KEYS
            if model is not None:
                published = record.profile in self._public_profiles
                found = record_keys(model, record.parts, record.linked, published=published)
                prepared.by_terms[record.id] = found.by_terms
                blocks = prepared.keys[record.id] = found.indexed
            texts = search_texts(self._ontology.kind(record.kind), record.parts)
            is_new = record.revision == 0
            # A new selector without words needs nothing written: its key is in its component.
            if model is not None or not is_new or record.uncompared or any(texts.values()):
                prepared.resolved[record.id] = ResolvedRecord(
                    id=record.id,
                    blocks=blocks,
                    texts=texts,
                    is_new=is_new,
                    uncompared=record.uncompared,
                    digest=record.digest,
                    linked_as=linked_digest(record.linked) if model is not None else None,
                )
