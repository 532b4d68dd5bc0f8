"""The explained pairs of a list: every reason adds up to the weight, and what became of each pair is said."""

import csv
from pathlib import Path

import pyarrow.parquet
import pytest

from entity_resolution.batch.pipeline import BatchReport, BatchRequest, resolve_list
from entity_resolution.errors import BatchInputError, MatchRequestError, ResolutionError
from entity_resolution.tables.pair_layout import read_layout
from entity_resolution.tables.pairs import PairScorer
from graph import load_ontology
from tests.entity_resolution.batch.invented_people import COLUMNS, people, write_list, write_mapping

COMPANIES = """\
kind: Organization
id: key
properties:
  name: title
  registrationNumber: number
  jurisdiction: land
"""


def explained(folder: Path, request: BatchRequest) -> tuple[BatchReport, list[dict[str, object]]]:
    report = resolve_list(request, lambda _stage, _seconds: None)
    assert request.explain is not None
    rows = pyarrow.parquet.read_table(request.explain).to_pylist()
    assert report.explained == len(rows)
    assert not list(folder.glob(".*.part"))
    return report, rows


def request(folder: Path, records: Path, mapping: Path, kind: str, **more: object) -> BatchRequest:
    given: dict[str, object] = {"out": folder / "clusters.parquet", "explain": folder / "pairs.parquet"} | more
    return BatchRequest(lists=(records,), mappings=(mapping,), kind=kind, **given)  # type: ignore[arg-type]  # by name


def bits_of(row: dict[str, object]) -> list[float]:
    return [
        value
        for name, value in row.items()
        if name.endswith("_bits") and name != "weight_bits" and isinstance(value, float)
    ]


def test_reasons_add_up_and_every_pair_of_a_cluster_is_explained(tmp_path: Path) -> None:
    records = people(200)
    _, rows = explained(
        tmp_path, request(tmp_path, write_list(tmp_path / "p.csv", records), write_mapping(tmp_path), "Person")
    )
    clusters = pyarrow.parquet.read_table(tmp_path / "clusters.parquet").to_pylist()
    of = {row["id"]: row["cluster"] for row in clusters}
    together = {(row["left"], row["right"]) for row in rows if row["left_cluster"] == row["right_cluster"]}
    ids = [record["key"] for record in records]
    assert together == {(a, b) for at, a in enumerate(ids) for b in ids[at + 1 :] if of[a] == of[b]}
    for row in rows:
        assert sum(bits_of(row)) == pytest.approx(row["weight_bits"], abs=1e-4)
        assert row["probability"] == pytest.approx(1 / (1 + 2 ** -float(str(row["weight_bits"]))), abs=1e-6)
        same = row["left_cluster"] == row["right_cluster"]
        assert same is (row["outcome"] in {"match", "through-others"})
        assert str(row["why"]).endswith("bits")
    assert [row["weight_bits"] for row in rows if row["outcome"] == "near-miss"], "near misses are there"


def test_a_reason_names_level_and_both_values(tmp_path: Path) -> None:
    base = {
        "given": "anna",
        "family": "birchwood",
        "born": "1980-02-03",
        "house": "4",
        "road": "mill lane",
        "code": "10001",
    }
    rows = [base | {"key": "a", "tel": "2345678901"}, base | {"key": "b", "family": "birchwod", "tel": "2345678901"}]
    records = write_list(tmp_path / "p.csv", [dict.fromkeys(("town", "mail", "person"), "") | row for row in rows])
    _, found = explained(tmp_path, request(tmp_path, records, write_mapping(tmp_path), "Person"))
    (pair,) = found
    assert (pair["left"], pair["right"], pair["outcome"]) == ("a", "b", "match")
    assert (pair["family-name"], pair["given-name"], pair["email"]) == ("one-edit", "equal", None)
    assert pair["email_bits"] is None
    assert "(birchwood | birchwod)" in str(pair["why"])


