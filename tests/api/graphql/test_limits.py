"""What a caller may ask is bounded: bodies, documents, time, and requests under way."""

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from graphql import GraphQLInterfaceType, GraphQLObjectType, get_introspection_query, get_named_type, is_leaf_type

from api.bootstrap import Application
from api.errors import RefusedDocumentError
from api.graphql import served_schema
from api.graphql.limits import (
    MAX_BREADTH,
    MAX_COST,
    MAX_DEPTH,
    MAX_OPERATIONS,
    MAX_PAIRS,
    MAX_ROOTS,
    check,
    measure,
    parse_within_limits,
)
from api.graphql.service import MAX_CONCURRENT, REFUSED_DOCUMENT
from graph import ReadScope
from graph.store import Store
from policies import Outcome, ViewerContext
from tests.api.asking import GRAPHQL_JSON, Desk
from tests.api.audit.test_denials import state
from tests.api.sending import ANSWER, JSON, VIEWER, code, desk_with_persons, refused, send
from tests.test_docs import text_of
from tests.world import World, link, record

SCHEMA = served_schema()._schema


@pytest.fixture(scope="module")
def desk(module_world: World) -> Desk:
    return desk_with_persons(module_world)


@pytest.fixture(scope="module")
def token(module_world: World) -> str:
    return module_world.token("th-police")


def test_a_body_over_the_limit_is_refused_by_its_declared_length_and_by_what_arrives(desk: Desk, token: str) -> None:
    limit = desk.world.app.settings.max_body_bytes
    large = json.dumps({"query": "{ viewer { agency { code } } }", "variables": {"x": "y" * limit}}).encode()
    sent = 0

    async def streamed() -> AsyncIterator[bytes]:
        nonlocal sent
        for start in range(0, 10 * limit, 65_536):
            sent += 65_536
            yield large[start : start + 65_536] or b" " * 65_536

    for body in (large, streamed()):
        headers = {"content-type": JSON, "accept": JSON, "authorization": f"Bearer {token}"}
        found = desk.raw(body, headers=headers)
        assert (found.status_code, code(found)) == (413, "BODY_TOO_LARGE")
    fits = json.dumps({"query": "{ viewer { agency { code } } }", "variables": {"x": "y" * (limit - 100)}}).encode()
    assert len(fits) < limit
    assert send(desk, token, fits).json() == ANSWER


def test_introspection_works_for_a_caller_and_for_nobody_else(desk: Desk, token: str) -> None:
    body = json.dumps({"query": get_introspection_query(descriptions=True, input_value_deprecation=True)}).encode()
    found = send(desk, token, body)
    names = {t["name"] for t in found.json()["data"]["__schema"]["types"]}
    assert {"Query", "Mutation", "Subscription", "Person", "PhoneNumber"} <= names
    refused(send(desk, None, body))


def bomb(levels: int) -> str:
    chain = "".join(f"fragment F{n} on Viewer {{ ...F{n + 1} ...F{n + 1} }} " for n in range(levels))
    return f"{{ viewer {{ ...F0 }} }} {chain} fragment F{levels} on Viewer {{ subject }}"


ATTACKS = {
    "fragments that each spread the next twice": bomb(180),
    "a few such fragments": bomb(18),
    "deep nesting": '{ record(id: "r") ' + "{ entity { records " * 40 + "{ id }" + " } }" * 40 + " }",
    "parentheses": "{" * 3_000,
    "many aliases": "{ " + " ".join(f"a{n}: viewer {{ subject }}" for n in range(300)) + " }",
    "many fields of one name": "{ viewer { " + "subject " * 1_200 + "} }",
    "a cycle of fragments": "{ viewer { ...A } } fragment A on Viewer { ...B } fragment B on Viewer { ...A }",
    "many operations": " ".join(f"query Q{n} {{ viewer {{ subject }} }}" for n in range(250)),
    "lists of lists": '{ search(text: "a", first: 100) { edges { node { records { links { id } entity { records { '
    "links { id } properties { values { raw } } } } } } } } }",
    "introspection in a circle": "{ __schema { types { fields { type { "
    "fields { type { fields { type { fields { name } } } } } } } } } }",
    "many inline fragments": "{ viewer { " + "... on Viewer { subject } " * 380 + "} }",
    "many fields to merge": "{ " + ("viewer { " + "agency { code } " * 36 + "} ") * 18 + "}",
    "many fields of one field each": "{ viewer { " + "agency { code } " * 280 + "} }",
    "many fields of an argument each": '{ record(id: "r") { ' + "links(first: 1) { id } " * 280 + "} }",
    "a broad operation that does not run": "query A { __typename } query B { viewer { "
    + "agency { code } " * 680
    + "} }",
    "a broad fragment that nothing spreads": "{ __typename } fragment F on Viewer { " + "agency { code } " * 680 + "}",
    "fields to merge in an operation that does not run": "query A { __typename } query B { "
    + "viewer { agency { code } } " * 290
    + "}",
    "fields to merge through fragments": "{ viewer { ...A ...B ...C ...D } } "
    + " ".join(f"fragment {n} on Viewer {{ " + "agency { code } " * 100 + "}" for n in "ABCD"),
    "fragments under two names each": "query A { __typename } query B { viewer { ...F0 } } "
    + " ".join(
        f"fragment F{n} on Viewer {{ a: agency {{ ...F{n + 1} }} b: agency {{ ...F{n + 1} }} }}" for n in range(60)
    )
    + " fragment F60 on Viewer { subject }",
    "many directives": "{ viewer { subject " + "@skip(if: false) " * 600 + "} }",
    "many variables": "query(" + " ".join(f"$v{n}: Int" for n in range(700)) + ") { viewer { subject } }",
}


