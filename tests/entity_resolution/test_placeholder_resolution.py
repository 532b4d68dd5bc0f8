"""Two agencies' records that have nothing but a placeholder in common stay two entities in the graph."""

import pytest

from tests.entity_resolution.resolved_records import together
from tests.world import World, link, record

NAME = "Wichit Busabasombat"


@pytest.mark.parametrize(
    ("given", "joined"),
    [({"email": "noemail@gmail.com"}, False), ({"email": "wichit.b@lotus.example"}, True)],
)
def test_a_mail_address_of_nobody_joins_no_two_records(world: World, given: dict[str, str], joined: bool) -> None:
    for agency in ("th-police", "kh-police"):
        world.file(agency, record("Person", "1", name=NAME, nationality="TH", **given))
    assert together(world, ("th-police", "1"), ("kh-police", "1")) is joined


@pytest.mark.parametrize(("mailbox", "joined"), [("info@lotus.example", False), ("wichit.b@lotus.example", True)])
def test_a_mailbox_of_an_office_joins_no_two_records(world: World, mailbox: str, joined: bool) -> None:
    for agency in ("th-police", "kh-police"):
        world.file(agency, record("Person", "1", name=NAME, nationality="TH", email=mailbox))
    assert together(world, ("th-police", "1"), ("kh-police", "1")) is joined


@pytest.mark.parametrize(("number", "joined"), [("AA0000000", False), ("AA4170523", True)])
def test_a_linked_passport_of_zeros_joins_no_two_records(world: World, number: str, joined: bool) -> None:
    for agency in ("th-police", "kh-police"):
        passport = record("IdentityDocument", "d", number=number, country="TH", documentType="passport")
        person = record("Person", "1", name=NAME, nationality="TH")
        world.file(agency, person, passport, link("USES", "1", "d"))
    assert together(world, ("th-police", "1"), ("kh-police", "1")) is joined
