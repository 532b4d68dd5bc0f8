"""What is kept of a trail gives way to what is further, and to what is behind only for who knows what is kept."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from graph.store import Access, Template, TrailMarkStore, newest_trail_mark
from tests.world import World

Marks = Mapping[str, tuple[int, bytes]]
OLD, NEW, OTHER = (bytes([number]) * 32 for number in range(3))
KEPT: Marks = {"agencies/a": (5, OLD), "originators/b": (7, OLD)}


@pytest.fixture
def marks(world: World) -> TrailMarkStore:
    return TrailMarkStore(world.app.store, "test:/a/folder")


@pytest.mark.parametrize(
    "further",
    [
        KEPT,
        {**KEPT, "agencies/a": (6, NEW)},
        {"agencies/a": (6, NEW), "originators/b": (8, NEW), "originators/c": (1, NEW)},
    ],
)
def test_what_is_kept_gives_way_to_what_is_further(world: World, marks: TrailMarkStore, further: Marks) -> None:
    assert world.run(marks.find()) == {}
    assert world.run(marks.keep(KEPT))
    assert world.run(marks.find()) == KEPT

    assert world.run(marks.keep(further))
    assert world.run(marks.find()) == further


@pytest.mark.parametrize(
    "behind",
    [
        {},
        {"agencies/a": (9, NEW)},
        {**KEPT, "agencies/a": (4, NEW)},
        {"agencies/a": (4, NEW), "originators/b": (8, NEW)},
        {**KEPT, "agencies/a": (5, OTHER)},
    ],
)
def test_what_is_behind_or_other_lowers_nothing_but_for_who_knows_what_is_kept(
    world: World, marks: TrailMarkStore, behind: Marks
) -> None:
    world.run(marks.keep(KEPT))

    others: list[Marks] = [{}, behind, {**KEPT, "agencies/a": (5, NEW)}, {"agencies/a": KEPT["agencies/a"]}]
    for known in others:
        assert not world.run(marks.keep(behind, known=known))
    assert world.run(marks.find()) == KEPT

    assert world.run(marks.keep(behind, known=KEPT))
    assert world.run(marks.find()) == behind


def alter(world: World, text: str) -> None:
    """Change the store behind the product's back."""
    world.run(world.app.store.run_alone(Template(name="test", access=Access.WRITE, text=text), {}))


def test_the_newest_mark_of_any_folder_is_dated_by_the_server(world: World, marks: TrailMarkStore) -> None:
    alter(world, "MATCH (m:TrailMark) DELETE m")
    assert world.run(newest_trail_mark(world.app.store)) is None
    world.run(marks.keep(KEPT))
    alter(world, "CREATE (:TrailMark {place: 'another', at: 1000})")
    found = world.run(newest_trail_mark(world.app.store))
    assert found is not None
    assert abs(datetime.now(UTC) - found) < timedelta(minutes=1)
