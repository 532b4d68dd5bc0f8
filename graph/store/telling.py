"""When notices are told: rising with their numbers for each agency, so that nobody who asks by time misses one.

When one was made says little of that: a supervisor may hold it, a hit is told after the answer has left, and a reminder
when the service runs again. What was hidden for a while is told again, since whoever goes on behind a place has passed
it by.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from graph.store.changes import ChangeKind, append_change
from graph.store.connection import Transaction
from graph.store.cypher import Access, template

# Of older notices it was not kept.
TOLD_AT = "coalesce(x.told_at, x.ended_at, x.created_at)"
# By both properties of the index, as where notices are read.
_TOLD_LAST = template(
    "told_last",
    Access.WRITE,
    f"""
    MATCH (counter:Counter {{name: 'notice'}})
    SET counter.locked = true
    WITH counter
    UNWIND $p.agencies AS agency
    CALL (agency) {{
      MATCH (x:Notice) WHERE x.agency = agency AND x.seq > 0
      RETURN {TOLD_AT} AS at ORDER BY x.agency DESC, x.seq DESC LIMIT 1
    }}
    RETURN agency, at
    """,
)
# Hidden no more, and acknowledged as it was: nothing that it says has changed.
_TELL_AGAIN = template(
    "tell_again",
    Access.WRITE,
    """
    MATCH (counter:Counter {name: 'notice'})
    SET counter.locked = true
    WITH counter
    UNWIND $p.ids AS id
    MATCH (x:Notice {id: id})
    WITH counter, x ORDER BY x.seq
    SET counter.n = counter.n + 1, x.seq = counter.n, x.told_at = $p.told[x.agency], x.hidden = null
    """,
)


async def tell_again(tx: Transaction, notices: Mapping[str, str], *, at: datetime) -> None:
    """Give notices new numbers, in the order that they have, and wake those whom they are for.

    Args:
        tx: the transaction.
        notices: ids, each with the agency that it is for.
        at: when they are told.
    """
    if not notices:
        return
    told = await telling_times(tx, notices.values(), at)
    await tx.run(_TELL_AGAIN, {"ids": sorted(notices), "told": told})
    await append_change(tx, ChangeKind.NOTICE, [], agencies=set(notices.values()))


async def telling_times(tx: Transaction, agencies: Iterable[str], at: datetime) -> dict[str, str]:
    """Return for each agency when it is told of what is written now: at `at`, and never before it was told last.

    Locks the numbers of notices, since of two who write at once the later number might get the earlier time.
    """
    wanted, now = sorted(set(agencies)), at.isoformat()
    rows: Any = await tx.run(_TOLD_LAST, {"agencies": wanted})
    return dict.fromkeys(wanted, now) | {row["agency"]: max(now, row["at"]) for row in rows}
