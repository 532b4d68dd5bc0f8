"""Laws of text for terminals, that every command prints through it, and some commands on what an attacker files."""

import ast
import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from api import cli
from api.cli.main import app
from api.terminal_text import Line, as_line, as_lines, printable
from graph.store import StoreLease
from tests.api.cli.environment import environment_on
from tests.world import World, record

Invoke = Callable[..., Result]

COMMANDS = [
    *"\x00\t\n\r\x1b\x7f\x80\x9b\x9f\u2028\u2029",
    *map(chr, range(0x202A, 0x202F)),
    *map(chr, range(0x2066, 0x206A)),
]
# What may write to standard output by itself: JSON lines, a table of scores, a table of pairs, the demo's own console.
WRITERS = {
    *("console.py", "context.py", "normalise.py", "match_batch.py", "pair_tables.py", "deferred.py", "demo.py"),
    "standard_streams.py",
}


@given(st.lists(st.text() | st.sampled_from(COMMANDS), min_size=1))
def test_a_line_has_the_cells_it_was_given_and_no_command(values: list[str]) -> None:
    made = as_line(*values)
    assert made.count("\t") == len(values) - 1
    assert len(made.splitlines()) <= 1
    assert not {c for c in made.replace("\t", "") if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"}}
    assert not set(COMMANDS) & set(made.replace("\t", ""))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("Esc \x1b]0;pwn\x07Person", r"Esc \x1b]0;pwn\x07Person"),
        ("one\ntwo\tthree\r", r"one\ntwo\tthree\r"),
        ("\x9b31m\x7f", r"\x9b31m\x7f"),
        ("a\u202eb\u2066c\u2069\u2028", r"a\u202eb\u2066c\u2069\u2028"),
        ("\udc80.csv", r"\udc80.csv"),
    ],
)
def test_what_commands_a_terminal_is_escaped(value: str, shown: str) -> None:
    assert printable(value) == shown


@pytest.mark.parametrize(
    "name",
    [
        "ภูวดล\u200bคนดี",
        "ស្រី\u200bមុំ",
        "မောင်\u200bအေး",
        "क्\u200dष",
        "می\u200cخواهم",
        "Nguyễn Văn A\u0323",
        "👩\u200d👧",
        "א\u200f",
        "\ufeffx",
    ],
)
def test_names_in_any_script_stay_as_they_are(name: str) -> None:
    assert printable(name) == name


def test_a_line_within_a_line_is_escaped_once() -> None:
    inner = as_line("a\tb", "c")
    assert as_line("x", inner) == "x\ta\\tb\tc"
    assert as_lines([inner, as_line("\n")]) == "a\\tb\tc\n\\n"
    assert as_line(f"x {inner}") == "x a\\tb\\tc"
    assert isinstance(inner, Line)


def test_no_command_prints_but_through_the_console() -> None:
    files = sorted(Path(str(cli.__file__)).parent.glob("*.py"))
    found = [f"{path.name}: {what}" for path in files for what in _prints(path)]
    assert found == ["main.py: typer.echo"]  # the version


def _prints(path: Path) -> Iterator[str]:
    """Yield what a module writes with, where it is not the console."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Name) and node.id == "print":
            yield "print"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Line":
            # Only pieces that were escaped may be put together by hand.
            assert path.name in {"cross_check.py", "looking.py"}, path
        if not isinstance(node, ast.Attribute) or path.name == "console.py":
            continue
        name = ast.unparse(node)
        if name in {"typer.echo", "typer.secho"}:
            yield name
        if name in {"sys.stdout", "sys.stderr"} and path.name not in WRITERS:
            yield name


NAME = "Esc \x1b]0;pwn\x07Person"
NOTES = "\x1b[2J\x1b[31mred\nFORGED\tline \u202e"


@pytest.fixture
def benang(world: World, neo4j_lease: StoreLease) -> Invoke:
    """Return a way to run a command as an analyst of the Khmer police."""
    environment = environment_on(neo4j_lease, world.app.settings.store.home)

    def invoke(*words: str) -> Result:
        return CliRunner().invoke(app, list(words), env={**environment, "BENANG_TOKEN": world.token("kh-police")})

    return invoke


def test_what_one_agency_filed_commands_no_terminal_of_another(benang: Invoke, world: World, tmp_path: Path) -> None:
    for agency in ("th-police", "kh-police"):
        world.file(agency, record("Person", "p", name=NAME, notes=NOTES, birthDate="1987-03-04"))
    one, other = world.id("th-police", "p"), world.id("kh-police", "p")
    ways = (("record", one), ("entity", one), ("compare", one, other), ("network", one), ("search", "pwn Person"))
    for words in ways:
        found = benang(*words)
        assert found.exit_code == 0, found.stderr
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", found.output), words
        assert not re.search(r"^FORGED", found.output, re.MULTILINE), words
    assert "Esc \\x1b]0;pwn\\x07Person" in benang("record", one).stdout
    data = json.loads(benang("record", one, "--json").stdout)
    assert NAME in {value for p in data["properties"] for value in p["values"]}


def test_quarantine_and_a_dry_run_show_what_a_row_had_escaped(benang: Invoke, tmp_path: Path) -> None:
    file, mapping = tmp_path / "bad.csv", tmp_path / "bad.yml"
    file.write_text('no,since\n1,"\x1b[2J\nFORGED\tx"\n', encoding="utf-8")
    mapping.write_text(
        "dataset: escaped\nprofile: law-enforcement\nrecords:\n  p:\n    kind: Person\n    reference: '{no}'\n"
        "    evaluation: {column: since}\n    properties:\n      name: no\n",
        encoding="utf-8",
    )
    words = ("ingest", str(file), "--mapping", str(mapping), "--originator", "th-police")
    line = "bad.csv:2\tsince\tunreadable-evaluation\t\\x1b[2J\\nFORGED\\tx\n"
    assert benang(*words, "--dry-run").stdout.endswith(line)
    assert benang(*words).exit_code == 0
    assert benang("quarantine", "list", "--originator", "th-police").stdout == line


def test_a_row_that_is_shown_commands_no_terminal(benang: Invoke, tmp_path: Path) -> None:
    file, mapping = tmp_path / "shown.csv", tmp_path / "shown.yml"
    file.write_text('no,name\n1,"\x1b[2J\nFORGED\tx\u202e"\n', encoding="utf-8")
    mapping.write_text(
        "dataset: escaped\nprofile: law-enforcement\nrecords:\n  p:\n    kind: Person\n    reference: '{name}'\n"
        "    properties:\n      name: name\n",
        encoding="utf-8",
    )
    words = ("ingest", str(file), "--mapping", str(mapping), "--originator", "th-police", "--dry-run", "--show", "1")
    found = benang(*words)
    assert found.stdout.splitlines()[:3] == [
        "shown.csv:2\tmakes 1 record, 0 links",
        "  p\tPerson\t\\x1b[2J\\nFORGED\\tx\\u202e\tprofile law-enforcement\tevaluation X4",
        "    name\t\\x1b[2J\\nFORGED\\tx\\u202e\tnot read\t"
        "invalid: holds a control character or half of a surrogate pair\tfrom name",
    ]
    assert "FORGED" not in found.stderr
    row, report = map(json.loads, benang(*words, "--json").stdout.splitlines())
    assert row["records"][0]["values"][0]["raw"] == "\x1b[2J\nFORGED\tx\u202e"
    assert (report["report"]["records"], report["report"]["columns_not_read"]) == (1, ["no"])
