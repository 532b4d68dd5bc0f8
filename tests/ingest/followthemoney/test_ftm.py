"""FollowTheMoney entities become records and links; what has no place of its own is kept in notes or in quarantine."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from graph import IdMinter, Link
from ingest import EmptyFileError, UnreadableFileError
from ingest.followthemoney.index import FtmIndex, dataset_of_file
from ingest.followthemoney.schemata import NOT_TAKEN
from ingest.rules import Problem, Rule
from ingest.sources import open_ftm
from ingest.supply import Supply
from tests.ingest.ftm_entities import MapEntities, entity, raw

MakeSupply = Callable[..., Supply]
PERSON = {
    "id": "ag1-p-17",
    "schema": "Person",
    "caption": "Somchai J.",
    "properties": {
        "name": ["สมชาย ใจดี", "Somchai Jaidee"],
        "phone": ["+66812345678"],
        "nationality": ["th"],
        "birthDate": ["1987-03"],
        "gender": ["male"],
        "topics": ["poi"],
    },
    "datasets": ["ag1_cases"],
    "referents": ["old-17"],
    "target": True,
    "first_seen": "2026-01-02T03:04:05",
    "last_change": "2026-01-03T03:04:05",
}


def test_a_person_keeps_its_values_and_what_is_unknown_goes_into_the_notes(
    map_entities: MapEntities, minter: IdMinter
) -> None:
    mapped = map_entities(PERSON)
    (person,) = mapped.records.values()
    assert mapped.source.supply.dataset == "ag1_cases"
    assert person.id == minter.record_id("th-police", "ag1_cases", "ag1-p-17")
    assert person.kind == "Person"
    assert raw(person, "name") == ["สมชาย ใจดี", "Somchai Jaidee"]
    assert [v.value for v in person.properties["nationality"]] == ["TH"]
    assert [v.value for v in person.properties["birthDate"]] == ["1987-03"]
    assert [v.value for v in person.properties["phone"]] == ["+66812345678"]
    assert raw(person, "notes") == ["topics: poi"]
    assert raw(person, "sourceDescription") == ["datasets: ag1_cases; referents: old-17"]
    assert person.provenance.asserted_at is not None
    assert person.provenance.asserted_at.isoformat() == "2026-01-03T03:04:05+00:00"
    assert mapped.source.unknown_properties == {"Person.topics": 1}


@pytest.mark.parametrize(
    ("schema", "properties", "kind", "key"),
    [
        ("Organization", {"name": ["Golden Co"]}, "Organization", "name"),
        ("Company", {"name": ["Golden Co"], "registrationNumber": ["0105"]}, "Organization", "registrationNumber"),
        ("PublicBody", {"name": ["Office"]}, "Organization", "name"),
        ("LegalEntity", {"name": ["Somebody"]}, "Person", "name"),
        ("CryptoWallet", {"publicKey": ["0x52908400098527886E0F7030069857D2E4169EE7"]}, "Wallet", "address"),
        ("BankAccount", {"accountNumber": ["123-4-56789-0"], "bic": ["BKKBTHBK"]}, "BankAccount", "number"),
        ("Address", {"full": ["1 Road, Poipet"], "country": ["kh"]}, "Site", "address"),
        ("RealEstate", {"name": ["Compound"]}, "Site", "name"),
        ("UserAccount", {"username": ["golden88"], "service": ["Telegram"]}, "OnlineAccount", "handle"),
        ("Passport", {"passportNumber": ["AA1234567"], "country": ["th"]}, "IdentityDocument", "number"),
        ("Identification", {"number": ["1234"]}, "IdentityDocument", "number"),
        ("Vehicle", {"registrationNumber": ["กข 1234"]}, "Vehicle", "plate"),
        ("Vessel", {"registrationNumber": ["V-1"]}, "Vehicle", "plate"),
        ("Payment", {"amount": ["100 USD"], "date": ["2024-05-01"]}, "Payment", "amount"),
        ("Sanction", {"program": ["Programme"], "startDate": ["2024-05-01"]}, "Measure", "measureType"),
    ],
)
def test_schemata_become_kinds(
    map_entities: MapEntities, schema: str, properties: dict[str, list[str]], kind: str, key: str
) -> None:
    mapped = map_entities(entity("e1", schema, **properties))
    assert mapped.problems == []
    assert mapped.records["e1"].kind == kind
    assert mapped.records["e1"].properties[key]


def test_an_entity_says_no_role(map_entities: MapEntities) -> None:
    """The format has no word for it, so a record that stands keeps its own."""
    assert [r.subject_role for r in map_entities(PERSON).records.values()] == [None]


def test_a_passport_says_that_it_is_one(map_entities: MapEntities) -> None:
    mapped = map_entities(entity("e1", "Passport", passportNumber=["AA1234567"]))
    assert [v.value for v in mapped.records["e1"].properties["documentType"]] == ["passport"]


def test_edges_become_links_in_any_order(map_entities: MapEntities) -> None:
    mapped = map_entities(
        entity("o1", "Ownership", owner=["p1"], asset=["w1"], startDate=["2024-02"], percentage=["50"]),
        entity("d1", "Directorship", director=["p1"], organization=["c1"], role=["director"]),
        entity("m1", "Membership", member=["p2"], organization=["c1"]),
        entity("u1", "UnknownLink", subject=["p1"], object=["p2"]),
        entity("f1", "Family", person=["p1"], relative=["p2"], relationship=["brother"]),
        entity("p1", "Person", name=["A"]),
        entity("p2", "Person", name=["B"]),
        entity("c1", "Company", name=["C"]),
        entity("w1", "CryptoWallet", publicKey=["0x52908400098527886E0F7030069857D2E4169EE7"]),
    )
    assert mapped.ends() == {
        ("OWNS", "p1", "w1"),
        ("CONTROLS", "p1", "c1"),
        ("MEMBER_OF", "p2", "c1"),
        ("RELATED_TO", "p1", "p2"),
    }
    by_reference = {link.provenance.reference: link for link in mapped.links}
    assert (by_reference["o1"].since, by_reference["o1"].note) == ("2024-02", "percentage: 50")
    assert by_reference["d1"].note == "role: director"
    assert by_reference["f1"].note == "Family; relationship: brother"


def test_an_edge_of_several_ends_becomes_as_many_links(map_entities: MapEntities) -> None:
    mapped = map_entities(
        entity("p1", "Person", name=["A"]),
        entity("p2", "Person", name=["B"]),
        entity("c1", "Company", name=["C"]),
        entity("o1", "Ownership", owner=["p1", "p2"], asset=["c1"]),
    )
    assert mapped.ends() == {("OWNS", "p1", "c1"), ("OWNS", "p2", "c1")}
    assert len({link.id for link in mapped.links}) == 2


def test_an_edge_between_kinds_that_its_type_does_not_join_is_a_general_link(map_entities: MapEntities) -> None:
    mapped = map_entities(
        entity("w1", "CryptoWallet", publicKey=["0x52908400098527886E0F7030069857D2E4169EE7"]),
        entity("c1", "Company", name=["C"]),
        entity("o1", "Ownership", owner=["w1"], asset=["c1"]),
    )
    assert [(link.type, link.note) for link in mapped.links] == [("RELATED_TO", "Ownership")]


def test_properties_that_name_entities_become_links(map_entities: MapEntities) -> None:
    mapped = map_entities(
        entity("p1", "Person", name=["A"], addressEntity=["a1"]),
        entity("a1", "Address", full=["1 Road"]),
        entity("d1", "Passport", passportNumber=["AA1234567"], holder=["p1"]),
        entity("u1", "UserAccount", username=["golden88"], owner=["p1"]),
        entity("s1", "Sanction", program=["Programme"], entity=["p1"]),
        entity("b1", "BankAccount", accountNumber=["1234567890"]),
        entity("b2", "BankAccount", accountNumber=["1234567891"]),
        entity("y1", "Payment", payerAccount=["b1"], beneficiaryAccount=["b2"], payer=["p1"]),
    )
    assert mapped.ends() == {
        ("LOCATED_AT", "p1", "a1"),
        ("USES", "p1", "d1"),
        ("USES", "p1", "u1"),
        ("SUBJECT_OF", "p1", "s1"),
        ("TRANSFERRED_TO", "b1", "y1"),
        ("TRANSFERRED_TO", "y1", "b2"),
        ("RELATED_TO", "p1", "y1"),
    }


def test_nested_entities_are_taken_apart(map_entities: MapEntities) -> None:
    mapped = map_entities(
        entity(
            "c1",
            "Company",
            name=["C"],
            addressEntity=[entity("a1", "Address", full=["1 Road"])],
            ownershipAsset=[
                entity("o1", "Ownership", owner=[entity("p1", "Person", name=["A"])], role=["founder"]),
            ],
            sanctions=[entity("s1", "Sanction", program=["Programme"])],
        )
    )
    assert mapped.problems == []
    assert sorted(mapped.records) == ["a1", "c1", "p1", "s1"]
    assert mapped.ends() == {("LOCATED_AT", "c1", "a1"), ("OWNS", "p1", "c1"), ("SUBJECT_OF", "c1", "s1")}
    assert "notes" not in mapped.records["c1"].properties


def test_one_bad_nested_entity_keeps_the_whole_line_out(map_entities: MapEntities) -> None:
    mapped = map_entities(
        entity("c1", "Company", name=["C"], x=[entity("p1", "Person", birthDate=["soon"])]),
        entity("p2", "Person", name=["B"]),
    )
    assert mapped.problems == [(1, Problem(rule=Rule.UNREADABLE_DATE, column="birthDate", value="soon"))]
    assert list(mapped.records) == ["p2"]


def test_a_merged_id_leads_to_the_entity_that_took_it_in(map_entities: MapEntities) -> None:
    mapped = map_entities(
        entity("d1", "Directorship", director=["old-17"], organization=["c1"]),
        {**entity("p1", "Person", name=["A"]), "referents": ["old-17"]},
        entity("c1", "Company", name=["C"]),
    )
    assert mapped.ends() == {("CONTROLS", "p1", "c1")}


def test_a_delta_adds_and_changes_and_leaves_retraction_to_people(map_entities: MapEntities) -> None:
    mapped = map_entities(
        {"op": "ADD", "entity": entity("p1", "Person", name=["A"])},
        {"op": "MOD", "entity": entity("p2", "Person", name=["B"])},
        {"op": "DEL", "entity": {"id": "p3"}},
    )
    assert sorted(mapped.records) == ["p1", "p2"]
    assert mapped.problems == [(3, Problem(rule=Rule.RETRACTION, column="op", value="p3"))]


@pytest.mark.parametrize(
    ("schema", "reason"),
    [
        ("Persn", "did you mean `Person`?"),
        ("Ownershp", "did you mean `Ownership`?"),
        ("Qq", None),
        ("Message", "a schema of FollowTheMoney that is not taken"),
    ],
)
def test_an_unknown_schema_is_answered_by_the_nearest_that_is_known(
    map_entities: MapEntities, schema: str, reason: str | None
) -> None:
    ((_, problem),) = map_entities(entity("x", schema)).problems
    assert (problem.rule, problem.value, problem.reason) == (Rule.UNKNOWN_SCHEMA, schema, reason)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{not json", Problem(rule=Rule.NOT_JSON)),
        ("[1, 2]", Problem(rule=Rule.NOT_JSON)),
        (entity("x", "Airplane"), Problem(rule=Rule.UNKNOWN_SCHEMA, column="schema", value="Airplane")),
        ({"schema": "Person"}, Problem(rule=Rule.MALFORMED_ENTITY, column="id")),
        ({"id": "x"}, Problem(rule=Rule.MALFORMED_ENTITY, column="schema")),
        ({"id": 12, "schema": "Person"}, Problem(rule=Rule.MALFORMED_ENTITY, column="id", value="12")),
        (
            {"id": "x", "schema": "Person", "properties": [1]},
            Problem(rule=Rule.MALFORMED_ENTITY, column="properties", value="[1]"),
        ),
        (entity("x", "Person", name=[["A"]]), Problem(rule=Rule.MALFORMED_ENTITY, column="name", value='["A"]')),
        (entity("x", "Ownership", owner=["p1"]), Problem(rule=Rule.MALFORMED_ENTITY, column="asset")),
        (entity("x", "CryptoWallet", currency=["BTC"]), Problem(rule=Rule.MISSING_KEY, column="publicKey")),
        (
            entity(
                "x", "Person", name=["A"], alias=[f"B{n}" for n in range(300)], weakAlias=[f"C{n}" for n in range(150)]
            ),
            Problem(rule=Rule.TOO_MANY_VALUES, column="alias", value="451"),
        ),
        (
            entity("x", "Person", passportNumber=[f"AA{n:07}" for n in range(61)]),
            Problem(rule=Rule.TOO_MANY_VALUES, column="passportNumber", value="61"),
        ),
        (
            entity("x", "Ownership", owner=[f"p{n}" for n in range(77)], asset=[f"c{n}" for n in range(13)]),
            Problem(rule=Rule.TOO_MANY_VALUES, column="owner", value="1001"),
        ),
        (entity("x", "Person", gender=["?"]), Problem(rule=Rule.OUTSIDE_VOCABULARY, column="gender", value="?")),
    ],
)
def test_a_bad_line_waits_and_the_others_go_on(map_entities: MapEntities, line: object, problem: Problem) -> None:
    mapped = map_entities(entity("p1", "Person", name=["A"]), "", line, entity("p2", "Person", name=["B"]))
    assert mapped.problems == [(3, problem)]
    assert list(mapped.records) == ["p1", "p2"]
    assert mapped.rows[1].content() == (line if isinstance(line, str) else json.dumps(line, ensure_ascii=False))


def test_a_packed_file_reads_the_same(map_entities: MapEntities) -> None:
    plain = map_entities(PERSON, entity("p2", "Person", name=["B"]))
    packed = map_entities(PERSON, entity("p2", "Person", name=["B"]), name="a.ftm.json.gz")
    assert plain.records == packed.records


def test_single_values_and_numbers_are_taken_as_texts(map_entities: MapEntities) -> None:
    mapped = map_entities(entity("p1", "Person", name="A", height=1.8))
    assert raw(mapped.records["p1"], "name") == ["A"]
    assert raw(mapped.records["p1"], "otherIdentity") == ["height: 1.8"]


@pytest.mark.parametrize(
    ("name", "dataset"),
    [
        ("ag1_cases.ftm.json", "ag1_cases"),
        ("AG1 cases.ftm.json.gz", "ag1-cases"),
        ("targets.nested.json", "targets"),
        ("ราย.ijson", "entities"),
    ],
)
def test_a_file_of_many_datasets_is_named_after_its_file(name: str, dataset: str) -> None:
    assert dataset_of_file(name) == dataset


@pytest.mark.parametrize(
    ("named", "dataset"),
    [
        ([["daily"], None, ["daily"]], "daily"),
        ([None, ["daily"]], "daily"),
        ([["daily"], ["weekly"], None], "export"),
        ([["daily", "weekly"], None], "export"),
        ([None, None], "export"),
    ],
)
def test_a_line_without_datasets_is_of_the_one_that_the_others_name(
    tmp_path: Path, named: list[list[str] | None], dataset: str
) -> None:
    path = tmp_path / "export.ftm.json"
    lines = [
        {"id": f"k{at}", "schema": "Person", "properties": {"name": ["Kay One"]}, **({"datasets": of} if of else {})}
        for at, of in enumerate(named)
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    assert FtmIndex(open_ftm(path)).dataset == dataset


STATEMENT = {"id": "s1", "entity_id": "p9", "canonical_id": "p9", "schema": "Person", "prop": "name", "value": "A"}
WITHOUT_PROPERTIES = [
    (STATEMENT, "it is a statement, which is one value of an entity: `ftm aggregate-statements -f json`"),
    ({"id": "p9", "schema": "Person", "statements": [STATEMENT]}, "its values stand in `statements`"),
    ({"id": "p9", "schema": "Person", "name": "Somchai"}, "it has no `properties`, and values stand in that map"),
    ({"id": "p9", "schema": "Person", "caption": "Somchai"}, "it has no `properties`, and values stand in that map"),
]


@pytest.mark.parametrize(("line", "told"), WITHOUT_PROPERTIES)
def test_an_entity_whose_values_stand_elsewhere_is_refused_first_and_waits_among_others(
    tmp_path: Path, map_entities: MapEntities, line: dict[str, object], told: str
) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(line), encoding="utf-8")
    with pytest.raises(UnreadableFileError, match="line 1: is no file of FollowTheMoney entities: ") as caught:
        open_ftm(path)
    assert told in str(caught.value)
    # A line of an id that another line tells is no part of it, and says what it is by itself.
    mapped = map_entities(entity("p9", "Person", name=["A"]), line, {"op": "ADD", "entity": line})
    assert [(at, p.rule, p.column, told in str(p.reason)) for at, p in mapped.problems] == [
        (2, Rule.MALFORMED_ENTITY, "properties", True),
        (3, Rule.MALFORMED_ENTITY, "properties", True),
    ]
    assert list(mapped.records) == ["p9"]


def test_an_entity_that_has_no_values_is_one(map_entities: MapEntities) -> None:
    bare = {"id": "p2", "schema": "Person", "datasets": ["a"], "last_change": "2026-01-03T03:04:05"}
    mapped = map_entities(entity("p1", "Person"), bare, entity("u1", "UnknownLink", subject=["p1"], object=["p2"]))
    assert (mapped.problems, mapped.ends()) == ([], {("RELATED_TO", "p1", "p2")})


@pytest.mark.parametrize("content", [b'[{"id": "x"}]', b"a,b\n1,2\n", b'{"name": "x"}'])
def test_what_is_no_file_of_entities_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(content)
    with pytest.raises(UnreadableFileError, match=r"`a.json`, line 1: is no file of FollowTheMoney entities"):
        open_ftm(path)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[\n{}\n]", "; `jq -c '.[]'` writes a list so"),
        (json.dumps(PERSON, indent=1), "; `jq -c .` writes one a line"),
        (json.dumps(PERSON) + ",\n" + json.dumps(PERSON), "; `sed 's/,$//'` takes the comma behind each off"),
        (json.dumps({"total": 1, "results": [PERSON]}), "; `jq -c '.results[]'` writes those of its list so"),
        (json.dumps({"type": "FeatureCollection", "features": []}), "`schema` and `properties`"),
    ],
)
def test_what_makes_lines_of_entities_is_told(tmp_path: Path, content: str, told: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UnreadableFileError) as caught:
        open_ftm(path)
    assert str(caught.value).endswith(told)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"PK\3\4" + bytes(40), "is an archive or a workbook, no lines of JSON: unpack it"),
        (json.dumps(PERSON).encode("utf-16"), "is UTF-16, and this format is UTF-8: convert it with `iconv -f UTF-16"),
    ],
)
def test_what_is_no_text_in_utf_8_is_told_as_what_it_is(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(content)
    with pytest.raises(UnreadableFileError, match=f"`a.json`: {told}"):
        open_ftm(path)


def test_an_empty_a_damaged_and_an_undecodable_file_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"\n\n")
    with pytest.raises(EmptyFileError):
        open_ftm(path)
    path.write_bytes(gzip.compress(json.dumps(PERSON).encode() * 100)[:-20])
    with pytest.raises(UnreadableFileError, match="is packed, and the packing is damaged"):
        open_ftm(path)
    path.write_bytes(json.dumps(PERSON).encode() + b'\n{"id": "\xff"}')
    with pytest.raises(UnreadableFileError, match="line 2: holds bytes that are not utf-8"):
        open_ftm(path)


def test_links_carry_the_handling_of_the_file(map_entities: MapEntities) -> None:
    mapped = map_entities(
        entity("p1", "Person", name=["A"]),
        entity("c1", "Company", name=["C"]),
        entity("o1", "Ownership", owner=["p1"], asset=["c1"]),
    )
    link: Link = mapped.links[0]
    assert (link.provenance.profile, str(link.provenance.evaluation)) == ("law-enforcement", "X4")


def test_no_schema_that_is_taken_is_said_not_to_be(map_entities: MapEntities) -> None:
    mapped = map_entities(*(entity(name, name) for name in sorted(NOT_TAKEN)))
    assert {p.rule for _, p in mapped.problems} == {Rule.UNKNOWN_SCHEMA}
    assert len(mapped.problems) == len(NOT_TAKEN)


@pytest.mark.parametrize("text", ['[{"id": "p1", "schema": "Person"}]', '[\n{"id": "p1", "schema": "Person"}\n]'])
def test_a_list_of_entities_says_how_it_becomes_lines(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(
        UnreadableFileError,
        match=r"`a.json`, line 1: is no file of FollowTheMoney entities: .*; `jq -c '\.\[\]'` writes a list so",
    ):
        open_ftm(path)
