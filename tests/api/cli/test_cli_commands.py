"""The table of commands: each line is its docstring's, nothing heavy is loaded to list them, misuse is one line."""

import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from api.cli import context
from api.cli.command_table import command_table
from api.cli.data import describe_retry
from api.cli.deferred import Deferred, DeferredGroup
from api.cli.main import app
from graph.errors import StoreQueryError
from ingest import RetryReport

ROOT = Path(__file__).parents[3]
HEAVY = ("strawberry", "graphql", "neo4j", "duckdb", "pyarrow", "pyspark", "numpy", "cedarpy", "rapidfuzz", "uvicorn")
MISUSE = [
    ("nonsense", "no such command `nonsense`; see `benang --help`"),
    ("ingst", "no such command `ingst`, did you mean `ingest`?; see `benang --help`"),
    ("ingest", "missing argument `files`; see `benang ingest --help`"),
    ("ingest x.csv --no-such-option", "no such option: --no-such-option; see `benang ingest --help`"),
    ("ingest x.csv --show 3", "`--show` goes with `--dry-run`"),
    ("ingest x.csv --dry-run --show 0", "invalid value for `--show`: at least 1 is needed; see"),
    ("quarantine list", "missing option `--originator`; see `benang quarantine list --help`"),
    (
        "quarantine lst --originator a",
        "no such command `lst`, did you mean `list`?; see `benang quarantine --help`",
    ),
    ("serve --port x", "invalid value for `--port`: a whole number is needed; see"),
    ("serve --port 70000", "invalid value for `--port`: at most 65535 is allowed; see"),
    ("serve --port 0", "invalid value for `--port`: at least 1 is needed; see"),
    (
        "retention set r-1 --review soon",
        "invalid value for `--review`: a date or time is needed, as 2027-03-31; see",
    ),
    ("requests send k-1 --question q --urgency soon", "invalid value for `--urgency`: `soon` is not one of `"),
    ("grants pass-on g-1 --agency a --reason r --days 367", "invalid value for `--days`: at most 366 is allowed; see"),
    (
        "grants give r-1 --agency a --class identity --purpose p --reason r --from 9999-12-31",
        "`--from` lies so far ahead that the grant would end in no year of the calendar",
    ),
    (
        "token --agency a --role r --purpose p --clearance 2147483648",
        "invalid value for `--clearance`: at most 2147483647 is allowed; see",
    ),
]


def every_command() -> Iterator[tuple[str, Deferred]]:
    """Yield every command of the table with its words."""
    for table in command_table().values():
        for name, found in table.items():
            if isinstance(found, DeferredGroup):
                yield from ((f"{name} {inner}", command) for inner, command in found.commands.items())
            else:
                yield name, found


@pytest.mark.parametrize(("words", "found"), [pytest.param(w, f, id=w) for w, f in every_command()])
def test_a_command_is_where_the_table_says_and_lists_its_docstring(words: str, found: Deferred) -> None:
    documented = getattr(import_module(found.module), found.function).__doc__ or ""
    assert documented.split("\n\n", 1)[0].replace("\n    ", " ").strip() == found.line
    shown = CliRunner().invoke(app, [*words.split(), "--help"])
    assert (shown.exit_code, "Usage" in shown.stdout) == (0, True)


def test_help_lists_each_command_under_the_heading_that_the_document_gives_it() -> None:
    documented = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    sections = [part.partition("\n") for part in documented.split("\n## ")[2:]]
    wanted = {heading: set(re.findall(r"`benang ([a-z-]+)", _first_cells(body))) for heading, _, body in sections}
    shown = CliRunner().invoke(app, ["--help"], env={"COLUMNS": "80"}).stdout
    panels = [part.partition("\n") for part in shown.split("╭─ ")[2:]]
    found = {
        heading.rstrip("─╮ "): set(re.findall(r"^│ ([a-z]\S+)", body, re.MULTILINE)) for heading, _, body in panels
    }
    assert (list(found), found) == (list(wanted), wanted)
    assert set().union(*found.values()) == {name for table in command_table().values() for name in table}


def _first_cells(table: str) -> str:
    return "\n".join(row.split(" | ")[0] for row in table.splitlines() if row.startswith("| "))


def test_the_version_is_told() -> None:
    found = CliRunner().invoke(app, ["--version"])
    assert (found.exit_code, found.output) == (0, f"benang {version('benang')}\n")


@pytest.mark.long
def test_a_command_that_reads_no_workbook_loads_nothing_to_read_one() -> None:
    code = "import sys, api.cli.policy, api.cli.data\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert "openpyxl" not in done.stdout.split()


def test_commands_over_files_load_no_store() -> None:
    """They start in half of the time."""
    modules = "api.cli.match, api.cli.match_batch, api.cli.normalise, entity_resolution.batch.duckdb_driver"
    code = f"import sys, {modules}\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert not {"neo4j", "graph.store", "jwt", "cryptography", "structlog", "rich.console"} & set(done.stdout.split())


def test_help_loads_nothing_heavy() -> None:
    code = "import sys\nfrom api.cli.main import app\ntry:\n    app(['--help'])\nfinally:\n    print('LOADED', *sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    loaded = set(done.stdout.partition("LOADED")[2].split())
    assert loaded >= {"api.cli.main", "typer"}
    assert {name.partition(".")[0] for name in loaded} & set(HEAVY) == set()
    assert len(loaded) < 600, "323 where it was counted; each module costs a part of a millisecond"


@pytest.mark.parametrize(("words", "told"), MISUSE)
def test_misuse_is_one_line_and_ends_with_two(words: str, told: str) -> None:
    done = CliRunner().invoke(app, words.split())
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith(f"benang: {told}")


# A line of the table and a line of a command, in processes of their own: each takes a second or two of imports.
@pytest.mark.parametrize(("words", "told"), [MISUSE[1], pytest.param(*MISUSE[8], marks=pytest.mark.long)])
def test_misuse_of_the_program_ends_as_within_one(words: str, told: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("benang")), *words.split()],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        cwd=tmp_path,
    )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith(f"benang: {told}")


def test_a_retry_tells_of_what_it_left_alone() -> None:
    report = RetryReport(rows=4, released_rows=1, overtaken_rows=2, records_created=1, quarantined={"missing-key": 1})
    assert describe_retry(report) == (
        "4 rows tried again: 1 passed, 1 stay; 1 records new, 0 changed; 0 links new, 0 changed; "
        "2 rows left alone, as they were filed anew or dropped meanwhile; rules still broken: missing-key 1"
    )


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (
            "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration",
            "the store was too busy to answer in time "
            "(`Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration`): try again",
        ),
        (
            "Neo.ClientError.Statement.SyntaxError",
            "statement `records_by_key` failed in the store with `Neo.ClientError.Statement.SyntaxError`",
        ),
    ],
)
def test_a_store_that_is_too_busy_is_told_from_a_statement_that_is_wrong(
    capsys: pytest.CaptureFixture[str], code: str, told: str
) -> None:
    async def work() -> None:
        raise StoreQueryError("records_by_key", code)

    with pytest.raises(typer.Exit) as ended:
        context.run(work())
    assert (ended.value.exit_code, capsys.readouterr().err) == (1, f"benang: {told}\n")
