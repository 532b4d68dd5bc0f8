"""Where keys are trusted, only a bundle that one of them signed comes into force; keys come and go while serving."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from api.policy.history import PolicyHistory, kept_bundles, policy_changes
from api.policy.loading import PolicyLoader
from policies import SIGNATURE_FILE, AuditLog, ScopeBuilder, load_bundle, public_jwk, sign_bundle
from tests.conftest import Loop
from tests.policies.edited_bundles import NOBODY, THAI_PACK, copied_bundle, edit
from tests.world import settings_in


@pytest.mark.long
def test_where_keys_are_trusted_only_what_is_signed_comes_into_force(tmp_path: Path, loop: Loop) -> None:
    folder, key = copied_bundle(tmp_path), Ed25519PrivateKey.generate()
    edit(folder, "bundle.yml", "development: true", "development: false")
    keys = tmp_path / "keys.json"
    keys.write_text(json.dumps({"keys": [public_jwk(key, kid="office")]}), encoding="utf-8")
    settings = replace(settings_in(tmp_path), policy=folder, policy_keys=keys)
    scopes, audit = ScopeBuilder(load_bundle()), AuditLog(settings.audit, node="test")
    loader = PolicyLoader(settings, scopes, PolicyHistory(audit, kept_bundles(settings)))

    def refusal() -> str:
        with structlog.testing.capture_logs() as logs:
            assert not loop.run(loader.reload())
        return str(logs[0]["problem"])

    assert refusal() == "the bundle is not signed: `bundle.sig` is missing"
    signed = sign_bundle(load_bundle(folder), key, kid="office", signer="office", at=datetime.now(UTC))
    (folder / SIGNATURE_FILE).write_text(signed, encoding="utf-8")
    assert loop.run(loader.reload())
    version = scopes.bundle.version
    edit(folder, THAI_PACK, *NOBODY)
    assert str(refusal()).startswith("the signature covers other content: something was changed after it was made; ")
    assert scopes.bundle.version == version
    audit.close()
    [change] = policy_changes(settings.audit)
    assert (change.version, change.before) == (version, "")
    assert change.signed.startswith("signed by office with the key office at 20")


@pytest.mark.long
def test_a_key_that_comes_late_is_taken_and_one_that_is_taken_out_is_told(tmp_path: Path, loop: Loop) -> None:
    folder, old, new = copied_bundle(tmp_path), Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    edit(folder, "bundle.yml", "development: true", "development: false")
    keys = tmp_path / "keys.json"
    settings = replace(settings_in(tmp_path), policy=folder, policy_keys=keys)

    def trust(**named: Ed25519PrivateKey) -> None:
        text = json.dumps({"keys": [public_jwk(key, kid=kid) for kid, key in named.items()]})
        keys.write_text(text, encoding="utf-8")

    def sign(kid: str, key: Ed25519PrivateKey) -> None:
        signed = sign_bundle(load_bundle(folder), key, kid=kid, signer="office", at=datetime.now(UTC))
        (folder / SIGNATURE_FILE).write_text(signed, encoding="utf-8")

    trust(old=old)
    sign("old", old)
    scopes = ScopeBuilder(load_bundle())
    with AuditLog(settings.audit, node="test") as audit:
        loader = PolicyLoader(settings, scopes, PolicyHistory(audit, kept_bundles(settings)), still_seconds=0.1)
        assert loop.run(loader.reload())
        first = scopes.bundle.version
        edit(folder, THAI_PACK, *NOBODY)
        sign("new", new)

        def followed(**named: Ed25519PrivateKey) -> tuple[bool, list[dict[str, Any]]]:
            async def work() -> bool:
                loader.ask()
                await loader.next_change()
                waiting = asyncio.create_task(loader.next_change(every_seconds=0.05))
                await asyncio.sleep(0.2)
                assert not waiting.done()
                trust(**named)
                await asyncio.wait_for(waiting, 20)
                return await loader.reload()

            with structlog.testing.capture_logs() as logs:
                return loop.run(work()), [dict(entry) for entry in logs]

        assert not loop.run(loader.reload())
        is_taken, logs = followed(old=old, new=new)
        second = scopes.bundle.version
        assert (is_taken, second != first, logs[0]["event"], logs[0]["signed_by"]) == (
            True,
            True,
            "policy_in_force",
            "new",
        )
        is_taken, logs = followed(old=old)
        assert (is_taken, scopes.bundle.version) == (False, second)
        assert [(e["event"], e["in_force"]) for e in logs] == [
            ("policy_refused", second),
            ("policy_in_force_untrusted", second),
        ]
        assert logs[0]["problem"] == "the bundle is signed by no trusted key"
        # While the bundle in force is trusted, a refusal of another one says nothing of it.
        sign("old", old)
        is_taken, logs = followed(old=old)
        assert (is_taken, [e["event"] for e in logs]) == (False, ["policy_in_force"])
        trust(old=old, new=new)
        sign("new", new)  # the same bundle, by another key
        with structlog.testing.capture_logs() as told:
            assert not loop.run(loader.reload())
        assert [(e["event"], e["signed_by"]) for e in told] == [("policy_in_force", "new")]
        trust(new=new)
        sign("old", old)
        with structlog.testing.capture_logs() as told:
            assert not loop.run(loader.reload())
        assert [e["event"] for e in told] == ["policy_refused"]
