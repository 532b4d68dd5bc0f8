"""A trail that was cut short stops every process on it until somebody has looked; what is being written does not."""

import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from graph.files import exclusively
from policies import AuditDamagedError, AuditLog, Sequencer, verify_audit
from policies.audit import damage as audit_damage
from policies.audit.damage import GONE, Damage, DamageBook
from policies.audit.logs import LogState, held_logs
from tests.policies.audit_trails import NOW, SIGNER, entry, signed_trail, write_trail

WRITE = """
import sys
from pathlib import Path
from policies import AuditLog
from tests.policies.audit_trails import entry
log = AuditLog(Path(sys.argv[1]), node=sys.argv[2])
for number in range(3):
    log.append(entry(number))
log.flush()
print("written", flush=True)
for line in sys.stdin:
    log.append(entry(9))
    print("more", flush=True)
"""

Cut = Callable[[Path], None]


def empty(path: Path) -> None:
    path.write_bytes(b"")


def halve(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def without_last(path: Path) -> None:
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))


CUTS: list[tuple[Cut, str]] = [
    (empty, "is shorter than it was"),
    (halve, "is shorter than it was"),
    (without_last, "is shorter than it was"),
    (Path.unlink, "is gone"),
]


def refused(log: AuditLog) -> list[str]:
    """Return what an entry is refused for."""
    before = {path: path.read_bytes() for path in log.folder.glob("*.jsonl")}
    with pytest.raises(AuditDamagedError, match="the audit trail is damaged") as caught:
        log.append(entry(5))
    assert {path: path.read_bytes() for path in log.folder.glob("*.jsonl")} == before
    return list(caught.value.damage)


@pytest.mark.parametrize(("cut", "problem"), CUTS)
@pytest.mark.parametrize("sequenced", [True, False])
def test_a_segment_of_another_process_that_was_cut_stops_entries(
    tmp_path: Path, cut: Cut, problem: str, *, sequenced: bool
) -> None:
    path = write_trail(tmp_path, entry(1), entry(2), node="other")
    with AuditLog(tmp_path, node="serving") as log, AuditLog(tmp_path, node="second") as second:
        log.append(entry(3))
        sequencer = Sequencer(tmp_path, log.damage)
        if sequenced:
            sequencer.run()
        cut(path)
        if not sequenced and cut is not Path.unlink:
            problem = "is shorter than its mark says"
        with pytest.raises(AuditDamagedError):
            sequencer.run()
        told = [f"`{path.stem}` {problem}"]
        assert (refused(log), refused(second)) == (told, told)
        with pytest.raises(AuditDamagedError):
            second.check()
    assert not verify_audit(tmp_path).intact


@pytest.mark.parametrize(
    ("cut", "problem"),
    [(c, p if p == "is gone" else "is shorter than what was written to it") for c, p in CUTS],
)
def test_a_processs_own_segment_that_was_cut_stops_it_at_the_next_entry(tmp_path: Path, cut: Cut, problem: str) -> None:
    with AuditLog(tmp_path, node="serving") as log:
        log.append(entry(1))
        log.append(entry(2))
        log.flush()
        [path] = tmp_path.glob("*.jsonl")
        cut(path)

        assert refused(log) == [f"`{path.stem}` {problem}"]
        with AuditLog(tmp_path, node="second") as second:
            assert refused(second) == [f"`{path.stem}` {problem}"]
    assert not verify_audit(tmp_path).intact


def test_an_own_segment_with_another_file_in_its_place_stops_entries(tmp_path: Path) -> None:
    with AuditLog(tmp_path, node="serving") as log:
        log.append(entry(1))
        [path] = tmp_path.glob("*.jsonl")
        data = path.read_bytes()
        path.unlink()
        (tmp_path / "kept").write_bytes(b"")
        path.write_bytes(data + b"\n")
        assert refused(log) == [f"`{path.stem}` is not as it was left"]


@pytest.mark.parametrize("file", ["level-00", "index", "records"])
def test_a_log_that_was_cut_stops_entries_and_is_not_written_on(tmp_path: Path, file: str) -> None:
    signed_trail(tmp_path)
    name = "originators/th-police"
    halve(tmp_path / name / file)
    left = (tmp_path / name / file).read_bytes()
    write_trail(tmp_path, entry(8))

    with pytest.raises(AuditDamagedError, match="is shorter than it was"):
        Sequencer(tmp_path).run()

    assert (tmp_path / name / file).read_bytes() == left
    with AuditLog(tmp_path, node="serving") as log:
        assert refused(log) == [f"`{name}` is shorter than it was"]


