"""Moves what names a person out of her notes in a store of a version that kept there what FollowTheMoney says of her.

A seal closes who she is, how to reach her and where she is, and leaves her notes to her agency's investigators.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson

from graph.store.changes import ChangeKind, append_change, lock_changes
from graph.store.connection import Store, Transaction
from graph.store.cypher import Access, template

PAGE = 20_000
_OF_IDENTITY = """
firstName secondName middleName lastName fatherName motherName nameSuffix title abbreviation birthCountry deathDate
socialSecurityNumber religion ethnicity political appearance eyeColor hairColor height weight education indexText
alephUrl wikidataId wikipediaUrl icijId licenseNumber jurisdiction mainCountry registrationNumber incorporationDate
dissolutionDate vatCode leiCode dunsCode ogrnCode okpoCode okvedCode npiCode uscCode swiftBic bvdId sayariId
uniqueEntityId brightQueryId brightQueryOrgId opencorporatesUrl
"""
_PLACES = {
    **dict.fromkeys(_OF_IDENTITY.split(), ("identity", "otherIdentity")),
    "website": ("contact", "otherContact"),
}
_NOTES = template(
    "persons_named_in_notes",
    Access.SYSTEM,
    """
    MATCH (n:Record)
    USING INDEX n:Record(rid)
    WHERE n.rid > $p.after
    WITH n ORDER BY n.rid LIMIT $p.page
    RETURN max(n.rid) AS last, collect(CASE WHEN n.kind = 'Person' AND n.narrative CONTAINS '"notes":'
      AND any(word IN $p.words WHERE n.narrative CONTAINS word)
      THEN n {.rid, .digest, .identity, .contact, .narrative} END) AS found
    """,
)
# One that was filed anew meanwhile came as it is read now.
_MOVE = template(
    "move_out_of_notes",
    Access.WRITE,
    """
    UNWIND $p.rows AS row
    MATCH (n:Record {rid: row.rid}) WHERE n.digest = row.stood
    SET n.identity = row.identity, n.contact = row.contact, n.narrative = row.narrative, n.digest = n.digest + ' moved'
    RETURN collect(n.rid) AS rids
    """,
)


async def move_older_notes(store: Store) -> None:
    """Put what names a person, or how to reach her, from her notes beside what has a place, and announce her record.

    Raises:
        StoreQueryError: a page failed; those before it are moved, and moving again changes nothing.
    """
    words = [f'"r":"{name}: ' for name in _PLACES]
    after: str | None = ""
    while after is not None:
        [page] = await store.read(_NOTES, {"after": after, "page": PAGE, "words": words})
        rows = list(_moved(page["found"]))

        async def work(tx: Transaction, rows: Sequence[Mapping[str, Any]] = tuple(rows)) -> None:
            await lock_changes(tx)
            [moved] = await tx.run(_MOVE, {"rows": rows})
            if moved["rids"]:
                await append_change(tx, ChangeKind.RECORDS, moved["rids"])

        if rows:
            await store.write(work)
        after = page["last"]


def _moved(found: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for row in found:
        parts = {name: orjson.loads(row[name] or b"{}") for name in ("identity", "contact", "narrative")}
        notes = parts["narrative"].pop("notes")
        kept = [value for value in notes if _place(value) is None]
        if len(kept) == len(notes):
            continue
        for value in notes:
            if (place := _place(value)) is not None:
                property_class, name = place
                parts[property_class].setdefault(name, []).append(value)
        if kept:
            parts["narrative"]["notes"] = kept
        texts = {name: orjson.dumps(part).decode() if part else None for name, part in parts.items()}
        yield {"rid": row["rid"], "stood": row["digest"], **texts}


def _place(value: Mapping[str, str]) -> tuple[str, str] | None:
    name, colon, _ = value["r"].partition(": ")
    return _PLACES.get(name) if colon else None
