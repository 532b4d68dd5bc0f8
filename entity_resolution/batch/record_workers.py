"""Weighs pairs of whole records on all processors of this machine: Python compares one pair at a time."""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from entity_resolution.batch.clustering import Weigh, WeighedPairs
from entity_resolution.batch.dictionary import Codes, Floats
from entity_resolution.batch.processes import OnUse, forked, process_count
from entity_resolution.batch.record_scoring import RecordScorer

# Fewer pairs are weighed here before the processes have begun.
PAIRS_WORTH_IT = 2_000
# So many pairs at a time, so that all processes end at nearly the same moment.
_PAIRS_A_TURN = 1_000


@contextmanager
def in_processes(scorer: RecordScorer, on_use: OnUse) -> Iterator[Weigh]:
    """Yield what weighs pairs as the scorer does, with a process for each processor where there are enough pairs.

    Args:
        scorer: of the list.
        on_use: hears what the processes take.

    Raises:
        BatchInputError: a process was ended from outside, as a machine does that has no memory left.
    """
    if process_count() == 1:
        yield scorer.weigh
        return
    with forked(lambda: _scorers.append(scorer), on_use) as forks:

        def weigh(left: Codes, right: Codes) -> WeighedPairs:
            if len(left) < PAIRS_WORTH_IT:
                return scorer.weigh(left, right)
            turns = [slice(at, at + _PAIRS_A_TURN) for at in range(0, len(left), _PAIRS_A_TURN)]
            found = forks.map(_weigh, [left[turn] for turn in turns], [right[turn] for turn in turns])
            bits, against = (np.concatenate([part[at] for part in found]) for at in (0, 1))
            return WeighedPairs(left=left, right=right, bits=bits, against=against)

        yield weigh


_scorers: list[RecordScorer] = []


def _weigh(left: Codes, right: Codes) -> tuple[Floats, Floats]:
    found = _scorers[-1].weigh(left, right)
    return found.bits, found.against
