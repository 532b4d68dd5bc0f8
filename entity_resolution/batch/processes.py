"""Forked processes that work on what this one holds, without its being sent to them; none outlives the run.

Python compares one pair at a time, however many threads it has: each processor is given a process of its own.
"""

import gc
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import lru_cache, partial
from pathlib import Path
from typing import NamedTuple, TypeAlias, TypeVar

from entity_resolution.errors import BatchInputError

_Result = TypeVar("_Result")
_MEMORY = Path("/proc/self/smaps_rollup")
_OWN_MEMORY = ("Private_Dirty:", "Private_Clean:")
# So long what was found of the memory holds.
_LOOKED_SECONDS = 0.25


class ProcessUse(NamedTuple):
    """What forked processes took: seconds of the processor, and MiB that they did not share with this one."""

    seconds: float
    mib: float


NOTHING_USED = ProcessUse(0.0, 0.0)
OnUse: TypeAlias = Callable[[ProcessUse], None]


def process_count() -> int:
    """Return how many processes work at once: one for each processor, and this one alone where none can be forked."""
    return (os.cpu_count() or 1) if "fork" in multiprocessing.get_all_start_methods() else 1


class Forks:
    """Processes that were forked from this one, each of which holds what this one held then."""

    def __init__(self, pool: ProcessPoolExecutor, on_use: OnUse) -> None:
        self._pool = pool
        self._on_use = on_use
        self._mib: dict[int, float] = {}
        self._counting = threading.Lock()  # several threads may have work done

    def begin(self) -> None:
        """Fork them now, and not when there is work for the first."""
        self._pool.submit(os.getpid).result()

    def map(self, work: Callable[..., _Result], *parts: Iterable[object]) -> list[_Result]:
        """Return what some work, a function of a module, makes of each part, in their order; the parts are sent."""
        done = list(self._pool.map(partial(_measured, work), *parts))
        with self._counting:
            for process, use, _ in done:
                self._mib[process] = max(use.mib, self._mib.get(process, 0.0))
            self._on_use(ProcessUse(sum(use.seconds for _, use, _ in done), sum(self._mib.values())))
        return [found for _, _, found in done]


@contextmanager
def forked(begin: Callable[[], None], on_use: OnUse) -> Iterator[Forks]:
    """Yield a process for each processor.

    Args:
        begin: is called first in each of them, and may put what they work on where they find it.
        on_use: hears what they took each time that they have worked.

    Raises:
        BatchInputError: a process was ended from outside, as a machine does that has no memory left.
    """
    reading, writing = os.pipe()
    context = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(
        process_count(), mp_context=context, initializer=_begin, initargs=(begin, reading, writing)
    )
    try:
        yield Forks(pool, on_use)
        pool.shutdown()
    except BrokenProcessPool as exc:
        raise BatchInputError("match", "a process that weighed pairs was ended from outside") from exc
    finally:
        os.close(writing)  # which ends those that are still at work
        pool.shutdown(cancel_futures=True)
        os.close(reading)


def _begin(begin: Callable[[], None], reading: int, writing: int) -> None:
    """Begin, and end with the process that began this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # which the other one hears as well, and ends this one
    os.close(writing)
    threading.Thread(target=_end_with_the_other, args=(reading,), daemon=True).start()
    gc.freeze()  # to look for garbage among what the two share would make this one's own of it
    begin()


def _end_with_the_other(reading: int) -> None:
    os.read(reading, 1)  # returns when nobody is left who could write
    os._exit(1)


def _measured(work: Callable[..., _Result], *parts: object) -> tuple[int, ProcessUse, _Result]:
    started = time.process_time()
    found = work(*parts)
    seconds, moment = time.process_time() - started, int(time.monotonic() / _LOOKED_SECONDS)
    return os.getpid(), ProcessUse(seconds, _own_mib(moment)), found


@lru_cache(maxsize=1)
def _own_mib(_moment: int) -> float:
    """Return the MiB that this process shares with no other, 0 where the system does not say.

    It is looked at once a moment: the system goes through every page for it, those that are shared as well.
    """
    try:
        lines = _MEMORY.read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith(_OWN_MEMORY)) / 2**10
