"""Fragments of FollowTheMoney, several lines of one id, are one entity with all that they say."""

import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from ingest.followthemoney import fragments as ftm_fragments
from ingest.followthemoney.index import FtmIndex
from ingest.followthemoney.schemata import common_schema
from ingest.rules import Rule
from ingest.sources import open_ftm
from tests.ingest.ftm_entities import MapEntities, entity, raw
from tests.ingest.ingesting import Ingest

P1 = entity("p1", "Person", name=["Somchai Jaidee"], nationality=["th"])
P1_MORE = entity("p1", "Person", name=["สมชาย ใจดี"], phone=["+66812345678"], birthDate=["1987-03"])
P1_LAST = entity("p1", "Person", nationality=["th"], passportNumber=["AA1234567"])
P2 = entity("p2", "Person", name=["Dara Chan"])


def write(folder: Path, *lines: object, name: str = "a.ftm.json") -> Path:
    path = folder / name
    text = "".join((line if isinstance(line, str) else json.dumps(line, ensure_ascii=False)) + "\n" for line in lines)
    path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
    return path


@pytest.mark.parametrize("name", ["a.ftm.json", "a.ftm.json.gz"])
def test_lines_of_one_id_are_one_record_with_all_their_values(map_entities: MapEntities, name: str) -> None:
    mapped = map_entities(P1, P2, P1_MORE, entity("b1", "BankAccount", accountNumber=["1"]), P1_LAST, name=name)
    assert mapped.problems == []
    assert sorted(mapped.records) == ["b1", "p1", "p2"]
    person = mapped.records["p1"]
    assert raw(person, "name") == ["Somchai Jaidee", "สมชาย ใจดี"]
    assert [v.value for v in person.properties["nationality"]] == ["TH"]
    assert raw(person, "phone") == ["+66812345678"]
    assert raw(person, "birthDate") == ["1987-03"]
    assert [v.key for v in person.properties["passportNumber"]] == ["doc:TH:passport:AA1234567"]
    assert [row.number for row in mapped.rows if row.remarks == ("fragment_rows",)] == [3, 5]
    assert len(mapped.rows) == 5


def test_what_lines_say_of_their_source_and_time_is_put_together(map_entities: MapEntities) -> None:
    early = {**P1, "datasets": ["a"], "referents": ["old-1"], "last_change": "2026-01-03T03:04:05"}
    late = {**P1_MORE, "datasets": ["a", "b"], "referents": ["old-2"], "last_change": "2026-02-03T03:04:05"}
    mapped = map_entities(early, late, entity("d1", "UnknownLink", subject=["old-2"], object=["p2"]), P2)
    person = mapped.records["p1"]
    assert raw(person, "sourceDescription") == ["datasets: a, b; referents: old-1, old-2"]
    assert person.provenance.asserted_at is not None
    assert person.provenance.asserted_at.isoformat() == "2026-02-03T03:04:05+00:00"
    assert mapped.ends() == {("RELATED_TO", "p1", "p2")}


PARTS = {"firstName": ["Sok"], "lastName": ["Chan"]}


@pytest.mark.parametrize(
    ("more", "names"),
    [
        ({"firstName": ["Sokha"], "lastName": ["CHAN"]}, ["Sok Chan", "Sokha CHAN"]),
        ({"firstName": ["Sokha"]}, ["Sok Chan"]),
        ({"firstName": "Sokha", "lastName": " "}, ["Sok Chan"]),
        ({"middleName": ["Vanna"]}, ["Sok Vanna Chan"]),
        ({"name": ["Sok Chan Vanna"], "firstName": ["Sokha"]}, ["Sok Chan Vanna"]),
    ],
)
@pytest.mark.parametrize("schema", ["Person", "LegalEntity"])
def test_a_name_that_a_line_says_in_parts_is_one_whatever_others_say(
    map_entities: MapEntities, schema: str, more: dict[str, object], names: list[str]
) -> None:
    lines = [entity("p1", schema, **PARTS), {"id": "p1", "schema": schema, "properties": more}]
    assert raw(map_entities(*lines).records["p1"], "name") == names
    if len(names) == 1:
        assert raw(map_entities(*reversed(lines)).records["p1"], "name") == names


def test_parts_of_two_names_that_no_line_joins_are_none(map_entities: MapEntities) -> None:
    person = map_entities(entity("p1", "Person", firstName=["Sok", "Sokha"]), entity("p1", "Person", lastName=["Chan"]))
    assert "name" not in person.records["p1"].properties


