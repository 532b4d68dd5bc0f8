"""Weighs pairs of whole records on all processors of this machine: Python compares one pair at a time.

The processes are forked, so that they have the list without its being sent to them. None outlives the run, whatever
ends it.
"""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import TypeAlias

import numpy as np

from entity_resolution.batch.clustering import Weigh, WeighedPairs
from entity_resolution.batch.dictionary import Codes, Floats
from entity_resolution.batch.record_scoring import RecordScorer
from entity_resolution.errors import BatchInputError

# Fewer pairs are weighed here before the processes have begun.
PAIRS_WORTH_IT = 2_000
# So many pairs at a time, so that all processes end at nearly the same moment.
_PAIRS_A_TURN = 1_000

_Weighed: TypeAlias = tuple[Floats, Floats, float]


@contextmanager
def in_processes(scorer: RecordScorer, on_processor_seconds: Callable[[float], None]) -> Iterator[Weigh]:
    """Yield what weighs pairs as the scorer does, with a process for each processor where there are enough pairs.

    Args:
        scorer: of the list.
        on_processor_seconds: hears what the processes take.

    Raises:
        BatchInputError: a process was ended from outside, as a machine does that has no memory left.
    """
    count = os.cpu_count() or 1
    if count == 1 or "fork" not in multiprocessing.get_all_start_methods():
        yield scorer.weigh
        return
    reading, writing = os.pipe()
    context = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(count, mp_context=context, initializer=_begin, initargs=(scorer, reading, writing))

    def weigh(left: Codes, right: Codes) -> WeighedPairs:
        if len(left) < PAIRS_WORTH_IT:
            return scorer.weigh(left, right)
        turns = [slice(at, at + _PAIRS_A_TURN) for at in range(0, len(left), _PAIRS_A_TURN)]
        try:
            found = list(pool.map(_weigh, [left[turn] for turn in turns], [right[turn] for turn in turns]))
        except BrokenProcessPool as exc:
            raise BatchInputError("match", "a process that weighed pairs was ended from outside") from exc
        on_processor_seconds(sum(seconds for _, _, seconds in found))
        bits, against = (np.concatenate([part[at] for part in found]) for at in (0, 1))
        return WeighedPairs(left=left, right=right, bits=bits, against=against)

    try:
        yield weigh
        pool.shutdown()
    finally:
        os.close(writing)  # which ends those that are still at work
        pool.shutdown(cancel_futures=True)
        os.close(reading)


_scorers: list[RecordScorer] = []


def _begin(scorer: RecordScorer, reading: int, writing: int) -> None:
    """Take the list, and end with the process that began this one."""
    _scorers[:] = [scorer]
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # which the other one hears as well, and ends this one
    os.close(writing)
    threading.Thread(target=_end_with_the_other, args=(reading,), daemon=True).start()


def _end_with_the_other(reading: int) -> None:
    os.read(reading, 1)  # returns when nobody is left who could write
    os._exit(1)


def _weigh(left: Codes, right: Codes) -> _Weighed:
    started = time.process_time()
    found = _scorers[0].weigh(left, right)
    return found.bits, found.against, time.process_time() - started
