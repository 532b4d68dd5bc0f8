"""Checkpoints are notes that other tools read, and nothing in one can be changed unseen."""

from datetime import UTC, datetime

import pytest

from policies import AuditError, CheckpointKey, origin_of, read_unverified
from tests.policies.audit_trails import NOW, SIGNER

ROOT = bytes(range(32))
NOTE = SIGNER.sign("originators/th-police", size=12, root=ROOT, time=NOW)
# The example in the documentation of the format's first implementation.
KNOWN_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"


def test_a_note_says_origin_size_root_and_time() -> None:
    lines = NOTE.split("\n")

    assert lines[:4] == [
        "benang.invalid/test/originators/th-police", "12", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "",
    ]  # fmt: skip
    assert [line.split(" ")[:2] for line in lines[4:6]] == [["—", "benang.invalid/test"]] * 2
    assert lines[6:] == [""]
    found = SIGNER.key.verify(NOTE)
    assert (found.size, found.root, found.time) == (12, ROOT, datetime(2026, 11, 25, 12, tzinfo=UTC))
    assert read_unverified(NOTE).root == ROOT
    assert origin_of(NOTE) == found.origin


def test_a_key_is_read_as_it_is_written() -> None:
    assert CheckpointKey.parse(str(SIGNER.key)) == SIGNER.key
    assert str(CheckpointKey.parse(KNOWN_KEY)) == KNOWN_KEY
    for text in (
        "",
        "a+b",
        KNOWN_KEY[:-4],
        KNOWN_KEY.replace("c74f20a3", "c74f20a4"),
        KNOWN_KEY.replace("ARpc", "Arpc"),
    ):
        with pytest.raises(AuditError, match="has the form"):
            CheckpointKey.parse(text)


def test_another_keys_note_is_refused() -> None:
    with pytest.raises(AuditError, match="not signed with this key"):
        CheckpointKey.parse(KNOWN_KEY).verify(NOTE)


def test_any_changed_character_is_refused() -> None:
    for place, character in enumerate(NOTE):
        for other in {"A", "1", "\n", "", " "} - {character}:
            with pytest.raises(AuditError):
                SIGNER.key.verify(NOTE[:place] + other + NOTE[place + 1 :])


def test_a_note_with_one_signature_is_refused() -> None:
    lines = NOTE.split("\n")
    for left in (4, 5):
        with pytest.raises(AuditError):
            SIGNER.key.verify("\n".join(lines[:left] + lines[left + 1 :]))