def test_a_company_has_no_name_of_somebodys_parts(map_entities: MapEntities) -> None:
    company = entity("c1", "LegalEntity", jurisdiction=["kh"], **PARTS)
    mapped = map_entities(company, entity("c1", "LegalEntity", legalForm=["Ltd"], firstName=["Sokha"]))
    assert "name" not in mapped.records["c1"].properties


def test_a_phone_of_a_line_is_not_read_with_another_lines_country(map_entities: MapEntities) -> None:
    mapped = map_entities(
        entity("p1", "Person", name=["Dara Chan"], phone=["021234567"], phoneCountry=["th"]),
        entity("p1", "Person", phone=["012345678"], phoneCountry=["kh"]),
    )
    phones = {v.raw: (v.key, str(v.status)) for v in mapped.records["p1"].properties["phone"]}
    assert phones["012345678"] == ("tel:+85512345678", "valid")


def test_links_that_lines_name_and_edges_in_pieces_are_all_there(map_entities: MapEntities) -> None:
    mapped = map_entities(
        entity("w1", "CryptoWallet", publicKey=["0x52908400098527886E0F7030069857D2E4169EE7"], holder=["p1"]),
        entity("o1", "Ownership", owner=["p1"]),
        entity("c1", "Company", name=["Golden Co"]),
        P1,
        entity("w1", "CryptoWallet", currency=["ETH"], holder=["p2"]),
        P2,
        entity("o1", "Ownership", asset=["c1"], startDate=["2024-02"]),
    )
    assert mapped.problems == []
    assert mapped.ends() == {("USES", "p1", "w1"), ("USES", "p2", "w1"), ("OWNS", "p1", "c1")}
    assert [link.since for link in mapped.links if link.type == "OWNS"] == ["2024-02"]


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        ("LegalEntity", "Person", "Person"),
        ("Person", "LegalEntity", "Person"),
        ("LegalEntity", "Company", "Organization"),
        ("Thing", "Vessel", "Vehicle"),
        ("Asset", "Company", "Organization"),
        ("Identification", "Passport", "IdentityDocument"),
    ],
)
def test_of_two_schemata_the_narrower_is_the_entitys(
    map_entities: MapEntities, first: str, second: str, kind: str
) -> None:
    values = {"imoNumber": ["9074729"]} if second == "Vessel" else {"name": ["A"]}
    values = {"number": ["N1234560"]} if second == "Passport" else values
    mapped = map_entities(
        entity("m1", "UnknownLink", subject=["e1"], object=["p2"]),
        entity("e1", first, **values),
        P2,
        entity("e1", second, summary=["seen"]),
    )
    assert mapped.problems == []
    assert mapped.records["e1"].kind == kind
    assert raw(mapped.records["e1"], "notes") == ["seen"]


def test_a_legal_entity_is_told_by_all_its_lines(map_entities: MapEntities) -> None:
    mapped = map_entities(
        entity("l1", "LegalEntity", name=["Golden Example"]),
        entity("m1", "Membership", member=["p2"], organization=["l1"]),
        P2,
        entity("l1", "LegalEntity", registrationNumber=["34567"], jurisdiction=["kh"]),
    )
    assert mapped.records["l1"].kind == "Organization"
    assert mapped.ends() == {("MEMBER_OF", "p2", "l1")}


def test_a_line_of_a_schema_that_the_others_cannot_be_waits_and_they_go_on(tmp_path: Path, ingest: Ingest) -> None:
    path = write(tmp_path, P1, entity("p1", "Company", name=["Golden Co"]), P1_MORE)
    report = ingest(path, profile="law-enforcement", dataset="cases")
    assert (report.rows, report.records, report.fragment_rows) == (3, 1, 1)
    assert [(q.row, q.rule, q.value) for q in ingest.quarantined()] == [(2, "reference-of-other-kind", "p1")]
    assert ingest(path, profile="law-enforcement", dataset="cases", again=True).records_unchanged == 1


@pytest.mark.parametrize(
    "second",
    [
        entity("o1", "Ownership", owner=["p2"], asset=["c2"]),
        entity("o1", "Ownership", owner=["p1"], asset=["c1"], startDate=["2024"]),
    ],
)
def test_edges_of_one_id_that_say_two_things_are_not_joined(
    tmp_path: Path, ingest: Ingest, second: dict[str, Any]
) -> None:
    """Each source with each target would be links that no line says, and one would have the other's times."""
    firms = [entity(c, "Company", name=[c]) for c in ("c1", "c2")]
    first = entity("o1", "Ownership", owner=["p1"], asset=["c1"], startDate=["2019"])
    report = ingest(write(tmp_path, P1, P2, *firms, first, second), profile="law-enforcement", dataset="cases")
    assert (report.links_created, report.fragment_rows) == (1, 0)
    assert [(q.row, q.rule, q.value) for q in ingest.quarantined()] == [(6, "duplicate-reference", "o1")]


