"""What the last keeper leaves is closed to cross-checks and alerts as well, also where it stands behind his company."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from graph.store import Access, Template, migrate
from tests.api.asking import Desk
from tests.api.recalling import RETRACT
from tests.api.recalls.test_retention import SCHEDULE, early
from tests.api.seals.test_keepers import HERS, OUTSIDERS, WHOLE, check, hers, suspect, told
from tests.api.standing_hits import StandingHits
from tests.world import World, link, record

pytestmark = pytest.mark.usefixtures("hits_stand")

ALERTS = "{ alerts(first: 50) { edges { node { id otherRecordId toldAt } } } }"
ASKERS = ("kh-police", "my-telco")
_LEFT = """MATCH (h:HitEntry {record: $p.rid}) SET h.cmp = $p.cmp
  WITH count(*) AS all MATCH (s:Schema {name: 'benang'}) SET s.version = 61"""


@pytest.fixture
def sealed(world: World) -> Desk:
    """A victim with what is hers, of which Cambodia's police have both numbers as well."""
    desk = Desk(world)
    hers(desk, role="presumed-victim", profile="victim-protection")
    world.file("kh-police", record("PhoneNumber", "own too", number=HERS[1]))
    return desk


def alerts(desk: Desk) -> dict[str, str]:
    """Return when Cambodia's police were told of which records of Thailand's."""
    edges = desk.data(ALERTS, token=desk.world.token("kh-police"))["alerts"]["edges"]
    return {e["node"]["otherRecordId"]: e["node"]["toldAt"] for e in edges if e["node"]["otherRecordId"]}


def answers(desk: Desk) -> list[Any]:
    """Return what others are answered of what is hers: records, cross-checks and alerts."""
    found = [told(desk, agency, *WHOLE) for agency in OUTSIDERS]
    return [*found, [check(desk, agency, number) for agency in ASKERS for number in HERS], alerts(desk)]


def go(desk: Desk, way: str) -> None:
    """Let the suspect go: withdrawn, erased, or by his date."""
    ids = [desk.world.id("th-police", "s")]
    token = desk.world.token("th-police", "analyst+supervisor")
    if way == "by its date":
        done = desk.data(SCHEDULE, token=token, ids=ids, **early(datetime.now(UTC)))["scheduleRetention"]
        assert done["userErrors"] == []
        keeper = desk.world.app.accountability.retention
        assert desk.world.run(keeper.run(now=datetime.now(UTC) + timedelta(days=2))).erased == 1
    else:
        assert desk.data(RETRACT, token=token, ids=ids, erase=way == "erased")["retractRecords"]["done"]
    desk.world.settle()


@pytest.mark.parametrize("way", ["withdrawn", "erased", "by its date"])
def test_a_company_that_lost_its_last_member_leaves_no_hit_and_is_told_anew(sealed: Desk, way: str) -> None:
    number = sealed.world.id("th-police", "cn")
    closed, last = answers(sealed), ""
    for _ in range(2):
        sealed.world.file("th-police", suspect("s"), link("MEMBER_OF", "s", "c"))
        assert "th-police" in check(sealed, "my-telco", HERS[1])
        assert number in check(sealed, "kh-police", HERS[1])
        # Whoever reads on behind what they were told last reads of it again.
        assert list(alerts(sealed)) == [number]
        assert last < (last := alerts(sealed)[number])
        go(sealed, way)
        assert answers(sealed) == closed


@pytest.mark.long
def test_an_older_index_that_a_withdrawal_left_behind_is_put_right(sealed: Desk, hits_stand: StandingHits) -> None:
    number = sealed.world.id("th-police", "cn")
    closed = answers(sealed)
    sealed.world.file("th-police", suspect("s"), link("MEMBER_OF", "s", "c"))
    [entry] = sealed.world.run(sealed.world.app.exchange.index.entries_of([number]))
    go(sealed, "withdrawn")
    # As that version left it.
    older = Template(name="older", access=Access.WRITE, text=_LEFT)
    sealed.world.run(sealed.world.app.store.run_alone(older, {"rid": number, "cmp": entry.compartment}))
    assert "th-police" in check(sealed, "my-telco", HERS[1])
    sealed.world.run(migrate(sealed.world.app.store, sealed.world.app.ontology))
    # Left behind by the version before, until the last step of the migration.
    hits_stand.found.clear()
    sealed.world.settle()
    assert answers(sealed) == closed
