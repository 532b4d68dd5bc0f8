"""A body that names a parameter twice is refused: who checked the first one on the way let another operation through."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.errors import InputError
from api.graphql.request import parse_request
from policies import Outcome
from tests.api.asking import Desk
from tests.world import World

SEEN, MEANT = "{ viewer { subject } }", "{ alerts(first: 1) { edges { node { id } } } }"
TWICE = {
    "query": f'{{"query": "{SEEN}", "query": "{MEANT}"}}',
    "an escaped letter": f'{{"query": "{SEEN}", "qu\\u0065ry": "{MEANT}"}}',
    "variables": f'{{"variables": {{}}, "query": "{SEEN}", "variables": {{"a": 1}}}}',
    "operationName": f'{{"operationName": "A", "query": "{SEEN}", "operationName": null}}',
    "behind a byte-order mark": f'\ufeff {{"query": "{SEEN}", "query": "{MEANT}"}}',
    "deep": f'{{"query": "{SEEN}", "variables": {{"a": {"[" * 1000}{"]" * 1000}}}, "query": "{MEANT}"}}',
}
PARAMETERS = st.fixed_dictionaries(
    {"query": st.text(min_size=1)},
    optional={
        "operationName": st.text(),
        "variables": st.dictionaries(
            st.sampled_from(["query", "variables", "extensions", "A", "\\"]),
            st.text() | st.integers() | st.floats(-9, 9),
        ),
        "extensions": st.dictionaries(st.text(), st.none()),
    },
)


@pytest.fixture(scope="module")
def desk(module_world: World) -> Desk:
    return Desk(module_world)


@pytest.mark.parametrize("body", TWICE.values(), ids=TWICE.keys())
def test_it_is_refused_and_nothing_is_answered(desk: Desk, body: str) -> None:
    headers = {"authorization": f"Bearer {desk.world.token('th-police')}", "content-type": "application/json"}
    entries = len(desk.trail())
    found = desk.raw(body.encode(), headers=headers)
    assert found.status_code == 400
    [error] = found.json()["errors"]
    assert error["message"] in {
        "argument `body` names a parameter twice",
        "argument `body` is nested too deep",
    }
    assert "data" not in found.json()
    assert Outcome.ALLOWED not in {e.entry.outcome for e in desk.trail()[entries:]}


@given(PARAMETERS, st.booleans())
def test_whatever_names_each_once_is_read(parameters: dict[str, Any], is_ascii: bool) -> None:
    found = parse_request(json.dumps(parameters, ensure_ascii=is_ascii).encode("utf-8", "replace"))
    assert found.query == parameters["query"].encode("utf-8", "replace").decode()
    assert found.variables == parameters.get("variables", {}) or not is_ascii


@given(PARAMETERS, st.sampled_from(["query", "operationName", "variables", "extensions"]), st.booleans())
def test_whatever_names_one_twice_is_refused(parameters: dict[str, Any], name: str, is_ascii: bool) -> None:
    first = json.dumps({name: parameters.get(name), **parameters}, ensure_ascii=is_ascii)
    second = json.dumps({name: parameters.get(name)}, ensure_ascii=is_ascii)
    with pytest.raises(InputError, match="twice"):
        parse_request(f"{first[:-1]}, {second[1:]}".encode("utf-8", "replace"))
