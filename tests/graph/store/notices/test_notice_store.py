"""Notices: for their agency alone, authorised anew at every reading, told once and acknowledged once."""

from collections.abc import Iterable
from datetime import UTC, datetime

import pytest

from graph import PropertyClass, ReadScope
from graph.selectors import kinds_by_key_class
from graph.store import ChangeKind, LinkNotice, NewNotice, NoticeStore, Transaction, WriteBatch, put_notices
from graph.store.cypher import REGISTRY
from graph.store.notices import notice_store
from tests.graph.building import record, scope_of
from tests.graph.store.database_hits import operators
from tests.world import World

OWN = record("PhoneNumber", "1", number="+66812345678")
THEIRS = record("PhoneNumber", "1", originator="kh-police", number="+66812345678")
AT = datetime(2026, 1, 2, tzinfo=UTC)


def notice(number: int = 1, *, agency: str = "th-police") -> NewNotice:
    """Return a notice for an agency about its own number."""
    return NewNotice(
        id=f"a-{number}",
        agency=agency,
        own_id=OWN.id,
        other_id=THEIRS.id,
        other_agency="kh-police",
        strength="equal identifier",
        created_at=AT,
    )


def put(world: World, *notices: NewNotice, at: datetime = AT) -> None:
    """Write notices."""

    async def work(tx: Transaction) -> None:
        await put_notices(tx, list(notices), at=at)

    world.run(world.app.store.write(work))


@pytest.fixture
def filled(world: World) -> World:
    world.run(world.app.writer.write(WriteBatch(records=[OWN, THEIRS])))
    put(world, notice())
    return world


def compartments(world: World) -> dict[str, int]:
    """Return where the two records stand."""
    return {r["rid"]: r["cmp"] for r in world.query("MATCH (n:Record) RETURN n.rid AS rid, n.cmp AS cmp")}


def scope(visible: Iterable[int], notices: Iterable[int], *, agency: str = "th-police") -> ReadScope:
    """Return a scope that sees the contacts of some compartments and may be told of some."""
    return scope_of({PropertyClass.CONTACT: visible}, agency=agency, notices=notices)


def read(world: World, view: ReadScope, *, after: int | None = None, open_only: bool = False) -> list[LinkNotice]:
    """Return the notices of a view."""
    return [notice for portion in portions(world, view, after=after, open_only=open_only) for notice in portion]


def portions(
    world: World, view: ReadScope, *, after: int | None = None, open_only: bool = False, newest_first: bool = False
) -> list[list[LinkNotice]]:
    """Return the notices of a view as they are read."""

    async def gather() -> list[list[LinkNotice]]:
        store = NoticeStore(world.app.store)
        found = store.portions(view, after=after, open_only=open_only, newest_first=newest_first)
        return [portion async for portion in found]

    found: list[list[LinkNotice]] = world.run(gather())
    return found


@pytest.mark.long
def test_the_other_record_is_named_only_where_it_can_be_seen(filled: World) -> None:
    own = compartments(filled)
    (told,) = read(filled, scope([own[OWN.id]], [own[THEIRS.id]]))
    assert (told.own_id, told.other_id, told.other_agency, told.seq) == (OWN.id, None, "kh-police", 1)
    (told,) = read(filled, scope(own.values(), own.values()))
    assert told.other_id == THEIRS.id


def test_without_either_permission_there_is_no_notice(filled: World) -> None:
    own = compartments(filled)
    assert read(filled, scope([], own.values())) == []
    assert read(filled, scope(own.values(), [])) == []
    assert read(filled, scope(own.values(), [own[OWN.id]])) == []
    assert read(filled, scope(own.values(), own.values(), agency="kh-police")) == []


def test_a_notice_is_told_once(filled: World) -> None:
    put(filled, notice(), notice(2))
    own = compartments(filled)
    view = scope(own.values(), own.values())
    assert [(n.id, n.seq) for n in read(filled, view)] == [("a-1", 1), ("a-2", 2)]
    assert [n.id for n in read(filled, view, after=1)] == ["a-2"]
    kinds = [c.kind for c in filled.run(filled.app.feed.since(0))]
    assert kinds == [ChangeKind.RECORDS, ChangeKind.NOTICE, ChangeKind.NOTICE]


@pytest.mark.parametrize("newest_first", [False, True])
def test_portions_are_cut_by_what_passes_the_guards_and_read_from_either_end(
    filled: World, monkeypatch: pytest.MonkeyPatch, newest_first: bool
) -> None:
    put(filled, *(notice(n, agency="th-police" if n % 2 else "kh-police") for n in range(2, 12)))
    monkeypatch.setattr(notice_store, "NOTICES_A_READ", 2)
    own = compartments(filled)
    view = scope(own.values(), own.values())
    found = [[n.seq for n in portion] for portion in portions(filled, view, newest_first=newest_first)]
    assert found == ([[11, 9], [7, 5], [3, 1]] if newest_first else [[1, 3], [5, 7], [9, 11]])
    found = [[n.seq for n in portion] for portion in portions(filled, view, after=5, newest_first=newest_first)]
    assert found == ([[3, 1]] if newest_first else [[7, 9], [11]])


@pytest.mark.parametrize("name", ["notices", "newest_notices"])
def test_a_portion_is_read_in_the_order_of_the_index_and_nothing_is_sorted(filled: World, name: str) -> None:
    view = scope(compartments(filled).values(), compartments(filled).values())
    given = {"agency": "th-police", "open": False, "notices": [1], "beyond": 0, "limit": 2}
    kinds = kinds_by_key_class(filled.app.ontology)
    found = operators(filled, REGISTRY[name].text, {**given, "kinds": kinds, **view.parameters})
    assert "NodeIndexSeek" in found
    assert {"Sort", "PartialSort", "Top", "PartialTop"}.isdisjoint(found)


def test_the_first_acknowledgement_stands(filled: World) -> None:
    own = compartments(filled)
    view, store = scope(own.values(), own.values()), NoticeStore(filled.app.store)
    assert filled.run(store.acknowledge(view, "a-1", by="first", at=AT)) is True
    assert filled.run(store.acknowledge(view, "a-1", by="second", at=datetime(2026, 2, 2, tzinfo=UTC))) is True
    (told,) = read(filled, view)
    assert (told.acknowledged_by, told.acknowledged_at) == ("first", AT)
    assert read(filled, view, open_only=True) == []


def test_nobody_acknowledges_what_it_may_not_read(filled: World) -> None:
    own = compartments(filled)
    store = NoticeStore(filled.app.store)
    for view in (
        scope(own.values(), own.values(), agency="kh-police"),
        scope([], own.values()),
        scope(own.values(), []),
    ):
        assert filled.run(store.acknowledge(view, "a-1", by="x", at=AT)) is False
    assert filled.run(store.acknowledge(scope(own.values(), own.values()), "a-9", by="x", at=AT)) is False
    (told,) = read(filled, scope(own.values(), own.values()))
    assert told.acknowledged_at is None


def test_ends_tell_terms_and_no_content(filled: World) -> None:
    found = filled.run(NoticeStore(filled.app.store).ends([OWN.id, "r-absent"]))
    assert set(found) == {OWN.id}
    end = found[OWN.id]
    assert (end.originator, end.kind, end.compartment) == ("th-police", "PhoneNumber", compartments(filled)[OWN.id])
