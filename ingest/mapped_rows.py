"""What a source row gives: records, links and what is to be told of them, or the rules that it breaks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from graph import Link, LinkId, Record, RecordId
from graph.store import FormerLink, SourceEdge
from ingest.rules import Problem

FLAWED_NAME = RecordId("")
"""Stands before the ids of a row of which the references are of cells that the file got wrong: no row ever gives it."""


class Unread(NamedTuple):
    """A value that was kept as its source wrote it, since it could not be read as what it is.

    `reason`: why, and what mends it, without the value. Of a link's time `kind` is the link's type.
    """

    record_id: RecordId | LinkId
    kind: str
    property: str
    reason: str = ""


class NamedEnd(NamedTuple):
    """How a source row names an end of a link: in which property, and by which reference."""

    column: str
    reference: str


@dataclass(frozen=True, slots=True)
class MappedRow:
    """What a source row gives. With problems it gives nothing else, so that no half of a row enters.

    `signatures` holds one number per record, then per link: equal numbers mean equal content, and those of records of
    one kind end alike (`with_kind`). `named`: of a row with
    problems the ids of the records that it was to give, or of its links where it has none, as far as they can be told,
    those that it was to give by what stands in flawed cells last, behind `FLAWED_NAME`;
    `gave`: of a row whose link alone waits, those of the records that were written. `ends`: of links how the row names
    what they join, the source first, where it says so in properties. `former`: links of an older version that it takes
    away, to records that were several rows' though their number was none. `is_parted`: a cell of it gives several
    records. `made_by`: of a table, which record of the mapping each of the records is. `joined`: the references of both
    ends of each link, behind the dataset of one that is in another.
    """

    records: tuple[Record, ...] = ()
    links: tuple[Link, ...] = ()
    problems: tuple[Problem, ...] = ()
    signatures: tuple[int, ...] = ()
    unread: tuple[Unread, ...] = ()
    named: tuple[RecordId | LinkId, ...] = field(default=(), compare=False)
    gave: tuple[RecordId, ...] = field(default=(), compare=False)
    ends: Mapping[LinkId, tuple[NamedEnd, NamedEnd]] | None = field(default=None, compare=False)
    former: tuple[FormerLink, ...] = field(default=(), compare=False)
    edges: tuple[SourceEdge, ...] = field(default=(), compare=False)
    is_parted: bool = field(default=False, compare=False)
    made_by: tuple[str, ...] = field(default=(), compare=False)
    joined: tuple[tuple[str, str], ...] = field(default=(), compare=False)

    @property
    def items(self) -> tuple[Record | Link, ...]:
        """Return records, then links."""
        return (*self.records, *self.links)

    def ends_of(self, link: Link) -> tuple[NamedEnd, ...]:
        """Return how the row names the source and the target of a link of its; nothing where it has no properties."""
        return self.ends.get(link.id, ()) if self.ends is not None else ()


def named_by(row: MappedRow) -> tuple[RecordId | LinkId, ...]:
    """Return by what a row is known again that turns out to be bad after it was mapped."""
    if row.records or not row.edges:
        return tuple(item.id for item in row.records or row.links)
    return (*(edge.id for edge in row.edges), *(link.id for link in row.links if edge_of(row, link.id) is None))


def edge_of(row: MappedRow, link_id: LinkId) -> SourceEdge | None:
    """Return the edge of a row's source that a link of its is of."""
    return next((edge for edge in row.edges if link_id in edge.links), None)