def test_a_log_that_is_not_what_was_signed_stops_entries_and_is_never_signed(tmp_path: Path) -> None:
    signed_trail(tmp_path)
    name = "originators/th-police"
    for level in (tmp_path / name).glob("level-*"):
        level.write_bytes(bytes(level.stat().st_size))
    notes = (tmp_path / name / "checkpoints").read_bytes()
    book = DamageBook(tmp_path)
    with pytest.raises(AuditDamagedError, match="is not what its last checkpoint says"):
        Sequencer(tmp_path, book).checkpoint(SIGNER, now=NOW)
    with pytest.raises(AuditDamagedError):
        book.check()

    book.accept(book.standing())
    write_trail(tmp_path, entry(8))
    Sequencer(tmp_path, book).run()
    made = Sequencer(tmp_path, book).checkpoint(SIGNER, now=NOW)

    assert name not in made
    assert "agencies/kh-police" in made
    assert (tmp_path / name / "checkpoints").read_bytes() == notes


def test_a_start_finds_what_was_cut_while_no_process_ran(tmp_path: Path) -> None:
    path = write_trail(tmp_path, entry(1), entry(2))
    Sequencer(tmp_path).run()
    halve(path)
    with AuditLog(tmp_path, node="serving") as log:
        [found] = Sequencer(tmp_path, log.damage).inspect()
        assert found == Damage(name=path.stem, problem="is shorter than it was", place=path.stat().st_size)
        assert refused(log) == [str(found)]


@pytest.mark.parametrize("other", [False, True])
def test_logs_behind_their_marks_are_found_while_somebody_holds_the_lock_and_marked_once_that_is_accepted(
    tmp_path: Path, *, other: bool
) -> None:
    write_trail(tmp_path, entry(1), entry(2))
    Sequencer(tmp_path).run()
    stand = Sequencer(tmp_path).marks_now()
    name = "agencies/kh-police"
    marked = {**stand, name: replace(stand[name], root=bytes(32)) if other else replace(stand[name], size=3)}
    with AuditLog(tmp_path, node="serving") as log, held_logs(tmp_path):
        for see in (Sequencer.inspect, Sequencer.marks_now):
            sequencer = Sequencer(tmp_path, log.damage)
            sequencer.marks = marked
            assert not isinstance(found := see(sequencer), dict) or found == {}
            assert [damage.name for damage in log.damage.standing()] == ["the mark in the store"]
            assert len(refused(log)) == 1
            log.damage.clear(["the mark in the store"])
        sequencer.inspect()
        log.damage.accept(log.damage.standing())
        assert sequencer.inspect() == ()
        assert sequencer.marks_now() == stand


@pytest.mark.parametrize("see", [Sequencer.inspect, Sequencer.marks_now, Sequencer.run])
def test_marks_that_are_learnt_while_the_state_is_read_are_no_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, see: Callable[[Sequencer], object]
) -> None:
    """Another process brought the logs further and marked them, once this one had read how far they were."""
    write_trail(tmp_path, entry(1), entry(2))
    Sequencer(tmp_path).run()
    sequencer = Sequencer(tmp_path)
    stand = sequencer.marks_now()
    further = {name: replace(mark, size=mark.size + 1, root=bytes(32)) for name, mark in stand.items()}
    read = LogState.read

    def read_and_learn(folder: Path) -> LogState:
        state = read(folder)
        sequencer.marks = further
        return state

    with held_logs(tmp_path) if see is not Sequencer.run else nullcontext():
        for known in ({}, stand):
            sequencer.marks = known
            monkeypatch.setattr(LogState, "read", read_and_learn)
            see(sequencer)
            monkeypatch.undo()
            assert DamageBook(tmp_path).standing() == ()


def test_what_was_restored_is_looked_at_and_entries_are_taken_again(tmp_path: Path) -> None:
    path = write_trail(tmp_path, entry(1), entry(2))
    Sequencer(tmp_path).run()
    whole = path.read_bytes()
    halve(path)
    with AuditLog(tmp_path, node="serving") as log:
        assert len(Sequencer(tmp_path, log.damage).inspect()) == 1
        path.write_bytes(bytes(len(whole)))
        assert len(Sequencer(tmp_path, log.damage).inspect()) == 1, "the length alone does not make it whole"
        path.write_bytes(whole)
        refused(log)
        assert Sequencer(tmp_path, log.damage).inspect() == ()
        assert log.append(entry(3)) == 2
    Sequencer(tmp_path).run()
    assert verify_audit(tmp_path).intact


