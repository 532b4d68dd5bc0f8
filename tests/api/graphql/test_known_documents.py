"""What clients send again is parsed and validated once, and nobody can feel what somebody else asked."""

import json
from functools import partial
from unittest.mock import patch

import pytest
from graphql import GraphQLError

from api.graphql import schema, served_schema, validation
from api.graphql.documents import KnownDocuments
from api.web.http import build_http
from tests.api.asking import Desk
from tests.api.sending import desk_with_persons
from tests.world import World

ABOUT = "query About($id: ID!) { entity(id: $id) { caption records { id originator { code } redacted } } }"
WITH_VALUES = (
    '{ record(id: "r-1") { id } }',
    '{ record(id: """r-1""") { id } }',
    '{ viewer { agency { code } } } # asked "for" him',
    "{ p66812345678: viewer { agency { code } } }",
    "{ search(text: $t, first: 1234) { id } }",
    "{ near(latitude: 16.7) { id } }",
)


@pytest.fixture(scope="module")
def desk(module_world: World) -> Desk:
    found = desk_with_persons(module_world)
    found.http = build_http(module_world.app, with_workers=False, schema=served_schema())
    return found


def validations(desk: Desk, text: str, token: str, **variables: object) -> tuple[str, int]:
    """Return the answer to a document, as text, and how often it was held against the schema."""
    with patch.object(schema, "validate_document", wraps=validation.validate_document) as validated:
        found = desk.ask(text, token=token, **variables)
    return json.dumps(found, sort_keys=True), validated.call_count


def test_a_document_is_validated_once_and_answered_alike(desk: Desk) -> None:
    token, rid = desk.world.token("th-police"), desk.world.id("th-police", "0")
    first, again = (validations(desk, ABOUT, token, id=rid) for _ in range(2))
    assert (first[1], again[1]) == (1, 0)
    assert first[0] == again[0]
    assert str(rid) in first[0]


def test_what_a_colleague_asked_before_is_answered_in_the_own_view(desk: Desk) -> None:
    text = "query Theirs { viewer { subject roles scopeKey } }"
    officer = desk.world.token("th-police", "policy-officer")
    theirs, _ = validations(desk, text, desk.world.token("th-police"))
    mine, count = validations(desk, text, officer)
    afresh, _ = validations(desk, text.replace("Theirs", "Mine"), officer)
    assert count == 0
    assert mine == afresh != theirs


def test_another_agency_cannot_feel_what_was_asked(desk: Desk) -> None:
    text = ABOUT.replace("About", "Felt")
    rid = desk.world.id("th-police", "0")
    counts = [validations(desk, text, desk.world.token(a), id=rid)[1] for a in ("th-police", "my-telco", "my-telco")]
    assert counts == [1, 1, 0]


def test_an_invalid_document_is_refused_each_time_in_the_same_words(desk: Desk) -> None:
    token = desk.world.token("th-police")
    first, again = (validations(desk, "{ viewer { nothing } }", token) for _ in range(2))
    assert first == again
    assert first[1] == 1
    assert "GRAPHQL_VALIDATION_FAILED" in first[0]


def test_what_has_a_value_in_it_is_validated_anew(desk: Desk) -> None:
    token, rid = desk.world.token("th-police"), desk.world.id("th-police", "0")
    text = f'{{ record(id: "{rid}") {{ id }} }}'
    assert [validations(desk, text, token)[1] for _ in range(2)] == [1, 1]


@pytest.mark.parametrize("text", WITH_VALUES)
def test_a_document_with_a_value_is_not_kept(text: str) -> None:
    known = KnownDocuments()
    assert known.read(text, agency="th-police") is not known.read(text, agency="th-police")


def test_others_are_kept_as_long_as_they_have_room() -> None:
    texts = [f"{{ a{n} b{n} }}" for n in range(10)]
    read = partial(KnownDocuments(most=3 * len(texts[0])).read, agency="th-police")
    first = read(texts[0])
    for text in texts[1:3]:
        read(text)
        assert read(texts[0]) is first
    kept = read(texts[2])
    for text in texts[3:5]:  # the first was asked for before it
        read(text)
    assert read(texts[2]) is kept
    assert read(texts[0]) is not first


def test_what_others_send_changes_nothing_of_what_is_known_for_an_agency() -> None:
    known = KnownDocuments(most=20)
    mine = known.read("{ a b }", agency="th-police")
    assert known.read("{ a b }", agency="kh-police") is not mine
    for n in range(20):
        known.read(f"{{ c{n} d }}", agency="kh-police")
    assert known.read("{ a b }", agency="th-police") is mine


def test_a_long_one_is_not_kept_and_what_cannot_be_parsed_neither() -> None:
    read = partial(KnownDocuments(longest=20).read, agency="th-police")
    text = "{ a " + "b " * 20 + "}"
    assert read(text) is not read(text)
    for _ in range(2):
        with pytest.raises(GraphQLError):
            read("{ a ")
