"""A network's neighbours page by page: each entity once, and on behind a place whose record has left."""

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from api.cli import around
from api.cli.main import app as commands
from tests.api.asking import Desk
from tests.api.shells import open_shell
from tests.world import link, record

NETWORK = """query($id: ID!, $after: ID, $limit: Int! = 3, $types: [LinkType!]) {
  network(id: $id, limit: $limit, after: $after, linkTypes: $types) { entities { id } following truncated } }"""
RETRACT = """mutation($ids: [ID!]!) { retractRecords(input: {ids: $ids, reason: "a mistake"}) { done } }"""
NUMBER = "+66899999998"
NAMES = ("Wichit Busabasombat", "Qanarywit Zzyzxsombat", "Prasert Kittisak", "Anong Siriwattana")


def ask(desk: Desk, rid: str, after: str | None = None, agency: str = "kh-police", **more: Any) -> dict[str, Any]:
    return desk.ask(NETWORK, token=desk.world.token(agency), id=rid, after=after, **more)


def page(desk: Desk, rid: str, after: str | None = None, **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = ask(desk, rid, after, **more)["data"]["network"]
    return found


def neighbours(found: dict[str, Any]) -> list[str]:
    return [entity["id"] for entity in found["entities"]][1:]


@pytest.fixture
def used(desk: Desk) -> str:
    """Return a number of the Khmer police that four persons use."""
    persons = [record("Person", f"q{n}", name=name, birthDate=f"196{n}-10-12") for n, name in enumerate(NAMES)]
    ties = [link("USES", f"q{n}", "n") for n in range(len(NAMES))]
    [number, *_] = desk.world.file("kh-police", record("PhoneNumber", "n", number=NUMBER), *persons, *ties)
    return str(number)


def test_what_stood_where_a_page_ended_may_leave(desk: Desk, used: str) -> None:
    whole = neighbours(page(desk, used, limit=50))
    first = page(desk, used)
    assert neighbours(first) == whole[:2]
    desk.data(RETRACT, token=desk.world.token("kh-police"), ids=[whole[1]])
    desk.world.settle()
    rest = page(desk, used, first["following"])
    assert (neighbours(rest), rest["following"], rest["truncated"]) == (whole[2:], None, False)


def test_a_place_is_of_one_question_in_one_view(desk: Desk, used: str) -> None:
    """It says nothing of what is there: of another record it is refused alike, whether that is in view or absent."""
    place = page(desk, used)["following"]
    other = desk.world.id("kh-police", "q0")
    refused = [
        ask(desk, other, place),
        ask(desk, "r-" + "0" * 32, place),
        ask(desk, used, place, types=["USES"]),
        ask(desk, used, place, agency="th-police"),
        ask(desk, used, other),
        ask(desk, used, place[:-1]),
    ]
    assert [(r["data"]["network"], r["errors"][0]["extensions"]["code"]) for r in refused] == [(None, "CURSOR")] * 6


@pytest.mark.parametrize("limit", [50, 3, 2])
def test_an_entity_of_several_linked_records_comes_once(desk: Desk, used: str, limit: int) -> None:
    """Of the same person the Thai police files a record later, which is linked as well."""
    same = {"name": "Somchai Jaidee", "birthDate": "1987-03-04", "nationality": "TH", "passportNumber": "AA1234567"}
    for agency in ("kh-police", "th-police"):
        number = record("PhoneNumber", "n", number=NUMBER)
        desk.world.file(agency, number, record("Person", "p", role="suspect", **same), link("USES", "p", "n"))
        if agency == "kh-police":
            desk.world.file(agency, record("Person", "z", name="Malee Boonmee"), link("USES", "z", "n"))
    seen, after = list[str](), None
    while True:
        found = page(desk, used, after, limit=limit)
        seen += neighbours(found)
        if (after := found["following"]) is None:
            break
    first, then = (("q0", "q1", "q2", "q3"), ("p", "z"))  # the first were received together, so their ids tell
    named = [[desk.world.id("kh-police", name) for name in names] for names in (first, then)]
    assert seen == [*sorted(named[0]), *named[1]]


def test_the_command_goes_on_from_its_own_cursor(desk: Desk, used: str, monkeypatch: pytest.MonkeyPatch) -> None:
    open_shell(desk.world, monkeypatch, around)

    def network(*words: str) -> Any:
        said = ["network", used, "--as", "kh-police/analyst", "--limit", "3", "--json", *words]
        found = CliRunner().invoke(commands, said)
        return json.loads(found.stdout) if found.exit_code == 0 else (found.exit_code, found.stderr)

    whole = neighbours(network("--limit", "50"))
    first = network()
    desk.data(RETRACT, token=desk.world.token("kh-police"), ids=[whole[1]])
    desk.world.settle()
    assert neighbours(network("--after", first["following"])) == whole[2:]
    status, told = network("--after", whole[2])
    assert (status, "the cursor does not belong to this query" in told) == (1, True)
