"""Laws of a record's role: what does not say one opens nothing, and a victim's goes by the word of who may say so."""

from dataclasses import replace
from itertools import product

import pytest

from graph import Record, SubjectRole
from tests.graph.building import record
from tests.graph.store.written_records import assert_stamps_fit, compartment, write
from tests.world import World

ROLES = tuple(SubjectRole)
FILED = (None, *ROLES)
PROFILES = ("law-enforcement", "victim-protection")


def person(stood: SubjectRole, filed: SubjectRole | None, profile: str, *, role: SubjectRole | None) -> Record:
    return record("Person", f"{stood} {filed} {profile}", role=role, name="Malee Sukjai")


def standing(world: World) -> dict[str, tuple[str, str]]:
    """Return the role in each record, and in the compartment that opens it."""
    rows = world.query("MATCH (n:Record) RETURN n.rid AS rid, n.role AS role, n.cmp AS cmp")
    keys = {row["rid"]: world.app.registry.get(row["cmp"]).key for row in rows}
    return {row["rid"]: (row["role"], str(key.role) if (key := keys[row["rid"]]) else "") for row in rows}


@pytest.mark.parametrize("lifts", [False, True])
def test_a_role_stands_until_another_is_said_by_who_may_say_it(world: World, lifts: bool) -> None:
    cases = list(product(ROLES, FILED, PROFILES))
    before = [person(*case, role=case[0]) for case in cases]
    write(world, *before)
    after = [
        replace(
            person(*case, role=case[1]),
            properties=record("Person", "x", name="Malee Sukjaidee").properties,
            provenance=replace(was.provenance, profile=case[2]),
        )
        for case, was in zip(cases, before, strict=True)
    ]

    summary = write(world, *after, lifts_seals=lifts)

    found = standing(world)
    expected = {}
    for (stood, filed, _), one in zip(cases, after, strict=True):
        keeps = filed is None or (stood.is_victim and not filed.is_victim and not lifts)
        expected[one.id] = (str(stood if keeps else filed),) * 2
    assert found == expected
    opened = {
        one.id
        for (stood, filed, _), one in zip(cases, after, strict=True)
        if lifts and filed is not None and stood.is_victim and not filed.is_victim
    }
    assert set(summary.unsealed) == opened
    silent = [one for one in after if one.subject_role is None]
    again = write(world, *silent, lifts_seals=lifts)
    assert (again.created, again.changed, again.unchanged, again.unsealed) == (0, 0, len(silent), {})


def test_a_new_record_that_says_no_role_has_none_and_may_say_so_later(world: World) -> None:
    silent = record("Person", "1", role=None, name="Malee Sukjai")
    assert write(world, silent).created == 1
    assert standing(world)[silent.id] == ("none", "none")
    assert write(world, replace(silent, subject_role=SubjectRole.NONE)).unchanged == 1
    assert write(world, replace(silent, subject_role=SubjectRole.SUSPECT)).changed == 1
    assert write(world, silent).unchanged == 1
    assert standing(world)[silent.id] == ("suspect", "suspect")


def test_many_at_once_keep_their_roles_as_few_do(world: World) -> None:
    """Where many of a kind come nobody looks first; what is there is found all the same."""
    victims = [record("Person", str(n), role=SubjectRole.PRESUMED_VICTIM, name="A") for n in range(60)]
    write(world, *victims)
    write(world, *[replace(one, subject_role=None) for one in victims], expected_new=True, lifts_seals=True)
    assert set(standing(world).values()) == {("presumed-victim", "presumed-victim")}


def test_what_a_number_says_of_no_role_leaves_the_record_that_it_replaces_closed(world: World) -> None:
    """As another kind of thing as well: a number has no role to say, and its words are as she was found by them."""
    victim = record("Person", "v", role=SubjectRole.PRESUMED_VICTIM, name="Malee Sukjai")
    write(world, victim)
    number = record("PhoneNumber", "v", role=None, number="+66812345678")
    assert write(world, number, lifts_seals=True).unsealed == {}
    assert standing(world)[victim.id] == ("presumed-victim", "presumed-victim")
    stated = replace(number, subject_role=SubjectRole.NONE)
    before = compartment(world, victim)
    assert write(world, stated, lifts_seals=True).unsealed == {victim.id: before}
    assert standing(world)[victim.id] == ("none", "none")
    assert_stamps_fit(world)