@pytest.mark.parametrize("name", ATTACKS)
def test_a_costly_document_is_planned_or_refused_at_once(desk: Desk, token: str, name: str) -> None:
    query = ATTACKS[name]
    assert len(query) <= 11_000
    taken = []
    for _ in range(5):
        begun = time.process_time()
        body = {"query": query, **({"operationName": "A"} if query.startswith("query A ") else {})}
        found = send(desk, token, json.dumps(body).encode())
        taken.append(time.process_time() - begun)
        assert found.status_code in {200, 400}
        assert found.status_code == 200 or "data" not in found.json()
    # Processor time, since these machines are shared; the fastest, since collections of garbage fall where they like.
    assert min(taken) < 0.05, taken


@pytest.mark.parametrize(
    ("query", "measure", "limit"),
    [
        (ATTACKS["deep nesting"], "depth", MAX_DEPTH),
        (
            "{ " + " ".join(f"a{n}: viewer {{ subject }}" for n in range(MAX_ROOTS + 1)) + " }",
            "number of root fields",
            MAX_ROOTS,
        ),
        (ATTACKS["lists of lists"], "cost", MAX_COST),
        (ATTACKS["many fields of one name"], "breadth", MAX_BREADTH),
        (ATTACKS["many fields to merge"], "number of pairs of fields to merge", MAX_PAIRS),
        (ATTACKS["a broad fragment that nothing spreads"], "breadth", MAX_BREADTH),
        (ATTACKS["many operations"], "number of operations", MAX_OPERATIONS),
    ],
)
def test_a_refused_document_names_measure_and_limit(
    desk: Desk, token: str, query: str, measure: str, limit: int
) -> None:
    found = send(desk, token, json.dumps({"query": query}).encode())
    assert (found.status_code, code(found)) == (400, "DOCUMENT_REFUSED")
    assert "data" not in found.json()
    message = found.json()["errors"][0]["message"]
    assert message.startswith(f"the document's {measure} is ")
    assert f", at most {limit} is allowed" in message
    entry = desk.trail()[-1].entry
    assert (entry.operation, entry.outcome, entry.record_ids) == (REFUSED_DOCUMENT, Outcome.DENIED, ())
    assert (entry.agency, entry.purpose) == ("th-police", "investigation")


@pytest.mark.parametrize(
    ("query", "costliest"),
    [
        (
            '{ network(id: "x", depth: 3, limit: 500) { entities { id records { id links { id } } } } }',
            "network.entities.records.links",
        ),
        # By the name that the answer has, through fragments, whatever stands beside.
        (
            '{ around: network(id: "x", limit: 500) { edges { type } ...A } viewer { subject } }'
            " fragment A on Network { entities { ...B ... on Entity { caption } } ...A }"
            " fragment B on Entity { id records { links { id } } ...B }",
            "around.entities.records.links",
        ),
        # Of fragments that are a cycle through fields, which validation refuses only later, the way once round.
        (
            '{ record(id: "x") { ...A } } fragment A on Record { entity { ...B } }'
            " fragment B on Entity { records { ...A links { source { links { target { id } } } } } }",
            "record.entity.records.links.source.links.target",
        ),
        ('{ a: releaseMatrix { told } b: alerts(first: 100) { edges { node { PARTS } } } }', "b.edges.node"),
        ('{ a: PATHS }', None),
    ],
)  # fmt: skip
def test_a_document_that_costs_too_much_is_told_where(query: str, costliest: str | None) -> None:
    paths = " ".join(f'p{n}: path(source: "a", target: "b") {{ truncated }}' for n in range(14))
    parts = " ".join(f"n{n}: toldAt" for n in range(290))
    document = parse_within_limits(query.replace("a: PATHS", paths).replace("PARTS", parts))

    with pytest.raises(RefusedDocumentError) as refused:
        check(document, None, {}, SCHEMA)

    assert refused.value.details.get("costliest") == costliest
    told = f"; most of it is `{costliest}`"
    assert (told in str(refused.value)) is (costliest is not None)


