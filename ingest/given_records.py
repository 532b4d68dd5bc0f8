"""What a file gave: the records of those of its rows that were written, told by the file itself."""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Mapping
from pathlib import Path

from graph import IdMinter, Ontology, RecordId
from ingest.batches import MappedInput
from ingest.duplicate_references import DuplicateCheck
from ingest.input_file import InputFile, open_input
from ingest.mapping import SourceMapping
from ingest.quarantine import QuarantineKeeper, list_quarantined

_Waiting = Mapping[int, Collection[str]]


async def records_in_file(
    path: Path,
    *,
    mapping: SourceMapping | None,
    originator: str,
    profile: str | None,
    known_profiles: Collection[str],
    minter: IdMinter,
    keeper: QuarantineKeeper,
    dataset: str | None = None,
    ontology: Ontology | None = None,
) -> list[RecordId]:
    """Return the ids of the records that a file gave, in its order and each once.

    Ids derive from originator, dataset and reference: the file tells them again, read as it was read then, with the
    settings of then. A row that breaks a rule gave none, nor did one that says otherwise what an earlier one said, or
    one that waits in quarantine, whatever it would give now. One that was tried again since gave what it gives as it
    was read then.

    Args:
        path: the file, under the name that it was brought in by: the rows of it that wait are known by that.
        mapping: how it was read; None for FollowTheMoney.
        originator: whose data it is.
        profile: the handling profile of what has none of its own.
        known_profiles: the registered ones.
        minter: makes the ids.
        keeper: where the rows wait.
        dataset: goes before the mapping's, or the one that a FollowTheMoney file says.
        ontology: the product's own where it is left out.

    Raises:
        UnreadableFileError, MappingError, SettingError: as when it is brought in.
    """
    opened = await open_input(
        path,
        mapping=mapping,
        originator=originator,
        profile=profile,
        known_originators=[originator],
        known_profiles=known_profiles,
        minter=minter,
        dataset=dataset,
        ontology=ontology,
    )
    waiting = await _waiting_rows(opened, keeper)
    return await asyncio.to_thread(_ids_given, opened.source, waiting)


async def _waiting_rows(opened: InputFile, keeper: QuarantineKeeper) -> _Waiting:
    """Return the contents of the rows of a file that wait and gave no record, by their numbers."""
    supply, found = opened.supply, defaultdict[int, set[str]](set)
    async for row in list_quarantined(keeper, supply.originator, dataset=supply.dataset):
        # Where the link alone waits, its row gave its records.
        if row.file == opened.source.file and not row.records:
            found[row.row].add(row.content)
    return found


def _ids_given(source: MappedInput, waiting: _Waiting) -> list[RecordId]:
    seen = DuplicateCheck()
    found: dict[RecordId, None] = {}
    for row in source.mapped_rows():
        if row.number in waiting and row.content() in waiting[row.number]:
            continue
        found.update((record.id, None) for record in seen.admit(row.mapped).records)
    return list(found)