def test_what_was_accepted_goes_on_and_fails_to_verify(tmp_path: Path) -> None:
    path = write_trail(tmp_path, entry(1), entry(2))
    Sequencer(tmp_path).run()
    halve(path)
    with AuditLog(tmp_path, node="serving") as log:
        log.damage.accept(Sequencer(tmp_path, log.damage).inspect())
        log.append(entry(3))
        assert Sequencer(tmp_path, log.damage).run() == 1
        assert Sequencer(tmp_path, log.damage).inspect() == ()
        assert not verify_audit(tmp_path).intact

        empty(path)
        with pytest.raises(AuditDamagedError):
            Sequencer(tmp_path, log.damage).run()
        assert refused(log) == [f"`{path.stem}` is shorter than it was"], "cut once more it is another damage"


def test_an_accepted_own_segment_is_left_for_another(tmp_path: Path) -> None:
    with AuditLog(tmp_path, node="serving") as log:
        log.append(entry(1))
        log.append(entry(2))
        log.flush()
        [path] = tmp_path.glob("*.jsonl")
        halve(path)
        left = path.read_bytes()
        # Somebody else finds it, and it is accepted, before the process itself looks.
        book = DamageBook(tmp_path)
        book.accept(Sequencer(tmp_path, book).inspect())

        assert log.append(entry(3)) == 2
        assert path.read_bytes() == left
        assert len(list(tmp_path.glob("*.jsonl"))) == 2
        assert Sequencer(tmp_path, log.damage).run() == 1


def test_behind_a_line_that_was_accepted_the_entries_come_into_the_logs(tmp_path: Path) -> None:
    with AuditLog(tmp_path, node="serving") as log:
        for number in range(3):
            log.append(entry(number))
        log.flush()
        [path] = tmp_path.glob("*.jsonl")
        lines = path.read_bytes().splitlines(keepends=True)
        path.write_bytes(b"".join([lines[0], b"x" * (len(lines[1]) - 1) + b"\n", *lines[2:]]))
        sequencer = Sequencer(tmp_path, log.damage)
        with pytest.raises(AuditDamagedError, match="holds a line that is no entry"):
            sequencer.run()
        refused(log)
        log.damage.accept(log.damage.standing())

        log.append(entry(4))
        assert sequencer.run() == 3
        assert not verify_audit(tmp_path).intact


