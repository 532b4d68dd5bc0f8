"""A link that the operator loads holds who it leads from, where the number is held, as one that somebody files does."""

from pathlib import Path

import pytest

from api.alerts.filings import FilingDesk
from api.cli import data
from tests.api.asking import Desk
from tests.api.filing.test_filed_persons import RELEASE, SUBMIT_LINKED, claimed_desk, marked, with_documents
from tests.api.sealing import NOTICES
from tests.api.shells import open_shell
from tests.world import World

MAPPING = """
dataset: cases
originator: th-police
profile: law-enforcement
records:
  file: {kind: Report, reference: "{no}", properties: {title: no}}
links:
  - {type: USES, from: {kind: Person, reference: "{person}"}, to: {kind: IdentityDocument, reference: "{document}"}}
"""
BLOCK = range(12_340, 12_352)


@pytest.fixture
def desk(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Return a desk at which a hotline has claimed a person a victim, and a command line beside it."""
    found = claimed_desk(world, tmp_path)
    monkeypatch.setattr(data, "viewer_of_run", None, raising=False)  # these commands act for nobody
    open_shell(found.world, monkeypatch, data)
    return found


def load(desk: Desk, folder: Path, *rows: str) -> None:
    """Bring in a file as the operator: persons and the documents that they use, by their references."""
    mapping, table = folder / "links.yml", folder / "links.csv"
    mapping.write_text(MAPPING, encoding="utf-8")
    table.write_text("no,person,document\n" + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    data.ingest([table], mapping=mapping)
    desk.world.settle()


def test_a_loaded_link_to_a_held_passport_does_not_tell_whose_is_a_victims(desk: Desk, tmp_path: Path) -> None:
    world = desk.world
    token, filed = world.token("th-police"), with_documents(BLOCK, name="Anong Siriwattana")
    found = desk.data(SUBMIT_LINKED, token=token, records=filed["records"], links=[])["submitRecords"]
    assert found["heldCheck"] is not None
    world.settle()
    load(desk, tmp_path, *(f"{at},p{at},d{at}" for at in BLOCK))

    victim = world.id("th-police", "p12345")
    assert world.query("MATCH (n:Record {rid: $p.rid}) RETURN n.seal AS seal", {"rid": victim}) == [{"seal": "claimed"}]
    assert marked(desk, BLOCK) == []
    assert desk.data(NOTICES, token=token)["protectionNotices"]["edges"] == []
    supervisor = world.token("th-fiu", "supervisor")
    released = desk.data(RELEASE, token=supervisor, id=found["heldCheck"])["releaseHeldCheck"]
    assert released["check"] == {"state": "RELEASED"}
    world.settle()
    assert marked(desk, BLOCK) == [12_345]


def test_where_nothing_is_held_a_file_is_not_looked_through(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = desk.world
    few = with_documents(range(12_345, 12_346), name="Anong Siriwattana")
    found = desk.data(SUBMIT_LINKED, token=world.token("th-police"), records=few["records"], links=[])["submitRecords"]
    assert found["heldCheck"] is None
    monkeypatch.delattr(FilingDesk, "_hold_users")
    load(desk, tmp_path, "1,p12345,d12345")
    links = "MATCH (:Record)-[r:USES]->(:Record) RETURN count(r) AS links"
    assert world.query(links) == [{"links": 1}]
    assert marked(desk, range(12_345, 12_346)) == [12_345]
