"""A token speaks for somebody, or nobody asks."""

import base64
import json
import math
import os
import time
import uuid
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import jwt
import pytest
import structlog
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from api.authentication import KEYS_GRACE_SECONDS, Authenticator
from api.errors import AuthenticationError, KeysUnreadableError
from api.keys import DEVELOPMENT_KID, load_development_key
from tests.api.asking import GRAPHQL_JSON, Desk
from tests.api.sending import ANSWER, JSON, VIEWER, desk_with_persons, refused, send
from tests.world import World

BLANKS = (" ", "\u200b", "\x00", "\u3164", "\u2800", "--")


@pytest.fixture(scope="module")
def desk(module_world: World) -> Desk:
    return desk_with_persons(module_world)


def claims(**changed: Any) -> dict[str, Any]:
    now = int(time.time())
    made = {
        "iss": "https://benang.invalid/development",
        "aud": "benang",
        "sub": "officer",
        "iat": now,
        "exp": now + 600,
        "jti": str(uuid.uuid4()),
        "agency": "th-police",
        "roles": ["analyst"],
        "purpose": "investigation",
        "case": None,
        "clearance": 0,
    }
    return {k: v for k, v in (made | changed).items() if v != "absent"}


def signed(world: World, given: dict[str, Any], **header: Any) -> str:
    key = load_development_key(world.app.settings.keys, world.app.settings.jwks)
    return jwt.encode(given, key, algorithm="ES256", headers={"kid": DEVELOPMENT_KID, "typ": "at+jwt"} | header)


def unsigned(given: dict[str, Any]) -> str:
    return jwt.encode(given, "", algorithm="none", headers={"kid": DEVELOPMENT_KID, "typ": "at+jwt"})


def forged(world: World, given: dict[str, Any]) -> str:
    """Sign with HS256 and the public key as the secret, as an algorithm confusion would have it."""
    key = load_development_key(world.app.settings.keys, world.app.settings.jwks).public_key()
    secret = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    head, body = (
        base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=")
        for part in ({"alg": "HS256", "kid": DEVELOPMENT_KID, "typ": "at+jwt"}, given)
    )
    signature = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256).sign(head + b"." + body, secret)
    return b".".join((head, body, base64.urlsafe_b64encode(signature).rstrip(b"="))).decode()


def test_a_token_like_those_below_is_taken(desk: Desk) -> None:
    assert send(desk, signed(desk.world, claims())).json() == ANSWER
    assert send(desk, signed(desk.world, claims(), typ="AT+JWT")).json() == ANSWER
    assert send(desk, signed(desk.world, claims(), typ="application/at+jwt")).json() == ANSWER
    assert send(desk, signed(desk.world, claims(aud=["benang"]))).json() == ANSWER