def test_an_edge_gains_an_owner_by_a_second_line(map_entities: MapEntities) -> None:
    mapped = map_entities(
        P1,
        P2,
        entity("c1", "Company", name=["c1"]),
        entity("o1", "Ownership", owner=["p1"], asset=["c1"], startDate=["2019"]),
        entity("o1", "Ownership", owner=["p2"], asset=["c1"]),
    )
    assert mapped.ends() == {("OWNS", "p1", "c1"), ("OWNS", "p2", "c1")}


def test_a_bad_value_keeps_the_entity_waiting_and_says_in_which_lines_it_is_told(map_entities: MapEntities) -> None:
    mapped = map_entities(P1, P2, entity("p1", "Person", birthDate=["soon"]))
    ((number, problem),) = mapped.problems
    assert (number, problem.rule, problem.column, problem.value) == (1, Rule.UNREADABLE_DATE, "birthDate", "soon")
    assert problem.reason is not None
    assert problem.reason.endswith("the entity is told in lines 1 and 3")


def test_lines_that_are_no_whole_entity_wait_by_themselves(map_entities: MapEntities) -> None:
    mapped = map_entities(P1, {"id": "p1"}, {"id": "p1", "schema": "Person", "properties": []}, "{", P1_MORE)
    assert [(number, p.rule) for number, p in mapped.problems] == [
        (2, Rule.MALFORMED_ENTITY),
        (3, Rule.MALFORMED_ENTITY),
        (4, Rule.NOT_JSON),
    ]
    assert raw(mapped.records["p1"], "phone") == ["+66812345678"]


def test_operations_of_a_delta_are_no_fragments(tmp_path: Path, ingest: Ingest) -> None:
    path = write(tmp_path, {"op": "ADD", "entity": P1}, {"op": "MOD", "entity": P1_MORE})
    ingest(path, profile="law-enforcement", dataset="cases")
    assert [(q.row, q.rule) for q in ingest.quarantined()] == [(2, "duplicate-reference")]


def test_the_same_line_twice_is_no_fragment(map_entities: MapEntities) -> None:
    mapped = map_entities(P1, P2, P1)
    assert mapped.source.mapping_text == map_entities(P1, P2).source.mapping_text
    assert [row.remarks for row in mapped.rows] == [(), (), ()]


def _joined(path: Path) -> Sequence[tuple[int, ...]]:
    return [line.numbers for line in FtmIndex(open_ftm(path)).fragments.lines({})]


@pytest.mark.parametrize(("held", "reads"), [(1 << 20, 1), (450, 3)])
def test_no_more_is_held_at_once_than_may_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: int, reads: int
) -> None:
    """The file is read once more for each part of its fragments; what is told does not depend on how many there are."""
    lines = [entity(f"p{n}", "Person", **{name: ["x" * 40]}) for name in ("name", "alias") for n in range(6)]
    source = open_ftm(write(tmp_path, *lines))
    index = FtmIndex(source)
    monkeypatch.setattr(ftm_fragments, "MOST_HELD", held)
    seen: list[int] = []
    monkeypatch.setattr(type(source), "lines", _counted(type(source).lines, seen))
    assert [line.numbers for line in index.fragments.lines({})] == [(n, n + 6) for n in range(1, 7)]
    assert len(seen) == reads


def _counted(read: Any, seen: list[int]) -> Any:
    def lines(self: Any) -> Any:
        seen.append(1)
        return read(self)

    return lines


def test_an_entity_of_more_than_may_be_held_is_not_put_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ftm_fragments, "MOST_HELD", 150)
    assert _joined(write(tmp_path, P1, P1_MORE, P2)) == []


def test_a_million_values_of_one_id_are_put_together_in_linear_time(tmp_path: Path) -> None:
    lines = [entity("p1", "Person", alias=[f"a{n}"]) for n in range(20_000)]
    ((*numbers,),) = _joined(write(tmp_path, *lines))
    assert numbers == [*range(1, 20_001)]


