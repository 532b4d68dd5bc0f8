"""A link needs its ends, changes with what its originator says, and bears the stamps that its ends have by now."""

import pytest

from graph import Record
from graph.store import CompartmentRegistry, WriteSummary
from tests.graph.building import link, record
from tests.graph.store.written_records import LINKS, SEALED, A, B, C, assert_stamps_fit, compartment, write
from tests.world import World


class TestLinks:
    def test_a_link_needs_both_ends_in_the_store(self, world: World) -> None:
        known = link("RELATED_TO", A, B)
        dangling = link("RELATED_TO", A, C)
        assert write(world, A, B, known, dangling) == WriteSummary(
            created=2, links_created=1, dangling=(dangling.id,), change_seq=1
        )
        assert write(world, C, dangling).links_created == 1

    def test_a_link_alone_tells_followers_of_both_ends(self, world: World) -> None:
        write(world, A, B)
        write(world, link("RELATED_TO", A, B))
        assert [sorted(c.record_ids) for c in world.run(world.app.feed.since(1))] == [sorted([A.id, B.id])]

    def test_a_link_whose_reference_moves_leaves_its_old_ends(self, world: World) -> None:
        write(world, A, B, C, link("RELATED_TO", A, B, reference="k"))
        moved = link("RELATED_TO", B, C, reference="k")
        assert write(world, moved).links_changed == 1
        assert [(row["a"], row["b"]) for row in world.query(LINKS)] == [(B.id, C.id)]
        (change,) = world.run(world.app.feed.since(1))
        assert set(change.record_ids) == {A.id, B.id, C.id}

    def test_a_changed_note_is_changed_in_place(self, world: World) -> None:
        write(world, A, B, link("RELATED_TO", A, B, note="one"))
        assert write(world, link("RELATED_TO", A, B, note="other")) == WriteSummary(links_changed=1, change_seq=2)
        assert [row["p"]["note"] for row in world.query(LINKS)] == ["other"]

    def test_a_note_that_is_taken_back_is_gone(self, world: World) -> None:
        write(world, A, B, link("RELATED_TO", A, B, note="as told"))
        assert write(world, link("RELATED_TO", A, B)).links_changed == 1
        assert "note" not in world.query(LINKS)[0]["p"]

    def test_links_among_many_new_records_join_those_that_they_name(self, world: World) -> None:
        people = [record("Person", f"p-{n}", name="Somchai Jaidee") for n in range(200)]
        phones = [record("PhoneNumber", f"t-{n}", number=f"+6681234{n:04}") for n in range(200)]
        pairs = [*zip(people, phones, strict=True)]
        many = [link("USES", a, b) for a, b in pairs]
        few = [link("OWNS", a, b) for a, b in pairs[:3]]
        assert write(world, *people, *phones, *many, *few).links_created == 203
        found = {(row["t"], row["a"], row["b"]) for row in world.query(LINKS)}
        assert found == {(k.type, k.source_id, k.target_id) for k in (*many, *few)}
        assert_stamps_fit(world)

    def test_a_link_to_itself_is_stamped_once(self, world: World) -> None:
        write(world, A, link("RELATED_TO", A, A))
        assert_stamps_fit(world)


def stamps(world: World) -> dict[str, tuple[int, ...]]:
    """Return the members of each link's compartment by its reference."""
    rows = world.query("MATCH ()-[r]->() WHERE r.lid IS NOT NULL RETURN r.reference AS ref, r.cmp AS cmp")
    members = {c.id: c.members for c in world.run(CompartmentRegistry(world.app.store).refresh())}
    return {row["ref"]: members[row["cmp"]] for row in rows}


class TestRestamping:
    @pytest.mark.parametrize(
        "changed",
        [
            record("Person", "a", name="Somchai Jaidee", profile="victim-protection"),
            record("Person", "a", name="Somchai Jaidee", role=SEALED),
        ],
    )
    def test_a_record_of_other_terms_moves_with_its_links(self, world: World, changed: Record) -> None:
        out, back = link("RELATED_TO", A, B), link("RELATED_TO", C, A)
        aside = link("RELATED_TO", B, C)
        write(world, A, B, C, out, back, aside)
        before, was = stamps(world), compartment(world, A)
        assert write(world, changed) == WriteSummary(changed=1, change_seq=2)
        now = compartment(world, A)
        assert now != was
        assert_stamps_fit(world)
        after = stamps(world)
        assert {ref for ref in after if now in after[ref]} == {out.provenance.reference, back.provenance.reference}
        assert after[aside.provenance.reference] == before[aside.provenance.reference]

    def test_and_back_again_restores_the_stamps(self, world: World) -> None:
        write(world, A, B, link("RELATED_TO", A, B))
        before = stamps(world)
        write(world, record("Person", "a", name="Somchai Jaidee", role=SEALED))
        sealed = stamps(world)
        write(world, A)
        assert stamps(world) == sealed != before
        write(world, A, lifts_seals=True)
        assert stamps(world) == before

    def test_links_of_a_restamped_record_are_unchanged_when_they_come_again(self, world: World) -> None:
        sealed = record("Person", "a", name="Somchai Jaidee", role=SEALED)
        write(world, A, B, link("RELATED_TO", A, B))
        write(world, sealed)
        assert write(world, sealed, B, link("RELATED_TO", A, B)) == WriteSummary(unchanged=2, links_unchanged=1)

    def test_a_link_of_another_profile_is_stamped_anew(self, world: World) -> None:
        write(world, A, B, link("RELATED_TO", A, B))
        assert write(world, link("RELATED_TO", A, B, profile="open")).links_changed == 1
        assert_stamps_fit(world)
