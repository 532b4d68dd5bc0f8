"""The command line as people run it, on an embedded server that the first command starts.

Some commands run in processes of their own, the others in this one: the same entry point, without half a second of
imports each.
"""

import hashlib
import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import chdir
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import structlog
from typer.testing import CliRunner

from api.cli.main import app
from graph.store import StoreLease
from policies import read_audit
from tests.world import empty_store

BENANG = Path(sys.executable).with_name("benang")

MAPPING = """
dataset: numbers
profile: law-enforcement
country: TH
records:
  number:
    kind: PhoneNumber
    reference: "{id}"
    properties:
      number: phone
      carrier: carrier
"""
TH_ROWS = "id,phone,carrier\n1,081 234 5678,Unseen Qanary\n2,089 765 4321,Other\n3,,Empty Qanary\n"
KH_ROWS = "id,phone,carrier\na,+66812345678,Third\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a command ended, and what it said."""

    status: int
    stdout: str
    stderr: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """A data folder and a folder of files; `run` runs a command to its end."""

    folder: Path
    environ: dict[str, str]

    def run(self, *words: str, token: str | None = None) -> Ended:
        """Run `benang` with these words, in this process."""
        given = {name: None for name in os.environ if name.startswith(("NEO4J_", "BENANG_"))}
        environ = {**given, **self.environ, "BENANG_TOKEN": token}
        with chdir(self.folder):
            found = CliRunner().invoke(app, list(words), env=environ)
        assert found.exception is None or isinstance(found.exception, SystemExit), found.exception
        return Ended(status=found.exit_code, stdout=found.stdout, stderr=found.stderr)

    def run_process(self, *words: str) -> Ended:
        """Run `benang` with these words, in a process of its own."""
        found = subprocess.run(
            [str(BENANG), *words],
            cwd=self.folder,
            env=self.environ,
            capture_output=True,
            text=True,
            timeout=80,
            check=False,
        )
        return Ended(status=found.returncode, stdout=found.stdout, stderr=found.stderr)

    def json(self, *words: str, token: str | None = None) -> Any:
        """Run a command that must succeed and print JSON."""
        found = self.run(*words, "--json", token=token)
        assert found.status == 0, found.stderr
        return json.loads(found.stdout)

    def token(self, role: str) -> str:
        """Return a development token for a person of `th-police`."""
        words = ("--agency", "th-police", "--role", role, "--purpose", "investigation", "--case", "T-1")
        found = self.run("token", *words)
        assert found.status == 0, found.stderr
        return found.stdout.strip()


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    """Yield a shell whose server is started by the first command and joined by the others."""
    folder = tmp_path_factory.mktemp("files")
    chosen = {k: v for k, v in os.environ.items() if not k.startswith(("NEO4J_", "BENANG_")) or k == "BENANG_CACHE"}
    home = tmp_path_factory.mktemp("home")
    small = {"BENANG_NEO4J_HEAP": "256m", "BENANG_NEO4J_PAGECACHE": "32m", "BENANG_NEO4J_LINGER": "20"}
    (folder / "th.csv").write_text(TH_ROWS, encoding="utf-8")
    (folder / "kh.csv").write_text(KH_ROWS, encoding="utf-8")
    (folder / "numbers.yml").write_text(MAPPING, encoding="utf-8")
    (folder / "wrong.yml").write_text(MAPPING.replace("number: phone", "number: telephone"), encoding="utf-8")
    yield Shell(folder=folder, environ=chosen | small | {"BENANG_HOME": str(home), "COLUMNS": "200"})
    structlog.reset_defaults()


def one_line(found: Ended, status: int, *words: str) -> None:
    """Check that a command ended with a status and one line that says why, and nothing on standard output."""
    told = [line for line in found.stderr.splitlines() if line.startswith("benang: ")]
    assert (found.status, len(told), found.stdout) == (status, 1, ""), found.stderr
    assert all(word in told[0] for word in words), told
    assert "Traceback" not in found.stderr
    assert "Qanary" not in found.stderr


