"""The timing law is judged by what hidden and absent take, whatever the process does besides at regular intervals."""

import time
from collections.abc import Callable
from random import Random

import pytest

from api.noninterference import Caller, TimingVerdict, compare_timing
from tests.conftest import Loop

Takes = Callable[[str, int], float]


class Timed(Caller):
    """Takes as long as it is told to, on a clock of its own."""

    def __init__(self, takes: Takes) -> None:
        self.now = 0.0
        self.asked: list[str] = []
        self._takes = takes

    async def ask(self, document: str, token: str) -> None:  # type: ignore[override]  # nothing reads the reply
        self.now += self._takes(document, len(self.asked))
        self.asked.append(document)


@pytest.fixture
def judged(loop: Loop, monkeypatch: pytest.MonkeyPatch) -> Callable[[Takes], tuple[TimingVerdict, list[str]]]:
    def judge(takes: Takes) -> tuple[TimingVerdict, list[str]]:
        caller = Timed(takes)
        monkeypatch.setattr(time, "perf_counter", lambda: caller.now)
        found = loop.run(compare_timing(caller, "t", hidden="hidden", absent="absent", requests=2_000))
        return found, caller.asked

    return judge


def _spread() -> Callable[[], float]:
    dice = Random(1)  # noqa: S311 - invented times
    return lambda: 0.003 + dice.gauss(0, 0.0003)


Judged = Callable[[Takes], tuple[TimingVerdict, list[str]]]


@pytest.mark.parametrize("phase", range(4))
def test_what_happens_at_every_fourth_request_is_not_taken_for_what_is_hidden(judged: Judged, phase: int) -> None:
    normal = _spread()
    verdict, asked = judged(lambda _, number: normal() + (0.002 if number % 4 == phase else 0.0))
    assert asked.count("hidden") == asked.count("absent") == verdict.requests == 2_000
    assert verdict.difference_seconds < 0.0001


def test_a_difference_beyond_the_bound_is_found(judged: Judged) -> None:
    normal = _spread()
    verdict, _ = judged(lambda document, _: normal() + (0.00025 if document == "hidden" else 0.0))
    assert not verdict.is_within_bounds
    assert verdict.is_settled


def test_a_busy_machine_is_asked_longer_and_no_more_is_allowed_to_it(judged: Judged) -> None:
    dice = Random(2)  # noqa: S311 - invented times
    verdict, asked = judged(lambda document, _: dice.uniform(0.002, 0.010) + (0.0008 if document == "hidden" else 0.0))
    assert len(asked) == 2 * verdict.requests > 4_000
    assert not verdict.is_within_bounds
    assert verdict.allowed_seconds < 0.0004
