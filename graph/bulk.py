"""How bulk work sets the interpreter: its garbage collector and its switching of threads."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_TURN_SECONDS = sys.getswitchinterval()
_SHORT_TURN_SECONDS = 0.0005


@contextmanager
def without_cycle_collection(*, keeps: bool = False) -> Iterator[None]:
    """Turn off the garbage collector for a block that makes millions of objects and hardly any cycles.

    Each collection visits all objects made so far, which takes a tenth to a third of such a block's time.

    Args:
        keeps: most of what the block makes stays in a cache. It is exempted from later collections, each of which would
            stop the process for half a second. Call `look_for_cycles` once after many such blocks.
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
    """Switch threads every half millisecond, for a block in which one thread computes and another waits for the store.

    With the interpreter's own 5 ms, the waiting thread would stand still for up to 5 ms after each answer of the store,
    and so would the store: some ten times for each batch.
    """
    sys.setswitchinterval(_SHORT_TURN_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(_TURN_SECONDS)


def look_for_cycles() -> None:
    """Collect garbage once among all objects, exempted ones too, and exempt those that remain.

    Not to be called at the end of each block that keeps much: it would visit all objects that the block is about to
    release.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