class TestBeforeAnythingIsStored:
    """These need no store, or end before it."""

    @pytest.mark.long
    def test_a_token_stands_alone_on_standard_output(self, shell: Shell) -> None:
        words = ("token", "--agency", "th-police", "--role", "analyst", "--purpose", "investigation", "--ttl", "60")
        found = shell.run_process(*words)
        assert found.status == 0
        assert re.fullmatch(r"[\w-]+\.[\w-]+\.[\w-]+\n", found.stdout)
        assert "development" in found.stderr

    @pytest.mark.parametrize(
        ("agency", "role", "purpose", "hint"),
        [
            ("th-polize", "analyst", "investigation", "did you mean `th-police`?"),
            ("th-police", "boss", "investigation", "unknown role `boss`"),
            ("th-police", "analyst", "curiosity", "unknown purpose `curiosity`"),
        ],
    )
    def test_a_token_for_nobody_is_refused(self, shell: Shell, agency: str, role: str, purpose: str, hint: str) -> None:
        one_line(shell.run("token", "--agency", agency, "--role", role, "--purpose", purpose), 1, hint)

    @pytest.mark.parametrize("case", ["", " ", "\u200b"])
    def test_a_token_for_a_case_that_is_none_is_refused(self, shell: Shell, case: str) -> None:
        words = ("token", "--agency", "th-police", "--role", "analyst", "--purpose", "investigation", "--case", case)
        one_line(shell.run(*words), 1, "`--case` names no case")

    @pytest.mark.long
    def test_a_dry_run_reports_and_writes_nothing(self, shell: Shell) -> None:
        words = ("ingest", "th.csv", "--mapping", "numbers.yml", "--originator", "th-police", "--dry-run")
        [report] = shell.json(*words)
        assert (report["rows"], report["quarantined_rows"], report["dry_run"]) == (3, 1, True)
        assert (report["records"], report["records_created"], report["links_unchanged"]) == (2, None, None)
        plain = shell.run_process(*words)
        assert plain.stdout == (
            "th.csv: 3 rows; 2 records and 0 links would be written; 1 rows would be quarantined (missing-key 1); "
            "dry run: nothing written, and the store was not asked which of them are new or changed\n"
            "th.csv:4\tphone\tmissing-key\t\n"
        )
        told = {"file": "th.csv", "row": 4, "column": "phone", "rule": "missing-key", "value": None, "reason": None}
        assert report["would_quarantine"] == [told]
        assert not (Path(shell.environ["BENANG_HOME"]) / "neo4j").exists()

    @pytest.mark.long
    def test_a_dry_run_tells_the_first_broken_rules_and_what_was_kept_unread(self, shell: Shell) -> None:
        rows = [f"{i},{phone}," for i, phone in enumerate([*["66812345678.0", "6.6812345682E+10"] * 3, *[""] * 23])]
        (shell.folder / "many.csv").write_text("\n".join(["id,phone,carrier", *rows, ""]), encoding="utf-8")
        words = ("ingest", "many.csv", "--mapping", "numbers.yml", "--originator", "th-police", "--dry-run")
        [report] = shell.json(*words)
        assert (report["quarantined"], len(report["would_quarantine"])) == ({"missing-key": 23}, 23)
        assert report["unreadable_values"] == {"PhoneNumber": {"number": 3}}
        assert report["unreadable_rows"] == {"PhoneNumber": {"number": [3, 5, 7]}}
        [(reason, count)] = report["unreadable_reasons"]["PhoneNumber"]["number"].items()
        assert count == 3
        assert not any(digit in reason for digit in "123456789")
        lines = shell.run_process(*words).stdout.splitlines()
        assert (
            "; 3 values kept that could not be read as what they are (PhoneNumber number 3: row 3, 5, 7 [" in lines[0]
        )
        assert lines[1:] == [
            *(f"many.csv:{number}\tphone\tmissing-key\t" for number in range(8, 28)),
            "and 3 broken rules more (--json tells the first 200)",
        ]

    def test_an_export_without_rows_is_no_failure_and_an_empty_file_is_one(self, shell: Shell) -> None:
        words = ("--mapping", "numbers.yml", "--originator", "th-police", "--dry-run")
        (shell.folder / "none.csv").write_text("id,phone,carrier\n", encoding="utf-8")
        found = shell.run("ingest", "none.csv", *words)
        assert (found.status, found.stdout) == (0, "none.csv: no rows below the header, nothing to do\n")
        assert shell.json("ingest", "none.csv", *words)[0]["rows"] == 0
        (shell.folder / "empty.csv").write_text("", encoding="utf-8")
        one_line(shell.run("ingest", "empty.csv", *words), 1, "`empty.csv`: has no rows")

    @pytest.mark.parametrize(
        ("name", "content", "words"),
        [
            ("old.xls", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), ("`old.xls`", "save it as .xlsx")),
            ("wide.csv", TH_ROWS.encode("utf-16-le"), ("`wide.csv`, line 1", "`encoding: utf-16-le`")),
            ("cut.csv", TH_ROWS.encode() + b"\0\n", ("`cut.csv`, line 5", "zero bytes")),
        ],
    )
    def test_a_file_in_another_form_than_text_is_one_line(
        self, shell: Shell, name: str, content: bytes, words: tuple[str, ...]
    ) -> None:
        (shell.folder / name).write_bytes(content)
        given = ("ingest", name, "--mapping", "numbers.yml", "--originator", "th-police", "--dry-run")
        one_line(shell.run(*given), 1, *words)

    def test_a_file_with_two_marks_and_excels_hint_is_read(self, shell: Shell) -> None:
        rows = TH_ROWS.replace(",", ";")
        (shell.folder / "hint.csv").write_text(f"\ufeff\ufeffsep=;\n{rows}", encoding="utf-8")
        words = ("--mapping", "numbers.yml", "--originator", "th-police", "--dry-run")
        [plain] = shell.json("ingest", "th.csv", *words)
        [hinted] = shell.json("ingest", "hint.csv", *words)
        assert [q["row"] for q in hinted["would_quarantine"]] == [q["row"] + 1 for q in plain["would_quarantine"]]
        told = ("rows", "records", "quarantined")
        assert [hinted[name] for name in told if name in plain] == [plain[name] for name in told if name in plain]

    def test_a_busy_port_is_told_before_the_store_is_started(self, shell: Shell) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            one_line(shell.run("serve", "--port", str(port)), 1, f"cannot listen on 127.0.0.1:{port}")
        assert not (Path(shell.environ["BENANG_HOME"]) / "neo4j").exists()

    @pytest.mark.parametrize(
        ("words", "status"),
        [
            (("ingest",), 2),
            (("ingest", "th.csv", "--no-such-option"), 2),
            (("nonsense",), 2),
            (("token", "--agency", "th-police"), 2),
            (("token", "--agency", "th-police", "--role", "analyst", "--purpose", "investigation", "--ttl", "0"), 2),
        ],
    )
    def test_misuse_ends_with_two(self, shell: Shell, words: tuple[str, ...], status: int) -> None:
        found = shell.run(*words)
        assert (found.status, found.stdout) == (status, "")
        assert "Traceback" not in found.stderr

    @pytest.mark.long
    def test_who_asks_must_be_said(self, shell: Shell) -> None:
        one_line(shell.run_process("alerts"), 2, "--as TOKEN")
        one_line(shell.run("review", "--judge", "r-1", "r-2"), 2, "--value", "--reason")
        one_line(shell.run("alerts", "--as", "garbage"), 1, "token")

    @pytest.mark.long
    def test_a_wrong_file_mapping_or_originator_is_one_line(self, shell: Shell) -> None:
        dry = ("--dry-run", "--originator", "th-police")
        one_line(shell.run_process("ingest", "absent.csv", "--mapping", "numbers.yml", *dry), 1, "absent.csv")
        one_line(shell.run("ingest", "th.csv", "--mapping", "absent.yml", *dry), 1, "absent.yml")
        one_line(shell.run("ingest", "th.csv", "--mapping", "wrong.yml", *dry), 1, "telephone", "phone")
        one_line(shell.run("ingest", "th.csv", "--mapping", "numbers.yml", "--dry-run"), 1, "originator")
        unknown = ("--dry-run", "--originator", "th-polize")
        one_line(shell.run("ingest", "th.csv", "--mapping", "numbers.yml", *unknown), 1, "`th-police`")

    def test_no_profile_is_proposed_for_a_misspelt_one(self, shell: Shell) -> None:
        """The nearest word may be the more open profile."""
        words = ("ingest", "th.csv", "--mapping", "numbers.yml", "--dry-run", "--originator", "th-police", "--profile")
        known = "`hit-only`, `law-enforcement`, `open`, `originator-controlled`, `victim-protection`"
        for misspelt in ("opem", "law-enforcment", "secret"):
            found = shell.run(*words, misspelt)
            one_line(found, 1, f"unknown handling profile `{misspelt}`: known are {known}")
            assert "did you mean" not in found.stderr


