"""Search in a view: words and identifiers to entities, scored on visible text alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from entity_resolution.entities import Entity, EntityReader
from entity_resolution.search_text import question_words
from graph import Ontology, ReadScope, RecordId
from graph.store import RecordReader, SearchHit, SearchStore
from graph.values import normalise

SELECTOR_SCORE = 1000.0
MAX_HITS = 500  # visible hits that are looked at as entities; what is hidden never counts
# An officer pastes a number as a paper has it. Not found because the country was not told would read as "not known".
_REGION = (None, "TH", "KH", "MM", "LA", "MY", "SG", "VN", "PH", "ID", "CN", "AU")
_SELECTOR_TYPES = ("phone", "wallet", "account", "document", "device", "plate", "url", "handle")


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """An entity that answers the question. `score` counts the words found in what the viewer may read."""

    entity: Entity
    score: float


class EntitySearch:
    """Finds entities by words of their names and places, and by exact identifiers."""

    def __init__(self, entities: EntityReader, records: RecordReader, search: SearchStore, ontology: Ontology) -> None:
        self._entities = entities
        self._records = records
        self._search = search
        self._ontology = ontology

    async def find(
        self, scope: ReadScope, text: str, *, kind: str | None = None, country: str | None = None
    ) -> list[SearchResult]:
        """Return the entities that answer, best first, then in canonical order.

        Args:
            scope: the viewer's scope.
            text: words, or an identifier such as a phone number in any notation.
            kind: a record kind to keep to.
            country: the country that a national number is read in; without it those of the region are tried.
        """
        scores: dict[RecordId, float] = {}
        keys = self._keys(text, country, kind)
        for rid in await self._records.ids_by_key(scope, keys) if keys else ():
            scores[rid] = SELECTOR_SCORE
        words = question_words(text)
        hits = await self._search.find(scope, words, kind=kind)
        for hit in hits:
            scores[hit.id] = max(scores.get(hit.id, 0.0), _score(words, hit))
        order = {hit.id: (hit.received, hit.id) for hit in hits}
        best_hits = sorted(scores, key=lambda rid: (-scores[rid], order.get(rid, (0, rid))))[:MAX_HITS]
        entities = await self._entities.entities_of(scope, best_hits)
        best: dict[str, SearchResult] = {}
        for rid in best_hits:
            entity, score = entities.get(rid), scores[rid]
            if entity is not None and (entity.id not in best or best[entity.id].score < score):
                best[entity.id] = SearchResult(entity=entity, score=score)
        return sorted(best.values(), key=lambda r: (-r.score, r.entity.records[0].order))

    def _keys(self, text: str, country: str | None, kind: str | None) -> list[str]:
        keys = []
        for schema in self._ontology.kinds.values():
            prop = next((p for p in schema.properties.values() if p.key), None)
            if prop is None or prop.type not in _SELECTOR_TYPES or (kind is not None and schema.name != kind):
                continue
            readings = {normalise(prop.type, text, country=c).key for c in ((country,) if country else _REGION)}
            keys += [f"{schema.name}|{key}" for key in sorted(k for k in readings if k is not None)]
        return keys


def _score(words: Sequence[str], hit: SearchHit) -> float:
    """Return how well a visible text answers: the share of the question's words found, and how close the whole is."""
    have = hit.text.split()
    found = sum(1 for word in words if any(h == word for h in have))
    begun = sum(1 for word in words if any(h.startswith(word) for h in have))
    return round(100.0 * found / len(words) + 20.0 * begun / len(words) + fuzz.token_set_ratio(words, have) / 10, 3)
