"""Bulk work puts off the collection of cycles, and what it keeps is not looked through for ever."""

import gc
import sys
import weakref
from collections.abc import Iterator

import pytest

from graph import look_for_cycles, short_turns, without_cycle_collection


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    yield
    gc.enable()
    gc.unfreeze()


@pytest.mark.parametrize("keeps", [False, True])
def test_nothing_is_collected_within_and_all_is_as_before_afterwards(*, keeps: bool) -> None:
    with pytest.raises(ValueError, match="within"), without_cycle_collection(keeps=keeps):
        assert not gc.isenabled()
        raise ValueError("within")
    assert gc.isenabled()
    gc.disable()
    with without_cycle_collection(keeps=keeps):
        pass
    assert not gc.isenabled()


@pytest.mark.long
def test_cycles_among_what_was_left_out_are_found_in_the_end() -> None:
    with without_cycle_collection(keeps=True):
        cycle = type("Cycle", (), {})()
        cycle.itself = cycle
        gone = weakref.ref(cycle)
        del cycle
    gc.collect()
    assert gone() is not None
    look_for_cycles()
    assert gone() is None
    assert gc.get_freeze_count() > 0


def test_what_is_kept_is_left_out_of_later_looks() -> None:
    with without_cycle_collection():
        pass
    before = gc.get_freeze_count()
    with without_cycle_collection(keeps=True):
        kept = [[n] for n in range(1000)]
    assert gc.get_freeze_count() >= before + len(kept)


def test_turns_are_short_within_and_as_before_after_a_failure() -> None:
    before = sys.getswitchinterval()
    with pytest.raises(ValueError, match="within"), short_turns():
        assert sys.getswitchinterval() < before / 5
        raise ValueError("within")
    assert sys.getswitchinterval() == before
