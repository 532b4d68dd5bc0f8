"""What is filed under terms that tell of no linkage tells by the mark of a claim on who is linked to it: it is weighed."""

from pathlib import Path
from typing import Any

import pytest

from tests.api.asking import Desk
from tests.api.filing.test_filed_links import (
    BLOCK,
    HER_PLACE,
    documents,
    hers,
    is_sealed,
    people,
    release,
    submit,
    told,
)
from tests.api.filing.test_filed_links import uses as links_to
from tests.api.filing.test_filed_persons import HER, claimed_desk, file
from tests.api.sealing import claim
from tests.world import World, record

pytestmark = pytest.mark.usefixtures("hits_stand")


@pytest.fixture
def desk(world: World, tmp_path: Path) -> Desk:
    return claimed_desk(world, tmp_path)


def phones(places: range) -> list[dict[str, Any]]:
    numbers = {at: [{"name": "number", "values": [f"+668{at:08d}"]}] for at in places}
    return [{"kind": "PHONE_NUMBER", "reference": f"d{at}", "properties": found} for at, found in numbers.items()]


@pytest.mark.parametrize(
    "profile", ["hit-only", pytest.param("originator-controlled", marks=pytest.mark.long)], ids=["hits", "originator"]
)
def test_whose_passport_is_a_victims_is_told_by_no_terms_of_the_document(desk: Desk, profile: str) -> None:
    """The mark on the person answered for the document, whatever that one's terms say of notices."""
    held = file(desk, "th-police", documents(BLOCK), profile)
    assert held is not None
    assert submit(desk, people(BLOCK), links_to(BLOCK)) == held
    assert is_sealed(desk)
    assert told(desk) == ([], [])
    release(desk, held)
    assert told(desk) == hers(desk)


@pytest.mark.long
def test_neither_is_whose_phone_by_her_name_alone(desk: Desk) -> None:
    world = desk.world
    number = phones(range(HER_PLACE, HER_PLACE + 1))[0]["properties"][0]["values"][0]
    world.file("kh-hotline", record("Person", "h2", name="Malee Thongdee", birthDate="1991-02-03", phone=number))
    claim(desk, "h2")
    held = file(desk, "th-police", phones(BLOCK), "hit-only")
    submit(desk, people(BLOCK, name="Malee Thongdee"), links_to(BLOCK))
    assert held is not None and is_sealed(desk)
    assert told(desk) == ([], [])
    release(desk, held)
    assert told(desk) == hers(desk)


@pytest.mark.long
def test_small_steps_tell_no_more(desk: Desk) -> None:
    """Nine of the block are answered; the tenth is held, whichever of the agency's terms each is filed under."""
    profiles = ["hit-only", "originator-controlled", "law-enforcement"] * 4
    places = [at for at in BLOCK if at != HER_PLACE] + [HER_PLACE]
    checks = [file(desk, "th-police", documents(range(at, at + 1)), p) for at, p in zip(places, profiles, strict=True)]
    assert [check is not None for check in checks] == [False] * 9 + [True] * 3
    submit(desk, people(BLOCK), links_to(BLOCK))
    assert is_sealed(desk) and HER["passportNumber"].endswith(str(HER_PLACE))
    assert told(desk) == ([], [])
