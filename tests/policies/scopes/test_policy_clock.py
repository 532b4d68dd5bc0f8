"""A clock that is set back or leaps forward decides nothing, also after a restart, until somebody confirms it."""

import errno
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies import ClockError, ClockForgottenError, ClockLeapError, PolicyClock

NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class Machine:
    """A machine's two clocks: the one that is set, and the one that counts."""

    def __init__(self) -> None:
        self.at = NOON
        self.counted = 1_000.0
        self.boot = "first"

    def pass_by(self, time: timedelta) -> None:
        self.at += time
        self.counted += time.total_seconds()

    def restart(self, *, off: timedelta) -> None:
        self.at += off
        self.counted, self.boot = 7.0, f"{self.boot} again"

    def clock(self, mark: Path | None = None) -> PolicyClock:
        return PolicyClock(mark, read=lambda: self.at, count=lambda: self.counted, start=lambda: self.boot)


@pytest.fixture
def machine() -> Machine:
    return Machine()


def test_the_present_goes_forward_alone(machine: Machine) -> None:
    clock = machine.clock()
    assert clock.now() == NOON
    machine.at = NOON - timedelta(seconds=3)
    assert clock.now() == NOON
    machine.at = NOON
    machine.pass_by(HOUR)
    assert clock.now() == NOON + HOUR


def test_the_mark_is_for_its_owner_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        PolicyClock(tmp_path / "home" / "policy-clock").now()
    finally:
        os.umask(before)
    modes = [path.stat().st_mode & 0o777 for path in (tmp_path / "home", tmp_path / "home" / "policy-clock")]
    assert modes == [0o700, 0o600]


def test_a_clock_set_back_is_refused_until_it_is_right(machine: Machine) -> None:
    clock = machine.clock()
    clock.now()
    machine.at = NOON - MINUTE
    with pytest.raises(ClockError, match="was set back: nothing is disclosed or written until it is right"):
        clock.now()
    machine.at = NOON + timedelta(seconds=1)
    assert clock.now() == machine.at


def test_a_leap_is_refused_until_the_clock_is_right(machine: Machine) -> None:
    clock = machine.clock()
    clock.now()
    machine.pass_by(HOUR)
    machine.at += DAY
    for _ in range(3):
        with pytest.raises(ClockLeapError, match="benang policy clock --confirm"):
            clock.now()
        machine.pass_by(MINUTE)
    machine.at -= DAY
    assert clock.now() == machine.at


def test_time_that_passed_is_no_leap_however_long_nobody_asked(machine: Machine) -> None:
    clock = machine.clock()
    clock.now()
    machine.pass_by(200 * DAY)
    assert clock.now() == machine.at


def test_small_steps_do_not_add_up_to_a_leap(machine: Machine) -> None:
    clock = machine.clock()
    clock.now()
    with pytest.raises(ClockLeapError):
        for _ in range(4):
            machine.at += 2 * MINUTE
            clock.now()
    assert machine.at == NOON + 6 * MINUTE


def test_a_restart_remembers(machine: Machine, tmp_path: Path) -> None:
    mark = tmp_path / "state" / "policy-clock"
    machine.clock(mark).now()

    for off, error in ((-DAY, ClockError), (DAY, ClockLeapError)):
        machine.at = NOON + off
        with pytest.raises(error):
            machine.clock(mark).now()
    machine.at = NOON
    machine.pass_by(30 * DAY)
    assert machine.clock(mark).now() == machine.at


DAMAGED = [b"nonsense", b"", b"{", b"{}", b'{"at": 7}', b'{"at": "2026-09-01T12:00:00"}', b"\xff\xfe", b'{"at": null}']


@pytest.mark.parametrize("content", DAMAGED)
def test_a_damaged_file_is_not_believed_until_somebody_confirms_the_clock(
    machine: Machine, tmp_path: Path, content: bytes
) -> None:
    """Else a clock that was set back would go unnoticed by who starts behind it."""
    mark = tmp_path / "policy-clock"
    running = machine.clock(mark)
    running.now()
    mark.write_bytes(content)
    machine.at -= 90 * DAY

    started = machine.clock(mark)

    for clock in (started, machine.clock(mark), running):
        refused(clock.now)
    assert mark.read_bytes() == content
    machine.clock(mark).confirm()
    assert started.now() == running.now() == machine.at


