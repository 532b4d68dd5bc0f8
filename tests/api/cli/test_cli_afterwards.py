"""A command whose change stands, although what follows from it fails: it is told, in the trail, and ends with 0."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from api.bootstrap import Application
from api.cli import file_recall, recall
from api.cli.main import app as commands
from api.protection import ProtectionDesk
from api.recalls.desk import RecallDesk
from graph.errors import HitIndexKeyError
from graph.store.cypher import OF_ONTOLOGY
from policies import AuditEntry, Outcome
from tests.api.asking import Desk
from tests.api.shells import open_shell
from tests.world import link, record

LOOK = "query($id: ID!) { record(id: $id) { links { id } } }"
LATER = "a serving process does it, or `benang resolve`"
Recall = Callable[..., Result]


async def fail(*_: Any, **__: Any) -> Any:
    raise HitIndexKeyError


@pytest.fixture
def filed(desk: Desk) -> list[str]:
    """Return the ids of a person and a phone of the Thai police, linked, which the Khmer police has seen."""
    ids = desk.world.file(
        "th-police",
        record("Person", "p", name="Wichit Busabamintra", role="suspect"),
        record("PhoneNumber", "n", number="+66812345678"),
        link("USES", "p", "n"),
    )
    desk.data(LOOK, token=desk.world.token("kh-police"), id=ids[0])
    desk.world.app.audit.flush()
    return [str(rid) for rid in ids]


@pytest.fixture
def benang(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Recall:
    """Return a way to run `benang recall` as an analyst of the Thai police."""
    open_shell(desk.world, monkeypatch, recall, file_recall)

    def invoke(*words: str) -> Result:
        return CliRunner().invoke(commands, ["recall", *words, "--as", "th-police/analyst"])

    return invoke


def last(desk: Desk, operation: str) -> AuditEntry:
    return [e.entry for e in desk.trail() if e.entry.operation == operation][-1]


def told(found: Result) -> Any:
    assert (found.exit_code, LATER in found.stderr) == (0, True), found.output
    return json.loads(found.stdout)


def test_a_withdrawal_stands_though_the_rest_of_the_graph_cannot_follow(
    desk: Desk, filed: list[str], benang: Recall, monkeypatch: pytest.MonkeyPatch
) -> None:
    # On a busy machine planning alone takes longer than a viewer waits.
    desk.world.run(desk.world.app.store.plan(OF_ONTOLOGY["own_links_in_view"]))
    monkeypatch.setattr(Application, "settle", fail)
    person, number = filed[:2]
    link_id = desk.world.app.minter.link_id("th-police", "cases", "USES|p USES n")

    [one] = told(benang("retract-link", link_id, "--reason", "a mistake", "--json"))
    assert one["link"]["id"] == link_id
    assert set(last(desk, "retract links").record_ids) == {person, number}

    [two] = told(benang("narrow", number, "--profile", "hit-only", "--reason", "at risk", "--json"))
    assert (two["record"], two["outstanding"]) == (number, 1)
    assert last(desk, "narrow records").record_ids == (number,)

    [three] = told(benang("retract", person, "--reason", "a mistake", "--json"))
    assert (three["record"], three["outstanding"]) == (person, 1)
    assert (last(desk, "retract records").outcome, last(desk, "retract records").record_ids) == (
        Outcome.ALLOWED,
        (person,),
    )
    assert desk.world.query("MATCH (n:Record {rid: $p.r}) RETURN count(n) AS n", {"r": person}) == [{"n": 0}]


def test_a_withdrawal_whose_recalls_cannot_be_listed_says_so_and_is_in_the_trail(
    desk: Desk, filed: list[str], benang: Recall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RecallDesk, "issued", fail)
    found = benang("retract", filed[0], "--reason", "a mistake")
    assert (found.exit_code, found.stdout) == (0, "")
    assert "`benang recall issued` lists who had it" in found.stderr
    assert last(desk, "retract records").record_ids == (filed[0],)


@pytest.mark.long
def test_a_file_that_was_withdrawn_is_told_though_nothing_that_follows_can_be_done(
    desk: Desk, benang: Recall, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    entity = '{"id": "p", "schema": "Person", "properties": {"name": ["Wichit Busabamintra"]}}'
    (tmp_path / "people.jsonl").write_text(f"{entity}\n", "utf-8")
    given = (str(tmp_path / "people.jsonl"), "--dataset", "cases", "--profile", "law-enforcement")
    listed = benang("retract-file", *given, "--dry-run").stdout.split()
    assert listed == []
    desk.world.file("th-police", record("Person", "p", name="Wichit Busabamintra"))
    [rid] = benang("retract-file", *given, "--dry-run").stdout.split()
    for owner, name in ((Application, "settle"), (ProtectionDesk, "standing_claims")):
        monkeypatch.setattr(owner, name, fail)
    done = told(benang("retract-file", *given, "--reason", "the wrong month", "--json"))
    assert (done["withdrawn"], last(desk, "retract records").record_ids) == ([rid], (rid,))
