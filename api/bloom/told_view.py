"""What the audit entry of a projection says: each record that is about to leave, by its terms and under its grants."""

from collections.abc import Collection, Iterable, Mapping

from graph import ReadScope
from graph.store import ListedRecord, VisibleLink


class ToldView:
    """The grants that records of a view, and the links between them, are copied under.

    The trail names no links: a link tells of both its records, so they stand under its grants as well.
    """

    def __init__(self, scope: ReadScope) -> None:
        self._scope = scope
        self._granted: dict[str, set[str]] = {}

    def note_records(self, records: Iterable[ListedRecord]) -> None:
        """Note under which grants records are about to be copied."""
        for record in records:
            self._note([record.id], record.grants)

    def note_links(self, links: Iterable[VisibleLink]) -> None:
        """Note under which grants links are about to be copied."""
        for link in links:
            self._note([link.source_id, link.target_id], link.grants)

    def _note(self, ids: Collection[str], tokens: Collection[int]) -> None:
        for grant_id in self._scope.grant_ids(tokens):
            self._granted.setdefault(grant_id, set()).update(ids)

    def names(self, ids: Collection[str], tokens: Collection[int]) -> bool:
        """Return whether records are told of under each of these live grants."""
        nobody = frozenset[str]()
        return all(self._granted.get(grant_id, nobody).issuperset(ids) for grant_id in self._scope.grant_ids(tokens))

    def granted(self, ids: Collection[str]) -> Mapping[str, Collection[str]]:
        """Return by grant those of some records that are told of under it."""
        wanted = set(ids)
        return {grant_id: found for grant_id, named in self._granted.items() if (found := named & wanted)}
