"""What a wrong file brought in is withdrawn by the file itself, part by part, under the guards of each record."""

import json
from pathlib import Path
from typing import Any

import pytest
import typer

from api.cli import file_recall
from ingest import RetryReport, ingest_file, list_quarantined, load_mapping, retry
from policies import AuditEntry, Outcome
from tests.api.asking import Desk
from tests.api.audit.test_denials import state
from tests.api.recalling import HOLD
from tests.api.shells import open_shell
from tests.world import World, record

MAPPING = """
dataset: cases
profile: law-enforcement
records:
  person:
    kind: Person
    reference: '{case}'
    subject_role: {column: role}
    properties:
      name: name
  phone:
    kind: PhoneNumber
    reference: '{number}'
    properties:
      number: number
links:
  - type: USES
    from: person
    to: phone
"""
CORRECTED = MAPPING.replace("{column: role}", "suspect")
ROWS = [
    "c1,Qanary Zzyzx,suspect,+66811112221",
    "c2,Somchai Jaidee,suspect,+66811112222",
    "c3,Wirat Boonmee,suspect,+66811112223",
]
ANALYST = "th-police/analyst/investigation"


class Loaded:
    """A file of th-police that is in the graph, and the command that withdraws it."""

    def __init__(self, world: World, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.world, self.desk, self._capsys = world, Desk(world), capsys
        self.file, self.mapping = folder / "wrong.csv", folder / "cases.yml"
        self.mapping.write_text(MAPPING, encoding="utf-8")
        self.load(ROWS)

    def load(self, rows: list[str], file: Path | None = None) -> None:
        file = file or self.file
        file.write_text("\n".join(["case,name,role,number", *rows, ""]), encoding="utf-8")
        app = self.world.app
        self.world.run(
            ingest_file(
                file,
                mapping=load_mapping(self.mapping),
                originator="th-police",
                profile=None,
                known_originators=app.bundle.registers.parties,
                known_profiles=app.bundle.registers.profiles,
                writer=app.writer,
                minter=app.minter,
            )
        )
        self.world.settle()

    def retry(self) -> None:
        app = self.world.app

        async def work() -> RetryReport:
            return await retry(
                [row async for row in list_quarantined(app.quarantine, "th-police")],
                writer=app.writer,
                minter=app.minter,
                known_profiles=app.bundle.registers.profiles,
                mapping=load_mapping(self.mapping),
            )

        assert self.world.run(work()).released_rows == 1

    def ids(self, *references: str) -> list[str]:
        return [self.world.id("th-police", reference) for reference in references]

    def left(self) -> set[str]:
        return {row["rid"] for row in self.world.query("MATCH (n:Record) RETURN n.rid AS rid")}

    def withdraw(self, as_token: str = ANALYST, **given: Any) -> tuple[int, str, str]:
        """Return the exit status, and what is told."""
        status = 0
        try:
            file_recall.recall_retract_file(
                self.file, **{"reason": "the wrong month", "mapping": self.mapping, "as_token": as_token, **given}
            )
        except typer.Exit as exc:
            status = exc.exit_code
        told = self._capsys.readouterr()
        return status, told.out, told.err

    def trail(self, since: int) -> list[AuditEntry]:
        return [e.entry for e in self.desk.trail()[since:]]


@pytest.fixture
def loaded(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Loaded:
    open_shell(world, monkeypatch, file_recall)
    monkeypatch.setattr(file_recall, "MOST_RECORDS", 2)
    return Loaded(world, tmp_path, capsys)


@pytest.mark.long
def test_all_that_the_file_brought_in_goes_and_nothing_else(loaded: Loaded) -> None:
    [kept] = loaded.world.file("th-police", record("Person", "other", role="suspect", name="Manop Thongdee"))
    entries = len(loaded.desk.trail())

    status, out, _ = loaded.withdraw()

    assert (status, out) == (0, "6 records withdrawn\n")
    assert loaded.left() == {kept}
    trail = loaded.trail(entries)
    assert [e.operation for e in trail] == ["about to: retract records", "retract records"] * 3
    assert {rid for e in trail for rid in e.record_ids} == set(
        loaded.ids("c1", "c2", "c3", "+66811112221", "+66811112222", "+66811112223")
    )
    assert loaded.withdraw()[0] == 1


def test_the_claims_of_victims_whom_the_file_brought_in_stand_and_are_told(loaded: Loaded) -> None:
    loaded.load(["c4,Malee Boonmee,presumed-victim,+66811112224"])
    protecting = "th-police/victim-support/victim-protection"

    status, out, err = loaded.withdraw(protecting, json=True)

    assert (status, len(json.loads(out)["standingClaims"])) == (0, 1)
    assert "1 protection claims on them stand, with what they seal: see `benang protection claims`" in err


def test_a_dry_run_lists_the_records_and_changes_nothing(loaded: Loaded) -> None:
    before, entries = state(loaded.world), len(loaded.desk.trail())

    status, out, _ = loaded.withdraw(dry_run=True, reason=None)

    assert status == 0
    assert out.split() == loaded.ids("c1", "+66811112221", "c2", "+66811112222", "c3", "+66811112223")
    assert json.loads(loaded.withdraw(dry_run=True, json=True)[1]) == out.split()
    assert state(loaded.world) == before
    assert {e.operation for e in loaded.trail(entries)} == {"records of a file"}
    assert {rid for e in loaded.trail(entries) for rid in e.record_ids} == set(out.split())


def test_a_part_that_a_hold_keeps_stays_whole_and_is_told(loaded: Loaded) -> None:
    token = loaded.world.token("th-police", "supervisor")
    loaded.desk.data(HOLD, token=token, ids=loaded.ids("c2"))

    status, out, err = loaded.withdraw(json=True)

    kept = loaded.ids("c2", "+66811112222")
    told = json.loads(out)
    assert (status, told["withdrawn"]) == (1, loaded.ids("c1", "+66811112221", "c3", "+66811112223"))
    assert [part["records"] for part in told["refused"]] == [kept]
    assert "a legal hold" in told["refused"][0]["error"]
    assert f"none of 2 records from {kept[0]} to {kept[1]} was withdrawn: a legal hold" in " ".join(err.split())
    assert loaded.left() == set(kept)


def test_a_presumed_victims_part_is_left_to_those_who_protect_her(loaded: Loaded) -> None:
    loaded.load([ROWS[0], ROWS[1].replace("suspect", "presumed-victim"), ROWS[2]])
    entries = len(loaded.desk.trail())

    status, out, err = loaded.withdraw()

    assert (status, out.split()[0]) == (1, "4")
    assert "Somchai" not in out + err
    assert loaded.left() == set(loaded.ids("c2", "+66811112222"))
    denied = [e for e in loaded.trail(entries) if e.outcome is Outcome.DENIED]
    assert [(e.operation, e.record_ids) for e in denied] == [("retract records", ())]
    assert loaded.withdraw("th-police/victim-support/victim-protection")[0] == 0
    assert loaded.left() == set()


@pytest.mark.parametrize("who", ["kh-police/analyst/investigation", "th-police/supervisor/investigation"])
def test_who_may_not_withdraw_it_changes_nothing(loaded: Loaded, who: str) -> None:
    before, entries = state(loaded.world), len(loaded.desk.trail())

    status, out, err = loaded.withdraw(who)

    assert (status, [rid for rid in loaded.left() if rid in out] if who.startswith("kh") else []) == (1, [])
    assert "Jaidee" not in out + err
    assert state(loaded.world) == before
    trail = loaded.trail(entries)
    assert {(e.outcome, e.operation, e.record_ids) for e in trail} == {(Outcome.DENIED, "retract records", ())}


def test_without_a_reason_it_is_a_misuse(loaded: Loaded) -> None:
    status, out, err = loaded.withdraw(reason=None)
    assert (status, out) == (2, "")
    assert "give a --reason, or --dry-run" in err


@pytest.mark.parametrize("reference", ["c1", "+66811112221"], ids=["other content", "another kind"])
def test_what_a_quarantined_row_alone_names_is_not_of_the_file_also_when_it_is_withdrawn_again(
    loaded: Loaded, tmp_path: Path, reference: str
) -> None:
    """A row that says otherwise what an earlier one said, or of another kind, wrote nothing."""
    loaded.load(["k1,Kanya Gooddata,suspect,+66811112229"], tmp_path / "right.csv")
    kept = set(loaded.ids("k1", "+66811112229"))
    loaded.load([*ROWS, f"{reference},Another Name,suspect,+66811112229"])
    rules = loaded.world.query("MATCH (q:QuarantinedRow) RETURN collect(q.rule) AS rules")[0]["rules"]
    assert rules == ["duplicate-reference" if reference == "c1" else "reference-of-other-kind"]

    assert not kept.intersection(loaded.withdraw(dry_run=True)[1].split())
    assert loaded.withdraw()[1] == "6 records withdrawn\n"
    assert loaded.left() == kept
    # With what it named the row has gone from quarantine.
    assert loaded.world.query("MATCH (q:QuarantinedRow) RETURN count(q) AS count")[0]["count"] == 0
    assert loaded.withdraw()[0] == 1
    assert loaded.left() == kept


BROKEN = "k1,Kanya Gooddata,no-such-role,+66811112229"


def test_a_row_that_waits_gave_nothing_though_another_mapping_would_read_it(loaded: Loaded, tmp_path: Path) -> None:
    loaded.load([BROKEN.replace("no-such-role", "suspect")], tmp_path / "right.csv")
    kept = set(loaded.ids("k1", "+66811112229"))
    loaded.load([BROKEN, ROWS[0]])
    loaded.mapping.write_text(CORRECTED, encoding="utf-8")

    assert loaded.withdraw()[0] == 0
    assert loaded.left() == {*kept, *loaded.ids("c2", "c3", "+66811112222", "+66811112223")}


def test_a_row_that_was_tried_again_gave_what_it_gave_then(loaded: Loaded) -> None:
    loaded.load([BROKEN, ROWS[0]])
    loaded.mapping.write_text(CORRECTED, encoding="utf-8")
    loaded.retry()
    assert loaded.left() >= set(loaded.ids("k1", "+66811112229"))

    assert loaded.withdraw()[0] == 0
    assert loaded.left() == set(loaded.ids("c2", "c3", "+66811112222", "+66811112223"))
