"""Cross-checks and requests from the command line, on the store of the session."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import structlog
from typer.testing import CliRunner, Result

from api.cli.main import app
from graph.store import StoreLease
from tests.world import World, record

CASE = ("--case", "T-1", "--purpose", "investigation")
VALUES = """kind,value,country,qualifier
PhoneNumber,012 000 001,KH,
PhoneNumber,+85512000002,,
BankAccount,123-4-56789-0,TH,
"""


@dataclass(frozen=True, slots=True)
class Desks:
    """Both sides' tokens, and a way to run commands in this process, as the process of a person would."""

    world: World
    folder: Path
    environ: Mapping[str, str]
    asker: str
    holder: str

    def run(self, *words: str, token: str | None = None) -> Result:
        """Run `benang` with these words."""
        given = [str(self.folder / word) if word.endswith(".csv") else word for word in words]
        return CliRunner().invoke(app, given, env={**self.environ, "BENANG_TOKEN": token or ""})

    def json(self, *words: str, token: str | None = None) -> Any:
        """Run a command that must succeed and print JSON."""
        found = self.run(*words, "--json", token=token)
        assert found.exit_code == 0, found.stderr
        return json.loads(found.stdout)


def one_line(found: Result, status: int, words: str) -> None:
    """Check that a command ended with a status and one line that says why, and nothing on standard output."""
    told = [line for line in found.stderr.splitlines() if line.startswith("benang: ")]
    assert (found.exit_code, len(told), found.stdout) == (status, 1, ""), found.stderr
    assert words in told[0]


@pytest.fixture(scope="module")
def desks(module_world: World, neo4j_lease: StoreLease, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desks]:
    folder = tmp_path_factory.mktemp("files")
    (folder / "values.csv").write_text(VALUES, encoding="utf-8")
    (folder / "wrong.csv").write_text("kind,number\nPhoneNumber,1\n", encoding="utf-8")
    environ = {
        "BENANG_HOME": str(folder),
        "BENANG_KEYS": str(module_world.app.settings.keys),
        "NEO4J_URI": neo4j_lease.uri,
        "NEO4J_USERNAME": neo4j_lease.username,
        "NEO4J_PASSWORD": neo4j_lease.password,
        "COLUMNS": "200",
    }
    module_world.file("kh-police", record("PhoneNumber", "n", number="+85512000001"), profile="hit-only")
    token = module_world.token
    yield Desks(module_world, folder, environ, token("th-police"), token("kh-police"))
    structlog.reset_defaults()


def test_a_file_of_values_is_checked_and_its_holder_told_and_asked(desks: Desks) -> None:
    run, asker, holder = desks.run, desks.asker, desks.holder
    plain = run("cross-check", "values.csv", *CASE, token=asker)
    assert plain.exit_code == 0, plain.stderr
    first, second, third = plain.stdout.splitlines()
    found = re.fullmatch(
        r"012 000 001\thit: kh-police, ask duty@police\.kh\.example \((k-[0-9a-f]{32}\.0\.kh-police)\)", first
    )
    assert found is not None
    assert second == "+85512000002\tnothing that you may be told"
    assert third.startswith("123-4-56789-0\tnot checked: ")
    told = run("alerts", "--open", token=holder).stdout
    assert f"your PhoneNumber {desks.world.id('kh-police', 'n')}" in told
    assert "was cross-checked by th-police (cross-check)" in told
    sent = desks.json("requests", "send", found[1], "--question", "Whose?", "--urgency", "three-days", token=asker)
    assert (sent["state"], sent["holder"], sent["records"]) == ("sent", "kh-police", [])
    [incoming] = desks.json("requests", "list", "--open", token=holder)
    assert (incoming["id"], incoming["records"]) == (sent["id"], [desks.world.id("kh-police", "n")])
    answered = run("requests", "answer", sent["id"], "--text", "A desk in Bavet.", token=holder)
    assert answered.exit_code == 0, answered.stderr
    listed = run("requests", "list", "--outgoing", token=asker).stdout
    assert f"{sent['id']}\tanswered\tto kh-police" in listed
    assert "answer: A desk in Bavet." in listed
    one_line(run("requests", "refuse", sent["id"], "--ground", "x", token=holder), 1, "`refuse` does not fit")
    one_line(run("requests", "withdraw", "q-0", token=asker), 1, "no such thing in your view")


def test_a_held_check_says_so_and_a_supervisor_releases_it(desks: Desks) -> None:
    numbers = [word for n in range(20) for word in ("--value", f"+855970000{n:02}")]
    held = desks.run("cross-check", *numbers, *CASE, token=desks.asker)
    assert held.exit_code == 0
    check_id, word = held.stdout.strip().split("\t")
    assert word == "held"
    supervisor = desks.world.token("th-police", "supervisor")
    [waiting] = desks.json("hits", "held", "--open", token=supervisor)
    assert (waiting["id"], waiting["values"], waiting["subject"]) == (check_id, 20, "analyst of th-police")
    refused = desks.run("hits", "release", check_id, "--reason", "ours", token=desks.asker)
    one_line(refused, 1, "it needs the role of a supervisor")
    assert desks.run("hits", "release", check_id, "--reason", "a batch", token=supervisor).exit_code == 0
    again = desks.json("cross-check", *numbers, *CASE, token=desks.asker)
    assert (again["held"], len(again["values"])) == (False, 20)


def test_misuse_is_one_line(desks: Desks) -> None:
    run, token = desks.run, desks.asker
    one_line(run("cross-check", *CASE, token=token), 2, "give a file of values, or --value")
    one_line(run("cross-check", "wrong.csv", *CASE, token=token), 2, "the columns are kind, value, country, qualifier")
    one_line(run("cross-check", "none.csv", *CASE, token=token), 1, "cannot be read as CSV")
    one_line(run("cross-check", "--value", "x", "--kind", "Person", *CASE, token=token), 2, "is no kind of selector")
    other = ("--case", "T-2", "--purpose", "investigation")
    one_line(run("cross-check", "--value", "x", *other, token=token), 1, "must be those of the token")


def test_the_index_is_made_anew(desks: Desks) -> None:
    assert desks.json("hits", "rebuild") == {"entries": 1}