class TestOneStore:
    """One story, in order: two agencies file a number, hear of each other, and look after what they filed."""

    @pytest.fixture(scope="class", params=["external", "embedded"])
    @classmethod
    def shell(
        cls,
        request: pytest.FixtureRequest,
        shell: Shell,
        neo4j_lease: StoreLease,
        tmp_path_factory: pytest.TempPathFactory,
    ) -> Shell:
        """Return a shell with a data folder of its own, on the tests' server or on one that its first command starts."""
        environ = shell.environ | {"BENANG_HOME": str(tmp_path_factory.mktemp("story"))}
        if request.param == "external":
            empty_store(neo4j_lease)
            environ |= {
                "NEO4J_URI": neo4j_lease.uri,
                "NEO4J_USERNAME": neo4j_lease.username,
                "NEO4J_PASSWORD": neo4j_lease.password,
                "NEO4J_DATABASE": neo4j_lease.database,
            }
        return replace(shell, environ=environ)

    @pytest.fixture(scope="class")
    @classmethod
    def token(cls, shell: Shell) -> str:
        return shell.token("analyst")

    def test_ingest_resolve_and_status(self, shell: Shell) -> None:
        words = ("--mapping", "numbers.yml", "--originator")
        # On a server of its own the first command is a process, which starts it; what a process says of its streams and
        # its end is tried in `test_cli_standard_streams.py`.
        run = shell.run if "NEO4J_URI" in shell.environ else shell.run_process
        started = run("ingest", "th.csv", *words, "th-police", "--json")
        assert started.status == 0, started.stderr
        [report] = json.loads(started.stdout)
        assert (report["rows"], report["records_created"], report["quarantined_rows"]) == (3, 2, 1)
        assert report["would_quarantine"] == []
        again = shell.run("ingest", "th.csv", *words, "th-police")
        assert (again.status, "finished before" in again.stdout) == (0, True)
        plain = shell.run("ingest", "kh.csv", *words, "kh-police")
        assert plain.stdout.startswith("kh.csv: 1 rows; 1 records new")
        assert "Qanary" not in again.stderr + plain.stderr
        assert "3 records wait to be resolved" in plain.stderr
        resolved = shell.json("resolve")
        assert (resolved["records"], resolved["linkages"]) == (3, 1)
        status = shell.json("status")
        assert status["hitIndex"] == "whole"
        found = {
            k: status[k]
            for k in (
                "records",
                "notices",
                "quarantined",
                "changesToResolve",
                "recordsToResolve",
                "changesToNotify",
                "store",
            )
        }
        assert status["brokenRules"] == 1
        assert found == {
            "records": 3,
            "notices": 2,
            "quarantined": 1,
            "changesToResolve": 0,
            "recordsToResolve": 0,
            "changesToNotify": 0,
            "store": "external" if "NEO4J_URI" in shell.environ else "embedded",
        }

    def test_alerts_are_listed_and_acknowledged_and_their_pair_judged(self, shell: Shell, token: str) -> None:
        [alert] = shell.json("alerts", token=token)
        assert (alert["other_agency"], alert["kind"]) == ("kh-police", "PhoneNumber")
        assert alert["caption"] == "081 234 5678"
        assert "(081 234 5678) is also known to kh-police" in shell.run("alerts", token=token).stdout
        one_line(shell.run("alerts", "--acknowledge", "a-" + "0" * 32, token=token), 1, "no such alert")
        twice = shell.run("alerts", *("--acknowledge", alert["id"], "--acknowledge", "a-" + "0" * 32), token=token)
        assert (twice.status, f"acknowledged {alert['id']}" in twice.stderr) == (1, True)
        assert f"no such alert in your view: `a-{'0' * 32}`" in twice.stderr
        done = shell.run("alerts", "--acknowledge", str(alert["id"]), token=token)
        assert (done.status, done.stderr.strip().splitlines()[-1]) == (0, "acknowledged")
        assert shell.json("alerts", "--open", token=token) == []
        # Silence would say that nobody knows anything.
        one_line(shell.run("alerts", "--since", "2569-11-30", token=token), 1, "--since", "common era")
        none = shell.run("alerts", "--open", token=token)
        assert (none.stdout, none.stderr.splitlines()[-1]) == ("", "no open alerts")
        pair = (str(alert["record"]), str(alert["other_record"]))
        done = shell.run("review", "--judge", *pair, "--value", "NEGATIVE", "--reason", "reassigned", token=token)
        assert done.status == 0, done.stderr
        assert "judged NEGATIVE: PhoneNumber" in done.stdout
        officer = shell.token("policy-officer")
        words = ("--judge", *pair, "--value", "POSITIVE", "--reason", "no")
        one_line(shell.run("review", *words, token=officer), 1, "`judge` is not allowed")

    def test_review_lists_what_waits_and_judges_nothing_that_is_not_there(self, shell: Shell, token: str) -> None:
        assert shell.json("review", token=token) == []
        assert shell.run("review", token=token).stderr.splitlines()[-1] == "no pairs wait in your view"
        words = ("--judge", "r-" + "0" * 32, "r-" + "1" * 32, "--value", "NEGATIVE", "--reason", "no")
        one_line(shell.run("review", *words, token=token), 1, "no such record", "r-" + "1" * 32)

    def test_quarantine_lists_to_its_originator_and_is_tried_again(self, shell: Shell) -> None:
        listed = shell.run("quarantine", "list", "--originator", "th-police")
        assert (listed.status, listed.stdout.split("\t")[0]) == (0, "th.csv:4")
        assert shell.json("quarantine", "list", "--originator", "kh-police") == []
        none = shell.run("quarantine", "list", "--originator", "kh-police")
        assert (none.stdout, none.stderr.splitlines()[-1]) == ("", "nothing waits in quarantine")
        one_line(shell.run("quarantine", "list", "--originator", "th-polize"), 1, "did you mean `th-police`?")
        words = ("quarantine", "retry", "--originator", "th-police", "--mapping", "numbers.yml")
        shell.json(*words)
        tried = shell.run(*words)
        assert tried.stdout == (
            "1 rows tried again: 0 passed, 1 stay; 0 records new, 0 changed; 0 links new, 0 changed; "
            "rules still broken: missing-key 1\n"
        )
        assert "Qanary" not in tried.stdout + tried.stderr
        assert shell.run(*words, "--file", "elsewhere/th.csv").stdout == tried.stdout
        other = "no row of that file waits in quarantine; nothing was tried"
        one_line(shell.run(*words, "--file", "other.csv"), 1, other)
        none = shell.run("quarantine", "retry", "--originator", "kh-police")
        assert none.stdout == "nothing waits in quarantine\n"
        one_line(shell.run(*words, "--profile", "opne"), 1, "known are `hit-only`, `law-enforcement`, `open`")
        assert len(shell.json("quarantine", "list", "--originator", "th-police")) == 1

    def test_a_row_that_will_never_be_corrected_is_dropped(self, shell: Shell) -> None:
        words = ("quarantine", "drop", "--originator", "th-police", "--reason")
        one_line(shell.run(*words, "no", "--file", "th.csv"), 2, "give ids, or --file and --row")
        one_line(shell.run(*words, "no"), 2, "give ids, or --file and --row")
        one_line(shell.run(*words, " ", "--file", "th.csv", "--row", "4"), 1, "argument `reason` must have 1 to")
        one_line(shell.run(*words, "no", "--file", "th.csv", "--row", "3"), 1, "no such row waits in quarantine")
        one_line(shell.run(*words, "no", "q-1"), 1, "no such row waits in quarantine")
        done = shell.run(*words, "not a number", "--file", "th.csv", "--row", "4")
        assert (done.status, done.stdout) == (0, "1 entries dropped\n"), done.stderr
        assert shell.json("quarantine", "list", "--originator", "th-police") == []
        dropped = shell.run("quarantine", "list", "--originator", "th-police", "--dropped")
        assert dropped.stdout == "th.csv:4\tphone\tmissing-key\tnot a number\n"
        assert shell.json("status")["quarantined"] == 0
        entry = list(read_audit(Path(shell.environ["BENANG_HOME"]) / "audit"))[-1].entry
        assert (entry.actor, entry.agency, entry.operation, entry.count) == (
            "operator", "th-police", "quarantine drop", 1,
        )  # fmt: skip

    def test_what_the_operator_does_stands_in_the_log_of_the_agency_whose_data_it_is(self, shell: Shell) -> None:
        entries = [s.entry for s in read_audit(Path(shell.environ["BENANG_HOME"]) / "audit")]
        told = [(e.operation, e.count, e.reason) for e in entries if (e.actor, e.agency) == ("operator", "th-police")]
        loaded = f"ingest numbers sha256:{hashlib.sha256(TH_ROWS.encode()).hexdigest()}"
        counts = "2 records new, 0 changed; 0 links new, 0 changed"
        tried = [
            ("about to: quarantine retry numbers", 1, ""),
            ("quarantine retry numbers", 0, "0 rows left quarantine; 0 records new, 0 changed; 0 links new, 0 changed"),
        ]
        assert told == [
            (f"about to: {loaded}", 0, ""),
            (loaded, 2, f"3 rows, 1 of them to quarantine; {counts}"),
            (f"about to: {loaded}", 0, ""),
            (loaded, 0, "finished before, nothing to do"),
            *tried,
            *tried,
            *tried,
            ("about to: quarantine drop", 1, ""),
            ("quarantine drop", 1, ""),
        ]
        theirs = [e.operation for e in entries if (e.actor, e.agency) == ("operator", "kh-police")]
        assert theirs == [
            f"{said}ingest numbers sha256:{hashlib.sha256(KH_ROWS.encode()).hexdigest()}" for said in ("about to: ", "")
        ]

    def test_no_name_that_a_file_brings_stands_in_the_trail(self, shell: Shell) -> None:
        home, path = Path(shell.environ["BENANG_HOME"]), shell.folder / "somchai-jaidee.ftm.json"
        path.write_text('{"id": "p", "schema": "Person", "properties": {"name": ["Somchai"]}}\n', encoding="utf-8")
        words = ("ingest", path.name, "--originator", "kh-police", "--profile", "law-enforcement")
        assert "somchai-jaidee" in shell.run(*words).stdout
        shell.json(*words, "--dataset", "list")
        told = [stored.entry.operation for stored in read_audit(home / "audit")][-4:]
        digest = f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
        assert told == [f"{said}ingest {of}{digest}" for of in ("", "list ") for said in ("about to: ", "")]
        assert [p for p in (home / "audit").rglob("*") if p.is_file() and b"somchai" in p.read_bytes().lower()] == []

    def test_the_audit_trail_verifies_until_it_is_touched(self, shell: Shell) -> None:
        before = shell.run("audit", "verify")
        # Each command brought into the logs what it wrote as it ended; nothing was signed yet.
        counts, *unvouched = before.stdout.splitlines()
        assert (before.status, counts.endswith("entries that no checkpoint vouches for")) == (1, True)
        signers = ("agencies/kh-police", "agencies/operator", "agencies/th-police")
        logs = (*signers, "originators/kh-police", "originators/th-police")
        assert unvouched == [f"{log}: has no checkpoint" for log in logs]
        assert shell.run("audit", "checkpoint").status == 0
        found = shell.json("audit", "verify")
        assert (found["state"], found["problems"]) == ("intact", [])
        assert found["entries"] >= 8
        folder = Path(shell.environ["BENANG_HOME"]) / "audit"
        trail = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
        assert b"th-police" in trail
        for value in (b"Qanary", b"812345678", b"reassigned"):
            assert value not in trail
        segment = max(folder.glob("*.jsonl"), key=lambda p: p.stat().st_size)
        segment.write_bytes(segment.read_bytes().replace(b"developer", b"devel0per"))
        broken = shell.run("audit", "verify")
        assert broken.status == 1
        assert "the entry was changed" in broken.stdout
