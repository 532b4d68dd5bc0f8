"""A signature covers all of a bundle, by a trusted key, and not before its time."""

import json
import os
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from policies import SIGNATURE_FILE, SignatureError, TrustedKeys, load_bundle, public_jwk, read_signing_key, sign_bundle
from policies.bundles.signing import SIGNATURE_TYPE, SigningKey
from policies.checks.promotion import check_signature
from tests.policies.edited_bundles import copied_bundle, edit

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
OTHER_CONTENT = (
    "the signature covers other content: something was changed after it was made; look at what that was before "
    "`benang policy sign` signs it anew"
)
KEYS: tuple[SigningKey, ...] = (ec.generate_private_key(ec.SECP256R1()), Ed25519PrivateKey.generate())


def released(tmp_path: Path) -> Path:
    """Return a bundle that does not say that it is made for development."""
    folder = copied_bundle(tmp_path)
    edit(folder, "bundle.yml", "development: true", "development: false")
    return folder


def trusting(tmp_path: Path, **keys: SigningKey) -> TrustedKeys:
    path = tmp_path / "keys.json"
    path.write_text(json.dumps({"keys": [public_jwk(key, kid=kid) for kid, key in keys.items()]}), encoding="utf-8")
    return TrustedKeys.read(path)


def sign(folder: Path, key: SigningKey, *, kid: str = "office", at: datetime = NOW) -> None:
    text = sign_bundle(load_bundle(folder), key, kid=kid, signer="policy office", at=at)
    (folder / SIGNATURE_FILE).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("key", KEYS, ids=["ES256", "Ed25519"])
def test_a_signed_bundle_says_who_signed_it(tmp_path: Path, key: SigningKey) -> None:
    folder = released(tmp_path)
    sign(folder, key)

    found = check_signature(load_bundle(folder), trusting(tmp_path, office=key, other=KEYS[0]), NOW)

    assert found is not None
    assert (found.kid, found.signer, found.signed_at) == ("office", "policy office", NOW)


def test_a_signature_changes_no_version(tmp_path: Path) -> None:
    folder = released(tmp_path)
    before = load_bundle(folder).version
    sign(folder, KEYS[0])

    assert load_bundle(folder).version == before


def refused(folder: Path, trusted: TrustedKeys | None, now: datetime = NOW) -> str:
    with pytest.raises(SignatureError) as caught:
        check_signature(load_bundle(folder), trusted, now)
    return str(caught.value)


def test_what_was_changed_after_signing_is_refused(tmp_path: Path) -> None:
    folder, trusted = released(tmp_path), trusting(tmp_path, office=KEYS[0])
    sign(folder, KEYS[0])
    edit(folder, "profiles.yml", "tlp: AMBER\n", "tlp: RED\n")

    assert refused(folder, trusted) == OTHER_CONTENT


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [("floor.cedar", "// The floor:", "// Once more:"), ("profiles.yml", "# Handling", "# More handling")],
)
def test_a_comment_is_signed_as_well(tmp_path: Path, file: str, old: str, new: str) -> None:
    folder, trusted = released(tmp_path), trusting(tmp_path, office=KEYS[0])
    sign(folder, KEYS[0])
    edit(folder, file, old, new)

    assert refused(folder, trusted) == OTHER_CONTENT


def test_a_readme_and_the_ends_of_lines_are_not_signed(tmp_path: Path) -> None:
    folder, trusted = released(tmp_path), trusting(tmp_path, office=KEYS[0])
    sign(folder, KEYS[0])
    (folder / "packs/th/README.md").write_text("Other words.", encoding="utf-8")
    for file in ("floor.cedar", "parties.yml"):
        (folder / file).write_bytes((folder / file).read_bytes().replace(b"\n", b"\r\n"))

    found = check_signature(load_bundle(folder), trusted, NOW)
    assert found is not None
    assert found.kid == "office"


def test_a_signature_over_the_version_alone_is_refused(tmp_path: Path) -> None:
    folder, trusted = released(tmp_path), trusting(tmp_path, office=KEYS[1])
    claims = {"policy_version": load_bundle(folder).version, "iss": "policy office", "iat": int(NOW.timestamp())}
    header = {"kid": "office", "typ": SIGNATURE_TYPE}
    (folder / SIGNATURE_FILE).write_text(jwt.encode(claims, KEYS[1], algorithm="EdDSA", headers=header))

    assert refused(folder, trusted) == "the signature was made by an older version: sign the bundle anew"


