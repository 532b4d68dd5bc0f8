"""What DuckDB writes to the disk of a list that outgrows its memory is its owner's alone, and goes with it."""

import os
import subprocess
import sys
from pathlib import Path

READING = """
import os
from pathlib import Path
from entity_resolution.batch.reading import open_list

file = open_list(Path("list.csv"))
file.connection.execute("SET memory_limit = '20MB'; SET threads = 1")
file.connection.execute("CREATE TEMP TABLE t AS SELECT repeat('Somchai Jaidee', 70) || i FROM range(40000) r(i)")
for folder, _, names in os.walk(os.environ["TMPDIR"]):
    print(oct(os.stat(folder).st_mode & 0o777), sum(b"Somchai" in open(f"{folder}/{n}", "rb").read() for n in names))
print(os.listdir("."))
"""


def test_rows_that_outgrow_memory_lie_in_a_private_folder_that_goes(tmp_path: Path) -> None:
    for name in ("system", "work"):
        (tmp_path / name).mkdir(mode=0o777)
    (tmp_path / "work" / "list.csv").write_text("name\nx\n", encoding="utf-8")
    # In a process of its own: in this one all connections are of one database.
    said = subprocess.run(
        [sys.executable, "-c", READING],
        cwd=tmp_path / "work",
        env={**os.environ, "TMPDIR": str(tmp_path / "system")},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    (_, outside), (mode, inside) = (line.split() for line in said[:2])
    assert (outside, mode, said[2:]) == ("0", "0o700", ["['list.csv']"])
    assert int(inside) > 0
    assert list((tmp_path / "system").iterdir()) == []
