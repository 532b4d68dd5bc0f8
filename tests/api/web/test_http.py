"""HTTP: content negotiation, addresses and masked errors, through the real ASGI application."""

import errno
import gzip
import json
import os
from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest
import structlog

from api.audit.store_reading import StoreReading
from api.bootstrap import Application
from api.web.http import build_http, negotiate
from entity_resolution.views.entities import EntityReader
from graph import ReadScope
from graph.store import Store, StoreLease
from graph.store.reading import record_reader
from tests.api.asking import ADDRESS, GRAPHQL_JSON, Desk
from tests.api.sending import ANSWER, JSON, VIEWER, code, desk_with_persons, refused, send
from tests.world import World


@pytest.fixture(scope="module")
def desk(module_world: World) -> Desk:
    return desk_with_persons(module_world)


@pytest.fixture(scope="module")
def token(module_world: World) -> str:
    return module_world.token("th-police")


# ---- conventions ----


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (GRAPHQL_JSON, GRAPHQL_JSON),
        (JSON, JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (f"{GRAPHQL_JSON}, {JSON}", GRAPHQL_JSON),
        (f"{JSON}, {GRAPHQL_JSON}", JSON),
        (f"{JSON};q=0.5, {GRAPHQL_JSON};q=0.9", GRAPHQL_JSON),
        (f"text/html, {JSON};q=0.1", JSON),
        (f"{GRAPHQL_JSON};charset=utf-8", GRAPHQL_JSON),
        ("text/event-stream, application/json", JSON),
    ],
)
def test_the_answer_has_the_type_that_the_client_likes_best(desk: Desk, token: str, accept: str, media: str) -> None:
    found = send(desk, token, accept=accept)
    assert (found.status_code, found.headers["content-type"]) == (200, f"{media}; charset=utf-8")
    assert found.json() == ANSWER


@pytest.mark.parametrize("accept", ["text/html", "image/*", f"{JSON};q=0", f"{JSON};q=x", "text/event-stream"])
def test_a_client_that_takes_neither_type_is_told_so(desk: Desk, token: str, accept: str) -> None:
    found = send(desk, token, accept=accept)
    assert (found.status_code, code(found)) == (406, "NOT_ACCEPTABLE")
    assert "data" not in found.json()


def test_no_accept_header_means_anything(desk: Desk) -> None:
    assert negotiate("") == negotiate("*/*") == JSON


@pytest.mark.parametrize(
    "given", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/graphql", ""]
)
def test_only_json_is_taken(desk: Desk, token: str, given: str) -> None:
    found = send(desk, token, content_type=given)
    assert (found.status_code, code(found)) == (415, "UNSUPPORTED_MEDIA_TYPE")


@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate, gzip"])
def test_a_compressed_body_is_refused_as_such(desk: Desk, token: str, encoding: str) -> None:
    found = send(desk, token, gzip.compress(VIEWER), content_encoding=encoding)
    assert (found.status_code, code(found)) == (415, "UNSUPPORTED_MEDIA_TYPE")
    assert found.headers["accept-encoding"] == "identity"
    assert send(desk, token, content_encoding="identity").json() == ANSWER


def test_no_answer_is_kept_on_the_way_or_taken_for_something_else(desk: Desk, token: str) -> None:
    for found in (send(desk, token), send(desk, None), send(desk, token, b"{")):
        assert (found.headers["cache-control"], found.headers["x-content-type-options"]) == ("no-store", "nosniff")


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH"])
def test_only_post_is_served(desk: Desk, token: str, method: str) -> None:
    headers = {"authorization": f"Bearer {token}", "accept": JSON, "content-type": JSON}
    path = "/graphql?query={viewer{subject}}" if method == "GET" else "/graphql"
    found = desk.raw(None if method == "GET" else VIEWER, method=method, headers=headers, path=path)
    assert found.status_code == 405
    assert found.headers["allow"] == "POST"
    assert found.headers["content-type"] == "application/json; charset=utf-8"
    assert b"subject" not in found.content


