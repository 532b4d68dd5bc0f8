"""Makes constraints and indexes, also where several processes do so at once, and holds a store to those it should have.

A store can lose them though it says that it is of the newest version: restored without its schema, or tidied up by
whoever runs the server. That no record is written twice rests on them.
"""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from graph.errors import StoreIndexError, StoreQueryError
from graph.store.connection import Store, Transaction
from graph.store.cypher import Access, Template, template

_STANDING = template(
    "standing_indexes",
    Access.SYSTEM,
    "SHOW INDEXES YIELD name, state, owningConstraint "
    "RETURN collect({name: name, state: state, owningConstraint: owningConstraint}) AS rows",
)
# Of a large store a full-text index takes a minute or more. Somebody else's index is not waited for.
_AWAIT = template(
    "await_own_indexes",
    Access.SYSTEM,
    "UNWIND $p.names AS name CALL db.awaitIndex(name, 3600) RETURN count(*) AS awaited",
)
# A server that is killed while it makes a constraint leaves the index that this would own, which then owns the name.
_LEFT_BEHIND = template(
    "indexes_without_their_constraint",
    Access.SYSTEM,
    """
    SHOW INDEXES YIELD name, type, owningConstraint
    WHERE type = 'RANGE' AND owningConstraint IS NULL AND name IN $p.names
    RETURN name
    """,
)
_NAME_IS_TAKEN = "Neo.ClientError.Schema.IndexWithNameAlreadyExists"
_MADE_MEANWHILE = "Neo.ClientError.Schema.EquivalentSchemaRuleAlreadyExists"  # though `IF NOT EXISTS` looked for it
_ATTEMPTS = 3  # another process may be making the same
_MADE = re.compile(r"CREATE (?:FULLTEXT )?(CONSTRAINT|INDEX) (\w+) ")
_CONSTRAINT, _FAILED, _POPULATING = "CONSTRAINT", "FAILED", "POPULATING"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Standing:
    """What is amiss with the constraints and indexes that a store should have, by name."""

    lacking: Sequence[str]
    populating: Sequence[str]
    failed: Sequence[str]


async def hold_schema(store: Store, texts: Sequence[str]) -> None:
    """Make the constraints and indexes that a store lacks, and wait for those that are being filled.

    Where nothing is amiss, that is one statement.

    Args:
        store: the store.
        texts: the statement of each that it should have, with `IF NOT EXISTS`.

    Raises:
        StoreIndexError: one has failed, or cannot be made.
    """
    wanted = {made[2]: text for text in texts if (made := _MADE.match(text))}
    standing = await _look(store, wanted)
    refused = {}
    for name in standing.lacking:
        if (code := await _make(store, wanted[name])) is not None:
            refused[name] = code
    if standing.lacking:
        standing = await _look(store, wanted)
    if standing.populating:
        # Where one fails meanwhile, the next look names it.
        with suppress(StoreQueryError):
            await store.run_alone(_AWAIT, {"names": standing.populating})
        standing = await _look(store, wanted)
    if standing.failed or standing.lacking:
        raise StoreIndexError(failed=standing.failed, lacking={name: refused.get(name) for name in standing.lacking})


async def change_schema(store: Store, statements: Sequence[Template]) -> None:
    """Make constraints and indexes in one transaction, each of which may be there already.

    Raises:
        StoreQueryError: one cannot be made; none was.
    """

    async def change(tx: Transaction) -> None:
        for statement in statements:
            await tx.run(statement, {})

    # One transaction for all: each would wait for its own otherwise, some 50 ms.
    for _ in range(_ATTEMPTS - 1):
        try:
            return await store.write(change)
        except StoreQueryError as exc:
            if exc.store_code not in {_NAME_IS_TAKEN, _MADE_MEANWHILE}:
                raise
        await _drop_left_behind(store, statements)
    return await store.write(change)


async def _make(store: Store, text: str) -> str | None:
    """Make one; return the store's code where it cannot be made."""
    try:
        await change_schema(store, [Template(name="make_lacking", access=Access.WRITE, text=text)])
    except StoreQueryError as exc:
        return exc.store_code
    return None


async def _look(store: Store, wanted: Mapping[str, str]) -> _Standing:
    found = {
        row["name"]: row["state"]
        for row in await store.read(_STANDING, {})
        if row["name"] in wanted and (row["owningConstraint"] is not None or not _is_constraint(wanted[row["name"]]))
    }
    return _Standing(
        lacking=sorted(wanted.keys() - found.keys()),
        populating=sorted(name for name, state in found.items() if state == _POPULATING),
        failed=sorted(name for name, state in found.items() if state == _FAILED),
    )


def _is_constraint(text: str) -> bool:
    made = _MADE.match(text)
    return made is not None and made[1] == _CONSTRAINT


async def _drop_left_behind(store: Store, statements: Sequence[Template]) -> None:
    names = [made[2] for statement in statements if (made := _MADE.match(statement.text)) and made[1] == _CONSTRAINT]
    for row in await store.read(_LEFT_BEHIND, {"names": names}):
        drop = Template(name="drop_left_behind", access=Access.WRITE, text=f"DROP INDEX {row['name']} IF EXISTS")
        # It fails where another process has made the constraint meanwhile, which then is there.
        with suppress(StoreQueryError):
            await store.run_alone(drop, {})
