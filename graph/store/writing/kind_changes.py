"""Makes another kind of thing of a record whose originator gives its reference to one."""

from collections.abc import Mapping, Sequence

from graph.store.connection import Row, Transaction
from graph.store.notices.linked_beside import linked_beside_gone
from graph.store.notices.next_told import told_next_of_gone
from graph.store.writing.record_statements import CHANGE_KIND


async def change_kinds(tx: Transaction, rows: Sequence[Row], existing: Mapping[str, Row]) -> list[str]:
    """Make other things of records that were filed as such; return, pair after pair, what others hold beside them.

    Who had been told of such a record was not told of the next one of its agency: that stands alone now.
    """
    kinds = [_kind_row(row, existing[row["rid"]]["kind"]) for row in rows]
    changed = [row for row in kinds if row["kind"] != row["before"]]
    if not changed:
        return []
    gone = sorted(row["rid"] for row in changed)
    originators = sorted({row["props"]["originator"] for row in rows})
    beside = [rid for agency in originators for rid in await linked_beside_gone(tx, agency, gone)]
    beside += await told_next_of_gone(tx, gone)
    await tx.run(CHANGE_KIND, {"rows": changed})
    return beside


def _kind_row(row: Row, before: str) -> Row:
    props = row["props"]
    component = props.get("component", row["component"])
    return {"rid": row["rid"], "before": before, "kind": props["kind"], "key": props.get("key"), "component": component}
