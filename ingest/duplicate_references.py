"""One reference, one content: rows of one input that say the same twice, and those that contradict one another."""

import zlib
from functools import cache

from graph import Link, LinkId, Record, RecordId
from graph.values import fold_reference
from ingest.mapped_rows import MappedRow, named_by
from ingest.rules import Problem, Rule

_KIND_MARK = 0xFFFF


@cache  # of the ontology's kinds, which are few: mappings name no others, and no cell does
def _kind_mark(kind: str) -> int:
    """Return what tells one kind from the others in few bits, so that nobody has to remember it beside a signature."""
    return zlib.crc32(kind.encode()) & _KIND_MARK


def with_kind(signature: int, kind: str) -> int:
    """Return the signature of a record with a mark of its kind at its end."""
    return signature & ~_KIND_MARK | _kind_mark(kind)


class DuplicateCheck:
    """Remembers what the rows of one input said, so that two rows never give one reference different content."""

    __slots__ = ("_edges", "_seen")

    def __init__(self) -> None:
        self._seen: dict[RecordId | LinkId, int] = {}
        self._edges: dict[str, int] = {}

    def __contains__(self, record_id: RecordId) -> bool:
        return record_id in self._seen

    def admit(self, row: MappedRow) -> MappedRow:
        """Return the row without what an earlier one said word for word, or with a problem where it said otherwise."""
        if row.problems:
            return row
        if not row.edges:
            return self._admit_items(row)
        said = dict(zip([item.id for item in row.items], row.signatures, strict=True))
        told: dict[str, int] = {}
        for edge in row.edges:
            name, signature = fold_reference(edge.reference), hash(frozenset(said[i] for i in edge.links))
            if self._edges.get(name, told.setdefault(name, signature)) != signature:
                problem = Problem(rule=Rule.DUPLICATE_REFERENCE, value=edge.reference)
                return MappedRow(problems=(problem,), named=named_by(row))
        admitted = self._admit_items(row)
        if not admitted.problems:
            self._edges.update(told)
        return admitted

    def _admit_items(self, row: MappedRow) -> MappedRow:
        items = row.items
        fresh: dict[RecordId | LinkId, int] = dict(zip([item.id for item in items], row.signatures, strict=True))
        if len(fresh) == len(items) and self._seen.keys().isdisjoint(fresh):
            self._seen.update(fresh)
            return row
        fresh = {}
        kept = []
        for item, signature in zip(items, row.signatures, strict=True):
            before = fresh.get(item.id, self._seen.get(item.id))
            if before is None:
                fresh[item.id] = signature
                kept.append(item)
            elif before != signature:
                other_kind = isinstance(item, Record) and (before ^ signature) & _KIND_MARK
                rule = Rule.OTHER_KIND if other_kind else Rule.DUPLICATE_REFERENCE
                problem = Problem(rule=rule, value=item.provenance.reference)
                return MappedRow(problems=(problem,), named=named_by(row))
        self._seen.update(fresh)
        if len(kept) == len(items):
            return row
        return MappedRow(
            records=tuple(item for item in kept if isinstance(item, Record)),
            links=tuple(item for item in kept if isinstance(item, Link)),
            unread=tuple(value for value in row.unread if value.record_id in fresh),
            former=row.former,
            edges=tuple(edge for edge in row.edges if fresh.keys() >= edge.links.keys()),
        )
