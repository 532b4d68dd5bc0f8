"""What is wrong with a request is told in a few errors of a few words, whatever was sent, and found in few steps."""

import json
import sys
from types import FrameType
from typing import Any

import pytest
from graphql import GraphQLError, specified_rules
from websockets import ClientConnection

from api.errors import RefusedDocumentError
from api.graphql import served_schema
from api.graphql.limits import (
    MAX_CHARACTERS,
    MAX_INPUT_FIELDS,
    MAX_NAME,
    MAX_PAIRS,
    check,
    parse_within_limits,
)
from api.graphql.service import REFUSED_DOCUMENT
from api.graphql.validation import MAX_ERRORS, MAX_ERRORS_OF_A_VALUE, validate_document
from api.public_errors import LONGEST_MESSAGE
from policies import Outcome
from tests.api.asking import Desk
from tests.api.audit.test_denials import state
from tests.api.sending import code, desk_with_persons, send
from tests.api.web.test_websocket import begin, hear, talk, tell
from tests.world import World

SCHEMA = served_schema()._schema
MOST_BYTES = 20_000
MOST_STEPS = 300_000
"""Calls of functions of Python, some tens of milliseconds."""
ID = f'"r-{"0" * 32}"'


@pytest.fixture(scope="module")
def desk(module_world: World) -> Desk:
    return desk_with_persons(module_world)


@pytest.fixture(scope="module")
def token(module_world: World) -> str:
    return module_world.token("my-telco")


def of_record(selected: str) -> str:
    return f"{{ record(id: {ID}) {{ {selected} }} }}"


def submitted(given: str) -> str:
    return f'mutation {{ submitRecords(input: {{ dataset: "d", {given} }}) {{ created }} }}'


ROWS = ",".join('{kind:PERSON,reference:"x",properties:[]}' for _ in range(150))
UNKNOWN = {
    "some fields that an input does not have": submitted(",".join(f"recrds{n}: 1" for n in range(90))),
    "such fields beside many rows": submitted(f"records: [{ROWS}]," + ",".join(f"recrds{n}: 1" for n in range(90))),
    "rows of an unknown kind": submitted(f"records: [{ROWS.replace('PERSON', 'PERSN')}]"),
    "rows without what they need": submitted(f"records: [{ROWS.replace(',properties:[]', '')}]"),
    "a long text where a number is": of_record(f'links(first: "{"1" * 9_000}") {{ id }}'),
    "unknown values of a list": f"{{ network(id: {ID}, kinds: [{','.join(f'PERSN{n}' for n in range(900))}])"
    " { truncated } }",
    "unknown types": of_record(" ".join(f"... on Persn{n} {{ id }}" for n in range(290))),
    "fragments on unknown types": "".join(f"fragment f{n} on Persn{n} {{ id }} " for n in range(290))
    + "{ __typename }",
    "unknown fields": of_record(" ".join(f"capton{n}" for n in range(290))),
    "unknown fields of long names": of_record(" ".join("a" * 90 + str(n) for n in range(99))),
    "unknown directives": of_record(" ".join(f"id @inclde{n}" for n in range(290))),
    "fields that conflict": of_record(" ".join(f"a: {name}" for name in ("id", "caption") * 45)),
    "fields of fields that conflict": "{ "
    + " ".join(f"record(id: {ID}) {{ {' '.join(f'a{n}: {name}' for n in range(90))} }}" for name in ("id", "caption"))
    + " }",
    "a cycle of fragments": of_record("...f0")
    + "".join(f"fragment f{n} on Record {{ ...f{(n + 1) % 15} }} " for n in range(15)),
    "an unknown fragment": of_record("...f " * 290),
}
REFUSED = {
    "an object with many fields": (
        submitted(",".join(f"recrds{n}: 1" for n in range(MAX_INPUT_FIELDS))),
        "number of fields of an input",
        MAX_INPUT_FIELDS,
    ),
    "such an object in a list in a fragment": (
        "mutation { ...F } fragment F on Mutation { submitRecords(input: {records: [{"
        + ",".join(f"recrds{n}: 1" for n in range(MAX_INPUT_FIELDS + 1))
        + "}]}) { created } }",
        "number of fields of an input",
        MAX_INPUT_FIELDS,
    ),
    "a long text beside fields that an input does not have": (
        submitted(f'profile: "{"a" * 900_000}",' + ",".join(f"r{n}: 1" for n in range(90))),
        "number of characters",
        MAX_CHARACTERS,
    ),
    "a long name in the answer": (of_record(f"{'a' * (MAX_NAME + 1)}: id"), "longest name", MAX_NAME),
    "many fields that conflict": (
        of_record(" ".join(f"a: {name}" for name in ("id", "caption") * 140)),
        "number of pairs of fields to merge",
        MAX_PAIRS,
    ),
    "many fragments in one place": (
        of_record(" ".join(f"...f{n}" for n in range(290)))
        + "".join(f"fragment f{n} on Record {{ id }} " for n in range(290)),
        "number of pairs of fields to merge",
        MAX_PAIRS,
    ),
    "fragments that each spread all later ones": (
        of_record("...f0")
        + "".join(
            f"fragment f{n} on Record {{ {' '.join(f'...f{m}' for m in range(n + 1, 40))} }} " for n in range(40)
        ),
        "number of pairs of fields to merge",
        MAX_PAIRS,
    ),
}


