"""Entities in a view: whose they are, what they are called, and that what is hidden looks absent."""

from tests.graph.building import open_scope
from tests.world import World, record

PERSON = {"name": "Wichit Busabasombat", "birthDate": "1987-03-04", "nationality": "TH"}


class TestIdentity:
    def test_the_id_is_that_of_the_first_visible_record_and_every_member_leads_to_it(self, world: World) -> None:
        agencies = ("kh-police", "th-police", "my-police")
        for agency in agencies:
            world.file(agency, record("Person", "1", **PERSON))
        ids = [world.id(agency, "1") for agency in agencies]
        for member in ids:
            entity = world.run(world.app.entities.find_entity(world.system(), member))
            assert entity.id == ids[0]
            assert [r.id for r in entity.records] == ids
        hidden = open_scope(world.system().visible - {self._compartment(world, ids[0])})
        for member in ids[1:]:
            entity = world.run(world.app.entities.find_entity(hidden, member))
            assert (entity.id, [r.id for r in entity.records]) == (ids[1], ids[1:])
        assert world.run(world.app.entities.find_entity(hidden, ids[0])) is None

    def test_out_of_scope_and_absent_look_alike(self, world: World) -> None:
        (rid,) = world.file("kh-police", record("Person", "1", **PERSON))
        closed = open_scope([])
        for asked in (rid, "r-absent", ""):
            assert world.run(world.app.entities.find_entity(closed, asked)) is None
            assert world.run(world.app.networks.network(closed, asked, depth=1, limit=5)) is None
            assert world.run(world.app.networks.path(closed, asked, rid, max_length=3)) is None
        assert world.run(world.app.entities.entities_of(closed, [])) == {}

    def test_a_caption_is_the_first_visible_one(self, world: World) -> None:
        world.file("kh-police", record("Person", "1", **{**PERSON, "name": "วิชิต บุษบาสมบัติ"}))
        world.file("th-police", record("Person", "1", **{**PERSON, "name": "วิชิต  บุษบาสมบัติ"}))
        entity = world.run(world.app.entities.find_entity(world.system(), world.id("th-police", "1")))
        assert (len(entity.records), entity.caption) == (2, "วิชิต บุษบาสมบัติ")

    @staticmethod
    def _compartment(world: World, rid: str) -> int:
        return int(world.query("MATCH (n:Record {rid: $p.rid}) RETURN n.cmp AS cmp", {"rid": rid})[0]["cmp"])
