"""Requests over HTTP for tests, byte by byte, and what is expected of their answers."""

import json

import httpx

from tests.api.asking import GRAPHQL_JSON, Desk
from tests.world import World, record

JSON = "application/json"
VIEWER = json.dumps({"query": "{ viewer { agency { code } } }"}).encode()
ANSWER = {"data": {"viewer": {"agency": {"code": "th-police"}}}}


def desk_with_persons(world: World) -> Desk:
    """Return a desk of a world in which the Thai police hold seven persons."""
    world.file("th-police", *(record("Person", str(n), name=f"Person {n} Tanawat", role="suspect") for n in range(7)))
    return Desk(world)


def send(desk: Desk, token: str | None, body: bytes = VIEWER, **headers: str) -> httpx.Response:
    """Send a body as it is; an empty header is left out, and an underscore in a name stands for a hyphen."""
    given = {"content-type": JSON, "accept": GRAPHQL_JSON, **{k.replace("_", "-"): v for k, v in headers.items()}}
    if token is not None:
        given["authorization"] = f"Bearer {token}"
    return desk.raw(body, headers={k: v for k, v in given.items() if v})


def code(response: httpx.Response) -> str:
    """Return the code of the first error of an answer."""
    found: str = response.json()["errors"][0]["extensions"]["code"]
    return found


def refused(response: httpx.Response) -> None:
    """Assert that who asked was taken for nobody, and is told nothing."""
    assert (response.status_code, code(response)) == (401, "UNAUTHENTICATED")
    assert response.headers["www-authenticate"] == 'Bearer realm="benang"'
    assert "data" not in response.json()
    assert "th-police" not in response.text
