"""What bulk work asks of the interpreter."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_cycle_collection(*, keeps: bool = False) -> Iterator[None]:
    """Put off looking for cycles for a block that makes millions of objects and no cycles worth mentioning.

    Looking takes a tenth to a third of such a block's time, as each look passes over all that it made.

    Args:
        keeps: much of what the block makes stays, in a cache: it is looked through once at the end and then left out of
            every later look, which would stop the process for half a second.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
            if keeps:
                gc.collect()
                gc.freeze()