def test_what_another_process_is_writing_or_was_killed_over_is_no_damage(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITE, str(tmp_path)]
    writers = [
        subprocess.Popen([*command, node], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for node in ("live", "killed")
    ]
    with AuditLog(tmp_path, node="serving") as log:
        for writer in writers:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "written\n"
        assert Sequencer(tmp_path, log.damage).run() == 6
        writers[1].send_signal(signal.SIGKILL)
        writers[1].wait()
        for name in ("live", "killed"):
            [path] = tmp_path.glob(f"{name}-*.jsonl")
            with path.open("ab") as file:
                file.write(b'{"sequence":5,"facts":{"ti')
        assert Sequencer(tmp_path, log.damage).run() == 0
        assert Sequencer(tmp_path, log.damage).inspect() == ()
        assert log.append(entry(7)) == 2
    for writer in writers:
        writer.kill()
        writer.communicate()


@pytest.mark.long
def test_processes_that_write_under_a_sequencer_are_never_taken_for_damaged(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITE, str(tmp_path)]
    writers = [
        subprocess.Popen([*command, f"n{n}"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        for n in range(3)
    ]
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n" * 300)
        writer.stdin.close()
    sequencer = Sequencer(tmp_path)
    total = 0
    while any(writer.poll() is None for writer in writers):
        total += sequencer.run() or 0
    total += sequencer.run() or 0
    assert total == 3 * 303
    assert sequencer.inspect() == ()


def test_damage_that_cannot_be_written_down_stops_the_process_that_found_it(tmp_path: Path) -> None:
    folder = tmp_path / "audit"
    with AuditLog(folder, node="serving") as log:
        log.append(entry(1))
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()
        with pytest.raises(AuditDamagedError, match="is gone"):
            log.append(entry(2))
        with pytest.raises(AuditDamagedError, match="is gone"):
            log.check()
        assert not folder.exists()


def test_a_book_that_cannot_be_read_stops_entries(tmp_path: Path) -> None:
    (tmp_path / "damage.json").write_bytes(b"{")
    with AuditLog(tmp_path, node="serving") as log:
        assert refused(log) == ["`damage.json` cannot be read"]
        log.damage.accept(log.damage.standing())
        assert log.append(entry(1)) == 2


def test_what_cannot_be_read_of_what_was_accepted_is_not_accepted(tmp_path: Path) -> None:
    book = DamageBook(tmp_path)
    book.note([Damage(name="one", problem="is gone", place=GONE)])
    book.accept(book.standing())
    assert book.note([Damage(name="one", problem="is gone", place=GONE)]) == ()
    (tmp_path / "damage-accepted.json").write_bytes(b"[]]")
    assert len(book.note([Damage(name="one", problem="is gone", place=GONE)])) == 1
    with pytest.raises(AuditDamagedError):
        book.check()


ONE = Damage(name="one", problem="is gone", place=GONE)
TWO = Damage(name="two", problem="is shorter than it was", place=12)


def make_unreadable(path: Path) -> None:
    """Let a file be there and be read by nobody, root included: it leads to itself."""
    path.unlink(missing_ok=True)
    path.symlink_to(path)


@pytest.mark.parametrize("act", [lambda book: book.clear(["two"]), lambda book: book.accept([TWO])])
def test_a_book_that_the_disk_does_not_give_goes_on_stopping_entries(
    tmp_path: Path, act: Callable[[DamageBook], None]
) -> None:
    with AuditLog(tmp_path, node="serving") as log:
        log.damage.note([ONE])
        make_unreadable(tmp_path / "damage.json")
        with pytest.raises(OSError, match="symbolic links"):
            act(log.damage)
        assert refused(log) == ["`damage.json` cannot be read"]
        assert log.damage.note([TWO]) == (TWO,)
        assert refused(log) == ["`damage.json` cannot be read", str(TWO)]
        assert log.damage.accepted() == frozenset()
    assert (tmp_path / "damage.json").is_symlink()


def test_what_was_accepted_is_not_written_over_where_the_disk_does_not_give_it(tmp_path: Path) -> None:
    book = DamageBook(tmp_path)
    book.note([ONE])
    make_unreadable(tmp_path / "damage-accepted.json")
    for act in (partial(book.accept, [ONE]), partial(book.clear, ["one"])):
        with pytest.raises(OSError, match="symbolic links"):
            act()
        assert book.standing() == (ONE,)
    assert book.note([TWO]) == (TWO,)
    assert book.standing() == (TWO, ONE)


def test_a_book_that_another_process_holds_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_damage, "_WAIT_SECONDS", 0.0)
    with AuditLog(tmp_path, node="serving") as log:
        log.damage.note([ONE])
        written = (tmp_path / "damage.json").read_bytes()
        with exclusively(tmp_path / "damage.lock", timeout_seconds=1.0) as is_held:
            assert is_held
            for act in (partial(log.damage.accept, [ONE]), partial(log.damage.clear, ["one"])):
                with pytest.raises(TimeoutError, match="another process holds the book of damage"):
                    act()
            assert log.damage.note([TWO]) == (TWO,)
            assert refused(log) == [str(ONE), str(TWO)]
        assert (tmp_path / "damage.json").read_bytes() == written
        assert not (tmp_path / "damage-accepted.json").exists()
        log.damage.accept([ONE])
        assert refused(log) == [str(TWO)]


def test_a_look_that_cannot_write_what_is_whole_again_notes_what_it_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_damage, "_WAIT_SECONDS", 0.0)
    first, second = (write_trail(tmp_path, entry(n), node=name) for n, name in ((1, "first"), (2, "second")))
    Sequencer(tmp_path).run()
    whole = first.read_bytes()
    halve(first)
    with AuditLog(tmp_path, node="serving") as log:
        Sequencer(tmp_path, log.damage).inspect()
        first.write_bytes(whole)
        halve(second)
        with (
            exclusively(tmp_path / "damage.lock", timeout_seconds=1.0),
            pytest.raises(TimeoutError, match="another process holds"),
        ):
            Sequencer(tmp_path, log.damage).inspect()
        assert [damage.name for damage in log.damage.standing()] == [first.stem, second.stem]
