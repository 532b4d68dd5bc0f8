"""What a command announced has an outcome in the trail, also where an argument stopped it before anything was done."""

import pytest

from api.cli.acting import act_as
from api.errors import InputError
from graph.errors import StoreUnavailableError
from policies import ForbiddenError, Outcome, UnknownAgencyError
from tests.api.asking import Desk
from tests.world import World, viewer

pytestmark = pytest.mark.usefixtures("module_as_documented")


@pytest.fixture(scope="module")
def desk(module_world: World) -> Desk:
    return Desk(module_world)


def entries(desk: Desk, error: Exception) -> list[tuple[str, Outcome]]:
    """Return what the trail has of a step that ended in an error."""

    async def step(_: object) -> None:
        raise error

    before = len(desk.trail())
    with pytest.raises(type(error)):
        desk.world.run(act_as(desk.world.app, viewer("th-police"), "grant", step, shown=lambda _: ()))
    return [(e.entry.operation, e.entry.outcome) for e in desk.trail()[before:]]


def test_what_was_refused_says_so_whatever_refused_it(desk: Desk) -> None:
    for error in (
        InputError("until", "must lie ahead"),
        UnknownAgencyError("th-polic", []),
        ForbiddenError("grant", "it is not yours"),
    ):
        assert entries(desk, error) == [("about to: grant", Outcome.ALLOWED), ("grant", Outcome.DENIED)]


def test_what_may_have_been_made_is_not_called_refused(desk: Desk) -> None:
    assert entries(desk, StoreUnavailableError("away")) == [("about to: grant", Outcome.ALLOWED)]
