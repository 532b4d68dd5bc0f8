"""The phrases at things that have very many neighbours: what is near is drawn, and no sort of thing crowds out another.

The graphs are written as a projection writes them, without one.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from graph import load_ontology
from graph.errors import StoreQueryError
from graph.store import ProjectionWriter, SearchPhrase, StoreLease, run_on_fast_loop, search_phrases
from graph.store.bloom import projection
from graph.store.bloom.phrases import SEARCH_INDEX, SEARCHED, as_suggestion
from tests.api.bloom.bloom_bench import Bench
from tests.world import settings_in

MOST_ROWS = 500

_KINDS = ("Person", "Organization", "Site", "PhoneNumber", "JobAdvertisement", "Measure")


@pytest.fixture(scope="module")
def target(target_lease: StoreLease, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """Yield a bench of which only the target is used, indexed as a projection indexes it."""
    found = Bench(settings_in(tmp_path_factory.mktemp("hubs")), target_lease, target_lease)
    found.clear_target()
    keys = ", ".join(f"n.{key}" for key in SEARCHED)
    found.on_target(f"DROP INDEX {SEARCH_INDEX} IF EXISTS")
    found.on_target(f"CREATE FULLTEXT INDEX {SEARCH_INDEX} FOR (n:{'|'.join(_KINDS)}) ON EACH [{keys}]")
    found.on_target("CREATE INDEX hubs IF NOT EXISTS FOR (n:Entity) ON (n.caption)")
    yield found
    found.on_target("DROP INDEX hubs IF EXISTS")
    found.close()


@pytest.fixture
def bench(target: Bench) -> Bench:
    """Return the bench with an empty target."""
    target.clear_target()
    return target


def things(bench: Bench, kind: str, *captions: str) -> None:
    bench.on_target(
        f"UNWIND $names AS name CREATE (:Entity:{kind} {{id: name, caption: name, names: [name], identifiers: []}})",
        names=captions,
    )


def join(bench: Bench, *pairs: tuple[str, str], by: str) -> None:
    bench.on_target(
        "UNWIND $pairs AS pair MATCH (a:Entity {caption: pair[0]}) MATCH (b:Entity {caption: pair[1]}) "
        f"CREATE (a)-[:{by}]->(b)",
        pairs=[list(pair) for pair in pairs],
    )


def numbered(stem: str, count: int) -> list[str]:
    return [f"{stem}{n}" for n in range(count)]


def phrase(text: str) -> SearchPhrase:
    return next(p for p in search_phrases(load_ontology(), _KINDS) if p.text == text)


def drawn(bench: Bench, text: str, **given: str) -> set[str]:
    """Return the captions of all nodes that Bloom draws for a phrase, which never has too many rows."""
    rows = bench.on_target(phrase(text).cypher, **given)
    assert len(rows) <= MOST_ROWS
    return set().union(*(_captions(value) for row in rows for value in row.values()))


def _captions(value: Any) -> set[str]:
    nodes = value if isinstance(value, list) else [value]
    return {node["caption"] for node in nodes if isinstance(node, dict)}


@pytest.mark.long
@pytest.mark.parametrize("users", [26, 700])
def test_users_of_a_number_hide_none_of_its_advertisements(bench: Bench, users: int) -> None:
    things(bench, "PhoneNumber", "number")
    things(bench, "Person", *numbered("user", users))
    things(bench, "JobAdvertisement", *numbered("ad", 20))
    join(bench, *((name, "number") for name in numbered("user", users)), by="USES")
    join(bench, *(("number", name) for name in numbered("ad", 20)), by="CONTACT_IN")
    found = drawn(bench, "who uses $number", number="number")
    assert {"number", *numbered("ad", 20)} <= found
    assert len(found & {*numbered("user", users)}) == min(users, MOST_ROWS - 21)


def test_number_that_nobody_uses_is_drawn(bench: Bench) -> None:
    things(bench, "PhoneNumber", "number")
    assert drawn(bench, "who uses $number", number="number") == {"number"}


@pytest.mark.long
@pytest.mark.parametrize(
    ("text", "parameter", "kind", "start"),
    [("people around $site", "site", "Person", "Site"), ("measures taken on $name", "name", "Measure", "Person")],
)
def test_hub_beside_a_thing_hides_nothing_nearer_and_nobody_elses(
    bench: Bench, text: str, parameter: str, kind: str, start: str
) -> None:
    # The hubs are met first: what was written last stands first in a chain of relationships.
    far = {f"hub{n}": numbered(f"far{n}-", 650) for n in range(10)}
    things(bench, start, "start")
    things(bench, "Organization", *far, "other")
    things(bench, kind, *numbered("near", 30), *(name for names in far.values() for name in names), "alone")
    join(bench, *((name, "start") for name in numbered("near", 30)), by="RELATED_TO")
    join(bench, *((name, hub) for hub, names in far.items() for name in names), ("alone", "other"), by="RELATED_TO")
    join(bench, ("other", "start"), *((hub, "start") for hub in far), by="RELATED_TO")
    found = drawn(bench, text, **{parameter: "start"})
    assert {"start", *far, "other", "alone", *numbered("near", 30)} <= found
    assert {len(found & {*names}) for names in far.values()} <= {46, 47}


@pytest.mark.parametrize("links", [200, 700])
def test_links_of_a_thing_hide_no_agencys_record_of_it(bench: Bench, links: int) -> None:
    things(bench, "Organization", "hub")
    things(bench, "Person", *numbered("member", links))
    join(bench, *((name, "hub") for name in numbered("member", links)), by="MEMBER_OF")
    bench.on_target(
        "UNWIND ['r0', 'r1', 'r2'] AS name MATCH (e:Entity {caption: 'hub'}) "
        "CREATE (:Record {id: name, caption: name})-[:DESCRIBES]->(e)"
    )
    found = drawn(bench, "everything about $name", name="hub")
    assert {"hub", "r0", "r1", "r2"} <= found
    assert len(found & {*numbered("member", links)}) == min(links, MOST_ROWS - 3)


@pytest.mark.long
def test_pairs_of_records_hide_no_thing_that_may_be_the_same(bench: Bench) -> None:
    names = ("thing", *numbered("alike", 4))
    things(bench, "Person", *names)
    join(bench, *(("thing", name) for name in names[1:]), by="MAY_BE_SAME_AS")
    bench.on_target(
        "MATCH (e:Person) UNWIND range(1, 20) AS n "
        "CREATE (:Record {caption: e.caption + '-' + n, of: e.caption})-[:DESCRIBES]->(e)"
    )
    bench.on_target("MATCH (a:Record {of: 'thing'}), (b:Record) WHERE b.of <> 'thing' CREATE (a)-[:MATCHES]->(b)")
    found = drawn(bench, "who may be the same as $name", name="thing")
    assert {*names} <= found
    assert all(any(name.startswith(f"{alike}-") for name in found) for alike in names[1:])


@pytest.mark.long
def test_contacts_of_an_advertisement_hide_no_other_advertisement(bench: Bench) -> None:
    things(bench, "Site", "site")
    things(bench, "Organization", "owner")
    things(bench, "JobAdvertisement", *numbered("ad", 5), "of owner")
    things(bench, "PhoneNumber", *numbered("number", 700))
    join(bench, *((name, "ad4") for name in numbered("number", 700)), by="CONTACT_IN")
    join(bench, ("owner", "site"), by="OWNS")
    join(bench, ("of owner", "owner"), *((name, "site") for name in numbered("ad", 5)), by="ADVERTISES")
    found = drawn(bench, "what is advertised for $site", site="site")
    assert {"site", "owner", "of owner", *numbered("ad", 5)} <= found
    assert len(found & {*numbered("number", 700)}) == MOST_ROWS - 6


def test_compounds_that_moved_come_before_those_that_did_not(bench: Bench) -> None:
    chain = numbered("moved", 8)
    things(bench, "Site", *numbered("site", 700), *chain)
    bench.on_target("MATCH (s:Site) SET s.siteType = 'scam-compound'")
    join(bench, *pairwise(chain), by="MOVED_TO")
    assert {*chain} <= drawn(bench, "compounds and where they moved")


@pytest.mark.parametrize(("linked", "expected"), [(True, 1), (False, 0)])
def test_a_path_is_found_wherever_anything_is_linked(bench: Bench, linked: bool, expected: int) -> None:
    things(bench, "Person", *(f"a{n:03}" for n in range(100)), "y", "z")
    if linked:
        join(bench, ("y", "z"), by="RELATED_TO")

    async def work() -> int | None:
        async with bench.connected_target() as store:
            writer = ProjectionWriter(store, load_ontology(), run="trial")
            return await writer.run_phrase(phrase("shortest path between $a and $b"))

    bench.on_target("CALL db.awaitIndexes(60)")
    assert run_on_fast_loop(work()) == expected


def test_a_person_at_the_last_of_many_sites_is_found(bench: Bench) -> None:
    things(bench, "Site", *(f"a{n:03}" for n in range(100)), "z")
    things(bench, "Person", "person")
    join(bench, ("person", "z"), by="HELD_AT")

    async def work() -> int | None:
        async with bench.connected_target() as store:
            writer = ProjectionWriter(store, load_ontology(), run="trial")
            return await writer.run_phrase(phrase("people around $site"))

    assert run_on_fast_loop(work()) == 1


def suggested(bench: Bench, text: str) -> tuple[list[str], int]:
    """Return what stands for the first parameter of a phrase, and how often finding it looked at something."""
    statement = as_suggestion(phrase(text).parameters[0])
    bench.on_target("CALL db.awaitIndexes(60)")
    found = bench.on_target(statement.text, p={"skip": 0})
    return [row["value"] for row in found], bench.hits_on_target(statement.text, p={"skip": 0})


@pytest.mark.long
def test_what_measures_were_taken_on_is_found_beside_a_hub_by_what_it_costs_once(bench: Bench) -> None:
    """From each of a hub's neighbours to all others would be the square of them."""
    things(bench, "Site", "site")
    things(bench, "Person", "z")
    things(bench, "Measure", "~freeze")
    join(bench, ("z", "~freeze"), by="SUBJECT_OF")
    hits = []
    for held in (numbered("a", 100), numbered("b", 200)):
        things(bench, "Person", *held)
        join(bench, *((name, "site") for name in held), by="HELD_AT")
        found, cost = suggested(bench, "measures taken on $name")
        assert found == ["z"]
        hits.append(cost)
    assert hits[1] < 4 * hits[0]


