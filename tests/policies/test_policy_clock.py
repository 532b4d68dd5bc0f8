"""A clock that is set back decides nothing, also after a restart."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from policies import ClockError, PolicyClock

NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)


class Hands:
    """A clock's hands, set by the test."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at


def test_the_present_goes_forward_alone() -> None:
    hands = Hands()
    clock = PolicyClock(read=hands)
    assert clock.now() == NOON
    hands.at = NOON - timedelta(seconds=3)
    assert clock.now() == NOON
    hands.at = NOON + timedelta(hours=1)
    assert clock.now() == NOON + timedelta(hours=1)


def test_a_clock_set_back_is_refused_until_it_is_right() -> None:
    hands = Hands()
    clock = PolicyClock(read=hands)
    clock.now()
    hands.at = NOON - timedelta(minutes=1)
    with pytest.raises(ClockError, match="nothing is disclosed until it is right"):
        clock.now()
    hands.at = NOON + timedelta(seconds=1)
    assert clock.now() == hands.at


def test_a_restart_remembers(tmp_path: Path) -> None:
    hands, mark = Hands(), tmp_path / "state" / "policy-clock"
    PolicyClock(mark, read=hands).now()

    hands.at = NOON - timedelta(days=1)
    with pytest.raises(ClockError):
        PolicyClock(mark, read=hands).now()
    mark.write_text("nonsense", encoding="utf-8")
    assert PolicyClock(mark, read=hands).now() == hands.at
