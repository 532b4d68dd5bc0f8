"""Receipts, proofs, recalls, retention and holds from the command line, on the store of the session."""

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog
from typer.testing import CliRunner, Result

from api.cli.main import app
from graph.store import RetentionStore, StoreLease
from policies.audit.logs import held_logs
from tests.api.asking import Desk
from tests.policies.edited_bundles import wide_bundle
from tests.world import World, link, record

LOOK = "query($id: ID!) { record(id: $id) { id } }"


@dataclass(frozen=True, slots=True)
class Shell:
    """Commands in this process, on the world's own trail, as a person of any agency and role or as the operator."""

    desk: Desk
    environ: dict[str, str]
    folder: Path

    def run(
        self, *words: str, agency: str | None = None, role: str = "duty-officer", purpose: str = "investigation"
    ) -> Result:
        token = self.desk.world.token(agency, role, purpose) if agency is not None else ""
        return CliRunner().invoke(app, list(words), env={**self.environ, "BENANG_TOKEN": token})

    def json(self, *words: str, agency: str | None = None, role: str = "duty-officer") -> Any:
        found = self.run(*words, "--json", agency=agency, role=role)
        assert found.exit_code == 0, found.stderr
        return json.loads(found.stdout)

    def id(self, reference: str) -> str:
        return self.desk.world.id("th-police", reference)

    def look(self, agency: str, reference: str) -> None:
        self.desk.data(LOOK, token=self.desk.world.token(agency), id=self.id(reference))
        self.desk.world.app.audit.flush()


