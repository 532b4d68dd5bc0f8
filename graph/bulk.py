"""What bulk work asks of the interpreter."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_cycle_collection() -> Iterator[None]:
    """Put off looking for cycles for a block that makes millions of objects and no cycles worth mentioning.

    Looking takes a tenth to a third of such a block's time, as each look passes over all that it made.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