def steps_to_refuse(text: str) -> int:
    """Return how many functions are called until a document is found to be wrong."""
    steps = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal steps
        steps += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        document = parse_within_limits(text)
        check(document, None, {}, SCHEMA)
        errors: list[GraphQLError] = validate_document(SCHEMA, document, specified_rules)
    except RefusedDocumentError:
        return steps
    finally:
        sys.setprofile(before)
    assert errors
    return steps


@pytest.mark.parametrize("name", UNKNOWN)
def test_a_wrong_document_is_answered_in_few_words(desk: Desk, token: str, name: str) -> None:
    before = state(desk.world)
    found = send(desk, token, json.dumps({"query": UNKNOWN[name]}).encode())
    errors = found.json()["errors"]
    assert (found.status_code, code(found)) == (400, "GRAPHQL_VALIDATION_FAILED")
    assert "data" not in found.json()
    assert 1 <= len(errors) <= MAX_ERRORS + 1
    assert all(len(error["message"]) <= LONGEST_MESSAGE for error in errors)
    assert len(found.content) <= MOST_BYTES
    assert state(desk.world) == before


@pytest.mark.parametrize("name", [*UNKNOWN, *REFUSED])
def test_what_is_wrong_is_found_in_few_steps(name: str) -> None:
    text = UNKNOWN[name] if name in UNKNOWN else REFUSED[name][0]
    steps_to_refuse("{ nobody }")  # the schema makes some of its parts when they are first asked for
    assert steps_to_refuse(text) <= MOST_STEPS


@pytest.mark.parametrize("name", REFUSED)
def test_what_goes_beyond_a_bound_is_refused_by_its_measure_and_stands_in_the_trail(
    desk: Desk, token: str, name: str
) -> None:
    text, measure, limit = REFUSED[name]
    before, entries = state(desk.world), len(desk.trail())
    found = send(desk, token, json.dumps({"query": text}).encode())
    assert (found.status_code, code(found)) == (400, "DOCUMENT_REFUSED")
    assert "data" not in found.json()
    extensions = found.json()["errors"][0]["extensions"]
    assert (extensions["measure"], extensions["limit"]) == (measure, limit)
    assert extensions["found"] > limit
    assert len(found.content) <= 400
    assert state(desk.world) == before
    [entry] = [e.entry for e in desk.trail()[entries:]]
    assert (entry.operation, entry.outcome, entry.record_ids) == (REFUSED_DOCUMENT, Outcome.DENIED, ())
    assert entry.agency == "my-telco"


@pytest.mark.parametrize(
    "text",
    [
        submitted("records: [" + ",".join('{kind:PERSON,reference:"x",properties:[]}' for _ in range(150)) + "]"),
        of_record(" ".join(f"...f{n}" for n in range(90)))
        + "".join(f"fragment f{n} on Record {{ id }} " for n in range(90)),
        of_record(f"{'a' * MAX_NAME}: id"),
        f'{{ search(text: "{"a" * (MAX_CHARACTERS - 100)}") {{ edges {{ score }} }} }}',
        of_record("... on Person { told: caption } ... on PhoneNumber { told: caption } ... on Site { told: caption }"),
    ],
    ids=["rows", "fragments", "name", "text", "alias"],
)
def test_what_is_within_the_bounds_is_validated(text: str) -> None:
    document = parse_within_limits(text)
    check(document, None, {}, SCHEMA)
    assert validate_document(SCHEMA, document, specified_rules) == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (submitted("recrds: []"), "unknown field 'recrds'. Did you mean 'records'?"),
        (submitted(f"records: [{ROWS}], recrds: []"), "unknown field 'recrds'. Did you mean 'records'?"),
        (of_record("capton"), "Cannot query field 'capton' on type 'Record'. Did you mean 'caption'?"),
        (of_record("... on Persn { id }"), "Unknown type 'Persn'. Did you mean 'Person'"),
        (f"{{ network(id: {ID}, kinds: [PERSN]) {{ truncated }} }}", "Value 'PERSN' does not exist in 'Kind' enum."),
    ],
)
def test_the_wrong_word_is_named_with_the_one_that_was_meant(desk: Desk, token: str, text: str, named: str) -> None:
    messages = [e["message"] for e in send(desk, token, json.dumps({"query": text}).encode()).json()["errors"]]
    assert any(named in message for message in messages), messages


