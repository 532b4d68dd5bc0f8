"""The exit statuses of `benang match`: 0 done, 1 failed, 2 misused, the same of one fault in every command."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli.main import app

PAIRS = "left,right,label,birthDate\nSomchai Jaidee,Somchai Jaidi,1,x\nAung Kyaw,Min Thu,0,x\n"
LIST = "id,nm,who\n1,Somchai Jaidee,a\n2,Somchai Jaidee,a\n3,Aung Kyaw,b\n"
MAPPING = "kind: Person\nid: id\nproperties: {name: nm}\n"

P = ("pairs", "p.csv", "--kind", "Person")
E = ("evaluate", "p.csv", "--kind", "Person")
D = ("dedupe", "l.csv", "--kind", "Person", "--mapping", "m.yml")
L = ("link", "l.csv", "l2.csv", "--kind", "Person", "--mapping", "m.yml")

# Fault, arguments, status, what is said.
CASES = [
    ("none", (*P, "--out", "o.csv"), 0, "2 pairs scored"),
    ("none", E, 0, ""),
    ("none", (*D, "--out", "o.csv"), 0, "clusters: `o.csv`"),
    ("none", (*L, "--out", "o.csv"), 0, "clusters: `o.csv`"),
    ("the output is the input", (*P, "--out", "p.csv"), 2, "would take the place of the table"),
    ("the output is the input", (*P, "--out", "sub/../p.csv"), 2, "would take the place of the table"),
    ("the output is the input", (*P, "--out", "link.csv"), 2, "would take the place of the table"),
    ("the output is the input", (*D, "--out", "l.csv"), 2, "would take the place of an input"),
    ("the output is the input", (*D, "--out", "sub/../l.csv"), 2, "would take the place of an input"),
    ("the output is the input", (*D, "--out", "o.csv", "--explain", "l.csv"), 2, "would take the place of an input"),
    ("the output is the input", (*L, "--out", "l2.csv"), 2, "would take the place of an input"),
    (
        "the output is the input",
        (*D, "--out", "o.csv", "--train", "--parameters", "o.csv.parameters.yml"),
        2,
        "an input",
    ),
    ("two outputs are one", (*D, "--out", "o.csv", "--explain", "sub/../o.csv"), 2, "go to two files"),
    ("no such kind", (*P[:2], "--kind", "Persn", "--out", "o.csv"), 2, "did you mean `Person`?"),
    ("no such kind", (*E[:2], "--kind", "Persn"), 2, "did you mean `Person`?"),
    ("no such kind", ("dedupe", "l.csv", "--kind", "Persn", "--mapping", "m.yml", "--out", "o.csv"), 2, "`Person`?"),
    ("no such option", (*P, "--ot", "o.csv"), 2, "--ot"),
    ("no such option", (*D, "--ot", "o.csv"), 2, "--ot"),
    ("no such column", (*E, "--by", "lable"), 2, "there is no column `lable`, did you mean `label`?, which --by names"),
    ("no such column", (*E, "--label", "lable"), 2, "did you mean `label`?, which --label names"),
    ("no such column", (*D, "--out", "o.csv", "--truth", "wo"), 2, "did you mean `who`?, which --truth names"),
    ("no such column", (*L, "--out", "o.csv", "--truth", "wo"), 2, "did you mean `who`?, which --truth names"),
    ("no such column", (*D[:-1], "slip.yml", "--out", "o.csv"), 2, "slip.yml, line 3: the list has no column `nme`"),
    ("no such form of file", (*P, "--out", "o.xlsx"), 2, "go to a .csv or a .parquet file"),
    ("no such form of file", (*D, "--out", "o.xlsx"), 2, "go to a .parquet or a .csv file"),
    ("no such form of file", (*D, "--out", "o.csv", "--explain", "e.txt"), 2, "go to a .parquet or a .csv file"),
    ("no such form of file", ("dedupe", "l.txt", *D[2:], "--out", "o.csv"), 2, "a list is a .csv or a .parquet file"),
    ("one option needs another", ("evaluate", "p.csv"), 2, "say with --kind"),
    ("one option needs another", ("evaluate", "--clusters", "l.csv", "--charts", "c"), 2, "--charts needs a table"),
    ("one option needs another", ("evaluate", "--clusters", "l.csv", "--by", "c"), 2, "--by needs a table"),
    (
        "nothing says which",
        ("evaluate", "both.csv", "--kind", "Person"),
        2,
        "`both.csv`: the table has both `label` and",
    ),
    ("nothing says which", ("evaluate", "both.csv", "--kind", "Person", "--label", "match"), 0, ""),
    ("the file is not there", ("pairs", "no.csv", *P[2:], "--out", "o.csv"), 1, "no such file"),
    ("the file is not there", ("pairs", "no.parquet", *P[2:], "--out", "o.csv"), 1, "no such file"),
    ("the file is not there", ("evaluate", "no.csv", *E[2:]), 1, "no such file"),
    ("the file is not there", ("evaluate", "--clusters", "no.csv"), 1, "no such file"),
    ("the file is not there", ("dedupe", "no.csv", *D[2:], "--out", "o.csv"), 1, "no such file"),
    ("the file is not there", ("link", "l.csv", "no.csv", *L[3:], "--out", "o.csv"), 1, "no such file"),
    ("the file is not there", (*D[:-1], "no.yml", "--out", "o.csv"), 1, "no such file"),
    ("the file is not there", (*D, "--out", "o.csv", "--parameters", "no.yml"), 1, "no such file"),
    ("the file is a folder", ("pairs", "sub", *P[2:], "--out", "o.csv"), 1, "is a directory"),
    ("the file is a folder", ("pairs", "folder.parquet", *P[2:], "--out", "o.csv"), 1, "it is a folder"),
    ("the file is a folder", ("dedupe", "folder.csv", *D[2:], "--out", "o.csv"), 1, "it is a folder"),
    ("the folder is not there", (*P, "--out", "no/o.csv"), 1, "a folder that exists"),
    ("the folder is not there", (*P, "--out", "no/o.parquet"), 1, "a folder that exists"),
    ("the folder is not there", (*D, "--out", "no/o.csv"), 1, "a folder that exists"),
    ("the folder is not there", (*L, "--out", "no/o.csv"), 1, "a folder that exists"),
    ("the folder is not there", (*D, "--out", "o.csv", "--explain", "no/e.csv"), 1, "a folder that exists"),
    ("the output is a folder", (*P, "--out", "sub"), 1, "a folder that exists"),
    ("the output is a folder", (*D, "--out", "folder.csv"), 1, "a folder that exists"),
    ("the file is empty", ("pairs", "empty.csv", *P[2:], "--out", "o.csv"), 1, "is empty"),
    ("the file is empty", ("dedupe", "empty.csv", *D[2:], "--out", "o.csv"), 1, "is empty"),
    ("the file is not UTF-8", ("pairs", "latin.csv", *P[2:], "--out", "o.csv"), 1, "not UTF-8"),
    ("the file is not UTF-8", ("evaluate", "latin.csv", *E[2:]), 1, "not UTF-8"),
    ("the file is not UTF-8", ("dedupe", "latin.csv", *D[2:], "--out", "o.csv"), 1, "not UTF-8"),
    ("the file is UTF-16", ("pairs", "u16.csv", *P[2:], "--out", "o.csv"), 1, "it is UTF-16"),
    ("the file is UTF-16", ("dedupe", "u16.csv", *D[2:], "--out", "o.csv"), 1, "it is UTF-16"),
    ("the file is UTF-16", ("dedupe", "u16le.csv", *D[2:], "--out", "o.csv"), 1, "it is UTF-16"),
    ("the file is UTF-16", ("evaluate", "u16le.csv", *E[2:]), 1, "it is UTF-16"),
    ("the file is a workbook", ("pairs", "xls.csv", *P[2:], "--out", "o.csv"), 1, "save it as CSV"),
    ("the file is a workbook", ("dedupe", "xls.csv", *D[2:], "--out", "o.csv"), 1, "save it as CSV"),
    ("the file is damaged", ("pairs", "bad.parquet", *P[2:], "--out", "o.csv"), 1, "no Parquet file"),
    ("the file is damaged", ("dedupe", "bad.parquet", *D[2:], "--out", "o.csv"), 1, "no Parquet file"),
    ("the cells are parted otherwise", ("pairs", "semi.csv", *P[2:], "--out", "o.csv"), 1, "parted by `;`, and not by"),
    (
        "the cells are parted otherwise",
        ("dedupe", "semi.csv", *D[2:], "--out", "o.csv"),
        1,
        "parted by `;`, and not by",
    ),
]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of files, sound and other, in which commands run."""
    texts = {"p.csv": PAIRS, "l.csv": LIST, "l2.csv": LIST, "l.txt": LIST, "m.yml": MAPPING, "empty.csv": ""}
    texts["slip.yml"] = MAPPING.replace("nm", "nme")
    texts["both.csv"] = "left,right,label,match\nSomchai Jaidee,Somchai Jaidi,1,0\nAung Kyaw,Min Thu,0,1\n"
    texts["twice.csv"] = "left,right,label,x,x,script\na,b,1,,,\n"
    texts["semi.csv"] = "left;right;id\na;b;c\n"
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "latin.csv").write_bytes(b"left,right,label,id,nm\nJos\xe9,b,1,1,Jos\xe9\n")
    (tmp_path / "u16.csv").write_bytes(PAIRS.encode("utf-16"))
    (tmp_path / "u16le.csv").write_bytes(PAIRS.encode("utf-16-le"))
    (tmp_path / "xls.csv").write_bytes(b"PK\x03\x04 and so on")
    (tmp_path / "bad.parquet").write_bytes(b"PAR1 and so on")
    (tmp_path / "sub").mkdir()
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "folder.parquet").mkdir()
    (tmp_path / "o.csv.parameters.yml").write_text("learned before", encoding="utf-8")
    (tmp_path / "link.csv").symlink_to(tmp_path / "p.csv")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(("fault", "arguments", "status", "said"), CASES)
def test_a_fault_has_one_exit_status_and_leaves_the_files_as_they_are(
    desk: Path, fault: str, arguments: tuple[str, ...], status: int, said: str
) -> None:
    before = {path: path.read_bytes() for path in desk.iterdir() if path.is_file()}
    found = CliRunner().invoke(app, ["match", *arguments])
    assert (found.exit_code, said in " ".join(found.stderr.split())) == (status, True), (fault, found.stderr)
    assert {path: path.read_bytes() for path in before} == before
    if status:
        assert (set(before), found.stdout) == ({path for path in desk.iterdir() if path.is_file()}, "")
        assert "Traceback" not in found.stderr
