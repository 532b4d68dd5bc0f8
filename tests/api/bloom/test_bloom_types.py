"""What an analyst computes with in free Cypher: each property has one type, and what does not fit it another name."""

import pytest

from api.bloom.nodes import OWN_PROPERTIES
from graph import load_ontology
from graph.store import search_phrases
from tests.api.bloom.bloom_bench import Bench


def test_amounts_and_times_are_compared_and_added(held: Bench) -> None:
    assert held.on_target("MATCH (p:Payment) RETURN sum(p.amount) AS sum") == [{"sum": 19_800.5}]
    june = held.on_target("MATCH (p:Payment) WHERE p.paidAt > datetime('2026-06-01') RETURN p.caption AS c")
    assert june == [{"c": "T-1"}]
    ordered = held.on_target("MATCH (p:Payment) RETURN p.caption AS c ORDER BY p.amount DESC")
    assert [row["c"] for row in ordered] == ["T-2", "T-1"]


def test_each_property_has_one_type_in_each_kind(held: Bench) -> None:
    mixed = held.on_target(
        "MATCH (n) UNWIND keys(n) AS key WITH labels(n) AS labels, key, "
        "CASE WHEN valueType(n[key]) STARTS WITH 'LIST' THEN 'LIST' ELSE valueType(n[key]) END AS type "
        "WITH labels, key, collect(DISTINCT type) AS types WHERE size(types) > 1 RETURN labels, key, types"
    )
    assert mixed == []
    types = held.on_target(
        "MATCH (s:Site {caption: 'Golden Lotus Park'}), (m:Measure), (p:Payment {caption: 'T-1'}) "
        "MATCH (p)<-[:DESCRIBES]-(r) RETURN valueType(s.coordinates) AS point, valueType(m.count) AS count, "
        "valueType(m.amount) AS amount, valueType(m.takenAt) AS instant, valueType(r.receivedOn) AS day, "
        "valueType(r.amount) AS written, round(point.distance(s.coordinates, "
        "point({latitude: 16.9831, longitude: 98.5172}))) AS metres"
    )
    assert types == [
        {"point": "POINT NOT NULL", "count": "INTEGER NOT NULL", "amount": "FLOAT NOT NULL", "metres": 0.0,
         "instant": "ZONED DATETIME NOT NULL", "day": "DATE NOT NULL", "written": "STRING NOT NULL"}
    ]  # fmt: skip


def test_what_is_less_precise_than_its_type_is_text_under_another_name(held: Bench) -> None:
    graph = held.graph()
    site = next(s for s in graph.labelled("Site").values() if "coordinates" in s)
    paid_on_a_day = next(p for p in graph.labelled("Payment").values() if p["caption"] == "T-2")
    assert {k: v for k, v in site.items() if k.startswith("firstSeen")} == {"firstSeenText": "2024"}
    assert {k: v for k, v in paid_on_a_day.items() if k.startswith("paidAt")} == {"paidAtText": "2026-05-02"}


def test_first_value_stands_alone_and_different_ones_in_a_list(held: Bench) -> None:
    (measure,) = held.graph().labelled("Measure").values()
    found = {k: v for k, v in measure.items() if "mount" in k}
    assert found == {"amount": 1500.0, "amountCurrency": "THB", "otherAmount": ["40 USDT"]}
    person = next(p for p in held.graph().labelled("Person").values() if "th-police" in p["originators"])
    assert (person["name"], person["otherName"]) == ("สมชาย ใจดี", ["Somchai Jaidee"])


def test_transfer_tells_amount_and_time_of_its_payment(held: Bench) -> None:
    found = held.on_target(
        "MATCH (a)-[t:TRANSFERRED_TO]->(b) RETURN a:Payment OR b:Payment AS paid, t.amount AS amount, "
        "t.amountCurrency AS currency, toString(t.paidAt) AS at ORDER BY paid, amount, at"
    )
    assert [tuple(row.values()) for row in found] == [
        (False, None, None, None),
        (True, 9800.5, "THB", "2026-06-02T01:30:00Z"),
        (True, 9800.5, "THB", "2026-06-02T01:30:00Z"),
        (True, 10_000.0, "THB", None),
    ]
    legs = held.on_target("MATCH (:Wallet)-[t:TRANSFERRED_TO]->(:Payment {caption: 'T-2'}) RETURN t.paidAtText AS d")
    assert legs == [{"d": "2026-05-02"}]


@pytest.mark.long
def test_money_is_followed_to_a_payment_of_which_the_day_alone_is_known(held: Bench) -> None:
    phrases = {p.text: p for p in search_phrases(load_ontology(), {"Wallet"})}
    (wallet,) = held.on_target("MATCH (w:Wallet)-->(:Payment {caption: 'T-1'}) RETURN w.caption AS w")
    found = held.on_target(phrases["follow the money from $wallet"].cypher, wallet=wallet["w"])
    reached = {node["caption"] for row in found for node in row["path"] if isinstance(node, dict)}
    assert {"T-1", "T-2"} <= reached


def test_names_made_for_further_values_are_no_propertys_own() -> None:
    for kind in load_ontology().kinds.values():
        names = set(kind.properties)
        made = {f"{name}{end}" for name in names for end in ("Text", "Currency")}
        made |= {f"other{name[0].upper()}{name[1:]}" for name in names | made}
        assert not made & (names | OWN_PROPERTIES)
