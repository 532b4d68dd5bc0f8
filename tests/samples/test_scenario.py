"""The scenario: committed files, mappings, truth, bad rows, check digits, and the evidence that its pairs share."""

import json
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

import pytest
from openpyxl import load_workbook

from graph import Record, RecordId, SubjectRole
from graph.values import ValueStatus, normalise
from ingest import load_mapping
from policies import load_bundle
from samples.scenario.generate import text_files, workbooks
from samples.scenario.ledger import Table, TruthError
from tests.samples.conftest import Ingested
from tests.samples.ingesting import SAMPLES, Key, key_of, read_table

SCENARIO = SAMPLES / "scenario"
PUBLISHERS = {"us-ofac", "uk-fcdo", "eu-fsf", "polkadot-js"}


def _truth() -> dict[Key, str]:
    rows = read_table(SCENARIO / "truth.csv")
    return {(r["originator"], r["dataset"], r["reference"], r["kind"]): r["thing"] for r in rows}


def _scenario_records(ingested: Ingested) -> dict[Key, Record]:
    records = {key_of(r): r for r in ingested.writer.records.values()}
    return {key: r for key, r in records.items() if key[0] not in PUBLISHERS}


def test_the_generator_reproduces_the_committed_files_byte_for_byte() -> None:
    committed = {p.name: p.read_bytes() for p in SCENARIO.iterdir() if p.suffix in {".csv", ".json"}}
    assert text_files() == committed


def test_the_workbooks_hold_what_the_generator_makes() -> None:
    made = workbooks()
    assert sorted(made) == sorted(p.name for p in SCENARIO.glob("*.xlsx"))
    for name, rows in made.items():
        book = load_workbook(SCENARIO / name, read_only=True)
        cells = [["" if c is None else str(c) for c in row] for row in book["Data"].iter_rows(values_only=True)]
        book.close()
        assert cells == rows


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*/*.yml")), ids=lambda p: p.name)
def test_every_mapping_names_only_known_words(path: Path) -> None:
    mapping, registers = load_mapping(path), load_bundle().registers
    assert mapping.originator in registers.parties
    assert mapping.profile in registers.profiles


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*/*.yml")), ids=lambda p: p.name)
def test_no_mapping_takes_a_role_that_it_does_not_know_for_none(path: Path) -> None:
    roles = [r.subject_role for r in load_mapping(path).records.values() if r.subject_role is not None]
    assert [role for role in roles if role.columns and role.default is not None] == []


def test_the_thai_words_for_a_victim_are_known_as_such() -> None:
    role = load_mapping(SCENARIO / "th-police-cases.yml").records["person"].subject_role
    assert role is not None
    meant = {word for word, found in role.translate.items() if SubjectRole(found).is_victim}
    assert meant == {"ผู้เสียหาย", "เหยื่อ", "ผู้เสียหายจากการค้ามนุษย์"}


def test_truth_covers_every_record_and_nothing_else(ingested: Ingested) -> None:
    assert set(_scenario_records(ingested)) == set(_truth())


def test_the_bad_rows_and_no_others_are_quarantined(ingested: Ingested) -> None:
    expected = {(r["originator"], r["file"], int(r["row"]), r["rule"]) for r in read_table(SCENARIO / "bad-rows.csv")}
    seen = {(q.originator, q.file, q.row, str(q.rule)) for q in ingested.writer.quarantined}
    assert seen == expected
    assert len(ingested.writer.quarantined) == 14  # of 13 rows: one has a time that breaks two rules


def test_quarantine_names_the_column_that_is_wrong(ingested: Ingested) -> None:
    expected = {(r["file"], r["column"]) for r in read_table(SCENARIO / "bad-rows.csv")}
    assert {(q.file, q.column) for q in ingested.writer.quarantined if q.column is not None} == expected


