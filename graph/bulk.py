"""What bulk work asks of the interpreter."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_TURN_SECONDS = sys.getswitchinterval()
_SHORT_TURN_SECONDS = 0.0005


@contextmanager
def without_cycle_collection(*, keeps: bool = False) -> Iterator[None]:
    """Put off looking for cycles for a block that makes millions of objects and no cycles worth mentioning.

    Looking takes a tenth to a third of such a block's time, as each look passes over all that it made.

    Args:
        keeps: much of what the block makes stays, in a cache: it is left out of every later look, which would stop the
            process for half a second. After many of such blocks `look_for_cycles` looks through it once.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            if keeps:
                gc.freeze()
            gc.enable()


@contextmanager
def short_turns() -> Iterator[None]:
    """Let threads take turns every half millisecond, for a block in which one computes and one waits for the store.

    After each answer of the store the one who waits would otherwise stand still for the whole turn of the other, 5 ms,
    and the store with it: some ten times for each batch.
    """
    sys.setswitchinterval(_SHORT_TURN_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(_TURN_SECONDS)


def look_for_cycles() -> None:
    """Look once through all that was left out, too, and leave out what stays.

    At the end of each block that keeps much the look would pass over all that the block is about to let go.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