def test_other_kinds_weigh_as_the_scorer_of_pairs_does(tmp_path: Path) -> None:
    records = tmp_path / "companies.csv"
    records.write_text(
        "key,title,number,land\n1,Golden Delta Trading Co. Ltd,REG-4411,SG\n2,Golden Delta Trading,REG-4411,SG\n"
        "3,Blue Heron Foods,REG-9913,SG\n",
        encoding="utf-8",
    )
    mapping = write_mapping(tmp_path, COMPANIES)
    _, rows = explained(tmp_path, request(tmp_path, records, mapping, "Organization"))
    header = (
        "left",
        "right",
        "left_registrationNumber",
        "right_registrationNumber",
        "left_jurisdiction",
        "right_jurisdiction",
    )
    scorer = PairScorer(read_layout(load_ontology().kind("Organization"), header))
    expected = scorer.score(
        ("Golden Delta Trading Co. Ltd", "Golden Delta Trading", "REG-4411", "REG-4411", "SG", "SG")
    )
    (pair,) = [row for row in rows if row["outcome"] == "match"]
    assert (pair["left"], pair["right"]) == ("1", "2")
    assert pair["weight_bits"] == pytest.approx(expected.bits, abs=1e-6)
    assert pair["registration"] == "same-number"  # no country says whose register it is


PERSONS = """\
kind: Person
id: key
country: TH
properties: {name: called, birthDate: born, nationality: land, nationalId: card}
"""


def test_two_national_numbers_keep_whole_names_apart_and_the_reasons_say_so(tmp_path: Path) -> None:
    records = tmp_path / "persons.csv"
    records.write_text(
        "key,called,born,land,card\n1,Tiur Sihaloho,1990-03-05,ID,3171014503900001\n"
        "2,Tiur Sihaloho,1990-03-05,ID,3171014503900002\n3,Tiur Sihaloho,1990-03-05,ID,\n",
        encoding="utf-8",
    )
    _, rows = explained(tmp_path, request(tmp_path, records, write_mapping(tmp_path, PERSONS), "Person"))
    of = {(row["left"], row["right"]): row for row in rows}
    assert of["1", "2"]["outcome"] == "kept-apart"
    assert of["1", "2"]["left_cluster"] != of["1", "2"]["right_cluster"]
    assert "; kept apart by two passports or national numbers of one country; sum +" in str(of["1", "2"]["why"])
    assert sorted(str(of[pair]["outcome"]) for pair in (("1", "3"), ("2", "3"))) == ["kept-apart", "match"]
    for pair in (("1", "3"), ("2", "3")):
        by_others = "; kept apart by other pairs of the two clusters; sum +" in str(of[pair]["why"])
        assert by_others is (of[pair]["outcome"] == "kept-apart")


WHOLE, FIELDS = (
    "{name: called, birthDate: born, passportNumber: card}",
    "{givenName: own, familyName: called, birthDate: born, phone: tel, passportNumber: card}",
)


@pytest.mark.parametrize("properties", [WHOLE, FIELDS])
@pytest.mark.parametrize("country", ["ID", ""])
def test_a_number_is_of_the_mappings_country_where_its_row_says_none(
    tmp_path: Path, properties: str, country: str
) -> None:
    """Of no known country two passports keep nobody apart: many have one of each of two countries."""
    name = "Tiur,Sihaloho" if properties == FIELDS else ",Tiur Sihaloho"
    records = tmp_path / "persons.csv"
    cards = ("B6170482", "X7690214")
    rows = [f"{at},{name},1990-03-05,+6281234567890,{card}\n" for at, card in enumerate(cards)]
    records.write_text("key,own,called,born,tel,card\n" + "".join(rows), encoding="utf-8")
    line = f"country: {country}\n" if country else ""
    mapping = write_mapping(tmp_path, f"kind: Person\nid: key\n{line}properties: {properties}\n")
    _, rows_found = explained(tmp_path, request(tmp_path, records, mapping, "Person"))
    said = "kept apart by two passports or national numbers of one country"
    assert [said in str(row["why"]) for row in rows_found] == [bool(country)]