def test_a_size_in_a_variable_counts_as_much_as_one_in_the_text() -> None:
    text = """query($n: Int = 500) { network(id: "r", limit: $n) {
      entities { records { properties { values { raw } } } } } }"""
    document = parse_within_limits(text)
    check(document, None, {"n": 10}, SCHEMA)
    for variables in ({}, {"n": 500}, {"n": 10**9}, {"n": "10"}, {"n": True}):
        with pytest.raises(Exception, match="cost"):
            check(document, None, variables, SCHEMA)


def test_going_along_links_is_priced_whatever_is_shown_of_it() -> None:
    def walks(field: str, count: int) -> str:
        return f"{{ {' '.join(f'w{n}: {field} {{ truncated }}' for n in range(count))} }}"

    path = 'path(source: "r", target: "s")'
    for field, most in ((path, 13), ('network(id: "r", limit: 1)', 20)):
        check(parse_within_limits(walks(field, most)), None, {}, SCHEMA)
    with pytest.raises(Exception, match="cost is 21028, at most 20000"):
        check(parse_within_limits(walks(path, 14)), None, {}, SCHEMA)


def cost(text: str) -> int:
    return measure(parse_within_limits(text), None, {}, SCHEMA).cost


def sized_fields() -> list[tuple[str, str, str, int]]:
    """Return each field that may be asked for in a size: its type, its name, the argument and its default."""
    return [
        (kind.name, name, size, made.args[size].default_value)
        for kind in SCHEMA.type_map.values()
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType)
        for name, made in kind.fields.items()
        for size in ("first", "limit")
        if size in made.args
    ]


@pytest.mark.parametrize(("kind", "name", "size", "default"), sized_fields(), ids=str)
def test_a_size_that_is_left_out_costs_what_it_is(kind: str, name: str, size: str, default: int) -> None:
    around = SCHEMA.type_map[kind]
    assert isinstance(around, GraphQLObjectType | GraphQLInterfaceType)
    output = get_named_type(around.fields[name].type)
    assert isinstance(output, GraphQLObjectType)
    inner = next((n for n, f in output.fields.items() if not is_leaf_type(get_named_type(f.type))), "id")
    picked = f"{{ {inner} {{ __typename }} }}" if inner != "id" else "{ id note }"

    def asked(argument: str) -> str:
        field = f"{name}{argument} {picked}"
        return f"{{ {field} }}" if kind == "Query" else f'{{ record(id: "r") {{ ... on {kind} {{ {field} }} }} }}'

    written, larger = cost(asked(f"({size}: {default})")), cost(asked(f"({size}: {default + 1})"))
    assert cost(asked("")) == written
    assert larger > written or default == 500  # so the size does count


def test_networks_with_the_links_of_all_records_are_no_cheaper_for_saying_nothing() -> None:
    short = '{ network(id: "r") { entities { records { links { id note } } } } }'
    whole = '{ network(id: "r", limit: 50) { entities { records { links(first: 500) { id note } } } } }'
    assert cost(short) == cost(whole) == 501 + 1 + 50 * (1 + 5 * (1 + 500 * 2))
    with pytest.raises(RefusedDocumentError):
        check(parse_within_limits(short), None, {}, SCHEMA)
    fewer = '{ network(id: "r") { entities { id kind caption records { id links(first: 20) { id note } } } } }'
    check(parse_within_limits(fewer), None, {}, SCHEMA)


def test_records_that_records_of_a_page_lead_to_cost_as_those_of_a_list_do() -> None:
    again = "{ entity { records { id } } }"
    listed = cost(f'{{ entity(id: "r") {{ records {again} }} }}')
    paged = cost(f'{{ entity(id: "r") {{ recordsConnection(first: 5) {{ edges {{ node {again} }} }} }} }}')
    assert (listed, paged) == (2 + 5 * (1 + 1 + 100), 2 + 1 + 5 * (1 + 1 + 1 + 100))


