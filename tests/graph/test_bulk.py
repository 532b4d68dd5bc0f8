"""Bulk work puts off the collection of cycles, and what it keeps is not looked through for ever."""

import gc
from collections.abc import Iterator

import pytest

from graph import without_cycle_collection


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


def test_what_is_kept_is_left_out_of_later_looks() -> None:
    with without_cycle_collection():
        pass
    before = gc.get_freeze_count()
    with without_cycle_collection(keeps=True):
        kept = [[n] for n in range(1000)]
    assert gc.get_freeze_count() >= before + len(kept)
