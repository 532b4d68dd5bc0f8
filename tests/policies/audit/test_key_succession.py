"""Logs whose last checkpoint is of another key: nothing is signed over it unconfirmed, and everything once it is."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from policies import (
    AuditDamagedError,
    AuditError,
    CheckpointSigner,
    ReceiptReader,
    Sequencer,
    TrailState,
    accept_earlier_keys,
    accepting,
    find_other_keys,
    read_unverified,
    verify_audit,
    verify_export,
)
from tests.policies.audit_trails import NOW, SIGNER, entry, signed_trail, write_trail

LATER = NOW + timedelta(days=1)
OTHER = CheckpointSigner(Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33))), name="benang.invalid/other")
THIRD = CheckpointSigner(Ed25519PrivateKey.from_private_bytes(bytes(range(2, 34))), name="benang.invalid/third")
LOGS = ["agencies/kh-police", "originators/my-police", "originators/th-police"]
EARLIER = dict.fromkeys(LOGS, SIGNER.key.name)


def confirm(folder: Path, signer: CheckpointSigner = OTHER) -> None:
    """Let a key sign on after those that signed before: an entry of the operator, and the file of the folder."""
    earlier = set(find_other_keys(folder, signer.key).values())
    told = replace(entry(90, agency="operator"), operation=accepting(signer.key, earlier), disclosures=())
    write_trail(folder, told, node="operator")
    accept_earlier_keys(folder, signer.key, earlier)
    Sequencer(folder).run()


def notes_of(folder: Path, log: str) -> list[str]:
    return [orjson.loads(line) for line in (folder / log / "checkpoints").read_bytes().splitlines()]


def test_nothing_is_signed_over_another_keys_checkpoints_and_new_logs_are(tmp_path: Path) -> None:
    signed_trail(tmp_path)
    write_trail(tmp_path, entry(20, agency="th-fiu", of=("th-police",)), node="three")
    sequencer = Sequencer(tmp_path)
    sequencer.run()
    before = {log: notes_of(tmp_path, log) for log in LOGS}

    made = sequencer.checkpoint(OTHER, now=LATER)

    assert list(made) == ["agencies/th-fiu"]
    assert sequencer.other_keys == find_other_keys(tmp_path, OTHER.key) == EARLIER
    assert {log: notes_of(tmp_path, log) for log in LOGS} == before
    found = verify_audit(tmp_path, key=OTHER.key)
    assert {(p.segment, p.problem) for p in found.problems} == {
        (log, "the checkpoint is not signed with this key") for log in LOGS
    }


def test_once_it_is_confirmed_every_log_is_signed_anew_whether_it_grew_or_not(tmp_path: Path) -> None:
    signed_trail(tmp_path)
    confirm(tmp_path)
    sequencer = Sequencer(tmp_path)

    made = sequencer.checkpoint(OTHER, now=LATER)

    assert sorted(made) == sorted([*LOGS, "agencies/operator"])
    assert sequencer.other_keys == find_other_keys(tmp_path, OTHER.key) == {}
    assert {OTHER.key.verify(note).time for note in made.values()} == {LATER}
    assert sequencer.checkpoint(OTHER, now=LATER) == {}
    found = verify_audit(tmp_path, key=OTHER.key)
    assert (found.state, found.unsigned, found.unvouched) == (TrailState.INTACT, 0, ())
    assert (found.unread, found.vouching) == (6, 4)
    # Whoever has the earlier key verifies what it signed as well; another one vouches for nothing.
    both = verify_audit(tmp_path, key=OTHER.key, earlier=[SIGNER.key])
    assert (both.state, both.unread, both.vouching) == (TrailState.INTACT, 0, 10)
    wrong = replace(THIRD.key, name=SIGNER.key.name)
    assert verify_audit(tmp_path, key=OTHER.key, earlier=[wrong]).state is TrailState.CHANGED
    assert verify_audit(tmp_path, key=SIGNER.key).state is TrailState.CHANGED


def test_what_is_confirmed_for_one_key_is_not_for_another(tmp_path: Path) -> None:
    signed_trail(tmp_path)
    confirm(tmp_path)
    sequencer = Sequencer(tmp_path)
    assert sequencer.checkpoint(THIRD, now=LATER).keys() == {"agencies/operator"}
    assert sequencer.other_keys == EARLIER
    assert verify_audit(tmp_path, key=THIRD.key).state is TrailState.CHANGED


def test_the_file_alone_lets_sign_and_does_not_let_verify(tmp_path: Path) -> None:
    signed_trail(tmp_path)
    accept_earlier_keys(tmp_path, OTHER.key, [SIGNER.key.name])
    assert Sequencer(tmp_path).checkpoint(OTHER, now=LATER).keys() == set(LOGS)
    assert verify_audit(tmp_path, key=OTHER.key).state is TrailState.CHANGED


@pytest.mark.parametrize("content", [b"", b"null", b"[]", b"{", b'{"a": 7}'])
def test_a_file_that_cannot_be_read_confirms_nothing(tmp_path: Path, content: bytes) -> None:
    signed_trail(tmp_path)
    confirm(tmp_path)
    (tmp_path / "checkpoint-keys.json").write_bytes(content)
    assert Sequencer(tmp_path).checkpoint(OTHER, now=LATER).keys() == {"agencies/operator"}


def test_a_log_that_is_not_what_the_earlier_key_signed_is_damage_and_is_not_signed(tmp_path: Path) -> None:
    signed_trail(tmp_path)
    confirm(tmp_path)
    last = read_unverified(notes_of(tmp_path, LOGS[0])[-1])
    forged = SIGNER.sign(LOGS[0], size=last.size, root=bytes(32), time=NOW)
    with (tmp_path / LOGS[0] / "checkpoints").open("ab") as file:
        file.write(orjson.dumps(forged) + b"\n")
    with pytest.raises(AuditDamagedError, match="is not what its last checkpoint says"):
        Sequencer(tmp_path).checkpoint(OTHER, now=LATER)
    assert verify_audit(tmp_path, key=OTHER.key).state is TrailState.CHANGED


@pytest.mark.parametrize("last", ["not JSON", "forged", "of another log"])
def test_one_log_whose_last_checkpoint_cannot_be_read_keeps_no_other_unsigned(tmp_path: Path, last: str) -> None:
    signed_trail(tmp_path)
    write_trail(tmp_path, entry(20, of=("th-police", "my-police")), node="three")
    Sequencer(tmp_path).run()
    file, size = tmp_path / LOGS[0] / "checkpoints", read_unverified(notes_of(tmp_path, LOGS[0])[-1]).size
    impostor = CheckpointSigner(Ed25519PrivateKey.from_private_bytes(bytes(32)), name=SIGNER.key.name)
    notes = {
        "not JSON": b"{",
        "forged": orjson.dumps(impostor.sign(LOGS[0], size=size, root=bytes(32), time=NOW)),
        "of another log": orjson.dumps(SIGNER.sign(LOGS[1], size=size, root=bytes(32), time=NOW)),
    }
    file.write_bytes(file.read_bytes() + notes[last] + b"\n")

    with pytest.raises(AuditError, match=f"`{LOGS[0]}`"):
        Sequencer(tmp_path).checkpoint(SIGNER, now=LATER)

    signed = [len(notes_of(tmp_path, log)) for log in LOGS[1:]]
    assert signed == [3, 3]
    # Nor does it keep an operator from confirming another key for them.
    assert set(LOGS[1:]) <= find_other_keys(tmp_path, OTHER.key).keys()


def test_proofs_and_bundles_are_of_the_present_key_and_growth_of_both(tmp_path: Path) -> None:
    signed_trail(tmp_path)
    old = notes_of(tmp_path, "originators/th-police")[0]
    reader = ReceiptReader(tmp_path, "th-police")
    assert reader.covering(0, OTHER.key) is None
    with pytest.raises(AuditError, match="no checkpoint of this log was made yet"):
        list(reader.bundle(OTHER.key))
    confirm(tmp_path)
    Sequencer(tmp_path).checkpoint(OTHER, now=LATER)

    assert verify_export(reader.prove(0, OTHER.key), key=OTHER.key).intact
    assert verify_export(b"".join(reader.bundle(OTHER.key)), key=OTHER.key).intact
    growth = reader.prove_growth(old, OTHER.key)
    assert verify_export(growth, key=OTHER.key, earlier=[SIGNER.key]).intact
    assert not verify_export(growth, key=OTHER.key).intact
    wrong = replace(THIRD.key, name=SIGNER.key.name)
    assert not verify_export(growth, key=OTHER.key, earlier=[wrong]).intact
