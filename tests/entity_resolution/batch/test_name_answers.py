"""What holds of two whole names is the same in other processes as here, and is asked once."""

import os
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from entity_resolution.batch import name_answers
from entity_resolution.batch.dictionary import Dictionary, FieldPairs
from entity_resolution.batch.name_answers import Side, SidePair, answers, asked_beside
from entity_resolution.batch.processes import ProcessUse
from entity_resolution.batch.regional_names import WholeNames, are_read_as_two
from entity_resolution.errors import BatchInputError

GIVEN = ["Hiromi", "Hiroshi", "Samir", "Sameer", "Hui Min", "Huimin", "Zhiqiang", "Chee Keong", "Somchai", "Somchay"]
PAIRS: list[SidePair] = [((one, "Haddad"), (other, "Haddad")) for one in GIVEN for other in GIVEN]
_told: list[int] = []


@pytest.fixture(autouse=True)
def _nothing_answered(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    name_answers._answers.clear()
    _told.clear()
    yield
    name_answers._answers.clear()


def _in_process(_: Side, __: Side) -> bool:
    return os.getpid() != _told[0]


def _begin_alike(one: Side, other: Side) -> bool:
    _told.append(1)
    return one[0][:4] == other[0][:4]


def _end_this_process(_: Side, __: Side) -> bool:
    os.kill(os.getpid(), signal.SIGKILL)
    return True


def test_other_processes_answer_and_what_they_took_is_told() -> None:
    _told.append(os.getpid())
    uses: list[ProcessUse] = []
    with asked_beside(uses.append):
        assert all(answers(_in_process, PAIRS))
    assert len(uses) == 1
    assert not any(answers(_in_process, [((f"{one}a", ""), (other, "")) for (one, _), (other, _) in PAIRS]))


def test_names_are_read_in_other_processes_as_they_are_here() -> None:
    codes = np.arange(len(GIVEN), dtype=np.int32)
    left, right = (side.astype(np.int32) for side in np.triu_indices(len(codes), 1))
    given = FieldPairs(dictionary=Dictionary([name.lower() for name in GIVEN]), left=left, right=right)
    here = are_read_as_two(WholeNames(given=given, family=None))
    name_answers._answers.clear()
    uses: list[ProcessUse] = []
    with asked_beside(uses.append):
        beside = are_read_as_two(WholeNames(given=given, family=None))
    assert uses
    assert np.array_equal(here, beside)
    assert 0 < np.count_nonzero(here) < len(here)


def test_each_pair_is_asked_about_once_and_answered_in_order() -> None:
    wanted = [_begin_alike(*pair) for pair in PAIRS]
    _told.clear()
    assert answers(_begin_alike, PAIRS + PAIRS) == wanted + wanted
    assert answers(_begin_alike, PAIRS[:3]) == wanted[:3]
    assert len(_told) == len(PAIRS)


def test_answers_are_right_where_more_are_asked_than_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(name_answers, "_KEPT", 10)
    wanted = [_begin_alike(*pair) for pair in PAIRS]
    assert answers(_begin_alike, PAIRS[:7]) == wanted[:7]
    assert answers(_begin_alike, PAIRS[3:]) == wanted[3:]
    assert answers(_begin_alike, PAIRS) == wanted


def test_answers_of_one_thread_are_left_to_it_where_another_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(name_answers, "_KEPT", 20)

    def ask(at: int) -> bool:
        pairs = [((f"{one}{at}", ""), (other, "")) for (one, _), (other, _) in PAIRS]
        return answers(_begin_alike, pairs) == [_begin_alike(*pair) for pair in pairs]

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(max_workers=4) as pool:
            assert all(pool.map(ask, range(300)))
    finally:
        sys.setswitchinterval(before)


def test_a_process_that_is_ended_from_outside_is_told() -> None:
    with pytest.raises(BatchInputError, match="was ended from outside"), asked_beside(lambda _: None):
        answers(_end_this_process, PAIRS)
    assert not answers(_in_process_never, PAIRS[:1])[0]


def _in_process_never(_: Side, __: Side) -> bool:
    return False