def test_records_by_agency_and_kind(ingested: Ingested) -> None:
    records = _scenario_records(ingested)
    assert Counter(k[0] for k in records) == {
        "th-police": 336,
        "th-fiu": 379,
        "th-telco": 159,
        "kh-police": 229,
        "kh-hotline": 285,
        "sg-fiu": 155,
        "sg-exchange": 219,
        "my-telco": 178,
        "ph-jobs": 150,
    }
    assert Counter(k[3] for k in records)["Person"] == 392


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("Wallet", "address"),
        ("BankAccount", "number"),
        ("PhoneNumber", "number"),
        ("Device", "serial"),
        ("OnlineAccount", "handle"),
        ("WebResource", "url"),
        ("FalseBaseStation", "cell"),
    ],
)
def test_identifiers_are_valid(ingested: Ingested, kind: str, name: str) -> None:
    values = [v for k, r in _scenario_records(ingested).items() if k[3] == kind for v in r.properties[name]]
    assert values
    assert {v.status for v in values} == {ValueStatus.VALID}


def test_five_ibans_pass_their_check_digits(ingested: Ingested) -> None:
    records = [r for k, r in _scenario_records(ingested).items() if k[3] == "BankAccount"]
    keys = [v.key for r in records for v in r.properties["number"] if v.key and v.key.startswith("iban:")]
    assert len(keys) == 5


def test_companies_have_valid_numbers_where_a_rule_exists() -> None:
    accounts = read_table(SCENARIO / "th-fiu-accounts.csv")
    numbers = [r["company_no"] for r in accounts if r["company_no"]]
    assert len(numbers) == 2
    for number in numbers:
        assert normalise("document", number, country="TH", hints={"type": "registration"}).status is ValueStatus.VALID


def test_one_thing_has_one_key_at_all_agencies(ingested: Ingested) -> None:
    truth = _truth()
    keys = defaultdict(set)
    things = defaultdict(set)
    for key, record in _scenario_records(ingested).items():
        if key[3] in {"PhoneNumber", "BankAccount", "Wallet", "OnlineAccount", "WebResource", "Device", "Vehicle"}:
            found = next(v.key for values in record.properties.values() for v in values if v.key)
            keys[truth[key]].add(found)
            things[found].add(truth[key])
    assert [t for t, k in keys.items() if len(k) != 1] == []
    assert [k for k, t in things.items() if len(t) != 1] == []


def test_most_pairs_of_one_person_share_more_than_a_name(ingested: Ingested) -> None:
    truth = _truth()
    held = _selectors(ingested)
    persons = defaultdict(list)
    for key, record in _scenario_records(ingested).items():
        if key[3] == "Person":
            persons[truth[key]].append(record)
    pairs = [
        (a, b)
        for records in persons.values()
        for a, b in combinations(records, 2)
        if a.provenance.originator != b.provenance.originator
    ]
    supported = [(a, b) for a, b in pairs if (_evidence(a) | held[a.id]) & (_evidence(b) | held[b.id])]
    assert (len(pairs), len(supported)) == (168, 155)


def _selectors(ingested: Ingested) -> dict[RecordId, set[str]]:
    held: dict[RecordId, set[str]] = defaultdict(set)
    for link in ingested.writer.links.values():
        if link.type in {"USES", "OWNS"}:
            target = ingested.writer.records[link.target_id]
            held[link.source_id] |= {v.key for values in target.properties.values() for v in values if v.key}
            if target.kind == "IdentityDocument":
                held[link.source_id] |= {v.value for v in target.properties["number"] if v.value}
    return held


def _evidence(person: Record) -> set[str]:
    found = {v.value for name in ("passportNumber", "nationalId") for v in person.properties.get(name, ()) if v.value}
    found |= {v.key for v in person.properties.get("phone", ()) if v.key}
    for born in person.properties.get("birthDate", ()):
        if born.value and len(born.value) == 10:
            found |= {f"{born.value} {n.value}" for n in person.properties.get("nationality", ())}
    return found


def test_a_status_conflict_stands_between_agencies(ingested: Ingested) -> None:
    truth = _truth()
    roles = defaultdict(set)
    for key, record in _scenario_records(ingested).items():
        if key[3] == "Person":
            roles[truth[key]].add(record.subject_role)
    conflicts = [t for t, r in roles.items() if any(x and x.is_victim for x in r) and "suspect" in r]
    assert len(conflicts) == 20
    assert "person-siriporn" in conflicts


