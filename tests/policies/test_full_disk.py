"""A disk that is full for a moment leaves no log unsigned, unread or damaged: what was cut off is written over."""

from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from policies import AuditError, AuditLog, ReceiptReader, Sequencer, open_log, verify_audit
from tests.full_disk import files_up_to
from tests.policies.audit_trails import SIGNER, entry, write_trail

LOG = "originators/th-police"
ENTRIES = 400
SIZES = {"records": 16 * 2 * ENTRIES, "level-00": 32 * ENTRIES, "index": 20 * ENTRIES}


def notes_file(folder: Path) -> Path:
    return folder / LOG / "checkpoints"


def signed(folder: Path, *numbers: int) -> list[int]:
    """Append, sequence and sign one entry after the other; return how long the checkpoints' file was after each."""
    lengths = []
    for number in numbers:
        write_trail(folder, entry(number))
        Sequencer(folder).run()
        Sequencer(folder).checkpoint(SIGNER)
        lengths.append(notes_file(folder).stat().st_size)
    return lengths


@pytest.mark.parametrize("part", SIZES)
def test_a_log_that_is_written_in_part_is_written_over(tmp_path: Path, part: str) -> None:
    """The state is short, so that it would be taken: it must not say what no file holds."""
    write_trail(tmp_path, *(entry(number) for number in range(1, ENTRIES + 1)))
    assert (tmp_path / "logs.json").exists() is False
    with files_up_to(SIZES[part] - 100), pytest.raises(AuditError, match="the audit logs cannot be written"):
        Sequencer(tmp_path).run()

    assert Sequencer(tmp_path).run() == ENTRIES

    assert Sequencer(tmp_path).inspect() == ()
    with AuditLog(tmp_path, node="later") as log:
        log.append(entry(ENTRIES + 1))
    assert Sequencer(tmp_path).run() == 1
    assert verify_audit(tmp_path).intact


def test_a_checkpoint_that_was_cut_off_is_signed_again(tmp_path: Path) -> None:
    [one, two] = signed(tmp_path, 1, 2)
    write_trail(tmp_path, entry(3))
    Sequencer(tmp_path).run()
    with files_up_to(two + 100), pytest.raises(AuditError, match="the audit logs cannot be written: File too large"):
        Sequencer(tmp_path).checkpoint(SIGNER)
    assert notes_file(tmp_path).stat().st_size == two + 100

    assert [SIGNER.key.verify(note).size for note in open_log(tmp_path, LOG).notes()] == [1, 2]
    assert verify_audit(tmp_path, key=SIGNER.key).problems == ()
    assert set(Sequencer(tmp_path).checkpoint(SIGNER)) == {"agencies/kh-police", LOG}

    assert [SIGNER.key.verify(note).size for note in open_log(tmp_path, LOG).notes()] == [1, 2, 3]
    assert len(notes_file(tmp_path).read_bytes().splitlines()) == 3
    found = verify_audit(tmp_path, key=SIGNER.key)
    assert (found.intact, found.checkpoints) == (True, 6)
    assert one < two


@pytest.mark.parametrize("cut", [1, 2, 100])
def test_what_stands_behind_half_a_checkpoint_is_read_as_before(tmp_path: Path, cut: int) -> None:
    """As a killed process leaves it, in the last bytes or the middle of the line."""
    [_, whole, _] = signed(tmp_path, 1, 2, 3)
    path = notes_file(tmp_path)
    path.write_bytes(path.read_bytes()[:-cut])

    sizes = {name: SIGNER.key.verify(note).size for name, note in Sequencer(tmp_path).last_notes().items()}
    assert sizes == {"agencies/kh-police": 3, LOG: 2}
    assert ReceiptReader(tmp_path, "th-police").covering(0, SIGNER.key) is not None
    assert signed(tmp_path, 4)[0] > whole
    assert [orjson.loads(line) for line in path.read_bytes().splitlines()] == open_log(tmp_path, LOG).notes()
    assert verify_audit(tmp_path, key=SIGNER.key).intact


@pytest.mark.parametrize("spoil", [lambda line: line[:-20] + b"\n", lambda _: b"\n", lambda line: line[1:]])
def test_a_line_with_its_end_that_is_no_checkpoint_is_damage(tmp_path: Path, spoil: Callable[[bytes], bytes]) -> None:
    signed(tmp_path, 1, 2)
    *first, last = notes_file(tmp_path).read_bytes().splitlines(keepends=True)
    notes_file(tmp_path).write_bytes(b"".join([*first, spoil(last)]))
    with pytest.raises(AuditError, match=f"the checkpoints of `{LOG}` are damaged"):
        open_log(tmp_path, LOG).notes()
    assert not verify_audit(tmp_path, key=SIGNER.key).intact
