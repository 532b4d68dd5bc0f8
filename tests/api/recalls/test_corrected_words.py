"""Words that a seal closes of what it leaves open are corrected for those alone who were shown them."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.api.asking import Desk
from tests.api.recalling import RECALLS, nodes
from tests.api.recalls.test_corrections import WHOLE, issued
from tests.api.seals.test_protection import INVESTIGATION, PROTECTION, WHO
from tests.api.seals.test_sealed_names import HOW, LIST, NETWORK, PATH, SEARCH, claim
from tests.world import World, link, record

pytestmark = pytest.mark.usefixtures("hits_stand")

SUSPECT = {"name": "Wirat Boonmee", "birthDate": "1979-03-02", "nationality": "TH", "passportNumber": "AA1234567"}
NUMBER, NAME, OTHER, LAST = "1234567809", WHO["name"], "kept for a friend", "opened in Ubon"
KEPT = {"number": NUMBER, "bank": "Bangkok Bank", "country": "TH"}
POLICE = ("kh-police", *INVESTIGATION)
ELSEWHERE = ("my-police", *INVESTIGATION)
SUPPORT = ("ph-police", *PROTECTION)


@pytest.fixture
def desk(world: World) -> Desk:
    """The police hold an account that she and a suspect use; a hotline has them both, and claims now one, now the other."""
    world.file(
        "th-police",
        record("Person", "t", role="suspect", **WHO),
        record("Person", "s", role="suspect", **SUSPECT),
        record("BankAccount", "a", **KEPT, openedAt="2021-03-04", holderName=NAME, notes=OTHER),
        link("OWNS", "t", "a"),
        link("USES", "s", "a"),
        settle=False,
    )
    world.file("kh-hotline", record("Person", "h", **WHO), record("Person", "w", **SUSPECT))
    return Desk(world)


def file(desk: Desk, **says: Any) -> None:
    """File the account again with these words, and tell whoever is to be told."""
    desk.world.file("th-police", record("BankAccount", "a", **KEPT, **{"openedAt": "2021-03-04", **says}))
    desk.world.run(desk.world.app.accountability.step())


def look(desk: Desk, *viewer: str, question: str = WHOLE, **given: str) -> str:
    """Return every byte that a viewer is answered to a question, about the account where nothing else is given."""
    asked: Mapping[str, str] = given or {"id": desk.world.id("th-police", "a")}
    found = desk.post(question, token=desk.world.token(*viewer), variables=asked)
    assert '"errors"' not in found.text
    return found.text


def told(desk: Desk, *viewer: str) -> list[str]:
    """Return of which records a viewer is told that they were corrected."""
    found = nodes(desk.data(RECALLS, token=desk.world.token(*viewer), open=False), "recalls")
    assert {n["cause"] for n in found} <= {"CORRECTED"}
    return [n["recordId"] for n in found]


def account(desk: Desk) -> str:
    return str(desk.world.id("th-police", "a"))


@pytest.mark.parametrize("first", ["h", "w"])
def test_words_that_nobody_was_shown_go_in_silence_whatever_closed_the_record_since(desk: Desk, first: str) -> None:
    """One looks beside the words, another in each way that an answer can; of what they were shown they are told."""
    desk.world.file("th-police", record("PhoneNumber", "n", number="+66812345678"), link("USES", "s", "n"))
    claim(desk, first)
    desk.world.settle()
    suspect = desk.world.id("th-police", "s" if first == "h" else "t")
    seen = look(desk, *POLICE)
    assert NUMBER in seen
    for question, given in (
        (NETWORK, {"id": account(desk)}),
        (PATH, {"id": account(desk), "to": suspect}),
        (HOW, {"id": account(desk)}),
        (LIST, {}),
        (SEARCH, {"text": NUMBER}),
    ):
        look(desk, *ELSEWHERE, question=question, **given)
    assert NAME not in seen
    file(desk, holderName=NAME, notes=[OTHER, LAST])  # what comes under the seal comes to them as little
    claim(desk, "w" if first == "h" else "h")
    desk.world.settle()
    assert NUMBER not in look(desk, *POLICE)

    file(desk, holderName=NAME, notes=OTHER)
    file(desk)

    assert [told(desk, *POLICE), told(desk, *ELSEWHERE), issued(desk)] == [[], [], []]
    assert NUMBER not in look(desk, *POLICE)
    # Of the same class, and open to them.
    file(desk, openedAt="2021-03-05")
    assert [told(desk, *POLICE), told(desk, *ELSEWHERE)] == [[account(desk)]] * 2