def test_keys_that_cannot_be_read_are_told_once_and_trusted_no_longer_than_it_takes_to_write_them(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.monotonic()
    monkeypatch.setattr("api.authentication.time.monotonic", lambda: now)
    world, known = desk.world, tmp_path / "jwks.json"
    token = signed(world, claims())
    known.write_bytes(world.app.settings.jwks.read_bytes())
    authenticator = Authenticator(replace(world.app.settings, jwks=known), world.app.scopes.directory)
    with structlog.testing.capture_logs() as logs:
        # A fetch that failed leaves `null`.
        texts = ("{", "null", "[]", '"x"', '{"keys": [null]}', "[" * 100_000, with_key(world, alg=["ES256"]))
        losing: list[Callable[[], object]] = [*(partial(known.write_text, text) for text in texts), known.unlink]
        for lose in losing:
            known.write_bytes(world.app.settings.jwks.read_bytes())
            assert authenticator.authenticate(token).viewer.agency == "th-police"
            lose()
            for _ in range(2):
                assert authenticator.authenticate(token).viewer.agency == "th-police"
            now += KEYS_GRACE_SECONDS
            for _ in range(2):
                with pytest.raises(KeysUnreadableError, match="no keys to verify tokens with"):
                    authenticator.authenticate(token)
    told = {"file": str(known), "trusted_until_seconds": KEYS_GRACE_SECONDS, "log_level": "error"}
    assert logs == [{"event": "keys_refused", **told}] * 8


@pytest.mark.parametrize(
    "changed",
    [{"alg": "ES384"}, {"kty": "oct", "k": "AAAA", "alg": "HS256"}, {"use": "enc"}, {"key_ops": ["deriveKey"]}],
    ids=str,
)
def test_a_whole_set_without_a_key_for_tokens_lets_nobody_in_from_its_first_second(
    desk: Desk, tmp_path: Path, changed: dict[str, Any]
) -> None:
    """Nobody's token is at fault, and nobody writes the file: what was trusted is out of it."""
    world, known = desk.world, tmp_path / "jwks.json"
    token, good = signed(world, claims()), world.app.settings.jwks.read_text()
    known.write_text(good)
    authenticator = Authenticator(replace(world.app.settings, jwks=known), world.app.scopes.directory)
    authenticator.authenticate(token)
    known.write_text(json.dumps({"keys": [{**json.loads(good)["keys"][0], **changed}]}))
    with structlog.testing.capture_logs() as logs:
        for _ in range(2):
            with pytest.raises(KeysUnreadableError):
                authenticator.authenticate(token)
    told = {"file": str(known), "trusted_until_seconds": 0, "problem": "no key for ES256", "log_level": "error"}
    assert logs == [{"event": "keys_refused", **told}]
    known.write_text(good)
    assert authenticator.authenticate(token).viewer.agency == "th-police"


@pytest.mark.parametrize("is_last", [False, True])
def test_of_two_keys_of_one_name_both_count(desk: Desk, tmp_path: Path, is_last: bool) -> None:
    world, known = desk.world, tmp_path / "jwks.json"
    keys = json.loads(with_key(world, kid=DEVELOPMENT_KID))["keys"]
    known.write_text(json.dumps({"keys": keys[::-1] if is_last else keys}))
    authenticator = Authenticator(replace(world.app.settings, jwks=known), world.app.scopes.directory)
    with structlog.testing.capture_logs() as logs:
        assert authenticator.authenticate(signed(world, claims())).viewer.agency == "th-police"
    assert logs == [{"event": "keys_of_one_kid", "file": str(known), "kids": 1, "log_level": "warning"}]
    stranger = ec.generate_private_key(ec.SECP256R1())
    headers = {"kid": DEVELOPMENT_KID, "typ": "at+jwt"}
    with pytest.raises(AuthenticationError, match="not valid"):
        authenticator.authenticate(jwt.encode(claims(), stranger, algorithm="ES256", headers=headers))


def test_a_file_that_is_too_long_for_keys_is_not_read_to_its_end(desk: Desk, tmp_path: Path) -> None:
    world, known = desk.world, tmp_path / "jwks.json"
    with known.open("wb") as file:
        file.write(world.app.settings.jwks.read_bytes())
        file.truncate(3_000_000_000)  # sparse
    authenticator = Authenticator(replace(world.app.settings, jwks=known), world.app.scopes.directory)
    begun = time.process_time()
    with structlog.testing.capture_logs(), pytest.raises(KeysUnreadableError):
        authenticator.authenticate(signed(world, claims()))
    assert time.process_time() - begun < 0.5


def with_key(world: World, **members: Any) -> str:
    """Return the set of keys with another one, of these members besides its own."""
    public = ec.generate_private_key(ec.SECP256R1()).public_key()
    other = jwt.algorithms.ECAlgorithm.to_jwk(public, as_dict=True) | {"kid": "other", "alg": "ES256"} | members
    return json.dumps({"keys": [*json.loads(world.app.settings.jwks.read_text())["keys"], other]})


def test_a_pipe_in_the_place_of_the_keys_is_refused_and_not_waited_for(desk: Desk, tmp_path: Path) -> None:
    """To wait for whoever writes into it would be to answer nobody any more."""
    world, known = desk.world, tmp_path / "jwks.json"
    token = signed(world, claims())
    os.mkfifo(known)
    authenticator = Authenticator(replace(world.app.settings, jwks=known), world.app.scopes.directory)
    with structlog.testing.capture_logs(), pytest.raises(KeysUnreadableError, match="no keys to verify tokens with"):
        authenticator.authenticate(token)
    known.unlink()
    known.write_bytes(world.app.settings.jwks.read_bytes())
    assert authenticator.authenticate(token).viewer.agency == "th-police"


def test_a_key_that_was_taken_out_is_not_trusted_whatever_time_the_file_says(desk: Desk, tmp_path: Path) -> None:
    """Images of containers and copies set the same time on every file."""
    world, known = desk.world, tmp_path / "jwks.json"
    token = signed(world, claims())
    known.write_bytes(world.app.settings.jwks.read_bytes())
    os.utime(known, (1, 1))
    authenticator = Authenticator(replace(world.app.settings, jwks=known), world.app.scopes.directory)
    assert authenticator.authenticate(token).viewer.agency == "th-police"
    other = tmp_path / "other.json"
    other.write_text(known.read_text().replace(DEVELOPMENT_KID, DEVELOPMENT_KID[::-1]))
    os.utime(other, (1, 1))
    other.replace(known)
    with pytest.raises(AuthenticationError, match="not signed with a known key"):
        authenticator.authenticate(token)


@pytest.mark.parametrize("lie", [{"exp": "text"}, {"iat": "text"}, {"sub": " "}, {"sub": ""}, {"roles": []}], ids=str)
def test_a_signed_token_of_odd_claims_is_refused(desk: Desk, lie: dict[str, Any]) -> None:
    given = claims()
    if "text" in lie.values():
        lie = {name: str(given[name]) for name in lie}
    refused(send(desk, signed(desk.world, given | lie)))


def test_two_authorization_headers_are_refused(desk: Desk) -> None:
    """A proxy may have checked the other one."""
    good = f"Bearer {desk.world.token('th-police')}"
    for pair in ((good, "Bearer x"), ("Bearer x", good), (good, good)):
        headers = [("content-type", "application/json"), *(("authorization", text) for text in pair)]
        assert desk.raw(VIEWER, headers=headers).status_code == 401


def test_an_expired_token_is_taken_for_five_seconds_and_no_longer(desk: Desk) -> None:
    now = int(time.time())
    assert send(desk, signed(desk.world, claims(iat=now - 600, exp=now - 2))).json() == ANSWER
    refused(send(desk, signed(desk.world, claims(iat=now - 600, exp=now - 6))))


@pytest.mark.parametrize(
    "hours",
    [{"exp": -1}, {"iat": 1, "exp": 2}, {"nbf": 1}, {"exp": 13}],
    ids=["over", "to come", "not yet", "too long"],
)
def test_a_token_of_another_time_speaks_for_nobody(desk: Desk, hours: dict[str, int]) -> None:
    now = int(time.time())
    refused(send(desk, signed(desk.world, claims(**{name: now + 3_600 * shift for name, shift in hours.items()}))))


@pytest.mark.parametrize(
    "changed",
    [
        {"exp": 253_402_300_799},
        *({name: value} for name in ("exp", "iat", "nbf") for value in (math.inf, -math.inf, math.nan)),
        {"iss": "https://elsewhere.example"},
        {"aud": "another"},
        {"aud": ["benang", "another"]},
        *({name: "absent"} for name in ("exp", "iat", "iss", "aud", "sub", "jti", "agency", "roles", "purpose")),
        {"agency": "atlantis-police"},
        {"agency": 7},
        {"roles": ["superuser"]},
        {"roles": "analyst"},
        {"roles": [7]},
        {"purpose": "curiosity"},
        {"sub": ""},
        {"clearance": -1},
        {"clearance": True},
        {"case": 7},
        *({"sub": blank} for blank in BLANKS),
        *({name: half} for name in ("sub", "case") for half in ("\ud800", "K-1\udfff")),
        {"exp": int("9" * 400), "iat": 1.5},
        {"exp": int("9" * 400)},
        {"clearance": int("9" * 400)},
    ],
    ids=str,
)
def test_a_token_with_wrong_claims_speaks_for_nobody(desk: Desk, changed: dict[str, Any]) -> None:
    refused(send(desk, signed(desk.world, claims(**changed))))


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"iss": "https://elsewhere.example"}, "`iss` is not the issuer"),
        ({"aud": "another"}, "`aud` does not name this service"),
        ({"aud": ["benang", "another"]}, "its `aud` has to name this service alone"),
        ({"jti": "absent"}, "lacks `jti`"),
        ({"roles": "analyst"}, "`roles` is missing, or not of its form"),
        ({"purpose": "absent"}, "`purpose` is missing, or not of its form"),
        ({"agency": "th-polise"}, "names an unknown agency"),
        ({"purpose": "curiosity"}, "names an unknown purpose"),
        ({"iat": 4_000_000_000, "exp": 4_000_000_100}, "is not valid yet"),
    ],
    ids=str,
)
def test_who_connects_an_identity_provider_is_told_the_claim_and_a_stranger_nothing(
    desk: Desk, changed: dict[str, Any], told: str
) -> None:
    authenticator = Authenticator(desk.world.app.settings, desk.world.app.scopes.directory)
    with pytest.raises(AuthenticationError, match=told):
        authenticator.authenticate(signed(desk.world, claims(**changed)))
    stranger = ec.generate_private_key(ec.SECP256R1())
    head = {"kid": DEVELOPMENT_KID, "typ": "at+jwt"}
    with pytest.raises(AuthenticationError) as refusal:
        authenticator.authenticate(jwt.encode(claims(**changed), stranger, algorithm="ES256", headers=head))
    assert str(refusal.value) == "the token is not valid"


