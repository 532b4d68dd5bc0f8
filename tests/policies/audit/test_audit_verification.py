"""The audit trail shows what was changed, removed, inserted or cut."""

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from policies import AuditError, AuditLog, read_audit, verify_audit
from policies.audit.line import make_entry, read_line, write_line
from tests.policies.audit_segments import entry, written


@pytest.mark.parametrize("number", [0, 1])
def test_a_full_segment_that_is_taken_away_is_missed(tmp_path: Path, number: int) -> None:
    with AuditLog(tmp_path, node="one", segment_bytes=2000) as log:
        for count in range(16):
            log.append(entry(count))
    paths = sorted(tmp_path.glob("*.jsonl"), key=lambda p: read_line(p.read_bytes().splitlines()[1]).time)
    paths[number].unlink()
    paths[number].with_suffix(".head").unlink()

    assert (paths[number].stem, "the segment is missing") in {
        (p.segment, p.problem) for p in verify_audit(tmp_path).problems
    }


def test_a_pipe_in_the_place_of_a_segment_is_damage_and_not_waited_for(tmp_path: Path) -> None:
    [path] = written(tmp_path).parent.glob("*.jsonl")
    path.unlink()
    os.mkfifo(path)

    assert [(p.segment, p.problem) for p in verify_audit(tmp_path).problems][:1] == [
        (path.stem, "the segment is no regular file")
    ]


def changed_outcome(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b'"outcome":"allowed"', b'"outcome":"denied"', 1))


def changed_layout(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b'"agency":"th', b'"agency": "th', 1))


def rehashed(path: Path) -> None:
    """Change an entry and give it a fitting hash, but leave the next entry as it was."""
    lines = path.read_bytes().splitlines(keepends=True)
    line = read_line(lines[2].rstrip())
    forged = replace(line.entry(), actor="nobody")
    made = make_entry(forged, sequence=line.sequence, time=line.time, previous=line.previous)
    lines[2] = write_line(made)
    path.write_bytes(b"".join(lines))


def removed_middle(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:3] + lines[4:]))


def swapped(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:2], lines[3], lines[2], *lines[4:]]))


def repeated(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines, lines[-1]]))


def cut_at_an_entry(path: Path) -> None:
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))


def cut_within_an_entry(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-30])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def removed(path: Path) -> None:
    path.unlink()


def without_its_mark(path: Path) -> None:
    path.with_suffix(".head").unlink()


def garbage(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\x00\xff\n")


@pytest.mark.parametrize(
    ("manipulation", "line", "problem"),
    [
        (changed_outcome, 2, "the entry was changed"),
        (changed_layout, 2, "is not an entry"),
        (rehashed, 4, "an entry before this one is missing"),
        (removed_middle, 4, "an entry before this one is missing"),
        (swapped, 3, "an entry before this one is missing"),
        (repeated, 7, "an entry before this one is missing"),
        (cut_at_an_entry, 6, "an entry that was flushed is missing"),
        (cut_within_an_entry, 6, "the last entry is cut short"),
        (emptied, 6, "an entry that was flushed is missing"),
        (removed, 0, "the segment is missing"),
        (without_its_mark, 0, "the mark of its last flush is missing"),
        (garbage, 7, "is not an entry"),
    ],
)
def test_a_manipulation_is_found(tmp_path: Path, manipulation: Callable[[Path], None], line: int, problem: str) -> None:
    path = written(tmp_path)
    assert verify_audit(tmp_path).intact

    manipulation(path)
    verified = verify_audit(tmp_path)

    assert not verified.intact
    found = [p for p in verified.problems if problem in p.problem]
    assert [(p.segment, p.line) for p in found] == [(path.stem, line)]


def test_a_segment_cut_and_marked_anew_is_missed_by_a_later_one(tmp_path: Path) -> None:
    path = written(tmp_path)
    with AuditLog(tmp_path, node="two") as log:
        log.append(entry())
    cut_at_an_entry(path)
    last = json.loads(path.read_bytes().splitlines()[-1])
    path.with_suffix(".head").write_text(f"{last['sequence']:020d} {last['hash']}\n", encoding="ascii")

    problems = verify_audit(tmp_path).problems

    assert [(p.segment, p.line) for p in problems] == [(path.stem, 6)]


def test_a_segment_taken_away_with_its_mark_is_missed_by_a_later_one(tmp_path: Path) -> None:
    path = written(tmp_path)
    with AuditLog(tmp_path, node="two") as log:
        log.append(entry())
    path.unlink()
    path.with_suffix(".head").unlink()

    assert [(p.segment, p.problem) for p in verify_audit(tmp_path).problems] == [(path.stem, "the segment is missing")]


def test_reading_a_broken_segment_is_an_error(tmp_path: Path) -> None:
    garbage(written(tmp_path))

    with pytest.raises(AuditError, match="holds a line that is no entry"):
        list(read_audit(tmp_path))
