"""Pairs of whole records weigh the same in other processes, and none of these outlives the run."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from entity_resolution.batch import record_workers
from entity_resolution.batch.processes import ProcessUse
from entity_resolution.batch.record_scoring import RecordScorer
from entity_resolution.batch.record_workers import in_processes
from entity_resolution.comparing.model import load_models
from entity_resolution.errors import BatchInputError
from entity_resolution.tables.pair_records import read_pair
from graph import load_ontology

NAMES = ["Somchai Jaidee", "สมชาย ใจดี", "Somsak Jaidee", "Nguyen Van An", "Nguyễn Văn An", "Aung Min", "Ahmad bin Ali"]


@pytest.fixture(scope="module", name="scorer")
def _scorer() -> RecordScorer:
    kind = load_ontology().kind("Person")
    described = [(name, {"birthDate": f"19{70 + at}-03-04"}) for at, name in enumerate(NAMES * 2)]
    return RecordScorer(load_models()["Person"], [read_pair(kind, one, ("", {}))[0] for one in described])


def test_pairs_weigh_the_same_in_other_processes(scorer: RecordScorer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_workers, "PAIRS_WORTH_IT", 10)
    monkeypatch.setattr(record_workers, "_PAIRS_A_TURN", 7)
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    left, right = (side.astype(np.int32) for side in np.triu_indices(len(scorer.records), 1))
    uses: list[ProcessUse] = []
    with in_processes(scorer, uses.append) as weigh:
        found, few = weigh(left, right), weigh(left[:5], right[:5])
    here = scorer.weigh(left, right)
    assert np.array_equal(found.bits, here.bits)
    assert np.array_equal(found.against, here.against)
    assert np.array_equal(few.bits, here.bits[:5])
    assert len(uses) == 1
    assert uses[0].seconds > 0
    assert uses[0].mib > 0


def test_a_process_that_is_ended_from_outside_is_told(scorer: RecordScorer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_workers, "PAIRS_WORTH_IT", 0)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(RecordScorer, "weigh", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
    left = np.zeros(3, dtype=np.int32)
    with (
        pytest.raises(BatchInputError, match="was ended from outside"),
        in_processes(scorer, lambda _: None) as weigh,
    ):
        weigh(left, left + 1)


PROGRAM = """
import os, signal, sys, time
import numpy as np
from entity_resolution.batch import record_workers
class Slow:
    def weigh(self, left, right):
        os.write(1, b"%d\\n" % os.getpid())
        time.sleep(60)
os.cpu_count = lambda: 2
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored by what a shell starts behind it
record_workers.PAIRS_WORTH_IT = 0
record_workers._PAIRS_A_TURN = 1
with record_workers.in_processes(Slow(), print) as weigh:
    weigh(np.zeros(2, dtype=np.int32), np.ones(2, dtype=np.int32))
"""


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGINT])
def test_no_process_outlives_the_run(ending: signal.Signals, tmp_path: Path) -> None:
    with (
        (tmp_path / "told").open("w") as told,
        subprocess.Popen([sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, stderr=told, text=True) as run,
    ):
        assert run.stdout is not None
        workers = [int(run.stdout.readline()) for _ in range(2)]
        run.send_signal(ending)
        deadline = time.monotonic() + 60
        while any(_is_alive(worker) for worker in workers) and time.monotonic() < deadline:
            time.sleep(0.05)
        left = [worker for worker in workers if _is_alive(worker)]
        run.kill()
    assert left == []


def _is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