def test_a_page_costs_as_many_items_as_it_may_have_and_what_stands_beside_them_once() -> None:
    """Through fragments and under other names as well."""
    page = 'search(text: "a", first: 40) { pageInfo { hasNextPage } edges { score node { id } } }'
    spread = """{ a: search(text: "a", first: 40) { ...P ... on SearchConnection { ...I } } }
      fragment P on SearchConnection { pageInfo { hasNextPage } } fragment I on SearchConnection {
      edges { score node { id } } }"""
    assert cost(f"{{ {page} }}") == cost(spread) == 201 + 2 + 1 + 40 * 3
    both = '{ a: search(text: "a", first: 1) { ...I } b: search(text: "a", first: 100) { ...I } } '
    assert cost(both + "fragment I on SearchConnection { edges { score } }") == 2 * 202 + 1 + 100


def test_the_questions_that_the_readme_asks_are_within_the_limits() -> None:
    asked = re.findall(r"^ask '(.+)'$", text_of("README.md"), re.MULTILINE)
    told = re.findall(r'^\{.*"type": "subscribe".*\}$', text_of("README.md"), re.MULTILINE)
    queries = [json.loads(text)["query"] for text in asked] + [json.loads(text)["payload"]["query"] for text in told]
    assert len(queries) == 5
    for query in queries:
        check(parse_within_limits(query), None, {}, SCHEMA)


