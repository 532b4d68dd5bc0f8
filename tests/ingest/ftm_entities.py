"""Entities of FollowTheMoney as tests write them, and what a file of them is mapped to."""

from collections.abc import Callable
from typing import Any

from graph import Record
from ingest.batches import NumberedRow
from ingest.followthemoney.input import FtmInput


def entity(entity_id: str, schema: str, **properties: Any) -> dict[str, Any]:
    """Return an entity as a line of a file has it."""
    return {"id": entity_id, "schema": schema, "properties": properties}


class MappedEntities:
    """The records, links and problems of a file, and its source."""

    def __init__(self, rows: list[NumberedRow], source: FtmInput) -> None:
        self.rows = rows
        self.source = source
        self.records = {r.provenance.reference: r for row in rows for r in row.mapped.records}
        self.links = [link for row in rows for link in row.mapped.links]
        self.problems = [(row.number, problem) for row in rows for problem in row.mapped.problems]

    def ends(self) -> set[tuple[str, str, str]]:
        """Return each link's type and the references of its ends."""
        references = {record.id: reference for reference, record in self.records.items()}
        return {(k.type, references[k.source_id], references[k.target_id]) for k in self.links}


MapEntities = Callable[..., MappedEntities]


def raw(record: Record, name: str) -> list[str]:
    """Return the values of a property as they were written."""
    return [value.raw for value in record.properties.get(name, ())]
