"""What a viewer was shown and is closed since is added to and corrected, and the kit hears a recall that tells of it."""

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from api.noninterference import Hiding, Scratch, scratch_application
from api.noninterference.taken_back import TakenBack, taken_back
from api.noninterference.worlds import key_of
from graph.store import StoreLease
from ingest import SubmittedRecord
from policies import ViewerContext, load_bundle, shipped_bundle_folder
from tests.api.noninterference.test_unseen import CLASSES, FIU, KINDS
from tests.conftest import Loop
from tests.world import settings_in

BUNDLE = load_bundle(shipped_bundle_folder())
RECALLS = "{ recalls(openOnly: false) { edges { node { id recordId cause } } } }"
POLICE = ViewerContext(
    agency="kh-police", subject="a", roles=frozenset({"analyst"}), purpose="investigation", case_ref="K-1"
)


def drawn(viewer: ViewerContext) -> TakenBack:
    found = taken_back(Hiding.of(viewer, BUNDLE, KINDS), CLASSES, viewer.agency, "1", Random(1))  # noqa: S311
    assert found is not None
    return found


@pytest.mark.parametrize("viewer", [FIU, POLICE], ids=["sg-fiu", "kh-police"])
def test_it_is_shown_in_a_class_that_is_open_and_closed_wholly(viewer: ViewerContext) -> None:
    hiding, found = Hiding.of(viewer, BUNDLE, KINDS), drawn(viewer)
    [item] = found.shown.items
    assert isinstance(item, SubmittedRecord)
    key = key_of(found.shown, item)
    assert hiding.is_seen(key)
    assert CLASSES[item.kind][found.said] not in hiding.closed_classes(key)
    assert hiding.hides(replace(key, profile=found.profile))
    assert found.shown.originator != viewer.agency


@pytest.mark.parametrize("leaks", [False, True], ids=["as-it-is", "with-a-leak"])
def test_a_recall_of_what_was_never_shown_is_heard(
    loop: Loop, neo4j_lease: StoreLease, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, leaks: bool
) -> None:
    if leaks:
        monkeypatch.setattr("api.recalls.corrections._standing_at", lambda _time, corrected: frozenset(corrected))
    found = drawn(POLICE)

    async def heard(scratch: Scratch, token: str) -> bytes:
        return (await scratch.caller.ask(RECALLS, token)).body

    async def work() -> tuple[bytes, bytes]:
        async with scratch_application(settings_in(tmp_path), neo4j_lease, may_empty=True) as scratch:
            token = scratch.token(POLICE)
            await found.take_back(scratch, token)
            before = await heard(scratch, token)
            await found.correct(scratch, 1)
            await scratch.app.settle(in_order=True)
            return before, await heard(scratch, token)

    before, after = loop.run(work())
    assert (after != before) is leaks
    assert b"CORRECTED" not in before
    assert (b"CORRECTED" in after) is leaks
