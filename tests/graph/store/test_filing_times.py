"""When something was filed: by the clock that decisions go by, and a time to come is no later word."""

from datetime import UTC, datetime, timedelta

import pytest

from graph import Link, Record
from graph.store import Checkpoint, RecordWriter, RetriedRow, WriteBatch, WriteSummary
from graph.store.writing.filed_since import is_since, latest_believed
from graph.unix_time import to_microseconds
from policies import ClockError
from tests.graph.building import link, record
from tests.graph.store.writing.test_record_writer import EVERYTHING
from tests.graph.store.written_records import A, B
from tests.world import World

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
HOUR, DAYS = timedelta(hours=1), timedelta(days=40)
STOOD = record("Person", "a", name="Somchai Jaidee", birthDate="1998-05-04")
CAME = record("Person", "a", name="Somchai Jaidee", birthDate="1998-04-05")
BIRTHS = "MATCH (n:Record) RETURN n.digest AS digest"


def file(world: World, at: datetime, *items: Record | Link, came: datetime | None = None) -> WriteSummary:
    """File items as of a time; with `came` as of rows that came then and waited."""
    app = world.app
    writer = RecordWriter(app.store, app.registry, app.ontology, clock=lambda: at)
    retried = [RetriedRow(entries={}, gives=[i.id for i in items], at=came)] if came is not None else []
    batch = WriteBatch(
        records=[i for i in items if isinstance(i, Record)],
        links=[i for i in items if isinstance(i, Link)],
        retried=retried,
    )
    found: WriteSummary = world.run(writer.write(batch))
    return found


def refused() -> datetime:
    raise ClockError(now=NOW, latest=NOW + DAYS)


def test_what_is_filed_is_dated_by_the_clock_that_the_writer_was_given(world: World) -> None:
    file(world, NOW, A, B, link("RELATED_TO", A, B))
    assert world.query("MATCH (n:Record) RETURN DISTINCT n.received AS at") == [{"at": to_microseconds(NOW)}]
    assert world.query("MATCH ()-[r:RELATED_TO]->() RETURN r.received AS at") == [{"at": to_microseconds(NOW)}]


def test_nothing_is_written_under_a_clock_that_is_refused(world: World) -> None:
    file(world, NOW, A)
    before = world.query(EVERYTHING)
    writer = RecordWriter(world.app.store, world.app.registry, world.app.ontology, clock=refused)
    batch = WriteBatch(records=[A, B], links=[link("RELATED_TO", A, B)], checkpoint=Checkpoint(key="k", rows_done=2))
    for one in (batch, WriteBatch(checkpoint=Checkpoint(key="k", rows_done=2, finished=True))):
        with pytest.raises(ClockError, match="was set back"):
            world.run(writer.write(one))
    assert world.query(EVERYTHING) == before


@pytest.mark.parametrize(
    ("stood_at", "came", "stands"),
    [
        (NOW - HOUR, NOW - 2 * HOUR, "stood"),
        (NOW - 2 * HOUR, NOW - HOUR, "came"),
        (NOW + DAYS, NOW - HOUR, "came"),  # under a clock that ran ahead: it says nothing of the order
        (NOW + DAYS, NOW + DAYS - HOUR, "stood"),  # both under that clock, which knew the order
        (NOW + DAYS - HOUR, NOW + DAYS, "came"),
        (NOW + timedelta(minutes=4), NOW - HOUR, "stood"),  # clocks of two machines differ
    ],
)
def test_a_row_that_waited_gives_way_to_what_was_filed_since_and_to_no_time_to_come(
    world: World, stood_at: datetime, came: datetime, stands: str
) -> None:
    file(world, stood_at, STOOD)
    stood = world.query(BIRTHS)
    made = file(world, NOW, CAME, came=came)
    if stands == "stood":
        assert (made.changed, made.since) == (0, frozenset({CAME.id}))
        assert world.query(BIRTHS) == stood
    else:
        assert (made.changed, made.since) == (1, frozenset())
        assert world.query(BIRTHS) != stood


def test_what_was_filed_over_a_time_to_come_is_compared_by_its_own(world: World) -> None:
    """The correction stands over rows that came before it, as soon as it is filed."""
    file(world, NOW + DAYS, STOOD)
    file(world, NOW, CAME, came=NOW - HOUR)
    assert file(world, NOW + HOUR, STOOD, came=NOW - 2 * HOUR).since == {STOOD.id}


@pytest.mark.parametrize(("stood_at", "changed"), [(NOW - HOUR, 0), (NOW + DAYS, 1)])
def test_a_link_of_a_row_that_waited_gives_way_to_no_time_to_come(
    world: World, stood_at: datetime, changed: int
) -> None:
    file(world, stood_at, A, B, link("RELATED_TO", A, B, note="as told"))
    made = file(world, NOW, link("RELATED_TO", A, B, note="as corrected"), came=NOW - 2 * HOUR)
    assert (made.links_changed, len(made.since)) == (changed, 1 - changed)


def test_ends_of_edges_go_by_the_same_rule() -> None:
    latest, hour = latest_believed(NOW), to_microseconds(NOW) - to_microseconds(NOW - HOUR)
    now, ahead = to_microseconds(NOW), to_microseconds(NOW + DAYS)
    found = [is_since(at, came, latest=latest) for at, came in ((now, now - hour), (now - hour, now), (now, now))]
    assert found == [True, False, False]
    assert not is_since(ahead, now, latest=latest)
    assert is_since(ahead, ahead - hour, latest=latest)
