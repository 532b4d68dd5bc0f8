"""Measure the mapping core alone: rows per second on one core, from file to records, nothing written.

Run: python -m benchmarks.ingest.mapping [ROWS]. All names and numbers are generated and belong to nobody.
"""

import csv
import random
import sys
import tempfile
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from graph import IdMinter, load_ontology
from ingest.batches import BATCH_ROWS, Batcher, QuarantineLabel
from ingest.input_file import TabularInput
from ingest.sources import open_csv
from ingest.supply import Supply
from ingest.tables.mapping_file import parse_mapping

_PHONES = """
dataset: phones
originator: my-telco
profile: hit-only
country: MY
records:
  phone:
    kind: PhoneNumber
    reference: "{number}"
    properties: {number: number, carrier: carrier, batch: batch, status: status}
"""
_REPORTS = """
dataset: reports
originator: kh-hotline
profile: hit-only
country: KH
records:
  report:
    kind: Report
    reference: "{no}"
    properties: {title: title, text: text, reportType: type}
"""
_PEOPLE = """
dataset: cases
originator: th-police
profile: law-enforcement
country: TH
evaluation: B2
records:
  suspect:
    kind: Person
    reference: "{case}-{no}"
    subject_role: suspect
    properties: {name: name, birthDate: born, nationality: nationality, offence: {column: crime, map: {ฉ้อโกง: fraud}}}
  phone:
    kind: PhoneNumber
    reference: "{phone}"
    properties: {number: phone}
links:
  - {type: USES, from: suspect, to: phone, since: {column: seen}}
"""


def main() -> None:
    """Measure three kinds of row: plain texts, a phone number each, a person with a phone number and a link."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    rng = random.Random(7)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.csv"
        _write(path, ["no", "title", "text", "type"], (_report_row(rng, i) for i in range(rows)))
        _measure("one record a row, texts alone", path, _REPORTS)
        _write(path, ["number", "carrier", "batch", "status"], (_phone_row(rng, i) for i in range(rows)))
        _measure("one record a row, a new phone number each", path, _PHONES)
        _write(path, ["case", "no", "name", "born", "nationality", "crime", "phone", "seen"],
               (_person_row(rng, i) for i in range(rows)))  # fmt: skip
        _measure("two records and a link a row", path, _PEOPLE)


def _report_row(rng: random.Random, i: int) -> list[str]:
    return [f"R-{i}", f"Call {i}", f"The caller named {rng.randint(1, 900)} workers", "victim-report"]


def _phone_row(rng: random.Random, i: int) -> list[str]:
    return [f"01{i:08}", rng.choice(["Maju", "Selatan"]), f"B-{i // 100}", rng.choice(["active", "blocked"])]


def _person_row(rng: random.Random, i: int) -> list[str]:
    name = "".join(rng.choice("กขคงจชซดตถทนบปพฟมยรลวสหอ") + rng.choice("าิีุูเ") for _ in range(6))
    born = f"{rng.randint(1, 28):02}/{rng.randint(1, 12):02}/{rng.randint(2500, 2548)}"
    seen = f"2024-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    return [f"A{i}", "1", name, born, rng.choice(["TH", "KH", "MM"]), "ฉ้อโกง", f"08{i:08}", seen]


def _write(path: Path, header: list[str], rows: Iterable[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def _measure(title: str, path: Path, text: str) -> None:
    mapping = parse_mapping(text)
    supply = Supply(
        originator=str(mapping.originator), dataset=mapping.dataset, profile=mapping.profile,
        known_profiles=frozenset({"hit-only", "law-enforcement"}), evaluation=mapping.evaluation,
        country=mapping.country, minter=IdMinter(deployment_key=b"b" * 32), ontology=load_ontology(),
    )  # fmt: skip
    started = time.process_time()
    source = TabularInput(open_csv(path, mapping.file), mapping, supply)
    opened = time.process_time() - started
    label = QuarantineLabel.of(supply, file=path.name, mapping=text, at=datetime.now(UTC))
    batcher = Batcher(source, label, skip=0, size=BATCH_ROWS)
    started = time.process_time()
    records = links = quarantined = 0
    while (batch := batcher.next_batch()) is not None:
        records, links = records + len(batch.records), links + len(batch.links)
        quarantined += batch.quarantined_rows
        done = batch.rows_done
    seconds = time.process_time() - started
    print(
        f"{title}: {done:,} rows, {records:,} records, {links:,} links, {quarantined:,} quarantined; "
        f"check of the file {opened:.2f} s, mapping {seconds:.2f} s of processor time, {done / seconds:,.0f} rows/s"
    )


if __name__ == "__main__":
    main()