def test_of_many_errors_the_first_are_told_and_that_there_are_more(desk: Desk, token: str) -> None:
    def told(query: str, **variables: Any) -> list[str]:
        body = json.dumps({"query": query, "variables": variables}).encode()
        return [e["message"] for e in send(desk, token, body).json()["errors"]]

    fields = told(of_record(" ".join(f"capton{n}" for n in range(50))))
    assert len(fields) == MAX_ERRORS + 1
    assert "'capton0'" in fields[0]
    assert fields[-1] == "Too many validation errors, error limit reached. Validation aborted."
    of_a_value = told(submitted(",".join(f"recrds{n}: 1" for n in range(50))))
    assert len(of_a_value) == MAX_ERRORS_OF_A_VALUE
    query = f"query($k: [Kind!]) {{ network(id: {ID}, kinds: $k) {{ truncated }} }}"
    variables = told(query, k=[f"PERSN{n}" for n in range(1_000)])
    assert len(variables) == MAX_ERRORS + 1
    assert "'PERSN0'" in variables[0]
    assert variables[-1].startswith("Too many errors processing variables")
    assert len(told(query, k=[f"PERSN{n}" for n in range(3)])) == 3


def test_a_value_of_a_variable_is_not_told_back_whole(desk: Desk, token: str) -> None:
    query = f"query($k: [Kind!]) {{ network(id: {ID}, kinds: $k) {{ truncated }} }}"
    found = send(desk, token, json.dumps({"query": query, "variables": {"k": ["P" * 900_000]}}).encode())
    assert (found.status_code, code(found)) == (400, "BAD_USER_INPUT")
    message = found.json()["errors"][0]["message"]
    assert message.startswith("Variable '$k' has invalid value at [0]: Value 'PPP")
    assert message.endswith("does not exist in 'Kind' enum.")
    assert len(message) == LONGEST_MESSAGE
    assert len(found.content) <= 2_000


def test_an_argument_that_names_nobody_is_not_told_back_whole(desk: Desk) -> None:
    """Asked for under many names in one document."""
    explanation = (
        'releaseExplanation(recordId: $id, viewer: {agency: $a, roles: ["analyst"], purpose: "investigation"}) '
        "{ __typename }"
    )
    query = "query($id: ID!, $a: String!) { " + " ".join(f"a{n}: {explanation}" for n in range(15)) + " }"
    variables = {"id": str(desk.world.id("th-police", "0")), "a": "x" * 900_000}
    officer = desk.world.token("th-police", "policy-officer")
    found = send(desk, officer, json.dumps({"query": query, "variables": variables}).encode())
    messages = {e["message"] for e in found.json()["errors"]}
    assert found.json()["data"] == {f"a{n}": None for n in range(15)}
    [message] = messages
    assert message.startswith("unknown agency `xxx")
    assert message.endswith(", vn-police")  # the last of those that are known
    assert len(message) <= LONGEST_MESSAGE
    assert len(found.content) <= MOST_BYTES


def test_over_a_websocket_a_wrong_document_is_answered_in_few_words_too(desk: Desk, token: str) -> None:
    asked = [UNKNOWN["such fields beside many rows"], REFUSED["a long name in the answer"][0], "{ " + "b" * 150_000]
    subscribed = f"subscription {{ alerts({','.join(f'sinc{n}: 1' for n in range(90))}) {{ id }} }}"

    async def work(socket: ClientConnection) -> list[dict[str, Any]]:
        await begin(socket, token)
        found = []
        for number, query in enumerate([*asked, subscribed]):
            await tell(socket, id=str(number), type="subscribe", payload={"query": query})
            found.append(await hear(socket))
        return found

    found = talk(desk, work)
    assert [m["type"] for m in found] == ["error"] * 4
    codes = [m["payload"][0]["extensions"]["code"] for m in found]
    assert codes == ["GRAPHQL_VALIDATION_FAILED", "DOCUMENT_REFUSED", "DOCUMENT_REFUSED", "GRAPHQL_VALIDATION_FAILED"]
    assert all(len(json.dumps(m)) <= MOST_BYTES for m in found)
    assert len(found[-1]["payload"]) == MAX_ERRORS + 1
