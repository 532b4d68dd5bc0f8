"""The second worlds: one for all viewers from whom the same is hidden, and never one that shows another's."""

from dataclasses import replace
from pathlib import Path

import pytest

from api.noninterference import Hiding, scratch_application
from api.noninterference.deletion import second_worlds
from api.noninterference.seen_worlds import seen_by
from api.noninterference.worlds import file_all, world_of
from graph import load_ontology
from graph.store import StoreLease
from policies import ViewerContext
from tests.conftest import Loop
from tests.world import settings_in

KINDS = load_ontology().kinds
CLASSES = {name: {p.name: p.property_class for p in kind.properties.values()} for name, kind in KINDS.items()}
FIU = ViewerContext(agency="sg-fiu", subject="a", roles=frozenset({"analyst"}), purpose="investigation", case_ref="K-1")


@pytest.mark.long
def test_viewers_from_whom_the_same_is_hidden_share_a_second_world(
    loop: Loop, neo4j_lease: StoreLease, tmp_path: Path
) -> None:
    async def work() -> None:
        async with scratch_application(settings_in(tmp_path), neo4j_lease, may_empty=True) as scratch:
            viewers = [FIU, replace(FIU, agency="my-telco"), replace(FIU, subject="b")]
            hidings = [Hiding.of(v, scratch.app.bundle, KINDS) for v in viewers]
            world = world_of(scratch.app.bundle, hidings)
            await file_all(scratch, world)
            found = await second_worlds(scratch, world, hidings, CLASSES)
        assert [other.viewers for other in found] == [[0, 2], [1]]
        assert found[0].filings != found[1].filings
        for other in found:
            least = seen_by(hidings[other.viewers[0]], world, CLASSES)
            kept = {(f.originator, f.profile, repr(i)) for f in other.filings for i in f.items}
            assert len(kept) >= sum(len(f.items) for f in least) > 0
            assert len(kept) < sum(len(f.items) for f in world)

    loop.run(work())
