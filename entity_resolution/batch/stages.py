"""Stages of a run: how long each took, by the clock and by the processor, and the peak of the memory."""

import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from entity_resolution.batch.processes import NOTHING_USED, ProcessUse


@dataclass(slots=True, kw_only=True)
class Stages:
    """The stages of one run, in order.

    Attributes:
        tell: hears of each when it ends, with its seconds.
        on_progress: hears how many pairs the longest of them has done, of how many.
        wall_seconds, processor_seconds: of each.
        elsewhere: what other processes took so far: seconds of the processor, and the most memory at once.
    """

    tell: Callable[[str, float], None]
    on_progress: Callable[[int, int], None] | None = None
    wall_seconds: dict[str, float] = field(default_factory=dict)
    processor_seconds: dict[str, float] = field(default_factory=dict)
    elsewhere: ProcessUse = NOTHING_USED

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Measure a stage."""
        wall, processor = time.perf_counter(), time.process_time() + self.elsewhere.seconds
        yield
        self.wall_seconds[name] = round(time.perf_counter() - wall, 3)
        self.processor_seconds[name] = round(time.process_time() + self.elsewhere.seconds - processor, 3)
        self.tell(name, self.wall_seconds[name])

    def add_use(self, use: ProcessUse) -> None:
        """Count what other processes took for the stage that is under way."""
        self.elsewhere = ProcessUse(self.elsewhere.seconds + use.seconds, max(self.elsewhere.mib, use.mib))

    def proceed(self, done: int, total: int) -> None:
        """Say how far a stage is."""
        if self.on_progress is not None:
            self.on_progress(done, total)

    def memory_peak_mib(self) -> float:
        """Return the most memory that the run has held so far, in MiB: of this process, and of those beside it."""
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        # Linux counts in KiB, macOS in bytes.
        return round(peak / (2**20 if sys.platform == "darwin" else 2**10) + self.elsewhere.mib, 1)
