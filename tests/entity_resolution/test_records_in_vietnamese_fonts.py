"""What one agency typed for a Vietnamese font meets what another files in Unicode. All values are invented."""

from tests.entity_resolution.resolved_records import together
from tests.graph.values.vietnamese_typing import in_tcvn3, in_vni
from tests.world import World, record

NAME = "Trương Quốc Thưởng"


def test_a_person_typed_for_a_font_meets_the_same_in_unicode_and_is_found(world: World) -> None:
    born = {"birthDate": "1991-04-17", "nationality": "VN"}
    world.file("kh-police", record("Person", "1", name=NAME, **born))
    for agency, typed in (("th-police", in_tcvn3), ("my-telco", in_vni)):
        world.file(agency, record("Person", "1", name=typed(NAME), **born))
        assert together(world, (agency, "1"), ("kh-police", "1"))
    found = world.run(world.app.search.find(world.system(), NAME))
    assert len([each for result in found.results for each in result.entity.records]) == 3
