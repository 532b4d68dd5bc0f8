"""Commands about mappings, as people run them: the draft on standard output, the check without a file."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli.main import app

TABLE = "Case no,Full name,Sex,Phone\nc-1,Sok Dara,male,012 345 678\nc-2,Chan Sophea,female,092 154 151\n"
FILLED = {
    "dataset": "raids",
    "originator": "kh-police",
    "profile": "law-enforcement",
    "evaluation": "B2",
    "reference": '"{Case no}"',
    "subject_role": "suspect",
}


def benang(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BENANG_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("BENANG_POLICY", raising=False)
    (tmp_path / "raid.csv").write_text(TABLE, encoding="utf-8")
    return tmp_path / "raid.csv"


def filled(draft: str) -> str:
    lines = []
    for line in draft.splitlines():
        word, colon, _ = line.partition(":  # fill in")
        lines.append(f"{word}: {FILLED[word.strip()]}" if colon else line)
    return "\n".join(lines)


def test_a_draft_is_filled_in_checked_and_tried(table: Path, tmp_path: Path) -> None:
    drafted = benang("mapping", "draft", str(table), "--country", "Cambodia")
    assert (drafted.exit_code, drafted.stderr) == (0, "")
    assert '\ncountry: "KH"\n' in drafted.stdout
    mapping = tmp_path / "raid.yml"
    mapping.write_text(drafted.stdout, encoding="utf-8")
    refused = benang("mapping", "check", str(mapping))
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "a word is missing here" in refused.stderr
    mapping.write_text(filled(drafted.stdout), encoding="utf-8")
    checked = benang("mapping", "check", str(mapping))
    told = "raid.yml: dataset raids; records person Person, phone PhoneNumber; 0 links; reads 4 columns\n"
    assert (checked.exit_code, checked.stdout) == (0, told)
    tried = benang("ingest", str(table), "--mapping", str(mapping), "--dry-run")
    assert "raid.csv: 2 rows; 4 records and 0 links would be written" in tried.stdout


def test_a_check_names_what_the_registers_lack_and_what_the_command_is_to_give(table: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "a.yml"
    least = "dataset: a\nrecords: {p: {kind: Person, reference: '{no}', properties: {name: name}}}\n"
    mapping.write_text(least, encoding="utf-8")
    found = benang("mapping", "check", str(mapping))
    told = "a.yml: dataset a; records p Person; 0 links; reads 2 columns"
    assert found.stdout == f"{told}; to be given to `benang ingest`: --originator, --profile\n"
    for word, problem in (("originator: kh-polize", "originator `kh-polize`"), ("profile: opne", "profile `opne`")):
        mapping.write_text(f"{word}\n{least}", encoding="utf-8")
        found = benang("mapping", "check", str(mapping))
        assert (found.exit_code, found.stdout) == (1, "")
        assert problem in found.stderr
    mapping.write_text(least.replace("Person,", "Person, profile: {column: x, map: {y: opne}},"), encoding="utf-8")
    assert "profile `opne`" in benang("mapping", "check", str(mapping)).stderr


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (("none.csv",), 1, "cannot be read: no such file or directory"),
        (("raid.csv", "--encoding", "foo"), 1, "`the options`: unknown encoding `foo`"),
        (
            ("raid.csv", "--sheet", "a"),
            1,
            "`raid.csv` is a CSV file, which has no `sheet`; an option of this command: `--sheet`",
        ),
        (("thai.csv",), 1, "and look at names in a dry run; an option of this command: `--encoding`"),
        (("raid.csv", "--country", "Atlantis"), 2, "`--country`"),
        (("raid.csv", "--header", "2"), 1, "may be a row of values"),
    ],
)
def test_a_draft_that_cannot_be_made_is_one_line(table: Path, words: tuple[str, ...], status: int, told: str) -> None:
    table.with_name("thai.csv").write_bytes("ชื่อ,เบอร์โทร\nสมชาย,0812345678\n".encode("cp874"))
    found = benang("mapping", "draft", str(table.with_name(words[0])), *words[1:])
    assert (found.exit_code, found.stdout, found.stderr.count("\n")) == (status, "", 1)
    assert told in found.stderr
    assert "Sok" not in found.stderr


def test_a_tab_is_said_by_its_two_characters_and_the_draft_loads(table: Path, tmp_path: Path) -> None:
    table.write_text(TABLE.replace(",", "\t"), encoding="utf-8")
    unsaid = benang("mapping", "draft", str(table))
    assert (unsaid.exit_code, unsaid.stdout) == (1, "")
    assert (
        "`raid.csv`: has one column only: is its `delimiter` another one?; an option of this command: `--delimiter`"
        in unsaid.stderr
    )
    for sign in ("\\t", "\t"):
        drafted = benang("mapping", "draft", str(table), "--delimiter", sign, "--country", "KH")
        assert 'file: {format: "csv", delimiter: "\\t", header: 1}' in drafted.stdout
        mapping = tmp_path / "tabs.yml"
        mapping.write_text(filled(drafted.stdout), encoding="utf-8")
        assert benang("mapping", "check", str(mapping)).exit_code == 0
        tried = benang("ingest", str(table), "--mapping", str(mapping), "--dry-run")
        assert "raid.csv: 2 rows; 4 records and 0 links would be written" in tried.stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("raid.csv",), "`raid.csv` has no mapping: "),
        (("raid.csv", "none.csv", "--mapping", "raid.yml"), "`none.csv`: cannot be read: no such file or directory"),
        (("raid.csv", "home", "--mapping", "raid.yml"), ": is a folder: name the files in it, "),
        (("raid.csv", "--mapping", "bare.yml"), "`raid.csv` has no originator: "),
        (("raid.csv", "--mapping", "bare.yml", "--originator", "kh-police"), "`raid.csv` has no handling profile: "),
        (("raid.csv", "--mapping", "raid.yml", "--originator", "th-fiu"), "belongs to originator `kh-police`"),
    ],
)
def test_what_is_wrong_with_any_of_the_files_is_said_before_the_store_is_opened(
    table: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], told: str
) -> None:
    monkeypatch.chdir(table.parent)
    Path("home").mkdir()
    mapping = filled(benang("mapping", "draft", "raid.csv").stdout)
    Path("raid.yml").write_text(mapping, encoding="utf-8")
    bare = [line for line in mapping.splitlines() if not line.startswith(("originator", "profile"))]
    Path("bare.yml").write_text("\n".join(bare), encoding="utf-8")
    found = benang("ingest", *words)
    assert (found.exit_code, found.stdout, found.stderr.count("\n")) == (1, "", 1)
    assert told in found.stderr
    assert not list(Path("home").iterdir())


def test_what_was_done_before_a_file_that_is_refused_is_told_and_what_was_not(
    table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(table.parent)
    Path("raid.yml").write_text(filled(benang("mapping", "draft", "raid.csv").stdout), encoding="utf-8")
    Path("other.csv").write_text("Case no,Name\nc-1,Sok Dara\n", encoding="utf-8")
    words = ("ingest", "raid.csv", "other.csv", "raid.csv", "--mapping", "raid.yml", "--dry-run")
    tried = benang(*words)
    assert tried.exit_code == 1
    assert tried.stdout.startswith("raid.csv: 2 rows; 2 records and 0 links would be written")
    assert tried.stdout.count("raid.csv: ") == 1
    not_read, why = tried.stderr.splitlines()[-2:]
    assert not_read == "not read behind it: `raid.csv`"
    assert "`other.csv` has no column" in why
    [report] = json.loads(benang(*words, "--json").stdout)
    assert report["file"] == "raid.csv"
