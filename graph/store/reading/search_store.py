"""Full-text search: a field per property class, and all that is found is filtered by that class's compartments.

The index's own score depends on hidden records, since its statistics are global: it is dropped, and callers score the
visible text. There is no limit before the filter, since it would count hidden hits. The index is updated after the
commit: where it still finds a text that has gone, there is another text to score, or none.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from graph.ontology import PropertyClass
from graph.parts import SEALED_CLASSES
from graph.records import RecordId
from graph.scope import ReadScope
from graph.store.connection import Store
from graph.store.cypher import Access, opened, template, unsealed_words
from graph.store.schema.schema_statements import SEARCH_CLASSES


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """A visible record whose visible search text holds at least one of the words."""

    id: RecordId
    kind: str
    received: int
    property_class: PropertyClass
    text: str


_TEMPLATES = {
    c: template(
        f"search_{c}",
        Access.SCOPED,
        f"""
        CALL db.index.fulltext.queryNodes('search', $p.queries.{c}) YIELD node AS n
        WHERE {opened("n", c)} AND n.text_{c} IS NOT NULL AND ($p.kind IS NULL OR n.kind = $p.kind)
          {f"AND {unsealed_words('n', c)}" if c in SEALED_CLASSES else ""}
        RETURN collect({{rid: n.rid, kind: n.kind, received: n.received, text: n.text_{c}}}) AS rows
        """,
    )
    for c in SEARCH_CLASSES
}
_SPECIAL = re.compile(r'([+\-!(){}\[\]^"~*?:\\/&|<>=])')
MAX_WORDS = 12
MAX_EXACT = 60


class SearchStore:
    """Finds records by folded words, sounds and identifiers."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def find(
        self, scope: ReadScope, words: Sequence[str], *, kind: str | None = None, exact: Sequence[str] = ()
    ) -> list[SearchHit]:
        """Return every visible record that holds one of the words, or a word that begins with it, or an exact term.

        Args:
            scope: the viewer's scope.
            words: folded words; at most 12 are used.
            kind: the only kind of record to look for.
            exact: terms that must agree whole, such as sounds; at most 60 are used.
        """
        queries = {str(c): lucene_query(words, c, exact=exact) for c in SEARCH_CLASSES}
        if not queries[str(PropertyClass.IDENTITY)]:
            return []
        hits = []
        for property_class, statement in _TEMPLATES.items():
            rows = await self._store.read(statement, {"queries": queries, "kind": kind, **scope.parameters})
            hits += [
                SearchHit(
                    id=row["rid"],
                    kind=row["kind"],
                    received=row["received"],
                    property_class=property_class,
                    text=row["text"],
                )
                for row in rows
            ]
        return hits


def lucene_query(words: Sequence[str], property_class: PropertyClass, *, exact: Sequence[str] = ()) -> str:
    """Return the query text for folded words and exact terms in the field of one class, escaped.

    A caller's text never becomes query syntax.
    """
    terms = []
    for word in words[:MAX_WORDS]:
        escaped = _escaped(word)
        if escaped:
            terms.append(f"{escaped} {escaped}*" if len(word) >= 3 else escaped)
    terms += filter(None, map(_escaped, exact[:MAX_EXACT]))
    return f"text_{property_class}:({' '.join(terms)})" if terms else ""


def _escaped(word: str) -> str:
    return _SPECIAL.sub(r"\\\1", word[:100].lower())
