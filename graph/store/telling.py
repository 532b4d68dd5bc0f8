"""When notices are told: rising with their numbers for each agency, so that nobody who asks by time misses one.

When one was made says little of that: a supervisor may hold it, a hit is told after the answer has left, and a reminder
when the service runs again.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

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


async def telling_times(tx: Transaction, agencies: Iterable[str], at: datetime) -> dict[str, str]:
    """Return for each agency when it is told of what is written now: at `at`, and never before it was told last.

    Locks the numbers of notices, since of two who write at once the later number might get the earlier time.
    """
    wanted, now = sorted(set(agencies)), at.isoformat()
    rows: Any = await tx.run(_TOLD_LAST, {"agencies": wanted})
    return dict.fromkeys(wanted, now) | {row["agency"]: max(now, row["at"]) for row in rows}
