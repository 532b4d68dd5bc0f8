"""What no checkpoint vouches for is not called intact, and what is only younger than the last checkpoint is."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from policies import AuditEntry, AuditLog, Sequencer, TrailState, verify_audit
from policies.audit.logs import open_log
from tests.policies.audit_trails import NOW, SIGNER, clock_at, entry, signed_trail, write_trail


@pytest.fixture
def trail(tmp_path: Path) -> Path:
    signed_trail(tmp_path)
    return tmp_path


def written_at(folder: Path, minute: int, *entries: AuditEntry) -> None:
    with clock_at(NOW + timedelta(minutes=minute)):
        write_trail(folder, *entries, node=f"at-{minute}")


def sequenced(folder: Path, *, signed: bool) -> None:
    Sequencer(folder).run()
    if signed:
        Sequencer(folder).checkpoint(SIGNER, now=NOW)


def test_a_folder_without_entries_is_nothing_to_verify(tmp_path: Path) -> None:
    assert verify_audit(tmp_path).state is TrailState.EMPTY
    AuditLog(tmp_path, node="one").close()
    assert verify_audit(tmp_path).state is TrailState.EMPTY


def test_entries_that_were_never_signed_are_not_vouched_for(tmp_path: Path) -> None:
    written_at(tmp_path, 0, entry(1), entry(2))
    found = verify_audit(tmp_path, key=SIGNER.key)
    assert (found.intact, found.state, found.unsigned, found.unsigned_since) == (True, TrailState.UNVOUCHED, 2, NOW)

    sequenced(tmp_path, signed=False)
    found = verify_audit(tmp_path, key=SIGNER.key)
    assert (found.state, found.unsigned) == (TrailState.UNVOUCHED, 2)
    assert found.unvouched == ("agencies/kh-police", "originators/th-police")

    sequenced(tmp_path, signed=True)
    found = verify_audit(tmp_path, key=SIGNER.key)
    assert (found.state, found.unsigned, found.unsigned_since) == (TrailState.INTACT, 0, None)


def test_checkpoints_that_are_gone_are_missed(trail: Path) -> None:
    kept = [note for path in trail.glob("*/*/checkpoints") for note in open_log(trail, _name(path)).notes()]
    for path in trail.glob("*/*/checkpoints"):
        path.unlink()

    found = verify_audit(trail, key=SIGNER.key)
    assert (found.intact, found.state) == (True, TrailState.UNVOUCHED)
    assert found.unvouched == ("agencies/kh-police", "originators/my-police", "originators/th-police")
    assert verify_audit(trail, key=SIGNER.key, notes=kept).state is TrailState.INTACT


def test_logs_and_a_segment_that_are_gone_leave_no_intact_trail(trail: Path) -> None:
    for family in ("agencies", "originators"):
        shutil.rmtree(trail / family)
    for path in (*trail.glob("two-*"), *trail.glob("logs.*"), *trail.glob("claims")):
        path.unlink()
    found = verify_audit(trail, key=SIGNER.key)
    assert (found.intact, found.segments, found.waiting, found.state) == (True, 1, 3, TrailState.UNVOUCHED)


def test_a_log_whose_checkpoints_alone_are_gone_is_named(tmp_path: Path) -> None:
    written_at(tmp_path, 0, entry(1, of=("my-police",)))
    written_at(tmp_path, 5, entry(2))
    sequenced(tmp_path, signed=True)
    (tmp_path / "originators/my-police/checkpoints").unlink()
    for key in (SIGNER.key, None):
        found = verify_audit(tmp_path, key=key)
        assert (found.state, found.unvouched) == (TrailState.UNVOUCHED, ("originators/my-police",))
        assert (found.unsigned, found.unsigned_since) == (1, NOW)


def test_what_came_after_the_last_checkpoint_is_counted_and_no_alarm(tmp_path: Path) -> None:
    written_at(tmp_path, 0, entry(1))
    sequenced(tmp_path, signed=True)
    # The first entry of an agency that had no log is brought into one before it is signed.
    written_at(tmp_path, 5, entry(2), entry(3, agency="th-fiu", of=("my-police",)))
    sequenced(tmp_path, signed=False)
    written_at(tmp_path, 6, entry(4))
    found = verify_audit(tmp_path, key=SIGNER.key)
    assert (found.state, found.unvouched, found.unsigned, found.waiting) == (TrailState.INTACT, (), 3, 1)
    assert found.unsigned_since == NOW + timedelta(minutes=5)


def test_a_checkpoint_that_does_not_hold_vouches_for_nothing(trail: Path) -> None:
    other = type(SIGNER.key)(name=SIGNER.key.name, public=bytes(32))
    found = verify_audit(trail, key=other)
    assert (found.state, found.vouching) == (TrailState.CHANGED, 0)


def _name(path: Path) -> str:
    return "/".join(path.parts[-3:-1])