def test_another_users_file_is_not_believed_and_not_called_damaged(
    machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = tmp_path / "policy-clock"
    machine.clock(mark).now()
    kept = mark.read_bytes()

    def closed(*_: object, **__: object) -> str:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_text", closed)
        started = machine.clock(mark)
        with pytest.raises(ClockForgottenError, match=r"\(policy-clock in the data folder\) cannot be read \(perm"):
            started.now()
    assert mark.read_bytes() == kept
    assert started.now() == machine.at  # once it is given to the service's user


def test_a_process_that_knows_the_present_makes_a_damaged_file_whole(machine: Machine, tmp_path: Path) -> None:
    mark = tmp_path / "policy-clock"
    running = machine.clock(mark)
    running.now()
    mark.write_bytes(b"")
    machine.pass_by(2 * MINUTE)
    assert running.now() == machine.at
    assert machine.clock(mark).now() == machine.at


def test_after_a_start_of_the_machine_only_a_long_silence_is_asked_about(machine: Machine, tmp_path: Path) -> None:
    mark = tmp_path / "policy-clock"
    machine.clock(mark).now()

    machine.restart(off=50 * DAY)
    assert machine.clock(mark).now() == machine.at
    machine.restart(off=61 * DAY)
    with pytest.raises(ClockLeapError):
        machine.clock(mark).now()
    machine.clock(mark).confirm()
    assert machine.clock(mark).now() == machine.at


def test_a_file_that_holds_an_instant_alone_is_read(machine: Machine, tmp_path: Path) -> None:
    mark = tmp_path / "policy-clock"
    mark.write_text(NOON.isoformat(), encoding="utf-8")
    machine.at = NOON - MINUTE
    with pytest.raises(ClockError):
        machine.clock(mark).now()
    machine.at = NOON + DAY
    assert machine.clock(mark).now() == machine.at


@pytest.mark.parametrize("off", [DAY, -DAY])
def test_what_somebody_confirms_is_taken_by_every_process_and_only_that(
    machine: Machine, tmp_path: Path, off: timedelta
) -> None:
    mark = tmp_path / "policy-clock"
    serving, other = machine.clock(mark), machine.clock(mark)
    serving.now(), other.now()
    machine.at += off

    refused(serving.now)
    machine.clock(mark).confirm()

    machine.pass_by(MINUTE)
    assert serving.now() == machine.at
    machine.pass_by(2 * HOUR)
    assert serving.now() == machine.at  # and writes its own mark, which still says who confirmed what
    assert other.now() == machine.at
    machine.at += DAY
    refused(serving.now)
    refused(other.now)


def refused(now: Callable[[], datetime]) -> None:
    with pytest.raises(ClockError):
        now()


@given(steps=st.lists(st.tuples(st.floats(0, 1e6), st.floats(-2, 2)), max_size=30))
def test_a_clock_that_is_put_right_by_seconds_is_never_refused_nor_goes_back(steps: list[tuple[float, float]]) -> None:
    machine = Machine()
    clock = machine.clock()
    latest = clock.now()
    start, off = machine.at, 0.0
    for passed, put_right in steps:
        machine.pass_by(timedelta(seconds=passed))
        off = put_right
        machine.at = start + timedelta(seconds=machine.counted - 1_000.0 + off)
        shown = clock.now()
        assert shown >= latest
        assert abs((shown - machine.at).total_seconds()) <= 8.0
        latest = shown


class TestOfAnotherHost:
    """A host that joins a store has no memory of the clock, or an old one: it goes by what the store keeps."""

    def test_a_host_without_a_memory_is_refused_behind_what_the_store_keeps(
        self, machine: Machine, tmp_path: Path
    ) -> None:
        mark = tmp_path / "mark"
        machine.at = NOON - 400 * DAY
        clock = machine.clock(mark)
        clock.learn(NOON)
        for asked in (clock, machine.clock(mark)):  # what it learnt is kept
            with pytest.raises(ClockError, match="was set back"):
                asked.now()
        machine.at = NOON + MINUTE
        assert clock.now() == machine.clock(mark).now() == machine.at

    def test_a_host_without_a_memory_is_refused_far_ahead_of_it(self, machine: Machine) -> None:
        clock = machine.clock()
        clock.learn(NOON - 61 * DAY)
        with pytest.raises(ClockLeapError):
            clock.now()
        assert clock.confirm() == NOON == clock.now()

    def test_a_memory_that_is_older_than_the_store_gives_way_to_it(self, machine: Machine, tmp_path: Path) -> None:
        machine.clock(tmp_path / "mark").now()
        machine.restart(off=DAY)
        clock = machine.clock(tmp_path / "mark")
        clock.learn(NOON + 200 * DAY)
        with pytest.raises(ClockError, match="was set back"):
            clock.now()

    def test_what_was_counted_meanwhile_still_tells_a_leap(self, machine: Machine, tmp_path: Path) -> None:
        machine.clock(tmp_path / "mark").now()
        machine.pass_by(DAY)
        machine.at += 30 * DAY
        clock = machine.clock(tmp_path / "mark")
        clock.learn(NOON + DAY)
        with pytest.raises(ClockLeapError):
            clock.now()

    @pytest.mark.parametrize("newest", [None, NOON, NOON + 4 * MINUTE, NOON - 30 * DAY])
    def test_a_store_that_keeps_nothing_later_changes_nothing(self, machine: Machine, newest: datetime | None) -> None:
        clock = machine.clock()
        clock.learn(newest)
        assert clock.now() == NOON
        clock.learn(newest)
        assert clock.now() == NOON

    def test_what_stood_there_when_the_clock_was_confirmed_is_passed_over(
        self, machine: Machine, tmp_path: Path
    ) -> None:
        """A machine ran ahead and wrote: whoever has put it right has said so once, and need not for each command."""
        clock = machine.clock(tmp_path / "mark")
        clock.learn(NOON + 40 * DAY)
        with pytest.raises(ClockError, match="was set back"):
            clock.now()
        clock.confirm()
        for _ in range(3):
            machine.pass_by(HOUR)
            clock = machine.clock(tmp_path / "mark")
            clock.learn(NOON + 40 * DAY)
            assert clock.now() == machine.at
        clock.learn(NOON + 50 * DAY)  # news
        with pytest.raises(ClockError, match="was set back"):
            clock.now()

    def test_a_damaged_memory_is_no_missing_one(self, machine: Machine, tmp_path: Path) -> None:
        mark = tmp_path / "mark"
        mark.write_bytes(b"")
        clock = machine.clock(mark)
        clock.learn(NOON)
        assert mark.read_bytes() == b""
        with pytest.raises(ClockForgottenError):
            clock.now()

    def test_a_mark_of_the_store_without_a_zone_is_damaged(self, machine: Machine, tmp_path: Path) -> None:
        mark = tmp_path / "mark"
        mark.write_text('{"at": "2026-09-01T12:00:00+00:00", "heard": "2026-09-01T12:00:00"}', encoding="utf-8")
        with pytest.raises(ClockForgottenError):
            machine.clock(mark).now()


def test_processes_of_one_number_as_in_two_containers_do_not_take_each_others_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, meanwhile = tmp_path / "policy-clock", PolicyClock(tmp_path / "policy-clock")
    real = Path.replace

    def replaced(draft: Path, target: Path) -> Path:
        monkeypatch.setattr(Path, "replace", real)
        meanwhile.confirm()
        return real(draft, target)

    monkeypatch.setattr(Path, "replace", replaced)
    PolicyClock(path).confirm()
    PolicyClock(path).now()
    assert list(tmp_path.iterdir()) == [path]