def test_a_dry_run_tells_the_same(tmp_path: Path, ingest: Ingest) -> None:
    path = write(tmp_path, P1, P2, P1_MORE)
    report = ingest(path, profile="law-enforcement", dataset="cases", dry_run=True)
    assert (report.rows, report.records, report.fragment_rows, report.quarantined_rows) == (3, 2, 1, 0)
    assert report.remarked_rows["fragment_rows"] == (3,)


def test_a_file_of_fragments_that_is_filed_again_changes_nothing(tmp_path: Path, ingest: Ingest) -> None:
    path = write(tmp_path, P1, P2, P1_MORE, P1_LAST)
    ingest(path, profile="law-enforcement", dataset="cases")
    before = ingest.snapshot()
    assert ingest(path, profile="law-enforcement", dataset="cases").already_done
    report = ingest(path, profile="law-enforcement", dataset="cases", again=True)
    assert (report.records_unchanged, report.records_changed, report.quarantined_rows) == (2, 0, 0)
    assert ingest.snapshot() == before
    assert ingest.quarantined() == []


def test_what_an_older_version_left_waiting_of_a_fragment_is_settled(tmp_path: Path, ingest: Ingest) -> None:
    """A delta of the same lines waits as fragments did."""
    ingest(write(tmp_path, {"op": "ADD", "entity": P1}, {"op": "MOD", "entity": P1_MORE}), profile="law-enforcement",
           dataset="cases")  # fmt: skip
    assert [q.rule for q in ingest.quarantined()] == ["duplicate-reference"]
    report = ingest(write(tmp_path, P1, P1_MORE), profile="law-enforcement", dataset="cases")
    assert (report.settled_rows, report.records_changed) == (1, 1)
    assert ingest.quarantined() == []


class _StopsBehind:
    """A writer that ends with its process after so many batches."""

    def __init__(self, writer: Any, batches: int) -> None:
        self._writer = writer
        self._left = batches

    def __getattr__(self, name: str) -> Any:
        return getattr(self._writer, name)

    async def write(self, batch: Any, **given: Any) -> Any:
        if not self._left:
            raise ConnectionError
        self._left -= 1
        return await self._writer.write(batch, **given)


@pytest.mark.parametrize("batches", [1, 2])
def test_an_interrupted_file_of_fragments_goes_on(tmp_path: Path, ingest: Ingest, batches: int) -> None:
    lines = [entity(f"p{n}", "Person", name=[f"Name {n}"]) for n in range(200)]
    lines += [entity(f"p{n}", "Person", alias=[f"Alias {n}"]) for n in range(200)]
    lines += [entity(f"o{n}", "UnknownLink", subject=[f"p{n}"], object=[f"p{n + 1}"]) for n in range(199)]
    path = write(tmp_path, *lines)
    with pytest.raises(ConnectionError):
        ingest(path, profile="law-enforcement", dataset="cases", wrap=lambda w: _StopsBehind(w, batches))
    report = ingest(path, profile="law-enforcement", dataset="cases")
    assert report.resumed_from is not None
    assert ingest.quarantined() == []
    resumed = ingest.snapshot()
    again = ingest(path, profile="law-enforcement", dataset="cases", again=True)
    assert (again.records_unchanged, again.links_unchanged, again.rows) == (200, 199, 599)
    assert ingest.snapshot() == resumed


@pytest.mark.parametrize(
    ("left", "right", "common"),
    [
        ("Person", "Person", "Person"),
        ("Message", "Message", "Message"),
        ("Thing", "Company", "Company"),
        ("Company", "Asset", "Company"),
        ("Person", "Company", None),
        ("Asset", "LegalEntity", None),
        ("Interval", "Passport", "Passport"),
        ("Ownership", "Directorship", None),
        ("Address", "RealEstate", None),
        ("Persn", "Person", None),
    ],
)
def test_two_schemata_have_one_in_common_where_one_is_the_other(left: str, right: str, common: str | None) -> None:
    assert common_schema(left, right) == common
    assert common_schema(right, left) == common


def test_what_waits_of_an_entity_holds_all_that_its_lines_say(map_entities: MapEntities) -> None:
    mapped = map_entities(P1, entity("p1", "Person", gender=["?"], alias=["Lek"]))
    (row,) = [row for row in mapped.rows if row.mapped.problems]
    assert json.loads(row.content())["properties"] == {
        "name": ["Somchai Jaidee"], "nationality": ["th"], "gender": ["?"], "alias": ["Lek"]
    }  # fmt: skip
    assert [p.rule for p in row.mapped.problems] == [Rule.OUTSIDE_VOCABULARY]