@pytest.mark.long
def test_a_site_with_somebody_is_found_beside_a_hub_by_what_it_costs_once(bench: Bench) -> None:
    things(bench, "Organization", "owner")
    things(bench, "Site", "z")
    things(bench, "Person", "person")
    join(bench, ("person", "z"), by="HELD_AT")
    hits = []
    for owned in (numbered("a", 100), numbered("b", 200)):
        things(bench, "Site", *owned)
        join(bench, *(("owner", name) for name in owned), by="OWNS")
        found, cost = suggested(bench, "people around $site")
        assert found == ["z"]
        hits.append(cost)
    assert hits[1] < 4 * hits[0]


@pytest.mark.long
def test_a_site_is_found_by_a_person_two_links_away(bench: Bench) -> None:
    things(bench, "Site", "a", "b", "c")
    things(bench, "Organization", "owner", "other")
    things(bench, "Person", "person")
    join(bench, ("other", "a"), ("owner", "b"), by="OWNS")
    join(bench, ("person", "owner"), by="MEMBER_OF")
    assert suggested(bench, "people around $site")[0] == ["b"]


@pytest.mark.parametrize("hub", ["Site", "PhoneNumber", "Measure"])
def test_no_suggestion_goes_from_each_of_a_hubs_neighbours_to_all_others(bench: Bench, hub: str) -> None:
    things(bench, hub, "hub")
    texts = [p.text for p in search_phrases(load_ontology(), _KINDS) if p.parameters]
    hits = {}
    for names in (numbered("a", 50), numbered("b", 250)):
        things(bench, "Person", *names)
        join(bench, *((name, "hub") for name in names), by="RELATED_TO")
        hits[names[0][0]] = {text: suggested(bench, text)[1] for text in texts}
    for text in texts:
        assert hits["b"][text] < 8 * hits["a"][text] + 50, text


@pytest.mark.long
def test_a_suggestion_that_takes_too_long_leaves_the_phrase_untried(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    things(bench, "Person", "person")
    monkeypatch.setattr(projection, "_SUGGESTION_TIMEOUT_SECONDS", 0.3)
    endless = (
        "MATCH (n:Entity) UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b WITH n, count(*) AS c WHERE c > 0"
    )
    asked = phrase("everything about $name")
    slow = replace(asked, parameters=(replace(asked.parameters[0], beside=endless),))

    async def work() -> int | None:
        async with bench.connected_target() as store:
            writer = ProjectionWriter(store, load_ontology(), run="trial")
            with pytest.raises(StoreQueryError, match="SyntaxError"):  # that it runs is shown all the same
                await writer.run_phrase(replace(slow, cypher="MATCH (n RETURN $name"))
            return await writer.run_phrase(slow)

    assert run_on_fast_loop(work()) is None