def test_a_heavy_pair_that_the_rule_leaves_is_kept_apart_and_says_why(tmp_path: Path) -> None:
    records = tmp_path / "persons.csv"
    records.write_text(
        "key,called,born,land,card\n1,Wichit Busabasombat,1990-03-05,,\n2,Wichit Busabasombat,1990-03-05,,\n",
        encoding="utf-8",
    )
    _, [pair] = explained(tmp_path, request(tmp_path, records, write_mapping(tmp_path, PERSONS), "Person"))
    assert pair["left_cluster"] != pair["right_cluster"]
    assert pair["outcome"] == "kept-apart"
    assert "; birth-date joins nobody unless nationality agrees; sum +" in str(pair["why"])


def test_the_pairs_kept_apart_are_a_file_for_a_human_the_heaviest_first(tmp_path: Path) -> None:
    """Of four pairs one lacks a nationality, one has a common name, one joins, and one is two strangers."""
    rows = [
        *("1,Wichit Busabasombat,1990-03-05,TH,", "2,Wichit Busabasombat,1990-03-05,,"),
        *("3,Brian Otieno,,KE,+254712345077", "4,Brian Otieno,,KE,+254712345077"),
        *("5,Somsri Khamsaengthong,1981-07-09,TH,", "6,Somsri Khamsaengthong,1981-07-09,TH,"),
        *("7,Decha Prasertsukh,1979-02-11,TH,", "8,Mali Ruangrit,1985-12-30,TH,"),
    ]
    records, review = tmp_path / "persons.csv", tmp_path / "review.parquet"
    records.write_text("\n".join(["key,called,born,land,tel", *rows, ""]), encoding="utf-8")
    columns = "{name: called, birthDate: born, nationality: land, phone: tel}"
    mapping = write_mapping(tmp_path, f"kind: Person\nid: key\ncountry: KE\nproperties: {columns}\n")
    report, all_of_them = explained(tmp_path, request(tmp_path, records, mapping, "Person", review=review))
    found = pyarrow.parquet.read_table(review).to_pylist()
    assert [(row["left"], row["right"], row["outcome"]) for row in found] == [
        ("1", "2", "kept-apart"),
        ("3", "4", "kept-apart"),
    ]
    assert report.to_review == 2
    assert found == [row for row in all_of_them if row["outcome"] == "kept-apart"]
    assert found[0]["weight_bits"] > found[1]["weight_bits"]


def test_a_list_of_which_nothing_is_kept_apart_has_a_header_alone_to_review(tmp_path: Path) -> None:
    records, out = write_list(tmp_path / "p.csv", people(1)[:1]), tmp_path / "review.csv"
    made = request(tmp_path, records, write_mapping(tmp_path), "Person", review=out, explain=None)
    report = resolve_list(made, lambda _stage, _seconds: None)
    assert (report.explained, report.to_review) == (None, 0)
    assert len(out.read_text(encoding="utf-8").splitlines()) == 1


IN_FIELDS = """\
kind: Person
id: key
properties: {givenName: own, familyName: family, birthDate: born, phone: tel, nationality: land}
"""