def test_victims_of_the_hotline_are_sealed(ingested: Ingested) -> None:
    theirs = [record for key, record in _scenario_records(ingested).items() if key[0] == "kh-hotline"]
    victims = [record for record in theirs if record.subject_role and record.subject_role.is_victim]
    assert len(victims) == 62
    assert {r.provenance.profile for r in victims} == {"victim-protection"}


def test_father_and_son_agree_in_name_and_phone_alone(ingested: Ingested) -> None:
    records = _scenario_records(ingested)
    held = _selectors(ingested)
    father = records["th-police", "cases", "129/2569-1", "Person"]
    son = records["th-fiu", "accounts", "PP-0064", "Person"]
    assert father.properties["name"] == son.properties["name"]
    assert [b.value for r in (father, son) for b in r.properties["birthDate"]] == ["1963-10-04", "1992-06-18"]
    assert len(held[father.id] & held[son.id]) == 1


def test_the_compound_has_four_names_and_moves(ingested: Ingested) -> None:
    truth = _truth()
    records = _scenario_records(ingested)
    names = {k[0]: [v.raw for v in r.properties["name"]] for k, r in records.items() if truth[k] == "site-a"}
    assert names == {
        "kh-police": ["សួនរំដួលសុវណ្ណ"],
        "th-police": ["รมดวลสุวรรณ พาร์ค"],
        "kh-hotline": ["Romdoul Sovan park"],
        "sg-fiu": ["Romduol Sovann Technology Park", "隆都园区"],
    }
    things = {r.id: truth[k] for k, r in records.items()}
    moves = [(things[k.source_id], things[k.target_id]) for k in ingested.writer.links.values() if k.type == "MOVED_TO"]
    assert moves == [("site-a", "site-b"), ("site-a", "site-b")]


def test_one_wallet_is_known_to_three_agencies(ingested: Ingested) -> None:
    truth = _truth()
    things = defaultdict(set)
    for key in _scenario_records(ingested):
        if key[3] == "Wallet":
            things[truth[key]].add(key[0])
    assert [t for t, agencies in things.items() if agencies == {"kh-hotline", "th-fiu", "sg-fiu"}] == [
        "wallet-TCegyFcHJjbwzXzNcdUfiRvaSAFKWBit11"
    ]


def test_scripts_of_the_region_are_in_the_names(ingested: Ingested) -> None:
    records = [r for k, r in _scenario_records(ingested).items() if k[3] == "Person"]
    scripts = Counter(v.type for r in records for name in ("name", "alias") for v in r.properties.get(name, ()))
    assert {"thai", "khmer", "burmese", "lao", "han", "latin"} <= set(scripts)


def test_the_arriving_record_meets_one_agency_alone(ingested: Ingested) -> None:
    arriving = json.loads((SCENARIO / "arriving.json").read_text(encoding="utf-8"))
    assert (arriving["originator"], arriving["dataset"], arriving["profile"]) == (
        "kh-police",
        "cases",
        "law-enforcement",
    )
    person, phone = arriving["records"]
    assert [r["kind"] for r in (person, phone)] == ["Person", "PhoneNumber"]
    assert arriving["links"] == [{"type": "USES", "from": person["reference"], "to": phone["reference"]}]
    key = normalise("phone", phone["properties"]["number"][0], country=phone["properties"]["country"][0]).key
    meets = [
        k
        for k, r in _scenario_records(ingested).items()
        if k[3] == "PhoneNumber" and key in {v.key for v in r.properties["number"]}
    ]
    assert [k[0] for k in meets] == ["th-police"]
    profiles = {r.provenance.profile for k, r in _scenario_records(ingested).items() if k == meets[0]}
    assert profiles == {"law-enforcement"}
    references = {k[2] for k in _scenario_records(ingested) if k[0] == "kh-police"}
    assert person["reference"] not in references


def test_a_reference_cannot_be_of_two_things() -> None:
    table = Table(originator="a", dataset="d", file="f.csv")
    table.add({"x": "1"}, ("Person", "1", "person-1"))
    table.add({"x": "1"}, ("Person", "1", "person-1"))
    with pytest.raises(TruthError):
        table.add({"x": "1"}, ("Person", "1", "person-2"))
