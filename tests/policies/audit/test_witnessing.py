"""A witness cosigns what only grew, and nothing that was rewritten, whoever holds the deployment's key."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from policies import AuditError, CheckpointSigner, Offer, WitnessNotes, open_log, weigh_offer
from policies.audit.merkle import LeafList, consistency_proof
from policies.audit.witnessing import make_offer
from tests.policies.audit_trails import NOW, SIGNER, signed_trail

LOG = "originators/th-police"
WITNESS = CheckpointSigner(Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33))), name="witness.sg-fiu.example")
LATER = datetime(2026, 11, 26, 9, tzinfo=UTC)


def leaves(count: int, first: bytes = b"leaf 0") -> LeafList:
    return LeafList([first, *(b"leaf %d" % n for n in range(1, count))])


def offer(tree: LeafList, size: int, since: int) -> Offer:
    note = SIGNER.sign(LOG, size=size, root=tree.root(size), time=NOW)
    return Offer(note=note, since=since, proof=tuple(consistency_proof(tree, since, size)) if 0 < since < size else ())


def cosigned(folder: Path, given: Offer) -> str:
    """Do what a witness does with an offer."""
    notes = WitnessNotes(folder)
    weigh_offer(given, notes.last(f"{SIGNER.key.name}/{LOG}"), SIGNER.key)
    note = WITNESS.cosign(given.note, time=LATER)
    notes.keep(note)
    return note


def test_a_cosigned_note_is_still_the_deployments_and_says_when_the_witness_saw_it(tmp_path: Path) -> None:
    note = cosigned(tmp_path, offer(leaves(5), 5, 0))

    assert SIGNER.key.verify(note).size == 5
    assert WITNESS.key.cosigned(note) == LATER
    assert len(note.split("\n")) == len(offer(leaves(5), 5, 0).note.split("\n")) + 1
    with pytest.raises(AuditError, match=r"is not cosigned by `benang\.invalid/test`"):
        replace(SIGNER.key, public=WITNESS.key.public).cosigned(note)
    with pytest.raises(AuditError, match=r"cosigned by `witness\.sg-fiu\.example` already"):
        WITNESS.cosign(note, time=LATER)
    for place, character in enumerate(note[:-1]):
        if character != "\n":
            with pytest.raises(AuditError):
                SIGNER.key.verify(f"{note[:place]}~{note[place + 1 :]}")
                WITNESS.key.cosigned(f"{note[:place]}~{note[place + 1 :]}")


@given(old=st.integers(1, 20), more=st.integers(0, 20))
def test_what_only_grew_is_cosigned(tmp_path_factory: pytest.TempPathFactory, old: int, more: int) -> None:
    folder, tree = tmp_path_factory.mktemp("kept"), leaves(old + more)
    cosigned(folder, offer(tree, old, 0))

    note = cosigned(folder, offer(tree, old + more, old))

    assert SIGNER.key.verify(note).size == old + more
    assert WitnessNotes(folder).sizes() == {f"{SIGNER.key.name}/{LOG}": old + more}


@given(old=st.integers(2, 12), more=st.integers(0, 12))
def test_a_rewritten_log_is_refused_by_whoever_it_is_signed(
    tmp_path_factory: pytest.TempPathFactory, old: int, more: int
) -> None:
    folder, size = tmp_path_factory.mktemp("kept"), old + more
    cosigned(folder, offer(leaves(size), old, 0))
    kept = WitnessNotes(folder).last(f"{SIGNER.key.name}/{LOG}")
    rewritten = leaves(size, b"another beginning")

    for false in (
        offer(rewritten, size, old),
        offer(rewritten, size, 0),
        offer(leaves(size), old - 1, 0),
        replace(offer(rewritten, size, old), proof=offer(leaves(size), size, old).proof),
    ):
        with pytest.raises(AuditError, match=r"cosigned last"):
            weigh_offer(false, kept, SIGNER.key)


def test_another_keys_offer_and_a_damaged_memory_are_refused(tmp_path: Path) -> None:
    with pytest.raises(AuditError, match="not signed with this key"):
        weigh_offer(offer(leaves(3), 3, 0), None, WITNESS.key)
    cosigned(tmp_path, offer(leaves(3), 3, 0))
    [kept] = tmp_path.glob("*.note")
    kept.write_text("forgotten", encoding="utf-8")
    with pytest.raises(AuditError):
        WitnessNotes(tmp_path).last(f"{SIGNER.key.name}/{LOG}")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"note": "x", "since": 0, "proof": ["?"]}'])
def test_what_is_no_offer_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.offer"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(AuditError, match=r"`x\.offer` is no offer of a checkpoint"):
        Offer.read(path)


def test_a_real_trail_is_offered_read_and_cosigned(tmp_path: Path) -> None:
    trail, kept = tmp_path / "audit", tmp_path / "kept"
    kept.mkdir()
    signed_trail(trail)
    log = open_log(trail, LOG)
    first, *_, last = log.notes()
    for note in (first, last):
        since = WitnessNotes(kept).sizes().get(f"{SIGNER.key.name}/{LOG}", 0)
        path = tmp_path / "one.offer"
        path.write_text(str(make_offer(log, note, since)), encoding="utf-8")
        cosigned(kept, Offer.read(path))
    assert WitnessNotes(kept).sizes() == {f"{SIGNER.key.name}/{LOG}": log.size}
    with pytest.raises(AuditError, match="the witness saw 99 leaves"):
        make_offer(log, last, 99)
