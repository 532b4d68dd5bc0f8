"""The generator of loads: the same bytes for a seed, the mix that it promises, and files that ingest takes whole."""

import asyncio
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from ingest import ingest_file, load_mapping
from samples.generate_load import AGENCIES, write_load
from tests.samples.ingesting import MINTER, PROFILES, MemoryWriter, key_of, read_table

RECORDS = 4_000


@pytest.fixture(scope="module")
def load(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("load")
    assert write_load(folder, records=RECORDS, seed=7) == RECORDS
    return folder


def test_the_same_seed_gives_the_same_bytes(load: Path, tmp_path: Path) -> None:
    write_load(tmp_path, records=RECORDS, seed=7)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {p.name: p.read_bytes() for p in load.iterdir()}


def test_another_seed_gives_another_load(load: Path, tmp_path: Path) -> None:
    write_load(tmp_path, records=RECORDS, seed=8)
    assert (tmp_path / "truth.csv").read_bytes() != (load / "truth.csv").read_bytes()


def test_records_are_rounded_up_to_whole_rounds(tmp_path: Path) -> None:
    assert write_load(tmp_path, records=1, seed=7) == 20


def test_the_mix_is_as_promised(load: Path) -> None:
    kinds = Counter(r["kind"] for r in read_table(load / "truth.csv"))
    assert {kind: count * 20 // RECORDS for kind, count in kinds.items()} == {
        "Person": 6,
        "PhoneNumber": 6,
        "BankAccount": 3,
        "Wallet": 1,
        "IdentityDocument": 1,
        "Organization": 1,
        "Site": 1,
        "OnlineAccount": 1,
    }


def test_things_are_described_by_several_agencies(load: Path) -> None:
    agencies = defaultdict(set)
    for row in read_table(load / "truth.csv"):
        if row["kind"] == "Person":
            agencies[row["thing"]].add(row["originator"])
    several = sum(len(a) > 1 for a in agencies.values())
    assert 0.08 < several / len(agencies) < 0.25


def test_ingest_takes_every_row_and_gives_what_the_truth_says(load: Path) -> None:
    writer = MemoryWriter()
    for agency in AGENCIES:
        asyncio.run(_ingest(load, agency, writer))
    assert writer.quarantined == []
    truth = {(r["originator"], r["dataset"], r["reference"], r["kind"]) for r in read_table(load / "truth.csv")}
    assert {key_of(r) for r in writer.records.values()} == truth


async def _ingest(load: Path, agency: str, writer: MemoryWriter) -> None:
    await ingest_file(
        load / f"{agency}.csv",
        mapping=load_mapping(load / f"{agency}.yml"),
        originator=None,
        profile=None,
        known_originators=AGENCIES,
        known_profiles=PROFILES,
        writer=writer,
        minter=MINTER,
    )
