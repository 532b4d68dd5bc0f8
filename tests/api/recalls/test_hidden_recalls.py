"""What an agency withdraws, narrows, holds or erases changes no byte of what others are answered who never saw it."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from api.noninterference import Universe
from ingest import SubmittedItem
from tests.api.asking import Desk
from tests.api.asking_everything import answers_to, changes, questions_about
from tests.world import link, record

WHO = {"birthDate": "1980-05-06", "nationality": "TH"}
NAME = "Wichit Busabasombat"
DISPOSE = """mutation($gone: [ID!]!, $held: [ID!]!) {
  retractRecords(input: {ids: $gone, reason: "r", erase: true}) { done }
  scheduleRetention(input: {ids: $held, reviewAt: "2130-01-01T00:00:00Z"}) { schedules { recordId } } }"""
RETRACT_LINKS = 'mutation($ids: [ID!]!) { retractLinks(input: {ids: $ids, reason: "r"}) { done } }'
HOLD = 'mutation($held: [ID!]!) { placeHold(input: {ids: $held, reason: "r"}) { holds { id } } }'


@pytest.mark.parametrize("readers", [("th-police",), ("th-police", "my-police")], ids="-".join)
def test_what_is_withdrawn_unseen_changes_no_answer(desk: Desk, readers: Sequence[str]) -> None:
    """A hidden bridge holds two visible records in one component; it goes, and with it a hidden number."""
    world, hidden = desk.world, "originator-controlled"
    world.file("us-ofac", record("Person", "a", name=NAME, **WHO), profile="open")
    world.file("us-ofac", record("Person", "b", name=NAME, email="q@mail.example"), profile="open")
    world.file("th-police", record("Person", "p", name=NAME, role="suspect", **WHO))
    items: list[SubmittedItem] = [
        record("Person", "bridge", name=NAME, email="q@mail.example", **WHO),
        record("PhoneNumber", "n", number="+85512000777"),
        link("USES", "bridge", "n"),
        record("Site", "s", name="Golden Mekong Park", country="KH"),
    ]
    world.file("kh-police", *items, profile=hidden)
    seen = [world.id("us-ofac", "a"), world.id("us-ofac", "b"), world.id("th-police", "p")]
    tokens = {agency: world.token(agency) for agency in readers}
    hidden_ids = [world.id("kh-police", name) for name in ("bridge", "n", "s")]
    texts = questions_about(Universe(ids=seen, hidden=hidden_ids, pairs=[(seen[0], seen[1])], words=("wichit",)))
    first = answers_to(desk, tokens, texts)
    assert all(b'"score"' in b"".join(found.values()) for found in first.values())

    gone, held = [world.id("kh-police", n) for n in ("bridge", "n")], [world.id("kh-police", "s")]
    done = desk.data(DISPOSE, token=world.token("kh-police", "analyst+supervisor"), gone=gone, held=held)
    assert done["retractRecords"] == {"done": True}
    desk.data(HOLD, token=world.token("kh-police", "supervisor"), held=held)
    at_once = answers_to(desk, tokens, texts)
    world.settle()
    world.run(world.app.accountability.step())
    world.run(world.app.accountability.retention.run())

    assert changes(first, at_once) == []
    assert changes(first, answers_to(desk, tokens, texts)) == []


@pytest.mark.long
def test_a_link_that_is_withdrawn_unseen_changes_no_answer(desk: Desk) -> None:
    """A closed link joins two records that others see, and a closed number makes a closed person one with a seen one."""
    world, hidden = desk.world, "originator-controlled"
    world.file("us-ofac", record("Person", "a", name=NAME, **WHO), record("PhoneNumber", "o", number="+85512000777"))
    world.file("us-ofac", link("USES", "a", "o"))
    world.file("th-police", record("Person", "p", name=NAME, role="suspect", **WHO))
    world.file("kh-police", record("Person", "seen", name=NAME), record("PhoneNumber", "m", number="+85512000888"))
    world.file("kh-police", replace(link("USES", "seen", "m"), profile=hidden))
    items = (record("Person", "c", name=NAME), record("PhoneNumber", "n", number="+85512000777"))
    world.file("kh-police", *items, link("USES", "c", "n"), profile=hidden)
    seen = [
        world.id(a, n) for a, n in (("us-ofac", "a"), ("th-police", "p"), ("kh-police", "seen"), ("kh-police", "m"))
    ]
    tokens = {agency: world.token(agency) for agency in ("th-police", "my-police")}
    links = [world.app.minter.link_id("kh-police", "cases", f"USES|{n}") for n in ("seen USES m", "c USES n")]
    hidden_ids = [*(world.id("kh-police", name) for name in "cn"), *links]
    texts = questions_about(Universe(ids=seen, hidden=hidden_ids, pairs=[(seen[0], seen[1])], words=("wichit",)))
    first = answers_to(desk, tokens, texts)
    assert all(b'"score"' in b"".join(found.values()) for found in first.values())
    assert all(seen[3].encode() in b"".join(found.values()) for found in first.values())

    token = world.token("kh-police")
    assert desk.data(RETRACT_LINKS, token=token, ids=links) == {"retractLinks": {"done": True}}
    at_once = answers_to(desk, tokens, texts)
    world.settle()
    world.run(world.app.accountability.step())

    assert world.query("MATCH (x:RecallNotice) RETURN count(x) AS n") == [{"n": 0}]
    assert changes(first, at_once) == []
    assert changes(first, answers_to(desk, tokens, texts)) == []