@pytest.mark.parametrize("text", ["", "x" * 8_193, urlsafe_b64encode(b"[" * 6_000).decode() + ".e30.x"])
def test_a_signature_that_is_none_is_refused_and_not_parsed_deep(tmp_path: Path, text: str) -> None:
    folder, trusted = released(tmp_path), trusting(tmp_path, office=KEYS[0])
    (folder / SIGNATURE_FILE).write_text(text, encoding="utf-8")

    assert refused(folder, trusted) == "the signature is not valid"


def test_a_bundle_without_a_good_signature_of_a_trusted_key_is_refused(tmp_path: Path) -> None:
    folder, trusted = released(tmp_path), trusting(tmp_path, office=KEYS[0])
    assert refused(folder, trusted) == "the bundle is not signed: `bundle.sig` is missing"

    sign(folder, KEYS[0], kid="somebody")
    assert refused(folder, trusted) == "the bundle is signed by no trusted key"
    sign(folder, KEYS[1])
    assert refused(folder, trusted) == "the signature is not valid"
    (folder / SIGNATURE_FILE).write_text("eyJ.eyJ.x", encoding="utf-8")
    assert refused(folder, trusted) == "the signature is not valid"


def test_a_signature_from_after_the_present_tells_that_the_clock_is_behind(tmp_path: Path) -> None:
    folder, trusted = released(tmp_path), trusting(tmp_path, office=KEYS[0])
    sign(folder, KEYS[0])

    assert "this machine's clock is behind" in refused(folder, trusted, NOW - timedelta(days=1))
    found = check_signature(load_bundle(folder), trusted, NOW - timedelta(minutes=4))
    assert found is not None
    assert found.kid == "office"


def test_development_and_trusted_keys_do_not_go_together(tmp_path: Path) -> None:
    assert check_signature(load_bundle(), None, NOW) is None
    assert "trusts keys" in refused(copied_bundle(tmp_path), trusting(tmp_path, office=KEYS[0]))
    assert "no keys are trusted to sign it: name the file of keys" in refused(released(tmp_path / "b"), None)


def test_keys_of_other_kinds_are_not_taken(tmp_path: Path) -> None:
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    path = tmp_path / "key.pem"
    path.write_bytes(other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    with pytest.raises(SignatureError, match="must be of P-256 or Ed25519"):
        read_signing_key(path)
    path.write_text("nonsense", encoding="utf-8")
    with pytest.raises(SignatureError, match="as a PEM file without a pass phrase"):
        read_signing_key(path)
    with pytest.raises(SignatureError, match=r"signing key `none\.pem` cannot be read: no such file or directory"):
        read_signing_key(tmp_path / "none.pem")
    odd = (
        json.dumps({"keys": [{**public_jwk(KEYS[0], kid="k"), **said}]})
        for said in ({"key_ops": True}, {"use": ["sig"]})
    )
    for text in ("nonsense", "null", "[]", '"x"', '{"keys": [null]}', *odd):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(SignatureError, match=r"trusted keys `key\.pem` cannot be read as JWKS"):
            TrustedKeys.read(path)


@pytest.mark.parametrize("text", ['{"keys": []}', '{"keys": [], "note": "none yet"}'])
def test_a_file_of_trusted_keys_without_any_is_said_so(tmp_path: Path, text: str) -> None:
    (tmp_path / "trust.json").write_text(text, encoding="utf-8")
    with pytest.raises(SignatureError, match=r"^the file of trusted keys `trust\.json` has no keys in it$"):
        TrustedKeys.read(tmp_path / "trust.json")


def test_a_pipe_in_the_place_of_the_trusted_keys_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "trust.json")
    with pytest.raises(SignatureError, match=r"`trust\.json` cannot be read: no regular file"):
        TrustedKeys.read(tmp_path / "trust.json")


@pytest.mark.parametrize("key", KEYS, ids=["ES256", "Ed25519"])
def test_a_signing_key_is_read_from_its_file(tmp_path: Path, key: SigningKey) -> None:
    path = tmp_path / "key.pem"
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))

    assert public_jwk(read_signing_key(path), kid="k") == public_jwk(key, kid="k")
