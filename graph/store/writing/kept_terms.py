"""What stands of a record whatever is filed over it: one on hold, the role of a victim, and what a seal closed."""

from collections.abc import Iterable, Mapping, Sequence

from graph.compartments import CompartmentKey
from graph.records import Record, RecordId, SubjectRole
from graph.store.compartment_registry import CompartmentRegistry
from graph.store.connection import Row, Transaction
from graph.store.seals.seal_stamps import keep_seals
from graph.store.seals.selector_seals import victims_among
from graph.store.withdrawal.retention_store import held_among
from graph.store.writing.record_rows import RowMaker
from graph.store.writing.record_statements import KEEP_ROLE
from graph.store.writing.roles_on_hold import take_victims_roles
from graph.store.writing.write_batch import WriteBatch


class KeptTerms:
    """Finds what a batch may not replace, and puts back the terms that it may not take off."""

    def __init__(self, registry: CompartmentRegistry, maker: RowMaker) -> None:
        self._registry = registry
        self._maker = maker

    def under_standing_roles(
        self, rows: Sequence[Row], records: Sequence[Record], existing: Mapping[str, Row]
    ) -> Sequence[Row]:
        """Return rows, those of records that say no role under the one that stands, as filed: silence opens nothing."""
        silent = {record.id: record for record in records if record.subject_role is None and record.id in existing}
        return [self._under(existing, row, silent) for row in rows] if silent else rows

    def _under(self, existing: Mapping[str, Row], row: Row, silent: Mapping[RecordId, Record]) -> Row:
        record = silent.get(row["rid"])
        if record is None or existing[record.id]["role"] == row["props"]["role"]:
            return row
        return {**row, **self._maker.record_row_under(SubjectRole(existing[record.id]["role"]), record)}

    def unsealed(self, before: Mapping[str, int], rows: Sequence[Row], kept: Mapping[str, int]) -> dict[RecordId, int]:
        """Return those that stood as a victim's and stand so no more, with where they stood."""
        again = [row for row in rows if row["rid"] in before and row["rid"] not in kept]  # in most batches none
        open_now = [RecordId(row["rid"]) for row in again if not SubjectRole(row["props"]["role"]).is_victim]
        return {rid: before[rid] for rid in open_now if self._registry.is_victims(before[rid])}

    async def held(
        self, tx: Transaction, batch: WriteBatch, existing: Mapping[str, Row]
    ) -> tuple[frozenset[str], frozenset[str]]:
        """Return which records stay as they stand, and which of them since this batch leaves victims' alone."""
        if not existing:
            return frozenset(), frozenset()
        held = await held_among(tx, existing)
        if not batch.guards_victims:
            return held, frozenset()
        standing = {rid: int(row["cmp"]) for rid, row in existing.items()}
        guarded = await victims_among(tx, self._registry, standing) - held
        return held | guarded, guarded

    async def take_victims_roles(
        self, tx: Transaction, batch: WriteBatch, held: Iterable[Row], existing: Mapping[str, Row]
    ) -> dict[str, int]:
        """Close those of what a hold keeps that is filed as a victim's; return their compartments.

        What its agency claims to be a victim's is left to those who protect her, on hold as well.
        """
        rows = list(held)
        self._registry.require(existing[row["rid"]]["cmp"] for row in rows)
        if batch.guards_victims:
            rows = [row for row in rows if not self._registry.is_victims(existing[row["rid"]]["cmp"])]
        return await take_victims_roles(tx, self._registry, rows, existing)

    async def put_back(
        self, tx: Transaction, before: Mapping[str, int], rows: Sequence[Row], *, lifts_seals: bool
    ) -> dict[str, int]:
        """Put what was filed anew back under what closed it further; return the compartments of those put back."""
        kept = {} if lifts_seals else await self._put_victims_back(tx, before, rows)
        return kept | await keep_seals(tx, self._registry, list(before), refiled=True)

    async def _put_victims_back(
        self, tx: Transaction, before: Mapping[str, int], rows: Sequence[Row]
    ) -> dict[str, int]:
        """Put records back under the role of a victim that they were filed with; return their compartments.

        Without it whoever files her reference anew would read who and where she is.
        """
        self._registry.require(before.values())
        keys = {}
        for props in (row["props"] | {"rid": row["rid"]} for row in rows if row["rid"] in before):
            key = self._registry.get(before[props["rid"]]).key
            if key is not None and key.role.is_victim and not SubjectRole(props["role"]).is_victim:
                keys[props["rid"]] = CompartmentKey(
                    originator=props["originator"], profile=props["profile"], kind=props["kind"], role=key.role
                )
        ids = self._registry.get_bases(set(keys.values()))
        found = [{"rid": rid, "role": str(key.role), "cmp": ids[key]} for rid, key in keys.items()]
        kept_rows = await tx.run(KEEP_ROLE, {"rows": found}) if found else []
        return {str(row["rid"]): int(row["cmp"]) for row in kept_rows}


def where_they_stand(rows: Iterable[Row], existing: Mapping[str, Row], fresh: Iterable[Row]) -> dict[str, int]:
    """Return where records stand: `fresh` ones as filed, others where they stood, which a seal may have moved."""
    found = {row["rid"]: (existing.get(row["rid"]) or row["props"])["cmp"] for row in rows}
    found.update((row["rid"], row["props"]["cmp"]) for row in fresh)
    return found
