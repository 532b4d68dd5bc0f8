"""The kit itself: it finds nothing in the product, and each of the seeded leaks in a product that has them."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from inspect import isfunction
from pathlib import Path

import pytest

from api.noninterference import Plan, QuestionMaker, Report, Scratch, ScratchStoreError, Session, scratch_application
from api.noninterference.acting import Acting
from api.noninterference.errors import RefusedError
from api.noninterference.worlds import Filing, record
from api.recalls.desk import RecallDesk
from entity_resolution.blocking import known_keys
from entity_resolution.blocking.known_keys import KnownKeys
from graph.store import ResolutionStore, StoreLease
from policies import ViewerContext
from tests.api import leaks
from tests.conftest import Loop
from tests.world import settings_in

VIEWERS = {
    "sg-fiu": ViewerContext(
        agency="sg-fiu", subject="a", roles=frozenset({"analyst"}), purpose="investigation", case_ref="K-1"
    ),
    "my-telco": ViewerContext(
        agency="my-telco", subject="b", roles=frozenset({"analyst"}), purpose="investigation", case_ref="K-1"
    ),
}
# Who is told of the leak: of notices and of hits that are none, who may read nothing of others.
NARROW = {"notices_without_authorisation", "scope_key_of_hits_and_notices"}
SEEDS = [
    getattr(leaks, name)
    for name, value in vars(leaks).items()
    if isfunction(value) and value.__module__ == leaks.__name__ and not name.startswith("_")
]
WORLDS = range(1, 6)
Open = Callable[[], AbstractAsyncContextManager[Scratch]]


def run(loop: Loop, opened: Open, viewer: str, plan: Plan) -> Report:
    return loop.run(Session(opened, [VIEWERS[viewer]], plan).run())


def leaking(lease: StoreLease, folder: Path, patch: pytest.MonkeyPatch, seed: leaks.Seed | None) -> Open:
    """Return what opens a scratch application with a leak in it."""
    seeded = False

    @asynccontextmanager
    async def opened() -> AsyncIterator[Scratch]:
        nonlocal seeded
        async with scratch_application(settings_in(folder), lease, may_empty=True) as scratch:
            if seed is not None and not seeded:  # a second world is opened with the leak in place
                seed(patch, scratch)
                seeded = True
            yield scratch

    return opened


def ask_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a trial do what happens unseen alone: what is asked is of no account."""

    async def nothing(_: Acting) -> None:
        pass

    for name in ("queries", "mistakes", "probes"):
        monkeypatch.setattr(QuestionMaker, name, lambda *_: [])
    monkeypatch.setattr(Acting, "run", nothing)


def search_plan(world: int, *, timing_requests: int = 0) -> Plan:
    """Return what the search does in one world: the deletion form only where the others found nothing in two."""
    return Plan(examples=6, seed=world, records=8, deletion=world > 2, timing_requests=timing_requests, whether=True)


@pytest.mark.long
@pytest.mark.parametrize("viewer", sorted(VIEWERS))
@pytest.mark.parametrize("world", WORLDS)
def test_nothing_is_found_in_the_product_where_the_search_looks(  # else the search would find that, and no leak
    loop: Loop, neo4j_lease: StoreLease, tmp_path: Path, viewer: str, world: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        report = run(loop, leaking(neo4j_lease, tmp_path, patch, None), viewer, search_plan(world))
    assert [str(f) for f in report.findings] == []
    assert report.examples == 6


@pytest.mark.long
@pytest.mark.parametrize("viewer", sorted(VIEWERS))
def test_nothing_is_found_in_the_product(loop: Loop, neo4j_lease: StoreLease, tmp_path: Path, viewer: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        report = run(loop, leaking(neo4j_lease, tmp_path, patch, None), viewer, Plan(examples=5, timing_requests=2_000))
    assert [str(f) for f in report.findings] == []
    assert report.examples == 5
    assert {"record", "entity", "search", "network", "alerts", "submitRecords", "judge"} <= report.answered_fields


@pytest.mark.long
@pytest.mark.parametrize("kept_seconds", [0.0, 3_600.0], ids=["a slow machine", "a quick machine"])
def test_the_store_is_searched_for_what_comes_unseen_on_a_quick_machine_too(
    loop: Loop, neo4j_lease: StoreLease, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept_seconds: float
) -> None:
    """Else only what a load holds in memory is tested, and nothing of how records find each other on other days."""
    searched = {"store": 0, "memory": 0}

    def counted(owner: type, name: str, where: str) -> None:
        found = getattr(owner, name)

        def counting(*given: object, **named: object) -> object:
            searched[where] += 1
            return found(*given, **named)

        monkeypatch.setattr(owner, name, counting)

    monkeypatch.setattr(known_keys, "_KEPT_SECONDS", kept_seconds)
    counted(ResolutionStore, "candidates_whole", "store")
    counted(KnownKeys, "candidates", "memory")
    ask_nothing(monkeypatch)
    with pytest.MonkeyPatch.context() as patch:
        plan = Plan(examples=4, deletion=False)
        report = run(loop, leaking(neo4j_lease, tmp_path, patch, None), "sg-fiu", plan)
    assert report.examples == 4
    assert all(searched.values()), searched


@pytest.mark.long
def test_a_hidden_link_that_its_originator_cannot_withdraw_is_an_error_of_the_kit(
    loop: Loop, neo4j_lease: StoreLease, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a run in which nothing was ever withdrawn would say that withdrawals tell nothing."""

    async def none_in_view(*_: object, **__: object) -> None:
        pass

    ask_nothing(monkeypatch)
    monkeypatch.setattr(RecallDesk, "retract_links", none_in_view)
    refused = pytest.raises(RefusedError, match=r"`retractLinks`.*NOT_FOUND")
    with pytest.MonkeyPatch.context() as patch, refused as found:
        run(loop, leaking(neo4j_lease, tmp_path, patch, None), "sg-fiu", Plan(examples=1, deletion=False))
    assert "retractLinks" in found.value.document


def test_there_are_enough_seeds() -> None:
    assert len(SEEDS) >= 22


@pytest.mark.long
@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.__name__)
def test_the_search_finds_a_leak(loop: Loop, neo4j_lease: StoreLease, tmp_path: Path, seed: leaks.Seed) -> None:
    viewer = "my-telco" if seed.__name__ in NARROW else "sg-fiu"
    timed = 40 if seed is leaks.timing_of_what_is_hidden else 0
    for number in WORLDS:  # another world each time, until it is found
        with pytest.MonkeyPatch.context() as patch:
            plan = search_plan(number, timing_requests=timed)
            report = run(loop, leaking(neo4j_lease, tmp_path / str(number), patch, seed), viewer, plan)
        if not report.passed:
            return
    pytest.fail(f"{seed.__name__} was not found in five worlds")


def test_a_store_that_holds_something_is_refused(loop: Loop, neo4j_lease: StoreLease, tmp_path: Path) -> None:
    async def work() -> None:
        settings = settings_in(tmp_path)
        async with scratch_application(settings, neo4j_lease, may_empty=True) as scratch:
            one = record("Person", "p", name="Somchai Jaidee")
            await scratch.file(Filing(originator="us-ofac", profile="open", items=(one,)))
            with pytest.raises(ScratchStoreError, match="holds records"):
                async with scratch_application(settings, neo4j_lease):
                    pass

    loop.run(work())
