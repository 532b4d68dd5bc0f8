"""When notices are told: rising with their numbers for each agency, so that nobody who asks by time misses one.

When one was made says little of that: a supervisor may hold it, a hit is told after the answer has left, and a reminder
when the service runs again. What was hidden for a while is told again, since whoever goes on behind a place has passed
it by.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from graph.store.changes import ChangeKind, append_change
from graph.store.connection import Store, Transaction
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
# By both properties of the index as well: of each number the notice that has it or the next one.
_TOLD_AT_NUMBERS = template(
    "told_at_numbers",
    Access.SYSTEM,
    """
    UNWIND $p.numbers AS number
    CALL (number) {
      MATCH (x:Notice) WHERE x.agency = $p.agency AND x.seq >= number
      RETURN x.seq AS seq, x.told_at AS at ORDER BY x.agency, x.seq LIMIT 1
    }
    RETURN collect(DISTINCT [seq, at]) AS rows
    """,
)
_NUMBERS_A_LOOK = 64
# Of notices `x`, in their order, behind `counter`, with the times of `telling_times`. Each gets a number of its own, by
# which an inbox is read page by page: where one `SET` of many rows counted on, all of them got the last number.
TOLD_ANEW = """WITH counter, collect(x) AS found
    WITH counter, counter.n AS base, found
    SET counter.n = base + size(found)
    WITH base, found
    UNWIND range(1, size(found)) AS place
    WITH found[place - 1] AS x, base + place AS seq
    SET x.seq = seq, x.told_at = $p.told[x.agency]"""
# Hidden no more, and acknowledged as it was: nothing that it says has changed.
_TELL_AGAIN = template(
    "tell_again",
    Access.WRITE,
    f"""
    MATCH (counter:Counter {{name: 'notice'}})
    SET counter.locked = true
    WITH counter
    UNWIND $p.ids AS id
    MATCH (x:Notice {{id: id}})
    WITH counter, x ORDER BY x.seq
    {TOLD_ANEW}, x.hidden = null
    """,
)


async def first_told_since(store: Store, agency: str, since: datetime, *, last: int) -> int:
    """Return a number before which an agency was told of nothing at `since` or later.

    Found by halving, since times rise with numbers: who asks for what is new does not read the years before. Only of
    older notices no time was kept; these come first of all, and are read where all are that have one.

    Args:
        store: the store.
        agency: whose notices.
        since: the time.
        last: the number of the newest notice of all.
    """
    # INVARIANT: the notice `before` was told earlier, and what is at `found` or behind it was not.
    before, found, is_kept = 0, last + 1, False
    while found - before > 1:
        numbers = range(before + 1, found, max(1, (found - before) // _NUMBERS_A_LOOK))
        rows: Any = await store.read(_TOLD_AT_NUMBERS, {"agency": agency, "numbers": list(numbers)})
        for seq, at in sorted(rows, key=_number):
            if at is None or datetime.fromisoformat(at) < since:
                before, is_kept = seq, at is not None
        found = min((number for number in numbers if number > before), default=found)
    return found if is_kept else 0


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


def _number(row: Sequence[Any]) -> int:
    return int(row[0])
