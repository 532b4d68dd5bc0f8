"""Search in a view: names in any script and spelling, words and identifiers to entities, scored on what is visible."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from entity_resolution.search.scores import FLOOR, entity_score, first_guess, has_text
from entity_resolution.search.text import Question, read_question, readings_as_keys
from entity_resolution.views.entities import Entity, EntityReader
from graph import Ontology, ReadScope, RecordId
from graph.store import RecordReader, SearchHit, SearchStore

MAX_HITS = 500  # visible hits that are looked at as entities; what is hidden never counts


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """An entity that answers the question. `score` is from 0 to 1, from what the viewer may read alone.

    `is_exact`: it has the identifier that was asked for, or the very text, each letter as it is written. Others may
    score as much: words and codes are found whatever the case of their letters.
    """

    entity: Entity
    score: float
    is_exact: bool = False

    @property
    def order(self) -> tuple[float, bool, int, RecordId]:
        """What answers are sorted by: the score, whether it is exact, and the canonical order."""
        return -self.score, not self.is_exact, *self.entity.records[0].order


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchAnswer:
    """The entities that answer, best first, of equal ones the exact before others, then in canonical order.

    `truncated`: more records that the viewer may see have something of the question than were looked at in full; of
    those the most promising were.
    """

    results: tuple[SearchResult, ...]
    truncated: bool


class EntitySearch:
    """Finds entities by words and sounds of their names, by words of places and texts, and by identifiers."""

    def __init__(self, entities: EntityReader, records: RecordReader, search: SearchStore, ontology: Ontology) -> None:
        self._entities = entities
        self._records = records
        self._search = search
        self._ontology = ontology

    async def find(
        self, scope: ReadScope, text: str, *, kind: str | None = None, country: str | None = None
    ) -> SearchAnswer:
        """Return the entities that answer; what is mere noise is left out.

        Args:
            scope: the viewer's scope.
            text: words, or an identifier such as a phone number in any notation.
            kind: a record kind to keep to.
            country: the country that a national number is read in; without it those of the region are tried.
        """
        question = read_question(text, country)
        keys = readings_as_keys(self._ontology, text, country, kind)
        named = frozenset(await self._records.ids_by_key(scope, keys)) if keys else frozenset[RecordId]()
        hits = _by_record(await self._search.find(scope, question.begun, kind=kind, exact=question.exact))
        # Common sounds bring many hits: weighing them must not stop the loop.
        promising = await asyncio.to_thread(_most_promising, question, hits)
        entities = await self._entities.entities_of(scope, [*sorted(named), *promising])
        scored = await asyncio.to_thread(self._scored, question, {e.id: e for e in entities.values()}, hits, named)
        best_first = sorted(scored, key=lambda r: r.order)
        return SearchAnswer(results=tuple(best_first), truncated=len(hits) > MAX_HITS)

    def _scored(
        self,
        question: Question,
        entities: Mapping[RecordId, Entity],
        hits: Mapping[RecordId, Sequence[SearchHit]],
        named: frozenset[RecordId],
    ) -> list[SearchResult]:
        results = []
        for entity in entities.values():
            own = [hit for record in entity.records for hit in hits.get(record.id, ())]
            is_named = any(r.id in named for r in entity.records)
            score = 1.0 if is_named else self._score(question, entity, own)
            if score >= FLOOR:
                is_exact = is_named or has_text(entity, self._ontology, question.text)
                results.append(SearchResult(entity=entity, score=score, is_exact=is_exact))
        return results

    def _score(self, question: Question, entity: Entity, hits: Sequence[SearchHit]) -> float:
        return entity_score(question, self._ontology, entity, [hit.text for hit in hits])


def _by_record(hits: Sequence[SearchHit]) -> dict[RecordId, list[SearchHit]]:
    found: dict[RecordId, list[SearchHit]] = {}
    for hit in hits:
        found.setdefault(hit.id, []).append(hit)
    return found


def _most_promising(question: Question, hits: Mapping[RecordId, Sequence[SearchHit]]) -> list[RecordId]:
    """Return the records to look at in full: all of them, unless there are too many."""
    if len(hits) <= MAX_HITS:
        return sorted(hits)
    guesses = {rid: max(first_guess(question, hit.text) for hit in own) for rid, own in hits.items()}
    return sorted(hits, key=lambda rid: (-guesses[rid], hits[rid][0].received, rid))[:MAX_HITS]