@pytest.mark.parametrize(
    ("left", "right", "more", "expected"),
    [
        (("Wei", "Zhang"), ("Wei", "Wang"), ("1994-05-14", "", "CN"), ("kept-apart", "whole names are two people's")),
        (
            *(("Siti", "Aminah"), ("Siti", "Aminah"), ("1994-05-14", "", "ID")),
            ("kept-apart", "a whole name that so many have joins by two property classes"),
        ),
        (
            *(("Htet Myat Naing", ""), ("Htet Myat", "Naing"), ("1994-05-14", "+959771234567", "MM")),
            ("match", "whole names are one, divided otherwise"),
        ),
        (("Dewi", "Sartika"), ("Dewi", "Sartikka"), ("1994-05-14", "+66812345678", "ID"), ("match", "")),
    ],
)
def test_what_whole_names_say_is_said(
    tmp_path: Path, left: tuple[str, str], right: tuple[str, str], more: tuple[str, str, str], expected: tuple[str, str]
) -> None:
    outcome, why = expected
    records = tmp_path / "persons.csv"
    rows = [f"{at},{','.join((*name, *more))}\n" for at, name in enumerate((left, right))]
    records.write_text("key,own,family,born,tel,land\n" + "".join(rows), encoding="utf-8")
    _, [pair] = explained(tmp_path, request(tmp_path, records, write_mapping(tmp_path, IN_FIELDS), "Person"))
    assert pair["outcome"] == outcome
    assert f"; {why}; sum +" in str(pair["why"]) if why else "whole name" not in str(pair["why"])


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"given": "Rungnapa"}, "kept apart by two given or middle names"),
        ({"born": "1959-11-21"}, "kept apart by two birth dates"),
        ({"given": "", "tel": ""}, "a family name agrees, and no given name is known of both"),
        ({"born": "", "tel": ""}, "nothing but the name is a reason to join"),
        ({"given": "", "family": ""}, "no name agrees"),
    ],
)
def test_a_heavy_pair_of_fields_says_what_it_may_not_join_by(tmp_path: Path, changed: dict[str, str], why: str) -> None:
    """Strangers beside the two make them rare in the list."""
    one = {"given": "Kamonchanok", "family": "Phetcharoen", "born": "1986-09-13", "tel": "+66812345678", "town": "Nan"}
    two = [{**one, "key": "a"}, {**one, "key": "b", **changed}]
    records = write_list(tmp_path / "p.csv", [dict.fromkeys(COLUMNS, "") | row for row in [*two, *people(20)]])
    _, rows = explained(tmp_path, request(tmp_path, records, write_mapping(tmp_path), "Person"))
    [pair] = [row for row in rows if (row["left"], row["right"]) == ("a", "b")]
    assert pair["outcome"] == "kept-apart"
    assert f"; {why}; sum +" in str(pair["why"])


def test_pairs_can_be_written_as_csv_and_a_list_without_pairs_has_a_header_alone(tmp_path: Path) -> None:
    records = write_list(tmp_path / "p.csv", people(1)[:1])
    out = tmp_path / "pairs.csv"
    report = resolve_list(
        request(tmp_path, records, write_mapping(tmp_path), "Person", explain=out), lambda _stage, _seconds: None
    )
    with out.open(encoding="utf-8", newline="") as file:
        (header,) = list(csv.reader(file))
    assert report.explained == 0
    assert header[:8] == [
        "left",
        "right",
        "left_cluster",
        "right_cluster",
        "outcome",
        "weight_bits",
        "probability",
        "why",
    ]


def test_slices_are_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = request(tmp_path, write_list(tmp_path / "p.csv", people(120)), write_mapping(tmp_path), "Person")
    _, whole = explained(tmp_path, made)
    monkeypatch.setattr("entity_resolution.batch.explaining.explained_tables.__kwdefaults__", {"size": 7})
    _, sliced = explained(tmp_path, made)
    assert sliced == whole


@pytest.mark.parametrize(
    ("name", "error"),
    [("pairs.txt", MatchRequestError), ("clusters.parquet", MatchRequestError), ("none/pairs.csv", BatchInputError)],
)
def test_a_place_that_cannot_be_written_is_told_before_the_work(
    tmp_path: Path, name: str, error: type[ResolutionError]
) -> None:
    records = write_list(tmp_path / "p.csv", people(3))
    with pytest.raises(error):
        resolve_list(
            request(tmp_path, records, write_mapping(tmp_path), "Person", explain=tmp_path / name),
            lambda _stage, _seconds: None,
        )
    assert not (tmp_path / "clusters.parquet").exists()
