"""The timing law: hidden and absent take as long, by medians of interleaved requests, within 5 % or 0.2 ms.

Which of the two is asked first is drawn anew for each pair. A fixed order meets what the process does at regular
intervals: Python's collector runs at every fourth of such requests, for 0.2 ms, and would fall on one of the two alone.
"""

import math
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from api.noninterference.caller import Caller

REQUESTS = 2_000
LARGEST_SHARE = 0.05
LARGEST_SECONDS = 0.0002
_LARGEST_ERROR = 0.25  # of what is allowed; a busy machine is asked longer, and no more is allowed to it
_MOST_ROUNDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class TimingVerdict:
    """The medians of hidden and absent and the standard error of their difference, in seconds.

    `requests`: how often each was asked.
    """

    hidden_seconds: float
    absent_seconds: float
    requests: int
    error_seconds: float = 0.0

    @property
    def difference_seconds(self) -> float:
        """How far the medians are apart."""
        return abs(self.hidden_seconds - self.absent_seconds)

    @property
    def allowed_seconds(self) -> float:
        """How far they may be apart."""
        return max(LARGEST_SECONDS, LARGEST_SHARE * min(self.hidden_seconds, self.absent_seconds))

    @property
    def is_within_bounds(self) -> bool:
        """Whether they are within 5 % or 0.2 ms of each other."""
        return self.difference_seconds <= self.allowed_seconds

    @property
    def is_settled(self) -> bool:
        """Whether chance moves the difference by little of what is allowed."""
        return self.error_seconds <= _LARGEST_ERROR * self.allowed_seconds


async def compare_timing(
    caller: Caller, token: str, *, hidden: str, absent: str, requests: int = REQUESTS, seed: int = 1
) -> TimingVerdict:
    """Ask about something hidden and something absent in turns, and compare the medians.

    Args:
        caller: where to ask.
        token: as whom.
        hidden: a document that names something hidden.
        absent: the same document with something absent in its place.
        requests: how often each is asked at first; as often again, four times at most, while the medians are unsettled.
        seed: of which comes first in each pair.
    """
    times: dict[str, list[float]] = {hidden: [], absent: []}
    dice = Random(seed)  # noqa: S311 - an order, no secret
    for _ in range(_MOST_ROUNDS):
        for _ in range(requests):
            for document in dice.sample((hidden, absent), 2):
                start = time.perf_counter()
                await caller.ask(document, token)
                times[document].append(time.perf_counter() - start)
        verdict = _verdict(times[hidden], times[absent])
        if verdict.is_settled:
            break
    return verdict


def _verdict(hidden: Sequence[float], absent: Sequence[float]) -> TimingVerdict:
    return TimingVerdict(
        hidden_seconds=statistics.median(hidden),
        absent_seconds=statistics.median(absent),
        requests=len(hidden),
        error_seconds=math.hypot(_error_of_median(hidden), _error_of_median(absent)),
    )


def _error_of_median(times: Sequence[float]) -> float:
    """Return the standard error of a median: half of what lies between the ranks one deviation below and above it."""
    ordered, spread = sorted(times), math.sqrt(len(times)) / 2
    middle = (len(ordered) - 1) / 2
    low, high = max(0, math.floor(middle - spread)), min(len(ordered) - 1, math.ceil(middle + spread))
    return (ordered[high] - ordered[low]) / 2
