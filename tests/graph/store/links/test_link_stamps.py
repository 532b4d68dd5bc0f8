"""The links of a hub are stamped anew in time that grows with their number and not with its square."""

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import pytest
from neo4j import AsyncManagedTransaction

from graph import CompartmentKey, PropertyClass, SubjectRole, load_ontology
from graph.grants import Grant, Grantee, GrantState
from graph.store import (
    Access,
    Claim,
    GrantStore,
    ProtectionStore,
    Store,
    Template,
    Transaction,
    WaitingLook,
    WriteBatch,
    remove_records,
    restamp_records,
)
from graph.store.grants.grant_marks import NamedLink, NamedRecord
from graph.store.links.link_statements import LinkTemplates
from tests.graph.building import link, record
from tests.graph.store.same_store import SameStore
from tests.graph.store.written_records import NO_SEALS
from tests.world import World

T = TypeVar("T")
FEW, MANY = 500, 2_000
NOW = datetime(2026, 1, 2, 3, tzinfo=UTC)
ORIGINATOR = "th-police"


class Counted(Transaction):
    """A transaction that adds up the store's own count of what its statements touch."""

    def __init__(self, tx: Transaction) -> None:
        self._driver_tx: AsyncManagedTransaction = tx._inner  # type: ignore[assignment]  # within `write` it is one
        self.hits = 0

    async def run(self, statement: Template, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
        result = await self._driver_tx.run(f"PROFILE {statement.text}", {"p": dict(parameters)})
        keys, found = result.keys(), [record.data() async for record in result]
        self.hits += _hits((await result.consume()).profile or {})
        return found[0]["rows"] if found and list(keys) == ["rows"] else found


def _hits(plan: Mapping[str, Any]) -> int:
    return int(plan.get("dbHits", 0)) + sum(map(_hits, plan.get("children", ())))


class CountingStore(SameStore):
    """The same store, which adds up what its transactions touch."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.hits = 0

    async def write(self, work: Callable[[Transaction], Awaitable[T]], *, timeout_seconds: float = 120.0) -> T:
        async def counted(tx: Transaction) -> T:
            counting = Counted(tx)
            done = await work(counting)
            self.hits += counting.hits
            return done

        return await super().write(counted, timeout_seconds=timeout_seconds)


Act = Callable[[World, Store, int], Coroutine[Any, Any, None]]


async def _claim_and_lift(world: World, store: Store, number: int) -> None:
    claims = ProtectionStore(store, world.app.registry, world.app.ontology)
    claim = Claim(
        id=f"v-{number}", agency=ORIGINATOR, records=(hub(number).id,), raised=True, reason="interviewed",
        claimed_by="a", claimed_at=NOW, lifted_at=None, lift_reason=None, contests=(),
    )  # fmt: skip
    await claims.claim(claim, lambda _: [], binds=lambda *_: True)
    assert await claims.lift_claim(claim, NO_SEALS, by="a", at=NOW, reason="a namesake")


async def _narrow(world: World, store: Store, number: int) -> None:
    app, one = world.app, hub(number)
    key = CompartmentKey(originator=ORIGINATOR, profile="hit-only", kind="Site", role=SubjectRole.NONE)
    moves = {str(one.id): (await compartment(world, one.id), await app.registry.base(key))}
    await store.write(
        lambda tx: restamp_records(
            tx, ORIGINATOR, moves, profile="hit-only", registry=app.registry, ontology=app.ontology
        )
    )


async def _erase(world: World, store: Store, number: int) -> None:
    """Remove a record beside the hub: of its other links nothing is looked at."""
    app, one = world.app, ends(number)[0]
    weighed = {str(one.id): await compartment(world, one.id)}
    look = WaitingLook(store, ORIGINATOR, weighed, app.ontology)
    await store.write(
        lambda tx: remove_records(tx, ORIGINATOR, weighed, look=look, registry=app.registry, ontology=app.ontology)
    )


async def _file_narrower(world: World, store: Store, number: int) -> None:
    app = world.app
    writer = type(app.writer)(store, app.registry, app.ontology, clock=app.clock.now)
    again = record("Site", f"hub-{number}", name="Golden Lotus", profile="originator-controlled")
    assert (await writer.write(WriteBatch(records=[again]))).changed == 1


async def _give_and_revoke(world: World, store: Store, number: int) -> None:
    statement = Template(
        name="test", access=Access.SYSTEM,
        text="MATCH (n:Record {rid: $p.rid})-[r]->() RETURN collect([r.lid, n.rid, r.cmp]) AS rows",
    )  # fmt: skip
    found: list[Any] = await world.app.store.read(statement, {"rid": hub(number).id})
    links = [NamedLink(id=lid, source_id=source, compartment=cmp) for lid, source, cmp in found]
    assert len(links) == number
    records = [NamedRecord(id=hub(number).id, compartment=await compartment(world, hub(number).id))]
    grants = GrantStore(store)
    given = await grants.give(grant(number), records, links)
    marked = await world.app.store.read(_MARKED, {"mark": given.mark})
    assert marked == [{"n": number}]
    assert await grants.revoke(given, by="a", at=NOW) is not None
    assert await world.app.store.read(_MARKED, {"mark": given.mark}) == [{"n": 0}]


_MARKED = Template(
    name="test", access=Access.SYSTEM,
    text="MATCH ()-[r]->() WHERE $p.mark IN r.granted RETURN count(r) AS n",
)  # fmt: skip


def grant(number: int) -> Grant:
    return Grant(
        id=f"g-{number}", number=0, originator=ORIGINATOR, grantee=Grantee(agency="kh-police"),
        classes=frozenset({PropertyClass.IDENTITY}), purpose="investigation", case_ref=None, begins=NOW,
        ends=NOW + timedelta(days=1), onward=False, conditions=(), other_restrictions=None, reason="asked for",
        question=None, records=(), links=(), compartments=frozenset({1}), state=GrantState.ACTIVE, given_by="a",
        given_at=NOW,
    )  # fmt: skip


async def compartment(world: World, rid: str) -> int:
    text = "MATCH (n:Record {rid: $p.rid}) RETURN n.cmp AS cmp"
    statement = Template(name="test", access=Access.SYSTEM, text=text)
    return int((await world.app.store.read(statement, {"rid": rid}))[0]["cmp"])


def hub(number: int) -> Any:
    return record("Site", f"hub-{number}", name="Golden Lotus")


def ends(number: int) -> list[Any]:
    return [record("Vehicle", f"{number}-{i}", plate=f"AB {i:05}", country="LA") for i in range(number)]


def fill(world: World, number: int) -> None:
    cars = ends(number)
    batch = WriteBatch(records=[hub(number), *cars], links=[link("RELATED_TO", hub(number), car) for car in cars])
    assert world.run(world.app.writer.write(batch)).links_created == number


@pytest.mark.long
@pytest.mark.parametrize("act", [_claim_and_lift, _narrow, _erase, _file_narrower, _give_and_revoke])
def test_four_times_the_links_of_a_hub_take_four_times_the_work(world: World, act: Act) -> None:
    touched = []
    for number in (FEW, MANY):
        fill(world, number)
        store = CountingStore(world.app.store)
        world.run(act(world, store, number))
        touched.append(store.hits)
        wrong = """
            MATCH (n:Record {rid: $p.rid})-[r]->(o:Record)
            MATCH (c:Compartment {id: r.cmp}) WHERE NOT (n.cmp IN c.members AND o.cmp IN c.members)
            RETURN count(r) AS n
        """
        assert world.query(wrong, {"rid": hub(number).id}) == [{"n": 0}]
    # Twice for what grows with the logarithm, and for the plan of the few.
    assert touched[1] < 2 * (MANY // FEW) * touched[0], touched


@pytest.mark.long
def test_a_link_is_sought_by_its_id_and_no_index_is_walked(world: World) -> None:
    """Planned with few links known, a text without the word SEEK walked all links of the type for each."""

    async def explain(tx: Transaction) -> list[str]:
        found = []
        for name in sorted(load_ontology().links):
            texts = LinkTemplates.of(name)
            for template in (texts.existing, texts.update, texts.delete):
                result = await tx._inner.run(f"EXPLAIN {template.text}", {"p": {"rows": [], "lids": []}})
                found += _operators((await result.consume()).plan or {})
        return found

    operators = world.run(world.app.store.write(explain))
    seeks = [operator for operator in operators if operator.startswith("DirectedRelationshipUniqueIndexSeek")]
    assert len(seeks) == 3 * len(load_ontology().links)
    assert [operator for operator in operators if "Scan" in operator] == []


def _operators(plan: Mapping[str, Any]) -> list[str]:
    below = [operator for child in plan.get("children", ()) for operator in _operators(child)]
    return [str(plan["operatorType"]).split("@")[0], *below]