def test_a_browser_gets_the_page_and_a_query_by_get_does_not(desk: Desk) -> None:
    page = desk.raw(method="GET", headers={"accept": "text/html"})
    assert (page.status_code, page.headers["vary"], page.headers["content-type"]) == (
        200,
        "accept",
        "text/html; charset=utf-8",
    )
    head = desk.raw(method="HEAD", headers={"accept": "text/html"})
    assert (head.status_code, head.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert desk.raw(method="GET", headers={"accept": "text/html"}, path="/graphql?query={x}").status_code == 405


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"x"',
        b"\xff\xfe",
        b"{}",
        b'{"query": null}',
        b'{"query": ""}',
        b'{"query": 7}',
        b'{"query": ["{viewer{subject}}"]}',
        b'{"query": "{viewer{subject}}", "variables": []}',
        b'{"query": "{viewer{subject}}", "variables": "x"}',
        b'{"query": "{viewer{subject}}", "operationName": 7}',
        b'{"query": "{viewer{subject}}", "extensions": []}',
        b'[{"query": "{viewer{subject}}"}]',
        b'{"query": "{viewer{subject}}", "variables": ' + b'{"a":' * 3_000 + b"1" + b"}" * 3_000 + b"}",
    ],
)
def test_a_body_that_is_no_request_is_a_bad_request(desk: Desk, token: str, body: bytes) -> None:
    for accept in (JSON, GRAPHQL_JSON):
        found = send(desk, token, body, accept=accept)
        assert (found.status_code, code(found)) == (400, "BAD_USER_INPUT")
        assert "data" not in found.json()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("{ viewer { ", "GRAPHQL_PARSE_FAILED"),
        ("{ viewer { nobody } }", "GRAPHQL_VALIDATION_FAILED"),
        (
            'query($x: Int!) { viewer { subject } search(text: "a", first: $x) { edges { cursor } } }',
            "BAD_USER_INPUT",
        ),
        ("query A { viewer { subject } } query B { viewer { subject } }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { alerts { id } }", "GRAPHQL_VALIDATION_FAILED"),
        ("fragment F on Viewer { subject }", "GRAPHQL_VALIDATION_FAILED"),
    ],
)
def test_a_document_that_cannot_run_is_400_for_new_clients_and_200_for_old_ones(
    desk: Desk, token: str, query: str, expected: str
) -> None:
    body = json.dumps({"query": query}).encode()
    new, old = send(desk, token, body), send(desk, token, body, accept=JSON)
    assert (new.status_code, old.status_code) == (400, 200)
    assert code(new) == code(old) == expected
    assert new.json() == old.json()
    assert "data" not in new.json()


def test_a_byte_order_mark_is_no_part_of_a_body(desk: Desk, token: str) -> None:
    body = b"\xef\xbb\xbf" + json.dumps({"query": "{ viewer { purpose } }"}).encode()
    assert send(desk, token, body).json() == {"data": {"viewer": {"purpose": "investigation"}}}
    assert send(desk, token, b"\xef\xbb\xbf" + body).status_code == 400


def test_an_error_within_an_answer_keeps_200(desk: Desk, token: str) -> None:
    body = json.dumps({"query": '{ viewer { subject } network(id: "r-1", depth: 7) { truncated } }'}).encode()
    found = send(desk, token, body)
    assert (found.status_code, found.json()["data"]["network"]) == (200, None)
    assert found.json()["data"]["viewer"] == {"subject": "analyst of th-police"}
    assert found.json()["errors"][0]["path"] == ["network"]


def test_the_operation_of_the_name_runs(desk: Desk, token: str) -> None:
    query = "query A { viewer { subject } } query B { viewer { purpose } }"
    found = send(desk, token, json.dumps({"query": query, "operationName": "B", "variables": None}).encode())
    assert found.json() == {"data": {"viewer": {"purpose": "investigation"}}}
    assert send(desk, token, json.dumps({"query": query, "operationName": "C"}).encode()).status_code == 400


