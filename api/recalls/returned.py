"""What was withdrawn and stands again, as its originator filed it anew: told to those alone who see it now.

A recall asks its recipients to forget what they had. What is in their view again is not recalled, though nothing took
the recall back: what they kept of it before may be another version.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from graph import ReadScope
from graph.store import Recall, RecordReader, VisibleLink, VisibleRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """What stands again in one view."""

    records: tuple[VisibleRecord, ...] = ()
    links: tuple[VisibleLink, ...] = ()

    def has(self, recall: Recall) -> bool:
        """Return whether what a recall is of stands again in the view."""
        if recall.cause.leaves_record:
            return False
        if recall.link is None:
            return any(record.id == recall.record_id for record in self.records)
        named = recall.record_id, recall.link.ends
        return any((link.id, (link.source_id, link.target_id)) == named for link in self.links)


async def returned(reader: RecordReader, scope: ReadScope, recalls: Iterable[Recall]) -> Returned:
    """Return what of that which was withdrawn stands again in a view; of a link, between the same records.

    Args:
        reader: reads the view.
        scope: whose view it is.
        recalls: of records and links; what was narrowed or corrected never went. None of a hit: it tells of no record.
    """
    withdrawn = [recall for recall in recalls if not recall.cause.leaves_record]
    records = [recall.record_id for recall in withdrawn if recall.link is None]
    links = {
        (recall.record_id, recall.link.ends) for recall in withdrawn if recall.link is not None and recall.link.ends
    }
    return Returned(
        records=tuple(await reader.records(scope, records)),
        links=tuple(await reader.links_between(scope, links)),
    )
