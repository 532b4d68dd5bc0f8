"""The perspective file fits the projection, and each of its phrases answers its question as Bloom would ask it."""

import json
import re
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from api.bloom import ProjectionShape, build_perspective
from graph import load_ontology
from graph.store import search_phrases
from tests.api.bloom.bloom_bench import KH_POLICE, Bench

KEY = {
    "type": "object",
    "required": ["propertyKey", "type", "dataType"],
    "properties": {
        "dataType": {"enum": ["string", "number", "bigint", "boolean", "Date", "DateTime", "Point"]},
    },
}
TEXTS = {"type": "array", "items": {"type": "string"}}
# What Bloom 2.7 exports: the shape of a published perspective, reduced to what every entry there has.
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": [
        "name", "id", "version", "createdAt", "lastEditedAt", "categories", "labels", "relationshipTypes", "palette",
        "templates", "hiddenRelationshipTypes", "hiddenCategories", "hideUncategorisedData", "isAuto",
        "parentPerspectiveId", "metadata",
    ],
    "properties": {
        "version": {"const": "2.7.0"},
        "createdAt": {"type": "integer"},
        "categories": {
            "type": "array",
            "items": {
                "type": "object",
                "required": [
                    "id", "name", "labels", "properties", "createdAt", "lastEditedAt", "color", "size", "icon",
                    "captionKeys", "styleRules",
                ],
                "properties": {
                    "id": {"type": "integer"},
                    "labels": TEXTS,
                    "color": {"pattern": "^#[0-9A-F]{6}$"},
                    "size": {"enum": [0.25, 0.5, 1, 2]},
                    "icon": {"pattern": "^(no-icon|[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12})$"},
                    "captionKeys": {**TEXTS, "minItems": 1},
                    "properties": {
                        "items": {"required": ["name", "exclude", "dataType"], "type": "object"},
                    },
                },
            },
        },
        "labels": {"type": "object", "additionalProperties": {"type": "array", "items": KEY}},
        "relationshipTypes": {
            "items": {
                "required": ["id", "name", "properties", "color", "size", "captionKeys"],
                "properties": {"properties": {"items": KEY}, "size": {"type": "number"}},
            },
        },
        "templates": {
            "items": {
                "required": [
                    "id", "name", "createdAt", "text", "cypher", "params", "isUpdateQuery", "hasCypherErrors",
                ],
                "properties": {
                    "id": {"pattern": "^tmpl:[0-9]+$"},
                    "params": {
                        "items": {
                            "required": [
                                "name", "dataType", "collapsed", "suggestionLabel", "suggestionProp",
                                "suggestionBoolean", "cypher",
                            ],
                            "properties": {"name": {"pattern": "^\\$[a-z]+$"}},
                        },
                    },
                },
            },
        },
        "metadata": {
            "required": ["pathSegments", "indexes"],
            "properties": {
                "pathSegments": {"items": {"required": ["source", "relationshipType", "target"]}},
                "indexes": {"items": {"required": ["label", "type", "propertyKeys"]}},
            },
        },
    },
}  # fmt: skip

# The question, what is filled in, and captions that must be among the nodes of the answer.
QUESTIONS: list[tuple[str, dict[str, str], set[str]]] = [
    ("people around $site", {"site": "golden lotus park"}, {"Golden Lotus Park", "Somchai Jaidee"}),
    ("compounds and where they moved", {}, {"Golden Lotus Park", "Silver Lotus Park"}),
    (
        "what is advertised for $site",
        {"site": "Golden Lotus Park"},
        {
            "Chat operators wanted, free flight",
            "+66812345678",
            "Typists for a new city project",
            "Golden Lotus Holding",
            "Translators, visa arranged",
            "Hosts for a casino",
            "Somchai Jaidee",
        },
    ),
    ("who uses $number", {"number": "081-234-5678"}, {"+66812345678", "Somchai Jaidee"}),
    (
        "follow the money from $wallet",
        {"wallet": "0x52908400098527886E0F7030069857D2E4169EE7"},
        {"0x8617E340B3D01FA5F11F306F4090FD50E238070D".lower()},
    ),
    ("follow the money from account $account", {"account": "1234567809"}, {"1234567809"}),
    (
        "shortest path between $a and $b",
        {"a": "+66812345678", "b": "Silver Lotus Park"},
        {"+66812345678", "Golden Lotus Park", "Silver Lotus Park"},
    ),
    ("everything about $name", {"name": "สมชาย ใจดี"}, {"Somchai Jaidee", "Golden Lotus Park"}),
    ("who may be the same as $name", {"name": "Vuthy Keo"}, {"Vuthy Keo"}),
    ("measures taken on $name", {"name": "Somchai Jaidee"}, {"freeze"}),
    ("things that several agencies know", {}, {"Somchai Jaidee", "+66812345678"}),
]


