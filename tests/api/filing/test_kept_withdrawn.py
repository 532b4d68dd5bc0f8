"""What was withdrawn and is submitted from a file again stays away, as far as whoever submits may hear that it was."""

from dataclasses import replace
from pathlib import Path

from api.submissions import SubmissionOrder, Submitted, submit_as
from policies import PreparedBundle
from tests.policies.edited_bundles import wide_bundle
from tests.world import DATASET, World, record, viewer


def submit(world: World, *, clearance: int, keeps_withdrawn: bool = True) -> Submitted:
    who = replace(viewer("th-police", "analyst+supervisor"), clearance=clearance)
    order = SubmissionOrder(
        items=[record("Site", "s", name="Golden Mekong Park")],
        dataset=DATASET,
        profile="law-enforcement",
        keeps_withdrawn=keeps_withdrawn,
    )
    scope = world.run(world.app.scope_for(who))
    done: Submitted = world.run(submit_as(world.app, who, scope, order))
    return done


def withdraw(world: World, rid: str) -> None:
    who = replace(viewer("th-police", "analyst+supervisor"), clearance=2)
    scope = world.run(world.app.scope_for(who))
    assert world.run(world.app.accountability.recalls.retract(who, scope, [rid], reason="wrong site"))


def test_a_withdrawal_is_told_to_none_from_whom_the_record_was_closed(world: World, tmp_path: Path) -> None:
    world.app.scopes.activate(PreparedBundle.of(wide_bundle(tmp_path)))
    [rid] = world.file("th-police", record("Site", "s", name="Golden Mekong Park"), profile="cleared")
    withdraw(world, rid)

    above = submit(world, clearance=2)
    assert [(o.id, o.withdrawn, o.problems) for _, o in above.outcomes] == [(None, True, ())]
    assert (above.summary.created, above.record_ids) == (0, [])
    assert world.query("MATCH (n:Record {rid: $p.rid}) RETURN n.rid AS rid", {"rid": rid}) == []

    below = submit(world, clearance=0)
    assert [(o.id, o.withdrawn, o.problems) for _, o in below.outcomes] == [(rid, False, ())]
    assert below.summary.created == 1


def test_what_is_filed_over_graphql_brings_it_back_as_before(world: World) -> None:
    [rid] = world.file("th-police", record("Site", "s", name="Golden Mekong Park"), profile="law-enforcement")
    withdraw(world, rid)
    found = submit(world, clearance=2, keeps_withdrawn=False)
    assert [(o.id, o.withdrawn) for _, o in found.outcomes] == [(rid, False)]
