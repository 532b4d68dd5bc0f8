"""A number that stands on one person meets that number linked to another of the same name, without a birth date."""

import pytest

from ingest import SubmittedItem
from tests.api.asking import Desk
from tests.world import link, record

NAME, PHONE = "Wichit Busabamintra", "+66812340678"
ENTITY = "query($id: ID!) { entity(id: $id) { records { id } } }"
QUEUE = "{ reviewQueue(first: 20) { edges { node { left { id } right { id } } } } }"


def filed(desk: Desk, agency: str, *, is_linked: bool, name: str = NAME) -> str:
    own = {} if is_linked else {"phone": PHONE}
    number: list[SubmittedItem] = (
        [record("PhoneNumber", "n", number=PHONE), link("USES", "p", "n")] if is_linked else []
    )
    rid, *_ = desk.world.file(agency, record("Person", "p", name=name, role="suspect", **own), *number)
    return str(rid)


@pytest.mark.parametrize("linked_first", [True, False])
def test_they_are_one_in_either_order(desk: Desk, *, linked_first: bool) -> None:
    one = filed(desk, "th-police", is_linked=linked_first)
    other = filed(desk, "kh-police", is_linked=not linked_first)
    found = desk.data(ENTITY, token=desk.world.token("kh-police"), id=other)["entity"]["records"]
    assert {r["id"] for r in found} == {one, other}


def test_a_slip_in_the_name_leaves_them_to_be_compared(desk: Desk) -> None:
    one = filed(desk, "th-police", is_linked=True)
    other = filed(desk, "kh-police", is_linked=False, name="Wichitt Busabamintra")
    token = desk.world.token("kh-police")
    together = {r["id"] for r in desk.data(ENTITY, token=token, id=other)["entity"]["records"]}
    waiting = [{e["node"]["left"]["id"], e["node"]["right"]["id"]} for e in
               desk.data(QUEUE, token=token)["reviewQueue"]["edges"]]  # fmt: skip
    assert together == {one, other} or {one, other} in waiting


def test_another_name_with_the_number_is_somebody_else(desk: Desk) -> None:
    filed(desk, "th-police", is_linked=True)
    other = filed(desk, "kh-police", is_linked=False, name="Kraisorn Pattanakit")
    token = desk.world.token("kh-police")
    assert [r["id"] for r in desk.data(ENTITY, token=token, id=other)["entity"]["records"]] == [other]
