"""Write the scenario's files, its truth and its bad rows: `python -m samples.scenario.generate`.

The same bytes come out every time, save in the two workbooks, whose content is the same but whose archive holds a time.
All agencies, people, numbers, accounts and wallets are invented; check digits are right so that Benang can read them.
"""

import argparse
import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from openpyxl import Workbook

from samples.scenario.cambodia import arriving_record, cambodian_tables
from samples.scenario.ledger import BadRow, Table, TrueRecord
from samples.scenario.overseas import EntityFile, overseas_tables, suspicious_reports
from samples.scenario.thailand import thai_tables
from samples.scenario.world import build_world

HERE = Path(__file__).resolve().parent


def scenario_files() -> list[Table | EntityFile]:
    """Return all files of the scenario with their truth, in the order of their ingestion."""
    world = build_world()
    return [*thai_tables(world), *cambodian_tables(world), suspicious_reports(world), *overseas_tables(world)]


def text_files() -> dict[str, bytes]:
    """Return every file but the workbooks, by name: agencies' files, truth, bad rows and the record that arrives."""
    files = scenario_files()
    made = {f.file: _csv(f.rows) for f in files if isinstance(f, Table) and f.file.endswith(".csv")}
    made |= {f.file: _json_lines(f.lines) for f in files if isinstance(f, EntityFile)}
    made["truth.csv"] = _csv([asdict(r) for f in files for r in _records(f)])
    made["bad-rows.csv"] = _csv([{k: str(v) for k, v in asdict(b).items()} for f in files for b in _bad(f)])
    arriving = json.dumps(arriving_record(build_world()), ensure_ascii=False, indent=2)
    made["arriving.json"] = f"{arriving}\n".encode()
    return made


def workbooks() -> dict[str, list[list[str]]]:
    """Return the rows of the workbooks by the name of the file, header first."""
    tables = [f for f in scenario_files() if isinstance(f, Table) and f.file.endswith(".xlsx")]
    return {t.file: [list(t.rows[0]), *([row[c] for c in t.rows[0]] for row in t.rows)] for t in tables}


def write_all(folder: Path) -> None:
    """Write everything into a folder."""
    for name, content in text_files().items():
        (folder / name).write_bytes(content)
    for name, rows in workbooks().items():
        book = Workbook()
        sheet = book.worksheets[0]
        sheet.title = "Data"
        for row in rows:
            sheet.append(row)
        book.save(folder / name)


def _records(file: Table | EntityFile) -> Iterable[TrueRecord]:
    return file.records.values()


def _bad(file: Table | EntityFile) -> Sequence[BadRow]:
    return file.bad


def _csv(rows: Sequence[Mapping[str, str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _json_lines(lines: Iterable[Mapping[str, object]]) -> bytes:
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()


def main() -> None:
    """Write the files, by default beside this script."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=HERE)
    write_all(parser.parse_args().out)


if __name__ == "__main__":
    main()
