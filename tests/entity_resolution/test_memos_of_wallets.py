"""Customers of one exchange have one address, and each a memo of their own. All values are invented."""

import pytest

from tests.entity_resolution.resolved_records import together
from tests.world import World, link, record

ADDRESS = "EQCD39VS5jcptHL8vMjEXrzGaRcCVYto7HUn4bpAOg8xqB2N"  # the published one of a token


@pytest.mark.parametrize(("memo", "is_one"), [("774120", False), ("100231", True)])
def test_namesakes_are_one_by_one_memo_and_two_by_two(world: World, memo: str, *, is_one: bool) -> None:
    for agency, written in (
        ("th-police", f"{ADDRESS} memo 100231"),
        ("kh-police", f"ton://transfer/{ADDRESS}?text={memo}"),
    ):
        who = record("Person", "p", role="suspect", name="Teerapat Wongsawatdikul")
        world.file(agency, who, record("Wallet", "w", address=written), link("OWNS", "p", "w"))
    for reference in ("p", "w"):
        assert together(world, ("th-police", reference), ("kh-police", reference)) is is_one
