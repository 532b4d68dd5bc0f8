"""Which kinds of acts a trail tells of since a time: what a store that was put back from an older copy may lack.

Kinds and counts alone, as operations are named: no argument, and nobody's name.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from api.audit.auditing import ANNOUNCED, ERASING
from policies import MutationAction, Outcome, acts_since

_SUSPENDING = (f"{MutationAction.SUSPEND} ", f"{MutationAction.REINSTATE} ")
_BEGINNINGS = (ANNOUNCED, *_SUSPENDING, ERASING)
_MUTATION, _QUESTION = "mutation ", "query "
_OF_OPERATOR = ("ingest", "quarantine drop", "quarantine retry", "hits rebuild")
# Suspensions have an entry of their own, whoever suspends; a simulation changes nothing.
_TOLD_OTHERWISE = frozenset({"suspend", "reinstate", "simulatePolicy"})
_NEXT_WORD = re.compile(r"[ -]+(\w)")


def later_acts(folder: Path, since: datetime | None) -> Mapping[str, int]:
    """Return how many acts of each kind were announced since a time, whatever became of them; `None` is all the trail.

    Raises:
        OSError: the folder cannot be read.
    """
    found = acts_since(folder, since, operations=_BEGINNINGS)
    kinds = Counter(kind for e in found if e.entry.outcome is not Outcome.DENIED for kind in _kinds(e.entry.operation))
    return dict(sorted(kinds.items()))


def _kinds(operation: str) -> Iterator[str]:
    """Yield the kinds of acts of an operation, by the names that mutations have."""
    if operation.startswith(_SUSPENDING):
        yield operation.split(" ", 1)[0]
    elif operation == ERASING:
        yield ERASING
    elif not (act := operation.removeprefix(ANNOUNCED)).startswith(_QUESTION):
        yield from (name for name in _names(act) if name not in _TOLD_OTHERWISE)


def _names(act: str) -> list[str]:
    if act.startswith(_MUTATION):
        return act.removeprefix(_MUTATION).split(", ")
    by_operator = next((name for name in _OF_OPERATOR if act.startswith(name)), None)
    # A command is named as the mutation is, in words.
    return [by_operator or _NEXT_WORD.sub(lambda letter: letter[1].upper(), act)]
