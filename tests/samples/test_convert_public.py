"""The converter makes the committed files, and keeps the publishers' words."""

import csv
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from samples import convert_public
from samples.list_cells import ConversionError
from samples.ofac import ofac_entities, read_ofac
from tests.samples.ingesting import SAMPLES

PUBLIC = SAMPLES / "public"


def _entities() -> list[dict[str, object]]:
    lines = (PUBLIC / "us-ofac.ftm.json").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _rows(name: str) -> list[dict[str, str]]:
    with (PUBLIC / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_converter_reproduces_the_committed_files_byte_for_byte() -> None:
    made = convert_public.convert(PUBLIC / "raw")
    committed = {p.name: p.read_bytes() for p in PUBLIC.iterdir() if p.suffix in {".csv", ".json"}}
    assert made == committed


def test_counts_of_ofac_entities_by_schema() -> None:
    assert Counter(e["schema"] for e in _entities()) == {
        "Company": 307,
        "Person": 258,
        "UnknownLink": 250,
        "Passport": 135,
        "Identification": 115,
        "CryptoWallet": 63,
        "Organization": 29,
    }


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("us-ofac-sites.csv", 20),
        ("uk-fcdo.csv", 289),
        ("uk-fcdo-documents.csv", 87),
        ("eu-fsf.csv", 184),
        ("polkadot-wallets.csv", 279),
        ("polkadot-hosts.csv", 430),
    ],
)
def test_counts_of_rows(name: str, count: int) -> None:
    assert len(_rows(name)) == count


def test_ids_are_unique_and_survive_followthemoney() -> None:
    ids = [str(e["id"]) for e in _entities()]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?", i) for i in ids)


def test_every_name_of_a_subject_is_as_published() -> None:
    raw = PUBLIC / "raw" / "us-ofac"
    text = "".join((raw / f).read_text(encoding="utf-8") for f in ("sdn.csv", "alt.csv", "sdn_comments.csv"))
    text += "'snowsjohn'"  # cut in two between sdn.csv and sdn_comments.csv
    for entity in _entities():
        properties = entity["properties"]
        assert isinstance(properties, dict)
        if entity["schema"] in {"Person", "Company", "Organization"}:
            for name in ("name", "alias", "weakAlias", "previousName"):
                assert all(value in text for value in properties.get(name, []))


def test_links_and_holders_name_entities_of_the_file() -> None:
    entities = _entities()
    ids = {e["id"] for e in entities}
    for entity in entities:
        properties = entity["properties"]
        assert isinstance(properties, dict)
        for role in ("subject", "object", "holder"):
            assert set(properties.get(role, [])) <= ids


def test_remarks_of_one_person_become_properties() -> None:
    chen = next(e for e in _entities() if e["id"] == "55505")
    assert chen == {
        "id": "55505",
        "schema": "Person",
        "properties": {
            "name": ["CHEN, Zhi"],
            "program": ["TCO"],
            "address": ["Phnom Penh, Cambodia"],
            "country": ["kh"],
            "birthDate": ["1987-12-16"],
            "birthPlace": ["Fujian, China"],
            "nationality": ["cn", "kh", "vu", "cy"],
            "gender": ["male"],
            "passportNumber": ["N00081108", "RV047996", "K00395168"],
            "idNumber": ["010868617"],
        },
        "datasets": ["sdn"],
    }


def test_an_unknown_country_stops_the_converter(tmp_path: Path) -> None:
    folder = tmp_path / "us-ofac"
    folder.mkdir()
    (folder / "sdn.csv").write_text('1,"DOE, Jo","individual","TCO",-0- ,' + "-0- ," * 6 + '"nationality Atlantis."\n')
    for name in ("alt.csv", "add.csv", "sdn_comments.csv"):
        (folder / name).write_text("")
    entries = read_ofac(folder)
    with pytest.raises(ConversionError):
        list(ofac_entities(entries))
