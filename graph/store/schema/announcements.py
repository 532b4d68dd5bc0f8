"""Announces records as changed though nobody filed them, so that they are resolved anew after an upgrade.

Page by page: in one transaction a large store would run into limits of time and memory, and begin anew at each start.
"""

from graph.store.connection import Store, Transaction
from graph.store.cypher import Access, Template, template

# So many records are looked at in a transaction, and so many make a change of the feed.
PAGE = 20_000
_A_CHANGE = 1_000

_PLACE = template(
    "announcing_place",
    Access.SYSTEM,
    "OPTIONAL MATCH (s:Schema {name: 'benang'}) RETURN s.announcing AS step, s.announced AS after",
)
_KEEP_PLACE = template(
    "keep_announcing_place",
    Access.WRITE,
    "MERGE (s:Schema {name: 'benang'}) SET s.announcing = $p.step, s.announced = $p.after",
)


async def announce_again(store: Store, condition: str, *, step: str) -> None:
    """Announce the records that meet a condition, in the order of their ids; a run that was ended goes on where it was.

    Args:
        store: where they stand.
        condition: on a record `n`, in Cypher.
        step: whose announcement it is; the place of another one's is forgotten.

    Raises:
        StoreQueryError: a page failed; those before it are announced.
    """
    statement = _page_template(condition)
    [kept] = await store.read(_PLACE, {})
    place: str | None = kept["after"] if kept["step"] == step else ""
    while place is not None:
        place = await _announce_page(store, statement, step, place)


async def _announce_page(store: Store, statement: Template, step: str, after: str) -> str | None:
    """Announce what a page holds, and return the last id of the page; `None` behind the last one."""

    async def work(tx: Transaction) -> str | None:
        parameters = {"after": after, "page": PAGE, "change": _A_CHANGE}
        [row] = await tx.run(statement, parameters)
        last: str | None = row["last"]
        await tx.run(_KEEP_PLACE, {"step": step if last is not None else None, "after": last})
        return last

    return await store.write(work)


def _page_template(condition: str) -> Template:
    # The counter is locked by its change, as by every writer of the feed, before its number is read.
    return Template(
        name="announce_again",
        access=Access.WRITE,
        text=f"""
        CALL () {{
          MATCH (n:Record)
          USING INDEX n:Record(rid)
          WHERE n.rid > $p.after
          WITH n ORDER BY n.rid LIMIT $p.page
          RETURN max(n.rid) AS last, collect(CASE WHEN {condition} THEN n.rid END) AS rids
        }}
        WITH last, [i IN range(0, size(rids), $p.change) WHERE i < size(rids) | rids[i .. i + $p.change]] AS parts
        MATCH (counter:Counter {{name: 'change'}})
        SET counter.n = counter.n + size(parts)
        WITH last, parts, counter.n - size(parts) AS base
        FOREACH (i IN range(0, size(parts) - 1) |
          CREATE (:Change {{seq: base + i + 1, kind: 'records', rids: parts[i], at: timestamp()}}))
        RETURN last
        """,
    )
