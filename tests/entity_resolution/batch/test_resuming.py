"""A run that was killed goes on from what it had weighed: each pair once, with the same result."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from entity_resolution.batch import resuming
from entity_resolution.batch.clustering import WeighedPairs
from entity_resolution.batch.dictionary import Codes
from entity_resolution.batch.resuming import KeptWeights, remove_weights

PAIRS = (np.arange(100, dtype=np.int32), np.arange(100, 200, dtype=np.int32))


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resuming, "PAIRS_A_PART", 30)


def weigh(left: Codes, right: Codes) -> WeighedPairs:
    return WeighedPairs(left=left, right=right, bits=left * np.float64(1.5), against=-right / np.float64(7))


class Counting:
    """Weighs as `weigh` does, and is killed after some parts."""

    def __init__(self, parts: int = 1_000) -> None:
        self.parts, self.done = parts, 0

    def __call__(self, left: Codes, right: Codes) -> WeighedPairs:
        if self.done == self.parts:
            raise KeyboardInterrupt
        self.done += 1
        return weigh(left, right)


def kept(folder: Path, *, text: bytes = b"a list", model: str = "a model") -> KeptWeights:
    (folder / "list.csv").write_bytes(text)
    return KeptWeights(folder / "clusters.csv", [folder / "list.csv"], model)


def run(weights: KeptWeights, by: Callable[[Codes, Codes], WeighedPairs], stage: str = "candidates") -> WeighedPairs:
    return weights.weigh(stage, PAIRS, by, lambda *_: None)


def assert_weighed(found: WeighedPairs) -> None:
    wanted = weigh(*PAIRS)
    for name in ("left", "right", "bits", "against"):
        np.testing.assert_array_equal(getattr(found, name), getattr(wanted, name))


def killed(folder: Path, parts: int = 2) -> Path:
    with pytest.raises(KeyboardInterrupt):
        run(kept(folder), Counting(parts))
    (place,) = folder.glob(".clusters.csv.*.weighed")
    return place


def test_the_same_run_goes_on_where_it_was_killed(tmp_path: Path) -> None:
    place = killed(tmp_path)
    assert place.stat().st_mode & 0o777 == 0o700
    told, again = list[tuple[int, int]](), Counting()
    found = kept(tmp_path).weigh("candidates", PAIRS, again, lambda done, total: told.append((done, total)))
    assert_weighed(found)
    assert (again.done, told) == (2, [(30, 100), (60, 100), (90, 100), (100, 100)])
    remove_weights(tmp_path / "clusters.csv")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["list.csv"]


@pytest.mark.parametrize(("text", "model"), [(b"another list", "a model"), (b"a list", "another model")])
def test_another_run_to_the_same_output_finds_nothing(tmp_path: Path, text: bytes, model: str) -> None:
    killed(tmp_path)
    again = Counting()
    assert_weighed(run(kept(tmp_path, text=text, model=model), again))
    assert again.done == 4


def test_another_stage_and_other_pairs_find_nothing(tmp_path: Path) -> None:
    killed(tmp_path)
    again = Counting()
    assert_weighed(run(kept(tmp_path), again, stage="within"))
    swapped = kept(tmp_path).weigh("candidates", (PAIRS[1], PAIRS[0]), again, lambda *_: None)
    assert again.done == 8
    np.testing.assert_array_equal(swapped.bits, PAIRS[1] * 1.5)


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 cut short", b"\x80\x04pickled"])
def test_a_damaged_part_is_weighed_anew(tmp_path: Path, damage: bytes) -> None:
    (killed(tmp_path) / "candidates-000000.npz").write_bytes(damage)
    again = Counting()
    assert_weighed(run(kept(tmp_path), again))
    assert again.done == 3


def test_a_folder_that_others_can_write_is_not_believed(tmp_path: Path) -> None:
    place = killed(tmp_path)
    place.chmod(0o777)
    again = Counting()
    assert_weighed(run(kept(tmp_path), again))
    assert (again.done, len(list(place.iterdir()))) == (4, 2)


def test_few_pairs_leave_nothing_behind(tmp_path: Path) -> None:
    few = kept(tmp_path).weigh("candidates", (PAIRS[0][:30], PAIRS[1][:30]), Counting(), lambda *_: None)
    none = kept(tmp_path).weigh("candidates", (PAIRS[0][:0], PAIRS[1][:0]), Counting(), lambda *_: None)
    assert (len(few.bits), len(none.bits), len(list(tmp_path.iterdir()))) == (30, 0, 1)
