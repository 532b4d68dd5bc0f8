"""What is corrected while it is compared is not told of, nor sealed, by what stands no more: a seal would stay."""

from typing import Any

import pytest

from api.bootstrap import Application
from entity_resolution.resolver import Resolver
from ingest import submit
from tests.api.asking import Desk
from tests.api.test_link_endings import alerts
from tests.api.test_protection import WHO, look
from tests.world import World, record

HIM = {"name": "Wichit Busabasombat", "birthDate": "1961-10-12", "nationality": "TH"}


async def file_suspect(app: Application, reference: str, **values: str) -> None:
    await submit(
        [record("Person", reference, role="suspect", **values)],
        originator="th-police",
        dataset="cases",
        known_profiles=app.bundle.registers.profiles,
        writer=app.writer,
        minter=app.minter,
        profile="law-enforcement",
        ontology=app.ontology,
    )


def correct_before_it_is_written(world: World, monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    """Let the originator correct its record between the comparison and what that writes."""
    app, run, put, is_done = world.app, world.run, Resolver._put, list[bool]()

    async def put_late(self: Resolver, *given: Any) -> int | None:
        await file_suspect(app, "t", **values)
        is_done.append(True)
        return await put(self, *given)

    with monkeypatch.context() as patched:
        patched.setattr(Resolver, "_put", put_late)
        assert run(app.resolver.step()) is not None
    assert is_done == [True]
    run(app.resolver.drain())


@pytest.mark.parametrize("is_in_step", [True, False], ids=["compared anew", "a candidate"])
def test_a_correction_beside_the_comparison_leaves_no_seal(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, is_in_step: bool
) -> None:
    world, app = desk.world, desk.world.app
    if is_in_step:
        world.file("kh-hotline", record("Person", "h", role="presumed-victim", **WHO))
        world.run(file_suspect(app, "t", **WHO))
    else:
        world.run(file_suspect(app, "t", **WHO))
        world.settle()
        world.file("kh-hotline", record("Person", "h", role="presumed-victim", **WHO), settle=False)
    correct_before_it_is_written(world, monkeypatch, **HIM)
    world.settle()
    seen = look(desk, "th-police", "t", "kh-police")
    assert seen is not None and not seen["claimedVictim"]
    assert world.query("MATCH (z:Seal) RETURN count(z) AS count")[0]["count"] == 0


def test_a_correction_beside_the_comparison_is_told_to_nobody(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    world, app = desk.world, desk.world.app
    world.file("kh-police", record("Person", "k", role="suspect", passportNumber="EJ0961620", **WHO))
    world.run(file_suspect(app, "t", passportNumber="EJ0961620", **WHO))
    correct_before_it_is_written(world, monkeypatch, **HIM)
    world.settle()
    assert [alerts(desk, agency) for agency in ("th-police", "kh-police")] == [[], []]


def test_what_still_matches_behind_the_correction_is_sealed_by_that(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, app = desk.world, desk.world.app
    world.file("kh-hotline", record("Person", "h", role="presumed-victim", **WHO))
    world.run(file_suspect(app, "t", **WHO))
    correct_before_it_is_written(world, monkeypatch, **WHO, notes="tattoo of a carp")
    world.settle()
    assert look(desk, "th-police", "t", "kh-police") is None
