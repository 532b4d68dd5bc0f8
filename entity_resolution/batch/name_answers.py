"""Answers what holds of two whole names: each pair is asked about once, beside this process where there are many.

Reading and comparing two names of the region is the one thing that Python does pair by pair in a list by fields, and
all other threads wait for it.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeAlias

from entity_resolution.batch.processes import Forks, OnUse, forked, process_count

Side: TypeAlias = tuple[str, ...]
"""The given and the family name of one side, empty where one is not known, and what else is read with them."""
SidePair: TypeAlias = tuple[Side, Side]
Holds: TypeAlias = Callable[[Side, Side], int]
# So few pairs are asked about here: sending them takes as long.
_PAIRS_WORTH_IT = 8
_PAIRS_A_TURN = 40
_KEPT = 200_000

_answers: dict[tuple[Holds, SidePair], int] = {}
_forks: list[Forks] = []


@contextmanager
def asked_beside(on_use: OnUse) -> Iterator[None]:
    """Let other processes answer meanwhile, one for each processor.

    Args:
        on_use: hears what they took.

    Raises:
        BatchInputError: a process was ended from outside, as a machine does that has no memory left.
    """
    if process_count() == 1:
        yield
        return
    with forked(_forks.clear, on_use) as forks:
        forks.begin()  # now, while no thread holds anything that a process would wait for
        _forks.append(forks)
        try:
            yield
        finally:
            _forks.remove(forks)


def answers(holds: Holds, pairs: Sequence[SidePair]) -> list[int]:
    """Return what a function says of each pair, in their order, as whether something holds.

    Args:
        holds: a function of a module; it says the same of a pair every time.
        pairs: two whole names each.
    """
    # A thread answers by what it found itself: another one may make room meanwhile.
    found = {pair: _answers.get((holds, pair)) for pair in dict.fromkeys(pairs)}
    asked = [pair for pair, answer in found.items() if answer is None]
    told = dict(zip(asked, _asked(holds, asked), strict=True))
    if len(_answers) + len(told) > _KEPT:
        _answers.clear()
    _answers.update(((holds, pair), answer) for pair, answer in told.items())
    found.update(told)
    return [int(found[pair] or 0) for pair in pairs]


def _asked(holds: Holds, pairs: Sequence[SidePair]) -> list[int]:
    if not _forks or len(pairs) < _PAIRS_WORTH_IT:
        return [holds(*pair) for pair in pairs]
    turns = [pairs[at : at + _PAIRS_A_TURN] for at in range(0, len(pairs), _PAIRS_A_TURN)]
    return [found for part in _forks[-1].map(_hold, [holds] * len(turns), turns) for found in part]


def _hold(holds: Holds, pairs: Sequence[SidePair]) -> list[int]:
    return [holds(*pair) for pair in pairs]