def test_the_links_of_many_records_are_read_in_few_statements_and_each_as_if_alone(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, read, names = desk.world, Store.read, list[str]()
    persons = [record("Person", f"many-{n}", name=f"Somchai Many{n}") for n in range(12)]
    numbers = [record("PhoneNumber", f"many-n{n}", number=f"+668222200{n:02d}") for n in range(4)]
    ties = [link("USES", f"many-{n}", f"many-n{m}") for n in range(12) for m in range(4)]
    centre = record("Organization", "many-o", name="Manyfold Trading")
    world.file(
        "th-police", centre, *persons, *numbers, *ties, *(link("CONTROLS", f"many-{n}", "many-o") for n in range(12))
    )

    async def counting(self: Store, statement: Any, *given: Any) -> Any:
        names.append(statement.name)
        return await read(self, statement, *given)

    query = """query($id: ID!) { network(id: $id) { entities { records { id
      few: links(first: 2) { id } all: links(first: 9) { id } } } } }"""
    token, alone = world.token("th-police"), "query($id: ID!) { record(id: $id) { links { id } } }"
    monkeypatch.setattr(Store, "read", counting)
    found = desk.data(query, token=token, id=world.id("th-police", "many-o"))["network"]["entities"]
    monkeypatch.undo()
    records = [one for entity in found for one in entity["records"]]
    assert len(records) == 13
    # A size each, and again where a long answer let others have a turn; one for each record and size would be 26.
    assert 2 <= len([name for name in names if "links_of" in name or name == "links"]) <= 12
    for one in records:
        links = desk.data(alone, token=token, id=one["id"])["record"]["links"]
        assert (one["few"], one["all"]) == (links[:2], links[:9])
    entry = [e.entry for e in desk.trail() if e.entry.operation == "query network"][-1]
    assert {world.id("th-police", f"many-n{n}") for n in range(4)} <= set(entry.record_ids)


def test_a_document_gives_a_few_grants_at_most(desk: Desk, token: str) -> None:
    """Each may look around as far as the largest network."""
    given = """grant(input: {agency: "kh-police", classes: [], purpose: "x", reason: "r", until: "2026-01-01T00:00:00Z",
      question: {networkOf: "r-0", depth: 3}}) { userErrors { code } }"""

    def ask(times: int) -> httpx.Response:
        query = "mutation { " + " ".join(f"a{n}: {given}" for n in range(times)) + " }"
        return send(desk, token, json.dumps({"query": query}).encode())

    assert ask(9).status_code == 200
    before, entries = state(desk.world), len(desk.trail())
    found = ask(10)
    assert (found.status_code, code(found)) == (400, "DOCUMENT_REFUSED")
    assert "data" not in found.json()
    assert (state(desk.world), len(desk.trail())) == (before, entries + 1)


def test_a_records_links_are_cut_where_the_caller_says(desk: Desk, token: str) -> None:
    world = desk.world
    items = [record("PhoneNumber", f"cut-{n}", number=f"+668111100{n:02d}") for n in range(4)]
    ties = [link("USES", "cut-p", f"cut-{n}") for n in range(4)]
    world.file("th-police", record("Person", "cut-p", name="Somchai Cutter"), *items, *ties)
    query = "query($id: ID!, $n: Int!) { record(id: $id) { links(first: $n) { id } } }"
    asked = {"token": world.token("th-police"), "id": world.id("th-police", "cut-p")}
    whole = desk.data(query, **asked, n=500)["record"]["links"]
    assert [link["id"] for link in whole] == sorted(link["id"] for link in whole)
    assert len(whole) == 4
    assert desk.data(query, **asked, n=3)["record"]["links"] == whole[:3]
    for n in (0, 501):
        assert desk.ask(query, **asked, n=n)["errors"][0]["message"] == "argument `first` must be from 1 to 500"


def test_a_query_that_takes_too_long_as_a_whole_is_given_up_and_tells_nothing(
    desk: Desk, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each statement is within its own limit; the trail says that nothing was shown."""
    read = Store.read

    async def slow(self: Store, *given: Any) -> Any:
        await asyncio.sleep(0.2)
        return await read(self, *given)

    monkeypatch.setattr(Store, "read", slow)
    monkeypatch.setattr("api.graphql.service.OPERATION_SECONDS", 0.1)
    hurried = Desk(desk.world)
    before = len(desk.trail())
    query = '{ a: search(text: "Wichit", first: 1) { edges { node { id } } } viewer { subject } }'
    found = hurried.post(query, token=token)
    [error] = found.json()["errors"]
    assert error == {
        "message": "the query was given up after 0.1 s; ask for less at once",
        "extensions": {"code": "OPERATION_TOO_LONG"},
    }
    assert found.json()["data"] is None
    [entry] = [e.entry for e in desk.trail()[before:]]
    assert (entry.outcome, entry.record_ids, entry.disclosures) == (Outcome.DENIED, (), ())


def test_a_caller_has_sixteen_requests_under_way_and_others_are_not_kept_waiting(
    desk: Desk, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sixteen slow requests of one caller: what each begins with is held back until all are under way."""
    scope_for, gate, waiting = Application.scope_for, asyncio.Event(), []

    async def slow(self: Application, viewer: ViewerContext) -> ReadScope:
        waiting.append(1)
        if len(waiting) <= MAX_CONCURRENT:
            await gate.wait()
        return await scope_for(self, viewer)

    other = desk.world.token("kh-police")

    async def scene() -> tuple[list[httpx.Response], httpx.Response, httpx.Response, httpx.Response]:
        def ask(bearer: str) -> Any:
            headers = {"content-type": JSON, "accept": GRAPHQL_JSON, "authorization": f"Bearer {bearer}"}
            return desk.send(VIEWER, headers=headers)

        slow_ones = [asyncio.create_task(ask(token)) for _ in range(MAX_CONCURRENT)]
        while len(waiting) < MAX_CONCURRENT:
            await asyncio.sleep(0.005)
        too_many, elsewhere = await ask(token), await ask(other)
        gate.set()
        done = await asyncio.gather(*slow_ones)
        return list(done), too_many, elsewhere, await ask(token)

    monkeypatch.setattr(Application, "scope_for", slow)
    done, too_many, elsewhere, after = desk.world.run(scene())
    assert {r.status_code for r in (*done, elsewhere, after)} == {200}
    assert (too_many.status_code, code(too_many)) == (429, "TOO_MANY_REQUESTS")
    assert "data" not in too_many.json()
    assert too_many.headers["retry-after"] == "1"
    assert too_many.json()["errors"][0]["extensions"] == {
        "code": "TOO_MANY_REQUESTS",
        "limit": MAX_CONCURRENT,
        "retryAfterSeconds": 1,
    }


@pytest.mark.parametrize(
    ("field", "most"),
    [
        ('falloutReport(recordId: "r-0") { grants }', 9),
        ('comparePair(left: "r-0", right: "r-1") { together }', 19),
        ('judgementPreview(left: "r-0", right: "r-1", value: NEGATIVE) { changes }', 19),
    ],
)
def test_what_weighs_or_reads_much_is_asked_a_few_times_in_a_document(
    desk: Desk, token: str, field: str, most: int
) -> None:
    def ask(times: int) -> httpx.Response:
        query = "{ " + " ".join(f"a{n}: {field}" for n in range(times)) + " }"
        return send(desk, token, json.dumps({"query": query}).encode())

    assert most < MAX_ROOTS
    assert ask(most).status_code == 200
    before, entries = state(desk.world), len(desk.trail())
    found = ask(most + 1)
    assert (found.status_code, code(found)) == (400, "DOCUMENT_REFUSED")
    assert found.json()["errors"][0]["message"].startswith("the document's cost is ")
    assert "data" not in found.json()
    # Refused before it began: the trail says so and has nothing that could have been shown.
    assert state(desk.world) == before
    assert [(e.entry.operation, e.entry.record_ids) for e in desk.trail()[entries:]] == [(REFUSED_DOCUMENT, ())]