def test_health_tells_life_and_readiness(desk: Desk) -> None:
    assert desk.raw(method="GET", path="/health/live").json() == {"status": "live"}
    ready = desk.raw(method="GET", path="/health/ready")
    assert ready.json() == {"status": "ready", "policyVersion": desk.world.app.bundle.version}


def test_a_service_whose_trail_takes_no_entry_is_not_ready_until_it_does(
    desk: Desk, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, before = desk.world.app.settings.audit, len(desk.trail())

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch, structlog.testing.capture_logs() as events:
        patch.setattr(os, "write", full)
        for _ in range(2):  # asked before and after an answer was refused
            ready = desk.raw(method="GET", path="/health/ready")
            assert (ready.status_code, ready.json()) == (503, {"status": "not ready", "code": "AUDIT_FAILED"})
            found = send(desk, token)
            assert (found.status_code, code(found), "data" in found.json()) == (503, "SERVICE_UNAVAILABLE", False)
        patch.setattr(os, "write", lambda _, data: min(len(data), 40))  # some bytes are left
        assert desk.raw(method="GET", path="/health/ready").json()["code"] == "AUDIT_FAILED"
    told = {e["problem"] for e in events if e["event"] == "audit_failed"}
    assert told == {"an audit entry cannot be written: No space left on device"}
    assert len(desk.trail()) == before
    names = {path.name for path in folder.iterdir()}

    assert desk.raw(method="GET", path="/health/ready").status_code == 200
    assert {path.name for path in folder.iterdir()} == names
    assert send(desk, token).json() == ANSWER


def test_an_error_that_nobody_thought_of_is_answered_and_logged_without_its_words(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError("+66812345678")

    monkeypatch.setattr("api.graphql.service.GraphQLService.execute", broken)
    with structlog.testing.capture_logs() as logs:
        answer = desk.post("{ viewer { subject } }", token=desk.world.token("th-police"))
    assert answer.status_code == 500
    assert code(answer) == "INTERNAL_SERVER_ERROR"
    assert "6681" not in answer.text
    assert logs == [{"event": "request_failed", "problem": "RuntimeError", "log_level": "error"}]


# ---- errors ----


def test_errors_of_the_store_tell_nothing(desk: Desk, token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken statement stands for every failure in the store: a real one, of the real server."""
    broken = replace(record_reader._RECORDS, text="RETURN 1 / 0 AS `canary of the store`, $p.rids AS `Tanawat`")
    monkeypatch.setattr(record_reader, "_RECORDS", broken)
    found = send(desk, token, json.dumps({"query": '{ record(id: "canary-of-the-caller") { id } }'}).encode())
    assert found.json() == {
        "data": {"record": None},
        "errors": [
            {
                "message": "the request failed",
                "locations": [{"line": 1, "column": 3}],
                "path": ["record"],
                "extensions": {"code": "INTERNAL_SERVER_ERROR"},
            }
        ],
    }


def test_the_root_names_the_addresses_and_nothing_else(desk: Desk) -> None:
    plain = desk.raw(method="GET", path="/")
    assert (plain.status_code, plain.json()) == (
        200,
        {"graphql": "/graphql", "live": "/health/live", "ready": "/health/ready"},
    )
    page = desk.raw(method="GET", path="/", headers={"accept": "text/html,*/*;q=0.8"})
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert all(address in page.text for address in plain.json().values())
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert all(word not in page.text for word in (desk.world.app.bundle.version, "th-police"))
    assert desk.raw(json={}, path="/").status_code == 405


def test_programming_errors_are_masked(
    desk: Desk, token: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def fail(_self: EntityReader, _scope: ReadScope, record_ids: list[str]) -> None:
        raise KeyError(f"canary {record_ids}")

    monkeypatch.setattr(EntityReader, "entities_of", fail)
    found = send(desk, token, json.dumps({"query": '{ entity(id: "canary-id") { id } }'}).encode())
    assert found.json()["errors"][0]["message"] == "the request failed"
    assert "canary" not in found.text
    printed = capsys.readouterr()
    assert "KeyError" in printed.out + printed.err
    assert "canary" not in printed.out + printed.err


def test_a_store_that_is_gone_is_unavailable_and_says_no_more(desk: Desk, token: str, neo4j_lease: StoreLease) -> None:
    """The real thing: a process whose connections were closed under it."""

    async def scene(app: Application) -> tuple[httpx.Response, httpx.Response]:
        lease = neo4j_lease
        lost = await Store.connect(
            uri=lease.uri, username=lease.username, password=lease.password, database=lease.database
        )
        await lost.close()
        on = replace(app.foundation, store=lost, registry=type(app.registry)(lost))
        reading = StoreReading(on.registry, app.accountability.standing, on.audit, app.watch)
        dead = replace(app, foundation=on, feed=type(app.feed)(lost), reading=reading)
        transport = httpx.ASGITransport(build_http(dead, with_workers=False))
        async with httpx.AsyncClient(transport=transport, base_url=ADDRESS, trust_env=False) as client:
            headers = {"content-type": JSON, "accept": GRAPHQL_JSON, "authorization": f"Bearer {token}"}
            answer = await client.post("/graphql", content=VIEWER, headers=headers)
            return answer, await client.get("/health/ready")

    answer, ready = desk.world.run(scene(desk.world.app))
    assert (answer.status_code, answer.json()) == (
        503,
        {"errors": [{"message": "the service cannot answer now", "extensions": {"code": "SERVICE_UNAVAILABLE"}}]},
    )
    assert (ready.status_code, ready.json()) == (503, {"status": "not ready", "code": "STORE_UNAVAILABLE"})


@pytest.fixture
def no_keys(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Damage the file of keys, and let nobody believe that somebody is writing it."""
    monkeypatch.setattr("api.authentication.KEYS_GRACE_SECONDS", 0.0)
    jwks = desk.world.app.settings.jwks
    known = jwks.read_bytes()
    jwks.write_text("{")
    yield
    jwks.write_bytes(known)


@pytest.mark.usefixtures("no_keys")
def test_keys_that_cannot_be_read_are_a_fault_of_the_service_and_not_of_a_token(desk: Desk, token: str) -> None:
    entries = len(desk.trail())
    found = send(desk, token)
    assert (found.status_code, found.headers["retry-after"]) == (503, "1")
    error = {"message": "no keys to verify tokens with", "extensions": {"code": "SERVICE_UNAVAILABLE"}}
    assert found.json() == {"errors": [error]}
    refused(send(desk, None))
    ready = desk.raw(method="GET", path="/health/ready")
    mend = "the key set that tokens are verified with cannot be read, or has no key for ES256: mend it or put it back"
    told = {"status": "not ready", "code": "KEYS_UNREADABLE", "advice": mend}
    assert (ready.status_code, ready.json()) == (503, told)
    assert desk.raw(method="GET", path="/health/live").status_code == 200
    assert len(desk.trail()) == entries


def test_with_its_keys_again_the_service_answers_and_is_ready(desk: Desk, token: str) -> None:
    assert send(desk, token).json() == ANSWER
    assert desk.raw(method="GET", path="/health/ready").status_code == 200


def test_before_a_first_token_it_says_what_makes_keys(world: World) -> None:
    # Last here, since it empties the store beneath the world of the others.
    found = Desk(world).raw(method="GET", path="/health/ready")
    assert (found.status_code, found.json()["code"]) == (503, "KEYS_UNREADABLE")
    assert found.json()["advice"] == (
        "no keys to verify tokens with yet: BENANG_JWKS names the key set of the members' identity provider; in a "
        "trial without it, the first `benang token` makes one"
    )
    world.token("th-police")
    assert Desk(world).raw(method="GET", path="/health/ready").status_code == 200
