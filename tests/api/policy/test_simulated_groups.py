"""A simulation tells viewers apart by what the policy officer sees, whatever else a candidate changes for them."""

from datetime import UTC, datetime
from pathlib import Path

from api.policy.office import Simulation
from policies import PreparedBundle, load_bundle
from tests.policies.edited_bundles import THAI_PACK, copied_bundle, viewer
from tests.world import World, record

CLEARED = """
cleared: {title: T, tlp: AMBER, caveats: [], purposes: [investigation], hit_mode: none, link_notice: false, min_clearance: 2}
"""
OPENED = """@id("th.cleared")
@basis("scam-centre-arrangement")
@review_by("2027-03-31")
permit (
  principal in Agreement::"scam-centre-arrangement", action == Action::"identity", resource in Profile::"cleared"
)
when { resource.originator == Party::"th-police" && principal.agency == Party::"kh-police" };

@id("th.hit-only")"""


def test_a_simulation_is_not_divided_by_what_is_above_the_officer(world: World, tmp_path: Path) -> None:
    """Of what the officer sees, all partners lose the same; of a record that is above them one of these gains."""
    with (copied_bundle(tmp_path) / "profiles.yml").open("a", encoding="utf-8") as profiles:
        profiles.write(CLEARED)
    bundle = load_bundle(tmp_path / "bundle")
    world.app.scopes.activate(PreparedBundle.of(bundle))
    world.file("th-police", record("PhoneNumber", "n", number="+66812345678"))
    pack = bundle.files.text(THAI_PACK).replace('Action::"contact", Action::"financial", ', "")
    pack = pack.replace('@id("th.hit-only")', OPENED)
    now, office, officer = datetime.now(UTC), world.app.office, viewer("th-police", "policy-officer")
    candidate = world.run(office.candidate_of(officer, pack, now=now))

    def simulated() -> Simulation:
        scope = world.run(world.app.scope_for(officer))
        found: Simulation = world.run(office.simulate(officer, scope, candidate, now=now))
        return found

    before = simulated()
    world.file("th-police", record("Person", "above", name="Suda Invented", role="suspect"), profile="cleared")

    assert len(before.changes) == 1
    assert simulated() == before
