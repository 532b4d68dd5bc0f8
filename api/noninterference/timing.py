"""The timing law: hidden and absent take as long, by medians of interleaved requests, within 5 % or 0.2 ms."""

import statistics
import time
from dataclasses import dataclass

from api.noninterference.caller import Caller

REQUESTS = 2_000
LARGEST_SHARE = 0.05
LARGEST_SECONDS = 0.0002


@dataclass(frozen=True, slots=True, kw_only=True)
class TimingVerdict:
    """The medians of hidden and absent, in seconds."""

    hidden_seconds: float
    absent_seconds: float
    requests: int

    @property
    def difference_seconds(self) -> float:
        """How far the medians are apart."""
        return abs(self.hidden_seconds - self.absent_seconds)

    @property
    def is_within_bounds(self) -> bool:
        """Whether they are within 5 % or 0.2 ms of each other."""
        least = min(self.hidden_seconds, self.absent_seconds)
        return self.difference_seconds <= max(LARGEST_SECONDS, LARGEST_SHARE * least)


async def compare_timing(
    caller: Caller, token: str, *, hidden: str, absent: str, requests: int = REQUESTS
) -> TimingVerdict:
    """Ask about something hidden and something absent in turns, and compare the medians.

    Args:
        caller: where to ask.
        token: as whom.
        hidden: a document that names something hidden.
        absent: the same document with something absent in its place.
        requests: how often each is asked; every other pair in the other order, so that neither always comes first.
    """
    times: dict[str, list[float]] = {hidden: [], absent: []}
    for number in range(requests):
        for document in (hidden, absent) if number % 2 else (absent, hidden):
            start = time.perf_counter()
            await caller.ask(document, token)
            times[document].append(time.perf_counter() - start)
    return TimingVerdict(
        hidden_seconds=statistics.median(times[hidden]),
        absent_seconds=statistics.median(times[absent]),
        requests=requests,
    )
