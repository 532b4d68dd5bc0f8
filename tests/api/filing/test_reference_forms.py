"""What an agency withdrew, holds or protects under a reference is so in every form in which Unicode writes that.

A store of an older version, which minted ids of references as they were written, is no other.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest

from api.bootstrap import application_on
from graph import IdMinter, LinkId, RecordId
from graph.store import Access, FormerIds, StoreLease, Template
from ingest import SubmittedItem, submit
from tests.api.asking import Desk
from tests.api.recalls.test_withdrawn_references import Files
from tests.world import DATASET, World, link, record

COMPOSED, DECOMPOSED = normalize("NFC", "Hồ sơ 7"), normalize("NFD", "Hồ sơ 7")
NUMBER = "+66811112222"
ROW = "{},Qanarywit Zzyzx,1990-01-02," + NUMBER + "\n"
HOLD = 'mutation($ids: [ID!]!) { placeHold(input: {ids: $ids, reason: "court order"}) { holds { id } } }'
BY_REFERENCE = """query($reference: String!) {
  recordByReference(dataset: "cases", reference: $reference) { id caption } }"""
STANDING = "MATCH (n:Record) RETURN n.kind AS kind, n.role AS role ORDER BY kind"
PHONE = {"kind": "PhoneNumber", "role": "none"}


class OlderMinter(IdMinter):
    """Mints ids as an older version did: of references as they were written."""

    def record_id(self, originator: str, dataset: str, reference: str) -> RecordId:
        return self.unfolded_record_id(originator, dataset, reference)

    def link_id(self, originator: str, dataset: str, reference: str) -> LinkId:
        return self.unfolded_link_id(originator, dataset, reference)


def file_as_before(world: World, *items: SubmittedItem) -> list[RecordId | LinkId | None]:
    """File items as an older version did, and return their ids."""
    app = world.app
    sent = submit(
        items, originator="th-police", dataset=DATASET, known_profiles=app.bundle.registers.profiles,
        writer=app.writer, minter=OlderMinter(deployment_key=app.minter.deployment_key), profile="law-enforcement",
    )  # fmt: skip
    return [outcome.id for outcome in world.run(sent).outcomes]


Restarted = Callable[[], Any]


@pytest.fixture
def restarted(world: World, neo4j_lease: StoreLease, tmp_path: Path) -> Restarted:
    """Return what starts this version on a store that an older one left, and gives its files."""

    @contextmanager
    def start() -> Iterator[Files]:
        text = "MATCH (k:DeploymentKey) REMOVE k.folds_references"
        world.run(world.app.store.run_alone(Template(name="older", access=Access.WRITE, text=text), {}))
        context = application_on(world.app.settings, neo4j_lease)
        app = world.run(context.__aenter__())
        try:
            yield Files(Desk(World(app=app, run=world.run)), tmp_path)
        finally:
            world.run(context.__aexit__(None, None, None))

    return start


@pytest.fixture
def files(desk: Desk, tmp_path: Path) -> Files:
    made = Files(desk, tmp_path)
    made.ingest(ROW.format(COMPOSED))
    desk.world.settle()
    return made


def test_a_file_in_the_other_form_brings_nothing_back(files: Files) -> None:
    files.withdraw(COMPOSED)
    report = files.ingest(ROW.format(DECOMPOSED), ROW.format("Hồ\u00a0sơ \u200b7"))
    assert (report.records_created, report.records_withdrawn, report.links_withdrawn) == (0, 1, 1)
    assert files.desk.world.query(STANDING) == [PHONE]


def test_a_withdrawn_link_stays_away_in_the_other_form(files: Files) -> None:
    files.withdraw_link(f"{COMPOSED} USES {NUMBER}")
    report = files.ingest(ROW.format(DECOMPOSED))
    assert (report.links_created, report.links_withdrawn) == (0, 1)
    assert files.linked(COMPOSED) == []


def test_a_held_record_is_kept_in_the_other_form(files: Files) -> None:
    token = files.desk.world.token("th-police", "supervisor")
    assert files.desk.data(HOLD, token=token, ids=[files.desk.world.id("th-police", COMPOSED)])["placeHold"]["holds"]
    report = files.ingest(ROW.format(DECOMPOSED).replace("Zzyzx", "Overwritten"))
    assert (report.records_held, report.records_changed, report.records_created) == (1, 0, 0)
    assert files.caption(COMPOSED) == "Qanarywit Zzyzx"


def test_a_victim_stays_one_in_the_other_form(desk: Desk, tmp_path: Path) -> None:
    desk.world.file("th-police", record("Person", COMPOSED, name="Qanarywit Zzyzx", role="presumed-victim"))
    Files(desk, tmp_path).ingest(ROW.format(DECOMPOSED))
    assert desk.world.query(STANDING) == [{"kind": "Person", "role": "presumed-victim"}, PHONE]


def test_a_record_is_looked_up_in_either_form_by_its_own_agency_alone(files: Files) -> None:
    ask, token = files.desk.data, files.desk.world.token
    for form in (COMPOSED, DECOMPOSED, "  Hồ\u2003sơ 7\ufeff"):
        found = ask(BY_REFERENCE, token=token("th-police"), reference=form)["recordByReference"]
        assert found == {"id": files.desk.world.id("th-police", COMPOSED), "caption": "Qanarywit Zzyzx"}
        assert ask(BY_REFERENCE, token=token("kh-police"), reference=form) == {"recordByReference": None}
        assert files.desk.trail()[-1].entry.record_ids == ()
    assert files.caption(COMPOSED) == "Qanarywit Zzyzx"


def test_a_waiting_link_goes_with_an_erased_record_in_the_other_form(files: Files) -> None:
    world = files.desk.world
    # So short a reference tells nothing in a text: it is known as an end alone.
    short = normalize("NFC", "Hồ7")
    world.file("th-police", record("Person", short, name="Qanarywit Zzyzx"))
    waits = link("RELATED_TO", normalize("NFD", short), "nobody")
    world.submit("th-police", [waits, link("RELATED_TO", "x", "nobody")], profile="law-enforcement")
    files.withdraw(short, erase=True)
    left = world.query("MATCH (q:QuarantinedRow) RETURN q.value AS value")
    assert left == [{"value": "x nobody"}]


def test_a_record_of_an_older_version_is_found_and_written_over_in_every_form(
    world: World, restarted: Restarted
) -> None:
    items = (record("Person", DECOMPOSED, name="A"), record("PhoneNumber", NUMBER, number=NUMBER))
    rid, _, lid = file_as_before(world, *items, link("USES", DECOMPOSED, NUMBER))
    assert rid != world.id("th-police", DECOMPOSED)
    with restarted() as files:
        assert files.desk.world.id("th-police", DECOMPOSED) == files.desk.world.id("th-police", COMPOSED) == rid
        for form, links in ((DECOMPOSED, 0), (COMPOSED, 1)):
            report = files.ingest(ROW.format(form))
            # The link as it was written keeps its id; told in another form it is told a second time.
            assert (report.records_created, report.links_created) == (0, links)
        found = files.desk.data(BY_REFERENCE, token=world.token("th-police"), reference=COMPOSED)
        assert found["recordByReference"] == {"id": rid, "caption": "Qanarywit Zzyzx"}
    assert [row["kind"] for row in world.query(STANDING)] == ["Person", "PhoneNumber"]
    assert {"id": lid} in world.query("MATCH (:Record)-[r:USES]->(:Record) RETURN r.lid AS id")


def test_what_was_withdrawn_under_an_older_version_is_not_brought_back_as_it_was_written(
    desk: Desk, restarted: Restarted
) -> None:
    other = normalize("NFD", "Hồ sơ 8")
    persons = [record("Person", reference, name=reference) for reference in (DECOMPOSED, other)]
    links = [link("USES", reference, NUMBER) for reference in (DECOMPOSED, other)]
    ids = file_as_before(desk.world, *persons, record("PhoneNumber", NUMBER, number=NUMBER), *links)
    token = desk.world.token("th-police")
    retract = 'mutation($ids: [ID!]!) { retractRecords(input: {ids: $ids, reason: "wrong"}) { done } }'
    assert desk.data(retract, token=token, ids=ids[:1])["retractRecords"]["done"]
    retract = retract.replace("retractRecords", "retractLinks")
    assert desk.data(retract, token=token, ids=ids[4:])["retractLinks"]["done"]
    with restarted() as files:
        report = files.ingest(ROW.format(DECOMPOSED), ROW.format(other))
        assert (report.records_created, report.records_withdrawn, report.links_created) == (0, 1, 0)
        assert report.links_withdrawn == 2
    assert len(desk.world.query("MATCH (n:Person) RETURN n.rid AS rid")) == 1


def test_two_records_that_an_older_version_made_of_one_reference_stay_two(world: World, restarted: Restarted) -> None:
    forms = (COMPOSED, DECOMPOSED, "Hồ sơ\u00a07")
    ids = file_as_before(world, *(record("Person", form, name=form) for form in forms))
    with restarted() as files:
        assert [files.desk.world.id("th-police", form) for form in forms] == ids
        assert files.ingest(*(ROW.format(form) for form in forms)).records_created == 1  # the number
        # A form that nobody has filed is that of the folded one.
        assert files.desk.world.id("th-police", "Hồ  sơ 7") == ids[0]


def test_the_references_are_read_once(world: World, restarted: Restarted, monkeypatch: pytest.MonkeyPatch) -> None:
    file_as_before(world, record("Person", DECOMPOSED, name="A"))
    world.file("th-police", record("Person", "Hồ  sơ 9", name="B"))  # of this version, however it is written
    with restarted() as files:
        former = files.desk.world.app.minter.former
        assert len(former) == 2

    async def look(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(FormerIds, "_look", look)
    assert world.run(FormerIds(world.app.store).find(world.app.minter)) == former
    assert world.app.minter.former == {}