@pytest.fixture(scope="module")
def shell(module_world: World, neo4j_lease: StoreLease, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    settings = module_world.app.settings
    environ = {
        "BENANG_HOME": str(settings.store.home),
        "BENANG_KEYS": str(settings.keys),
        "BENANG_AUDIT": str(settings.audit),
        "NEO4J_URI": neo4j_lease.uri,
        "NEO4J_USERNAME": neo4j_lease.username,
        "NEO4J_PASSWORD": neo4j_lease.password,
        "COLUMNS": "200",
    }
    module_world.file("th-police", *(record("PhoneNumber", n, number=f"+6681234567{n}") for n in "12345"))
    yield Shell(Desk(module_world), environ, tmp_path_factory.mktemp("out"))
    structlog.reset_defaults()


def one_line(found: Result, status: int, words: str) -> None:
    told = [line for line in found.stderr.splitlines() if line.startswith("benang: ")]
    assert (found.exit_code, len(told), found.stdout) == (status, 1, ""), found.stderr
    assert words in told[0]


class TestTrail:
    def test_receipts_are_read_by_their_originator_alone(self, shell: Shell) -> None:
        shell.look("kh-police", "1")
        words = ("audit", "receipts", "--record", shell.id("1"))

        [mine] = shell.json(*words, agency="th-police")
        text = shell.run(*words, agency="th-police").stdout

        assert (mine["agency"], mine["case"], "operation" in mine) == ("kh-police", "T-1", False)
        [basis] = mine["disclosures"]
        assert (basis["records"], basis["exposure"], basis["profile"]) == ([shell.id("1")], "shown", "law-enforcement")
        assert basis["permits"]
        assert f"shown by {basis['permits'][0]}" in text
        assert shell.json(*words, agency="kh-police") == []
        one_line(shell.run(*words, agency="th-police", role="analyst"), 1, "needs the role of a supervisor")
        one_line(shell.run(*words), 2, "say who asks")

    def test_proofs_and_bundles_verify_without_a_store_until_they_are_touched(self, shell: Shell) -> None:
        shell.look("kh-police", "2")
        key = shell.run("audit", "key").stdout.strip()
        notes = shell.folder / "notes"
        notes.mkdir()
        shell.run("audit", "checkpoint", "--all", "--out", str(notes))
        shell.look("kh-police", "2")
        [newest, *_] = shell.json("audit", "receipts", agency="th-police")
        receipt, bundle, growth = (str(shell.folder / name) for name in ("receipt", "bundle", "growth"))
        earlier = str(notes / "originators-th-police.txt")
        made = (
            shell.run("audit", "prove", str(newest["number"]), "--to", receipt, agency="th-police"),
            shell.run("audit", "export", "--originator", "th-police", "--to", bundle),
            shell.run("audit", "prove", "--growth", earlier, "--to", growth, agency="th-police"),
        )
        assert [found.exit_code for found in made] == [0, 0, 0], [found.stderr for found in made]
        assert {oct(Path(path).stat().st_mode & 0o777) for path in (receipt, bundle, growth)} == {"0o600"}

        for path in (receipt, bundle, growth):
            good = shell.run("audit", "verify", path, "--key", key, "--checkpoint", earlier)
            assert (good.exit_code, good.stdout.endswith("intact\n")) == (0, True), good.stderr
        assert "taken from the file itself" in shell.run("audit", "verify", bundle).stderr
        text = Path(bundle).read_text(encoding="utf-8").replace("analyst of kh", "analyst of my", 1)
        Path(bundle).write_text(text, encoding="utf-8")
        touched = shell.run("audit", "verify", bundle, "--key", key)
        assert touched.exit_code == 1
        assert "the log is not the one that the checkpoint" in touched.stdout
        one_line(shell.run("audit", "verify", earlier), 1, "no bundle or proof")
        one_line(shell.run("audit", "verify", str(shell.folder / "nowhere")), 1, "there is no audit trail")
        one_line(shell.run("audit", "verify", "--key", "x"), 1, "has the form")
        one_line(shell.run("audit", "prove", agency="th-police"), 2, "give the number of a receipt")
        one_line(shell.run("audit", "export", "--originator", "th-polize"), 2, "unknown originator `th-polize`")
        one_line(shell.run("audit", "export", agency="th-police", role="analyst"), 1, "needs the role")

    def test_an_export_over_a_file_that_others_read_is_its_owners_alone(self, shell: Shell) -> None:
        shell.look("kh-police", "2")
        old, link, other = (shell.folder / name for name in ("old", "link", "other"))
        for path in (old, other):
            path.write_text("older and longer" * 1_000, encoding="utf-8")
            path.chmod(0o644)
        link.symlink_to(other)
        with old.open("rb") as reader:
            for path in (old, link):
                made = shell.run("audit", "export", "--originator", "th-police", "--to", str(path))
                assert made.exit_code == 0, made.stderr
            # Who had it open reads what stood there.
            assert reader.read() == b"older and longer" * 1_000

        assert {oct(path.stat().st_mode & 0o777) for path in (old, other)} == {"0o600"}
        assert link.is_symlink()
        assert old.read_bytes() == other.read_bytes()
        assert shell.run("audit", "verify", str(old)).stdout.endswith("intact\n")
        assert [p.name for p in shell.folder.iterdir() if p.name.startswith(".")] == []
        refused = shell.run("audit", "export", "--originator", "th-police", "--to", str(shell.folder / "no" / "where"))
        one_line(refused, 1, "no such file or directory")

    @pytest.mark.long
    def test_who_is_not_cleared_for_all_has_no_number_proof_or_export(self, shell: Shell, tmp_path: Path) -> None:
        wide_bundle(tmp_path)  # one of its profiles asks for a clearance that nobody here has
        narrow = replace(shell, environ={**shell.environ, "BENANG_POLICY": str(tmp_path / "bundle")})
        for _ in range(2):
            shell.look("kh-police", "2")

        [newest, *older] = narrow.json("audit", "receipts", "--limit", "2", agency="th-police")

        assert (newest["number"], newest["agency"]) == (None, "kh-police")
        told = narrow.run("audit", "receipts", "--limit", "1", agency="th-police")
        assert told.stdout.startswith("-\t")
        cursor = told.stderr.split("--after ")[1].split()[0]
        assert narrow.json("audit", "receipts", "--after", cursor, agency="th-police")[:1] == older
        one_line(shell.run("audit", "receipts", "--after", cursor, agency="th-police"), 1, "cursor")
        one_line(shell.run("audit", "receipts", "--after", cursor, "--before", "1", agency="th-police"), 2, "not both")
        for words in (("receipts", "--before", "9"), ("prove", "0"), ("export",)):
            one_line(narrow.run("audit", *words, agency="th-police"), 1, "be shown whatever the agency may file")
        assert narrow.run("audit", "export", "--originator", "th-police").exit_code == 0

    def test_who_holds_the_logs_is_named_and_nobody_is_told_that_they_were_signed(
        self, shell: Shell, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("api.audit.receipts.LOGS_WAIT_SECONDS", 0)
        folder = Path(shell.environ["BENANG_AUDIT"])
        words = f"process {os.getpid()} holds the audit logs (`{folder / 'logs.lock'}`): try again"
        with held_logs(folder):
            one_line(shell.run("audit", "checkpoint"), 1, words)
            one_line(shell.run("audit", "receipts", "--record", shell.id("1"), agency="th-police"), 1, words)
        assert shell.run("audit", "checkpoint").exit_code == 0

    def test_checkpoints_that_the_disk_does_not_take_are_told_in_one_line(self, shell: Shell, tmp_path: Path) -> None:
        shell.look("kh-police", "1")
        (tmp_path / "agencies-kh-police.txt").symlink_to("/dev/full")
        words = (
            f"the logs are signed, but their checkpoints cannot be written into `{tmp_path}`: no space left on device"
        )
        one_line(shell.run("audit", "checkpoint", "--all", "--out", str(tmp_path)), 1, words)

    def test_the_folder_verifies(self, shell: Shell) -> None:
        found = shell.json("audit", "verify")
        assert found["problems"] == []
        assert found["checkpoints"] > 0
        assert found["logs"] >= 3


class TestRecalls:
    def test_the_claim_of_a_withdrawn_victim_is_told_and_lifted(self, shell: Shell) -> None:
        shell.desk.world.file("th-police", record("Person", "v", role="presumed-victim", name="Malee Boonmee"))
        as_hers = {"agency": "th-police", "role": "victim-support", "purpose": "victim-protection"}
        done = shell.run("recall", "retract", shell.id("v"), "--reason", "she asked for it", **as_hers)
        told = next(line for line in done.stderr.splitlines() if "protection claim" in line)
        assert told.endswith("stands: `benang protection lift-claim` lifts it, with what it seals")
        [claim] = [word for word in told.split() if word.startswith("v-")]
        lift = ("protection", "lift-claim", claim, "--reason", "she asked for it")
        assert shell.run(*lift, **as_hers).exit_code == 0
        one_line(shell.run(*lift, **as_hers), 1, "this claim was lifted already; nothing was changed")
        erase = ("recall", "retract", shell.id("v"), "--reason", "she asked for that too", "--erase")
        one_line(shell.run(*erase, **as_hers), 1, "it needs one token with the role of a supervisor and one of those")
        head = {**as_hers, "role": "supervisor+victim-support"}
        assert shell.run(*erase, **head).exit_code == 0
        one_line(shell.run(*erase, **head), 1, "there is no such record of your agency")

    def test_a_record_is_withdrawn_told_and_answered(self, shell: Shell) -> None:
        rid = shell.id("3")
        shell.look("kh-police", "3")
        report = shell.json("recall", "fallout", rid, agency="th-police")
        assert report["recipients"] == ["kh-police"]

        one_line(
            shell.run("recall", "retract", "r-0", "--reason", "x", agency="th-police", role="analyst"),
            1, "there is no such record of your agency",
        )  # fmt: skip
        [issued] = shell.json("recall", "retract", rid, "--reason", "wrong", agency="th-police", role="analyst")

        assert (issued["record"], issued["cause"], issued["outstanding"]) == (rid, "retracted", 1)
        [mine] = shell.json("recall", "list", "--open", agency="kh-police")
        assert (mine["record"], mine["reason"]) == (rid, "wrong")
        assert mine["id"] in shell.run("recall", "list", agency="kh-police").stdout
        refused = shell.run("recall", "acknowledge", mine["id"], "--not-done", agency="kh-police")
        one_line(refused, 1, "argument `reason`")
        answered = ("recall", "acknowledge", mine["id"], "--not-done", "--reason", "sealed by a court")
        assert shell.run(*answered, agency="kh-police").exit_code == 0
        one_line(shell.run(*answered, agency="my-police"), 1, "there is no such recall")
        text = shell.run("recall", "issued", "--outstanding", agency="th-police").stdout
        head, notice = next(re.finditer(rf"^.*\trecord\t{rid}\t.*\n.*$", text, re.MULTILINE))[0].splitlines()
        assert head.endswith(f"\tretracted\trecord\t{rid}\t1 outstanding")
        assert notice == "  kh-police\twhat its people were shown\tnot-done\tsealed by a court"
        assert shell.json("recall", "fallout", rid, agency="th-police") == report

    def test_a_link_is_withdrawn_and_told(self, shell: Shell) -> None:
        world = shell.desk.world
        world.file("th-police", record("Person", "owner", name="Wichit Busaba"), link("USES", "owner", "1"))
        lid = world.app.minter.link_id("th-police", "cases", "USES|owner USES 1")
        ends = (world.id("th-police", "owner"), shell.id("1"))
        look = "query($id: ID!) { record(id: $id) { links { id } } }"
        assert shell.desk.data(look, token=world.token("kh-police"), id=ends[0])["record"]["links"] == [{"id": lid}]
        words = ("recall", "retract-link", lid, "--reason", "the wrong phone")
        one_line(shell.run("recall", "retract-link", "l-0", "--reason", "x", agency="th-police"), 1, "no such link")
        one_line(shell.run(*words, agency="kh-police"), 1, "there is no such link of your agency")
        one_line(shell.run(*words, agency="th-police", role="supervisor"), 1, "needs the role of an analyst")

        [issued] = shell.json(*words, agency="th-police")

        told = {"id": lid, "type": "USES", "source": ends[0], "target": ends[1]}
        assert (issued["record"], issued["link"], issued["outstanding"]) == (None, told, 1)
        entry = next(e.entry for e in reversed(shell.desk.trail()) if e.entry.operation == "retract links")
        assert (entry.agency, entry.record_ids) == ("th-police", tuple(sorted(ends)))
        mine = [n for n in shell.json("recall", "list", agency="kh-police") if n["link"] is not None]
        assert [(n["record"], n["link"], n["reason"]) for n in mine] == [(None, told, "the wrong phone")]
        assert lid in shell.run("recall", "list", agency="kh-police").stdout
        lines = shell.run("recall", "issued", agency="th-police").stdout
        assert f"\tretracted\tlink USES\t{lid}\t1 outstanding\n  kh-police\twhat its people were shown\topen\n" in lines

        # Filed again, it is said to stand to those in whose view it does, and the trail says that they were told.
        assert [n["stands_again"] for n in mine] == [False]
        world.file("th-police", link("USES", "owner", "1"))
        for listing, agency in (("list", "kh-police"), ("issued", "th-police")):
            listed = shell.json("recall", listing, agency=agency)
            again = {(n["link"] or {}).get("id"): n["stands_again"] for n in listed}
            assert (again[lid], again.get(None, False)) == (True, False)
            assert set(ends) <= set(shell.desk.trail()[-1].entry.record_ids)
            [line] = [x for x in shell.run("recall", listing, agency=agency).stdout.splitlines() if lid in x]
            assert line.endswith("filed again since, and in your view")

    @pytest.mark.long
    def test_what_was_shown_and_what_was_exported_are_told_apart(self, shell: Shell) -> None:
        [rid] = shell.desk.world.file("th-police", record("PhoneNumber", "6", number="+66812345676"))
        shell.look("kh-police", "6")
        shell.json("entity", rid, agency="kh-police")
        shell.desk.world.app.audit.flush()

        done = shell.run("recall", "retract", rid, "--reason", "wrong", agency="th-police").stdout

        [head, *told] = done.splitlines()
        assert head.endswith(f"\tretracted\trecord\t{rid}\t2 outstanding")
        assert sorted(told) == [
            "  kh-police\texport by duty-officer of kh-police\topen",
            "  kh-police\twhat its people were shown\topen",
        ]
        [issued] = [i for i in shell.json("recall", "issued", agency="th-police") if i["record"] == rid]
        assert sorted(n["form"] for n in issued["notices"]) == ["export", "recipient"]

    def test_a_record_is_narrowed(self, shell: Shell) -> None:
        rid = shell.id("4")
        shell.look("kh-police", "4")
        words = ("recall", "narrow", rid, "--reason", "at risk", "--profile")
        one_line(shell.run(*words, "open", agency="th-police"), 1, "is not narrower")
        unknown = shell.run(*words, "opn", agency="th-police")
        one_line(unknown, 1, "unknown handling profile `opn`: known are `hit-only`, `law-enforcement`, `open`, ")
        assert "did you mean" not in unknown.stderr

        [issued] = shell.json(*words, "hit-only", agency="th-police")

        assert (issued["record"], issued["cause"]) == (rid, "narrowed")
        assert [n["agency"] for n in issued["notices"]] == ["kh-police"]

    def test_listing_is_in_the_trail(self, shell: Shell) -> None:
        exported = shell.run("recall", "issued", agency="th-police")
        assert exported.exit_code == 0
        entry = shell.desk.trail()[-1].entry
        assert (entry.operation, entry.agency) == ("issued recalls", "th-police")


class TestRetention:
    @pytest.mark.long
    def test_dates_and_holds(self, shell: Shell) -> None:
        rid = shell.id("5")
        past = shell.run("retention", "set", rid, "--until", "2020-01-01", agency="th-police")
        one_line(past, 1, "argument `retainUntil` must be to come")
        dated = ("retention", "set", rid, "--until", (datetime.now(UTC) + timedelta(days=1)).date().isoformat())
        one_line(shell.run(*dated, agency="th-police"), 1, "argument `reason` is needed for an end before that of")
        assert shell.run(*dated, "--reason", "the case is closed", agency="th-police").exit_code == 0
        world, long_ago = shell.desk.world, datetime(2020, 1, 1, tzinfo=UTC)
        [dated_so] = world.collect(RetentionStore(world.app.store).schedules("th-police", now=long_ago))
        gone_by = replace(dated_so, retain_until=long_ago)  # as if the day had come
        world.run(RetentionStore(world.app.store).schedule("th-police", [gone_by], now=datetime.now(UTC)))
        held = shell.run("retention", "hold", rid, "--reason", "court order", agency="th-police", role="supervisor")
        hold = held.stdout.split("\t")[0]
        assert shell.json("retention", "run") == {"erased": 0, "dueForReview": 0, "checks": 0, "falselyDated": 0}
        [listed] = shell.json("retention", "holds", agency="th-police")
        assert (listed["id"], listed["record"], listed["lifted_by"]) == (hold, rid, None)
        one_line(
            shell.run("recall", "retract", rid, "--reason", "x", agency="th-police"),
            1,
            "a legal hold or a presumed victim's protection keeps 1",
        )
        lift = ("retention", "lift", hold, "--reason", "closed")
        one_line(shell.run(*lift, agency="th-police"), 1, "needs the role of a supervisor")
        one_line(
            shell.run(*lift, agency="kh-police", role="supervisor"),
            1,
            "there is no such legal hold of your agency in your view: ",
        )
        assert shell.run(*lift, agency="th-police", role="supervisor").exit_code == 0
        again = shell.run(*lift, agency="th-police", role="supervisor")
        one_line(again, 1, "this legal hold was lifted already; nothing was changed")
        assert shell.json("retention", "holds", agency="th-police") == []
        [all_of_it] = shell.json("retention", "due", "--all", agency="th-police")
        assert (all_of_it["retain_until"], all_of_it["reason"]) == ("2020-01-01T00:00:00+00:00", "the case is closed")

        assert shell.json("retention", "run") == {"erased": 1, "dueForReview": 0, "checks": 0, "falselyDated": 0}

        assert shell.desk.world.query("MATCH (n:Record {rid: $p.rid}) RETURN n.rid", {"rid": rid}) == []
        assert shell.run("audit", "checkpoint").exit_code == 0
        assert shell.json("audit", "verify")["problems"] == []
