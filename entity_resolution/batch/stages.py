"""Stages of a run: how long each took, by the clock and by the processor, and the peak of the memory."""

import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True)
class Stages:
    """The stages of one run, in order.

    Attributes:
        tell: hears of each when it ends, with its seconds.
        on_progress: hears how many pairs the longest of them has done, of how many.
        wall_seconds, processor_seconds: of each.
        elsewhere: processor seconds of other processes so far.
    """

    tell: Callable[[str, float], None]
    on_progress: Callable[[int, int], None] | None = None
    wall_seconds: dict[str, float] = field(default_factory=dict)
    processor_seconds: dict[str, float] = field(default_factory=dict)
    elsewhere: float = 0.0

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Measure a stage."""
        wall, processor = time.perf_counter(), time.process_time() + self.elsewhere
        yield
        self.wall_seconds[name] = round(time.perf_counter() - wall, 3)
        self.processor_seconds[name] = round(time.process_time() + self.elsewhere - processor, 3)
        self.tell(name, self.wall_seconds[name])

    def add_processor_seconds(self, seconds: float) -> None:
        """Count what another process took for the stage that is under way."""
        self.elsewhere += seconds

    def proceed(self, done: int, total: int) -> None:
        """Say how far a stage is."""
        if self.on_progress is not None:
            self.on_progress(done, total)


def memory_peak_mib() -> float:
    """Return the most memory that the process has held so far, in MiB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Linux counts in KiB, macOS in bytes.
    return round(peak / (2**20 if sys.platform == "darwin" else 2**10), 1)