def test_a_token_with_a_wrong_head_or_signature_speaks_for_nobody(desk: Desk) -> None:
    world, stranger = desk.world, ec.generate_private_key(ec.SECP256R1())
    good = signed(world, claims())
    head, body, signature = good.split(".")
    other = base64.urlsafe_b64encode(json.dumps(claims(agency="kh-police")).encode()).rstrip(b"=").decode()
    for token in (
        signed(world, claims(), kid="unknown"),
        signed(world, claims(), typ="JWT"),
        signed(world, claims(), typ=None),
        jwt.encode(claims(), stranger, algorithm="ES256", headers={"kid": DEVELOPMENT_KID, "typ": "at+jwt"}),
        unsigned(claims()),
        forged(world, claims()),
        f"{head}.{other}.{signature}",
        f"{head}.{body}.",
        f"{head}.{body}",
        "garbage",
        "a.b.c",
        "x" * 5_000,
    ):
        refused(send(desk, token))


def test_a_token_with_half_a_character_is_not_valid(desk: Desk) -> None:
    """As a command line gives what is no text: bytes stand as lone surrogates there."""
    authenticator = Authenticator(desk.world.app.settings, desk.world.app.scopes.directory)
    for token in ("\udcff.a.b", "a.\udcff.b", "a.b.\udcff"):
        with pytest.raises(AuthenticationError, match="the token is not valid"):
            authenticator.authenticate(token)


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic dXNlcjpwYXNz", "Token abc"])
def test_without_a_bearer_token_nobody_asks(desk: Desk, header: str | None) -> None:
    headers = {"content-type": JSON, "accept": GRAPHQL_JSON} | ({"authorization": header} if header is not None else {})
    refused(desk.raw(VIEWER, headers=headers))


def test_a_token_is_asked_for_before_the_body_is_read(desk: Desk) -> None:
    read = []

    async def body() -> AsyncIterator[bytes]:
        read.append(1)
        yield b"x"

    assert desk.raw(body(), headers={"content-type": JSON, "accept": JSON}).status_code == 401