@pytest.fixture(scope="module")
def perspective(bloom_stores: Bench, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Project once; the tests of this module only read."""
    path = tmp_path_factory.mktemp("perspective") / "case.json"
    bloom_stores.clear_target()
    bloom_stores.project(KH_POLICE, perspective=path)
    found = json.loads(path.read_text())
    assert isinstance(found, dict)
    assert [p.name for p in path.parent.iterdir()] == [path.name]
    return found


def captions_in(value: Any) -> set[str]:
    """Return the captions of all nodes in a row: nodes come as maps, paths as lists."""
    if isinstance(value, dict):
        own = {value["caption"]} if "caption" in value else set()
        return own.union(*(captions_in(v) for v in value.values()))
    if isinstance(value, list):
        return set().union(*(captions_in(v) for v in value))
    return set()


@pytest.mark.long
def test_file_has_the_structure_that_bloom_exports(perspective: dict[str, Any]) -> None:
    Draft202012Validator(SCHEMA).validate(perspective)
    assert str(uuid.UUID(perspective["id"])) == perspective["id"]
    assert perspective["name"] == "Benang: kh-police, investigation"


@pytest.mark.long
def test_each_node_falls_into_one_category_with_its_caption(bloom_stores: Bench, perspective: dict[str, Any]) -> None:
    categories = {c["labels"][0]: c for c in perspective["categories"]}
    for node in bloom_stores.graph().nodes:
        found = [categories[label] for label in node["labels"] if label in categories]
        assert len(found) == 1
        assert set(found[0]["captionKeys"]) <= set(node["properties"])
        assert set(node["properties"]) <= {p["name"] for p in found[0]["properties"]}
    assert len(categories) == len(perspective["categories"]) == 10


def test_properties_are_declared_with_the_types_that_they_have(perspective: dict[str, Any]) -> None:
    declared = {label: {p["propertyKey"]: p["dataType"] for p in keys} for label, keys in perspective["labels"].items()}
    payment = {name: declared["Payment"][name] for name in ("amount", "amountCurrency", "paidAt", "names")}
    assert payment == {"amount": "number", "amountCurrency": "string", "paidAt": "DateTime", "names": "string"}
    assert (declared["Record"]["amount"], declared["Record"]["receivedOn"]) == ("string", "Date")
    assert (declared["Site"]["coordinates"], declared["Measure"]["count"]) == ("Point", "bigint")


def test_relationship_types_and_segments_are_those_of_the_data(
    bloom_stores: Bench, perspective: dict[str, Any]
) -> None:
    segments = bloom_stores.on_target(
        "MATCH (a)-[r]->(b) RETURN DISTINCT [l IN labels(a) WHERE l <> 'Entity'][0] AS source, "
        "type(r) AS relationshipType, [l IN labels(b) WHERE l <> 'Entity'][0] AS target"
    )
    found = perspective["metadata"]["pathSegments"]
    assert sorted(map(str, found)) == sorted(str({k: s[k] for k in found[0]}) for s in segments)
    assert [t["name"] for t in perspective["relationshipTypes"]] == sorted({s["relationshipType"] for s in segments})


def test_a_movement_of_money_shows_its_amount(perspective: dict[str, Any]) -> None:
    (moved,) = [t for t in perspective["relationshipTypes"] if t["name"] == "TRANSFERRED_TO"]
    assert moved["captionKeys"] == ["0_REL_TYPE_CAPTION_KEY", "amount", "amountCurrency"]
    for kind in perspective["relationshipTypes"]:
        known = {"0_REL_TYPE_CAPTION_KEY", *(key["propertyKey"] for key in kind["properties"])}
        assert set(kind["captionKeys"]) <= known


def test_the_actions_of_the_page_answer_for_what_is_selected(bloom_stores: Bench, perspective: dict[str, Any]) -> None:
    del perspective
    page = (Path(__file__).parents[3] / "docs" / "bloom.md").read_text(encoding="utf-8")
    actions = re.findall(r"```cypher\n(.+?)```", page, re.DOTALL)
    selected = ("Somchai Jaidee", "0x52908400098527886e0f7030069857d2e4169ee7", "Vuthy Keo", "+66812345678")
    nodes = bloom_stores.on_target(
        "MATCH (n:Entity) WHERE n.caption IN $names RETURN elementId(n) AS id", names=list(selected)
    )
    found = [bloom_stores.on_target(action, nodes=[n["id"] for n in nodes]) for action in actions]
    assert len(nodes) == 5  # two agencies' Vuthy Keo are not known to be one
    assert [bool(rows) for rows in found] == [True] * 5
    assert [bloom_stores.on_target(action, nodes=[]) for action in actions] == [[]] * 5
    assert captions_in(found[3]) >= {"0x8617E340B3D01FA5F11F306F4090FD50E238070D".lower()}


def test_suggestions_are_indexed(bloom_stores: Bench, perspective: dict[str, Any]) -> None:
    indexed = {
        (label, key)
        for row in bloom_stores.on_target(
            "SHOW INDEXES YIELD labelsOrTypes, properties, type, state "
            "WHERE type = 'RANGE' AND state = 'ONLINE' RETURN labelsOrTypes AS labels, properties AS keys"
        )
        for label in row["labels"] or []
        for key in row["keys"] or []
    }
    wanted = {(p["suggestionLabel"], p["suggestionProp"]) for t in perspective["templates"] for p in t["params"]}
    assert wanted == {(label, "caption") for label in ("Entity", "Site", "PhoneNumber", "Wallet", "BankAccount")}
    assert wanted <= indexed


@pytest.mark.parametrize(("text", "given", "expected"), QUESTIONS, ids=[q[0] for q in QUESTIONS])
def test_phrase_answers_its_question(
    bloom_stores: Bench, perspective: dict[str, Any], text: str, given: dict[str, str], expected: set[str]
) -> None:
    phrase = next(t for t in perspective["templates"] if t["text"] == text)
    assert {p["name"] for p in phrase["params"]} == {f"${name}" for name in given}
    rows = bloom_stores.on_target(phrase["cypher"], **given)
    assert expected <= set().union(*(captions_in(list(row.values())) for row in rows))
    assert bool(rows) == bool(expected)


@pytest.mark.parametrize("name", ["sok vichet", "សុខ វិចិត្រ", "N01234567", "VICHET@lotus.example", "Sok Vichet"])
def test_person_is_found_by_any_name_and_number(bloom_stores: Bench, perspective: dict[str, Any], name: str) -> None:
    phrase = next(t for t in perspective["templates"] if t["text"] == "everything about $name")
    (row,) = bloom_stores.on_target(phrase["cypher"], name=name)
    assert captions_in(list(row.values())) == {"Sok Vichet"}


@pytest.mark.parametrize("name", ["Mae Ramat", "", '"', "\\", "*", "Sok AND Vichet", "Sok", "x' OR true //"])
def test_what_is_nobodys_name_finds_nothing(bloom_stores: Bench, perspective: dict[str, Any], name: str) -> None:
    phrase = next(t for t in perspective["templates"] if t["text"] == "everything about $name")
    assert bloom_stores.on_target(phrase["cypher"], name=name) == []


def test_search_bar_finds_names_in_any_script_and_numbers(bloom_stores: Bench, perspective: dict[str, Any]) -> None:
    del perspective
    for words, caption in (("សុខ", "Sok Vichet"), ("N01234567", "Sok Vichet"), ("สมชาย", "Somchai Jaidee")):
        rows = bloom_stores.on_target(
            "CALL db.index.fulltext.queryNodes('benang_bloom_names', $words) YIELD node RETURN node.caption AS c",
            words=f'"{words}"',
        )
        assert caption in {row["c"] for row in rows}


@pytest.mark.long
def test_phrase_that_begins_from_a_name_scans_no_label(bloom_stores: Bench, perspective: dict[str, Any]) -> None:
    for template in perspective["templates"]:
        given = {p["name"].removeprefix("$"): "Somchai Jaidee" for p in template["params"]}
        operators = bloom_stores.plan_on_target(template["cypher"], **given) if given else []
        # Whose place of work names a site is looked for among all advertisements, which are few.
        scans = [o for o in operators if "LabelScan" in o or "AllNodes" in o]
        assert len(scans) == (1 if template["text"] == "what is advertised for $site" else 0), template["text"]


def test_every_phrase_is_asked_above(perspective: dict[str, Any]) -> None:
    assert sorted(t["text"] for t in perspective["templates"]) == sorted(text for text, _, _ in QUESTIONS)


def test_phrases_about_kinds_that_a_view_lacks_are_left_out() -> None:
    texts = [p.text for p in search_phrases(load_ontology(), {"Person"})]
    assert texts == [
        "shortest path between $a and $b",
        "everything about $name",
        "who may be the same as $name",
        "things that several agencies know",
    ]


def test_empty_view_gives_an_empty_perspective() -> None:
    made = build_perspective(
        ProjectionShape(),
        search_phrases(load_ontology(), set()),
        load_ontology(),
        identity=str(uuid.uuid4()),
        title="nothing",
        now=datetime(2026, 1, 1, tzinfo=UTC),
    )
    Draft202012Validator(SCHEMA).validate(made)
    assert made["categories"] == made["relationshipTypes"] == []
